"""Currencies to choose among: those that the company deals in first, then every other one in use (ISO 4217)."""

from functools import cache

import pycountry
from babel.numbers import get_currency_name
from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from flowmono.common.models import ExchangeRate

# Of the letters that begin with an X only these are money that people pay with: the rest are metals, funds and tests.
_OF_SEVERAL_COUNTRIES = frozenset({"XAF", "XCD", "XOF", "XPF"})


@cache
def currencies() -> tuple[str, ...]:
    """The letters of every currency in use."""
    known = sorted(one.alpha_3 for one in pycountry.currencies)
    return tuple(code for code in known if code[0] != "X" or code in _OF_SEVERAL_COUNTRIES)


def usual_currencies() -> list[str]:
    """The company's own, and those that it has a rate for: the ones it deals in."""
    rates = ExchangeRate.objects.order_by().values_list("currency", "into").distinct()
    return [settings.COMPANY_CURRENCY, *sorted({code for pair in rates for code in pair} - {settings.COMPANY_CURRENCY})]


def offer_currencies(field: forms.Field, *, kept: str = "") -> None:
    """Let a ChoiceField offer the currencies, the usual ones first, and the one that the record has already."""
    field.widget.attrs["translate"] = "no"  # the names are in the reader's language already
    usual = usual_currencies()
    first = usual if not kept or kept in usual else [*usual, kept]
    others = [code for code in currencies() if code not in first]
    field.choices = [  # type: ignore[attr-defined]
        (_("Used here"), [(code, _named(code)) for code in first]),
        (_("Others, without a rate so far"), [(code, _named(code)) for code in others]),
    ]


def _named(code: str) -> str:
    name = get_currency_name(code, locale=(get_language() or "en").replace("-", "_"))
    return code if name == code else f"{code} · {name}"
