"""How sealing stands, for who looks after it: level, clock, certificates, roots, revocation data, and documents that wait for their seal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from asn1crypto import crl, x509
from django.conf import settings
from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from signing import trust
from signing.certificates import Told, told_of
from signing.levels import Level
from signing.models import AuthorityAnswer, AuthorityKind, Envelope, EnvelopeState, SignatureProfile
from signing.pki import KeyProblem
from signing.revocation import gather_proofs, is_good
from signing.sealing import LevelNotReached
from signing.signer.client import Held
from signing.signer.messages import SignerProblem
from signing.waiting import why_unsealed

OF_LATE = 50
LEVELS = {
    "B-B": _("Signature and seal alone. When they were made is stated, not proven."),
    "B-T": _("A timestamp proves when the seal was made."),
    "B-LT": _("A timestamp, and proof in the file that no certificate was taken back."),
    "B-LTA": _(
        "A timestamp, proof in the file that no certificate was taken back, and a last timestamp over all of it."
    ),
}
KEPT = {
    "PEM": _("an encrypted file (PEM)"),
    "PKCS#12": _("an encrypted file (PKCS#12)"),
    "PKCS#11": _("a security module (PKCS#11), which the key never leaves"),
}
MOST_WAITING = 50


@dataclass(frozen=True)
class Own:
    """A certificate that the signer can sign with; what its key is kept in, and the marks that are bound to it."""

    name: str
    told: Told
    kept: str
    marks: tuple[SignatureProfile, ...] = ()

    @property
    def kept_in(self) -> str:
        return str(KEPT[self.kept])


@dataclass(frozen=True)
class Signer:
    """What the signer process says of itself; `problem` in words when it cannot be asked."""

    seal: Own | None = None
    people: tuple[Own, ...] = ()
    unusable: tuple[tuple[str, str], ...] = ()
    stamps: bool = False
    problem: str = ""


@dataclass(frozen=True)
class Listed:
    """A revocation list that lies here: whose, made when, good until when, and how many certificates it takes back."""

    issuer: str
    made: datetime
    ends: datetime | None
    entries: int
    good: bool


@dataclass(frozen=True)
class Reached:
    """How often a level was reached of late, and when last."""

    level: str
    times: int
    last: datetime


@dataclass(frozen=True)
class Waiting:
    """A document that everybody has signed and that has no seal yet."""

    envelope: Envelope
    why: str


def signer_now() -> Signer:
    """Asks the signer process. It tells names and public certificates, nothing else."""
    try:
        client = trust.client()
        seal, (people, unusable) = client.seal(), client.people()
        stamps = client.timestamper() is not None
    except (SignerProblem, KeyProblem) as problem:
        return Signer(problem=str(problem))
    bound: dict[str, list[SignatureProfile]] = {}
    for mark in SignatureProfile.objects.exclude(certificate="").select_related("user"):
        bound.setdefault(mark.certificate, []).append(mark)
    names = {one.name for one in people}
    lost = [(name, unusable.get(name, "")) for name in bound if name not in names]
    others = [(name, words) for name, words in unusable.items() if name not in bound]
    return Signer(_own(seal), tuple(_own(one, bound.get(one.name, ())) for one in people), tuple(lost + others), stamps)


def _own(held: Held, marks: Sequence[SignatureProfile] = ()) -> Own:
    return Own(held.name, told_of(held.certificate), held.kept, tuple(marks))


def reached_of_late() -> list[Reached]:
    """The levels of the last seals, most frequent first."""
    sealed = Envelope.objects.filter(state=EnvelopeState.SEALED)
    last = sealed.order_by("-sealed_at").values("pk")[:OF_LATE]
    counted = sealed.filter(pk__in=last).order_by().values("level_reached")
    found = counted.annotate(times=Count("pk"), last=Max("sealed_at")).order_by("-times")
    return [Reached(one["level_reached"], one["times"], one["last"]) for one in found]


def how_to_seal_higher(*, stamps: bool, is_shown_later: bool) -> list[str]:
    """What whoever runs the installation does for a higher level than is wanted; [] where it is the highest.

    stamps: whether the signer stamps by itself; is_shown_later: Flowmono is shown at another time than the real one.
    """
    if settings.SEAL_LEVEL == Level.LTA:
        return []
    said = [
        _(
            "For a higher one, whoever runs this installation starts it with FLOWMONO_SEAL_LEVEL=B-LTA: it holds for what is sent from then on."
        )
    ]
    if not clock_address() and stamps:
        said.append(
            _(
                "The signer then stamps with its own key and clock. A timestamp that others believe comes from an authority outside: "
                "its address is FLOWMONO_TIMESTAMP_URL."
            )
        )
    elif not clock_address():
        said.append(_("A timestamp authority is needed first; its address is FLOWMONO_TIMESTAMP_URL."))
    if is_shown_later:
        said.append(_("A timestamp names the real time, not the one at which Flowmono is shown here."))
    return [str(words) for words in said]


def clock_address() -> str:
    """The timestamp authority of the settings without whatever is secret in its address; "" when the signer stamps by itself."""
    if not settings.TIMESTAMP_URL:
        return ""
    parts = urlsplit(settings.TIMESTAMP_URL)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def last_answer_of_clock() -> AuthorityAnswer | None:
    """What the timestamp authority answered last; None when it was not asked yet."""
    return AuthorityAnswer.objects.filter(kind=AuthorityKind.TIMESTAMP, address=clock_address()).first()


def roots_here() -> tuple[list[Told], list[Told], str]:
    """The roots that are trusted for seals, those trusted for timestamps alone, and why they cannot be read ("" when they can)."""
    try:
        return _told(trust.roots()), _told(trust.clocks()), ""
    except KeyProblem as problem:
        return [], [], str(problem)


def _told(certificates: Sequence[x509.Certificate]) -> list[Told]:
    return [told_of(one) for one in certificates]


def lists_here(at: datetime) -> tuple[list[Listed], str]:
    """The revocation lists that lie here, and why they cannot be read ("" when they can)."""
    try:
        return list(_listed(trust.lists_at_hand(), at)), ""
    except KeyProblem as problem:
        return [], str(problem)


def _listed(found: Sequence[crl.CertificateList], at: datetime) -> Iterator[Listed]:
    for one in found:
        facts = one["tbs_cert_list"]
        names = facts["issuer"].native
        issuer = names.get("common_name") or names.get("organization_name") or facts["issuer"].human_friendly
        entries = facts["revoked_certificates"]
        yield Listed(
            str(issuer),
            facts["this_update"].native,
            facts["next_update"].native,
            len(entries) if entries.native else 0,
            is_good(one, at),
        )


def waiting_for_seal() -> list[Waiting]:
    """Documents that everybody has signed and that have no seal yet, the oldest first, with the reason of the last attempt."""
    waiting = Envelope.objects.filter(state=EnvelopeState.COMPLETED).order_by("completed_at")[:MOST_WAITING]
    return [Waiting(one, why_unsealed(one)) for one in waiting]


def why_not_provable(name: str, *, at: datetime) -> str:
    """Why a seal of the level wanted could not prove that this certificate was not taken back, in words; "" when it could.

    Asks authorities outside where no list lies here: call it in no transaction.
    """
    if Level(settings.SEAL_LEVEL).rank < Level.LT.rank or not name:
        return ""
    try:
        held = trust.client().named(name)
        known = (*trust.between(), held.certificate, *held.chain)
        gather_proofs([held.certificate], known, trust.roots(), trust.lists_at_hand(), at=at)
    except (LevelNotReached, SignerProblem, KeyProblem) as problem:
        return str(problem)
    return ""
