"""The worked cases of the matching specification, exact: decision, code sets, amount and route."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from procurement.matching import Case, decide_scenarios, match

SCENARIOS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "scenarios" / "matching.jsonl"


def worked_cases():
    if not SCENARIOS.exists():
        return []
    return [json.loads(line) for line in SCENARIOS.read_text("utf-8").splitlines() if line.strip()]


@pytest.mark.skipif(not SCENARIOS.exists(), reason="the worked cases are not in this checkout")
@pytest.mark.parametrize("scenario", worked_cases(), ids=lambda scenario: f"{scenario['id']} {scenario['title']}")
def test_a_worked_case_is_decided_as_written(scenario):
    expected = scenario["expect"]

    verdict = match(Case.from_dict(scenario))

    assert str(verdict.decision) == expected["decision"]
    assert set(verdict.codes) == set(expected["codes"])
    assert set(expected["info"]) <= set(verdict.info)
    if expected["decision"] == "AUTHORIZE":
        assert verdict.authorize_amount == Decimal(expected["authorize_amount"])
        assert list(verdict.route) == expected["route"]


@pytest.mark.skipif(not SCENARIOS.exists(), reason="the worked cases are not in this checkout")
def test_a_file_of_scenarios_is_decided_line_by_line():
    answers = list(decide_scenarios(SCENARIOS.read_text("utf-8").splitlines()))

    assert [answer["id"] for answer in answers] == [scenario["id"] for scenario in worked_cases()]
    assert answers[0]["authorize_amount"] == "11900.00"
    assert not any("error" in answer for answer in answers)
