"""Every screen in its main states: its name, who looks at it, and the way there.

The way is an address, and then links to follow on the page, each given as a pattern of its address: the first that fits is
taken. So the table needs no identifiers and holds for any company that has played the main job. `steps` are things done on
the page once it is there: "click <CSS>", "press <key>", "fill <CSS> <words>", "choose <CSS> <file of demo/documents>",
"send <CSS of a form>" without the browser's own checks, "post <address>", which is relative to the page, or "go <CSS>", a click
that leads to another page. {code} stands for the one-time code in the signer's newest letter, {signed} for the newest signed file that a
letter brought, and {printed} for the code that is printed on it. `once` are such steps that make the
page: they are done the first time, and then it has an address of its own.
"""

from demo.screens.outside import SIGNING_IN_PERSON, SIGNING_OUTSIDE
from demo.screens.screen import NOBODY, ONE, VENDOR, Screen, one_of

# The document that was signed without a contract is found by its words.
VISIT = "/documents/search/?q=factory+visit"
TO_VISIT = (r"^/documents/search/[0-9a-f-]{36}/", rf"^/signing/envelopes/{ONE}$")

ENTRANCES = (
    Screen("sign-in", NOBODY, "/account/login/"),
    Screen("sign-in-forgotten", NOBODY, "/account/password/reset/"),
    Screen("portal-ask-for-a-link", NOBODY, "/portal/ask/"),
    Screen("portal-link-used-up", NOBODY, "/portal/enter/not-a-link/", status=410),
    Screen(
        "sign-in-refused",
        NOBODY,
        "/account/login/",
        steps=("fill input[name=login] maya@brightwater.example", "fill input[name=password] wrong", "send main form"),
    ),
    Screen("verify-a-document", NOBODY, "/signing/verify/"),
    Screen(
        "verify-genuine",
        NOBODY,
        "/signing/verify/",
        steps=("choose input[type=file] {signed}", "send main form[enctype]"),
    ),
    Screen("verify-known-code", NOBODY, "/signing/verify/?code={printed}"),
    Screen("verify-unknown-code", NOBODY, "/signing/verify/?code=7K3P-9QXM-2WDT-5HZB", status=404),
    Screen(
        "verify-not-signed",
        NOBODY,
        "/signing/verify/",
        steps=("choose input[type=file] bank-account-confirmation.pdf", "send main form[enctype]"),
    ),
    Screen("signing-link-used-up", NOBODY, "/signing/open/not-a-link/", status=410),
)

FRAME = (
    Screen("needs-you-procurement", "maya", "/"),
    Screen("needs-you-approver", "abel", "/"),
    Screen("needs-you-finance", "fay", "/"),
    Screen("needs-you-without-a-role", "olu", "/", status=403),
    Screen("search-results", "maya", "/search/?q=service"),
    Screen("search-in-documents", "maya", "/documents/search/?q=acceptance+milestone"),
    Screen("search-in-documents-narrowed", "lena", "/documents/search/?q=liability&kind=contract"),
    Screen("search-in-documents-begin", "pierre", "/documents/search/"),
    Screen("search-in-documents-nothing", "maya", "/documents/search/?q=zzzzqqqq"),
    Screen("document-with-words", "maya", "/documents/search/?q=acceptance", (r"^/documents/search/[0-9a-f-]{36}/",)),
    Screen("documents-without-text", "maya", "/documents/search/scans/"),
    Screen("search-nothing-found", "maya", "/search/?q=zzzzqqqq"),
    Screen("search-over-the-page", "maya", "/orders/", steps=("press Control+k",)),
    Screen("help", "maya", "/help/"),
    Screen("notices", "maya", "/notices/"),
    Screen("notices-choices", "maya", "/notices/choices/"),
    Screen("page-not-found", "maya", "/there-is-no-such-page/", status=404),
    Screen("page-not-allowed", "olu", "/orchestration/", status=403),
    Screen(
        "page-conflict",
        "ada",
        "/orchestration/deliveries/?state=done",
        (r"^/orchestration/deliveries/\d+/$",),
        steps=("post retry/",),
    ),
    Screen("page-of-an-error", "ada", "/styleguide/?error=500"),
    Screen("menu-open", "maya", "/", steps=("click details.menu > summary:visible",)),
    Screen("keys", "maya", "/", steps=("press ?",)),
    Screen("styleguide", "ada", "/styleguide/"),
)

ONESELF = (
    Screen("profile", "abel", "/me/"),
    Screen("profile-with-errors", "abel", "/me/", steps=("fill #id_first_name ", "send main form.form")),
    Screen("profile-away", "abel", "/me/away/"),
    Screen("profile-security", "abel", "/me/security/"),
    Screen("profile-tokens", "ada", "/me/tokens/"),
    Screen("second-factor", "abel", "/account/2fa/"),
    Screen("signature-marks", "sam", "/signing/marks/"),
    Screen("signing-for-each-other", "sam", "/signing/delegations/"),
    Screen("signing-for-each-other-given", "greta", "/signing/delegations/"),
    Screen("signing-delegate", "sam", "/signing/delegations/", (rf"^/signing/marks/{ONE}delegate/$",)),
    Screen("signature-mark-new", "sam", "/signing/marks/new/"),
)

# One person asks and another decides, in this order.
PAPERS_OF_LONG_AGO = (
    one_of(
        "disposal-may-be-asked",
        "lena",
        "/contracts/?q=sensor+trial",
        rf"^/contracts/{ONE}sequence/$",
        steps=("click a[data-dialog=ask-disposal]",),
    ),
    Screen(
        "disposal-asked",
        "lena",
        "/contracts/?q=sensor+trial",
        (rf"^/contracts/{ONE}$", rf"^/contracts/{ONE}sequence/$"),
        once=(
            "click a[data-dialog=ask-disposal]",
            "fill textarea:visible The ten years after its end are over.",
            "go dialog#ask-disposal button[type=submit]",
        ),
    ),
    one_of(
        "disposal-to-decide",
        "noor",
        "/contracts/?q=sensor+trial",
        rf"^/contracts/{ONE}sequence/$",
        steps=("click a[data-dialog=dispose-papers]",),
    ),
    Screen(
        "disposal-certificate",
        "noor",
        "/contracts/?q=sensor+trial",
        (rf"^/contracts/{ONE}$", rf"^/contracts/{ONE}sequence/$"),
        once=("click a[data-dialog=dispose-papers]", "go dialog#dispose-papers button[type=submit]"),
    ),
)

CONTRACTS = (
    Screen("contracts", "maya", "/contracts/"),
    Screen("contracts-none-fits", "maya", "/contracts/?q=zzzzqqqq"),
    Screen("obligations", "maya", "/contracts/obligations/"),
    Screen("obligations-answered", "lena", "/contracts/obligations/?state=all&sort=-state"),
    Screen("obligations-none-fits", "maya", "/contracts/obligations/?q=zzzzqqqq"),
    Screen(
        "obligation",
        "lena",
        "/contracts/obligations/?q=Article+28",
        (rf"^/contracts/{ONE}obligations/{ONE}$",),
    ),
    Screen(
        "obligation-answered",
        "lena",
        "/contracts/obligations/?state=not_applicable",
        (rf"^/contracts/{ONE}obligations/{ONE}$",),
    ),
    Screen(
        "obligation-aside",
        "lena",
        "/contracts/obligations/?q=Article+28",
        (rf"^/contracts/{ONE}obligations/{ONE}$",),
        steps=("click a[data-dialog=set-aside]",),
    ),
    Screen("contract-start", "pierre", "/contracts/new/"),
    Screen("contract-start-with-errors", "pierre", "/contracts/new/", steps=("send main form[method=post]",)),
    one_of("contract-terms-to-confirm", "maya", "/contracts/?state=review"),
    one_of(
        "contract-term-checked",
        "maya",
        "/contracts/?state=review",
        r"^\?check=[0-9a-z_-]+#contract-check$",
    ),
    one_of("contract-amendment", "maya", "/contracts/?q=Amendment+No", rf"^/contracts/{ONE}amendment/$"),
    Screen(
        "contract-amended",
        "maya",
        "/contracts/?q=Amendment+No",
        (rf"^/contracts/{ONE}$", rf"^/contracts/{ONE}amendment/$", rf"^/contracts/{ONE}#term-"),
    ),
    one_of("contract-text-with-quotes", "maya", "/contracts/?state=review", r"^\?view=text"),
    one_of("contract-facts", "maya", "/contracts/?state=review", rf"^/contracts/{ONE}facts/$"),
    one_of("contract-term", "maya", "/contracts/?state=review", rf"^/contracts/{ONE}terms/{ONE}$"),
    one_of(
        "contract-comparison",
        "maya",
        "/contracts/?state=review",
        rf"^/contracts/{ONE}versions/$",
        rf"^/documents/compare/{ONE}{ONE}$",
    ),
    one_of(
        "comparison-chosen",
        "maya",
        "/contracts/?state=archived",
        rf"^/contracts/{ONE}versions/$",
        rf"^/documents/compare/{ONE}$",
    ),
    one_of(
        "comparison",
        "maya",
        "/contracts/?state=archived",
        rf"^/contracts/{ONE}versions/$",
        rf"^/documents/compare/{ONE}$",
        rf"^/documents/compare/{ONE}{ONE}$",
    ),
    one_of("contract-clauses", "maya", "/contracts/?state=review", rf"^/contracts/{ONE}clauses/$"),
    one_of(
        "contract-asked",
        "maya",
        "/contracts/?state=review",
        rf"^/contracts/{ONE}clauses/$",
        steps=("fill [name=ask] How much are they liable for?", "send #ask form"),
    ),
    one_of("contract-not-submitted", "pierre", "/contracts/?state=review", rf"^/contracts/{ONE}approval/$"),
    one_of("contract-to-decide", "lena", "/contracts/?state=in_approval"),
    one_of(
        "contract-out-for-signature", "maya", "/contracts/?state=out_for_signature", rf"^/contracts/{ONE}approval/$"
    ),
    one_of("contract-being-prepared", "maya", "/contracts/?state=choice"),
    one_of("contract-running", "maya", "/contracts/?state=archived"),
    one_of("contract-chain", "maya", "/contracts/?state=archived", rf"^/contracts/{ONE}chain/$"),
    one_of("contract-sequence", "maya", "/contracts/?state=archived", rf"^/contracts/{ONE}sequence/$"),
    one_of("contract-versions", "maya", "/contracts/?state=archived", rf"^/contracts/{ONE}versions/$"),
    one_of("prepare", "maya", "/contracts/?state=review", rf"^/contracts/{ONE}versions/$", rf"^/documents/{ONE}$"),
    one_of(
        "prepare-pages-chosen",
        "maya",
        "/contracts/?state=review",
        rf"^/contracts/{ONE}versions/$",
        rf"^/documents/{ONE}$",
        steps=("click .leaf:nth-child(2) .leaf-face", "click .leaf:nth-child(3) .leaf-face"),
    ),
    one_of(
        "prepare-tool",
        "maya",
        "/contracts/?state=review",
        rf"^/contracts/{ONE}versions/$",
        rf"^/documents/{ONE}$",
        r"/tools/number/$",
    ),
    one_of(
        "prepare-redact",
        "maya",
        "/contracts/?state=review",
        rf"^/contracts/{ONE}versions/$",
        rf"^/documents/{ONE}$",
        r"/tools/redact/$",
    ),
    one_of(
        "prepare-signed",
        "maya",
        "/contracts/?state=archived",
        rf"^/contracts/{ONE}versions/$",
        rf"^/documents/{ONE}$",
    ),
    one_of(
        "documents-of-a-case",
        "maya",
        "/contracts/?state=archived",
        rf"^/contracts/{ONE}versions/$",
        rf"^/documents/case/{ONE}$",
    ),
    one_of("contract-approval", "maya", "/contracts/?state=archived", rf"^/contracts/{ONE}approval/$"),
    one_of("contract-compliance", "lena", "/contracts/?state=archived", rf"^/contracts/{ONE}compliance/$"),
    *PAPERS_OF_LONG_AGO,
    Screen("documents", "maya", "/contracts/documents/"),
    Screen("second-readings-none", "aud", "/contracts/second-readings/"),
    Screen("signing-queue", "sam", "/signing/"),
    Screen("signing-set-aside", "sam", "/signing/?show=aside"),
    Screen("signing-reviews", "noor", "/signing/reviews/?show=everything"),
    Screen("signing-rounds", "maya", "/signing/rounds/"),
    Screen("signing-new", "maya", "/signing/rounds/new/"),
    Screen("signing-many", "maya", "/signing/many/"),
    Screen("signing-many-new", "maya", "/signing/many/new/"),
    one_of("signing-many-list", "maya", "/signing/many/?state=prepared"),
    one_of("signing-many-sent", "maya", "/signing/many/?state=done"),
    one_of("signing-many-paper", "maya", "/signing/many/?state=done", rf"^/signing/many/{ONE}paper/$"),
    one_of(
        "signing-many-places",
        "maya",
        "/signing/many/?state=prepared",
        rf"^/signing/many/{ONE}paper/$",
        rf"^/signing/many/{ONE}places/$",
    ),
    Screen("signing-categories-said", "maya", "/signing/categories/"),
    Screen("signing-seals", "ada", "/signing/seals/"),
    Screen("signing-mark-certificate", "ada", "/signing/seals/", (rf"^/signing/seals/marks/{ONE}$",)),
    Screen("signing-place", "sam", "/signing/", (rf"^/signing/place/{ONE}$",)),
    Screen(
        "signing-hand-over",
        "sam",
        "/signing/",
        (rf"^/signing/place/{ONE}$", rf"^/signing/place/{ONE}hand-over/$"),
    ),
    Screen(
        "signing-place-with-pages-unseen",
        "sam",
        "/signing/",
        (rf"^/signing/place/{ONE}$",),
        steps=("click input[name=consent]", "click #sign button[type=submit]"),
    ),
    one_of(
        "signing-envelope-waiting",
        "maya",
        "/contracts/?state=out_for_signature",
        rf"^/contracts/{ONE}approval/$",
        rf"^/signing/envelopes/{ONE}$",
    ),
    one_of(
        "signing-send",
        "maya",
        "/contracts/?state=approved",
        steps=("click a[data-dialog=send-contract]",),
    ),
    Screen("signing-without-contract", "lena", VISIT, TO_VISIT),
    Screen(
        "signing-keeping",
        "lena",
        VISIT,
        (*TO_VISIT, rf"^/signing/envelopes/{ONE}keeping/$"),
    ),
    Screen(
        "signing-keeping-with-errors",
        "lena",
        VISIT,
        (*TO_VISIT, rf"^/signing/envelopes/{ONE}keeping/$"),
        steps=("fill #id_ended_on 2020-01-31", "fill #id_reason Clause 3.", "send main form.form"),
    ),
    Screen(
        "signing-keeping-until",
        "lena",
        VISIT,
        (*TO_VISIT, rf"^/signing/envelopes/{ONE}keeping/$"),
        once=(
            "fill #id_ended_on 2029-12-31",
            "fill #id_reason The line is handed over at the end of 2029.",
            "send main form.form",
        ),
    ),
    one_of(
        "signing-people",
        "maya",
        "/contracts/?state=approved",
        rf"^/contracts/{ONE}approval/$",
        rf"^/signing/envelopes/{ONE}people/$",
    ),
    one_of(
        "signing-places",
        "maya",
        "/contracts/?state=approved",
        rf"^/contracts/{ONE}approval/$",
        rf"^/signing/envelopes/{ONE}places/$",
    ),
    one_of(
        "signing-time",
        "maya",
        "/contracts/?state=out_for_signature",
        rf"^/contracts/{ONE}approval/$",
        rf"^/signing/envelopes/{ONE}$",
        rf"^/signing/envelopes/{ONE}time/$",
    ),
    one_of(
        "signing-envelope",
        "maya",
        "/contracts/?state=archived",
        rf"^/contracts/{ONE}approval/$",
        rf"^/signing/envelopes/{ONE}$",
    ),
)

BUYING = (
    Screen("requisitions", "pierre", "/requisitions/"),
    Screen("requisition-new", "pierre", "/requisitions/new/"),
    Screen("requisition-with-errors", "pierre", "/requisitions/new/", steps=("send main form[method=post]",)),
    Screen("orders", "maya", "/orders/"),
    one_of("order", "maya", "/orders/"),
    one_of("order-as-auditor", "aud", "/orders/"),
    Screen("invoices", "fay", "/invoices/"),
    Screen("invoice-upload", "fay", "/invoices/new/"),
    Screen("invoice-upload-with-errors", "fay", "/invoices/new/", steps=("send main form.form",)),
    one_of("invoice", "fay", "/invoices/"),
    one_of("invoice-held", "fay", "/invoices/?state=held"),
    one_of("invoice-to-correct", "fay", "/invoices/?state=rejected", rf"^/invoices/{ONE}correct/$"),
    Screen(
        "invoice-corrected",
        "fay",
        "/invoices/?state=rejected",
        (rf"^/invoices/{ONE}$", rf"^/invoices/{ONE}correct/$"),
        once=("fill input[name=order_ref] BWI-PSA-2027-004", "go main form.form .form-actions button"),
    ),
    one_of("invoice-to-send-back", "fay", "/invoices/?state=held", steps=("click a[data-dialog=reject-invoice]",)),
    Screen("payments", "fay", "/payments/"),
    Screen("payments-chosen", "fay", "/payments/", steps=("press j", "press x")),
    one_of("payment", "fay", "/payments/"),
    Screen("payment-files", "fay", "/payments/files/"),
    one_of("payment-file", "fay", "/payments/files/"),
    Screen("payments-to-export", "finn", "/payments/export/"),
)

VENDORS = (
    Screen("vendors", "maya", "/vendors/"),
    Screen("vendor-new", "maya", "/vendors/new/"),
    Screen("vendor-new-with-errors", "maya", "/vendors/new/", steps=("fill #id_country D", "send main form.form")),
    one_of("vendor", "maya", "/vendors/"),
    one_of("vendor-remembered", "maya", "/vendors/", rf"^/invoices/remembered/{ONE}$"),
    one_of("vendor-as-legal", "lena", "/vendors/"),
    Screen("workspaces", "maya", "/vendors/workspaces/"),
    one_of("workspace", "pierre", "/vendors/workspaces/"),
)

RUNNING = (
    Screen("exceptions", "maya", "/exceptions/"),
    Screen("exceptions-none", "maya", "/exceptions/?q=zzzzqqqq"),
    one_of("exception", "maya", "/exceptions/"),
    Screen("watches", "ada", "/exceptions/watches/"),
    Screen("insights", "maya", "/insights/"),
    Screen("insights-reading", "maya", "/insights/reading/"),
    Screen("orchestration", "ada", "/orchestration/"),
    Screen("incident", "ada", "/orchestration/", (r"^/orchestration/deliveries/\d+/$",)),
    Screen(
        "incident-skip",
        "ada",
        "/orchestration/",
        (r"^/orchestration/deliveries/\d+/$",),
        ("click a[data-dialog=skip]",),
    ),
    one_of("contract-stopped", "maya", "/contracts/?q=archive+of+measurements", rf"^/contracts/{ONE}chain/$"),
    Screen("deliveries", "ada", "/orchestration/deliveries/"),
    Screen("delivery", "ada", "/orchestration/deliveries/", (r"^/orchestration/deliveries/\d+/$",)),
    Screen("workflow", "ada", "/orchestration/workflow/"),
    Screen("webhooks", "ada", "/orchestration/webhooks/"),
    Screen("webhook-new", "ada", "/orchestration/webhooks/new/"),
    Screen(
        "webhook-with-errors",
        "ada",
        "/orchestration/webhooks/new/",
        steps=("fill #id_url http://127.0.0.1/", "send main form.form"),
    ),
    Screen("api-docs", "ada", "/api/docs/"),
    Screen("api-docs-chapter", "ada", "/api/docs/", (r"^/api/docs/[a-z-]+/$",)),
)

# A change of a rule: what is filled in is tried on past cases, then proposed, then answered by a second administrator.
RULE = "/admin/approvals/rule/"
TO_RULE = (r"^(/admin/approvals/rule/)?\d+/change/",)
PREPARED = ("fill #id_below_amount 50000", "send main form[method=post]")
PROPOSED = (
    *PREPARED,
    "fill textarea[name=reason] Directors see large orders only.",
    "send form:has(textarea[name=reason])",
)

ADMINISTRATION = (
    Screen("admin", "ada", "/admin/"),
    Screen("admin-rules", "ada", RULE),
    Screen("admin-rule", "ada", RULE, TO_RULE),
    Screen(
        "admin-rule-with-errors",
        "ada",
        RULE,
        TO_RULE,
        steps=("fill #id_from_amount 90000", "fill #id_below_amount 25000", "send main form[method=post]"),
    ),
    Screen("admin-rule-history", "ada", RULE, (*TO_RULE, r"history/")),
    Screen("admin-clause-library", "ada", "/admin/contracts/standardclause/"),
    Screen(
        "admin-standard-clause",
        "ada",
        "/admin/contracts/standardclause/",
        (r"^(/admin/contracts/standardclause/)?\d+/change/",),
    ),
    Screen("admin-remote-readers", "ada", "/admin/contracts/remotereader/"),
    Screen("admin-remote-reader-new", "ada", "/admin/contracts/remotereader/add/"),
    Screen("admin-second-readings", "ada", "/admin/contracts/secondreading/"),
    Screen("admin-tolerances", "ada", "/admin/procurement/tolerancepolicy/"),
    Screen("admin-people", "ada", "/admin/accounts/user/"),
    Screen("admin-look-only", "ada", "/admin/procurement/order/"),
    Screen("change-prepared", "ada", RULE, TO_RULE, once=PREPARED),
    Screen("change-proposed", "ada", RULE, TO_RULE, once=PROPOSED),
    one_of("change-to-answer", "noor", "/changes/"),
    Screen("changes", "ada", "/changes/"),
)

PORTAL = (
    Screen("portal", VENDOR, "/portal/"),
    Screen("portal-work", VENDOR, "/portal/work/"),
    one_of("portal-milestone", VENDOR, "/portal/work/"),
    Screen("portal-papers", VENDOR, "/portal/papers/"),
    Screen("portal-papers-with-errors", VENDOR, "/portal/papers/", steps=("send main form.form",)),
    Screen("portal-accounts", VENDOR, "/portal/accounts/"),
    Screen(
        "portal-accounts-with-errors", VENDOR, "/portal/accounts/", steps=("fill #id_iban DE00", "send main form.form")
    ),
    Screen("portal-orders", VENDOR, "/portal/orders/"),
    one_of("portal-order", VENDOR, "/portal/orders/"),
    Screen("portal-invoices", VENDOR, "/portal/invoices/"),
    one_of("portal-invoice", VENDOR, "/portal/invoices/"),
    one_of("portal-invoice-to-answer", VENDOR, "/portal/invoices/?stands=waits"),
    one_of(
        "portal-invoice-withdraw",
        VENDOR,
        "/portal/invoices/?stands=waits",
        steps=("click a[data-dialog=withdraw-invoice]",),
    ),
    Screen(
        "portal-invoice-answered",
        VENDOR,
        "/portal/invoices/?stands=waits",
        (rf"^/portal/invoices/{ONE}$",),
        once=(
            "fill #answer_words The rate was agreed by letter on 2 March; the letter is attached to the milestone.",
            "go main form:has(#answer_words) button[type=submit]",
        ),
    ),
    one_of("invoice-answered", "fay", "/invoices/?q=0015"),
)

SCREENS: tuple[Screen, ...] = (
    *ENTRANCES,
    *FRAME,
    *ONESELF,
    *CONTRACTS,
    *BUYING,
    *VENDORS,
    *RUNNING,
    *ADMINISTRATION,
    *PORTAL,
    *SIGNING_IN_PERSON,
    *SIGNING_OUTSIDE,
)
