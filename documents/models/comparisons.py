"""Two versions that somebody wanted compared, and what came of it."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.models.papers import Version
from flowmono.accounts.models import User


class ComparisonState(models.TextChoices):
    WAITING = "waiting", _("being compared")
    DONE = "done", _("compared")
    FAILED = "failed", _("cannot be compared")


class Comparison(models.Model):
    """An older and a newer version, or a version and a file that a person brought for it (`brought_by`; its bytes are kept under
    their hash, and nobody else sees them). `redline` follows from the bytes alone and is made once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    older = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    newer = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    brought_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    brought_name = models.CharField(max_length=200, blank=True)
    brought_sha256 = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ComparisonState, default=ComparisonState.WAITING)
    redline: Any = models.JSONField(default=dict)
    problem = models.TextField(blank=True)

    class Meta:
        verbose_name = _("comparison")
        verbose_name_plural = _("comparisons")
        constraints = [
            models.UniqueConstraint(
                fields=["older", "newer"], condition=Q(brought_by__isnull=True), name="two_versions_are_compared_once"
            ),
            models.CheckConstraint(
                condition=Q(brought_by__isnull=True, brought_sha256="", older__isnull=False, newer__isnull=False)
                | (
                    Q(brought_by__isnull=False)
                    & ~Q(brought_sha256="")
                    & (Q(older__isnull=True, newer__isnull=False) | Q(older__isnull=False, newer__isnull=True))
                ),
                name="two_things_are_compared",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.older or self.brought_name} – {self.newer or self.brought_name}"
