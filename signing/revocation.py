"""Proof that certificates were not taken back, gathered before a seal that embeds it: lists in the folder of keys first, then what their
authorities publish. What cannot be had is said, and the seal waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import crl, ocsp, x509

from signing import outward
from signing.sealing import LevelNotReached
from signing.verification.certificates import chain_of, issuer_of, name_of


@dataclass(frozen=True)
class Proofs:
    """Revocation lists and answers that are good now."""

    lists: tuple[crl.CertificateList, ...]
    answers: tuple[ocsp.OCSPResponse, ...] = ()


def is_good(found: crl.CertificateList, at: datetime) -> bool:
    """True for a whole revocation list that is good at that moment: not one of mere changes, not run out, not of the future."""
    return not outward.why_list_proves_nothing(found, at)


def gather_proofs(
    leaves: Iterable[x509.Certificate],
    known: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    at_hand: Sequence[crl.CertificateList],
    *,
    at: datetime,
) -> Proofs:
    """Proof for every certificate and for those that vouch for it, below the root.

    `known` are certificates among which issuers are found; `at_hand` are lists that lie here, used as long as they are good. Raises
    LevelNotReached for the first certificate about which nothing can be had, and says why.
    """
    lists = [one for one in at_hand if is_good(one, at)]
    answers: list[ocsp.OCSPResponse] = []
    seen: set[bytes] = set()
    everybody = (*known, *roots)
    for certificate in (one for leaf in leaves for one in chain_of(leaf, everybody, roots)):
        if certificate.self_issued or certificate in roots or certificate.sha256 in seen:
            continue
        seen.add(certificate.sha256)
        if not any(one.issuer.hashable == certificate.issuer.hashable for one in lists):
            found = _published(certificate, everybody, at=at)
            if isinstance(found, crl.CertificateList):
                lists.append(found)
            else:
                answers.append(found)
    return Proofs(tuple(lists), tuple(answers))


def _published(
    certificate: x509.Certificate, known: Sequence[x509.Certificate], *, at: datetime
) -> crl.CertificateList | ocsp.OCSPResponse:
    problems = []
    for url in outward.addresses_of_lists(certificate):
        try:
            return outward.fetch_list(url, certificate.issuer, at=at)
        except OSError as error:
            problems.append(f"{url}: {outward.in_words(error)}")
    issuer = issuer_of(certificate, known)
    for url in certificate.ocsp_urls if issuer else ():
        try:
            return outward.ask_about(certificate, issuer, url, at=at)
        except OSError as error:
            problems.append(f"{url}: {outward.in_words(error)}")
    why = "; ".join(problems) or "no list lies here, and the certificate names no address for one"
    raise LevelNotReached(
        f"Whether the certificate “{name_of(certificate)}” was taken back cannot be proved now ({why})."
    )
