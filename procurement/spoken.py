"""Words that pages of this app say and that code keeps in English: the sentences of the matcher, and its decisions."""

from procurement.matching import Decision
from procurement.matching.words import SENTENCES, WHERE_NOTHING_WAS_BILLED

SPOKEN = (
    *SENTENCES.values(),
    *WHERE_NOTHING_WAS_BILLED.values(),
    *(decision.value.capitalize() for decision in Decision),
)
