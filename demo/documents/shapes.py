"""The shapes of the demonstration's facts: plain values without behaviour, and how paper prints them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True)
class Person:
    """A person as the papers name them; `role` is the title under the signature."""

    name: str
    role: str
    email: str
    phone: str


@dataclass(frozen=True)
class Address:
    """A postal address; `country` is the English name, `country_code` ISO 3166-1 alpha-2."""

    street: str
    postcode: str
    city: str
    country: str
    country_code: str

    @property
    def one_line(self) -> str:
        """Street, town and country as a sentence writes them."""
        town = f"{self.postcode} {self.city}" if self.country_code == "DE" else f"{self.city} {self.postcode}"
        return f"{self.street}, {town}, {self.country}"

    @property
    def lines(self) -> tuple[str, str, str]:
        """Street, town and country as an envelope writes them."""
        town = f"{self.postcode} {self.city}" if self.country_code == "DE" else f"{self.city} {self.postcode}"
        return (self.street, town, self.country)


@dataclass(frozen=True)
class Bank:
    """A bank account; `iban` without blanks."""

    name: str
    address: str
    holder: str
    iban: str
    bic: str

    @property
    def printed_iban(self) -> str:
        """The IBAN in groups of four, as paper shows it (ISO 13616)."""
        return " ".join(self.iban[at : at + 4] for at in range(0, len(self.iban), 4))


@dataclass(frozen=True)
class Company:
    """One party of the agreement."""

    name: str
    form: str
    register: str
    register_number: str
    address: Address
    vat_id: str
    notices_email: str
    invoices_email: str
    website: str
    signatory: Person
    project_lead: Person
    bank: Bank


@dataclass(frozen=True)
class Employee:
    """Someone who works for the customer in the demonstration: `key` for signing in, `roles` by the names of the groups."""

    key: str
    name: str
    title: str
    email: str
    roles: tuple[str, ...]


class Kind(StrEnum):
    """What makes an instalment payable."""

    DEPOSIT = "deposit"
    MILESTONE = "milestone"
    RETENTION = "retention"


@dataclass(frozen=True)
class Instalment:
    """One row of the schedule: `percent` of the contract price and `fee` say the same thing."""

    label: str
    name: str
    kind: Kind
    acceptance: str
    due_on: date | None
    due_words: str
    percent: Decimal
    fee: Decimal


@dataclass(frozen=True)
class Rate:
    """A price for work ordered by change order: `price` in EUR for one `unit`."""

    role: str
    profile: str
    unit: str
    price: Decimal


@dataclass(frozen=True)
class Deliverable:
    """Something to be handed over, and with which milestone."""

    number: str
    name: str
    form: str
    milestone: str


@dataclass(frozen=True)
class Phase:
    """A stretch of the project's timeline."""

    name: str
    starts_on: date
    ends_on: date
    place: str


@dataclass(frozen=True)
class VendorDocument:
    """A document that the provider owes: who issues it, by when, and how long it must be valid."""

    name: str
    issuer: str
    due_words: str
    validity: str


@dataclass(frozen=True)
class InvoiceLine:
    """One line of an invoice, net of tax: `price` for one unit, `quantity` units."""

    name: str
    detail: str
    quantity: Decimal
    price: Decimal

    @property
    def net(self) -> Decimal:
        """Quantity times price in whole cents; the demonstration never needs rounding."""
        return (self.quantity * self.price).quantize(Decimal("0.01"))


@dataclass(frozen=True)
class Invoice:
    """An invoice of the provider to the customer, under the reverse-charge rule: no tax is added.

    `supplied_on` is the day of acceptance; a deposit is asked for before anything is supplied and has none.
    """

    number: str
    issued_on: date
    due_on: date
    supplied_on: date | None
    lines: tuple[InvoiceLine, ...]
    note: str

    @property
    def net(self) -> Decimal:
        """The sum of the lines; also the amount payable, since the recipient owes the tax."""
        return sum((line.net for line in self.lines), Decimal("0.00"))


@dataclass(frozen=True)
class Policy:
    """An insurance policy; limits in EUR."""

    insurer: str
    insurer_address: str
    number: str
    starts_on: date
    ends_on: date
    professional_limit: Decimal
    public_limit: Decimal
    excess: Decimal
    certificate_number: str
    issued_on: date


@dataclass(frozen=True)
class CaseGroup:
    """A group of test cases of the interface test: how many were run and how many passed."""

    number: str
    name: str
    run: int
    passed: int
    longest_ms: int


def money(amount: Decimal) -> str:
    """An amount as the papers print it: `EUR 18,600.00`."""
    return f"EUR {amount:,.2f}"


def day(on: date) -> str:
    """A day as the papers print it: `11 January 2027`, whatever the locale of the machine."""
    months = (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    )
    return f"{on.day} {months[on.month - 1]} {on.year}"
