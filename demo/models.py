"""What the demonstration has already done, so that a preparation that was interrupted goes on without doing anything twice."""

from django.db import models
from django.utils import timezone


class Act(models.Model):
    """One act of one story of the demonstration's history, written in the act's own transaction."""

    story = models.CharField(max_length=80)
    label = models.CharField(max_length=80)
    result = models.JSONField(null=True)
    done_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "label"], name="one_act_per_label")]

    def __str__(self) -> str:
        return f"{self.story}: {self.label}"
