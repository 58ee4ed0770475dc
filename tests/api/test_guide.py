"""The commands in docs/api.md: each goes to an address that there is, by a method that it takes, with fields that it knows."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.api.description import description

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text()
KEY = "00000000-0000-0000-0000-000000000001"


def commands() -> list[str]:
    """Every curl command, with the lines that it goes on in."""
    whole = re.sub(r"\\\n\s*", " ", GUIDE)
    return [line.strip() for line in whole.splitlines() if line.strip().startswith("curl ")]


def parsed(command: str) -> tuple[str, str, dict[str, Any]]:
    """(method, path of the description, fields): every $NAME is some record's id."""
    words = shlex.split(re.sub(r"\$[A-Z]+", KEY, command.replace("$SITE", "https://flowmono.example.com")))
    method, address, fields = "GET", "", {}
    for word, after in zip(words[1:], [*words[2:], ""], strict=True):
        if word.startswith("https://"):
            address = word.partition("?")[0]
        elif word == "-X":
            method = after
        elif word == "-F":
            fields[after.partition("=")[0]] = after
        elif word == "-d":
            fields |= json.loads(after)
    path = address.removeprefix("https://flowmono.example.com").replace(KEY, "{id}")
    return method.lower(), path, fields


def test_there_are_commands_to_look_at() -> None:
    assert len(commands()) > 25


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_guide_is_one_that_the_description_knows(command: str) -> None:
    method, path, fields = parsed(command)
    operation = description()["paths"].get(path, {}).get(method)
    assert operation, f"{method} {path} is not described"

    known: set[str] = set()
    for content in operation.get("requestBody", {}).get("content", {}).values():
        shape = content["schema"]
        shape = description()["components"]["schemas"][shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape
        known |= set(shape.get("properties", {}))
    assert set(fields) <= known, f"{sorted(set(fields) - known)} of {path}; there are {sorted(known)}"
