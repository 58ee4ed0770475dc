"""What stopped on the way of a case: each step that did not happen, at its stage."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from flowmono.common.chain import STOPPED, Case, Station, stations_of
from flowmono.outbox.stopped import stopped_steps


@stations_of
def stations(case: Case) -> Iterator[Station]:
    for stopped in stopped_steps(case.pk, case.person):
        yield Station(
            stopped.stage,
            stopped.step,
            STOPPED,
            _("did not happen"),
            waits_for=_("procurement or an administrator, to put it right and try it again"),
            since=stopped.since,
            url=stopped.url,
            why=stopped.why,
        )
