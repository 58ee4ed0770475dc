"""What people choose among when a form asks for a category or a department: rules go by their exact names."""

from collections.abc import Iterable

from django import forms
from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils.functional import Promise
from django.utils.text import capfirst


def known_categories() -> set[str]:
    """The categories of documents that may be chosen for new ones."""
    return set(apps.get_model("contracts", "Category").objects.filter(active=True).values_list("name", flat=True))


def known_departments() -> set[str]:
    """The departments that somebody belongs to or that have a budget: an administrator opens one in either way."""
    holders = (get_user_model(), apps.get_model("procurement", "Budget"))
    found = (holder._default_manager.exclude(department="").values_list("department", flat=True) for holder in holders)
    return {name for names in found for name in names}


def offer(field: forms.Field, names: Iterable[str], *, empty: str | Promise | None, kept: str = "") -> None:
    """Let a ChoiceField offer these names in their order, and the one that the record has already.

    empty: the words for no choice; None where one must be chosen.
    """
    found = sorted({*names, kept} - {""}, key=str.casefold)
    first = [] if empty is None else [("", empty)]
    field.choices = [*first, *((name, capfirst(name)) for name in found)]  # type: ignore[attr-defined]
