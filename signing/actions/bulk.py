"""One document for many people, before it leaves: the paper brought, the list read, the first one laid out as it will be sent."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Document, Origin, Version, add_version
from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.choosing import known_categories
from flowmono.common.models import Company
from flowmono.common.rates import in_company_currency
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.common.templatetags.writing import say_money
from signing import ceremony, policies
from signing.actions.envelopes import Place, names_party
from signing.actions.handing_over import one_of_ours
from signing.actions.timing import LONGEST
from signing.authority import choose_mark
from signing.bulk import papers, sheets
from signing.bulk.laying import Kept, lay_for
from signing.fields import Laid, read_laid
from signing.models import (
    Bulk,
    BulkRow,
    BulkState,
    Envelope,
    EnvelopeState,
    Layout,
    OursWhen,
    Recipient,
    RowState,
    SignatureProfile,
)
from signing.proving import ByText, cleaned_number, fault_of, ways
from signing.rhythm import end_of

# What is wrong with a line beyond what its file says: judged again whenever what it depends on may have changed.
JUDGED = frozenset(
    {"signs_for_us", "for_us", "wrong_number", "no_texts", "open_already", "no_currency", "other_amount", "no_rate"}
)

# What the certificate of a file says to which a page for signatures was added so that the sender sees it.
SHOWN = "shown before it was sent"


@dataclass(frozen=True)
class About:
    """What is said of one document for many people, besides its paper and its list.

    amount: what each of them is worth, in `currency`, where the list does not say it line by line.
    """

    title: str
    category: str
    ours: User | None = None
    ours_when: str = OursWhen.AFTER
    sign_by: date | None = None
    amount: Decimal | None = None
    currency: str = ""
    layout: Layout | None = None
    keep_layout: bool = False


@action
def make_bulk(about: About, *, by: User, at: datetime, data: bytes, filename: str) -> Bulk:
    """Begin a sending to many people with its paper. Raises Invalid, naming the field, for what cannot be sent."""
    require(policies.can_send_to_many, by)
    bulk = Bulk(made_by=by)
    _describe(bulk, about, at=at)
    document = Document(case_key=bulk.id, title=bulk.title, kind="sent_to_many")
    document.save()
    bulk.document = document
    _take_paper(bulk, papers.keep_paper(document, data, filename))
    bulk.save()
    return bulk


@action
def make_bulk_with_list(
    about: About, *, by: User, at: datetime, data: bytes, filename: str, people: tuple[bytes, str] | None
) -> Bulk:
    """Begin with the paper and, where it is there already, the list (its bytes and name): both or nothing."""
    made = make_bulk(about, by=by, at=at, data=data, filename=filename)
    if people is None:
        return made
    listed, name = people
    return bring_list(made, by=by, at=at, data=listed, filename=name)


@action
def change_bulk(
    bulk: Bulk, about: About, *, by: User, at: datetime, data: bytes | None = None, filename: str = ""
) -> Bulk:
    """Change what is said of it before it is sent, or its paper. A paper with other blanks needs its list again."""
    bulk = prepared(bulk, by)
    _describe(bulk, about, at=at)
    if data is not None:
        before = list(bulk.blanks)
        _take_paper(bulk, papers.keep_paper(bulk.document, data, filename))
        if before != list(bulk.blanks):
            bulk.rows.all().delete()
            bulk.list_name = bulk.list_sha256 = ""
    judge(bulk)
    lay_sample(bulk)
    bulk.save()
    return bulk


@action
def bring_list(bulk: Bulk, *, by: User, at: datetime, data: bytes, filename: str) -> Bulk:
    """Read the list of people, in place of one that was brought before. Raises Invalid (field "list") when the file is no such list."""
    bulk = prepared(bulk, by)
    sheet = sheets.read_sheet(data, blanks=bulk.blanks, texts=ByText.key in ways())
    bulk.list_name, bulk.list_sha256 = filename[:200], hashlib.sha256(data).hexdigest()
    bulk.list_letters, bulk.list_separator, bulk.list_unused = sheet.letters, sheet.separator, list(sheet.unused)
    bulk.rows.all().delete()
    BulkRow.objects.bulk_create(
        BulkRow(
            bulk=bulk,
            number=line.number,
            name=line.name,
            email=line.email,
            title=line.title,
            party=line.party,
            phone=cleaned_number(line.phone),
            values=dict(line.values),
            faults=[fault.as_json() for fault in line.faults],
            amount=line.amount,
            currency=line.currency,
            amount_guessed=line.amount_guessed,
        )
        for line in sheet.lines
    )
    judge(bulk)
    lay_sample(bulk)
    bulk.save()
    return bulk


def may_sign_for_us() -> Any:
    """Those of ours who may sign with the others: the signatories."""
    return User.objects.in_role(roles.SIGNATORY).filter(is_active=True).order_by("first_name", "last_name", "pk")


def why_ours_cannot_sign(bulk: Bulk, *, on: date) -> str:
    """Why the one of ours has no mark that covers it, before it is sent; "" where they have one, or nobody of ours signs."""
    if bulk.ours is None or bulk.state != BulkState.PREPARED:
        return ""
    try:
        base = highest_worth(bulk, on=on)
    except Conflict as refusal:
        return refusal.message
    paper = Envelope(category=bulk.category, category_confidence=Decimal(1), base_amount=base).paper(on)
    marks = [profile.as_mark() for profile in SignatureProfile.objects.filter(user=bulk.ours)]
    for party in dict.fromkeys(row.party for row in fine_rows(bulk)) or [""]:
        choice = choose_mark(marks, replace(paper, counterparty=party))
        if not (choice.mark_id or choice.among):
            return _("%(name)s would be told: %(why)s") % {"name": bulk.ours, "why": choice.reason}
    return ""


def not_named(bulk: Bulk) -> list[Place]:
    """Who signs the document that is shown for a party that its words do not name; whoever signs for us would be warned of it in each."""
    row = bulk.rows.filter(number=bulk.sample_line).first() if bulk.state == BulkState.PREPARED else None
    if row is None or bulk.sample is None:
        return []
    shown: Version = bulk.sample
    # A page for signatures that was added names everybody.
    added = shown.certificate.get("made") == SHOWN and shown.derived_from is not None
    version = shown.derived_from if added else shown
    return [place for place in places_for(bulk, row) if names_party(version, place) is False]


def highest_worth(bulk: Bulk, *, on: date) -> Decimal | None:
    """What the dearest of them is worth in the company's currency; None where one of them is not known to be worth anything.

    Raises Conflict where there is no exchange rate.
    """
    rows = fine_rows(bulk)
    said = {row.worth for row in rows} if rows else {(bulk.amount, bulk.currency)}
    known = [in_company_currency(amount, currency, on) for amount, currency in said if amount is not None]
    return max(known) if known and len(known) == len(said) else None


def prepared(bulk: Bulk, by: User) -> Bulk:
    """The sending, locked, while it may be changed by this person. Raises NotAllowed, and Conflict once it is being sent."""
    found: Bulk = Bulk.objects.lock(bulk)
    require(policies.can_lead_bulk, found, by)
    if found.state != BulkState.PREPARED:
        raise Conflict(
            _("This is %(state)s already. What is sent stays as it is.") % {"state": found.get_state_display()}
        )
    return found


def _describe(bulk: Bulk, about: About, *, at: datetime) -> None:
    if not about.title.strip():
        raise Invalid(_("Give the document a title."), field="title")
    if about.category not in known_categories() | {bulk.category} - {""}:
        raise Invalid(_("There is no such category."), field="category")
    if about.ours is not None and not may_sign_for_us().filter(pk=about.ours.pk).exists():
        raise Invalid(_("%(name)s is no signatory. Choose somebody who is.") % {"name": about.ours}, field="ours")
    if about.ours_when not in OursWhen.values:
        raise Invalid(_("Say when the one of ours signs: before, after, or at the same time."), field="ours_when")
    if about.amount is not None and not about.currency:
        raise Invalid(_("Enter the amount together with its currency."), field="currency")
    if about.amount is not None and about.amount < 0:
        raise Invalid(_("Enter an amount of 0 or more."), field="amount")
    if about.sign_by is not None:
        ends = end_of(about.sign_by, timezone.get_current_timezone())
        if ends <= at:
            raise Invalid(_("This day is over. Choose today or a later day."), field="sign_by")
        if ends - at > LONGEST:
            raise Invalid(_("Choose a day within a year."), field="sign_by")
    was_first = ours_first(bulk)
    bulk.title, bulk.category = " ".join(about.title.split())[:150], about.category
    bulk.ours, bulk.ours_when, bulk.sign_by = about.ours, about.ours_when, about.sign_by
    bulk.amount, bulk.currency = about.amount, about.currency
    _take_layout(bulk, about, was_first=was_first)


def _take_layout(bulk: Bulk, about: About, *, was_first: bool) -> None:
    """Keep a copy of the layout that was chosen: whoever forgets the layout later changes nothing that is being sent.

    was_first: whether the one of ours came first before the change. Places that were arranged by hand stay with whom they are for.
    """
    signers = 1 if bulk.ours is None else 2
    by_hand = about.layout is None and about.keep_layout and not bulk.layout_name
    if about.layout is not None:
        bulk.layout_name, bulk.layout_pages = about.layout.name, about.layout.pages
        bulk.layout_places = about.layout.places
    elif not about.keep_layout:
        bulk.layout_name, bulk.layout_pages, bulk.layout_places = "", 0, []
    wanted = about.layout.signers if about.layout is not None else None
    if wanted is None and bulk.layout_places:
        wanted = len({one.get("signer") for one in bulk.layout_places})
    if wanted is not None and wanted != signers:
        words = (
            _("The places were arranged for %(wanted)s signers, and %(there)s sign this document now.")
            if by_hand
            else _("“%(name)s” is a layout for %(wanted)s signers, and %(there)s sign this document.")
        )
        facts = {"name": bulk.layout_name, "wanted": wanted, "there": signers}
        raise Invalid(words % facts, field="layout")
    if by_hand and signers == 2 and was_first != ours_first(bulk):
        bulk.layout_places = [{**one, "signer": 1 - one["signer"]} for one in bulk.layout_places]


def ours_first(bulk: Bulk) -> bool:
    """Whether the one of ours stands before the other among those who sign."""
    return bulk.ours is not None and bulk.ours_when == OursWhen.BEFORE


def _take_paper(bulk: Bulk, paper: papers.Paper) -> None:
    bulk.source, bulk.paper, bulk.blanks = paper.source, paper.pdf, list(paper.blanks)


# --- what is wrong with a line beyond its file ---------------------------------------------------------------------------


def judge(bulk: Bulk) -> None:
    """Say of every line that was not sent what is wrong with it now, beyond what its file says."""
    open_addresses = addresses_open(bulk)
    ours = bulk.ours.email.casefold() if bulk.ours else ""
    rows = list(bulk.rows.filter(state=RowState.WAITING))
    names = Company.names()
    for_us = {row.email.casefold() for row in rows if _folded(row.party) in names}
    strangers = for_us - _addresses_of_ours(for_us)
    changed = []
    for row in rows:
        address = row.email.casefold()
        faults = [fault for fault in row.faults if fault[0] not in JUDGED]
        if ours and address == ours:
            faults.append(["signs_for_us", {}])
        if address in strangers and _folded(row.party) in names:
            faults.append(["for_us", {"party": row.party}])
        if address in open_addresses:
            faults.append(["open_already", {}])
        if row.phone and fault_of(ByText.key, row.phone) is not None:
            faults.append(["wrong_number", {"value": row.phone}] if ByText.key in ways() else ["no_texts", {}])
        faults += _faults_of_worth(bulk, row, faults)
        if faults != row.faults:
            row.faults = faults
            changed.append(row)
    BulkRow.objects.bulk_update(changed, ["faults"])


def _faults_of_worth(bulk: Bulk, row: BulkRow, others: Sequence[Any]) -> list[list[Any]]:
    """What is wrong with the amount of a line, which decides whose mark covers it."""
    row.bulk = bulk
    amount, currency = row.worth
    if amount is None:
        return []
    written = say_money(amount, currency) if currency else str(amount)
    if not currency:
        return [["no_currency", {"amount": written}]]
    if row.amount_guessed and bulk.amount is not None and (amount, currency) != (bulk.amount, bulk.currency):
        return [["other_amount", {"line": written, "each": say_money(bulk.amount, bulk.currency)}]]
    try:
        in_company_currency(amount, currency, timezone.now().date())
    except Conflict:
        return [["no_rate", {"currency": currency}]]
    return []


def _folded(name: str) -> str:
    return name.casefold().strip(" .")


def _addresses_of_ours(addresses: Collection[str]) -> set[str]:
    found = User.objects.annotate(address=Lower("email")).filter(
        is_active=True, vendor_contact__isnull=True, address__in=addresses
    )
    return {one.email.casefold() for one in found if one.works_inside}


def addresses_open(bulk: Bulk) -> set[str]:
    """The addresses to which the very same paper is out for signature, by another sending."""
    same = BulkRow.objects.filter(
        bulk__source__sha256=bulk.source.sha256,
        state=RowState.SENT,
        envelope__state__in=[EnvelopeState.DRAFT, EnvelopeState.SENT],
    ).exclude(bulk=bulk)
    return {email.casefold() for email in same.values_list("email", flat=True)}


# --- the first one as it will be sent ------------------------------------------------------------------------------------


def places_for(bulk: Bulk, row: BulkRow) -> list[Place]:
    """Who takes part in the round of one row, in their order."""
    theirs, ours = {OursWhen.BEFORE: (2, 1), OursWhen.AFTER: (1, 2), OursWhen.TOGETHER: (1, 1)}[
        OursWhen(bulk.ours_when)
    ]
    user = one_of_ours(row.email)
    by_text = {"proof": ByText.key, "phone": row.phone} if row.phone and user is None else {}
    person = Place(
        1 if bulk.ours is None else theirs,
        row.name,
        row.email,
        user=user,
        title=row.title,
        party=row.party,
        **by_text,
    )
    if bulk.ours is None:
        return [person]
    company = Company.objects.order_by("pk").first()
    us = Place(
        ours,
        str(bulk.ours),
        bulk.ours.email,
        user=bulk.ours,
        title=bulk.ours.title,
        party=company.name if company else "",
    )
    return sorted([person, us], key=lambda place: place.order)


@action
def show_line(bulk: Bulk, *, line: int, by: User, at: datetime) -> Bulk:
    """Lay out the document of this line of the list, as it will be sent, to be looked at. Raises Invalid for a line that is not sent."""
    bulk = prepared(bulk, by)
    if not bulk.rows.filter(faults=[], number=line).exists():
        raise Invalid(
            _("There is no line %(line)s without a fault. Choose another one.") % {"line": line}, field="line"
        )
    lay_sample(bulk, line)
    bulk.save()
    return bulk


def lay_sample(bulk: Bulk, line: int | None = None) -> None:
    """Lay out the one of this line, else the first that has no fault, as it will be sent; none where there is none."""
    rows = bulk.rows.filter(faults=[]).order_by("number")
    row = (rows if line is None else rows.filter(number=line)).first()
    bulk.sample, bulk.sample_places, bulk.sample_line = None, [], None
    if row is None:
        return
    bulk.sample_line = row.number
    version = papers.paper_for(bulk.document, bulk.source, bulk.paper, row.values)
    envelope = Envelope(title=bulk.title, category=bulk.category)
    signers = [_unsaved(envelope, place) for place in places_for(bulk, row)]
    laid = laid_for(bulk, version, signers)
    pdf, found = (version.content(), laid) if laid is not None else ceremony.find_places(version, signers)
    bulk.sample = _kept_sample(bulk, version, pdf)
    bulk.sample_places = [{**asdict(one), "who": signers[one.signer].name} for one in found]


def laid_for(bulk: Bulk, version: Version, signers: Sequence[Recipient]) -> list[Laid] | None:
    """Where these people sign on this version; None: where they are found. Raises Invalid where the layout does not fit."""
    layout = Kept(tuple(read_laid(bulk.layout_places)), bulk.layout_pages) if bulk.layout_places else None
    return lay_for(version, signers, layout)


def _unsaved(envelope: Envelope, place: Place) -> Recipient:
    return Recipient(
        envelope=envelope, order=place.order, name=place.name, email=place.email, title=place.title, party=place.party
    )


def _kept_sample(bulk: Bulk, version: Version, pdf: bytes) -> Version:
    """The file of the sample; the version itself where no page came to it."""
    if hashlib.sha256(pdf).hexdigest() == version.sha256:
        return version
    return add_version(
        bulk.document,
        pdf,
        name=version.name,
        media_type=papers.PDF,
        origin=Origin.DERIVED,
        derived_from=version,
        certificate={"made": SHOWN, "source_sha256": version.sha256},
    )


def fine_rows(bulk: Bulk) -> Sequence[BulkRow]:
    """The lines that will be sent."""
    return list(bulk.rows.filter(state=RowState.WAITING, faults=[]).order_by("number"))
