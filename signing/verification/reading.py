"""Small readings of a PDF as it stood at one of its saves."""

from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import HistoricalResolver

INFO_MAY_DIFFER = {"/ModDate", "/Producer"}
# What reading a hostile file raises, in whichever library.
UNREADABLE = (
    PdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    AssertionError,
    NotImplementedError,
)


def direct(value: Any) -> Any:
    """What a reference points to; anything else as it is."""
    return value.get_object() if isinstance(value, generic.IndirectObject) else value  # type: ignore[no-untyped-call]


def info_entries(resolver: HistoricalResolver) -> dict[str, Any]:
    """The document's properties (/Info) at this save, without the two that any program may write anew."""
    trailer = resolver.trailer_view
    found = trailer.raw_get("/Info") if "/Info" in trailer else None
    if isinstance(found, generic.IndirectObject):
        # The trailer's references lead to the newest objects; what stood there at this save is the resolver's to say.
        found = resolver(found.reference)
    if not isinstance(found, generic.DictionaryObject):
        return {}
    return {str(name): found[name] for name in found if name not in INFO_MAY_DIFFER}
