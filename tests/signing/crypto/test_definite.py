"""A length that ends in the octet 80 is a length; only 80 alone says that none is given."""

from typing import ClassVar

import pytest
from asn1crypto import core

from signing.definite import is_open


class Pair(core.Sequence):
    _fields: ClassVar = [("number", core.Integer), ("text", core.OctetString)]


class Outer(core.Sequence):
    _fields: ClassVar = [("pair", Pair), ("flag", core.Boolean)]


class Named(core.Choice):
    _alternatives: ClassVar = [("pair", Pair, {"explicit": 0})]


def pair_of(length: int) -> bytes:
    """The encoding of a pair whose contents are that many octets."""
    pairs = (Pair({"number": 1, "text": bytes(size)}) for size in range(length))
    return next(pair.dump() for pair in pairs if len(pair.contents) == length)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("3003", False),
        ("308180", False),
        ("30820180", False),
        ("3080", True),
        ("bf8101820280", False),
        ("bf810180", True),
        ("a082018430820180", False),
        ("a0803080", True),
        ("a080308180", False),
    ],
)
def test_a_length_is_not_given_when_80_is_its_only_octet(header: str, expected: bool) -> None:
    assert is_open(bytes.fromhex(header)) is expected


@pytest.mark.parametrize("length", [128, 384, 640])
def test_what_has_such_a_length_is_written_as_it_was_read_and_not_made_anew(length: int) -> None:
    data = pair_of(length)
    read = Pair.load(data)

    assert read.dump() == data
    assert read.children is None


def test_what_was_changed_in_it_is_written() -> None:
    read = Pair.load(pair_of(128))

    read["number"] = 2

    assert read.dump() == pair_of(128).replace(b"\x02\x01\x01", b"\x02\x01\x02")


def test_what_was_changed_below_it_is_written() -> None:
    read = Outer.load(Outer({"pair": Pair.load(pair_of(123)), "flag": True}).dump())
    assert len(read.contents) == 128

    read["pair"]["number"] = 3

    assert Outer.load(read.dump())["pair"]["number"].native == 3


@pytest.mark.parametrize("length", [128, 384, 640])
def test_a_choice_of_such_a_length_is_written_as_it_was_read(length: int) -> None:
    data = Named({"pair": Pair.load(pair_of(length - (2 if length == 128 else 4)))}).dump()

    assert data[1:].startswith((b"\x81\x80", bytes([0x82, length >> 8, 0x80])))
    assert Named.load(data).dump() == data


def test_what_came_without_a_length_is_still_written_with_one() -> None:
    pair = Pair({"number": 1, "text": b"x"})

    assert Pair.load(b"\x30\x80" + pair.contents + b"\x00\x00").dump() == pair.dump()


class Counted(core.Sequence):
    """A pair that knows how often it was put together."""

    _fields: ClassVar = [("number", core.Integer)]
    made = 0

    def _set_contents(self, force: bool = False) -> None:
        Counted.made += 1
        super()._set_contents(force)


class Around(core.SequenceOf):
    _child_spec = Counted


class Highest(core.Sequence):
    _fields: ClassVar = [("around", Around, {"explicit": 1}), ("flag", core.Boolean, {"implicit": 2, "default": False})]


def test_what_was_put_together_is_encoded_once_at_each_level(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Highest({"around": Around([Counted({"number": 5})]), "flag": True})
    assert whole.dump() == bytes.fromhex("300ca10730053003020105" + "8201ff")

    whole["around"][0]["number"] = 6
    monkeypatch.setattr(Counted, "made", 0)

    assert whole.dump() == bytes.fromhex("300ca10730053003020106" + "8201ff")
    assert Counted.made == 1
