"""Headings of columns and names of blanks, as they are compared. Pure."""

import unicodedata


def plain(heading: str) -> str:
    """A heading without case, accents, spaces and signs: what two headings are compared by."""
    spread = unicodedata.normalize("NFKD", heading.casefold())
    return "".join(sign for sign in spread if sign.isalnum())
