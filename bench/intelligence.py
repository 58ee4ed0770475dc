"""Score the embedded span reader on the contracts of the Contract Understanding Atticus Dataset that are at hand.

python bench/intelligence.py [--cross PRED.json] [--data DIR] [--bench DIR] [--contracts N]

By cross-validation: the training writes what models that never saw a contract's family say about it
(`python -m flowmono.intelligence.training … --predictions PRED.json`; without --cross it is run now, some minutes on one core).
Printed: the data's own scorer, the mean coverage at 98 % precision, P@80R with a bootstrap interval over contracts, and the processor
time and memory of the shipped reader per contract.
"""

import argparse
import importlib.util
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

DRAWS = 60


def load_scorer(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_cuad", folder / "score_cuad.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def train(data: Path, bench: Path, out: Path) -> None:
    """The cross-fitted predictions of all contracts at hand; the weights of this run are thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "flowmono.intelligence.training", "--data", str(data), "--bench", str(bench)]
        weights = ["--out", str(Path(folder) / "weights.npz"), "--predictions", str(out)]
        subprocess.run([*command, *weights], check=True, cwd=ROOT)


def interval(
    scorer: Any, gold: Any, predicted: Any, titles: list[str], categories: list[str]
) -> dict[str, tuple[float, float]]:
    """The middle 95 % of AUPR and P@80R over contracts drawn again and again."""
    chance = random.Random(1)
    drawn: dict[str, list[float]] = {"aupr": [], "p80": []}
    for _ in range(DRAWS):
        sample = [chance.choice(titles) for _ in titles]
        result = scorer.curve(gold, predicted, sample, categories)
        for name, values in drawn.items():
            values.append(result[name])
    return {name: (sorted(values)[1], sorted(values)[-2]) for name, values in drawn.items()}


def cost(gold: Any, titles: list[str]) -> None:
    """Processor time and peak memory of reading with the shipped weights, in this process."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = time.process_time()
    from flowmono.intelligence.spans.model import stored_model
    from flowmono.intelligence.spans.reader import read_spans

    stored_model()
    loaded = time.process_time() - began
    times = []
    for title in titles:
        began = time.process_time()
        read_spans(gold[title]["context"])
        times.append((time.process_time() - began, len(gold[title]["context"]), title))
    times.sort()
    slowest = times[-1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"CPU s per contract        loading {loaded:.2f}; median {times[len(times) // 2][0]:.2f}; mean {sum(one[0] for one in times) / len(times):.2f}; ",
        end="",
    )
    print(f"slowest {slowest[0]:.2f} ({slowest[1]} characters)")
    print(
        f"memory                    {peak:.0f} MB at most in this process, {before:.0f} MB before the reader was imported"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cross", type=Path)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "cuad")
    parser.add_argument("--bench", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--contracts", type=int, default=40, help="how many are read for the time")
    asked = parser.parse_args()
    split = json.loads((asked.data / "split.json").read_text(encoding="utf-8"))
    gold_text = (asked.data / "gold.json").read_text(encoding="utf-8")
    cross = asked.cross
    if cross is None:
        cross = Path(tempfile.mkdtemp()) / "predictions.json"
        train(asked.data, asked.bench, cross)
    cost(json.loads(gold_text), (split["train"] + split["dev"])[: asked.contracts])
    predicted = json.loads(cross.read_text(encoding="utf-8"))
    titles = [title for part in ("train", "dev") for title in split[part] if title in predicted]
    scorer, gold = load_scorer(asked.bench), json.loads(gold_text)
    with tempfile.TemporaryDirectory() as folder:
        parts, table = Path(folder) / "split.json", Path(folder) / "table.json"
        parts.write_text(json.dumps({"cross": titles}), encoding="utf-8")
        command = [
            sys.executable,
            str(asked.bench / "score_cuad.py"),
            "--gold",
            str(asked.data / "gold.json"),
            "--split",
            str(parts),
        ]
        done = subprocess.run(
            [*command, "--part", "cross", "--pred", str(cross), "--per-category", "--json", str(table)], check=False
        )
        fields = json.loads(table.read_text(encoding="utf-8"))["fields"]
    coverage = [field["cov98"][0] for field in fields.values()]
    print(f"mean coverage at 98 %     {sum(coverage) / len(coverage):.3f} over {len(coverage)} fields")
    categories = list(next(iter(gold.values()))["spans"])
    for name, (low, high) in interval(scorer, gold, predicted, titles, categories).items():
        print(f"{name:25s} {low:.3f} to {high:.3f} in 95 of 100 draws of contracts")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
