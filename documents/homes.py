"""Where documents belong: each app says, in a module named `homes`, whose its papers are, who sees them and who may prepare them.

This shelf knows no contract and no invoice; a document's kind names its home. A copy has the home of what it is a copy of.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.models import Document, Version
from flowmono.accounts.models import User

COPY = "copy"
# A file that somebody who prepares the documents of a case brings to them: an annex, a scan.
ENCLOSURE = "enclosure"


@dataclass(frozen=True)
class Place:
    """The page that a document belongs to: its name and its address; `lists` is where its siblings are listed."""

    title: str
    url: str
    above: str = ""
    above_url: str = ""


@dataclass(frozen=True)
class Home:
    """The home of one kind of document.

    seen: the versions that a person sees. place: the page that a document belongs to, None when its record is gone.
    may_prepare: the policy. in_place: False when it stays as it was handed in or sealed, and only copies are prepared.
    holds: says why it may not change now, "" when it may; asked to lock, it locks the record that the document belongs to until the
    transaction ends. remarks: what its record has to say about the document as it stands, such as terms whose sentence is gone.
    """

    kind: str
    title: str | Promise
    seen: Callable[[User], "QuerySet[Version]"]
    place: Callable[[Document], Place | None]
    may_prepare: Callable[[Document, User], bool]
    in_place: bool = False
    holds: Callable[[Document, bool], str] = lambda _document, _lock: ""
    remarks: Callable[[Document], list[str]] = lambda _document: []


HOMES: dict[str, Home] = {}


def register_home(home: Home) -> None:
    """From now on documents of this kind have this home."""
    HOMES[home.kind] = home


def visible_versions(person: User, *kinds: str) -> "QuerySet[Version]":
    """Every version that this person sees: of each home, and the copies made of them; none that was disposed of. kinds: only of these homes."""
    homes = [home for kind, home in HOMES.items() if not kinds or kind in kinds]
    if not homes or not person.works_inside:
        return Version.objects.none()
    seen = [home.seen(person).order_by().values("pk") for home in homes]
    own = reduce(or_, [Q(pk__in=keys) for keys in seen])
    copies = reduce(or_, [Q(document__copy_of__in=keys) for keys in seen])
    found: QuerySet[Version] = Version.objects.filter(own | copies, disposed_at__isnull=True)
    return found


def visible_documents(person: User) -> "QuerySet[Document]":
    """The documents of which this person sees a version."""
    found: QuerySet[Document] = Document.objects.filter(
        pk__in=visible_versions(person).order_by().values("document_id")
    )
    return found


def original_of(document: Document) -> Document:
    """The document itself; of a copy, what it is a copy of."""
    return document.copy_of.document if document.copy_of is not None else document


def home_of(document: Document) -> Home | None:
    """The home of a document; None when no app knows its kind."""
    return HOMES.get(original_of(document).kind)


def is_kept_as_it_is(document: Document) -> bool:
    """True when only copies of it are prepared: it was handed in, sent out or sealed."""
    home = home_of(document)
    return document.copy_of_id is None and (home is None or not home.in_place)


def may_be_put_away(document: Document) -> bool:
    """True of copies and of files that somebody added: no record relies on them."""
    return document.copy_of_id is not None or document.kind == ENCLOSURE


def title_of_kind(document: Document) -> str | Promise:
    """What kind of document it is, in words."""
    return title_of(COPY if document.copy_of_id is not None else original_of(document).kind)


def title_of(kind: str) -> str | Promise:
    """A kind of documents in words."""
    if kind == COPY:
        return _("Copy")
    home = HOMES.get(kind)
    return home.title if home else kind.replace("_", " ").capitalize()


def place_of(document: Document) -> Place | None:
    """The page that it belongs to."""
    home = home_of(document)
    return home.place(original_of(document)) if home else None


def reason_to_keep(document: Document, *, lock: bool = False) -> str:
    """Why the document may not change now; "" when it may. A copy belongs to nobody's decision and may always change."""
    home = home_of(document)
    if home is None:
        return str(_("This kind of document is not prepared."))
    if document.put_away_at is not None:
        return str(_("It was put away. Bring it back to work on it."))
    return "" if document.copy_of_id is not None else home.holds(document, lock)


def versions_of(document: Document, person: User) -> "QuerySet[Any]":
    """The versions of one document that this person sees, the newest first."""
    return visible_versions(person).filter(document=document).order_by("-number")
