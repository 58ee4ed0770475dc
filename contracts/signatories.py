"""Who signs a contract for the company, and whether there are enough people who may."""

from datetime import date
from decimal import Decimal

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.models import Contract, State
from contracts.preparing import sequence_of
from contracts.sequences import Sequence
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.rates import in_company_currency
from flowmono.common.refusals import Conflict, Refused
from signing.authority import Paper
from signing.models import SignatureProfile

UNSIGNED = (State.REVIEW, State.READY, State.IN_APPROVAL, State.APPROVED)


def signatories(contract: Contract, base: Decimal | None, on: date, count: int) -> list[User]:
    """Who sign for the company: different people with the role Signatory, each the holder of a mark that covers category and amount.

    The narrowest limit comes first. Raises Refused, in the words of `missing_in_words`, when there are not enough: nobody is asked
    to sign what they have no authority for.
    """
    found = _who_may(contract, base, on)
    if len(found) < count:
        raise Refused(missing_in_words(contract, found, count), code="too_few_people")
    return found[:count]


def too_few_signatories(contract: Contract, on: date) -> str:
    """Before a contract goes out: who is missing to sign it for the company, and where that is set; "" when enough people may."""
    if contract.state not in UNSIGNED:
        return ""
    if contract.state == State.APPROVED and contract.envelopes.filter(state="draft").exists():
        return ""
    sequence = Sequence.from_json(contract.sequence) if contract.sequence else sequence_of(contract.category)
    try:
        base = base_amount_of(contract, on)
    except Conflict:
        return ""  # without an exchange rate nothing is known, and to submit it says so
    found = _who_may(contract, base, on)
    return "" if len(found) >= sequence.our_signers else missing_in_words(contract, found, sequence.our_signers)


def base_amount_of(contract: Contract, on: date) -> Decimal | None:
    """What it is worth in the company's currency on a day; None without an amount or its currency: then it counts as above every limit."""
    if contract.total == 0:
        return Decimal(0)
    if contract.total is None or not contract.currency:
        return None
    return in_company_currency(contract.total, contract.currency, on)


def _who_may(contract: Contract, base: Decimal | None, on: date) -> list[User]:
    profiles = (
        SignatureProfile.objects.filter(active=True, user__is_active=True)
        .select_related("user")
        .order_by("limit", "created_at")
    )
    party = str(contract.vendor or contract.counterparty_name)
    paper = Paper(contract.category, base, on, department=contract.department, counterparty=party)
    found: dict[str, User] = {}
    for profile in profiles:
        if profile.covers(paper) and profile.user.has_role(roles.SIGNATORY):
            found.setdefault(str(profile.user.person), profile.user)
    return list(found.values())


def missing_in_words(contract: Contract, found: list[User], count: int) -> str:
    """How many sign, who of them may, who has the role without the authority, and who sets it."""
    needed = ngettext(
        "%(n)s person signs such a contract for the company.",
        "%(n)s people sign such a contract for the company.",
        count,
    ) % {"n": count}
    who = _("Only %(names)s may.") % {"names": _listed(found)} if found else _("Nobody may.")
    known = {str(person.person) for person in found}
    others = [one for one in User.objects.in_role(roles.SIGNATORY).order_by("pk") if str(one.person) not in known]
    if others:
        words = ngettext(
            "%(names)s has the role Signatory, but no mark that covers this category and amount.",
            "%(names)s have the role Signatory, but no mark that covers this category and amount.",
            len(others),
        )
        why = words % {"names": _listed(others)}
    else:
        why = _("Nobody else has the role Signatory.")
    where = _("An administrator gives the role under “People” and says what a mark covers under “Signature marks”.")
    return " ".join([needed, who, why, where])


def _listed(people: list[User]) -> str:
    return str(get_text_list([str(person) for person in people], _("and")))
