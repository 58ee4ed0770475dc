"""How well contracts are read: what people said of the values that were read, and whether the reader knew how sure to be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contracts.models import LOOK_TWICE
from flowmono.insights.figures import percent_of, pieces_of
from flowmono.insights.presenting import Bar, Chart, Heading

FIELDS: dict[str, Promise] = {
    "title": gettext_lazy("Title"),
    "payer": gettext_lazy("Customer"),
    "payee": gettext_lazy("Vendor"),
    "party": gettext_lazy("Parties"),
    "agreement_on": gettext_lazy("Agreement date"),
    "effective_on": gettext_lazy("Effective date"),
    "ends_on": gettext_lazy("End date"),
    "term": gettext_lazy("Term"),
    "renewal": gettext_lazy("Renewal"),
    "governing_law": gettext_lazy("Governing law"),
    "currency": gettext_lazy("Currency"),
    "total": gettext_lazy("Total"),
    "payment_terms": gettext_lazy("Payment terms"),
    "retention": gettext_lazy("Retention"),
    "advance": gettext_lazy("Advance"),
    "schedule": gettext_lazy("Schedule"),
    "obligation": gettext_lazy("Obligations"),
}
# Where one stretch of sureness ends and the next begins, in percent; the last one has its end.
BOUNDS = (0, 50, 70, 80, 90, 95, 101)
OUTCOMES = (
    ("good", gettext_lazy("confirmed as read")),
    ("warn", gettext_lazy("corrected")),
    ("bad", gettext_lazy("dropped")),
)


@dataclass(frozen=True)
class Judged:
    """What people said of values of one field that were read with about the same sureness; `sure` is the sum of their chances."""

    field: str
    stretch: int
    confirmed: int
    corrected: int
    dropped: int
    sure: Decimal

    @property
    def count(self) -> int:
        return self.confirmed + self.corrected + self.dropped


@dataclass(frozen=True)
class Tally:
    """Values together: how many people looked at, how many stood as read, and how sure the reader was of them on average, in percent."""

    count: int
    confirmed: int
    corrected: int
    dropped: int
    sure: int | None

    @property
    def right(self) -> int | None:
        """The share that stood as read, in percent."""
        return percent_of(self.confirmed, self.count)


def tally(found: Iterable[Judged]) -> Tally:
    """Some of them together."""
    rows = list(found)
    count = sum(one.count for one in rows)
    sure = sum((one.sure for one in rows), Decimal(0))
    return Tally(
        count,
        sum(one.confirmed for one in rows),
        sum(one.corrected for one in rows),
        sum(one.dropped for one in rows),
        percent_of(sure, count) if count else None,
    )


def calibration_error(found: Sequence[Judged]) -> Decimal | None:
    """By how much sureness and being right differ: the mean over the stretches, weighted by their values; None of nothing.

    Expected calibration error as Naeini, Cooper and Hauskrecht (2015) define it, over the stretches above.
    """
    count = sum(one.count for one in found)
    if not count:
        return None
    stretches = {one.stretch for one in found}
    off = Decimal(0)
    for stretch in stretches:
        here = [one for one in found if one.stretch == stretch]
        off += abs(sum(one.confirmed for one in here) - sum((one.sure for one in here), Decimal(0)))
    return (off / count).quantize(Decimal("0.001"))


def reading_by_field(found: Sequence[Judged]) -> Chart:
    """What became of the values of each field that somebody looked at."""
    names = [name for name in FIELDS if any(one.field == name for one in found)]
    tallies = [(str(FIELDS[name]), tally(one for one in found if one.field == name)) for name in names]
    most = max((one.count for _name, one in tallies), default=0)
    whole = tally(found)
    asked = tally(one for one in found if BOUNDS[one.stretch] < LOOK_TWICE * 100)
    note = ""
    if whole.count:
        note = _("Of %(share)s %% of these values the reader was sure enough to ask nobody to look twice.") % {
            "share": percent_of(whole.count - asked.count, whole.count)
        }
    return Chart(
        "reading",
        _("What people said of what was read"),
        _("Values of contracts that somebody confirmed, corrected or dropped in this period, by field."),
        (
            Heading("field", _("Field")),
            Heading("judged", _("Looked at"), "number"),
            Heading("confirmed", _("Confirmed as read"), "number"),
            Heading("corrected", _("Corrected"), "number"),
            Heading("dropped", _("Dropped"), "number"),
            Heading("right", _("Right"), "percent"),
            Heading("sure", _("Sure, on average"), "percent"),
        ),
        [(name, one.count, one.confirmed, one.corrected, one.dropped, one.right, one.sure) for name, one in tallies],
        bars=[
            Bar(
                name,
                pieces_of(
                    [(n, kind, f"{words}: {n}") for n, (kind, words) in zip(_outcomes(one), OUTCOMES, strict=True)],
                    most,
                ),
                _("%(n)s %%") % {"n": one.right},
                ngettext("of %(n)s value", "of %(n)s values", one.count) % {"n": one.count},
            )
            for name, one in tallies
        ],
        legend=OUTCOMES,  # type: ignore[arg-type]
        empty=_("Nobody confirmed, corrected or dropped a value in this period."),
        note=note,
    )


def _outcomes(one: Tally) -> tuple[int, int, int]:
    return one.confirmed, one.corrected, one.dropped


def sureness(found: Sequence[Judged]) -> Chart:
    """Whether the reader was right as often as it was sure to be."""
    stretches = sorted({one.stretch for one in found})
    tallies = [(_stretch_words(place), tally(one for one in found if one.stretch == place)) for place in stretches]
    error = calibration_error(found)
    return Chart(
        "sureness",
        _("As often right as sure?"),
        _(
            "The same values by how sure the reader was of them: a reader that knows itself is right as often as it is sure."
        ),
        (
            Heading("sure_between", _("Sure")),
            Heading("judged", _("Looked at"), "number"),
            Heading("confirmed", _("Confirmed as read"), "number"),
            Heading("right", _("Right"), "percent"),
            Heading("sure", _("Sure, on average"), "percent"),
        ),
        [(name, one.count, one.confirmed, one.right, one.sure) for name, one in tallies],
        bars=[
            Bar(
                name,
                pieces_of([(one.right or 0, "good", _("right: %(n)s %%") % {"n": one.right})], 100),
                _("%(n)s %%") % {"n": one.right},
                _("sure %(sure)s %%, of %(n)s") % {"sure": one.sure, "n": one.count},
            )
            for name, one in tallies
        ],
        legend=(("good", gettext_lazy("right")),),  # type: ignore[arg-type]
        empty=_("Nobody confirmed, corrected or dropped a value in this period."),
        note=_("On average sureness and being right are %(points)s percentage points apart.")
        % {"points": f"{error * 100:.1f}"}
        if error is not None
        else "",
    )


def _stretch_words(place: int) -> str:
    low, high = BOUNDS[place], min(BOUNDS[place + 1], 100)
    return (
        _("below %(high)s %%") % {"high": high}
        if low == 0
        else _("%(low)s to %(high)s %%") % {"low": low, "high": high}
    )


@dataclass(frozen=True)
class Asked:
    """How often one model was asked for a second reading, and what it took."""

    model: str
    currency: str
    times: int
    answered: int
    failed: int
    characters: int
    tokens_in: int
    tokens_out: int
    cost: Decimal


def remote_reading(found: Sequence[Asked]) -> Chart:
    """What was sent to the remote reader in this period, and what it cost."""
    most = max((one.times for one in found), default=0)
    outcomes = (("good", gettext_lazy("answered")), ("bad", gettext_lazy("without result")))
    return Chart(
        "remote-reading",
        _("Second readings elsewhere"),
        _("How often the remote reader was asked in this period, and what it cost by the prices that were entered."),
        (
            Heading("model", _("Model")),
            Heading("times", _("Asked"), "number"),
            Heading("answered", _("Answered"), "number"),
            Heading("failed", _("Without result"), "number"),
            Heading("characters", _("Characters sent"), "number"),
            Heading("tokens_in", _("Tokens sent"), "number"),
            Heading("tokens_out", _("Tokens answered"), "number"),
            Heading("cost", _("Cost")),
        ),
        [
            (
                one.model,
                one.times,
                one.answered,
                one.failed,
                one.characters,
                one.tokens_in,
                one.tokens_out,
                f"{one.cost.normalize():f} {one.currency}".strip(),
            )
            for one in found
        ],
        bars=[
            Bar(
                one.model,
                pieces_of(
                    [
                        (n, kind, f"{words}: {n}")
                        for n, (kind, words) in zip((one.answered, one.failed), outcomes, strict=True)
                    ],
                    most,
                ),
                f"{one.cost.normalize():f} {one.currency}".strip(),
                ngettext("asked %(n)s time", "asked %(n)s times", one.times) % {"n": one.times},
                reverse("contracts:second_readings"),
            )
            for one in found
        ],
        legend=outcomes,  # type: ignore[arg-type]
    )
