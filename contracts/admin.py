"""Categories are proposed here and take effect with a second person; contracts and what they say are looked at."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contracts import governed  # noqa: F401 - what two people change is registered there
from contracts.models import (
    Category,
    ComplianceRecord,
    Contract,
    ContractClause,
    Obligation,
    PreparationStep,
    StandardClause,
    Term,
)
from contracts.remote_admin import RemoteReaderAdmin, SecondReadingAdmin
from contracts.sequences import tools_of_sequences
from flowmono.common.administering import LookedAtRows, LookOnly, Page, StackedRows
from flowmono.governing.editing import TwoPersonAdmin

__all__ = ["CategoryAdmin", "RemoteReaderAdmin", "SecondReadingAdmin"]


class PreparationStepRows(StackedRows):
    model = PreparationStep
    verbose_name = _("step")
    verbose_name_plural = _("How a document is prepared after its conversion, before its approvers see it")
    fields = (("position", "tool"), "options")
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3})}}
    helps = {
        "position": _("Steps are done in the order of these numbers."),
        "tool": _("What is done to the pages. Each step can be looked at and undone before the contract is submitted."),
        "options": _(
            "One on a line, such as “text = Page {n} of {total}” for page numbers. Empty: as the tool does it by itself."
        ),
    }

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "tool":
            return forms.ChoiceField(
                label=_("Tool"), choices=lambda: [("", "—"), *tools_of_sequences()], help_text=self.helps["tool"]
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Category)
class CategoryAdmin(TwoPersonAdmin):
    lead = _("The kinds of document that the company signs. Routing, marks and checklists go by them.")
    list_display = ("name", "description", "checklist", "needs_legal", "active")
    list_filter = ("active", "needs_legal", "sends_by_itself")
    search_fields = ("name", "description", "checklist")
    inlines = (PreparationStepRows,)
    fieldsets = (
        (None, {"fields": (("name", "active"), "description", ("checklist", "needs_legal"))}),
        (
            _("What becomes of a document"),
            {"fields": (("our_signers", "sends_by_itself"), ("kept_years", "kept_from"), "remote_reading")},
        ),
    )
    helps = {
        "name": _("A short name such as NDA. Approval rules and marks name the category by it."),
        "description": _("What such a document is, for whoever chooses the category."),
        "checklist": _(
            "The category of the vendors' checklist that such a contract opens. Empty: the one for all others."
        ),
        "needs_legal": _("Legal & compliance looks at the terms of such a contract."),
        "active": _("Only active categories can be chosen for new documents."),
        "our_signers": _(
            "How many people sign for us, each by the authority of their mark; the other party's signer comes after them."
        ),
        "sends_by_itself": _(
            "Sent as soon as it is approved, when nothing is in doubt. Otherwise, and when this is off, a person sends it."
        ),
        "kept_years": _("How long its papers must be kept after the day below. Empty: without an end."),
        "remote_reading": _(
            "Whether the text of such a document may be sent to the remote reader, when one is active. A document whose category is "
            "in doubt is never sent by itself."
        ),
        "kept_from": _("A contract whose end is not known, or that renews by itself, is kept until its end is known."),
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


@admin.register(StandardClause)
class StandardClauseAdmin(Page):
    lead = _(
        "What the company wants its contracts to say. Each contract is compared with these texts, clause by clause."
    )
    list_display = ("kind", "name", "category", "position", "risk_different", "risk_missing", "active")
    list_filter = ("active", "category", "risk_different")
    list_select_related = ("category",)
    search_fields = ("name", "text", "kind")
    fieldsets = (
        (None, {"fields": (("kind", "category"), ("name", "position", "active"), "text")}),
        (_("Risk"), {"fields": (("risk", "risk_different", "risk_missing"),)}),
    )
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 8})}}
    helps = {
        "kind": _("Clauses of this kind are compared with the text."),
        "category": _("Only for contracts of this category, in place of the general texts. Empty: for every contract."),
        "name": _("How people call it, such as “Preferred” or “Fallback: 60 days”."),
        "position": _("1 for the text that you prefer, higher for those that you accept in its place."),
        "text": _("The clause itself, without its number. Figures that are negotiated stand as you would like them."),
        "risk": _(
            "The risk of a contract that says just this. None for what you prefer; more for a text that you only accept."
        ),
        "risk_different": _("The risk of a contract whose clause is nearest to this text and says something else."),
        "risk_missing": _("The risk of a contract without such a clause. That of the first text in order counts."),
        "active": _("Only active texts are compared with."),
    }


@admin.register(ContractClause)
class ContractClauseAdmin(LookOnly):
    lead = _("The clauses that were read in contracts, and what people said about them.")
    changed_at = ("contracts:list", _("Contracts"))
    list_display = ("contract", "kind", "state", "confidence", "judged_by")
    list_filter = ("state", "kind")
    list_select_related = ("contract", "judged_by")
    search_fields = ("contract__number", "kind", "quote")

    def page_of(self, record: Any) -> str:
        return str(reverse("contracts:clauses", args=[record.contract_id]))
