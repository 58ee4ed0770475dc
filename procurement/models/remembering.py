"""What corrections taught about the layouts of vendors' invoices, and the pages it was learned from and applied to."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from flowmono.accounts.models import User
from flowmono.common.fields import StateField
from flowmono.outbox.models import Record
from procurement.models.invoices import Invoice
from vendors.models import Vendor


class PrintedPages(models.Model):
    """Where the words stand on an invoice that was read from its pages, and what was read there by what is remembered.

    It belongs to the invoice, whose history tells who corrected what. rows: [page, top, bottom, [[left, right, text, apart, sure], …]];
    recalled: [{key, field, value, before, confidence, counted}]; corrected_by: who looked at all of it, until that is learned from.
    """

    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="printed_pages")
    rows = models.JSONField(default=list)
    recalled = models.JSONField(default=list)
    corrected_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("printed pages")
        verbose_name_plural = _("printed pages")

    def __str__(self) -> str:
        return str(self.invoice)


class VendorLayout(models.Model):
    """One way in which a vendor lays out its invoices, known by its labels and where they stand: [[words, hundredths of the width], …].

    The labels are those that every page of it showed so far. It decides nothing by itself, so it has no history.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="layouts")
    fingerprint = models.CharField(max_length=12)
    labels = models.JSONField(default=list)
    first_seen = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("layout of a vendor")
        verbose_name_plural = _("layouts of vendors")
        ordering = ["vendor", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "fingerprint"],
                name="one_layout_per_fingerprint",
                violation_error_message=_("Somebody else taught this layout at the same moment: save again."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.vendor} {self.fingerprint}"


class RememberedState(models.TextChoices):
    USED = "used", _("used")
    REPLACED = "replaced", _("replaced")
    FORGOTTEN = "forgotten", _("forgotten")


class RememberedField(Record):
    """Where one field stands in one layout, as a person's correction taught it. A later correction makes another version.

    spots: the places, the most telling first; value: what the person put, None for "stands nowhere"; instead_of: what had been read.
    right, wrong: how often people let stand what was read by it, and how often they corrected that.
    """

    layout = models.ForeignKey(VendorLayout, on_delete=models.PROTECT, related_name="fields")
    field = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    spots = models.JSONField(default=list)
    value = models.CharField(max_length=200, null=True)  # noqa: DJ001 - None means that the field stands nowhere
    instead_of = models.CharField(max_length=200, null=True)  # noqa: DJ001 - None means that nothing was read
    right = models.PositiveIntegerField(default=1)
    wrong = models.PositiveIntegerField(default=0)
    taught_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taught_from = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+")
    state = StateField(default=RememberedState.USED, choices=RememberedState.choices)
    forgotten_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("remembered field")
        verbose_name_plural = _("remembered fields")
        ordering = ["layout", "field", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["layout", "field"],
                condition=Q(state="used"),
                name="one_remembered_field_is_used",
                violation_error_message=_("Somebody else taught this field at the same moment: save again."),
            ),
            models.UniqueConstraint(
                fields=["layout", "field", "version"],
                name="one_remembered_field_per_version",
                violation_error_message=_("Somebody else taught this field at the same moment: save again."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.layout} {self.field} {self.version}"

    @property
    def case(self) -> uuid.UUID:
        """What is remembered is the vendor's."""
        return self.layout.vendor_id

    @transition(state, source=RememberedState.USED, target=RememberedState.REPLACED)
    def replace(self) -> None:
        """A later correction taught something else."""

    @transition(state, source=RememberedState.USED, target=RememberedState.FORGOTTEN)
    def forget(self, *, by: Any, at: datetime) -> None:
        """A person found it wrong: invoices are read as if nobody had taught it."""
        self.forgotten_by, self.forgotten_at = by, at
