"""What a mark covers decides what the company is bound to: two people widen or narrow it."""

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
    )
)
