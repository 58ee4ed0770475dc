"""What came about in many steps, made at once. A database that has taken all the steps named in `replaces` has taken this one."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from flowmono.common.migrating import AtOnce

# A correction of what a receiver is given is a fact of its own, which nothing may change afterwards.
APPEND_ONLY = """
create function outbox_keep_correction() returns trigger language plpgsql as $$
begin
  raise exception 'Corrections are append-only.' using errcode = 'insufficient_privilege';
end $$;

create trigger corrections_are_append_only before update or delete on outbox_correction
  for each row execute function outbox_keep_correction();
"""
ANY = """
drop trigger corrections_are_append_only on outbox_correction;
drop function outbox_keep_correction();
"""


class Migration(migrations.Migration):
    replaces = [
        ("outbox", "0001_initial"),
        ("outbox", "0002_corrections"),
        ("outbox", "0003_letters_are_dated"),
        ("outbox", "0004_constraint_words"),
        ("outbox", "0005_text_messages"),
        ("outbox", "0006_refusal_of_a_step"),
        ("outbox", "0007_letters_given_up"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="ClockTick",
                    fields=[
                        ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                        ("last_started_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Letter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=200, unique=True)),
                        ("message_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                        (
                            "channel",
                            models.CharField(
                                choices=[("mail", "e-mail"), ("text", "text message")], default="mail", max_length=4
                            ),
                        ),
                        (
                            "to",
                            models.CharField(
                                help_text="An e-mail address, or the number of a telephone.", max_length=254
                            ),
                        ),
                        ("subject", models.CharField(max_length=200)),
                        ("body", models.TextField()),
                        (
                            "attachments",
                            models.JSONField(default=list, help_text="[[name, media type, path in storage]]"),
                        ),
                        ("case_key", models.UUIDField(null=True)),
                        (
                            "secret",
                            models.BooleanField(
                                default=False, help_text="The body holds a link or code and is blanked once sent."
                            ),
                        ),
                        ("written_at", models.DateTimeField()),
                        ("dated_at", models.DateTimeField(editable=False, null=True)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("attempts", models.PositiveIntegerField(default=0)),
                        ("next_try_at", models.DateTimeField()),
                        (
                            "given_up_at",
                            models.DateTimeField(
                                editable=False, help_text="It is not tried any more; why, says the error.", null=True
                            ),
                        ),
                        ("error", models.TextField(blank=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("sent_at__isnull", True)),
                                fields=["next_try_at"],
                                name="letters_to_send",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("receiver", models.CharField(max_length=200)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waiting"),
                                    ("done", "done"),
                                    ("incident", "incident"),
                                    ("skipped", "skipped"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("attempts", models.PositiveIntegerField(default=0)),
                        ("next_try_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("started_at", models.DateTimeField(null=True)),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("error", models.TextField(blank=True)),
                        ("refusal", models.CharField(blank=True, db_default="", default="", max_length=50)),
                        ("skipped_reason", models.TextField(blank=True)),
                        ("corrected_values", models.JSONField(null=True)),
                    ],
                    options={
                        "verbose_name": "delivery",
                        "verbose_name_plural": "deliveries",
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["next_try_at"],
                                name="debts_by_due_time",
                            ),
                            models.Index(
                                condition=models.Q(("state", "incident")), fields=["id"], name="open_incidents"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "skipped"), _negated=True),
                                    models.Q(("skipped_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_skip_has_a_reason",
                                violation_error_message="Say why it is skipped.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecordedEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        ("case_id", models.UUIDField(db_index=True)),
                        ("at", models.DateTimeField(verbose_name="happened at")),
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="recorded at"),
                        ),
                        ("subject", models.CharField(max_length=120)),
                        ("values", models.JSONField()),
                        ("actor_kind", models.CharField(max_length=12)),
                        ("actor_id", models.CharField(max_length=80)),
                        ("actor_label", models.CharField(max_length=200)),
                        ("chain_id", models.UUIDField(db_index=True)),
                        (
                            "caused_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="caused",
                                to="outbox.delivery",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "changes",
                            models.JSONField(help_text="{name: [before, after]}, as the event keeps its values."),
                        ),
                        ("reason", models.TextField()),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="outbox.delivery",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "correction",
                        "verbose_name_plural": "corrections",
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="a_correction_has_a_reason",
                                violation_error_message="Say why it is corrected.",
                            )
                        ],
                    },
                ),
            ]
        ),
        AtOnce(
            [
                migrations.AddField(
                    model_name="delivery",
                    name="event",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="outbox.recordedevent",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="delivery",
                    constraint=models.UniqueConstraint(fields=("event", "receiver"), name="one_delivery_per_receiver"),
                ),
            ]
        ),
        migrations.RunSQL(APPEND_ONLY, ANY),
    ]
