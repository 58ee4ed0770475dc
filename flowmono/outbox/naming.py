"""What people call the record that an event is about: its own number and title, and its page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db.models import BooleanField, CharField, F, Field, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import NoReverseMatch

from flowmono.outbox.models import Delivery, Record

# A record is called by the first pair of these that it has; else by whom or what it belongs to.
OWN_NAMES = (("number", "title"), ("reference", "number"), ("number",), ("title",), ("name",))
BELONGS_TO = (("invoice", "number"), ("vendor", "name"), ("contract", "number"))


@dataclass(frozen=True)
class Named:
    """A record as a page shows it: what kind of thing, its own name ("" when it has none or is gone), its page or ""."""

    kind: str
    name: str = ""
    url: str = ""

    def __str__(self) -> str:
        return self.name or self.kind


def names_of(subjects: Iterable[str]) -> dict[str, Named]:
    """Ledger subject (procurement.order:<uuid>) → what it is called, in one statement however many kinds there are."""
    found: dict[str, Named] = {}
    keys: dict[type[Model], list[UUID]] = defaultdict(list)
    for subject in set(subjects):
        model, key = _parts_of(subject)
        if model is None:
            found[subject] = Named(subject.partition(":")[0].rpartition(".")[2].capitalize())
            continue
        found[subject] = Named(_kind_of(model), "", _page_of(model, key))
        keys[model].append(key)
    questions = [question for model, pks in keys.items() if (question := _ask(model, pks)) is not None]
    if questions:
        for subject, name in reduce(lambda one, more: one.union(more, all=True), questions):
            found[subject] = Named(found[subject].kind, name.strip(), found[subject].url)
    return found


def name_of(subject: str) -> Named:
    """The same for one."""
    return names_of([subject])[subject]


def events_about(word: str) -> Q:
    """Events about records that are called so, and all events of the cases of such records, whatever their kinds."""
    return Q(_IsAbout(word))


def steps_named(word: str) -> Q:
    """Deliveries to receivers in whose names a word stands."""
    return Q(_GoesTo(word))


class _GoesTo(Func):
    """True of such a delivery. Receivers are few and deliveries are many: each receiver is met once, in the index of them."""

    output_field = BooleanField()

    def __init__(self, word: str) -> None:
        super().__init__(F("receiver"))
        self.word = word

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, Any]:  # type: ignore[override]
        (receiver,) = (compiler.compile(one)[0] for one in self.get_source_expressions())
        table = connection.ops.quote_name(Delivery._meta.db_table)
        least = f"select min(receiver) from {table}"  # noqa: S608 (our names)
        each = f"{least} union all select ({least} where receiver > name) from known where name is not null"  # noqa: S608 (as above)
        named = "select name from known where upper(name::text) like upper(%s)"
        return f"({receiver} in (with recursive known (name) as ({each}) {named}))", [
            f"%{connection.ops.prep_for_like_query(self.word)}%"
        ]


class _IsAbout(Func):
    """True of such an event. There are so many kinds of records that the statement is written by hand: it is quicker than to compose it."""

    output_field = BooleanField()

    def __init__(self, word: str) -> None:
        super().__init__(F("subject"), F("case_id"))
        self.word = word

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, Any]:  # type: ignore[override]
        subject, case = (compiler.compile(one)[0] for one in self.get_source_expressions())
        quoted, parts, facts = connection.ops.quote_name, [], []
        for model, names in _called_by_own_names():
            fits = " or ".join(f"upper({quoted(name)}::text) like upper(%s)" for name in names)
            key = quoted(model._meta.pk.column)
            label = f"'{model._meta.label_lower}:' || {key}::text"
            found = f"select {label} as subject, {key} as key from {quoted(model._meta.db_table)} where {fits}"  # noqa: S608 (our names)
            parts.append(found)
            facts += [f"%{connection.ops.prep_for_like_query(self.word)}%"] * len(names)
        called = f"({' union all '.join(parts)}) as called"
        return f"({subject} in (select subject from {called}) or {case} in (select key from {called}))", facts * 2  # noqa: S608 (as above)


def _called_by_own_names() -> Iterator[tuple[Any, list[str]]]:
    """The kinds of records that have names of their own, with the columns in which these stand."""
    for model in apps.get_models():
        paths = next((names for names in OWN_NAMES if all(_is_text(model, name) for name in names)), ())
        if issubclass(model, Record) and paths:
            yield model, [model._meta.get_field(path).column for path in paths]


def _parts_of(subject: str) -> tuple[type[Model] | None, Any]:
    label, _colon, key = subject.partition(":")
    try:
        return apps.get_model(label), UUID(key)
    except (LookupError, ValueError):
        return None, None


def _kind_of(model: type[Model]) -> str:
    words = str(model._meta.verbose_name)
    return words[:1].upper() + words[1:]


def _page_of(model: type[Model], key: UUID) -> str:
    """The record's page; "" for a record that has none, or whose page needs more than its key."""
    if not hasattr(model, "get_absolute_url"):
        return ""
    try:
        return str(model(pk=key).get_absolute_url())
    except (ObjectDoesNotExist, NoReverseMatch):
        return ""


def _ask(model: type[Model], keys: list[UUID]) -> "QuerySet[Any, Any] | None":
    paths = _name_paths(model)
    if not paths:
        return None
    parts = [part for path in paths for part in (Value(" "), F(path))][1:]
    label = Concat(Value(f"{model._meta.label_lower}:"), Cast("pk", TextField()), output_field=TextField())
    shown = Concat(Value(""), *parts, output_field=TextField())
    rows = model._default_manager.filter(pk__in=keys).order_by()
    return rows.annotate(subject_label=label, shown_name=shown).values_list("subject_label", "shown_name")


def _name_paths(model: type[Model]) -> tuple[str, ...]:
    for names in OWN_NAMES:
        if all(_is_text(model, name) for name in names):
            return names
    for relation, name in BELONGS_TO:
        field = _field(model, relation)
        if field is not None and isinstance(field.related_model, type) and _is_text(field.related_model, name):
            return (f"{relation}__{name}",)
    return ()


def _field(model: type[Model], name: str) -> "Field[Any, Any] | None":
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, Field) else None


def _is_text(model: type[Model], name: str) -> bool:
    return isinstance(_field(model, name), CharField | TextField)
