"""What reading a document took: kept for every reading, so that its cost is known and not guessed."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models.papers import Version


class ReadingEffort(models.Model):
    """One reading of one file, as the machine measured it. It never changes, so it has no history.

    cpu_seconds: of processor; megabytes: the most memory of the process that read, None where others share that process.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="reading_efforts")
    kind = models.CharField(max_length=10, choices=[("contract", _("contract")), ("invoice", _("invoice"))])
    reader = models.CharField(max_length=80)
    reader_version = models.CharField(max_length=80)
    cpu_seconds = models.DecimalField(max_digits=9, decimal_places=3)
    megabytes = models.PositiveIntegerField(null=True)
    read_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("effort of a reading")
        verbose_name_plural = _("efforts of readings")
        ordering = ["-read_at"]

    def __str__(self) -> str:
        facts: dict[str, Any] = {"version": self.version_id, "seconds": self.cpu_seconds}
        return _("%(version)s: %(seconds)s s") % facts
