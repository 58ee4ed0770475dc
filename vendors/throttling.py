"""How often one address may knock on a door that anybody can reach."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Where the request comes from; behind our own proxy, what that proxy saw."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
        if forwarded:
            return forwarded[:60]
    return str(request.META.get("REMOTE_ADDR", ""))[:60]


def knocks_too_often(request: HttpRequest, door: str, *, limit: int, seconds: int) -> bool:
    """Count this knock; True when the address has knocked more than `limit` times in the running `seconds`."""
    key = f"knock:{door}:{address_of(request)}"
    if cache.add(key, 1, timeout=seconds):
        return False
    try:
        return cache.incr(key) > limit
    except ValueError:  # it ran out between the two lines
        cache.set(key, 1, timeout=seconds)
        return False
