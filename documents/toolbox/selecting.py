"""Which pages are meant: “1-3, 7, 10-” as a person writes it."""

import re

from documents.sayings import gettext_noop
from documents.toolbox.errors import ToolRefused

NO_SUCH_PAGE = gettext_noop("There is no page %(page)s; the last page is %(last)s. Choose another.")
_PART = re.compile(r"(\d+|last)?\s*(-)?\s*(\d+|last)?")


def select_pages(text: str, count: int) -> list[int]:
    """The pages meant, counted from 0, in the order written; "all", "odd", "even", "last", "3", "2-5", "7-", "-4", "9-5" and lists
    of these. Refuses what is no page of a document of `count` pages."""
    chosen: list[int] = []
    for part in filter(None, (piece.strip().lower() for piece in re.split(r"[,;]", text))):
        chosen.extend(_part(part, count))
    if not chosen:
        raise ToolRefused("no_pages", gettext_noop("No page was chosen. Write pages as in “1-3, 7, 10-”."))
    return chosen


def select_ranges(text: str, count: int) -> list[list[int]]:
    """As `select_pages`, each part of the list by itself."""
    parts = [select_pages(piece, count) for piece in re.split(r"[,;]", text) if piece.strip()]
    if not parts:
        raise ToolRefused("no_pages", gettext_noop("No page was chosen. Write ranges as in “1-3, 4-10, 11-”."))
    return parts


def _part(part: str, count: int) -> list[int]:
    words = {"all": range(count), "odd": range(0, count, 2), "even": range(1, count, 2)}
    if part in words:
        return list(words[part])
    match = _PART.fullmatch(part)
    if match is None or not (match[1] or match[3]):
        sentence = gettext_noop("“%(part)s” is no page or range. Write pages as in “1-3, 7, 10-”.")
        raise ToolRefused("bad_pages", sentence, part=part[:40])
    first = _number(match[1], count) if match[1] else 1
    if not match[2]:
        return [first - 1]
    final = _number(match[3], count) if match[3] else count
    step = 1 if final >= first else -1
    return [number - 1 for number in range(first, final + step, step)]


def _number(word: str, count: int) -> int:
    if len(word) > 7:
        raise ToolRefused("bad_pages", NO_SUCH_PAGE, page=f"{word[:20]}…", last=count)
    number = count if word == "last" else int(word)
    if not 1 <= number <= count:
        raise ToolRefused("bad_pages", NO_SUCH_PAGE, page=number, last=count)
    return number
