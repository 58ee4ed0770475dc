"""Why a certificate is not trusted, in words: pyHanko says only that the path to a root failed."""

from collections.abc import Sequence
from datetime import datetime

from asn1crypto import x509
from pyhanko.sign.validation.status import SignatureStatus

from signing.verification.certificates import Evidence, chain_of, name_of
from signing.verification.verdict import NO_ROOT, UNCHECKED

WEAK_DIGESTS = frozenset({"md2", "md4", "md5", "sha1"})
SPOKEN = {"sha1": "SHA-1"}
SHORTEST_RSA = 2048
# What a certificate that names its purposes must name among them: any, e-mail, documents (RFC 9336, Adobe, Microsoft).
SIGNING_PURPOSES = frozenset(
    {"2.5.29.37.0", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "1.2.840.113583.1.1.5", "1.3.6.1.4.1.311.10.3.12"}
)
# Findings of pyHanko that need no further looking.
WORDS = {
    "REVOKED": "was revoked",
    "REVOKED_NO_POE": "was revoked, and nothing proves that it signed before",
    "REVOKED_CA_NO_POE": "was issued by an authority whose certificate was revoked",
    "OUT_OF_BOUNDS_NO_POE": "was not valid at the time, and no trusted timestamp proves an earlier one",
    "OUT_OF_BOUNDS_NOT_REVOKED": "was not valid at the time",
    "NOT_YET_VALID": "was not valid yet",
    "NO_CERTIFICATE_CHAIN_FOUND": NO_ROOT,
    "TRY_LATER": f"{UNCHECKED}: the lists that are here do not say whether it was taken back; add the newest ones and check again",
    "CHAIN_CONSTRAINTS_FAILURE": "may not be used for this",
}
UNCLEAR = f"{NO_ROOT} or may not be used for this"


def may_sign_documents(certificate: x509.Certificate) -> bool:
    """True unless the certificate names purposes and none of them is signing (RFC 5280, 4.2.1.12: then it is for those alone)."""
    purposes = certificate.extended_key_usage_value
    return purposes is None or any(purpose.dotted in SIGNING_PURPOSES for purpose in purposes)


def why_not_trusted(
    status: SignatureStatus, evidence: Evidence, moment: datetime, embedded: Sequence[x509.Certificate] = ()
) -> str:
    """What is wrong with the signer's certificate as of `moment`, continuing "the certificate “X” ...".

    `embedded` are the certificates that the signature brings along.
    """
    certificate = status.signing_cert
    revoked = status.revocation_details
    if revoked is not None:
        whose = "was revoked on" if _is_its_own(status) else "or that of its authority was revoked on"
        return f"{whose} {revoked.revocation_date:%Y-%m-%d %H:%M} UTC"
    if status.validation_path is None and certificate.self_issued:
        return "is self-made; no trusted authority vouches for it"
    code = getattr(status.trust_problem_indic, "name", "")
    return _by_looking(status, evidence, moment, embedded) or WORDS.get(code, UNCLEAR)


def _by_looking(
    status: SignatureStatus, evidence: Evidence, moment: datetime, embedded: Sequence[x509.Certificate]
) -> str:
    certificate = status.signing_cert
    if status.md_algorithm in WEAK_DIGESTS:
        return f"signs with {SPOKEN.get(status.md_algorithm, status.md_algorithm.upper())}, which can be forged today"
    chain = chain_of(certificate, (*evidence.roots, *evidence.between, *embedded), evidence.roots)
    for one in chain:
        whose = "" if one is certificate else f"was issued by “{name_of(one)}”, which "
        if one.public_key.algorithm == "rsa" and one.public_key.bit_size < SHORTEST_RSA:
            return f"{whose}has a key of only {one.public_key.bit_size} bits, which can be broken"
        if moment < one.not_valid_before:
            return f"{whose}was not valid yet: it begins on {one.not_valid_before:%Y-%m-%d %H:%M} UTC"
        if one is not certificate and moment > one.not_valid_after:
            return f"{whose}was valid until {one.not_valid_after:%Y-%m-%d %H:%M} UTC only"
        if one is not certificate and not one.ca:
            return f"{whose}is no authority"
    if chain[-1].sha256 not in {root.sha256 for root in evidence.roots}:
        return ""
    if evidence.revocation_required and not chain[-1].self_issued:
        return f"{UNCHECKED}: give the root certificate above “{name_of(chain[-1])}” as well"
    return _uncovered(chain, evidence)


def _uncovered(chain: Sequence[x509.Certificate], evidence: Evidence) -> str:
    """Revocation data is demanded, and none of what is here is about this certificate or its authorities."""
    if not evidence.revocation_required or evidence.ocsps:
        return ""
    issuers = {found.issuer.hashable for found in evidence.crls}
    missing = [one.issuer for one in chain if not one.self_issued and one.issuer.hashable not in issuers]
    names = " and ".join(f"“{_common_name(one)}”" for one in missing)
    if not missing:
        return ""
    return (
        f"{UNCHECKED}: neither the file nor this check has a current revocation list of {names}; "
        f"fetch {'that' if len(missing) == 1 else 'both' if len(missing) == 2 else 'all'} and check again"
    )


def _common_name(name: x509.Name) -> str:
    return str(name.native.get("common_name") or name.human_friendly)


def _is_its_own(status: SignatureStatus) -> bool:
    return not getattr(status.revocation_details, "ca_revoked", False)
