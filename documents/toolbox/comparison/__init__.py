"""What two versions of a document say differently, clause by clause.

clauses     the words of a Word or PDF file as numbered clauses and paragraphs
aligning    which clause of one version is which of the other, moved ones too
redlining   the words inserted and deleted in each
figures     the money, times, shares and dates that are not the same
comparing   the tool
"""

from documents.toolbox.comparison.figures import Change, changed_figures
from documents.toolbox.comparison.redlining import Clause, Piece, Redline

__all__ = ["Change", "Clause", "Piece", "Redline", "changed_figures"]
