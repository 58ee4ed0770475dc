"""Where the people of one document for many sign on it: by a layout, at the blocks that name them, or at open blocks in their order."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf

from documents.models import TextLayer, Version
from documents.pages import frames_of
from flowmono.common.refusals import Invalid
from signing.fields import Kind, Laid, Page, besides, faults_of, laid_on
from signing.models import Recipient
from signing.preparing import FieldSpec
from signing.signature_blocks import BlockSigner, find_slots, suggest_fields


@dataclass(frozen=True)
class Kept:
    """Places of a layout, and how many pages its document had."""

    places: tuple[Laid, ...]
    pages: int


def lay_for(version: Version, signers: Sequence[Recipient], layout: Kept | None) -> list[Laid] | None:
    """The places for these people; None: as they are found, with a page at the end for those whom the document does not name.

    A paper that goes to many names none of them. So where it has exactly as many open blocks as there are people left without one, they
    take those in their order: the sender sees the first one before any is sent. Raises Invalid where a layout does not fit the document.
    """
    if layout is not None:
        laid = [laid_on(one, of=layout.pages, pages=len(frames_of(version))) for one in layout.places]
        pages = pages_of(version)
        if faults := faults_of(laid, pages, [signer.name for signer in signers]):
            raise Invalid(" ".join(faults), field="layout")
        return laid
    layer = TextLayer.objects.filter(version=version).first()
    return None if layer is None else _at_open_blocks(version.content(), layer, signers)


def pages_of(version: Version) -> list[Page]:
    """The visible part of each page of a document."""
    return [Page(one.left, one.bottom, one.width, one.height) for one in frames_of(version)]


def _at_open_blocks(pdf: bytes, layer: TextLayer, signers: Sequence[Recipient]) -> list[Laid] | None:
    people = [BlockSigner(str(number), one.name, one.party, one.title) for number, one in enumerate(signers)]
    named = {one.signer.field: one.field for one in suggest_fields(pdf, layer.text, layer.runs, people)}
    if len(named) == len(people):
        return None
    with pikepdf.open(io.BytesIO(pdf)) as document:
        widths = [float(page.mediabox[2]) for page in document.pages]
    taken = {(field.page, field.box) for field in named.values()}
    slots = [slot for slot in find_slots(layer.text, layer.runs, widths) if (slot.page, slot.box) not in taken]
    left = [one for one in people if one.field not in named]
    open_ones = [slot for slot in slots if not slot.printed]
    if len(open_ones) != len(left):
        return None
    for person, slot in zip(left, open_ones, strict=True):
        named[person.field] = slot.field_for(person.field)
    return [place for number, _one in enumerate(people) for place in _laid(number, named[str(number)])]


def _laid(number: int, field: FieldSpec) -> list[Laid]:
    boxes = [(Kind.SIGNATURE, field.page, field.box), *besides(field)]
    return [
        Laid(kind, number, page, left, bottom, right - left, top - bottom, printed=field.printed)
        for kind, page, (left, bottom, right, top) in boxes
    ]
