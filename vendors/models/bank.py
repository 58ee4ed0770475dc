"""Bank accounts: proposed by one, called back by a second, confirmed by a third pair of eyes; never changed, only replaced."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from flowmono import events
from flowmono.accounts.models import User
from flowmono.common.fields import CurrencyField, StateField
from flowmono.outbox.models import Record
from vendors.clearing import bank_number
from vendors.models.vendor import Vendor
from vendors.querysets import OfVendorQuerySet


class AccountState(models.TextChoices):
    PROPOSED = "proposed", _("to call back")
    CALLED_BACK = "called_back", _("to confirm")
    VERIFIED = "verified", _("verified")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("taken back")
    RETIRED = "retired", _("retired")


class BankAccount(Record):
    """Where a vendor is paid: an IBAN, or an account number with its clearing system (USABA, GBDSC …)."""

    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="accounts")
    holder = models.CharField(max_length=140)
    iban = models.CharField(max_length=34, blank=True)
    bban = models.CharField(max_length=34, blank=True)
    clearing_system = models.CharField(max_length=5, blank=True, help_text=_("ISO 20022 code, such as USABA or GBDSC."))
    clearing_member = models.CharField(max_length=35, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    country = models.CharField(max_length=2, blank=True)
    currency = CurrencyField(blank=True)
    state = StateField(default=AccountState.PROPOSED, choices=AccountState.choices)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    called_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField(null=True)
    called_contact = models.CharField(max_length=200, blank=True, help_text=_("Whom, on which number known before."))
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verified_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar[Any] = OfVendorQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(iban="") | ~Q(bban=""),
                name="an_account_has_a_number",
                violation_error_message=_("Enter the IBAN, or the account number with its clearing code."),
            ),
            models.CheckConstraint(
                condition=~Q(state="verified")
                | Q(verified_by__isnull=False, verified_on__isnull=False, called_by__isnull=False),
                name="a_verified_account_has_two_names",
            ),
            # Segregation of duties: who proposes neither calls nor confirms, and the two checks are two people.
            models.CheckConstraint(
                condition=Q(called_by__isnull=True) | ~Q(called_by=F("proposed_by")),
                name="proposer_does_not_call",
                violation_error_message=_(
                    "Whoever entered a bank account does not confirm it: somebody else calls the vendor."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | (~Q(verified_by=F("proposed_by")) & ~Q(verified_by=F("called_by"))),
                name="three_people_per_account",
                violation_error_message=_(
                    "Three people stand behind a bank account: whoever entered it or called the vendor does not confirm it."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vendor}: {self.masked}"

    @property
    def number(self) -> str:
        return self.iban or self.bban

    @property
    def bank_number(self) -> str:
        """The bank's own number with what people call it; nothing for an IBAN, which holds it."""
        return bank_number(self.clearing_system, self.clearing_member)

    @property
    def masked(self) -> str:
        """The number as people may see it: …5332."""
        return f"…{self.number[-4:]}"

    def serves_same_currency_as(self, other: "BankAccount") -> bool:
        """True when both could take the same payment; an account that names no currency takes any."""
        return self.currency == other.currency or not self.currency or not other.currency

    def propose(self, *, at: datetime) -> None:
        """Say that it waits to be verified."""
        self.announce(
            events.BankAccountProposed(
                case_id=self.case, at=at, vendor_id=self.vendor_id, account_id=self.id, tail=self.number[-4:]
            )
        )

    @transition(state, source=AccountState.PROPOSED, target=AccountState.CALLED_BACK)
    def call_back(self, *, by: User, at: datetime, contact: str) -> None:
        """A second person called a contact that was known before the change."""
        self.called_by, self.called_at, self.called_contact = by, at, contact

    @transition(state, source=AccountState.CALLED_BACK, target=AccountState.VERIFIED)
    def verify(self, *, by: User, at: datetime, on: date) -> None:
        """Another person confirmed it; payments wait for the cooling-off days after `on`."""
        self.verified_by, self.verified_on = by, on
        self.announce(
            events.BankAccountVerified(
                case_id=self.case, at=at, vendor_id=self.vendor_id, account_id=self.id, tail=self.number[-4:]
            )
        )

    @transition(state, source=[AccountState.PROPOSED, AccountState.CALLED_BACK], target=AccountState.REJECTED)
    def reject(self, *, reason: str) -> None:
        """Not the vendor's account, or not confirmed."""
        self.reason = reason

    @transition(state, source=[AccountState.PROPOSED, AccountState.CALLED_BACK], target=AccountState.WITHDRAWN)
    def withdraw(self, *, at: datetime) -> None:
        """The vendor takes it back before it is confirmed."""
        self.announce(
            events.BankAccountWithdrawn(
                case_id=self.case, at=at, vendor_id=self.vendor_id, account_id=self.id, tail=self.number[-4:]
            )
        )

    @transition(state, source=AccountState.VERIFIED, target=AccountState.RETIRED)
    def retire(self, *, reason: str, at: datetime) -> None:
        """Nothing is paid to it any more, and why."""
        self.reason = reason
        self.announce(
            events.BankAccountRetired(
                case_id=self.case,
                at=at,
                vendor_id=self.vendor_id,
                account_id=self.id,
                tail=self.number[-4:],
                reason=reason,
            )
        )
