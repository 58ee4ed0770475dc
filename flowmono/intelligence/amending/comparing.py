"""An amendment against the agreement: field by field and item by item, its arithmetic done again. Pure.

What the amendment does not speak of is unchanged. What it takes out without putting anything in its place is removed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from rapidfuzz import fuzz

from flowmono.intelligence.amending.deltas import Delta, end_after, read_delta
from flowmono.intelligence.amending.instructions import Instruction, find_instructions, section_of
from flowmono.intelligence.amending.model import (
    FIELDS,
    Comparison,
    FieldChange,
    Item,
    ItemChange,
    Said,
    Scalar,
    Sum,
    Terms,
)
from flowmono.intelligence.amending.stretches import Stretch, read_stretch
from flowmono.intelligence.contracts.dates import find_dates
from flowmono.intelligence.contracts.durations import find_durations
from flowmono.intelligence.contracts.money import find_money
from flowmono.intelligence.contracts.source import Source, fold
from flowmono.intelligence.reader import Evidence, PageSpan

# From this likeness on, two descriptions name the same thing.
_ALIKE = 78
_SCHEDULE = re.compile(
    r"\b(?:schedule|table|rate card|price list|fees?|milestones?|payment plan|annex|appendix|exhibit|anlage)\b",
    re.IGNORECASE,
)


def compare(before: Terms, text: str, pages: Sequence[PageSpan] = (), where: str = "") -> Comparison:
    """What an amendment changes of `before`. text: of the amendment; where: the name that its values carry."""
    source = fold(text, pages)
    work = _Work(before, source, where)
    for one in find_instructions(source):
        work.take(one)
    return work.result()


def after(before: Terms, comparison: Comparison) -> Terms:
    """What the agreement says once the amendment holds; sections are still looked for in its own text."""
    fields = dict(before.fields)
    for one in comparison.changes:
        if one.after is None:
            fields.pop(one.field, None)
        else:
            fields[one.field] = one.after
    items = tuple(one.after for one in comparison.items if one.after is not None)
    return Terms(fields, items, before.text)


@dataclass
class _Work:
    """The comparison while the instructions are taken one after the other."""

    before: Terms
    source: Source
    where: str
    fields: dict[str, FieldChange] = field(default_factory=dict)
    items: dict[int, ItemChange] = field(default_factory=dict)
    new_items: list[ItemChange] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    other: list[Evidence] = field(default_factory=list)

    def take(self, one: Instruction) -> None:
        """Take one instruction; what touches no field is kept as another change."""
        read = {
            "replace": self._replace,
            "add": self._add,
            "delete": self._delete,
            "substitute": self._swap,
            "state": self._state,
        }
        if not read[one.kind](one) and one.is_plain:
            self.other.append(one.evidence(self.source))

    def result(self) -> Comparison:
        """Every field and item, the untouched ones as unchanged."""
        fields = tuple(
            self.fields.get(name) or FieldChange(name, "unchanged", self.before.fields[name], self.before.fields[name])
            for name in FIELDS
            if name in self.fields or name in self.before.fields
        )
        items = tuple(
            self.items.get(number) or ItemChange("unchanged", item, item)
            for number, item in enumerate(self.before.items)
        )
        self._check_schedule(items)
        return Comparison(fields, (*items, *self.new_items), tuple(self.sums), tuple(self.other))

    # --- fields ---

    def _set(self, name: str, value: Scalar, quote: Evidence, told: Evidence) -> None:
        known = self.before.fields.get(name)
        said = Said(value, quote, self.where)
        standing = "new" if known is None else "unchanged" if known.value == value else "changed"
        self.fields[name] = FieldChange(name, standing, known, said, told)  # type: ignore[arg-type]

    def _remove(self, name: str, told: Evidence) -> None:
        if name not in self.fields:
            self.fields[name] = FieldChange(name, "removed", self.before.fields[name], None, told)

    # --- instructions ---

    def _state(self, one: Instruction) -> bool:
        deltas = read_delta(self.source, one)
        if deltas:
            return all([self._delta(delta) for delta in deltas])
        said = read_stretch(self.source, one.start, one.end)
        wanted = {
            name: value
            for name, value in said.fields.items()
            if name in {"governing_law", "renews", "notice_days", "payment_days", "ends_on"}
        }
        for name, value in wanted.items():
            self._take_said(name, value, one.evidence(self.source))
        return bool(wanted)

    def _take_said(self, name: str, said: Said, told: Evidence) -> None:
        if said.evidence is not None:
            self._set(name, said.value, said.evidence, told)

    def _delta(self, delta: Delta) -> bool:
        if delta.field == "item":
            return self._item_delta(delta)
        name = delta.field if delta.field != "party" else self._party_named(delta.before)
        known = self.before.fields.get(name)
        old = known.value if known else None
        new = delta.after
        expected = self._expected(old, delta)
        if new is None:
            new = expected
        if new is None:
            return False
        if delta.before is not None and known is not None:
            self.sums.append(
                Sum("stated_before", _same(old, delta.before), old if old is not None else "", delta.before, delta.told)
            )
        if delta.by is not None and delta.after is not None:
            base = delta.before if expected is None else None
            expected = self._expected(base, delta) if expected is None else expected
            if expected is not None:
                kind = "increase" if isinstance(delta.by, Decimal) else "extension"
                self.sums.append(Sum(kind, _same(expected, delta.after), expected, delta.after, delta.told))  # type: ignore[arg-type]
        self._set(name, new, delta.quote, delta.told)
        return True

    @staticmethod
    def _expected(old: Scalar | None, delta: Delta) -> Scalar | None:
        """What comes out when the difference is added to what was there."""
        if isinstance(delta.by, Decimal) and isinstance(old, Decimal):
            return old + delta.by
        if isinstance(delta.by, str) and isinstance(old, date):
            return end_after(old, delta.by)
        return None

    def _party_named(self, old: Scalar | None) -> str:
        """Whose name it is: of the party that was called so; the one that is paid when nothing says it."""
        likeness = {
            name: fuzz.token_set_ratio(str(old), str(self.before.fields[name].value))
            for name in ("payer", "payee")
            if old and name in self.before.fields
        }
        return max(likeness, key=lambda name: likeness[name]) if likeness else "payee"

    def _replace(self, one: Instruction) -> bool:
        said = read_stretch(self.source, one.new_start, one.new_end)
        told = one.evidence(self.source)
        words = self.source.flat[one.start : one.new_end]
        place = section_of(self.before.text, one.section)
        inside = {name for name, known in self.before.fields.items() if place and _within(known.evidence, place)}
        touched = bool(inside)
        for name, value in said.fields.items():
            if name == "total" and not self._speaks_of_total(one, inside):
                continue
            if name == "term" and "ends_on" in said.fields:
                continue
            self._take_said(name, value, told)
            touched = True
        for name in inside - set(self.fields):
            self._remove(name, told)
        return self._restate(one, said, place, told, words) or touched

    def _speaks_of_total(self, one: Instruction, inside: set[str]) -> bool:
        """The new words give the total, and not only what their own items come to."""
        if "total" in inside:
            return True
        return bool(
            re.search(
                r"\b(?:total|fixed (?:fee|price)|contract (?:price|value|sum)|aggregate|not exceed)\b",
                self.source.flat[one.new_start : one.new_end],
                re.IGNORECASE,
            )
        )

    def _restate(
        self, one: Instruction, said: Stretch, place: tuple[int, int] | None, told: Evidence, words: str
    ) -> bool:
        """Items of a part that is stated anew: those matched are the same or changed, those left over removed or new."""
        here = [number for number, item in enumerate(self.before.items) if place and _within(item.evidence, place)]
        if not here and said.items and (len(said.items) > 1 or _SCHEDULE.search(words)):
            here = list(range(len(self.before.items))) if len(said.items) > 1 else []
        if not said.items:
            for number in here if place else []:
                self.items[number] = ItemChange("removed", self.before.items[number], None, told=told)
            return bool(here and place)
        left = list(here)
        for item in said.items:
            number = _match(item, {number: self.before.items[number] for number in left})
            if number is None:
                self.new_items.append(ItemChange("new", None, replace(item, where=self.where), told=told))
                continue
            left.remove(number)
            self._change_item(number, item, told)
        for number in left:
            self.items[number] = ItemChange("removed", self.before.items[number], None, told=told)
        return True

    def _change_item(self, number: int, item: Item, told: Evidence) -> None:
        old = self.before.items[number]
        new = replace(
            item,
            where=self.where,
            currency=item.currency or old.currency,
            kind=old.kind if item.kind != old.kind and not item.period else item.kind,
        )
        what = differences(old, new)
        self.items[number] = ItemChange("changed" if what else "unchanged", old, new, what, told)

    def _add(self, one: Instruction) -> bool:
        said = read_stretch(self.source, one.new_start, one.new_end)
        told = one.evidence(self.source)
        for name, value in said.fields.items():
            if name not in {"total", "term"} and name not in self.before.fields:
                self._take_said(name, value, told)
        items = said.items or self._lump(said)
        self.new_items += [ItemChange("new", None, replace(item, where=self.where), told=told) for item in items]
        return bool(items) or any(name in self.fields for name in said.fields)

    @staticmethod
    def _lump(said: Stretch) -> tuple[Item, ...]:
        total = said.fields.get("total")
        if total is None or total.evidence is None or not isinstance(total.value, Decimal):
            return ()
        return (Item("", amount=total.value, evidence=total.evidence),)

    def _delete(self, one: Instruction) -> bool:
        place = section_of(self.before.text, one.section)
        if place is None:
            return False
        told = one.evidence(self.source)
        inside = [name for name, known in self.before.fields.items() if _within(known.evidence, place)]
        for name in inside:
            self._remove(name, told)
        items = [number for number, item in enumerate(self.before.items) if _within(item.evidence, place)]
        for number in items:
            self.items[number] = ItemChange("removed", self.before.items[number], None, told=told)
        return bool(inside or items)

    def _swap(self, one: Instruction) -> bool:
        """Words that take the place of other words: the value that said the old ones says the new ones."""
        quote = self.source.evidence(one.new_start, one.new_end)
        told = one.evidence(self.source)
        place = section_of(self.before.text, one.section)
        touched = False
        for name, known in self.before.fields.items():
            old, new = _as_value(one.old, known.value), _as_value(one.new, known.value)
            if old is None or new is None or not _same(old, known.value):
                continue
            if place and known.evidence is not None and not _within(known.evidence, place):
                continue
            self._set(name, new, quote, told)
            touched = True
        for number, item in enumerate(self.before.items):
            touched = self._swap_item(number, item, one, quote, told, place) or touched
        return touched

    def _swap_item(
        self, number: int, item: Item, one: Instruction, quote: Evidence, told: Evidence, place: tuple[int, int] | None
    ) -> bool:
        if place and not _within(item.evidence, place):
            return False
        if item.amount is not None and _same(_as_value(one.old, item.amount), item.amount):
            amount = _as_value(one.new, item.amount)
            new = replace(item, amount=amount if isinstance(amount, Decimal) else item.amount, evidence=quote)
        elif item.due_on is not None and _same(_as_value(one.old, item.due_on), item.due_on):
            day = _as_value(one.new, item.due_on)
            new = replace(item, due_on=day if isinstance(day, date) else item.due_on, evidence=quote)
        else:
            return False
        self._change_item(number, new, told)
        return True

    # --- items ---

    def _item_delta(self, delta: Delta) -> bool:
        number = self._item_meant(delta)
        if number is None:
            # A sum that no item has and that is named as nothing else is the price of the whole.
            total = self.before.fields.get("total")
            meant = (
                total is not None
                and isinstance(delta.after or delta.by, Decimal)
                and (_same(total.value, delta.before) or not self.before.items)
            )
            return self._delta(replace(delta, field="total")) if meant else False
        old = self.before.items[number]
        base = old.due_on if isinstance(delta.after, date) else old.amount
        if delta.before is not None:
            self.sums.append(
                Sum(
                    "stated_before",
                    _same(base, delta.before),
                    base if base is not None else "",
                    delta.before,
                    delta.told,
                )
            )
        new: Scalar | None = delta.after
        if new is None and isinstance(delta.by, Decimal) and old.amount is not None:
            new = old.amount + delta.by
        elif isinstance(delta.by, Decimal) and isinstance(new, Decimal) and old.amount is not None:
            self.sums.append(Sum("increase", _same(old.amount + delta.by, new), old.amount + delta.by, new, delta.told))
        if isinstance(new, date):
            self._change_item(number, replace(old, due_on=new, due="", evidence=delta.quote), delta.told)
        elif isinstance(new, Decimal):
            self._change_item(number, replace(old, amount=new, evidence=delta.quote), delta.told)
        else:
            return False
        return True

    def _item_meant(self, delta: Delta) -> int | None:
        """The item that a sentence speaks of: by its name, else by the value that it says was there."""
        scored = [
            (fuzz.token_set_ratio(delta.subject.casefold(), item.description.casefold()), number)
            for number, item in enumerate(self.before.items)
            if item.description
        ]
        close = [one for one in scored if one[0] >= _ALIKE]
        had = [
            number
            for number, item in enumerate(self.before.items)
            if delta.before is not None
            and _same(item.due_on if isinstance(delta.before, date) else item.amount, delta.before)
        ]
        best = [number for score, number in sorted(close, reverse=True) if number in had] or [
            number for score, number in sorted(close, reverse=True)
        ][:1]
        if best:
            return best[0]
        if len(had) == 1:
            return had[0]
        units = [
            number
            for number, item in enumerate(self.before.items)
            if item.unit
            and re.search(
                rf"\b{re.escape(item.unit.rstrip('s'))}|hourly|daily|monthly", delta.told.quote, re.IGNORECASE
            )
        ]
        return units[0] if len(units) == 1 and isinstance(delta.after or delta.by, Decimal) else None

    def _check_schedule(self, items: Sequence[ItemChange]) -> None:
        """The items that will hold against the total that will hold, when either was changed and they added up before."""
        total = self.fields.get("total")
        moved = any(one.standing != "unchanged" for one in (*items, *self.new_items))
        known = total.after if total else self.before.fields.get("total")
        if (
            known is None
            or not isinstance(known.value, Decimal)
            or not (moved or (total and total.standing == "changed"))
        ):
            return
        was = _payable(self.before.items)
        old = self.before.fields.get("total")
        if old is None or was is None or was != old.value:
            return
        new = _payable([one.after for one in (*items, *self.new_items) if one.after is not None])
        if new is not None and (new, known.value) != (was, old.value):
            self.sums.append(Sum("schedule", new == known.value, new, known.value, known.evidence))


def differences(old: Item, new: Item) -> tuple[str, ...]:
    """The columns in which two statements of one item differ."""
    found = []
    if _plain(old.description) != _plain(new.description) and new.description:
        found.append("description")
    if old.amount != new.amount or old.percent != new.percent:
        found.append("amount")
    if (new.due_on or new.due or new.period) and (old.due_on, _plain(old.due), old.period, old.count) != (
        new.due_on,
        _plain(new.due),
        new.period,
        new.count,
    ):
        found.append("due")
    if new.unit and old.unit != new.unit:
        found.append("unit")
    return tuple(found)


def _plain(words: str) -> str:
    return re.sub(r"\W+", " ", words).strip().casefold()


def _match(item: Item, old: dict[int, Item]) -> int | None:
    """The item of the agreement that is meant: by its description, then by its amount and day, then by either alone when only one has it."""
    named = [
        (fuzz.token_sort_ratio(_plain(item.description), _plain(known.description)), number)
        for number, known in old.items()
        if known.description
    ]
    best = max(named, default=(0, -1))
    if best[0] >= _ALIKE:
        return best[1]
    both = [
        number
        for number, known in old.items()
        if known.amount == item.amount and known.due_on == item.due_on and item.amount is not None
    ]
    if len(both) == 1:
        return both[0]
    by_day = [number for number, known in old.items() if item.due_on is not None and known.due_on == item.due_on]
    return by_day[0] if len(by_day) == 1 else None


def _within(evidence: Evidence | None, place: tuple[int, int]) -> bool:
    return evidence is not None and place[0] <= evidence.start < place[1]


def _same(one: Scalar | None, other: Scalar | None) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return _plain(one) == _plain(other)
    return one is not None and one == other


def _as_value(words: str, like: Scalar) -> Scalar | None:
    """Words as a value of the same kind as another; None when they are none."""
    if isinstance(like, bool):
        return None
    if isinstance(like, Decimal):
        amounts = find_money(words)
        plain = re.fullmatch(r"\d{1,3}(?:[ ,.]?\d{3})*(?:[.,]\d{2})?", words.strip())
        return amounts[0].amount if amounts else Decimal(re.sub(r"[ ,]", "", words.strip())) if plain else None
    if isinstance(like, date):
        days = find_dates(words)
        return days[0].day if days else None
    if isinstance(like, int):
        lengths = find_durations(words)
        bare = re.fullmatch(r"(?:[a-z -]+ )?\(?(\d{1,3})\)?", words.strip(), re.IGNORECASE)
        return (lengths[0].days or (lengths[0].months or 0) * 30) if lengths else int(bare[1]) if bare else None
    return words


def _payable(items: Sequence[Item]) -> Decimal | None:
    """What the firm items come to; None where that cannot be said."""
    total = Decimal(0)
    for item in items:
        if item.optional or item.kind == "unit_price":
            continue
        if item.amount is None or (item.kind == "recurring" and not item.count):
            return None
        total += item.amount * (item.count or 1)
    return total
