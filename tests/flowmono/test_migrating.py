"""A new database is made at once; one that took all the former steps has taken the one that stands for them; between them it is told so."""

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection, connections, models
from django.db.migrations import AddConstraint, AddField, CreateModel
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from flowmono.common.migrating import AtOnce


def steps() -> MigrationRecorder:
    return MigrationRecorder(connection)


def of(app: str) -> list[str]:
    return sorted(name for label, name in steps().applied_migrations() if label == app)


@pytest.mark.django_db
def test_a_database_that_took_all_the_steps_has_taken_the_one_that_stands_for_them() -> None:
    steps().migration_qs.filter(name__contains="_squashed_").delete()
    assert "0017_certificates_of_marks" in of("signing")

    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    executor.check_replacements()

    assert "0001_squashed_0030" in of("signing")
    assert run_checks(tags=[Tags.database], databases=["default"]) == []


@pytest.mark.django_db
def test_a_database_between_two_releases_is_told_which_steps_it_lacks_and_stays_as_it_is() -> None:
    steps().migration_qs.filter(name__contains="_squashed_").delete()
    steps().migration_qs.filter(app="signing", name__gte="0029").delete()
    before = steps().applied_migrations()

    with pytest.raises(SystemCheckError) as refused:
        call_command("migrate", database="default", skip_checks=False)

    said = str(refused.value)
    assert "of signing, 0029_summaries_of_sendings, 0030_summaries_of_absences were not taken" in said
    assert "Install the last release that has these steps" in said
    assert steps().applied_migrations().keys() == before.keys()


@pytest.mark.usefixtures("committed")
def test_tables_that_name_each_other_are_made_at_once_and_taken_away_again() -> None:
    both = AtOnce(
        [
            CreateModel(
                "Pen",
                [
                    ("id", models.AutoField(primary_key=True)),
                    ("owner", models.ForeignKey("common.Hand", models.PROTECT)),
                ],
            ),
            CreateModel("Hand", [("id", models.AutoField(primary_key=True)), ("name", models.CharField(max_length=9))]),
        ]
    )
    after = AtOnce(
        [
            AddField("hand", "left", models.BooleanField(default=False)),
            AddConstraint("hand", models.UniqueConstraint(fields=["name"], name="one_hand_per_name")),
        ]
    )
    states = [ProjectState()]
    owner = connections["owner"]
    for operation in (both, after):
        states.append(states[-1].clone())
        operation.state_forwards("common", states[-1])
    try:
        with owner.schema_editor() as editor:
            for place, operation in enumerate((both, after)):
                operation.database_forwards("common", editor, states[place], states[place + 1])
        with owner.cursor() as cursor:
            found = owner.introspection.get_constraints(cursor, "common_pen")
            assert [rule["foreign_key"] for rule in found.values() if rule["foreign_key"]] == [("common_hand", "id")]
            assert "one_hand_per_name" in owner.introspection.get_constraints(cursor, "common_hand")
        with owner.schema_editor() as editor:
            for place, operation in reversed(list(enumerate((both, after)))):
                operation.database_backwards("common", editor, states[place + 1], states[place])
        assert not {"common_pen", "common_hand"} & set(owner.introspection.table_names())
    finally:
        owner.close()


def test_every_reference_to_a_model_within_it_is_seen() -> None:
    both = AtOnce([CreateModel("Hand", [("id", models.AutoField(primary_key=True))])])

    assert both.references_model("hand", "common")
    assert not both.references_model("foot", "common")
    assert both.describe() == "At once: Create model Hand"
