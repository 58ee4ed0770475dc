"""The changes themselves, to look at; and what an account may do, which two people change as they do rules."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _
from rest_framework.authtoken.models import TokenProxy

from flowmono.accounts.admin import PersonPage
from flowmono.accounts.models import User
from flowmono.common.admin import CompanyPage
from flowmono.common.administering import LookOnly
from flowmono.common.models import Company
from flowmono.common.refusals import NotAllowed
from flowmono.governing.editing import TwoPersonAdmin
from flowmono.governing.models import Proposal
from flowmono.governing.registry import Governed, govern

# Roles are the product's own; addresses and keys that libraries keep beside ours would be doors of their own.
for table in (Group, EmailAddress, TokenProxy):
    if admin.site.is_registered(table):
        admin.site.unregister(table)
if admin.site.is_registered(Authenticator):
    admin.site.unregister(Authenticator)

# Whoever could give roles alone could be the second person, too.
govern(Governed(User, ("email", "person", "groups", "is_staff", "is_superuser"), concerns=lambda user: [user]))
# The company's names decide whose invoices are ours, and its account what payment files debit.
govern(
    Governed(
        Company,
        tuple(field.name for field in Company._meta.fields if not field.primary_key),
        base_amounts=frozenset({"second_look_from"}),
    )
)


@admin.register(Proposal)
class ProposalAdmin(LookOnly):
    lead = _("What was proposed about rules, limits and roles, by whom, why, and who answered.")
    called = _("Log of rule changes")
    changed_at = ("governing:list", _("Changes of rules"))
    list_display = ("title", "verb", "state", "proposed_by", "proposed_at", "decided_by", "decided_at")
    list_filter = ("state", "verb", "model")
    list_select_related = ("proposed_by", "decided_by")
    search_fields = ("title", "reason", "answer", "proposed_by__email")
    exclude = ("before", "after", "proposed_person", "decided_person", "concerned")

    def get_queryset(self, request: HttpRequest) -> Any:
        return Proposal.objects.visible_to(request.user)


@admin.register(User)
class PersonAdmin(TwoPersonAdmin, PersonPage):  # type: ignore[misc]
    """A new account holds no role, so it is made at once; what it may do is proposed."""

    governs_new = False
    governs_some = True

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Only for accounts that may do nothing yet: whoever sets the password of another can be that other."""
        person = self.get_object(request, id)
        if person is not None and (person.groups.exists() or person.is_staff or person.is_superuser):
            raise NotAllowed(
                _say(
                    "Nobody sets the password of somebody who holds a role. They ask for a letter under "
                    "“Forgot your password?” where they sign in."
                ),
                code="password_of_another",
            )
        return super().user_change_password(request, id, form_url)  # type: ignore[no-any-return]


@admin.register(Company)
class CompanyAdmin(TwoPersonAdmin, CompanyPage):
    """Entering the company sets the installation up; changing it is a proposal."""

    governs_new = False


@admin.register(Authenticator)
class AuthenticatorAdmin(LookOnly):
    """Lost devices are taken off here; what proves the factor is shown to nobody."""

    lead = _(
        "Second factors. Take one off when somebody lost the device; they sign in with their password and add another."
    )
    changed_at = ("me:security", _("Security, where people add their own"))
    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type", "created_at")
    list_select_related = ("user",)
    search_fields = ("user__email", "user__last_name")
    exclude = ("data",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)
