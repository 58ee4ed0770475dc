"""One page of many rows: bare keys are sorted, and the rows of the page are taken by them."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, F, Func, QuerySet


class OneOf(Func):
    """True where a key is one of those that a query finds. They are found first, and the rows are taken by their index.

    Django's `in` asks for the same; but among many relations the planner then joins whole tables before it looks at the keys.
    """

    arg_joiner = " = any"
    template = "%(expressions)s"
    output_field = BooleanField()

    def __init__(self, key: F, keys: Any) -> None:
        super().__init__(key, _Array(keys))


class _Array(ArraySubquery):
    template = "(array(%(subquery)s))"
    empty_result_set_value = NotImplemented  # where nothing can be found, the database need not be asked


class KeysFirst(Paginator):
    """Pages of a queryset. What its rows bring along from other tables is joined for the rows of one page only.

    What is no queryset, such as the hits of a search, is cut as it is.
    """

    def page(self, number: Any) -> Page:
        found = super().page(number)
        if isinstance(found.object_list, QuerySet):
            rows: Any = self.object_list
            found.object_list = rows.filter(OneOf(F("pk"), found.object_list.values("pk")))
        return found
