"""What authorities outside answered last: whose clock, lists and answers seals are made with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuthorityKind(models.TextChoices):
    TIMESTAMP = "timestamp", _("timestamps")
    LIST = "list", _("revocation list")
    ANSWER = "answer", _("answers about certificates")


class AuthorityAnswer(models.Model):
    """The last question to one address outside, and how it went. Kept for whoever looks after the seals; nothing is decided by it."""

    kind = models.CharField(max_length=10, choices=AuthorityKind)
    address = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField(default=0)
    problem = models.CharField(
        max_length=300, blank=True, help_text=_("Why the last answer was of no use; empty: it was.")
    )
    good_at = models.DateTimeField(null=True, help_text=_("When an answer was last of use."))

    class Meta:
        verbose_name = _("answer of an authority")
        verbose_name_plural = _("answers of authorities")
        ordering = ["kind", "address"]
        constraints = [models.UniqueConstraint(fields=["kind", "address"], name="one_row_per_authority")]

    def __str__(self) -> str:
        return self.address
