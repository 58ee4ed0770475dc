"""What a Word draft must be before anything looks inside it: pure rules on bytes."""

from flowmono.common.refusals import Invalid

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def check_draft(data: bytes, name: str, *, limit_mb: int) -> None:
    """Raise Invalid, naming the field and what to do, unless this can be a Word document."""
    if not data:
        raise Invalid("The file is empty. Choose the draft again.", field="file")
    if len(data) > limit_mb * 1024 * 1024:
        raise Invalid(f"The file is larger than {limit_mb} MB. Remove pictures that are not needed.", field="file")
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Invalid(
            "This is an old Word file (.doc) or one with a password. Save it as .docx without a password.", field="file"
        )
    if not name.lower().endswith(".docx") or data[:4] != b"PK\x03\x04":
        raise Invalid("Upload the draft as a Word document (.docx).", field="file")
