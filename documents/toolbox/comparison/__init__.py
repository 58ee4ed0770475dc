"""What two versions of a document say differently, clause by clause.

clauses     the words of a Word or PDF file as numbered clauses and paragraphs
aligning    which clause of one version is which of the other, moved ones too
redlining   the words inserted and deleted in each
comparing   the tool
"""

from documents.toolbox.comparison.redlining import Clause, Piece, Redline

__all__ = ["Clause", "Piece", "Redline"]
