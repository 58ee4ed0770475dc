"""Settings of gunicorn, the web server: `gunicorn --config python:flowmono.serving flowmono.wsgi`.

The access log goes to standard output when FLOWMONO_ACCESS_LOG is on. Neither log ever holds a personal link.
"""

import gc
import os
from typing import Any

from django.conf import settings
from django.db import connections
from gunicorn.glogging import Logger

from flowmono.common.masking import MASK, MaskSecrets, mask_secrets

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "flowmono.settings")
SECRET_HEADERS = {"{authorization}i", "{cookie}i", "{set-cookie}o"}


class MaskedLogger(Logger):  # type: ignore[misc]
    """gunicorn's logger, with the secrets of addresses masked in both of its logs."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.addFilter(MaskSecrets())

    def atoms(self, *facts: Any) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(*facts)
        return {name: MASK if name in SECRET_HEADERS else _masked(value) for name, value in atoms.items()}


def _masked(value: Any) -> Any:
    return mask_secrets(value) if isinstance(value, str) else value


logger_class = MaskedLogger


def pre_fork(_server: Any, _worker: Any) -> None:
    """Children share what the first process imported; what it asked of the database while doing so is not theirs.

    Within a request they look for garbage only if it makes as many objects as a whole export does.
    """
    connections.close_all()
    gc.set_threshold(50 * YOUNG, LATER, LATER)
    gc.freeze()


def post_request(_worker: Any, _request: Any, _environ: Any, _answer: Any) -> None:
    """Garbage is looked for after an answer has left: within a request a look took up to 120 ms of it (bench.pages, lists of the API)."""
    young, middle, old = gc.get_count()
    if young > YOUNG:
        gc.collect(2 if old > LATER else 1 if middle > LATER else 0)


# How many new objects are worth a look, and how many looks a wider one.
YOUNG, LATER = 20_000, 20

# Imported once, by the first process: its children share the memory and begin at once.
preload_app = True
workers = 2
threads = 4
loglevel = "warning"
accesslog = "-" if settings.ACCESS_LOG else None
