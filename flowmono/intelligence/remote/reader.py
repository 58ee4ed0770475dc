"""The remote reader: the same interface and the same gate as every reader, with somebody else's model behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from flowmono.intelligence.reader import Clause, Evidence, PageSpan, Reading, enforce_quotes, require_readable
from flowmono.intelligence.remote.protocol import Claim, answer_in, question
from flowmono.intelligence.remote.recomputing import REMOTE_SURE, recompute

VERSION: Final = "1"

# The body of a question → the whole answer. Raises OSError, in words, when there is none.
Ask = Callable[[bytes], bytes]

WHY_DISCARDED: Final[dict[str, str | Promise]] = {
    "no_quote": _("Its quote does not stand in the document."),
    "not_said": _("Its quote does not say this value."),
    "twice": _("It had given a value for this before."),
}


@dataclass(frozen=True)
class Discarded:
    """A claim that was not taken; `why` is one of WHY_DISCARDED."""

    claim: Claim
    why: str


@dataclass(frozen=True)
class CloseReading:
    """A reading with what was thrown away on the way to it, and the tokens that the server says it took."""

    reading: Reading
    discarded: tuple[Discarded, ...]
    tokens_in: int
    tokens_out: int


@dataclass(frozen=True)
class RemoteReader:
    """Asks a model, and believes what the document itself says. It finds values; whether there is an order is not its to say."""

    name: str
    ask: Ask = field(repr=False)
    version: str = VERSION

    def read(self, text: str, pages: Sequence[PageSpan] = ()) -> Reading:
        """As every reader; raises OSError or Unusable besides, when there is no answer or none that can be used."""
        return self.read_closely(text, pages).reading

    def read_closely(self, text: str, pages: Sequence[PageSpan] = ()) -> CloseReading:
        """The reading with its discarded claims."""
        require_readable(text)
        said = answer_in(self.ask(question(text, self.name)))
        reading = Reading(model=self.name, version=self.version, orderable=False, why_not=None)
        discarded: list[Discarded] = []
        for claim in said.claims:
            more, why = _taken(reading, claim, text, pages)
            if why:
                discarded.append(Discarded(claim, why))
            reading = more
        return CloseReading(reading, tuple(discarded), said.tokens_in, said.tokens_out)


def _taken(reading: Reading, claim: Claim, text: str, pages: Sequence[PageSpan]) -> tuple[Reading, str]:
    """The reading with the claim, or as it was and why not. The quote is proved first: what it says is reckoned from the text's own words."""
    if getattr(reading, claim.field, None) is not None:
        return reading, "twice"
    # The one gate for quotes knows no claims: the quote passes it as a clause does.
    bare = Reading(reading.model, reading.version, orderable=False, why_not=None)
    quoted = Clause(claim.field, Evidence(claim.quote, -1, -1), REMOTE_SURE)
    proven = enforce_quotes(replace(bare, clauses=(quoted,)), text).clauses
    if not proven:
        return reading, "no_quote"
    evidence = proven[0].evidence
    page = next((number for number, begin, stop in pages if begin <= evidence.start < stop), None)
    more = recompute(reading, claim.field, claim.value, replace(evidence, page=page))
    return (more, "") if more is not None else (reading, "not_said")
