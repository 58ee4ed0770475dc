"""What came about in many steps, made at once. A database that has taken all the steps named in `replaces` has taken this one."""

import uuid

import django.db.models.deletion
import django_fsm
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from flowmono.common.migrating import AtOnce


class Migration(migrations.Migration):
    replaces = [
        ("governing", "0001_proposals"),
        ("governing", "0002_whom_it_is_about"),
        ("governing", "0003_constraint_words"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="HistoricalProposal",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("model", models.CharField(max_length=80)),
                        ("key", models.CharField(blank=True, max_length=64)),
                        (
                            "verb",
                            models.CharField(
                                choices=[("add", "new"), ("change", "changed"), ("delete", "deleted")], max_length=6
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("before", models.JSONField(null=True)),
                        ("after", models.JSONField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        ("proposed_person", models.UUIDField()),
                        ("proposed_at", models.DateTimeField(null=True)),
                        ("decided_person", models.UUIDField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("answer", models.TextField(blank=True)),
                        ("concerned", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "prepared"),
                                    ("waiting", "waits for a second person"),
                                    ("applied", "in force"),
                                    ("rejected", "rejected"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="draft",
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
                    ],
                    options={
                        "verbose_name": "historical change of a rule",
                        "verbose_name_plural": "historical changes of rules",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("model", models.CharField(max_length=80)),
                        ("key", models.CharField(blank=True, max_length=64)),
                        (
                            "verb",
                            models.CharField(
                                choices=[("add", "new"), ("change", "changed"), ("delete", "deleted")], max_length=6
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("before", models.JSONField(null=True)),
                        ("after", models.JSONField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        ("proposed_person", models.UUIDField()),
                        ("proposed_at", models.DateTimeField(null=True)),
                        ("decided_person", models.UUIDField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("answer", models.TextField(blank=True)),
                        ("concerned", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "prepared"),
                                    ("waiting", "waits for a second person"),
                                    ("applied", "in force"),
                                    ("rejected", "rejected"),
                                    ("withdrawn", "withdrawn"),
                                ],
                                default="draft",
                                max_length=50,
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
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "change of a rule",
                        "verbose_name_plural": "changes of rules",
                        "ordering": ["-created_at"],
                        "indexes": [models.Index(fields=["state", "-created_at"], name="proposals_by_state")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting"), models.Q(("key", ""), _negated=True)),
                                fields=("model", "key"),
                                name="one_waiting_change_per_record",
                                violation_error_message="Another change of this waits for its answer: answer it or have it withdrawn first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "withdrawn"]),
                                    models.Q(("proposed_at__isnull", False), ("reason__gt", "")),
                                    _connector="OR",
                                ),
                                name="a_proposal_says_why",
                                violation_error_message="Say why, so that whoever decides knows what it is for.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["applied", "rejected"]), _negated=True),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("decided_person__isnull", False),
                                        models.Q(("decided_person", models.F("proposed_person")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="two_people_change_a_rule",
                                violation_error_message="Two people change a rule: somebody else than whoever proposed it decides.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
            ]
        ),
    ]
