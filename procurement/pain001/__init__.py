"""Payment files for banks: ISO 20022 customer credit transfers (pain.001.001.09 and pain.001.001.03), written and checked."""

from .characters import transliterate
from .checking import check, validate
from .days import AskedDay, asked_day, execution_day
from .orders import Account, Debtor, Payment, PaymentRefused, ReferredDocument, compact_identifier
from .writing import VERSIONS, write

__all__ = [
    "VERSIONS",
    "Account",
    "AskedDay",
    "Debtor",
    "Payment",
    "PaymentRefused",
    "ReferredDocument",
    "asked_day",
    "check",
    "compact_identifier",
    "execution_day",
    "transliterate",
    "validate",
    "write",
]
