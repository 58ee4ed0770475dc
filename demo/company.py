"""A small company to start with: its people in every role, its approval rules, categories, checklists, marks and rates."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from uuid import UUID, uuid5

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from contracts.seeding import seed_categories
from demo.documents import facts
from demo.library import seed_library
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.approvals.models import Kind, Mode, Rule, RuleStep
from flowmono.common.acting import SYSTEM, acting
from flowmono.common.models import Company, ExchangeRate
from flowmono.common.now import as_played
from signing.models import SignatureProfile
from vendors.models import ChecklistItem
from vendors.seeding import seed_checklists

PASSWORD = "flowmono-demo-2027"  # noqa: S105 - printed on purpose: it opens a demonstration and nothing else
NAMESPACE = UUID("6f1c3a52-7d0e-4c5b-9a44-0d4f5f0c2b11")

CODE_OF_CONDUCT = "\n\n".join(
    (
        "Brightwater’s code of conduct for vendors",
        "1. People. You employ nobody against their will and no children, pay at least what the law or the collective "
        "agreement says, and keep workplaces safe.",
        "2. Honesty. You neither give nor take anything of value to win business. Tell us before you work with somebody "
        "who is related to one of our people.",
        "3. What is ours. You use our data and drawings for our work only, and return or delete them when it is done.",
        "4. Environment. You keep the law of the place where you work, and tell us at once when something got into air, "
        "water or ground.",
        "5. Telling us. Write to conduct@brightwater.example when you see a breach, yours or ours. Nobody who tells us "
        "in good faith is worse off for it.",
        "Hand this page in signed by somebody who may bind your company.",
    )
)

# What one unit was worth in EUR; rounded reference rates so that demonstrations in many currencies can be routed.
RATES = {
    "USD": "0.92",
    "GBP": "1.17",
    "CHF": "1.05",
    "JPY": "0.0061",
    "SEK": "0.088",
    "NOK": "0.086",
    "DKK": "0.134",
    "PLN": "0.23",
    "CZK": "0.04",
    "HUF": "0.0025",
    "CAD": "0.67",
    "AUD": "0.60",
    "NZD": "0.55",
    "SGD": "0.69",
    "HKD": "0.118",
    "CNY": "0.128",
    "INR": "0.011",
    "KRW": "0.00067",
    "BRL": "0.16",
    "MXN": "0.047",
    "ZAR": "0.051",
    "ILS": "0.25",
    "TRY": "0.024",
    "AED": "0.25",
    "SAR": "0.245",
    "KWD": "3.0",
    "BHD": "2.44",
}


@dataclass(frozen=True)
class StepOf:
    """A step of a seeded rule: a title, the role that decides, and where it sits in the order."""

    title: str
    role: str
    sequence: int = 1


RULES = (
    ("Contracts up to €25,000", Kind.CONTRACT, "0", "25000", (StepOf("Business owner", roles.APPROVER),)),
    (
        "Contracts from €25,000",
        Kind.CONTRACT,
        "25000",
        None,
        (
            StepOf("Legal review", roles.LEGAL, 1),
            StepOf("Business owner", roles.APPROVER, 2),
            StepOf("Finance director", roles.CFO, 2),
        ),
    ),
    ("Requisitions up to €25,000", Kind.REQUISITION, "0", "25000", (StepOf("Budget owner", roles.APPROVER),)),
    (
        "Requisitions from €25,000",
        Kind.REQUISITION,
        "25000",
        None,
        (StepOf("Budget owner", roles.APPROVER, 1), StepOf("Director", roles.DIRECTOR, 2)),
    ),
    ("Orders up to €25,000", Kind.ORDER, "0", "25000", (StepOf("Budget owner", roles.APPROVER),)),
    (
        "Orders from €25,000 to €250,000",
        Kind.ORDER,
        "25000",
        "250000",
        (StepOf("Budget owner", roles.APPROVER, 1), StepOf("Director", roles.DIRECTOR, 2)),
    ),
    (
        "Orders from €250,000",
        Kind.ORDER,
        "250000",
        None,
        (
            StepOf("Budget owner", roles.APPROVER, 1),
            StepOf("Director", roles.DIRECTOR, 2),
            StepOf("Chief financial officer", roles.CFO, 3),
        ),
    ),
    (
        "Payments up to €250,000",
        Kind.PAYMENT,
        "0",
        "250000",
        (StepOf("First authorization", roles.FINANCE, 1), StepOf("Second authorization", roles.FINANCE, 2)),
    ),
    (
        "Payments from €250,000",
        Kind.PAYMENT,
        "250000",
        None,
        (
            StepOf("First authorization", roles.FINANCE, 1),
            StepOf("Second authorization", roles.FINANCE, 2),
            StepOf("Chief financial officer", roles.CFO, 3),
        ),
    ),
)


_NDAS = "Confidentiality agreements of any amount"


@transaction.atomic
def seed_company(*, at: datetime, name: str = "", password: str | None = None) -> dict[str, User]:
    """Make the company and its people as of a moment; return the people by their key. Doing it again changes nothing."""
    with as_played(), acting(SYSTEM, at=at):
        return _seed_company(at=at, name=name, password=password)


def _seed_company(*, at: datetime, name: str, password: str | None) -> dict[str, User]:
    ours = facts.CUSTOMER
    Company.objects.get_or_create(
        pk=1,
        defaults={
            "name": name or ours.name,
            "vat_id": "" if name else ours.vat_id,
            "country": ours.address.country_code,
            "address": "\n".join(ours.address.lines),
            "invoice_email": ours.invoices_email,
            "account_holder": name or ours.bank.holder,
            "iban": ours.bank.iban,
            "bic": ours.bank.bic,
        },
    )
    people = {employee.key: make_person(employee, password, joined=at) for employee in facts.EMPLOYEES}
    for index, (title, kind, start, end, steps) in enumerate(RULES):
        _rule(title, kind, Decimal(start), Decimal(end) if end else None, steps, priority=10 * (index + 1))
    # They are worth no amount that a document could name: without a rule of their own the one for the largest would apply.
    owner = (StepOf("Business owner", roles.APPROVER),)
    _rule(_NDAS, Kind.CONTRACT, Decimal(0), None, owner, priority=5, category="NDA")
    for code, rate in RATES.items():
        ExchangeRate.objects.get_or_create(
            currency=code,
            into="EUR",
            valid_on=date(2020, 1, 1),
            defaults={"rate": Decimal(rate), "source": "demonstration"},
        )
    seed_categories()
    seed_library()
    seed_checklists()
    ChecklistItem.objects.filter(document_kind="code_of_conduct", text="").update(text=CODE_OF_CONDUCT)
    _mark(people["sam"], at=at, lends=True)
    # Made later than the managing director's, so that the deputy is asked only where the managing director is not.
    _mark(people["greta"], at=at + timedelta(minutes=1), name="Confidentiality agreements", categories=("NDA",))
    return people


def make_person(
    employee: facts.Employee, password: str | None, *, joined: datetime, department: str = "Calibration"
) -> User:
    """One of the company's people with their roles; there already, they stay as they are."""
    first, _space, last = employee.name.partition(" ")
    person, made = User.objects.get_or_create(
        email=employee.email,
        defaults={
            "username": employee.key,
            "first_name": first,
            "last_name": last,
            "title": employee.title,
            "department": department,
            "person": uuid5(NAMESPACE, employee.key),
            "date_joined": joined,
            "is_staff": roles.ADMINISTRATOR in employee.roles,
            "is_superuser": roles.ADMINISTRATOR in employee.roles,
        },
    )
    if made:
        if password:
            person.password = _hash_once(password)
        else:
            person.set_unusable_password()
        person.save()
        person.groups.set(Group.objects.filter(name__in=employee.roles))
    return person


@cache
def _hash_once(password: str) -> str:
    """The password as it is stored. It is printed for everybody to read, so that everybody may share one salt."""
    return make_password(password)


def _rule(
    title: str,
    kind: str,
    start: Decimal,
    end: Decimal | None,
    steps: tuple[StepOf, ...],
    *,
    priority: int,
    category: str = "",
) -> None:
    limits = {"from_amount": start, "below_amount": end, "priority": priority, "category": category}
    rule, made = Rule.objects.get_or_create(name=title, kind=kind, defaults=limits)
    if not made:
        return
    for step in steps:
        RuleStep.objects.create(
            rule=rule,
            sequence=step.sequence,
            title=step.title,
            mode=Mode.ANY,
            role=Group.objects.get(name=step.role),
            escalate_to=Group.objects.get(name=roles.CFO) if kind != Kind.PAYMENT else None,
        )


def _mark(
    signatory: User, *, at: datetime, name: str = "All contracts", categories: tuple[str, ...] = (), lends: bool = False
) -> None:
    """A signatory's mark without a limit, bound to some categories or to every one: an administrator granted it."""
    if SignatureProfile.objects.filter(user=signatory).exists():
        return
    with acting(SYSTEM, at=at):
        SignatureProfile(
            user=signatory,
            name=name,
            signed_name=str(signatory),
            title=signatory.title,
            kind="typed",
            categories=list(categories),
            limit=None,
            may_be_delegated=lends,
        ).save()
