"""The verdict: genuine files of every level pass, forged ones are refused with the reason in words."""

import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import crl, x509
from pyhanko.sign.validation.dss import DocumentSecurityStore

from signing import pki
from signing.sealing import FieldSpec, Level, certify, prepare_fields, seal, sign
from signing.signer.keys import LocalTimestamper
from signing.stamps import Mark
from signing.verification.sandbox import LIMITS, Sandbox
from signing.verification.verdict import NO_ROOT, Question, Verdict, by_weight
from signing.verification.verifying import verify
from tests.signing.crypto.conftest import MAYA, NOW, PASSPHRASE, VERA, House

AT = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.fixture(scope="module")
def sealed(contract: bytes, house: House) -> bytes:
    """Certified, signed by Maya and Vera, sealed at B-LTA."""
    certified = certify(prepare_fields(contract, [MAYA, VERA]), house.signer, reason="Sent", at=NOW)
    first = sign(certified.pdf, "Maya", house.signer, Mark("Maya Lindqvist", NOW), reason="I approve", at=NOW)
    second = sign(first.pdf, "Vera", house.signer, Mark("Vera Ose", NOW), reason="I agree", at=NOW)
    made = seal(
        second.pdf, house.signer, Level.LTA, reason="Sealed", at=NOW, timestamper=house.timestamper, trust=house.trust
    )
    return made.pdf


def examined(pdf: bytes, house: House, **more: object) -> Verdict:
    return verify(pdf, trust=house.trust.roots, crls=house.trust.revocation_lists, **more)  # type: ignore[arg-type]


def given_evidence(attacks: Path) -> dict[str, list]:
    trust = attacks / "trust"
    return {
        "trust": pki.load_certificates([trust / "root.pem"]),
        "crls": pki.load_revocation_lists([trust / "inter_now.crl", trust / "root_now.crl"]),
    }


def test_our_own_sealed_contract_is_valid_and_every_signature_is_told(sealed, house):
    verdict = examined(sealed, house, expected_signers=["Maya Lindqvist", "Vera Ose"])

    assert verdict.reasons == ()
    assert verdict.valid
    told = [(s.field, s.kind, s.stated_name, s.signer) for s in verdict.signatures[:4]]
    assert told == [
        ("Certification", "certification", "", "Northwind Trading OÜ Seal (trial)"),
        ("Maya", "signature", "Maya Lindqvist", "Northwind Trading OÜ Seal (trial)"),
        ("Vera", "signature", "Vera Ose", "Northwind Trading OÜ Seal (trial)"),
        ("Seal", "signature", "", "Northwind Trading OÜ Seal (trial)"),
    ]
    assert verdict.signatures[3].level == "B-LTA"
    assert verdict.signatures[4].kind == "document timestamp"
    assert all(revision.explained for revision in verdict.revisions)
    assert verdict.sha256 == hashlib.sha256(sealed).hexdigest()
    assert Verdict.from_json(verdict.as_json()) == verdict


def test_a_stated_time_after_the_timestamp_that_covers_it_is_told_and_a_step_is_told_in_plain_words(
    contract: bytes, house: House
):
    ahead = NOW + timedelta(days=40)
    certified = certify(prepare_fields(contract, [MAYA]), house.signer, reason="Sent", at=NOW)
    signed = sign(certified.pdf, "Maya", house.signer, Mark("Maya Lindqvist", ahead), reason="I approve", at=ahead)
    stamps = house.timestamper
    made = seal(signed.pdf, house.signer, Level.LTA, reason="Sealed", at=NOW, timestamper=stamps, trust=house.trust)

    verdict = examined(made.pdf, house)

    assert verdict.valid
    told = [remark for remark in verdict.remarks if "state" in remark]
    assert len(told) == 1
    assert told[0].startswith(
        f"The signature of Maya Lindqvist states the time {ahead:%Y-%m-%d %H:%M} UTC, but a timestamp proves that it existed at"
    )
    assert verdict.revisions[-1].brought == (
        "a timestamp over the whole file",
        "certificates and revocation data were added",
    )


@pytest.mark.parametrize(
    "name", ["B-B_org", "B-T_org", "B-LT_org", "B-LTA_org", "renewed", "seq_A_certified_3signers_LTA"]
)
def test_genuine_files_of_every_level_are_valid(attacks, name):
    pdf = (attacks / "genuine" / f"{name}.pdf").read_bytes()

    verdict = verify(pdf, at=AT, **given_evidence(attacks))

    assert verdict.reasons == ()
    assert verdict.valid


@pytest.mark.parametrize(
    ("name", "enough"),
    [("B-B_org", False), ("B-T_org", False), ("B-LT_org", True), ("B-LTA_org", True), ("renewed", True)],
)
def test_a_certificate_of_which_nobody_says_whether_it_was_taken_back_is_not_trusted(attacks, name, enough):
    pdf = (attacks / "genuine" / f"{name}.pdf").read_bytes()

    verdict = verify(pdf, at=AT, trust=given_evidence(attacks)["trust"])

    assert verdict.valid is enough
    asked = "revocation list of “Example Org Document Signing CA” and “Example Org Root CA”; fetch both and check again"
    assert (asked in " ".join(verdict.reasons)) is not enough


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("forge2_wholly_selfsigned", "self-made"),
        ("form_edit_unlocked_field", "form fields that are not signatures"),
        ("isa1_body_only", "bytes follow the end of the document"),
        (
            "isa3_page_added",
            "the number of pages went from 9 to 10. Signer1 is the first signature that no longer covers",
        ),
        ("isa5_page_content_replaced", "the content of page 1 was replaced"),
        ("isa6_title_changed", "properties"),
        ("swa1_gap_inject", "something is hidden there"),
        ("trail_zip", "bytes follow the end of the document"),
        ("usf1_no_byterange", "Its byte range is missing"),
        ("usf3_byterange_negative", "does not describe this file"),
        ("usf6_contents_null", "Its contents are missing"),
    ],
)
def test_forged_files_are_refused_with_the_reason(attacks, name, words):
    pdf = (attacks / "forged" / f"{name}.pdf").read_bytes()

    verdict = verify(pdf, at=AT, **given_evidence(attacks))

    assert not verdict.valid
    assert words in " ".join(verdict.reasons)


@pytest.mark.parametrize(
    "recorded", [{"expected_signers": 3}, {"expected_sha256": "ab" * 32}, {"expected_signers": ["Boris Vendor"]}]
)
def test_a_file_cut_back_to_an_earlier_signature_is_refused_by_what_was_recorded(attacks, recorded):
    pdf = (attacks / "forged" / "rollback1_signer1_only.pdf").read_bytes()

    alone = verify(pdf, at=AT, **given_evidence(attacks))
    known = verify(pdf, at=AT, **given_evidence(attacks), **recorded)

    assert "2 of its 3 places for signatures and seals are empty" in " ".join(alone.remarks)
    assert not known.valid
    assert "older" in known.reasons[0]


def test_a_revoked_signer_is_refused_with_the_time_of_revocation(attacks):
    # The lists in trust/ name nobody; the one that does travels in the store of a genuine file of the same authority.
    with pikepdf.open(attacks / "genuine" / "B-LT_org.pdf") as genuine:
        lists = [crl.CertificateList.load(entry.read_bytes()) for entry in genuine.Root.DSS.CRLs]
    evidence = given_evidence(attacks)
    evidence["crls"] = [*evidence["crls"], *lists]

    verdict = verify((attacks / "forged" / "revoked_signer.pdf").read_bytes(), at=AT, **evidence)
    other = verify((attacks / "genuine" / "B-T_org.pdf").read_bytes(), at=AT, **evidence)

    assert not verdict.valid
    assert "was revoked on 2026-11-22 05:43 UTC" in verdict.reasons[0]
    assert other.valid


def test_what_was_changed_is_said_before_what_is_only_not_known_here(attacks, house):
    pdf = (attacks / "forged" / "isa5_page_content_replaced.pdf").read_bytes()

    reasons = verify(pdf, at=AT, trust=house.trust.roots, crls=house.trust.revocation_lists).reasons

    assert "changed the document after it was signed: the content of page 1 was replaced" in reasons[0]
    assert len([one for one in reasons if NO_ROOT in one]) > 1
    assert all(NO_ROOT in one for one in reasons[-2:])


def test_reasons_of_the_same_weight_stay_in_the_order_of_the_file():
    unknown, other = f"Signature A is not trusted: the certificate “X” {NO_ROOT}.", "The field B holds a text."
    changed = "Signature C does not fit the bytes it covers: they were changed."

    assert by_weight([unknown, other, changed, unknown, "D."]) == (changed, other, "D.", unknown)


def with_lists(pdf: bytes, house: House, lists: list[crl.CertificateList]) -> bytes:
    """The file with a store that brings these lists along."""
    out = io.BytesIO(pdf)
    DocumentSecurityStore.add_dss(out, None, certs=[*house.trust.between, *house.trust.roots], crls=lists)
    return out.getvalue()


def made_younger(old: crl.CertificateList, days: int) -> crl.CertificateList:
    """The same list with later times under the signature of the old one."""
    forged = old.copy()
    for name in ("this_update", "next_update"):
        old_time = old["tbs_cert_list"][name].native
        forged["tbs_cert_list"][name] = x509.Time({"utc_time": old_time + timedelta(days=days)})
    return crl.CertificateList.load(forged.dump(force=True))


def test_a_list_under_the_signature_of_an_older_one_is_not_believed(contract, house):
    prepared = certify(prepare_fields(contract, [MAYA]), house.signer, reason="Sent", at=NOW).pdf
    signed = sign(prepared, "Maya", house.signer, Mark("Maya Lindqvist", NOW), reason="I approve", at=NOW).pdf
    genuine = list(house.trust.revocation_lists)
    forged = [*genuine, *(made_younger(one, 3) for one in genuine)]

    verdict = verify(with_lists(signed, house, forged), trust=house.trust.roots, at=NOW)

    (told,) = {one.revocation for one in verdict.signatures}
    genuine_day = genuine[-1]["tbs_cert_list"]["this_update"].native
    assert verdict.valid
    assert f" of {genuine_day:%Y-%m-%d %H:%M} UTC" in told


def test_it_is_said_by_which_list_and_of_what_day_nobody_was_revoked(attacks, sealed, house):
    revoked = verify((attacks / "forged" / "revoked_signer.pdf").read_bytes(), at=AT, **given_evidence(attacks))
    alone = verify(
        (attacks / "forged" / "revoked_signer.pdf").read_bytes(), at=AT, trust=given_evidence(attacks)["trust"]
    )
    ours = examined(sealed, house)

    assert {one.revocation for one in revoked.signatures} == {
        "not revoked according to list 9 of Example Org Document Signing CA of 2026-11-22 08:11 UTC"
    }
    assert {one.revocation for one in alone.signatures} == {""}
    told = {one.revocation for one in ours.signatures if one.kind != "document timestamp"}
    assert len(told) == 1
    assert f"of Northwind Trading OÜ Trial Issuing CA of {NOW:%Y-%m-%d}" in told.pop()


def test_every_cut_of_a_sealed_file_is_either_refused_or_an_honest_earlier_version(sealed, house):
    ends = [found + 6 for found in range(len(sealed)) if sealed.startswith(b"%%EOF\n", found)]

    for cut in {*ends, *range(1000, len(sealed), len(sealed) // 40)} - {len(sealed)}:
        verdict = examined(sealed[:cut], house, expected_sha256=hashlib.sha256(sealed).hexdigest())
        assert not verdict.valid


@pytest.mark.parametrize("share", [0.02, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95])
def test_one_changed_byte_anywhere_is_found(sealed, house, share):
    changed = bytearray(sealed)
    changed[int(len(sealed) * share)] ^= 0x01

    assert not examined(bytes(changed), house).valid


@pytest.mark.parametrize(
    "tail", [b"PK\x03\x04 an archive", b"\n9 0 obj\n<<>>\nendobj\n", b"\nstartxref\n0\n%%EOF\n", b"\x00"]
)
def test_anything_after_the_end_is_refused(sealed, house, tail):
    assert not examined(sealed + tail, house).valid


def test_an_annotation_laid_over_a_signed_page_is_refused_and_named(sealed, house):
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    page, _ = writer.find_page_for_modification(0)
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Contents"): generic.pdf_string("USD 1,000,000"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 600, 800))),
        }
    )
    page.get_object()["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page.get_object())
    out = io.BytesIO()
    writer.write(out)

    verdict = examined(out.getvalue(), house)

    assert not verdict.valid
    assert "an annotation or field was put on page 1" in verdict.reasons[0]
    assert "Certification is the first signature that no longer covers what is shown" in verdict.reasons[0]


def test_metadata_rewritten_after_signing_is_refused_but_a_new_date_is_not(house):
    from signing.verification.revisions import _comparable_xmp

    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<xmp:ModifyDate>{date}</xmp:ModifyDate><dc:title>{title}</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
    )

    first = _comparable_xmp(xmp.format(date="2026-01-01", title="A").encode())

    assert _comparable_xmp(xmp.format(date="2026-02-02", title="A").encode()) == first
    assert _comparable_xmp(xmp.format(date="2026-01-01", title="B").encode()) != first


def test_a_timestamp_by_a_certificate_that_may_not_stamp_time_is_not_trusted(contract, house):
    # The seal's certificate has no timeStamping use.
    wrong = LocalTimestamper(
        pki.load_key(house.pki.key("seal"), PASSPHRASE),
        pki.load_certificate(house.pki.seal),
        pki.load_certificates([house.pki.issuing, house.pki.root]),
        lambda: datetime.now(UTC),
    )
    pdf = sign(
        prepare_fields(contract, [MAYA]), "Maya", house.signer, Mark("Maya", NOW), reason="x", at=NOW, timestamper=wrong
    ).pdf

    verdict = examined(pdf, house)

    assert not verdict.valid
    assert "Its timestamp is not trusted" in verdict.reasons[0]
    assert verdict.signatures[0].proven_at is None


def test_a_revocation_after_the_proven_time_leaves_the_signature_valid_and_one_before_it_does_not(contract, tmp_path):
    made = pki.make_trial_pki(tmp_path / "pki", "Northwind", at=NOW - timedelta(days=3), passphrase=PASSPHRASE)
    chain = pki.load_certificates([made.issuing, made.root])
    from signing.signer.keys import LocalSigner

    signer = LocalSigner(pki.load_key(made.key("seal"), PASSPHRASE), pki.load_certificate(made.seal), chain)
    stamper = LocalTimestamper(
        pki.load_key(made.key("timestamp"), PASSPHRASE), pki.load_certificate(made.timestamp), chain, lambda: NOW
    )
    prepared = prepare_fields(contract, [MAYA])
    mark = Mark("Maya", NOW)
    stamped = sign(prepared, "Maya", signer, mark, reason="x", at=NOW, timestamper=stamper).pdf
    bare = sign(prepared, "Maya", signer, mark, reason="x", at=NOW).pdf
    serial = pki.load_certificate(made.seal).serial_number

    pki.renew_revocation_lists(made, passphrase=PASSPHRASE, at=NOW + timedelta(days=1), revoked=[serial])
    pki.renew_revocation_lists(made, passphrase=PASSPHRASE, at=NOW + timedelta(days=2))
    lists = pki.load_revocation_lists(made.revocation_lists)
    later = NOW + timedelta(days=2)

    assert verify(stamped, trust=[chain[1]], crls=lists, at=later).valid
    assert not verify(bare, trust=[chain[1]], crls=lists, at=later).valid
    assert "was revoked on" in verify(bare, trust=[chain[1]], crls=lists, at=later).reasons[0]


def test_nothing_is_trusted_unless_a_root_is_given(sealed):
    assert not verify(sealed, trust=[]).valid


@pytest.mark.parametrize(
    "junk", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"\x00" * 1000, b"%PDF-1.4\nstartxref\n99999\n%%EOF\n", b"<html>"]
)
def test_junk_is_refused_and_never_raises(junk, house):
    verdict = examined(junk, house)

    assert not verdict.valid
    assert verdict.reasons


def test_an_unsigned_file_is_not_valid(contract, house):
    assert examined(contract, house).reasons == ("The file holds no signature.",)


def test_a_contract_with_five_hundred_bookmarks_verifies(house):
    with pikepdf.new() as document:
        document.add_blank_page()
        with document.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(f"Clause {n}", 0) for n in range(500))
        out = io.BytesIO()
        document.save(out)

    field = FieldSpec("Maya", 1, (72, 100, 272, 160))
    signed = sign(prepare_fields(out.getvalue(), [field]), "Maya", house.signer, Mark("Maya", NOW), reason="x", at=NOW)
    sealed = seal(signed.pdf, house.signer, Level.B, reason="Sealed", at=NOW)

    assert examined(sealed.pdf, house).reasons == ()


def test_the_sandbox_gives_the_same_verdict_and_survives_a_kill(sealed, house):
    question = Question(trust=house.trust.roots, crls=house.trust.revocation_lists)
    sandbox = Sandbox()
    try:
        first = sandbox.verify(sealed, question)
        sandbox._workshop._worker.kill()
        second = sandbox.verify(sealed, question)
    finally:
        sandbox.close()

    assert first.valid
    assert first == second == examined(sealed, house)


@pytest.mark.parametrize(
    ("limits", "words"),
    [(replace(LIMITS, seconds=0), "took too long"), (replace(LIMITS, megabytes=100), "more memory")],
)
def test_a_file_that_costs_too_much_is_refused_and_the_next_one_is_still_read(sealed, house, limits, words):
    question = Question(trust=house.trust.roots)
    sandbox = Sandbox(limits)
    try:
        verdict = sandbox.verify(sealed, question)
        reasons = sandbox.refuse_before_signing(sealed)
    finally:
        sandbox.close()

    assert not verdict.valid
    assert words in verdict.reasons[0]
    assert len(reasons) == 1
