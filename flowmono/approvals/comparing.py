"""Who would decide a case under the rules of today, and under others: pure, on plain values."""

from collections.abc import Sequence
from dataclasses import dataclass

from flowmono.approvals.routing import Band, Facts, can_all_be_given, choose


@dataclass(frozen=True)
class Decider:
    """One human being, by whichever account, and their name."""

    human: str
    name: str


@dataclass(frozen=True)
class StepOf:
    """A step of a rule. Steps with one sequence run side by side; `all_of_them` says that each decider must say yes."""

    sequence: int
    title: str
    all_of_them: bool
    deciders: tuple[Decider, ...]


@dataclass(frozen=True)
class RuleOf:
    """A rule with its steps, in their order."""

    band: Band
    name: str
    steps: tuple[StepOf, ...]


@dataclass(frozen=True)
class Way:
    """The way of one case: the rule that fits and its steps without those who may not decide; no rule when none fits."""

    rule: str
    steps: tuple[StepOf, ...]

    @property
    def key(self) -> tuple[tuple[int, bool, frozenset[str]], ...] | None:
        """What makes two ways the same: who decides, together or one of them, in which order. None without a rule."""
        if not self.rule:
            return None
        ranks = {sequence: rank for rank, sequence in enumerate(sorted({step.sequence for step in self.steps}))}
        said = [
            (ranks[step.sequence], step.all_of_them, frozenset(one.human for one in step.deciders))
            for step in self.steps
        ]
        return tuple(sorted(said, key=lambda one: (one[0], one[1], sorted(one[2]))))

    @property
    def can_be_completed(self) -> bool:
        """False when a step has nobody left, or the steps need more different people than there are."""
        says: list[frozenset[str]] = []
        for step in self.steps:
            humans = [one.human for one in step.deciders]
            says += [frozenset({human}) for human in humans] if step.all_of_them and humans else [frozenset(humans)]
        return can_all_be_given(says)


def way_of(rules: Sequence[RuleOf], facts: Facts, barred: frozenset[str]) -> Way:
    """The way that a case takes under these rules; `barred` are the human beings who may decide nothing in it."""
    chosen = choose([rule.band for rule in rules], facts)
    if chosen is None:
        return Way("", ())
    rule = next(rule for rule in rules if rule.band == chosen)
    steps = []
    for step in rule.steps:
        fit = {one.human: one for one in reversed(step.deciders) if one.human not in barred}
        deciders = tuple(one for one in step.deciders if fit.get(one.human) is one)
        steps.append(StepOf(step.sequence, step.title, step.all_of_them, deciders))
    return Way(rule.name, tuple(sorted(steps, key=lambda step: step.sequence)))


def differs(now: Way, then: Way) -> bool:
    """True when other people would decide, in another order, or nobody could any more."""
    return now.key != then.key
