"""Whom a certificate belongs to, whether it leads to a trusted root, and whether it was taken back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko_certvalidator import ValidationContext

MAX_STORE_ENTRIES = 200


@dataclass(frozen=True)
class Evidence:
    """Everything that may help to judge a certificate: the caller's roots and revocation data, and what the file brings along."""

    roots: tuple[x509.Certificate, ...]
    between: tuple[x509.Certificate, ...]
    crls: tuple[crl.CertificateList, ...]
    ocsps: tuple[ocsp.OCSPResponse, ...]
    revocation_required: bool
    clocks: tuple[x509.Certificate, ...] = ()

    def for_time(self) -> "Evidence":
        """The evidence by which timestamps are judged: roots that are trusted for time alone count too.

        What an authority outside publishes about its clock is in the file from level B-LT on. Below that, a clock of theirs of which
        nothing is known was not taken back as far as anybody can tell; one that is on a list here is refused all the same.
        """
        if not self.clocks:
            return self
        return replace(self, roots=(*self.roots, *self.clocks), clocks=(), revocation_required=False)

    def context(self, moment: datetime) -> ValidationContext:
        """The rules for judging a certificate as of `moment`.

        Revocation data that is younger than `moment` counts too (a certificate taken back before that moment stays bad), and a
        certificate taken back after it was good then. Nothing is fetched.
        """
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=list(self.between),
            moment=moment,
            allow_fetching=False,
            crls=list(self.crls),
            ocsps=list(self.ocsps),
            revocation_mode="require" if self.revocation_required else "soft-fail",
            retroactive_revinfo=True,
        )


def gather_evidence(
    reader: PdfFileReader,
    roots: Sequence[x509.Certificate],
    between: Sequence[x509.Certificate],
    crls: Sequence[crl.CertificateList],
    ocsps: Sequence[ocsp.OCSPResponse],
    clocks: Sequence[x509.Certificate] = (),
) -> Evidence:
    """The caller's material together with the file's own security store (/DSS), which proves nothing by itself: whatever it
    holds is checked against the caller's roots. What neither brings along counts as not proven: a certificate of which nobody says
    whether it was taken back is not trusted."""
    store_certificates, store_crls, store_ocsps = _security_store(reader)
    roots, given = settle_roots(roots)
    return Evidence(
        roots=roots,
        between=(*between, *given, *store_certificates),
        crls=tuple(_without_copied_signatures(crls, store_crls)),
        ocsps=(*ocsps, *store_ocsps),
        revocation_required=True,
        clocks=tuple(clocks),
    )


def _without_copied_signatures(
    given: Sequence[crl.CertificateList], brought: Sequence[crl.CertificateList]
) -> Iterator[crl.CertificateList]:
    """The given lists, and of those that the file brings each one whose signature stands under nothing else.

    pyHanko knows a list whose signature it has verified by that signature alone: under a copy of it anything would pass.
    """
    written = {one.signature: one.dump() for one in given}
    yield from given
    for one in brought:
        if written.setdefault(one.signature, one.dump()) == one.dump():
            yield one


def by_which_list(certificate: x509.Certificate, evidence: Evidence, rules: ValidationContext) -> str:
    """By which revocation list a certificate that is trusted was not taken back, in words: the newest of its authority that was verified
    under these rules; "" where there is none."""
    known = rules.revinfo_manager
    lists = [one for one in evidence.crls if one.issuer.hashable == certificate.issuer.hashable]
    lists = [one for one in lists if known.check_crl_issuer(one) is not None]
    if not lists:
        return ""
    newest = max(lists, key=lambda one: one["tbs_cert_list"]["this_update"].native)
    named = {entry["user_certificate"].native for entry in newest["tbs_cert_list"]["revoked_certificates"]}
    what = "revoked only later" if certificate.serial_number in named else "not revoked"
    names = newest.issuer.native
    issuer = names.get("common_name") or names.get("organization_name") or newest.issuer.human_friendly
    number = newest.crl_number_value
    which = "the list" if number is None else f"list {number.native}"
    of = newest["tbs_cert_list"]["this_update"].native
    return f"{what} according to {which} of {issuer} of {of:%Y-%m-%d %H:%M} UTC"


def settle_roots(
    given: Sequence[x509.Certificate],
) -> tuple[tuple[x509.Certificate, ...], tuple[x509.Certificate, ...]]:
    """Those of the given certificates that stand for themselves, and those for which another given one vouches.

    An authority given beside its root is no second root: its revocation lists count only on the way to the root.
    """
    subjects = {one.subject.hashable for one in given}
    below = tuple(one for one in given if not one.self_issued and one.issuer.hashable in subjects)
    return tuple(one for one in given if one not in below), below


def issuer_of(certificate: x509.Certificate, known: Iterable[x509.Certificate]) -> x509.Certificate | None:
    """Whoever of the known vouches for a certificate, by name, and by key where both name it; None when nobody does."""
    wanted = certificate.authority_key_identifier
    named = [one for one in known if one.subject.hashable == certificate.issuer.hashable]
    by_key = [one for one in named if wanted and one.key_identifier == wanted]
    return next(iter(by_key or named), None)


def chain_of(
    certificate: x509.Certificate, known: Sequence[x509.Certificate], roots: Sequence[x509.Certificate] = ()
) -> list[x509.Certificate]:
    """The certificate and those that vouch for it, up to a root, as far as they are known; at most ten."""
    chain = [certificate]
    while len(chain) < 10 and not chain[-1].self_issued and chain[-1] not in roots:
        above = issuer_of(chain[-1], [one for one in known if one not in chain])
        if above is None:
            break
        chain.append(above)
    return chain


def name_of(certificate: x509.Certificate) -> str:
    """The common name of a certificate's subject, or the whole subject where it has none."""
    names = certificate.subject.native
    found = names.get("common_name") or names.get("organization_name") or certificate.subject.human_friendly
    return found if isinstance(found, str) else ", ".join(map(str, found))


def _security_store(
    reader: PdfFileReader,
) -> tuple[list[x509.Certificate], list[crl.CertificateList], list[ocsp.OCSPResponse]]:
    store = _direct(reader.root.get("/DSS"))
    if not isinstance(store, generic.DictionaryObject):
        return [], [], []
    return (
        [_certificate(data) for data in _streams(store, "/Certs")],
        [_revocation_list(data) for data in _streams(store, "/CRLs")],
        [_response(data) for data in _streams(store, "/OCSPs")],
    )


def _streams(store: generic.DictionaryObject, key: str) -> list[bytes]:
    entries = _direct(store.get(key)) or ()
    if len(entries) > MAX_STORE_ENTRIES:
        raise ValueError(f"the security store holds more than {MAX_STORE_ENTRIES} entries")
    return [bytes(_direct(entry).data) for entry in entries]


def _certificate(data: bytes) -> x509.Certificate:
    return x509.Certificate.load(data)


def _revocation_list(data: bytes) -> crl.CertificateList:
    return crl.CertificateList.load(data)


def _response(data: bytes) -> ocsp.OCSPResponse:
    return ocsp.OCSPResponse.load(data)


def _direct(value: Any) -> Any:
    return value.get_object() if isinstance(value, generic.IndirectObject) else value  # type: ignore[no-untyped-call]
