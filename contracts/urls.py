"""The pages of contracts."""

from django.urls import path

from contracts.views import approval, chain, clauses, drafts, listing, reading, sequence, signature, terms, versions

app_name = "contracts"

urlpatterns = [
    path("", listing.contracts, name="list"),
    path("documents/", listing.documents, name="documents"),
    path("new/", listing.start, name="start"),
    path("<uuid:pk>/", reading.contract, name="contract"),
    path("<uuid:pk>/progress/", reading.progress, name="progress"),
    path("<uuid:pk>/chain/", chain.chain, name="chain"),
    path("<uuid:pk>/clauses/", clauses.clauses, name="clauses"),
    path("<uuid:pk>/clauses/<uuid:clause>/confirm/", clauses.confirm, name="confirm_clause"),
    path("<uuid:pk>/clauses/<uuid:clause>/reject/", clauses.reject, name="reject_clause"),
    path("<uuid:pk>/compliance/", reading.compliance, name="compliance"),
    path("<uuid:pk>/versions/", versions.versions, name="versions"),
    path("<uuid:pk>/file/", reading.file, name="file"),
    path("<uuid:pk>/file/<uuid:version>/", versions.version, name="version"),
    path("<uuid:pk>/file/<uuid:version>/page/<int:number>/", versions.page, name="page"),
    path("<uuid:pk>/export/", reading.export, name="export"),
    path("<uuid:pk>/changes/", drafts.choose, name="choose"),
    path("<uuid:pk>/draft/", drafts.replace, name="replace"),
    path("<uuid:pk>/rendering/", drafts.accept_rendering, name="accept_rendering"),
    path("<uuid:pk>/cancel/", drafts.cancel, name="cancel"),
    path("<uuid:pk>/facts/", terms.facts, name="facts"),
    path("<uuid:pk>/confirm/", terms.confirm, name="confirm"),
    path("<uuid:pk>/terms/<uuid:term>/", terms.term, name="term"),
    path("<uuid:pk>/terms/<uuid:term>/drop/", terms.drop, name="drop"),
    path("<uuid:pk>/obligations/<uuid:obligation>/", terms.settle, name="settle"),
    path("<uuid:pk>/sequence/", sequence.sequence, name="sequence"),
    path("<uuid:pk>/sequence/again/", sequence.again, name="prepare_again"),
    path("<uuid:pk>/sequence/without/", sequence.without, name="leave_out"),
    path("<uuid:pk>/hold/", sequence.hold, name="hold"),
    path("<uuid:pk>/hold/lift/", sequence.lift, name="lift"),
    path("<uuid:pk>/disposal/", sequence.disposal, name="disposal"),
    path("<uuid:pk>/disposal/ask/", sequence.ask_disposal, name="ask_disposal"),
    path("<uuid:pk>/disposal/dispose/", sequence.dispose, name="dispose"),
    path("<uuid:pk>/disposal/keep/", sequence.keep, name="keep"),
    path("<uuid:pk>/approval/", approval.people, name="people"),
    path("<uuid:pk>/submit/", approval.submit, name="submit"),
    path("<uuid:pk>/decide/", approval.decide, name="decide"),
    path("<uuid:pk>/withdraw/", approval.withdraw, name="withdraw"),
    path("<uuid:pk>/send/", signature.send, name="send"),
    path("<uuid:pk>/void/", signature.void, name="void"),
    path("<uuid:pk>/recipients/<uuid:recipient>/", signature.recipient, name="recipient"),
]
