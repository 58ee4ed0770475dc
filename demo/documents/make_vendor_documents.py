"""Writes the papers that the vendor hands in: insurance, register, bank, and the evidence for the first milestone.

python -m demo.documents.make_vendor_documents
"""

from collections.abc import Mapping
from pathlib import Path

from demo.documents import facts
from demo.documents.paper import print_page
from demo.documents.shapes import CaseGroup, day

FOLDER = Path(__file__).resolve().parent


def insurance_certificate() -> bytes:
    """The certificate lapses six days before milestone M3 is due: the demonstration's case of foresight."""
    policy = facts.POLICY
    return print_page(
        "insurance.html",
        {
            "title": f"Certificate of insurance {policy.certificate_number}",
            "issuer": policy.insurer,
            "policy": policy,
            "company": facts.PROVIDER,
            "holder": facts.CUSTOMER.name,
            "issued": day(policy.issued_on),
            "starts": day(policy.starts_on),
            "ends": day(policy.ends_on),
            "professional": f"{policy.professional_limit:,.2f}",
            "public": f"{policy.public_limit:,.2f}",
            "excess": f"{policy.excess:,.2f}",
        },
        on=policy.issued_on,
    )


def register_extract() -> bytes:
    """What the companies register says about the provider."""
    return print_page(
        "register.html",
        {
            "title": f"Company register extract {facts.PROVIDER.register_number}",
            "issuer": "Demonstration register",
            "company": facts.PROVIDER,
            "receipt": facts.REGISTER_RECEIPT,
            "produced": day(facts.REGISTER_EXTRACT_ON),
            "incorporated": day(facts.INCORPORATED_ON),
            "last_return": day(facts.LAST_RETURN_ON),
            "officers": facts.DIRECTORS,
        },
        on=facts.REGISTER_EXTRACT_ON,
    )


def bank_confirmation() -> bytes:
    """The bank says whose account it is."""
    return print_page(
        "bank.html",
        {
            "title": "Confirmation of bank account",
            "issuer": facts.PROVIDER.bank.name,
            "company": facts.PROVIDER,
            "customer": facts.CUSTOMER,
            "bank": facts.PROVIDER.bank,
            "officer": facts.BANK_OFFICER,
            "written": day(facts.BANK_LETTER_ON),
            "reference": facts.BANK_LETTER_REFERENCE,
            "opened": day(facts.ACCOUNT_OPENED_ON),
        },
        on=facts.BANK_LETTER_ON,
    )


def milestone_evidence() -> bytes:
    """The test report that the first milestone's acceptance criterion asks for."""
    first, last = facts.TEST_RUN
    return print_page(
        "test_report.html",
        {
            "title": f"Interface test report {facts.TEST_REPORT_NUMBER}",
            "issuer": facts.PROVIDER.name,
            "company": facts.PROVIDER,
            "customer": facts.CUSTOMER,
            "agreement": facts.AGREEMENT_NUMBER,
            "milestone": facts.FIRST_MILESTONE,
            "number": facts.TEST_REPORT_NUMBER,
            "reported": day(facts.TEST_REPORT_ON),
            "started": day(first),
            "finished": day(last),
            "tester": facts.TESTER,
            "run": str(sum(group.run for group in facts.TEST_GROUPS)),
            "passed": str(sum(group.passed for group in facts.TEST_GROUPS)),
            "groups": [_printed(group) for group in facts.TEST_GROUPS],
        },
        on=facts.TEST_REPORT_ON,
    )


def _printed(group: CaseGroup) -> Mapping[str, str]:
    return {
        "number": group.number,
        "name": group.name,
        "run": str(group.run),
        "passed": str(group.passed),
        "longest": f"{group.longest_ms:,}",
    }


def write_vendor_documents(folder: Path) -> tuple[Path, ...]:
    """All four papers into a folder; their paths."""
    papers = {
        "certificate-of-insurance.pdf": insurance_certificate(),
        "company-register-extract.pdf": register_extract(),
        "bank-account-confirmation.pdf": bank_confirmation(),
        "milestone-1-interface-test-report.pdf": milestone_evidence(),
    }
    for name, content in papers.items():
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in papers)


if __name__ == "__main__":
    write_vendor_documents(FOLDER)
