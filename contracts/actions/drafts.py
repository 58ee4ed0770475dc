"""The draft: brought, replaced, its open changes decided, its conversion stood behind; and the contract given up."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from contracts import policies
from contracts.actions.states import demand, state_of
from contracts.drafts import title_of_file
from contracts.models import Contract, State
from documents.models import Document, Origin, Version, add_version
from documents.word_files import DOCX, check_word_file
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.models import next_number
from flowmono.common.refusals import Conflict, Invalid, require
from flowmono.ledger.models import write_entry
from signing.models import Envelope


def say_signer(contract: Contract, name: str, email: str) -> None:
    """Keep who signs for the other party, as a person says it; what is left empty stays. Raises Invalid for what is no address."""
    said = {"name": name.strip()[:120], "email": email.strip()}
    if said["email"]:
        try:
            validate_email(said["email"])
        except ValidationError as problem:
            raise Invalid(_("This is not a whole e-mail address."), field="signer_email") from problem
    contract.said_signer = contract.said_signer | {key: value for key, value in said.items() if value}
    contract.counterparty_signer = said["name"] or contract.counterparty_signer
    contract.counterparty_email = said["email"] or contract.counterparty_email


@action
def upload_draft(
    *,
    by: User,
    at: datetime,
    data: bytes,
    filename: str,
    title: str = "",
    department: str = "",
    vendor: Any = None,
    signer: str = "",
    signer_email: str = "",
) -> Contract:
    """Start a contract from a Word draft; it is converted and read by itself. Raises Invalid when the file cannot be one.

    signer, signer_email: who signs for the other party, where it is known already; it goes before what the draft names.
    """
    require(policies.can_start, by)
    check_word_file(data, filename, limit_mb=settings.UPLOAD_LIMIT_MB)
    contract = Contract(
        number=next_number("CT", at.year),
        title=title.strip()[:200] or title_of_file(filename),
        requester=by,
        department=department or by.department,
        vendor=vendor,
    )
    say_signer(contract, signer, signer_email)
    document = Document(case_key=contract.id, title=contract.title, kind="contract")
    document.save()
    add_version(document, data, name=filename, media_type=DOCX, origin=Origin.UPLOADED)
    contract.document = document
    contract.begin(at=at)
    contract.save()
    return contract


@action
def replace_draft(contract: Contract, *, by: User, at: datetime, data: bytes, filename: str) -> Contract:
    """Put another file in the place of the draft; its terms are read anew."""
    contract = Contract.objects.lock(contract)
    require(policies.can_work_on, contract, by)
    check_word_file(data, filename, limit_mb=settings.UPLOAD_LIMIT_MB)
    demand(contract, "replace_draft")
    add_version(contract.document, data, name=filename, media_type=DOCX, origin=Origin.UPLOADED)
    _drop_envelope(contract, at=at, reason=_("The draft was replaced."))
    contract.replace_draft(at=at)
    contract.save()
    return contract


@action
def choose_changes(contract: Contract, *, by: User, at: datetime, choice: str) -> Contract:
    """Say what becomes of the open tracked changes: "accept" or "reject" all."""
    contract = Contract.objects.lock(contract)
    require(policies.can_work_on, contract, by)
    if choice not in {"accept", "reject"}:
        raise Invalid(_("Choose whether to accept or to reject the open changes."), field="choice")
    demand(contract, "choose_changes")
    contract.choose_changes(choice, at=at)
    contract.save()
    return contract


@action
def accept_rendering(contract: Contract, *, by: User, at: datetime) -> Contract:
    """Stand behind the conversion: the PDF shows what the draft says. Saying it twice is saying it once."""
    contract = Contract.objects.lock(contract)
    require(policies.can_accept_rendering, contract, by)
    if contract.state not in {State.REVIEW, State.READY}:
        raise Conflict(_("The PDF is looked at before the contract is submitted; it %(state)s.") % state_of(contract))
    version = Version.objects.lock(_conversion_of(contract))
    if version.accepted_at is None:
        version.accept(by=by, at=at)
        version.save()
        facts = {"version": str(version.pk), "sha256": version.sha256, "by": str(by.as_actor())}
        write_entry(case_id=contract.case, kind="rendering.accepted", at=at, facts=facts)
    return contract


def _conversion_of(contract: Contract) -> Version:
    version = contract.document.newest(Origin.CONVERTED)
    if version is None:
        raise Conflict(_("There is no PDF yet."))
    return version


@action
def cancel(contract: Contract, *, by: User, at: datetime, reason: str) -> Contract:
    """Give the contract up; it stays on record with the reason."""
    contract = Contract.objects.lock(contract)
    require(policies.can_cancel, contract, by)
    if not reason.strip():
        raise Invalid(_("Say why the contract is given up."), field="reason")
    demand(contract, "cancel")
    _drop_envelope(contract, at=at, reason=reason.strip())
    contract.cancel(reason=reason.strip(), at=at)
    contract.save()
    return contract


def _drop_envelope(contract: Contract, *, at: datetime, reason: str) -> None:
    """Void what was prepared and not yet sent. Whoever may work on the contract may: nobody outside knows of it."""
    for envelope in Envelope.objects.select_for_update().filter(contract=contract, state="draft"):
        for recipient in envelope.recipients.all():
            recipient.close()
            recipient.save()
        envelope.void(reason=reason, at=at)
        envelope.save()
