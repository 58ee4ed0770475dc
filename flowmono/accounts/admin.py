"""People, absences and programs' keys. What an account may do is changed by two people; its words are not."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from flowmono.accounts.models import Absence, AccessToken
from flowmono.common.administering import LookOnly, Page

PERSON_HELPS = {
    "email": _(
        "They sign in with it, and letters go to it. Two people change it: whoever has the address has the account."
    ),
    "username": _("Only a name inside the product; people sign in with their address."),
    "first_name": _("As colleagues read it."),
    "last_name": _("As colleagues read it."),
    "title": _("What they do in the company, such as Head of Accounting."),
    "department": _("As it is written on orders and budgets: rules may ask for it."),
    "time_zone": _("A name such as Europe/Berlin. Empty: UTC. They can choose it themselves."),
    "number_format": _("How amounts are written for them. They can choose it themselves."),
    "is_active": _(
        "Whoever leaves is switched off, never deleted: what they decided keeps their name. It takes effect at once."
    ),
    "is_staff": _("May open these pages. Two people give it."),
    "is_superuser": _("May use every one of these pages. Two people give it, to administrators only."),
    "groups": _("What they may do in the product. Two people give a role or take it."),
}


class PersonPage(Page, UserAdmin):  # type: ignore[misc]
    """A person's account; flowmono.governing makes proposals of what it may do."""

    called = _("People")
    lead = _("Who works here. Roles and addresses are changed by two people; the rest takes effect at once.")
    helps = PERSON_HELPS
    labels = {
        "groups": _("Roles"),
        "person": _("Human being"),
        "is_staff": _("Opens the administration"),
        "is_superuser": _("Uses all of the administration"),
    }
    list_display = ("email", "first_name", "last_name", "title", "is_active")
    list_filter = ("is_active", "groups")
    search_fields = ("email", "first_name", "last_name", "title", "department")
    ordering = ("email",)
    fieldsets = (
        (
            _("Person"),
            {
                "fields": (
                    ("first_name", "last_name"),
                    ("title", "department"),
                    ("email", "username"),
                    ("time_zone", "number_format"),
                )
            },
        ),
        (_("Access"), {"fields": ("is_active", "groups", "person", ("is_staff", "is_superuser"))}),
        (_("Dates"), {"fields": (("last_login", "date_joined"),)}),
    )
    add_fieldsets = (
        (None, {"fields": (("first_name", "last_name"), ("email", "username"), ("password1", "password2"))}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    ticked = ("groups",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People are switched off, never deleted."""
        return False


@admin.register(Absence)
class AbsenceAdmin(Page):
    lead = _("While somebody is away another decides in their place. People enter their own under Profile → Away.")
    list_display = ("person", "delegate", "starts_on", "ends_on")
    list_filter = ("starts_on",)
    list_select_related = ("person", "delegate")
    search_fields = ("person__email", "person__last_name", "delegate__email", "delegate__last_name")
    autocomplete_fields = ("person", "delegate")
    helps = {
        "person": _("Who is away."),
        "delegate": _("Who decides in their place: nobody who would decide twice."),
        "starts_on": _("From the morning of this day on."),
        "ends_on": _("To the evening of this day."),
    }


@admin.register(AccessToken)
class AccessTokenAdmin(LookOnly):
    lead = _(
        "Keys of programs. Each does what its scopes and its owner allow; its owner makes it. Here it can be revoked."
    )
    changed_at = ("me:tokens", _("API tokens, where people make their own"))
    list_display = ("name", "owner", "created_at", "expires_at", "revoked_at", "last_used_at")
    list_filter = ("revoked_at", "expires_at")
    list_select_related = ("owner",)
    search_fields = ("name", "owner__email")
    exclude = ("digest",)
    actions = ("revoke",)

    @admin.action(description=_("Revoke: they open nothing from now on"), permissions=["view"])
    def revoke(self, request: HttpRequest, chosen: QuerySet[AccessToken]) -> HttpResponse | None:
        for token in chosen.filter(revoked_at__isnull=True):
            token.revoked_at = request.at  # type: ignore[attr-defined]
            token.save()
        self.message_user(request, _say("Revoked. They open nothing any more."), messages.SUCCESS)
        return None
