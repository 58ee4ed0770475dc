"""Fields, certification, signatures and seal: what comes out is what other programs accept."""

import hashlib
import io
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from asn1crypto import tsp

from signing.sealing import (
    Level,
    LevelNotReached,
    NotSignable,
    Signed,
    TrustMaterial,
    certify,
    level_of,
    prepare_fields,
    seal,
    sign,
    signed_fields,
)
from signing.signer.keys import LocalTimestamper
from signing.stamps import Mark
from tests.signing.crypto.conftest import MAYA, NOW, VERA, House


def signed_by_two(contract: bytes, house: House) -> bytes:
    prepared = prepare_fields(contract, [MAYA, VERA])
    certified = certify(prepared, house.signer, reason="Sent for signature", at=NOW)
    first = sign(
        certified.pdf, "Maya", house.signer, Mark("Maya Lindqvist", NOW, "Contract manager"), reason="I approve", at=NOW
    )
    return sign(first.pdf, "Vera", house.signer, Mark("Vera Ose", NOW, "Owner"), reason="I agree", at=NOW).pdf


def seal_at(pdf: bytes, house: House, level: Level) -> Signed:
    return seal(pdf, house.signer, level, reason="Sealed", at=NOW, timestamper=house.timestamper, trust=house.trust)


def test_two_people_and_a_seal_sign_one_after_the_other_and_each_step_keeps_the_bytes_before_it(contract, house):
    prepared = prepare_fields(contract, [MAYA, VERA])
    certified = certify(prepared, house.signer, reason="Sent for signature", at=NOW)
    first = sign(certified.pdf, "Maya", house.signer, Mark("Maya Lindqvist", NOW), reason="I approve", at=NOW)
    second = sign(first.pdf, "Vera", house.signer, Mark("Vera Ose", NOW), reason="I agree", at=NOW)
    sealed = seal(second.pdf, house.signer, Level.B, reason="Sealed", at=NOW)

    assert certified.pdf.startswith(prepared)
    assert first.pdf.startswith(certified.pdf)
    assert second.pdf.startswith(first.pdf)
    assert sealed.pdf.startswith(second.pdf)
    assert signed_fields(sealed.pdf) == ["Certification", "Maya", "Vera", "Seal"]


@pytest.mark.parametrize("level", [Level.T, Level.LT, Level.LTA])
def test_a_seal_reaches_exactly_the_level_that_was_asked(contract, house, level):
    pdf = signed_by_two(contract, house)

    sealed = seal_at(pdf, house, level)

    assert sealed.reached is level
    assert level_of(sealed.pdf, "Seal") is level
    assert sealed.sha256 == hashlib.sha256(sealed.pdf).hexdigest()


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not installed")
def test_poppler_finds_every_signature_intact(contract, house, tmp_path):
    file = tmp_path / "sealed.pdf"
    file.write_bytes(seal_at(signed_by_two(contract, house), house, Level.T).pdf)

    said = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=True).stdout

    assert said.count("Signature is Valid.") == 4


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_verifies_the_seal_over_its_byte_range(contract, house, tmp_path):
    sealed = seal(signed_by_two(contract, house), house.signer, Level.B, reason="Sealed", at=NOW)
    with pikepdf.open(io.BytesIO(sealed.pdf)) as document:
        (value,) = [f.V for f in document.Root.AcroForm.Fields if f.T == "Seal"]
        start, length, second, rest = (int(n) for n in value.ByteRange)
    (tmp_path / "cms").write_bytes(bytes.fromhex(sealed.pdf[length + 1 : second - 1].decode()))
    content = sealed.pdf[start:length] + sealed.pdf[second : second + rest]
    (tmp_path / "content").write_bytes(content)

    command = [
        "openssl",
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "cms",
        "-content",
        "content",
        "-out",
        "out",
        "-purpose",
        "any",
    ]
    done = subprocess.run([*command, "-CAfile", house.pki.root], cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert sealed.document_digest == hashlib.sha256(content).hexdigest()


def test_fonts_of_the_marks_are_embedded(contract, house):
    pdf = signed_by_two(contract, house)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = [
            o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]

    assert fonts
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


class Authority(LocalTimestamper):
    """A timestamp authority that misbehaves in one way."""

    def __init__(self, house: House, way: str) -> None:
        ours = house.timestamper
        super().__init__(ours._key, ours._certificate, ours._chain, ours._clock)
        self.way = way

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        if self.way == "is down":
            raise OSError("connection refused")
        if self.way == "answers with a page of HTML":
            return tsp.TimeStampResp.load(b"<html>Sign in to the network</html>", strict=True)
        if self.way == "answers with another nonce":
            req["nonce"] = 1
        if self.way == "stamps something else":
            req["message_imprint"]["hashed_message"] = b"x" * 32
        if self.way == "refuses":
            return tsp.TimeStampResp({"status": tsp.PKIStatusInfo({"status": "rejection"})})
        return await super().async_request_tsa_response(req)


@pytest.mark.parametrize("level", [Level.T, Level.LTA])
@pytest.mark.parametrize(
    "way",
    ["is down", "answers with a page of HTML", "answers with another nonce", "stamps something else", "refuses"],
)
def test_a_timestamp_authority_that_fails_never_lowers_the_level(contract, house, way, level):
    pdf = signed_by_two(contract, house)

    with pytest.raises(LevelNotReached):
        seal(pdf, house.signer, level, reason="Sealed", at=NOW, timestamper=Authority(house, way), trust=house.trust)

    assert signed_fields(pdf) == ["Certification", "Maya", "Vera"]


def test_a_level_without_timestamp_does_not_ask_the_authority(contract, house):
    pdf = signed_by_two(contract, house)

    made = seal(pdf, house.signer, Level.B, reason="Sealed", at=NOW, timestamper=Authority(house, "is down"))

    assert made.reached is Level.B


def test_a_long_term_level_without_revocation_lists_is_refused_in_words(contract, house):
    trust = TrustMaterial(house.trust.roots, house.trust.between, ())

    with pytest.raises(LevelNotReached, match="needs root certificates and fresh revocation lists"):
        seal(
            prepare_fields(contract, []),
            house.signer,
            Level.LT,
            reason="x",
            at=NOW,
            timestamper=house.timestamper,
            trust=trust,
        )


def test_a_field_is_signed_once_only(contract, house):
    pdf = signed_by_two(contract, house)

    with pytest.raises(NotSignable, match="already signed"):
        sign(pdf, "Maya", house.signer, Mark("Maya Lindqvist", NOW), reason="again", at=NOW)


def test_a_field_that_was_never_prepared_is_refused(contract, house):
    with pytest.raises(NotSignable, match="no signature field Olu"):
        sign(prepare_fields(contract, [MAYA]), "Olu", house.signer, Mark("Olu", NOW), reason="x", at=NOW)


def test_a_certification_comes_first_or_not_at_all(contract, house):
    first = sign(prepare_fields(contract, [MAYA]), "Maya", house.signer, Mark("Maya", NOW), reason="x", at=NOW)

    with pytest.raises(NotSignable, match="must be the first"):
        certify(first.pdf, house.signer, reason="late", at=NOW)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (replace(MAYA, page=4), "has 3 pages"),
        (replace(MAYA, box=(72, 100, 72, 160)), "no area"),
        (replace(MAYA, box=(500, 100, 900, 160)), "outside page 3"),
        (replace(MAYA, name="Seal"), "no name for a signature field"),
    ],
)
def test_a_field_that_cannot_be_placed_is_refused_with_the_reason(contract, field, words):
    with pytest.raises(NotSignable, match=words):
        prepare_fields(contract, [field])


def test_the_time_of_a_signature_is_the_one_that_was_passed_in(contract, house):
    yesterday = NOW - timedelta(days=1)

    signed = sign(
        prepare_fields(contract, [MAYA]), "Maya", house.signer, Mark("Maya", yesterday), reason="x", at=yesterday
    )

    with pikepdf.open(io.BytesIO(signed.pdf)) as document:
        (value,) = [f.V for f in document.Root.AcroForm.Fields if f.T == "Maya"]
    assert str(value.M).startswith(f"D:{yesterday:%Y%m%d%H%M%S}")
