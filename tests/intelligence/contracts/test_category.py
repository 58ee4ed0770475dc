"""A document's category is told from its title and wording."""

from decimal import Decimal

import pytest

from flowmono.intelligence.category import classify


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Mutual Non-Disclosure Agreement\nEach Disclosing Party may share Confidential Information with the Receiving Party.",
            "NDA",
        ),
        (
            "MASTER SERVICES AGREEMENT\nThe parties will enter into statements of work from time to time. Order of precedence: each SOW.",
            "MSA",
        ),
        (
            "Professional Services Agreement\nSOW\nThis SOW lists the deliverables and milestones. SOW Date: 1 May 2027",
            "SOW",
        ),
        ("Cloud Service Agreement\nOrder Form\nOrder Date: 1 May 2027. Subscription Period: 12 months", "order form"),
        ("Data Processing Agreement\nThe processor handles personal data of data subjects for the controller.", "DPA"),
        ("LICENSE AGREEMENT\nLicensor grants Licensee a non-exclusive licence to the licensed materials.", "licence"),
        ("Mietvertrag\nDer Vermieter überlässt dem Mieter Büroräume.", "lease"),
        ("Employment Agreement\nYour employment begins on 1 May. The employee receives a base salary.", "employment"),
        (
            "First Amendment to Services Agreement\nSection 4 is hereby amended. All else shall remain in full force and effect.",
            "amendment",
        ),
        (
            "CONSULTING AGREEMENT\nConsultant is an independent contractor and performs the services.",
            "services agreement",
        ),
        (
            "Software as a Service Agreement\nThe hosted service has an uptime of 99.9%. Service credits apply to authorized users.",
            "software subscription",
        ),
        ("Purchase Order\nPO Number: 4500012\nShip to: Dock 4", "purchase order"),
        ("Invoice\nInvoice number: 2027-14\nBill to: Juniper Mills\nAmount due: $400", "invoice"),
        (
            "CERTIFICATE OF LIABILITY INSURANCE\nINSURER(S) AFFORDING COVERAGE\nCertificate holder: Juniper Mills",
            "certificate of insurance",
        ),
    ],
)
def test_a_plain_document_is_recognised_with_certainty(text: str, name: str) -> None:
    found = classify(text)

    assert found.name == name
    assert found.confidence >= Decimal("0.75")
    assert "the title says" in found.reason


def test_a_document_without_a_title_is_never_certain() -> None:
    found = classify(
        "To whom it may concern,\nthe Disclosing Party shares Confidential Information with the Receiving Party, each recipient keeping it safe."
    )

    assert (found.name, found.confidence <= Decimal("0.65")) == ("NDA", True)


def test_an_unknown_text_is_other_and_says_so() -> None:
    found = classify("Minutes of the garden club\nWe met on Tuesday and spoke of roses.")

    assert (found.name, found.confidence) == ("other", Decimal("0.4"))
    assert found.reason == "neither the title nor the wording is that of a known kind of document"


def test_an_empty_text_is_other_without_any_confidence() -> None:
    assert classify("  \n").confidence == Decimal(0)
