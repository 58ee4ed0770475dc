"""The certificate of completion states every fact, and refuses to be made without one."""

import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest

from signing.certificate_pdf import CertificateIncomplete, Completion, Event, Party, render_certificate
from signing.sealing import Level, prepare_fields, seal
from signing.verification.verifying import verify
from tests.signing.crypto.conftest import NOW

SENT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
CONSENT = "I agree to sign this document electronically.\n\nI can ask for a paper copy at any time."
APPROVAL = "I have read this document and approve it."


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


VERA = Party(
    order=2, name="Vera Ose", email="vera@ose.example", role="Signer", title="Owner", on_behalf_of="Ose Software OÜ",
    authentication="one-time code to vera@ose.example", ip="192.0.2.7", user_agent="Mozilla/5.0 (X11) <script>",
    sent_at=SENT, viewed_at=SENT + timedelta(minutes=5), consented_at=SENT + timedelta(minutes=6),
    signed_at=SENT + timedelta(minutes=9), delivered_at=SENT + timedelta(minutes=12), consent_text=CONSENT, consent_sha256=sha(CONSENT),
    shown_sha256=sha("shown"), signed_digest=sha("signed"), field="Vera", certificate="Northwind Trading OÜ Seal (trial)",
    reason="I agree", zone="Europe/Tallinn",
)  # fmt: skip
MAYA = replace(
    VERA,
    order=1,
    name="Maya Lindqvist",
    email="maya@northwind.example",
    authentication="password and TOTP",
    field="Maya",
)
LENA = replace(
    VERA, order=1, name="Lena Ost", email="lena@northwind.example", role="approves", signs=False, consent_text=APPROVAL,
    consent_sha256=sha(APPROVAL), shown_sha256=sha("before"), signed_digest="", field="", certificate="",
)  # fmt: skip
COMPLETION = Completion(
    organisation="Northwind Trading OÜ", envelope="ENV-2026-0012", title="Services agreement & order", pages=3,
    original_sha256=sha("original"), final_sha256=sha("final"), level_asked="B-LTA", level_reached="B-LTA",
    sealed_by="Northwind Trading OÜ Seal (trial)", sent_by="Maya Lindqvist", sent_at=SENT,
    completed_at=SENT + timedelta(minutes=10), parties=(VERA, MAYA),
    events=(
        Event(SENT + timedelta(minutes=9), "Vera Ose", "signed", "192.0.2.7"),
        Event(SENT, "Maya Lindqvist", "sent the envelope", "198.51.100.4"),
    ),
    verify_at="https://flowmono.example/verify",
)  # fmt: skip


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join("\n".join(page.get_textpage().get_text_range() for page in document).split())


def test_every_recorded_fact_is_on_the_certificate_in_order():
    words = text_of(render_certificate(COMPLETION, at=SENT + timedelta(hours=1)))

    for fact in (
        "Services agreement & order", "ENV-2026-0012", "one-time code to vera@ose.example", "password and TOTP", "192.0.2.7",
        "Mozilla/5.0 (X11) <script>", "2026-11-25 09:06:00 UTC", "I can ask for a paper copy at any time.", "PAdES B-LTA",
        "Copy delivered: 2026-11-25 09:12:00 UTC", "https://flowmono.example/verify",
    ):  # fmt: skip
        assert fact in words
    joined = words.replace(" ", "")
    for digest in ("shown", "signed", "original", "final", CONSENT):
        assert sha(digest) in joined
    assert words.index("1. Maya Lindqvist") < words.index("2. Vera Ose")
    assert words.index("sent the envelope") < words.rindex("signed 192.0.2.7")


def test_who_only_approved_is_not_said_to_have_signed():
    words = text_of(render_certificate(replace(COMPLETION, parties=(VERA, MAYA, LENA)), at=SENT))
    signed, approved = (
        words[words.index("Who signed") : words.index("Who approved")],
        words[words.index("Who approved") :],
    )
    approver = approved[: approved.index("What was agreed to")]

    assert "Signatures: 2 of 2" in words
    assert "Approvals: 1 of 1" in words
    assert "Lena Ost" not in signed
    assert "Approved: 2026-11-25 09:09:00 UTC" in approver
    assert sha("before") in approver.replace(" ", "")
    for claim in ("Signed", "Bytes signed", "Mark:", "Certificate used"):
        assert claim not in approver


def test_each_text_that_was_agreed_to_stands_once_with_its_own_hash_and_who_agreed():
    words = text_of(render_certificate(replace(COMPLETION, parties=(VERA, MAYA, LENA)), at=SENT))
    agreed = words[words.index("What was agreed to") : words.index("What happened")]

    assert agreed.count("I agree to sign this document electronically.") == 1
    assert agreed.count("I have read this document and approve it.") == 1
    assert "Agreed to by Maya Lindqvist, Vera Ose." in agreed
    assert "Agreed to by Lena Ost." in agreed
    assert sha(CONSENT) in agreed.replace(" ", "")
    assert sha(APPROVAL) in agreed.replace(" ", "")


def test_what_somebody_filled_in_stands_beside_them():
    filled = replace(VERA, filled=(("Purchase order", "PO-7731"), ("We have <insurance>", "ticked")))

    words = text_of(render_certificate(replace(COMPLETION, parties=(filled, MAYA)), at=SENT))

    vera = words[words.index("2. Vera Ose") :]
    assert "Filled in Purchase order: PO-7731 We have <insurance>: ticked" in vera
    assert words.count("Filled in") == 1


def test_an_address_is_not_broken_across_lines():
    mail = "maria-theresia.vandenberg@halden-pryce.example"[:44]
    party = replace(VERA, email=mail, authentication=f"personal link and one-time code to {mail}")
    events = tuple(Event(SENT, "Flowmono", f"{'Asked' * n} at {mail}", "198.51.100.4") for n in range(1, 12))

    made = render_certificate(replace(COMPLETION, parties=(party, MAYA), events=events), at=SENT)

    lines = [line for page in pypdfium2.PdfDocument(made) for line in page.get_textpage().get_text_range().splitlines()]
    assert sum(line.count(mail) for line in lines) >= 1 + len(events)


def test_a_round_without_approvers_says_nothing_of_approvals():
    words = text_of(render_certificate(COMPLETION, at=SENT))

    assert "Signatures: 2 of 2" in words
    assert "Approv" not in words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"parties": ()}, "at least one person"),
        ({"final_sha256": "abc"}, "The hash of the final document is not a SHA-256"),
        ({"parties": (replace(VERA, consent_text=" "),)}, "consent text of Vera Ose is missing"),
        ({"parties": (replace(VERA, ip=""),)}, "The address of Vera Ose is missing"),
        ({"parties": (replace(VERA, signed_digest=""),)}, "The hash that Vera Ose signed"),
        ({"parties": (replace(VERA, signs=False, shown_sha256=""),)}, "The hash of what Vera Ose was shown"),
        ({"sent_at": datetime(2026, 1, 1)}, "without a zone"),
    ],
)
def test_a_certificate_with_a_gap_is_not_made(change, words):
    with pytest.raises(CertificateIncomplete, match=words):
        render_certificate(replace(COMPLETION, **change), at=SENT)


def test_the_certificate_is_sealed_itself_and_verifies(house):
    pdf = prepare_fields(render_certificate(COMPLETION, at=SENT), [], certification=False)
    made = seal(pdf, house.signer, Level.LTA, reason="Sealed", at=NOW, timestamper=house.timestamper, trust=house.trust)

    verdict = verify(made.pdf, trust=house.trust.roots, crls=house.trust.revocation_lists)

    assert verdict.reasons == ()
    assert io.BytesIO(made.pdf).read(5) == b"%PDF-"


def test_what_it_is_and_that_it_is_sealed_itself_stands_on_its_first_page_and_its_last_page_tells_what_happened():
    pdf = render_certificate(COMPLETION, at=SENT + timedelta(hours=1))

    document = pypdfium2.PdfDocument(pdf)
    first, last = (" ".join(document[n].get_textpage().get_text_range().split()) for n in (0, len(document) - 1))
    assert (
        "Made on 2026-11-25 10:00:00 UTC from the records of Northwind Trading OÜ. This certificate is itself sealed"
        in first
    )
    assert "What happened" in last


def test_two_hundred_events_run_over_several_pages_with_their_heading():
    many = tuple(Event(SENT + timedelta(seconds=n), "Vera Ose", f"viewed page {n}", "192.0.2.7") for n in range(200))

    pdf = render_certificate(replace(COMPLETION, events=many), at=SENT)

    document = pypdfium2.PdfDocument(pdf)
    assert len(document) > 3
    assert "Address" in document[len(document) - 1].get_textpage().get_text_range()
