"""Sets a document model onto pages."""

from documents.converter.layout.documents import LaidPage, lay_out

__all__ = ["LaidPage", "lay_out"]
