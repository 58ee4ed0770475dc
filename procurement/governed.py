"""How far an invoice may differ decides what is paid, and a budget what may be ordered: two people change both."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from flowmono.governing.registry import Governed, govern, try_on_past
from procurement.matching.model import Policy
from procurement.models import Budget, TolerancePolicy
from procurement.models.tolerances import LIMITS
from procurement.rehearsing import rehearse_company, rehearse_tolerances


def limits_in_force(values: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Each limit that holds where a policy of this scope states none: the vendor's, else the company's, else the product's own."""
    found = {name: (_plain(getattr(Policy(), name)), _("the product's own")) for name in LIMITS}
    wider = []
    if values.get("vendor") or values.get("contract"):
        wider.append((TolerancePolicy.objects.filter(vendor=None, contract=None), _("the company's")))
    if values.get("contract"):
        of_vendor = TolerancePolicy.objects.filter(vendor__contracts=values["contract"])
        wider.append((of_vendor, _("the vendor's")))
    for policies, whose in wider:
        for policy in policies[:1]:
            found |= {name: (_plain(value), whose) for name, value in policy.changes().items()}
    return found


def _plain(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


govern(
    Governed(
        TolerancePolicy,
        ("name", "vendor", "contract", *LIMITS),
        rehearse=rehearse_tolerances,
        base_amounts=frozenset({"auto_authorize_limit"}),
        standing=limits_in_force,
    )
)
govern(Governed(Budget, ("department", "year", "amount"), base_amounts=frozenset({"amount"})))
# Whose invoices are ours is the company's to say, and the invoices are here.
try_on_past("common.company", rehearse_company)
