"""How often one address may knock on a door that anybody can reach. Counted in the database, so that all workers count together."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

LONGEST_KEY = 120

# One statement counts the knock and forgets a few windows that are over, whoever's they were.
COUNT = """
with over as (
  delete from common_knock where key in (
    select key from common_knock where until <= %(now)s and key <> %(key)s limit 20 for update skip locked
  )
)
insert into common_knock as known (key, count, until) values (%(key)s, 1, %(until)s)
on conflict (key) do update set
  count = case when known.until <= %(now)s then 1 else known.count + 1 end,
  until = case when known.until <= %(now)s then excluded.until else known.until end
returning count
"""


def address_of(request: HttpRequest) -> str:
    """Where the request comes from; behind our own proxy, what that proxy saw."""
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
        if forwarded:
            return forwarded[:60]
    return str(request.META.get("REMOTE_ADDR", ""))[:60]


def count_knock(request: HttpRequest, door: str, *, seconds: int) -> int:
    """Count a knock; return how many there were in the window, which the first knock opens for so many `seconds`."""
    now = timezone.now()
    values = {"key": _key(request, door), "now": now, "until": now + timedelta(seconds=seconds)}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        (count,) = cursor.fetchone()
    return int(count)


def knocks_so_far(request: HttpRequest, door: str) -> int:
    """How many knocks there were in the window that is open; 0 when none is. Counts nothing."""
    now: datetime = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("select count from common_knock where key = %s and until > %s", [_key(request, door), now])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def knocks_too_often(request: HttpRequest, door: str, *, limit: int, seconds: int) -> bool:
    """Count this knock; True when the address has knocked more than `limit` times in the window."""
    return count_knock(request, door, seconds=seconds) > limit


def _key(request: HttpRequest, door: str) -> str:
    return f"{door}:{address_of(request)}"[:LONGEST_KEY]
