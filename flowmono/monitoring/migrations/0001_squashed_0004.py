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

# Search finds rows by the beginnings of their words (flowmono/common/searching.py); the lists' orders have indexes of their own.
FOUND = """
alter table monitoring_trueexception add column search_words tsvector
  generated always as (flowmono_words(title || ' ' || sentence)) stored;
create index monitoring_trueexception_words on monitoring_trueexception using gin (search_words);
"""


class Migration(migrations.Migration):
    replaces = [
        ("monitoring", "0001_initial"),
        ("monitoring", "0002_find_by_words"),
        ("monitoring", "0003_words_are_kept"),
        ("monitoring", "0004_since_when_it_is_so"),
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
                    name="WatchSetting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, unique=True)),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("live", "live: raises exceptions"),
                                    ("shadow", "in shadow: counts, does not show"),
                                    ("off", "off"),
                                ],
                                default="live",
                                max_length=6,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HistoricalTrueException",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("watch", models.CharField(max_length=60)),
                        ("cause", models.CharField(max_length=200)),
                        ("title", models.CharField(max_length=200)),
                        ("sentence", models.TextField()),
                        ("owner_role", models.CharField(max_length=60)),
                        ("case_key", models.UUIDField()),
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
                        ("days", models.IntegerField(null=True)),
                        ("evidence", models.JSONField(default=dict)),
                        ("options", models.JSONField(default=list)),
                        ("shadow", models.BooleanField(default=False)),
                        ("raised_at", models.DateTimeField()),
                        ("since", models.DateTimeField(null=True)),
                        ("seen_again", models.PositiveIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("handled", "handled"),
                                    ("dismissed", "dismissed"),
                                    ("cleared", "cleared by itself"),
                                ],
                                default="open",
                                max_length=50,
                            ),
                        ),
                        ("resolved_at", models.DateTimeField(null=True)),
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
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "resolved_by",
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
                        "verbose_name": "historical exception",
                        "verbose_name_plural": "historical exceptions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalWatchSetting",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("name", models.CharField(db_index=True, max_length=60)),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("live", "live: raises exceptions"),
                                    ("shadow", "in shadow: counts, does not show"),
                                    ("off", "off"),
                                ],
                                default="live",
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
                        "verbose_name": "historical watch setting",
                        "verbose_name_plural": "historical watch settings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="WatchRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("watch", models.CharField(max_length=60)),
                        ("at", models.DateTimeField()),
                        ("looked_at", models.PositiveIntegerField()),
                        ("routine", models.PositiveIntegerField()),
                        ("raised", models.PositiveIntegerField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["watch", "-at"], name="runs_by_watch")],
                    },
                ),
                migrations.CreateModel(
                    name="TrueException",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("watch", models.CharField(max_length=60)),
                        ("cause", models.CharField(max_length=200)),
                        ("title", models.CharField(max_length=200)),
                        ("sentence", models.TextField()),
                        ("owner_role", models.CharField(max_length=60)),
                        ("case_key", models.UUIDField()),
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
                        ("days", models.IntegerField(null=True)),
                        ("evidence", models.JSONField(default=dict)),
                        ("options", models.JSONField(default=list)),
                        ("shadow", models.BooleanField(default=False)),
                        ("raised_at", models.DateTimeField()),
                        ("since", models.DateTimeField(null=True)),
                        ("seen_again", models.PositiveIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("handled", "handled"),
                                    ("dismissed", "dismissed"),
                                    ("cleared", "cleared by itself"),
                                ],
                                default="open",
                                max_length=50,
                            ),
                        ),
                        ("resolved_at", models.DateTimeField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "resolved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "exception",
                        "verbose_name_plural": "exceptions",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("watch", "cause"),
                                name="one_open_exception_per_cause",
                            )
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
            ]
        ),
        migrations.RunSQL(FOUND, migrations.RunSQL.noop),
    ]
