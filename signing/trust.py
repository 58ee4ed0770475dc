"""Where this installation's keys and certificates are: the signer process that holds the keys, and what it is trusted by.

Web and worker never read a key. They ask the signer over its socket. In production somebody starts it under its own user; in
development whoever needs it first starts it, with a trial authority made on first use.
"""

import fcntl
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from asn1crypto import crl, x509
from django.conf import settings
from django.utils import timezone
from pyhanko.sign.timestamps import TimeStamper

from flowmono.common.models import Company
from signing.certificates import Trusted
from signing.outward import configured_timestamper
from signing.pki import TrialPki, load_certificates, load_revocation_lists, make_trial_pki
from signing.revocation import gather_proofs, is_good
from signing.sealing import TrustMaterial, certificates_of
from signing.signer.client import SignerClient, signer_client
from signing.verification.certificates import settle_roots

_mine = threading.local()


def client() -> SignerClient:
    """This thread's connection to the signer process, made once for each socket."""
    socket = str(settings.SIGNER_SOCKET)
    kept: dict[str, SignerClient] = _mine.__dict__.setdefault("clients", {})
    if socket not in kept:
        own = None if settings.PRODUCTION else trial_authority(at=timezone.now()).signer_settings
        kept[socket] = signer_client(Path(socket), settings=own)
    return kept[socket]


def trial_authority(*, at: datetime, rsa_seal: bool = False) -> TrialPki:
    """The authority in PKI_DIR, made now when there is none (with RSA for its seal, if so wanted). Two that ask at once get the same."""
    folder = Path(settings.PKI_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "being-made.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        pki = TrialPki(folder)
        return pki if pki.root.exists() else make_trial_pki(folder, organisation(), at=at, rsa_seal=rsa_seal)


def organisation() -> str:
    """The name in whose name documents are sealed."""
    company = Company.objects.order_by("pk").first()
    return company.name if company else "Flowmono"


def roots() -> tuple[x509.Certificate, ...]:
    """The root certificates by which seals and timestamps are trusted: root.pem and those in trusted/; none when there are none yet."""
    return settle_roots(_given())[0]


def clocks() -> tuple[x509.Certificate, ...]:
    """The root certificates that are trusted for timestamps alone: those in clocks/."""
    return settle_roots(_in_folder("clocks"))[0]


def between() -> tuple[x509.Certificate, ...]:
    """The certificates between roots and seals or timestamps: issuing.pem and those in trusted/ and clocks/ for which another there vouches."""
    path = TrialPki(Path(settings.PKI_DIR)).issuing
    own = tuple(load_certificates([path])) if path.exists() else ()
    return (*own, *settle_roots(_given())[1], *settle_roots(_in_folder("clocks"))[1])


def _given() -> tuple[x509.Certificate, ...]:
    path = TrialPki(Path(settings.PKI_DIR)).root
    return (*(load_certificates([path]) if path.exists() else ()), *_in_folder("trusted"))


def _in_folder(name: str) -> tuple[x509.Certificate, ...]:
    return tuple(load_certificates(sorted((Path(settings.PKI_DIR) / name).glob("*.pem"))))


def fresh_revocation_lists(*, at: datetime) -> tuple[crl.CertificateList, ...]:
    """Our revocation lists that are still good at that moment: an old list proves nothing."""
    return tuple(one for one in _lists_at_hand() if is_good(one, at))


def _lists_at_hand() -> list[crl.CertificateList]:
    folder = Path(settings.PKI_DIR)
    paths = [path for path in TrialPki(folder).revocation_lists if path.exists()]
    return load_revocation_lists([*paths, *sorted(folder.glob("trusted/*.crl")), *sorted(folder.glob("clocks/*.crl"))])


def timestamper() -> TimeStamper | None:
    """The authority that stamps our seals: the one in the settings, or the signer's own; None when there is neither."""
    return configured_timestamper() or client().timestamper()


def clock_material(*, at: datetime) -> TrustMaterial | None:
    """By what the timestamps of a seal at level B-T are judged, which embeds nothing; None when there is no root to trust."""
    trusted = roots()
    return TrustMaterial(trusted, between(), fresh_revocation_lists(at=at), (), clocks()) if trusted else None


def for_certificates() -> Trusted:
    """By what a certificate is judged before anything is signed with it: every list that lies here counts, since what it took back stays so."""
    return Trusted(roots(), between(), tuple(_lists_at_hand()))


def lists_at_hand() -> tuple[crl.CertificateList, ...]:
    """The revocation lists that lie in the folder of keys, good or not."""
    return tuple(_lists_at_hand())


def material(
    stamps: TimeStamper | None, others: Sequence[x509.Certificate] = (), *, at: datetime
) -> TrustMaterial | None:
    """What levels B-LT and B-LTA embed about our seal, about the certificates of `others` who signed before it, and about whoever stamps
    its time; None when there is no root to trust.

    Raises LevelNotReached when proof of revocation cannot be had now.
    """
    trusted, of_time = roots(), clocks()
    if not trusted:
        return None
    signer = client().signer()
    own = (signer.signing_cert, *signer.cert_registry) if signer.signing_cert else ()
    clock = certificates_of(stamps) if stamps else ()
    known = (*between(), *own, *others, *clock)
    proofs = gather_proofs(
        (*own[:1], *_leaves(others), *clock[:1]), known, (*trusted, *of_time), _lists_at_hand(), at=at
    )
    return TrustMaterial(trusted, known, proofs.lists, proofs.answers, of_time)


def _leaves(certificates: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    return [one for one in certificates if not one.ca]
