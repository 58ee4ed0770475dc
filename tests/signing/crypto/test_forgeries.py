"""Every forgery that we know how to make is refused, with a reason that needs no knowledge of file formats."""

import re

import pytest

from signing.sealing import Level, certify, prepare_fields, seal, sign
from signing.stamps import Mark
from signing.verification.verifying import verify
from tests.signing.crypto.conftest import MAYA, NOW, VERA, House
from tests.signing.crypto.forgeries import CERTIFIED_ONLY, FORGERIES

pytestmark = pytest.mark.threats

# What a library calls things; nobody who signs contracts does.
JARGON = re.compile(r"xref|IndirectObject|Reference\(|[Dd]ict|'/|\bobj\b|Traceback|NoneType")


@pytest.fixture(scope="module")
def certified(contract: bytes, house: House) -> bytes:
    """Certified, signed by Maya and Vera, sealed at B-LTA."""
    sent = certify(prepare_fields(contract, [MAYA, VERA]), house.signer, reason="Sent", at=NOW).pdf
    both = signed_by_both(sent, house)
    trust = {"timestamper": house.timestamper, "trust": house.trust}
    return seal(both, house.signer, Level.LTA, reason="Sealed", at=NOW, **trust).pdf


@pytest.fixture(scope="module")
def plain(contract: bytes, house: House) -> bytes:
    """Signed by Maya and Vera, and nothing else: no certification forbids anything."""
    return signed_by_both(prepare_fields(contract, [MAYA, VERA], certification=False, seal=False), house)


def signed_by_both(pdf: bytes, house: House) -> bytes:
    for field in ("Maya", "Vera"):
        pdf = sign(pdf, field, house.signer, Mark(field, NOW), reason="I agree", at=NOW).pdf
    return pdf


def examined(pdf: bytes, house: House):
    return verify(pdf, trust=house.trust.roots, crls=house.trust.revocation_lists)


def test_both_files_are_valid_before_the_forger_has_them(certified, plain, house):
    assert examined(certified, house).reasons == ()
    assert examined(plain, house).reasons == ()


@pytest.mark.parametrize("name", FORGERIES)
def test_a_certified_file_of_several_levels_is_not_forged(certified, house, name):
    verdict = examined(FORGERIES[name](certified), house)

    assert not verdict.valid
    assert [reason for reason in verdict.reasons if JARGON.search(reason)] == []


@pytest.mark.parametrize("name", sorted(set(FORGERIES) - CERTIFIED_ONLY))
def test_a_file_that_nothing_certifies_is_not_forged_either(plain, house, name):
    verdict = examined(FORGERIES[name](plain), house)

    assert not verdict.valid
    assert [reason for reason in verdict.reasons if JARGON.search(reason)] == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("page_turned", "page 1 was turned. Maya is the first signature"),
        ("opens_with_an_action", "what happens when the file is opened changed"),
        ("mark_replaced", "what the signature of Maya shows was replaced"),
        ("mark_moved", "the field Maya was moved or hidden"),
        ("signature_taken_out", "the signature was taken out of the field Vera"),
        ("body_with_an_old_startxref", "something was appended to it"),
        ("empty_field_with_a_picture", "The field Olu shows something that was put there after signing"),
        ("form_asks_for_new_pictures", "told to draw all fields anew"),
        ("form_fonts_changed", "settings of its form were changed"),
        ("two_tables_by_another_spelling", "two tables of contents"),
        ("range missing", "Signature Vera: Its byte range is missing"),
        ("contents null", "Signature Vera: Its contents are missing"),
    ],
)
def test_the_reason_says_what_was_done(plain, house, name, words):
    assert words in " ".join(examined(FORGERIES[name](plain), house).reasons)
