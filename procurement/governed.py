"""How far an invoice may differ decides what is paid, and a budget what may be ordered: two people change both."""

from flowmono.governing.registry import Governed, govern
from procurement.models import Budget, TolerancePolicy
from procurement.models.tolerances import LIMITS
from procurement.rehearsing import rehearse_tolerances

govern(
    Governed(
        TolerancePolicy,
        ("name", "vendor", "contract", *LIMITS),
        rehearse=rehearse_tolerances,
        base_amounts=frozenset({"auto_authorize_limit"}),
    )
)
govern(Governed(Budget, ("department", "year", "amount"), base_amounts=frozenset({"amount"})))
