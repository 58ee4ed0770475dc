"""What a file from outside may be, judged by its first bytes and not by its name: a pure rule."""

from flowmono.common.refusals import Invalid

SIGNATURES = {
    b"%PDF-": ("application/pdf", (".pdf",)),
    b"\x89PNG\r\n\x1a\n": ("image/png", (".png",)),
    b"\xff\xd8\xff": ("image/jpeg", (".jpg", ".jpeg")),
}


def check_upload(data: bytes, name: str, *, limit_mb: int) -> str:
    """The media type of a PDF or picture. Raises Invalid for anything else, an empty file, or one that is too large."""
    if not data:
        raise Invalid("The file is empty. Choose it again.", field="file")
    if len(data) > limit_mb * 1024 * 1024:
        raise Invalid(f"The file is larger than {limit_mb} MB.", field="file")
    for start, (media_type, endings) in SIGNATURES.items():
        if data.startswith(start):
            if not name.lower().endswith(endings):
                raise Invalid(f"The name of the file does not fit what is in it ({media_type}).", field="file")
            return media_type
    raise Invalid("Upload a PDF, a PNG or a JPEG.", field="file")
