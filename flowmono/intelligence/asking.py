"""What does the contract say about …: a question in people's own words, answered by passages of the text and by nothing else.

Passages are ranked by the words that they share with the question (BM25, Robertson and Zaragoza 2009, over word stems), by words
that contracts use for the same thing, and by the kinds of clause that the span reader found. Nothing is written or summed up here.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from flowmono.intelligence.reader import PageSpan
from flowmono.intelligence.spans.segments import Segment, cut

MOST_ANSWERS = 5
LONGEST_QUESTION = 300
LONGEST_LOOK = 1_000_000
# BM25's usual constants: how soon a repeated word counts no more, and how much a long passage is held against it.
_K1, _B = 1.2, 0.75
# Measured on the contracts of ../shared/data/cuad with bench/asking.py: a word of the heading, a related word, a clause of the kind asked for.
_OF_HEADING, _RELATED, _OF_KIND = 0.5, 0.45, 16.0
_SENTENCE = 6
# An answer below this share of the best one says less than it distracts.
_FAINT = 0.35

_SILENT = frozenset(
    re.findall(
        r"\w+",
        "a about all an and any are as at be been being but by can contract agreement agreements contracts could did do does for from had has "
        "have how i if in into is it its itself may me must my of on or our ours say says said shall should so some tell than that the their "
        "them then there these they this those to under us was we were what when where which who whom whose why will with would you your "
        "document happen happens much many",
    )
)
# Words of one matter: whoever asks with one of them is answered by passages with the others.
_MATTERS: tuple[str, ...] = (
    "law laws govern governed governing jurisdiction court courts applicable",
    "terminate termination terminated cancel cancellation end ends leave exit quit stop early convenience notice",
    "renew renewal renews extend extension automatically successive expiry expire expiration prolong",
    "liable liability damages cap capped limit limited limitation exceed aggregate",
    "insurance insured insure coverage policy certificate",
    "assign assignment transfer transferred pass delegate successor",
    "takeover control acquisition merger change sold acquired ownership",
    "audit inspect inspection records books examine access",
    "pay payment payable invoice invoices fee fees price due charge charges cost remuneration",
    "late interest overdue delay default",
    "confidential confidentiality secret secrecy disclose disclosure nondisclosure",
    "privacy personal data protection gdpr processing",
    "warranty warranties warrants defect defects guarantee remedy repair",
    "own owns ownership intellectual property rights title invention copyright patent",
    "licence license licensed licensee use sublicense permit grant",
    "compete competition competing competitor exclusive exclusivity sole solely",
    "hire hiring solicit employ employee employees staff personnel recruit poach",
    "customers clients solicit divert",
    "minimum commitment least purchase volume quota order",
    "discount price increase raise adjustment rise",
    "best favored favoured terms mfn",
    "penalty penalties liquidated damages compensation",
    "deliver delivery delivered milestone deadline acceptance accept accepted schedule",
    "dispute disputes arbitration mediation litigation",
    "force majeure beyond control",
    "subcontract subcontractor subcontractors outsource",
    "source code escrow release",
    "third party beneficiary beneficiaries enforce",
    "after survive survives surviving transition wind",
    "travel expenses reimburse reimbursement",
    "tax taxes vat withholding",
    "sue claim claims covenant challenge contest",
    "disparage disparagement criticise criticize reputation defame",
    "revenue royalty royalties profit share sharing commission percentage",
    "affiliate affiliates group subsidiary subsidiaries",
    "first refusal offer negotiation option",
)
# The kinds of clause that a matter is about, by the words that ask for them; two of them name it, one alone when it stands first.
_KINDS: dict[str, str] = {
    "Renewal Term": "renew renewal renews extend extension automatically prolong",
    "Notice Period To Terminate Renewal": "renew renewal notice prevent stop nonrenewal opt",
    "Governing Law": "law laws governed governing jurisdiction courts",
    "Most Favored Nation": "favored favoured best mfn",
    "Competitive Restriction Exception": "exception compete competition allowed",
    "Non-Compete": "compete competing competition competitor",
    "Exclusivity": "exclusive exclusivity exclusively sole",
    "No-Solicit Of Customers": "solicit customers clients",
    "No-Solicit Of Employees": "solicit hire hiring employees staff poach recruit",
    "Non-Disparagement": "disparage disparagement criticise criticize ill reputation",
    "Termination For Convenience": "terminate cancel convenience early reason cause leave exit quit",
    "Rofr/Rofo/Rofn": "first refusal offer negotiation",
    "Change Of Control": "control takeover taken acquired merger sold acquisition bought",
    "Anti-Assignment": "assign assignment transfer hand another company",
    "Revenue/Profit Sharing": "royalty royalties revenue profit share sharing commission",
    "Price Restrictions": "price increase raise rise discount prices",
    "Minimum Commitment": "minimum commitment least",
    "Volume Restriction": "volume exceed limit usage use used",
    "Ip Ownership Assignment": "intellectual property own owns ownership results invention",
    "Joint Ip Ownership": "jointly joint own ownership",
    "License Grant": "licence license licensed use grant",
    "Non-Transferable License": "licence license transferable sublicense transfer",
    "Affiliate License-Licensor": "affiliate affiliates licensor licence license",
    "Affiliate License-Licensee": "affiliate affiliates licensee licence license group",
    "Unlimited/All-You-Can-Eat-License": "unlimited licence license enterprise",
    "Irrevocable Or Perpetual License": "perpetual irrevocable licence license forever ever",
    "Source Code Escrow": "source code escrow",
    "Post-Termination Services": "after termination end survive transition wind",
    "Audit Rights": "audit inspect records books",
    "Uncapped Liability": "unlimited uncapped liability",
    "Cap On Liability": "liability liable cap capped limit damages",
    "Liquidated Damages": "penalty penalties liquidated damages",
    "Warranty Duration": "warranty warranties defects long guarantee",
    "Insurance": "insurance insured coverage",
    "Covenant Not To Sue": "sue challenge contest claims",
    "Third Party Beneficiary": "third party beneficiary enforce",
}

_stem = snowballstemmer.stemmer("english")


@lru_cache(maxsize=50_000)
def _stemmed(word: str) -> str:
    return str(_stem.stemWord(word))


def stems_of(words: str) -> list[str]:
    """The stems of the words of a text, in order."""
    return [_stemmed(word) for word in re.findall(r"[^\W_]+", words.casefold())]


_SILENT_STEMS = frozenset(_stem.stemWords(sorted(_SILENT)))
_RELATED_TO = [frozenset(stems_of(words)) for words in _MATTERS]
_ASKS_FOR = {kind: frozenset(stems_of(words)) for kind, words in _KINDS.items()}


@dataclass(frozen=True)
class Answer:
    """A passage that says something about the question: ``text[start:end] == quote``; page None without pages."""

    quote: str
    start: int
    end: int
    page: int | None
    score: float


@dataclass(frozen=True)
class Known:
    """A stretch of the text that is known to be a clause of a kind, with its chance."""

    kind: str
    start: int
    end: int
    chance: float


def ask(
    text: str, question: str, pages: Sequence[PageSpan] = (), clauses: Iterable[Known] = (), most: int = MOST_ANSWERS
) -> list[Answer]:
    """The passages of the text that say most about a question, the best first; none when no passage has a word of it."""
    asked = [stem for stem in dict.fromkeys(stems_of(question[:LONGEST_QUESTION])) if stem not in _SILENT_STEMS]
    if not asked:
        return []
    look = text[:LONGEST_LOOK]
    # A short sentence looks like a heading; a heading of a word or two answers nothing.
    segments = [one for one in cut(look) if not one.is_heading or len(look[one.start : one.end].split()) >= _SENTENCE]
    scores = _scores(look, segments, asked)
    kinds = _kinds_asked(asked)
    for known in clauses:
        if known.kind in kinds:
            for place, one in enumerate(segments):
                if one.start < known.end and known.start < one.end:
                    scores[place] += _OF_KIND * kinds[known.kind] * known.chance
    best = max(scores, default=0.0)
    order = sorted((place for place, score in enumerate(scores) if score > _FAINT * best), key=lambda at: -scores[at])
    return [_answer(look, segments[place], pages, scores[place]) for place in order[:most]]


def _kinds_asked(asked: Sequence[str]) -> dict[str, float]:
    """The kinds of clause that a question asks for: those that most of its words ask for, surer the more of its words do."""
    shares = {kind: len(words.intersection(asked)) / len(asked) for kind, words in _ASKS_FOR.items()}
    most = max(shares.values())
    return {kind: 0.5 + share / 2 for kind, share in shares.items() if share and share == most}


def _scores(text: str, segments: Sequence[Segment], asked: Sequence[str]) -> list[float]:
    weights = dict.fromkeys(asked, 1.0)
    for matter in _RELATED_TO:
        if not matter.isdisjoint(asked):
            for stem in matter:
                weights.setdefault(stem, _RELATED)
    bags = [Counter(stems_of(text[one.start : one.end])) for one in segments]
    heads = [frozenset(stems_of(one.heading)) for one in segments]
    mean = sum(bag.total() for bag in bags) / max(len(bags), 1) or 1.0
    found = {stem: sum(1 for bag in bags if stem in bag) for stem in weights}
    rarity = {stem: math.log(1 + (len(bags) - n + 0.5) / (n + 0.5)) for stem, n in found.items()}
    return [_bm25(bag, head, weights, rarity, mean) for bag, head in zip(bags, heads, strict=True)]


def _bm25(
    bag: Counter[str], head: frozenset[str], weights: dict[str, float], rarity: dict[str, float], mean: float
) -> float:
    longer = _K1 * (1 - _B + _B * bag.total() / mean)
    score = 0.0
    for stem, weight in weights.items():
        times = bag[stem] + (_OF_HEADING if stem in head else 0.0)
        if times:
            score += weight * rarity[stem] * times * (_K1 + 1) / (times + longer)
    return score


def _answer(text: str, one: Segment, pages: Sequence[PageSpan], score: float) -> Answer:
    page = next((number for number, begin, stop in pages if begin <= one.start < stop), None)
    return Answer(text[one.start : one.end], one.start, one.end, page, score)
