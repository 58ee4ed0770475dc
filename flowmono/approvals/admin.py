"""Approval rules are proposed here and take effect with a second person; requests are looked at."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from flowmono.approvals import governed  # noqa: F401 - who may change rules is registered there
from flowmono.approvals.holes import say_cases
from flowmono.approvals.models import Request, Rule, RuleStep
from flowmono.common.administering import LookOnly, StackedRows
from flowmono.common.choosing import known_categories, known_departments
from flowmono.governing.editing import TwoPersonAdmin

OURS = settings.COMPANY_CURRENCY
RISKS = (("", _("any")), ("low", _("low")), ("medium", _("medium")), ("high", _("high")))


class RuleStepRows(StackedRows):
    model = RuleStep
    verbose_name = _("step")
    verbose_name_plural = _("Steps: who is asked, in which order")
    autocomplete_fields = ("people",)
    fields = (("sequence", "title", "mode"), ("role", "people"), ("hours", "escalate_to"))
    helps = {
        "sequence": _("Steps with the same number are asked side by side; higher ones wait for lower ones."),
        "title": _("What people are asked as, such as “Budget owner”."),
        "mode": _("Whether one yes is enough, or each of them must say yes."),
        "role": _("Everybody who holds this role is asked. Empty: only the people named beside it."),
        "people": _("People who are asked whatever their roles. Empty: only those of the role."),
        "hours": _("When nobody has answered for so many hours, the step goes to the role below as well."),
        "escalate_to": _("Who is asked besides when the time is up. Empty: nobody."),
    }


@admin.register(Rule)
class RuleAdmin(TwoPersonAdmin):
    lead = _(
        "Who must say yes to what. Of the active rules that fit a case, the one with the lowest priority is taken."
    )
    list_display = ("name", "kind", "priority", "cases", "category", "department", "active")
    list_filter = ("kind", "active", "steps__role")
    search_fields = ("name", "category", "department", "steps__title", "steps__role__name")
    inlines = (RuleStepRows,)
    fieldsets = (
        (None, {"fields": (("name", "kind"), ("priority", "active"))}),
        (
            _("Which cases it is for"),
            {"fields": (("from_amount", "below_amount"), ("category", "department", "vendor_risk"))},
        ),
    )
    helps = {
        "name": _("What people read when they ask why they were asked."),
        "kind": _("What is put before the people named below."),
        "priority": _("Lower numbers are tried first; of two with the same number, the older rule."),
        "from_amount": format_lazy(
            _("In {currency}. A case of exactly this amount belongs to the rule."), currency=OURS
        ),
        "below_amount": format_lazy(
            _("In {currency}. A case of exactly this amount no longer belongs. Empty: no limit."), currency=OURS
        ),
        "category": _("Only cases of this contract category."),
        "department": _(
            "Only cases of this department. A department is there as soon as somebody belongs to it or it has a budget."
        ),
        "vendor_risk": _("Only cases with a vendor of this risk."),
        "active": _("A rule that is off is never taken. Cases that follow it already go on as they began."),
    }

    @admin.display(description=_("Which cases, by amount"), ordering="from_amount")
    def cases(self, rule: Rule) -> str:
        return say_cases(rule.kind, rule.from_amount, rule.below_amount)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "vendor_risk":
            return forms.ChoiceField(
                label=_("Vendor risk"), choices=RISKS, required=False, help_text=self.helps["vendor_risk"]
            )
        if db_field.name in ("category", "department"):
            return forms.ChoiceField(
                label=capfirst(str(db_field.verbose_name)),
                choices=lambda: [("", _("any")), *((one, one) for one in known_values(db_field.name))],
                required=False,
                help_text=self.helps[db_field.name],
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def known_values(name: str) -> list[str]:
    """The categories of contracts, or the departments that somebody belongs to; and what rules name already."""
    kept = set(Rule.objects.exclude(**{name: ""}).values_list(name, flat=True))
    return sorted(kept | (known_categories() if name == "category" else known_departments()))


@admin.register(Request)
class RequestAdmin(LookOnly):
    lead = _("What was put before whom, under which rule, and what became of it.")
    changed_at = ("inbox", _("Needs you, where approvers decide"))
    list_display = ("title", "kind", "state", "amount", "currency", "requested_by", "requested_at")
    list_filter = ("kind", "state")
    list_select_related = ("requested_by",)
    search_fields = ("title", "rule_name", "requested_by__email")
    date_hierarchy = "requested_at"
    exclude = ("barred", "facts")

    def page_of(self, record: Any) -> str:
        return str(record.url)
