"""Tools for PDF files: pure functions from bytes to bytes and a report, run in limited children.

catalogue, sandbox    every tool by its name; `sandbox.use_tool` is what the product calls
papers, carrying      opening and writing; bookmarks, links, labels that go with pages
errors, limits        what is refused, and how much is taken on
"""

from documents.toolbox.errors import ToolRefused
from documents.toolbox.results import Made, Report

__all__ = ["Made", "Report", "ToolRefused"]
