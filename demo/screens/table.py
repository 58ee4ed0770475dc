"""Every screen in its main states: its name, who looks at it, and the way there.

The way is an address, and then links to follow on the page, each given as a pattern of its address: the first that fits is
taken. So the table needs no identifiers and holds for any company that has played the main job. `steps` are things done on
the page once it is there: "click <CSS>" or "press <key>".
"""

from dataclasses import dataclass

NOBODY = "nobody"
VENDOR = "vera"
ONE = r"[0-9a-f-]{36}/"


@dataclass(frozen=True)
class Screen:
    """One picture: `who` is the key of an employee, VENDOR (through the portal's door) or NOBODY (not signed in)."""

    name: str
    who: str
    address: str
    follow: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    status: int = 200


def one_of(name: str, who: str, address: str, *then: str, status: int = 200, steps: tuple[str, ...] = ()) -> Screen:
    """The first record of a list; `then` are links to follow from it."""
    path = address.partition("?")[0]
    return Screen(name, who, address, (f"^{path}{ONE}$", *then), steps, status)


ENTRANCES = (
    Screen("sign-in", NOBODY, "/account/login/"),
    Screen("sign-in-forgotten", NOBODY, "/account/password/reset/"),
    Screen("portal-ask-for-a-link", NOBODY, "/portal/ask/"),
    Screen("portal-link-used-up", NOBODY, "/portal/enter/not-a-link/", status=410),
    Screen("verify-a-document", NOBODY, "/signing/verify/"),
    Screen("signing-link-used-up", NOBODY, "/signing/open/not-a-link/", status=410),
)

FRAME = (
    Screen("needs-you-procurement", "maya", "/"),
    Screen("needs-you-approver", "abel", "/"),
    Screen("needs-you-finance", "fay", "/"),
    Screen("needs-you-without-a-role", "olu", "/", status=403),
    Screen("search-results", "maya", "/search/?q=service"),
    Screen("search-nothing-found", "maya", "/search/?q=zzzzqqqq"),
    Screen("search-over-the-page", "maya", "/orders/", steps=("press Control+k",)),
    Screen("help", "maya", "/help/"),
    Screen("notices", "maya", "/notices/"),
    Screen("notices-choices", "maya", "/notices/choices/"),
    Screen("page-not-found", "maya", "/there-is-no-such-page/", status=404),
    Screen("page-not-allowed", "olu", "/orchestration/", status=403),
    Screen("styleguide", "ada", "/styleguide/"),
)

ONESELF = (
    Screen("profile", "abel", "/me/"),
    Screen("profile-away", "abel", "/me/away/"),
    Screen("profile-security", "abel", "/me/security/"),
    Screen("profile-tokens", "ada", "/me/tokens/"),
    Screen("second-factor", "abel", "/account/2fa/"),
    Screen("signature-marks", "sam", "/signing/marks/"),
    Screen("signature-mark-new", "sam", "/signing/marks/new/"),
)

CONTRACTS = (
    Screen("contracts", "maya", "/contracts/"),
    Screen("contracts-none-fits", "maya", "/contracts/?q=zzzzqqqq"),
    Screen("contract-start", "pierre", "/contracts/new/"),
    one_of("contract-being-prepared", "maya", "/contracts/?state=choice"),
    one_of("contract-running", "maya", "/contracts/?state=archived"),
    one_of("contract-chain", "maya", "/contracts/?state=archived", rf"^/contracts/{ONE}chain/$"),
    one_of("contract-versions", "maya", "/contracts/?state=archived", rf"^/contracts/{ONE}versions/$"),
    one_of("contract-approval", "maya", "/contracts/?state=archived", rf"^/contracts/{ONE}approval/$"),
    one_of("contract-compliance", "lena", "/contracts/?state=archived", rf"^/contracts/{ONE}compliance/$"),
    Screen("documents", "maya", "/contracts/documents/"),
    Screen("signing-queue", "sam", "/signing/"),
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
    Screen("orders", "maya", "/orders/"),
    one_of("order", "maya", "/orders/"),
    one_of("order-as-auditor", "aud", "/orders/"),
    Screen("invoices", "fay", "/invoices/"),
    Screen("invoice-upload", "fay", "/invoices/new/"),
    one_of("invoice", "fay", "/invoices/"),
    one_of("invoice-held", "fay", "/invoices/?state=held"),
    Screen("payments", "fay", "/payments/"),
    one_of("payment", "fay", "/payments/"),
    Screen("payment-files", "fay", "/payments/files/"),
    Screen("payments-to-export", "finn", "/payments/export/"),
)

VENDORS = (
    Screen("vendors", "maya", "/vendors/"),
    Screen("vendor-new", "maya", "/vendors/new/"),
    one_of("vendor", "maya", "/vendors/"),
    one_of("vendor-as-legal", "lena", "/vendors/"),
    Screen("workspaces", "maya", "/vendors/workspaces/"),
    one_of("workspace", "pierre", "/vendors/workspaces/"),
)

RUNNING = (
    Screen("exceptions", "maya", "/exceptions/"),
    one_of("exception", "maya", "/exceptions/"),
    Screen("watches", "ada", "/exceptions/watches/"),
    Screen("insights", "maya", "/insights/"),
    Screen("orchestration", "ada", "/orchestration/"),
    Screen("deliveries", "ada", "/orchestration/deliveries/"),
    Screen("delivery", "ada", "/orchestration/deliveries/", (r"^/orchestration/deliveries/\d+/$",)),
    Screen("workflow", "ada", "/orchestration/workflow/"),
    Screen("webhooks", "ada", "/orchestration/webhooks/"),
    Screen("webhook-new", "ada", "/orchestration/webhooks/new/"),
    Screen("api-docs", "ada", "/api/docs/"),
    Screen("api-docs-chapter", "ada", "/api/docs/", (r"^/api/docs/[a-z-]+/$",)),
)

PORTAL = (
    Screen("portal", VENDOR, "/portal/"),
    Screen("portal-work", VENDOR, "/portal/work/"),
    one_of("portal-milestone", VENDOR, "/portal/work/"),
    Screen("portal-papers", VENDOR, "/portal/papers/"),
    Screen("portal-accounts", VENDOR, "/portal/accounts/"),
    Screen("portal-orders", VENDOR, "/portal/orders/"),
    one_of("portal-order", VENDOR, "/portal/orders/"),
    Screen("portal-invoices", VENDOR, "/portal/invoices/"),
    one_of("portal-invoice", VENDOR, "/portal/invoices/"),
)

SCREENS: tuple[Screen, ...] = (*ENTRANCES, *FRAME, *ONESELF, *CONTRACTS, *BUYING, *VENDORS, *RUNNING, *PORTAL)
