"""What became of the category of a round: what it was, what somebody says that it is, who agreed, and what was taken from a document like it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from signing.querysets import CategoryChangeQuerySet


class ChangeState(models.TextChoices):
    ASKED = "asked", _("waits for somebody who sends documents")
    DONE = "done", _("done")
    REFUSED = "refused", _("not agreed")
    WITHDRAWN = "withdrawn", _("taken back")


class ChangeHow(models.TextChoices):
    SAID = "said", _("said by a person")
    LEARNED = "learned", _("taken from a document like it")
    UNDONE = "undone", _("what was learned was taken back")


class CategoryChange(models.Model):
    """One change of what kind of document a round is about, or the wish of somebody who may not settle it. Kept as it was."""

    envelope = models.ForeignKey("signing.Envelope", on_delete=models.PROTECT, related_name="category_changes")
    how = models.CharField(max_length=10, choices=ChangeHow, default=ChangeHow.SAID)
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.DONE)
    was = models.CharField(max_length=60, blank=True)
    was_confidence = models.DecimalField(max_digits=4, decimal_places=3, null=True)
    was_reason = models.CharField(max_length=300, blank=True)
    was_sure = models.BooleanField(help_text=_("Whether it was certain before."))
    now = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200, blank=True, help_text=_("The document like it, of which it was said."))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", help_text=_("Who said it."))
    at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    saying = models.ForeignKey(
        "signing.SaidCategory",
        null=True,
        on_delete=models.SET_NULL,
        related_name="changes",
        help_text=_("What was said of the document like it."),
    )

    objects: ClassVar[Any] = CategoryChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a category")
        verbose_name_plural = _("changes of categories")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["envelope"],
                condition=Q(state="asked"),
                name="one_open_change_of_category",
                violation_error_message=_("Another category was named already: wait until that is decided."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="who_decides_a_category_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.in_words

    @property
    def waits(self) -> bool:
        """True while nobody has decided about it."""
        return self.state == ChangeState.ASKED

    @property
    def in_words(self) -> str:
        """What happened, with its answer, for a page."""
        return f"{self.said_in_words} {self.answer_in_words}".strip()

    @property
    def said_in_words(self) -> str:
        """What was said, by whom, and what it had been; its answer came later and is told by its own time."""
        if self.how == ChangeHow.LEARNED:
            words = _say(
                "It was read as %(was)s, without certainty. %(by)s said of “%(title)s”, which is like it: %(now)s."
            )
        elif self.how == ChangeHow.UNDONE:
            words = _say("%(by)s took back what was said of “%(title)s”, so it is %(now)s again, without certainty.")
        elif not self.was_sure:
            words = _say("It was read as %(was)s, without certainty. %(by)s said that it is %(now)s.")
        elif self.state == ChangeState.DONE and self.decided_by_id is None:
            words = _say("%(by)s changed it from %(was)s to %(now)s.")
        else:
            words = _say("It was %(was)s. %(by)s said that it is %(now)s, and somebody else has to agree.")
        return words % {"was": self.was or _say("nothing known"), "now": self.now, "by": self.by, "title": self.title}

    @property
    def answer_in_words(self) -> str:
        """What was answered to a wish; "" where none was needed, or none came yet."""
        if self.decided_by is None:
            return ""
        words = {
            ChangeState.DONE: _say("%(who)s agreed."),
            ChangeState.REFUSED: _say("%(who)s did not agree."),
            ChangeState.WITHDRAWN: _say("%(who)s took it back."),
        }[ChangeState(self.state)]
        return words % {"who": self.decided_by}

    @property
    def event_in_words(self) -> str:
        """What somebody did, as an event of the certificate tells it."""
        if self.how == ChangeHow.LEARNED:
            words = _say("Category changed from %(was)s to %(now)s, as was said of “%(title)s”")
        elif self.how == ChangeHow.UNDONE:
            words = _say("Category changed back from %(was)s to %(now)s")
        elif not self.was_sure:
            words = _say("Category changed from %(was)s, which was not certain, to %(now)s")
        elif self.state == ChangeState.DONE and self.decided_by_id is None:
            words = _say("Category changed from %(was)s to %(now)s")
        else:
            words = _say("Asked that the category be changed from %(was)s to %(now)s")
        return words % {"was": self.was or _say("nothing known"), "now": self.now, "title": self.title}

    @property
    def answer_as_event(self) -> str:
        """What was answered, as an event of the certificate tells it."""
        words = {
            ChangeState.DONE: _say("Agreed: category changed from %(was)s to %(now)s"),
            ChangeState.REFUSED: _say("Did not agree that it is %(now)s"),
            ChangeState.WITHDRAWN: _say("Took back that it is %(now)s"),
        }[ChangeState(self.state)]
        return words % {"was": self.was or _say("nothing known"), "now": self.now}
