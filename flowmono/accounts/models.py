"""People: who signs in, in which roles, who stands in for whom, and tokens for programs."""

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from flowmono.accounts import roles
from flowmono.common.acting import Actor
from flowmono.common.history import History
from flowmono.common.reading import NUMBER_FORMATS
from flowmono.common.templatetags.writing import say_day


class People(UserManager["User"]):
    """Users, made and found by their e-mail address."""

    def create_user(
        self, username: str = "", email: str | None = None, password: str | None = None, **facts: Any
    ) -> "User":
        return super().create_user(username or (email or ""), email, password, **facts)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def in_role(self, *names: str) -> "models.QuerySet[User]":
        """Everyone who is active and holds one of these roles."""
        return self.filter(is_active=True, groups__name__in=names).distinct()


class User(AbstractUser):
    """An account. `person` is the human being behind it: two accounts of one human share it."""

    email = models.EmailField(_("e-mail address"), unique=True)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    number_format = models.CharField(_("numbers"), max_length=8, blank=True, choices=NUMBER_FORMATS)
    signed_out_at = models.DateTimeField(null=True, blank=True, editable=False)
    person = models.UUIDField(
        _("person"),
        default=uuid.uuid4,
        help_text=_(
            "Give two accounts of one human being the same value, so that one cannot approve what the other asked."
        ),
    )
    history = History(excluded_fields=["password", "last_login"])

    objects: ClassVar[People] = People()  # type: ignore[assignment]
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @cached_property
    def role_names(self) -> frozenset[str]:
        """The names of this account's roles, read once per request."""
        return frozenset(self.groups.values_list("name", flat=True))

    def has_role(self, *names: str) -> bool:
        """True when the account is active and holds one of these roles."""
        return self.is_active and not self.role_names.isdisjoint(names)

    @property
    def works_inside(self) -> bool:
        """True for the company's own people; false for vendor contacts and accounts without a role."""
        return self.is_active and not self.role_names.isdisjoint(roles.INSIDE)

    @property
    def keeps_marks(self) -> bool:
        """True for those who have signature marks of their own: signatories."""
        return self.has_role(roles.SIGNATORY)

    @property
    def may_decide(self) -> bool:
        """True for the company's own people who do more than read: an auditor reads everything and decides nothing."""
        return self.works_inside and not self.role_names <= {roles.AUDITOR}

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What sessions are bound to: the password and, once somebody signed out everywhere, the moment of it."""
        if self.signed_out_at is None:
            return super()._get_session_auth_hash(secret=secret)  # type: ignore[misc, no-any-return]
        bound = f"{self.password}|{self.signed_out_at.isoformat()}"
        return salted_hmac("flowmono.accounts.sessions", bound, secret=secret, algorithm="sha256").hexdigest()

    def as_actor(self) -> Actor:
        token: AccessToken | None = getattr(self, "acting_token", None)
        if token is not None:
            return Actor("token", str(token.pk), f"{token.name} ({self})")
        return Actor("person", str(self.pk), str(self))

    def is_same_person(self, others: Iterable["User | None"]) -> bool:
        """True when one of the others is this human being, by whichever account."""
        return any(other is not None and other.person == self.person for other in others)


class Absence(models.Model):
    """While one person is away another decides in their place."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    delegate = models.ForeignKey(User, on_delete=models.CASCADE, related_name="stands_in")
    starts_on = models.DateField(_("first day away"))
    ends_on = models.DateField(_("last day away"))
    history = History()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="absence_ends_after_it_starts",
                violation_error_message=_(
                    "The last day away lies before the first: enter the same day or a later one."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(person=F("delegate")),
                name="nobody_stands_in_for_themselves",
                violation_error_message=_("Nobody stands in for themselves: choose somebody else."),
            ),
        ]

    def __str__(self) -> str:
        facts = {
            "who": self.person,
            "first": say_day(self.starts_on),
            "last": say_day(self.ends_on),
            "delegate": self.delegate,
        }
        return gettext("%(who)s: %(first)s to %(last)s, %(delegate)s stands in") % facts


class AccessToken(models.Model):
    """A program's key. Only its hash is kept; it may do what its scopes and its owner allow."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(default=list, help_text=_('A list such as ["contracts:read", "invoices:write"].'))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    history = History(excluded_fields=["last_used_at"])

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()

    @classmethod
    def issue(
        cls, *, owner: User, name: str, scopes: list[str], at: datetime, expires_at: datetime | None = None
    ) -> tuple["AccessToken", str]:
        """Make a token; return it with the secret, which is shown once and never stored."""
        secret = f"fm_{secrets.token_urlsafe(32)}"
        token = cls.objects.create(
            owner=owner, name=name, scopes=scopes, created_at=at, expires_at=expires_at, digest=cls.digest_of(secret)
        )
        return token, secret

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at) and self.owner.is_active
