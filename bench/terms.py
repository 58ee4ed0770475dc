"""Score the embedded contract reader on a labelled set of terms.

python bench/terms.py PRED.jsonl [--data DIR] [--bench DIR] [--by] [--errors]

DIR holds terms.jsonl and texts/; the figures are printed by the data's own scorer. Beside them stands the time per
document.
"""

import argparse
import json
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from flowmono.intelligence.contracts.embedded import EmbeddedReader  # noqa: E402
from flowmono.intelligence.reader import Evidence, Reading, ScheduleItem  # noqa: E402


def amount(value: Decimal | None) -> str | None:
    """The amount as the labels write it."""
    return None if value is None else f"{value:f}"


def spans(evidence: Evidence, confidence: Decimal) -> dict[str, Any]:
    return {"start": evidence.start, "end": evidence.end, "quote": evidence.quote, "confidence": float(confidence)}


def line(item: ScheduleItem) -> dict[str, Any]:
    due = {"type": item.due.type, "value": item.due.value}
    if item.due.type == "period":
        due |= {"period": item.due.period, "count": item.due.count}
    return {
        "description": item.description, "kind": item.kind, "amount": amount(item.amount), "percent": amount(item.percent), "due": due,
        "acceptance": item.acceptance, "unit": item.unit, "optional": item.optional, "amount_is": item.amount_is,
        **spans(item.evidence, item.confidence),
    }  # fmt: skip


def prediction(name: str, reading: Reading) -> dict[str, Any]:
    """One line of PRED.jsonl."""
    total, terms = reading.total, reading.payment_terms
    return {
        "id": name,
        "orderable": reading.orderable,
        "why_not": reading.why_not,
        "payer": reading.payer and reading.payer.value,
        "payee": reading.payee and reading.payee.value,
        "currency": reading.currency and reading.currency.value,
        "total_value": total
        and {"amount": amount(total.amount), "kind": total.kind, **spans(total.evidence, total.confidence)},
        "payment_terms": terms
        and {"days": terms.days, "from": terms.counted_from, **spans(terms.evidence, terms.confidence)},
        "schedule": [line(item) for item in reading.schedule],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "terms")
    parser.add_argument("--bench", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--by", action="store_true")
    parser.add_argument("--errors", action="store_true")
    asked = parser.parse_args()
    reader = EmbeddedReader()
    times, lines = [], []
    for row in (asked.data / "terms.jsonl").read_text(encoding="utf-8").splitlines():
        name = json.loads(row)["id"]
        with (asked.data / "texts" / f"{name}.txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        began = time.process_time()
        reading = reader.read(text)
        times.append((time.process_time() - began, name))
        lines.append(json.dumps(prediction(name, reading), ensure_ascii=False))
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
