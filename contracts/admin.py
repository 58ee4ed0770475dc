"""Categories are proposed here and take effect with a second person; contracts and what they say are looked at."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from contracts import governed  # noqa: F401 - what two people change is registered there
from contracts.models import Category, ComplianceRecord, Contract, Obligation, Term
from flowmono.common.administering import LookedAtRows, LookOnly
from flowmono.governing.editing import TwoPersonAdmin


@admin.register(Category)
class CategoryAdmin(TwoPersonAdmin):
    lead = _("The kinds of document that the company signs. Routing, marks and checklists go by them.")
    list_display = ("name", "description", "checklist", "needs_legal", "active")
    list_filter = ("active", "needs_legal")
    search_fields = ("name", "description", "checklist")
    helps = {
        "name": _("A short name such as NDA. Approval rules and marks name the category by it."),
        "description": _("What such a document is, for whoever chooses the category."),
        "checklist": _(
            "The category of the vendors' checklist that such a contract opens. Empty: the one for all others."
        ),
        "needs_legal": _("Legal & compliance looks at the terms of such a contract."),
        "active": _("Only active categories can be chosen for new documents."),
    }


@admin.register(Contract)
class ContractAdmin(LookOnly):
    lead = _("The agreements, from draft to archive.")
    changed_at = ("contracts:list", _("Contracts"))
    list_display = ("number", "title", "state", "category", "vendor", "requester", "created_at")
    list_filter = ("state", "category")
    list_select_related = ("vendor", "requester")
    search_fields = ("number", "title", "counterparty_name")
    date_hierarchy = "created_at"


@admin.register(Term)
class TermAdmin(LookOnly):
    lead = _("What was read in contracts, with the sentence that says it and who stands behind it.")
    changed_at = ("contracts:list", _("Contracts"))
    list_display = ("contract", "field", "label", "state", "confidence", "verified_by")
    list_filter = ("state", "field")
    list_select_related = ("contract", "verified_by")
    search_fields = ("contract__number", "label", "value")

    def page_of(self, record: Any) -> str:
        return str(record.contract.get_absolute_url())


class ObligationRows(LookedAtRows):
    model = Obligation
    fields = ("kind", "text", "due_on", "done_at")
    readonly_fields = fields


@admin.register(ComplianceRecord)
class ComplianceRecordAdmin(LookOnly):
    lead = _("What a signed contract obliges the company to, with the days.")
    changed_at = ("contracts:list", _("Contracts"))
    list_display = ("contract", "created_at")
    list_filter = ("created_at",)
    list_select_related = ("contract",)
    search_fields = ("contract__number", "contract__title")
    inlines = (ObligationRows,)

    def page_of(self, record: Any) -> str:
        return str(record.contract.get_absolute_url())
