"""The states of rounds and of places in them, and what people do there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# How somebody without an account proves who they are, where nothing else was chosen (signing/proving.py has all ways).
BY_EMAIL = "email"


class EnvelopeState(models.TextChoices):
    DRAFT = "draft", _("being prepared")
    SENT = "sent", _("out for signature")
    COMPLETED = "completed", _("signed, being sealed")
    SEALED = "sealed", _("sealed")
    DECLINED = "declined", _("declined")
    VOIDED = "voided", _("taken back")
    EXPIRED = "expired", _("expired")


class Role(models.TextChoices):
    SIGNER = "signer", _("signs")
    APPROVER = "approver", _("approves")
    VIEWER = "viewer", _("reads")
    COPY = "copy", _("gets a copy")


# Who has to act before a round is complete; the others only read or receive.
ACTING = (Role.SIGNER, Role.APPROVER)


class RecipientState(models.TextChoices):
    WAITING = "waiting", _("waits for others")
    INVITED = "invited", _("invited")
    VIEWED = "viewed", _("has looked")
    SIGNED = "signed", _("signed")
    DECLINED = "declined", _("declined")
    CLOSED = "closed", _("not asked any more")
