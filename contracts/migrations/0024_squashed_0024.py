"""What contracts say of rounds and vendors, whose tables point at contracts. See 0001_squashed_0023."""

import django.db.models.deletion
from django.db import migrations, models

from flowmono.common.migrating import AtOnce


class Migration(migrations.Migration):
    replaces = [("contracts", "0024_notice_ends_a_contract")]

    dependencies = [
        ("contracts", "0001_squashed_0023"),
        ("signing", "0001_squashed_0030"),
        ("vendors", "0001_squashed_0008"),
    ]

    operations = [
        AtOnce(
            [
                migrations.AddField(
                    model_name="contract",
                    name="envelope",
                    field=models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="signing.envelope"
                    ),
                ),
                migrations.AddField(
                    model_name="contract",
                    name="vendor",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="vendors.vendor",
                    ),
                ),
                migrations.AddField(
                    model_name="disposal",
                    name="envelope",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disposals",
                        to="signing.envelope",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalcontract",
                    name="envelope",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signing.envelope",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalcontract",
                    name="vendor",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="vendors.vendor",
                    ),
                ),
                migrations.AddField(
                    model_name="historicaldisposal",
                    name="envelope",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signing.envelope",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalhold",
                    name="envelope",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="signing.envelope",
                    ),
                ),
                migrations.AddField(
                    model_name="hold",
                    name="envelope",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="signing.envelope",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contract",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["out_for_signature", "signed", "archived"]), _negated=True),
                            ("vendor__isnull", False),
                            _connector="OR",
                        ),
                        name="signing_needs_a_vendor",
                        violation_error_message="Choose the vendor first: without one nothing can be sent for signature.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="disposal",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)),
                        fields=("envelope",),
                        name="one_open_disposal_per_round",
                        violation_error_message="Somebody asked to dispose of these papers already: answer that first.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="disposal",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("is_done", True)),
                        fields=("envelope",),
                        name="papers_of_a_round_are_disposed_of_once",
                        violation_error_message="The papers of this document were disposed of already: nothing more is needed.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="disposal",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contract__isnull", True), ("envelope__isnull", False)),
                            models.Q(("contract__isnull", False), ("envelope__isnull", True)),
                            _connector="OR",
                        ),
                        name="disposal_of_one_record",
                        violation_error_message="Papers are disposed of for one contract, or for one document without one.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="hold",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("envelope",),
                        name="one_open_hold_per_round",
                        violation_error_message="The papers of this document are kept already: nothing more is needed.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="hold",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contract__isnull", True), ("envelope__isnull", False)),
                            models.Q(("contract__isnull", False), ("envelope__isnull", True)),
                            _connector="OR",
                        ),
                        name="hold_of_one_record",
                        violation_error_message="A hold is on the papers of one contract, or of one document without one.",
                    ),
                ),
            ]
        ),
    ]
