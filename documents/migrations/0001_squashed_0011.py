"""What came about in many steps, made at once. A database that has taken all the steps named in `replaces` has taken this one."""

import uuid

import django.contrib.postgres.search
import django.db.models.deletion
import django_fsm
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from flowmono.common.migrating import AtOnce

# Search finds rows by the beginnings of their words (flowmono/common/searching.py); the lists' orders have indexes of their own.
FOUND = """
alter table documents_document add column search_words tsvector
  generated always as (flowmono_words(title)) stored;
create index documents_document_words on documents_document using gin (search_words);
create index versions_by_age on documents_version (created_at desc, id);
create index page_words on documents_pagetext using gin (words);
"""


class Migration(migrations.Migration):
    replaces = [
        ("documents", "0001_initial"),
        ("documents", "0002_find_by_words"),
        ("documents", "0003_words_are_kept"),
        ("documents", "0004_rendering_is_accepted"),
        ("documents", "0005_steps_prepare_documents"),
        ("documents", "0006_pages_are_searched"),
        ("documents", "0007_versions_are_compared"),
        ("documents", "0008_versions_are_disposed_of"),
        ("documents", "0009_copies_are_put_away"),
        ("documents", "0010_constraint_words"),
        ("documents", "0011_readings_are_measured"),
    ]

    initial = True

    dependencies = [
        ("common", "0001_squashed_0006"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Document",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("case_key", models.UUIDField(db_index=True)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "kind",
                            models.CharField(
                                help_text="contract, evidence, invoice, order, certificate, copy …", max_length=40
                            ),
                        ),
                        (
                            "put_away_at",
                            models.DateTimeField(
                                help_text="When it was put away: it stands in no list and in no search, and can be brought back.",
                                null=True,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "document",
                        "verbose_name_plural": "documents",
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Version",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("number", models.PositiveIntegerField()),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("uploaded", "uploaded"),
                                    ("converted", "converted"),
                                    ("signed", "signed"),
                                    ("sealed", "sealed"),
                                    ("generated", "made by Flowmono"),
                                    ("derived", "derived copy"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("media_type", models.CharField(max_length=120)),
                        ("size", models.PositiveBigIntegerField()),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("certificate", models.JSONField(default=dict)),
                        ("accepted_at", models.DateTimeField(null=True)),
                        (
                            "disposed_at",
                            models.DateTimeField(
                                help_text="When it was disposed of: its file and words are gone, this row stays.",
                                null=True,
                            ),
                        ),
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
                            "derived_from",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="derivatives",
                                to="documents.version",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="documents.document",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "version",
                        "verbose_name_plural": "versions",
                        "ordering": ["document", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("document", "number"),
                                name="one_version_per_number",
                                violation_error_message="Somebody else made a version of this document at the same moment: open it again, then repeat what you did.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="accepted_by_somebody_at_a_time",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="TextLayer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("pages", models.JSONField(default=list)),
                        ("runs", models.JSONField(default=list)),
                        ("places", models.JSONField(default=list)),
                        (
                            "base",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.version",
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="layer",
                                to="documents.version",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Step",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("number", models.PositiveIntegerField()),
                        ("tool", models.CharField(max_length=20)),
                        ("options", models.JSONField(default=dict)),
                        ("others", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "begins"),
                                    ("running", "at work"),
                                    ("done", "done"),
                                    ("undone", "undone"),
                                    ("dropped", "undone for good"),
                                    ("failed", "did not work"),
                                    ("cancelled", "stopped"),
                                ],
                                default="asked",
                                max_length=50,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("report", models.JSONField(default=dict)),
                        ("problem", models.TextField(blank=True)),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("total", models.PositiveIntegerField(default=0)),
                        (
                            "between",
                            models.CharField(
                                blank=True, help_text="The hash of what the pieces so far have made.", max_length=64
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="documents.document",
                            ),
                        ),
                        (
                            "from_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps_from",
                                to="documents.version",
                            ),
                        ),
                        (
                            "to_version",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps_to",
                                to="documents.version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step",
                        "verbose_name_plural": "steps",
                        "ordering": ["document", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("document", "number"),
                                name="one_step_per_number",
                                violation_error_message="Somebody else worked on this document at the same moment: open it again, then repeat what you did.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "running")),
                                fields=("document",),
                                name="one_running_step_per_document",
                                violation_error_message="Another step of this document is running: wait until it is done, then repeat yours.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["done", "undone", "dropped"]), _negated=True),
                                    ("to_version__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_step_that_was_done_has_its_version",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="ReadingEffort",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(choices=[("contract", "contract"), ("invoice", "invoice")], max_length=10),
                        ),
                        ("reader", models.CharField(max_length=80)),
                        ("reader_version", models.CharField(max_length=80)),
                        ("cpu_seconds", models.DecimalField(decimal_places=3, max_digits=9)),
                        ("megabytes", models.PositiveIntegerField(null=True)),
                        ("read_at", models.DateTimeField(db_index=True)),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reading_efforts",
                                to="documents.version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "effort of a reading",
                        "verbose_name_plural": "efforts of readings",
                        "ordering": ["-read_at"],
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("read", "read"),
                                    ("empty", "no text"),
                                    ("unreadable", "cannot be read"),
                                    ("other", "not a text"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("language", models.CharField(blank=True, max_length=2)),
                        ("pages", models.PositiveIntegerField(default=0)),
                        (
                            "is_current",
                            models.BooleanField(
                                default=True, help_text="Whether it is the version of its document that counts."
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reading",
                                to="documents.version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reading of a version",
                        "verbose_name_plural": "readings of versions",
                    },
                ),
                migrations.CreateModel(
                    name="PageText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("text", models.TextField()),
                        ("language", models.CharField(blank=True, max_length=2)),
                        ("words", django.contrib.postgres.search.SearchVectorField()),
                        ("made_at", models.DateTimeField()),
                        ("is_current", models.BooleanField(default=True)),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="page_texts",
                                to="documents.version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "page of a version",
                        "verbose_name_plural": "pages of versions",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_current", True)),
                                fields=["-made_at", "version", "number"],
                                name="current_pages_by_age",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("version", "number"), name="one_text_per_page")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalVersion",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("number", models.PositiveIntegerField()),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("uploaded", "uploaded"),
                                    ("converted", "converted"),
                                    ("signed", "signed"),
                                    ("sealed", "sealed"),
                                    ("generated", "made by Flowmono"),
                                    ("derived", "derived copy"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("media_type", models.CharField(max_length=120)),
                        ("size", models.PositiveBigIntegerField()),
                        ("sha256", models.CharField(db_index=True, max_length=64)),
                        ("certificate", models.JSONField(default=dict)),
                        ("accepted_at", models.DateTimeField(null=True)),
                        (
                            "disposed_at",
                            models.DateTimeField(
                                help_text="When it was disposed of: its file and words are gone, this row stays.",
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
                            "derived_from",
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
                        "verbose_name": "historical version",
                        "verbose_name_plural": "historical versions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalStep",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("number", models.PositiveIntegerField()),
                        ("tool", models.CharField(max_length=20)),
                        ("options", models.JSONField(default=dict)),
                        ("others", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "begins"),
                                    ("running", "at work"),
                                    ("done", "done"),
                                    ("undone", "undone"),
                                    ("dropped", "undone for good"),
                                    ("failed", "did not work"),
                                    ("cancelled", "stopped"),
                                ],
                                default="asked",
                                max_length=50,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("report", models.JSONField(default=dict)),
                        ("problem", models.TextField(blank=True)),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("total", models.PositiveIntegerField(default=0)),
                        (
                            "between",
                            models.CharField(
                                blank=True, help_text="The hash of what the pieces so far have made.", max_length=64
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
                            "by",
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
                            "from_version",
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
                            "to_version",
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
                        "verbose_name": "historical step",
                        "verbose_name_plural": "historical steps",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDocument",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("case_key", models.UUIDField(db_index=True)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "kind",
                            models.CharField(
                                help_text="contract, evidence, invoice, order, certificate, copy …", max_length=40
                            ),
                        ),
                        (
                            "put_away_at",
                            models.DateTimeField(
                                help_text="When it was put away: it stands in no list and in no search, and can be brought back.",
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
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "copy_of",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="The version that this document was made of; a copy proves nothing that its original proves.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.version",
                            ),
                        ),
                        (
                            "working",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="The version that prepared steps have led to; none while nothing was prepared since the newest.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical document",
                        "verbose_name_plural": "historical documents",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Comparison",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("brought_name", models.CharField(blank=True, max_length=200)),
                        ("brought_sha256", models.CharField(blank=True, max_length=64)),
                        ("asked_at", models.DateTimeField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "being compared"),
                                    ("done", "compared"),
                                    ("failed", "cannot be compared"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("redline", models.JSONField(default=dict)),
                        ("problem", models.TextField(blank=True)),
                        (
                            "brought_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "newer",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.version",
                            ),
                        ),
                        (
                            "older",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "comparison",
                        "verbose_name_plural": "comparisons",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("brought_by__isnull", True)),
                                fields=("older", "newer"),
                                name="two_versions_are_compared_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("brought_by__isnull", True),
                                        ("brought_sha256", ""),
                                        ("newer__isnull", False),
                                        ("older__isnull", False),
                                    ),
                                    models.Q(
                                        ("brought_by__isnull", False),
                                        models.Q(("brought_sha256", ""), _negated=True),
                                        models.Q(
                                            models.Q(("newer__isnull", False), ("older__isnull", True)),
                                            models.Q(("newer__isnull", True), ("older__isnull", False)),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="two_things_are_compared",
                            ),
                        ],
                    },
                ),
            ]
        ),
        AtOnce(
            [
                migrations.AddField(
                    model_name="document",
                    name="copy_of",
                    field=models.ForeignKey(
                        help_text="The version that this document was made of; a copy proves nothing that its original proves.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="documents.version",
                    ),
                ),
                migrations.AddField(
                    model_name="document",
                    name="working",
                    field=models.ForeignKey(
                        help_text="The version that prepared steps have led to; none while nothing was prepared since the newest.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.version",
                    ),
                ),
            ]
        ),
        migrations.RunSQL(FOUND, migrations.RunSQL.noop),
    ]
