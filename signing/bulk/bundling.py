"""Everything that was signed of one document for many people, in one archive."""

import re
import tempfile
import zipfile
from typing import IO

from flowmono.accounts.models import User
from signing.models import Bulk, Envelope, EnvelopeState

IN_MEMORY = 20_000_000


def bundle_of(bulk: Bulk, person: User) -> IO[bytes] | None:
    """A zip of each sealed document and its certificate that this person sees, named by line and person; None where nothing is
    sealed, or everything was disposed of after its time."""
    sealed = (
        Envelope.objects.filter(pk__in=Envelope.objects.visible_to(person).values("pk"))
        .filter(bulk_row__bulk=bulk, state=EnvelopeState.SEALED, current_version__disposed_at=None)
        .select_related("bulk_row", "current_version", "certificate_version")
        .order_by("bulk_row__number")
    )
    rounds = list(sealed)
    if not rounds:
        return None
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - who answers with it closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in rounds:
            name = f"{one.bulk_row.number:04d} {_plain(one.bulk_row.name)}"
            archive.writestr(f"{name}.pdf", one.current_version.content())
            if one.certificate_version is not None:
                archive.writestr(f"{name} certificate.pdf", one.certificate_version.content())
    out.seek(0)
    return out


def _plain(name: str) -> str:
    """A person's name as a file may be called."""
    return " ".join(re.sub(r'[\\/:*?"<>|.\x00-\x1f]+', " ", name).split())[:80] or "-"
