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
    """Children share what the first process imported; what it asked of the database while doing so is not theirs."""
    connections.close_all()
    gc.freeze()


# Imported once, by the first process: its children share the memory and begin at once. To look for garbage as often as
# Python does by itself is a tenth of a request's time.
preload_app = True
gc.set_threshold(50_000, 20, 20)
workers = 2
threads = 4
loglevel = "warning"
accesslog = "-" if settings.ACCESS_LOG else None
