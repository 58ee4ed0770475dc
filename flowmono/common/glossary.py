"""What the words of the pages mean: for the help page, and for hints beside them."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

# (keys, what they do)
KEYS: Final[tuple[tuple[tuple[str, ...], Any], ...]] = (
    (("Ctrl", "K"), _("Search everything, or find an action (on a Mac: Cmd K)")),
    (("/",), _("Search; in a list with its own search, search that list")),
    (("j",), _("Next entry of a list")),
    (("k",), _("Previous entry of a list")),
    (("Enter",), _("Open the entry")),
    (
        ("x",),
        _("Choose the entry, where something can be done with several at once; with Shift, all from the last one"),
    ),
    (("a",), _("Approve or accept the entry, in “Needs you”")),
    (("r",), _("Reject the entry or send it back, in “Needs you”; you are asked why")),
    (("n",), _("While signing: the next document")),
    (("p",), _("While signing: the previous document")),
    (("s",), _("While signing: set the document aside; it comes back after the others")),
    (("c",), _("While signing: go to the consent, which Space ticks")),
    (("Ctrl", "Enter"), _("While signing: submit (on a Mac: Cmd Enter)")),
    (("g", "i"), _("Go to “Needs you”; other letters lead to the other places")),
    (("?",), _("Show these keys")),
    (("Esc",), _("Close what is open; choose nothing any more")),
)

# (what it is about, ((state, meaning), …))
STATES: Final[tuple[tuple[Any, tuple[tuple[Any, Any], ...]], ...]] = (
    (
        _("Contracts"),
        (
            (_("Being converted"), _("A Word draft was uploaded and is being turned into a document.")),
            (_("Has open changes"), _("The draft still has tracked changes; a person says what becomes of them.")),
            (_("Terms to confirm"), _("Its terms were read; a person confirms or corrects them.")),
            (_("In approval"), _("It lies before the people whom the approval rule names.")),
            (_("Out for signature"), _("Both parties have been asked to sign.")),
            (_("Signed"), _("It binds both parties. Onboarding, workspace and order start by themselves.")),
            (_("Archived"), _("The sealed copy is in the archive.")),
            (_("Not in force yet"), _("It is signed; its first day is still to come.")),
            (_("In force"), _("It is signed and its term runs, or it renewed by itself.")),
            (_("Ended"), _("Its last day is over and it does not renew by itself.")),
        ),
    ),
    (
        _("Orders"),
        (
            (_("Draft"), _("Made from the contract’s terms, each line with its sentence.")),
            (_("In approval"), _("Its approvers are asked.")),
            (_("Sent back"), _("An approver said no; the reason is on the order.")),
            (_("Sent to the vendor"), _("The vendor has it; work and invoices count against it.")),
            (_("Closed"), _("Everything was delivered and paid, or somebody closed it.")),
        ),
    ),
    (
        _("Invoices"),
        (
            (_("Being read"), _("It arrived and is being read.")),
            (
                _("Matched"),
                _("It agrees with contract, order, accepted work and vendor; its payment is before its approvers."),
            ),
            (_("To look at"), _("The match has a question that a person answers.")),
            (_("Held"), _("Something that must come first has not come: accepted work, a paper, an account.")),
            (_("Rejected"), _("It went back to the vendor with reasons.")),
        ),
    ),
    (
        _("Payments"),
        (
            (_("To authorize"), _("Two people authorize it, neither of whom asked for the work.")),
            (_("Authorized"), _("A third person puts it into a payment file.")),
            (_("In a payment file"), _("The bank has the file.")),
            (_("Paid"), _("The bank has confirmed it.")),
        ),
    ),
    (
        _("Sendings to many people"),
        (
            (_("Being prepared"), _("The document is there; its list of people is brought and looked through.")),
            (_("Being sent"), _("One signature round after the other leaves.")),
            (_("Paused"), _("Nothing more leaves until somebody goes on with it.")),
            (_("Sent"), _("Everybody on the list had their turn; what could not be sent is shown with its reason.")),
            (_("Stopped"), _("What had not left yet never will. The rounds that left go on.")),
        ),
    ),
)

# (word, meaning), in the order of the alphabet
TERMS: Final[tuple[tuple[Any, Any], ...]] = (
    (_("Acceptance"), _("The requester says that a milestone was delivered as agreed, wholly or in part.")),
    (_("Authorization"), _("Permission to pay one invoice, given by two different people.")),
    (_("Case"), _("Everything that belongs to one contract: its papers, decisions, orders, invoices and payments.")),
    (_("Cause"), _("Which event started which step: the chain drawn on the page of a contract.")),
    (_("Clause"), _("The sentence of the contract on which a line of an order rests.")),
    (_("Credit note"), _("A document of the vendor that takes back all or a part of an invoice.")),
    (_("Delegate"), _("Who decides in somebody’s place while they are away. The decision says for whom.")),
    (
        _("Delegated authority"),
        _("A colleague signs in their own name by the authority of somebody else’s mark, until a day."),
    ),
    (
        _("Delivery (of an event)"),
        _("One step that an event starts. It is tried until it is done, or waits at the desk."),
    ),
    (_("Exception"), _("Something outside the rules, with its evidence, the money at risk and who deals with it.")),
    (
        _("Five-way match"),
        _("An invoice compared with contract, order, accepted work, vendor and what was billed before."),
    ),
    (_("Incident"), _("A step that failed every time it was tried, or that only a person can heal.")),
    (
        _("Ledger"),
        _("The record of everything that happened. Each entry seals the one before; nothing can be taken out."),
    ),
    (_("Milestone"), _("A part of the work with its own amount, due day and acceptance.")),
    (_("Notice window"), _("The days before a contract renews in which it can be ended.")),
    (
        _("Obligation"),
        _(
            "Something that a signed contract asks of a party by a day, or without one: to give notice, to deliver, to pay, to carry insurance."
        ),
    ),
    (_("Onboarding"), _("The papers and accounts that a new vendor shows before it is paid.")),
    (_("Qualified timestamp"), _("A proof, signed by an authority outside, that a document existed at a moment.")),
    (_("Retention"), _("A share of each payment that is kept until the work has stood its time.")),
    (_("Seal"), _("The company’s own signature on the finished document: any later change shows.")),
    (_("Segregation of duties"), _("Who asks for something does not approve it, and who approves it does not pay it.")),
    (
        _("Sending to many"),
        _("One document that many people get, each in a signature round of their own with their own name in it."),
    ),
    (_("Signature round"), _("A document on its way to its signers. Programs know it as an envelope.")),
    (
        _("Signing in person"),
        _("Somebody from outside signs on a device that one of us hands them, who answers for who it is."),
    ),
    (_("Standing"), _("Whether a vendor may be paid today, and what is missing.")),
    (_("Term"), _("One agreed fact, such as a price or a day, with the sentence it was read from.")),
    (_("Tolerance"), _("By how much an invoice may differ before a person is asked.")),
    (_("Watch"), _("A rule that looks at everything and raises an exception for what it finds.")),
    (_("Workspace"), _("Where the requester and the vendor follow the work of one contract.")),
)
