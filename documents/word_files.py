"""What a Word document must be before anything looks inside it: pure rules on bytes."""

from io import BytesIO
from zipfile import is_zipfile

from django.utils.translation import gettext as _

from documents.converter import ConversionRefused
from documents.converter.package import check_parts
from documents.telling import words_of
from flowmono.common.refusals import Invalid

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def check_word_file(data: bytes, name: str, *, limit_mb: int) -> None:
    """Raise Invalid, naming the field and what to do, unless this can be a Word document."""
    if not data:
        raise Invalid(_("The file is empty. Choose the draft again."), field="file")
    if len(data) > limit_mb * 1024 * 1024:
        raise Invalid(
            _("The file is larger than %(limit)s MB. Remove pictures that are not needed.") % {"limit": limit_mb},
            field="file",
        )
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Invalid(
                _("This document is protected by a password: remove it in Word (File, Info) and upload it again."),
                field="file",
            )
        raise Invalid(
            _("This is an old Word 97-2003 document (.doc): save it as .docx and upload it again."), field="file"
        )
    if not name.lower().endswith(".docx"):
        raise Invalid(_("Upload the draft as a Word document (.docx)."), field="file")
    if data[:4] != b"PK\x03\x04":
        raise Invalid(
            _("This file is not a Word document that can be read: save it again in Word as .docx and upload that."),
            field="file",
        )
    # A file that was cut off has no list of its parts: no number is taken for what nobody can open.
    if not is_zipfile(BytesIO(data)):
        raise Invalid(
            _("This file is damaged or was not sent whole: save it again in Word and upload it."), field="file"
        )
    # Nor for what its list of parts tells: too many of them, too large ones, locked ones.
    try:
        check_parts(data)
    except ConversionRefused as refusal:
        raise Invalid(words_of(refusal), field="file") from refusal
