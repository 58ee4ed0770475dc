"""The figures as charts with a table behind each: the same rows are drawn, written out, and given as CSV."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel.dates import format_skeleton
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from flowmono.approvals.models import Kind
from flowmono.common.templatetags.writing import known_locale
from flowmono.insights.asking import Asked
from flowmono.insights.figures import (
    Month,
    Piece,
    Span,
    duration_in_words,
    layered,
    overall,
    percent_of,
    pieces_of,
)
from flowmono.monitoring.listings import watch_title

STEPS = {
    1: gettext_lazy("Draft to approval"),
    2: gettext_lazy("Approval to signature"),
    3: gettext_lazy("Signature to order"),
    4: gettext_lazy("Order to first acceptance"),
    5: gettext_lazy("Acceptance to first invoice"),
    6: gettext_lazy("Invoice to payment"),
    7: gettext_lazy("Draft to first payment"),
}
WAITS = {
    "approval": gettext_lazy("Approval: %(who)s"),
    "signature": gettext_lazy("Signature: %(who)s"),
    "milestone": gettext_lazy("Acceptance of milestones"),
    "paper": gettext_lazy("Checking vendors’ papers"),
    "export": gettext_lazy("Authorized, not in a payment file"),
}
SHOWN = 8  # the rest is in the table
SIDES = {"inside": gettext_lazy("our signatories"), "outside": gettext_lazy("the other party")}
TEAMS = {
    "milestone": gettext_lazy("requesters"),
    "paper": gettext_lazy("procurement and legal"),
    "export": gettext_lazy("finance"),
}


@dataclass(frozen=True)
class Bar:
    """One row of a chart: what it is about, what is drawn, and the figure in words beside it."""

    label: str
    pieces: list[Piece]
    value: str
    sub: str = ""
    url: str = ""


@dataclass(frozen=True)
class Heading:
    """A column of the table behind a chart; `kind` says how a page writes it: words, month, number, hours, percent, money,
    or "under": in small words below the first column, so that the figures have room."""

    key: str
    label: Any
    kind: str = "words"


@dataclass(frozen=True)
class Chart:
    """A figure of the page."""

    key: str
    title: str
    lead: str
    headings: tuple[Heading, ...]
    rows: list[tuple[Any, ...]]
    bars: list[Bar] = field(default_factory=list)
    columns: list[dict[str, Any]] = field(default_factory=list)
    legend: tuple[tuple[str, str], ...] = ()
    empty: str = ""
    note: str = ""  # why a figure may surprise

    @property
    def shown(self) -> list[Heading]:
        """The columns of the page's table; the CSV has all."""
        return [heading for heading in self.headings if heading.kind != "under"]

    @property
    def table(self) -> list[tuple[list[tuple[Heading, Any]], list[Any]]]:
        """Each row: its cells, and what stands under the first and is not said there already."""
        rows = [list(zip(self.headings, row, strict=True)) for row in self.rows]
        return [
            (
                [(heading, value) for heading, value in row if heading.kind != "under"],
                [value for heading, value in row if heading.kind == "under" and value and str(value) not in shown],
            )
            for row in rows
            for shown in [" ".join(str(value) for heading, value in row if heading.kind == "words")]
        ]


def write_month(month: date, skeleton: str = "yMMM") -> str:
    """A month in the reader's language: Mar 2027, or by another skeleton."""
    return str(format_skeleton(skeleton, month, locale=known_locale(get_language() or "en")))


def straight_through(asked: Asked) -> tuple[Chart, Month]:
    """By month of arrival, the share of invoices that nobody touched."""
    months = asked.straight_through()
    columns = [
        {
            "label": write_month(one.month, "MMM"),
            "year": one.month.year if one.month.month == 1 or one is months[0] else "",
            "percent": one.percent,
            "straight": one.straight,
            "decided": one.decided,
            "height": one.percent or 0,
            "top": 100 - (one.percent or 0),
            "title": _("%(month)s: %(straight)s of %(decided)s")
            % {"month": write_month(one.month), "straight": one.straight, "decided": one.decided},
        }
        for one in months
    ]
    chart = Chart(
        "straight-through",
        _("Straight through"),
        _(
            "Invoices that passed without anybody correcting, confirming or letting something pass, of all decided. "
            "The two people who authorize a payment are a control, not a touch."
        ),
        (
            Heading("month", _("Month"), "month"),
            Heading("straight", _("Without a touch"), "number"),
            Heading("decided", _("Decided"), "number"),
            Heading("percent", _("Share"), "percent"),
        ),
        [(one.month.strftime("%Y-%m"), one.straight, one.decided, one.percent) for one in months],
        columns=columns if any(one.decided for one in months) else [],
        empty=_("No invoice was decided in this period."),
    )
    return chart, overall(months)


def _spans(found: Sequence[tuple[str, str, Span]]) -> list[Bar]:
    """Bars of the middle value in front of the nine-of-ten value."""
    longest = max((span.p90 or 0 for _label, _sub, span in found), default=0)
    return [
        Bar(
            label,
            layered(
                [
                    (span.p90 or 0, "far", _("nine of ten within %(time)s") % {"time": duration_in_words(span.p90)}),
                    (span.median or 0, "near", _("half within %(time)s") % {"time": duration_in_words(span.median)}),
                ],
                longest,
            ),
            duration_in_words(span.median),
            sub,
        )
        for label, sub, span in found
    ]


SPAN_LEGEND = (("near", gettext_lazy("half were faster")), ("far", gettext_lazy("nine of ten were faster")))
SPAN_HEADINGS = (
    Heading("count", gettext_lazy("Measured"), "number"),
    Heading("median_hours", gettext_lazy("Median"), "hours"),
    Heading("p90_hours", gettext_lazy("90th percentile"), "hours"),
)


def _span_facts(span: Span) -> tuple[Any, ...]:
    return span.count, span.median, span.p90


def cycle(asked: Asked) -> tuple[Chart, Span | None]:
    """From draft to payment, step by step."""
    found = asked.cycle()
    steps = [(str(label), found[number]) for number, label in STEPS.items() if number in found]
    chart = Chart(
        "cycle-time",
        _("Cycle time"),
        _("How long each step took that ended in this period."),
        (Heading("step", _("Step")), *SPAN_HEADINGS),
        [(label, *_span_facts(span)) for label, span in steps],
        bars=_spans([(label, _("%(n)s measured") % {"n": span.count}, span) for label, span in steps]),
        legend=SPAN_LEGEND,
        empty=_("No step ended in this period."),
    )
    return chart, found.get(7)


def waits(asked: Asked) -> Chart:
    """Where time is spent waiting, by step and team."""
    found = asked.waits()
    most = max((hours for *_rest, hours in found), default=0.0)
    together = sum(hours for *_rest, hours in found)
    rows, bars = [], []
    for what, who, span, hours in found:
        team = str(SIDES.get(who, TEAMS.get(what, who)))
        label = str(WAITS[what]) % {"who": team} if what in WAITS else what
        share = percent_of(round(hours), round(together)) or 0
        rows.append((label, team, span.count, span.waiting, hours, span.median, span.p90))
        now = _("%(n)s waiting now") % {"n": span.waiting} if span.waiting else ""
        sub = " · ".join(
            part for part in (now, _("half within %(time)s") % {"time": duration_in_words(span.median)}) if part
        )
        title = _("%(time)s together, %(share)s %% of all waiting") % {"time": duration_in_words(hours), "share": share}
        bars.append(Bar(label, pieces_of([(hours, "near", title)], most), _("%(n)s %%") % {"n": share}, sub))
    return Chart(
        "waits",
        _("Where time waits"),
        _("The share of all waiting, by step and team, also of what waits now. Never by person."),
        (
            Heading("step", _("Step")),
            Heading("team", _("Team"), "under"),
            Heading("count", _("Measured"), "number"),
            Heading("waiting_now", _("Waiting now"), "number"),
            Heading("hours", _("Together"), "hours"),
            Heading("median_hours", _("Median"), "hours"),
            Heading("p90_hours", _("90th percentile"), "hours"),
        ),
        rows,
        bars=bars[:SHOWN],
        empty=_("Nothing waited in this period."),
    )


def approvals(asked: Asked) -> Chart:
    """How long decisions took, by what was decided."""
    found = [
        (str(dict(Kind.choices).get(span.name, span.name)).capitalize(), span, no) for span, no in asked.approvals()
    ]
    return Chart(
        "approvals",
        _("Approval times"),
        _("From the request to the last decision."),
        (Heading("kind", _("What")), *SPAN_HEADINGS, Heading("refused", _("Rejected"), "number")),
        [(label, *_span_facts(span), no) for label, span, no in found],
        bars=_spans(
            [
                (label, _("%(n)s decided, %(no)s rejected") % {"n": span.count, "no": no}, span)
                for label, span, no in found
            ]
        ),
        legend=SPAN_LEGEND,
        empty=_("Nothing was decided in this period."),
    )


EXCEPTION_LEGEND = (
    ("good", gettext_lazy("handled")),
    ("faint", gettext_lazy("cleared by itself")),
    ("bad", gettext_lazy("dismissed: a false alarm")),
    ("warn", gettext_lazy("open")),
)


def exceptions(asked: Asked) -> Chart:
    """What each watch raised and how often it was right."""
    found = asked.exceptions(watch_title)
    most = max((one.raised for one in found), default=0)
    bars = []
    for one in found:
        words = {kind: str(label) for kind, label in EXCEPTION_LEGEND}
        parts = ((one.handled, "good"), (one.cleared, "faint"), (one.dismissed, "bad"), (one.open, "warn"))
        drawn = pieces_of([(count, kind, f"{words[kind]}: {count}") for count, kind in parts], most)
        sure = (
            _("right %(n)s %%") % {"n": one.precision} if one.precision is not None else _("nobody has judged one yet")
        )
        url = f"{reverse('monitoring:exceptions')}?watch={one.name}"
        bars.append(Bar(one.title, drawn, str(one.raised), sure, url))
    return Chart(
        "exceptions",
        _("Exceptions, and how many were right"),
        _("What was raised, what became of it, and how often a watch was right: handled of handled and dismissed."),
        (
            Heading("watch", _("Watch")),
            Heading("raised", _("Raised"), "number"),
            Heading("open", _("Open"), "number"),
            Heading("handled", _("Handled"), "number"),
            Heading("dismissed", _("Dismissed"), "number"),
            Heading("cleared", _("Cleared"), "number"),
            Heading("precision", _("Precision"), "percent"),
        ),
        [(one.title, one.raised, one.open, one.handled, one.dismissed, one.cleared, one.precision) for one in found],
        bars=bars,
        legend=EXCEPTION_LEGEND,
        empty=_("Nothing was raised in this period."),
    )


def _why_more_than_ordered() -> str:
    return _(
        "More than 100 % is possible: an order counts without tax and at the exchange rate of its own day, what is billed "
        "and paid counts with tax and at the rate of the day of its bill, and what is charged by use has no fixed sum."
    )


SPEND_LEGEND = (("near", gettext_lazy("paid")), ("mid", gettext_lazy("billed")), ("far", gettext_lazy("ordered")))


def spend(asked: Asked, currency: str, amount: Callable[[Any], str], most: int = 12) -> tuple[Chart, Any]:
    """What contracts bind, what was billed of it, what was paid of it, in the company's currency."""
    found, total, contracts = asked.spend(most)
    longest = float(max((max(one.ordered, one.billed) for one in found), default=0))
    bars = [
        Bar(
            one.title,
            layered(
                [
                    (float(one.ordered), "far", _("ordered %(amount)s") % {"amount": amount(one.ordered)}),
                    (float(one.billed), "mid", _("billed %(amount)s") % {"amount": amount(one.billed)}),
                    (float(one.paid), "near", _("paid %(amount)s") % {"amount": amount(one.paid)}),
                ],
                longest,
            ),
            amount(one.ordered),
            " · ".join(
                part for part in (one.number, one.vendor, _("%(n)s %% paid") % {"n": one.percent_paid or 0}) if part
            ),
            reverse("contracts:contract", args=[one.contract_id]),
        )
        for one in found
    ]
    lead = _("The %(n)s largest of %(all)s contracts with an order that ran in this period, in %(currency)s.")
    chart = Chart(
        "spend",
        _("Spend against contract"),
        lead % {"n": len(found), "all": contracts, "currency": currency},
        (
            Heading("number", _("Contract"), "under"),
            Heading("title", _("Contract")),
            Heading("vendor", _("Vendor"), "under"),
            Heading("ordered", _("Ordered"), "money"),
            Heading("billed", _("Billed"), "money"),
            Heading("paid", _("Paid"), "money"),
            Heading("left", _("Not billed yet"), "money"),
        ),
        [(one.number, one.title, one.vendor, one.ordered, one.billed, one.paid, one.left) for one in found],
        bars=bars,
        legend=SPEND_LEGEND,
        empty=_("No contract with an order ran in this period."),
        note=_why_more_than_ordered()
        if any(one.billed > one.ordered or one.paid > one.ordered for one in found)
        else "",
    )
    return chart, total
