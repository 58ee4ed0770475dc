"""Copies and added files that nobody needs any more are put away, and brought back when somebody does."""

from datetime import datetime

from django.utils.translation import gettext as _

from documents.homes import may_be_put_away
from documents.models import Document, StepState
from documents.working.policies import can_prepare
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, require
from flowmono.ledger.models import write_entry


@action
def put_away(document: Document, *, by: User, at: datetime) -> Document:
    """From now on it stands in no list and in no search. Nothing is deleted."""
    document = _locked(document, by=by)
    if not may_be_put_away(document):
        raise Conflict(_("Only copies and files that were added are put away: a record relies on this one."))
    if document.put_away_at is not None:
        raise Conflict(_("It was put away already."), code="put_away")
    if document.steps.filter(state=StepState.RUNNING).exists():
        raise Conflict(_("A step is still at work on this document. Wait for it, or stop it."), code="at_work")
    document.put_away(at=at)
    return _kept(document, "document.put_away", by=by, at=at)


@action
def bring_back(document: Document, *, by: User, at: datetime) -> Document:
    """It stands beside the others again, as it was."""
    document = _locked(document, by=by)
    if document.put_away_at is None:
        raise Conflict(_("It was not put away."), code="not_put_away")
    document.bring_back()
    return _kept(document, "document.brought_back", by=by, at=at)


def _locked(document: Document, *, by: User) -> Document:
    locked: Document = Document.objects.lock(document)
    require(can_prepare, locked, by)
    return locked


def _kept(document: Document, kind: str, *, by: User, at: datetime) -> Document:
    document.save()
    facts = {"document": str(document.pk), "title": document.title, "by": str(by.as_actor())}
    write_entry(case_id=document.case_key, kind=kind, at=at, facts=facts)
    return document
