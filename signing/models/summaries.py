"""What people are told in one letter, instead of in one for each document of a sending to many."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from flowmono.accounts.models import User
from signing.models.bulk import Bulk


class Topic(models.TextChoices):
    """What is told: the first four to who has places in them; the others to who sent them, `SIGNED` and `PASSED` to both."""

    ASKED = "asked", _("they wait for a signature")
    REMINDED = "reminded", _("they still wait")
    WARNED = "warned", _("their time is nearly over")
    ENDED = "ended", _("they need no signature any more")
    SIGNED = "signed", _("everybody signed them")
    MISSING = "missing", _("signatures are missing shortly before the end")
    EXPIRED = "expired", _("their time is over")
    STAYED = "stayed", _("they wait for somebody who is away")
    PASSED = "passed", _("somebody else signs them for who is away")
    RETURNED = "returned", _("they came back to who had them first")


class Summary(models.Model):
    """One person is told of one thing for all rounds of one sending. `owed_since`: something is to be told since then; empty: it was."""

    bulk = models.ForeignKey(Bulk, on_delete=models.CASCADE, related_name="summaries")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=10, choices=Topic)
    owed_since = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("summary of a sending to many")
        verbose_name_plural = _("summaries of sendings to many")
        constraints = [models.UniqueConstraint(fields=["bulk", "person", "topic"], name="one_summary_per_topic")]
        indexes = [
            models.Index(fields=["owed_since"], condition=Q(owed_since__isnull=False), name="summaries_that_are_owed")
        ]

    def __str__(self) -> str:
        return f"{self.bulk}: {self.get_topic_display()}"
