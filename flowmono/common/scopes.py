"""What a token may do: its scopes, asked before every endpoint."""

from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request


def scope_of(view: Any) -> str:
    """What a view's scopes are about: its `scope`, such as "contracts"; else its basename in the plural, up to a dash."""
    named = getattr(view, "scope", "")
    if named:
        return str(named)
    first = (getattr(view, "basename", None) or "").split("-", 1)[0]
    return first if not first or first.endswith("s") else f"{first}s"


class Scoped(BasePermission):
    """A token does what its scopes say: a view with scope = "contracts" asks for contracts:read, or for contracts:write.

    People who are signed in have no scopes; policies alone answer for them. A view that is about nothing, such as the list
    of endpoints, may be read with any token.
    """

    message = "This token lacks the scope for it. Its owner can make one with the scope."
    code = "scope_missing"

    def has_permission(self, request: Request, view: Any) -> bool:
        scopes = getattr(request.auth, "scopes", None)
        if scopes is None:
            return True
        needed = "read" if request.method in SAFE_METHODS else "write"
        about = scope_of(view)
        if not about:
            return needed == "read"
        if f"{about}:{needed}" in scopes:
            return True
        self.message = f"This token lacks the scope {about}:{needed}. Its owner can make one with it."
        return False


def all_scopes() -> list[str]:
    """Every scope that an endpoint of the API asks for, such as "contracts:read", in alphabetical order."""
    about: set[str] = set()

    def walk(resolver: URLResolver) -> None:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                walk(entry)
            elif isinstance(entry, URLPattern) and (view := getattr(entry.callback, "cls", None)) is not None:
                options = getattr(entry.callback, "initkwargs", {})
                about.add(str(getattr(view, "scope", "")) or scope_of(view(**options)))

    walk(get_resolver())
    return sorted(f"{name}:{verb}" for name in about - {""} for verb in ("read", "write"))
