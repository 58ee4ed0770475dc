"""The admin's forms of records that two people change: what is sent becomes a proposal, and nothing is saved."""

from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _say

from flowmono.common.administering import Page
from flowmono.common.templatetags.writing import say_money
from flowmono.governing import actions
from flowmono.governing.models import Proposal, ProposalState, Verb
from flowmono.governing.plain import many_of, plain_of, values_of
from flowmono.governing.registry import KINDS, Governed, Plain
from flowmono.governing.wording import say_change


@cache
def _with_currency(model: type[models.Model], name: str) -> Any:
    """The column of an amount in the company's currency; the same one each time, so that a list is sorted by it."""
    field: Any = model._meta.get_field(name)

    @admin.display(description=field.verbose_name, ordering=name, empty_value="–")
    def amount(record: Any) -> str | None:
        value = getattr(record, name)
        return None if value is None else say_money(value, settings.COMPANY_CURRENCY)

    return amount


class TwoPersonAdmin(Page):
    """A page whose save, delete and every other way to change leads to a proposal's page.

    Where only some fields are changed by two people, the others are saved as ever.
    """

    # Whether a new record is a proposal, too; where it is not, it is saved as ever.
    governs_new: ClassVar[bool] = True
    # Whether other fields of the same form are saved at once.
    governs_some: ClassVar[bool] = False

    @property
    def kind(self) -> Governed:
        return KINDS[self.model._meta.label_lower]

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:  # type: ignore[type-arg]
        """Beside an amount that rules compare with stands its currency: the company's."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in self.kind.base_amounts:
            field.label = _say("%(label)s (%(currency)s)") % {
                "label": field.label,
                "currency": settings.COMPANY_CURRENCY,
            }
        return field

    def get_list_display(self, request: HttpRequest) -> Any:
        """In lists, too."""
        amounts, shown = self.kind.base_amounts, super().get_list_display(request)
        named = zip(self.list_display, shown, strict=True)
        return [_with_currency(self.model, name) if name in amounts else column for name, column in named]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found: dict[str, Any] = super().get_actions(request)
        return {name: one for name, one in found.items() if name != "delete_selected"}

    def place(self, request: HttpRequest, object_id: str | None = None) -> dict[str, Any]:
        is_saved = self.governs_some or not (object_id or self.governs_new or not request.path.endswith("/add/"))
        found = {**super().place(request, object_id), "two_people": not is_saved}
        if object_id:
            found["open_changes"] = list(
                Proposal.objects.visible_to(request.user)
                .about(self.kind.label, object_id)
                .select_related("proposed_by")
                .defer("before", "after")
            )
        return found

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().delete_view(request, object_id, {"two_people": True, **(extra_context or {})})

    def set_history_delta_changes(self, request: HttpRequest, historical_records: Any, **options: Any) -> None:
        """What two people changed is said as they read it, with the rows that belong to the record, such as the steps of a rule."""
        super().set_history_delta_changes(request, historical_records, **options)
        versions = list(historical_records)
        keys = {str(version.instance.pk) for version in versions}
        made = Proposal.objects.filter(
            model=self.kind.label, key__in=keys, state=ProposalState.APPLIED, verb=Verb.CHANGE
        )
        by_moment = {proposal.decided_at: proposal for proposal in made}
        for version in versions:
            if proposal := by_moment.get(version.history_date):
                version.lines = say_change(self.kind, proposal.change)

    # --- what would be saved --------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing of what two people change (see save_related): only the other fields that were typed into."""
        others = [name for name in form.changed_data if name not in self.kind.fields]
        request.saves = bool(others) if change else not self.governs_new  # type: ignore[attr-defined]
        if request.saves:  # type: ignore[attr-defined]
            super().save_model(request, self._as_it_is(obj) if change else obj, form, change)

    def _as_it_is(self, obj: Any) -> Any:
        """The record with its governed columns as they are stored, so that only the others are saved."""
        stored = self.model._default_manager.get(pk=obj.pk)
        for name in self.kind.fields:
            field = self.model._meta.get_field(name)
            if not field.many_to_many:
                setattr(obj, field.attname, getattr(stored, field.attname))  # type: ignore[attr-defined]
        return obj

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        request.proposal = None  # type: ignore[attr-defined]
        if not change and not self.governs_new:
            super().save_related(request, form, formsets, change)
            return
        record = self.model._default_manager.get(pk=form.instance.pk) if change else form.instance
        request.proposal = actions.prepare(  # type: ignore[attr-defined]
            self.kind,
            record,
            self._wanted(form, formsets, record),
            by=request.user,  # type: ignore[arg-type]
            at=request.at,  # type: ignore[attr-defined]
        )

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        return form.save(commit=False)

    def _wanted(self, form: Any, formsets: Any, record: Any) -> Plain:
        """What the form would make of the record, as plain values; fields that it does not show stay as they are."""
        many = {name: value for name, value in form.cleaned_data.items() if hasattr(value, "__iter__")}
        kept = plain_of(self.kind, record) if record.pk and not record._state.adding else {"rows": {}}
        rows = {name: kept["rows"].get(name, []) for name in self.kind.rows}
        for formset in formsets:
            for name, of in self.kind.rows.items():
                if formset.model is of.model:
                    rows[name] = self._rows(of, formset)
        return {"values": values_of(form.instance, self.kind.fields, many), "rows": rows}

    def _rows(self, of: Any, formset: Any) -> list[dict[str, Any]]:
        found = []
        for form in formset.forms:
            is_gone = formset.can_delete and form.cleaned_data.get("DELETE")
            if is_gone or not (form.instance.pk or form.has_changed()):
                continue
            many = {name: form.cleaned_data[name] for name in many_of(of) if name in form.cleaned_data}
            key = str(form.instance.pk) if form.instance.pk else None
            found.append({"id": key, "values": values_of(form.instance, of.fields, many)})
        return sorted(found, key=lambda row: (row["id"] is None, int(row["id"] or 0)))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        request.proposal = actions.prepare(  # type: ignore[attr-defined]
            self.kind,
            obj,
            None,
            by=request.user,  # type: ignore[arg-type]
            at=request.at,  # type: ignore[attr-defined]
        )

    # --- what the admin would note and say ------------------------------------------------------------------------

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        return [] if not _saves(request) else super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None if not _saves(request) else super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None if not _saves(request) else super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return None

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self._lead_on(request) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        led = self._lead_on(request)
        if led is None and not _saves(request):
            messages.info(request, _say("Nothing would change, so there is nothing to propose."))
            return HttpResponseRedirect(request.path)
        return led or super().response_change(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        return self._lead_on(request) or super().response_delete(request, obj_display, obj_id)

    def _lead_on(self, request: HttpRequest) -> HttpResponse | None:
        proposal: Proposal | None = getattr(request, "proposal", None)
        if proposal is None:
            return None
        return HttpResponseRedirect(proposal.get_absolute_url())


def _saves(request: HttpRequest) -> bool:
    """True when something beside what two people change was saved."""
    return bool(getattr(request, "saves", False))
