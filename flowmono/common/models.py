"""Numbers that people quote: CT-2027-0001, PO-2027-0001 …, without gaps that a rollback would leave."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from flowmono.common.fields import COMPANYS, AmountField, CurrencyField
from flowmono.common.history import History
from flowmono.common.refusals import Conflict
from flowmono.common.templatetags.writing import reading_locale, say_day, write_rate


class Counter(models.Model):
    """The last number given out for one kind in one year."""

    kind = models.CharField(max_length=12)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="one_counter_per_kind_and_year")]

    def __str__(self) -> str:
        return f"{self.kind}-{self.year}-{self.last:04d}"


NEXT = """
insert into common_counter (kind, year, last) values (%s, %s, 1)
on conflict on constraint one_counter_per_kind_and_year do update set last = common_counter.last + 1
returning last
"""


def next_number(kind: str, year: int) -> str:
    """Give out the next number of a kind, such as PO-2027-0042. Two callers never get the same one."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [kind, year])
        (last,) = cursor.fetchone()
    return str(Counter(kind=kind, year=year, last=last))


class ExchangeRate(models.Model):
    """What one unit of `currency` was worth in `into` on a day, as an administrator or an import entered it."""

    currency = CurrencyField()
    into = CurrencyField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    valid_on = models.DateField()
    source = models.CharField(max_length=120, blank=True)
    history = History()

    class Meta:
        ordering = ["currency", "into", "-valid_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "into", "valid_on"],
                name="one_rate_per_pair_and_day",
                violation_error_message=_(
                    "There is a rate of these two currencies for this day already: change that one, or choose another day."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(rate__gt=0),
                name="a_rate_is_positive",
                violation_error_message=_(
                    "A rate is more than nothing: enter what one unit of the first currency is worth in the second."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"1 {self.currency} = {write_rate(self.rate, reading_locale())} {self.into} ({say_day(self.valid_on)})"


class Company(models.Model):
    """The company that this installation works for: the customer of its contracts. One row."""

    name = models.CharField(max_length=200)
    also_known_as = models.JSONField(
        default=list, blank=True, help_text=_("Other names that contracts use for the company.")
    )
    vat_id = models.CharField(max_length=30, blank=True)
    tax_id = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, blank=True)
    address = models.TextField(blank=True)
    invoice_email = models.EmailField(blank=True)
    account_holder = models.CharField(max_length=140, blank=True)
    iban = models.CharField(max_length=34, blank=True, help_text=_("The account that payment files debit."))
    bban = models.CharField(max_length=34, blank=True)
    clearing_system = models.CharField(max_length=5, blank=True)
    clearing_member = models.CharField(max_length=35, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    second_look_from = AmountField(
        _("second look from"),
        currency=COMPANYS,
        null=True,
        blank=True,
        help_text=_("From this amount on a signature is refused until every page was opened and read. Empty: never."),
    )
    sign_within = models.PositiveSmallIntegerField(
        _("days to sign"),
        default=30,
        help_text=_("How long a document can be signed after it was sent."),
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    warn_before = models.PositiveSmallIntegerField(
        _("days of warning"), default=3, help_text=_("How many days before the end signers are warned; 0: never.")
    )
    remind_after = models.PositiveSmallIntegerField(
        _("first reminder after days"), default=3, help_text=_("0: nobody is reminded.")
    )
    remind_every = models.PositiveSmallIntegerField(
        _("days between reminders"), default=3, help_text=_("0: only one reminder.")
    )
    reminders_most = models.PositiveSmallIntegerField(
        _("most reminders"), default=5, help_text=_("How many reminders one person gets by themselves.")
    )
    history = History()

    class Meta:
        verbose_name_plural = "company"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def here(cls) -> "Company":
        """The company. Raises Conflict when nobody has entered it yet."""
        company = cls.objects.order_by("pk").first()
        if company is None:
            raise Conflict(gettext("The company is not set up yet. An administrator can enter it."), code="no_company")
        return company

    @classmethod
    def names(cls) -> frozenset[str]:
        """Every name of the company, folded for comparing."""
        return frozenset(
            name.casefold().strip(" .")
            for company in cls.objects.all()
            for name in [company.name, *company.also_known_as]
        )


class IdempotentReply(models.Model):
    """The answer to a POST that carried an Idempotency-Key, kept so that a repetition does not do the work twice."""

    key = models.CharField(max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    route = models.CharField(max_length=500, help_text=_("Method and path."))
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=120)
    reply = models.BinaryField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "idempotent replies"
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_reply_per_owner_and_key")]

    def __str__(self) -> str:
        return f"{self.route} ({self.key})"
