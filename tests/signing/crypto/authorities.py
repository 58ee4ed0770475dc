"""Certificates of other houses, good and bad, and the ways in which other software signs with them."""

import io
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.signer.keys import LocalTimestamper
from tests.signing.crypto.conftest import NOW
from tests.signing.crypto.forging import altered, appended

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Identity:
    """A key with its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.certificate.public_bytes(Encoding.DER))


def identity(
    name: str,
    issuer: Identity | None = None,
    *,
    authority: bool = False,
    begins: datetime = NOW - 300 * DAY,
    ends: datetime = NOW + 300 * DAY,
    bits: int = 2048,
    extended: Sequence[x509.ObjectIdentifier] = (),
    usage: str = "content_commitment",
    digest: hashes.HashAlgorithm | None = None,
    lists_at: str = "",
    answers_at: str = "",
) -> Identity:
    """A certificate that `issuer` vouches for (itself when None)."""
    key = rsa.generate_private_key(65537, bits)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    may = dict.fromkeys(
        (
            "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
            "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
        ),
        False,
    )  # fmt: skip
    may |= {"key_cert_sign": True, "crl_sign": True} if authority else {usage: True}
    signing_key = issuer.key if issuer else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**may), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False)
    )
    if extended:
        builder = builder.add_extension(x509.ExtendedKeyUsage(list(extended)), critical=True)
    if lists_at:
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(lists_at)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    if answers_at:
        place = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(answers_at))
        builder = builder.add_extension(x509.AuthorityInformationAccess([place]), critical=False)
    return Identity(key, builder.sign(signing_key, digest or hashes.SHA256()))


def revocation_list(
    issuer: Identity, *serials: int, at: datetime, lasts: timedelta = 30 * DAY, changes_only: bool = False
) -> Any:
    """The authority's list of certificates taken back, made at that moment; or only what changed since an earlier one."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    builder = builder.last_update(at).next_update(at + lasts)
    builder = builder.add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    if changes_only:
        builder = builder.add_extension(x509.DeltaCRLIndicator(1), critical=True)
    for serial in serials:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at)
        builder = builder.add_revoked_certificate(entry.build())
    return asn1_crl.CertificateList.load(builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER))


def answer_about(
    asked: bytes, who: Identity, issuer: Identity, *, at: datetime, by: Identity | None = None, revoked: bool = False
) -> bytes:
    """What a responder says about `who` (its certificate, or another than was asked about); `by` signs it, the issuer when None."""
    ocsp.load_der_ocsp_request(asked)
    status = ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD
    signer = by or issuer
    builder = ocsp.OCSPResponseBuilder().add_response(
        who.certificate,
        issuer.certificate,
        hashes.SHA1(),
        status,
        at,
        at + DAY,
        at if revoked else None,
        None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, signer.certificate).certificates(
        [signer.certificate]
    )
    return builder.sign(signer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def signed_elsewhere(
    pdf: bytes,
    who: Identity,
    *others: Identity,
    field: str = "Sig1",
    digest: str = "sha256",
    stamper: LocalTimestamper | None = None,
    box: tuple[int, int, int, int] | None = None,
    pss: bool = False,
    **facts: Any,
) -> bytes:
    """Signed as pyHanko does when nobody tells it otherwise: a new field, PKCS#7 detached."""
    info = asn1_keys.PrivateKeyInfo.load(who.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    store = SimpleCertificateStore()
    store.register_multiple([one.asn1 for one in others])
    signer = SimpleSigner(who.asn1, info, store, prefer_pss=pss)
    facts.setdefault("subfilter", SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
    metadata = PdfSignatureMetadata(field_name=field, md_algorithm=digest, **facts)
    spec = SigFieldSpec(field, on_page=0, box=box)
    work = PdfSigner(metadata, signer, timestamper=stamper, new_field_spec=spec)
    return bytes(work.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)).getvalue())


def signed_by_hand(
    pdf: bytes,
    who: Identity,
    *others: Identity,
    folder: Path,
    options: Sequence[str] = (),
    covered: bytes | None = None,
    second_field: bool = False,
) -> bytes:
    """Signed as small programs do: a save written by hand, the value made by openssl, an invisible field that is its own widget.

    `options` go to `openssl cms -sign`; `covered` replaces the bytes that are signed; with
    `second_field` a second field points to the same signature.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root, page = document.trailer.Root.objgen[0], document.pages[0].obj.objgen[0]
        size = int(document.trailer.Size)
        again = b"%d 0 R" % (size + 2) if second_field else b""
        form = b"<< /Fields [%d 0 R %s] /SigFlags 3 >>" % (size, again)
        objects = {
            size: b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /F 132 /Rect [0 0 0 0] /P %d 0 R /V %d 0 R >>"
            % (page, size + 1),
            size
            + 1: b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /M (D:20261125120000+00'00')"
            b" /Name (Somebody) /ByteRange [0 ********** ********** **********] /Contents <" + b"0" * 16_000 + b"> >>",
            root: altered(pdf, root, AcroForm=form),
            page: altered(pdf, page, Annots=b"[%d 0 R]" % size),
        }
        if second_field:
            objects[size + 2] = b"<< /FT /Sig /T (Signature2) /V %d 0 R >>" % (size + 1)
    out = appended(pdf, objects, size=size, root=root)
    start = out.rindex(b"/Contents <") + len(b"/Contents ")
    end = out.index(b">", start) + 1
    ranges = b"[0 %d %d %d]" % (start, end, len(out) - end)
    hole = re.search(rb"\[0 \*+ \*+ \*+\]", out)
    assert hole is not None
    out = out[: hole.start()] + ranges.ljust(len(hole.group())) + out[hole.end() :]
    value = _openssl(covered or out[:start] + out[end:], who, others, folder, options)
    return out[: start + 1] + value.hex().encode().ljust(end - start - 2, b"0") + out[end - 1 :]


def _openssl(data: bytes, who: Identity, others: Sequence[Identity], folder: Path, options: Sequence[str]) -> bytes:
    (folder / "data").write_bytes(data)
    (folder / "key.pem").write_bytes(who.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "who.pem").write_bytes(who.certificate.public_bytes(Encoding.PEM))
    (folder / "others.pem").write_bytes(b"".join(one.certificate.public_bytes(Encoding.PEM) for one in others))
    command = ["openssl", "cms", "-sign", "-binary", "-in", "data", "-signer", "who.pem", "-inkey", "key.pem"]
    command += ["-certfile", "others.pem", "-outform", "DER", "-out", "value", *options]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / "value").read_bytes()


def stamper(who: Identity, *chain: Identity, at: datetime = NOW) -> LocalTimestamper:
    """A timestamp authority with this certificate."""
    return LocalTimestamper(who.key, who.asn1, [one.asn1 for one in chain], lambda: at)


STAMPS_TIME = (ExtendedKeyUsageOID.TIME_STAMPING,)
SERVES_PAGES = (ExtendedKeyUsageOID.SERVER_AUTH,)
