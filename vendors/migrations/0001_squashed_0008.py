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
alter table vendors_vendor add column search_words tsvector
  generated always as (flowmono_words(name || ' ' || legal_name || ' ' || tax_id || ' ' || vat_id)) stored;
create index vendors_vendor_words on vendors_vendor using gin (search_words);
alter table vendors_milestone add column search_words tsvector
  generated always as (flowmono_words(title)) stored;
create index vendors_milestone_words on vendors_milestone using gin (search_words);
"""


class Migration(migrations.Migration):
    replaces = [
        ("vendors", "0001_initial"),
        ("vendors", "0002_payment_waits_for_papers"),
        ("vendors", "0003_find_by_words"),
        ("vendors", "0004_words_are_kept"),
        ("vendors", "0005_workspaces_by_age"),
        ("vendors", "0006_accounts_taken_back_and_text_to_read"),
        ("vendors", "0007_constraint_words"),
        ("vendors", "0008_only_if_the_contract_asks"),
    ]

    initial = True

    dependencies = [
        ("common", "0001_squashed_0006"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contracts", "0001_squashed_0023"),
        ("documents", "0001_squashed_0011"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="ChecklistTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("category", models.CharField(blank=True, max_length=60, unique=True)),
                    ],
                    options={
                        "verbose_name": "checklist",
                        "verbose_name_plural": "checklists",
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalChecklistItem",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "wanted",
                            models.CharField(
                                choices=[
                                    ("document", "a document"),
                                    ("bank_account", "a verified bank account"),
                                    ("contact", "a contact person"),
                                ],
                                default="document",
                                max_length=12,
                            ),
                        ),
                        ("document_kind", models.CharField(blank=True, max_length=40)),
                        ("title", models.CharField(max_length=160)),
                        ("help", models.CharField(blank=True, max_length=600)),
                        (
                            "text",
                            models.TextField(
                                blank=True,
                                help_text="A paper of ours that the vendor reads and signs, such as the code of conduct. It opens as a page in the portal.",
                                verbose_name="text to read",
                            ),
                        ),
                        ("required", models.BooleanField(default=True)),
                        (
                            "expires",
                            models.BooleanField(default=False, help_text="The document has a last day of validity."),
                        ),
                        (
                            "gates_payment",
                            models.BooleanField(
                                default=True,
                                help_text="Invoices of the vendor are held until this is verified or waived. Only required points can do that. A bank account need not: nothing is ever paid to one that is not verified.",
                                verbose_name="gates payment",
                            ),
                        ),
                        (
                            "if_contract_asks",
                            models.BooleanField(
                                default=False,
                                help_text="Left out where no sentence of the signed contract asks for it. Contracts are read for insurance alone: the point must ask for a document of the kind “insurance”.",
                                verbose_name="only if the contract asks",
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
                        (
                            "template",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="vendors.checklisttemplate",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical checklist item",
                        "verbose_name_plural": "historical checklist items",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalChecklistTemplate",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("name", models.CharField(max_length=120)),
                        ("category", models.CharField(blank=True, db_index=True, max_length=60)),
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
                        "verbose_name": "historical checklist",
                        "verbose_name_plural": "historical checklists",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalVendor",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("name", models.CharField(max_length=200)),
                        ("legal_name", models.CharField(blank=True, max_length=200)),
                        ("tax_id", models.CharField(blank=True, max_length=60)),
                        ("vat_id", models.CharField(blank=True, max_length=30)),
                        ("country", models.CharField(blank=True, max_length=2)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("address", models.TextField(blank=True)),
                        ("category", models.CharField(blank=True, max_length=60)),
                        (
                            "risk",
                            models.CharField(
                                choices=[("low", "low"), ("medium", "medium"), ("high", "high")],
                                default="medium",
                                max_length=6,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("prospective", "prospective"),
                                    ("onboarding", "onboarding"),
                                    ("active", "active"),
                                    ("on_hold", "on hold"),
                                    ("blocked", "blocked"),
                                ],
                                default="prospective",
                                max_length=50,
                            ),
                        ),
                        ("hold_reason", models.CharField(blank=True, max_length=300)),
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
                            "created_by",
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
                        "verbose_name": "historical vendor",
                        "verbose_name_plural": "historical vendors",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Vendor",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("name", models.CharField(max_length=200)),
                        ("legal_name", models.CharField(blank=True, max_length=200)),
                        ("tax_id", models.CharField(blank=True, max_length=60)),
                        ("vat_id", models.CharField(blank=True, max_length=30)),
                        ("country", models.CharField(blank=True, max_length=2)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("address", models.TextField(blank=True)),
                        ("category", models.CharField(blank=True, max_length=60)),
                        (
                            "risk",
                            models.CharField(
                                choices=[("low", "low"), ("medium", "medium"), ("high", "high")],
                                default="medium",
                                max_length=6,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("prospective", "prospective"),
                                    ("onboarding", "onboarding"),
                                    ("active", "active"),
                                    ("on_hold", "on hold"),
                                    ("blocked", "blocked"),
                                ],
                                default="prospective",
                                max_length=50,
                            ),
                        ),
                        ("hold_reason", models.CharField(blank=True, max_length=300)),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "vendor",
                        "verbose_name_plural": "vendors",
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("vat_id", ""), _negated=True),
                                fields=("vat_id",),
                                name="one_vendor_per_vat_id",
                                violation_error_message="Another vendor has this VAT number already: open that one, or correct the number.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "on_hold"), _negated=True),
                                    models.Q(("hold_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_hold_has_a_reason",
                                violation_error_message="Say why the vendor is put on hold.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Contact",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("name", models.CharField(max_length=120)),
                        ("email", models.EmailField(max_length=254)),
                        ("phone", models.CharField(blank=True, max_length=40)),
                        ("active", models.BooleanField(default=True)),
                        (
                            "user",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="vendor_contact",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "vendor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="vendors.vendor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contact",
                        "verbose_name_plural": "contacts",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("vendor", "email"),
                                name="one_contact_per_address",
                                violation_error_message="Somebody of this vendor has this e-mail address already: change that contact, or enter another address.",
                            )
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="MagicLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("made_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("used_at", models.DateTimeField(null=True)),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="magic_links",
                                to="vendors.contact",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Onboarding",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "open"), ("complete", "complete")], default="open", max_length=50
                            ),
                        ),
                        ("completed_at", models.DateTimeField(null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="onboardings",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "vendor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="onboardings",
                                to="vendors.vendor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "onboarding",
                        "verbose_name_plural": "onboardings",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("contract__isnull", False)),
                                fields=("contract",),
                                name="one_onboarding_per_contract",
                                violation_error_message="The onboarding for this contract is open already: go on with that one.",
                            )
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalOnboardingItem",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "wanted",
                            models.CharField(
                                choices=[
                                    ("document", "a document"),
                                    ("bank_account", "a verified bank account"),
                                    ("contact", "a contact person"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("document_kind", models.CharField(blank=True, max_length=40)),
                        ("title", models.CharField(max_length=160)),
                        ("help", models.CharField(blank=True, max_length=600)),
                        ("required", models.BooleanField(default=True)),
                        ("expires", models.BooleanField(default=False)),
                        ("gates_payment", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "asked for"),
                                    ("handed_in", "handed in"),
                                    ("done", "verified"),
                                    ("waived", "waived"),
                                ],
                                default="open",
                                max_length=50,
                            ),
                        ),
                        ("waived_reason", models.CharField(blank=True, max_length=300)),
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
                            "onboarding",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="vendors.onboarding",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical onboarding item",
                        "verbose_name_plural": "historical onboarding items",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Scorecard",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("milestones_accepted", models.PositiveIntegerField(default=0)),
                        ("milestones_on_time", models.PositiveIntegerField(default=0)),
                        ("milestones_returned", models.PositiveIntegerField(default=0)),
                        ("invoices_matched", models.PositiveIntegerField(default=0)),
                        ("invoices_questioned", models.PositiveIntegerField(default=0)),
                        ("payments", models.PositiveIntegerField(default=0)),
                        (
                            "score",
                            models.PositiveIntegerField(
                                help_text="0 to 100; empty until there is something to judge.", null=True
                            ),
                        ),
                        ("computed_at", models.DateTimeField()),
                        (
                            "vendor",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scorecard",
                                to="vendors.vendor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "scorecard",
                        "verbose_name_plural": "scorecards",
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalWorkspace",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "waits for the order"),
                                    ("running", "running"),
                                    ("closed", "closed"),
                                ],
                                default="planned",
                                max_length=50,
                            ),
                        ),
                        ("started_at", models.DateTimeField(null=True)),
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
                    ],
                    options={
                        "verbose_name": "historical workspace",
                        "verbose_name_plural": "historical workspaces",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalScorecard",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("milestones_accepted", models.PositiveIntegerField(default=0)),
                        ("milestones_on_time", models.PositiveIntegerField(default=0)),
                        ("milestones_returned", models.PositiveIntegerField(default=0)),
                        ("invoices_matched", models.PositiveIntegerField(default=0)),
                        ("invoices_questioned", models.PositiveIntegerField(default=0)),
                        ("payments", models.PositiveIntegerField(default=0)),
                        (
                            "score",
                            models.PositiveIntegerField(
                                help_text="0 to 100; empty until there is something to judge.", null=True
                            ),
                        ),
                        ("computed_at", models.DateTimeField()),
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
                        "verbose_name": "historical scorecard",
                        "verbose_name_plural": "historical scorecards",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalOnboarding",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "open"), ("complete", "complete")], default="open", max_length=50
                            ),
                        ),
                        ("completed_at", models.DateTimeField(null=True)),
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
                        "verbose_name": "historical onboarding",
                        "verbose_name_plural": "historical onboardings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalContact",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("name", models.CharField(max_length=120)),
                        ("email", models.EmailField(max_length=254)),
                        ("phone", models.CharField(blank=True, max_length=40)),
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
                        (
                            "user",
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
                        "verbose_name": "historical contact",
                        "verbose_name_plural": "historical contacts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalComplianceDocument",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("kind", models.CharField(max_length=40)),
                        ("title", models.CharField(max_length=160)),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("submitted", "to verify"),
                                    ("verified", "verified"),
                                    ("rejected", "sent back"),
                                ],
                                default="submitted",
                                max_length=50,
                            ),
                        ),
                        (
                            "superseded",
                            models.BooleanField(default=False, help_text="A newer document of this kind was verified."),
                        ),
                        ("verified_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
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
                            "submitted_by",
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
                        "verbose_name": "historical compliance document",
                        "verbose_name_plural": "historical compliance documents",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalBankAccount",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("holder", models.CharField(max_length=140)),
                        ("iban", models.CharField(blank=True, max_length=34)),
                        ("bban", models.CharField(blank=True, max_length=34)),
                        (
                            "clearing_system",
                            models.CharField(
                                blank=True, help_text="ISO 20022 code, such as USABA or GBDSC.", max_length=5
                            ),
                        ),
                        ("clearing_member", models.CharField(blank=True, max_length=35)),
                        ("bic", models.CharField(blank=True, max_length=11)),
                        ("country", models.CharField(blank=True, max_length=2)),
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "to call back"),
                                    ("called_back", "to confirm"),
                                    ("verified", "verified"),
                                    ("rejected", "rejected"),
                                    ("withdrawn", "taken back"),
                                    ("retired", "retired"),
                                ],
                                default="proposed",
                                max_length=50,
                            ),
                        ),
                        ("called_at", models.DateTimeField(null=True)),
                        (
                            "called_contact",
                            models.CharField(
                                blank=True, help_text="Whom, on which number known before.", max_length=200
                            ),
                        ),
                        ("verified_on", models.DateField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
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
                            "called_by",
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
                            "proposed_by",
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
                        "verbose_name": "historical bank account",
                        "verbose_name_plural": "historical bank accounts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ComplianceDocument",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("kind", models.CharField(max_length=40)),
                        ("title", models.CharField(max_length=160)),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("submitted", "to verify"),
                                    ("verified", "verified"),
                                    ("rejected", "sent back"),
                                ],
                                default="submitted",
                                max_length=50,
                            ),
                        ),
                        (
                            "superseded",
                            models.BooleanField(default=False, help_text="A newer document of this kind was verified."),
                        ),
                        ("verified_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        (
                            "contract",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
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
                            "submitted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "vendor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="compliance_documents",
                                to="vendors.vendor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "compliance document",
                        "verbose_name_plural": "compliance documents",
                        "ordering": ["kind", "-created_at"],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="BankAccount",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("holder", models.CharField(max_length=140)),
                        ("iban", models.CharField(blank=True, max_length=34)),
                        ("bban", models.CharField(blank=True, max_length=34)),
                        (
                            "clearing_system",
                            models.CharField(
                                blank=True, help_text="ISO 20022 code, such as USABA or GBDSC.", max_length=5
                            ),
                        ),
                        ("clearing_member", models.CharField(blank=True, max_length=35)),
                        ("bic", models.CharField(blank=True, max_length=11)),
                        ("country", models.CharField(blank=True, max_length=2)),
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "to call back"),
                                    ("called_back", "to confirm"),
                                    ("verified", "verified"),
                                    ("rejected", "rejected"),
                                    ("withdrawn", "taken back"),
                                    ("retired", "retired"),
                                ],
                                default="proposed",
                                max_length=50,
                            ),
                        ),
                        ("called_at", models.DateTimeField(null=True)),
                        (
                            "called_contact",
                            models.CharField(
                                blank=True, help_text="Whom, on which number known before.", max_length=200
                            ),
                        ),
                        ("verified_on", models.DateField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        (
                            "called_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "vendor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accounts",
                                to="vendors.vendor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bank account",
                        "verbose_name_plural": "bank accounts",
                        "ordering": ["-created_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("iban", ""), _negated=True),
                                    models.Q(("bban", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="an_account_has_a_number",
                                violation_error_message="Enter the IBAN, or the account number with its clearing code.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "verified"), _negated=True),
                                    models.Q(
                                        ("called_by__isnull", False),
                                        ("verified_by__isnull", False),
                                        ("verified_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="a_verified_account_has_two_names",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("called_by__isnull", True),
                                    models.Q(("called_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="proposer_does_not_call",
                                violation_error_message="Whoever entered a bank account does not confirm it: somebody else calls the vendor.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verified_by__isnull", True),
                                    models.Q(
                                        models.Q(("verified_by", models.F("proposed_by")), _negated=True),
                                        models.Q(("verified_by", models.F("called_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="three_people_per_account",
                                violation_error_message="Three people stand behind a bank account: whoever entered it or called the vendor does not confirm it.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Workspace",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "waits for the order"),
                                    ("running", "running"),
                                    ("closed", "closed"),
                                ],
                                default="planned",
                                max_length=50,
                            ),
                        ),
                        ("started_at", models.DateTimeField(null=True)),
                        (
                            "contract",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="workspace",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "requester",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="workspaces",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "vendor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="workspaces",
                                to="vendors.vendor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "workspace",
                        "verbose_name_plural": "workspaces",
                        "ordering": ["-created_at"],
                        "indexes": [models.Index(fields=["-created_at"], name="workspaces_by_age")],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Milestone",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("position", models.PositiveIntegerField()),
                        ("title", models.CharField(max_length=300)),
                        (
                            "kind",
                            models.CharField(
                                help_text="milestone, date, deposit, on_signature, retention", max_length=20
                            ),
                        ),
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
                        ("due_on", models.DateField(null=True)),
                        ("due_text", models.CharField(blank=True, max_length=300)),
                        ("acceptance", models.CharField(blank=True, max_length=500)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("open", "open"),
                                    ("submitted", "to accept"),
                                    ("returned", "sent back"),
                                    ("accepted", "accepted"),
                                ],
                                default="planned",
                                max_length=50,
                            ),
                        ),
                        ("note", models.TextField(blank=True)),
                        ("submitted_at", models.DateTimeField(null=True)),
                        (
                            "accepted_percent",
                            flowmono.common.fields.ShareField(decimal_places=4, default=Decimal("0"), max_digits=7),
                        ),
                        ("accepted_on", models.DateField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "accepted_by",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "submitted_by",
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
                                related_name="milestones",
                                to="contracts.term",
                            ),
                        ),
                        (
                            "workspace",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="vendors.workspace",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "milestone",
                        "verbose_name_plural": "milestones",
                        "ordering": ["workspace", "position"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("kind__in", ["milestone", "date"]), ("state", "accepted")),
                                fields=["contract", "accepted_on"],
                                name="deliveries_accepted",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("workspace", "position"), name="one_milestone_per_place"),
                            models.CheckConstraint(
                                condition=models.Q(("accepted_percent__gte", 0), ("accepted_percent__lte", 100)),
                                name="accepted_share_is_a_share",
                                violation_error_message="Enter the accepted share as a number from 0 to 100.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "accepted"), _negated=True),
                                    ("accepted_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="an_acceptance_has_a_day",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalEvidence",
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
                            "submitted_by",
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
                            "milestone",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="vendors.milestone",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical evidence",
                        "verbose_name_plural": "historical evidence",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Evidence",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.document"
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "milestone",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="vendors.milestone",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "evidence",
                        "verbose_name_plural": "evidence",
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMilestone",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("position", models.PositiveIntegerField()),
                        ("title", models.CharField(max_length=300)),
                        (
                            "kind",
                            models.CharField(
                                help_text="milestone, date, deposit, on_signature, retention", max_length=20
                            ),
                        ),
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
                        ("due_on", models.DateField(null=True)),
                        ("due_text", models.CharField(blank=True, max_length=300)),
                        ("acceptance", models.CharField(blank=True, max_length=500)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "planned"),
                                    ("open", "open"),
                                    ("submitted", "to accept"),
                                    ("returned", "sent back"),
                                    ("accepted", "accepted"),
                                ],
                                default="planned",
                                max_length=50,
                            ),
                        ),
                        ("note", models.TextField(blank=True)),
                        ("submitted_at", models.DateTimeField(null=True)),
                        (
                            "accepted_percent",
                            flowmono.common.fields.ShareField(decimal_places=4, default=Decimal("0"), max_digits=7),
                        ),
                        ("accepted_on", models.DateField(null=True)),
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
                            "accepted_by",
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
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "submitted_by",
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
                        (
                            "workspace",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="vendors.workspace",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical milestone",
                        "verbose_name_plural": "historical milestones",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ChecklistItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "wanted",
                            models.CharField(
                                choices=[
                                    ("document", "a document"),
                                    ("bank_account", "a verified bank account"),
                                    ("contact", "a contact person"),
                                ],
                                default="document",
                                max_length=12,
                            ),
                        ),
                        ("document_kind", models.CharField(blank=True, max_length=40)),
                        ("title", models.CharField(max_length=160)),
                        ("help", models.CharField(blank=True, max_length=600)),
                        (
                            "text",
                            models.TextField(
                                blank=True,
                                help_text="A paper of ours that the vendor reads and signs, such as the code of conduct. It opens as a page in the portal.",
                                verbose_name="text to read",
                            ),
                        ),
                        ("required", models.BooleanField(default=True)),
                        (
                            "expires",
                            models.BooleanField(default=False, help_text="The document has a last day of validity."),
                        ),
                        (
                            "gates_payment",
                            models.BooleanField(
                                default=True,
                                help_text="Invoices of the vendor are held until this is verified or waived. Only required points can do that. A bank account need not: nothing is ever paid to one that is not verified.",
                                verbose_name="gates payment",
                            ),
                        ),
                        (
                            "if_contract_asks",
                            models.BooleanField(
                                default=False,
                                help_text="Left out where no sentence of the signed contract asks for it. Contracts are read for insurance alone: the point must ask for a document of the kind “insurance”.",
                                verbose_name="only if the contract asks",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="vendors.checklisttemplate",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("if_contract_asks", False),
                                    models.Q(("document_kind__in", ("insurance",)), ("wanted", "document")),
                                    _connector="OR",
                                ),
                                name="only_what_contracts_are_read_for",
                                violation_error_message="Contracts are read for insurance alone: take the tick off, or ask for a document of the kind “insurance”.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("gates_payment", False), ("required", True), _connector="OR"),
                                name="what_gates_payment_is_required",
                                violation_error_message="Only a required point can gate payment: require it, or let payments flow.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OnboardingItem",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "wanted",
                            models.CharField(
                                choices=[
                                    ("document", "a document"),
                                    ("bank_account", "a verified bank account"),
                                    ("contact", "a contact person"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("document_kind", models.CharField(blank=True, max_length=40)),
                        ("title", models.CharField(max_length=160)),
                        ("help", models.CharField(blank=True, max_length=600)),
                        ("required", models.BooleanField(default=True)),
                        ("expires", models.BooleanField(default=False)),
                        ("gates_payment", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "asked for"),
                                    ("handed_in", "handed in"),
                                    ("done", "verified"),
                                    ("waived", "waived"),
                                ],
                                default="open",
                                max_length=50,
                            ),
                        ),
                        ("waived_reason", models.CharField(blank=True, max_length=300)),
                        (
                            "onboarding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="vendors.onboarding",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["onboarding", "position"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("gates_payment", False), ("required", True), _connector="OR"),
                                name="a_gating_point_is_required",
                                violation_error_message="Only a required point can gate payment: require it, or let payments flow.",
                            ),
                            models.UniqueConstraint(fields=("onboarding", "position"), name="one_item_per_place"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "waived"), _negated=True),
                                    models.Q(("waived_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_waiver_has_a_reason",
                                violation_error_message="Say why it is not needed.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
            ]
        ),
        migrations.RunSQL(FOUND, migrations.RunSQL.noop),
    ]
