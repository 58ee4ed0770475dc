"""Logs without secrets: a personal link in an address opens somebody's page, so no log keeps it.

One list of the addresses that carry a secret; gunicorn's access log (see flowmono/serving.py) and Django's own log both use it.
"""

import logging
import re
from typing import Any

MASK = "***"
# What comes after these paths opens something for whoever has it.
_PATHS = re.compile(
    r"(/signing/open/|/portal/enter/|/account/password/reset/key/|/account/confirm-email/)[^/?#\s\"']+", re.IGNORECASE
)
# And so does a query value of these names, wherever it stands.
_QUERY = re.compile(r"([?&;](?:[\w-]*(?:token|secret|password|code|key|signature|sesame))=)[^&;#\s\"']+", re.IGNORECASE)


def mask_secrets(text: str) -> str:
    """The text with every secret of an address replaced by ***."""
    return _QUERY.sub(rf"\1{MASK}", _PATHS.sub(rf"\1{MASK}", text))


class MaskSecrets(logging.Filter):
    """A filter for handlers: what is written has no secret in its message, its arguments or its error."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = mask_secrets(str(record.msg))
        if isinstance(record.args, dict):
            record.args = {name: _masked(value) for name, value in record.args.items()}
        elif record.args:
            record.args = tuple(_masked(value) for value in record.args)
        if record.exc_info and not record.exc_text:
            record.exc_text = mask_secrets(logging.Formatter().formatException(record.exc_info))
        return True


def _masked(value: Any) -> Any:
    """Numbers stay numbers, because a message may format them; anything else is masked as the text it would become."""
    return value if value is None or isinstance(value, int | float) else mask_secrets(str(value))


class WithReference(logging.Filter):
    """A filter for handlers: what went wrong in a request is written with the reference that its page shows."""

    def filter(self, record: logging.LogRecord) -> bool:
        reference = getattr(getattr(record, "request", None), "reference", "")
        if reference and reference not in str(record.msg):
            record.msg = f"[{reference}] {record.msg}"
        return True
