"""A seal's key in a hardware security module, used through PKCS #11: the key never leaves its module.

Needs the optional packages of requirements/pkcs11.txt and the library that came with the module.
"""

import asyncio
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from asn1crypto import x509

from signing.pki import KeyProblem, is_made_with
from signing.signer.messages import SignerProblem


@dataclass
class Module:
    """A module's library in this process: its keys take turns, and `begun` counts how often it was begun."""

    turn: threading.RLock = field(default_factory=threading.RLock)
    begun: int = 0


_modules: defaultdict[Path, Module] = defaultdict(Module)
_finding = threading.Lock()


class PinRefused(SignerProblem):
    """The PIN is wrong, or the token has locked itself."""


@dataclass
class TokenKey:
    """The private key with this label in a module's token. The session is opened at the first use, and again when it was lost; where
    that is not enough, because the token was taken out and put back or the module was restarted, the whole module is begun anew.

    A module that is begun anew knows nobody's session any more: every key in it then opens its own again. A PIN that was refused is not
    tried again, since modules lock themselves after a few.
    """

    module: Path
    token: str
    pin: str = field(repr=False)
    label: str
    certificate: x509.Certificate
    _session: Any = field(default=None, repr=False)
    _opened_in: int = field(default=0, repr=False)

    def sign(self, data: bytes) -> bytes:
        """SHA-256 with RSA PKCS#1 v1.5 or ECDSA over `data`. Raises SignerProblem when the module does not sign."""
        with self._module.turn:
            for renew in (self._close, self._begin_anew):
                try:
                    return self._signed(data)
                except PinRefused:
                    raise
                except SignerProblem:
                    renew()
            return self._signed(data)

    def check(self) -> None:
        """Open the token and look for the key. Raises KeyProblem when it cannot be used."""
        try:
            with self._module.turn:
                self._signed(b"")
        except SignerProblem as problem:
            raise KeyProblem(str(problem)) from problem

    @property
    def _module(self) -> Module:
        with _finding:
            return _modules[self.module]

    def _signed(self, data: bytes) -> bytes:
        pkcs11, signing = _library()
        try:
            if self._session is None or self._opened_in != self._module.begun:
                criteria = signing.TokenCriteria(label=self.token)
                self._session = signing.open_pkcs11_session(
                    str(self.module), token_criteria=criteria, user_pin=self.pin
                )
                self._opened_in = self._module.begun
            signer = signing.PKCS11Signer(
                self._session,
                signing_cert=self.certificate,
                key_label=self.label,
                # Not every module hashes by itself for ECDSA; none needs to.
                use_raw_mechanism=self.certificate.public_key.algorithm == "ec",
            )
            made = bytes(asyncio.run(signer.async_sign_raw(data, "sha256")))
        except (pkcs11.exceptions.PinIncorrect, pkcs11.exceptions.PinLocked) as error:
            raise PinRefused(
                f"The token “{self.token}” refuses the PIN ({type(error).__name__}). Correct it before the token locks itself."
            ) from error
        except (pkcs11.PKCS11Error, signing.SigningError, OSError, RuntimeError) as error:
            why = " ".join(str(error).split()) or type(error).__name__
            raise SignerProblem(
                f"The module with the key “{self.label}” in its token “{self.token}” does not sign ({why}). "
                "Check that it is connected, and its PIN."
            ) from error
        if not is_made_with(self.certificate, made, data):
            raise SignerProblem(
                f"The key “{self.label}” in the token “{self.token}” is not the one of its certificate."
            )
        return made

    def _begin_anew(self) -> None:
        """Let the module look for its tokens again: many look only when they are begun."""
        pkcs11, _signing = _library()
        self._session = None
        self._module.begun += 1
        try:
            pkcs11.lib(str(self.module)).reinitialize()
        except (pkcs11.PKCS11Error, OSError, RuntimeError):
            return  # the next try says what is wrong

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
        import_module("pkcs11.exceptions")
    except ImportError:
        raise KeyProblem(
            "The signer's key is in a module (PKCS #11), and the packages for that are not installed. "
            "Run: pip install -r requirements/pkcs11.txt"
        ) from None
    return pkcs11, signing
