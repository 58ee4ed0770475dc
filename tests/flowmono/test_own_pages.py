"""One's own pages: profile, tokens, sessions; help; and pages that say no in our words, in the frame."""

from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core import mail
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from flowmono.accounts.models import AccessToken
from flowmono.common.errors import came_from
from flowmono.common.reading import number_locale
from flowmono.common.scopes import all_scopes, scope_in_words
from flowmono.notices.models import Notice
from tests.people import make_people, make_person

pytestmark = pytest.mark.django_db
PASSWORD = "a-sentence-that-is-long"


def sign_in(client: Client, key: str) -> Any:
    person = make_person(key)
    person.set_password(PASSWORD)
    person.save()
    client.force_login(person)
    return person


class TestProfile:
    def test_a_person_says_how_they_read_and_the_department_stays(self, client: Client) -> None:
        abel = sign_in(client, "abel")
        given = {"first_name": "Abel", "last_name": "Lind", "title": "Buyer", "department": "Board"}

        answer = client.post(reverse("me:profile"), {**given, "time_zone": "Europe/Oslo", "number_format": "de"})

        abel.refresh_from_db()
        assert answer.status_code == 302
        assert (str(abel), abel.time_zone, abel.number_format, abel.department) == (
            "Abel Lind",
            "Europe/Oslo",
            "de",
            "",
        )

    def test_marks_are_offered_to_those_who_sign(self, client: Client) -> None:
        offered = {}
        for key in ("abel", "sam"):
            sign_in(client, key)
            offered[key] = reverse("signing:marks") in client.get(reverse("me:profile")).content.decode()

        assert offered == {"abel": False, "sam": True}

    def test_what_is_wrong_is_said_beside_the_field_and_nothing_changes(self, client: Client) -> None:
        abel = sign_in(client, "abel")

        answer = client.post(reverse("me:profile"), {"first_name": "", "last_name": "L", "time_zone": "Mars/Base"})

        abel.refresh_from_db()
        assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"first_name", "time_zone"})
        assert (abel.first_name, abel.time_zone) == ("Abel", "")

    @pytest.mark.parametrize(
        ("locale", "written"), [("", "€1,234.50"), ("de", "1.234,50\u00a0€"), ("fr", "1\u202f234,50\u00a0€")]
    )
    def test_money_is_written_as_the_reader_writes_numbers(self, locale: str, written: str) -> None:
        before = number_locale.set(locale)
        try:
            shown = Template('{% load flowmono %}{% money amount "EUR" %}').render(
                Context({"amount": Decimal("1234.5")})
            )
        finally:
            number_locale.reset(before)

        assert written in shown


class TestTokens:
    FORM = {"name": "Nightly export", "scopes": ["contracts:read"], "lives": "30", "password": PASSWORD}

    def test_a_token_is_shown_once_works_and_is_told(self, client: Client) -> None:
        fay = sign_in(client, "fay")

        made = client.post(reverse("me:tokens"), self.FORM)
        secret = made.context["secret"]
        again = client.get(reverse("me:tokens"))
        token = AccessToken.objects.get()

        assert secret.encode() in made.content
        assert secret.encode() not in again.content
        assert (token.owner, token.scopes, (token.expires_at - token.created_at).days) == (fay, ["contracts:read"], 30)
        assert made["Cache-Control"].startswith("max-age=0, no-cache, no-store")
        assert Notice.objects.get(person=fay).kind == "security"
        bearer = {"Authorization": f"Bearer {secret}"}
        assert Client().get("/api/v1/contracts/", headers=bearer).status_code == 200
        assert Client().get("/api/v1/invoices/", headers=bearer).status_code == 403

        client.post(reverse("me:revoke", args=[token.pk]))
        assert Client().get("/api/v1/contracts/", headers=bearer).status_code == 401

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"password": "guessed"}, "password"),
            ({"scopes": []}, "scopes"),
            ({"scopes": ["money:print"]}, "scopes"),
            ({"lives": "99999"}, "lives"),
            ({"name": ""}, "name"),
        ],
    )
    def test_a_wrong_form_makes_none(self, change: dict[str, Any], field: str, client: Client) -> None:
        sign_in(client, "fay")

        answer = client.post(reverse("me:tokens"), {**self.FORM, **change})

        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
        assert not AccessToken.objects.exists()

    def test_nobody_ends_another_persons_token_and_outsiders_make_none(self, client: Client) -> None:
        sign_in(client, "fay")
        client.post(reverse("me:tokens"), self.FORM)
        token = AccessToken.objects.get()

        client.force_login(make_person("finn"))
        assert client.post(reverse("me:revoke", args=[token.pk])).status_code == 404
        client.force_login(make_person("olu"))
        assert client.get(reverse("me:tokens")).status_code == 403
        token.refresh_from_db()
        assert token.revoked_at is None

    def test_the_scopes_are_those_that_endpoints_ask_for(self) -> None:
        assert {"contracts:read", "contracts:write", "invoices:write", "payments:read"} <= set(all_scopes())

    @pytest.mark.parametrize(
        ("key", "offered", "withheld"),
        [
            ("ada", {"webhooks:write", "rules:write", "deliveries:write"}, set()),
            ("fay", {"webhooks:read", "invoices:write", "deliveries:read"}, {"webhooks:write", "rules:read"}),
            ("pierre", {"contracts:write", "orders:write"}, {"webhooks:read", "exceptions:read", "invoices:write"}),
            ("aud", {"contracts:read", "rules:read", "exceptions:read"}, {"contracts:write", "exceptions:write"}),
        ],
    )
    def test_only_what_the_person_can_use_is_offered(
        self, key: str, offered: set[str], withheld: set[str], client: Client
    ) -> None:
        sign_in(client, key)

        form = client.get(reverse("me:tokens")).context["form"]

        found = {value for _about, scopes in form.fields["scopes"].choices for value, _label in scopes}
        assert offered <= found <= set(all_scopes())
        assert withheld & found == set()
        refused = client.post(reverse("me:tokens"), {**self.FORM, "scopes": sorted(withheld or {"money:print"})})
        assert list(refused.context["form"].errors) == ["scopes"]


class TestSessions:
    def test_signing_out_everywhere_ends_the_others_and_keeps_this_one(self, client: Client) -> None:
        abel = sign_in(client, "abel")
        elsewhere = Client()
        elsewhere.force_login(abel)

        client.post(reverse("me:sign_out_everywhere"))

        assert client.get(reverse("me:security")).status_code == 200
        assert elsewhere.get(reverse("me:security")).status_code == 302
        assert authenticate(email=abel.email, password=PASSWORD) == abel

    def test_the_address_is_not_ones_own_to_change(self, client: Client) -> None:
        sign_in(client, "abel")

        assert client.get("/account/email/")["Location"] == reverse("me:profile")

    def test_a_forgotten_password_is_chosen_anew_by_a_letter_in_our_words(self, client: Client) -> None:
        abel = sign_in(client, "abel")
        client.logout()

        done = client.post(reverse("account_reset_password"), {"email": abel.email}, follow=True)

        assert b"Look into your mail" in done.content
        assert mail.outbox[0].subject == "A new password for Flowmono"
        assert "the link works once" in mail.outbox[0].body

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("account_login", b"Sign in"),
            ("account_reset_password", b"Forgotten password"),
            ("account_reset_password_done", b"Look into your mail"),
            ("account_reset_password_from_key_done", b"Your password is changed"),
            ("account_signup", b"Accounts are made by an administrator"),
            ("account_inactive", b"This account is switched off"),
        ],
    )
    def test_the_pages_of_signing_in_speak_our_words(self, name: str, words: bytes, client: Client) -> None:
        assert words in client.get(reverse(name)).content


class TestSayingNo:
    def test_a_missing_page_is_in_the_frame_for_who_works_here(self, client: Client) -> None:
        outside = client.get("/nowhere/")
        sign_in(client, "abel")
        inside = client.get("/nowhere/", headers={"Referer": "http://testserver/orders/?state=open"})

        assert (outside.status_code, inside.status_code) == (404, 404)
        assert b'class="sidebar"' not in outside.content
        assert b'class="sidebar"' in inside.content
        assert b'href="/orders/?state=open"' in inside.content

    @pytest.mark.parametrize(
        ("referer", "path"),
        [
            ("http://testserver/orders/", "/orders/"),
            ("http://elsewhere.example/orders/", ""),
            ("http://testserver//elsewhere.example/", ""),
            ("http://testserver/here/", ""),
            ("javascript:alert(1)", ""),
            ("", ""),
        ],
    )
    def test_the_way_back_is_a_page_of_ours(self, referer: str, path: str) -> None:
        assert came_from(RequestFactory().get("/here/", HTTP_REFERER=referer)) == path

    def test_a_form_from_another_session_is_refused_in_words(self) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(make_person("abel"))

        answer = strict.post(reverse("notices:read"))

        assert answer.status_code == 403
        assert b"This form is too old to send" in answer.content

    def test_a_form_address_opened_as_a_page_says_so(self, client: Client) -> None:
        sign_in(client, "abel")

        answer = client.get(reverse("notices:read"), headers={"Accept": "text/html"})

        assert (answer.status_code, answer["Allow"]) == (405, "POST")
        assert b"This address is not a page" in answer.content

    def test_what_is_too_large_is_refused_before_it_is_read(self, client: Client) -> None:
        sign_in(client, "abel")
        size = (settings.UPLOAD_LIMIT_MB * 4 + 6) * 1024 * 1024

        form = reverse("notices:read")

        answer = client.generic("POST", form, b"x", CONTENT_LENGTH=str(size), HTTP_REFERER=f"http://testserver{form}")

        assert answer.status_code == 413
        assert f"up to {settings.UPLOAD_LIMIT_MB} MB".encode() in answer.content
        assert f"up to {settings.UPLOAD_LIMIT_MB * 4 + 5} MB".encode() in answer.content
        assert f'href="{form}"'.encode() in answer.content

    def test_too_much_in_the_fields_is_too_large_too(self, client: Client) -> None:
        sign_in(client, "abel")

        answer = client.post(
            reverse("notices:read"),
            {"next": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)},
            content_type="application/x-www-form-urlencoded",
        )

        assert answer.status_code in (400, 413)

    def test_a_refusal_reaches_a_page_that_htmx_keeps(self, client: Client) -> None:
        sign_in(client, "olu")

        answer = client.get(reverse("me:tokens"), headers={"HX-Request": "true"})

        assert answer.status_code == 403
        assert answer["HX-Trigger"] == '{"refused": {"words": "Tokens are for the company\'s own people."}}'


@pytest.mark.parametrize("name", ["me:profile", "me:security", "help", "search", "notices:choices"])
def test_each_of_these_pages_opens_for_everybody_who_is_signed_in(name: str, client: Client) -> None:
    for person in make_people("maya", "abel", "olu"):
        client.force_login(person)
        assert client.get(reverse(name)).status_code == 200


def test_a_scope_is_said_in_words() -> None:
    assert scope_in_words("contracts:read") == "Contracts: read"
    assert scope_in_words("payment-files:write") == "Payment files: change"


def test_a_search_in_vain_says_so_and_still_offers_to_look_in_the_documents(client: Client) -> None:
    client.force_login(make_person("maya"))

    shown = client.get(reverse("search"), {"q": "zzzzqqqq"}).content.decode()

    assert "Nothing of that name was found" in shown
    assert "Search in documents for" in shown


class TestSignedOutMeanwhile:
    """Who sends a form without a session any more signs in and comes back to the page of the form (kept.js fills it in again)."""

    def test_a_form_leads_over_the_sign_in_back_to_its_page_not_to_where_it_was_sent(self, client: Client) -> None:
        form = "http://testserver/requisitions/?state=draft"

        answer = client.post("/notices/read/", {"all": "1"}, headers={"Referer": form})

        assert answer["Location"] == "/account/login/?next=%2Frequisitions%2F%3Fstate%3Ddraft"
        shown = client.get(answer["Location"]).content.decode()
        assert "You were signed out meanwhile, and nothing was changed. Sign in to go on." in shown
        assert '<input type="hidden" name="next" value="/requisitions/?state=draft">' in shown

    @pytest.mark.parametrize("page", ["", "https://evil.example/requisitions/", "http://testserver//evil.example/"])
    def test_a_page_that_is_not_ours_is_not_gone_to(self, page: str, client: Client) -> None:
        plain = client.post("/notices/read/", headers={"Referer": page})
        part = client.post("/notices/read/", headers={"HX-Request": "true", "HX-Current-URL": page})

        assert plain["Location"] == part["HX-Redirect"] == "/account/login/"

    def test_what_is_answered_where_it_stands_leads_there_too_and_what_a_page_asks_by_itself_leaves_it(
        self, client: Client
    ) -> None:
        here = {"HX-Request": "true", "HX-Current-URL": "http://testserver/?kind=order"}

        sent, asked = client.post("/notices/read/", headers=here), client.get("/needs-you/", headers=here)

        assert (sent.status_code, sent["HX-Redirect"]) == (204, "/account/login/?next=%2F%3Fkind%3Dorder")
        assert (asked.status_code, asked.content, "HX-Redirect" in asked) == (204, b"", False)

    def test_a_page_that_is_opened_is_come_back_to_as_ever(self, client: Client) -> None:
        assert client.get("/notices/?unread=1")["Location"] == "/account/login/?next=/notices/%3Funread%3D1"

    def test_a_vendors_contact_comes_back_to_the_page_of_the_form(self, client: Client) -> None:
        answer = client.post("/portal/invoices/", headers={"Referer": "http://testserver/portal/invoices/"})

        assert answer["Location"] == "/portal/ask/?next=%2Fportal%2Finvoices%2F"
