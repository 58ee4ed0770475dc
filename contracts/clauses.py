"""The clauses of a contract beside the company's standard ones: which standard is nearest, what differs, how far, and the risk.

Pure functions over words; nothing is stored. Likeness is the share of words that both have in the same order, 0 to 1.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import Indel

from documents.toolbox.comparison import Change, Clause, Piece, changed_figures
from documents.toolbox.comparison.redlining import compare_words
from flowmono.intelligence.contracts.jurisdictions import find_jurisdictions
from flowmono.intelligence.spans.categories import CLAUSES

Standing = Literal["standard", "figures", "worded", "different", "missing", "no_standard"]
Risk = Literal["none", "low", "medium", "high"]
RISKS: tuple[Risk, ...] = ("none", "low", "medium", "high")
# Below this share of common words a clause is another clause, not the standard in other words.
WORDED = 0.6
# A clause that is longer than this many times the standard is compared by the stretch that was read, not by its whole paragraph.
_MOST_TIMES = 3

# Each kind as people say it, and what such a clause decides.
KINDS: dict[str, tuple[Promise, Promise]] = {
    "Renewal Term": (_("Renewal"), _("For how long the contract goes on when its term is over.")),
    "Notice Period To Terminate Renewal": (_("Notice to stop renewal"), _("How early one must say that it shall not go on.")),
    "Governing Law": (_("Governing law"), _("By which law the contract is read.")),
    "Most Favored Nation": (_("Best terms"), _("Nobody else gets better terms.")),
    "Competitive Restriction Exception": (_("Exception to a ban on competing"), _("What stays allowed although competing is not.")),
    "Non-Compete": (_("Ban on competing"), _("A party may not do certain business.")),
    "Exclusivity": (_("Exclusivity"), _("A party deals with the other alone.")),
    "No-Solicit Of Customers": (_("No winning away of customers"), _("A party may not win the other's customers away.")),
    "No-Solicit Of Employees": (_("No hiring away"), _("A party may not hire the other's people.")),
    "Non-Disparagement": (_("No speaking ill"), _("A party may not speak ill of the other.")),
    "Termination For Convenience": (_("Termination without cause"), _("A party may end the contract without giving a reason.")),
    "Rofr/Rofo/Rofn": (_("Right of first refusal"), _("A party must be asked first.")),
    "Change Of Control": (_("Change of control"), _("What happens when a party is taken over.")),
    "Anti-Assignment": (_("Transfer of the contract"), _("Whether a party may pass the contract on to somebody else.")),
    "Revenue/Profit Sharing": (_("Share of revenue"), _("A party gets a share of what the other earns.")),
    "Price Restrictions": (_("Limits on prices"), _("Prices may not rise, or only so far.")),
    "Minimum Commitment": (_("Minimum commitment"), _("What must be bought or paid in any case.")),
    "Volume Restriction": (_("Limit on volume"), _("Beyond an amount of use something else holds, or a higher price.")),
    "Ip Ownership Assignment": (_("Ownership of results"), _("To whom rights in the results pass.")),
    "Joint Ip Ownership": (_("Joint ownership"), _("Rights that both parties own together.")),
    "License Grant": (_("Licence"), _("What a party may use.")),
    "Non-Transferable License": (_("Licence that cannot be passed on"), _("The licence stays with whoever has it.")),
    "Affiliate License-Licensor": (_("Licence of the licensor's group"), _("Rights of companies of the licensor's group are in it.")),
    "Affiliate License-Licensee": (_("Licence for the licensee's group"), _("Companies of the licensee's group may use it too.")),
    "Unlimited/All-You-Can-Eat-License": (_("Unlimited licence"), _("Use without a limit.")),
    "Irrevocable Or Perpetual License": (_("Licence for ever"), _("A licence that does not end or cannot be withdrawn.")),
    "Source Code Escrow": (_("Source code in escrow"), _("When source code held by a third party is released.")),
    "Post-Termination Services": (_("Duties after the end"), _("What is owed when the contract is over.")),
    "Audit Rights": (_("Right to audit"), _("Who may look into whose records.")),
    "Uncapped Liability": (_("Unlimited liability"), _("Where liability has no ceiling.")),
    "Cap On Liability": (_("Ceiling on liability"), _("How much a party owes at most.")),
    "Liquidated Damages": (_("Agreed damages"), _("A sum agreed for a breach, or for ending early.")),
    "Warranty Duration": (_("Length of the warranty"), _("For how long defects are made good.")),
    "Insurance": (_("Insurance"), _("Which insurance a party must carry.")),
    "Covenant Not To Sue": (_("Agreement not to sue"), _("Claims that a party may not raise.")),
    "Third Party Beneficiary": (_("Rights of third parties"), _("Somebody outside the contract who may rely on it.")),
}  # fmt: skip


def kind_words(kind: str) -> str:
    """A kind of clause as people say it."""
    return str(KINDS[kind][0]) if kind in KINDS else kind


def kind_choices() -> list[tuple[str, Promise]]:
    """All kinds in the order of the reader."""
    return [(kind, KINDS[kind][0]) for kind in CLAUSES]


@dataclass(frozen=True)
class Passage:
    """A clause of a contract: the stretches that were read as its kind, joined, and the whole paragraph around them."""

    stretch: str
    paragraph: str


@dataclass(frozen=True)
class Standard:
    """A text of the clause library with what it costs to differ from it."""

    key: str
    name: str
    text: str
    risk: Risk
    risk_different: Risk
    risk_missing: Risk


@dataclass(frozen=True)
class Deviation:
    """How a contract stands to the library in one kind of clause. Without a nearest standard there is nothing to compare."""

    standing: Standing
    risk: Risk
    nearest: Standard | None = None
    likeness: float = 0.0
    pieces: tuple[Piece, ...] = ()
    figures: tuple[Change, ...] = ()

    @property
    def alike_percent(self) -> int:
        """The words in common, as a whole percentage that is 100 only for the very words."""
        return min(99, round(self.likeness * 100)) if self.likeness < 1 else 100

    @property
    def is_as_agreed(self) -> bool:
        """The contract says a standard text word for word."""
        return self.standing == "standard"


def deviation(passages: Sequence[Passage], standards: Sequence[Standard]) -> Deviation:
    """What a contract with these passages of one kind says against the standards of that kind, the preferred one first.

    Of several passages the one nearest to any standard counts: the others are shown beside it. A standard that names the same country or
    state comes before one that only shares more words. A kind without a standard carries no risk; one of which the contract has nothing
    carries that of the preferred standard.
    """
    if not standards:
        return Deviation("no_standard" if passages else "missing", "none")
    if not passages:
        return Deviation("missing", standards[0].risk_missing)
    # Of equals the first wins: the preferred standard, and the stretch before its paragraph.
    _, likeness, nearest, words = max(
        (
            (_name_one_place(text, standard.text), likeness_of(text, standard.text), standard, text)
            for standard in standards
            for passage in passages
            for text in _readings(passage, standard)
        ),
        key=lambda found: found[:2],
    )
    pieces = compare_words(_folded(nearest.text), _folded(words))
    figures = tuple(changed_figures((Clause("changed", "", "", pieces),)))
    standing: Standing
    if likeness == 1:
        standing = "standard"
    elif likeness < WORDED:
        standing = "different"
    else:
        standing = "figures" if figures else "worded"
    risk = nearest.risk if standing == "standard" else nearest.risk_different
    return Deviation(standing, risk, nearest, likeness, pieces, figures)


def likeness_of(one: str, other: str) -> float:
    """0 to 1: the share of words that two texts have in the same order; letters' case, numbering and punctuation do not count."""
    return float(Indel.normalized_similarity(_words(one), _words(other)))


def _name_one_place(one: str, other: str) -> bool:
    """Whether two texts name a country or state in common: the law of Germany in few words is nearer to that in many than to England's."""
    first, second = ([f"{place.name} " for place in find_jurisdictions(text)] for text in (one, other))
    return any(
        mine.startswith(theirs) or theirs.startswith(mine) for mine in first for theirs in second
    )  # England, and Wales


def highest(risks: Iterable[Risk]) -> Risk:
    """The worst of some risks; none of none."""
    return max(risks, key=RISKS.index, default="none")


def paragraph_around(text: str, start: int, end: int) -> str:
    """The whole lines in which the characters [start, end) stand; in a contract's reading text a line is a paragraph."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", max(end - 1, start))
    return text[first : last if last != -1 else len(text)].strip()


_NUMBERING = re.compile(
    r"^\W{0,2}(?:(?:clause|section|article|§)\s*)?(?:\d{1,3}(?:\.\d{1,3})+[.)]?|(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+",
    re.IGNORECASE,
)


def _readings(passage: Passage, standard: Standard) -> Iterable[str]:
    yield passage.stretch
    if len(passage.paragraph) <= _MOST_TIMES * max(len(standard.text), len(passage.stretch)):
        yield passage.paragraph


def _folded(text: str) -> str:
    """On one line, without the number in front of it."""
    return _NUMBERING.sub("", " ".join(text.split()), count=1)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:[.,'’/-]\w+)*", _folded(text).casefold())
