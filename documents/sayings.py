"""What code that knows no reader says to one: a sentence that translators find, and the facts that go into its places.

The tools and the converter run in children, where nobody's language is known. What they refuse travels as a sentence with its
facts; the door at which a person stands translates it (`documents.telling`). Pure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NewType, Self, TypeAlias

Sentence = NewType("Sentence", str)
Fact: TypeAlias = "str | int | float | Saying | tuple[Saying, ...]"


def gettext_noop(sentence: str) -> Sentence:
    """Marks a sentence for translators, with places such as %(pages)s; it is translated where it is read."""
    return Sentence(sentence)


@dataclass(frozen=True)
class Saying:
    """A sentence in English, and what goes into its places: texts, figures, or other sayings; several of those are a list.

    many: the sentence for every count `n` but one, of sayings that count something.
    """

    sentence: Sentence
    facts: Mapping[str, Fact]
    many: Sentence = Sentence("")

    @classmethod
    def of(cls, sentence: Sentence, **facts: Fact) -> Self:
        return cls(sentence, facts)

    @classmethod
    def counted(cls, n: int, one: Sentence, many: Sentence, **facts: Fact) -> Self:
        """A saying about `n` of something, whose figure goes into the place %(n)s."""
        return cls(one, {**facts, "n": n}, many)

    def __str__(self) -> str:
        return self.told(str)

    def told(self, translate: Callable[[str], str]) -> str:
        """The sentence in the words that `translate` gives for it, its facts in their places."""
        sentence = self.many if self.many and self.facts["n"] != 1 else self.sentence
        return translate(sentence) % {name: _told(fact, translate) for name, fact in self.facts.items()}

    def as_json(self) -> dict[str, Any]:
        """JSON values, to travel from a child."""
        facts = {name: _packed(fact) for name, fact in self.facts.items()}
        return {"sentence": self.sentence, "facts": facts, **({"many": self.many} if self.many else {})}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Saying":
        """The inverse of `as_json`."""
        facts = {name: _unpacked(fact) for name, fact in values["facts"].items()}
        return cls(Sentence(values["sentence"]), facts, Sentence(values.get("many", "")))


class SaidRefusal(Exception):
    """A refusal that is said in the reader's language.

    `code` is a stable word for programs; `saying` is one or two sentences that say why and what to do. As text it is English.
    """

    def __init__(self, code: str, sentence: Sentence, **facts: Fact) -> None:
        self.code, self.saying = code, Saying(sentence, facts)
        super().__init__(str(self.saying))

    @classmethod
    def that(cls, code: str, saying: Saying) -> Self:
        """The refusal that says this."""
        return cls(code, saying.sentence, **saying.facts)

    def as_json(self) -> dict[str, Any]:
        """JSON values, to travel from a child."""
        return {"refused": self.code, "said": self.saying.as_json()}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """The inverse of `as_json`."""
        return cls.that(str(values["refused"]), Saying.from_json(values["said"]))

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        # Exceptions that travel by pickle would otherwise forget all but their text.
        return type(self).that, (self.code, self.saying)


def _told(fact: Fact, translate: Callable[[str], str]) -> str | int | float:
    if isinstance(fact, Saying):
        return fact.told(translate)
    return "; ".join(one.told(translate) for one in fact) if isinstance(fact, tuple) else fact


def _packed(fact: Fact) -> Any:
    if isinstance(fact, Saying):
        return fact.as_json()
    return [one.as_json() for one in fact] if isinstance(fact, tuple) else fact


def _unpacked(fact: Any) -> Fact:
    if isinstance(fact, dict):
        return Saying.from_json(fact)
    if isinstance(fact, list):
        return tuple(Saying.from_json(one) for one in fact)
    return fact if isinstance(fact, str | int | float) else str(fact)
