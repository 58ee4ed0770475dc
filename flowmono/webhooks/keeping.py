"""Secrets of endpoints are kept sealed: who reads a copy of the database cannot sign in our name."""

from typing import Final

from django.utils.translation import gettext as _

from flowmono.common.refusals import Conflict
from flowmono.common.sealing import Box, BrokenSeal

_BOX: Final = Box("flowmono.webhooks.secrets")


def seal(secret: str) -> str:
    """The secret as the database keeps it."""
    return _BOX.seal(secret)


def unseal(sealed: str) -> str:
    """The secret again. Raises Conflict when the installation's key is another than the one it was sealed with."""
    try:
        return _BOX.unseal(sealed)
    except BrokenSeal as problem:
        raise Conflict(
            _("FLOWMONO_SECRET_KEY has changed since this endpoint's secret was made. Give the endpoint a new secret.")
        ) from problem
