"""Settings of gunicorn, the web server: `gunicorn --config python:flowmono.serving flowmono.wsgi`.

The access log goes to standard output when FLOWMONO_ACCESS_LOG is on. Neither log ever holds a personal link.
"""

import os
from typing import Any

from django.conf import settings
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
workers = 2
threads = 4
loglevel = "warning"
accesslog = "-" if settings.ACCESS_LOG else None
