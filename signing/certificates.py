"""What a certificate says, in words, and whether a mark may sign with it now."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import crl, x509
from django.utils.translation import gettext as _
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import PathError, ValidationError

from flowmono.common.templatetags.writing import say_day
from signing.printed_names import is_same_name
from signing.verification.certificates import Evidence, chain_of, name_of
from signing.verification.distrust import may_sign_documents

# A new certificate takes weeks to get.
ENDS_SOON = timedelta(days=60)
SIGNING_USES = frozenset({"digital_signature", "non_repudiation"})


@dataclass(frozen=True)
class Told:
    """The public facts of a certificate."""

    subject: str
    issuer: str
    begins: datetime
    ends: datetime
    key: str
    sha256: str

    def is_ending(self, at: datetime) -> bool:
        return self.ends - at <= ENDS_SOON

    def has_ended(self, at: datetime) -> bool:
        return self.ends <= at


@dataclass(frozen=True)
class Trusted:
    """By what certificates are judged here: roots, those between, and the revocation lists at hand, however old."""

    roots: tuple[x509.Certificate, ...]
    between: tuple[x509.Certificate, ...] = ()
    lists: tuple[crl.CertificateList, ...] = ()


def told_of(certificate: x509.Certificate) -> Told:
    """The facts of a certificate that everybody may know."""
    key = certificate.public_key
    words = f"RSA {key.bit_size}" if key.algorithm == "rsa" else f"EC P-{key.bit_size}"
    return Told(
        name_of(certificate),
        _issuer(certificate),
        certificate.not_valid_before,
        certificate.not_valid_after,
        words,
        certificate.sha256.hex(),
    )


def why_not_to_sign_with(
    certificate: x509.Certificate, chain: Sequence[x509.Certificate], person: str, trusted: Trusted, *, at: datetime
) -> str:
    """Why this person's mark may not sign with a certificate now, in words; "" when it may.

    `chain` are certificates that vouch for it. It has to be good today, made for signing documents, the person's own by its name, not on a
    revocation list that lies here, and lead to a root that is trusted here: otherwise whoever checks the document would refuse it.
    """
    facts = {"name": name_of(certificate), "person": person}
    if at < certificate.not_valid_before:
        facts["day"] = say_day(certificate.not_valid_before.date())
        return _("The certificate “%(name)s” is only valid from %(day)s.") % facts
    if at > certificate.not_valid_after:
        facts["day"] = say_day(certificate.not_valid_after.date())
        return _("The certificate “%(name)s” ran out on %(day)s.") % facts
    if not _is_for_signing(certificate):
        return _("The certificate “%(name)s” was issued for another purpose than signing documents.") % facts
    if not _is_named(certificate, person):
        return _("The certificate is that of “%(name)s”, and the mark is that of “%(person)s”.") % facts
    known = (*trusted.between, *chain)
    path = chain_of(certificate, (*known, *trusted.roots), trusted.roots)
    for one in path:
        if _is_taken_back(one, trusted.lists):
            facts["one"] = name_of(one)
            if one is certificate:
                return _("The certificate “%(name)s” was taken back by whoever issued it.") % facts
            return _("The certificate of “%(one)s”, which issued “%(name)s”, was taken back.") % facts
    if not _leads_to_root(certificate, known, trusted.roots, at):
        return _("The certificate “%(name)s” does not lead to a root that is trusted here.") % facts
    return ""


def _issuer(certificate: x509.Certificate) -> str:
    names = certificate.issuer.native
    found = names.get("common_name") or names.get("organization_name") or certificate.issuer.human_friendly
    return found if isinstance(found, str) else ", ".join(map(str, found))


def _is_for_signing(certificate: x509.Certificate) -> bool:
    usage = certificate.key_usage_value
    may = usage is None or not SIGNING_USES.isdisjoint(usage.native)
    return may and not certificate.ca and may_sign_documents(certificate)


def _is_named(certificate: x509.Certificate, person: str) -> bool:
    """True when the subject is this person by name, whatever the accents; one may have a middle name or an initial that the other lacks."""
    names = certificate.subject.native
    told = [names.get("common_name", ""), f"{names.get('given_name', '')} {names.get('surname', '')}"]
    return any(isinstance(one, str) and any(map(str.isalpha, one)) and is_same_name(one, person) for one in told)


def _is_taken_back(certificate: x509.Certificate, lists: Sequence[crl.CertificateList]) -> bool:
    return any(
        found.issuer.hashable == certificate.issuer.hashable
        and any(
            entry["user_certificate"].native == certificate.serial_number
            for entry in found["tbs_cert_list"]["revoked_certificates"]
        )
        for found in lists
    )


def _leads_to_root(
    certificate: x509.Certificate,
    known: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    at: datetime,
) -> bool:
    if not roots:
        return False
    evidence = Evidence(tuple(roots), tuple(known), (), (), revocation_required=False)
    validator = CertificateValidator(certificate, list(known), validation_context=evidence.context(at))
    try:
        asyncio.run(validator.async_validate_path())
    except (PathError, ValidationError):
        return False
    return True
