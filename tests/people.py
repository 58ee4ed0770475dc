"""The same few people in every story."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib.auth.models import Group

from flowmono.accounts import roles
from flowmono.accounts.models import User

NOON = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)

CAST = {
    "maya": ("Maya", "Okafor", (roles.PROCUREMENT,)),
    "abel": ("Abel", "Lindqvist", (roles.APPROVER,)),
    "dora": ("Dora", "Marchetti", (roles.DIRECTOR, roles.APPROVER)),
    "carl": ("Carl", "Brandt", (roles.CFO,)),
    "pierre": ("Pierre", "Dubois", (roles.REQUESTER,)),
    "sam": ("Sam", "Whitfield", (roles.SIGNATORY,)),
    "lena": ("Lena", "Vogel", (roles.LEGAL,)),
    "fay": ("Fay", "Nakamura", (roles.FINANCE,)),
    "finn": ("Finn", "Sorensen", (roles.FINANCE,)),
    "gwen": ("Gwen", "Adeyemi", (roles.FINANCE,)),
    "aud": ("Aud", "Halvorsen", (roles.AUDITOR,)),
    "ada": ("Ada", "Romano", (roles.ADMINISTRATOR,)),
    "vera": ("Vera", "Costa", (roles.VENDOR_CONTACT,)),
    "olu": ("Olu", "Balogun", ()),
}


def make_person(key: str) -> User:
    """One of the cast, with their roles. The same key twice is the same account."""
    first, last, names = CAST[key]
    email, human = f"{key}@example.com", UUID(int=sorted(CAST).index(key) + 1)
    person = User.objects.filter(email=email).first()
    if person is None:
        person = User.objects.create(username=key, email=email, first_name=first, last_name=last, person=human)
        person.groups.add(*Group.objects.filter(name__in=names))
    return person


def make_people(*keys: str) -> list[User]:
    return [make_person(key) for key in keys]
