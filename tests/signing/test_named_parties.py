"""Whether a document names a company, by the letters of its name."""

import pytest

from signing.named_parties import is_same_company, names_company

OURS = ("Brightwater Instruments GmbH",)


@pytest.mark.parametrize(
    "text",
    [
        "between BRIGHTWATER INSTRUMENTS GMBH, of Bremen, and Alder Foods Ltd",
        "between Brightwater\n  Instruments, of Bremen",
        "between Bright-\nwater Instru\u00adments",
        "between Bright Water-Instruments G.m.b.H.",
        "invoices go to BrightwaterInstruments",
    ],
)
def test_a_name_is_found_however_it_is_set(text: str) -> None:
    assert names_company(text, OURS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "between Orchard Bay Credit Union and Fathomline Software, Inc.",
        "between Brightwater Logistics GmbH and Alder Foods Ltd",
        "the Brightwater Instrumentsmakers' guild",
    ],
)
def test_a_name_that_is_not_there_is_not_found(text: str) -> None:
    assert not names_company(text, OURS)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Fathomline Software, Inc.", "FATHOMLINE SOFTWARE INCORPORATED"),
        ("Oﬃce Supply Co., Ltd.", "Office Supply Company Limited"),
        ("Müller & Söhne GmbH & Co. KG", "Mu\u0308ller & So\u0308hne"),
        ("The ARC Group, Inc.", "signed for ARC Group"),
        ("S. de R.L. de C.V.", "S. de R.L. de C.V."),
        ("Papa John's International, Inc.", "PAPA JOHN’S INTERNATIONAL"),
        ("Costa Verde Instalaciones S.L.", "Costa Verde Instalaciones, S. L."),
        ("株式会社ひばり", "甲は株式会社ひばりとし、乙は"),
    ],
)
def test_accents_ligatures_articles_and_legal_forms_make_no_difference(name: str, text: str) -> None:
    assert names_company(text, [name])


def test_without_a_name_nothing_is_found() -> None:
    assert not names_company("Brightwater Instruments GmbH", [])
    assert not names_company("Brightwater Instruments GmbH", ["", " . "])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Brightwater Instruments GmbH", "brightwater instruments", True),
        ("Hibari Foods Co., Ltd.", "HIBARI FOODS COMPANY LIMITED", True),
        ("Brightwater Instruments GmbH", "Brightwater Instruments AG", False),
        ("Brightwater Instruments GmbH", "Brightwater Logistics GmbH", False),
        ("Brightwater Instruments GmbH", "", False),
    ],
)
def test_two_names_are_of_one_company_when_no_legal_form_contradicts(one: str, other: str, same: bool) -> None:
    assert is_same_company(one, other) is same
