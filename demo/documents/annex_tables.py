"""The tables of the annexes, filled from the facts."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from demo.documents import facts
from demo.documents.shapes import day
from demo.documents.tables import Column, add_table


def figure(amount: Decimal) -> str:
    """An amount in a column that already names its currency: `18,600.00`."""
    return f"{amount:,.2f}"


def _deliverables(document: Any) -> None:
    add_table(
        document,
        (Column("No.", 900), Column("Deliverable", 4572), Column("Form", 2500), Column("With", 1100)),
        [(item.number, item.name, item.form, item.milestone) for item in facts.DELIVERABLES],
    )


def _timeline(document: Any) -> None:
    add_table(
        document,
        (Column("Phase", 3972), Column("From", 1700), Column("To", 1700), Column("Place", 1700)),
        [(phase.name, day(phase.starts_on), day(phase.ends_on), phase.place) for phase in facts.PHASES],
    )


def _schedule(document: Any) -> None:
    add_table(
        document,
        (
            Column("No.", 650),
            Column("Milestone", 2050),
            Column("Acceptance criterion", 3372),
            Column("Due date", 1600),
            Column("Fee (EUR)", 1400, figures=True),
        ),
        [(part.label, part.name, part.acceptance, part.due_words, figure(part.fee)) for part in facts.SCHEDULE],
        total=("Total Contract Price", figure(facts.CONTRACT_PRICE)),
    )


def _organisation(document: Any) -> None:
    people = (
        ("Customer, sponsor", facts.CUSTOMER.signatory),
        ("Customer, project lead", facts.CUSTOMER.project_lead),
        ("Provider, director responsible", facts.PROVIDER.signatory),
        ("Provider, delivery lead", facts.PROVIDER.project_lead),
    )
    add_table(
        document,
        (Column("Function", 2150), Column("Name", 1550), Column("E-mail", 3522), Column("Telephone", 1850)),
        [(function, person.name, person.email, person.phone) for function, person in people],
    )


def _rates(document: Any) -> None:
    add_table(
        document,
        (Column("Role", 2600), Column("Tasks", 3572), Column("Unit", 1100), Column("Rate (EUR)", 1800, figures=True)),
        [(rate.role, rate.profile, rate.unit, figure(rate.price)) for rate in facts.RATES],
    )


def _documents(document: Any) -> None:
    add_table(
        document,
        (Column("Document", 2900), Column("Issued by", 1900), Column("Due", 1700), Column("Validity", 2572)),
        [(paper.name, paper.issuer, paper.due_words, paper.validity) for paper in facts.VENDOR_DOCUMENTS],
    )


ANNEX_TABLES: Mapping[str, Callable[[Any], None]] = {
    "deliverables": _deliverables,
    "timeline": _timeline,
    "schedule": _schedule,
    "organisation": _organisation,
    "rates": _rates,
    "documents": _documents,
}
