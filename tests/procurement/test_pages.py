"""The pages: what each person sees, what the page says, and how many statements it takes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from flowmono.common.templatetags.writing import as_read, say_day
from flowmono.outbox.models import Delivery, Letter
from procurement import actions, reactions
from procurement.models import Invoice, Order, PaymentAuthorization
from procurement.naming import words_of
from procurement.presenting import sums_of, verdict_of
from tests.procurement.stories import (
    OTHER_IBAN,
    accept,
    approve,
    at,
    authorize,
    draft,
    hear,
    make_stage,
    receive,
    route,
    write_invoice,
)

pytestmark = pytest.mark.django_db


def page(client, person, url, status=200):
    client.force_login(person)
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


SIGNED_IN = 2  # session, person with their roles


def answers(client, person, *urls):
    """The status codes that these addresses answer this person with."""
    client.force_login(person)
    return [client.get(url).status_code for url in urls]


def statements(client, person, url):
    """What a page asks of the database, the session and the person included."""
    client.force_login(person)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in asked.captured_queries]


def staged():
    stage = make_stage()
    stage.order = approve(stage)
    accept(stage, "M1 Interface design")
    return stage


def test_the_order_page_shows_each_line_with_its_sentence_and_where_it_stands(client):
    stage = make_stage()
    order = draft(stage)

    said = page(client, stage.people.abel, order.get_absolute_url())

    term = order.lines.get(position=1).term
    assert "The fee for M1 is EUR 8,000.00." in said
    assert f"/contracts/{stage.contract.pk}/#term-{term.pk}" in said
    assert "It waits for you." in said
    assert "€20,000.00" in said


def test_the_approver_decides_on_the_page_and_the_requester_has_no_button(client):
    stage = make_stage()
    order = draft(stage)
    url = reverse("procurement:order_decide", args=[order.pk])
    assert "It waits for you." not in page(client, stage.people.pierre, order.get_absolute_url())
    assert client.post(url, {"verdict": "yes"}).status_code == 403

    client.force_login(stage.people.abel)
    response = client.post(url, {"verdict": "yes"})

    assert response.status_code == 302
    order.refresh_from_db()
    assert order.state == "approved"
    assert client.post(url, {"verdict": "yes"}).status_code == 409


def test_the_page_of_an_order_asks_before_a_yes_what_needs_you_asks(client):
    stage = make_stage()
    order = draft(stage)

    inbox = page(client, stage.people.abel, reverse("inbox"))
    own = page(client, stage.people.abel, order.get_absolute_url())

    question = f"Approve €20,000.00 for “{order.number} · {order.vendor}: {order.title}”?"
    assert (as_read(question) in inbox, as_read(question) in own) == (True, True)
    assert f'<h2 id="reject-order-yes-title">{as_read(question)}</h2>' in own


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("maya", 200),
        ("fay", 200),
        ("aud", 200),
        ("abel", 200),
        ("pierre", 200),
        ("lena", 200),
        ("carl", 404),
        ("vera", 302),
        ("olu", 404),
    ],
)
def test_who_sees_an_order(client, who, status):
    stage = make_stage()
    order = draft(stage)

    assert answers(client, getattr(stage.people, who), order.get_absolute_url()) == [status]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("maya", 200),
        ("fay", 200),
        ("aud", 200),
        ("pierre", 200),
        ("abel", 404),
        ("carl", 404),
        ("vera", 302),
        ("olu", 404),
    ],
)
def test_who_sees_an_invoice(client, who, status):
    stage = staged()
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))

    urls = invoice.get_absolute_url(), reverse("procurement:invoice_file", args=[invoice.pk])
    assert answers(client, getattr(stage.people, who), *urls) == [status, status]


@pytest.mark.parametrize(
    ("who", "status"),
    [("fay", 200), ("aud", 200), ("maya", 200), ("pierre", 404), ("abel", 404), ("vera", 302), ("olu", 404)],
)
def test_who_sees_a_payment(client, who, status):
    stage = staged()
    payment = route(receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order)))

    assert answers(client, getattr(stage.people, who), payment.get_absolute_url()) == [status]


def test_the_invoice_page_says_in_words_what_stops_it_and_what_helps(client):
    stage = staged()
    invoice = receive(
        stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order, iban=OTHER_IBAN)
    )

    said = page(client, stage.people.fay, invoice.get_absolute_url())

    assert "It waits: nothing is paid until this is settled." in said
    assert "The bank account is not on file" in said
    assert "BANK_CHANGED" not in said
    assert "one person calls back, another confirms" in said
    assert "The fee for M1 is EUR 8,000.00." in said


def test_the_banner_of_an_invoice_names_everything_that_stops_it():
    stage = make_stage()
    stage.order = approve(stage)
    invoice = receive(
        stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order, iban=OTHER_IBAN)
    )
    match = invoice.matches.get(superseded=False)

    _words, _kind, why = verdict_of(invoice, match)

    assert {"BANK_CHANGED", "MILESTONE_NOT_ACCEPTED"} <= {told["code"] for told in match.stops}
    assert all(f"{words_of(told['code'])}." in why for told in match.stops)


def test_what_an_invoice_is_stopped_by_is_told_in_full_once_and_named_elsewhere(client):
    stage = make_stage()
    stage.order = approve(stage)
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    match = invoice.matches.get(superseded=False)
    (told,) = match.stops

    said = page(client, stage.people.fay, invoice.get_absolute_url())

    assert told["code"] == "MILESTONE_NOT_ACCEPTED"
    assert said.count(as_read(told["sentence"])) == 1
    assert said.count("The milestone is not accepted yet") == 4  # at the top, found, at its line, to let pass


def test_a_clerk_confirms_the_proposed_order_on_the_page(client):
    stage = staged()
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")]))
    assert "Which order does it bill?" in page(client, stage.people.fay, invoice.get_absolute_url())

    response = client.post(reverse("procurement:invoice_confirm", args=[invoice.pk]), {"order": stage.order.pk})

    assert response.status_code == 302
    invoice.refresh_from_db()
    assert (invoice.confirmed_order, invoice.confirmed_by) == (stage.order, stage.people.fay)
    assert "PO_MISSING" not in invoice.matches.get(superseded=False).codes


def test_finance_enters_an_invoice_and_a_wrong_file_is_told_beside_the_field(client):
    stage = staged()
    client.force_login(stage.people.fay)

    wrong = client.post(reverse("procurement:upload"), {"file": SimpleUploadedFile("a.zip", b"PK\x03\x04")})
    assert wrong.status_code == 422
    assert "Send the invoice as a PDF or as an XML e-invoice" in wrong.content.decode()
    data = write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order)
    right = client.post(reverse("procurement:upload"), {"file": SimpleUploadedFile("a.xml", data)})

    assert right.status_code == 302
    assert Invoice.objects.get().captured_by == stage.people.fay


def test_a_payment_goes_from_the_two_yes_to_the_file_on_pages(client):
    stage = staged()
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    payment = route(invoice)
    said = []
    for person in (stage.people.fay, stage.people.finn):
        assert "It waits for you." in page(client, person, payment.get_absolute_url())
        decided = client.post(reverse("procurement:payment_decide", args=[payment.pk]), {"verdict": "yes"}, follow=True)
        said += [str(message) for message in decided.context["messages"]]
    assert said == [
        f"You authorized it. €8,000.00 to {payment.vendor} waits for the others who are asked.",
        f"You authorized it. €8,000.00 to {payment.vendor} goes into the next payment file.",
    ]
    assert "You authorized it; somebody else exports it." in page(
        client, stage.people.fay, reverse("procurement:export")
    )

    client.force_login(stage.people.gwen)
    response = client.post(reverse("procurement:export"), {"payments": [payment.pk]}, follow=True)

    assert "PAY-2" in response.content.decode()
    payment.refresh_from_db()
    assert payment.state == "batched"
    file = client.get(reverse("procurement:batch_file", args=[payment.batch_id]))
    assert file["Content-Disposition"].startswith("attachment")
    client.force_login(stage.people.aud)
    assert client.get(reverse("procurement:batch_file", args=[payment.batch_id])).status_code == 403


def test_the_day_that_the_bank_will_be_asked_for_is_read_before_the_file_is_made_with_what_moves_it(
    client, monkeypatch
):
    stage = make_stage()
    stage.order = approve(stage)
    accept(stage, "M1 Interface design")
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    payment = authorize(stage, invoice)
    sunday, monday, later = date(2027, 5, 2), date(2027, 5, 3), date(2027, 5, 10)
    assert payment.due_on == sunday

    def read(address, day):
        monkeypatch.setattr("flowmono.common.middleware.moment", lambda: at(day, 12))
        return " ".join(" ".join(html.fromstring(page(client, stage.people.gwen, address)).itertext()).split())

    export = reverse("procurement:export")
    moved = "3 May 2027 2 May 2027 is a Sunday, when banks carry nothing out."
    assert moved in read(export, date(2027, 4, 6))
    assert moved in read(payment.get_absolute_url(), date(2027, 4, 6))
    assert "Part of this is for today" not in read(export, date(2027, 4, 6))
    on_the_day = read(export, monday)
    assert "It was due on 2 May 2027; a file never asks for a day that is over." in on_the_day
    assert "Part of this is for today" in on_the_day
    assert "10 May 2027 It was due on" in read(export, later)

    actions.make_batch([payment], by=stage.people.gwen, at=at(date(2027, 4, 6)))
    payment.refresh_from_db()
    assert payment.asked_on == payment.executed_on == monday


def test_who_confirmed_the_account_reads_why_the_button_is_missing_and_who_is_asked_instead(client):
    stage = staged()
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    payment = route(invoice)
    gwen, fay, finn = stage.people.gwen, stage.people.fay, stage.people.finn

    confirmed = page(client, gwen, payment.get_absolute_url())
    asked = page(client, fay, payment.get_absolute_url())

    assert "Not for you to authorize." in confirmed
    assert "You confirmed the account that it goes to. Therefore somebody else authorizes this payment." in confirmed
    assert f"It waits for {fay} or {finn}." in confirmed
    assert "Not for you to authorize." not in asked


def test_who_authorizes_sees_what_leads_from_the_lines_to_the_amount(client):
    stage = staged()
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    payment = route(invoice)
    taxed = {"net": 8000, "tax": 1520, "gross": 9520, "payable": 9520, "due_on": date(2027, 5, 2)}
    Invoice.objects.filter(pk=invoice.pk).update(**taxed)
    PaymentAuthorization.objects.filter(pk=payment.pk).update(amount=9520)

    shown = page(client, stage.people.fay, payment.get_absolute_url())
    facts = [
        " ".join(part.split()) for part in shown.split("What the invoice comes to")[1].split("</dl>")[0].split("<dt>")
    ]

    assert [part.split("</dt>")[0] for part in facts[1:]] == ["Net", "Tax", "To pay", "Due"]
    assert ["€8,000.00" in facts[1], "€1,520.00" in facts[2], "€9,520.00" in facts[3]] == [True, True, True]
    assert "2 May 2027" in facts[4]


def test_a_payment_of_another_amount_than_the_invoice_asks_for_is_named_beside_it():
    invoice = Invoice(net=Decimal(100), tax=Decimal(19), gross=Decimal(119), payable=Decimal(109))

    rows = sums_of(invoice, PaymentAuthorization(amount=Decimal(99)))

    assert rows == [
        ("Net", Decimal(100)),
        ("Tax", Decimal(19)),
        ("Gross", Decimal(119)),
        ("To pay", Decimal(109)),
        ("This payment", Decimal(99)),
    ]


def test_a_matched_invoice_says_who_authorizes_its_payment_next(client):
    stage = staged()
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    payment = route(invoice)
    fay, finn = stage.people.fay, stage.people.finn
    clerk, asked, requester = stage.people.maya, fay, stage.people.pierre

    before = [page(client, person, invoice.get_absolute_url()) for person in (clerk, asked, requester)]
    payment = actions.decide_payment(payment, by=fay, at=at(date(2027, 4, 5)), verdict="yes")
    half = page(client, clerk, invoice.get_absolute_url())
    actions.decide_payment(payment, by=finn, at=at(date(2027, 4, 5), 10), verdict="yes")
    after = page(client, clerk, invoice.get_absolute_url())

    assert f"Its payment is not authorized yet. It waits for {fay} or {finn}." in before[0]
    assert "Its payment is not authorized yet. It waits for you." in before[1]
    assert "Its payment is not authorized yet." in before[2]
    assert "It waits for" not in before[2]
    assert f"It waits for {finn}." in half
    assert "Its payment is not authorized yet." not in after


def test_a_day_before_the_file_or_after_today_is_refused_on_both_pages_with_the_day_of_the_file(client):
    stage = staged()
    payment = authorize(
        stage, receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    )
    made = date(2027, 4, 6)
    batch = actions.make_batch([payment], by=stage.people.gwen, at=at(made))
    told = f"The payment file was made on {say_day(made)}"
    client.force_login(stage.people.gwen)

    form = page(client, stage.people.gwen, payment.get_absolute_url())
    early = {"reference": "STMT 1", "paid_on": "2024-01-02", "pick": [payment.pk]}
    alone = client.post(reverse("procurement:payment_paid", args=[payment.pk]), early, follow=True)
    together = client.post(reverse("procurement:batch_paid", args=[batch.pk]), early, follow=True)

    assert f'min="{made.isoformat()}"' in form
    assert told in alone.content.decode()
    assert told in together.content.decode()
    payment.refresh_from_db()
    assert payment.state == "batched"


def test_choosing_nothing_makes_no_file(client):
    stage = staged()
    client.force_login(stage.people.gwen)

    response = client.post(reverse("procurement:export"), {})

    assert response.status_code == 422
    assert "Choose at least one authorized payment." in response.content.decode()


def test_a_line_of_an_approved_order_is_changed_with_a_reason_on_the_page(client):
    stage = staged()
    line = stage.order.lines.get(position=2)
    url = reverse("procurement:order_line", args=[stage.order.pk, line.pk])
    client.force_login(stage.people.maya)
    values = {"description": line.description, "quantity": "1", "unit": "", "unit_price": "13000", "reason": ""}

    assert client.post(url, values).status_code == 422
    response = client.post(url, values | {"reason": "The site is larger."})

    assert response.status_code == 302
    stage.order.refresh_from_db()
    assert (stage.order.state, stage.order.total) == ("in_approval", Decimal("21000.000"))


def test_the_page_of_an_invoice_that_was_just_sent_tells_the_vendor_by_itself_what_came_of_it(client):
    stage = staged()
    hear(reactions.send_order_to_vendor, "OrderApproved")
    client.force_login(stage.people.vera)
    data = write_invoice("NL-1", [("M1 Interface design", "9000.00")], order=stage.order)
    client.post(reverse("procurement:portal_invoices"), {"file": SimpleUploadedFile("a.xml", data)})
    address = reverse("procurement:portal_invoice", args=[Invoice.objects.get().pk])
    asks = f'hx-get="{address}"'

    sent, meanwhile = page(client, stage.people.vera, address), client.get(address, headers={"hx-request": "true"})
    hear(reactions.read_received_invoice, "InvoiceReceived")
    hear(reactions.match_read_invoice, "InvoiceRead")
    then, after = client.get(address, headers={"hx-request": "true"}), page(client, stage.people.vera, address)

    assert (asks in sent, asks in after) == (True, False)
    assert (meanwhile.status_code, "HX-Refresh" in meanwhile) == (204, False)
    assert then["HX-Refresh"] == "true"
    # On our side the comparison follows what happens elsewhere, and the document beside it stays where its reader is.
    client.force_login(stage.people.fay)
    ours = reverse("procurement:invoice", args=[Invoice.objects.get().pk])
    part = client.get(ours, headers={"HX-Request": "true", "HX-Target": "invoice-match"})
    assert (part.status_code, "HX-Refresh" in part) == (200, False)
    assert b'id="invoice-match" data-live="case:' in part.content
    assert client.get(ours, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_vera_sends_an_invoice_in_the_portal_and_reads_only_what_a_vendor_may(client):
    stage = staged()
    hear(reactions.send_order_to_vendor, "OrderApproved")
    client.force_login(stage.people.vera)
    data = write_invoice("NL-1", [("M1 Interface design", "9000.00")], order=stage.order, iban=OTHER_IBAN)
    client.post(reverse("procurement:portal_invoices"), {"file": SimpleUploadedFile("a.xml", data)})
    hear(reactions.read_received_invoice, "InvoiceReceived")
    hear(reactions.match_read_invoice, "InvoiceRead")
    invoice = Invoice.objects.get()

    said = page(client, stage.people.vera, reverse("procurement:portal_invoice", args=[invoice.pk]))

    assert "It waits" in said
    assert "9,000.00" in said
    assert "BANK_" not in said
    assert "account" not in said.split("<main")[1].lower().split("</main")[0].replace("bank account", "")
    assert "PO-2027-0001" in page(client, stage.people.vera, reverse("procurement:portal_orders"))
    assert "M2 Installation" in page(
        client, stage.people.vera, reverse("procurement:portal_order", args=[stage.order.pk])
    )


def test_a_vendor_reads_from_which_day_its_invoice_may_be_paid_and_what_is_missing_but_nothing_of_what_is_decided(
    client, monkeypatch
):
    stage = make_stage()
    stage.order = approve(stage)
    accept(stage, "M1 Interface design")
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    payment = route(invoice)
    address = reverse("procurement:portal_invoice", args=[invoice.pk])

    def read(day):
        monkeypatch.setattr("flowmono.common.middleware.moment", lambda: at(day, 12))
        main = html.fromstring(page(client, stage.people.vera, address)).find(".//main")
        return " ".join(" ".join(main.itertext()).split())

    before = read(date(2027, 4, 6))
    assert "Due 2 May 2027 Can be paid from 3 May 2027 Banks carry nothing out on the days before it." in before
    assert not any(name in before for name in ("Fay", "Finn", "authorize "))

    type(stage.account).objects.filter(pk=stage.account.pk).update(verified_on=date(2027, 5, 3))
    young = "Can be paid from 6 May 2027 Your account is new to us: nothing is paid to it before that day."
    assert young in read(date(2027, 5, 4))

    payment = actions.stop_payment(payment, by=stage.people.gwen, at=at(date(2027, 5, 4)), reason="Look again.")
    type(stage.account).objects.filter(pk=stage.account.pk).update(state="retired")
    without = read(date(2027, 5, 4))
    assert "We know no account of yours that we may pay." in without
    assert "Can be paid from" not in without


@pytest.mark.parametrize("name", ["portal_orders", "portal_invoices"])
def test_the_portal_is_for_vendors_only(client, name):
    stage = staged()

    url = reverse(f"procurement:{name}")
    assert answers(client, stage.people.maya, url) == answers(client, stage.people.olu, url) == [403]


def test_a_vendor_narrows_sorts_and_takes_along_its_own_lists_in_its_own_words(client):
    stage = staged()
    hear(reactions.send_order_to_vendor, "OrderApproved")
    receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    receive(stage, write_invoice("NL-2", [("M2 Installation", "12000.00")], order=stage.order), hour=12)
    vera, url = stage.people.vera, reverse("procurement:portal_invoices")

    everything, waiting = page(client, vera, url), page(client, vera, f"{url}?stands=waits&sort=payable")
    nothing = page(client, vera, f"{url}?q=NL-1&stands=paid")
    client.force_login(vera)
    lines = b"".join(client.get(f"{url}?format=csv&sort=number").streaming_content).decode().splitlines()
    orders = b"".join(client.get(reverse("procurement:portal_orders"), {"format": "csv"}).streaming_content).decode()

    assert everything.index(">NL-2<") < everything.index(">NL-1<")
    assert ">NL-2<" in waiting
    assert ">NL-1<" not in waiting
    assert "Nothing fits" in nothing
    assert [line.split(",")[0].strip("\ufeff") for line in lines] == ["number", "NL-1", "NL-2"]
    assert ("It waits" in lines[2], "held" in lines[2]) == (True, False)
    assert stage.order.number in orders


def test_a_vendors_lists_hold_nothing_of_another(client):
    stage = staged()
    hear(reactions.send_order_to_vendor, "OrderApproved")
    receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    from tests.procurement.stories import make_vendor

    stage.vendor.contacts.update(vendor=make_vendor("Falke Logistik AG", vat_id="DE811569869"))
    client.force_login(stage.people.vera)

    for name in ("portal_orders", "portal_invoices"):
        rows = b"".join(client.get(reverse(f"procurement:{name}"), {"format": "csv"}).streaming_content).decode()
        assert len(rows.splitlines()) == 1


def test_another_vendor_sees_nothing_of_it(client):
    stage = staged()
    hear(reactions.send_order_to_vendor, "OrderApproved")
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    from tests.procurement.stories import make_vendor

    stage.vendor.contacts.update(vendor=make_vendor("Falke Logistik AG", vat_id="DE811569869"))

    for name, record in (("portal_invoice", invoice), ("portal_order", stage.order)):
        assert answers(client, stage.people.vera, reverse(f"procurement:{name}", args=[record.pk])) == [404]


def test_empty_lists_teach(client):
    stage = make_stage()

    assert "its order is drafted from the terms by itself" in page(
        client, stage.people.maya, reverse("procurement:orders")
    )
    assert "Vendors send theirs through the portal" in page(client, stage.people.fay, reverse("procurement:invoices"))
    assert "put before two people by itself" in page(client, stage.people.fay, reverse("procurement:payments"))
    assert "waits here for a third" in page(client, stage.people.fay, reverse("procurement:export"))


def test_lists_take_few_statements_whatever_they_hold(client, settings):
    settings.NEEDS_YOU_COUNT = ""
    stage = staged()
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    authorize(stage, invoice, date(2027, 4, 7))
    original = stage.order
    for n in range(20):
        copy = Order.objects.get(pk=original.pk)
        Order.objects.bulk_create(
            [
                Order(
                    number=f"PO-2028-{n:04d}",
                    vendor=copy.vendor,
                    requester=copy.requester,
                    title="Copy",
                    currency="EUR",
                    total=1,
                    base_total=1,
                    rate_on=copy.rate_on,
                    created_at=copy.created_at,
                )
            ]
        )

    for name in ("orders", "invoices", "payments"):
        asked = statements(client, stage.people.aud, reverse(f"procurement:{name}"))
        assert len(asked) <= 6 + SIGNED_IN, (name, asked)


def test_details_take_few_statements(client, settings):
    settings.NEEDS_YOU_COUNT = ""
    stage = staged()
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    payment = authorize(stage, invoice, date(2027, 4, 7))

    counts = {
        type(record).__name__: len(statements(client, stage.people.aud, record.get_absolute_url()))
        for record in (stage.order, invoice, payment)
    }
    # A payment is also asked whether it, or what it pays for, came before its contract was in force.
    assert counts["PaymentAuthorization"] <= 12, counts
    assert max(counts["Order"], counts["Invoice"]) <= 10, counts


def test_filters_and_search_narrow_the_lists(client):
    stage = staged()

    assert "PO-2027-0001" in page(
        client, stage.people.maya, reverse("procurement:orders") + "?q=nordlicht&state=approved"
    )
    assert "Nothing fits" in page(client, stage.people.maya, reverse("procurement:orders") + "?q=nothing")
    assert "PO-2027-0001" in page(client, stage.people.maya, reverse("procurement:orders") + "?sort=-total&page=9")
    assert "PO-2027-0001" in page(client, stage.people.maya, reverse("procurement:orders") + "?state=bogus&sort=drop")


def test_stopping_asks_for_a_reason_on_the_page(client):
    stage = staged()
    payment = authorize(
        stage, receive(stage, write_invoice("NL-1", [("M1 Interface design", "8000.00")], order=stage.order))
    )
    client.force_login(stage.people.gwen)
    url = reverse("procurement:payment_stop", args=[payment.pk])

    client.post(url, {"reason": ""})
    payment.refresh_from_db()
    assert payment.state == "authorized"
    client.post(url, {"reason": "Wait."})

    payment.refresh_from_db()
    assert payment.state == "void"


def test_the_rejected_reason_is_shown(client):
    stage = staged()
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "9000.00")], order=stage.order))
    actions.reject_invoice(invoice, by=stage.people.fay, at=at(date(2027, 4, 9)), reason="Please bill what was agreed.")

    assert "Please bill what was agreed." in page(client, stage.people.maya, invoice.get_absolute_url())


def test_the_letter_to_the_vendor_left_at_the_moment_that_people_see(client, settings):
    stage = staged()
    invoice = receive(stage, write_invoice("NL-1", [("M1 Interface design", "9000.00")], order=stage.order))
    actions.reject_invoice(invoice, by=stage.people.fay, at=at(date(2027, 4, 9)), reason="Please bill what was agreed.")
    Letter.objects.update(sent_at=datetime(2027, 4, 9, 12, tzinfo=UTC))

    settings.CLOCK_AHEAD = timedelta(days=10)

    said = page(client, stage.people.maya, invoice.get_absolute_url())
    assert "A letter with the reasons was sent to" in said
    assert "on 19 Apr 2027" in said


def test_a_probable_copy_names_why_and_is_read_beside_the_other(client):
    stage = staged()
    accept(stage, "M2 Installation", percent="50")
    first = receive(stage, write_invoice("NL-1", [("M2 Installation", "6000.00")], order=stage.order))
    copy = receive(stage, write_invoice("NL-2", [("M2 Installation", "6000.00")], order=stage.order), hour=11)
    beside = reverse("procurement:invoice_beside", args=[copy.pk, first.pk])

    said = page(client, stage.people.fay, copy.get_absolute_url())
    both = page(client, stage.people.fay, beside)

    assert "again: the amount is the same, date, order and order lines are the same." in said
    assert f'href="{beside}"' in said
    assert all(number in both for number in ("NL-1", "NL-2"))
    assert "differs" in both


def test_what_a_finding_cannot_be_let_pass_without_is_said_beside_its_field_with_what_was_entered(client):
    stage = staged()
    accept(stage, "M2 Installation", percent="50")
    receive(stage, write_invoice("NL-1", [("M2 Installation", "6000.00")], order=stage.order))
    copy = receive(stage, write_invoice("NL-2", [("M2 Installation", "6000.00")], order=stage.order), hour=11)
    client.force_login(stage.people.fay)

    door = reverse("procurement:invoice_pass", args=[copy.pk])
    without_finding = client.post(door, {"reason": "The second half, agreed by telephone."}, follow=True)
    without_both = client.post(door, {"reason": " "}, follow=True)

    form = without_finding.context["override_form"]
    assert dict(form.errors) == {"codes": ["Choose at least one finding."]}
    assert form["reason"].value() == "The second half, agreed by telephone."
    shown = without_finding.content.decode().partition('id="override_codes_error"')[2].partition("</fieldset>")[0]
    assert "Choose at least one finding." in shown
    assert not list(without_finding.context["messages"])
    assert set(without_both.context["override_form"].errors) == {"codes", "reason"}
    assert not client.get(copy.get_absolute_url()).context["override_form"].errors
    copy.refresh_from_db()
    assert copy.overrides == []


def test_a_step_after_a_match_says_the_findings_in_words_not_in_codes(client):
    stage = staged()
    data = write_invoice("NL-1", [("M1 Interface design", "9000.00")], order=stage.order, iban=OTHER_IBAN)
    invoice = receive(stage, data)
    codes = invoice.matches.get(superseded=False).codes
    step = Delivery.objects.filter(event__name="InvoiceMatched", event__case_id=invoice.case).first()

    shown = page(client, stage.people.maya, reverse("outbox:delivery", args=[step.pk]))

    given = shown.split("What the step is given")[1].split("</dl>")[0]
    assert len(codes) > 1
    assert not any(code in given for code in codes)
    assert all(code.replace("_", " ").capitalize() in given for code in codes)
