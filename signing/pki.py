"""Keys and certificates: a trial authority for this house, and the loading of any organisation's own.

A trial authority costs nothing and proves little: it shows that a file was not changed since this installation sealed it.
It does not show a stranger who sealed it, because nobody outside vouches for its root. `WORTH` says so in words and is
written beside the keys.

Formats: PEM for keys and certificates, DER or PEM read for both certificates and revocation lists.
"""

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from asn1crypto import crl as asn1_crl
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
Asn1 = TypeVar("Asn1", asn1_x509.Certificate, asn1_crl.CertificateList)

WORTH = """These keys are for trial use.

What a seal made with them shows: the file has not changed since this installation sealed it, and every later change is found.
What it does not show: who the organisation is. Nobody outside vouches for the root certificate in this folder, so Adobe Reader
and other programs will say "signature validity unknown" until a person there chooses to trust root.pem. The times come from this
machine's own clock, which nobody outside vouches for either.

Before contracts of value are sealed, replace the seal by a certificate from a trust service provider (in the European Union: a
qualified or advanced electronic seal) and the timestamp by that provider's timestamp authority.

Keep this folder private: whoever can read the keys and signer.json can seal in the name of the organisation.
"""

WORTH_OF_PERSON = """This certificate is for trial use.

What a signature made with it shows: this installation let the person named in it sign, and the file was not changed since.
What it does not show a stranger: that the person is who the name says. Nobody outside looked at a passport, and the key lies with
the signer process, not with the person. A qualified or advanced certificate from a trust service provider shows that.
"""


class KeyProblem(ValueError):
    """A key, certificate or revocation list cannot be used. The message says which and what to do."""


@dataclass(frozen=True)
class TrialPki:
    """Where the pieces of a trial authority lie."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    @property
    def issuing(self) -> Path:
        return self.folder / "issuing.pem"

    @property
    def seal(self) -> Path:
        return self.folder / "seal.pem"

    @property
    def timestamp(self) -> Path:
        return self.folder / "timestamp.pem"

    @property
    def revocation_lists(self) -> tuple[Path, Path]:
        return self.folder / "root.crl", self.folder / "issuing.crl"

    @property
    def signer_settings(self) -> Path:
        """The file that only the signer process reads: where its keys are, and their passphrase."""
        return self.folder / "signer.json"

    def key(self, name: str) -> Path:
        """The private key of `root`, `issuing`, `seal` or `timestamp`."""
        return self.folder / f"{name}-key.pem"


def make_trial_pki(
    folder: Path,
    organisation: str,
    *,
    at: datetime,
    country: str = "",
    passphrase: str | None = None,
    rsa_seal: bool = False,
) -> TrialPki:
    """Make root, issuing authority, seal and timestamp certificates (EC P-256) with their revocation lists in `folder`.

    rsa_seal: the seal's key is RSA-3072, for readers that know no elliptic curves.

    Keys are encrypted with `passphrase` (a random one when None), which is written only to signer.json. Every file is 0600,
    the folder 0700. Refuses a folder that already holds an authority: keys in use are never overwritten.
    """
    pki = TrialPki(folder)
    if pki.root.exists():
        raise KeyProblem(f"{folder} already holds an authority. Choose another folder, or move the old one away first.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    secret = passphrase or secrets.token_urlsafe(32)
    curves = {name: ec.generate_private_key(ec.SECP256R1()) for name in ("root", "issuing", "seal", "timestamp")}
    keys: dict[str, PrivateKey] = {**curves, **({"seal": rsa.generate_private_key(65537, 3072)} if rsa_seal else {})}
    names = {
        "root": _name(organisation, f"{organisation} Trial Root", country),
        "issuing": _name(organisation, f"{organisation} Trial Issuing CA", country),
        "seal": _name(organisation, f"{organisation} Seal (trial)", country),
        "timestamp": _name(organisation, f"{organisation} Timestamp (trial)", country),
    }
    start = at - timedelta(hours=1)
    root = _certificate(names["root"], keys["root"], None, keys["root"], start, years=20, authority_depth=1)
    issuing = _certificate(names["issuing"], keys["issuing"], root, keys["root"], start, years=15, authority_depth=0)
    seal = _certificate(names["seal"], keys["seal"], issuing, keys["issuing"], start, years=5)
    timestamp = _certificate(
        names["timestamp"], keys["timestamp"], issuing, keys["issuing"], start, years=10, stamps_time=True
    )
    for path, certificate in ((pki.issuing, issuing), (pki.seal, seal), (pki.timestamp, timestamp)):
        _write_private(path, certificate.public_bytes(serialization.Encoding.PEM))
    for name, key in keys.items():
        _write_private(pki.key(name), _encrypted(key, secret))
    settings = {
        "key": pki.key("seal").name,
        "certificate": pki.seal.name,
        "chain": [pki.issuing.name, pki.root.name],
        "timestamp_key": pki.key("timestamp").name,
        "timestamp_certificate": pki.timestamp.name,
        "passphrase": secret,
    }
    _write_private(pki.signer_settings, json.dumps(settings, indent=1).encode())
    _write_private(folder / "README.txt", WORTH.encode())
    _write_lists(pki, root, keys["root"], issuing, keys["issuing"], at)
    # The root is written last: a folder with a root is a whole authority, so a crash half-way leaves none.
    _write_private(pki.root, root.public_bytes(serialization.Encoding.PEM))
    return pki


def renew_revocation_lists(pki: TrialPki, *, passphrase: str, at: datetime, revoked: Iterable[int] = ()) -> None:
    """Write fresh revocation lists, good for 30 days.

    `revoked` are serial numbers that the issuing authority takes back from now on; those taken back earlier stay on the list
    with their dates, because a list that forgets would make a revoked seal good again.
    """
    root, issuing = (x509.load_pem_x509_certificate(path.read_bytes()) for path in (pki.root, pki.issuing))
    root_key = load_key(pki.key("root"), passphrase)
    issuing_key = load_key(pki.key("issuing"), passphrase)
    earlier = x509.load_der_x509_crl(pki.revocation_lists[1].read_bytes())
    dates = {serial: at - timedelta(minutes=5) for serial in revoked}
    dates.update({entry.serial_number: entry.revocation_date_utc for entry in earlier})
    _write_lists(pki, root, root_key, issuing, issuing_key, at, dates)


def issue_for_person(
    pki: TrialPki, person: str, name: str, *, passphrase: str, at: datetime, country: str = ""
) -> Path:
    """A trial certificate in a person's own name (EC P-256, two years), known to the signer by `name`; the file that says so.

    It shows that the platform let this person sign, and is worth what the trial root is worth. Refuses a name that is taken.
    """
    folder = pki.folder / "people"
    file = folder / f"{name}.json"
    if file.exists():
        raise KeyProblem(
            f"{folder} already holds a certificate named {name}. Choose another name, or move the old away."
        )
    folder.mkdir(mode=0o700, exist_ok=True)
    issuing = x509.load_pem_x509_certificate(pki.issuing.read_bytes())
    issuing_key = load_key(pki.key("issuing"), passphrase)
    organisation = next(
        (str(one.value) for one in issuing.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)), ""
    )
    key, secret = ec.generate_private_key(ec.SECP256R1()), secrets.token_urlsafe(32)
    own = _certificate(
        _name(organisation, person, country), key, issuing, issuing_key, at - timedelta(hours=1), years=2
    )
    _write_private(folder / f"{name}.pem", own.public_bytes(serialization.Encoding.PEM))
    _write_private(folder / f"{name}-key.pem", _encrypted(key, secret))
    values = {
        "key": f"{name}-key.pem",
        "certificate": f"{name}.pem",
        "chain": [f"../{pki.issuing.name}", f"../{pki.root.name}"],
        "passphrase": secret,
    }
    # Written last: from then on the signer knows it.
    _write_private(file, json.dumps(values, indent=1).encode())
    return file


def load_key(path: Path, passphrase: str | None) -> PrivateKey:
    """The private key (EC or RSA of 3072 bits or more) in a PEM file."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), passphrase.encode() if passphrase else None)
    except OSError as error:
        raise KeyProblem(
            f"The key {path.name} cannot be read: {error.strerror}. Check the path and its owner."
        ) from None
    except (ValueError, TypeError):
        raise KeyProblem(f"The key {path.name} does not open. Check its passphrase and that it is PEM.") from None
    return _fit_key(key, path.name)


def is_made_with(certificate: asn1_x509.Certificate, signature: bytes, data: bytes) -> bool:
    """True when the key of this certificate made the signature (SHA-256, ECDSA or RSA PKCS#1 v1.5) over `data`."""
    key = serialization.load_der_public_key(certificate.public_key.dump())
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def demand_pair(key: PrivateKey, certificate: asn1_x509.Certificate, name: str) -> None:
    """Raises KeyProblem when a key is not the one of its certificate."""
    facts = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    held = serialization.load_der_public_key(certificate.public_key.dump())
    if key.public_key().public_bytes(*facts) != held.public_bytes(*facts):
        raise KeyProblem(f"{name}: the key is not the one of its certificate. Name the two that belong together.")


def load_certificate(path: Path) -> asn1_x509.Certificate:
    """The one certificate in a PEM or DER file."""
    certificates = load_certificates([path])
    if len(certificates) != 1:
        raise KeyProblem(f"{path.name} holds {len(certificates)} certificates; exactly one is expected.")
    return certificates[0]


def load_certificates(paths: Iterable[Path]) -> list[asn1_x509.Certificate]:
    """Every certificate in the PEM or DER files, in order."""
    return [_parsed(asn1_x509.Certificate, block, path) for path in paths for block in _blocks(path, "certificate")]


def load_revocation_lists(paths: Iterable[Path]) -> list[asn1_crl.CertificateList]:
    """Every certificate revocation list in the PEM or DER files, in order."""
    return [
        _parsed(asn1_crl.CertificateList, block, path) for path in paths for block in _blocks(path, "revocation list")
    ]


def load_pkcs12(
    path: Path, passphrase: str | None
) -> tuple[PrivateKey, asn1_x509.Certificate, list[asn1_x509.Certificate]]:
    """Key, certificate and the other certificates of a PKCS#12 file (.p12, .pfx), as trust service providers hand them out."""
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(
            path.read_bytes(), passphrase.encode() if passphrase else None
        )
    except OSError as error:
        raise KeyProblem(f"{path.name} cannot be read: {error.strerror}. Check the path and its owner.") from None
    except ValueError:
        raise KeyProblem(f"{path.name} does not open. Check its passphrase and that it is PKCS#12.") from None
    if key is None or certificate is None:
        raise KeyProblem(f"{path.name} holds no key with its certificate. Export both together.")
    return _fit_key(key, path.name), _as_asn1(certificate), [_as_asn1(other) for other in others]


def _fit_key(key: object, name: str) -> PrivateKey:
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < 3072:
        raise KeyProblem(f"The key {name} is RSA with {key.key_size} bits; 3072 or more are needed.")
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyProblem(f"The key {name} is of a kind that PDF readers do not know; use EC P-256 or RSA-3072.")
    return key


def _as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _blocks(path: Path, noun: str) -> list[bytes]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KeyProblem(f"The {noun} {path.name} cannot be read: {error.strerror}. Check the path.") from None
    if not pem.detect(data):
        return [data]
    try:
        return [block for _, _, block in pem.unarmor(data, multiple=True)]
    except ValueError:
        raise KeyProblem(f"{path.name} is not a whole PEM file. Export the {noun} again.") from None


def _parsed(kind: type[Asn1], block: bytes, path: Path) -> Asn1:
    try:
        value = kind.load(block, strict=True)
        value.native  # noqa: B018  reading every part is how asn1crypto checks the whole
    except (ValueError, TypeError):
        raise KeyProblem(f"{path.name} cannot be read. It must be PEM or DER.") from None
    return value


def _name(organisation: str, common_name: str, country: str) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, country)] if country else []
    # X.520 limits both names to 64 characters.
    parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]))
    parts.append(x509.NameAttribute(NameOID.COMMON_NAME, common_name[:64]))
    return x509.Name(parts)


def _certificate(
    subject: x509.Name,
    key: PrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: PrivateKey,
    start: datetime,
    *,
    years: int,
    authority_depth: int | None = None,
    stamps_time: bool = False,
) -> x509.Certificate:
    """One certificate. An authority may sign certificates and lists; a seal may sign documents; a timestamp only time."""
    authority = authority_depth is not None
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=authority_depth), critical=True)
        .add_extension(_usage(authority=authority, stamps_time=stamps_time), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if stamps_time:
        # RFC 3161, 2.3: exactly this one purpose, and critical.
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


def _usage(*, authority: bool, stamps_time: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority and not stamps_time,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write_lists(
    pki: TrialPki,
    root: x509.Certificate,
    root_key: PrivateKey,
    issuing: x509.Certificate,
    issuing_key: PrivateKey,
    at: datetime,
    revoked: Mapping[int, datetime] = MappingProxyType({}),
) -> None:
    root_list, issuing_list = pki.revocation_lists
    _write_private(root_list, _revocation_list(root, root_key, at, {}))
    _write_private(issuing_list, _revocation_list(issuing, issuing_key, at, revoked))


def _revocation_list(issuer: x509.Certificate, key: PrivateKey, at: datetime, revoked: Mapping[int, datetime]) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(at - timedelta(minutes=5))
        .next_update(at + timedelta(days=30))
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()),  # type: ignore[arg-type]
            critical=False,
        )
    )
    for serial, date in revoked.items():
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(date)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _encrypted(key: PrivateKey, passphrase: str) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )


def _write_private(path: Path, data: bytes) -> None:
    """Write whole or not at all, readable by its owner only from the first byte on."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    draft.replace(path)
