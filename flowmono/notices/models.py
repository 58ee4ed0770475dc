"""Notices: what people were told, and how they want to be told."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from flowmono.accounts.models import User
from flowmono.common.history import History
from flowmono.notices.kinds import KINDS, Kind, Way


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Questions about notices."""

    def of(self, person: Any) -> "NoticeQuerySet":
        """One's own, the newest first."""
        return self.filter(person=person).order_by("-at", "-id")

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One person was told one thing. `key` names what it is about: telling it twice is telling it once."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=[(kind.name, kind.title) for kind in KINDS.values()])
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    sentence = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=200)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    in_digest = models.BooleanField(default=False, help_text=_("Waits for this person's daily e-mail."))

    objects: ClassVar[Any] = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="told_once")]
        indexes = [
            models.Index(fields=["person", "-at"], name="notices_by_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="unread_notices"),
            models.Index(fields=["person"], condition=Q(in_digest=True), name="notices_for_digests"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> Kind:
        """The kind with its words and its icon."""
        return KINDS[self.kind]


class Choice(models.Model):
    """How one person wants to hear of one kind of thing; without a row, as is usual."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=20)
    way = models.CharField(max_length=8, choices=Way)
    history = History()

    class Meta:
        verbose_name = _("choice of notice")
        verbose_name_plural = _("choices of notices")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_choice_per_person_and_kind")]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind} {self.way}"
