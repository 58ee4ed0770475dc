"""What every page of the administration has: help in plain words, no way around the rules, and a way back to the product."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, PermissionDenied, ValidationError
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from flowmono.common.constraints import field_of
from flowmono.common.fields import StateField
from flowmono.common.missing import TWICE
from flowmono.common.templatetags import flowmono as shown


class OneALine(forms.CharField):
    """A list of texts, typed one a line."""

    def __init__(self, **options: Any) -> None:
        options.pop("encoder", None)
        options.pop("decoder", None)
        super().__init__(**{"required": False, **options, "widget": forms.Textarea(attrs={"rows": 4})})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(one) for one in value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(self.prepare_value(initial)) != self.to_python(data)


class Trimmed(forms.DecimalField):
    """A number as people write it: without the zeros that the column keeps at its end."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _say_role(group: Group) -> str:
    return gettext(group.name)


class RelatedFilter(admin.RelatedFieldListFilter):
    """A list's filter by another record; those without one are under "None"."""

    def __init__(self, *facts: Any, **options: Any) -> None:
        super().__init__(*facts, **options)
        self.empty_value_display = gettext("None")


class ValueFilter(admin.AllValuesFieldListFilter):
    """A list's filter by the values that there are; an empty one is called "None", as a link without words leads nowhere."""

    def __init__(self, *facts: Any, **options: Any) -> None:
        super().__init__(*facts, **options)
        self.empty_value_display = gettext("None")

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            words = str(choice["display"])
            # With counts, Django writes the value before them: " (3)".
            if not words or words.startswith(" ("):
                choice["display"] = f"{self.empty_value_display}{words}"
            yield choice


class RoleFilter(RelatedFilter):
    """A list's filter by role, whose names are kept in English."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(key, gettext(name)) for key, name in super().field_choices(field, request, model_admin)]


admin.FieldListFilter.register(
    lambda field: bool(field.remote_field) and field.related_model is Group, RoleFilter, take_priority=True
)
admin.FieldListFilter.register(lambda field: bool(field.remote_field), RelatedFilter, take_priority=True)
admin.FieldListFilter.register(
    lambda field: not (field.choices or isinstance(field, models.BooleanField | models.DateField)),
    ValueFilter,
    take_priority=True,
)


class RulesBesideFields(forms.ModelForm):  # type: ignore[type-arg]
    """What a rule of the database refuses stands beside the field that has to change."""

    def _update_errors(self, errors: ValidationError) -> None:
        above = getattr(errors, "error_dict", {}).get(NON_FIELD_ERRORS, [])
        for error in list(above):
            field = field_of(self._meta.model, " ".join(error.messages))
            if field in self.fields:
                above.remove(error)
                errors.error_dict.setdefault(field, []).append(error)
        if not above and hasattr(errors, "error_dict"):
            errors.error_dict.pop(NON_FIELD_ERRORS, None)
        super()._update_errors(errors)  # type: ignore[misc]


class Helped:
    """Each field says what it is for: in the words of `helps`, else in those of the model."""

    # The browser's own fields for days: nothing has to be loaded, and they are written as the reader is used to.
    formfield_overrides: ClassVar[Mapping[Any, Any]] = {
        models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
        models.DecimalField: {"form_class": Trimmed},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3})},
    }
    form = RulesBesideFields
    helps: ClassVar[Mapping[str, Any]] = {}
    labels: ClassVar[Mapping[str, Any]] = {}
    # Columns that keep a list of texts, typed one a line.
    lists: ClassVar[tuple[str, ...]] = ()
    # Relations to a few, each shown with a box to tick.
    ticked: ClassVar[tuple[str, ...]] = ()

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:  # type: ignore[type-arg]
        if db_field.name in self.lists:
            field: Any = OneALine(label=capfirst(str(db_field.verbose_name)), help_text=db_field.help_text)
        else:
            field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None:
            if db_field.related_model is Group and isinstance(field, forms.ModelChoiceField):
                field.label_from_instance = _say_role
            _ask_to_choose(field)
            if isinstance(db_field, models.ManyToManyField) and db_field.name in self.ticked:
                field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
            field.label = self.labels.get(db_field.name, field.label)
            if db_field.name in self.helps:
                field.help_text = self.helps[db_field.name]
            # Another record is added on its own page: windows above windows lose what was typed below.
            for permission in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
                if hasattr(field.widget, permission):
                    setattr(field.widget, permission, False)
        return field


def _ask_to_choose(field: Any) -> None:
    """A choice of which none is made yet says so in words and not in hyphens."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label is not None:
            field.empty_label = _("Choose …")
    elif isinstance(field, forms.ChoiceField):
        chosen = list(field.choices)
        if chosen and chosen[0] == BLANK_CHOICE_DASH[0]:
            field.choices = [("", _("Choose …")), *chosen[1:]]


class SetOfRows(BaseInlineFormSet):  # type: ignore[type-arg]
    """The rows below a record; two that say the same are refused in our words."""

    def get_unique_error_message(self, unique_check: Any) -> str:
        return str(TWICE)

    def get_form_error(self) -> str:
        return str(TWICE)


class Rows(Helped, admin.TabularInline):  # type: ignore[type-arg]
    """Rows below a record, each with its help."""

    extra = 0
    formset = SetOfRows


class StackedRows(Helped, admin.StackedInline):  # type: ignore[type-arg]
    """Rows below a record that have too many fields for one line."""

    extra = 0
    formset = SetOfRows


class LookedAtRows(admin.TabularInline):  # type: ignore[type-arg]
    """Rows below a record, to look at."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Page(Helped, SimpleHistoryAdmin):  # type: ignore[misc]
    """A page of the administration. `lead` says in a sentence what such a record decides.

    A former version is shown and never put back with one click: it is changed on the record's page, where the rules ask.
    """

    lead: ClassVar[Any] = ""
    # What people call such records, where the model's own words are not the best.
    called: ClassVar[Any] = ""
    list_per_page = 50
    empty_value_display = "–"
    show_full_result_count = False

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def history_form_view(self, request: HttpRequest, object_id: str, version_id: str, **options: Any) -> HttpResponse:
        if request.method != "GET":
            raise PermissionDenied
        if not self.keeps_history:
            raise Http404
        return super().history_form_view(request, object_id, version_id, **options)

    def place(self, request: HttpRequest, object_id: str | None = None) -> dict[str, Any]:
        """What the template says above the fields or rows, and where it leads."""
        return {"lead": self.lead, "called": self.called}

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Amounts, days, moments and states as everywhere in the product."""
        return [written(self.model, name) for name in super().get_list_display(request)]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**self.place(request), **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return super().changeform_view(
            request, object_id, form_url, {**self.place(request, object_id), **(extra_context or {})}
        )

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every version of the record, where versions are kept; else what the administration noted."""
        facts = {"lead": self.lead, **(extra_context or {})}
        if self.keeps_history:
            return super().history_view(request, object_id, facts)
        return admin.ModelAdmin.history_view(self, request, object_id, facts)

    @property
    def keeps_history(self) -> bool:
        return hasattr(self.model._meta, "simple_history_manager_attribute")


class LookOnly(Page):
    """To look, never to change: states and values change through the product's actions only.

    changed_at: the name of the page's address where such records are worked with, and what people call it.
    """

    changed_at: ClassVar[tuple[str, Any] | None] = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found: dict[str, Any] = super().get_actions(request)
        return {name: one for name, one in found.items() if name != "delete_selected"}

    def page_of(self, record: Any) -> str:
        """The address of the record's own page in the product; "" when it has none."""
        find = getattr(record, "get_absolute_url", None)
        return find() if find else ""

    def view_on_site(self, record: Any) -> str | None:  # type: ignore[override]
        return None

    def place(self, request: HttpRequest, object_id: str | None = None) -> dict[str, Any]:
        found = {**super().place(request, object_id), "look_only": True}
        if self.changed_at:
            found |= {"changed_url": reverse(self.changed_at[0]), "changed_label": self.changed_at[1]}
        if object_id:
            record = self.get_object(request, object_id)
            address = self.page_of(record) if record is not None else ""
            if address:
                found |= {"changed_url": address, "changed_label": _("its own page")}
        return found


@cache
def written(model: type[models.Model], name: Any) -> Any:
    """A column of a list: one that writes the field as the product does, or the name itself.

    The same column each time: Django lets a list be sorted by the very columns that it was given.
    """
    try:
        field: Any = model._meta.get_field(name)
    except (FieldDoesNotExist, TypeError):
        return name
    if field.choices and isinstance(field, StateField):
        write = _write_state
    elif isinstance(field, models.DecimalField):
        write = _write_number
    elif isinstance(field, models.DateTimeField):
        write = _write_moment
    elif isinstance(field, models.DateField):
        write = _write_day
    elif isinstance(field, models.BooleanField):
        write = _write_truth
    else:
        return name

    @admin.display(description=field.verbose_name, ordering=name)
    def column(record: Any) -> Any:
        return write(record, name)

    column.__name__ = name
    return column


def _write_state(record: Any, name: str) -> Any:
    return shown.state(record, field=name)


def _write_number(record: Any, name: str) -> Any:
    value = getattr(record, name)
    if value is None:
        return shown.NOTHING
    currency = getattr(record, "currency", "")
    return shown.money(value, currency) if currency else f"{value.normalize():,f}"


def _write_truth(record: Any, name: str) -> Any:
    return gettext("Yes") if getattr(record, name) else gettext("No")


def _write_moment(record: Any, name: str) -> Any:
    return shown.moment(getattr(record, name))


def _write_day(record: Any, name: str) -> Any:
    return shown.day(getattr(record, name))
