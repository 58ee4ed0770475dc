"""Measures how often a question about a contract is answered by a passage that an expert marked.

python bench/asking.py [--data DIR] [--contracts N] [--without-kinds]

One plain question per kind of clause, asked of every contract of the dev part in which experts marked such a clause: the share of
questions whose first answer, or one of the first three or five, overlaps a marked span; and the processor time of one question.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from flowmono.intelligence.asking import Known, ask  # noqa: E402
from flowmono.intelligence.spans.categories import CLAUSES  # noqa: E402
from flowmono.intelligence.spans.reader import read_spans  # noqa: E402

QUESTIONS = {
    "Renewal Term": "Is it extended when the term is over?",
    "Notice Period To Terminate Renewal": "How early must we say that we do not want it to be renewed?",
    "Governing Law": "Which country's law applies?",
    "Most Favored Nation": "Do we get prices as good as anybody else's?",
    "Competitive Restriction Exception": "What business is still allowed although competing is forbidden?",
    "Non-Compete": "May they work for our competitors?",
    "Exclusivity": "Are we bound to buy only from them?",
    "No-Solicit Of Customers": "May they approach our customers?",
    "No-Solicit Of Employees": "Can they hire our people?",
    "Non-Disparagement": "May a party say bad things about the other?",
    "Termination For Convenience": "Can we get out without giving a reason?",
    "Rofr/Rofo/Rofn": "Do we have a right of first refusal?",
    "Change Of Control": "What happens if the company is taken over?",
    "Anti-Assignment": "Can the contract be transferred to another company?",
    "Revenue/Profit Sharing": "What share of the revenue is paid?",
    "Price Restrictions": "How far may they raise prices?",
    "Minimum Commitment": "How much do we have to buy at least?",
    "Volume Restriction": "Is there a limit to how much may be used?",
    "Ip Ownership Assignment": "Who owns the intellectual property in the results?",
    "Joint Ip Ownership": "What do both parties own together?",
    "License Grant": "What are we licensed to do?",
    "Non-Transferable License": "Can the licence be passed on?",
    "Affiliate License-Licensor": "Are rights of the licensor's affiliates included?",
    "Affiliate License-Licensee": "May our affiliates use it?",
    "Unlimited/All-You-Can-Eat-License": "Is use unlimited?",
    "Irrevocable Or Perpetual License": "Is the licence for ever?",
    "Source Code Escrow": "When is the source code handed over?",
    "Post-Termination Services": "What do they still owe when the contract has ended?",
    "Audit Rights": "May we look into their books?",
    "Uncapped Liability": "Where is liability unlimited?",
    "Cap On Liability": "How much are they liable for at most?",
    "Liquidated Damages": "What is the penalty for ending early?",
    "Warranty Duration": "How long is the warranty?",
    "Insurance": "What insurance do they need?",
    "Covenant Not To Sue": "May we challenge their rights in court?",
    "Third Party Beneficiary": "Can anybody else rely on the contract?",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "cuad")
    parser.add_argument("--contracts", type=int, default=0, help="Only so many of the dev part.")
    parser.add_argument("--without-kinds", action="store_true", help="Words alone, without the clauses that were read.")
    asked = parser.parse_args()
    gold: dict[str, Any] = json.loads((asked.data / "gold.json").read_text())
    split = json.loads((asked.data / "split.json").read_text())
    titles = sorted(title for title in gold if title in set(split["dev"]))[: asked.contracts or None]
    hits: dict[str, list[int | None]] = defaultdict(list)
    spent = 0.0
    for title in titles:
        text, spans = gold[title]["context"], gold[title]["spans"]
        kinds = [kind for kind in CLAUSES if spans.get(kind)]
        known = [] if asked.without_kinds else known_clauses(text)
        for kind in kinds:
            began = time.process_time()
            answers = ask(text, QUESTIONS[kind], clauses=known)
            spent += time.process_time() - began
            marked = [(span["start"], span["end"]) for span in spans[kind]]
            place = next(
                (n for n, one in enumerate(answers, 1) if any(one.start < e and s < one.end for s, e in marked)), None
            )
            hits[kind].append(place)
    for kind in CLAUSES:
        if hits[kind]:
            print(
                f"{kind:36} n={len(hits[kind]):3}  first {share(hits[kind], 1):.3f}  of three {share(hits[kind], 3):.3f}"
            )
    everything = [place for places in hits.values() for place in places]
    print(
        f"questions {len(everything)}  first {share(everything, 1):.3f}  of three {share(everything, 3):.3f}  of five {share(everything, 5):.3f}"
    )
    print(f"processor time of one question {1000 * spent / max(len(everything), 1):.0f} ms")


def known_clauses(text: str) -> list[Known]:
    """What the span reader is sure enough of."""
    return [Known(one.category, one.start, one.end, one.chance) for one in read_spans(text).spans if one.chance >= 0.2]


def share(places: list[int | None], most: int) -> float:
    """How many were answered within so many passages."""
    return sum(1 for place in places if place is not None and place <= most) / len(places)


if __name__ == "__main__":
    main()
