"""Signature profiles: the marks of those who sign for the company, with their authority."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from flowmono.accounts.models import User
from flowmono.common.fields import COMPANYS, AmountField
from flowmono.outbox.models import Record
from signing.authority import Lent, Mark, Paper, obstacle
from signing.handwriting import FACES, USUAL


class SignatureProfile(Record):
    """A person's mark, bound once to document categories, with an authority: up to how much, for whom, how long."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="signature_profiles")
    name = models.CharField(max_length=80, help_text=_("How you call it, such as “Contracts up to 50,000”."))
    signed_name = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    kind = models.CharField(
        max_length=8,
        choices=[("typed", _("typed")), ("drawn", _("drawn")), ("uploaded", _("uploaded"))],
        default="typed",
    )
    face = models.CharField(
        max_length=10,
        choices=[(face.key, face.label) for face in FACES],
        default=USUAL,
        help_text=_("The hand in which a typed mark is written."),
    )
    image = models.ForeignKey("documents.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    categories = models.JSONField(default=list, help_text=_("Names of the categories this mark is for; empty: all."))
    limit = AmountField(
        currency=COMPANYS, null=True, blank=True, help_text=_("In the company's currency; empty: no limit.")
    )
    department = models.CharField(max_length=120, blank=True)
    counterparties = models.JSONField(
        default=list, blank=True, help_text=_("Names of the parties with whom it may be used; empty: any.")
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)
    may_be_delegated = models.BooleanField(
        default=False, help_text=_("Whether its owner may let a colleague sign with its authority for some days.")
    )
    certificate = models.CharField(
        max_length=60,
        blank=True,
        help_text=_("The name by which the signer knows the certificate it signs with; empty: the company's."),
    )

    class Meta:
        verbose_name = _("signature mark")
        verbose_name_plural = _("signature marks")
        ordering = ["user", "name"]

    def __str__(self) -> str:
        return f"{self.signed_name}: {self.name}"

    def as_mark(self, *, key: str = "", lent: Lent | None = None) -> Mark:
        """Its authority, as the rule of choosing sees it; with `lent` as it is delegated, under the key of the delegation."""
        return Mark(
            key or str(self.pk),
            self.name,
            tuple(self.categories),
            self.limit,
            self.valid_from,
            self.valid_until,
            self.active,
            self.department,
            tuple(self.counterparties),
            lent,
        )

    def covers(self, paper: Paper) -> bool:
        """True when this mark may be placed on such a document on that day."""
        return not obstacle(self.as_mark(), paper)
