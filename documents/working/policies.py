"""Who may prepare documents: one question, answered by the home of each."""

from documents.homes import home_of, original_of
from documents.models import Document
from flowmono.accounts.models import User


def can_prepare(document: Document, by: User) -> bool:
    """Whoever works on the record that a document belongs to prepares it; auditors and approvers read."""
    home = home_of(document)
    return home is not None and by.works_inside and home.may_prepare(original_of(document), by)
