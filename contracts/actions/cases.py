"""What remains of a contract when it is signed: its obligations, and its whole case as one archive."""

from datetime import datetime
from typing import IO, Any

from django.utils.translation import gettext as _

from contracts import policies
from contracts.models import Contract, Obligation
from documents import exporting
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, require
from flowmono.ledger.models import take_places, write_entry


@action
def settle_obligation(obligation: Obligation, *, by: User, at: datetime) -> Obligation:
    """Note that an obligation is met, or that a notice window was decided about; it is watched no longer."""
    obligation = Obligation.objects.lock(obligation)
    require(policies.can_settle, obligation, by)
    if obligation.done_at is not None:
        raise Conflict(_("This is already marked as done."))
    obligation.settle(at=at)
    obligation.save()
    return obligation


@action
def export_case(contract: Contract, *, by: User, at: datetime, out: IO[bytes]) -> dict[str, Any]:
    """Write the whole case as one archive to `out`; who took it is written in the ledger first, and so is part of it."""
    require(policies.can_export, contract, by)
    write_entry(case_id=contract.case, kind="case.exported", at=at, facts={"by": str(by.as_actor())})
    take_places()
    return exporting.export_case(contract.case, out, title=str(contract), by=str(by), at=at)
