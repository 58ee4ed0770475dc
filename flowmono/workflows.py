"""The whole workflow on one page: which event starts what.

Every event of flowmono/events.py has a row (a system check demands it); an empty list says that silence is meant.
Receivers of one event commute; a step that needs another's result listens to what that one announces.
"""

from contracts import reactions as contracts
from documents import reactions as documents
from flowmono import events, fulfilling, telling
from flowmono.approvals import reactions as approvals
from flowmono.events import Event
from flowmono.governing import reactions as governing
from flowmono.outbox.routing import Reaction
from flowmono.webhooks import asking
from flowmono.webhooks import reactions as webhooks
from procurement import reactions as procurement
from signing import reactions as signing
from signing.bulk import reactions as many
from vendors import reactions as vendors

# Who hears of every event, as long as it asks for it; an event that nobody asks for owes them nothing.
EVERYWHERE = [(webhooks.owe_messages, asking.is_asked_for)]

WORKFLOWS: dict[type[Event], list[Reaction]] = {
    # --- a draft becomes a document with terms -------------------------------------------------------------------
    events.ContractDrafted: [contracts.convert_draft],
    events.DraftConverted: [contracts.read_terms],
    events.DraftRefused: [],
    events.TermsRead: [],
    events.SecondReadingAsked: [contracts.read_again],
    events.SecondReadingEnded: [],
    events.RemoteReaderTried: [],
    events.TermsConfirmed: [vendors.register_counterparty, contracts.prepare_document],
    events.VendorRegistered: [contracts.link_vendor],
    # --- it is prepared: pages moved, numbered, read -------------------------------------------------------------
    events.StepWanted: [documents.do_piece],
    events.DocumentPrepared: [contracts.go_on_preparing],
    events.StepStopped: [contracts.go_on_preparing],
    events.StepUndone: [],
    events.StepRedone: [],
    # --- it is approved and signed -------------------------------------------------------------------------------
    events.ContractSubmitted: [],
    events.ContractApproved: [contracts.prepare_envelope],
    events.ContractReturned: [],
    events.ContractSentForSignature: [],
    events.EnvelopeSent: [signing.invite_signers],
    events.SignerSigned: [signing.invite_next],
    events.SignerReminded: [],
    events.CodeEntered: [],
    events.EnvelopeTimed: [],
    events.PeopleOfRoundSet: [],
    events.SendingToManyStarted: [many.send_next_of_many],
    events.OneOfManySent: [many.send_next_of_many],
    events.OneOfManyFailed: [many.send_next_of_many],
    events.SendingToManyPaused: [],
    events.SendingToManyStopped: [],
    events.SendingToManyEnded: [many.tell_that_all_had_their_turn],
    events.ManyReminded: [many.remind_many],
    events.ManyTakenBack: [many.take_many_back],
    events.CategoryChangeAsked: [],
    events.CategoryChanged: [signing.read_waiting_documents_anew],
    events.PlaceHandedOver: [],
    events.HandoverAsked: [],
    events.AuthorityDelegated: [],
    events.DelegationRefused: [],
    events.DelegationTakenBack: [],
    events.InPersonBegun: [],
    events.InPersonLeft: [],
    events.SignerDeclined: [contracts.take_back, telling.tell_of_refused_signature, signing.say_that_it_ended],
    events.EnvelopeVoided: [contracts.take_back, signing.say_that_it_ended],
    events.EnvelopeExpired: [contracts.take_back, telling.tell_of_expired_round, signing.say_that_it_ended],
    events.EnvelopeCompleted: [contracts.bind_contract, signing.seal_envelope],
    # --- the contract binds: everything downstream starts --------------------------------------------------------
    events.ContractSigned: [
        vendors.open_onboarding,
        vendors.open_workspace,
        procurement.draft_order,
        contracts.open_compliance_record,
    ],
    events.EnvelopeSealed: [contracts.archive_contract, contracts.keep_round, signing.send_completed_copies],
    events.ContractArchived: [],
    events.TermEnded: [],
    events.ContractEndedEarly: [procurement.match_waiting_invoices],
    events.EndingPaperBrought: [],
    events.ContractGoesOn: [procurement.match_waiting_invoices],
    events.LegalHoldPlaced: [],
    events.LegalHoldLifted: [],
    events.KeepingOfRoundSet: [],
    events.DisposalAsked: [],
    events.DisposalTurnedDown: [],
    events.PapersDisposed: [contracts.erase_papers],
    events.ComplianceRecordOpened: [],
    events.OnboardingOpened: [vendors.invite_contact],
    events.OnboardingCompleted: [],
    events.WorkspaceOpened: [],
    # --- a purchase that no contract orders yet ------------------------------------------------------------------
    events.RequisitionSubmitted: [],
    events.RequisitionApproved: [],
    events.RequisitionReturned: [],
    events.RequisitionServed: [],
    events.RequisitionDeclined: [],
    # --- the order -----------------------------------------------------------------------------------------------
    events.OrderDrafted: [procurement.submit_drafted_order],
    events.OrderSkipped: [],
    events.OrderSubmitted: [],
    events.OrderApproved: [
        vendors.start_milestones,
        procurement.send_order_to_vendor,
        procurement.match_waiting_invoices,
    ],
    events.OrderReturned: [],
    events.OrderSent: [],
    # --- the work ------------------------------------------------------------------------------------------------
    events.MilestonesStarted: [],
    events.MilestoneSubmitted: [vendors.tell_requester],
    events.MilestoneAccepted: [
        vendors.update_scorecard,
        vendors.tell_vendor,
        procurement.match_waiting_invoices,
        fulfilling.settle_delivery,
    ],
    events.MilestoneReturned: [vendors.update_scorecard, vendors.tell_vendor],
    # --- the vendor's standing -----------------------------------------------------------------------------------
    events.ChecklistPointWaived: [procurement.match_waiting_invoices],
    events.ComplianceDocumentSubmitted: [],
    events.ComplianceDocumentVerified: [procurement.match_waiting_invoices],
    events.ComplianceDocumentRejected: [vendors.ask_for_paper_again],
    events.BankAccountProposed: [],
    events.BankAccountWithdrawn: [vendors.tell_of_withdrawn_account],
    events.BankAccountVerified: [procurement.match_waiting_invoices],
    events.BankAccountRetired: [],
    events.VendorHeld: [],
    events.VendorReleased: [procurement.match_waiting_invoices],
    events.ScorecardMoved: [],
    # --- the invoice and the money -------------------------------------------------------------------------------
    events.InvoiceReceived: [procurement.read_received_invoice],
    events.InvoiceRead: [procurement.match_read_invoice],
    events.InvoiceMatched: [procurement.route_payment, telling.tell_of_held_invoice],
    events.InvoiceRejected: [],
    events.InvoiceAnswered: [telling.tell_of_answered_invoice],
    events.InvoiceWithdrawn: [telling.tell_of_withdrawn_invoice],
    events.PaymentRouted: [],
    events.PaymentAuthorized: [telling.tell_of_authorized_payment],
    events.PaymentRefused: [],
    events.BatchExported: [],
    events.PaymentExported: [],
    events.PaymentConfirmed: [
        vendors.update_scorecard,
        procurement.relieve_budget,
        procurement.advise_vendor_of_payment,
        fulfilling.settle_instalment,
        telling.tell_of_paid_invoice,
    ],
    # --- people and exceptions -----------------------------------------------------------------------------------
    events.ApprovalRequested: [approvals.tell_approvers],
    events.ApprovalDecided: [telling.tell_who_asked, telling.settle_decided],
    events.ExceptionRaised: [telling.tell_owners],
    events.ExceptionResolved: [telling.settle_resolved],
    # --- rules are changed by two people --------------------------------------------------------------------------
    events.ChangeProposed: [governing.tell_administrators],
    events.ChangeDecided: [governing.tell_author],
}
