"""Repairs how asn1crypto 1.5 tells a length that is not given from one that merely ends in the octet 80.

The library takes every value whose header ends in 80 for one of indefinite length, so also one of 128, 384, 640 … octets, and
encodes it and all below it anew. Of a certificate or a timestamp of such a size, inside a signature that is being made, each level
above does that several times over: one seal then costs half a minute. X.690, 8.1.3.6: the length is not given when 80 is the only
length octet. https://github.com/wbond/asn1crypto/issues/249

And of a value that was put together, not read, the library asks for the contents two or three times at each level, each time made
anew with all below: a name in a certificate in an attribute of a signature is then encoded some hundred times. Here it is once.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from asn1crypto import core
from asn1crypto.parser import _dump_header

Dump = Callable[..., bytes]


def is_open(header: bytes) -> bool:
    """Whether the innermost of these identifier and length octets (explicit tags stand before it) gives no length."""
    at, is_open = 0, False
    while at < len(header):
        at += 1
        if header[at - 1] & 0x1F == 0x1F:
            while header[at] & 0x80:
                at += 1
            at += 1
        length = header[at]
        is_open = length == 0x80
        at += 1 + (length & 0x7F if length & 0x80 else 0)
    return is_open


def _mistaken(value: Any, force: bool) -> bool:
    header = value._header
    return not force and header is not None and header[-1:] == b"\x80" and not is_open(header)


def _repaired(original: Dump) -> Dump:
    @wraps(original)
    def dump(self: Any, force: bool = False) -> bytes:
        if _mistaken(self, force):
            contents: bytes = self.contents  # clears the header where something below was changed
            if self._header is not None:
                return bytes(self._header + contents + self._trailer)
        return original(self, force)

    return dump


def _once(original: Dump) -> Dump:
    @wraps(original)
    def dump(self: Any, force: bool = False) -> bytes:
        contents = None if force else self.contents  # clears the header where something below was changed
        if contents is None or (self._header is not None and self._header[-1:] == b"\x80"):
            return original(self, force)
        if self._header is None:
            if isinstance(self, core.Constructable) and self._indefinite:
                self.method = 0
            header = _dump_header(self.class_, self.method, self.tag, contents)
            for class_, tag in self.explicit or ():
                header = _dump_header(class_, 1, tag, header + contents) + header
            self._header, self._trailer = header, b""
        return bytes(self._header + contents + self._trailer)

    return dump


def _repaired_choice(original: Dump) -> Dump:
    @wraps(original)
    def dump(self: Any, force: bool = False) -> bytes:
        if _mistaken(self, force):
            return bytes(self._header + self.chosen.dump())
        return original(self, force)

    return dump


def repair() -> None:
    """Do it for this process, once."""
    if hasattr(core.Asn1Value.dump, "__wrapped__"):
        return
    core.Asn1Value.dump = _once(core.Asn1Value.dump)
    for kind in (core.Asn1Value, core.Primitive, core.Sequence, core.SequenceOf):
        kind.dump = _repaired(kind.dump)
    core.Choice.dump = _repaired_choice(core.Choice.dump)
