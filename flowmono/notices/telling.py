"""Telling people: one place that shows a notice and writes a letter, as each of them chose."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from flowmono.accounts.models import User
from flowmono.notices.kinds import Way, way_of
from flowmono.notices.models import Choice, Notice
from flowmono.outbox.letters import write_letter


@dataclass(frozen=True)
class Wording:
    """A letter in words of its own: a template below templates/emails/, what it is filled with, its subject and key, and the document
    versions that go with it."""

    template: str
    facts: dict[str, Any] = field(default_factory=dict)
    subject: str = ""
    key: str = ""
    attachments: tuple[Any, ...] = ()


def tell(
    people: Iterable[User | None],
    kind: str,
    *,
    key: str,
    title: str,
    url: str,
    at: datetime,
    sentence: str = "",
    case_id: uuid.UUID | None = None,
    wording: Wording | None = None,
) -> list[Notice]:
    """Tell these people one thing of a kind, inside the caller's transaction; return what is new to them.

    Two statements besides the letters. Who is not active, is None, or chose "nothing" is left out; a key that a person was
    told already is not told again. `wording` is the letter for those who want one at once; without it they get a plain one.
    """
    concerned = {person.pk: person for person in people if person is not None and person.is_active}
    if not concerned:
        return []
    chosen = dict(Choice.objects.filter(person__in=concerned, kind=kind).values_list("person_id", "way"))
    ways = {pk: way_of(kind, chosen.get(pk)) for pk in concerned}
    told = []
    for pk, person in concerned.items():
        if ways[pk] != Way.NOTHING:
            told.append(
                Notice(
                    person=person,
                    kind=kind,
                    key=key[:200],
                    title=" ".join(title.split())[:200],
                    sentence=" ".join(sentence.split())[:500],
                    url=url,
                    at=at,
                    in_digest=ways[pk] == Way.DAILY,
                )
            )
    Notice.objects.bulk_create(told, ignore_conflicts=True)
    for notice in told:
        if ways[notice.person_id] == Way.ONCE:
            _write(notice, wording or Wording("notice.txt"), case_id)
    return told


def settle(keys: Iterable[str], *, at: datetime) -> int:
    """What these notices asked for is over: they need not be read any more. Return how many were still unread."""
    return Notice.objects.filter(key__in=list(keys)).unread().update(read_at=at)


def settle_about(person: User | None, subjects: Iterable[str], *, at: datetime) -> int:
    """The same for every notice of one person whose key begins with one of these: requests that were repeated have many keys."""
    begins = Q()
    for subject in subjects:
        begins |= Q(key__startswith=subject)
    if person is None or not begins:
        return 0
    return Notice.objects.filter(begins, person=person).unread().update(read_at=at)


def _write(notice: Notice, wording: Wording, case_id: uuid.UUID | None) -> None:
    person = notice.person
    write_letter(
        key=wording.key.format(person=person.pk) or f"notice:{notice.key}:{person.pk}",
        to=person.email,
        subject=wording.subject or notice.title,
        template=wording.template,
        facts={"person": person, "notice": notice, **wording.facts},
        attachments=wording.attachments,
        case_id=case_id,
    )
