"""Samples of every level, with one signer and with three, are what other programs take for good: pyHanko's own rules, poppler, openssl."""

import asyncio
import io
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation import DocumentSecurityStore, EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from signing.levels import Level
from signing.sealing import certify, prepare_fields, seal, sign
from signing.stamps import Mark
from tests.signing.crypto.conftest import ABEL, MAYA, NOW, VERA, House

SAMPLES = [(level, people) for level in Level for people in (1, 3)]
every_sample = pytest.mark.parametrize(("level", "people"), SAMPLES, ids=[f"{lv}-{n}" for lv, n in SAMPLES])
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


@dataclass(frozen=True)
class Piece:
    """A signature or document timestamp in a file: its field, the DER of its value, the bytes that it covers."""

    field: str
    is_stamp: bool
    value: bytes
    covered: bytes


@cache
def sample(contract: bytes, house: House, level: Level, people: int) -> bytes:
    """Certified, signed by so many people, sealed at the level."""
    fields = [MAYA, VERA, ABEL][:people]
    pdf = certify(prepare_fields(contract, fields), house.signer, reason="Sent for signature", at=NOW).pdf
    for field in fields:
        pdf = sign(pdf, field.name, house.signer, Mark(f"{field.name} Lindqvist", NOW), reason="I agree", at=NOW).pdf
    stamps = house.timestamper
    return seal(pdf, house.signer, level, reason="Sealed", at=NOW, timestamper=stamps, trust=house.trust).pdf


def pieces_of(pdf: bytes) -> Iterator[Piece]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for field in document.Root.AcroForm.Fields:
            start, length, second, rest = (int(n) for n in field.V.ByteRange)
            covered = pdf[start:length] + pdf[second : second + rest]
            value = bytes.fromhex(pdf[length + 1 : second - 1].decode())
            yield Piece(str(field.T), field.V.get("/Type") == "/DocTimeStamp", value, covered)


def openssl(folder: Path, *command: str) -> str:
    done = subprocess.run(["openssl", *command], cwd=folder, capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""


@every_sample
def test_pyhanko_by_its_own_rules_takes_every_sample(contract: bytes, house: House, level: Level, people: int):
    reader = PdfFileReader(io.BytesIO(sample(contract, house, level, people)))
    signatures = reader.embedded_regular_signatures

    found = [asyncio.run(async_validate_pdf_signature(one, context_of(house))) for one in signatures]

    assert len(found) == people + 2
    assert all(status.bottom_line for status in found)
    assert (found[-1].timestamp_validity is not None) is (level is not Level.B)
    assert len(reader.embedded_timestamp_signatures) == (1 if level is Level.LTA else 0)
    assert reader.embedded_signatures[-1].signed_revision == reader.xrefs.total_revisions - 1
    if level.rank >= Level.LT.rank:
        assert holds_its_own_proof(signatures[-1], house)
    if level is Level.LTA:
        assert is_kept_for_long(signatures[-1], house)


def context_of(house: House) -> ValidationContext:
    trust = house.trust
    return ValidationContext(
        trust_roots=list(trust.roots), other_certs=list(trust.between), crls=list(trust.revocation_lists)
    )


def holds_its_own_proof(signature: EmbeddedPdfSignature, house: House) -> bool:
    """Whether pyHanko finds the seal good with nothing but the roots and what the file itself holds, revocation demanded."""
    store = DocumentSecurityStore.read_dss(signature.reader)
    context = store.as_validation_context({"trust_roots": list(house.trust.roots), "revocation_mode": "require"})
    return bool(asyncio.run(async_validate_pdf_signature(signature, context)).bottom_line)


def is_kept_for_long(signature: EmbeddedPdfSignature, house: House) -> bool:
    """Whether it passes the validation for long-term archival (ETSI EN 319 102-1, 5.6.3) by pyHanko."""
    revocation = CertRevTrustPolicy(revocation_checking_policy=REQUIRE_REVINFO)
    policy = CertValidationPolicySpec(SimpleTrustManager.build(trust_roots=list(house.trust.roots)), revocation)
    spec = PdfSignatureValidationSpec(SignatureValidationSpec(policy))
    return asyncio.run(ades_lta_validation(signature, spec)).ades_subindic == AdESPassed.OK


@every_sample
@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not installed")
def test_poppler_takes_every_sample(contract: bytes, house: House, level: Level, people: int, tmp_path: Path):
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sample(contract, house, level, people))

    said = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=True).stdout

    # It has no opinion on timestamps of a whole document; openssl is asked about those below.
    assert said.count("Signature is Valid.") == people + 2
    assert said.count("Signature Validation:") == people + 2 + (1 if level is Level.LTA else 0)
    assert "invalid" not in said.lower()
    # Nothing follows the seal, or the last timestamp over all of it.
    assert said.split("Signature #")[-1].count("Total document signed") == 1
    assert said.count("Not total document signed") == said.count("Signature Validation:") - 1


@every_sample
@needs_openssl
def test_openssl_takes_every_signature_of_every_sample(
    contract: bytes, house: House, level: Level, people: int, tmp_path: Path
):
    signatures = [one for one in pieces_of(sample(contract, house, level, people)) if not one.is_stamp]

    said = []
    for one in signatures:
        (tmp_path / "value").write_bytes(one.value)
        (tmp_path / "covered").write_bytes(one.covered)
        command = "cms -verify -binary -inform DER -in value -content covered -out out -purpose any -CAfile"
        said.append(openssl(tmp_path, *command.split(), str(house.pki.root)))

    assert said == [""] * (people + 2)


@pytest.mark.parametrize("level", [Level.T, Level.LT, Level.LTA])
@needs_openssl
def test_openssl_takes_every_timestamp(contract: bytes, house: House, level: Level, tmp_path: Path):
    pdf = sample(contract, house, level, 3)
    reader = PdfFileReader(io.BytesIO(pdf))
    signature = reader.embedded_regular_signatures[-1].signer_info
    token = next(
        a["values"][0] for a in signature["unsigned_attrs"] if a["type"].native == "signature_time_stamp_token"
    )
    stamped = [(token.dump(), signature["signature"].native)]
    stamped += [(one.value, one.covered) for one in pieces_of(pdf) if one.is_stamp]

    said = []
    for value, data in stamped:
        (tmp_path / "token").write_bytes(value)
        (tmp_path / "data").write_bytes(data)
        command = ["ts", "-verify", "-token_in", "-in", "token", "-data", "data"]
        said.append(openssl(tmp_path, *command, "-CAfile", str(house.pki.root), "-untrusted", str(house.pki.issuing)))

    assert said == [""] * (2 if level is Level.LTA else 1)
