"""Whether reading has changed: the last weeks against the time before, so that chance is not taken for drift. And what reading costs.

Shares are compared by Newcombe's hybrid score interval (1998, method 10), whose parts are Wilson's; means by their variances. Values
of one contract are read alike, so contracts are what is drawn, not values. What is said to have changed differs by more than chance
explains in one of twenty such pages, however many rows a page compares (Bonferroni).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import NormalDist

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from flowmono.insights.figures import percent_of, pieces_of
from flowmono.insights.presenting import Bar, Chart, Heading
from flowmono.insights.reading import FIELDS

FEWEST = 5  # contracts, or invoices, on either side, below which nothing is compared
CHANCE = 0.05
SOURCES: dict[str, Promise] = {
    "xml": gettext_lazy("E-invoices"),
    "hybrid": gettext_lazy("PDFs with an e-invoice in them"),
    "pdf": gettext_lazy("PDFs"),
    "ocr": gettext_lazy("Scans"),
}
KINDS: dict[str, Promise] = {"contract": gettext_lazy("Contract"), "invoice": gettext_lazy("Invoice")}


@dataclass(frozen=True)
class Looked:
    """Values that people looked at, `lately` or before, of one `what`: a field, a version of the reader, or the whole.

    count: how many values of how many contracts; hits: how many of them were right, or how sure the reader was of them together.
    The last three are sums over the contracts: of the squares of their values, of their hits, and of the products.
    """

    what: str
    name: str
    lately: bool
    contracts: int
    count: float
    hits: float
    counts_squared: float
    hits_squared: float
    products: float

    @property
    def share(self) -> float:
        return self.hits / self.count

    @property
    def variance(self) -> float:
        """Of the share, with the contracts as what was drawn (a ratio of totals, Cochran 1977, chapter 9); 0 of one contract."""
        if self.contracts < 2:
            return 0.0
        spread = self.hits_squared - 2 * self.share * self.products + self.share**2 * self.counts_squared
        return max(spread, 0.0) * self.contracts / (self.contracts - 1) / self.count**2

    @property
    def worth(self) -> float:
        """As how many independent values these tell: as many as there are at most; where all agree, as many as contracts."""
        if self.variance <= 1e-12:
            return float(self.contracts)
        return max(1.0, min(self.count, self.share * (1 - self.share) / self.variance))


@dataclass(frozen=True)
class Taken:
    """Invoices of one source, lately or before: how many, how many the reader asked about, corrected, and read by memory."""

    source: str
    lately: bool
    count: int
    asked: int
    corrected: int
    remembered: int


@dataclass(frozen=True)
class Effort:
    """What readings of one kind by one reader took: seconds of processor (middle, nine of ten, together) and the most memory in MB."""

    kind: str
    reader: str
    documents: int
    middle: Decimal
    ninety: Decimal
    total: Decimal
    megabytes: int | None


@dataclass(frozen=True)
class Change:
    """One measure before and lately, in percent, and between which percentage points the difference lies; None of too few."""

    name: str
    before: tuple[int | None, int]
    lately: tuple[int | None, int]
    low: float | None = None
    high: float | None = None

    @property
    def verdict(self) -> str:
        """`few`, `steady`, or `better` and `worse` where chance does not explain it."""
        if self.low is None or self.high is None:
            return "few"
        if self.low > 0:
            return "better"
        return "worse" if self.high < 0 else "steady"


VERDICTS: dict[str, Promise] = {
    "few": gettext_lazy("too few to say"),
    "steady": gettext_lazy("no more than chance"),
    "better": gettext_lazy("higher"),
    "worse": gettext_lazy("lower"),
}


def wilson(right: float, count: float, z: float) -> tuple[float, float]:
    """Between which shares the true one lies (Wilson 1927)."""
    share, square = right / count, z * z
    middle = (share + square / (2 * count)) / (1 + square / count)
    away = z / (1 + square / count) * math.sqrt(share * (1 - share) / count + square / (4 * count * count))
    return max(0.0, middle - away), min(1.0, middle + away)


def newcombe(before: tuple[float, float], lately: tuple[float, float], z: float) -> tuple[float, float]:
    """Between which points a share has moved, each given as (right, count)."""
    first, second = before[0] / before[1], lately[0] / lately[1]
    (low1, high1), (low2, high2) = wilson(*before, z), wilson(*lately, z)
    difference = second - first
    return (
        difference - math.hypot(second - low2, high1 - first),
        difference + math.hypot(high2 - second, first - low1),
    )


def quantile_for(rows: int) -> float:
    """The normal quantile with which `rows` comparisons together are wrong as seldom as one would be."""
    return NormalDist().inv_cdf(1 - CHANCE / (2 * max(rows, 1)))


def student(z: float, contracts: int) -> float:
    """The quantile for so few contracts that goes with a normal one (Student's t by its expansion in 1 / degrees of freedom)."""
    freedom = max(contracts - 1, 1)
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)


def compare(name: str, before: Looked | None, lately: Looked | None, z: float) -> Change:
    """A share before and lately; too few contracts on one side are not compared."""
    shown = [_shown(before), _shown(lately)]
    if before is None or lately is None or min(before.contracts, lately.contracts) < FEWEST:
        return Change(name, shown[0], shown[1])
    wide = student(z, min(before.contracts, lately.contracts))
    low, high = newcombe(*((side.share * side.worth, side.worth) for side in (before, lately)), wide)
    return Change(name, shown[0], shown[1], 100 * low, 100 * high)


def compare_means(name: str, before: Looked | None, lately: Looked | None, z: float) -> Change:
    """A mean before and lately, by the variances of both."""
    shown = [_shown(before), _shown(lately)]
    if before is None or lately is None or min(before.contracts, lately.contracts) < FEWEST:
        return Change(name, shown[0], shown[1])
    wide = student(z, min(before.contracts, lately.contracts))
    difference, away = lately.share - before.share, wide * math.sqrt(before.variance + lately.variance)
    return Change(name, shown[0], shown[1], 100 * (difference - away), 100 * (difference + away))


def _shown(side: Looked | None) -> tuple[int | None, int]:
    if side is None:
        return None, 0
    return percent_of(Decimal(str(side.hits)), Decimal(str(side.count))), int(side.count)


def changes(looked: Sequence[Looked], taken: Sequence[Taken]) -> list[Change]:
    """Every measure that has values on either side: all fields together, how sure, who was asked; each field; invoices by source."""
    sides = {(one.what, one.name, one.lately): one for one in looked}
    names = [name for name in FIELDS if any(one.what == "field" and one.name == name for one in looked)]
    sources = [name for name in SOURCES if any(one.source == name for one in taken)]
    whole = any(one.what == "whole" for one in looked)
    z = quantile_for(3 * whole + len(names) + len(sources))

    def both(what: str, name: str) -> tuple[Looked | None, Looked | None]:
        return sides.get((what, name, False)), sides.get((what, name, True))

    found = []
    if whole:
        found = [
            compare(_("Right: all values"), *both("whole", "right"), z),
            compare_means(_("Sure, on average"), *both("whole", "sure"), z),
            compare(_("Sure enough to ask nobody twice"), *both("whole", "unasked"), z),
        ]
    found += [compare(_("Right: %(field)s") % {"field": FIELDS[name]}, *both("field", name), z) for name in names]
    for name in sources:
        own = [one for one in taken if one.source == name]
        words = _("Not corrected: %(kind)s") % {"kind": SOURCES[name]}
        found.append(compare(words, _untouched(own, False), _untouched(own, True), z))
    return found


def _untouched(taken: Iterable[Taken], lately: bool) -> Looked | None:
    """The invoices of one source that nobody corrected; each stands for itself."""
    side = [one for one in taken if one.lately is lately]
    count = sum(one.count for one in side)
    hits = float(sum(one.count - one.corrected for one in side))
    return Looked("source", "", lately, count, float(count), hits, float(count), hits, hits) if count else None


def drift(looked: Sequence[Looked], taken: Sequence[Taken], days: int) -> Chart:
    """The last weeks against the time before."""
    found = changes(looked, taken)
    moved = [one for one in found if one.verdict in ("better", "worse")]
    note = ""
    if any(one.verdict != "few" for one in found):
        note = (
            ngettext(
                "%(n)s measure has changed by more than chance.",
                "%(n)s measures have changed by more than chance.",
                len(moved),
            )
            % {"n": len(moved)}
            if moved
            else _("Nothing has changed by more than chance.")
        )
    return Chart(
        "drift",
        _("Has reading changed?"),
        ngettext(
            "The last %(days)s day of the period against the time before it.",
            "The last %(days)s days of the period against the time before them.",
            days,
        )
        % {"days": days},
        (
            Heading("measure", _("Measure")),
            Heading("before", _("Before"), "percent"),
            Heading("count_before", _("Values before"), "number"),
            Heading("lately", _("Lately"), "percent"),
            Heading("count_lately", _("Values lately"), "number"),
            Heading("between", _("Change in points, between")),
            Heading("verdict", _("Verdict")),
        ),
        [(one.name, *one.before, *one.lately, _between(one), str(VERDICTS[one.verdict])) for one in found],
        bars=[
            Bar(
                one.name,
                pieces_of(
                    [(one.lately[0] or 0, _KIND[one.verdict], _("lately: %(n)s %%") % {"n": one.lately[0]})], 100
                ),
                _("%(n)s %%") % {"n": one.lately[0]} if one.lately[0] is not None else "–",
                _("%(before)s before; %(verdict)s")
                % {
                    "before": _("%(n)s %%") % {"n": one.before[0]} if one.before[0] is not None else "–",
                    "verdict": VERDICTS[one.verdict],
                },
            )
            for one in found
            if one.verdict != "few"
        ],
        legend=(
            ("near", gettext_lazy("no more than chance")),  # type: ignore[arg-type]
            ("good", gettext_lazy("higher than before")),  # type: ignore[arg-type]
            ("bad", gettext_lazy("lower than before")),  # type: ignore[arg-type]
        ),
        empty=_("Too few values were looked at on both sides to compare them. Choose a longer period."),
        note=note,
    )


_KIND = {"few": "near", "steady": "near", "better": "good", "worse": "bad"}


def _between(one: Change) -> str:
    if one.low is None or one.high is None:
        return ""
    return _("%(low)s and %(high)s") % {"low": f"{one.low:+.0f}", "high": f"{one.high:+.0f}"}


def versions(looked: Sequence[Looked]) -> Chart:
    """What people said of each version of the reader, with the interval in which its true share lies."""
    z = quantile_for(1)
    rows = []
    for one in looked:
        if one.what == "version":
            low, high = wilson(one.share * one.worth, one.worth, z)
            rows.append((one.name, *_shown(one)[::-1], round(100 * low), round(100 * high)))
    return Chart(
        "versions",
        _("By version of the reader"),
        _(
            "Values of contracts that people looked at, by the model that read them. The true share lies within the interval nineteen times in twenty."
        ),
        (
            Heading("version", _("Version")),
            Heading("judged", _("Looked at"), "number"),
            Heading("right", _("Right"), "percent"),
            Heading("low", _("At least"), "percent"),
            Heading("high", _("At most"), "percent"),
        ),
        rows,
        bars=[
            Bar(
                name,
                pieces_of([(right or 0, "good", _("right: %(n)s %%") % {"n": right})], 100),
                _("%(n)s %%") % {"n": right},
                _("between %(low)s and %(high)s %%, of %(n)s") % {"low": low, "high": high, "n": count},
            )
            for name, count, right, low, high in rows
        ],
        legend=(("good", gettext_lazy("right")),),  # type: ignore[arg-type]
        empty=_("Nobody confirmed, corrected or dropped a value in this period."),
    )


def by_hand(taken: Sequence[Taken]) -> Chart:
    """How many invoices were read without a person, by what was read."""
    rows = []
    for name in SOURCES:
        own = [one for one in taken if one.source == name]
        count, asked, corrected, remembered = (
            sum(getattr(one, what) for one in own) for what in ("count", "asked", "corrected", "remembered")
        )
        if count:
            alone = count - sum(one.asked for one in own)
            rows.append((str(SOURCES[name]), count, alone, asked, corrected, remembered, percent_of(alone, count)))
    return Chart(
        "by-hand",
        _("Invoices read without a person"),
        _("Invoices that came in this period: whether the reader asked about them, and what people corrected."),
        (
            Heading("source", _("Read from")),
            Heading("invoices", _("Invoices"), "number"),
            Heading("alone", _("Nobody asked"), "number"),
            Heading("asked", _("Asked"), "number"),
            Heading("corrected", _("Corrected"), "number"),
            Heading("remembered", _("Read by memory"), "number"),
            Heading("share", _("Nobody asked"), "percent"),
        ),
        rows,
        bars=[
            Bar(
                row[0],
                pieces_of(
                    [
                        (row[2], "good", _("nobody asked: %(n)s") % {"n": row[2]}),
                        (row[3], "warn", _("asked: %(n)s") % {"n": row[3]}),
                    ],
                    row[1],
                ),
                _("%(n)s %%") % {"n": row[6]},
                ngettext("of %(n)s invoice", "of %(n)s invoices", row[1]) % {"n": row[1]},
            )
            for row in rows
        ],
        legend=(
            ("good", gettext_lazy("nobody asked")),  # type: ignore[arg-type]
            ("warn", gettext_lazy("a person asked")),  # type: ignore[arg-type]
        ),
        empty=_("No invoice was read in this period."),
    )


def cost(efforts: Sequence[Effort]) -> Chart:
    """What reading took of this installation's machine."""
    most = max((one.ninety for one in efforts), default=Decimal(0))
    return Chart(
        "cost",
        _("What reading costs"),
        _("Seconds of processor and memory that each reading took here, by kind of document and reader."),
        (
            Heading("kind", _("Document")),
            Heading("reader", _("Reader")),
            Heading("documents", _("Read"), "number"),
            Heading("middle", _("Seconds, middle"), "number"),
            Heading("ninety", _("Nine of ten within"), "number"),
            Heading("total", _("Seconds together"), "number"),
            Heading("megabytes", _("Most memory, MB"), "number"),
        ),
        [
            (str(KINDS[one.kind]), one.reader, one.documents, one.middle, one.ninety, one.total, one.megabytes)
            for one in efforts
        ],
        bars=[
            Bar(
                _("%(kind)s, %(reader)s") % {"kind": KINDS[one.kind], "reader": one.reader},
                pieces_of(
                    [
                        (float(one.middle), "good", _("middle: %(n)s s") % {"n": one.middle}),
                        (float(one.ninety - one.middle), "near", _("nine of ten: %(n)s s") % {"n": one.ninety}),
                    ],
                    float(most),
                ),
                _("%(n)s s") % {"n": one.middle},
                ngettext("of %(n)s reading", "of %(n)s readings", one.documents) % {"n": one.documents},
            )
            for one in efforts
        ],
        legend=(
            ("good", gettext_lazy("half of the readings within")),  # type: ignore[arg-type]
            ("near", gettext_lazy("nine of ten within")),  # type: ignore[arg-type]
        ),
        empty=_("Nothing was read in this period."),
    )
