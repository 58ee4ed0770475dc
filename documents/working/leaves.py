"""Where each page of a result comes from: pure rules on what a tool was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents.toolbox.selecting import select_pages

# Tools that draw only on the pages that their option `pages` names; every other tool that is not below touches all pages.
_ON_CHOSEN = {"stamp", "watermark", "head_and_foot"}
# Tools that leave what is to be seen as it is.
_LOOKS_THE_SAME = {"clean", "archive", "recognise", "flatten"}


@dataclass(frozen=True)
class Leaf:
    """One page of the result: which file it comes from (0 is the document), its page there from 1, whether it looks as it did
    there, and by how much it was turned."""

    file: int
    page: int
    same: bool = True
    turned: int = 0


def leaves_of(tool: str, options: Mapping[str, Any], counts: Sequence[int]) -> list[Leaf]:
    """The pages that a tool makes of files with these numbers of pages, in their order. Raises ToolRefused for pages that there
    are not."""
    count = counts[0]
    if tool in {"reorder", "extract"}:
        written = options["order"] if tool == "reorder" else options["pages"]
        return [Leaf(0, number + 1) for number in select_pages(str(written), count)]
    if tool == "delete":
        gone = set(select_pages(str(options["pages"]), count))
        return [Leaf(0, number + 1) for number in range(count) if number not in gone]
    if tool == "insert":
        new = [Leaf(1, number + 1) for number in select_pages(str(options.get("pages", "all")), counts[1])]
        before = int(options["before"]) - 1
        return [*(Leaf(0, n + 1) for n in range(before)), *new, *(Leaf(0, n + 1) for n in range(before, count))]
    if tool == "merge":
        return [Leaf(file, n + 1) for file, pages in enumerate(counts) for n in range(pages)]
    touched = _touched(tool, options, count)
    turned = int(options["degrees"]) % 360 if tool == "rotate" else 0
    return [
        Leaf(0, number + 1, same=number not in touched, turned=turned if number in touched else 0)
        for number in range(count)
    ]


def _touched(tool: str, options: Mapping[str, Any], count: int) -> set[int]:
    if tool in _LOOKS_THE_SAME:
        return set()
    if tool == "rotate" or tool in _ON_CHOSEN:
        return set(select_pages(str(options.get("pages", "all")), count))
    return set(range(count))


def pages_as_written(numbers: Sequence[int]) -> str:
    """Pages, from 1, as people write them: 3, 4, 5, 9 becomes "3-5, 9". The order stays."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}-{part[-1]}" for part in parts)
