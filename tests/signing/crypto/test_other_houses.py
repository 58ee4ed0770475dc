"""Files that other software signed, with other authorities' certificates: the honest ones pass, each kind of bad one is refused in words."""

import asyncio
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography import x509
from pikepdf import ObjectStreamMode
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

from signing.sealing import Level, certify, prepare_fields, seal, sign
from signing.stamps import Mark
from signing.verification.verdict import Verdict
from signing.verification.verifying import verify
from tests.signing.crypto.authorities import (
    DAY,
    SERVES_PAGES,
    STAMPS_TIME,
    Identity,
    identity,
    revocation_list,
    signed_by_hand,
    signed_elsewhere,
    stamper,
)
from tests.signing.crypto.conftest import MAYA, NOW, House

SEEN = (50, 50, 250, 110)
OTHER_PURPOSES = {"a web server": SERVES_PAGES, "timestamps": STAMPS_TIME}


@dataclass(frozen=True)
class OtherHouse:
    """A root, the authority below it, one who signs, one who stamps time, and what the authorities say of revocation."""

    root: Identity
    authority: Identity
    signer: Identity
    timestamps: Identity
    lists: tuple[Any, ...]

    @property
    def chain(self) -> tuple[Identity, Identity]:
        return self.authority, self.root

    @property
    def stamper(self):
        return stamper(self.timestamps, *self.chain)

    def verdict(self, pdf: bytes, **more: Any) -> Verdict:
        return verify(pdf, **{"trust": [self.root.asn1], "crls": self.lists, **more})


@pytest.fixture(scope="module")
def other() -> OtherHouse:
    root = identity("Other Root", authority=True)
    authority = identity("Other Authority", root, authority=True)
    stamps = identity("Other Clock", authority, extended=STAMPS_TIME, usage="digital_signature")
    lists = (revocation_list(root, at=NOW - DAY), revocation_list(authority, at=NOW - DAY))
    return OtherHouse(root, authority, identity("Good Signer", authority), stamps, lists)


def saved(pdf: bytes, **how: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, **how)
    return out.getvalue()


def with_store(pdf: bytes, other: OtherHouse, lists: tuple[Any, ...]) -> bytes:
    out = io.BytesIO(pdf)
    certificates = [one.asn1 for one in other.chain]
    DocumentSecurityStore.add_dss(out, sig_contents=None, certs=certificates, crls=lists)
    return out.getvalue()


LAYOUTS: dict[str, dict[str, Any]] = {
    "plain": {"object_stream_mode": ObjectStreamMode.disable},
    "packed": {"object_stream_mode": ObjectStreamMode.generate},
    "linearised": {"linearize": True},
    "linearised and packed": {"linearize": True, "object_stream_mode": ObjectStreamMode.generate},
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_files_of_every_layout_signed_by_other_programs_are_valid(contract, other, tmp_path, layout):
    pdf = saved(contract, **LAYOUTS[layout])

    assert other.verdict(signed_elsewhere(pdf, other.signer, *other.chain, box=SEEN)).reasons == ()
    assert other.verdict(signed_by_hand(pdf, other.signer, *other.chain, folder=tmp_path)).reasons == ()


@pytest.mark.parametrize("options", [["-md", "sha512"], ["-keyopt", "rsa_padding_mode:pss"], ["-keyid"]])
def test_other_digests_paddings_and_names_of_the_signer_are_valid(contract, other, tmp_path, options):
    pdf = signed_by_hand(contract, other.signer, *other.chain, folder=tmp_path, options=options)

    assert other.verdict(pdf).reasons == ()


def test_a_timestamp_of_a_signature_proves_its_time(contract, other):
    pdf = signed_elsewhere(contract, other.signer, *other.chain, stamper=other.stamper)

    verdict = other.verdict(pdf)

    assert verdict.reasons == ()
    assert (verdict.signatures[0].level, verdict.signatures[0].proven_at) == ("B-T", NOW)


def test_several_people_who_each_bring_their_field_are_valid(contract, other, tmp_path):
    pdf = signed_by_hand(contract, other.signer, *other.chain, folder=tmp_path)
    for place, name in enumerate(("Second", "Third")):
        box = (50 + 220 * place, 50, 250 + 220 * place, 110)
        pdf = signed_elsewhere(pdf, other.signer, *other.chain, field=name, box=box)

    verdict = other.verdict(pdf)

    assert verdict.reasons == ()
    assert [one.field for one in verdict.signatures] == ["Signature1", "Second", "Third"]


def test_proofs_added_later_and_again_are_explained(contract, other):
    signed = signed_elsewhere(contract, other.signer, *other.chain, stamper=other.stamper)
    once = with_store(signed, other, other.lists)
    later = (revocation_list(other.root, at=NOW), revocation_list(other.authority, at=NOW))

    verdict = other.verdict(with_store(once, other, later))

    assert verdict.reasons == ()
    assert "certificates and revocation data were added" in verdict.revisions[-2].brought


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.threats
def test_a_seal_renewed_by_later_timestamps_is_valid(contract, house: House, times):
    pdf = certify(prepare_fields(contract, [MAYA]), house.signer, reason="Sent", at=NOW).pdf
    pdf = sign(pdf, "Maya", house.signer, Mark("Maya", NOW), reason="I agree", at=NOW).pdf
    facts = {"timestamper": house.timestamper, "trust": house.trust}
    pdf = seal(pdf, house.signer, Level.LTA, reason="Sealed", at=NOW, **facts).pdf

    for _ in range(times):
        pdf = renewed(pdf, house)

    verdict = verify(pdf, trust=house.trust.roots, crls=house.trust.revocation_lists)
    assert verdict.reasons == ()
    assert [one.kind for one in verdict.signatures].count("document timestamp") == 1 + times


def renewed(pdf: bytes, house: House) -> bytes:
    context = ValidationContext(
        trust_roots=list(house.trust.roots),
        other_certs=list(house.trust.between),
        crls=list(house.trust.revocation_lists),
    )
    reader = PdfFileReader(io.BytesIO(pdf))
    work = PdfTimeStamper(house.timestamper).async_update_archival_timestamp_chain(reader, context, in_place=False)
    return bytes(asyncio.run(work).getvalue())


def test_an_authority_given_beside_its_root_does_not_stop_the_lists_from_counting(contract, other):
    pdf = signed_elsewhere(contract, other.signer, *other.chain)

    assert other.verdict(pdf, trust=[other.root.asn1, other.authority.asn1]).reasons == ()
    alone = other.verdict(pdf, trust=[other.authority.asn1])
    assert "give the root certificate above “Other Authority” as well" in alone.reasons[0]


def bad_signers(other: OtherHouse) -> dict[str, tuple[Identity, tuple[Identity, ...], tuple[Any, ...], str]]:
    """Each bad signer, the chain that the file brings, further revocation lists, and words of the refusal."""
    ended = identity("Ended Authority", other.root, authority=True, ends=NOW - DAY)
    false_root = identity("Other Root", authority=True)
    false_authority = identity("Other Authority", false_root, authority=True)
    taken_back = identity("Taken Back", other.root, authority=True)
    serial = taken_back.certificate.serial_number
    return {
        "an authority that ended": (
            identity("X", ended), (ended, other.root), (revocation_list(ended, at=NOW - 2 * DAY),),
            "issued by “Ended Authority”, which was valid until",
        ),
        "an authority that was taken back": (
            identity("X", taken_back), (taken_back, other.root),
            (revocation_list(other.root, serial, at=NOW), revocation_list(taken_back, at=NOW - DAY)),
            "or that of its authority was revoked on",
        ),
        "ended": (identity("X", other.authority, ends=NOW - DAY), other.chain, (), "was not valid at the time"),
        "not begun": (identity("X", other.authority, begins=NOW + DAY), other.chain, (), "was not valid yet: it begins"),
        "a short key": (identity("X", other.authority, bits=1024), other.chain, (), "a key of only 1024 bits"),
        "self-made": (identity("Good Signer"), (), (), "self-made"),
        "the same names throughout": (
            identity("Good Signer", false_authority), (false_authority, false_root), (), "does not lead to a trusted root",
        ),
        "vouched for by a signer": (
            identity("X", other.signer), (other.signer, *other.chain), (), "“Good Signer”, which is no authority",
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    "what",
    [
        "an authority that ended", "an authority that was taken back", "ended", "not begun", "a short key", "self-made",
        "the same names throughout", "vouched for by a signer",
    ],
)  # fmt: skip
@pytest.mark.threats
def test_a_certificate_that_must_not_be_trusted_is_refused_in_words(contract, other, what):
    who, chain, lists, words = bad_signers(other)[what]

    verdict = other.verdict(signed_elsewhere(contract, who, *chain), crls=(*other.lists, *lists))

    assert not verdict.valid
    assert words in verdict.reasons[0]


@pytest.mark.parametrize("purpose", OTHER_PURPOSES)
@pytest.mark.threats
def test_a_certificate_for_another_purpose_does_not_sign_documents(contract, other, purpose):
    who = identity("X", other.authority, extended=OTHER_PURPOSES[purpose])

    verdict = other.verdict(signed_elsewhere(contract, who, *other.chain))

    assert "was issued for another purpose" in verdict.reasons[0]
    assert not verdict.signatures[0].trusted


@pytest.mark.parametrize("oid", ["1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "1.2.840.113583.1.1.5", "2.5.29.37.0"])
def test_a_certificate_for_documents_or_mail_or_anything_does(contract, other, oid):
    who = identity("X", other.authority, extended=[x509.ObjectIdentifier(oid)])

    assert other.verdict(signed_elsewhere(contract, who, *other.chain)).reasons == ()


@pytest.mark.parametrize("usage", ["key_encipherment", "key_agreement", "key_cert_sign"])
@pytest.mark.threats
def test_a_key_that_may_not_sign_is_refused(contract, other, usage):
    who = identity("X", other.authority, usage=usage)

    assert "may not be used for this" in other.verdict(signed_elsewhere(contract, who, *other.chain)).reasons[0]


@pytest.mark.parametrize(("digest", "spoken"), [("sha1", "SHA-1"), ("md5", "MD5")])
@pytest.mark.threats
def test_a_digest_that_can_be_forged_is_refused(contract, other, digest, spoken):
    verdict = other.verdict(signed_elsewhere(contract, other.signer, *other.chain, digest=digest))

    assert f"signs with {spoken}, which can be forged today" in verdict.reasons[0]


@pytest.mark.parametrize("what", ["no use for time", "of a stranger", "ended"])
@pytest.mark.threats
def test_a_clock_that_must_not_be_trusted_proves_nothing(contract, other, what):
    stranger = identity("Stranger", authority=True)
    clock = {
        "no use for time": lambda: identity("Clock", other.authority, usage="digital_signature"),
        "of a stranger": lambda: identity("Clock", stranger, extended=STAMPS_TIME, usage="digital_signature"),
        "ended": lambda: identity(
            "Clock", other.authority, extended=STAMPS_TIME, usage="digital_signature", ends=NOW - DAY
        ),
    }[what]()
    chain = (stranger,) if what == "of a stranger" else other.chain

    verdict = other.verdict(signed_elsewhere(contract, other.signer, *other.chain, stamper=stamper(clock, *chain)))

    assert "Its timestamp is not trusted" in verdict.reasons[0]
    assert verdict.signatures[0].proven_at is None


@pytest.mark.threats
def test_a_timestamp_from_the_future_is_refused(contract, other):
    late = stamper(other.timestamps, *other.chain, at=NOW + 10 * DAY)

    verdict = other.verdict(signed_elsewhere(contract, other.signer, *other.chain, stamper=late))

    assert "lies in the future" in verdict.reasons[0]


@pytest.mark.parametrize("first", ["the old list", "the new list"])
@pytest.mark.threats
def test_an_older_list_that_does_not_know_of_it_yet_heals_no_revocation(contract, other, first):
    who = identity("Revoked", other.authority)
    new = revocation_list(other.authority, who.certificate.serial_number, at=NOW)
    pdf = with_store(signed_elsewhere(contract, who, *other.chain), other, other.lists)
    lists = (*other.lists, new) if first == "the old list" else (new, *other.lists)

    assert f"was revoked on {NOW:%Y-%m-%d}" in other.verdict(pdf, crls=lists).reasons[0]


@pytest.mark.parametrize("what", ["stale", "absent", "by another authority of that name"])
@pytest.mark.threats
def test_revocation_that_cannot_be_checked_is_no_consent(contract, other, what):
    false = identity("Other Authority", other.root, authority=True)
    lists = {
        "stale": (other.lists[0], revocation_list(other.authority, at=NOW - 20 * DAY, lasts=5 * DAY)),
        "absent": (other.lists[0],),
        "by another authority of that name": (other.lists[0], revocation_list(false, at=NOW - DAY)),
    }[what]

    assert not other.verdict(signed_elsewhere(contract, other.signer, *other.chain), crls=lists).valid


@pytest.mark.parametrize("options", [[], ["-nodetach"]])
@pytest.mark.threats
def test_a_value_over_other_bytes_is_refused_even_when_it_brings_them_along(contract, other, tmp_path, options):
    pdf = signed_by_hand(
        contract, other.signer, *other.chain, folder=tmp_path, options=options, covered=b"another contract"
    )

    assert not other.verdict(pdf).valid


@pytest.mark.threats
def test_a_visible_field_of_ones_own_in_a_certified_file_is_refused(contract, house, other):
    certified = certify(prepare_fields(contract, [MAYA]), house.signer, reason="Sent", at=NOW).pdf
    added = signed_elsewhere(
        certified, other.signer, *other.chain, field="Uninvited", box=SEEN, subfilter=SigSeedSubFilter.PADES
    )

    verdict = verify(
        added, trust=[*house.trust.roots, other.root.asn1], crls=[*house.trust.revocation_lists, *other.lists]
    )

    assert not verdict.valid
    assert "Certification is the first signature that no longer covers what is shown" in " ".join(verdict.reasons)


@pytest.mark.threats
def test_a_file_prepared_so_that_one_signature_stands_in_two_places_counts_once(contract, other, tmp_path: Path):
    once = signed_by_hand(contract, other.signer, *other.chain, folder=tmp_path)
    twice = signed_by_hand(contract, other.signer, *other.chain, folder=tmp_path, second_field=True)

    assert other.verdict(once).valid
    assert not other.verdict(twice, expected_signers=2).valid


def test_a_certificate_missing_from_the_file_is_found_among_those_given(contract, other):
    pdf = signed_elsewhere(contract, other.signer)

    assert not other.verdict(pdf).valid
    assert other.verdict(pdf, between=[other.authority.asn1]).valid


def test_the_writer_used_here_keeps_signed_bytes(contract, other):
    signed = signed_elsewhere(contract, other.signer, *other.chain)
    out = io.BytesIO(signed)
    IncrementalPdfFileWriter(out).write_in_place()

    assert out.getvalue().startswith(signed)
