"""A made-up language: every word that went through gettext stands between ⟦ and ⟧, so that what did not can be seen."""

import ast
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from django.apps import apps
from django.db import models
from django.utils import translation
from lxml import etree, html

from flowmono.accounts import roles
from flowmono.common.scopes import all_scopes
from flowmono.governing.registry import KINDS

ROOT = Path(__file__).resolve().parents[2]
OURS = ("flowmono", "documents", "signing", "vendors", "contracts", "procurement")
OPEN, CLOSE = "⟦", "⟧"


@contextmanager
def speaking(asked: set[str] | None = None) -> Iterator[None]:
    """Inside, all translation functions answer in the made-up language; `asked` collects what they were asked for."""
    floor: Any = translation._trans  # type: ignore[attr-defined]
    collected = set() if asked is None else asked

    def said(words: str) -> str:
        collected.add(str(words))
        return f"{OPEN}{words}{CLOSE}" if str(words).strip() else str(words)

    answers: dict[str, Callable[..., str]] = {
        "gettext": said,
        "pgettext": lambda _context, words: said(words),
        "ngettext": lambda one, many, count: said(one if count == 1 else many),
        "npgettext": lambda _context, one, many, count: said(one if count == 1 else many),
    }
    before = {name: getattr(floor, name) for name in answers}
    for name, answer in answers.items():
        setattr(floor, name, answer)
    try:
        yield
    finally:
        for name, kept in before.items():
            setattr(floor, name, kept)


# --- what is data ----------------------------------------------------------------------------------------------------

_BRACKETS = re.compile(f"([{OPEN}{CLOSE}])")
_WORD = re.compile(r"[^\W_]+(?:['’.@_+-]+[^\W_]+)*")
# What needs no translation anywhere: codes, names of keys and formats, units that all languages share, our name.
_NEUTRAL = re.compile(
    r"^(?:[A-Z]{1,3}|[0-9a-f]{6,}|\S*\d\S*|\S+@\S+|[\w-]+(?:\.[\w-]+)+|flowmono|ctrl|esc|enter|shift|cmd|mac|"
    r"utc|pdf|docx?|csv|xlsx|json|xml|html|https?|word|api|iban|swift|kb|mb|ms|sha|url|pades|english|openapi|hello)$",
    re.IGNORECASE,
)
_SKIPPED = frozenset({"script", "style", "time", "code", "pre", "kbd", "textarea"})
_BLOCKS = frozenset(
    {
        *(
            "p",
            "div",
            "li",
            "ul",
            "ol",
            "td",
            "th",
            "tr",
            "table",
            "h1",
            "h2",
            "h3",
            "h4",
            "dt",
            "dd",
            "dl",
            "form",
            "label",
        ),
        *(
            "option",
            "section",
            "header",
            "footer",
            "nav",
            "main",
            "aside",
            "title",
            "legend",
            "button",
            "summary",
            "body",
        ),
        *(
            "details",
            "select",
            "fieldset",
            "caption",
            "figcaption",
            "blockquote",
            "dialog",
            "template",
            "text",
            "article",
        ),
    }
)
_SAID_IN = frozenset({"aria-label", "aria-description", "title", "placeholder", "alt", "hx-confirm", "label"})
# A single word that code knows too, such as a typeface or a department.
_CAPITALISED = re.compile(r"[A-Z][a-z]+")
# Where a word is always somebody's own, a job title that is the name of a role too.
_OWN = frozenset({("recipient", "title"), ("user", "title")})
# What a page carries for its scripts, that people do not read.
_FOR_SCRIPTS = re.compile(r"data-(inline-formset|live|copy|search|kind|title|of|page|lit|library|worker|picture)")


def words_of(text: str) -> list[str]:
    """The words of a text; "don't", "INV-1" and an address are one each."""
    return _WORD.findall(text)


def runs(words: list[str], length: int = 4) -> Iterator[tuple[str, ...]]:
    """Every so many words that follow each other."""
    return (tuple(words[at : at + length]) for at in range(len(words) - length + 1))


@functools.cache
def trees() -> dict[Path, ast.Module]:
    """The product's code, parsed; migrations apart."""
    paths = (path for app in OURS for path in sorted((ROOT / app).rglob("*.py")))
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths if "migrations" not in path.parts}


@dataclass(frozen=True)
class Texts:
    """What stands in quotation marks in some code: whole texts, and every four words that follow each other in one."""

    whole: frozenset[str]
    pieces: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, code: Iterable[ast.Module]) -> "Texts":
        whole = {
            node.value.strip()
            for tree in code
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        return cls(frozenset(whole), frozenset(run for text in whole for run in runs(words_of(text))))


@functools.cache
def literals() -> Texts:
    """Texts in the product's code."""
    return Texts.of(trees().values())


@functools.cache
def told() -> Texts:
    """Texts in the stories of which the company is made: somebody says or writes them there, whatever our code says too."""
    read: dict[str, ast.Module] = {}
    waiting = ["tests.house.company"]
    while waiting:
        path = ROOT.joinpath(*(name := waiting.pop()).split(".")).with_suffix(".py")
        if name in read or not path.is_file():
            continue
        read[name] = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(read[name]):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "tests":
                waiting += [str(node.module), *(f"{node.module}.{one.name}" for one in node.names)]
    return Texts.of(read.values())


@dataclass
class Data:
    """What people and programs wrote into the database: whole values, and every four words that stand together in one."""

    values: set[tuple[str, ...]] = field(default_factory=set)
    together: set[tuple[str, ...]] = field(default_factory=set)
    longest: int = 1

    def add(self, text: str) -> None:
        words = words_of(text)
        self.together.update(runs(words))
        if words and len(words) <= 20:
            self.values.add(tuple(words))
            self.longest = max(self.longest, len(words))

    def leave(self, text: str) -> str:
        """The words of a text that are no data, "" for none."""
        words, left, at = words_of(text), [], 0
        while at < len(words):
            known = self._known(words, at)
            if not known and not _NEUTRAL.match(words[at]) and any(letter.isalpha() for letter in words[at]):
                left.append(words[at])
            at += known or 1
        return " ".join(left)

    def _known(self, words: list[str], at: int) -> int:
        """How many words from here are one value, or stand together in one."""
        for length in range(min(self.longest, len(words) - at), 0, -1):
            if tuple(words[at : at + length]) in self.values:
                return length
        length = 0
        while tuple(words[at + length : at + length + 4]) in self.together:
            length += 1
        return length + 3 if length else 0


def data_of_the_database() -> Data:
    """All texts in our tables, without what code wrote there itself: choices, letters, sentences of its own.

    What administrators set up (categories, checklists, rules) is data wherever it first came from.
    """
    found = Data()
    set_up = set_up_by_administrators()
    for model in apps.get_models():
        if model.__module__.split(".")[0] in OURS and model.__name__ != "Letter":
            for name, text in _texts_of(model):
                own = model in set_up or (model._meta.model_name, name) in _OWN
                if own or not is_of_the_code(text):
                    for part in {text, *re.split(r"[\n\t]", text)}:
                        found.add(part)
    for name in (*map(str, apps.get_model("accounts", "User").objects.all()), *available_timezones(), *all_scopes()):
        found.add(name.replace("_", " "))
    return found


def set_up_by_administrators() -> set[Any]:
    """The models of what an administrator sets up."""
    others = (("contracts", "Category"), ("vendors", "ChecklistTemplate"), ("vendors", "ChecklistItem"))
    return {kind.model for kind in KINDS.values()} | {apps.get_model(*names) for names in others}


def is_of_the_code(text: str) -> bool:
    """True for a text that was translated as it was written down, and for one that stands in the code and in no story."""
    ours, theirs = literals(), told()
    if OPEN in text:
        return True
    if text.strip() in theirs.whole:
        return False
    if text.strip() in ours.whole and not (_CAPITALISED.fullmatch(text.strip()) and text not in roles.ALL):
        return True
    return any(run in ours.pieces and run not in theirs.pieces for run in runs(words_of(text)))


def _texts_of(model: Any) -> Iterator[tuple[str, str]]:
    kinds = (models.CharField, models.TextField, models.JSONField)
    fields = [one.attname for one in model._meta.concrete_fields if isinstance(one, kinds) and not one.choices]
    for row in model._base_manager.values_list(*fields) if fields else ():
        for name, value in zip(fields, row, strict=True):
            yield from ((name, text) for text in texts_in(value))


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value as JSON holds it; names of an object's values are none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one)


# --- what a page says ------------------------------------------------------------------------------------------------


def outside(text: str, depth: int = 0) -> tuple[str, int]:
    """What of a text stands outside the brackets, and how deep its end is inside them."""
    left = []
    for piece in _BRACKETS.split(text):
        if piece == OPEN:
            depth += 1
        elif piece == CLOSE:
            depth = max(0, depth - 1)
        elif not depth:
            left.append(piece)
    return " ".join(left), depth


def foreign_words(text: str, data: Data) -> str:
    """The words of a plain text that no translator was asked about; "" for none."""
    return data.leave(outside(text)[0])


def foreign_words_of_page(page: str, data: Data) -> list[str]:
    """Each piece of a page of HTML that shows words which no translator was asked about, with where it stands."""
    found: list[str] = []
    _walk(html.document_fromstring(page), data, found, 0)
    return found


def _walk(element: Any, data: Data, found: list[str], depth: int) -> int:
    """Read an element and what is in it; how deep in brackets the text after it begins."""
    if not isinstance(element.tag, str):
        return depth
    tag = etree.QName(element).localname
    for name, value in element.attrib.items():
        if _is_read(element, tag, name, value) and (words := foreign_words(value, data)):
            found.append(f"{_where(element)} {name}: {words}")
    if tag in _SKIPPED or element.get("translate") == "no" or _is_in_another_language(element, tag):
        return depth
    inside = _read(element.text, element, data, found, 0 if tag in _BLOCKS else depth)
    for child in element:
        inside = _walk(child, data, found, inside)
        inside = _read(child.tail, element, data, found, inside)
    return depth if tag in _BLOCKS else inside


def _is_in_another_language(element: Any, tag: str) -> bool:
    """True for a part that says which language it is in: it was written so by decision, and stays so for every reader."""
    return tag != "html" and element.get("lang") is not None


def _read(text: str | None, element: Any, data: Data, found: list[str], depth: int) -> int:
    if not text or text.isspace():
        return depth
    left, depth = outside(text, depth)
    if words := data.leave(left):
        found.append(f"{_where(element)}: {words}")
    return depth


def _is_read(element: Any, tag: str, name: str, value: str) -> bool:
    if name == "value":
        return tag == "input" and element.get("type") in {"submit", "button", "reset"}
    if name == "alt" and "/admin/img/" in element.get("src", ""):  # Django's own picture of yes and no
        return False
    if name in _SAID_IN:
        return tag not in {"time", "code"}
    return name.startswith("data-") and " " in value.strip() and not _FOR_SCRIPTS.match(name)


def _where(element: Any) -> str:
    css = (element.get("class") or "").split()
    return f"<{element.tag}{'.' + css[0] if css else ''}>"


def foreign_words_of_answer(value: Any, data: Data, names: Iterable[str]) -> list[str]:
    """The sentences under these names of an answer of the API that no translator was asked about."""
    found: list[str] = []
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in names:
                found += [f"{name}: {words}" for text in texts_in(inner) if (words := foreign_words(text, data))]
            else:
                found += foreign_words_of_answer(inner, data, names)
    elif isinstance(value, list):
        for inner in value:
            found += foreign_words_of_answer(inner, data, names)
    return found
