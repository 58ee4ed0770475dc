"""Changes of a signed file's form that are no signature, although a signature field or the form's own settings carry them.

pyHanko's rules let a save change how fields are drawn, and add signature fields with whatever picture; a reader sees that picture
over the page. Here nothing is shown that nobody signed.
"""

import re
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

from signing.verification.reading import direct

# Drawing that draws nothing: comments, saved and restored states, empty marked content.
BLANK = re.compile(rb"(?:%[^\r\n]*|\bq\b|\bQ\b|/Tx\s+BMC|EMC|\s)*")
FIELDS, FLAGS, NEEDS_DRAWING = "/Fields", "/SigFlags", "/NeedAppearances"
MAX_FIELDS = 10_000


def why_form_changed(old: HistoricalResolver, new: HistoricalResolver, *, signed_here: bool) -> str:
    """Why the form's own settings may not differ between two saves; "" when they may.

    Some programs write fonts for fields beside the signature that they add: that is allowed with a signature, and only then.
    """
    before, after = _form(old), _form(new)
    if _is_true(after.get(NEEDS_DRAWING)) and not _is_true(before.get(NEEDS_DRAWING)):
        return "programs were told to draw all fields anew, so what they show can change"
    if signed_here:
        return ""
    names = (set(before) | set(after)) - {FIELDS, FLAGS, NEEDS_DRAWING}
    if any(_plain(before.get(name)) != _plain(after.get(name)) for name in names):
        return "settings of its form were changed"
    return ""


def shown_without_signature(reader: PdfFileReader, first_signed: int) -> list[str]:
    """Names of signature fields that nobody signed, and that show something which was not there when the file was first signed."""
    then = dict(_pictures(reader.get_historical_resolver(first_signed)))
    now = dict(_pictures(reader.get_historical_resolver(reader.xrefs.total_revisions - 1)))
    return [name for name, picture in now.items() if then.get(name) != picture and not BLANK.fullmatch(picture)]


def _pictures(resolver: HistoricalResolver) -> Iterator[tuple[str, bytes]]:
    """What each signature field without signature draws, by the field's name."""
    waiting = [(field, "") for field in direct(_form(resolver).get(FIELDS)) or ()]
    seen = 0
    while waiting and seen < MAX_FIELDS:
        reference, above = waiting.pop()
        field = direct(reference)
        seen += 1
        if not isinstance(field, generic.DictionaryObject) or field.get("/V") is not None:
            continue
        name = f"{above}.{field.get('/T')}" if above and field.get("/T") else str(field.get("/T") or above)
        waiting.extend((kid, name) for kid in direct(field.get("/Kids")) or ())
        drawn = direct((direct(field.get("/AP")) or {}).get("/N"))
        if isinstance(drawn, generic.StreamObject):
            yield name, bytes(drawn.data)


def _form(resolver: HistoricalResolver) -> dict[Any, Any]:
    form = direct(resolver.root.get("/AcroForm"))
    return form if isinstance(form, generic.DictionaryObject) else {}


def _is_true(value: Any) -> bool:
    return bool(getattr(direct(value), "value", direct(value)))


def _plain(value: Any) -> str:
    """A value as text, references resolved one step."""
    return repr(direct(value))
