"""What the style guide page shows: invented records of the kinds that real pages hand to the components."""

from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django import forms, template
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

register = template.Library()

_NOON = datetime(2027, 1, 14, 12, 5, 9, tzinfo=ZoneInfo("UTC"))


class SampleForm(forms.Form):
    """One field of every sort."""

    title = forms.CharField(label=_("Title"), help_text=_("As it should read on the order."))
    amount = forms.DecimalField(label=_("Amount"), widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    category = forms.ChoiceField(label=_("Category"), choices=[("", _("Choose")), ("services", _("Services"))])
    starts_on = forms.DateField(label=_("Starts on"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, required=False)
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("all", _("Accept all of it")), ("part", _("Accept a part")), ("none", _("Send it back"))],
        widget=forms.RadioSelect,
    )
    urgent = forms.BooleanField(label=_("Tell the approver by e-mail now"), required=False)
    evidence = forms.FileField(label=_("Evidence"), help_text=_("PDF, up to 25 MB."))


@register.simple_tag
def samples() -> dict[str, Any]:
    """Everything the style guide shows, by name."""
    wrong = SampleForm({"title": "", "amount": "12,x", "category": "", "starts_on": "2027-01-14", "outcome": ""})
    wrong.is_valid()
    return {
        "form": SampleForm(auto_id="sample_%s"),
        "wrong": wrong,
        "page": Paginator(range(132), 25).page(2),
        "noon": _NOON,
        "day": date(2027, 1, 14),
        "people": ["Maya de Vries", "Abel Okoye", "Pierre Lambert", "Vera Novak", "Fay Lindqvist", "Olu Adeyemi"],
        "orders": _orders(),
        "orders_by": [("due_on", _("Due: earliest first")), ("-total", _("Total: highest first"))],
        "steps": _steps(),
        "tree": _tree(),
        "entries": [
            {"title": _("Payment authorized"), "more": "Fay Lindqvist", "at": _NOON, "kind": "good"},
            {"title": _("Invoice held: billed above the clause"), "more": "Five-way match", "at": _NOON, "kind": "bad"},
            {"title": _("Order sent to the vendor"), "more": "orders@halden.example", "at": _NOON, "kind": "info"},
        ],
        "sums": [
            {"label": _("Milestone 1"), "amount": Decimal("48000.00")},
            {"label": _("Deposit already paid"), "amount": Decimal("-12000.00")},
            {"label": _("Retention, 5%"), "amount": Decimal("-2400.00")},
            {"label": _("To pay"), "amount": Decimal("33600.00"), "total": True},
        ],
        "tabs": [
            {"label": _("Terms"), "url": "#tabs", "current": True},
            {"label": _("Chain"), "url": "#tabs", "current": False},
            {"label": _("Milestones"), "url": "#tabs", "current": False, "count": 5},
            {"label": _("Documents"), "url": "#tabs", "current": False, "count": 12},
            {"label": _("History"), "url": "#tabs", "current": False},
        ],
        "states": ["draft", "in_approval", "signed", "on_hold", "rejected"],
        "quote": "The Customer shall pay EUR 48,000.00 upon written acceptance of Milestone 1, due within thirty (30) days.",
    }


def _orders() -> list[SimpleNamespace]:
    rows = [
        ("PO-2027-0041", "Halden & Pryce Engineering Ltd", "in_approval", "240000.00", date(2027, 1, 20)),
        ("PO-2027-0040", "Nordlicht Kalibrierung GmbH", "approved", "18450.50", date(2027, 2, 2)),
        ("PO-2027-0038", "Atelier Fontaine SARL", "on_hold", "7200.00", date(2027, 1, 9)),
        ("PO-2027-0035", "Castellan Facilities BV", "draft", "1290.00", date(2027, 3, 31)),
    ]
    return [
        SimpleNamespace(number=number, vendor=vendor, state=state, total=Decimal(total), due_on=due_on)
        for number, vendor, state, total, due_on in rows
    ]


def _steps() -> list[dict[str, Any]]:
    return [
        {
            "title": _("Head of engineering"),
            "kind": "done",
            "more": "Abel Okoye",
            "at": _NOON,
            "reason": "Budgeted in Q1.",
        },
        {"title": _("Legal"), "kind": "skipped", "more": _("Not needed below EUR 250,000")},
        {
            "title": _("Director, any of two"),
            "kind": "current",
            "more": _("Waiting for Ines Roth or Tom Baker, 2 days"),
        },
        {"title": _("CFO"), "kind": "waiting", "more": _("From EUR 200,000")},
    ]


def _tree() -> list[dict[str, Any]]:
    def node(name: Any, kind: str, took: str = "", more: Any = "", children: tuple[Any, ...] = ()) -> dict[str, Any]:
        return {"name": name, "kind": kind, "took": took, "more": more, "children": list(children)}

    workspace = node(
        _("Open the workspace"),
        "done",
        "21 ms",
        children=(node(_("Workspace opened"), "event", more=_("5 milestones")),),
    )
    approved = node(
        _("Order approved"),
        "event",
        children=(
            node(_("Start the milestones"), "done", "12 ms"),
            node(_("Send the order to the vendor"), "failed", "3 s", _("Mail server refused. Next try in 2 minutes.")),
        ),
    )
    order = node(_("Draft the order"), "done", "34 ms", children=(approved,))
    seal = node(_("Archive the sealed copy"), "waiting")
    onboarding = node(_("Open onboarding"), "done", "18 ms")
    return [node(_("Contract signed"), "event", more="C-2027-0007", children=(onboarding, workspace, order, seal))]
