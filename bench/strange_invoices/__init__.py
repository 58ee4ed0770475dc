"""Invoices in layouts that the reader's rules have not met: everything on them is invented and drawn from a seed.

A family is one way to lay out an invoice in one country's words, with a few invoices that differ in what they say. `TUNED` are
families that the rules were worked on with; `KEPT` were written at the same time and looked at only when the rules stood.
"""

from .americas import KEPT as AMERICAN_KEPT
from .americas import TUNED as AMERICAN
from .drawing import Sheet, drawn
from .english import KEPT as ENGLISH_KEPT
from .english import TUNED as ENGLISH
from .europe import KEPT as EUROPEAN_KEPT
from .europe import TUNED as EUROPEAN
from .german import KEPT as GERMAN_KEPT
from .german import TUNED as GERMAN
from .romance import KEPT as ROMANCE_KEPT
from .romance import TUNED as ROMANCE
from .tables import KEPT as TABLES_KEPT
from .tables import TUNED as TABLES

TUNED = {**TABLES, **ENGLISH, **AMERICAN, **ROMANCE, **GERMAN, **EUROPEAN}
KEPT = {**TABLES_KEPT, **ENGLISH_KEPT, **AMERICAN_KEPT, **ROMANCE_KEPT, **GERMAN_KEPT, **EUROPEAN_KEPT}

__all__ = ["KEPT", "TUNED", "Sheet", "drawn"]
