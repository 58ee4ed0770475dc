"""A change of a rule that one administrator prepares and another lets take effect."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from flowmono.accounts.models import User
from flowmono.common.fields import StateField
from flowmono.events import ChangeDecided, ChangeProposed
from flowmono.governing.registry import KINDS, Change, Governed
from flowmono.outbox.models import Record, RecordQuerySet


class Verb(models.TextChoices):
    ADD = "add", _("new")
    CHANGE = "change", _("changed")
    DELETE = "delete", _("deleted")


class ProposalState(models.TextChoices):
    DRAFT = "draft", _("prepared")
    WAITING = "waiting", _("waits for a second person")
    APPLIED = "applied", _("in force")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ProposalQuerySet(RecordQuerySet):
    def visible_to(self, person: User) -> Any:
        """What was proposed; what is only being prepared is its author's."""
        return self.filter(~Q(state=ProposalState.DRAFT) | Q(proposed_person=person.person))

    def waiting_for(self, person: User) -> Any:
        """What this person may answer: proposed by another human being."""
        others = self.filter(state=ProposalState.WAITING).exclude(proposed_person=person.person)
        return others.exclude(concerned__contains=[str(person.person)])

    def drafts_of(self, person: User) -> Any:
        """What this human being prepared and has not proposed."""
        return self.filter(state=ProposalState.DRAFT, proposed_person=person.person)

    def about(self, label: str, key: Any) -> Any:
        """What is being prepared or waits about one record."""
        return self.filter(model=label, key=str(key), state__in=[ProposalState.DRAFT, ProposalState.WAITING])


class Proposal(Record):
    """One change, as plain values before and after. Nothing of it is in force until another human being approves it.

    `proposed_person` and `decided_person` are the human beings behind the accounts; `concerned` those whose own access or
    authority it changes, who do not decide either.
    """

    model = models.CharField(max_length=80)
    key = models.CharField(max_length=64, blank=True)
    verb = models.CharField(max_length=6, choices=Verb)
    title = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_person = models.UUIDField()
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_person = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    concerned = models.JSONField(default=list)
    state = StateField(default=ProposalState.DRAFT, choices=ProposalState.choices)

    objects: ClassVar[Any] = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a rule")
        verbose_name_plural = _("changes of rules")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "key"],
                condition=Q(state="waiting") & ~Q(key=""),
                name="one_waiting_change_per_record",
                violation_error_message=_(
                    "Another change of this waits for its answer: answer it or have it withdrawn first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(proposed_at__isnull=False, reason__gt=""),
                name="a_proposal_says_why",
                violation_error_message=_("Say why, so that whoever decides knows what it is for."),
            ),
            # One human being never both proposes and decides, by whichever account.
            models.CheckConstraint(
                condition=~Q(state__in=["applied", "rejected"])
                | (
                    Q(decided_by__isnull=False, decided_person__isnull=False, decided_at__isnull=False)
                    & ~Q(decided_person=F("proposed_person"))
                ),
                name="two_people_change_a_rule",
                violation_error_message=_("Two people change a rule: somebody else than whoever proposed it decides."),
            ),
        ]
        indexes = [models.Index(fields=["state", "-created_at"], name="proposals_by_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governing:proposal", args=[self.pk])

    @property
    def kind(self) -> Governed:
        """What is asked of changes of such a record. Raises KeyError when nobody governs it any more."""
        return KINDS[self.model]

    @property
    def kind_name(self) -> str:
        """What kind of record it is, in words."""
        return str(KINDS[self.model].model._meta.verbose_name) if self.model in KINDS else self.model

    @property
    def change(self) -> Change:
        return Change(self.key, self.before, self.after)

    @property
    def is_open(self) -> bool:
        """True while it is being prepared or waits."""
        return self.state in (ProposalState.DRAFT, ProposalState.WAITING)

    @transition(state, source=ProposalState.DRAFT, target=ProposalState.WAITING)
    def propose(self, *, reason: str, at: datetime) -> None:
        """Its author says why, and the other administrators are asked."""
        self.reason, self.proposed_at = reason, at
        self.announce(ChangeProposed(case_id=self.case, at=at, proposal_id=self.id, model=self.model, title=self.title))

    @transition(state, source=ProposalState.WAITING, target=ProposalState.APPLIED)
    def apply(self, *, by: User, at: datetime) -> None:
        """A second person approved it; it is in force."""
        self._decide(by, "", at=at)

    @transition(state, source=ProposalState.WAITING, target=ProposalState.REJECTED)
    def reject(self, *, by: User, reason: str, at: datetime) -> None:
        """A second person said no, and why; nothing was changed."""
        self._decide(by, reason, at=at)

    def _decide(self, by: User, answer: str, *, at: datetime) -> None:
        self.decided_by, self.decided_person, self.decided_at, self.answer = by, by.person, at, answer
        self._say("applied" if not answer else "rejected", at=at)

    @transition(state, source=[ProposalState.DRAFT, ProposalState.WAITING], target=ProposalState.WITHDRAWN)
    def withdraw(self, *, at: datetime) -> None:
        """Its author took it back; nothing was changed."""
        was_proposed = self.proposed_at is not None
        self.decided_at = at
        if was_proposed:
            self._say("withdrawn", at=at)

    def _say(self, outcome: str, *, at: datetime) -> None:
        self.announce(
            ChangeDecided(
                case_id=self.case,
                at=at,
                proposal_id=self.id,
                model=self.model,
                title=self.title,
                outcome=outcome,
                reason=self.answer,
            )
        )
