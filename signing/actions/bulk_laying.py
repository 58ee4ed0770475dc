"""The places of one document for many people, arranged by hand on the document of one line before anything is sent."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from documents.models import Version
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict
from signing.actions.arranging import kept_layout
from signing.actions.bulk import SHOWN, lay_sample, places_for, prepared
from signing.bulk.laying import pages_of
from signing.fields import Laid, PlacesRefused, faults_of, read_laid
from signing.models import Bulk, Layout


@dataclass(frozen=True)
class Desk:
    """What places are arranged on: the document of one line without a page that was added to it, whose they can be, those that stand there."""

    version: Version
    signers: tuple[tuple[str, str], ...]  # name and party, in their order
    places: tuple[Laid, ...]


def desk_of(bulk: Bulk) -> Desk:
    """The document that is shown, to arrange places on. Raises Conflict while there is no line whose document could be shown."""
    row = None if bulk.sample is None else bulk.rows.filter(number=bulk.sample_line).first()
    if row is None:
        raise Conflict(_("Bring the list of people first: places are arranged on the document of one of them."))
    sample: Version = bulk.sample
    was_added_to = sample.certificate.get("made") == SHOWN and sample.derived_from is not None
    version = sample.derived_from if was_added_to else sample
    count = len(pages_of(version))
    laid = read_laid([{name: value for name, value in one.items() if name != "who"} for one in bulk.sample_places])
    return Desk(
        version,
        tuple((place.name, place.party) for place in places_for(bulk, row)),
        tuple(one for one in laid if one.page <= count),
    )


@action
def arrange_bulk(bulk: Bulk, *, by: User, at: datetime, laid: Sequence[Laid] | None) -> Bulk:
    """Put these places on everybody's document, in place of a layout or of those that were found; None: they are found again.

    Only before it is sent. Raises Invalid with every reason why the places cannot be used.
    """
    bulk = prepared(bulk, by)
    desk = desk_of(bulk)
    bulk.layout_name, bulk.layout_pages, bulk.layout_places = "", 0, []
    if laid is not None:
        pages = pages_of(desk.version)
        if faults := faults_of(laid, pages, [name for name, _party in desk.signers]):
            raise PlacesRefused(faults)
        bulk.layout_pages, bulk.layout_places = len(pages), [asdict(one) for one in laid]
    lay_sample(bulk, bulk.sample_line)
    bulk.save()
    return bulk


@action
def keep_bulk_layout(bulk: Bulk, *, by: User, at: datetime, name: str) -> Layout:
    """Keep the places that were arranged on it under a name. A layout of that name is replaced."""
    bulk = prepared(bulk, by)
    if not bulk.layout_places:
        raise Conflict(_("Its places are found in each document. Arrange them first, then keep them."))
    kept: dict[str, Any] = {"category": bulk.category, "pages": bulk.layout_pages, "by": by, "at": at}
    return kept_layout(name, read_laid(bulk.layout_places), signers=len(desk_of(bulk).signers), **kept)
