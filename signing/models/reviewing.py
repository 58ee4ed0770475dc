"""What is kept of a review: which pages of which bytes were opened, when by our own clock, and how long they were in sight."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PageLook(models.Model):
    """One page that one person opened. The moments are the server's; `seconds` is what the browser told, never more than went by."""

    recipient = models.ForeignKey("signing.Recipient", on_delete=models.CASCADE, related_name="looks")
    sha256 = models.CharField(max_length=64)
    page = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("look at a page")
        verbose_name_plural = _("looks at pages")
        ordering = ["recipient", "page"]
        constraints = [models.UniqueConstraint(fields=["recipient", "sha256", "page"], name="one_look_per_page")]

    def __str__(self) -> str:
        return f"{self.page}: {self.seconds} s"


class SaidCategory(models.Model):
    """What a person said a document is, with what its words are like: the next one like it is read the same way, until taken back."""

    category = models.CharField(max_length=60)
    read_as = models.CharField(max_length=60, blank=True, help_text=_("What it had been read as."))
    title = models.CharField(max_length=200)
    likeness = models.JSONField(default=list, help_text=_("Marks of its wording, from which no word can be got back."))
    said_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("category said by a person")
        verbose_name_plural = _("categories said by people")
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | models.Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="who_takes_back_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.category}"
