"""A remote reader that is set up, and contracts that it may be asked about."""

from decimal import Decimal
from typing import Any

from contracts.models import Category, RemoteReader, SecondReading
from tests.contracts.remote.model_server import Model

CATEGORY = "services agreement"
# What an honest model reads in tests.contracts.scenes.TEXT.
HONEST = [
    ("title", "Services Agreement", "Services Agreement"),
    ("payer", "Alder Foods Ltd", "between Alder Foods Ltd, a company registered in England"),
    ("total", "24000.00", "The Customer shall pay the Supplier a fixed fee of EUR 24,000.00"),
    ("payment", "14000.00", "EUR 14,000.00 is payable on 30 June 2027"),
    ("ends_on", "2028-03-31", "This Agreement ends on 31 March 2028."),
    ("payment_terms", "30", "shall pay each invoice within 30 days of receipt of the invoice"),
    ("governing_law", "England", "This Agreement is governed by the laws of England."),
]


def reader_at(model: Model, *, key: str = "sk-very-secret-7f3a", **facts: Any) -> RemoteReader:
    """An active reader at a server of our own network, as two administrators would have let it be."""
    values: dict[str, Any] = {
        "address": model.address,
        "model": "meridian-large",
        "own_network": True,
        "active": True,
        "seconds": 5,
        "price_in": Decimal("2.50"),
        "price_out": Decimal(10),
    }
    reader = RemoteReader(**(values | facts))
    reader.full_clean()
    if key:
        reader.keep_key(key)
    reader.save()
    return reader


def allow(how: str, category: str = CATEGORY) -> Category:
    """What documents of a category may be sent."""
    made, _made = Category.objects.update_or_create(name=category, defaults={"remote_reading": how, "active": True})
    return made


def kinds(reading: SecondReading) -> dict[str, list[str]]:
    """What was found, by kind: the fields."""
    found: dict[str, list[str]] = {}
    for finding in reading.findings:
        found.setdefault(finding["kind"], []).append(finding["field"])
    return found
