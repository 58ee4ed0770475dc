"""The limits in force outside a match: what the company and a vendor's own policy say together."""

from django.db.models import Q

from procurement.matching.model import Policy
from procurement.models import TolerancePolicy
from vendors.models import Vendor


def days_before_payment(vendor: Vendor) -> int:
    """How many days a new account of this vendor waits; a contract's own policy may say otherwise for its invoices."""
    scope = Q(contract__isnull=True) & (Q(vendor__isnull=True) | Q(vendor=vendor))
    stated = TolerancePolicy.objects.filter(scope, bank_cooloff_days__isnull=False)
    days = dict(stated.values_list("vendor_id", "bank_cooloff_days"))
    return int(days.get(vendor.pk, days.get(None, Policy().bank_cooloff_days)))
