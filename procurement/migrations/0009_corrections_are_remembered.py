import uuid

import django.db.models.deletion
import django_fsm
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procurement", "0008_vendors_answer_and_withdraw"),
        ("vendors", "0007_constraint_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PrintedPages",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
        migrations.AddConstraint(
            model_name="vendorlayout",
            constraint=models.UniqueConstraint(
                fields=("vendor", "fingerprint"),
                name="one_layout_per_fingerprint",
                violation_error_message="Somebody else taught this layout at the same moment: save again.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rememberedfield",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "used")),
                fields=("layout", "field"),
                name="one_remembered_field_is_used",
                violation_error_message="Somebody else taught this field at the same moment: save again.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rememberedfield",
            constraint=models.UniqueConstraint(
                fields=("layout", "field", "version"),
                name="one_remembered_field_per_version",
                violation_error_message="Somebody else taught this field at the same moment: save again.",
            ),
        ),
    ]
