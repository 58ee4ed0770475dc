"""Reads the visible page of an invoice by where words stand: labels and values, table columns, the totals, the parties."""

from .reading import read_visible

__all__ = ["read_visible"]
