"""Trains and measures the second opinion on the visible page of invoices: what the rules read alone, and with it.

Run: python -m bench.invoice_ranking [--out WEIGHTS] [--sums]. Needs scikit-learn (`make training`). Pages are drawn and read from ../shared.
Each is weighed by models that never saw its layout; of the fresh families half are never learned from.
"""

import argparse
import importlib.util
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from bench import invoice_memory, strange_invoices
from bench.invoices import INVOICES, SHARED, STRANGE, TERMS, read_jsonl
from flowmono.intelligence.invoices.dates import NotADate, read_printed_date
from flowmono.intelligence.invoices.model import DocumentRefused
from flowmono.intelligence.invoices.page import Text, read_words
from flowmono.intelligence.invoices.ranking.opinion import weighed_opinion
from flowmono.intelligence.invoices.ranking.sums import SUMS, Three
from flowmono.intelligence.invoices.ranking.weighing import GATHER, Weighed, stored_model, weigh, weigh_sums
from flowmono.intelligence.invoices.rows import arrange_rows
from flowmono.intelligence.invoices.visible.reading import read_visible
from flowmono.intelligence.spans.model import save
from flowmono.intelligence.training.invoices import Labelled, cross_fitted, cross_fitted_sums, learned

FIELDS = ("number", "issue_date", "due_date", "seller_name", "buyer_name")
DRAWN = ("tuned", "kept", "post-tuned", "post-kept", "fresh-tuned", "fresh-kept")
UNTAUGHT = "fresh-kept"
Truth = dict[str, Any]


def load_scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score_invoices", SHARED / "bench" / "score_invoices.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SHARED / "bench")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCORER = load_scorer()


@dataclass(frozen=True)
class Document:
    """A labelled page; of the fields that its labels leave out, `whole` says that it does not show them."""

    lot: str
    family: str
    data: bytes
    truth: Truth
    whole: bool = False

    def wanted(self, name: str) -> list[str]:
        """The right values of a field; none where it has none or nobody who reads the page could know it."""
        seen = self.truth.get("visible") or {}
        values = [self.truth.get(name), *(self.truth.get(f"{name}_all") or [])] if seen.get(name, True) else []
        return [value for value in values if value not in (None, "")]

    def sums(self) -> tuple[Decimal | None, ...]:
        """Net, tax and gross without their signs, None for one that nobody who reads the page could know."""
        found = ([*self.wanted(name), None][0] for name in SUMS[:3])
        return tuple(None if one is None else abs(Decimal(str(one))) for one in found)

    def fits(self, name: str) -> Callable[[str], bool] | None:
        if name in SUMS:
            return partial(same_amount, abs(Decimal(str(self.wanted(name)[0])))) if self.wanted(name) else None
        if wanted := self.wanted(name):
            return partial(right, name, wanted)
        return partial(right, name, []) if self.whole and name == "due_date" else None


def right(name: str, wanted: list[str], printed: str) -> bool:
    """A printed value is one of the wanted; a day that reads two ways may be either."""
    if name.endswith("_date"):
        try:
            read = read_printed_date(printed)
        except NotADate:
            return False
        return any(day in (str(read.day), str(read.swapped)) for day in wanted)
    return any(SCORER.same(name, value, printed, True) for value in wanted)


def documents() -> Iterator[Document]:
    """Every labelled page at hand."""
    for truth in read_jsonl(INVOICES / "truth_dev.jsonl"):
        if truth.get("visual_kind") in ("designed", "rendered_xml"):
            data = (INVOICES / truth["file"]).read_bytes()
            yield Document(truth["visual_kind"], f"e {truth.get('layout') or truth['family']}", data, truth)
    for truth in read_jsonl(INVOICES / "truth_visual_dev.jsonl"):
        if truth["file"].startswith("plain_pdf") and not truth.get("image_only"):
            data = (INVOICES / truth["file"]).read_bytes()
            yield Document("plain", f"plain {truth.get('layout') or truth['family']}", data, truth)
    named = {"invoice_number": "number", "vendor": "seller_name", "customer": "buyer_name"}
    for item in read_jsonl(TERMS / "truth.jsonl"):
        truth = {named.get(name, name): value for name, value in item.items()}
        yield Document("drafted", f"drafted {item['layout']}", (TERMS / item["file"]).read_bytes(), truth)
    for lot in DRAWN:
        for family, draw in strange_invoices.SETS[lot].items():
            for seed in range(STRANGE):
                sheet = draw(random.Random(f"{family} {seed}"))
                yield Document(lot, family, strange_invoices.drawn(sheet), sheet.truth, whole=True)
    for place, vendor in enumerate(invoice_memory.vendors(7, 40)):
        chance = random.Random(7000 + place)
        for _ in range(3):
            page, printed = invoice_memory.invoice_of(vendor, chance)
            data = invoice_memory.drawn(page, scanned=False)
            yield Document("memory", f"memory {vendor.heads[0]}", data, dict(printed))


def same_amount(wanted: Decimal, printed: str) -> bool:
    """An amount is right whatever its sign: credit notes print theirs both ways."""
    return abs(Decimal(printed)) == wanted


@dataclass(frozen=True)
class RuleSums:
    """Net, tax and gross by the rules alone, and whether a person is asked about them."""

    three: tuple[Decimal | None, ...]
    asked: bool

    def right(self, document: Document) -> bool:
        return all(
            wanted is None or (value is not None and abs(value) == wanted)
            for wanted, value in zip(document.sums(), self.three, strict=True)
        )


def sums_by_the_rules(text: Text) -> RuleSums:
    """What the rules alone make of the sums."""
    try:
        reading = read_visible(text, "", "", rules_alone=True)
    except DocumentRefused:
        return RuleSums((None,) * 3, True)
    three = tuple(getattr(reading, name) for name in SUMS[:3])
    return RuleSums(three, bool({*SUMS[:3]} & {*reading.doubtful}) or None in three)


def measure_sums(found: list[tuple[Document, RuleSums, Three | None]]) -> None:
    """Print for each set how many documents have net, tax and gross right: by the rules, by the opinion alone, by both."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for document, rules, three in found:
        wanted = document.sums()
        if not any(one is not None for one in wanted):
            continue
        alone = three is not None and all(
            one is None or one == value for one, value in zip(wanted, (three.net, three.tax, three.gross), strict=True)
        )
        takes = rules.asked and three is not None and three.is_likely
        by_rules = rules.right(document)
        both = alone if takes else by_rules
        counts[document.lot].update(n=1, rules=by_rules, alone=alone, both=both, lost=by_rules and not both)
    print("net, tax and gross: n | rules, opinion alone, both | right by the rules and lost")
    for lot, one in counts.items():
        print(f"  {lot:12} {one['n']:3} | {one['rules']:3} {one['alone']:3} {one['both']:3} | {one['lost']:3}")


def by_the_rules(text: Text) -> dict[str, str | None]:
    """What the rules alone read in each field."""
    try:
        reading = read_visible(text, "", "", rules_alone=True)
    except DocumentRefused:
        return dict.fromkeys(FIELDS)
    found = {name: getattr(reading, name) for name in FIELDS}
    return {name: None if value is None else str(value) for name, value in found.items()}


def measure(found: list[tuple[Document, dict[str, str | None], dict[str, Weighed]]]) -> None:
    """Print for each set and field how many are right: by the rules, by the opinion alone, by both."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for document, printed, weighed in found:
        opinion = weighed_opinion(weighed, printed)
        for name in FIELDS:
            wanted, value = document.wanted(name), printed[name]
            if not wanted:
                continue
            chosen, best = opinion.instead.get(name), weighed[name].best
            by_rules = value is not None and right(name, wanted, value)
            by_both = right(name, wanted, chosen.value) if chosen else by_rules
            shown = name in opinion.doubtful
            given = chosen is not None or value is not None
            counts[document.lot, name].update(
                n=1, rules=by_rules, alone=best is not None and right(name, wanted, best[0].value), both=by_both,
                quiet=value is not None and not by_rules, quiet_both=given and not by_both and not shown, asked=by_rules and shown,
            )  # fmt: skip
    print(
        "set, field: n | rules, opinion alone, both | wrong and not asked about: rules, both | right by the rules but asked about"
    )
    for (lot, name), one in counts.items():
        print(
            f"  {lot:12} {name:12} {one['n']:3} | {one['rules']:3} {one['alone']:3} {one['both']:3}"
            f" | {one['quiet']:3} {one['quiet_both']:3} | {one['asked']:3}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="write the weights that the product ships with")
    parser.add_argument("--version", default="2")
    parser.add_argument(
        "--sums", action="store_true", help="only the sums; number, days and names stay as they are stored"
    )
    asked = parser.parse_args()
    every = list(documents())
    texts = [read_words(one.data) for one in every]
    rows = [arrange_rows(text.words) for text in texts]
    pages = [
        Labelled(one.family, its, {name: one.fits(name) for name in (*FIELDS, *SUMS)})
        for one, its in zip(every, rows, strict=True)
    ]
    taught = [place for place, one in enumerate(every) if one.lot != UNTAUGHT]
    lessons = [pages[place] for place in taught]
    kinds = ("amount",) if asked.sums else tuple(GATHER)
    crossed = cross_fitted(lessons, kinds)
    model = learned(lessons, crossed, asked.version, kinds=kinds, kept=stored_model() if asked.sums else None)
    if asked.out:
        save(asked.out, model)
    weighed = dict(zip(taught, crossed, strict=True))
    sums = dict(zip(taught, cross_fitted_sums(lessons, crossed), strict=True))
    for place in range(len(every)):
        if place not in weighed:
            weighed[place], sums[place] = weigh(rows[place], model), weigh_sums(rows[place], model)
    if not asked.sums:
        measure([(one, by_the_rules(texts[place]), weighed[place]) for place, one in enumerate(every)])
    measure_sums([(one, sums_by_the_rules(texts[place]), sums[place]) for place, one in enumerate(every)])


if __name__ == "__main__":
    main()
