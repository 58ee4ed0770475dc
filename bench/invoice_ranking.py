"""Trains and measures the second opinion on the visible page of invoices: what the rules read alone, and with it.

Run: python -m bench.invoice_ranking [--out WEIGHTS]. Needs scikit-learn (`make training`). Pages are drawn and read from ../shared. Each is
weighed by models that never saw its layout; of the fresh families half are never learned from.
"""

import argparse
import importlib.util
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench import invoice_memory, strange_invoices
from bench.invoices import INVOICES, SHARED, STRANGE, TERMS, read_jsonl
from flowmono.intelligence.invoices.dates import NotADate, read_printed_date
from flowmono.intelligence.invoices.model import DocumentRefused
from flowmono.intelligence.invoices.page import Text, read_words
from flowmono.intelligence.invoices.ranking.opinion import weighed_opinion
from flowmono.intelligence.invoices.ranking.weighing import Weighed, weigh
from flowmono.intelligence.invoices.rows import arrange_rows
from flowmono.intelligence.invoices.visible.reading import read_visible
from flowmono.intelligence.spans.model import save
from flowmono.intelligence.training.invoices import Labelled, cross_fitted, learned

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
        return [value for value in values if value]

    def fits(self, name: str) -> Callable[[str], bool] | None:
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
    parser.add_argument("--version", default="1")
    asked = parser.parse_args()
    every = list(documents())
    texts = [read_words(one.data) for one in every]
    rows = [arrange_rows(text.words) for text in texts]
    pages = [
        Labelled(one.family, its, {name: one.fits(name) for name in FIELDS})
        for one, its in zip(every, rows, strict=True)
    ]
    taught = [place for place, one in enumerate(every) if one.lot != UNTAUGHT]
    weighed = dict(zip(taught, cross_fitted([pages[place] for place in taught]), strict=True))
    model = learned([pages[place] for place in taught], asked.version)
    if asked.out:
        save(asked.out, model)
    weighed |= {place: weigh(rows[place], model) for place in range(len(every)) if place not in weighed}
    measure([(one, by_the_rules(texts[place]), weighed[place]) for place, one in enumerate(every)])


if __name__ == "__main__":
    main()
