"""Who works for the demonstration's company beside the people of the main job, their departments, budgets and rates."""

from datetime import date, datetime
from decimal import Decimal
from random import Random

from contracts.models import Category
from demo.company import PASSWORD, RATES, make_person, seed_company
from demo.documents.shapes import Employee
from flowmono.accounts.models import Absence, User
from flowmono.common.acting import SYSTEM, acting
from flowmono.common.models import ExchangeRate
from flowmono.common.now import as_played
from procurement.models import Budget


def _at(key: str) -> str:
    return f"{key}@brightwater.example"


# The employee, and the department that they buy or decide for.
COLLEAGUES = (
    (Employee("nils", "Nils Aaltonen", "Head of IT", _at("nils.aaltonen"), ("Requester",)), "IT"),
    (Employee("ines", "Ines Carvalho", "Site Manager", _at("ines.carvalho"), ("Requester",)), "Facilities"),
    (Employee("theo", "Theo Brinkmann", "Head of Development", _at("theo.brinkmann"), ("Requester",)), "Development"),
    (Employee("marta", "Marta Zielinska", "Head of Marketing", _at("marta.zielinska"), ("Requester",)), "Marketing"),
    (Employee("yuki", "Yuki Tanabe", "Production Planning", _at("yuki.tanabe"), ("Requester",)), "Production"),
    (Employee("otto", "Otto Felder", "Buyer", _at("otto.felder"), ("Procurement",)), "Procurement"),
    (Employee("priya", "Priya Raman", "Senior Buyer", _at("priya.raman"), ("Procurement",)), "Procurement"),
    (Employee("bea", "Bea Castellani", "Head of Digital", _at("bea.castellani"), ("Approver",)), "IT"),
    (Employee("rolf", "Rolf Henningsen", "Works Manager", _at("rolf.henningsen"), ("Approver",)), "Production"),
    (
        Employee("ike", "Ike Obi", "Compliance Officer", _at("ike.obi"), ("Legal & compliance",)),
        "Legal",
    ),
    (Employee("jana", "Jana Voss", "Accounts Payable", _at("jana.voss"), ("Finance",)), "Finance"),
    (Employee("omar", "Omar Haddad", "Treasury", _at("omar.haddad"), ("Finance",)), "Finance"),
)
# What a department may spend in a year, in euros.
BUDGETS = {
    "Calibration": 650_000,
    "IT": 720_000,
    "Facilities": 480_000,
    "Development": 560_000,
    "Marketing": 260_000,
    "Production": 900_000,
}
REQUESTERS = {
    "Calibration": "pierre",
    "IT": "nils",
    "Facilities": "ines",
    "Development": "theo",
    "Marketing": "marta",
    "Production": "yuki",
}
# Which department buys what.
BUYS = {
    "software": "IT",
    "facilities": "Facilities",
    "lease": "Facilities",
    "marketing": "Marketing",
    "goods": "Production",
    "sow": "Development",
    "consulting": "Development",
    "services": "Calibration",
    "nda": "Development",
}
QUOTED = ("USD", "GBP", "CHF", "PLN", "JPY")
# Who is away when, and who decides in their place; the last one is away on the demonstration's last day.
ABSENCES = (
    ("abel", "rolf", date(2025, 7, 14), date(2025, 8, 1)),
    ("lena", "ike", date(2026, 4, 6), date(2026, 4, 17)),
    ("dora", "carl", date(2026, 8, 3), date(2026, 8, 14)),
    ("bea", "abel", date(2027, 1, 18), date(2027, 1, 29)),
)


def seed_cast(*, at: datetime, seed: int, today: date, password: str = PASSWORD) -> dict[str, User]:
    """Everybody by their key, with budgets, absences and monthly rates. Doing it again changes nothing."""
    with as_played(), acting(SYSTEM, at=at):
        return _seed_cast(at=at, seed=seed, today=today, password=password)


def _seed_cast(*, at: datetime, seed: int, today: date, password: str) -> dict[str, User]:
    people = seed_company(at=at, password=password)
    for employee, department in COLLEAGUES:
        people[employee.key] = make_person(employee, password, joined=at, department=department)
    for department, amount in BUDGETS.items():
        for year in range(at.year, today.year + 1):
            grown = Decimal(amount) * (100 + 4 * (year - at.year)) / 100
            Budget.objects.get_or_create(department=department, year=year, defaults={"amount": grown})
    for away, stand_in, first, last in ABSENCES:
        Absence.objects.get_or_create(
            person=people[away], delegate=people[stand_in], starts_on=first, defaults={"ends_on": last}
        )
    Category.objects.get_or_create(
        name="supply agreement", defaults={"description": "Goods, equipment and their delivery", "needs_legal": False}
    )
    _seed_rates(at.date(), today, Random(f"{seed}:rates"))  # noqa: S311 - a demonstration
    return people


def _seed_rates(first: date, last: date, random: Random) -> None:
    """A rate for the first of each month that wanders by about a percent a month."""
    months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    for currency in QUOTED:
        rate = float(RATES[currency])
        for month in (month for month in months if month <= last):
            rate *= random.gauss(1, 0.011)
            ExchangeRate.objects.get_or_create(
                currency=currency,
                into="EUR",
                valid_on=month,
                defaults={"rate": Decimal(f"{rate:.6f}"), "source": "demonstration, monthly"},
            )
