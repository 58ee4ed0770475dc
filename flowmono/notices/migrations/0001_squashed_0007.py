"""What came about in many steps, made at once. A database that has taken all the steps named in `replaces` has taken this one."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from flowmono.common.migrating import AtOnce


class Migration(migrations.Migration):
    replaces = [
        ("notices", "0001_initial"),
        ("notices", "0002_kind_change"),
        ("notices", "0003_account_taken_back"),
        ("notices", "0004_a_preparation_that_stops"),
        ("notices", "0005_rounds_that_end"),
        ("notices", "0006_delegated_authority"),
        ("notices", "0007_kind_of_invoice_notices"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="HistoricalChoice",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("kind", models.CharField(max_length=20)),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("app", "In Flowmono"),
                                    ("once", "And by e-mail at once"),
                                    ("daily", "And in a daily e-mail"),
                                    ("nothing", "Not at all"),
                                ],
                                max_length=8,
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
                            "person",
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
                        "verbose_name": "historical choice of notice",
                        "verbose_name_plural": "historical choices of notices",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Choice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("app", "In Flowmono"),
                                    ("once", "And by e-mail at once"),
                                    ("daily", "And in a daily e-mail"),
                                    ("nothing", "Not at all"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notice_choices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "choice of notice",
                        "verbose_name_plural": "choices of notices",
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "kind"), name="one_choice_per_person_and_kind")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
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
                                    ("approval", "Your decision is asked"),
                                    ("signature", "Your signature is asked"),
                                    ("authority", "Authority to sign is delegated"),
                                    ("delivery", "Something was handed in"),
                                    ("account", "A vendor took an account back"),
                                    ("decision", "Somebody decided"),
                                    ("declined", "A signer declined"),
                                    ("round", "A signature round ends or will end soon"),
                                    ("preparation", "A contract does not go on by itself"),
                                    ("invoice", "An invoice is held, answered or withdrawn"),
                                    ("payment", "A payment is authorized"),
                                    ("change", "A rule is to be changed"),
                                    ("exception", "Your role has an exception"),
                                    ("incident", "A step failed"),
                                    ("security", "Your account changed"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("key", models.CharField(max_length=200)),
                        ("title", models.CharField(max_length=200)),
                        ("sentence", models.CharField(blank=True, max_length=500)),
                        ("url", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                        ("read_at", models.DateTimeField(null=True)),
                        (
                            "in_digest",
                            models.BooleanField(default=False, help_text="Waits for this person's daily e-mail."),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "notice",
                        "verbose_name_plural": "notices",
                        "indexes": [
                            models.Index(fields=["person", "-at"], name="notices_by_person"),
                            models.Index(
                                condition=models.Q(("read_at__isnull", True)), fields=["person"], name="unread_notices"
                            ),
                            models.Index(
                                condition=models.Q(("in_digest", True)), fields=["person"], name="notices_for_digests"
                            ),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("person", "key"), name="told_once")],
                    },
                ),
            ]
        ),
    ]
