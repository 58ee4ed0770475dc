"""Cells of the administration's lists that say what they are, for rows that become cards in a narrow place."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()
_OPENS = re.compile(r"^<(td|th)\b")


@register.filter
def labelled(cells: Iterable[Any], headers: Iterable[Mapping[str, Any]]) -> Iterator[SafeString]:
    """Each cell with the words of its column; the box that picks a row needs none, nor does the cell that names it."""
    for cell, header in zip(cells, headers, strict=False):
        opened = _OPENS.match(str(cell))
        words = str(header["text"])
        if opened is None or opened[1] == "th" or "<input" in words:
            yield mark_safe(cell)  # noqa: S308 - the administration's own cell
            continue
        label = format_html('<td data-label="{}"', capfirst(words))
        yield mark_safe(label + str(cell)[opened.end() :])  # noqa: S308 - the administration's own cell
