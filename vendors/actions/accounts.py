"""Bank accounts: maker and checkers are three people, and the vendor is told at the addresses known before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.us import rtn as aba

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.countries import demand_country
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.outbox.letters import write_letter
from vendors import policies
from vendors.actions.documents import finish_items
from vendors.models import AccountState, BankAccount, ItemState, OnboardingItem, Vendor

# The shortest telephone numbers have so many digits, with their country or area.
DIGITS_OF_A_NUMBER = 5


@action
def propose_account(vendor: Vendor, *, by: User, at: datetime, values: Mapping[str, str]) -> BankAccount:
    """Propose an account; it is paid to only after a call-back and a confirmation by two other people."""
    require(policies.can_propose_account, vendor, by)
    account = BankAccount(vendor=vendor, proposed_by=by, **checked_account(values))
    same = vendor.accounts.filter(
        iban=account.iban, bban=account.bban, clearing_member=account.clearing_member
    ).exclude(state__in=[AccountState.REJECTED, AccountState.WITHDRAWN, AccountState.RETIRED])
    if same.exists():
        raise Conflict(_("This account is already on record."))
    account.propose(at=at)
    account.save()
    for item in _items_asking(vendor, ItemState.OPEN):
        item.hand_in()
        item.save()
    for contact in vendor.contacts.filter(active=True):
        write_letter(
            key=f"account:{account.pk}:{contact.pk}",
            to=contact.email,
            subject=_("A new bank account was entered for %(vendor)s") % {"vendor": vendor.name},
            template="account_proposed.txt",
            facts={"contact": contact, "account": account},
            case_id=vendor.pk,
        )
    return account


def checked_account(values: Mapping[str, str]) -> dict[str, Any]:
    """The columns of an account, normalised and checked: IBAN by its check digits, BIC by its form. Raises Invalid."""
    holder = values.get("holder", "").strip()
    iban, bban = "".join(values.get("iban", "").split()).upper(), "".join(values.get("bban", "").split())
    if not holder:
        raise Invalid(_("Name the holder of the account."), field="holder")
    if bool(iban) == bool(bban):
        raise Invalid(_("Enter an IBAN, or an account number with the number of its bank."), field="iban")
    country = values.get("country", "").strip().upper()
    demand_country(country)
    if iban:
        try:
            country = IBAN(iban).country_code
        except SchwiftyException:
            raise Invalid(_("This IBAN cannot be right: its check digits do not agree."), field="iban") from None
    elif not (values.get("clearing_system") and values.get("clearing_member")):
        raise Invalid(
            _("An account number needs the number of its bank, such as a routing number or a sort code."),
            field="clearing_member",
        )
    elif values["clearing_system"].strip().upper() == "USABA" and not aba.is_valid(
        "".join(values["clearing_member"].replace("-", "").split())
    ):
        raise Invalid(
            _("This routing number cannot be right: it has nine digits, and its check digit agrees with the others."),
            field="clearing_member",
        )
    bic = values.get("bic", "").strip().upper()
    if bic:
        try:
            BIC(bic)
        except SchwiftyException:
            raise Invalid(_("This BIC cannot be right."), field="bic") from None
    return {
        "holder": holder,
        "iban": iban,
        "bban": bban,
        "bic": bic,
        "country": country,
        "clearing_system": values.get("clearing_system", "").strip().upper(),
        "clearing_member": "".join(values.get("clearing_member", "").replace("-", "").split()),
        "currency": values.get("currency", "").strip().upper(),
    }


@action
def call_back(account: BankAccount, *, by: User, at: datetime, contact: str) -> BankAccount:
    """Record the call to a contact that was known before the account was proposed: whom, on which number."""
    account = BankAccount.objects.lock(account)
    require(policies.can_call_back, account, by)
    if not contact.strip():
        raise Invalid(
            _("Write whom you called and on which number; take it from the contract, not from the request."),
            field="contact",
        )
    if sum(letter.isdigit() for letter in contact) < DIGITS_OF_A_NUMBER:
        raise Invalid(
            _(
                "Write the telephone number too, and where it was known from, such as “Vera Costa, +49 40 555 0117, contract”."
            ),
            field="contact",
        )
    if account.state != AccountState.PROPOSED:
        raise Conflict(_("This account is already %(state)s.") % {"state": account.get_state_display()})
    account.call_back(by=by, at=at, contact=contact.strip()[:200])
    account.save()
    return account


@action
def verify_account(account: BankAccount, *, by: User, at: datetime, keep_older: bool = False) -> BankAccount:
    """Confirm an account after the call-back; payments wait for the cooling-off days.

    It takes the place of the vendor's verified accounts for the same currency, unless `keep_older`: then all may be paid to.
    """
    vendor = Vendor.objects.lock(account.vendor_id)  # two accounts confirmed at once: the second sees the first
    account = BankAccount.objects.lock(account)
    require(policies.can_verify_account, account, by)
    if account.state != AccountState.CALLED_BACK:
        raise Conflict(
            _("This account is %(state)s; it is confirmed after the call-back.")
            % {"state": account.get_state_display()}
        )
    older = [] if keep_older else _accounts_replaced_by(account)
    account.verify(by=by, at=at, on=at.date())
    account.save()
    for one in older:
        one.retire(reason=_("Replaced by the account %(tail)s.") % {"tail": account.masked}, at=at)
        one.save()
    finish_items(vendor, wanted="bank_account", at=at)
    return account


def _accounts_replaced_by(account: BankAccount) -> list[BankAccount]:
    """The vendor's verified accounts for the same currency, locked."""
    verified = BankAccount.objects.filter(vendor_id=account.vendor_id, state=AccountState.VERIFIED)
    locked = verified.exclude(pk=account.pk).select_for_update().order_by("created_at", "pk")
    return [one for one in locked if one.serves_same_currency_as(account)]


@action
def reject_account(account: BankAccount, *, by: User, at: datetime, reason: str) -> BankAccount:
    """Say that it is not the vendor's account, or was not confirmed."""
    account = BankAccount.objects.lock(account)
    require(policies.can_call_back, account, by)
    if not reason.strip():
        raise Invalid(_("Say why."), field="reason")
    if not account.can("reject"):
        raise Conflict(_("This account is already %(state)s.") % {"state": account.get_state_display()})
    account.reject(reason=reason.strip()[:300])
    account.save()
    _ask_for_another(account.vendor)
    return account


@action
def withdraw_account(account: BankAccount, *, by: User, at: datetime) -> BankAccount:
    """Take an account back that was entered by mistake and is not confirmed yet; procurement is told."""
    account = BankAccount.objects.lock(account)
    require(policies.can_withdraw_account, account, by)
    if not account.can("withdraw"):
        raise Conflict(_("This account is already %(state)s.") % {"state": account.get_state_display()})
    account.withdraw(at=at)
    account.save()
    _ask_for_another(account.vendor)
    return account


def _ask_for_another(vendor: Vendor) -> None:
    """Open the points that ask for an account again, when none is left to check."""
    if vendor.accounts.filter(state__in=[AccountState.PROPOSED, AccountState.CALLED_BACK]).exists():
        return
    for item in _items_asking(vendor, ItemState.HANDED_IN):
        item.reopen()
        item.save()


def _items_asking(vendor: Vendor, state: str) -> Any:
    """The points of the vendor's checklists that ask for an account and stand so."""
    return OnboardingItem.objects.filter(onboarding__vendor=vendor, wanted="bank_account", state=state)


@action
def retire_account(account: BankAccount, *, by: User, at: datetime, reason: str) -> BankAccount:
    """Pay to this account no longer, and why; what was paid stays on record."""
    account = BankAccount.objects.lock(account)
    require(policies.can_retire_account, by)
    if not reason.strip():
        raise Invalid(_("Say why nothing is to be paid to it any more."), field="reason")
    if not account.can("retire"):
        raise Conflict(_("This account is %(state)s.") % {"state": account.get_state_display()})
    account.retire(reason=reason.strip()[:300], at=at)
    account.save()
    return account
