"""The whole workflow on one page: which event starts what.

Every event of flowmono/events.py has a row (a system check demands it); an empty list says that silence is meant.
Receivers of one event commute; a step that needs another's result listens to what that one announces.
"""

from contracts import reactions as contracts
from flowmono import events
from flowmono.approvals import reactions as approvals
from flowmono.events import Event
from flowmono.outbox.routing import Reaction
from signing import reactions as signing
from vendors import reactions as vendors

WORKFLOWS: dict[type[Event], list[Reaction]] = {event_class: [] for event_class in events.REGISTRY.values()}
WORKFLOWS |= {
    # contracts: from the draft to the signature
    events.ContractDrafted: [contracts.convert_draft],
    events.DraftConverted: [contracts.read_terms],
    events.TermsConfirmed: [vendors.register_counterparty],
    events.VendorRegistered: [contracts.link_vendor],
    events.ContractApproved: [contracts.prepare_envelope],
    # signing
    events.EnvelopeSent: [signing.invite_signers],
    events.SignerSigned: [signing.invite_next],
    events.SignerDeclined: [contracts.take_back],
    events.EnvelopeVoided: [contracts.take_back],
    events.EnvelopeCompleted: [contracts.bind_contract, signing.seal_envelope],
    events.EnvelopeSealed: [contracts.archive_contract, signing.send_completed_copies],
    # the signature sets the rest in motion
    events.ContractSigned: [vendors.open_onboarding, vendors.open_workspace, contracts.open_compliance_record],
    events.OnboardingOpened: [vendors.invite_contact],
    # approvals
    events.ApprovalRequested: [approvals.tell_approvers],
}
