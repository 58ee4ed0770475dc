"""Where a tool's refusal belongs: the option that it is about, by the refusal's code. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

# For each code the options that it can be about; of these, the one that was given.
_ABOUT: Mapping[str, Sequence[str]] = {
    "bad_pages": ("order", "ranges", "every", "pages"),
    "no_pages": ("order", "ranges", "pages"),
    "too_many_pages": ("order", "ranges", "pages"),
    "bad_before": ("before",),
    "bad_order": ("order",),
    "one_part": ("ranges", "every", "bookmark_level", "megabytes"),
    "too_many_parts": ("ranges", "every", "bookmark_level", "megabytes"),
    "no_bookmarks": ("bookmark_level",),
    "page_too_large": ("megabytes",),
    "bad_size": ("megabytes", "size"),
    "bad_text": ("text", "header", "footer", "prefix"),
    "no_glyph": ("text", "header", "footer", "prefix", "suffix"),
    "too_long": ("text", "header", "footer", "prefix", "suffix"),
    "too_wide": ("text", "header", "footer", "prefix", "size"),
    "text_or_picture": ("text",),
    "bad_skip": ("skip",),
    "bad_digits": ("digits",),
    "bad_margin": ("margin",),
    "bad_colour": ("colour",),
    "bad_position": ("position",),
    "bad_opacity": ("opacity",),
    "bad_angle": ("degrees",),
    "bad_level": ("level",),
    "bad_paper": ("paper",),
    "bad_password": ("password",),
    "wrong_password": ("password",),
    "owner_only": ("password",),
    "bad_expression": ("expressions",),
    "bad_words": ("words",),
    "too_many_found": ("words", "expressions"),
    "nothing_found": ("words", "expressions", "areas"),
    "bad_area": ("areas",),
    "too_many_areas": ("areas",),
    "has_text": ("pages",),
}
# These are about a file: the one that was brought, where there was one.
FILES = "files"
_OF_FILES = frozenset(
    {"bad_picture", "too_many_pixels", "damaged", "protected", "empty", "xfa", "portfolio", "too_large"}
)


def option_of(code: str, options: Mapping[str, Any], *, with_files: bool) -> str:
    """The option that a refusal is about; FILES for the files that were brought; "" where it is about the document, or nothing alone."""
    if code in _OF_FILES:
        return FILES if with_files else ""
    return next((name for name in _ABOUT.get(code, ()) if options.get(name) not in (None, "", [], ())), "")
