"""A bank account passes three pairs of eyes before anything is paid to it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from flowmono.common.refusals import Conflict, Invalid, NotAllowed
from flowmono.common.templatetags.writing import say_day
from flowmono.ledger.models import Entry
from flowmono.outbox.models import Letter, RecordedEvent
from procurement.models import TolerancePolicy
from tests.people import NOON, make_person
from tests.vendors.stage import IBAN, make_contract, make_vendor, sign
from vendors import actions
from vendors.clearing import bank_number
from vendors.models import BankAccount

pytestmark = pytest.mark.django_db


def propose(vendor, *, by="vera", **values):
    return actions.propose_account(
        vendor, by=make_person(by), at=NOON, values={"holder": vendor.name, "iban": IBAN} | values
    )


def call(account, by):
    return actions.call_back(account, by=make_person(by), at=NOON, contact="Vera Costa, +49 40 555 0101")


def test_three_people_make_an_account_payable_and_the_vendor_is_told():
    vendor = make_vendor()
    onboarding, _workspace = sign(make_contract(vendor))

    account = propose(vendor)
    asked = onboarding.items.get(wanted="bank_account")
    while_it_waits = asked.state
    account = call(account, "maya")
    account = actions.verify_account(account, by=make_person("fay"), at=NOON)

    asked.refresh_from_db()
    assert (account.state, account.verified_on) == ("verified", NOON.date())
    assert (while_it_waits, asked.state) == ("handed_in", "done")
    assert RecordedEvent.objects.filter(name="BankAccountVerified").count() == 1
    letter = Letter.objects.get(key=f"account:{account.pk}:{vendor.contacts.get().pk}")
    assert letter.to == "vera@example.com"
    assert IBAN not in letter.body


def test_the_call_is_recorded_with_a_number_and_the_page_says_which_are_known_or_where_to_find_one(client):
    vendor = make_vendor()
    contact = vendor.contacts.get()
    contact.phone = "+49 40 555 0101"
    contact.save()
    account = propose(vendor)
    client.force_login(make_person("maya"))
    page = f"/vendors/{vendor.pk}/"

    known = client.get(page).content.decode()
    type(contact).objects.filter(pk=contact.pk).update(created_at=account.created_at + timedelta(minutes=1))
    unknown = client.get(page).content.decode()
    with pytest.raises(Invalid, match="Write the telephone number too") as refused:
        actions.call_back(account, by=make_person("maya"), at=NOON, contact="Vera, as always")

    assert "Numbers that were on file before this account was entered:" in known
    assert ("+49 40 555 0101" in known, "No number of this vendor was on file" in known) == (True, False)
    assert "No number of this vendor was on file before this account was entered." in unknown
    assert refused.value.field == "contact"
    account.refresh_from_db()
    assert account.state == "proposed"


def test_nobody_takes_two_of_the_three_steps():
    vendor = make_vendor()
    account = propose(vendor, by="maya")

    with pytest.raises(NotAllowed):
        call(account, "maya")
    account = call(account, "fay")
    with pytest.raises(NotAllowed):
        actions.verify_account(account, by=make_person("fay"), at=NOON)
    with pytest.raises(NotAllowed):
        actions.verify_account(account, by=make_person("maya"), at=NOON)

    account.refresh_from_db()
    assert account.state == "called_back"
    assert actions.verify_account(account, by=make_person("finn"), at=NOON).state == "verified"


def test_a_second_account_of_the_same_human_being_is_the_same_person():
    vendor = make_vendor()
    account = call(propose(vendor), "fay")
    finn = make_person("finn")
    finn.person = make_person("fay").person
    finn.save()

    with pytest.raises(NotAllowed):
        actions.verify_account(account, by=finn, at=NOON)


def test_the_database_refuses_what_the_policies_refuse():
    account = propose(make_vendor())

    with pytest.raises(IntegrityError), transaction.atomic():
        BankAccount.objects.filter(pk=account.pk).update(called_by=account.proposed_by)


def test_an_account_is_not_confirmed_before_the_call():
    account = propose(make_vendor())

    with pytest.raises(Conflict):
        actions.verify_account(account, by=make_person("fay"), at=NOON)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"iban": "DE75512108001245126190"}, "iban"),
        ({"iban": ""}, "iban"),
        ({"bban": "123"}, "iban"),
        ({"iban": "", "bban": "12345678"}, "clearing_member"),
        ({"bic": "NOTABIC"}, "bic"),
        ({"holder": " "}, "holder"),
    ],
)
def test_a_wrong_account_is_refused_beside_its_field(values, field):
    vendor = make_vendor()

    with pytest.raises(Invalid) as refused:
        propose(vendor, **values)

    assert refused.value.field == field
    assert not vendor.accounts.exists()


def test_an_account_number_with_its_clearing_code_is_as_good_as_an_iban():
    account = propose(
        make_vendor(), iban="", bban="31926819", clearing_system="gbdsc", clearing_member="60-16-13", country="gb"
    )

    assert (account.bban, account.clearing_system, account.clearing_member) == ("31926819", "GBDSC", "601613")


def test_the_same_account_is_entered_once_and_again_after_it_was_rejected():
    vendor = make_vendor()
    onboarding, _workspace = sign(make_contract(vendor))
    first = propose(vendor)

    with pytest.raises(Conflict):
        propose(vendor)
    actions.reject_account(first, by=make_person("fay"), at=NOON, reason="Nobody at the vendor knows it.")

    assert onboarding.items.get(wanted="bank_account").state == "open"
    assert propose(vendor).state == "proposed"


def test_an_account_out_of_use_no_longer_counts():
    vendor = make_vendor()
    account = actions.verify_account(call(propose(vendor), "maya"), by=make_person("fay"), at=NOON)

    with pytest.raises(Invalid):
        actions.retire_account(account, by=make_person("finn"), at=NOON, reason=" ")
    retired = actions.retire_account(account, by=make_person("finn"), at=NOON, reason="The bank closed it.")

    assert (retired.state, retired.reason) == ("retired", "The bank closed it.")
    with pytest.raises(Conflict):
        actions.retire_account(retired, by=make_person("finn"), at=NOON, reason="The bank closed it.")


OTHER_IBAN = "DE02120300000000202051"


def verified(vendor, **values):
    return actions.verify_account(call(propose(vendor, **values), "maya"), by=make_person("fay"), at=NOON)


def test_a_new_account_takes_the_place_of_the_older_one_for_the_same_currency():
    vendor = make_vendor()
    older = verified(vendor, currency="EUR")
    dollars = verified(vendor, iban="FR1420041010050500013M02606", currency="USD")

    newer = verified(vendor, iban=OTHER_IBAN, currency="EUR")

    states = dict(BankAccount.objects.values_list("pk", "state"))
    assert states == {older.pk: "retired", dollars.pk: "verified", newer.pk: "verified"}
    older.refresh_from_db()
    assert older.reason == "Replaced by the account …2051."
    told = RecordedEvent.objects.get(name="BankAccountRetired").event
    assert (told.account_id, told.tail, told.reason) == (older.pk, IBAN[-4:], older.reason)
    assert Entry.objects.filter(case_id=older.case, kind="BankAccountRetired").count() == 1


def test_an_account_that_names_no_currency_could_take_any_payment_and_is_replaced_too():
    vendor = make_vendor()
    older = verified(vendor)

    verified(vendor, iban=OTHER_IBAN, currency="EUR")

    older.refresh_from_db()
    assert older.state == "retired"


def test_who_confirms_may_keep_the_older_account_beside_the_new_one():
    vendor = make_vendor()
    verified(vendor, currency="EUR")
    account = call(propose(vendor, iban=OTHER_IBAN, currency="EUR"), "maya")

    actions.verify_account(account, by=make_person("fay"), at=NOON, keep_older=True)

    assert set(vendor.accounts.values_list("state", flat=True)) == {"verified"}


def test_confirming_asks_what_becomes_of_the_older_account(client):
    vendor = make_vendor()
    older = verified(vendor, currency="EUR")
    account = call(propose(vendor, iban=OTHER_IBAN, currency="EUR"), "maya")
    client.force_login(make_person("fay"))

    page = client.get(vendor.get_absolute_url()).content.decode()
    client.post(reverse("vendors:verify_account", args=[vendor.pk, account.pk]), {"older": "retire"})

    assert f"The vendor has an older account for the same currency: {older.masked}" in page
    older.refresh_from_db()
    account.refresh_from_db()
    assert (older.state, account.state) == ("retired", "verified")


@pytest.mark.parametrize("routing", ["011000139", "12345678", "01100013X"])
def test_a_routing_number_whose_check_digit_is_wrong_is_refused_beside_its_field(routing):
    vendor = make_vendor()

    with pytest.raises(Invalid, match="routing number cannot be right") as refused:
        propose(vendor, iban="", bban="000123456", clearing_system="USABA", clearing_member=routing)

    assert refused.value.field == "clearing_member"


def test_a_right_routing_number_is_kept_without_blanks():
    account = propose(make_vendor(), iban="", bban="000123456", clearing_system="USABA", clearing_member="0110 0013-8")

    assert account.clearing_member == "011000138"


def test_the_days_of_waiting_are_said_where_an_account_is_handed_in_and_where_it_is_checked(client):
    vendor = make_vendor()
    vera, fay = make_person("vera"), make_person("fay")

    client.force_login(vera)
    before = client.get(reverse("portal:accounts")).content.decode()
    account = propose(vendor)
    handed_in = client.get(reverse("portal:accounts")).content.decode()
    account = call(account, "maya")
    client.force_login(fay)
    checked = client.get(vendor.get_absolute_url()).content.decode()
    confirmed = client.post(reverse("vendors:verify_account", args=[vendor.pk, account.pk]), follow=True)
    account.refresh_from_db()
    first = say_day(account.verified_on + timedelta(days=3))
    client.force_login(vera)
    verified_there = client.get(reverse("portal:accounts")).content.decode()

    assert "Payments to a new account start 3 days after it is confirmed." in before
    assert "Payments to it start 3 days after it is confirmed" in handed_in
    assert "Payments to it start 3 days after it is confirmed" in checked
    assert "Administrators set how long under Administration, Tolerance policies." in checked
    assert f"The account is verified. Payments to it from {first}." in confirmed.content.decode()
    assert f"Payments to it from {first}" in verified_there


def test_the_days_of_waiting_are_the_companys_own(client):
    vendor = make_vendor()
    TolerancePolicy(name="Company", bank_cooloff_days=10).save()
    client.force_login(make_person("maya"))

    page = client.get(reverse("vendors:propose", args=[vendor.pk])).content.decode()

    assert "Payments to a new account start 10 days after it is confirmed." in page


def test_a_vendor_is_told_on_which_number_it_is_called_in_words_that_hold_for_a_new_one(client):
    make_vendor()
    client.force_login(make_person("vera"))

    page = client.get(reverse("portal:accounts")).content.decode()

    assert "on a number from the contract or from our own records" in page
    assert "from before" not in page


def test_the_number_of_a_bank_is_called_as_people_call_it_and_never_by_the_code_of_its_system(client):
    vendor = make_vendor()
    propose(vendor, iban="", bban="123456789", clearing_system="USABA", clearing_member="011000138")
    client.force_login(make_person("maya"))
    inside = client.get(vendor.get_absolute_url()).content.decode()
    client.force_login(make_person("vera"))
    portal = client.get(reverse("portal:accounts")).content.decode()

    assert "routing number 011000138" in inside
    assert "routing number 011000138" in portal
    assert "USABA 0" not in inside + portal
    assert (bank_number("GBDSC", "200000"), bank_number("XXXXX", "7"), bank_number("USABA", "")) == (
        "sort code 200000",
        "bank code 7",
        "",
    )
