"""What a token may do: its scopes, asked before every endpoint."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext
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
    return sorted({f"{about}:{verb}" for about, _view in _endpoints() for verb in ("read", "write")})


def scopes_for(person: Any) -> list[str]:
    """The scopes with which a token of this person can do something, in alphabetical order.

    A view says who reads and who changes anything there by `readers` and `writers`, policies of a person alone. Where it says
    nothing, the company's own people read, and those of them who do more than read change.
    """
    found: set[str] = set()
    for about, view in _endpoints():
        if getattr(view, "readers", works_inside)(person):
            found.add(f"{about}:read")
        if getattr(view, "writers", may_decide)(person):
            found.add(f"{about}:write")
    return sorted(found)


def works_inside(by: Any) -> bool:
    """The company's own people."""
    return bool(by.works_inside)


def may_decide(by: Any) -> bool:
    """The company's own people who do more than read."""
    return bool(by.may_decide)


def scope_in_words(scope: str) -> str:
    """ "payment-files:read" reads "Payment files: read"."""
    about, _colon, verb = scope.partition(":")
    words = {"read": gettext("%(about)s: read"), "write": gettext("%(about)s: change")}
    return words.get(verb, "%(about)s") % {"about": gettext(subject_of(about))}


def subject_in_words(scope: str) -> str:
    """ "payment-files:read" is about "Payment files"."""
    return gettext(subject_of(scope.partition(":")[0]))


def subject_of(about: str) -> str:
    """What a scope is about, in English words, as translators find them."""
    return about.replace("-", " ").replace("_", " ").capitalize()


def subjects() -> list[str]:
    """The words of every scope that there is."""
    return sorted({subject_of(about) for about, _view in _endpoints()})


def _endpoints() -> Iterator[tuple[str, Any]]:
    """What each endpoint of the API is about, and its view."""
    left: list[Any] = [get_resolver()]
    while left:
        for entry in left.pop().url_patterns:
            if isinstance(entry, URLResolver):
                left.append(entry)
            elif isinstance(entry, URLPattern) and (view := getattr(entry.callback, "cls", None)) is not None:
                about = str(getattr(view, "scope", "")) or scope_of(view(**getattr(entry.callback, "initkwargs", {})))
                if about:
                    yield about, view
