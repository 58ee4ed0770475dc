"""What the signer holds: the seal's key, its timestamp key, and keys of people, each with its certificate. Read by the signer process only.

signer.json names files relative to itself: key, certificate, chain, passphrase, and optionally timestamp_key and timestamp_certificate; or
pkcs12 instead of key, certificate and chain; or pkcs11 instead of key, an object with module (the library's path), token, pin and key
(the labels in the module).

Beside it the folder people/ holds one file for each certificate of a person, such as people/sam-whitfield.json, of the same form without
timestamps. The file's name is the only thing of it that others learn besides the public certificate. Files that come or change are seen
without a restart.
"""

import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asn1crypto import x509

from signing.pki import KeyProblem, PrivateKey, demand_pair, load_certificate, load_certificates, load_key, load_pkcs12
from signing.signer.messages import SignerProblem
from signing.signer.token import TokenKey

NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,59}")
PEOPLE = "people"


@dataclass(frozen=True)
class Pair:
    """A key, its certificate, those that vouch for it, and what the key is kept in: "PEM", "PKCS#12" or "PKCS#11"."""

    key: PrivateKey | TokenKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    kept: str


@dataclass
class People:
    """The keys of people in a folder, each under the name of its file. What cannot be used is left out, and said in `problems`."""

    folder: Path
    _seen: object = field(default=None, repr=False)
    _pairs: dict[str, Pair] = field(default_factory=dict, repr=False)
    _problems: dict[str, str] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def all(self) -> tuple[Mapping[str, Pair], Mapping[str, str]]:
        """The keys as the folder is now, and why others in it cannot be used, by name."""
        with self._turn:
            seen = self._look()
            if seen != self._seen:
                self._pairs, self._problems = self._loaded()
                self._seen = seen
            return self._pairs, self._problems

    def named(self, name: str) -> Pair:
        """The key of this name. Raises SignerProblem when there is none that can be used."""
        pairs, problems = self.all()
        if name in pairs:
            return pairs[name]
        why = problems.get(name)
        raise SignerProblem(why or f"The signer knows no certificate named “{name}”.")

    def _look(self) -> list[tuple[str, int, int]]:
        if not self.folder.is_dir():
            return []
        found = [(path.name, path.stat()) for path in sorted(self.folder.iterdir())]
        return [(name, stat.st_mtime_ns, stat.st_size) for name, stat in found]

    def _loaded(self) -> tuple[dict[str, Pair], dict[str, str]]:
        pairs: dict[str, Pair] = {}
        problems: dict[str, str] = {}
        for path in sorted(self.folder.glob("*.json")):
            if not NAME.fullmatch(path.stem):
                problems[path.stem] = f"{path.name}: a name is of small letters, digits, stops and hyphens only."
                continue
            try:
                pairs[path.stem] = load_pair(read_settings(path), path)
            except (KeyProblem, SignerProblem) as problem:
                problems[path.stem] = str(problem)
        return pairs, problems


@dataclass(frozen=True)
class Keys:
    """What the signer holds in memory, parsed once."""

    seal: Pair
    timestamp_key: PrivateKey | None
    timestamp_certificate: x509.Certificate | None
    people: People


def load_keys(settings: Path) -> Keys:
    """The keys that signer.json names. KeyProblem says what is missing, and refuses a file that others may read."""
    values = read_settings(settings)
    folder, secret = settings.parent, values.get("passphrase")
    seal = load_pair(values, settings)
    try:
        stamps = "timestamp_key" in values
        return Keys(
            seal=seal,
            timestamp_key=load_key(folder / values["timestamp_key"], secret) if stamps else None,
            timestamp_certificate=load_certificate(folder / values["timestamp_certificate"]) if stamps else None,
            people=People(folder / PEOPLE),
        )
    except KeyError as error:
        raise KeyProblem(f"{settings.name} lacks the entry {error}.") from None


def read_settings(path: Path) -> dict[str, Any]:
    """The entries of a file that names keys. KeyProblem for one that others may read."""
    try:
        open_to_others = path.stat().st_mode & 0o077
        values = json.loads(path.read_text())
    except OSError as error:
        raise KeyProblem(f"The signer's settings cannot be read: {error.strerror} ({path.name}).") from None
    except ValueError:
        raise KeyProblem(f"{path.name} is not JSON. Make the trial keys anew, or correct it.") from None
    if open_to_others:
        raise KeyProblem(f"{path.name} can be read by others. Run: chmod 600 {path.name}")
    if not isinstance(values, dict):
        raise KeyProblem(f"{path.name} must hold an object with names and values.")
    return values


def load_pair(values: Mapping[str, Any], settings: Path) -> Pair:
    """The key and certificate that these entries name, relative to their file. Raises KeyProblem, also for two that do not belong together."""
    folder, secret = settings.parent, values.get("passphrase")
    try:
        if "pkcs12" in values:
            key, certificate, others = load_pkcs12(folder / values["pkcs12"], secret)
            demand_pair(key, certificate, settings.name)
            return Pair(key, certificate, tuple(others), "PKCS#12")
        certificate = load_certificate(folder / values["certificate"])
        chain = tuple(load_certificates(folder / name for name in values.get("chain", [])))
        if "pkcs11" in values:
            return Pair(_key_in_module(values["pkcs11"], folder, certificate), certificate, chain, "PKCS#11")
        key = load_key(folder / values["key"], secret)
        demand_pair(key, certificate, settings.name)
        return Pair(key, certificate, chain, "PEM")
    except KeyError as error:
        raise KeyProblem(f"{settings.name} lacks the entry {error}.") from None


def _key_in_module(values: Mapping[str, str], folder: Path, certificate: x509.Certificate) -> TokenKey:
    key = TokenKey(folder / values["module"], values["token"], values["pin"], values["key"], certificate)
    key.check()
    return key
