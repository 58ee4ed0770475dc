"""The tools as people are offered them: what each is called, where its result goes, and what it needs."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Result(StrEnum):
    """Where the result of a tool goes."""

    STEP = "step"  # the next version of the document, which can be undone
    PAPER = "paper"  # one or more new documents beside it; the document stays as it is
    FILE = "file"  # a file to download


@dataclass(frozen=True)
class Offer:
    """One tool. words: what it does in a line. with_files: it takes further files. many: it can be done with many at once."""

    tool: str
    label: str | Promise
    words: str | Promise
    icon: str
    group: str
    result: Result = Result.STEP
    with_files: bool = False
    many: bool = False


GROUPS: tuple[tuple[str, str | Promise], ...] = (
    ("pages", _("Pages")),
    ("marks", _("Writing on pages")),
    ("file", _("The file as a whole")),
    ("apart", _("Put together and take apart")),
    ("secret", _("What others may see")),
)

_ALL = (
    Offer(
        "insert",
        _("Insert pages"),
        _("From a file of yours or another document"),
        "file-plus",
        "pages",
        with_files=True,
    ),
    Offer("extract", _("Extract pages"), _("A new document of some pages"), "copy", "pages", Result.PAPER),
    Offer("rotate", _("Turn pages"), _("All pages, or some by their numbers"), "rotate-cw", "pages"),
    Offer("delete", _("Take pages out"), _("By their numbers"), "trash-2", "pages"),
    Offer("reorder", _("Put pages in order"), _("By their numbers"), "list-ordered", "pages"),
    Offer("number", _("Number pages"), _("“Page 3 of 12”, where you want it"), "hash", "marks", many=True),
    Offer("bates", _("Bates numbers"), _("A running number on every page"), "scan-line", "marks", many=True),
    Offer(
        "head_and_foot",
        _("Header and footer"),
        _("Text at the head and foot of pages"),
        "panel-top",
        "marks",
        many=True,
    ),
    Offer("stamp", _("Stamp"), _("A word or a picture on pages"), "stamp", "marks", with_files=True),
    Offer("watermark", _("Watermark"), _("Large and pale across the page"), "droplet", "marks", with_files=True),
    Offer("compress", _("Make it smaller"), _("Says what it saved; never larger"), "shrink", "file", many=True),
    Offer(
        "recognise", _("Read a scan (OCR)"), _("Makes the words of a scan searchable"), "scan-text", "file", many=True
    ),
    Offer("archive", _("For the archive (PDF/A)"), _("Readable in decades, checked"), "archive", "file", many=True),
    Offer("flatten", _("Flatten"), _("Form fields and notes become part of the page"), "layers", "file", many=True),
    Offer("repair", _("Mend a damaged file"), _("As far as it can be followed"), "wrench", "file"),
    Offer(
        "merge", _("Join documents"), _("Several documents become one"), "combine", "apart", Result.PAPER, True, True
    ),
    Offer("split", _("Split"), _("By ranges, every few pages, bookmark or size"), "split", "apart", Result.PAPER),
    Offer("pictures", _("Pictures to PDF"), _("One page for each picture"), "image-plus", "apart", Result.PAPER, True),
    Offer("text", _("Take the text out"), _("As a plain text file"), "file-type", "apart", Result.FILE),
    Offer(
        "redact", _("Redact"), _("What is blacked out is gone from the copy"), "square-dashed", "secret", Result.PAPER
    ),
    Offer(
        "clean",
        _("Remove hidden data"),
        _("Author, dates, attachments, scripts"),
        "brush-cleaning",
        "secret",
        many=True,
    ),
    Offer("protect", _("Protect with a password"), _("A copy that only opens with it"), "lock", "secret", Result.PAPER),
    Offer("unlock", _("Take a password off"), _("A copy without it"), "lock-open", "secret", Result.PAPER),
)
OFFERS: dict[str, Offer] = {offer.tool: offer for offer in _ALL}


def grouped(*, in_place: bool) -> Iterator[tuple[str | Promise, list[Offer]]]:
    """The tools under their headings; for a document that stays as it is, those whose result lies beside it."""
    for key, title in GROUPS:
        found = [offer for offer in _ALL if offer.group == key and (in_place or offer.result != Result.STEP)]
        if found:
            yield title, found


def missing_packages(tool: str) -> list[str]:
    """The packages without which a tool cannot work here."""
    wanted: dict[str, Any] = {"recognise": ("rapidocr", "onnxruntime")}
    return [name for name in wanted.get(tool, ()) if find_spec(name) is None]
