"""Documents and their versions. A version's bytes never change; a derivative is another version that names its source."""

import hashlib
from datetime import datetime
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from flowmono.accounts.models import User
from flowmono.common.refusals import Conflict
from flowmono.outbox.models import Record


class Document(Record):
    """A paper with a title, in one case; what it says is in its versions."""

    case_key = models.UUIDField(db_index=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, help_text=_("contract, evidence, invoice, order, certificate, copy …"))
    working = models.ForeignKey(
        "Version",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The version that prepared steps have led to; none while nothing was prepared since the newest."),
    )
    working_id: UUID | None
    copy_of = models.ForeignKey(
        "Version",
        null=True,
        on_delete=models.PROTECT,
        related_name="copies",
        help_text=_("The version that this document was made of; a copy proves nothing that its original proves."),
    )

    put_away_at = models.DateTimeField(
        null=True, help_text=_("When it was put away: it stands in no list and in no search, and can be brought back.")
    )

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.title

    @property
    def case(self) -> Any:
        return self.case_key

    def newest(self, *origins: str) -> "Version | None":
        """The newest version, or the newest of these origins."""
        versions = self.versions.filter(origin__in=origins) if origins else self.versions.all()
        return versions.order_by("-number").first()

    def as_it_stands(self) -> "Version | None":
        """The version that counts now: the one that was prepared, else what the contract's draft became, else the newest that
        was brought. What was prepared of an earlier draft, or signed somewhere else, is not it."""
        if self.working is not None:
            return self.working
        return self.newest(*self.brought_as)

    def put_away(self, *, at: datetime) -> None:
        """Nobody needs it any more. Nothing of it is lost."""
        self.put_away_at = at

    def bring_back(self) -> None:
        """It is needed after all."""
        self.put_away_at = None

    @property
    def brought_as(self) -> tuple[str, ...]:
        """The origins of the versions that count before anything was prepared."""
        return CONVERTED if self.kind == "contract" else BROUGHT


class Origin(models.TextChoices):
    UPLOADED = "uploaded", _("uploaded")
    CONVERTED = "converted", _("converted")
    SIGNED = "signed", _("signed")
    SEALED = "sealed", _("sealed")
    GENERATED = "generated", _("made by Flowmono")
    DERIVED = "derived", _("derived copy")


# The origins of the versions that count before anything was prepared: of a contract, and of any other document.
CONVERTED: tuple[str, ...] = (Origin.CONVERTED,)
BROUGHT: tuple[str, ...] = (Origin.UPLOADED, Origin.GENERATED, Origin.SEALED)


class Version(Record):
    """Bytes under a hash. `certificate` tells how the version was made: engine, fonts, counts, findings; `accepted_by` is who
    looked at a conversion and found its rendering right."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    document_id: UUID
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=10, choices=Origin)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    derived_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="derivatives")
    certificate = models.JSONField(default=dict)
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    disposed_at = models.DateTimeField(
        null=True, help_text=_("When it was disposed of: its file and words are gone, this row stays.")
    )

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="one_version_per_number",
                violation_error_message=_(
                    "Somebody else made a version of this document at the same moment: open it again, then repeat what you did."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | models.Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="accepted_by_somebody_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @property
    def case(self) -> Any:
        return self.document.case_key

    @property
    def words_lost(self) -> int:
        """How many words of the source its conversion did not show."""
        return int(self.certificate.get("words_lost", 0))

    def accept(self, *, by: User, at: datetime) -> None:
        """A person compared it with its source and found it right."""
        self.accepted_by, self.accepted_at = by, at

    @property
    def path(self) -> str:
        """Where the bytes lie: by their hash, so that the same file is stored once."""
        return f"{self.sha256[:2]}/{self.sha256}"

    def content(self) -> bytes:
        """The bytes, checked against the recorded hash. Raises Conflict when they are gone or have changed."""
        self.demand_kept()
        return read_bytes(self.sha256, self.name)

    def demand_kept(self) -> None:
        """Raises Conflict when it was disposed of: what a process still remembers of its pages is shown to nobody."""
        if self.disposed_at is not None:
            raise Conflict(
                gettext("The file %(name)s was disposed of after its time. Only its certificate of disposal is left.")
                % {"name": self.name},
                code="disposed",
            )


class TextLayer(models.Model):
    """The text of a version, and where it stands: the one coordinate system of every quote.

    pages: [[number, start, end]] spans of `text`; runs: [[page, x, y, width, height, start, end]] in PDF points from the
    lower left corner. Of a version that was prepared, `base` is the version whose text quotes point into, and `places`
    [[start there, end there, start here]] tells where each stretch of that text stands here; what is in none is gone.
    """

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="layer")
    text = models.TextField()
    pages = models.JSONField(default=list)
    runs = models.JSONField(default=list)
    base = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+")
    base_id: UUID | None
    places = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"text of {self.version}"

    def here(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the characters [start, end) of the text that quotes point into stand in this text, whole; None when they do not."""
        if self.base_id is None:
            return start, end
        for first, last, at in self.places:
            if first <= start and end <= last:
                return start - first + at, end - first + at
        return None

    def page_at(self, offset: int) -> int | None:
        """The number of the page on which the character at this offset stands."""
        return next((number for number, start, end in self.pages if start <= offset < end), None)


def standing_key() -> Any:
    """The key of the version that counts now, for the documents of a query: `as_it_stands` of all of them in one statement."""
    newest = Version.objects.filter(document=models.OuterRef("pk")).order_by("-number").values("pk")
    of_contract, of_others = newest.filter(origin__in=CONVERTED)[:1], newest.filter(origin__in=BROUGHT)[:1]
    brought = models.Case(
        models.When(kind="contract", then=models.Subquery(of_contract)), default=models.Subquery(of_others)
    )
    return Coalesce("working_id", brought)


def read_bytes(sha256: str, name: str) -> bytes:
    """What is kept under a hash. Raises Conflict, naming the file, when it is gone or has changed."""
    try:
        with default_storage.open(f"{sha256[:2]}/{sha256}") as file:
            data: bytes = file.read()
    except OSError:
        raise Conflict(
            gettext("The file %(name)s is missing from storage. Restore it from a backup.") % {"name": name},
            code="file_missing",
        ) from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Conflict(
            gettext("The file %(name)s has changed in storage. Restore it from a backup.") % {"name": name},
            code="file_changed",
        )
    return data


def lock_bytes(sha256: str, *, alone: bool) -> None:
    """Until the transaction ends, nobody erases the bytes under this hash; `alone`: nobody else relies on them either."""
    act = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    key = hashlib.sha256(f"bytes|{sha256}".encode()).digest()[:8]
    with connection.cursor() as cursor:
        cursor.execute(f"select {act}(%s)", [int.from_bytes(key, "big", signed=True)])


def keep_bytes(data: bytes) -> str:
    """Store bytes under their hash, whole or not at all; return the hash. Storing them twice is storing them once.

    Call it in the transaction that writes down who needs them: until it ends, a disposal of the same file waits and then sees it.
    """
    digest = hashlib.sha256(data).hexdigest()
    lock_bytes(digest, alone=False)
    path = f"{digest[:2]}/{digest}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(data))
    return digest


def add_version(document: Document, data: bytes, *, name: str, media_type: str, origin: str, **facts: Any) -> Version:
    """Add a version to a document. The bytes are stored first: a row never points at a file that is not there."""
    digest = keep_bytes(data)
    last = document.versions.select_for_update().order_by("-number").first()
    version = Version(
        document=document,
        number=last.number + 1 if last else 1,
        origin=origin,
        name=PurePath(name).name[:200] or "document",
        media_type=media_type,
        size=len(data),
        sha256=digest,
        **facts,
    )
    version.save()
    return version
