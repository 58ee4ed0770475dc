"""What a file from outside may be, judged by its first bytes and not by its name: a pure rule."""

from django.utils.translation import gettext as _

from flowmono.common.refusals import Invalid

SIGNATURES = {
    b"%PDF-": ("application/pdf", (".pdf",)),
    b"\x89PNG\r\n\x1a\n": ("image/png", (".png",)),
    b"\xff\xd8\xff": ("image/jpeg", (".jpg", ".jpeg")),
}


def check_upload(data: bytes, name: str, *, limit_mb: int) -> str:
    """The media type of a PDF or picture. Raises Invalid for anything else, an empty file, or one that is too large."""
    if not data:
        raise Invalid(_("The file is empty. Choose it again."), field="file")
    if len(data) > limit_mb * 1024 * 1024:
        raise Invalid(_("The file is larger than %(limit)s MB.") % {"limit": limit_mb}, field="file")
    for start, (media_type, endings) in SIGNATURES.items():
        if data.startswith(start):
            if not name.lower().endswith(endings):
                raise Invalid(
                    _("The name of the file does not fit what is in it (%(type)s).") % {"type": media_type},
                    field="file",
                )
            return media_type
    raise Invalid(_("Upload a PDF, a PNG or a JPEG."), field="file")
