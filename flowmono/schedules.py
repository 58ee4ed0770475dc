"""The clock's door: which task starts how often. `manage.py work` runs it; two machines never start one tick twice."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Every:
    """A task (its dotted name, a function without arguments) and its rhythm in seconds."""

    seconds: float
    task: str


SCHEDULES = [
    Every(settings.OUTBOX_SWEEP_SECONDS, "flowmono.outbox.tasks.sweep"),
    Every(60, "flowmono.approvals.tasks.escalate"),
    Every(600, "flowmono.approvals.tasks.follow_absences"),
    Every(900, "flowmono.notices.digests.write_todays"),
    Every(300, "flowmono.monitoring.tasks.look"),
    Every(300, "contracts.tasks.send_what_is_no_longer_in_doubt"),
    Every(3600, "contracts.tasks.open_next_terms"),
    Every(3600, "contracts.tasks.settle_ended_terms"),
    Every(3600, "procurement.tasks.match_waiting_invoices"),
    Every(5, "flowmono.webhooks.tasks.sweep"),
    Every(21_600, "flowmono.webhooks.tasks.forget_old"),
    Every(3600, "flowmono.common.idempotency.forget_old_replies"),
    Every(5, "documents.comparing.tasks.compare_waiting"),
    Every(15, "documents.finding.tasks.read_documents"),
    Every(300, "signing.tasks.keep_time"),
    Every(60, "signing.tasks.write_summaries"),
    Every(300, "signing.tasks.pass_on_places"),
    Every(6 * 3600, "signing.tasks.renew_trial_revocation_lists"),
]
