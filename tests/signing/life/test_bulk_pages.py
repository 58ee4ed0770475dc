"""The pages of one document for many people: brought, listed, looked over, sent, followed; and who sees what."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contracts.models import Category
from flowmono.outbox.delivering import drain
from flowmono.outbox.models import Letter
from signing.actions import bulk_sending
from signing.models import Bulk, Envelope
from tests.people import NOON, make_person
from tests.signing.life.bulk_scenes import LIST, begun, listed, pdf, sent, started, word
from tests.signing.life.scenes import sign

pytestmark = pytest.mark.django_db
FAULTY = LIST + b"Nobody,no-address\n"
NAMED = b"name,email,company,city\nTom Lind,tom@example.org,Lind AB,Lund\n"


@pytest.fixture(autouse=True)
def categories() -> None:
    for name in ("nda", "services"):
        Category.objects.get_or_create(name=name)


def client_of(key: str) -> Client:
    client = Client()
    client.force_login(make_person(key))
    return client


def at(name: str, made: Bulk) -> str:
    return reverse(f"signing:{name}", args=[made.pk])


def upload(data: bytes, name: str = "people.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_document_is_brought_listed_looked_at_and_sent_after_one_question():
    maya = client_of("maya")

    answer = maya.post(
        reverse("signing:new_bulk"), {"file": upload(pdf(), "nda.pdf"), "title": "NDA 2027", "category": "nda"}
    )
    made = Bulk.objects.get()
    assert answer.url == made.get_absolute_url()
    assert b"Nobody is on the list yet" in maya.get(answer.url).content
    maya.post(at("bulk_list", made), {"list": upload(LIST)})
    page = maya.get(made.get_absolute_url()).content.decode()
    assert "Send 3 rounds?" in page
    assert "Halden &amp; Pryce Ltd" in page
    paper = maya.get(at("bulk_paper", made)).content.decode()
    assert "This is the one for line 2: " in paper
    assert "Vera Halloran" in paper

    maya.post(at("send_bulk", made), {"people": "3"})
    drain()

    assert Letter.objects.filter(key__startswith="invite:").count() == 3
    after = maya.get(made.get_absolute_url()).content.decode()
    assert "Out for signature (3)" in after


def test_a_document_that_cannot_be_signed_is_refused_beside_its_field():
    answer = client_of("maya").post(
        reverse("signing:new_bulk"), {"file": upload(b"nothing", "x.txt"), "title": "x", "category": "nda"}
    )

    assert answer.status_code == 422
    assert b"Word document (.docx)" in answer.content
    assert Bulk.objects.count() == 0


def test_a_list_that_is_refused_says_why_and_the_former_one_stays():
    made = listed()

    answer = client_of("maya").post(at("bulk_list", made), {"list": upload(b"name\nVera\n")})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "These columns are missing: email" in page
    assert "vera@<wbr>example.com" in page


def test_the_sender_reads_whom_the_document_does_not_name_and_what_to_do_before_it_is_sent():
    silent = listed(data=word("Agreement in {city}."), filename="nda.docx", people=NAMED, title="Silent")
    naming = listed(data=word("Agreement with {party} in {city}."), filename="nda.docx", people=NAMED, title="Naming")

    pages = [client_of("maya").get(one.get_absolute_url()).content.decode() for one in (silent, naming)]
    bulk_sending.send_bulk(silent, by=make_person("maya"), at=NOON)
    sent_page = client_of("maya").get(silent.get_absolute_url()).content.decode()

    assert "It does not name Lind AB, for which Tom Lind signs." in pages[0]
    assert "Write {party} in the Word file" in pages[0]
    assert ["does not name" in page for page in (pages[1], sent_page)] == [False, False]


def test_faulty_lines_are_shown_alone_with_what_is_wrong():
    made = listed(FAULTY)

    page = client_of("maya").get(made.get_absolute_url(), {"show": "faulty"}).content.decode()

    assert "“no-address” has no @" in page
    assert "vera@example.com" not in page
    assert "Faulty (1)" in page


def test_the_button_that_sends_says_how_many_lines_it_leaves_out():
    page = client_of("maya").get(listed(FAULTY).get_absolute_url()).content.decode()
    fine = client_of("maya").get(listed().get_absolute_url()).content.decode()

    assert page.count("One line has a fault and is left out.") == 1, "in the question"
    assert page.count("One line has a fault and is left out<") == 1, "above the list"
    assert "left out" not in fine


def test_beside_what_was_sent_stands_how_many_have_signed_even_when_every_round_expired():
    made, maya = sent(), client_of("maya")
    Envelope.objects.filter(bulk_row__bulk=made).update(state="expired")

    assert "0 of 3 signed" in maya.get(made.get_absolute_url()).content.decode()
    assert "0 of 3 signed" in maya.get(reverse("signing:bulks")).content.decode()


def test_faulty_lines_keep_everything_from_being_sent_until_they_are_left_out():
    made, maya = listed(FAULTY), client_of("maya")

    answer = maya.post(at("send_bulk", made), {"people": "3"}, follow=True)
    assert b"Some lines have a fault" in answer.content
    assert Bulk.objects.get().state == "prepared"

    maya.post(at("send_bulk", made), {"people": "3", "leave_out": "on"})
    assert Bulk.objects.get().state == "running"


def test_the_button_pressed_twice_is_answered_kindly_and_sends_once():
    made, maya = listed(), client_of("maya")

    answers = [maya.post(at("send_bulk", made), {"people": "3"}, follow=True) for _press in range(2)]
    drain()

    assert [answer.status_code for answer in answers] == [200, 200]
    assert b"Nobody is sent it twice" in answers[1].content
    assert Letter.objects.filter(key__startswith="invite:").count() == 3


def test_the_list_is_exported_with_nothing_that_a_spreadsheet_would_run():
    made = listed(b'name,email,party\n"=cmd()|x",vera@example.com,+1 Ltd\n')

    answer = client_of("maya").get(made.get_absolute_url(), {"format": "csv"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0] == "name,line,email,title,party,phone,amount,currency,state,reason,sent,signed"
    assert "'=cmd()|x,2,vera@example.com,,'+1 Ltd,,,,not sent yet" in text


def test_the_list_to_begin_with_has_the_columns_of_the_document():
    made = begun(data=word("In {city}."), filename="a.docx")

    answer = client_of("maya").get(at("bulk_sample", made))

    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[0] == "name,email,title,party,city"


def test_what_is_signed_is_had_in_one_archive():
    made = sent(sign_by=None)
    first = Envelope.objects.get(bulk_row__bulk=made, bulk_row__email="vera@example.com")
    sign(first, "vera@example.com")
    drain()

    answer = client_of("maya").get(at("bulk_completed", made))

    names = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
    assert names == ["0002 Vera Halloran.pdf", "0002 Vera Halloran certificate.pdf"]


def test_a_round_leads_back_to_the_sending_that_it_belongs_to():
    made = sent()
    one = Envelope.objects.get(bulk_row__bulk=made, bulk_row__email="vera@example.com")

    page = client_of("maya").get(one.get_absolute_url()).content.decode()

    assert page.count(f'<a href="{made.get_absolute_url()}">NDA 2027</a>') == 2  # the way there, and among its facts


def test_who_signs_a_round_but_may_not_see_the_sending_is_not_led_to_it():
    made = sent(ours=make_person("sam"), ours_when="before")
    one = Envelope.objects.get(bulk_row__bulk=made, bulk_row__email="vera@example.com")

    answer = client_of("sam").get(one.get_absolute_url())

    assert answer.status_code == 200
    assert made.get_absolute_url() not in answer.content.decode()


def test_before_anything_is_signed_there_is_no_archive():
    assert client_of("maya").get(at("bulk_completed", sent())).status_code == 404


def test_a_mark_that_does_not_cover_it_is_said_before_it_is_sent():
    made = listed(ours=make_person("sam"))

    page = client_of("maya").get(made.get_absolute_url()).content.decode()

    assert "The one of ours could not sign it as it is" in page


def test_its_title_category_and_document_are_changed_until_it_is_sent():
    made, maya = listed(), client_of("maya")

    maya.post(at("change_bulk", made), {"title": "NDA 2028", "category": "services", "ours_when": "after"})
    assert (Bulk.objects.get().title, made.rows.count()) == ("NDA 2028", 3)
    maya.post(at("send_bulk", made), {"people": "3"})

    assert maya.get(at("change_bulk", made)).status_code == 409


PAGES = ("bulk", "bulk_paper", "bulk_file", "bulk_sample")
ACTS = (
    "bulk_list",
    "send_bulk",
    "pause_bulk",
    "go_on_bulk",
    "stop_bulk",
    "try_bulk_again",
    "remind_bulk",
    "take_back_bulk",
)


@pytest.mark.parametrize(
    ("key", "sees", "acts"),
    [
        ("maya", 200, 302),
        ("lena", 200, 302),
        ("aud", 200, 403),
        ("ada", 200, 403),
        ("pierre", 404, 404),
        ("sam", 404, 404),
    ],
)
def test_who_sees_it_and_who_acts(key: str, sees: int, acts: int):
    client, made = client_of(key), started()

    assert {client.get(at(name, made)).status_code for name in PAGES} == {sees}
    data = {"reason": "Why.", "list": upload(LIST)}
    codes = {name: client.post(at(name, made), data).status_code for name in ACTS}

    if acts == 302:
        assert codes["pause_bulk"] == codes["go_on_bulk"] == codes["stop_bulk"] == 302
    else:
        refused = {name: code for name, code in codes.items() if name not in {"bulk_list", "send_bulk"}}
        assert set(refused.values()) == {acts}
        assert Bulk.objects.get().state == "running"


def test_the_lists_ask_few_questions_at_any_size(django_assert_max_num_queries: Any):
    people = b"name,email\n" + b"".join(b"P%d,p%d@example.com\n" % (number, number) for number in range(120))
    made, maya = listed(people), client_of("maya")
    maya.get(reverse("signing:bulks"))

    with django_assert_max_num_queries(9):
        assert b"NDA 2027" in maya.get(reverse("signing:bulks")).content
    with django_assert_max_num_queries(14):
        page = maya.get(made.get_absolute_url())
    assert page.content.count(b"@<wbr>example.com") == 50
