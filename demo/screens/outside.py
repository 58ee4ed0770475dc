"""The screens of people from outside who sign: in person on a colleague's device, and by the link in their letter."""

from demo.screens.screen import LINK, ONE, SIGNER, Screen, one_of

# Whoever hands the device over is signed out in that window, so it is somebody whom no other screen shows.
SIGNING_IN_PERSON = (
    one_of(
        "in-person-begin",
        "lena",
        "/contracts/?state=out_for_signature",
        rf"^/contracts/{ONE}approval/$",
        rf"^/signing/envelopes/{ONE}$",
        rf"^/signing/envelopes/{ONE}people/{ONE}in-person/$",
    ),
    Screen(
        "in-person-begin-with-errors",
        "lena",
        "/contracts/?state=out_for_signature",
        (
            rf"^/contracts/{ONE}$",
            rf"^/contracts/{ONE}approval/$",
            rf"^/signing/envelopes/{ONE}$",
            rf"^/signing/envelopes/{ONE}people/{ONE}in-person/$",
        ),
        steps=("click input[value=other]", "send main form.form"),
    ),
    Screen(
        "in-person-welcome",
        "lena",
        "/contracts/?state=out_for_signature",
        (
            rf"^/contracts/{ONE}$",
            rf"^/contracts/{ONE}approval/$",
            rf"^/signing/envelopes/{ONE}$",
            rf"^/signing/envelopes/{ONE}people/{ONE}in-person/$",
        ),
        once=("click input[value=passport]", "click input[name=here]", "go main .form-actions button"),
    ),
    Screen("in-person-document", "lena", "/signing/document/in-person/", once=("go main .form-actions button",)),
    Screen(
        "in-person-by-mail",
        "lena",
        "/signing/document/",
        once=("click a[data-dialog=by-mail]", "go dialog#by-mail button[type=submit]"),
    ),
)

FIRST_OF_MANY, SECOND_OF_MANY = "marta.keller@partners.example", "jonas.weiss@partners.example"
ENTERS = ("send main form", "fill input[name=code] {code}", "send main form.form")

SIGNING_OUTSIDE = (
    Screen("signer-link", SIGNER, LINK),
    Screen("signer-code", SIGNER, LINK, once=("send main form",)),
    Screen(
        "signer-document",
        SIGNER,
        "/signing/document/code/",
        once=("fill input[name=code] {code}", "send main form.form"),
    ),
    Screen(
        "signer-pages-unseen",
        SIGNER,
        "/signing/document/",
        steps=("click input[name=consent]", "click #sign button[type=submit]"),
    ),
    Screen("signer-declines", SIGNER, "/signing/document/", steps=("click a[data-dialog=decline]",)),
    Screen("signer-names-somebody-else", SIGNER, "/signing/document/somebody-else/"),
    Screen(
        "signer-done",
        SIGNER,
        "/signing/document/",
        once=("click input[name=consent]", "click #sign button[type=submit]", "go #unseen [data-all-the-same]"),
    ),
    # The first of those who were sent it reads; then it is taken back while they have it open.
    Screen("signer-reads-on", SIGNER, f"{LINK} {FIRST_OF_MANY}", once=ENTERS),
    Screen(
        "signing-round-of-many",
        "maya",
        "/signing/many/?state=done",
        (rf"^/signing/many/{ONE}$", rf"^/signing/envelopes/{ONE}$"),
    ),
    Screen(
        "signing-round-taken-back",
        "maya",
        "/signing/many/?state=done",
        (rf"^/signing/many/{ONE}$", rf"^/signing/envelopes/{ONE}$"),
        once=(
            "click a[data-dialog=void]",
            "fill textarea:visible The agreement is being written anew.",
            "go dialog#void button[type=submit]",
        ),
    ),
    Screen("signer-taken-back", SIGNER, "/signing/document/", status=410),
    Screen(
        "signer-declined",
        SIGNER,
        f"{LINK} {SECOND_OF_MANY}",
        once=(
            *ENTERS,
            "click a[data-dialog=decline]",
            "fill textarea:visible We sign no agreement without a last day.",
            "go dialog#decline button[type=submit]",
        ),
    ),
    # The time of this one was over before they came.
    Screen("signer-run-out", SIGNER, f"{LINK} ines.duarte@partners.example", status=410),
)
