"""Tolerances: the limits of matching as data, for the company, one vendor or one contract; the most specific wins."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from flowmono.common.fields import COMPANYS, AmountField
from flowmono.common.history import History
from vendors.models import Vendor

_NOT_NEGATIVE = [MinValueValidator(0)]
LIMITS = (
    "match_mode",
    "price_tol_pct",
    "price_tol_abs",
    "qty_tol_pct",
    "unplanned_charge_abs",
    "arith_tol",
    "tax_tol",
    "fx_tol_pct",
    "stale_days",
    "bank_cooloff_days",
    "auto_authorize_limit",
    "split_window_days",
    "retention_base",
    "schematron_severity",
)


def _percent(words: Any) -> Any:
    return models.DecimalField(words, max_digits=7, decimal_places=4, null=True, blank=True, validators=_NOT_NEGATIVE)


def _amount(words: Any) -> Any:
    return AmountField(words, currency=COMPANYS, null=True, blank=True, validators=_NOT_NEGATIVE)


class TolerancePolicy(models.Model):
    """Limits that change the defaults of the matching specification. An empty limit leaves the wider one in force."""

    name = models.CharField(max_length=120)
    vendor = models.OneToOneField(Vendor, null=True, blank=True, on_delete=models.PROTECT, related_name="tolerances")
    contract = models.OneToOneField(
        "contracts.Contract", null=True, blank=True, on_delete=models.PROTECT, related_name="tolerances"
    )
    match_mode = models.CharField(
        max_length=4,
        blank=True,
        choices=[("2way", _("order and invoice")), ("3way", _("order, acceptance and invoice"))],
    )
    price_tol_pct = _percent(_("price, percent"))
    price_tol_abs = _amount(_("price, amount"))
    qty_tol_pct = _percent(_("quantity, percent"))
    unplanned_charge_abs = _amount(_("unplanned charges, amount"))
    arith_tol = _amount(_("arithmetic, amount"))
    tax_tol = _amount(_("tax, amount"))
    fx_tol_pct = _percent(_("exchange rate, percent"))
    stale_days = models.PositiveIntegerField(_("invoice too old after days"), null=True, blank=True)
    bank_cooloff_days = models.PositiveIntegerField(_("days before a new account is paid"), null=True, blank=True)
    auto_authorize_limit = _amount(_("authorized without approval up to"))
    split_window_days = models.PositiveIntegerField(
        _("days within which bills of a vendor count together"), null=True, blank=True
    )
    retention_base = models.CharField(max_length=5, blank=True, choices=[("net", _("net")), ("gross", _("gross"))])
    schematron_severity = models.CharField(
        max_length=6, blank=True, choices=[("REJECT", _("send back")), ("REVIEW", _("have it looked at"))]
    )
    history = History()

    class Meta:
        verbose_name = _("tolerance policy")
        verbose_name_plural = _("tolerance policies")
        constraints = [
            models.CheckConstraint(
                condition=Q(vendor__isnull=True) | Q(contract__isnull=True),
                name="tolerances_have_one_scope",
                violation_error_message=_(
                    "Choose a vendor or a contract, not both: a contract’s limits go before those of its vendor."
                ),
            ),
            models.UniqueConstraint(
                fields=["vendor", "contract"],
                nulls_distinct=False,
                name="one_tolerance_policy_per_scope",
                violation_error_message=_("There is a policy for this scope already: change that one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def changes(self) -> dict[str, Any]:
        """The limits that this policy states, by their names in the matching specification."""
        stated = {name: getattr(self, name) for name in LIMITS}
        return {name: value for name, value in stated.items() if value not in (None, "")}
