"""Tolerances and budgets are proposed here and take effect with a second person; the rest is looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from flowmono.common.administering import LookedAtRows, LookOnly
from flowmono.governing.editing import TwoPersonAdmin
from procurement import governed  # noqa: F401 - what two people change is registered there
from procurement.matching.model import Policy
from procurement.matching.words import number_text
from procurement.models import (
    Batch,
    Budget,
    Commitment,
    Invoice,
    Match,
    Order,
    OrderLine,
    PaymentAuthorization,
    RememberedField,
    Requisition,
    Revision,
    TolerancePolicy,
)
from procurement.models.tolerances import LIMITS

EMPTY = _("What is left empty is as in the wider policy: the vendor's, the company's, or the product's own.")


@admin.register(TolerancePolicy)
class TolerancePolicyAdmin(TwoPersonAdmin):
    lead = _("How far an invoice may differ before a person looks at it. The contract's limits win, then the vendor's.")
    list_display = (
        "name",
        "vendor",
        "contract",
        "price_tol_pct",
        "price_tol_abs",
        "qty_tol_pct",
        "auto_authorize_limit",
    )
    list_filter = ("match_mode",)
    list_select_related = ("vendor", "contract")
    autocomplete_fields = ("vendor", "contract")
    search_fields = ("name", "vendor__name", "contract__number", "contract__title")
    fieldsets = (
        (_("Whom it is for"), {"fields": ("name", ("vendor", "contract"))}),
        (
            _("How far an invoice may differ"),
            {
                "fields": (
                    "match_mode",
                    ("price_tol_pct", "price_tol_abs", "qty_tol_pct"),
                    ("unplanned_charge_abs", "fx_tol_pct"),
                    ("arith_tol", "tax_tol"),
                ),
                "description": EMPTY,
            },
        ),
        (
            _("Time and money"),
            {"fields": (("stale_days", "bank_cooloff_days"), ("split_window_days", "auto_authorize_limit"))},
        ),
        (_("How documents are taken"), {"fields": (("retention_base", "schematron_severity"),)}),
    )
    helps = {
        "name": _("How people call it, such as “Company” or the vendor's name."),
        "vendor": _("Only invoices of this vendor. Empty together with the contract: the whole company."),
        "contract": _("Only invoices under this contract. A policy is for a vendor or a contract, not for both."),
        "match_mode": _("Whether goods and work must have been accepted before an invoice passes. Empty: they must."),
        "price_tol_pct": _(
            "How many percent more than ordered a line's price may make. The smaller of the two counts."
        ),
        "price_tol_abs": _(
            "How much more than ordered a line's price may make, in the order's currency. The smaller of the two counts."
        ),
        "qty_tol_pct": _("How many percent more than was ordered or accepted may be billed."),
        "unplanned_charge_abs": _(
            "Charges that the order does not know, such as freight, up to this sum in the order's currency."
        ),
        "arith_tol": _("How far sums on the invoice may be off, in its currency."),
        "tax_tol": _("How far the VAT may be off, in the invoice's currency."),
        "fx_tol_pct": _("How many percent the invoice's exchange rate may differ from ours."),
        "stale_days": _("Older invoices are looked at by a person."),
        "bank_cooloff_days": _("Nothing is paid to an account in the first days after it was verified."),
        "auto_authorize_limit": _("Up to here a match without findings names nobody. The approval rules still ask."),
        "split_window_days": _("Bills of a vendor within so many days count as one when approvers are chosen."),
        "retention_base": _("What the part that is kept back is worked out from."),
        "schematron_severity": _("What becomes of an e-invoice that breaks the rules of its standard."),
    }

    def place(self, request: HttpRequest, object_id: str | None = None) -> dict[str, Any]:
        """While nobody has stated a policy, the page says which limits hold then."""
        found = super().place(request, object_id)
        if not TolerancePolicy.objects.exists():
            found["lead"] = f"{found['lead']} {own_limits()}"
        return found

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The company's first policy begins with the limits that hold without one."""
        given: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        if TolerancePolicy.objects.filter(vendor__isnull=True, contract__isnull=True).exists():
            return given
        own = Policy()
        return {name: getattr(own, name) for name in LIMITS} | {"name": gettext("Company")} | given


def own_limits() -> str:
    """The limits that hold while no policy says otherwise, in one sentence."""
    own = Policy()
    return gettext(
        "No policy is stated, so the product's own limits hold: %(percent)s %% more for a line's price and no more than "
        "%(amount)s in the order's currency, %(quantity)s %% more in quantity, unplanned charges up to %(charges)s in that "
        "currency, invoices no older than %(stale)s days, and %(wait)s days before a new account is paid."
    ) % {
        "percent": number_text(own.price_tol_pct),
        "amount": f"{own.price_tol_abs:.2f}",
        "quantity": number_text(own.qty_tol_pct),
        "charges": f"{own.unplanned_charge_abs:.2f}",
        "stale": own.stale_days,
        "wait": own.bank_cooloff_days,
    }


@admin.register(Budget)
class BudgetAdmin(TwoPersonAdmin):
    lead = _(
        "What each department may spend in a year. An approved order takes its sum, a payment gives it back as spent."
    )
    list_display = ("department", "year", "amount")
    list_filter = ("year",)
    search_fields = ("department", "year")
    helps = {
        "department": _("As it is written on orders and in people's accounts."),
        "year": _("The calendar year, such as 2027."),
        "amount": _("In the company's currency."),
    }


class OrderLineRows(LookedAtRows):
    model = OrderLine
    fields = ("position", "description", "quantity", "unit_price", "amount", "optional")
    readonly_fields = fields


@admin.register(Order)
class OrderAdmin(LookOnly):
    lead = _("What was ordered from whom.")
    changed_at = ("procurement:orders", _("Orders"))
    list_display = ("number", "title", "state", "vendor", "total", "currency", "created_at")
    list_filter = ("state", "currency")
    list_select_related = ("vendor",)
    search_fields = ("number", "title", "vendor__name")
    date_hierarchy = "created_at"
    inlines = (OrderLineRows,)


@admin.register(Invoice)
class InvoiceAdmin(LookOnly):
    lead = _("What vendors billed, as it was read and decided.")
    changed_at = ("procurement:invoices", _("Invoices"))
    list_display = ("reference", "number", "state", "vendor", "payable", "currency", "received_at")
    list_filter = ("state", "source", "decision")
    list_select_related = ("vendor",)
    search_fields = ("reference", "number", "vendor__name")
    date_hierarchy = "received_at"
    exclude = ("reading", "corrections", "overrides", "answers")


@admin.register(RememberedField)
class RememberedFieldAdmin(LookOnly):
    lead = _("Where fields stand in the layouts of vendors' invoices, as corrections taught it. Forgotten on the page.")
    changed_at = ("vendors:list", _("Vendors"))
    list_display = ("layout", "field", "version", "state", "right", "wrong", "taught_by")
    list_filter = ("state", "field")
    list_select_related = ("layout__vendor", "taught_by")
    search_fields = ("layout__vendor__name", "field")
    exclude = ("spots",)

    def page_of(self, record: Any) -> str:
        return reverse("procurement:remembered", args=[record.layout.vendor_id])


@admin.register(Match)
class MatchAdmin(LookOnly):
    lead = _(
        "Each answer of the comparison of an invoice with its order. An answer never changes; a newer one takes its place."
    )
    changed_at = ("procurement:invoices", _("Invoices"))
    list_display = ("invoice", "number", "decision", "superseded", "created_at")
    list_filter = ("decision", "superseded")
    list_select_related = ("invoice",)
    search_fields = ("invoice__number", "invoice__reference", "decision")
    exclude = ("inputs", "policy", "findings", "lines")

    def page_of(self, record: Any) -> str:
        return str(record.invoice.get_absolute_url())


@admin.register(PaymentAuthorization)
class PaymentAuthorizationAdmin(LookOnly):
    lead = _("What was authorized for payment, by the rules and by whom.")
    changed_at = ("procurement:payments", _("Payments"))
    list_display = ("invoice", "vendor", "amount", "currency", "state", "due_on")
    list_filter = ("state", "currency")
    list_select_related = ("invoice", "vendor")
    search_fields = ("invoice__number", "vendor__name")
    exclude = ("payee",)


@admin.register(Batch)
class BatchAdmin(LookOnly):
    lead = _("The files that were made for the bank.")
    changed_at = ("procurement:batches", _("Payment files"))
    list_display = ("number", "payments", "state", "made_by", "made_at")
    list_filter = ("state",)
    list_select_related = ("made_by",)
    search_fields = ("number", "made_by__email")


@admin.register(Commitment)
class CommitmentAdmin(LookOnly):
    lead = _("What each approved order binds of a budget.")
    changed_at = ("procurement:orders", _("Orders"))
    list_display = ("order", "budget", "amount", "relieved")
    list_filter = ("budget__year",)
    list_select_related = ("order", "budget")
    search_fields = ("order__number", "budget__department")

    def page_of(self, record: Any) -> str:
        return str(record.order.get_absolute_url())


@admin.register(Revision)
class RevisionAdmin(LookOnly):
    lead = _("Each agreed change of an order: what it was worth before and after.")
    changed_at = ("procurement:orders", _("Orders"))
    list_display = ("order", "number", "total_before", "total_after", "made_by")
    list_select_related = ("order", "made_by")
    search_fields = ("order__number", "reason", "made_by__email")
    exclude = ("changes",)

    def page_of(self, record: Any) -> str:
        return str(record.order.get_absolute_url())


@admin.register(Requisition)
class RequisitionAdmin(LookOnly):
    lead = _("What people asked to buy before there was a contract.")
    changed_at = ("procurement:requisitions", _("Requisitions"))
    list_display = ("number", "title", "requester", "state", "estimate", "currency", "created_at")
    list_filter = ("state",)
    list_select_related = ("requester",)
    search_fields = ("number", "title", "requester__email")
    date_hierarchy = "created_at"
