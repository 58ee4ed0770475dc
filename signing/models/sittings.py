"""Signing in person: who handed the device to whom, how they made sure who it is, and how it ended."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from signing.models.states import Role

IDLE = timedelta(minutes=15)  # a device left lying shows nothing any more after this
LONGEST = timedelta(hours=2)  # however busy it is, a signing in person ends after this


class KnownBy(models.TextChoices):
    PASSPORT = "passport", _("Passport")
    CARD = "card", _("Identity card")
    LICENCE = "licence", _("Driving licence")
    PERSON = "person", _("I know this person")
    OTHER = "other", _("In another way")


class Ended(models.TextChoices):
    SIGNED = "signed", _("signed")
    DECLINED = "declined", _("declined")
    BY_MAIL = "by_mail", _("asked for it by e-mail")
    HOST_BACK = "host_back", _("somebody signed in on the device")
    REPLACED = "replaced", _("begun again")
    LAPSED = "lapsed", _("left lying")
    CHANGED = "changed", _("somebody else is asked")
    ELSEWHERE = "elsewhere", _("decided with the link in the e-mail")


class Sitting(models.Model):
    """One signing in person: a signer from outside at the device of one of ours, the host. One at a time for each place."""

    recipient = models.ForeignKey("signing.Recipient", on_delete=models.PROTECT, related_name="sittings")
    host = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120, help_text=_("Whom the host said they had before them."))
    known_by = models.CharField(max_length=8, choices=KnownBy)
    known_words = models.CharField(
        max_length=120, blank=True, help_text=_("How else the host made sure; no number of a document.")
    )
    key_digest = models.CharField(max_length=64, help_text=_("What the device that was handed over holds, as a hash."))
    begun_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, help_text=_("When the signer took the device and said who they are."))
    seen_at = models.DateTimeField(help_text=_("When anything was last done on the device."))
    ended = models.CharField(max_length=9, choices=Ended, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("signing in person")
        verbose_name_plural = _("signings in person")
        ordering = ["begun_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient"],
                condition=Q(ended=""),
                name="one_open_sitting_per_place",
                violation_error_message=_("Somebody signs in this place at the moment: end that sitting first."),
            ),
            models.CheckConstraint(
                condition=Q(ended="", ended_at__isnull=True) | (~Q(ended="") & Q(ended_at__isnull=False)),
                name="a_sitting_that_ended_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(known_by="other") | ~Q(known_words=""),
                name="another_way_is_said_in_words",
                violation_error_message=_("Say in words how you know who they are."),
            ),
        ]

    def __str__(self) -> str:
        return self.in_words

    def new_key(self) -> str:
        """A new secret for the device; what held the former one is shut out. The caller saves."""
        key = secrets.token_urlsafe(32)
        self.key_digest = hashlib.sha256(key.encode()).hexdigest()
        return key

    def is_key(self, key: str) -> bool:
        """True for the secret that the device holds now."""
        return secrets.compare_digest(hashlib.sha256(key.encode()).hexdigest(), self.key_digest)

    def is_over(self, at: datetime) -> bool:
        """True when it ended, was left lying, or took too long."""
        return bool(self.ended) or at - self.seen_at > IDLE or at - self.begun_at > LONGEST

    def end(self, how: str, *, at: datetime) -> None:
        """It ends, once. The caller saves."""
        if not self.ended:
            self.ended, self.ended_at = how, at

    @property
    def seen_words(self) -> str:
        """How the host made sure, to stand after the host's name."""
        if self.known_by == KnownBy.OTHER:
            return _say("who made sure of it so: %(words)s") % {"words": self.known_words}
        return {
            KnownBy.PASSPORT: _say("who saw a passport"),
            KnownBy.CARD: _say("who saw an identity card"),
            KnownBy.LICENCE: _say("who saw a driving licence"),
            KnownBy.PERSON: _say("who knows them in person"),
        }[KnownBy(self.known_by)]

    @property
    def authentication(self) -> str:
        """How the signer was known, as the evidence and the certificate say it."""
        return _say("in person, before %(host)s, %(seen)s") % {"host": self.host, "seen": self.seen_words}

    @property
    def in_words(self) -> str:
        """One sentence for the page and the certificate."""
        words = {
            Role.SIGNER: _say("%(host)s, %(seen)s, handed a device to %(name)s to sign in person."),
            Role.APPROVER: _say("%(host)s, %(seen)s, handed a device to %(name)s to approve in person."),
        }[Role(self.recipient.role)]
        told = words % {"host": self.host, "seen": self.seen_words, "name": self.name}
        if not self.ended or self.ended in {Ended.SIGNED, Ended.DECLINED}:
            return told
        return told + " " + _say("It ended without a decision: %(how)s.") % {"how": self.get_ended_display()}
