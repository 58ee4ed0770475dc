"""Which viewset answers under which name of the API, as the router knows it."""

from importlib import import_module
from typing import Any

from django.conf import settings


def router_names() -> dict[str, Any]:
    """ "contracts" → its viewset, for every endpoint of /api/v1/."""
    router = import_module(settings.API_MODULE).router
    return {prefix: viewset for prefix, viewset, _basename in router.registry}
