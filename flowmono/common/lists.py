"""Lists: pages, order, and parameters that are known; whatever else is asked for is refused in words."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, ForeignKey, UUIDField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import BaseInFilter, ChoiceFilter, NumberFilter, UUIDFilter
from django_filters.rest_framework import DjangoFilterBackend, FilterSet
from rest_framework import exceptions
from rest_framework.filters import BaseFilterBackend, OrderingFilter
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

from flowmono.common.bodies import said_of_unknown
from flowmono.common.keys import KeysFirst
from flowmono.common.now import moment
from flowmono.common.rates import worth

ALWAYS_KNOWN = frozenset({"page", "page_size", "ordering", "expand", "format"})


class Pages(PageNumberPagination):
    """?page=2&page_size=100, at most 200 a page."""

    page_size_query_param = "page_size"
    max_page_size = 200
    django_paginator_class = KeysFirst

    def get_page_size(self, request: Request) -> int | None:
        """As asked for. Raises ValidationError rather than giving another size than was asked for."""
        asked = request.query_params.get("page_size")
        if asked is None:
            return self.page_size
        if not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:9]) <= self.max_page_size):
            words = _("A page has 1 to %(most)s records.") % {"most": self.max_page_size}
            raise exceptions.ValidationError({"page_size": [words]})
        return int(asked)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """The records of the page. Raises NotFound that speaks of pages, not of records."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except exceptions.NotFound as gone:
            raise exceptions.NotFound(_("There is no such page."), code="invalid_page") from gone

    def get_page_number(self, request: Request, paginator: Any) -> Any:
        asked = super().get_page_number(request, paginator)
        if not str(asked).isascii() or len(str(asked)) > 9:
            raise exceptions.NotFound
        return asked

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """As it is answered: every key is always there."""
        found: dict[str, Any] = super().get_paginated_response_schema(schema)
        found["required"] = ["count", "next", "previous", "results"]
        return found


class Ordering(OrderingFilter):
    """?ordering=-total: by one of the endpoint's own fields, or several with commas; a minus sign turns it round.

    Records without the value come last either way. An amount whose currency the view names in `worth_in`
    ({"total": "currency"}) is put in order by what it is worth in the company's currency today.
    """

    ordering_description = _(
        "Fields to sort by, with commas; a minus sign turns it round. Records without the value come last either way; "
        "amounts go by what they are worth in the company's currency."
    )

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        asked = request.query_params.get(self.ordering_param)
        if not asked or view.action != "list":
            return queryset
        known = [name for name, _title in self.get_valid_fields(queryset, view, {"request": request})]
        fields = [name.strip() for name in asked.split(",") if name.strip()]
        unknown = [name for name in fields if name.removeprefix("-") not in known]
        if unknown:
            words = _("Nothing is sorted by “%(name)s” here. What is: %(known)s.")
            words %= {"name": unknown[0], "known": ", ".join(known) or _("nothing")}
            raise exceptions.ValidationError({"ordering": [words]})
        # The key comes last, so that pages never overlap.
        return queryset.order_by(*(_in_order(name, queryset.model, view) for name in fields), "pk")

    def get_valid_fields(self, queryset: Any, view: Any, context: Any = None) -> list[tuple[str, str]]:
        return [(name, name) for name in getattr(view, "ordering_fields", ())]

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        names = [name for name, _title in self.get_valid_fields(None, view)]
        if not names:
            return []
        choices = [choice for name in names for choice in (name, f"-{name}")]
        return [
            {
                "name": self.ordering_param,
                "required": False,
                "in": "query",
                "description": str(self.ordering_description),
                "explode": False,
                "style": "form",
                "schema": {"type": "array", "items": {"type": "string", "enum": choices}},
            }
        ]


def _in_order(asked: str, model: Any, view: Any) -> Any:
    """One term of an order: what is empty comes last whichever way, and money goes by its worth to the company."""
    name, backwards = asked.removeprefix("-"), asked.startswith("-")
    currency = getattr(view, "worth_in", {}).get(name)
    if currency is None and not model._meta.get_field(name).null:
        return asked
    term = worth(name, currency, moment().date()) if currency else F(name)
    return term.desc(nulls_last=True) if backwards else term.asc(nulls_last=True)


class RelatedByKey(FilterSet):
    """Filters of related records take a key and ask nothing about it.

    The list is made of what its caller sees: a key that is there but not seen, and one that is not there, both
    find nothing. To look the key up first would say which of the two it is.
    """

    @classmethod
    def filter_for_lookup(cls, field: Any, lookup_type: str) -> tuple[Any, dict[str, Any]]:
        if isinstance(field, ForeignKey) and lookup_type == "exact":
            return (UUIDFilter if isinstance(field.target_field, UUIDField) else NumberFilter), {}
        if lookup_type == "in" and field.choices:
            return OneOfThese, {"choices": field.choices}
        found: tuple[Any, dict[str, Any]] = super().filter_for_lookup(field, lookup_type)
        return found


class OneOfThese(BaseInFilter, ChoiceFilter):
    """?state__in=held,review: each has to be one that there is, as with ?state=held."""


class AmountFilter(NumberFilter):
    """?total__gte=1000: by what the amount is worth in the company's currency today, whatever currency it is in."""

    def __init__(self, *, currency: str, **options: Any) -> None:
        self.currency = currency
        words = gettext_lazy(
            "Compared with what the amount is worth in the company's currency today, whatever its own currency is."
        )
        super().__init__(**{"help_text": words, **options})

    def filter(self, qs: Any, value: Any) -> Any:
        if value is None:
            return qs
        name = f"worth_of_{self.field_name}"
        valued = qs.alias(**{name: worth(self.field_name, self.currency, moment().date())})
        return valued.filter(**{f"{name}__{self.lookup_expr}": value})


class Filters(DjangoFilterBackend):
    """?state=held&vendor=…: by the fields that the endpoint names; amounts in several currencies by what they are worth."""

    filterset_base = RelatedByKey

    def get_filterset_class(self, view: Any, queryset: Any = None) -> Any:
        found = super().get_filterset_class(view, queryset)
        currencies = getattr(view, "worth_in", {})
        amounts = {
            name: AmountFilter(
                currency=currencies[one.field_name], field_name=one.field_name, lookup_expr=one.lookup_expr
            )
            for name, one in (found.base_filters if found else {}).items()
            if one.field_name in currencies
        }
        return type(found.__name__, (found,), amounts) if amounts else found


def require_known(request: Request, known: Collection[str]) -> None:
    """Raise ValidationError for a parameter that is not known, says nothing, or is said twice: it would be half ignored."""
    asked = request.query_params
    unknown = sorted(set(asked) - set(known))
    if unknown:
        words = said_of_unknown(unknown[0], set(known) - {"format"}, _("There is no such parameter here."))
        raise exceptions.ValidationError({unknown[0][:60]: [words]}, code="unknown_parameter")
    for name, values in asked.lists():
        if name != "expand" and len(values) > 1:
            raise exceptions.ValidationError({name: [_("This is said twice: say it once.")]}, code="unclear_parameter")
        if not "".join(values).strip():
            words = _("This has no value: say what, or leave it out.")
            raise exceptions.ValidationError({name: [words]}, code="unclear_parameter")


class KnownParameters(BaseFilterBackend):
    """A list that is asked for by a parameter it does not know says so: nobody takes all records for the filtered ones."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        if view.action == "list":
            known = ALWAYS_KNOWN | self._filters(view, queryset)
            require_known(request, known)
        return queryset

    def _filters(self, view: Any, queryset: Any) -> set[str]:
        found: set[str] = set()
        for backend in view.filter_backends:
            if hasattr(backend, "get_filterset_class"):
                filters = backend().get_filterset_class(view, queryset)
                found |= set(filters.base_filters) if filters else set()
        return found
