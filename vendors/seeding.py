"""The checklists that a new installation starts with; an administrator changes them in the administration."""

from dataclasses import dataclass

from django.db import transaction

from vendors.models import ChecklistItem, ChecklistTemplate
from vendors.models.compliance import Wanted


@dataclass(frozen=True)
class Asked:
    """One thing asked of a vendor. `kind` names the sort of document, as compliance records name it too.

    What proves who the vendor is, how it is taxed and that it is insured or secure gates its payments; a promise does not.
    """

    title: str
    help: str
    kind: str = ""
    wanted: str = Wanted.DOCUMENT
    required: bool = True
    expires: bool = False
    gates_payment: bool = True
    if_contract_asks: bool = False


TRADE_REGISTER = Asked(
    "Trade register extract", "Not older than three months, or what your country has in its place.", "trade_register"
)
INSURANCE = Asked(
    "Certificate of insurance",
    "From your insurer, with the last day of cover. It shows at least what the contract asks for.",
    "insurance",
    expires=True,
    if_contract_asks=True,
)
TAX_FORM = Asked(
    "Tax form",
    "What shows where you are taxed. In the European Union: the confirmation of your VAT number by your tax office. United Kingdom: the "
    "VAT registration certificate. Switzerland: the extract of the UID register with your VAT number. United States: form W-9. Anywhere "
    "else: a certificate of tax residence, not older than a year. If you are not registered for VAT, a signed sentence that says so.",
    "tax_form",
)
CODE_OF_CONDUCT = Asked(
    "Code of conduct",
    "Read our code, then hand it in signed by somebody who may bind your company.",
    "code_of_conduct",
    gates_payment=False,
)
BANK_ACCOUNT = Asked(
    "Bank account",
    "The account that we pay to. We call you to confirm it, on a number from the contract or from our own records.",
    wanted=Wanted.BANK_ACCOUNT,
    # The matcher asks for a verified account itself (BANK_UNVERIFIED), with a reason of its own.
    gates_payment=False,
)
SECURITY = Asked(
    "Information security certificate",
    "ISO 27001, SOC 2 type II or an equal one, with its last day of validity.",
    "security_certificate",
    expires=True,
)
SUBPROCESSORS = Asked(
    "List of sub-processors",
    "Everybody who touches our data on your behalf, and where.",
    "subprocessors",
    required=False,
    gates_payment=False,
)

SERVICES = (TRADE_REGISTER, INSURANCE, TAX_FORM, CODE_OF_CONDUCT, BANK_ACCOUNT)
SOFTWARE = (TRADE_REGISTER, SECURITY, TAX_FORM, CODE_OF_CONDUCT, SUBPROCESSORS, BANK_ACCOUNT)
DEFAULT = (TRADE_REGISTER, TAX_FORM, CODE_OF_CONDUCT, BANK_ACCOUNT)

# Name, the category of contract or vendor that it serves ("" serves all others), what is asked.
CHECKLISTS: tuple[tuple[str, str, tuple[Asked, ...]], ...] = (
    ("Professional services", "services agreement", SERVICES),
    ("Statement of work", "SOW", SERVICES),
    ("Master agreement", "MSA", SERVICES),
    ("Software subscription", "software subscription", SOFTWARE),
    ("Software licence", "licence", SOFTWARE),
    ("Every other vendor", "", DEFAULT),
)


@transaction.atomic
def seed_checklists() -> list[ChecklistTemplate]:
    """Make the checklists that are not there yet; those that an administrator changed stay as they are."""
    return [_seed(name, category, asked) for name, category, asked in CHECKLISTS]


def _seed(name: str, category: str, asked: tuple[Asked, ...]) -> ChecklistTemplate:
    template, made = ChecklistTemplate.objects.get_or_create(category=category, defaults={"name": name})
    if made:
        for position, item in enumerate(asked, 1):
            ChecklistItem.objects.create(
                template=template,
                position=position,
                wanted=item.wanted,
                document_kind=item.kind,
                title=item.title,
                help=item.help,
                required=item.required,
                expires=item.expires,
                gates_payment=item.gates_payment,
                if_contract_asks=item.if_contract_asks,
            )
    return template
