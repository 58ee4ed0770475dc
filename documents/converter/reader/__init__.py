"""Reads a settled package into the document model."""

from documents.converter.reader.documents import read_document

__all__ = ["read_document"]
