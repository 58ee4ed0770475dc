"""Do one step of the main job from the command line, as one of the people: the same actions as pages and endpoints.

manage.py act contract-upload draft.docx --by pierre.dubois@brightwater.example
manage.py act contract-decide CT-2027-0001 yes --by lena.vogel@brightwater.example
"""

from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contracts import actions as contracts
from contracts.models import Contract
from flowmono.accounts.models import User
from flowmono.common.now import moment
from flowmono.common.refusals import Refused
from flowmono.outbox.delivering import drain
from procurement import actions as procurement
from procurement.models import Invoice, Order, PaymentAuthorization
from signing import actions as signing
from signing.models import Recipient
from vendors import actions as vendors
from vendors.models import BankAccount, ComplianceDocument, Milestone


@dataclass(frozen=True)
class Call:
    """What was asked: the words after the verb, by whom, when, and the options."""

    words: list[str]
    by: User
    at: datetime
    reason: str
    note: str
    files: list[Path]

    def word(self, place: int, what: str) -> str:
        """A word by its place. Raises CommandError naming what is missing."""
        if place >= len(self.words):
            raise CommandError(f"Name {what}.")
        return self.words[place]

    def file(self, place: int) -> Path:
        path = Path(self.word(place, "a file"))
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        return path


def find(model: Any, what: str, **facts: Any) -> Any:
    """One record. Raises CommandError when there is none, or more than one."""
    found = list(model.objects.filter(**facts)[:2])
    if len(found) != 1:
        raise CommandError(f"There is no {what} of that name." if not found else f"More than one {what} has that name.")
    return found[0]


def contract_of(call: Call) -> Contract:
    contract: Contract = find(Contract, "contract", number=call.word(0, "the contract, such as CT-2027-0001"))
    return contract


def milestone_of(call: Call) -> Milestone:
    position = call.word(1, "the milestone's place, such as 2")
    milestone: Milestone = find(Milestone, "milestone", contract=contract_of(call), position=position)
    return milestone


def payment_of(call: Call) -> PaymentAuthorization:
    payment: PaymentAuthorization = find(
        PaymentAuthorization, "payment authorization", invoice__number=call.word(0, "the invoice's number")
    )
    return payment


def sign_inside(call: Call) -> Any:
    """Open the document as one of the company's people, and sign it; giving the word "agree" is the consent."""
    recipient = find(Recipient, "place", envelope__contract=contract_of(call), user=call.by)
    agreed = len(call.words) > 1 and call.words[1] == "agree"
    seen = recipient.envelope.version_to_read.sha256
    recipient = signing.view(recipient, by=call.by, at=call.at)
    evidence = {"address": "command line", "browser": "manage.py act", "authenticated": "operating system account"}
    return signing.sign(recipient, by=call.by, at=call.at, seen_sha256=seen, consent=agreed, evidence=evidence)


def share_of(call: Call) -> Decimal:
    try:
        return Decimal(call.words[2]) if len(call.words) > 2 else Decimal(100)
    except InvalidOperation:
        raise CommandError(f"{call.words[2]} is no percentage.") from None


def submit_milestone(call: Call) -> Any:
    files = [(path.name, path.read_bytes()) for path in call.files]
    return vendors.submit_milestone(milestone_of(call), by=call.by, at=call.at, note=call.note, files=files)


def receive_invoice(call: Call) -> Any:
    contact = getattr(call.by, "vendor_contact", None)
    path = call.file(0)
    vendor = contact.vendor if contact else None
    return procurement.receive_invoice(vendor, by=call.by, at=call.at, data=path.read_bytes(), filename=path.name)


def confirm_order(call: Call) -> Any:
    invoice = find(Invoice, "invoice", number=call.word(0, "the invoice's number"))
    order = find(Order, "order", number=call.word(1, "the order, such as PO-2027-0001"))
    return procurement.confirm_order(invoice, by=call.by, at=call.at, order=order)


def decide_order(call: Call) -> Any:
    order = find(Order, "order", number=call.word(0, "the order, such as PO-2027-0001"))
    return procurement.decide_order(
        order, by=call.by, at=call.at, verdict=call.word(1, "yes or no"), reason=call.reason
    )


def account_of(call: Call) -> Any:
    return find(
        BankAccount, "bank account", vendor__name=call.word(0, "the vendor"), state__in=["proposed", "called_back"]
    )


def paper_of(call: Call) -> Any:
    vendor, kind = call.word(0, "the vendor"), call.word(1, "the kind of document")
    return find(ComplianceDocument, "document to verify", vendor__name=vendor, kind=kind, state="submitted")


VERBS: dict[str, tuple[str, Callable[[Call], Any]]] = {
    "contract-upload": (
        "FILE.docx",
        lambda c: contracts.upload_draft(by=c.by, at=c.at, data=c.file(0).read_bytes(), filename=c.file(0).name),
    ),
    "contract-choose": (
        "NUMBER accept|reject",
        lambda c: contracts.choose_changes(contract_of(c), by=c.by, at=c.at, choice=c.word(1, "accept or reject")),
    ),
    "contract-confirm": ("NUMBER", lambda c: contracts.confirm_terms(contract_of(c), by=c.by, at=c.at)),
    "contract-submit": ("NUMBER", lambda c: contracts.submit(contract_of(c), by=c.by, at=c.at)),
    "contract-decide": (
        "NUMBER yes|no",
        lambda c: contracts.decide(contract_of(c), by=c.by, at=c.at, verdict=c.word(1, "yes or no"), reason=c.reason),
    ),
    "contract-send": ("NUMBER", lambda c: contracts.send_for_signature(contract_of(c), by=c.by, at=c.at)),
    "contract-sign": ("NUMBER agree", sign_inside),
    "contract-cancel": ("NUMBER", lambda c: contracts.cancel(contract_of(c), by=c.by, at=c.at, reason=c.reason)),
    "order-decide": ("NUMBER yes|no", decide_order),
    "milestone-submit": ("CONTRACT PLACE", submit_milestone),
    "milestone-accept": (
        "CONTRACT PLACE [PERCENT]",
        lambda c: vendors.accept_milestone(milestone_of(c), by=c.by, at=c.at, percent=share_of(c)),
    ),
    "milestone-return": (
        "CONTRACT PLACE",
        lambda c: vendors.send_milestone_back(milestone_of(c), by=c.by, at=c.at, reason=c.reason),
    ),
    "document-verify": ("VENDOR KIND", lambda c: vendors.verify_document(paper_of(c), by=c.by, at=c.at)),
    "account-call-back": ("VENDOR", lambda c: vendors.call_back(account_of(c), by=c.by, at=c.at, contact=c.note)),
    "account-confirm": ("VENDOR", lambda c: vendors.verify_account(account_of(c), by=c.by, at=c.at)),
    "invoice-receive": ("FILE", receive_invoice),
    "invoice-confirm-order": ("INVOICE ORDER", confirm_order),
    "payment-decide": (
        "INVOICE yes|no",
        lambda c: procurement.decide_payment(
            payment_of(c), by=c.by, at=c.at, verdict=c.word(1, "yes or no"), reason=c.reason
        ),
    ),
    "payment-export": ("INVOICE", lambda c: procurement.make_batch([payment_of(c)], by=c.by, at=c.at)),
    "payment-confirm": (
        "INVOICE REFERENCE",
        lambda c: procurement.confirm_payment(
            payment_of(c), by=c.by, at=c.at, reference=c.word(1, "the bank's reference"), early=True
        ),
    ),
}


class Command(BaseCommand):
    help = (__doc__ or "") + "\n" + "\n".join(f"    {verb} {words}" for verb, (words, _step) in VERBS.items())

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=sorted(VERBS))
        parser.add_argument("words", nargs="*")
        parser.add_argument("--by", required=True, help="The e-mail address of the person who acts.")
        parser.add_argument("--reason", default="")
        parser.add_argument("--note", default="")
        parser.add_argument("--file", type=Path, action="append", default=[])
        parser.add_argument(
            "--deliver", action="store_true", help="Also deliver what follows, here and now, without a worker."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by = User.objects.filter(email__iexact=options["by"]).first()
        if by is None:
            raise CommandError(f"Nobody here has the address {options['by']}.")
        _words, step = VERBS[options["verb"]]
        call = Call(options["words"], by, moment(), options["reason"], options["note"], options["file"])
        try:
            done = step(call)
        except Refused as refusal:
            raise CommandError(refusal.message) from None
        state = f": {done.get_state_display()}" if hasattr(done, "get_state_display") else ""
        self.stdout.write(f"{done}{state}")
        if options["deliver"]:
            self.stdout.write(f"{drain()} steps followed.")
