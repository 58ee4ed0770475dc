"""Bullets and boxes that documents write in the private letters of symbol fonts."""

import pytest

from documents.converter.symbols import readable


@pytest.mark.parametrize(
    ("text", "font", "shown"),
    [
        ("\uf0b7", "Symbol", "•"),
        ("\uf0a7", "Wingdings", "▪"),
        ("\uf0fe", "Wingdings", "☑"),
        ("a", "Symbol", "α"),
        ("\uf0b7", "Arial", "•"),
        ("\uf06c", "Arial", "●"),
        ("\uf0ff", "Webdings", "•"),
        ("plain", "Arial", "plain"),
    ],
)
def test_a_symbol_is_shown_as_what_it_depicts(text, font, shown):
    assert readable(text, font) == shown
