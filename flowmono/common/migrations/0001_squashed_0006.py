"""What came about in many steps, made at once. A database that has taken all the steps named in `replaces` has taken this one."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import flowmono.common.fields
from flowmono.common.migrating import AtOnce

# The words of a text as search compares them: no dictionary, and punctuation divides words. It is not plain SQL, which the
# planner would put in place of the call and reckon as cheap: to cut a text into words costs far more than to read the index.
DIVIDES = "-/\\.,:;()[]'\"@_&+#|!?*"
SPACES = " " * len(DIVIDES)
QUOTED = DIVIDES.replace("'", "''")
WORDS = f"""
create function flowmono_words(given text) returns tsvector language plpgsql immutable strict parallel safe cost 10000 as $$
begin
  return to_tsvector('simple'::regconfig, translate(given, '{QUOTED}', '{SPACES}'));
end
$$;
"""

# How often an address knocked on an open door: one small table that every worker process shares.
KNOCKS = """
create table common_knock (
  key varchar(120) primary key,
  count integer not null check (count > 0),
  until timestamptz not null
);
create index common_knock_until on common_knock (until);
"""


class Migration(migrations.Migration):
    replaces = [
        ("common", "0001_initial"),
        ("common", "0002_words"),
        ("common", "0003_knocks"),
        ("common", "0004_second_look_from_an_amount"),
        ("common", "0005_times_for_signing"),
        ("common", "0006_constraint_words"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Company",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        (
                            "also_known_as",
                            models.JSONField(
                                blank=True, default=list, help_text="Other names that contracts use for the company."
                            ),
                        ),
                        ("vat_id", models.CharField(blank=True, max_length=30)),
                        ("tax_id", models.CharField(blank=True, max_length=60)),
                        ("country", models.CharField(blank=True, max_length=2)),
                        ("address", models.TextField(blank=True)),
                        ("invoice_email", models.EmailField(blank=True, max_length=254)),
                        ("account_holder", models.CharField(blank=True, max_length=140)),
                        (
                            "iban",
                            models.CharField(
                                blank=True, help_text="The account that payment files debit.", max_length=34
                            ),
                        ),
                        ("bban", models.CharField(blank=True, max_length=34)),
                        ("clearing_system", models.CharField(blank=True, max_length=5)),
                        ("clearing_member", models.CharField(blank=True, max_length=35)),
                        ("bic", models.CharField(blank=True, max_length=11)),
                        (
                            "second_look_from",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                help_text="From this amount on a signature is refused until every page was opened and read. Empty: never.",
                                max_digits=18,
                                null=True,
                                verbose_name="second look from",
                            ),
                        ),
                        (
                            "sign_within",
                            models.PositiveSmallIntegerField(
                                default=30,
                                help_text="How long a document can be signed after it was sent.",
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(365),
                                ],
                                verbose_name="days to sign",
                            ),
                        ),
                        (
                            "warn_before",
                            models.PositiveSmallIntegerField(
                                default=3,
                                help_text="How many days before the end signers are warned; 0: never.",
                                verbose_name="days of warning",
                            ),
                        ),
                        (
                            "remind_after",
                            models.PositiveSmallIntegerField(
                                default=3, help_text="0: nobody is reminded.", verbose_name="first reminder after days"
                            ),
                        ),
                        (
                            "remind_every",
                            models.PositiveSmallIntegerField(
                                default=3, help_text="0: only one reminder.", verbose_name="days between reminders"
                            ),
                        ),
                        (
                            "reminders_most",
                            models.PositiveSmallIntegerField(
                                default=5,
                                help_text="How many reminders one person gets by themselves.",
                                verbose_name="most reminders",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "company",
                    },
                ),
                migrations.CreateModel(
                    name="Counter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=12)),
                        ("year", models.PositiveIntegerField()),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "year"), name="one_counter_per_kind_and_year")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExchangeRate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "currency",
                            flowmono.common.fields.CurrencyField(
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}$", "Write the currency as three capital letters, such as EUR."
                                    )
                                ],
                            ),
                        ),
                        (
                            "into",
                            flowmono.common.fields.CurrencyField(
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}$", "Write the currency as three capital letters, such as EUR."
                                    )
                                ],
                            ),
                        ),
                        ("rate", models.DecimalField(decimal_places=8, max_digits=18)),
                        ("valid_on", models.DateField()),
                        ("source", models.CharField(blank=True, max_length=120)),
                    ],
                    options={
                        "ordering": ["currency", "into", "-valid_on"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("currency", "into", "valid_on"),
                                name="one_rate_per_pair_and_day",
                                violation_error_message="There is a rate of these two currencies for this day already: change that one, or choose another day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rate__gt", 0)),
                                name="a_rate_is_positive",
                                violation_error_message="A rate is more than nothing: enter what one unit of the first currency is worth in the second.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCompany",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("name", models.CharField(max_length=200)),
                        (
                            "also_known_as",
                            models.JSONField(
                                blank=True, default=list, help_text="Other names that contracts use for the company."
                            ),
                        ),
                        ("vat_id", models.CharField(blank=True, max_length=30)),
                        ("tax_id", models.CharField(blank=True, max_length=60)),
                        ("country", models.CharField(blank=True, max_length=2)),
                        ("address", models.TextField(blank=True)),
                        ("invoice_email", models.EmailField(blank=True, max_length=254)),
                        ("account_holder", models.CharField(blank=True, max_length=140)),
                        (
                            "iban",
                            models.CharField(
                                blank=True, help_text="The account that payment files debit.", max_length=34
                            ),
                        ),
                        ("bban", models.CharField(blank=True, max_length=34)),
                        ("clearing_system", models.CharField(blank=True, max_length=5)),
                        ("clearing_member", models.CharField(blank=True, max_length=35)),
                        ("bic", models.CharField(blank=True, max_length=11)),
                        (
                            "second_look_from",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                help_text="From this amount on a signature is refused until every page was opened and read. Empty: never.",
                                max_digits=18,
                                null=True,
                                verbose_name="second look from",
                            ),
                        ),
                        (
                            "sign_within",
                            models.PositiveSmallIntegerField(
                                default=30,
                                help_text="How long a document can be signed after it was sent.",
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(365),
                                ],
                                verbose_name="days to sign",
                            ),
                        ),
                        (
                            "warn_before",
                            models.PositiveSmallIntegerField(
                                default=3,
                                help_text="How many days before the end signers are warned; 0: never.",
                                verbose_name="days of warning",
                            ),
                        ),
                        (
                            "remind_after",
                            models.PositiveSmallIntegerField(
                                default=3, help_text="0: nobody is reminded.", verbose_name="first reminder after days"
                            ),
                        ),
                        (
                            "remind_every",
                            models.PositiveSmallIntegerField(
                                default=3, help_text="0: only one reminder.", verbose_name="days between reminders"
                            ),
                        ),
                        (
                            "reminders_most",
                            models.PositiveSmallIntegerField(
                                default=5,
                                help_text="How many reminders one person gets by themselves.",
                                verbose_name="most reminders",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical company",
                        "verbose_name_plural": "historical company",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalExchangeRate",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "currency",
                            flowmono.common.fields.CurrencyField(
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}$", "Write the currency as three capital letters, such as EUR."
                                    )
                                ],
                            ),
                        ),
                        (
                            "into",
                            flowmono.common.fields.CurrencyField(
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}$", "Write the currency as three capital letters, such as EUR."
                                    )
                                ],
                            ),
                        ),
                        ("rate", models.DecimalField(decimal_places=8, max_digits=18)),
                        ("valid_on", models.DateField()),
                        ("source", models.CharField(blank=True, max_length=120)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical exchange rate",
                        "verbose_name_plural": "historical exchange rates",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="IdempotentReply",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=200)),
                        ("route", models.CharField(help_text="Method and path.", max_length=500)),
                        ("body_hash", models.CharField(max_length=64)),
                        ("status", models.PositiveSmallIntegerField()),
                        ("content_type", models.CharField(max_length=120)),
                        ("reply", models.BinaryField()),
                        ("created_at", models.DateTimeField(db_index=True)),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "idempotent replies",
                        "constraints": [
                            models.UniqueConstraint(fields=("owner", "key"), name="one_reply_per_owner_and_key")
                        ],
                    },
                ),
            ]
        ),
        migrations.RunSQL(WORDS, "drop function flowmono_words(text);"),
        migrations.RunSQL(KNOCKS, "drop table common_knock;"),
    ]
