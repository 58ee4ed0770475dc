"""The demonstration company's clause library: what Brightwater wants its contracts to say, with the risk of saying otherwise."""

from contracts.models import Category, StandardClause

# Kind, name, text, order, and the risks as it stands, when different and when missing.
TEXTS: tuple[tuple[str, str, str, int, str, str, str], ...] = (
    (
        "Governing Law",
        "Germany",
        "This Agreement, and all non-contractual obligations connected with it, are governed by the law of the Federal Republic of "
        "Germany, excluding the United Nations Convention on Contracts for the International Sale of Goods.",
        1, "none", "medium", "medium",
    ),
    (
        "Governing Law",
        "Fallback: England and Wales",
        "This Agreement, and all non-contractual obligations connected with it, are governed by the laws of England and Wales.",
        2, "low", "medium", "medium",
    ),
    (
        "Cap On Liability",
        "EUR 1,000,000 for slight negligence",
        "In the case of slight negligence a party is liable only for breach of an essential obligation, being an obligation whose "
        "fulfilment makes proper performance of this Agreement possible in the first place and on which the other party may regularly "
        "rely. Liability is then limited to the damage that is foreseeable and typical for this kind of contract, and in total, for "
        "all claims under this Agreement, to EUR 1,000,000.00.",
        1, "none", "high", "high",
    ),
    (
        "Anti-Assignment",
        "Only with consent",
        "Neither party may transfer this Agreement without the other’s prior written consent, save that the Customer may transfer it "
        "to an Affiliate that can perform its obligations.",
        1, "none", "low", "low",
    ),
    (
        "Audit Rights",
        "Five years",
        "The Provider shall keep complete and orderly records of design decisions, tests and measurements, and shall give the Customer "
        "access to them on request during normal working hours until five years after Final Acceptance.",
        1, "none", "low", "none",
    ),
    (
        "Insurance",
        "Professional indemnity",
        "professional indemnity insurance with a limit of at least EUR 2,000,000.00 for each claim and in the annual aggregate",
        1, "none", "medium", "medium",
    ),
    (
        "Change Of Control",
        "The customer may leave",
        "If another company gains control of the Provider, the Customer may terminate this Agreement within ninety days of learning of "
        "it by thirty days’ written notice.",
        1, "none", "medium", "low",
    ),
)  # fmt: skip
# What holds for one category only: a confidentiality agreement has no liability to cap and nothing to insure.
NOT_IN_AN_NDA = ("Cap On Liability", "Insurance", "Change Of Control", "Anti-Assignment", "Audit Rights")


def seed_library() -> None:
    """Make the texts that are not there yet; those that somebody changed stay as they are."""
    for kind, name, text, order, risk, different, missing in TEXTS:
        facts = {"text": text, "position": order, "risk": risk, "risk_different": different, "risk_missing": missing}
        StandardClause.objects.get_or_create(kind=kind, name=name, category=None, defaults=facts)
    nda = Category.objects.get(name="NDA")
    for kind, name, text, order, *_risks in TEXTS:
        if kind in NOT_IN_AN_NDA:
            facts = {"text": text, "position": order, "risk": "none", "risk_different": "none", "risk_missing": "none"}
            StandardClause.objects.get_or_create(kind=kind, name=name, category=nda, defaults=facts)
