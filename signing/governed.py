"""What a mark covers decides what the company is bound to: two people widen or narrow it."""

from django.utils.translation import gettext_lazy as _

from flowmono.governing.registry import Governed, govern
from signing.models import SignatureProfile

govern(
    Governed(
        SignatureProfile,
        (
            "categories",
            "limit",
            "department",
            "counterparties",
            "valid_from",
            "valid_until",
            "active",
            "may_be_delegated",
        ),
        concerns=lambda mark: [mark.user],
        base_amounts=frozenset({"limit"}),
        meanwhile=_(
            "Documents that wait for a signature are judged by it, too: a mark that does not cover them any more cannot sign them. "
            "What is signed stays signed."
        ),
    )
)
