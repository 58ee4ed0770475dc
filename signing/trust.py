"""Where this installation's keys and certificates are: the signer process that holds the keys, and what it is trusted by.

Web and worker never read a key. They ask the signer over its socket. In production somebody starts it under its own user; in
development whoever needs it first starts it, with a trial authority made on first use.
"""

import fcntl
import threading
from datetime import datetime
from pathlib import Path

from asn1crypto import crl, x509
from django.conf import settings
from django.utils import timezone

from flowmono.common.models import Company
from signing.pki import TrialPki, load_certificates, load_revocation_lists, make_trial_pki
from signing.sealing import TrustMaterial
from signing.signer.client import SignerClient, signer_client

_mine = threading.local()


def client() -> SignerClient:
    """This thread's connection to the signer process, made once for each socket."""
    socket = str(settings.SIGNER_SOCKET)
    kept: dict[str, SignerClient] = _mine.__dict__.setdefault("clients", {})
    if socket not in kept:
        own = None if settings.PRODUCTION else trial_authority(at=timezone.now()).signer_settings
        kept[socket] = signer_client(Path(socket), settings=own)
    return kept[socket]


def trial_authority(*, at: datetime) -> TrialPki:
    """The authority in PKI_DIR, made now when there is none. Two processes that ask at once get the same one."""
    folder = Path(settings.PKI_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "being-made.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        pki = TrialPki(folder)
        return pki if pki.root.exists() else make_trial_pki(folder, organisation(), at=at)


def organisation() -> str:
    """The name in whose name documents are sealed."""
    company = Company.objects.order_by("pk").first()
    return company.name if company else "Flowmono"


def roots() -> tuple[x509.Certificate, ...]:
    """The root certificates by which our own seals are trusted; none when there are none yet."""
    path = TrialPki(Path(settings.PKI_DIR)).root
    return tuple(load_certificates([path])) if path.exists() else ()


def between() -> tuple[x509.Certificate, ...]:
    """The certificates between our root and our seal."""
    path = TrialPki(Path(settings.PKI_DIR)).issuing
    return tuple(load_certificates([path])) if path.exists() else ()


def fresh_revocation_lists(*, at: datetime) -> tuple[crl.CertificateList, ...]:
    """Our revocation lists that are still good at that moment: an old list proves nothing."""
    paths = [path for path in TrialPki(Path(settings.PKI_DIR)).revocation_lists if path.exists()]
    found = load_revocation_lists(paths)
    return tuple(one for one in found if one["tbs_cert_list"]["next_update"].native > at)


def material(*, at: datetime) -> TrustMaterial | None:
    """What levels B-LT and B-LTA embed; None when there is no root to trust."""
    trusted = roots()
    return TrustMaterial(trusted, between(), fresh_revocation_lists(at=at)) if trusted else None
