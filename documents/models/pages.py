"""What search knows of documents: whether a version was read, and the words of each of its pages."""

from uuid import UUID

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.models.papers import Version


class ReadState(models.TextChoices):
    READ = "read", _("read")
    EMPTY = "empty", _("no text")
    UNREADABLE = "unreadable", _("cannot be read")
    OTHER = "other", _("not a text")


class Reading(models.Model):
    """A version that was read for search, and what came of it. `language` has two letters, or none when nobody knows."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="reading")
    version_id: UUID
    state = models.CharField(max_length=10, choices=ReadState)
    language = models.CharField(max_length=2, blank=True)
    pages = models.PositiveIntegerField(default=0)
    is_current = models.BooleanField(
        default=True, help_text=_("Whether it is the version of its document that counts.")
    )

    class Meta:
        verbose_name = _("reading of a version")
        verbose_name_plural = _("readings of versions")

    def __str__(self) -> str:
        return f"{self.version_id} {self.state}"


class PageText(models.Model):
    """The text of one page. words: its folded words as the language's configuration stems them; made_at: of its version.

    Everything here follows from the version's text and may be made anew at any time (`manage.py index_documents`).
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="page_texts")
    version_id: UUID
    number = models.PositiveIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=2, blank=True)
    words = SearchVectorField()
    made_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("page of a version")
        verbose_name_plural = _("pages of versions")
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="one_text_per_page")]
        indexes = [
            models.Index(
                fields=["-made_at", "version", "number"], condition=Q(is_current=True), name="current_pages_by_age"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.number}"
