"""What authorities outside answered last, kept for whoever looks after the seals."""

from signing import outward
from signing.models import AuthorityAnswer


def keep_answers() -> None:
    """Keep how the last questions of this thread went, one row for each address. Nothing is decided by it."""
    last = {(one.kind, one.address): one for one in outward.take_answers()}
    for (kind, address), one in last.items():
        facts = {"asked_at": one.at, "milliseconds": round(one.seconds * 1000), "problem": one.problem}
        if not one.problem:
            facts["good_at"] = one.at
        AuthorityAnswer.objects.update_or_create(kind=kind, address=address, defaults=facts)
