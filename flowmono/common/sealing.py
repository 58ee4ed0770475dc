"""Secrets of other systems are kept sealed: who reads a copy of the database cannot use them."""

import base64
import hashlib
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class BrokenSeal(ValueError):
    """It was sealed with another key of the installation, or for another purpose."""


@dataclass(frozen=True)
class Box:
    """Seals secrets of one purpose with the installation's key; what is sealed in one box opens in no other."""

    purpose: str

    def seal(self, secret: str) -> str:
        """The secret as the database keeps it."""
        return self._fernet().encrypt(secret.encode()).decode()

    def unseal(self, sealed: str) -> str:
        """The secret again. Raises BrokenSeal."""
        try:
            return self._fernet().decrypt(sealed.encode()).decode()
        except InvalidToken as problem:
            raise BrokenSeal from problem

    def _fernet(self) -> Fernet:
        key = hashlib.sha256(f"{self.purpose}|{settings.SECRET_KEY}".encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))
