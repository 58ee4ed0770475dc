"""Who was asked before in a place, who is asked now, by whom it was changed, and why; and what a signer from outside only wishes."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from signing.querysets import HandoverQuerySet


class How(models.TextChoices):
    CHANGED = "changed", _("changed by the sender")
    DELEGATED = "delegated", _("handed over by the signer")
    WISHED = "wished", _("wished by the signer")
    AWAY = "away", _("passed on while the signer is away")
    BACK = "back", _("taken back by the signer")
    RETURNED = "returned", _("came back when the delegation did not cover it any more")


class HandoverState(models.TextChoices):
    ASKED = "asked", _("waits for the sender")
    DONE = "done", _("done")
    REFUSED = "refused", _("not agreed")


class Handover(models.Model):
    """One change of who is asked in a place, or the wish for one. Names and addresses are kept as they were."""

    recipient = models.ForeignKey("signing.Recipient", on_delete=models.PROTECT, related_name="handovers")
    how = models.CharField(max_length=10, choices=How)
    state = models.CharField(max_length=8, choices=HandoverState, default=HandoverState.DONE)
    from_name = models.CharField(max_length=120)
    from_email = models.EmailField(blank=True)
    to_name = models.CharField(max_length=120)
    to_email = models.EmailField()
    to_title = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    by_name = models.CharField(max_length=200, help_text=_("Who did it, or wishes it."))
    at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover of a place")
        verbose_name_plural = _("handovers of places")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient"],
                condition=Q(state="asked"),
                name="one_open_wish_per_place",
                violation_error_message=_(
                    "It was asked already to have somebody else sign here: wait for the sender’s answer."
                ),
            ),
            models.CheckConstraint(
                condition=Q(how="wished") | Q(state="done"),
                name="only_a_wish_waits",
            ),
        ]

    def __str__(self) -> str:
        return self.in_words

    @property
    def in_words(self) -> str:
        """What happened, with its answer and reason, for a page."""
        told = self._told()
        if self.decided_by is not None:
            answer = _say("%(who)s agreed.") if self.state == HandoverState.DONE else _say("%(who)s did not agree.")
            told += " " + answer % {"who": self.decided_by}
        return told + self._why()

    @property
    def wish_in_words(self) -> str:
        """What happened, or was wished, by itself: its answer came later and is told by its own time."""
        return self._told() + self._why()

    @property
    def answer_in_words(self) -> str:
        """What was answered to a wish."""
        agreed = self.state == HandoverState.DONE
        words = _say("Agreed that %(now)s is asked instead of %(was)s") if agreed else _say("Did not agree to %(now)s")
        return words % {"now": self.to_name, "was": self.from_name}

    def _why(self) -> str:
        return f" {_say('Reason: %(why)s') % {'why': self.reason}}" if self.reason else ""

    def _told(self) -> str:
        facts = {
            "was": self.from_name,
            "was_at": self.from_email,
            "now": self.to_name,
            "now_at": self.to_email,
            "by": self.by_name,
        }
        words = {
            How.CHANGED: _say("%(by)s asks %(now)s (%(now_at)s) instead of %(was)s (%(was_at)s)."),
            How.DELEGATED: _say("%(was)s (%(was_at)s) handed the place over to %(now)s (%(now_at)s)."),
            How.WISHED: _say("%(was)s (%(was_at)s) named %(now)s (%(now_at)s) to sign instead."),
            How.AWAY: _say(
                "%(was)s (%(was_at)s) is away. By their delegation the place passed by itself to %(now)s (%(now_at)s)."
            ),
            How.BACK: _say("%(now)s (%(now_at)s) took the place back from %(was)s (%(was_at)s)."),
            How.RETURNED: _say("The place came back by itself from %(was)s (%(was_at)s) to %(now)s (%(now_at)s)."),
        }[How(self.how)]
        return words % facts
