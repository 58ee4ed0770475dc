"""Every threat that the design lists for content that comes in and goes out has a test that shows what happens."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TABLE = ROOT / "tests" / "documents" / "threats" / "threats.txt"
WANTED = {"E1", "E2", "E3", "E4"}


def rows() -> list[list[str]]:
    lines = [line for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return [line.split() for line in lines]


@cache
def names_in(file: str) -> set[str]:
    return {node.name for node in ast.walk(ast.parse((ROOT / file).read_text())) if isinstance(node, ast.FunctionDef)}


def test_every_threat_has_a_row():
    assert {threat for threat, _file, _test in rows()} == WANTED


def test_every_row_names_a_test_that_there_is():
    assert [row for row in rows() if row[2] not in names_in(row[1])] == []
