"""Labels on filed contracts are joined with the texts they were made on, or said to be without them."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from bench.real_terms import FOLDER, TextsMissing, written_out

SAMPLES = sorted(path.stem for path in FOLDER.glob("*.jsonl"))


def test_a_sample_without_its_contracts_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(TextsMissing, match="missing"):
        written_out(SAMPLES[0], tmp_path / "gold.json", tmp_path / "out")


@pytest.mark.parametrize("sample", SAMPLES)
def test_names_are_cut_out_of_the_contract_by_their_place(sample: str, tmp_path: Path) -> None:
    labels = [json.loads(line) for line in (FOLDER / f"{sample}.jsonl").read_text().splitlines()]
    gold = tmp_path / "gold.json"
    gold.write_text(json.dumps({label["title"]: {"context": "Word " * 30_000} for label in labels}))

    folder = written_out(sample, gold, tmp_path / "out")

    written = [json.loads(line) for line in (folder / "terms.jsonl").read_text().splitlines()]
    assert [label["id"] for label in written] == [label["id"] for label in labels]
    assert all(party["name"].strip("Word ") == "" for label in written for party in label["counterparties"])
    assert {path.stem for path in (folder / "texts").iterdir()} == {label["id"] for label in labels}


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_words_of_a_contract_are_kept_beside_the_values(sample: str) -> None:
    for line in (FOLDER / f"{sample}.jsonl").read_text().splitlines():
        label = json.loads(line)
        assert "quote" not in line
        for item in label["schedule"]:
            assert item["start"] < item["end"]
            assert item["amount"] is None or Decimal(item["amount"]) > 0
