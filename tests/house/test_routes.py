"""Every role × every page and endpoint: a table of the codes that each answers with, asked by real requests.

tests/house/routes.txt is the table. An address without a row fails; so does a row that no address has. Every record in
it belongs to somebody: "owner" asked for it, "vendor" is its vendor's contact; "other", "appr", "rival"
and "none" have no part in it. Each request is undone. To an endpoint
of the API the example of its description is sent, to a page an empty form; 400, 409 and 422 say that it is not what is needed now,
and that nothing was changed.

    FLOWMONO_WRITE_ROUTES=1 pytest -n 0 tests/house/test_routes.py    writes the table anew; read what changed.
"""

import functools
import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from flowmono.common.examples import example_of
from tests.api.description import description
from tests.house.company import COLUMNS, arguments, body_for, browser_of, make_company

pytestmark = pytest.mark.threats

TABLE = Path(__file__).with_name("routes.txt")
WRITING = bool(os.environ.get("FLOWMONO_WRITE_ROUTES"))
FOREIGN = ("admin/", "account/")
# Doors that anybody may open: what stands behind them says nothing about anybody.
OPEN = {"signing:verify", "signing:enter", "signing:thanks", "portal:ask", "portal:enter", "favicon"}
# Doors of a person who signs from outside, each with a proof of its own (a link and a code).
OUTSIDE = re.compile(r"signing:(document|code|decline_outside|\w+_outside)$")
# Records that are nobody's own: everybody who works inside the company reads them, outsiders do not.
FOR_ALL_INSIDE = {"standard-clause-detail": {"200"}}
DENIED = {"302", "401", "403", "404"}
# A program that only reads is kept apart from the table's many columns: tokens are for the API.
PAGES = tuple(column for column in COLUMNS if column != "token")


def addresses(
    resolver: URLResolver, prefix: str = "", namespace: str = ""
) -> Iterator[tuple[str, tuple[URLPattern, tuple[str, ...]]]]:
    """Each address of ours by its full name, with what has to be filled in."""
    for entry in resolver.url_patterns:
        where = prefix + str(entry.pattern)
        if where.startswith(FOREIGN):
            continue
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, where, inner)
        elif "<format>" not in where and "<drf_format_suffix" not in where:
            yield f"{namespace}{entry.name}", (entry, tuple(re.findall(r"<(?:\w+:)?(\w+)>", where)))


@functools.cache
def names() -> dict[str, tuple[URLPattern, tuple[str, ...]]]:
    return dict(addresses(get_resolver()))


def is_api(name: str) -> bool:
    return hasattr(names()[name][0].callback, "cls")


def verbs_of(entry: URLPattern) -> tuple[str, ...]:
    """The methods to try: those that an endpoint has; of a page both, since only it knows."""
    known = getattr(entry.callback, "actions", None)
    if known:
        return tuple(verb.upper() for verb in ("get", "post") if verb in known)
    return ("GET",) if hasattr(entry.callback, "cls") else ("GET", "POST")


def read_table() -> dict[tuple[str, str], dict[str, str]]:
    """(method, name) → column → code."""
    lines = [line for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    rows = {}
    for line in lines[1:]:
        method, name, *codes = line.split()
        rows[method, name] = dict(zip(COLUMNS, codes, strict=True))
    return rows


def write_table(asked: dict[tuple[str, str], dict[str, str]]) -> None:
    """A page that takes no notice of the method gets one row; contacts are led to their portal from what they read only."""

    def is_same(key: tuple[str, str]) -> bool:
        read = asked.get(("GET", key[1]), {})
        contacts = ("vendor", "rival")
        return all(read.get(column) == code for column, code in asked[key].items() if column not in contacts)

    rows = {key: codes for key, codes in asked.items() if key[0] == "GET" or not is_same(key)}
    widths = [max(len(column), 3) for column in COLUMNS]
    widest = max(len(name) for _method, name in rows)
    head = [f"{'#':4} {'address':{widest}}"] + [
        f"{column:>{width}}" for column, width in zip(COLUMNS, widths, strict=True)
    ]
    words = (
        "# Every role × every page and endpoint: the status that each answers with.",
        "# Columns: tests/house/company.py. Everything belongs to “owner”; “other”, “appr”, “rival” and “none” have no part in it.",
        "# A POST holds the description's example, or of a page an empty form: 400, 409 and 422 mean that nothing was changed.",
        "# 302 of a GET leads to the sign-in, or to the reader's own place; “–” is not asked.",
    )
    body = [
        " ".join(
            [
                f"{method:4} {name:{widest}}",
                *(f"{codes[column]:>{width}}" for column, width in zip(COLUMNS, widths, strict=True)),
            ]
        )
        for (method, name), codes in sorted(rows.items(), key=lambda row: (row[0][1], row[0][0]))
    ]
    TABLE.write_text("\n".join([*words, "", " ".join(head).replace("#   ", "verb", 1), *body, ""]))


@pytest.fixture(scope="module")
def asked(
    django_db_setup: None, django_db_blocker: Any, files_of_the_module: Any
) -> Iterator[dict[tuple[str, str], dict[str, str]]]:
    """Every request made once, for all tests here: (method, name) → column → code."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(NEEDS_YOU_COUNT=""):
        company = make_company()
        browsers = {column: browser_of(company, column) for column in COLUMNS}
        found: dict[tuple[str, str], dict[str, str]] = {}
        rows = set() if WRITING else set(read_table())
        for name in names():
            ask(company, browsers, name, found, rows)
        if WRITING:
            write_table(found)
        yield found
        transaction.set_rollback(True)


def ask(
    company: SimpleNamespace,
    browsers: dict[str, Client],
    name: str,
    found: dict[tuple[str, str], dict[str, str]],
    rows: set[tuple[str, str]],
) -> None:
    """Ask for one address by each method that it has; when the table is there, by those that it names."""
    entry, wanted = names()[name]
    places = arguments(company, name, wanted)
    assert places is not None, f"tests/house/company.py has nothing for {name}, which asks for {wanted}"
    address = reverse(name, kwargs=places)
    api = is_api(name)
    known = [method for method in ("GET", "POST") if (method, name) in rows]
    body = body_for(company, example_for(address, str(places.get("pk")))) if api else None
    for method in known or verbs_of(entry):
        codes = {
            column: (_code_of(browsers[column], method, address, body) if api or column in PAGES else "–")
            for column in (COLUMNS if not api else [c for c in COLUMNS if c != "signer"])
        }
        codes.setdefault("signer", "–")
        if "405" not in codes.values():
            found[method, name] = codes


def example_for(address: str, key: str) -> Any:
    """The example of what is sent to an endpoint; None for files, and for what takes nothing."""
    operation = description()["paths"].get(address.replace(f"/{key}/", "/{id}/"), {}).get("post", {})
    shape = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return example_of(shape, description()["components"]["schemas"]) if shape else None


def _code_of(browser: Client, method: str, address: str, body: Any = None) -> str:
    """The status, with everything undone: what is in the database, and the cookies that the answer took or gave."""
    cookies = browser.cookies.copy()
    with transaction.atomic():
        try:
            if method == "GET":
                answer = browser.get(address)
            elif body is None:
                answer = browser.post(address)
            else:
                answer = browser.post(address, body, content_type="application/json")
            if answer.streaming:
                b"".join(answer.streaming_content)  # type: ignore[arg-type]
        finally:
            transaction.set_rollback(True)
            browser.cookies = cookies
    return str(answer.status_code)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    rows = {name for _method, name in read_table()}

    assert sorted(set(names()) - rows) == [], "New addresses: add their rows, or write the table anew and read it."
    assert sorted(rows - set(names())) == [], "Rows of addresses that are gone."


def test_every_door_answers_as_the_table_says(asked: dict[tuple[str, str], dict[str, str]]) -> None:
    table = read_table()

    wrong = [
        f"{method} {name}: {column} got {codes[column]}, the table says {table[method, name][column]}"
        for (method, name), codes in asked.items()
        if (method, name) in table
        for column in COLUMNS
        if codes[column] != table[method, name][column]
    ]

    assert wrong == [], "\n".join(wrong)


# --- what must hold in the table, whatever stands in it --------------------------------------------------------------


def test_nothing_breaks() -> None:
    broken = [row for row, codes in read_table().items() if any(code.startswith("5") for code in codes.values())]

    assert broken == []


def test_a_stranger_gets_nothing_but_the_open_doors() -> None:
    open_doors = [
        f"{method} {name}"
        for (method, name), codes in read_table().items()
        if codes["anon"] not in (DENIED - {"302"} if is_api(name) else DENIED | {"405", "410"})
        and name not in OPEN
        and not OUTSIDE.match(name)
    ]

    assert open_doors == []


def test_a_token_without_scopes_opens_nothing() -> None:
    opened = [
        f"{method} {name}"
        for (method, name), codes in read_table().items()
        if is_api(name) and codes["token"] not in {"403", "405"} and name not in {"api-root", "api-schema"}
    ]

    assert opened == []


def test_whoever_has_no_part_in_a_record_does_not_learn_that_it_exists() -> None:
    """One record of somebody else: 404, or 403 where the whole kind is closed to the role; contacts are led to their portal.

    400 is for input that is wrong whatever the record, before anybody looks for it.
    """
    about_one = {
        (method, name): codes
        for (method, name), codes in read_table().items()
        if names()[name][1] and re.match(r"(contracts|procurement|vendors|signing|portal):|[a-z_-]+-[a-z-]+$", name)
        if name not in OPEN and not OUTSIDE.match(name) and not name.startswith("api-")
    }
    seen = [
        f"{method} {name}: {column} gets {codes[column]}"
        for (method, name), codes in about_one.items()
        for column, also in (("other", set()), ("none", set()), ("rival", {"302"}))
        if codes[column]
        not in {"400", "403", "404"} | also | (FOR_ALL_INSIDE.get(name, set()) if column == "other" else set())
    ]

    assert len(about_one) > 100
    assert seen == []


def test_auditors_look_and_change_nothing() -> None:
    """Their own profile, notices and views apart, nothing that an auditor sends is taken."""
    own = re.compile(r"(me|notices|approvals|listing|portal):|signing:(verify|enter)$")
    # The first two only read; the third answers on its page that an order must be chosen.
    untaken = {"contracts:export", "contract-export", "procurement:invoice_confirm"}
    taken = [
        f"{method} {name}: {codes['audit']}"
        for (method, name), codes in read_table().items()
        if method == "POST" and not own.match(name) and name not in untaken and not OUTSIDE.match(name)
        if codes["audit"] not in {"400", "403", "404", "409", "410", "422"}
    ]

    assert taken == []
