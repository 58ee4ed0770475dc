"""The API's description, made once for each process of the tests."""

import functools
from typing import Any

from drf_spectacular.generators import SchemaGenerator


@functools.cache
def description() -> dict[str, Any]:
    """The whole of it. It is read, not changed: whoever changes it takes a copy."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return made
