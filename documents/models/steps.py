"""Steps that prepare a document: each leads from one version to the next, and back again."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from documents.models.papers import Document, Version
from flowmono import events
from flowmono.accounts.models import User
from flowmono.common.fields import StateField
from flowmono.outbox.models import Record


class StepState(models.TextChoices):
    ASKED = "asked", _("begins")
    RUNNING = "running", _("at work")
    DONE = "done", _("done")
    UNDONE = "undone", _("undone")
    DROPPED = "dropped", _("undone for good")
    FAILED = "failed", _("did not work")
    CANCELLED = "cancelled", _("stopped")


class Step(Record):
    """One tool used on a document: what was asked, by whom, what it was made of and what came of it.

    Nothing is deleted by undoing: the versions stay, and the document goes back to the one before. `options` holds no secrets.
    `others` are the further versions that went into it, [{version, name}]. A long step is done in pieces: `done` of `total` pages.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    tool = models.CharField(max_length=20)
    options = models.JSONField(default=dict)
    others = models.JSONField(default=list)
    state = StateField(default=StepState.ASKED, choices=StepState.choices)
    from_version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="steps_from")
    to_version = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="steps_to")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    report = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    between = models.CharField(max_length=64, blank=True, help_text=_("The hash of what the pieces so far have made."))

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="one_step_per_number",
                violation_error_message=_(
                    "Somebody else worked on this document at the same moment: open it again, then repeat what you did."
                ),
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state="running"),
                name="one_running_step_per_document",
                violation_error_message=_(
                    "Another step of this document is running: wait until it is done, then repeat yours."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "undone", "dropped"]) | Q(to_version__isnull=False),
                name="a_step_that_was_done_has_its_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tool} ({self.number})"

    @property
    def case(self) -> Any:
        return self.document.case_key

    @transition(state, source=StepState.ASKED, target=StepState.RUNNING)
    def start(self, *, total: int, at: datetime) -> None:
        """It takes long: it is done in the background."""
        self.total = total
        self._say_more(at=at)

    def go_on(self, *, done: int, between: str, at: datetime) -> None:
        """One more piece is done; the next follows."""
        self.done, self.between = done, between
        self._say_more(at=at)

    def _say_more(self, *, at: datetime) -> None:
        self.announce(
            events.StepWanted(
                case_id=self.case, at=at, document_id=self.document_id, step_id=self.pk, tool=self.tool, done=self.done
            )
        )

    @transition(state, source=[StepState.ASKED, StepState.RUNNING], target=StepState.DONE)
    def finish(self, version: Version, *, report: dict[str, Any], at: datetime) -> None:
        """What it made is the document's version now."""
        self.to_version, self.report, self.done, self.between = version, report, self.total, ""
        self.announce(
            events.DocumentPrepared(
                case_id=self.case,
                at=at,
                document_id=self.document_id,
                step_id=self.pk,
                tool=self.tool,
                from_version_id=self.from_version_id,
                to_version_id=version.pk,
                from_sha256=self.from_version.sha256,
                to_sha256=version.sha256,
            )
        )

    @transition(state, source=[StepState.ASKED, StepState.RUNNING], target=StepState.FAILED)
    def fail(self, *, reason: str, at: datetime) -> None:
        """It did not work; the document is as it was."""
        self.problem, self.between = reason, ""
        self._say_stopped(at=at)

    @transition(state, source=StepState.RUNNING, target=StepState.CANCELLED)
    def cancel(self, *, at: datetime) -> None:
        """A person stopped it; the document is as it was."""
        self.between = ""
        self._say_stopped(at=at)

    def _say_stopped(self, *, at: datetime) -> None:
        self.announce(
            events.StepStopped(
                case_id=self.case,
                at=at,
                document_id=self.document_id,
                step_id=self.pk,
                tool=self.tool,
                reason=self.problem,
            )
        )

    @transition(state, source=StepState.DONE, target=StepState.UNDONE)
    def undo(self, *, at: datetime) -> None:
        """The document goes back to the version before."""
        self.announce(
            events.StepUndone(
                case_id=self.case,
                at=at,
                document_id=self.document_id,
                step_id=self.pk,
                tool=self.tool,
                version_id=self.from_version_id,
            )
        )

    @transition(state, source=StepState.UNDONE, target=StepState.DONE)
    def redo(self, *, at: datetime) -> None:
        """The document goes on to the version that the step had made."""
        self.announce(
            events.StepRedone(
                case_id=self.case,
                at=at,
                document_id=self.document_id,
                step_id=self.pk,
                tool=self.tool,
                version_id=self.to_version_id,
            )
        )

    @transition(state, source=StepState.UNDONE, target=StepState.DROPPED)
    def drop(self) -> None:
        """Another step was made meanwhile: this one is not brought back."""
