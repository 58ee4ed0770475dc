"""What cannot be undone asks before it is done: no button that ends, refuses or takes away something acts at the first click."""

import re

from tests.house.test_house import ROOT
from tests.house.test_routes import TABLE

ENDS = re.compile(
    r"(\w+_)?(block|cancel|close|decline|delete|dismiss|dispose|drop|hold|leave_out|lift|put_away|refuse|reject|remove|"
    r"retire|revoke|send_back|sign_out_everywhere|skip|stop|take_\w+|undo|void|waive|withdraw)(_\w+)?"
)
# What is undone with the next click, or is a page of its own that says what follows and asks.
UNDONE = {
    "contracts:reject_clause": "“Confirm” stands beside it, and it stays on the page.",
    "working:put_away": "“Bring back” stands in its place.",
    "working:undo": "“Redo” stands beside it.",
    "working:stop": "A step that was stopped leaves everything as it was, and is begun anew.",
}
TEMPLATES = {
    file.relative_to(ROOT).as_posix(): file.read_text()
    for file in (ROOT / "templates").rglob("*.html")
    if file.name != "styleguide.html"
}
POSTED = {route.split()[1] for route in TABLE.read_text().splitlines() if route.startswith("POST") and ":" in route}


def ending() -> set[str]:
    """The names of the addresses of pages whose POST ends something."""
    return {name for name in POSTED if ENDS.fullmatch(name.partition(":")[2])}


def test_a_form_that_ends_something_stands_in_a_dialog_that_asks() -> None:
    at_once = {
        (file, name)
        for file, text in TEMPLATES.items()
        for name in re.findall(r"<form[^>]*?action=\"\{% url ['\"]([a-z_:]+)['\"]", text)
        if name in ending() and name not in UNDONE
    }

    assert at_once == set()


def test_every_such_address_has_a_button_that_asks() -> None:
    asked = set()
    for text in TEMPLATES.values():
        named = dict(
            (variable, name) for name, variable in re.findall(r"\{% url ['\"]([a-z_:]+)['\"][^%]*? as (\w+) %\}", text)
        )
        openers = re.findall(
            r"\{% (?:confirm|decide|include \"components/decide\.html\")[^%]*?(?:action|url)=(\w+)", text
        )
        asked |= {named[variable] for variable in openers if variable in named}
        # The acts about keeping papers stand in one partial, for a contract and for a round without one.
        acts = re.findall(r"\{% confirm [^%]*?action=doors\.(\w+)", text)
        asked |= {f"{whose}:{act}" for whose in ("contracts", "keeping") for act in acts}

    assert "contracts:cancel" in asked
    assert sorted(ending() - asked - UNDONE.keys()) == []
