"""Labels on contracts that were filed, joined with the texts they were made on."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent


class TextsMissing(Exception):
    """The contracts that the labels speak of are not on this machine."""


def written_out(sample: str, gold: Path, folder: Path) -> Path:
    """Write the sample as terms.jsonl and texts/ below the folder, in the shape the scorer takes."""
    if not gold.is_file():
        raise TextsMissing(f"The contracts of this sample are not here: {gold} is missing.")
    contracts = json.loads(gold.read_text(encoding="utf-8"))
    texts = folder / "texts"
    texts.mkdir(parents=True)
    lines = []
    for line in (FOLDER / f"{sample}.jsonl").read_text(encoding="utf-8").splitlines():
        label: dict[str, Any] = json.loads(line)
        text = contracts[label["title"]]["context"]
        for party in label["counterparties"]:
            party["name"] = " ".join(text[party["start"] : party["end"]].split())
        (texts / f"{label['id']}.txt").write_text(text, encoding="utf-8", newline="")
        lines.append(json.dumps(label, ensure_ascii=False))
    (folder / "terms.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
