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
alter table procurement_order add column search_words tsvector
  generated always as (flowmono_words(number || ' ' || title)) stored;
create index procurement_order_words on procurement_order using gin (search_words);
alter table procurement_invoice add column search_words tsvector
  generated always as (flowmono_words(reference || ' ' || number || ' ' || seller_name)) stored;
create index procurement_invoice_words on procurement_invoice using gin (search_words);
create index payments_by_day on procurement_paymentauthorization (due_on, created_at);
"""


class Migration(migrations.Migration):
    replaces = [
        ("procurement", "0001_initial"),
        ("procurement", "0002_find_by_words"),
        ("procurement", "0003_requisitions_and_lines"),
        ("procurement", "0004_words_are_kept"),
        ("procurement", "0005_invoices_of_a_contract"),
        ("procurement", "0006_the_newest_are_found_first"),
        ("procurement", "0007_constraint_words"),
        ("procurement", "0008_vendors_answer_and_withdraw"),
        ("procurement", "0009_corrections_are_remembered"),
    ]

    initial = True

    dependencies = [
        ("common", "0001_squashed_0006"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contracts", "0024_squashed_0024"),
        ("documents", "0001_squashed_0011"),
        ("vendors", "0001_squashed_0008"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Batch",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("number", models.CharField(max_length=20, unique=True)),
                        ("sha256", models.CharField(max_length=64)),
                        ("format", models.CharField(max_length=20)),
                        ("payments", models.PositiveIntegerField()),
                        ("totals", models.JSONField(default=dict, help_text="Currency to sum.")),
                        ("made_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("exported", "file made"), ("settled", "all confirmed")],
                                default="exported",
                                max_length=50,
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
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
                        "verbose_name": "payment file",
                        "verbose_name_plural": "payment files",
                        "ordering": ["-made_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("payments__gt", 0)), name="a_payment_file_pays_somebody"
                            )
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Budget",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("department", models.CharField(max_length=120)),
                        ("year", models.PositiveIntegerField()),
                        ("amount", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18)),
                    ],
                    options={
                        "verbose_name": "budget",
                        "verbose_name_plural": "budgets",
                        "ordering": ["-year", "department"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("department", "year"),
                                name="one_budget_per_department_and_year",
                                violation_error_message="This department has a budget for this year already: change that one.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0)),
                                name="a_budget_is_not_negative",
                                violation_error_message="A budget is not less than nothing: enter 0 or more.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalBatch",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("number", models.CharField(db_index=True, max_length=20)),
                        ("sha256", models.CharField(max_length=64)),
                        ("format", models.CharField(max_length=20)),
                        ("payments", models.PositiveIntegerField()),
                        ("totals", models.JSONField(default=dict, help_text="Currency to sum.")),
                        ("made_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("exported", "file made"), ("settled", "all confirmed")],
                                default="exported",
                                max_length=50,
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
                            "made_by",
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
                        "verbose_name": "historical payment file",
                        "verbose_name_plural": "historical payment files",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalBudget",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("department", models.CharField(max_length=120)),
                        ("year", models.PositiveIntegerField()),
                        ("amount", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18)),
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
                        "verbose_name": "historical budget",
                        "verbose_name_plural": "historical budgets",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalOrder",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("number", models.CharField(db_index=True, max_length=20)),
                        ("title", models.CharField(max_length=200)),
                        ("category", models.CharField(blank=True, max_length=60)),
                        ("department", models.CharField(blank=True, max_length=120)),
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
                            "total",
                            flowmono.common.fields.AmountField(
                                decimal_places=3,
                                help_text="Without tax: the firm lines, or the contract's ceiling where it states one.",
                                max_digits=18,
                            ),
                        ),
                        (
                            "cap",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                help_text="No invoice may take the sum of all invoices above it.",
                                max_digits=18,
                                null=True,
                            ),
                        ),
                        (
                            "base_total",
                            flowmono.common.fields.AmountField(
                                decimal_places=3, help_text="In the company's currency.", max_digits=18
                            ),
                        ),
                        ("rate", models.DecimalField(decimal_places=8, default=Decimal("1"), max_digits=18)),
                        ("rate_on", models.DateField()),
                        ("revision", models.PositiveIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_approval", "in approval"),
                                    ("returned", "sent back"),
                                    ("approved", "approved"),
                                    ("sent", "sent to the vendor"),
                                    ("closed", "closed"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="draft",
                                max_length=50,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        ("approved_at", models.DateTimeField(null=True)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("sent_to", models.EmailField(blank=True, max_length=254)),
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
                        (
                            "vendor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="vendors.vendor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical order",
                        "verbose_name_plural": "historical orders",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalTolerancePolicy",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("name", models.CharField(max_length=120)),
                        (
                            "match_mode",
                            models.CharField(
                                blank=True,
                                choices=[("2way", "order and invoice"), ("3way", "order, acceptance and invoice")],
                                max_length=4,
                            ),
                        ),
                        (
                            "price_tol_pct",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=7,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="price, percent",
                            ),
                        ),
                        (
                            "price_tol_abs",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                max_digits=18,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="price, amount",
                            ),
                        ),
                        (
                            "qty_tol_pct",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=7,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="quantity, percent",
                            ),
                        ),
                        (
                            "unplanned_charge_abs",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                max_digits=18,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="unplanned charges, amount",
                            ),
                        ),
                        (
                            "arith_tol",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                max_digits=18,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="arithmetic, amount",
                            ),
                        ),
                        (
                            "tax_tol",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                max_digits=18,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="tax, amount",
                            ),
                        ),
                        (
                            "fx_tol_pct",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=7,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="exchange rate, percent",
                            ),
                        ),
                        (
                            "stale_days",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="invoice too old after days"
                            ),
                        ),
                        (
                            "bank_cooloff_days",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="days before a new account is paid"
                            ),
                        ),
                        (
                            "auto_authorize_limit",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                max_digits=18,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="authorized without approval up to",
                            ),
                        ),
                        (
                            "split_window_days",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="days within which bills of a vendor count together"
                            ),
                        ),
                        (
                            "retention_base",
                            models.CharField(blank=True, choices=[("net", "net"), ("gross", "gross")], max_length=5),
                        ),
                        (
                            "schematron_severity",
                            models.CharField(
                                blank=True,
                                choices=[("REJECT", "send back"), ("REVIEW", "have it looked at")],
                                max_length=6,
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
                            "vendor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="vendors.vendor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical tolerance policy",
                        "verbose_name_plural": "historical tolerance policies",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Order",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("number", models.CharField(max_length=20, unique=True)),
                        ("title", models.CharField(max_length=200)),
                        ("category", models.CharField(blank=True, max_length=60)),
                        ("department", models.CharField(blank=True, max_length=120)),
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
                            "total",
                            flowmono.common.fields.AmountField(
                                decimal_places=3,
                                help_text="Without tax: the firm lines, or the contract's ceiling where it states one.",
                                max_digits=18,
                            ),
                        ),
                        (
                            "cap",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                help_text="No invoice may take the sum of all invoices above it.",
                                max_digits=18,
                                null=True,
                            ),
                        ),
                        (
                            "base_total",
                            flowmono.common.fields.AmountField(
                                decimal_places=3, help_text="In the company's currency.", max_digits=18
                            ),
                        ),
                        ("rate", models.DecimalField(decimal_places=8, default=Decimal("1"), max_digits=18)),
                        ("rate_on", models.DateField()),
                        ("revision", models.PositiveIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_approval", "in approval"),
                                    ("returned", "sent back"),
                                    ("approved", "approved"),
                                    ("sent", "sent to the vendor"),
                                    ("closed", "closed"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="draft",
                                max_length=50,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        ("approved_at", models.DateTimeField(null=True)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("sent_to", models.EmailField(blank=True, max_length=254)),
                        (
                            "contract",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                            ),
                        ),
                        (
                            "requester",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="orders",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "vendor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="vendors.vendor"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "order",
                        "verbose_name_plural": "orders",
                        "ordering": ["-created_at"],
                        "indexes": [
                            models.Index(fields=["state", "-created_at"], name="orders_by_state"),
                            models.Index(fields=["-created_at"], name="orders_by_age"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("contract__isnull", False), models.Q(("state", "cancelled"), _negated=True)
                                ),
                                fields=("contract",),
                                name="one_live_order_per_contract",
                                violation_error_message="This contract has an order already: change that one, or cancel it first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("base_total__gte", 0), ("total__gte", 0)),
                                name="an_order_total_is_not_negative",
                                violation_error_message="An order is not worth less than nothing: put its quantities and prices right.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rate__gt", 0)),
                                name="an_order_rate_is_positive",
                                violation_error_message="The order’s exchange rate must be more than nothing: have an administrator enter the rate of the day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["approved", "sent", "closed"]), _negated=True),
                                    ("approved_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="approved_order_has_a_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "sent"), _negated=True),
                                    models.Q(("document__isnull", False), ("sent_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_sent_order_has_its_document",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["returned", "cancelled"]), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="an_order_stops_for_a_reason",
                                violation_error_message="Say why, so that everybody who waits for the order knows.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Invoice",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("reference", models.CharField(max_length=20, unique=True)),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("received_at", models.DateTimeField(db_index=True)),
                        (
                            "through",
                            models.CharField(default="inside", help_text="portal, inside or api", max_length=10),
                        ),
                        ("source", models.CharField(blank=True, max_length=6)),
                        ("doc_type", models.CharField(blank=True, max_length=12)),
                        ("number", models.CharField(blank=True, max_length=120)),
                        (
                            "number_key",
                            models.CharField(
                                blank=True, help_text="Letters and digits, as duplicates compare.", max_length=160
                            ),
                        ),
                        ("seller_name", models.CharField(blank=True, max_length=300)),
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
                        ("net", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18, null=True)),
                        ("tax", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18, null=True)),
                        ("gross", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18, null=True)),
                        ("payable", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18, null=True)),
                        ("issued_on", models.DateField(null=True)),
                        ("due_on", models.DateField(null=True)),
                        ("reading", models.JSONField(default=dict)),
                        ("corrections", models.JSONField(default=dict)),
                        ("overrides", models.JSONField(default=list)),
                        ("answers", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "being read"),
                                    ("read", "being matched"),
                                    ("review", "to look at"),
                                    ("held", "held"),
                                    ("rejected", "rejected"),
                                    ("matched", "matched"),
                                    ("authorized", "authorized"),
                                    ("paid", "paid"),
                                    ("credited", "credited"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="received",
                                max_length=50,
                            ),
                        ),
                        ("decision", models.CharField(blank=True, max_length=10)),
                        ("reason", models.TextField(blank=True)),
                        ("paid_at", models.DateTimeField(null=True)),
                        (
                            "captured_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                null=True,
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
                                related_name="invoices",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                            ),
                        ),
                        (
                            "vendor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoices",
                                to="vendors.vendor",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.version"
                            ),
                        ),
                        (
                            "confirmed_order",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="procurement.order",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoices",
                                to="procurement.order",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "invoice",
                        "verbose_name_plural": "invoices",
                        "ordering": ["-received_at", "-reference"],
                        "indexes": [
                            models.Index(fields=["state", "-received_at"], name="invoices_by_state"),
                            models.Index(fields=["gross", "currency"], name="invoices_by_amount"),
                            models.Index(fields=["number_key"], name="invoices_by_number"),
                            models.Index(fields=["contract", "received_at", "paid_at"], name="invoices_of_contract"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["matched", "authorized", "paid"]), _negated=True),
                                    models.Q(
                                        ("currency__gt", ""),
                                        ("number__gt", ""),
                                        ("payable__isnull", False),
                                        ("vendor__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_payable_invoice_is_complete",
                                violation_error_message="Enter the vendor, the number, the currency and the amount of the invoice first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "paid"), _negated=True),
                                    ("paid_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_paid_invoice_has_a_date",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Match",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("number", models.PositiveIntegerField()),
                        ("decision", models.CharField(max_length=10)),
                        ("codes", models.JSONField(default=list)),
                        ("info", models.JSONField(default=list)),
                        ("findings", models.JSONField(default=list)),
                        ("lines", models.JSONField(default=list)),
                        ("inputs", models.JSONField(default=dict)),
                        ("policy", models.JSONField(default=dict)),
                        ("orders", models.JSONField(default=list)),
                        ("proposed_order", models.CharField(blank=True, max_length=20)),
                        (
                            "authorize_amount",
                            flowmono.common.fields.AmountField(decimal_places=3, max_digits=18, null=True),
                        ),
                        ("retention", flowmono.common.fields.AmountField(decimal_places=3, default=0, max_digits=18)),
                        (
                            "amount_at_risk",
                            flowmono.common.fields.AmountField(decimal_places=3, default=0, max_digits=18),
                        ),
                        ("route", models.JSONField(default=list)),
                        ("superseded", models.BooleanField(default=False)),
                        (
                            "invoice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="matches",
                                to="procurement.invoice",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "match",
                        "verbose_name_plural": "matches",
                        "ordering": ["invoice", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("invoice", "number"), name="one_match_per_number"),
                            models.UniqueConstraint(
                                condition=models.Q(("superseded", False)),
                                fields=("invoice",),
                                name="one_match_counts_per_invoice",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decision", "AUTHORIZE"), _negated=True),
                                    ("authorize_amount__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_yes_says_how_much",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalRevision",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("number", models.PositiveIntegerField()),
                        ("reason", models.TextField()),
                        ("changes", models.JSONField(default=list, help_text="[{line, field, before, after}]")),
                        ("total_before", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18)),
                        ("total_after", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18)),
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
                        (
                            "made_by",
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
                            "order",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="procurement.order",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical revision",
                        "verbose_name_plural": "historical revisions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRequisition",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("number", models.CharField(db_index=True, max_length=20)),
                        ("title", models.CharField(max_length=200)),
                        ("need", models.TextField()),
                        ("needed_by", models.DateField(blank=True, null=True)),
                        ("department", models.CharField(blank=True, max_length=120)),
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
                        ("estimate", flowmono.common.fields.AmountField(decimal_places=3, default=0, max_digits=18)),
                        (
                            "base_estimate",
                            flowmono.common.fields.AmountField(
                                decimal_places=3,
                                default=0,
                                help_text="In the company's currency; the approval rule goes by it.",
                                max_digits=18,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_approval", "in approval"),
                                    ("returned", "sent back"),
                                    ("approved", "approved, to be bought"),
                                    ("ordered", "ordered"),
                                    ("contracted", "becomes a contract"),
                                    ("declined", "will not be bought"),
                                ],
                                default="draft",
                                max_length=50,
                            ),
                        ),
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
                        (
                            "vendor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="vendors.vendor",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="procurement.order",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical requisition",
                        "verbose_name_plural": "historical requisitions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPaymentAuthorization",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("is_credit", models.BooleanField(default=False)),
                        ("amount", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18)),
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
                        ("base_amount", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18)),
                        ("rate", models.DecimalField(decimal_places=8, max_digits=18)),
                        ("rate_on", models.DateField()),
                        (
                            "payee",
                            models.JSONField(
                                help_text="The account as it was verified: holder, iban, bban, clearing, bic."
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("end_to_end_id", models.CharField(max_length=35)),
                        ("first_person", models.UUIDField(null=True)),
                        ("second_person", models.UUIDField(null=True)),
                        ("authorized_at", models.DateTimeField(null=True)),
                        ("bank_reference", models.CharField(blank=True, max_length=140)),
                        ("paid_at", models.DateTimeField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("routed", "to authorize"),
                                    ("authorized", "authorized"),
                                    ("batched", "in a payment file"),
                                    ("paid", "paid"),
                                    ("refused", "refused"),
                                    ("void", "void"),
                                ],
                                default="routed",
                                max_length=50,
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
                            "account",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="vendors.bankaccount",
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="procurement.batch",
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
                            "vendor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="vendors.vendor",
                            ),
                        ),
                        (
                            "invoice",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="procurement.invoice",
                            ),
                        ),
                        (
                            "match",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="procurement.match",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="procurement.order",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical payment authorization",
                        "verbose_name_plural": "historical payment authorizations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalOrderLine",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("position", models.PositiveIntegerField()),
                        ("kind", models.CharField(max_length=20)),
                        ("description", models.CharField(max_length=300)),
                        ("quantity", models.DecimalField(decimal_places=4, max_digits=16, null=True)),
                        ("unit", models.CharField(blank=True, max_length=40)),
                        ("unit_price", flowmono.common.fields.PriceField(decimal_places=6, max_digits=20, null=True)),
                        (
                            "amount",
                            flowmono.common.fields.AmountField(
                                decimal_places=3,
                                help_text="Empty for a rate: as much as is ordered.",
                                max_digits=18,
                                null=True,
                            ),
                        ),
                        ("occurrences", models.PositiveIntegerField(null=True)),
                        ("period", models.CharField(blank=True, max_length=10)),
                        ("due_on", models.DateField(null=True)),
                        ("due_text", models.CharField(blank=True, max_length=300)),
                        ("optional", models.BooleanField(default=False)),
                        (
                            "vat_rate",
                            flowmono.common.fields.ShareField(decimal_places=4, default=None, max_digits=7, null=True),
                        ),
                        ("quote", models.TextField(blank=True)),
                        ("page", models.PositiveIntegerField(null=True)),
                        (
                            "reason",
                            models.CharField(blank=True, help_text="Why a person added or changed it.", max_length=500),
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
                            "added_by",
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
                        (
                            "order",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="procurement.order",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical order line",
                        "verbose_name_plural": "historical order lines",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalInvoice",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("reference", models.CharField(db_index=True, max_length=20)),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("received_at", models.DateTimeField(db_index=True)),
                        (
                            "through",
                            models.CharField(default="inside", help_text="portal, inside or api", max_length=10),
                        ),
                        ("source", models.CharField(blank=True, max_length=6)),
                        ("doc_type", models.CharField(blank=True, max_length=12)),
                        ("number", models.CharField(blank=True, max_length=120)),
                        (
                            "number_key",
                            models.CharField(
                                blank=True, help_text="Letters and digits, as duplicates compare.", max_length=160
                            ),
                        ),
                        ("seller_name", models.CharField(blank=True, max_length=300)),
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
                        ("net", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18, null=True)),
                        ("tax", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18, null=True)),
                        ("gross", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18, null=True)),
                        ("payable", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18, null=True)),
                        ("issued_on", models.DateField(null=True)),
                        ("due_on", models.DateField(null=True)),
                        ("reading", models.JSONField(default=dict)),
                        ("corrections", models.JSONField(default=dict)),
                        ("overrides", models.JSONField(default=list)),
                        ("answers", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("received", "being read"),
                                    ("read", "being matched"),
                                    ("review", "to look at"),
                                    ("held", "held"),
                                    ("rejected", "rejected"),
                                    ("matched", "matched"),
                                    ("authorized", "authorized"),
                                    ("paid", "paid"),
                                    ("credited", "credited"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="received",
                                max_length=50,
                            ),
                        ),
                        ("decision", models.CharField(blank=True, max_length=10)),
                        ("reason", models.TextField(blank=True)),
                        ("paid_at", models.DateTimeField(null=True)),
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
                            "captured_by",
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
                            "confirmed_by",
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
                            "vendor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="vendors.vendor",
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
                            "confirmed_order",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="procurement.order",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="procurement.order",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical invoice",
                        "verbose_name_plural": "historical invoices",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalCommitment",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("amount", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18)),
                        ("relieved", flowmono.common.fields.AmountField(decimal_places=3, default=0, max_digits=18)),
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
                            "budget",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="procurement.budget",
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
                            "order",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="procurement.order",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical commitment",
                        "verbose_name_plural": "historical commitments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Commitment",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("amount", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18)),
                        ("relieved", flowmono.common.fields.AmountField(decimal_places=3, default=0, max_digits=18)),
                        (
                            "budget",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitments",
                                to="procurement.budget",
                            ),
                        ),
                        (
                            "order",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitment",
                                to="procurement.order",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "commitment",
                        "verbose_name_plural": "commitments",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("relieved__gte", 0), ("relieved__lte", models.F("amount"))),
                                name="relief_stays_within_commitment",
                            )
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="OrderLine",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("position", models.PositiveIntegerField()),
                        ("kind", models.CharField(max_length=20)),
                        ("description", models.CharField(max_length=300)),
                        ("quantity", models.DecimalField(decimal_places=4, max_digits=16, null=True)),
                        ("unit", models.CharField(blank=True, max_length=40)),
                        ("unit_price", flowmono.common.fields.PriceField(decimal_places=6, max_digits=20, null=True)),
                        (
                            "amount",
                            flowmono.common.fields.AmountField(
                                decimal_places=3,
                                help_text="Empty for a rate: as much as is ordered.",
                                max_digits=18,
                                null=True,
                            ),
                        ),
                        ("occurrences", models.PositiveIntegerField(null=True)),
                        ("period", models.CharField(blank=True, max_length=10)),
                        ("due_on", models.DateField(null=True)),
                        ("due_text", models.CharField(blank=True, max_length=300)),
                        ("optional", models.BooleanField(default=False)),
                        (
                            "vat_rate",
                            flowmono.common.fields.ShareField(decimal_places=4, default=None, max_digits=7, null=True),
                        ),
                        ("quote", models.TextField(blank=True)),
                        ("page", models.PositiveIntegerField(null=True)),
                        (
                            "reason",
                            models.CharField(blank=True, help_text="Why a person added or changed it.", max_length=500),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="procurement.order",
                            ),
                        ),
                        (
                            "term",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="order_lines",
                                to="contracts.term",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "order line",
                        "verbose_name_plural": "order lines",
                        "ordering": ["order", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("order", "position"),
                                name="one_order_line_per_place",
                                violation_error_message="Somebody else changed the lines of this order at the same moment: open it again, then repeat what you did.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("unit_price__isnull", True), ("unit_price__gte", 0), _connector="OR"
                                ),
                                name="an_order_price_is_not_negative",
                                violation_error_message="A price is not less than nothing: enter 0 or more.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__isnull", True), ("quantity__gt", 0), _connector="OR"),
                                name="an_ordered_quantity_is_positive",
                                violation_error_message="A quantity is more than nothing: enter how much is ordered, or leave it empty for a rate.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvoiceLine",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("position", models.PositiveIntegerField()),
                        ("description", models.TextField(blank=True)),
                        ("quantity", models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                        ("unit", models.CharField(blank=True, max_length=40)),
                        ("unit_price", flowmono.common.fields.PriceField(decimal_places=6, max_digits=20, null=True)),
                        ("net", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18, null=True)),
                        (
                            "vat_rate",
                            flowmono.common.fields.ShareField(decimal_places=4, default=None, max_digits=7, null=True),
                        ),
                        (
                            "order_net",
                            flowmono.common.fields.AmountField(
                                decimal_places=3, help_text="Net, in the order's currency.", max_digits=18, null=True
                            ),
                        ),
                        ("how", models.CharField(blank=True, help_text="How the order line was found.", max_length=40)),
                        ("verdict", models.TextField(blank=True)),
                        (
                            "invoice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="procurement.invoice",
                            ),
                        ),
                        (
                            "order_line",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoice_lines",
                                to="procurement.orderline",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "invoice line",
                        "verbose_name_plural": "invoice lines",
                        "ordering": ["invoice", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("invoice", "position"),
                                name="one_invoice_line_per_place",
                                violation_error_message="Somebody else changed the lines of this invoice at the same moment: open it again, then repeat what you did.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaymentAuthorization",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("is_credit", models.BooleanField(default=False)),
                        ("amount", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18)),
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
                        ("base_amount", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18)),
                        ("rate", models.DecimalField(decimal_places=8, max_digits=18)),
                        ("rate_on", models.DateField()),
                        (
                            "payee",
                            models.JSONField(
                                help_text="The account as it was verified: holder, iban, bban, clearing, bic."
                            ),
                        ),
                        ("due_on", models.DateField()),
                        ("end_to_end_id", models.CharField(max_length=35)),
                        ("first_person", models.UUIDField(null=True)),
                        ("second_person", models.UUIDField(null=True)),
                        ("authorized_at", models.DateTimeField(null=True)),
                        ("bank_reference", models.CharField(blank=True, max_length=140)),
                        ("paid_at", models.DateTimeField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("routed", "to authorize"),
                                    ("authorized", "authorized"),
                                    ("batched", "in a payment file"),
                                    ("paid", "paid"),
                                    ("refused", "refused"),
                                    ("void", "void"),
                                ],
                                default="routed",
                                max_length=50,
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payments",
                                to="vendors.bankaccount",
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="authorizations",
                                to="procurement.batch",
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payments",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "invoice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="authorizations",
                                to="procurement.invoice",
                            ),
                        ),
                        (
                            "match",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="authorizations",
                                to="procurement.match",
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="authorizations",
                                to="procurement.order",
                            ),
                        ),
                        (
                            "vendor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payments",
                                to="vendors.vendor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "payment authorization",
                        "verbose_name_plural": "payment authorizations",
                        "ordering": ["due_on", "created_at"],
                        "indexes": [
                            models.Index(fields=["state", "due_on"], name="payments_by_state"),
                            models.Index(fields=["-created_at"], name="payments_by_age"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["refused", "void"]), _negated=True),
                                fields=("invoice",),
                                name="one_live_authorization_per_invoice",
                                violation_error_message="The payment of this invoice is asked for already: go on with that one.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["refused", "void"]), _negated=True),
                                fields=("end_to_end_id",),
                                name="one_live_payment_per_end_to_end_id",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("amount__gt", 0), ("is_credit", False)),
                                    models.Q(("amount__lt", 0), ("is_credit", True)),
                                    _connector="OR",
                                ),
                                name="an_authorized_amount_has_its_sign",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["authorized", "batched", "paid"]), _negated=True),
                                    models.Q(
                                        ("authorized_at__isnull", False),
                                        ("first_person__isnull", False),
                                        ("second_person__isnull", False),
                                        models.Q(("first_person", models.F("second_person")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="two_people_authorize_a_payment",
                                violation_error_message="Two people authorize a payment: somebody else gives the second yes.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["batched", "paid"]), _negated=True),
                                    ("batch__isnull", False),
                                    _connector="OR",
                                ),
                                name="what_is_paid_is_in_a_file",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "paid"), _negated=True),
                                    ("paid_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_confirmed_payment_has_a_date",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="PrintedPages",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rows", models.JSONField(default=list)),
                        ("recalled", models.JSONField(default=list)),
                        (
                            "corrected_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "invoice",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="printed_pages",
                                to="procurement.invoice",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "printed pages",
                        "verbose_name_plural": "printed pages",
                    },
                ),
                migrations.CreateModel(
                    name="Relief",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("relieved", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18)),
                        ("spent", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18)),
                        ("at", models.DateTimeField()),
                        (
                            "authorization",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reliefs",
                                to="procurement.paymentauthorization",
                            ),
                        ),
                        (
                            "commitment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reliefs",
                                to="procurement.commitment",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "relief",
                        "verbose_name_plural": "reliefs",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("commitment", "authorization"), name="a_payment_relieves_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Requisition",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("number", models.CharField(max_length=20, unique=True)),
                        ("title", models.CharField(max_length=200)),
                        ("need", models.TextField()),
                        ("needed_by", models.DateField(blank=True, null=True)),
                        ("department", models.CharField(blank=True, max_length=120)),
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
                        ("estimate", flowmono.common.fields.AmountField(decimal_places=3, default=0, max_digits=18)),
                        (
                            "base_estimate",
                            flowmono.common.fields.AmountField(
                                decimal_places=3,
                                default=0,
                                help_text="In the company's currency; the approval rule goes by it.",
                                max_digits=18,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("in_approval", "in approval"),
                                    ("returned", "sent back"),
                                    ("approved", "approved, to be bought"),
                                    ("ordered", "ordered"),
                                    ("contracted", "becomes a contract"),
                                    ("declined", "will not be bought"),
                                ],
                                default="draft",
                                max_length=50,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requisitions",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "order",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requisition",
                                to="procurement.order",
                            ),
                        ),
                        (
                            "requester",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requisitions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "vendor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requisitions",
                                to="vendors.vendor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "requisition",
                        "verbose_name_plural": "requisitions",
                        "ordering": ["-created_at"],
                        "indexes": [models.Index(fields=["state", "-created_at"], name="requisitions_by_state")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("estimate__gte", 0)),
                                name="an_estimate_is_not_negative",
                                violation_error_message="An estimate is not less than nothing: put its quantities and prices right.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["returned", "declined"]), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_requisition_stops_for_a_reason",
                                violation_error_message="Say why, so that whoever asked for it knows.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ordered"), _negated=True),
                                    ("order__isnull", False),
                                    _connector="OR",
                                ),
                                name="an_ordered_requisition_has_its_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "contracted"), _negated=True),
                                    ("contract__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_contracted_requisition_has_its_contract",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="RequisitionLine",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("position", models.PositiveIntegerField()),
                        ("description", models.CharField(max_length=300)),
                        ("quantity", models.DecimalField(decimal_places=4, max_digits=16)),
                        ("unit", models.CharField(blank=True, max_length=40)),
                        ("unit_price", flowmono.common.fields.PriceField(decimal_places=6, max_digits=20)),
                        (
                            "requisition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="procurement.requisition",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "requisition line",
                        "verbose_name_plural": "requisition lines",
                        "ordering": ["requisition", "position"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("requisition", "position"),
                                name="one_requisition_line_per_place",
                                violation_error_message="Somebody else changed the lines of this requisition at the same moment: open it again, then repeat what you did.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0), ("unit_price__gte", 0)),
                                name="a_requisition_line_asks_for_something",
                                violation_error_message="Enter a quantity of more than nothing and a price of 0 or more.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Revision",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("number", models.PositiveIntegerField()),
                        ("reason", models.TextField()),
                        ("changes", models.JSONField(default=list, help_text="[{line, field, before, after}]")),
                        ("total_before", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18)),
                        ("total_after", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18)),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "order",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revisions",
                                to="procurement.order",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "revision",
                        "verbose_name_plural": "revisions",
                        "ordering": ["order", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("order", "number"),
                                name="one_revision_per_number",
                                violation_error_message="Somebody else changed this order at the same moment: open it again, then repeat what you did.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="a_revision_has_a_reason",
                                violation_error_message="Say why the order is changed.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="TolerancePolicy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        (
                            "match_mode",
                            models.CharField(
                                blank=True,
                                choices=[("2way", "order and invoice"), ("3way", "order, acceptance and invoice")],
                                max_length=4,
                            ),
                        ),
                        (
                            "price_tol_pct",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=7,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="price, percent",
                            ),
                        ),
                        (
                            "price_tol_abs",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                max_digits=18,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="price, amount",
                            ),
                        ),
                        (
                            "qty_tol_pct",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=7,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="quantity, percent",
                            ),
                        ),
                        (
                            "unplanned_charge_abs",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                max_digits=18,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="unplanned charges, amount",
                            ),
                        ),
                        (
                            "arith_tol",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                max_digits=18,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="arithmetic, amount",
                            ),
                        ),
                        (
                            "tax_tol",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                max_digits=18,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="tax, amount",
                            ),
                        ),
                        (
                            "fx_tol_pct",
                            models.DecimalField(
                                blank=True,
                                decimal_places=4,
                                max_digits=7,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="exchange rate, percent",
                            ),
                        ),
                        (
                            "stale_days",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="invoice too old after days"
                            ),
                        ),
                        (
                            "bank_cooloff_days",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="days before a new account is paid"
                            ),
                        ),
                        (
                            "auto_authorize_limit",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                max_digits=18,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="authorized without approval up to",
                            ),
                        ),
                        (
                            "split_window_days",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="days within which bills of a vendor count together"
                            ),
                        ),
                        (
                            "retention_base",
                            models.CharField(blank=True, choices=[("net", "net"), ("gross", "gross")], max_length=5),
                        ),
                        (
                            "schematron_severity",
                            models.CharField(
                                blank=True,
                                choices=[("REJECT", "send back"), ("REVIEW", "have it looked at")],
                                max_length=6,
                            ),
                        ),
                        (
                            "contract",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tolerances",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "vendor",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tolerances",
                                to="vendors.vendor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tolerance policy",
                        "verbose_name_plural": "tolerance policies",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("vendor__isnull", True), ("contract__isnull", True), _connector="OR"
                                ),
                                name="tolerances_have_one_scope",
                                violation_error_message="Choose a vendor or a contract, not both: a contract’s limits go before those of its vendor.",
                            ),
                            models.UniqueConstraint(
                                fields=("vendor", "contract"),
                                name="one_tolerance_policy_per_scope",
                                nulls_distinct=False,
                                violation_error_message="There is a policy for this scope already: change that one.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VendorLayout",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("fingerprint", models.CharField(max_length=12)),
                        ("labels", models.JSONField(default=list)),
                        ("created_at", models.DateTimeField(editable=False)),
                        (
                            "first_seen",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="procurement.invoice"
                            ),
                        ),
                        (
                            "vendor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="layouts", to="vendors.vendor"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "layout of a vendor",
                        "verbose_name_plural": "layouts of vendors",
                        "ordering": ["vendor", "created_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("vendor", "fingerprint"),
                                name="one_layout_per_fingerprint",
                                violation_error_message="Somebody else taught this layout at the same moment: save again.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RememberedField",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("field", models.CharField(max_length=20)),
                        ("version", models.PositiveIntegerField()),
                        ("spots", models.JSONField(default=list)),
                        ("value", models.CharField(max_length=200, null=True)),
                        ("instead_of", models.CharField(max_length=200, null=True)),
                        ("right", models.PositiveIntegerField(default=1)),
                        ("wrong", models.PositiveIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[("used", "used"), ("replaced", "replaced"), ("forgotten", "forgotten")],
                                default="used",
                                max_length=50,
                            ),
                        ),
                        ("forgotten_at", models.DateTimeField(null=True)),
                        (
                            "forgotten_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "taught_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "taught_from",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="procurement.invoice"
                            ),
                        ),
                        (
                            "layout",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fields",
                                to="procurement.vendorlayout",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "remembered field",
                        "verbose_name_plural": "remembered fields",
                        "ordering": ["layout", "field", "-version"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "used")),
                                fields=("layout", "field"),
                                name="one_remembered_field_is_used",
                                violation_error_message="Somebody else taught this field at the same moment: save again.",
                            ),
                            models.UniqueConstraint(
                                fields=("layout", "field", "version"),
                                name="one_remembered_field_per_version",
                                violation_error_message="Somebody else taught this field at the same moment: save again.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRememberedField",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("field", models.CharField(max_length=20)),
                        ("version", models.PositiveIntegerField()),
                        ("spots", models.JSONField(default=list)),
                        ("value", models.CharField(max_length=200, null=True)),
                        ("instead_of", models.CharField(max_length=200, null=True)),
                        ("right", models.PositiveIntegerField(default=1)),
                        ("wrong", models.PositiveIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[("used", "used"), ("replaced", "replaced"), ("forgotten", "forgotten")],
                                default="used",
                                max_length=50,
                            ),
                        ),
                        ("forgotten_at", models.DateTimeField(null=True)),
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
                            "forgotten_by",
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
                            "taught_by",
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
                            "taught_from",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="procurement.invoice",
                            ),
                        ),
                        (
                            "layout",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="procurement.vendorlayout",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical remembered field",
                        "verbose_name_plural": "historical remembered fields",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ]
        ),
        migrations.RunSQL(FOUND, migrations.RunSQL.noop),
    ]
