"""Places on a document that its signers fill, and layouts of places that are kept."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from flowmono.accounts.models import User
from signing.fields import Kind, why_not_entered
from signing.models.envelopes import Envelope
from signing.models.recipients import Recipient


class Field(models.Model):
    """A place that a signer fills: a page (from 1) and a box in PDF points from the lower left. Marks, initials and days are written by the
    signature itself; `value` is what the signer entered in the others ("yes" in a ticked box)."""

    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="fields")
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="fields")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SIGNATURE)
    carried_by = models.CharField(max_length=80, help_text=_("The signature field of the file that draws this place."))
    label = models.CharField(max_length=120, blank=True)
    required = models.BooleanField(default=True)
    options = models.JSONField(default=list, blank=True)
    value = models.TextField(blank=True)
    page = models.PositiveIntegerField()
    x = models.DecimalField(max_digits=8, decimal_places=2)
    y = models.DecimalField(max_digits=8, decimal_places=2)
    width = models.DecimalField(max_digits=8, decimal_places=2)
    height = models.DecimalField(max_digits=8, decimal_places=2)
    signed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["envelope", "name"],
                name="one_field_per_name",
                violation_error_message=_(
                    "Somebody else arranged places on this document at the same moment: open it again, then repeat what you did."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def why_not(self, value: str) -> str:
        """What is wrong with an entry in this place, in words; empty when it can be drawn there."""
        return why_not_entered(
            self.kind,
            value,
            label=self.label,
            required=self.required,
            options=self.options,
            width=float(self.width),
            height=float(self.height),
        )


class Layout(models.Model):
    """Places that were arranged on one document, kept for others of its kind."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=80, unique=True)
    category = models.CharField(max_length=60, blank=True)
    signers = models.PositiveIntegerField(help_text=_("For how many signers it is."))
    pages = models.PositiveIntegerField(help_text=_("How many pages the document had."))
    places = models.JSONField(default=list)
    kept_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("layout of places")
        verbose_name_plural = _("layouts of places")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
