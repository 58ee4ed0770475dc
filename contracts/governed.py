"""The category of a contract opens its vendor's checklist, asks for legal, and says what becomes of its documents: two people change it.

Two people also say which remote reader may be asked, and where it is."""

from contracts.models import Category, PreparationStep, RemoteReader
from flowmono.governing.registry import Governed, Rows, govern

govern(
    Governed(
        Category,
        (
            "name",
            "description",
            "checklist",
            "needs_legal",
            "active",
            "our_signers",
            "sends_by_itself",
            "kept_years",
            "kept_from",
            "remote_reading",
        ),
        {"steps": Rows(PreparationStep, "category", ("position", "tool", "options"))},
    )
)
# Where the words of contracts may go is nothing that one person decides; the key alone opens no other door.
govern(
    Governed(
        RemoteReader,
        (
            "address",
            "model",
            "own_network",
            "active",
            "seconds",
            "longest",
            "price_in",
            "price_out",
            "currency",
        ),
    )
)
