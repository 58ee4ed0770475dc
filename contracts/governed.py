"""The category of a contract opens its vendor's checklist, asks for legal, and says what becomes of its documents: two people change it."""

from contracts.models import Category, PreparationStep
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
        ),
        {"steps": Rows(PreparationStep, "category", ("position", "tool", "options"))},
    )
)
