"""Who is signed in, read with their roles at once: every page asks for both."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Value

from flowmono.accounts.models import User


class SignIn(AuthenticationBackend):  # type: ignore[misc]
    """allauth's sign-in by e-mail address; the account of a session comes with the names of its roles."""

    def get_user(self, user_id: Any) -> User | None:
        named = ArrayAgg("groups__name", filter=Q(groups__isnull=False), default=Value([]))
        user: User | None = User.objects.annotate(names_of_roles=named).filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.role_names = frozenset(user.names_of_roles)  # type: ignore[attr-defined]
        return user
