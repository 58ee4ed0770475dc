"""Train the span reader: python -m flowmono.intelligence.training --data ../shared/data/cuad --bench ../shared/bench --out WEIGHTS.npz

``--predictions FILE`` also writes the cross-fitted reading of each contract in the scorer's format; ``--keep FOLDER`` keeps the slow
first stage between runs on the same contracts.
"""

import argparse
import json
import sys
import time
from pathlib import Path

from flowmono.intelligence.spans.cuad_format import entries
from flowmono.intelligence.spans.model import WEIGHTS, save
from flowmono.intelligence.training.corpus import folds, load
from flowmono.intelligence.training.labels import Judge, load_scorer
from flowmono.intelligence.training.train import Training


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--parts", default="train+dev")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--version", default="1")
    asked = parser.parse_args()
    began = time.process_time()

    def say(words: str) -> None:
        sys.stderr.write(f"{time.process_time() - began:7.1f} s  {words}\n")

    contracts = load(asked.data, asked.parts)
    training = Training(contracts, folds(contracts, 5), Judge(load_scorer(asked.bench)), say, asked.keep)
    save(asked.out, training.run(asked.version))
    if asked.predictions:
        pairs = zip(contracts, training.readings, strict=True)
        found = {contract.title: entries(reading, contract.text) for contract, reading in pairs}
        asked.predictions.write_text(json.dumps(found), encoding="utf-8")
    say(f"written: {asked.out}, {asked.out.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
