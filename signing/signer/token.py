"""A seal's key in a hardware security module, used through PKCS #11: the key never leaves its module.

Needs the optional packages of requirements/pkcs11.txt and the library that came with the module.
"""

import asyncio
import threading
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from asn1crypto import x509

from signing.pki import KeyProblem
from signing.signer.messages import SignerProblem


@dataclass
class TokenKey:
    """The private key with this label in a module's token. The session is opened at the first use, and again when it was lost."""

    module: Path
    token: str
    pin: str = field(repr=False)
    label: str
    certificate: x509.Certificate
    _session: Any = field(default=None, repr=False)
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def sign(self, data: bytes) -> bytes:
        """SHA-256 with RSA PKCS#1 v1.5 or ECDSA over `data`. Raises SignerProblem when the module does not sign."""
        with self._turn:
            try:
                return self._signed(data)
            except SignerProblem:
                self._close()
                return self._signed(data)  # a module that was restarted knows its old sessions no more

    def check(self) -> None:
        """Open the token and look for the key. Raises KeyProblem when it cannot be used."""
        try:
            with self._turn:
                self._signed(b"")
        except SignerProblem as problem:
            raise KeyProblem(str(problem)) from problem

    def _signed(self, data: bytes) -> bytes:
        pkcs11, signing = _library()
        try:
            if self._session is None:
                criteria = signing.TokenCriteria(label=self.token)
                self._session = signing.open_pkcs11_session(
                    str(self.module), token_criteria=criteria, user_pin=self.pin
                )
            signer = signing.PKCS11Signer(
                self._session,
                signing_cert=self.certificate,
                key_label=self.label,
                # Not every module hashes by itself for ECDSA; none needs to.
                use_raw_mechanism=self.certificate.public_key.algorithm == "ec",
            )
            return bytes(asyncio.run(signer.async_sign_raw(data, "sha256")))
        except (pkcs11.PKCS11Error, signing.SigningError, OSError, RuntimeError) as error:
            why = " ".join(str(error).split()) or type(error).__name__
            raise SignerProblem(
                f"The module with the key “{self.label}” in its token “{self.token}” does not sign ({why}). "
                "Check that it is connected, and its PIN."
            ) from error

    def _close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            try:
                session.close()
            except Exception:  # whatever it says, it is given up
                return


def _library() -> tuple[Any, Any]:
    try:
        pkcs11, signing = import_module("pkcs11"), import_module("pyhanko.sign.pkcs11")
    except ImportError:
        raise KeyProblem(
            "The signer's key is in a module (PKCS #11), and the packages for that are not installed. "
            "Run: pip install -r requirements/pkcs11.txt"
        ) from None
    return pkcs11, signing
