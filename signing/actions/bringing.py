"""A document of one's own, brought to be signed without a contract."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from django.utils.translation import gettext as _

from documents.models import Document
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.choosing import known_categories
from flowmono.common.rates import in_company_currency
from flowmono.common.refusals import Invalid, require
from signing import policies
from signing.actions.envelopes import Place, prepare_envelope
from signing.actions.taking_part import set_people
from signing.bulk import papers
from signing.models import Envelope


@action
def bring_document(
    *,
    by: User,
    at: datetime,
    data: bytes,
    filename: str,
    title: str,
    category: str,
    people: Sequence[Place],
    amount: Decimal | None = None,
    currency: str = "",
) -> Envelope:
    """A draft round of a PDF or Word document for these people, with the places that are found in it; nothing is sent by this.

    Raises Invalid, naming the field, for a file that cannot be signed safely, an unknown category or an amount without its currency, and
    PeopleRefused with every reason why these people cannot take part.
    """
    require(policies.can_send_to_many, by)
    if category not in known_categories():
        raise Invalid(_("There is no such category."), field="category")
    if (amount is None) != (not currency):
        raise Invalid(_("Say the amount and its currency, or neither."), field="currency")
    source = Document(case_key=uuid4(), title=title, kind="brought_to_sign")
    source.save()
    paper = papers.keep_paper(source, data, filename)
    if paper.blanks:
        raise Invalid(
            _("The document has places to be filled in for each person ({…}). Fill them in first, or send it to many."),
            field="file",
        )
    envelope = prepare_envelope(
        paper.pdf,
        contract_id=None,
        title=title,
        category=category,
        places=(),
        at=at,
        amount=amount,
        currency=currency,
        base_amount=None if amount is None else in_company_currency(amount, currency, at.date()),
        category_confidence=Decimal(1),
        category_reason=_("Said by %(name)s.") % {"name": by},
    )
    # Whoever brings it is who sends it, until somebody else does.
    envelope.sent_by = by
    envelope.save()
    return set_people(envelope, by=by, at=at, people=people)
