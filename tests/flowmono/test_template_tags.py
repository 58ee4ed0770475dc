"""What people read on a page: money, days, states, fields and the way around."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.template.loader import get_template
from django.test import RequestFactory
from django.urls import include, path
from django.utils import timezone

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common import navigation
from flowmono.common.money import Money
from flowmono.common.templatetags.icons import UnknownIcon, draw_icon
from flowmono.common.templatetags.states import kind_of_state
from flowmono.common.templatetags.writing import initials, known_locale, read_periods, write_day, write_moment

ICONS = Path(settings.BASE_DIR) / "node_modules" / "lucide-static" / "icons"
needs_icons = pytest.mark.skipif(not ICONS.exists(), reason="node_modules is absent: run npm ci")


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a page")


urlpatterns = [
    path("", page, name="inbox"),
    path("contracts/", include(([path("", page, name="list")], "contracts"))),
    path(
        "vendors/",
        include(([path("", page, name="list"), path("workspaces/", page, name="workspaces")], "vendors")),
    ),
]


def written(source: str, **facts: Any) -> str:
    shown = Template("{% load flowmono %}" + source).render(Context(facts))
    return re.sub(r"[ \n]+", " ", shown).strip(" ")


def someone(*role_names: str) -> User:
    user = User(email="maya@brightwater.example", first_name="Maya", last_name="de Vries")
    user.role_names = frozenset(role_names)
    return user


def asked(address: str, user: Any = None) -> HttpRequest:
    request = RequestFactory().get(address)
    request.user = user or AnonymousUser()
    return request


def waiting(user: User) -> int:
    return 7


# --- money, days, moments -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (Decimal("1234567.5"), "EUR", "€1,234,567.50"),
        (Decimal("98000"), "JPY", "¥98,000"),
        (Decimal("12.3456"), "KWD", "KWD\xa012.346"),
        (Decimal("-0.005"), "EUR", "-€0.01"),
        (Decimal("0"), "USD", "$0.00"),
    ],
)
def test_money_is_written_with_its_currencys_own_decimals(amount: Decimal, currency: str, words: str) -> None:
    shown = written("{% money amount currency %}", amount=amount, currency=currency)

    assert shown == f'<span class="money">{words}</span>'


def test_a_money_value_needs_no_second_word() -> None:
    shown = written("{% money total %}", total=Money(Decimal("48000"), "EUR"))

    assert shown == '<span class="money">€48,000.00</span>'


def test_an_amount_without_a_currency_says_so_instead_of_guessing() -> None:
    shown = written("{% money amount %}", amount=Decimal("48000"))

    assert "48,000</span>" in shown
    assert "(no currency)" in shown


@pytest.mark.parametrize("tag", ["money", "day", "moment", "due"])
def test_nothing_is_shown_as_a_dash(tag: str) -> None:
    assert written("{% " + tag + " nothing %}", nothing=None) == '<span class="faint" aria-hidden="true">–</span>'


def test_a_day_reads_the_same_on_both_sides_of_an_ocean() -> None:
    shown = written("{% day value %}", value=date(2027, 5, 4))

    assert shown == '<time class="day" datetime="2027-05-04">4 May 2027</time>'


def test_a_moment_is_shown_in_the_readers_zone() -> None:
    late_evening = datetime(2027, 1, 14, 23, 30, 5, tzinfo=UTC)

    with timezone.override("Europe/Berlin"):
        shown = written("{% moment value %} {% day value %}", value=late_evening)

    assert 'datetime="2027-01-15T00:30:05+01:00"' in shown
    assert ">15 Jan 2027, 00:30</time>" in shown
    assert "00:30:05 (Central European Standard Time)" in shown
    assert '<time class="day" datetime="2027-01-15">15 Jan 2027</time>' in shown


def test_german_readers_get_german_days() -> None:
    assert write_day(date(2027, 5, 4), "de") == "04.05.2027"
    assert write_moment(datetime(2027, 5, 4, 9, 5, tzinfo=UTC), "de") == "04.05.2027, 09:05"
    assert known_locale("pt-br") == "pt_BR"
    assert known_locale("xx-nowhere") == "en"


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2027, 1, 16), '<span class="is-warn small nowrap">in 2 days</span>'),
        (date(2027, 1, 15), '<span class="is-warn small nowrap">in 1 day</span>'),
        (date(2027, 1, 14), '<span class="is-warn small nowrap">today</span>'),
        (date(2027, 1, 13), '<span class="is-bad small nowrap">1 day late</span>'),
        (date(2027, 2, 14), '<span class="soft small nowrap">in 31 days</span>'),
    ],
)
def test_a_due_day_says_how_far_it_is_from_the_requests_own_moment(due_on: date, words: str) -> None:
    request = asked("/")
    request.at = datetime(2027, 1, 14, 12, tzinfo=UTC)

    shown = Template("{% load flowmono %}{% due due_on %}").render(Context({"request": request, "due_on": due_on}))

    assert shown.endswith(words)


def test_a_due_day_that_was_met_is_not_late() -> None:
    assert "late" not in written("{% due value met=True %}", value=date(2020, 1, 1))


# --- states, people, icons ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "state", "kind"),
    [
        ("contracts.contract", "signed", "good"),
        ("contracts.contract", "draft", "info"),
        ("contracts.contract", "in_force", "good"),
        ("contracts.contract", "not_in_force_yet", "info"),
        ("contracts.contract", "ended", "neutral"),
        ("procurement.order", "in_approval", "info"),
        ("vendors.vendor", "on_hold", "warn"),
        ("signing.envelope", "declined", "bad"),
        ("monitoring.exception", "open", "warn"),
        ("contracts.contract", "never heard of", "neutral"),
    ],
)
def test_a_state_has_the_colour_of_what_it_means(model: str, state: str, kind: str) -> None:
    assert kind_of_state(model, state) == kind


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("P6M after Final Acceptance", "6 months after Final Acceptance"),
        ("P1Y6M", "1 year, 6 months"),
        ("every P1M", "every 1 month"),
        ("PT24H after the notice, P1DT12H", "24 hours after the notice, 1 day, 12 hours"),
        ("on signature; P.O. box, Part P", "on signature; P.O. box, Part P"),
    ],
)
def test_a_period_is_said_in_words(text: str, said: str) -> None:
    assert written("{{ text|periods_in_words }}", text=text) == said


def test_hours_that_a_person_writes_are_kept_as_they_were_read() -> None:
    assert [read_periods(said) for said in ("24 hours", "1 day, 12 hours", "2 months")] == ["PT24H", "P1DT12H", "P2M"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Two years.", "Two years."),
        ("until two years after acceptance", "until two years\N{NO-BREAK SPACE}…"),
        ("until the end, whatever comes", "until the end\N{NO-BREAK SPACE}…"),
        ("Produkthaftungsgesetz of Germany", "Produkthaftungsgese\N{NO-BREAK SPACE}…"),
    ],
)
def test_a_long_text_is_cut_between_two_words(text: str, said: str) -> None:
    cut = written("{{ text|shortened:21 }}", text=text)

    assert cut == said
    assert len(cut) <= 21


def test_a_name_of_the_code_reads_as_words_and_an_account_number_in_groups() -> None:
    assert written("{{ text|name_in_words }}", text="ContractSigned") == "Contract signed"
    assert written("{{ text|name_in_words }}", text="open_workspace") == "Open workspace"
    assert written("{{ text|in_groups }}", text="IE91CRRB99014218640273") == "IE91 CRRB 9901 4218 6402 73"


def test_a_state_that_no_table_knows_is_neutral_and_still_reads_as_words() -> None:
    assert written('{% state "half_way" %}') == '<span class="badge badge-neutral">Half way</span>'


def test_a_badge_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="use one of neutral, info, good, warn, bad"):
        written('{% badge "Draft" kind="purple" %}')


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Maya de Vries", "MV"), ("Olu", "O"), ("fay.lindqvist@example.com", "FC"), ("", "?"), ("Émile Zola", "ÉZ")],
)
def test_initials_are_the_first_and_the_last_words(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_names_are_escaped() -> None:
    assert "<script>" not in written("{% person name %}{% badge name %}", name="<script>alert(1)</script>")


@needs_icons
def test_an_icon_is_drawn_into_the_page_and_not_spoken() -> None:
    shown = written('{% icon "check" %}')

    assert shown.startswith('<svg class="icon"')
    assert 'aria-hidden="true"' in shown
    assert 'stroke="currentColor"' in shown


@needs_icons
def test_an_icon_with_a_label_is_spoken() -> None:
    assert 'role="img" aria-label="Signed &amp; sealed"' in written('{% icon "check" label="Signed & sealed" %}')


@pytest.mark.parametrize("name", ["../../package", "No-Such", "no-such-icon-anywhere", ""])
def test_a_name_that_is_no_icon_is_refused(name: str) -> None:
    with pytest.raises(UnknownIcon):
        draw_icon(ICONS, name)


# --- forms --------------------------------------------------------------------------------------------------------


class OrderForm(forms.Form):
    amount = forms.DecimalField(label="Amount", help_text="Without tax.")
    outcome = forms.ChoiceField(label="Outcome", choices=[("all", "All"), ("part", "Part")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False)


@needs_icons
def test_a_field_ties_its_hint_and_its_errors_to_the_control() -> None:
    form = OrderForm({"amount": "twelve", "outcome": "all"})

    shown = written("{% field form.amount %}", form=form)

    assert '<label for="id_amount">Amount</label>' in shown
    assert 'aria-describedby="id_amount_hint id_amount_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert '<div class="field-hint" id="id_amount_hint">Without tax.</div>' in shown
    assert "Enter a number." in shown.split('id="id_amount_error"')[1]


def test_a_field_that_may_stay_empty_says_so_and_a_right_one_says_nothing() -> None:
    shown = written("{% field form.note %}", form=OrderForm())

    assert "(optional)" in shown
    assert "aria-invalid" not in shown
    assert "aria-describedby" not in shown


def test_choices_are_a_group_with_a_legend() -> None:
    shown = written("{% field form.outcome %}", form=OrderForm())

    assert '<fieldset class="field field-choices"' in shown
    assert "<legend>" in shown


def test_a_hint_of_nothing_hides_the_help_text() -> None:
    assert "Without tax." not in written('{% field form.amount hint="" %}', form=OrderForm())


def test_only_a_field_of_a_form_can_be_drawn() -> None:
    with pytest.raises(TemplateSyntaxError, match="wants a field of a form"):
        written("{% field form %}", form=OrderForm())


def test_the_summary_of_errors_leads_to_each_field() -> None:
    form = OrderForm({"amount": "", "outcome": ""})

    shown = written("{% form_errors form %}", form=form)

    assert 'role="alert"' in shown
    assert '<a href="#id_amount">“Amount” is still empty.</a>' in shown
    assert '<a href="#id_outcome_0">“Outcome” is still empty.</a>' in shown


def test_the_summary_does_not_call_a_box_to_tick_empty() -> None:
    shown = written("{% form_errors form %}", form=PaperForm({}))

    assert '<a href="#id_agreed">“Agreed” is not ticked yet.</a>' in shown


class PaperForm(forms.Form):
    file = forms.FileField()
    events = forms.MultipleChoiceField(choices=[("a", "A")])
    agreed = forms.BooleanField()
    name = forms.CharField()
    whom = forms.ModelChoiceField(User.objects.none())


def test_what_is_missing_is_said_in_the_words_of_the_page() -> None:
    form = PaperForm({})

    assert {name: list(words) for name, words in form.errors.items()} == {
        "file": ["Nothing is chosen yet. Choose one."],
        "events": ["Nothing is chosen yet. Choose at least one."],
        "agreed": ["This is not ticked yet. Tick it to go on."],
        "name": ["This is still empty. Fill it in."],
        "whom": ["Nothing is chosen yet. Choose one."],
    }
    notices = get_template("components/notices.html").render()
    for words in ("This is still empty. Fill it in.", "Nothing is chosen yet. Choose one.", "This is not ticked yet."):
        assert words in notices


def test_a_form_without_errors_has_no_summary() -> None:
    assert written("{% form_errors form %}", form=OrderForm({"amount": "1", "outcome": "all"})) == ""


# --- lists --------------------------------------------------------------------------------------------------------


@needs_icons
def test_pages_keep_the_rest_of_the_address() -> None:
    request = asked("/orders/?state=draft&page=2&q=M%C3%BCller")
    template = Template("{% load flowmono %}{% paginate page_obj %}")

    shown = template.render(Context({"request": request, "page_obj": Paginator(range(132), 25).page(2)}))

    assert "26 to 50 of 132" in shown
    assert 'href="?state=draft&amp;q=M%C3%BCller&amp;page=1"' in shown
    assert 'href="?state=draft&amp;q=M%C3%BCller&amp;page=3"' in shown


@needs_icons
@pytest.mark.parametrize(
    ("address", "next_address", "order"),
    [
        ("/", "?sort=total", ""),
        ("/?sort=total&page=4", "?sort=-total", 'aria-sort="ascending"'),
        ("/?sort=-total", "?sort=total", 'aria-sort="descending"'),
    ],
)
def test_a_heading_sorts_one_way_and_then_the_other(address: str, next_address: str, order: str) -> None:
    template = Template('{% load flowmono %}{% sort_heading "Total" "total" end=True %}')

    shown = template.render(Context({"request": asked(address)}))

    assert f'href="{next_address}"' in shown
    assert order in shown
    assert ("aria-sort" in shown) == bool(order)


# --- pieces and frames --------------------------------------------------------------------------------------------


@needs_icons
def test_an_act_that_asks_first_carries_its_own_form_and_token() -> None:
    source = (
        '{% confirm id="void" label="Void" title="Void it?" action="/void/" %}<p>Gone for good.</p>{% endconfirm %}'
    )

    shown = written(source, csrf_token="token-1")

    assert 'href="#void"' in shown
    assert '<dialog id="void" aria-labelledby="void-title">' in shown
    assert '<form method="post" action="/void/"' in shown
    assert 'name="csrfmiddlewaretoken" value="token-1"' in shown
    assert "<p>Gone for good.</p>" in shown


def test_an_act_that_asks_first_must_say_what_it_asks() -> None:
    with pytest.raises(TemplateSyntaxError, match=r"needs title="):
        written('{% confirm id="void" label="Void" action="/void/" %}{% endconfirm %}')


@needs_icons
def test_the_heading_of_a_page_is_its_title() -> None:
    source = '{% extends "base.html" %}{% block title %}Contract C-2027-0007 & annex{% endblock %}'

    shown = Template(source).render(RequestContext(asked("/"), {"user": AnonymousUser(), "nav": []}))

    assert "<title>Contract C-2027-0007 & annex · Flowmono</title>" in " ".join(shown.split()).replace("> ", ">")
    assert "<h1>Contract C-2027-0007 & annex</h1>" in " ".join(shown.split()).replace("<h1> ", "<h1>").replace(
        " </h1>", "</h1>"
    )


@needs_icons
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["styleguide.html", "portal/base.html", "signing/external_base.html"])
def test_frames_and_the_style_guide_hold_no_inline_style_or_script(name: str) -> None:
    shown = get_template(name).render({"user": AnonymousUser(), "nav": []}, asked("/"))

    assert " style=" not in shown
    assert "<script>" not in shown
    assert " onclick=" not in shown
    assert "{{" not in shown


@needs_icons
@pytest.mark.parametrize("status", [400, 403, 404, 409])
def test_every_refusal_has_a_page_that_says_what_to_do(status: int) -> None:
    shown = get_template(f"errors/{status}.html").render({"user": AnonymousUser()}, asked("/"))

    assert "<h1>" in shown
    assert str(status) in shown
    assert "Go to the start page" in shown


# --- the way around -----------------------------------------------------------------------------------------------


def test_every_role_in_the_navigation_exists() -> None:
    named = frozenset[str]().union(*(place.roles for place in navigation.PLACES))

    assert named <= frozenset(roles.ALL)
    assert roles.VENDOR_CONTACT not in named


@pytest.mark.urls(__name__)
def test_people_see_the_places_of_their_roles_and_pages_to_come_are_left_out() -> None:
    links = navigation.links_for(asked("/contracts/", someone(roles.APPROVER)))

    assert [link.url for link in links] == ["/", "/contracts/"]
    assert [link.current for link in links] == [False, True]


@pytest.mark.urls(__name__)
def test_a_page_deep_inside_lights_the_nearest_place() -> None:
    links = navigation.links_for(asked("/vendors/workspaces/12/", someone(roles.PROCUREMENT)))

    assert [link.url for link in links if link.current] == ["/vendors/workspaces/"]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("user", [AnonymousUser(), someone(), someone(roles.VENDOR_CONTACT)])
def test_strangers_and_vendors_have_no_sidebar(user: Any) -> None:
    assert navigation.links_for(asked("/", user)) == []


@pytest.mark.urls(__name__)
def test_the_inbox_counts_what_waits_with_the_function_that_settings_name(settings: Any) -> None:
    settings.NEEDS_YOU_COUNT = f"{__name__}.waiting"

    assert navigation.needs_you_count(someone(roles.APPROVER)) == 7


def test_a_row_of_a_table_is_quoted_as_its_cells_and_a_sentence_between_quotation_marks() -> None:
    told = Template("{% load flowmono %}{% quote text page=3 %}")

    row = told.render(Context({"text": "M1\tPrototype\t\t27,900.00"}))
    sentence = told.render(Context({"text": "The fee is EUR 8,000.00."}))

    assert re.findall(r"<span>(.*?)</span>", row) == ["M1", "Prototype", "27,900.00"]
    assert "“" not in row
    assert "“The fee is EUR 8,000.00.”" in sentence


def test_a_history_names_who_acted_and_tells_only_a_reason_that_somebody_gave() -> None:
    told = Template("{% load flowmono %}{% firstof who reason|acted %}|{{ reason|reasoned }}")

    assert told.render(Context({"who": None, "reason": "system:Flowmono"})) == "Flowmono|"
    assert told.render(Context({"who": "Ada Romano", "reason": "person:Ada Romano"})) == "Ada Romano|"
    assert (
        told.render(Context({"who": "Ada Romano", "reason": "Decided: two people"})) == "Ada Romano|Decided: two people"
    )
