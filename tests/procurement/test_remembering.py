"""What a person corrected on an invoice is right the next time in that vendor's layout, and only there."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from flowmono.common.refusals import Conflict, NotAllowed
from procurement import actions, reactions
from procurement.models import Invoice, RememberedField, VendorLayout
from tests.procurement.stories import (
    IBAN,
    OTHER_IBAN,
    accept,
    approve,
    at,
    hear,
    make_stage,
    make_vendor,
    receive,
    route,
)
from tests.procurement.test_invoices import current
from tests.procurement.test_reading import pdf_of
from vendors.models import Contact

pytestmark = pytest.mark.django_db
DAY = date(2027, 4, 10)


def page(number, day, net, *, seller="Nordlicht Software GmbH", iban=IBAN, extra="", order="PO-2027-0001"):
    """A page whose labels no rule knows, so that all is asked about; every one of this vendor has them at the same places."""
    return pdf_of(f"""
<style>td {{ padding: 2pt 8pt }}</style>
<p><b>{seller}</b><br>Kivikatu 4<br>00100 Vantaa</p><p>Adler Instruments GmbH<br>Ringgasse 2<br>1010 Wien</p>
<h2>Lasku</h2>{extra}
<table style="margin-left: auto"><tr><td>Viitemerkintä<td>{number}<tr><td>Laadittu<td>{day}<tr><td>Tilauksenne<td>{order}</table>
<table style="width: 100%"><tr><td>Nimike<td>Kpl<td>Hinta<td>Summa<tr><td>M1 Interface design<td>1<td>{net}<td>{net}</table>
<table><tr><td>Veroton osuus<td>{net}<tr><td>Vero<td>0,00<tr><td>Kaikkiaan<td>{net}</table><p>Maksut tilille {iban}</p>""")


def values(number, day, net, **more):
    return {
        "number": number,
        "currency": "EUR",
        "seller_name": "Nordlicht Software GmbH",
        "order_ref": "PO-2027-0001",
        "issue_date": day,
        "net": net,
        "tax": "0.00",
        "gross": net,
        "payable": net,
        **more,
    }


FIRST = page("K-104", "02.04.2027", "3 000,00")
FIRST_VALUES = values("K-104", "2027-04-02", "3000.00")


def staged():
    stage = make_stage()
    stage.order = approve(stage)
    accept(stage, "M1 Interface design")
    return stage


def correct(stage, invoice, values, by=None):
    actions.correct_reading(invoice, by=by or stage.people.fay, at=at(DAY), values=values)
    hear(reactions.match_read_invoice, "InvoiceRead")
    return Invoice.objects.get(pk=invoice.pk)


def taught():
    stage = staged()
    correct(stage, receive(stage, FIRST, name="a.pdf"), FIRST_VALUES)
    return stage


def facts(invoice):
    return invoice.number, invoice.issued_on, invoice.net, invoice.gross, invoice.currency


def test_one_correction_makes_the_next_invoice_of_that_layout_right():
    stage = staged()
    first = receive(stage, FIRST, name="a.pdf")
    assert first.state == "review"
    assert {"number", "net", "gross", "currency"} <= set(first.reading["doubtful"])

    correct(stage, first, FIRST_VALUES)
    second = receive(stage, page("K-118", "05.04.2027", "5 000,00", extra="<p>Kiitos!</p>"), name="b.pdf", hour=11)

    assert facts(second) == ("K-118", date(2027, 4, 5), Decimal("5000.000"), Decimal("5000.000"), "EUR")
    assert (second.seller_name, second.order, second.payable) == ("Nordlicht Software GmbH", stage.order, Decimal(5000))
    assert second.reading["document_problem"] is None
    kept = {one["field"]: one for one in second.printed_pages.recalled}
    assert kept["gross"]["value"] == "5000.00"
    assert not {"number", "net", "gross"} & set(second.reading["doubtful"])


def second_of_the_layout(stage):
    return receive(stage, page("K-118", "05.04.2027", "8 000,00"), name="b.pdf", on=date(2027, 4, 11))


def test_who_authorizes_is_told_which_fields_nobody_looked_at_on_this_invoice(client):
    stage = taught()
    second = second_of_the_layout(stage)
    assert (second.state, current(second).codes) == ("review", ["DOC_LOW_CONFIDENCE"])
    second = actions.override(
        second, by=stage.people.gwen, at=at(DAY, 12), codes=["DOC_LOW_CONFIDENCE"], reason="It is euros."
    )
    payment = route(second)
    client.force_login(stage.people.fay)

    html = client.get(payment.get_absolute_url()).content.decode()
    told = client.get(f"/api/v1/payments/{payment.pk}/").json()
    listed = client.get("/api/v1/payments/").json()["results"]

    assert "Nobody looked at these on this invoice" in html
    assert {"number", "net", "gross"} <= set(told["unseen"])
    assert [one["unseen"] for one in listed if one["id"] == str(payment.pk)] == [told["unseen"]]


def test_what_a_person_looked_at_on_the_invoice_is_not_called_unseen(client):
    stage = taught()
    second = correct(stage, second_of_the_layout(stage), values("K-118", "2027-04-05", "8000.00"))
    assert second.state == "matched"
    payment = route(second)
    client.force_login(stage.people.finn)

    html = client.get(payment.get_absolute_url()).content.decode()

    assert "Nobody looked at these on this invoice" not in html
    assert client.get(f"/api/v1/payments/{payment.pk}/").json()["unseen"] == []


def test_what_nothing_on_the_page_bears_out_is_asked_of_a_person_all_the_same():
    stage = taught()

    second = receive(stage, page("K-118", "05.04.2027", "5 000,00"), name="b.pdf", hour=11)

    assert second.reading["doubtful"] == ["currency"]
    assert second.state == "review"


def test_sums_that_do_not_add_up_are_not_believed_because_they_stand_in_the_right_place():
    stage = taught()
    second = receive(stage, torn_page(), name="b.pdf", hour=11)

    assert {"net", "gross"} <= set(second.reading["doubtful"])
    assert second.state != "matched"


def torn_page():
    return pdf_of("""
<style>td { padding: 2pt 8pt }</style>
<p><b>Nordlicht Software GmbH</b><br>Kivikatu 4<br>00100 Vantaa</p><p>Adler Instruments GmbH<br>Ringgasse 2<br>1010 Wien</p>
<h2>Lasku</h2>
<table style="margin-left: auto"><tr><td>Viitemerkintä<td>K-118<tr><td>Laadittu<td>05.04.2027<tr><td>Tilauksenne<td>PO-2027-0001</table>
<table style="width: 100%"><tr><td>Nimike<td>Kpl<td>Hinta<td>Summa<tr><td>M1 Interface design<td>1<td>5 000,00<td>5 000,00</table>
<table><tr><td>Veroton osuus<td>5 000,00<tr><td>Vero<td>0,00<tr><td>Kaikkiaan<td>7 000,00</table><p>Maksut tilille DE89370400440532013000 EUR</p>""")


def test_another_vendor_with_the_same_layout_is_not_touched():
    stage = taught()
    other = make_vendor("Etelä Oy", vat_id="FI01120389", country="FI", email="e@example.com")
    Contact(vendor=other, name="Carl", email="c@example.com", user=stage.people.carl).save()
    data = page("K-118", "05.04.2027", "5 000,00", seller="Etelä Oy", iban=OTHER_IBAN)

    invoice = actions.receive_invoice(other, by=stage.people.carl, at=at(DAY), data=data, filename="b.pdf")
    hear(reactions.read_received_invoice, "InvoiceReceived")

    invoice = Invoice.objects.get(pk=invoice.pk)
    assert {"number", "gross"} <= set(invoice.reading["doubtful"])
    assert invoice.printed_pages.recalled == []


def test_another_layout_of_the_same_vendor_is_not_touched():
    stage = taught()
    plain = pdf_of("<h1>Lasku</h1><p>Nordlicht Software GmbH</p><p>Seuraava: K-118 / 5 000,00</p>")

    second = receive(stage, plain, name="b.pdf", hour=11)

    assert second.printed_pages.recalled == []


def test_what_is_forgotten_is_wrong_again_and_can_be_taught_again():
    stage = taught()
    remembered = RememberedField.objects.get(field="number")

    actions.forget_field(remembered, by=stage.people.maya, at=at(DAY))
    second = receive(stage, page("K-118", "05.04.2027", "5 000,00"), name="b.pdf", hour=11)
    correct(stage, second, values("K-118", "2027-04-05", "5000.00"))
    third = receive(stage, page("K-131", "07.04.2027", "100,00"), name="c.pdf", hour=12)

    assert "number" in second.reading["doubtful"]
    assert "number" not in {one["field"] for one in second.printed_pages.recalled}
    assert third.number == "K-131"
    assert "number" not in third.reading["doubtful"]
    versions = RememberedField.objects.filter(field="number").order_by("version").values_list("version", "state")
    assert list(versions) == [(1, "forgotten"), (2, "used")]
    with pytest.raises(Conflict):
        actions.forget_field(RememberedField.objects.get(pk=remembered.pk), by=stage.people.maya, at=at(DAY))


@pytest.mark.parametrize("who", ["fay", "pierre", "aud", "vera", "olu"])
def test_only_procurement_and_administrators_have_it_forgotten(who):
    stage = taught()
    remembered = RememberedField.objects.get(field="number")

    with pytest.raises(NotAllowed):
        actions.forget_field(remembered, by=getattr(stage.people, who), at=at(DAY))

    assert RememberedField.objects.get(pk=remembered.pk).state == "used"


def test_an_account_is_never_learned_and_money_goes_to_the_verified_one_alone():
    stage = staged()
    first = receive(stage, page("K-104", "02.04.2027", "3 000,00", iban="FI00 0000"), name="a.pdf")
    correct(stage, first, {**FIRST_VALUES, "iban": OTHER_IBAN})

    second = receive(stage, page("K-118", "05.04.2027", "5 000,00", iban=OTHER_IBAN), name="b.pdf", hour=11)

    assert not RememberedField.objects.filter(field__in=["iban", "account"]).exists()
    assert "BANK_MISMATCH" in second.matches.get(superseded=False).codes or second.state in {"held", "review"}
    assert not second.authorizations.exists()


def test_a_vendor_that_becomes_known_only_by_the_correction_is_learned_of_then():
    stage = staged()
    unlike = page("K-104", "02.04.2027", "3 000,00", seller="N. L. S.", iban="FI00 0000")
    unnamed = actions.receive_invoice(None, by=stage.people.fay, at=at(DAY), data=unlike, filename="a.pdf")
    hear(reactions.read_received_invoice, "InvoiceReceived")
    hear(reactions.match_read_invoice, "InvoiceRead")
    unnamed = Invoice.objects.get(pk=unnamed.pk)
    assert unnamed.vendor is None

    correct(stage, unnamed, FIRST_VALUES, by=stage.people.finn)
    data = page("K-118", "05.04.2027", "5 000,00")
    again = actions.receive_invoice(None, by=stage.people.fay, at=at(DAY, 12), data=data, filename="b.pdf")
    hear(reactions.read_received_invoice, "InvoiceReceived")

    assert VendorLayout.objects.get().vendor == stage.vendor
    assert set(RememberedField.objects.values_list("taught_by", flat=True)) == {stage.people.finn.pk}
    assert Invoice.objects.get(pk=again.pk).number == "K-118"


def test_what_people_let_stand_makes_the_reader_surer_and_what_they_correct_less_sure():
    stage = taught()
    second = receive(stage, page("K-118", "05.04.2027", "5 000,00"), name="b.pdf", hour=11)

    correct(stage, second, values("K-118", "2027-04-05", "5000.00", order_ref="PO-2027-0002"))

    stood, failed = (RememberedField.objects.filter(field=name).order_by("version") for name in ("number", "order_ref"))
    assert [(one.right, one.wrong) for one in stood] == [(2, 0)]
    assert (failed.first().wrong, failed.first().state) == (1, "used")


def test_correcting_ones_own_slip_teaches_what_was_put_last():
    stage = staged()
    first = receive(stage, FIRST, name="a.pdf")
    correct(stage, first, {**FIRST_VALUES, "number": "PO-2027-0001"})

    correct(stage, Invoice.objects.get(), FIRST_VALUES)
    second = receive(stage, page("K-118", "05.04.2027", "5 000,00"), name="b.pdf", hour=11)

    used = RememberedField.objects.get(field="number", state="used")
    assert (used.version, used.value, used.right) == (2, "K-104", 1)
    assert second.number == "K-118"


def test_it_is_seen_and_forgotten_on_a_page_and_through_the_api(client):
    stage = taught()
    number, gross = (RememberedField.objects.get(field=name) for name in ("number", "gross"))
    second = receive(stage, page("K-118", "05.04.2027", "5 000,00"), name="b.pdf", hour=11)
    address = f"/invoices/remembered/{stage.vendor.pk}/"
    client.force_login(stage.people.maya)

    seen = client.get(address).content.decode()
    on_invoice = client.get(second.get_absolute_url()).content.decode()
    posted = client.post(f"/invoices/remembered/{number.pk}/forget/")
    asked = client.post(f"/api/v1/remembered-fields/{gross.pk}/forget/")
    after = client.get(address).content.decode()

    assert "behind “Viitemerkintä”" in seen
    assert "Read by what earlier corrections taught" in on_invoice
    assert (posted.status_code, posted.headers["Location"]) == (302, address)
    assert (asked.status_code, asked.json()["state"]) == (200, "forgotten")
    assert f"forget-{number.pk}" not in after
    assert "Replaced and forgotten" in after
    client.force_login(stage.people.aud)
    assert "Forget where this stands?" not in client.get(address).content.decode()
    assert client.post(f"/invoices/remembered/{gross.pk}/forget/").status_code == 403


def test_the_page_takes_no_more_statements_for_more_fields(client, django_assert_num_queries):
    stage = taught()
    client.force_login(stage.people.maya)
    address = f"/invoices/remembered/{stage.vendor.pk}/"
    with CaptureQueriesContext(connection) as whole:
        client.get(address)
    RememberedField.objects.exclude(field="number").delete()

    with django_assert_num_queries(len(whole)):
        client.get(address)


def test_vendors_and_strangers_do_not_see_what_is_remembered(client):
    stage = taught()
    for who in ("pierre", "olu", "abel"):
        client.force_login(getattr(stage.people, who))
        assert client.get(f"/invoices/remembered/{stage.vendor.pk}/").status_code == 403
