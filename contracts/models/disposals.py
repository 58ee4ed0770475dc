"""Papers that are disposed of after their time: asked for by one person, decided by another, certified."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models.contracts import Contract
from flowmono import events
from flowmono.accounts.models import User
from flowmono.outbox.models import Record
from signing.models import Envelope


class Disposal(Record):
    """One wish to dispose of the papers of a contract, or of a round without one, and what came of it.

    Once it is done it is the certificate: `rule` {kept_years, kept_from, kept_until} as it was then, `papers` a row for each version
    that went {document, kind, version, number, name, sha256, size, made_at}.
    """

    contract = models.ForeignKey(Contract, null=True, on_delete=models.PROTECT, related_name="disposals")
    envelope = models.ForeignKey(Envelope, null=True, on_delete=models.PROTECT, related_name="disposals")
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_because = models.CharField(max_length=500, blank=True)
    is_done = models.BooleanField(default=False)
    rule = models.JSONField(default=dict)
    papers = models.JSONField(default=list)

    class Meta:
        verbose_name = _("disposal of papers")
        verbose_name_plural = _("disposals of papers")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(decided_at__isnull=True),
                name="one_open_disposal_per_contract",
                violation_error_message=_("Somebody asked to dispose of these papers already: answer that first."),
            ),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(is_done=True),
                name="papers_are_disposed_of_once",
                violation_error_message=_(
                    "The papers of this contract were disposed of already: nothing more is needed."
                ),
            ),
            models.UniqueConstraint(
                fields=["envelope"],
                condition=Q(decided_at__isnull=True),
                name="one_open_disposal_per_round",
                violation_error_message=_("Somebody asked to dispose of these papers already: answer that first."),
            ),
            models.UniqueConstraint(
                fields=["envelope"],
                condition=Q(is_done=True),
                name="papers_of_a_round_are_disposed_of_once",
                violation_error_message=_(
                    "The papers of this document were disposed of already: nothing more is needed."
                ),
            ),
            models.CheckConstraint(
                condition=Q(contract__isnull=True, envelope__isnull=False)
                | Q(contract__isnull=False, envelope__isnull=True),
                name="disposal_of_one_record",
                violation_error_message=_("Papers are disposed of for one contract, or for one document without one."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, is_done=False)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="disposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_done=False) | ~Q(decided_by=models.F("asked_by")),
                name="disposal_takes_two_people",
                violation_error_message=_(
                    "Two people dispose of papers: somebody else than whoever asked for it agrees."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def case(self) -> Any:
        return self.contract_id or self.envelope_id

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of what the certificate says, which the ledger keeps: {rule, papers} as JSON with sorted keys."""
        return hashlib.sha256(
            json.dumps({"rule": self.rule, "papers": self.papers}, sort_keys=True).encode()
        ).hexdigest()

    def ask(self, *, at: datetime) -> None:
        """Say that somebody wants the papers disposed of."""
        self.announce(
            events.DisposalAsked(
                case_id=self.case,
                at=at,
                contract_id=self.contract_id,
                envelope_id=self.envelope_id,
                disposal_id=self.pk,
                reason=self.reason,
            )
        )

    def turn_down(self, *, by: User, because: str, at: datetime) -> None:
        """The papers stay."""
        self.decided_by, self.decided_at, self.decided_because = by, at, because
        self.announce(
            events.DisposalTurnedDown(
                case_id=self.case,
                at=at,
                contract_id=self.contract_id,
                envelope_id=self.envelope_id,
                disposal_id=self.pk,
                reason=because,
            )
        )

    def carry_out(self, *, by: User, rule: dict[str, Any], papers: list[dict[str, Any]], at: datetime) -> None:
        """The papers are gone; this is the certificate of it."""
        self.decided_by, self.decided_at, self.is_done = by, at, True
        self.rule, self.papers = rule, papers
        self.announce(
            events.PapersDisposed(
                case_id=self.case,
                at=at,
                contract_id=self.contract_id,
                envelope_id=self.envelope_id,
                disposal_id=self.pk,
                papers=len(papers),
                certificate_sha256=self.fingerprint,
            )
        )
