"""What came about in many steps, made at once. A database that has taken all the steps named in `replaces` has taken this one."""

import uuid

import django.core.validators
import django.db.models.deletion
import django_fsm
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import flowmono.common.fields
import signing.codes
from flowmono.common.migrating import AtOnce


class Migration(migrations.Migration):
    replaces = [
        ("signing", "0001_initial"),
        ("signing", "0002_name_printed_in_a_place"),
        ("signing", "0003_party_named_in_the_document"),
        ("signing", "0004_said_as_signature_round"),
        ("signing", "0005_code_by_which_anybody_asks"),
        ("signing", "0006_kinds_of_places"),
        ("signing", "0007_layouts_of_places"),
        ("signing", "0008_reviews_are_kept"),
        ("signing", "0009_reminders_and_time"),
        ("signing", "0010_one_source_of_why_a_seal_waits"),
        ("signing", "0011_the_hand_of_a_typed_mark"),
        ("signing", "0012_places_change_hands"),
        ("signing", "0013_signing_in_person"),
        ("signing", "0014_delegated_authority"),
        ("signing", "0015_one_document_for_many"),
        ("signing", "0016_worth_and_layout_of_many"),
        ("signing", "0017_certificates_of_marks"),
        ("signing", "0018_answers_in_milliseconds"),
        ("signing", "0019_what_each_line_is_worth"),
        ("signing", "0020_taken_back"),
        ("signing", "0021_signature_marks"),
        ("signing", "0022_constraint_words"),
        ("signing", "0023_ways_to_prove_who_one_is"),
        ("signing", "0024_names_and_titles_in_their_lines"),
        ("signing", "0025_changes_of_categories"),
        ("signing", "0026_codes_by_text_for_many"),
        ("signing", "0027_papers_of_rounds"),
        ("signing", "0028_people_as_entered"),
        ("signing", "0029_summaries_of_sendings"),
        ("signing", "0030_summaries_of_absences"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contracts", "0001_squashed_0023"),
        ("documents", "0001_squashed_0011"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="AuthorityAnswer",
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
                                    ("timestamp", "timestamps"),
                                    ("list", "revocation list"),
                                    ("answer", "answers about certificates"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("address", models.CharField(max_length=500)),
                        ("asked_at", models.DateTimeField()),
                        ("milliseconds", models.PositiveIntegerField(default=0)),
                        (
                            "problem",
                            models.CharField(
                                blank=True,
                                help_text="Why the last answer was of no use; empty: it was.",
                                max_length=300,
                            ),
                        ),
                        ("good_at", models.DateTimeField(help_text="When an answer was last of use.", null=True)),
                    ],
                    options={
                        "verbose_name": "answer of an authority",
                        "verbose_name_plural": "answers of authorities",
                        "ordering": ["kind", "address"],
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "address"), name="one_row_per_authority")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Bulk",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("title", models.CharField(max_length=200)),
                        ("category", models.CharField(max_length=60)),
                        ("sample_places", models.JSONField(default=list)),
                        (
                            "sample_line",
                            models.PositiveIntegerField(
                                help_text="The line of the list that the sample is of.", null=True
                            ),
                        ),
                        (
                            "blanks",
                            models.JSONField(
                                default=list, help_text="What is filled in for each person, as the document names it."
                            ),
                        ),
                        (
                            "ours_when",
                            models.CharField(
                                choices=[
                                    ("before", "before them"),
                                    ("after", "after them"),
                                    ("together", "at the same time"),
                                ],
                                default="after",
                                max_length=8,
                            ),
                        ),
                        ("sign_by", models.DateField(null=True)),
                        (
                            "amount",
                            flowmono.common.fields.AmountField(
                                decimal_places=3,
                                help_text="What each of them is worth; marks with a limit need to know it.",
                                max_digits=18,
                                null=True,
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
                            ),
                        ),
                        (
                            "layout_name",
                            models.CharField(
                                blank=True,
                                help_text="The layout by which its places are laid; empty: they are found.",
                                max_length=80,
                            ),
                        ),
                        ("layout_pages", models.PositiveIntegerField(default=0)),
                        ("layout_places", models.JSONField(default=list)),
                        ("list_name", models.CharField(blank=True, max_length=200)),
                        ("list_sha256", models.CharField(blank=True, max_length=64)),
                        ("list_letters", models.CharField(blank=True, max_length=20)),
                        ("list_separator", models.CharField(blank=True, max_length=1)),
                        ("list_unused", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("prepared", "being prepared"),
                                    ("running", "being sent"),
                                    ("paused", "paused"),
                                    ("done", "sent"),
                                    ("stopped", "stopped"),
                                ],
                                default="prepared",
                                max_length=50,
                            ),
                        ),
                        ("started_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "run",
                            models.PositiveIntegerField(
                                default=0, help_text="How often sending was started: only the newest goes on."
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
                            "ours",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "paper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.version"
                            ),
                        ),
                        (
                            "sample",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.version",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.version"
                            ),
                        ),
                        (
                            "started_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sending to many people",
                        "verbose_name_plural": "sendings to many people",
                        "ordering": ["-created_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["prepared", "stopped"]),
                                    ("started_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="who_sends_to_many_is_named",
                            )
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Envelope",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("title", models.CharField(max_length=200)),
                        ("category", models.CharField(blank=True, max_length=60)),
                        ("category_confidence", models.DecimalField(decimal_places=3, max_digits=4, null=True)),
                        ("category_reason", models.CharField(blank=True, max_length=300)),
                        (
                            "category_asked",
                            models.CharField(
                                blank=True,
                                help_text="What a signer says that it is instead: no mark is laid until that is agreed to or not.",
                                max_length=60,
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
                        ("base_amount", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18, null=True)),
                        ("message", models.TextField(blank=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "being prepared"),
                                    ("sent", "out for signature"),
                                    ("completed", "signed, being sealed"),
                                    ("sealed", "sealed"),
                                    ("declined", "declined"),
                                    ("voided", "taken back"),
                                    ("expired", "expired"),
                                ],
                                default="draft",
                                max_length=50,
                            ),
                        ),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("expires_at", models.DateTimeField(null=True)),
                        (
                            "warned_at",
                            models.DateTimeField(help_text="When it was said that the time is nearly over.", null=True),
                        ),
                        (
                            "remind_after",
                            models.PositiveSmallIntegerField(
                                default=3, help_text="Days until the first reminder; 0: none."
                            ),
                        ),
                        (
                            "remind_every",
                            models.PositiveSmallIntegerField(
                                default=3, help_text="Days between reminders; 0: only one."
                            ),
                        ),
                        ("completed_at", models.DateTimeField(null=True)),
                        ("sealed_at", models.DateTimeField(null=True)),
                        ("level_wanted", models.CharField(default="B-B", max_length=5)),
                        ("level_reached", models.CharField(blank=True, max_length=5)),
                        (
                            "code",
                            models.CharField(
                                blank=True,
                                default=signing.codes.new_code,
                                editable=False,
                                help_text="The code that is printed on the document; who holds it may ask whether it was signed here.",
                                max_length=16,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        (
                            "keeping",
                            models.JSONField(
                                default=dict,
                                help_text="Of a document that is no contract: the rule by which it is kept, as it was when it was sealed.",
                            ),
                        ),
                        (
                            "kept_until",
                            models.DateField(
                                help_text="The last day on which the papers must be kept of a document that is no contract; empty: no end.",
                                null=True,
                            ),
                        ),
                        (
                            "certificate_version",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.version",
                            ),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="envelopes",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "current_version",
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
                            "sent_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "signature round",
                        "verbose_name_plural": "signature rounds",
                        "ordering": ["-created_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "sealed"), _negated=True),
                                    models.Q(("level_reached", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="sealed_has_a_level",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("code", ""), _negated=True),
                                fields=("code",),
                                name="one_envelope_per_code",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["draft", "sent"])),
                                fields=("contract",),
                                name="one_open_envelope_per_contract",
                                violation_error_message="This contract has a signature round already: go on with it, or void it first.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="BulkRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("name", models.CharField(max_length=120)),
                        ("email", models.CharField(max_length=254)),
                        ("title", models.CharField(blank=True, max_length=120)),
                        ("party", models.CharField(blank=True, max_length=200)),
                        (
                            "phone",
                            models.CharField(
                                blank=True,
                                help_text="Where their code goes by text message; empty: it goes by e-mail.",
                                max_length=30,
                            ),
                        ),
                        ("values", models.JSONField(default=dict)),
                        (
                            "amount",
                            flowmono.common.fields.AmountField(
                                decimal_places=3,
                                help_text="What this one is worth, where the list says it.",
                                max_digits=18,
                                null=True,
                            ),
                        ),
                        (
                            "currency",
                            flowmono.common.fields.CurrencyField(
                                blank=True,
                                help_text="As the list says it; empty: the one of the sending.",
                                max_length=3,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z]{3}$", "Write the currency as three capital letters, such as EUR."
                                    )
                                ],
                            ),
                        ),
                        (
                            "amount_guessed",
                            models.BooleanField(
                                default=False,
                                help_text="Read from what the document is filled with; no heading says for certain that it is the amount.",
                            ),
                        ),
                        (
                            "faults",
                            models.JSONField(
                                default=list, help_text="What is wrong in the line: codes with what they name."
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "not sent yet"),
                                    ("sent", "sent"),
                                    ("failed", "could not be sent"),
                                    ("left_out", "left out"),
                                    ("stopped", "not sent, stopped"),
                                ],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        (
                            "bulk",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="signing.bulk"
                            ),
                        ),
                        (
                            "envelope",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bulk_row",
                                to="signing.envelope",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "person of a sending to many",
                        "verbose_name_plural": "people of a sending to many",
                        "ordering": ["bulk", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("bulk", "number"), name="one_row_per_line"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("envelope__isnull", False), ("state", "sent")),
                                    models.Q(models.Q(("state", "sent"), _negated=True), ("envelope__isnull", True)),
                                    _connector="OR",
                                ),
                                name="a_row_that_was_sent_has_its_round",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalBulk",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("title", models.CharField(max_length=200)),
                        ("category", models.CharField(max_length=60)),
                        ("sample_places", models.JSONField(default=list)),
                        (
                            "sample_line",
                            models.PositiveIntegerField(
                                help_text="The line of the list that the sample is of.", null=True
                            ),
                        ),
                        (
                            "blanks",
                            models.JSONField(
                                default=list, help_text="What is filled in for each person, as the document names it."
                            ),
                        ),
                        (
                            "ours_when",
                            models.CharField(
                                choices=[
                                    ("before", "before them"),
                                    ("after", "after them"),
                                    ("together", "at the same time"),
                                ],
                                default="after",
                                max_length=8,
                            ),
                        ),
                        ("sign_by", models.DateField(null=True)),
                        (
                            "amount",
                            flowmono.common.fields.AmountField(
                                decimal_places=3,
                                help_text="What each of them is worth; marks with a limit need to know it.",
                                max_digits=18,
                                null=True,
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
                            ),
                        ),
                        (
                            "layout_name",
                            models.CharField(
                                blank=True,
                                help_text="The layout by which its places are laid; empty: they are found.",
                                max_length=80,
                            ),
                        ),
                        ("layout_pages", models.PositiveIntegerField(default=0)),
                        ("layout_places", models.JSONField(default=list)),
                        ("list_name", models.CharField(blank=True, max_length=200)),
                        ("list_sha256", models.CharField(blank=True, max_length=64)),
                        ("list_letters", models.CharField(blank=True, max_length=20)),
                        ("list_separator", models.CharField(blank=True, max_length=1)),
                        ("list_unused", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("prepared", "being prepared"),
                                    ("running", "being sent"),
                                    ("paused", "paused"),
                                    ("done", "sent"),
                                    ("stopped", "stopped"),
                                ],
                                default="prepared",
                                max_length=50,
                            ),
                        ),
                        ("started_at", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "run",
                            models.PositiveIntegerField(
                                default=0, help_text="How often sending was started: only the newest goes on."
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
                            "ours",
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
                            "paper",
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
                            "sample",
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
                            "source",
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
                            "started_by",
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
                        "verbose_name": "historical sending to many people",
                        "verbose_name_plural": "historical sendings to many people",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalEnvelope",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("title", models.CharField(max_length=200)),
                        ("category", models.CharField(blank=True, max_length=60)),
                        ("category_confidence", models.DecimalField(decimal_places=3, max_digits=4, null=True)),
                        ("category_reason", models.CharField(blank=True, max_length=300)),
                        (
                            "category_asked",
                            models.CharField(
                                blank=True,
                                help_text="What a signer says that it is instead: no mark is laid until that is agreed to or not.",
                                max_length=60,
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
                        ("base_amount", flowmono.common.fields.AmountField(decimal_places=3, max_digits=18, null=True)),
                        ("message", models.TextField(blank=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "being prepared"),
                                    ("sent", "out for signature"),
                                    ("completed", "signed, being sealed"),
                                    ("sealed", "sealed"),
                                    ("declined", "declined"),
                                    ("voided", "taken back"),
                                    ("expired", "expired"),
                                ],
                                default="draft",
                                max_length=50,
                            ),
                        ),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("expires_at", models.DateTimeField(null=True)),
                        (
                            "warned_at",
                            models.DateTimeField(help_text="When it was said that the time is nearly over.", null=True),
                        ),
                        (
                            "remind_after",
                            models.PositiveSmallIntegerField(
                                default=3, help_text="Days until the first reminder; 0: none."
                            ),
                        ),
                        (
                            "remind_every",
                            models.PositiveSmallIntegerField(
                                default=3, help_text="Days between reminders; 0: only one."
                            ),
                        ),
                        ("completed_at", models.DateTimeField(null=True)),
                        ("sealed_at", models.DateTimeField(null=True)),
                        ("level_wanted", models.CharField(default="B-B", max_length=5)),
                        ("level_reached", models.CharField(blank=True, max_length=5)),
                        (
                            "code",
                            models.CharField(
                                blank=True,
                                default=signing.codes.new_code,
                                editable=False,
                                help_text="The code that is printed on the document; who holds it may ask whether it was signed here.",
                                max_length=16,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        (
                            "keeping",
                            models.JSONField(
                                default=dict,
                                help_text="Of a document that is no contract: the rule by which it is kept, as it was when it was sealed.",
                            ),
                        ),
                        (
                            "kept_until",
                            models.DateField(
                                help_text="The last day on which the papers must be kept of a document that is no contract; empty: no end.",
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
                            "certificate_version",
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
                            "current_version",
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
                            "sent_by",
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
                        "verbose_name": "historical signature round",
                        "verbose_name_plural": "historical signature rounds",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSignatureProfile",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        (
                            "name",
                            models.CharField(
                                help_text="How you call it, such as “Contracts up to 50,000”.", max_length=80
                            ),
                        ),
                        ("signed_name", models.CharField(max_length=120)),
                        ("title", models.CharField(max_length=120)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("typed", "typed"), ("drawn", "drawn"), ("uploaded", "uploaded")],
                                default="typed",
                                max_length=8,
                            ),
                        ),
                        (
                            "face",
                            models.CharField(
                                choices=[("dancing", "Dancing Script"), ("caveat", "Caveat"), ("vibes", "Great Vibes")],
                                default="dancing",
                                help_text="The hand in which a typed mark is written.",
                                max_length=10,
                            ),
                        ),
                        (
                            "categories",
                            models.JSONField(
                                default=list, help_text="Names of the categories this mark is for; empty: all."
                            ),
                        ),
                        (
                            "limit",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                help_text="In the company's currency; empty: no limit.",
                                max_digits=18,
                                null=True,
                            ),
                        ),
                        ("department", models.CharField(blank=True, max_length=120)),
                        (
                            "counterparties",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Names of the parties with whom it may be used; empty: any.",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                        ("active", models.BooleanField(default=True)),
                        (
                            "may_be_delegated",
                            models.BooleanField(
                                default=False,
                                help_text="Whether its owner may let a colleague sign with its authority for some days.",
                            ),
                        ),
                        (
                            "certificate",
                            models.CharField(
                                blank=True,
                                help_text="The name by which the signer knows the certificate it signs with; empty: the company's.",
                                max_length=60,
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
                            "image",
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
                    ],
                    options={
                        "verbose_name": "historical signature mark",
                        "verbose_name_plural": "historical signature marks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Layout",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("name", models.CharField(max_length=80, unique=True)),
                        ("category", models.CharField(blank=True, max_length=60)),
                        ("signers", models.PositiveIntegerField(help_text="For how many signers it is.")),
                        ("pages", models.PositiveIntegerField(help_text="How many pages the document had.")),
                        ("places", models.JSONField(default=list)),
                        ("kept_at", models.DateTimeField()),
                        (
                            "kept_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "layout of places",
                        "verbose_name_plural": "layouts of places",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="SaidCategory",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("category", models.CharField(max_length=60)),
                        ("read_as", models.CharField(blank=True, help_text="What it had been read as.", max_length=60)),
                        ("title", models.CharField(max_length=200)),
                        (
                            "likeness",
                            models.JSONField(
                                default=list, help_text="Marks of its wording, from which no word can be got back."
                            ),
                        ),
                        ("said_at", models.DateTimeField()),
                        ("taken_back_at", models.DateTimeField(null=True)),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="documents.document"
                            ),
                        ),
                        (
                            "said_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "taken_back_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "category said by a person",
                        "verbose_name_plural": "categories said by people",
                        "ordering": ["-said_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("taken_back_at__isnull", True), ("taken_back_by__isnull", True)),
                                    models.Q(("taken_back_at__isnull", False), ("taken_back_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="who_takes_back_is_named",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CategoryChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("said", "said by a person"),
                                    ("learned", "taken from a document like it"),
                                    ("undone", "what was learned was taken back"),
                                ],
                                default="said",
                                max_length=10,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "waits for somebody who sends documents"),
                                    ("done", "done"),
                                    ("refused", "not agreed"),
                                    ("withdrawn", "taken back"),
                                ],
                                default="done",
                                max_length=10,
                            ),
                        ),
                        ("was", models.CharField(blank=True, max_length=60)),
                        ("was_confidence", models.DecimalField(decimal_places=3, max_digits=4, null=True)),
                        ("was_reason", models.CharField(blank=True, max_length=300)),
                        ("was_sure", models.BooleanField(help_text="Whether it was certain before.")),
                        ("now", models.CharField(blank=True, max_length=60)),
                        (
                            "title",
                            models.CharField(
                                blank=True, help_text="The document like it, of which it was said.", max_length=200
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                help_text="Who said it.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
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
                            "envelope",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="category_changes",
                                to="signing.envelope",
                            ),
                        ),
                        (
                            "saying",
                            models.ForeignKey(
                                help_text="What was said of the document like it.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="changes",
                                to="signing.saidcategory",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "change of a category",
                        "verbose_name_plural": "changes of categories",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "asked")),
                                fields=("envelope",),
                                name="one_open_change_of_category",
                                violation_error_message="Another category was named already: wait until that is decided.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="who_decides_a_category_is_dated",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignatureProfile",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        (
                            "name",
                            models.CharField(
                                help_text="How you call it, such as “Contracts up to 50,000”.", max_length=80
                            ),
                        ),
                        ("signed_name", models.CharField(max_length=120)),
                        ("title", models.CharField(max_length=120)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("typed", "typed"), ("drawn", "drawn"), ("uploaded", "uploaded")],
                                default="typed",
                                max_length=8,
                            ),
                        ),
                        (
                            "face",
                            models.CharField(
                                choices=[("dancing", "Dancing Script"), ("caveat", "Caveat"), ("vibes", "Great Vibes")],
                                default="dancing",
                                help_text="The hand in which a typed mark is written.",
                                max_length=10,
                            ),
                        ),
                        (
                            "categories",
                            models.JSONField(
                                default=list, help_text="Names of the categories this mark is for; empty: all."
                            ),
                        ),
                        (
                            "limit",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                help_text="In the company's currency; empty: no limit.",
                                max_digits=18,
                                null=True,
                            ),
                        ),
                        ("department", models.CharField(blank=True, max_length=120)),
                        (
                            "counterparties",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Names of the parties with whom it may be used; empty: any.",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True)),
                        ("valid_until", models.DateField(blank=True, null=True)),
                        ("active", models.BooleanField(default=True)),
                        (
                            "may_be_delegated",
                            models.BooleanField(
                                default=False,
                                help_text="Whether its owner may let a colleague sign with its authority for some days.",
                            ),
                        ),
                        (
                            "certificate",
                            models.CharField(
                                blank=True,
                                help_text="The name by which the signer knows the certificate it signs with; empty: the company's.",
                                max_length=60,
                            ),
                        ),
                        (
                            "image",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.version",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signature_profiles",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "signature mark",
                        "verbose_name_plural": "signature marks",
                        "ordering": ["user", "name"],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Delegation",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "categories",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Names of the categories it is for; empty: all that the mark is for.",
                            ),
                        ),
                        (
                            "limit",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                help_text="In the company's currency; empty: as the mark has it.",
                                max_digits=18,
                                null=True,
                            ),
                        ),
                        ("reason", models.CharField(max_length=500)),
                        (
                            "refused_at",
                            models.DateTimeField(
                                help_text="When the colleague said that they do not take it.", null=True
                            ),
                        ),
                        ("refused_because", models.CharField(blank=True, max_length=500)),
                        (
                            "taken_back_at",
                            models.DateTimeField(help_text="When its owner ended it before its last day.", null=True),
                        ),
                        (
                            "delegate",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegated_to_me",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "profile",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations",
                                to="signing.signatureprofile",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "delegation of a mark",
                        "verbose_name_plural": "delegations of marks",
                        "ordering": ["-starts_on", "-created_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="delegation_ends_after_it_starts",
                                violation_error_message="The last day lies before the first: enter the same day or a later one.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("refused_at__isnull", True), ("taken_back_at__isnull", True), _connector="OR"
                                ),
                                name="delegation_ends_once",
                                violation_error_message="This delegation was ended already: nothing more is needed.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Recipient",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("order", models.PositiveIntegerField(default=1)),
                        (
                            "position",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="Where the person stands among those of the same order: as they were entered.",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("signer", "signs"),
                                    ("approver", "approves"),
                                    ("viewer", "reads"),
                                    ("copy", "gets a copy"),
                                ],
                                default="signer",
                                max_length=8,
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("email", models.EmailField(max_length=254)),
                        ("title", models.CharField(blank=True, max_length=120)),
                        (
                            "party",
                            models.CharField(blank=True, help_text="For whom this person signs.", max_length=200),
                        ),
                        (
                            "printed_name",
                            models.CharField(
                                blank=True,
                                help_text="The signatory whom the document names in this place; empty: nobody.",
                                max_length=120,
                            ),
                        ),
                        (
                            "party_is_named",
                            models.BooleanField(
                                help_text="Whether the document names the party for whom this person signs; empty: its words are not known.",
                                null=True,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waits for others"),
                                    ("invited", "invited"),
                                    ("viewed", "has looked"),
                                    ("signed", "signed"),
                                    ("declined", "declined"),
                                    ("closed", "not asked any more"),
                                ],
                                default="waiting",
                                max_length=50,
                            ),
                        ),
                        (
                            "profile_reason",
                            models.CharField(
                                blank=True, help_text="Why this mark was placed, or why none was.", max_length=300
                            ),
                        ),
                        (
                            "profile_chosen",
                            models.BooleanField(default=False, help_text="The person chose it among several that fit."),
                        ),
                        (
                            "stays_because",
                            models.CharField(
                                blank=True,
                                help_text="Why the place of somebody who is away did not pass to a colleague.",
                                max_length=300,
                            ),
                        ),
                        (
                            "set_aside_at",
                            models.DateTimeField(
                                help_text="When the person put it off; it comes back after the others.", null=True
                            ),
                        ),
                        (
                            "proof",
                            models.CharField(
                                default="email",
                                help_text="How a person without an account proves who they are; the ways are in signing/proving.py.",
                                max_length=20,
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, help_text="Where text messages go, such as +4930123456.", max_length=16
                            ),
                        ),
                        ("token_digest", models.CharField(blank=True, db_index=True, max_length=64)),
                        (
                            "link_seed",
                            models.CharField(
                                blank=True,
                                help_text="What the present link is made of, with the key of this installation.",
                                max_length=43,
                            ),
                        ),
                        ("token_expires_at", models.DateTimeField(null=True)),
                        ("code_digest", models.CharField(blank=True, max_length=64)),
                        ("code_expires_at", models.DateTimeField(null=True)),
                        ("code_attempts", models.PositiveIntegerField(default=0)),
                        (
                            "codes_since",
                            models.DateTimeField(help_text="Since when the codes of one day are counted.", null=True),
                        ),
                        ("codes_asked", models.PositiveSmallIntegerField(default=0)),
                        ("invited_at", models.DateTimeField(null=True)),
                        (
                            "reminders",
                            models.PositiveSmallIntegerField(default=0, help_text="How many the clock has sent."),
                        ),
                        ("reminded_at", models.DateTimeField(null=True)),
                        ("viewed_at", models.DateTimeField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        (
                            "evidence",
                            models.JSONField(
                                default=dict,
                                help_text="Consent text and hash, address, browser, how authenticated, hash shown and signed, pages seen, seconds.",
                            ),
                        ),
                        (
                            "delegation",
                            models.ForeignKey(
                                blank=True,
                                help_text="By whose delegated authority the mark is placed; empty: by the person's own.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="signing.delegation",
                            ),
                        ),
                        (
                            "envelope",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recipients",
                                to="signing.envelope",
                            ),
                        ),
                        (
                            "passed_by",
                            models.ForeignKey(
                                blank=True,
                                help_text="The delegation by which the place passed on while its person was away; empty: it did not.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="places",
                                to="signing.delegation",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signing_places",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "profile",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="signing.signatureprofile",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "recipient",
                        "verbose_name_plural": "recipients",
                        "ordering": ["envelope", "order", "position", "created_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("envelope", "email", "role"),
                                name="one_place_per_person_and_role",
                                violation_error_message="This person has a place with this role in the round already: change that one, or choose another role.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["signed", "declined"]), _negated=True),
                                    ("decided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_decision_has_a_date",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="PageLook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        ("page", models.PositiveIntegerField()),
                        ("opened_at", models.DateTimeField()),
                        ("last_at", models.DateTimeField()),
                        ("seconds", models.PositiveIntegerField(default=0)),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="looks",
                                to="signing.recipient",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "look at a page",
                        "verbose_name_plural": "looks at pages",
                        "ordering": ["recipient", "page"],
                        "constraints": [
                            models.UniqueConstraint(fields=("recipient", "sha256", "page"), name="one_look_per_page")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Handover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("changed", "changed by the sender"),
                                    ("delegated", "handed over by the signer"),
                                    ("wished", "wished by the signer"),
                                    ("away", "passed on while the signer is away"),
                                    ("back", "taken back by the signer"),
                                    ("returned", "came back when the delegation did not cover it any more"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "waits for the sender"),
                                    ("done", "done"),
                                    ("refused", "not agreed"),
                                ],
                                default="done",
                                max_length=8,
                            ),
                        ),
                        ("from_name", models.CharField(max_length=120)),
                        ("from_email", models.EmailField(blank=True, max_length=254)),
                        ("to_name", models.CharField(max_length=120)),
                        ("to_email", models.EmailField(max_length=254)),
                        ("to_title", models.CharField(blank=True, max_length=120)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        ("by_name", models.CharField(help_text="Who did it, or wishes it.", max_length=200)),
                        ("at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(null=True)),
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
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handovers",
                                to="signing.recipient",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "handover of a place",
                        "verbose_name_plural": "handovers of places",
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "asked")),
                                fields=("recipient",),
                                name="one_open_wish_per_place",
                                violation_error_message="It was asked already to have somebody else sign here: wait for the sender’s answer.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("how", "wished"), ("state", "done"), _connector="OR"),
                                name="only_a_wish_waits",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Field",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("signature", "signature"),
                                    ("initials", "initials"),
                                    ("date", "date of signature"),
                                    ("name", "name of the signer"),
                                    ("title", "title of the signer"),
                                    ("text", "text"),
                                    ("checkbox", "box to tick"),
                                    ("choice", "choice"),
                                ],
                                default="signature",
                                max_length=10,
                            ),
                        ),
                        (
                            "carried_by",
                            models.CharField(
                                help_text="The signature field of the file that draws this place.", max_length=80
                            ),
                        ),
                        ("label", models.CharField(blank=True, max_length=120)),
                        ("required", models.BooleanField(default=True)),
                        ("options", models.JSONField(blank=True, default=list)),
                        ("value", models.TextField(blank=True)),
                        ("page", models.PositiveIntegerField()),
                        ("x", models.DecimalField(decimal_places=2, max_digits=8)),
                        ("y", models.DecimalField(decimal_places=2, max_digits=8)),
                        ("width", models.DecimalField(decimal_places=2, max_digits=8)),
                        ("height", models.DecimalField(decimal_places=2, max_digits=8)),
                        ("signed", models.BooleanField(default=False)),
                        (
                            "envelope",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fields",
                                to="signing.envelope",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fields",
                                to="signing.recipient",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("envelope", "name"),
                                name="one_field_per_name",
                                violation_error_message="Somebody else arranged places on this document at the same moment: open it again, then repeat what you did.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalRecipient",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("order", models.PositiveIntegerField(default=1)),
                        (
                            "position",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="Where the person stands among those of the same order: as they were entered.",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("signer", "signs"),
                                    ("approver", "approves"),
                                    ("viewer", "reads"),
                                    ("copy", "gets a copy"),
                                ],
                                default="signer",
                                max_length=8,
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("email", models.EmailField(max_length=254)),
                        ("title", models.CharField(blank=True, max_length=120)),
                        (
                            "party",
                            models.CharField(blank=True, help_text="For whom this person signs.", max_length=200),
                        ),
                        (
                            "printed_name",
                            models.CharField(
                                blank=True,
                                help_text="The signatory whom the document names in this place; empty: nobody.",
                                max_length=120,
                            ),
                        ),
                        (
                            "party_is_named",
                            models.BooleanField(
                                help_text="Whether the document names the party for whom this person signs; empty: its words are not known.",
                                null=True,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waits for others"),
                                    ("invited", "invited"),
                                    ("viewed", "has looked"),
                                    ("signed", "signed"),
                                    ("declined", "declined"),
                                    ("closed", "not asked any more"),
                                ],
                                default="waiting",
                                max_length=50,
                            ),
                        ),
                        (
                            "profile_reason",
                            models.CharField(
                                blank=True, help_text="Why this mark was placed, or why none was.", max_length=300
                            ),
                        ),
                        (
                            "profile_chosen",
                            models.BooleanField(default=False, help_text="The person chose it among several that fit."),
                        ),
                        (
                            "stays_because",
                            models.CharField(
                                blank=True,
                                help_text="Why the place of somebody who is away did not pass to a colleague.",
                                max_length=300,
                            ),
                        ),
                        (
                            "set_aside_at",
                            models.DateTimeField(
                                help_text="When the person put it off; it comes back after the others.", null=True
                            ),
                        ),
                        (
                            "proof",
                            models.CharField(
                                default="email",
                                help_text="How a person without an account proves who they are; the ways are in signing/proving.py.",
                                max_length=20,
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, help_text="Where text messages go, such as +4930123456.", max_length=16
                            ),
                        ),
                        ("token_digest", models.CharField(blank=True, db_index=True, max_length=64)),
                        (
                            "link_seed",
                            models.CharField(
                                blank=True,
                                help_text="What the present link is made of, with the key of this installation.",
                                max_length=43,
                            ),
                        ),
                        ("token_expires_at", models.DateTimeField(null=True)),
                        ("code_digest", models.CharField(blank=True, max_length=64)),
                        ("code_expires_at", models.DateTimeField(null=True)),
                        ("code_attempts", models.PositiveIntegerField(default=0)),
                        (
                            "codes_since",
                            models.DateTimeField(help_text="Since when the codes of one day are counted.", null=True),
                        ),
                        ("codes_asked", models.PositiveSmallIntegerField(default=0)),
                        ("invited_at", models.DateTimeField(null=True)),
                        (
                            "reminders",
                            models.PositiveSmallIntegerField(default=0, help_text="How many the clock has sent."),
                        ),
                        ("reminded_at", models.DateTimeField(null=True)),
                        ("viewed_at", models.DateTimeField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("reason", models.CharField(blank=True, max_length=500)),
                        (
                            "evidence",
                            models.JSONField(
                                default=dict,
                                help_text="Consent text and hash, address, browser, how authenticated, hash shown and signed, pages seen, seconds.",
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
                            "delegation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="By whose delegated authority the mark is placed; empty: by the person's own.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="signing.delegation",
                            ),
                        ),
                        (
                            "envelope",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="signing.envelope",
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
                            "passed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="The delegation by which the place passed on while its person was away; empty: it did not.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="signing.delegation",
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
                            "profile",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="signing.signatureprofile",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical recipient",
                        "verbose_name_plural": "historical recipients",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDelegation",
                    fields=[
                        ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("created_at", models.DateTimeField(editable=False)),
                        ("starts_on", models.DateField(verbose_name="first day")),
                        ("ends_on", models.DateField(verbose_name="last day")),
                        (
                            "categories",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Names of the categories it is for; empty: all that the mark is for.",
                            ),
                        ),
                        (
                            "limit",
                            flowmono.common.fields.AmountField(
                                blank=True,
                                decimal_places=3,
                                help_text="In the company's currency; empty: as the mark has it.",
                                max_digits=18,
                                null=True,
                            ),
                        ),
                        ("reason", models.CharField(max_length=500)),
                        (
                            "refused_at",
                            models.DateTimeField(
                                help_text="When the colleague said that they do not take it.", null=True
                            ),
                        ),
                        ("refused_because", models.CharField(blank=True, max_length=500)),
                        (
                            "taken_back_at",
                            models.DateTimeField(help_text="When its owner ended it before its last day.", null=True),
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
                            "delegate",
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
                            "profile",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="signing.signatureprofile",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical delegation of a mark",
                        "verbose_name_plural": "historical delegations of marks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Sitting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(help_text="Whom the host said they had before them.", max_length=120),
                        ),
                        (
                            "known_by",
                            models.CharField(
                                choices=[
                                    ("passport", "Passport"),
                                    ("card", "Identity card"),
                                    ("licence", "Driving licence"),
                                    ("person", "I know this person"),
                                    ("other", "In another way"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "known_words",
                            models.CharField(
                                blank=True,
                                help_text="How else the host made sure; no number of a document.",
                                max_length=120,
                            ),
                        ),
                        (
                            "key_digest",
                            models.CharField(
                                help_text="What the device that was handed over holds, as a hash.", max_length=64
                            ),
                        ),
                        ("begun_at", models.DateTimeField()),
                        (
                            "taken_at",
                            models.DateTimeField(
                                help_text="When the signer took the device and said who they are.", null=True
                            ),
                        ),
                        ("seen_at", models.DateTimeField(help_text="When anything was last done on the device.")),
                        (
                            "ended",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("signed", "signed"),
                                    ("declined", "declined"),
                                    ("by_mail", "asked for it by e-mail"),
                                    ("host_back", "somebody signed in on the device"),
                                    ("replaced", "begun again"),
                                    ("lapsed", "left lying"),
                                    ("changed", "somebody else is asked"),
                                    ("elsewhere", "decided with the link in the e-mail"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "host",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sittings",
                                to="signing.recipient",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "signing in person",
                        "verbose_name_plural": "signings in person",
                        "ordering": ["begun_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended", "")),
                                fields=("recipient",),
                                name="one_open_sitting_per_place",
                                violation_error_message="Somebody signs in this place at the moment: end that sitting first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended", ""), ("ended_at__isnull", True)),
                                    models.Q(models.Q(("ended", ""), _negated=True), ("ended_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="a_sitting_that_ended_has_a_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("known_by", "other"), _negated=True),
                                    models.Q(("known_words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="another_way_is_said_in_words",
                                violation_error_message="Say in words how you know who they are.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Summary",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "topic",
                            models.CharField(
                                choices=[
                                    ("asked", "they wait for a signature"),
                                    ("reminded", "they still wait"),
                                    ("warned", "their time is nearly over"),
                                    ("ended", "they need no signature any more"),
                                    ("signed", "everybody signed them"),
                                    ("missing", "signatures are missing shortly before the end"),
                                    ("expired", "their time is over"),
                                    ("stayed", "they wait for somebody who is away"),
                                    ("passed", "somebody else signs them for who is away"),
                                    ("returned", "they came back to who had them first"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("owed_since", models.DateTimeField(null=True)),
                        ("told_at", models.DateTimeField(null=True)),
                        (
                            "bulk",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="summaries", to="signing.bulk"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "summary of a sending to many",
                        "verbose_name_plural": "summaries of sendings to many",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("owed_since__isnull", False)),
                                fields=["owed_since"],
                                name="summaries_that_are_owed",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("bulk", "person", "topic"), name="one_summary_per_topic")
                        ],
                    },
                ),
            ]
        ),
    ]
