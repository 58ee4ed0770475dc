"""Secrets of endpoints are kept sealed: who reads a copy of the database cannot sign in our name."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext as _

from flowmono.common.refusals import Conflict


def seal(secret: str) -> str:
    """The secret as the database keeps it."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret again. Raises Conflict when the installation's key is another than the one it was sealed with."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as problem:
        raise Conflict(
            _("FLOWMONO_SECRET_KEY has changed since this endpoint's secret was made. Give the endpoint a new secret.")
        ) from problem


def _box() -> Fernet:
    key = hashlib.sha256(b"flowmono.webhooks.secrets|" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
