"""A changed rule tried on the cases that were put before approvers: the same choice as routing makes, and nothing written."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.approvals.comparing import Decider, RuleOf, StepOf, Way, differs, way_of
from flowmono.approvals.holes import say_holes, say_opened
from flowmono.approvals.models import Mode, Request, Rule, RuleStep
from flowmono.approvals.routing import Band, Facts
from flowmono.governing.plain import fill
from flowmono.governing.registry import Change
from flowmono.governing.rehearsal import Differing, Rehearsal

MOST_CASES: Final = 5000
MOST_NAMES: Final = 4


def rehearse_rule(change: Change, since: datetime, until: datetime) -> Rehearsal:
    """Every past case of the kinds that the rule is about: who decides it as the rules are, and as they would be."""
    kinds = {side["values"]["kind"] for side in (change.before, change.after) if side is not None}
    rules = Rule.objects.filter(active=True, kind__in=kinds).prefetch_related("steps__people")
    steps = {rule.pk: [(step, [p.pk for p in step.people.all()]) for step in rule.steps.all()] for rule in rules}
    proposed = _proposed(change)
    people = _People([*steps.values(), *([proposed[1]] if proposed else [])])
    now = [_rule_of(rule, steps[rule.pk], people) for rule in rules]
    then = [rule for rule in now if str(rule.band.id) != change.key]
    if proposed is not None and proposed[0].active:
        then.append(_rule_of(*proposed, people))
    cases = Request.objects.filter(kind__in=kinds, requested_at__gte=since, requested_at__lte=until)
    there_were = cases.values("kind", "subject_id").distinct().count()
    looked_at, found = 0, []
    for case in _newest(cases):
        looked_at += 1
        difference = _compare(case, now, then)
        if difference is not None:
            found.append(difference)
    words = _("Each case as it was last put before its approvers, with the people who hold the roles today.")
    warnings = say_holes([rule.band for rule in then], {rule.band.id: rule.name for rule in then}, kinds)
    return Rehearsal(words, looked_at, there_were, tuple(found), warnings)


def doubts_about_rule(change: Change) -> tuple[str, ...]:
    """What would be left without a rule by this change, and has one today."""
    kinds = {side["values"]["kind"] for side in (change.before, change.after) if side is not None}
    now = {str(rule.pk): band_of(rule) for rule in Rule.objects.filter(active=True, kind__in=kinds)}
    then = {key: band for key, band in now.items() if key != change.key}
    proposed = _proposed(change)
    if proposed is not None and proposed[0].active:
        then[str(proposed[0].pk)] = band_of(proposed[0])
    return say_opened(list(now.values()), list(then.values()), kinds)


def _newest(cases: Any) -> Iterator[Request]:
    """Each record once, as it was last put forward; the newest first, and no more than can be looked at in a moment."""
    wanted = cases.only(
        "kind", "subject_id", "title", "url", "base_amount", "facts", "barred", "requested_at", "amount", "currency"
    )
    seen = set()
    for case in wanted.order_by("-requested_at", "pk")[: MOST_CASES * 2].iterator(chunk_size=500):
        if (case.kind, case.subject_id) not in seen and len(seen) < MOST_CASES:
            seen.add((case.kind, case.subject_id))
            yield case


def _compare(case: Request, now: list[RuleOf], then: list[RuleOf]) -> Differing | None:
    facts = Facts(
        case.kind,
        case.base_amount,
        str(case.facts.get("category") or ""),
        str(case.facts.get("department") or ""),
        str(case.facts.get("vendor_risk") or ""),
    )
    barred = frozenset(case.barred)
    before, after = way_of(now, facts, barred), way_of(then, facts, barred)
    if not differs(before, after):
        return None
    return Differing(
        title=case.title,
        url=case.url,
        at=case.requested_at,
        now=say_way(before),
        then=say_way(after),
        amount=case.base_amount,
        currency=settings.COMPANY_CURRENCY,
    )


def say_way(way: Way) -> str:
    """A way in words: its steps with their people, one after the other."""
    if not way.rule:
        return _("No rule covers it: nobody could be asked.")
    groups: dict[int, list[str]] = {}
    for step in way.steps:
        groups.setdefault(step.sequence, []).append(_say_step(step))
    words = _(", then ").join(_(" at the same time as ").join(group) for _sequence, group in sorted(groups.items()))
    if not words:
        return _("Nobody is asked: the rule has no steps.")
    if not way.can_be_completed:
        return _("%(way)s: too few people are left to complete it.") % {"way": words}
    return words


def _say_step(step: StepOf) -> str:
    names = [one.name for one in step.deciders]
    more = len(names) - MOST_NAMES
    if not names:
        people = _("nobody")
    elif more > 0:
        people = _("%(names)s and %(more)s more") % {"names": ", ".join(names[:MOST_NAMES]), "more": more}
    else:
        people = (_(" and ") if step.all_of_them else _(" or ")).join(names)
    return f"{step.title} ({people})"


class _People:
    """Who holds which role and who is named, active ones only, in two statements whatever the number of rules."""

    def __init__(self, rules: Iterable[list[tuple[RuleStep, list[int]]]]) -> None:
        steps = [pair for rule in rules for pair in rule]
        roles = {step.role_id for step, _named in steps if step.role_id}
        self.by_role: dict[int, list[Decider]] = {role: [] for role in roles}
        members = User.groups.through.objects.filter(group__in=roles, user__is_active=True).select_related("user")
        for member in members.order_by("user_id"):
            self.by_role[member.group_id].append(_decider(member.user))
        named = {pk for _step, keys in steps for pk in keys}
        self.named = {user.pk: _decider(user) for user in User.objects.filter(pk__in=named, is_active=True)}

    def of(self, step: RuleStep, named: list[int]) -> tuple[Decider, ...]:
        """As routing asks them: those who are named, then those of the role."""
        return (
            *(self.named[pk] for pk in sorted(named) if pk in self.named),
            *self.by_role.get(step.role_id or 0, []),
        )


def _decider(user: User) -> Decider:
    return Decider(str(user.person), str(user))


def _proposed(change: Change) -> tuple[Rule, list[tuple[RuleStep, list[int]]]] | None:
    """The rule as it would be, unsaved. A new one comes after all others of its priority."""
    if change.after is None:
        return None
    rule = Rule(pk=int(change.key) if change.key else 2**62)
    fill(rule, change.after["values"])
    steps = []
    for row in change.after["rows"]["steps"]:
        step = RuleStep(rule=rule)
        many = fill(step, row["values"])
        steps.append((step, [int(pk) for pk in many.get("people", [])]))
    return rule, steps


def band_of(rule: Rule) -> Band:
    """What the rule is about, as routing compares it."""
    return Band(
        rule.pk,
        rule.kind,
        rule.priority,
        rule.from_amount,
        rule.below_amount,
        rule.category,
        rule.department,
        rule.vendor_risk,
    )


def _rule_of(rule: Rule, steps: list[tuple[RuleStep, list[int]]], people: _People) -> RuleOf:
    said = [StepOf(step.sequence, step.title, step.mode == Mode.ALL, people.of(step, named)) for step, named in steps]
    return RuleOf(band_of(rule), rule.name, tuple(said))
