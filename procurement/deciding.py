"""What becomes of a matcher's verdict once our own rules and people's overrides are weighed in: pure, on plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from procurement.matching import Decision, Finding, Verdict
from procurement.matching.codes import CLERK, CODES, Severity

# Our own code beside those of the specification: money may not move on a term that nobody has verified.
TERM_UNVERIFIED = "TERM_UNVERIFIED"
DECISION_OF = {
    Severity.INFO: Decision.AUTHORIZE,
    Severity.REVIEW: Decision.REVIEW,
    Severity.HOLD: Decision.HOLD,
    Severity.REJECT: Decision.REJECT,
}


@dataclass(frozen=True)
class Told:
    """One finding as it is stored and shown. `key` tells it from any other, so that an override covers this one alone."""

    code: str
    severity: Severity
    line: int | None
    at_risk: Decimal | None
    owner: str
    sentence: str
    visible_to_vendor: bool
    overridden: bool = False
    other: str = ""  # the id of the invoice that it is about, too
    until: date | None = None  # from this day on it is no longer so, and nobody has to act

    @property
    def key(self) -> str:
        """Code, line and amount: when one of them moves, it is another finding and needs another override."""
        risk = "" if self.at_risk is None else f"{self.at_risk.normalize():f}"
        return f"{self.code}|{self.line or ''}|{risk}"

    @property
    def may_be_overridden(self) -> bool:
        """REJECT never, a bank account only by verification, an unverified term only by verifying it."""
        return (
            Severity.INFO < self.severity < Severity.REJECT
            and not self.code.startswith("BANK_")
            and self.code != TERM_UNVERIFIED
        )


@dataclass(frozen=True)
class Outcome:
    """The decision that counts, and why."""

    decision: Decision
    findings: tuple[Told, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that stop the invoice, sorted, each once."""
        return tuple(
            sorted({told.code for told in self.findings if told.severity > Severity.INFO and not told.overridden})
        )

    @property
    def info(self) -> tuple[str, ...]:
        """The codes that only inform, sorted, each once."""
        return tuple(sorted({told.code for told in self.findings if told.severity == Severity.INFO}))

    @property
    def at_risk(self) -> Decimal:
        """The largest amount that any one open finding puts at risk."""
        risks = [t.at_risk for t in self.findings if t.at_risk is not None and not t.overridden]
        return max(risks, default=Decimal(0))


def weigh(verdict: Verdict, *, overridden: Iterable[str] = (), unverified: Sequence[str] = ()) -> Outcome:
    """The verdict with people's overrides (keys of findings) and the terms that nobody has verified (their labels)."""
    told = [_tell(finding) for finding in verdict.findings]
    if unverified:
        told.append(_unverified(unverified))
    return settle(told, overridden)


def settle(told: Sequence[Told], overridden: Iterable[str] = ()) -> Outcome:
    """Mark what was let pass; the worst of the rest decides."""
    keys = set(overridden)
    marked = tuple(
        sorted(
            (replace(one, overridden=one.may_be_overridden and one.key in keys) for one in told),
            key=lambda one: -one.severity,
        )
    )
    worst = max((one.severity for one in marked if not one.overridden), default=Severity.INFO)
    return Outcome(DECISION_OF[worst], marked)


def _tell(finding: Finding) -> Told:
    return Told(
        code=finding.code,
        severity=finding.severity,
        line=finding.line,
        at_risk=finding.amount_at_risk,
        owner=finding.owner,
        sentence=finding.sentence,
        visible_to_vendor=finding.visible_to_vendor,
        until=finding.facts.get("payable_from"),
        other=str(finding.facts.get("other_id", "")),
    )


def _unverified(labels: Sequence[str]) -> Told:
    names = ", ".join(f"“{label}”" for label in labels)
    return Told(
        code=TERM_UNVERIFIED,
        severity=Severity.HOLD,
        line=None,
        at_risk=None,
        owner="legal & compliance",
        sentence=_(
            "Nobody has verified the term of the contract behind %(names)s. Money moves once a person has confirmed it."
        )
        % {"names": names},
        visible_to_vendor=False,
    )


def unreadable(missing: Sequence[str], source: str) -> Outcome:
    """The outcome for an invoice of which the reader could not find what matching needs; a clerk enters it."""
    names = ", ".join(missing)
    told = Told(
        code="DOC_LOW_CONFIDENCE",
        severity=CODES["DOC_LOW_CONFIDENCE"].severity,
        line=None,
        at_risk=None,
        owner=CLERK,
        sentence=_("These could not be read from the document (%(source)s): %(names)s. Enter them from the document.")
        % {"source": source or _("unknown"), "names": names},
        visible_to_vendor=False,
    )
    return settle([told])


def to_plain(told: Told) -> Mapping[str, object]:
    """A finding as JSON can hold it; `until` and `other` only where there is such a day or invoice."""
    until = {} if told.until is None else {"until": told.until.isoformat()}
    other = {"other": told.other} if told.other else {}
    return (
        until
        | other
        | {
            "code": told.code,
            "severity": told.severity.name,
            "line": told.line,
            "at_risk": None if told.at_risk is None else f"{told.at_risk:f}",
            "owner": told.owner,
            "sentence": told.sentence,
            "visible_to_vendor": told.visible_to_vendor,
            "overridden": told.overridden,
            "key": told.key,
            "may_be_overridden": told.may_be_overridden,
        }
    )
