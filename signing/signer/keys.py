"""Signing with keys in memory: parsed once, used often. Runs inside the signer process, and in tests."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import random_serial_number
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.pki import PrivateKey
from signing.signer.token import TokenKey

# An arc of our own under 2.25 (a UUID, ITU-T X.667): "a trial timestamp by the installation's own clock".
TRIAL_TIMESTAMP_POLICY = "2.25.201934853118231274462198215830942587341"


def raw_signature(key: PrivateKey | TokenKey, data: bytes) -> bytes:
    """SHA-256 with ECDSA or RSA PKCS#1 v1.5 over `data`. Raises SignerProblem when the key is in a module that does not answer."""
    if isinstance(key, TokenKey):
        return key.sign(data)
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(data, ec.ECDSA(hashes.SHA256()))


def signature_algorithm(certificate: x509.Certificate) -> algos.SignedDigestAlgorithm:
    """The CMS name of what `raw_signature` makes with the key of this certificate."""
    name = "sha256_rsa" if certificate.public_key.algorithm == "rsa" else "sha256_ecdsa"
    return algos.SignedDigestAlgorithm({"algorithm": name})


def certificate_store(certificates: Iterable[x509.Certificate]) -> SimpleCertificateStore:
    """A store of these certificates, as pyHanko wants it."""
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(certificates)
    return store


class LocalSigner(Signer):
    """Signs with a key held in memory. SHA-256 only."""

    def __init__(self, key: PrivateKey, certificate: x509.Certificate, chain: Iterable[x509.Certificate]) -> None:
        super().__init__(
            signing_cert=certificate,
            cert_registry=certificate_store(chain),
            signature_mechanism=signature_algorithm(certificate),
        )
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """See pyHanko's Signer. A dry run makes a real signature, whose size is then right."""
        return raw_signature(self._key, data)


class LocalTimestamper(TimeStamper):
    """A timestamp authority (RFC 3161) inside this installation. Worth what its clock and its root certificate are worth."""

    def __init__(
        self,
        key: PrivateKey,
        certificate: x509.Certificate,
        chain: Iterable[x509.Certificate],
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._key, self._certificate, self._chain, self._clock = key, certificate, tuple(chain), clock

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Answer a timestamp request."""
        return timestamp_response(req, self._key, self._certificate, self._chain, self._clock())


def timestamp_response(
    request: tsp.TimeStampReq,
    key: PrivateKey,
    certificate: x509.Certificate,
    chain: Iterable[x509.Certificate],
    moment: datetime,
) -> tsp.TimeStampResp:
    """A granted response (RFC 3161, 2.4.2) whose token says that the request's digest existed at `moment`."""
    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": TRIAL_TIMESTAMP_POLICY,
            "message_imprint": request["message_imprint"],
            "serial_number": random_serial_number(),
            "gen_time": core.GeneralizedTime(moment.astimezone(UTC).replace(microsecond=0)),
            "tsa": x509.GeneralName(name="directory_name", value=certificate.subject),
            **({"nonce": request["nonce"]} if request["nonce"].native is not None else {}),
        }
    ).dump()
    digest = hashes.Hash(hashes.SHA256())
    digest.update(info)
    attributes = cms.CMSAttributes(
        [
            _attribute("content_type", "tst_info"),
            _attribute("message_digest", digest.finalize()),
            _attribute("signing_certificate_v2", as_signing_certificate_v2(certificate)),
        ]
    )
    algorithm = algos.DigestAlgorithm({"algorithm": "sha256"})
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": algorithm,
            "signature_algorithm": signature_algorithm(certificate),
            "signed_attrs": attributes,
            "signature": raw_signature(key, attributes.dump()),
        }
    )
    content = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": cms.DigestAlgorithms((algorithm,)),
            "encap_content_info": cms.EncapsulatedContentInfo(
                {"content_type": "tst_info", "content": core.ParsableOctetString(info)}
            ),
            "certificates": cms.CertificateSet([certificate, *chain]),
            "signer_infos": [signer],
        }
    )
    return tsp.TimeStampResp(
        {
            "status": tsp.PKIStatusInfo({"status": "granted"}),
            "time_stamp_token": cms.ContentInfo({"content_type": "signed_data", "content": content}),
        }
    )


def _attribute(kind: str, value: object) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": cms.CMSAttributeType(kind), "values": (value,)})
