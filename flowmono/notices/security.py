"""Changes of one's own account are always told, by a notice and an e-mail, so that nobody makes them unseen."""

from typing import Any
from uuid import uuid4

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.accounts.signals import token_made
from flowmono.common.now import moment
from flowmono.notices.telling import tell


def tell_security(person: User, title: str) -> None:
    """Tell the person that something about their account changed."""
    tell(
        [person],
        "security",
        key=f"security:{uuid4()}",
        title=title,
        sentence=_("If that was not you, change your password at once and tell an administrator."),
        url=reverse("me:security"),
        at=moment(),
    )


@receiver([password_changed, password_reset])
def password(user: User, **_facts: Any) -> None:
    tell_security(user, _("Your password was changed"))


@receiver(authenticator_added)
def added(user: User, **_facts: Any) -> None:
    tell_security(user, _("A second factor was added to your account"))


@receiver([authenticator_removed, authenticator_reset])
def removed(user: User, **_facts: Any) -> None:
    tell_security(user, _("A second factor of your account was removed or made anew"))


@receiver(token_made)
def token(user: User, name: str, **_facts: Any) -> None:
    tell_security(user, _("A token for programs was made: %(name)s") % {"name": name})
