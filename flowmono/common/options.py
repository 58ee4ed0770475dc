"""What OPTIONS answers."""

from typing import Any

from rest_framework.metadata import SimpleMetadata


class InShort(SimpleMetadata):
    """What OPTIONS says of an endpoint: what it is called and what it reads and writes. The shapes are in the description."""

    def determine_actions(self, request: Any, view: Any) -> dict[str, Any]:
        return {}
