"""The workspace of a signed contract: its milestones, their evidence and their acceptance."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from flowmono import events
from flowmono.accounts.models import User
from flowmono.common.fields import AmountField, CurrencyField, ShareField, StateField
from flowmono.common.now import moment
from flowmono.outbox.models import Record
from vendors.models.vendor import Vendor
from vendors.querysets import MilestoneQuerySet, WorkspaceQuerySet


class WorkspaceState(models.TextChoices):
    PLANNED = "planned", _("waits for the order")
    RUNNING = "running", _("running")
    CLOSED = "closed", _("closed")


class Workspace(Record):
    """Where both sides follow the work of one contract."""

    contract = models.OneToOneField("contracts.Contract", on_delete=models.PROTECT, related_name="workspace")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="workspaces")
    requester = models.ForeignKey(User, on_delete=models.PROTECT, related_name="workspaces")
    title = models.CharField(max_length=200)
    state = StateField(default=WorkspaceState.PLANNED, choices=WorkspaceState.choices)
    started_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WorkspaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("workspace")
        verbose_name_plural = _("workspaces")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["-created_at"], name="workspaces_by_age")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("vendors:workspace", args=[self.pk])

    def begin(self, *, milestones: int, at: datetime) -> None:
        """Say that it is open."""
        self.announce(
            events.WorkspaceOpened(
                case_id=self.case, at=at, workspace_id=self.id, contract_id=self.contract_id, milestones=milestones
            )
        )

    @transition(state, source=WorkspaceState.PLANNED, target=WorkspaceState.RUNNING)
    def start(self, *, order_id: Any, at: datetime) -> None:
        """The order is approved: milestones are tracked from now on."""
        self.started_at = at
        self.announce(
            events.MilestonesStarted(
                case_id=self.case, at=at, workspace_id=self.id, contract_id=self.contract_id, order_id=order_id
            )
        )

    @transition(state, source=WorkspaceState.RUNNING, target=WorkspaceState.CLOSED)
    def close(self) -> None:
        """Everything is delivered."""


WHOLE = Decimal(100)
# What the signature itself makes due: nobody hands it in, and it comes before the contract is in force rightly.
DUE_BY_SIGNATURE = ("deposit", "on_signature")


class MilestoneState(models.TextChoices):
    PLANNED = "planned", _("planned")
    OPEN = "open", _("open")
    SUBMITTED = "submitted", _("to accept")
    RETURNED = "returned", _("sent back")
    ACCEPTED = "accepted", _("accepted")


class Milestone(Record):
    """One delivery, mapped from a term of the contract. Accepted wholly (100 %) or in part."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="milestones")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="milestones")
    term = models.ForeignKey("contracts.Term", null=True, on_delete=models.PROTECT, related_name="milestones")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, help_text=_("milestone, date, deposit, on_signature, retention"))
    amount = AmountField(null=True)
    currency = CurrencyField(blank=True)
    due_on = models.DateField(null=True)
    due_text = models.CharField(max_length=300, blank=True)
    acceptance = models.CharField(max_length=500, blank=True)
    state = StateField(default=MilestoneState.PLANNED, choices=MilestoneState.choices)
    note = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_percent = ShareField()
    accepted_on = models.DateField(null=True)
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    objects: ClassVar[Any] = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["workspace", "position"]
        indexes = [
            models.Index(
                fields=["contract", "accepted_on"],
                name="deliveries_accepted",
                condition=Q(state="accepted", kind__in=["milestone", "date"]),
            ),
            models.Index(fields=["submitted_at"], name="milestones_to_accept", condition=Q(state="submitted")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "position"], name="one_milestone_per_place"),
            models.CheckConstraint(
                condition=Q(accepted_percent__gte=0, accepted_percent__lte=100),
                name="accepted_share_is_a_share",
                violation_error_message=_("Enter the accepted share as a number from 0 to 100."),
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_on__isnull=False), name="an_acceptance_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.workspace.get_absolute_url()}#milestone-{self.position}"

    @property
    def is_done(self) -> bool:
        """True when all of it is accepted."""
        return self.state == MilestoneState.ACCEPTED and self.accepted_percent >= WHOLE

    @property
    def is_part_accepted(self) -> bool:
        """True when a part of it, and not all, is accepted."""
        return 0 < self.accepted_percent < WHOLE

    @property
    def may_be_handed_in(self) -> bool:
        """True when the vendor can hand it in now: work has begun, it was sent back, or only a part was accepted."""
        return self.state in {MilestoneState.OPEN, MilestoneState.RETURNED} or (
            self.state == MilestoneState.ACCEPTED and not self.is_done
        )

    @property
    def falls_after_end(self) -> bool:
        """True of what is left after the last day of a contract that was ended: nobody asks for it any more, unless both agree on it.

        What was handed in is looked at all the same, and what was kept back is released all the same. What has no day is left over once
        that last day has passed.
        """
        last = self.contract.stops_on
        if last is None or self.is_done or self.state == MilestoneState.SUBMITTED or self.kind == "retention":
            return False
        left: bool = last < (self.due_on or moment().date())
        return left

    def precedes_force(self, today: date) -> date | None:
        """The first day of its contract, where this was accepted by a person before it, or would be if it were accepted today."""
        begins: date | None = self.contract.effective_on
        if begins is None or self.kind in DUE_BY_SIGNATURE:
            return None
        if self.accepted_by_id is not None and self.accepted_on is not None and self.accepted_on < begins:
            return begins
        return begins if self.state == MilestoneState.SUBMITTED and today < begins else None

    def is_late(self, today: date) -> bool:
        """True when the day is over, not all of it is accepted, and the contract did not end before that day."""
        is_over = not self.is_done and self.due_on is not None and self.due_on < today
        return is_over and not self.falls_after_end

    @transition(state, source=MilestoneState.PLANNED, target=MilestoneState.OPEN)
    def open(self) -> None:
        """Work may begin."""

    @transition(
        state,
        source=[MilestoneState.OPEN, MilestoneState.RETURNED, MilestoneState.ACCEPTED],
        target=MilestoneState.SUBMITTED,
    )
    def submit(self, *, by: User, at: datetime, note: str) -> None:
        """The vendor says it is done, with evidence; again after a part was accepted."""
        self.submitted_by, self.submitted_at, self.note = by, at, note
        self.announce(
            events.MilestoneSubmitted(
                case_id=self.case,
                at=at,
                milestone_id=self.id,
                workspace_id=self.workspace_id,
                contract_id=self.contract_id,
                title=self.title,
            )
        )

    @transition(
        state,
        source=[MilestoneState.PLANNED, MilestoneState.OPEN, MilestoneState.SUBMITTED],
        target=MilestoneState.ACCEPTED,
    )
    def accept(self, *, by: User | None, on: date, percent: Decimal, at: datetime, reason: str = "") -> None:
        """Accepted, wholly or in part (`reason`: what is still missing); `by` is None when the signature makes it due."""
        self.accepted_by, self.accepted_on, self.accepted_percent, self.reason = by, on, percent, reason
        self.announce(
            events.MilestoneAccepted(
                case_id=self.case,
                at=at,
                milestone_id=self.id,
                workspace_id=self.workspace_id,
                contract_id=self.contract_id,
                title=self.title,
                percent=percent,
            )
        )

    @transition(state, source=MilestoneState.SUBMITTED, target=MilestoneState.RETURNED)
    def send_back(self, *, by: User, reason: str, at: datetime) -> None:
        """Not as agreed, and why."""
        self.reason = reason
        self.announce(
            events.MilestoneReturned(
                case_id=self.case,
                at=at,
                milestone_id=self.id,
                workspace_id=self.workspace_id,
                contract_id=self.contract_id,
                title=self.title,
                reason=reason,
            )
        )


class Evidence(Record):
    """A file that shows that a milestone is done."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="evidence")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return gettext("evidence for %(milestone)s") % {"milestone": self.milestone}

    @property
    def case(self) -> Any:
        return self.milestone.contract_id
