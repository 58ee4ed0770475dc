"""The paper with which a contract ends before its own end: the letter of termination, or what both signed about it."""

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from contracts.models import Contract
from documents.finding.reading import PDF, read_file
from documents.models import Document, Origin, Version, add_version
from documents.word_files import DOCX, check_word_file
from flowmono.common.refusals import Invalid

ENDING = "ending"
PROTECTED = "protected"


def keep_paper(contract: Contract, name: str, data: bytes) -> Version:
    """Keep a paper among the documents of the contract, as it is. A stranger's file is opened in a limited child only.

    Raises Invalid, naming the field, for what is neither a PDF nor a Word document, or cannot be opened.
    """
    media_type = _media_type_of(name, data)
    if problem := read_file(data, media_type).problem:
        raise _refused(
            _("This file is protected by a password: bring it without one.")
            if problem == PROTECTED
            else _("This file cannot be opened: it is damaged, or was not sent whole. Save it again and bring that.")
        )
    document = Document(case_key=contract.pk, title=PurePath(name).stem[:200] or _("Early end"), kind=ENDING)
    document.save()
    made: Version = add_version(document, data, name=name, media_type=media_type, origin=Origin.UPLOADED)
    return made


def _media_type_of(name: str, data: bytes) -> str:
    """PDF or Word, by the first bytes and not by the name."""
    limit = settings.UPLOAD_LIMIT_MB
    if not data:
        raise _refused(_("The file is empty. Choose it again."))
    if len(data) > limit * 1024 * 1024:
        raise _refused(_("The file is larger than %(limit)s MB.") % {"limit": limit})
    if b"%PDF-" in data[:1024]:
        return PDF
    if not name.lower().endswith(".docx"):
        raise _refused(_("Bring the paper as a PDF or a Word document (.docx)."))
    check_word_file(data, name, limit_mb=limit)
    return DOCX


def _refused(words: str) -> Any:
    return Invalid(words, field="file")
