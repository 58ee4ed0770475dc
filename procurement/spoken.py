"""Words that pages of this app say and that code keeps in English: the sentences of the matcher, and its decisions."""

from procurement.matching import Decision
from procurement.matching.words import SENTENCES

SPOKEN = (*SENTENCES.values(), *(decision.value.capitalize() for decision in Decision))
