"""The PDF file: structure (what is what), content (what is drawn), fonts and pictures, tags, navigation, metadata."""

from documents.converter.pdf.metadata import About
from documents.converter.pdf.structure import structure_of
from documents.converter.pdf.writing import write_pdf

__all__ = ["About", "structure_of", "write_pdf"]
