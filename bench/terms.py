"""Score the embedded contract reader on a labelled set of terms.

python bench/terms.py PRED.jsonl [--data DIR | --strange a|b|c|d|e | --real t1|t2|late] [--bench DIR] [--by] [--errors]

DIR holds terms.jsonl and texts/; the figures are printed by the data's own scorer. Beside them stands the time per
document. The strange contracts (bench/strange_terms) are invented: 116 drafts of many trades and countries with their labels, each set
written by somebody who knew neither the reader nor the data it was made on. The real ones (bench/real_terms) are labels on filed
contracts that no rule was made on; the texts come from CUAD's gold.json below --contracts.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.real_terms import TextsMissing, written_out  # noqa: E402
from flowmono.intelligence.management.commands.predict_terms import terms_of  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "terms")
    parser.add_argument("--bench", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--strange", choices=("a", "b", "c", "d", "e"), help="a set of invented contracts instead")
    parser.add_argument("--real", choices=("t1", "t2", "late"), help="a sample of filed contracts instead")
    parser.add_argument("--contracts", type=Path, default=ROOT.parent / "shared" / "data" / "cuad")
    parser.add_argument("--by", action="store_true")
    parser.add_argument("--errors", action="store_true")
    asked = parser.parse_args()
    if asked.strange:
        asked.data = ROOT / "bench" / "strange_terms" / asked.strange
    if not asked.real:
        return score(asked)
    with tempfile.TemporaryDirectory() as folder:
        try:
            asked.data = written_out(asked.real, asked.contracts / "gold.json", Path(folder) / asked.real)
        except TextsMissing as problem:
            print(problem)
            return 0
        return score(asked)


def score(asked: argparse.Namespace) -> int:
    """Read every document of the asked set, then let the set's scorer print its figures."""
    times, lines = [], []
    for row in (asked.data / "terms.jsonl").read_text(encoding="utf-8").splitlines():
        name = json.loads(row)["id"]
        began = time.process_time()
        terms = terms_of(asked.data / "texts" / f"{name}.txt")
        times.append((time.process_time() - began, name))
        lines.append(json.dumps(terms, ensure_ascii=False))
    asked.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    slowest = max(times)
    print(
        f"{'documents read':28s} {len(times)} in {sum(cpu for cpu, _ in times):.2f} s CPU; slowest {slowest[1]} "
        f"{slowest[0]:.2f} s"
    )
    flags = [flag for flag, on in (("--by", asked.by), ("--errors", asked.errors)) if on]
    command = [sys.executable, str(asked.bench / "score_terms.py"), str(asked.data / "terms.jsonl"), str(asked.output)]
    return subprocess.run([*command, "--texts", str(asked.data / "texts"), *flags], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
