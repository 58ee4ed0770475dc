"""Nothing is said that a translator was not asked about: pages, letters, answers of the API, papers, templates, scripts.

Pages, letters and answers are read in a made-up language (tests/house/pseudo.py) in which every translated word stands in
brackets; what stands outside must be somebody's data. Templates, code and scripts are read as they are written, so that
branches which no page here takes are seen too.
"""

import ast
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from django.apps import apps
from django.contrib.admin import site
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise

from documents.converter import ConversionRefused
from documents.converter.sandbox import convert_in_child
from documents.telling import words_of
from documents.working.running import tried
from flowmono.common.models import Company
from flowmono.common.refusals import Invalid, reason_of
from flowmono.common.templatetags.writing import say_moment
from flowmono.outbox.models import Letter
from flowmono.outbox.words import said_by_names
from signing import certificate_pdf
from tests.house import pseudo
from tests.house.company import arguments, body_for, browser_of, make_company
from tests.house.test_routes import example_for, is_api, names, read_table
from tests.signing.crypto.test_certificate_pdf import COMPLETION

# Who is asked first to open a page.
READERS = ("admin", "proc", "fin", "legal", "owner", "appr", "sign", "vendor", "signer", "none", "anon")
# The reference for programmers is written in English, from the docstrings of the API.
REFERENCE = frozenset({"api-chapter", "api-docs", "api-problems", "api-schema", "api-root"})
SENTENCES = frozenset({"detail", "title", "message", "errors", "how_to_fix"})


class Said:
    """What was found, by the words that nobody can translate."""

    def __init__(self) -> None:
        self.found: dict[str, set[str]] = defaultdict(set)

    def note(self, words: list[str], where: str) -> None:
        for one in words:
            self.found[one].add(where)

    def told(self) -> str:
        return "\n".join(f"{words}   ({len(at)}: {min(at)})" for words, at in sorted(self.found.items()))


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: Any, files_of_the_module: Any) -> Iterator[SimpleNamespace]:
    """The company with one of everything, made and read in the made-up language."""
    with (
        pseudo.speaking(),
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(NEEDS_YOU_COUNT=""),
    ):
        found = make_company()
        found.people["admin"].is_staff = found.people["admin"].is_superuser = True
        found.people["admin"].save()
        found.browsers = {column: browser_of(found, column) for column in READERS}
        found.data = pseudo.data_of_the_database()
        yield found
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def files_stay_here(files_of_the_module: Any, settings: Any) -> None:
    """Pages are read where the company put its papers; from a storage of the test's own they would only say what is missing."""
    settings.STORAGES = files_of_the_module


def fetch(browser: Client, method: str, address: str, body: Any = None) -> Any:
    """An answer, with everything undone afterwards."""
    cookies = browser.cookies.copy()
    with transaction.atomic():
        try:
            if body is not None:
                return browser.post(address, body, content_type="application/json")
            return browser.get(address) if method == "GET" else browser.post(address)
        finally:
            transaction.set_rollback(True)
            browser.cookies = cookies


def page_of(answer: Any) -> str:
    is_page = "html" in answer.get("Content-Type", "") and not answer.streaming
    return answer.content.decode().strip() if is_page else ""


def test_every_page_can_be_translated(company: SimpleNamespace) -> None:
    said, opened = Said(), 0

    for (method, name), codes in read_table().items():
        if is_api(name) or name in REFERENCE or method != "GET":
            continue
        address = reverse(name, kwargs=arguments(company, name, names()[name][1]))
        may = [column for column in READERS if codes[column] not in {"302", "403", "404", "405", "410"}]
        # Of one record, whoever works with it is shown more than who looks at it.
        for column in may[: 2 if names()[name][1] else 1]:
            if page := page_of(fetch(company.browsers[column], "GET", address)):
                opened += 1
                said.note(pseudo.foreign_words_of_page(page, company.data), f"{name} as {column} sees it")

    assert opened > 100
    assert said.found == {}, said.told()


def test_every_page_of_the_administration_and_of_ones_account_can_be_translated(company: SimpleNamespace) -> None:
    said, opened = Said(), 0
    addresses = [(reverse(name), "admin") for name in ("admin:index", "account_change_password", "mfa_index")]
    addresses += [(reverse(name), "anon") for name in ("account_login", "account_reset_password")]
    # Records are looked at there as they are kept, codes and all; what is set up there is read by everybody.
    for model in sorted(pseudo.set_up_by_administrators() & set(site._registry), key=lambda one: one._meta.label):
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses += [(reverse(f"{name}_changelist"), "admin"), (reverse(f"{name}_add"), "admin")]
        first = model._default_manager.first()
        addresses += [(reverse(f"{name}_change", args=[first.pk]), "admin")] if first is not None else []

    for address, column in addresses:
        if page := page_of(fetch(company.browsers[column], "GET", address)):
            opened += 1
            said.note(pseudo.foreign_words_of_page(page, company.data), address)

    assert opened > 15
    assert said.found == {}, said.told()


def test_every_refusal_and_form_with_errors_can_be_translated(company: SimpleNamespace) -> None:
    said, opened = Said(), 0

    for (method, name), codes in read_table().items():
        if is_api(name) or name in REFERENCE or method != "POST":
            continue
        address = reverse(name, kwargs=arguments(company, name, names()[name][1]))
        by_code = {
            codes[column]: column
            for column in reversed(READERS)
            if codes[column] in {"200", "400", "403", "409", "422"}
        }
        for code, column in by_code.items():
            if page := page_of(fetch(company.browsers[column], "POST", address)):
                opened += 1
                said.note(pseudo.foreign_words_of_page(page, company.data), f"{name}: {code} for {column}")

    assert opened > 60
    assert said.found == {}, said.told()


def test_every_letter_can_be_translated(company: SimpleNamespace) -> None:
    said = Said()

    letters = list(Letter.objects.all())
    for letter in letters:
        lines = [letter.subject, *(line for line in re.sub(r"https?://\S+", "", letter.body).split("\n"))]
        words = [found for line in lines if (found := pseudo.foreign_words(line, company.data))]
        said.note(words, letter.key.split(":")[0])

    assert len(letters) >= 5
    assert said.found == {}, said.told()


def test_every_refusal_of_the_api_can_be_translated(company: SimpleNamespace) -> None:
    said, asked = Said(), 0

    for (method, name), codes in read_table().items():
        if not is_api(name) or name in REFERENCE or method != "POST":
            continue
        places = arguments(company, name, names()[name][1]) or {}
        address = reverse(name, kwargs=places)
        examples = ({}, body_for(company, example_for(address, str(places.get("pk")))))
        columns = {
            codes[column]: column for column in ("proc", "fin", "none") if codes[column] in {"400", "403", "409"}
        }
        for column in columns.values():
            for example in examples:
                answer = fetch(company.browsers[column], "POST", address, example or {})
                if answer.status_code >= 400:
                    asked += 1
                    said.note(
                        pseudo.foreign_words_of_answer(answer.json(), company.data, SENTENCES), f"{name} for {column}"
                    )

    assert asked > 40
    assert said.found == {}, said.told()


def test_the_papers_that_we_draw_can_be_translated(company: SimpleNamespace) -> None:
    facts = {"order": company.order, "lines": company.order.lines.all(), "company": Company.here()}
    for text in pseudo.texts_in(
        [*map(str, vars(COMPLETION).values()), *(v for p in COMPLETION.parties for v in map(str, vars(p).values()))]
    ):
        company.data.add(text)
    for event in COMPLETION.events:
        company.data.add(event.what), company.data.add(event.actor)

    order = render_to_string("procurement/order_pdf.html", {**facts, "vendor": company.order.vendor})
    certificate = certificate_pdf._document(COMPLETION, COMPLETION.completed_at)

    assert pseudo.foreign_words_of_page(order, company.data) == []
    assert pseudo.foreign_words_of_page(certificate, company.data) == []


# --- as it is written ------------------------------------------------------------------------------------------------

_UNREAD = (
    r"\{% comment.*?endcomment %\}|\{#.*?#\}|<!--.*?-->|\{% blocktrans(?:late)?\b.*?\{% endblocktrans(?:late)? %\}"
    r"|<(script|style|svg|code|pre|kbd)\b.*?</\1>|\{%.*?%\}|\{\{.*?\}\}"
)
_SHOWN = re.compile(
    r"""\b(?:aria-label|title|placeholder|alt|data-label|data-words|data-one|data-many)=["']([^"'<>]*)["']|>([^<>]+)<"""
)


def test_no_template_holds_words_of_its_own() -> None:
    known = {"Flowmono", "SHA-256", "PAdES", "ms", "·"}
    bare = []

    for path in sorted((pseudo.ROOT / "templates").rglob("*.*")):
        text = path.read_text(encoding="utf-8")
        if path.name in {"styleguide.html", "problems.html"}:  # names of tags and of values of the API
            continue
        left = re.sub(_UNREAD, " ", text, flags=re.DOTALL)
        shown = left.split("\n") if path.suffix == ".txt" else ["".join(found) for found in _SHOWN.findall(left)]
        shown = [re.sub(r"https?://\S*|/\w+/|\?\w+=", " ", unescape(words)) for words in shown]
        bare += [
            f"{path.name}: {words.strip()}"
            for words in shown
            if re.search(r"[^\W\d_]{2,}", words) and not set(words.split()) <= known
        ]

    assert bare == []


_SAYS = frozenset({"gettext", "gettext_lazy", "_", "ngettext", "pgettext", "ngettext_lazy", "format_lazy"})
_REFUSES = frozenset({"Conflict", "NotAllowed", "Invalid", "Refused", "ValidationError"})
_TOLD_TO_PEOPLE = frozenset(
    {"sentence", "subject", "because", "verbose_name", "empty_label", "label", "help_text", "title"}
)


def bare_words(node: ast.AST) -> bool:
    """True for a text that is written as it is, alone, with values in it, or as one of two."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(re.search(r"[^\W\d_]{2,} [^\W\d_]{2,}", node.value))
    if isinstance(node, ast.JoinedStr):
        parts = [str(part.value) for part in node.values if isinstance(part, ast.Constant)]
        return any(" " in part and re.search(r"[^\W\d_]{2,}", part) for part in parts)
    if isinstance(node, ast.BinOp):
        return bare_words(node.left) or bare_words(node.right)
    return isinstance(node, ast.IfExp) and (bare_words(node.body) or bare_words(node.orelse))


def test_no_refusal_message_or_label_in_code_is_bare() -> None:
    bare = []
    # What programmers read: the description of the API, commands of the machine.
    apart = {"api.py", "describing.py", "examples.py"}

    for path, tree in pseudo.trees().items():
        if path.name in apart or "management" in path.parts:
            continue
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = getattr(call.func, "id", "") or getattr(call.func, "attr", "")
            of_messages = getattr(getattr(call.func, "value", None), "id", "") == "messages"
            told = [*call.args[:1]] if name in _REFUSES else [*call.args[1:2]] if of_messages else []
            told += [word.value for word in call.keywords if word.arg in _TOLD_TO_PEOPLE]
            bare += [f"{path.name}:{call.lineno} {ast.unparse(one)}" for one in told if bare_words(one)]

    assert bare == []


# Refusals of code that knows no reader: (code, sentence, facts).
_REFUSES_WITH_A_CODE = frozenset({"ToolRefused", "ConversionRefused", "SaidRefusal"})


def test_what_tools_and_the_converter_refuse_is_no_bare_text() -> None:
    bare, seen = [], 0

    for path, tree in pseudo.trees().items():
        named: dict[str, list[ast.expr]] = defaultdict(list)
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                named[node.targets[0].id].append(node.value)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if getattr(call.func, "id", "") in _REFUSES_WITH_A_CODE and len(call.args) > 1:
                seen += 1
                told = call.args[1]
                written = named.get(told.id, []) if isinstance(told, ast.Name) else [told]
                is_text = any(bare_words(one) or ast.unparse(one).startswith("str(") for one in written)
                bare += [f"{path.name}:{call.lineno} {ast.unparse(told)}"] if is_text else []

    assert seen > 80
    assert bare == []


def test_what_a_tool_refuses_is_said_in_the_readers_language_with_its_reasons() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["invoice.xml"] = b"<invoice/>"
    pdf.save(kept := io.BytesIO())
    files = [kept.getvalue()]

    with pseudo.speaking():
        for tool, given, options in (
            ("archive", files, {}),
            ("extract", files, {"pages": "7"}),
            ("extract", [b"no pdf at all"], {"pages": "1"}),
            ("unlock", files, {"password": "correct horse"}),
            ("compare", [b"PK\x03\x04 cut off", *files], {}),
        ):
            with pytest.raises(Invalid) as refusal:
                tried(tool, given, options)
            assert pseudo.foreign_words(refusal.value.message, pseudo.Data()) == "", refusal.value.message
        with pytest.raises(ConversionRefused) as refused:
            convert_in_child(b"no document at all")
        assert words_of(refused.value) == "⟦This is not a Word document: upload a .docx file.⟧"


def test_no_script_has_words_of_its_own() -> None:
    """Scripts take their words from the page: data- attributes, or templates in it."""
    words = re.compile(r"""["'`]([^"'`\n]*?[^\W\d_]{2,} [^\W\d_]{2,}[^"'`\n]*?)["'`]""")
    spoken = re.compile(r"(?:^|\s)[^\W\d_]{2,}[,.]? [^\W\d_]{2,}(?:[\s.,]|$)")
    bare = []

    for path in sorted((pseudo.ROOT / "static" / "js").glob("*.js")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            code = re.sub(r"^\s*//.*|\s//\s.*|/\*.*?\*/", "", line)
            if "console." not in code and not re.search(r"=== |querySelector|matches\(|closest\(|viewBox", code):
                bare += [f"{path.name}: {found}" for found in words.findall(code) if spoken.search(found)]

    assert bare == []


def test_states_choices_and_names_of_fields_are_said_in_the_readers_language() -> None:
    numbers = re.compile(r"^[\W\d_]*$")
    bare = []

    for model in apps.get_models():
        if model.__module__.split(".")[0] not in pseudo.OURS or model.__name__.startswith("Historical"):
            continue
        for field in model._meta.local_fields:
            said = [field.verbose_name, field.help_text, *(label for _value, label in field.flatchoices)]
            bare += [
                f"{model.__name__}.{field.name}: {one}"
                for one in said
                if not isinstance(one, Promise) and not numbers.match(str(one))
            ]

    assert bare == []


def test_a_policys_reason_is_said_in_the_readers_language() -> None:
    def may(by: object) -> bool:
        """Finance makes payments."""
        return False

    with pseudo.speaking():
        assert reason_of(may) == "⟦Finance makes payments.⟧"


# Words that code keeps in English and says through one of these: gather_words finds them where they are kept.
_SAID_BY_NAME = frozenset(
    {
        "administering.py", "naming.py", "refusals.py", "flowmono.py", "writing.py", "evidence.py", "inbox.py", "views.py",
        "watches.py", "certificate_pdf.py", "terms.py", "decision.py", "for_vendors.py", "words.py", "invoices.py", "telling.py",
        "scopes.py",
    }
)  # fmt: skip


def test_translators_find_every_word_that_code_asks_for() -> None:
    """A text that is not written in the call itself is not found by reading the code."""
    hidden = []

    for path, tree in pseudo.trees().items():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if (
                getattr(call.func, "id", "") in _SAYS - {"format_lazy"}
                and not isinstance(call.args[0], ast.Constant)
                and path.name not in _SAID_BY_NAME
            ):
                hidden.append(f"{path.name}:{call.lineno} {ast.unparse(call)}")

    assert hidden == []


def test_translators_find_the_words_that_names_say() -> None:
    found = {str(words).strip(pseudo.OPEN + pseudo.CLOSE) for words, _where, _line in said_by_names()}

    assert {
        "Finance makes payment files and enters what the bank confirms.",  # the docstring of a policy
        "Contract signed",  # an event
        "Open workspace",  # what it starts
        "Vendor contact",  # a role
        "Owed since",  # a key of evidence
        "The document is not an invoice (found: {found}). Send an invoice.",  # a sentence of the matcher
        "valid from",  # a field
    } <= found


def test_a_moment_in_a_sentence_is_told_in_the_readers_zone() -> None:
    with timezone.override("Asia/Tokyo"):
        assert say_moment(datetime(2027, 3, 1, 20, 30, tzinfo=UTC)) == "2 Mar 2027, 05:30 JST"
    with timezone.override("Europe/Berlin"), translation.override("de"):
        assert say_moment(datetime(2027, 3, 1, 20, 30, tzinfo=UTC)) == "01.03.2027, 21:30 CET"
