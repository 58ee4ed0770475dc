"""What programs send: a body whose every field is known, or none at all.

A field that an endpoint does not know is refused by its name (400 `unknown_field`), at every depth, in JSON as in forms: nobody
believes to have said what nobody has read. Every shape of a body descends from `Body`; an endpoint without one is `takes_nothing`.
"""

import functools
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, ClassVar, Final, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.utils.html import is_html_input

CODE: Final = "unknown_field"
MOST_NAMED: Final = 20
LONGEST_NAME: Final = 60
# What pages send with every form of theirs, and a program that is signed in like a person with it.
OF_FORMS: Final = frozenset({"csrfmiddlewaretoken"})
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class Body(serializers.Serializer[Any]):
    """The base of everything that is sent. Raises ValidationError that names each field it does not know."""

    default_error_messages: ClassVar[Any] = {
        "invalid": gettext_lazy('Send an object, such as {{"name": "value"}}; this is of another kind ({datatype}).'),
    }

    def get_fields(self) -> dict[str, Any]:
        """A form that leaves a yes or no out has not said no: what is left out is left out, as in JSON."""
        found: dict[str, Any] = super().get_fields()
        for field in found.values():
            if isinstance(field, serializers.BooleanField):
                field.default_empty_html = empty
        return found

    def run_validation(self, data: Any = empty) -> Any:
        if data is None and not self.allow_null:
            words = self.error_messages["invalid"].format(datatype="null")
            raise serializers.ValidationError({"non_field_errors": [words]}, code="invalid")
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> Any:
        unknown = self._unknown(data) if isinstance(data, Mapping) else {}
        try:
            found = super().to_internal_value(data)
        except serializers.ValidationError as wrong:
            raise serializers.ValidationError({**_by_field(wrong.detail), **unknown}) from wrong
        if unknown:
            raise serializers.ValidationError(unknown)
        return found

    def _unknown(self, data: Mapping[str, Any]) -> dict[str, list[Any]]:
        """What is wrong with each name that is sent and not read; of very many, the first."""
        is_form = is_html_input(data)
        taken = {name: field for name, field in self.fields.items() if not field.read_only}
        unread = [name for name in data if not _is_read(name, data, taken, is_form=is_form)]
        return {
            name[:LONGEST_NAME]: [serializers.ErrorDetail(self._said_of(name, taken), code=CODE)]
            for name in sorted(unread)[:MOST_NAMED]
        }

    def _said_of(self, name: str, taken: Mapping[str, Any]) -> str:
        if not taken:
            return _("Nothing is sent here: leave the body empty.")
        stem = re.split(r"[\[.]", name, maxsplit=1)[0]
        if stem in taken:
            return _("In a form “%(name)s” is written as %(example)s, or it is sent as JSON.") % {
                "name": stem,
                "example": _written_in_forms(taken[stem]),
            }
        return said_of_unknown(name, taken, _("There is no such field here."))


class Nothing(Body):
    """No values."""

    def run_validation(self, data: Any = empty) -> Any:
        return super().run_validation({} if data is None else data)


def takes_nothing(**described: Any) -> Callable[[Endpoint], Endpoint]:
    """An endpoint without a body, described (see `extend_schema`); one that is sent with it is refused."""

    def decorate(endpoint: Endpoint) -> Endpoint:
        @functools.wraps(endpoint)
        def refusing(view: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
            Nothing(data=request.data).is_valid(raise_exception=True)
            return endpoint(view, request, *args, **kwargs)

        found: Endpoint = extend_schema(request=Nothing, **described)(refusing)  # type: ignore[assignment]
        return found

    return decorate


def said_of_unknown(name: str, known: Collection[str], no: str) -> str:
    """The no, what was probably meant, and what there is."""
    near = get_close_matches(_as_ours(name), known, n=1, cutoff=0.7)
    meant = _("Did you mean “%(near)s”?") % {"near": near[0]} if near else ""
    there = _("There are: %(known)s.") % {"known": ", ".join(sorted(known)) or _("nothing")}
    return " ".join(part for part in (no, meant, there) if part)


def _by_field(detail: Any) -> dict[str, Any]:
    return dict(detail) if isinstance(detail, dict) else {"non_field_errors": detail}


def _is_read(name: str, data: Any, taken: Mapping[str, Any], *, is_form: bool) -> bool:
    """Whether a field takes what is sent by this name. Forms write lists and objects in parts: lines[0]quantity, standing.ok."""
    if not is_form:
        return name in taken
    if name in OF_FORMS or (name in taken and not _is_in_parts(taken[name])):
        return True
    field = taken.get(re.split(r"[\[.]", name, maxsplit=1)[0])
    if field is None or (isinstance(field, serializers.ListField) and field.field_name in data):
        return False
    return any(re.match(part, name[len(str(field.field_name)) :], re.DOTALL) for part in _parts(field))


def _is_in_parts(field: Any) -> bool:
    """Whether a form can say it in parts alone."""
    return isinstance(field, serializers.BaseSerializer | serializers.DictField)


def _parts(field: Any) -> Iterator[str]:
    if isinstance(field, serializers.ListSerializer | serializers.ListField):
        yield r"\[[0-9]+\]"
    elif _is_in_parts(field):
        yield r"\.."


def _written_in_forms(field: Any) -> str:
    name = field.field_name
    if isinstance(field, serializers.ListSerializer):
        inner = next((key for key, one in field.child.fields.items() if not one.read_only), "")
        return f"{name}[0]{inner}"
    if isinstance(field, serializers.ListField):
        return f"{name}=…&{name}=…"
    return f"{name}.…" if _is_in_parts(field) else f"{name}=…"


def _as_ours(name: str) -> str:
    """A name as we would write it: dueOn and due-on are due_on."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name[:LONGEST_NAME]).replace("-", "_").replace(" ", "_").lower()
