"""Invoices in layouts that the reader's rules have not met: everything on them is invented and drawn from a seed.

A family is one way to lay out an invoice in one country's words, with a few invoices that differ in what they say. `TUNED` are
families that the rules were worked on with; `KEPT` were written at the same time and looked at only when the rules stood. The families
of the post (`post_*`) and the fresh ones (`fresh_*`) are of other hands, who knew neither the reader nor its data. A lot settles which
half of the fresh ones is kept.
"""

from .americas import KEPT as AMERICAN_KEPT
from .americas import TUNED as AMERICAN
from .drawing import Sheet, drawn
from .english import KEPT as ENGLISH_KEPT
from .english import TUNED as ENGLISH
from .europe import KEPT as EUROPEAN_KEPT
from .europe import TUNED as EUROPEAN
from .fresh import by_lot
from .fresh_english import FAMILIES as FRESH_ENGLISH
from .fresh_german import FAMILIES as FRESH_GERMAN
from .fresh_north import FAMILIES as FRESH_NORTH
from .fresh_offices import FAMILIES as FRESH_OFFICES
from .fresh_south import FAMILIES as FRESH_SOUTH
from .german import KEPT as GERMAN_KEPT
from .german import TUNED as GERMAN
from .post_kept import KEPT as POST_KEPT
from .post_tuned import TUNED as POST_TUNED
from .romance import KEPT as ROMANCE_KEPT
from .romance import TUNED as ROMANCE
from .tables import KEPT as TABLES_KEPT
from .tables import TUNED as TABLES

FIRST_TUNED = {**TABLES, **ENGLISH, **AMERICAN, **ROMANCE, **GERMAN, **EUROPEAN}
FIRST_KEPT = {**TABLES_KEPT, **ENGLISH_KEPT, **AMERICAN_KEPT, **ROMANCE_KEPT, **GERMAN_KEPT, **EUROPEAN_KEPT}

FRESH = {
    f"fresh, {name}": draw
    for group in (FRESH_GERMAN, FRESH_ENGLISH, FRESH_OFFICES, FRESH_SOUTH, FRESH_NORTH)
    for name, draw in group.items()
}
FRESH_TUNED, FRESH_KEPT = ({name: FRESH[name] for name in half} for half in by_lot(list(FRESH)))

TUNED, KEPT = {**FIRST_TUNED, **POST_TUNED}, {**FIRST_KEPT, **POST_KEPT}
SETS = {
    "tuned": FIRST_TUNED,
    "kept": FIRST_KEPT,
    "post-tuned": POST_TUNED,
    "post-kept": POST_KEPT,
    "post": {**POST_TUNED, **POST_KEPT},
    "fresh-tuned": FRESH_TUNED,
    "fresh-kept": FRESH_KEPT,
    "fresh": FRESH,
}

__all__ = ["KEPT", "SETS", "TUNED", "Sheet", "drawn"]
