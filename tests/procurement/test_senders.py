"""An invoice that may be another company's than the vendor's under whom it is filed is held, whichever door it came through."""

import pytest

from tests.procurement.stories import (
    IBAN,
    OTHER_IBAN,
    VAT_ID,
    accept,
    approve,
    make_account,
    make_stage,
    make_vendor,
    receive,
    write_invoice,
)
from tests.procurement.test_invoices import current
from vendors.models import Contact

pytestmark = pytest.mark.django_db

FALKE = "Falke Logistik AG"
FALKE_VAT = "DE811569869"


def stage_with_another():
    """M1 of Nordlicht is accepted; Falke is a vendor too, with an account and a contact of its own."""
    stage = make_stage()
    order = approve(stage)
    accept(stage, "M1 Interface design")
    falke = make_vendor(FALKE, vat_id=FALKE_VAT, email="rechnung@falke.example")
    make_account(falke, stage.people, iban=OTHER_IBAN)
    Contact(vendor=falke, name="Frieda Falk", email="frieda@falke.example").save()
    return stage, order


def send(stage, order, door, **printed):
    data = write_invoice("NS-1", [("M1 Interface design", "8000.00")], order=order, **printed)
    return receive(stage, data, by=stage.people.fay if door == "inside" else None)


@pytest.mark.parametrize("door", ["portal", "inside"])
@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ({"seller": FALKE}, "it is made out in the name of Falke Logistik AG"),
        ({"seller": "Kestrel Trading Ltd"}, "shows the VAT number of Nordlicht Software GmbH, but the name “Kestrel Trading Ltd”"),
        ({"seller": "Nordlicht Softvvare GmbH", "vat_id": "", "iban": ""}, "only looks like Nordlicht Software GmbH"),
        ({"email": "Frieda@falke.example"}, "prints the e-mail address frieda@falke.example, which is Falke Logistik AG’s"),
        ({"email": "rechnung@falke.example"}, "which is Falke Logistik AG’s"),
    ],
)  # fmt: skip
def test_what_belongs_to_somebody_else_holds_it(door, printed, said):
    stage, order = stage_with_another()

    invoice = send(stage, order, door, **printed)

    (told,) = [one for one in current(invoice).findings if one["code"] == "VENDOR_MISMATCH"]
    assert invoice.state == "held"
    assert invoice.vendor == stage.vendor
    assert said in told["sentence"]
    assert not told["visible_to_vendor"]
    assert not invoice.authorizations.exists()


@pytest.mark.parametrize("door", ["portal", "inside"])
@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ({"seller": FALKE, "vat_id": FALKE_VAT}, "VENDOR_MISMATCH"),
        ({"vat_id": FALKE_VAT}, "VENDOR_MISMATCH"),
        ({"vat_id": "DE129273398"}, "VAT_ID_MISMATCH"),
        ({"seller": "Kestrel Trading Ltd", "vat_id": "DE129273398"}, "VENDOR_UNKNOWN"),
        ({"iban": OTHER_IBAN}, "BANK_SHARED"),
    ],
)
def test_a_number_or_an_account_of_somebody_else_holds_it(door, printed, code):
    stage, order = stage_with_another()

    invoice = send(stage, order, door, **printed)

    assert invoice.state == "held"
    assert code in current(invoice).codes
    assert not invoice.authorizations.exists()


@pytest.mark.parametrize(
    "printed",
    [
        {},
        {"seller": "NORDLICHT SOFTWARE GMBH"},
        {"seller": "Nordlicht Software"},
        {"seller": "Nordlicht Softwaro GmbH", "vat_id": VAT_ID},  # misread, and the VAT number bears it out
        {"seller": "Nordlicht Softwaro GmbH", "vat_id": "", "iban": IBAN},
        {"email": "vera@example.com"},
        {"email": "somebody@nowhere.example"},
    ],
)
def test_what_is_the_vendors_own_passes(printed):
    stage, order = stage_with_another()

    invoice = send(stage, order, "inside", **printed)

    assert "VENDOR_MISMATCH" not in current(invoice).codes
    assert invoice.state == "matched"


def test_an_address_that_both_vendors_have_holds_nothing():
    stage, order = stage_with_another()
    Contact(vendor=stage.vendor, name="Frieda Falk", email="frieda@falke.example").save()

    invoice = send(stage, order, "inside", email="frieda@falke.example")

    assert invoice.state == "matched"
