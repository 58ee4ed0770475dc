"""What remains of a contract: its whole case as one archive."""

from datetime import datetime
from typing import IO, Any

from contracts import policies
from contracts.models import Contract
from documents import exporting
from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import require
from flowmono.ledger.models import take_places, write_entry


@action
def export_case(contract: Contract, *, by: User, at: datetime, out: IO[bytes]) -> dict[str, Any]:
    """Write the whole case as one archive to `out`; who took it is written in the ledger first, and so is part of it."""
    require(policies.can_export, contract, by)
    write_entry(case_id=contract.case, kind="case.exported", at=at, facts={"by": str(by.as_actor())})
    take_places()
    return exporting.export_case(contract.case, out, title=str(contract), by=str(by), at=at)
