"""?expand=vendor,order.contract: related records in place of their ids, as the caller may see them.

What may be expanded is a table (flowmono/api.py). A relation is read through the endpoint that it belongs to, so scopes,
policies and visibility are those of that endpoint: what the caller may not see stays an id. Each relation costs the
statements of one list, whatever the number of records.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

DEEPEST: Final = 2
MOST: Final = 200


@dataclass(frozen=True)
class One:
    """A field that holds an id; `target` is the endpoint (a viewset) that the id belongs to."""

    target: Any


@dataclass(frozen=True)
class Many:
    """Records of `target` whose field `by` holds this record's id; at most 200, and of a single record only."""

    target: Any
    by: str


Relation = One | Many


def paths_of(view: Any, deepest: int = DEEPEST) -> Iterator[tuple[str, Relation]]:
    """Every name that ?expand= knows at this endpoint, such as "vendor" and "order.contract"."""
    for name, relation in relations_of(view).items():
        yield name, relation
        if deepest > 1:
            for rest, inner in paths_of(relation.target, deepest - 1):
                if isinstance(inner, One):
                    yield f"{name}.{rest}", inner


def relations_of(view: Any) -> Mapping[str, Relation]:
    """The allow-list of an endpoint."""
    found: Mapping[str, Relation] = getattr(view, "expandable", {})
    return found


def wanted(request: Request, view: Any, *, single: bool) -> dict[str, Any]:
    """What the request asks for, as a tree of names. Raises ValidationError naming what is not in the allow-list."""
    text = ",".join(request.query_params.getlist("expand"))
    names = [name for part in text.split(",") if (name := part.strip())]
    known = dict(paths_of(view))
    unknown = [name for name in names if name not in known]
    if unknown:
        may = ", ".join(sorted(known)) or _("nothing")
        words = _("“%(name)s” cannot be expanded here. What can: %(known)s.") % {"name": unknown[0], "known": may}
        raise ValidationError({"expand": [words]}, code="unknown_expansion")
    lists = [name for name in names if not single and isinstance(known[name.partition(".")[0]], Many)]
    if lists:
        words = _("“%(name)s” is a list, and is expanded on a single record only.") % {"name": lists[0]}
        raise ValidationError({"expand": [words]}, code="unknown_expansion")
    tree: dict[str, Any] = {}
    for name in names:
        branch = tree
        for part in name.split("."):
            branch = branch.setdefault(part, {})
    return tree


def expand(rows: Iterable[dict[str, Any]], tree: Mapping[str, Any], view: Any, request: Request) -> None:
    """Put related records into the rows, in place. Raises PermissionDenied when a scope or role for them is missing."""
    kept = list(rows)
    for name, rest in tree.items():
        relation = relations_of(view)[name]
        if isinstance(relation, One):
            _expand_one(kept, name, relation, rest, request)
        else:
            for row in kept:
                row[name] = _read(relation.target, request, {relation.by: row["id"]}, rest)


def _expand_one(rows: list[dict[str, Any]], name: str, relation: One, rest: Any, request: Request) -> None:
    keys = {str(row[name]) for row in rows if row.get(name)}
    if not keys:
        return
    found = {str(one["id"]): one for one in _read(relation.target, request, {"pk__in": keys}, rest)}
    for row in rows:
        row[name] = found.get(str(row[name]), row[name])


def _read(target: Any, request: Request, which: Mapping[str, Any], rest: Any) -> list[dict[str, Any]]:
    view = target()
    view.request, view.action, view.args, view.kwargs, view.format_kwarg = request, "list", (), {}, None
    view.check_permissions(request)
    seen = view.get_queryset().filter(**which)[:MOST]
    rows = [dict(row) for row in view.get_serializer(seen, many=True).data]
    expand(rows, rest, target, request)
    return rows
