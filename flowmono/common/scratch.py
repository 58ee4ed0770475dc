"""A database of one's own on the embedded server: for tests, and for commands that play a whole chain without touching anything.

The first one costs a migration; it is kept as a template, so that each further one is a copy of a few tenths of a second. Where
migrations were only added since, the next template begins as a copy of the last and runs the new ones.
"""

import gc
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from flowmono.common import embedded

TEMPLATE_LOCK = 727001
_STEPS_BACK = 10


@contextmanager
def scratch_database(name: str) -> Iterator[None]:
    """Point every connection at a new, migrated database of that name; drop it at the end, whatever happened."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    with _administrator() as administrator:
        template = _ensure_template(administrator)
        administrator.execute(f'drop database if exists "{name}" with (force)')
        administrator.execute(f'create database "{name}" template "{template}" owner flowmono_owner')
        administrator.execute(f'alter database "{name}" set synchronous_commit = off')
    _point_at({alias: name for alias in connections})
    try:
        yield
    finally:
        _point_at(before)
        with _administrator() as administrator:
            administrator.execute(f'drop database if exists "{name}" with (force)')


_EMPTY = """
do $$
declare
  names text[] := array(
    select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and c.relname <> all (array[KEPT]::name[]) order by 1);
  name text;
begin
  set local session_replication_role = replica;
  execute 'lock table ' || array_to_string(names, ', ') || ' in access exclusive mode';
  foreach name in array names loop
    execute 'delete from ' || name;
  end loop;
  perform setval(s.seqrelid, s.seqstart, false) from pg_sequence s
    join pg_depend d on d.objid = s.seqrelid and d.deptype = 'i' join pg_class c on c.oid = d.refobjid
    where c.relname <> all (array[KEPT]::name[]);
end $$
"""


class Emptying:
    """Deletes every row of the database that connections point at, but in the tables to keep; counters begin anew.

    To truncate some hundred tables costs a third of a second; this costs a tenth of it, on a line that knows the tables already.
    """

    def __init__(self, *, keep: Iterable[str]) -> None:
        self._administrator = _administrator(connections["owner"].settings_dict["NAME"])
        self._statement = _EMPTY.replace("KEPT", ", ".join(f"'{table}'" for table in sorted(keep)))

    def __call__(self) -> None:
        """Do it. It waits for whoever still reads or writes, and steps back for one who came by another way through the tables."""
        for _attempt in range(_STEPS_BACK):
            try:
                self._administrator.execute(self._statement)  # type: ignore[call-overload]
            except psycopg.errors.DeadlockDetected:
                continue
            return
        self._administrator.execute(self._statement)  # type: ignore[call-overload]


@contextmanager
def kept_database(name: str) -> Iterator[None]:
    """Point every connection at the database of that name, made where it is missing and migrated; it stays at the end."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    with _administrator() as administrator:
        if not administrator.execute("select 1 from pg_database where datname = %s", (name,)).fetchone():
            template = _ensure_template(administrator)
            administrator.execute(f'create database "{name}" template "{template}" owner flowmono_owner')
            administrator.execute(f'alter database "{name}" set synchronous_commit = off')
    _point_at({alias: name for alias in connections})
    try:
        call_command("migrate", verbosity=0, database="owner")
        yield
    finally:
        _point_at(before)


def _administrator(database: str = "postgres") -> "psycopg.Connection[Any]":
    """A superuser's connection to the embedded server: only it may make databases. Raises RuntimeError on another server."""
    folder = settings.DATABASES["default"].get("EMBEDDED")
    if not folder:
        raise RuntimeError("This needs the embedded PostgreSQL. Unset DATABASE_URL.")
    sockets = embedded.ensure_running(folder)
    return psycopg.connect(host=str(sockets), user="postgres", dbname=database, autocommit=True)


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Migrations build some twenty thousand classes: to look for what of them is gone as often as usual costs a fifth of their time.

    Never to look would cost a gigabyte.
    """
    before = gc.get_threshold()
    gc.set_threshold(1_000_000, 1, 1)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _point_at(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def _ensure_template(administrator: "psycopg.Connection[Any]") -> str:
    """The migrated template for exactly these migrations; those of earlier code are dropped."""
    name = f"template_{_digest_of_migrations()}"
    administrator.execute("select pg_advisory_lock(%s)", (TEMPLATE_LOCK,))
    try:
        known = [
            row[0]
            for row in administrator.execute("select datname from pg_database where datname like 'template\\_%%'")
        ]
        if name in known:
            return name
        files = _digests_of_migrations()
        base = template_to_go_on_from(_made(administrator), files)
        administrator.execute('drop database if exists "half_made_template" with (force)')
        if base:
            administrator.execute(f'create database "half_made_template" template "{base}" owner flowmono_owner')
        else:
            administrator.execute('create database "half_made_template" owner flowmono_owner')
            embedded.prepare_database(
                embedded.ensure_running(settings.DATABASES["default"]["EMBEDDED"]), "half_made_template"
            )
        before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
        _point_at({alias: "half_made_template" for alias in connections})
        try:
            with _collecting_seldom():
                call_command("migrate", verbosity=0, database="owner")
        finally:
            _point_at(before)
        administrator.execute(
            sql.SQL('comment on database "half_made_template" is {}').format(sql.Literal(json.dumps(files)))
        )
        administrator.execute(f'alter database "half_made_template" rename to "{name}"')
        for old in known:
            administrator.execute(f'drop database if exists "{old}"')
    finally:
        administrator.execute("select pg_advisory_unlock(%s)", (TEMPLATE_LOCK,))
    return name


def template_to_go_on_from(made: Mapping[str, Mapping[str, str]], files: Mapping[str, str]) -> str:
    """The template of which all migrations still stand as they were, the one with the most of them; "" when there is none.

    made: what each template ran, and files: what there is now; the digest of each migration file.
    """
    usable = {name: ran for name, ran in made.items() if ran.items() <= files.items()}
    return max(usable, key=lambda name: len(usable[name]), default="")


def _made(administrator: "psycopg.Connection[Any]") -> dict[str, dict[str, str]]:
    """Each template that says what it ran."""
    rows = administrator.execute(
        "select datname, shobj_description(oid, 'pg_database') from pg_database where datname like 'template\\_%%'"
    )
    return {name: json.loads(said) for name, said in rows if said}


def _digest_of_migrations() -> str:
    """Twelve hexadecimal digits over every migration file of every app."""
    return hashlib.sha256(json.dumps(_digests_of_migrations()).encode()).hexdigest()[:12]


def _digests_of_migrations() -> dict[str, str]:
    """Twelve hexadecimal digits of each migration file of each app, such as "signing/0001_initial.py"."""
    return {
        f"{app.label}/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        for app in sorted(apps.get_app_configs(), key=lambda app: app.label)
        for file in sorted(Path(app.path, "migrations").glob("*.py"))
    }
