"""Reads the visible page of an invoice by where words stand: labels and values, table columns, the totals, the parties."""

from .reading import numbered_texts, read_visible

__all__ = ["numbered_texts", "read_visible"]
