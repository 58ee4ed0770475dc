"""Tables of a new database are made at once, and a database that stands between two releases is told so."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


class AtOnce(Operation):
    """Applies operations none of which needs another's outcome, with the models rendered once instead of once for each.

    After each operation Django renders anew every model that is related to the changed one, which nearly all are through the
    people in them: of a minute in which an empty database was prepared, nine tenths. Constraints of foreign keys are made when
    the migration ends, so tables may name each other in any order. A field or constraint of a table that is made here is part
    of its `CreateModel`; what needs a table to exist already comes in an operation of its own.
    """

    reduces_to_sql = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # What was rendered is dropped, as Django does it for delayed models: with nothing rendered, nothing is rendered anew.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def references_model(self, name: str, app_label: str) -> bool:
        return any(operation.references_model(name, app_label) for operation in self.operations)

    def describe(self) -> Any:
        return f"At once: {'; '.join(str(operation.describe()) for operation in self.operations)}"


def steps_are_whole(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """`migrate` asks before it looks: of the steps that one migration stands for, all were taken or none.

    Where only some were, Django would fail with a sentence about models; nothing would be done, and nobody would know what to do.
    """
    return [message for alias in databases or () for message in _of(alias)]


def _of(alias: str) -> list[CheckMessage]:
    # Without a connection the loader reads the files alone; MigrationLoader(connection) would fail as described.
    loader = MigrationLoader(None)
    taken = set(MigrationRecorder(connections[alias]).applied_migrations())
    return [
        Error(
            f"The database stands between two releases: of {app}, {', '.join(name for _, name in left)} "
            f"{'was' if len(left) == 1 else 'were'} not taken.",
            hint="Install the last release that has these steps (before 28 November 2026), run its `migrate` to the end, then this one.",
            id="common.E001",
        )
        for (app, _), migration in sorted(loader.disk_migrations.items())
        if (left := [step for step in migration.replaces if step not in taken]) and len(left) < len(migration.replaces)
    ]
