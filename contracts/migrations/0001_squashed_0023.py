"""What came about in many steps, made at once. A database that has taken all the steps named in `replaces` has taken this one."""

import uuid
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django_fsm
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import flowmono.common.fields
from flowmono.common.migrating import AtOnce

# Search finds rows by the beginnings of their words (flowmono/common/searching.py); the lists' orders have indexes of their own.
FOUND = """
alter table contracts_contract add column search_words tsvector
  generated always as (flowmono_words(number || ' ' || title || ' ' || counterparty_name)) stored;
create index contracts_contract_words on contracts_contract using gin (search_words);
create index contracts_by_age on contracts_contract (created_at desc);
"""


class Migration(migrations.Migration):
    replaces = [
        ("contracts", "0001_initial"),
        ("contracts", "0002_initial"),
        ("contracts", "0003_find_by_words"),
        ("contracts", "0004_counterparty_address"),
        ("contracts", "0005_words_are_kept"),
        ("contracts", "0006_refused_is_not_converted"),
        ("contracts", "0007_starts_on_signature"),
        ("contracts", "0008_sequences_per_category"),
        ("contracts", "0009_papers_are_held"),
        ("contracts", "0010_unfilled_places"),
        ("contracts", "0011_papers_are_disposed_of"),
        ("contracts", "0012_constraint_words"),
        ("contracts", "0013_clauses"),
        ("contracts", "0014_absent_terms"),
        ("contracts", "0015_papers_of_rounds"),
        ("contracts", "0016_rounds_sealed_before"),
        ("contracts", "0017_remote_reader"),
        ("contracts", "0018_amends"),
        ("contracts", "0019_obligations_listed"),
        ("contracts", "0020_obligations_of_before"),
        ("contracts", "0021_amends_asked"),
        ("contracts", "0022_rivals"),
        ("contracts", "0023_terms_that_renew"),
    ]

    initial = True

    dependencies = [
        ("common", "0001_squashed_0006"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("documents", "0001_squashed_0011"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Category",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, unique=True)),
                        ("description", models.CharField(blank=True, max_length=200)),
                        (
                            "checklist",
                            models.CharField(
                                blank=True, help_text="The vendor checklist that such a contract opens.", max_length=60
                            ),
                        ),
                        ("needs_legal", models.BooleanField(default=False)),
                        ("active", models.BooleanField(default=True)),
                        (
                            "our_signers",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(4),
                                ],
                                verbose_name="signers for us",
                            ),
                        ),
                        ("sends_by_itself", models.BooleanField(default=False)),
                        (
                            "kept_years",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="years kept",
                            ),
                        ),
                        (
                            "kept_from",
                            models.CharField(
                                choices=[
                                    ("end", "the end of the contract"),
                                    ("signature", "the last signature"),
                                    ("archive", "the day it is archived"),
                                ],
                                default="end",
                                max_length=10,
                                verbose_name="years are counted from",
                            ),
                        ),
                        (
                            "remote_reading",
                            models.CharField(
                                choices=[
                                    ("never", "never"),
                                    ("on_request", "when somebody asks"),
                                    ("always", "always"),
                                ],
                                default="never",
                                max_length=10,
                                verbose_name="sent to the remote reader",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "category",
                        "verbose_name_plural": "categories",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCategory",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("name", models.CharField(db_index=True, max_length=60)),
                        ("description", models.CharField(blank=True, max_length=200)),
                        (
                            "checklist",
                            models.CharField(
                                blank=True, help_text="The vendor checklist that such a contract opens.", max_length=60
                            ),
                        ),
                        ("needs_legal", models.BooleanField(default=False)),
                        ("active", models.BooleanField(default=True)),
                        (
                            "our_signers",
                            models.PositiveSmallIntegerField(
                                default=1,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(4),
                                ],
                                verbose_name="signers for us",
                            ),
                        ),
                        ("sends_by_itself", models.BooleanField(default=False)),
                        (
                            "kept_years",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="years kept",
                            ),
                        ),
                        (
                            "kept_from",
                            models.CharField(
                                choices=[
                                    ("end", "the end of the contract"),
                                    ("signature", "the last signature"),
                                    ("archive", "the day it is archived"),
                                ],
                                default="end",
                                max_length=10,
                                verbose_name="years are counted from",
                            ),
                        ),
                        (
                            "remote_reading",
                            models.CharField(
                                choices=[
                                    ("never", "never"),
                                    ("on_request", "when somebody asks"),
                                    ("always", "always"),
                                ],
                                default="never",
                                max_length=10,
                                verbose_name="sent to the remote reader",
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
                        "verbose_name": "historical category",
                        "verbose_name_plural": "historical categories",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPreparationStep",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("position", models.PositiveSmallIntegerField(default=1)),
                        ("tool", models.CharField(max_length=20)),
                        ("options", models.TextField(blank=True, max_length=2000)),
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
                            "category",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="contracts.category",
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
                        "verbose_name": "historical step of preparation",
                        "verbose_name_plural": "historical steps of preparation",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRemoteReader",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("address", models.CharField(max_length=500, verbose_name="address")),
                        ("model", models.CharField(max_length=60, verbose_name="model")),
                        ("own_network", models.BooleanField(default=False, verbose_name="in our own network")),
                        ("active", models.BooleanField(default=False, verbose_name="active")),
                        (
                            "seconds",
                            models.PositiveSmallIntegerField(
                                default=60,
                                validators=[
                                    django.core.validators.MinValueValidator(2),
                                    django.core.validators.MaxValueValidator(110),
                                ],
                                verbose_name="seconds",
                            ),
                        ),
                        (
                            "longest",
                            models.PositiveIntegerField(
                                default=200000,
                                validators=[
                                    django.core.validators.MinValueValidator(1000),
                                    django.core.validators.MaxValueValidator(2000000),
                                ],
                                verbose_name="longest text",
                            ),
                        ),
                        (
                            "price_in",
                            models.DecimalField(
                                decimal_places=4,
                                default=Decimal("0"),
                                max_digits=10,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="price of a million tokens sent",
                            ),
                        ),
                        (
                            "price_out",
                            models.DecimalField(
                                decimal_places=4,
                                default=Decimal("0"),
                                max_digits=10,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="price of a million tokens answered",
                            ),
                        ),
                        (
                            "currency",
                            flowmono.common.fields.CurrencyField(
                                default="USD",
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}$", "Write the currency as three capital letters, such as EUR."
                                    )
                                ],
                                verbose_name="currency",
                            ),
                        ),
                        ("key_for", models.CharField(blank=True, editable=False, max_length=300)),
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
                        "verbose_name": "historical remote reader",
                        "verbose_name_plural": "historical remote readers",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalStandardClause",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("Renewal Term", "Renewal"),
                                    ("Notice Period To Terminate Renewal", "Notice to stop renewal"),
                                    ("Governing Law", "Governing law"),
                                    ("Most Favored Nation", "Best terms"),
                                    ("Competitive Restriction Exception", "Exception to a ban on competing"),
                                    ("Non-Compete", "Ban on competing"),
                                    ("Exclusivity", "Exclusivity"),
                                    ("No-Solicit Of Customers", "No winning away of customers"),
                                    ("No-Solicit Of Employees", "No hiring away"),
                                    ("Non-Disparagement", "No speaking ill"),
                                    ("Termination For Convenience", "Termination without cause"),
                                    ("Rofr/Rofo/Rofn", "Right of first refusal"),
                                    ("Change Of Control", "Change of control"),
                                    ("Anti-Assignment", "Transfer of the contract"),
                                    ("Revenue/Profit Sharing", "Share of revenue"),
                                    ("Price Restrictions", "Limits on prices"),
                                    ("Minimum Commitment", "Minimum commitment"),
                                    ("Volume Restriction", "Limit on volume"),
                                    ("Ip Ownership Assignment", "Ownership of results"),
                                    ("Joint Ip Ownership", "Joint ownership"),
                                    ("License Grant", "Licence"),
                                    ("Non-Transferable License", "Licence that cannot be passed on"),
                                    ("Affiliate License-Licensor", "Licence of the licensor's group"),
                                    ("Affiliate License-Licensee", "Licence for the licensee's group"),
                                    ("Unlimited/All-You-Can-Eat-License", "Unlimited licence"),
                                    ("Irrevocable Or Perpetual License", "Licence for ever"),
                                    ("Source Code Escrow", "Source code in escrow"),
                                    ("Post-Termination Services", "Duties after the end"),
                                    ("Audit Rights", "Right to audit"),
                                    ("Uncapped Liability", "Unlimited liability"),
                                    ("Cap On Liability", "Ceiling on liability"),
                                    ("Liquidated Damages", "Agreed damages"),
                                    ("Warranty Duration", "Length of the warranty"),
                                    ("Insurance", "Insurance"),
                                    ("Covenant Not To Sue", "Agreement not to sue"),
                                    ("Third Party Beneficiary", "Rights of third parties"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                        ("text", models.TextField(max_length=8000)),
                        (
                            "risk",
                            models.CharField(
                                choices=[("none", "none"), ("low", "low"), ("medium", "medium"), ("high", "high")],
                                default="none",
                                max_length=6,
                                verbose_name="risk as it stands",
                            ),
                        ),
                        (
                            "risk_different",
                            models.CharField(
                                choices=[("none", "none"), ("low", "low"), ("medium", "medium"), ("high", "high")],
                                default="medium",
                                max_length=6,
                                verbose_name="risk when different",
                            ),
                        ),
                        (
                            "risk_missing",
                            models.CharField(
                                choices=[("none", "none"), ("low", "low"), ("medium", "medium"), ("high", "high")],
                                default="low",
                                max_length=6,
                                verbose_name="risk when missing",
                            ),
                        ),
                        ("active", models.BooleanField(default=True)),
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
                            "category",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="contracts.category",
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
                        "verbose_name": "historical standard clause",
                        "verbose_name_plural": "historical clause library",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PreparationStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1)),
                        ("tool", models.CharField(max_length=20)),
                        ("options", models.TextField(blank=True, max_length=2000)),
                        (
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="contracts.category",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step of preparation",
                        "verbose_name_plural": "steps of preparation",
                        "ordering": ["position", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="RemoteReader",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("address", models.CharField(max_length=500, verbose_name="address")),
                        ("model", models.CharField(max_length=60, verbose_name="model")),
                        ("own_network", models.BooleanField(default=False, verbose_name="in our own network")),
                        ("active", models.BooleanField(default=False, verbose_name="active")),
                        (
                            "seconds",
                            models.PositiveSmallIntegerField(
                                default=60,
                                validators=[
                                    django.core.validators.MinValueValidator(2),
                                    django.core.validators.MaxValueValidator(110),
                                ],
                                verbose_name="seconds",
                            ),
                        ),
                        (
                            "longest",
                            models.PositiveIntegerField(
                                default=200000,
                                validators=[
                                    django.core.validators.MinValueValidator(1000),
                                    django.core.validators.MaxValueValidator(2000000),
                                ],
                                verbose_name="longest text",
                            ),
                        ),
                        (
                            "price_in",
                            models.DecimalField(
                                decimal_places=4,
                                default=Decimal("0"),
                                max_digits=10,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="price of a million tokens sent",
                            ),
                        ),
                        (
                            "price_out",
                            models.DecimalField(
                                decimal_places=4,
                                default=Decimal("0"),
                                max_digits=10,
                                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                                verbose_name="price of a million tokens answered",
                            ),
                        ),
                        (
                            "currency",
                            flowmono.common.fields.CurrencyField(
                                default="USD",
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}$", "Write the currency as three capital letters, such as EUR."
                                    )
                                ],
                                verbose_name="currency",
                            ),
                        ),
                        ("key", models.TextField(blank=True, editable=False)),
                        ("key_for", models.CharField(blank=True, editable=False, max_length=300)),
                        ("try_asked_at", models.DateTimeField(editable=False, null=True)),
                        ("tried_at", models.DateTimeField(editable=False, null=True)),
                        ("try_outcome", models.CharField(blank=True, editable=False, max_length=12)),
                        ("try_detail", models.CharField(blank=True, editable=False, max_length=300)),
                        ("try_milliseconds", models.PositiveIntegerField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "remote reader",
                        "verbose_name_plural": "remote readers",
                        "ordering": ["model", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("active", True)),
                                fields=("active",),
                                name="one_active_remote_reader",
                                violation_error_message="Another remote reader is active. Switch it off first.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StandardClause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("Renewal Term", "Renewal"),
                                    ("Notice Period To Terminate Renewal", "Notice to stop renewal"),
                                    ("Governing Law", "Governing law"),
                                    ("Most Favored Nation", "Best terms"),
                                    ("Competitive Restriction Exception", "Exception to a ban on competing"),
                                    ("Non-Compete", "Ban on competing"),
                                    ("Exclusivity", "Exclusivity"),
                                    ("No-Solicit Of Customers", "No winning away of customers"),
                                    ("No-Solicit Of Employees", "No hiring away"),
                                    ("Non-Disparagement", "No speaking ill"),
                                    ("Termination For Convenience", "Termination without cause"),
                                    ("Rofr/Rofo/Rofn", "Right of first refusal"),
                                    ("Change Of Control", "Change of control"),
                                    ("Anti-Assignment", "Transfer of the contract"),
                                    ("Revenue/Profit Sharing", "Share of revenue"),
                                    ("Price Restrictions", "Limits on prices"),
                                    ("Minimum Commitment", "Minimum commitment"),
                                    ("Volume Restriction", "Limit on volume"),
                                    ("Ip Ownership Assignment", "Ownership of results"),
                                    ("Joint Ip Ownership", "Joint ownership"),
                                    ("License Grant", "Licence"),
                                    ("Non-Transferable License", "Licence that cannot be passed on"),
                                    ("Affiliate License-Licensor", "Licence of the licensor's group"),
                                    ("Affiliate License-Licensee", "Licence for the licensee's group"),
                                    ("Unlimited/All-You-Can-Eat-License", "Unlimited licence"),
                                    ("Irrevocable Or Perpetual License", "Licence for ever"),
                                    ("Source Code Escrow", "Source code in escrow"),
                                    ("Post-Termination Services", "Duties after the end"),
                                    ("Audit Rights", "Right to audit"),
                                    ("Uncapped Liability", "Unlimited liability"),
                                    ("Cap On Liability", "Ceiling on liability"),
                                    ("Liquidated Damages", "Agreed damages"),
                                    ("Warranty Duration", "Length of the warranty"),
                                    ("Insurance", "Insurance"),
                                    ("Covenant Not To Sue", "Agreement not to sue"),
                                    ("Third Party Beneficiary", "Rights of third parties"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="order")),
                        ("text", models.TextField(max_length=8000)),
                        (
                            "risk",
                            models.CharField(
                                choices=[("none", "none"), ("low", "low"), ("medium", "medium"), ("high", "high")],
                                default="none",
                                max_length=6,
                                verbose_name="risk as it stands",
                            ),
                        ),
                        (
                            "risk_different",
                            models.CharField(
                                choices=[("none", "none"), ("low", "low"), ("medium", "medium"), ("high", "high")],
                                default="medium",
                                max_length=6,
                                verbose_name="risk when different",
                            ),
                        ),
                        (
                            "risk_missing",
                            models.CharField(
                                choices=[("none", "none"), ("low", "low"), ("medium", "medium"), ("high", "high")],
                                default="low",
                                max_length=6,
                                verbose_name="risk when missing",
                            ),
                        ),
                        ("active", models.BooleanField(default=True)),
                        (
                            "category",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="contracts.category",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "standard clause",
                        "verbose_name_plural": "clause library",
                        "ordering": ["kind", "position", "name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "category", "name"),
                                name="a_standard_clause_has_its_own_name",
                                nulls_distinct=False,
                                violation_error_message="There is a text of this name for this kind already. Give this one another name.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contract",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("number", models.CharField(max_length=20, unique=True)),
                        ("title", models.CharField(max_length=200)),
                        ("category", models.CharField(blank=True, max_length=60)),
                        ("category_confidence", models.DecimalField(decimal_places=3, max_digits=4, null=True)),
                        ("category_reason", models.CharField(blank=True, max_length=300)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "being converted"),
                                    ("choice", "has open changes"),
                                    ("refused", "not converted"),
                                    ("converted", "being read"),
                                    ("review", "terms to confirm"),
                                    ("ready", "ready to submit"),
                                    ("in_approval", "in approval"),
                                    ("approved", "approved"),
                                    ("out_for_signature", "out for signature"),
                                    ("signed", "signed"),
                                    ("archived", "archived"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="draft",
                                max_length=50,
                            ),
                        ),
                        ("department", models.CharField(blank=True, max_length=120)),
                        (
                            "open_changes",
                            models.CharField(
                                blank=True, choices=[("accept", "accepted"), ("reject", "rejected")], max_length=6
                            ),
                        ),
                        (
                            "found",
                            models.JSONField(
                                default=list,
                                help_text="Open changes and comments of the draft: kind, author, text, at.",
                            ),
                        ),
                        ("problem", models.TextField(blank=True)),
                        (
                            "unfilled",
                            models.JSONField(
                                default=list, help_text="Places of the draft that nobody filled in: words, page."
                            ),
                        ),
                        (
                            "amends_nothing",
                            models.BooleanField(
                                default=False,
                                help_text="A person said that it changes no other contract, although it seemed so.",
                            ),
                        ),
                        ("customer_name", models.CharField(blank=True, max_length=200)),
                        ("counterparty_name", models.CharField(blank=True, max_length=200)),
                        ("counterparty_tax_id", models.CharField(blank=True, max_length=60)),
                        ("counterparty_country", models.CharField(blank=True, max_length=2)),
                        ("counterparty_address", models.CharField(blank=True, max_length=300)),
                        ("counterparty_email", models.EmailField(blank=True, max_length=254)),
                        ("counterparty_signer", models.CharField(blank=True, max_length=120)),
                        ("counterparty_signer_title", models.CharField(blank=True, max_length=120)),
                        (
                            "currency",
                            flowmono.common.fields.CurrencyField(
                                blank=True,
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}$", "Write the currency as three capital letters, such as EUR."
                                    )
                                ],
                            ),
                        ),
                        (
                            "total",
                            flowmono.common.fields.AmountField(blank=True, decimal_places=3, max_digits=18, null=True),
                        ),
                        ("total_kind", models.CharField(blank=True, max_length=10)),
                        ("payment_days", models.PositiveIntegerField(blank=True, null=True)),
                        ("payment_from", models.CharField(blank=True, max_length=20)),
                        ("effective_on", models.DateField(blank=True, null=True)),
                        (
                            "starts_on_signature",
                            models.BooleanField(
                                default=False,
                                help_text="In force from the day of the last signature; the end follows from the term.",
                            ),
                        ),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        ("renews", models.BooleanField(default=False)),
                        (
                            "runs_until",
                            models.DateField(
                                help_text="The last day of the term that runs now, where it went on by itself after its end.",
                                null=True,
                            ),
                        ),
                        (
                            "stops_on",
                            models.DateField(
                                help_text="The last day of a contract that renews by itself, since notice was given.",
                                null=True,
                            ),
                        ),
                        ("notice_days", models.PositiveIntegerField(blank=True, null=True)),
                        ("governing_law", models.CharField(blank=True, max_length=120)),
                        ("orderable", models.BooleanField(default=False)),
                        ("why_not", models.CharField(blank=True, max_length=300)),
                        (
                            "checks",
                            models.JSONField(
                                default=list, help_text="Arithmetic that was checked: what, expected, found, agrees."
                            ),
                        ),
                        ("signed_at", models.DateTimeField(null=True)),
                        (
                            "sequence",
                            models.JSONField(
                                default=dict,
                                help_text="The sequence of its category as it was when the terms were confirmed.",
                            ),
                        ),
                        (
                            "preparation",
                            models.JSONField(
                                default=dict,
                                help_text="How far the sequence's preparation is: base, steps, problem, left_out.",
                            ),
                        ),
                        (
                            "kept_until",
                            models.DateField(
                                help_text="The last day on which its papers must be kept; empty before the archive, or without an end.",
                                null=True,
                            ),
                        ),
                        (
                            "amends",
                            models.ForeignKey(
                                blank=True,
                                help_text="The signed agreement that this one changes.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="amendments",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "archived_version",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.version",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                            ),
                        ),
                        (
                            "requester",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contracts",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contract",
                        "verbose_name_plural": "contracts",
                        "ordering": ["-created_at"],
                        "indexes": [models.Index(fields=["state", "-created_at"], name="contracts_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["signed", "archived"]), _negated=True),
                                    ("signed_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="signed_has_a_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "archived"), _negated=True),
                                    ("archived_version__isnull", False),
                                    _connector="OR",
                                ),
                                name="archived_has_its_document",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amends__isnull", True),
                                    models.Q(("amends", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="no_contract_amends_itself",
                                violation_error_message="A contract does not amend itself.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="ComplianceRecord",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        (
                            "contract",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="compliance",
                                to="contracts.contract",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "compliance record",
                        "verbose_name_plural": "compliance records",
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="ContractClause",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("kind", models.CharField(max_length=40)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("quote", models.TextField()),
                        ("start", models.PositiveIntegerField()),
                        ("end", models.PositiveIntegerField()),
                        ("page", models.PositiveIntegerField(null=True)),
                        ("confidence", models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=4)),
                        ("model", models.CharField(blank=True, max_length=60)),
                        ("model_version", models.CharField(blank=True, max_length=40)),
                        (
                            "state",
                            models.CharField(
                                choices=[("read", "read"), ("confirmed", "confirmed"), ("rejected", "no such clause")],
                                default="read",
                                max_length=50,
                            ),
                        ),
                        ("judged_at", models.DateTimeField(null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clauses",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "judged_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.version"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "clause",
                        "verbose_name_plural": "clauses",
                        "ordering": ["contract", "position", "created_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "read"),
                                    models.Q(("judged_at__isnull", False), ("judged_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_judged_clause_has_a_judge",
                                violation_error_message="Whoever says whether it is such a clause is kept with the day.",
                            )
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Disposal",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("reason", models.CharField(max_length=500)),
                        ("asked_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("decided_because", models.CharField(blank=True, max_length=500)),
                        ("is_done", models.BooleanField(default=False)),
                        ("rule", models.JSONField(default=dict)),
                        ("papers", models.JSONField(default=list)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disposals",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "disposal of papers",
                        "verbose_name_plural": "disposals of papers",
                        "ordering": ["-asked_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("decided_at__isnull", True)),
                                fields=("contract",),
                                name="one_open_disposal_per_contract",
                                violation_error_message="Somebody asked to dispose of these papers already: answer that first.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_done", True)),
                                fields=("contract",),
                                name="papers_are_disposed_of_once",
                                violation_error_message="The papers of this contract were disposed of already: nothing more is needed.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True), ("decided_by__isnull", True), ("is_done", False)
                                    ),
                                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="disposal_decided_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_done", False),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="disposal_takes_two_people",
                                violation_error_message="Two people dispose of papers: somebody else than whoever asked for it agrees.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalComplianceRecord",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
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
                            "contract",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="contracts.contract",
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
                        "verbose_name": "historical compliance record",
                        "verbose_name_plural": "historical compliance records",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalContract",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("number", models.CharField(db_index=True, max_length=20)),
                        ("title", models.CharField(max_length=200)),
                        ("category", models.CharField(blank=True, max_length=60)),
                        ("category_confidence", models.DecimalField(decimal_places=3, max_digits=4, null=True)),
                        ("category_reason", models.CharField(blank=True, max_length=300)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "being converted"),
                                    ("choice", "has open changes"),
                                    ("refused", "not converted"),
                                    ("converted", "being read"),
                                    ("review", "terms to confirm"),
                                    ("ready", "ready to submit"),
                                    ("in_approval", "in approval"),
                                    ("approved", "approved"),
                                    ("out_for_signature", "out for signature"),
                                    ("signed", "signed"),
                                    ("archived", "archived"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="draft",
                                max_length=50,
                            ),
                        ),
                        ("department", models.CharField(blank=True, max_length=120)),
                        (
                            "open_changes",
                            models.CharField(
                                blank=True, choices=[("accept", "accepted"), ("reject", "rejected")], max_length=6
                            ),
                        ),
                        (
                            "found",
                            models.JSONField(
                                default=list,
                                help_text="Open changes and comments of the draft: kind, author, text, at.",
                            ),
                        ),
                        ("problem", models.TextField(blank=True)),
                        (
                            "unfilled",
                            models.JSONField(
                                default=list, help_text="Places of the draft that nobody filled in: words, page."
                            ),
                        ),
                        (
                            "amends_nothing",
                            models.BooleanField(
                                default=False,
                                help_text="A person said that it changes no other contract, although it seemed so.",
                            ),
                        ),
                        ("customer_name", models.CharField(blank=True, max_length=200)),
                        ("counterparty_name", models.CharField(blank=True, max_length=200)),
                        ("counterparty_tax_id", models.CharField(blank=True, max_length=60)),
                        ("counterparty_country", models.CharField(blank=True, max_length=2)),
                        ("counterparty_address", models.CharField(blank=True, max_length=300)),
                        ("counterparty_email", models.EmailField(blank=True, max_length=254)),
                        ("counterparty_signer", models.CharField(blank=True, max_length=120)),
                        ("counterparty_signer_title", models.CharField(blank=True, max_length=120)),
                        (
                            "currency",
                            flowmono.common.fields.CurrencyField(
                                blank=True,
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}$", "Write the currency as three capital letters, such as EUR."
                                    )
                                ],
                            ),
                        ),
                        (
                            "total",
                            flowmono.common.fields.AmountField(blank=True, decimal_places=3, max_digits=18, null=True),
                        ),
                        ("total_kind", models.CharField(blank=True, max_length=10)),
                        ("payment_days", models.PositiveIntegerField(blank=True, null=True)),
                        ("payment_from", models.CharField(blank=True, max_length=20)),
                        ("effective_on", models.DateField(blank=True, null=True)),
                        (
                            "starts_on_signature",
                            models.BooleanField(
                                default=False,
                                help_text="In force from the day of the last signature; the end follows from the term.",
                            ),
                        ),
                        ("ends_on", models.DateField(blank=True, null=True)),
                        ("renews", models.BooleanField(default=False)),
                        (
                            "runs_until",
                            models.DateField(
                                help_text="The last day of the term that runs now, where it went on by itself after its end.",
                                null=True,
                            ),
                        ),
                        (
                            "stops_on",
                            models.DateField(
                                help_text="The last day of a contract that renews by itself, since notice was given.",
                                null=True,
                            ),
                        ),
                        ("notice_days", models.PositiveIntegerField(blank=True, null=True)),
                        ("governing_law", models.CharField(blank=True, max_length=120)),
                        ("orderable", models.BooleanField(default=False)),
                        ("why_not", models.CharField(blank=True, max_length=300)),
                        (
                            "checks",
                            models.JSONField(
                                default=list, help_text="Arithmetic that was checked: what, expected, found, agrees."
                            ),
                        ),
                        ("signed_at", models.DateTimeField(null=True)),
                        (
                            "sequence",
                            models.JSONField(
                                default=dict,
                                help_text="The sequence of its category as it was when the terms were confirmed.",
                            ),
                        ),
                        (
                            "preparation",
                            models.JSONField(
                                default=dict,
                                help_text="How far the sequence's preparation is: base, steps, problem, left_out.",
                            ),
                        ),
                        (
                            "kept_until",
                            models.DateField(
                                help_text="The last day on which its papers must be kept; empty before the archive, or without an end.",
                                null=True,
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
                            "amends",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="The signed agreement that this one changes.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "archived_version",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.version",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.document",
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
                        (
                            "requester",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical contract",
                        "verbose_name_plural": "historical contracts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalContractClause",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("kind", models.CharField(max_length=40)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("quote", models.TextField()),
                        ("start", models.PositiveIntegerField()),
                        ("end", models.PositiveIntegerField()),
                        ("page", models.PositiveIntegerField(null=True)),
                        ("confidence", models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=4)),
                        ("model", models.CharField(blank=True, max_length=60)),
                        ("model_version", models.CharField(blank=True, max_length=40)),
                        (
                            "state",
                            models.CharField(
                                choices=[("read", "read"), ("confirmed", "confirmed"), ("rejected", "no such clause")],
                                default="read",
                                max_length=50,
                            ),
                        ),
                        ("judged_at", models.DateTimeField(null=True)),
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
                            "contract",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="contracts.contract",
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
                        (
                            "judged_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical clause",
                        "verbose_name_plural": "historical clauses",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDisposal",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("reason", models.CharField(max_length=500)),
                        ("asked_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("decided_because", models.CharField(blank=True, max_length=500)),
                        ("is_done", models.BooleanField(default=False)),
                        ("rule", models.JSONField(default=dict)),
                        ("papers", models.JSONField(default=list)),
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
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        "verbose_name": "historical disposal of papers",
                        "verbose_name_plural": "historical disposals of papers",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalHold",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("reason", models.CharField(max_length=500)),
                        ("placed_at", models.DateTimeField()),
                        ("lifted_at", models.DateTimeField(null=True)),
                        ("lifted_because", models.CharField(blank=True, max_length=500)),
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
                            "contract",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="contracts.contract",
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
                        (
                            "lifted_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "placed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical legal hold",
                        "verbose_name_plural": "historical legal holds",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSecondReading",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("asked_at", models.DateTimeField(verbose_name="asked at")),
                        ("category", models.CharField(max_length=60, verbose_name="category")),
                        ("address", models.CharField(max_length=520, verbose_name="address")),
                        ("model", models.CharField(max_length=60, verbose_name="model")),
                        ("characters", models.PositiveIntegerField(verbose_name="characters")),
                        ("text_sha256", models.CharField(max_length=64, verbose_name="hash of the text")),
                        (
                            "state",
                            models.CharField(
                                choices=[("asked", "asked"), ("read", "answered"), ("failed", "without result")],
                                default="asked",
                                max_length=50,
                                verbose_name="state",
                            ),
                        ),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                        ("outcome", models.CharField(blank=True, max_length=12, verbose_name="outcome")),
                        ("detail", models.CharField(blank=True, max_length=300, verbose_name="in detail")),
                        ("sent", models.BooleanField(null=True, verbose_name="sent")),
                        ("tokens_in", models.PositiveIntegerField(default=0, verbose_name="tokens sent")),
                        ("tokens_out", models.PositiveIntegerField(default=0, verbose_name="tokens answered")),
                        (
                            "cost",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=12, verbose_name="cost"
                            ),
                        ),
                        (
                            "currency",
                            flowmono.common.fields.CurrencyField(
                                blank=True,
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}$", "Write the currency as three capital letters, such as EUR."
                                    )
                                ],
                                verbose_name="currency",
                            ),
                        ),
                        ("milliseconds", models.PositiveIntegerField(null=True, verbose_name="milliseconds")),
                        ("findings", models.JSONField(default=list, verbose_name="findings")),
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
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="contracts.contract",
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
                        (
                            "version",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.version",
                            ),
                        ),
                        (
                            "reader",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="contracts.remotereader",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical use of the remote reader",
                        "verbose_name_plural": "historical uses of the remote reader",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalTerm",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("field", models.CharField(max_length=40)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("label", models.CharField(max_length=120)),
                        ("value", models.TextField(blank=True)),
                        ("item_kind", models.CharField(blank=True, max_length=20)),
                        ("description", models.CharField(blank=True, max_length=300)),
                        ("amount", flowmono.common.fields.PriceField(decimal_places=6, max_digits=20, null=True)),
                        (
                            "percent",
                            flowmono.common.fields.ShareField(decimal_places=4, default=None, max_digits=7, null=True),
                        ),
                        (
                            "currency",
                            flowmono.common.fields.CurrencyField(
                                blank=True,
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}$", "Write the currency as three capital letters, such as EUR."
                                    )
                                ],
                            ),
                        ),
                        ("due_type", models.CharField(blank=True, max_length=10)),
                        ("due_value", models.CharField(blank=True, max_length=300)),
                        ("due_period", models.CharField(blank=True, max_length=10)),
                        ("due_count", models.PositiveIntegerField(null=True)),
                        ("due_on", models.DateField(null=True)),
                        ("acceptance", models.CharField(blank=True, max_length=500)),
                        ("unit", models.CharField(blank=True, max_length=40)),
                        ("optional", models.BooleanField(default=False)),
                        (
                            "restated",
                            models.BooleanField(
                                default=False,
                                help_text="An item of an amendment that the agreement has already: nothing is ordered from it anew.",
                            ),
                        ),
                        ("quote", models.TextField(blank=True)),
                        ("start", models.PositiveIntegerField(null=True)),
                        ("end", models.PositiveIntegerField(null=True)),
                        ("page", models.PositiveIntegerField(null=True)),
                        ("confidence", models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=4)),
                        ("model", models.CharField(blank=True, max_length=60)),
                        ("model_version", models.CharField(blank=True, max_length=40)),
                        (
                            "rivals",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Other sentences that say it differently: value, quote, start, end, page.",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("read", "read"),
                                    ("confirmed", "confirmed"),
                                    ("corrected", "corrected"),
                                    ("dropped", "dropped"),
                                    ("absent", "not in the contract"),
                                ],
                                default="read",
                                max_length=50,
                            ),
                        ),
                        ("verified_at", models.DateTimeField(null=True)),
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
                            "contract",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="contracts.contract",
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
                        (
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical term",
                        "verbose_name_plural": "historical terms",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Hold",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("reason", models.CharField(max_length=500)),
                        ("placed_at", models.DateTimeField()),
                        ("lifted_at", models.DateTimeField(null=True)),
                        ("lifted_because", models.CharField(blank=True, max_length=500)),
                        (
                            "contract",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holds",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "lifted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "placed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "legal hold",
                        "verbose_name_plural": "legal holds",
                        "ordering": ["-placed_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("lifted_at__isnull", True)),
                                fields=("contract",),
                                name="one_open_hold_per_contract",
                                violation_error_message="The papers of this contract are kept already: nothing more is needed.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                                    models.Q(
                                        ("lifted_at__isnull", False),
                                        ("lifted_by__isnull", False),
                                        models.Q(("lifted_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="lifted_by_somebody_for_a_reason",
                                violation_error_message="Say why the papers need not be kept any more.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="SecondReading",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("asked_at", models.DateTimeField(verbose_name="asked at")),
                        ("category", models.CharField(max_length=60, verbose_name="category")),
                        ("address", models.CharField(max_length=520, verbose_name="address")),
                        ("model", models.CharField(max_length=60, verbose_name="model")),
                        ("characters", models.PositiveIntegerField(verbose_name="characters")),
                        ("text_sha256", models.CharField(max_length=64, verbose_name="hash of the text")),
                        (
                            "state",
                            models.CharField(
                                choices=[("asked", "asked"), ("read", "answered"), ("failed", "without result")],
                                default="asked",
                                max_length=50,
                                verbose_name="state",
                            ),
                        ),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                        ("outcome", models.CharField(blank=True, max_length=12, verbose_name="outcome")),
                        ("detail", models.CharField(blank=True, max_length=300, verbose_name="in detail")),
                        ("sent", models.BooleanField(null=True, verbose_name="sent")),
                        ("tokens_in", models.PositiveIntegerField(default=0, verbose_name="tokens sent")),
                        ("tokens_out", models.PositiveIntegerField(default=0, verbose_name="tokens answered")),
                        (
                            "cost",
                            models.DecimalField(
                                decimal_places=6, default=Decimal("0"), max_digits=12, verbose_name="cost"
                            ),
                        ),
                        (
                            "currency",
                            flowmono.common.fields.CurrencyField(
                                blank=True,
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}$", "Write the currency as three capital letters, such as EUR."
                                    )
                                ],
                                verbose_name="currency",
                            ),
                        ),
                        ("milliseconds", models.PositiveIntegerField(null=True, verbose_name="milliseconds")),
                        ("findings", models.JSONField(default=list, verbose_name="findings")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="second_readings",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "reader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="uses",
                                to="contracts.remotereader",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.version"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "use of the remote reader",
                        "verbose_name_plural": "uses of the remote reader",
                        "ordering": ["-asked_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "failed"), _negated=True),
                                fields=("version",),
                                name="one_second_reading_per_version",
                                violation_error_message="The remote reader was asked about this draft already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "asked"),
                                    models.Q(("ended_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="an_ended_second_reading_says_how",
                                violation_error_message="A second reading that has ended says when, and what came of it.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Term",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("field", models.CharField(max_length=40)),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("label", models.CharField(max_length=120)),
                        ("value", models.TextField(blank=True)),
                        ("item_kind", models.CharField(blank=True, max_length=20)),
                        ("description", models.CharField(blank=True, max_length=300)),
                        ("amount", flowmono.common.fields.PriceField(decimal_places=6, max_digits=20, null=True)),
                        (
                            "percent",
                            flowmono.common.fields.ShareField(decimal_places=4, default=None, max_digits=7, null=True),
                        ),
                        (
                            "currency",
                            flowmono.common.fields.CurrencyField(
                                blank=True,
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}$", "Write the currency as three capital letters, such as EUR."
                                    )
                                ],
                            ),
                        ),
                        ("due_type", models.CharField(blank=True, max_length=10)),
                        ("due_value", models.CharField(blank=True, max_length=300)),
                        ("due_period", models.CharField(blank=True, max_length=10)),
                        ("due_count", models.PositiveIntegerField(null=True)),
                        ("due_on", models.DateField(null=True)),
                        ("acceptance", models.CharField(blank=True, max_length=500)),
                        ("unit", models.CharField(blank=True, max_length=40)),
                        ("optional", models.BooleanField(default=False)),
                        (
                            "restated",
                            models.BooleanField(
                                default=False,
                                help_text="An item of an amendment that the agreement has already: nothing is ordered from it anew.",
                            ),
                        ),
                        ("quote", models.TextField(blank=True)),
                        ("start", models.PositiveIntegerField(null=True)),
                        ("end", models.PositiveIntegerField(null=True)),
                        ("page", models.PositiveIntegerField(null=True)),
                        ("confidence", models.DecimalField(decimal_places=3, default=Decimal("0"), max_digits=4)),
                        ("model", models.CharField(blank=True, max_length=60)),
                        ("model_version", models.CharField(blank=True, max_length=40)),
                        (
                            "rivals",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Other sentences that say it differently: value, quote, start, end, page.",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("read", "read"),
                                    ("confirmed", "confirmed"),
                                    ("corrected", "corrected"),
                                    ("dropped", "dropped"),
                                    ("absent", "not in the contract"),
                                ],
                                default="read",
                                max_length=50,
                            ),
                        ),
                        ("verified_at", models.DateTimeField(null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="terms",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "term",
                        "verbose_name_plural": "terms",
                        "ordering": ["contract", "position", "created_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["confirmed", "corrected", "absent"]), _negated=True),
                                    models.Q(("verified_at__isnull", False), ("verified_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_verified_term_has_a_verifier",
                            )
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalObligation",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        (
                            "kind",
                            models.CharField(
                                help_text="notice_window, document, duty, delivery, instalment, end_of_term",
                                max_length=30,
                            ),
                        ),
                        ("text", models.CharField(max_length=500)),
                        ("document_kind", models.CharField(blank=True, max_length=40)),
                        (
                            "side",
                            models.CharField(
                                blank=True,
                                choices=[("ours", "us"), ("theirs", "the other party"), ("both", "both parties")],
                                help_text="Who has to meet it.",
                                max_length=10,
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True)),
                        (
                            "due_basis",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("notice", "counted back from the end of the term"),
                                    ("signature", "counted from the signature"),
                                    ("start", "counted from the first day of the contract"),
                                    ("end", "counted from the last day of the contract"),
                                    ("said", "the contract says the day"),
                                    ("person", "entered by a person"),
                                    ("renewal", "counted on from the end of the term before"),
                                ],
                                help_text="How its day was found.",
                                max_length=10,
                            ),
                        ),
                        ("verified_at", models.DateTimeField(null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "open"), ("done", "done"), ("not_applicable", "not applicable")],
                                default="open",
                                max_length=50,
                            ),
                        ),
                        ("done_at", models.DateTimeField(null=True)),
                        ("reason", models.TextField(blank=True)),
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
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="contracts.compliancerecord",
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "term",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="contracts.term",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical obligation",
                        "verbose_name_plural": "historical obligations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Obligation",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        (
                            "kind",
                            models.CharField(
                                help_text="notice_window, document, duty, delivery, instalment, end_of_term",
                                max_length=30,
                            ),
                        ),
                        ("text", models.CharField(max_length=500)),
                        ("document_kind", models.CharField(blank=True, max_length=40)),
                        (
                            "side",
                            models.CharField(
                                blank=True,
                                choices=[("ours", "us"), ("theirs", "the other party"), ("both", "both parties")],
                                help_text="Who has to meet it.",
                                max_length=10,
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True)),
                        (
                            "due_basis",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("notice", "counted back from the end of the term"),
                                    ("signature", "counted from the signature"),
                                    ("start", "counted from the first day of the contract"),
                                    ("end", "counted from the last day of the contract"),
                                    ("said", "the contract says the day"),
                                    ("person", "entered by a person"),
                                    ("renewal", "counted on from the end of the term before"),
                                ],
                                help_text="How its day was found.",
                                max_length=10,
                            ),
                        ),
                        ("verified_at", models.DateTimeField(null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "open"), ("done", "done"), ("not_applicable", "not applicable")],
                                default="open",
                                max_length=50,
                            ),
                        ),
                        ("done_at", models.DateTimeField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obligations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obligations",
                                to="contracts.compliancerecord",
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "term",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="obligations",
                                to="contracts.term",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "obligation",
                        "verbose_name_plural": "obligations",
                        "ordering": ["due_on", "created_at"],
                        "indexes": [
                            models.Index(fields=["state", "due_on"], name="obligations_by_day"),
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["owner", "due_on"],
                                name="obligations_of_owner",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_at__isnull", True), ("state", "open")),
                                    models.Q(models.Q(("state", "open"), _negated=True), ("done_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="an_answered_obligation_is_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "not_applicable"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="what_does_not_apply_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("verified_at__isnull", True), ("verified_by__isnull", True)),
                                    models.Q(("verified_at__isnull", False), ("verified_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="who_verifies_an_obligation_is_dated",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
            ]
        ),
        migrations.RunSQL(FOUND, migrations.RunSQL.noop),
    ]
