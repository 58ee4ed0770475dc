"""What a proposal compares: texts that read the same are the same."""

from typing import Any

import pytest

from flowmono.common.models import Company
from flowmono.governing.plain import values_of
from flowmono.governing.registry import KINDS, Change
from flowmono.governing.wording import headline


def test_line_ends_of_a_browser_are_no_change():
    typed, stored = Company(address="1 Quay\r\nDublin"), Company(address="1 Quay\nDublin")

    assert values_of(typed, ("address",)) == values_of(stored, ("address",)) == {"address": "1 Quay\nDublin"}


# --- a change in one line --------------------------------------------------------------------------------------------


def change_of(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Change:
    plain = [None if values is None else {"values": values, "rows": {}} for values in (before, after)]
    return Change("1", *plain)


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ({"name": "Halden"}, {"name": "Halden & Pryce"}, "Company “Halden”: Name from Halden to Halden & Pryce"),
        ({"vat_id": ""}, {"vat_id": "IE6388047V"}, "Company “Halden”: VAT number set to IE6388047V"),
        ({"vat_id": "IE6388047V"}, {"vat_id": ""}, "Company “Halden”: VAT number taken away, which was IE6388047V"),
        (None, {"name": "Halden"}, "New: Company “Halden”"),
        ({"name": "Halden"}, None, "Delete: Company “Halden”"),
    ],
)
def test_a_change_says_in_one_line_which_record_and_what_of_it(before: Any, after: Any, line: str) -> None:
    assert headline(KINDS["common.company"], change_of(before, after), "Halden") == line


def test_a_change_of_much_names_three_things_and_counts_the_rest() -> None:
    before = {"name": "Halden", "vat_id": "", "country": "IE", "iban": "", "bic": ""}
    after = {"name": "Pryce", "vat_id": "1", "country": "DE", "iban": "2", "bic": "3"}

    line = headline(KINDS["common.company"], change_of(before, after), "Halden")

    assert line == "Company “Halden”: Name, VAT number, Country and 2 more"


def test_a_record_called_as_its_kind_is_named_once() -> None:
    line = headline(KINDS["common.company"], change_of({"country": "IE"}, {"country": "DE"}), "Company")

    assert line == "Company: Country from IE to DE"
