"""What a proposal compares: texts that read the same are the same."""

from flowmono.common.models import Company
from flowmono.governing.plain import values_of


def test_line_ends_of_a_browser_are_no_change():
    typed, stored = Company(address="1 Quay\r\nDublin"), Company(address="1 Quay\nDublin")

    assert values_of(typed, ("address",)) == values_of(stored, ("address",)) == {"address": "1 Quay\nDublin"}
