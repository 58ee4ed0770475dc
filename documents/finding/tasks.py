"""What the clock calls."""

from documents.finding.indexing import read_new


def read_documents() -> int:
    """Read what was brought lately, so that search finds it."""
    return read_new()
