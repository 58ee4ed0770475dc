"""Every threat that the design lists for signed files and their doors has a test that shows what happens."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests" / "signing" / "threats.txt"
WANTED = {*(f"A{number}" for number in range(1, 25)), *(f"D{number}" for number in range(2, 7))}


def rows() -> list[tuple[str, str, str]]:
    lines = [line for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return [tuple(line.split()) for line in lines]


@cache
def names_in(file: str) -> set[str]:
    return {node.name for node in ast.walk(ast.parse((ROOT / file).read_text())) if isinstance(node, ast.FunctionDef)}


def test_every_threat_has_a_row():
    assert sorted({threat for threat, _file, _test in rows()} ^ WANTED) == []


def test_every_row_names_a_test_that_there_is():
    assert [row for row in rows() if row[2] not in names_in(row[1])] == []
