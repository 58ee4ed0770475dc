"""The worker of the hand-written queue: claim, replay the recorded statements with fresh keys, commit. Nothing else."""

import json
import os
import re
import signal
import sys
import uuid
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from flowmono.common import embedded

CLAIM = "delete from bench_job where id = (select id from bench_job order by id for update skip locked limit 1) returning recipe, batch, contract"


def revive(value: Any) -> Any:
    """The parameter as it was recorded."""
    if isinstance(value, list):
        return [revive(one) for one in value]
    if not isinstance(value, dict):
        return value
    kind, text = value["kind"], value["value"]
    if kind == "UUID":
        return uuid.UUID(text)
    if kind == "datetime":
        return datetime.fromisoformat(text)
    if kind == "date":
        return datetime.fromisoformat(text).date()
    if kind == "Decimal":
        return Decimal(text)
    if kind in {"Jsonb", "Json"}:
        return Jsonb(json.loads(text))
    return text


class Recipe:
    """The statements of one reaction. Keys that the reaction made are replaced by fresh ones at each replay."""

    def __init__(self, statements: list[Any], sample: uuid.UUID, known: set[uuid.UUID]) -> None:
        self.statements = [(sql, [revive(value) for value in values]) for sql, values in statements]
        self.sample, self.known = sample, known

    def replay(self, line: "psycopg.Connection[Any]", contract: uuid.UUID) -> None:
        fresh: dict[uuid.UUID, uuid.UUID] = {known: known for known in self.known} | {self.sample: contract}
        mark = uuid.uuid4().hex[:8]
        for sql, values in self.statements:
            line.execute(sql, [_renew(value, fresh, mark) for value in values])


def _renew(value: Any, fresh: dict[uuid.UUID, uuid.UUID], mark: str) -> Any:
    """A key of its own for every key that was made, and a text of its own for what must be unique."""
    if isinstance(value, list):
        return [_renew(one, fresh, mark) for one in value]
    if isinstance(value, uuid.UUID):
        return fresh.setdefault(value, uuid.uuid4())
    if value == "flowmono":
        return "bench"  # tasks of the replay go to a queue that nobody reads
    if isinstance(value, str) and re.match(r"[a-z_.]+reactions\.\w+$|[a-z_]+:[\w:-]+$", value):
        return f"{value[:180]}{mark}"
    if isinstance(value, str) and re.match(r"PO-\d|[0-9a-f]{64}$", value):
        return f"{mark}{value[8:]}" if len(value) == 64 else f"PO-{mark}"
    return value


def main() -> None:
    content = json.loads(Path(sys.argv[1]).read_text())
    sample, known = revive(content["sample"]), {revive(value) for value in content["known"]}
    recipes = {path: Recipe(statements, sample, known) for path, statements in content["recipes"].items()}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flowmono.settings")
    from django.conf import settings

    sockets = embedded.ensure_running(settings.DATABASES["default"]["EMBEDDED"])
    stop: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_signal: stop.append(1))
    with (
        psycopg.connect(host=str(sockets), user="flowmono_owner", dbname=sys.argv[2], autocommit=True) as bell,
        psycopg.connect(host=str(sockets), user="postgres", dbname=sys.argv[2], autocommit=True) as line,
    ):
        bell.execute("listen bench_queue")
        while not stop:
            while work(line, recipes):
                pass
            for _notice in bell.notifies(timeout=0.5, stop_after=1):
                break


def work(line: "psycopg.Connection[Any]", recipes: dict[str, Recipe]) -> bool:
    with line.transaction():
        claimed = line.execute(CLAIM).fetchone()
        if claimed is None:
            return False
        recipes[claimed[0]].replay(line, claimed[2])
        line.execute("insert into bench_done (batch) values (%s)", (claimed[1],))
    return True


if __name__ == "__main__":
    main()
