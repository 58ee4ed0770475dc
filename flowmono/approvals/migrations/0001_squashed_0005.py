"""What came about in many steps, made at once. A database that has taken all the steps named in `replaces` has taken this one."""

import uuid

import django.core.validators
import django.db.models.deletion
import django_fsm
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import flowmono.common.fields
from flowmono.common.migrating import AtOnce


class Migration(migrations.Migration):
    replaces = [
        ("approvals", "0001_initial"),
        ("approvals", "0002_requisitions"),
        ("approvals", "0003_contracts_granted"),
        ("approvals", "0004_other_party"),
        ("approvals", "0005_constraint_words"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="HistoricalRule",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("name", models.CharField(max_length=120)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("contract", "contract"),
                                    ("requisition", "requisition"),
                                    ("order", "order"),
                                    ("invoice", "invoice"),
                                    ("payment", "payment authorization"),
                                    ("bank_account", "bank account"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "priority",
                            models.PositiveIntegerField(default=100, help_text="Lower numbers are tried first."),
                        ),
                        (
                            "from_amount",
                            flowmono.common.fields.AmountField(
                                decimal_places=3,
                                default=0,
                                help_text="In the company's currency, inclusive.",
                                max_digits=18,
                            ),
                        ),
                        (
                            "below_amount",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                help_text="In the company's currency, exclusive; empty: no limit.",
                                max_digits=18,
                                null=True,
                            ),
                        ),
                        ("category", models.CharField(blank=True, help_text="Empty: any.", max_length=60)),
                        ("department", models.CharField(blank=True, help_text="Empty: any.", max_length=120)),
                        ("vendor_risk", models.CharField(blank=True, help_text="Empty: any.", max_length=20)),
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
                        "verbose_name": "historical approval rule",
                        "verbose_name_plural": "historical approval rules",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Rule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("contract", "contract"),
                                    ("requisition", "requisition"),
                                    ("order", "order"),
                                    ("invoice", "invoice"),
                                    ("payment", "payment authorization"),
                                    ("bank_account", "bank account"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "priority",
                            models.PositiveIntegerField(default=100, help_text="Lower numbers are tried first."),
                        ),
                        (
                            "from_amount",
                            flowmono.common.fields.AmountField(
                                decimal_places=3,
                                default=0,
                                help_text="In the company's currency, inclusive.",
                                max_digits=18,
                            ),
                        ),
                        (
                            "below_amount",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                help_text="In the company's currency, exclusive; empty: no limit.",
                                max_digits=18,
                                null=True,
                            ),
                        ),
                        ("category", models.CharField(blank=True, help_text="Empty: any.", max_length=60)),
                        ("department", models.CharField(blank=True, help_text="Empty: any.", max_length=120)),
                        ("vendor_risk", models.CharField(blank=True, help_text="Empty: any.", max_length=20)),
                        ("active", models.BooleanField(default=True)),
                    ],
                    options={
                        "verbose_name": "approval rule",
                        "verbose_name_plural": "approval rules",
                        "ordering": ["kind", "priority", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("below_amount__isnull", True),
                                    ("below_amount__gt", models.F("from_amount")),
                                    _connector="OR",
                                ),
                                name="a_band_has_a_width",
                                violation_error_message="No amount would fit: it ends below an amount that is not higher than the one it begins at. Enter a higher one, or leave it empty for no limit.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Request",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("contract", "contract"),
                                    ("requisition", "requisition"),
                                    ("order", "order"),
                                    ("invoice", "invoice"),
                                    ("payment", "payment authorization"),
                                    ("bank_account", "bank account"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("subject_id", models.UUIDField(db_index=True)),
                        ("case_key", models.UUIDField()),
                        ("title", models.CharField(max_length=200)),
                        ("party", models.CharField(blank=True, max_length=200)),
                        ("url", models.CharField(max_length=200)),
                        ("amount", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18, null=True)),
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
                        ("base_amount", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18, null=True)),
                        ("facts", models.JSONField(default=dict)),
                        ("rule_name", models.CharField(max_length=120)),
                        ("requested_at", models.DateTimeField()),
                        ("barred", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "waiting"),
                                    ("granted", "approved"),
                                    ("refused", "rejected"),
                                    ("superseded", "superseded"),
                                ],
                                default="open",
                                max_length=50,
                            ),
                        ),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "requested_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, to="approvals.rule"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "approval request",
                        "verbose_name_plural": "approval requests",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("kind", "contract"), ("state", "granted")),
                                fields=["subject_id", "closed_at"],
                                name="contracts_granted",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("kind", "subject_id"),
                                name="one_open_request_per_subject",
                                violation_error_message="Somebody is asked about this already: wait for the answer, or take the question back first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state", "open"), ("closed_at__isnull", False), _connector="OR"),
                                name="a_closed_request_has_a_date",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRuleStep",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("sequence", models.PositiveIntegerField(default=1)),
                        ("title", models.CharField(max_length=120)),
                        (
                            "mode",
                            models.CharField(
                                choices=[("any", "any one of them"), ("all", "all of them")],
                                default="any",
                                max_length=3,
                            ),
                        ),
                        (
                            "hours",
                            models.PositiveIntegerField(
                                default=48, help_text="After so many hours the step is escalated."
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
                            "escalate_to",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="auth.group",
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
                            "role",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="auth.group",
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.rule",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical rule step",
                        "verbose_name_plural": "historical rule steps",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRequest",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("contract", "contract"),
                                    ("requisition", "requisition"),
                                    ("order", "order"),
                                    ("invoice", "invoice"),
                                    ("payment", "payment authorization"),
                                    ("bank_account", "bank account"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("subject_id", models.UUIDField(db_index=True)),
                        ("case_key", models.UUIDField()),
                        ("title", models.CharField(max_length=200)),
                        ("party", models.CharField(blank=True, max_length=200)),
                        ("url", models.CharField(max_length=200)),
                        ("amount", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18, null=True)),
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
                        ("base_amount", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18, null=True)),
                        ("facts", models.JSONField(default=dict)),
                        ("rule_name", models.CharField(max_length=120)),
                        ("requested_at", models.DateTimeField()),
                        ("barred", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "waiting"),
                                    ("granted", "approved"),
                                    ("refused", "rejected"),
                                    ("superseded", "superseded"),
                                ],
                                default="open",
                                max_length=50,
                            ),
                        ),
                        ("closed_at", models.DateTimeField(null=True)),
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
                            "requested_by",
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
                            "rule",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.rule",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical approval request",
                        "verbose_name_plural": "historical approval requests",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="RuleStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sequence", models.PositiveIntegerField(default=1)),
                        ("title", models.CharField(max_length=120)),
                        (
                            "mode",
                            models.CharField(
                                choices=[("any", "any one of them"), ("all", "all of them")],
                                default="any",
                                max_length=3,
                            ),
                        ),
                        (
                            "hours",
                            models.PositiveIntegerField(
                                default=48, help_text="After so many hours the step is escalated."
                            ),
                        ),
                        (
                            "escalate_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="auth.group",
                            ),
                        ),
                        ("people", models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL)),
                        (
                            "role",
                            models.ForeignKey(
                                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="auth.group"
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="approvals.rule"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sequence", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Step",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(unique=True)),
                        ("sequence", models.PositiveIntegerField()),
                        ("title", models.CharField(max_length=120)),
                        (
                            "mode",
                            models.CharField(
                                choices=[("any", "any one of them"), ("all", "all of them")], max_length=3
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waits for the step before"),
                                    ("open", "open"),
                                    ("done", "done"),
                                    ("closed", "not needed"),
                                ],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("hours", models.PositiveIntegerField(default=48)),
                        ("opened_at", models.DateTimeField(null=True)),
                        ("due_at", models.DateTimeField(null=True)),
                        ("escalated_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "escalate_to",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="auth.group",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="approvals.request",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sequence", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Seat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(unique=True)),
                        (
                            "verdict",
                            models.CharField(
                                blank=True, choices=[("yes", "approved"), ("no", "rejected")], max_length=3
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        ("decided_person", models.UUIDField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "approver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to=settings.AUTH_USER_MODEL,
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
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seats",
                                to="approvals.request",
                            ),
                        ),
                        (
                            "stand_in",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="approvals.step"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("request", "decided_person"),
                                name="one_say_per_human_being",
                                violation_error_message="You decided in this case already, with this or another account: somebody else decides here.",
                            ),
                            models.UniqueConstraint(
                                fields=("step", "approver"),
                                name="one_seat_per_person_and_step",
                                violation_error_message="This person is asked in this step already: choose somebody else.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verdict", ""),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("decided_person__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_verdict_has_an_author",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
