"""Word to PDF: reads a .docx into a document model, lays it out, writes the PDF, and tells what it found.

package, revisions   the file, and its tracked changes settled
styles, numbering    what paragraphs inherit, and which label they carry
reader/ -> model     the document as plain values
reading              the text that quotes point into
layout/ -> pdf       pages, and the file
sandbox              all of it in a child process with limits
"""

from documents.converter.conversion import Conversion, PageText, TextRun, TrackedChanges, convert, inspect
from documents.converter.errors import ConversionRefused
from documents.converter.revisions import Finding

__all__ = ["Conversion", "ConversionRefused", "Finding", "PageText", "TextRun", "TrackedChanges", "convert", "inspect"]
