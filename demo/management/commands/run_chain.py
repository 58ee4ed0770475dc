"""Play one chain on a database of its own: from a Word draft, through every person, to the payment it deserves."""

import json
import os
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test.utils import override_settings

from contracts.models import Term
from demo.play import Play, Stuck, newest_match, play_chain
from flowmono.common.scratch import scratch_database
from flowmono.outbox.causation import lines_of, tree_of
from flowmono.outbox.models import RecordedEvent
from procurement.models import Order, PaymentAuthorization
from vendors.models import Milestone

# Ends that a chain may come to: paid, the hold that the invoice deserves, or nothing to order.
HELD = {"HOLD", "REVIEW", "REJECT"}


class Command(BaseCommand):
    help = "Play a chain: run_chain DRAFT.docx [--invoice FILE]… [--json OUT]. Earlier invoices are sent first; the last one is followed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("draft", type=Path)
        parser.add_argument("--invoice", type=Path, action="append", default=[])
        parser.add_argument("--json", type=Path, dest="out")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in [options["draft"], *options["invoice"]]:
            if not path.is_file():
                raise CommandError(f"There is no file {path}.")
        with tempfile.TemporaryDirectory(prefix="flowmono-chain-") as folder:
            stores = {**settings.STORAGES}
            stores["default"] = {**stores["default"], "OPTIONS": {"location": folder}}
            with override_settings(STORAGES=stores), scratch_database(f"chain_{os.getpid()}"):
                self._play(options)

    def _play(self, options: dict[str, Any]) -> None:
        problem, play = "", None
        try:
            play = play_chain(options["draft"], options["invoice"], say=self.stdout.write)
        except Stuck as stuck:
            problem = str(stuck)
        if play is None or play.contract is None:
            raise CommandError(problem)
        result = tell(play)
        self._print(play, result)
        if options["out"]:
            options["out"].write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
        if not came_to_its_end(result):
            self.stderr.write("The chain did not come to its end.")
            sys.exit(1)

    def _print(self, play: Play, result: dict[str, Any]) -> None:
        self.stdout.write("\nWhat led to what:")
        for line in lines_of(tree_of(play.deal.pk)):
            self.stdout.write("  " + line)
        self.stdout.write("\nTerms:")
        for term in play.deal.terms.live().order_by("position"):
            self.stdout.write(
                f"  {term.label}: {term.value[:100]}\n      “{' '.join(term.quote.split())[:160]}” (page {term.page})"
            )
        if result["order"]:
            self.stdout.write(f"\nOrder: {result['order']['currency']} {result['order']['total']}")
            for line in result["order"]["lines"]:
                self.stdout.write(f"  {line['amount'] or '':>14}  {line['description']}")
        if result["invoice"]:
            self.stdout.write(f"\nVerdict: {result['invoice']['decision']} {' '.join(result['invoice']['codes'])}")
            match = newest_match(play.invoice) if play.invoice else None
            for sentence in match.sentences if match else []:
                self.stdout.write(f"  {sentence}")
        if result["payment"]:
            self.stdout.write(f"Payment: {result['payment']['amount']} {result['payment']['state']}")


def came_to_its_end(result: dict[str, Any]) -> bool:
    """True for a payment that was made, a held invoice, or a contract without anything to order."""
    if result["order"] is None:
        return "OrderSkipped" in result["events"]
    if result["invoice"] is None:
        return False
    if result["invoice"]["decision"] in HELD:
        return result["payment"] is None
    return result["payment"] is not None and result["payment"]["state"] == "paid"


def tell(play: Play) -> dict[str, Any]:
    """What the chain came to, as plain values."""
    contract = play.deal
    order = Order.objects.filter(contract=contract).first()
    match = newest_match(play.invoice) if play.invoice else None
    payment = (
        PaymentAuthorization.objects.filter(invoice=play.invoice).order_by("-created_at").first()
        if play.invoice
        else None
    )
    names = RecordedEvent.objects.filter(case_id=contract.pk).order_by("id").values_list("name", flat=True)
    return {
        "terms": {
            "payer": contract.customer_name,
            "payee": contract.counterparty_name,
            "currency": contract.currency,
            "total": plain(contract.total),
            "payment_days": contract.payment_days,
            "schedule": [_item(term) for term in contract.terms.schedule()],
        },
        "order": _order(order) if order else None,
        "milestones": [
            _milestone(milestone) for milestone in Milestone.objects.filter(contract=contract).order_by("position")
        ],
        "invoice": {"decision": match.decision, "codes": sorted(match.codes)} if match else None,
        "payment": {"amount": plain(payment.amount), "state": payment.state} if payment else None,
        "events": list(names),
    }


def plain(amount: Decimal | None) -> str | None:
    """An amount as text with at least two decimals and no more than it needs."""
    if amount is None:
        return None
    short = amount.normalize()
    exponent = short.as_tuple().exponent
    return f"{short:.2f}" if isinstance(exponent, int) and exponent > -2 else f"{short:f}"


def _item(term: Term) -> dict[str, Any]:
    due: dict[str, Any] = {"type": term.due_type, "value": term.due_value or None}
    if term.due_type == "period":
        due |= {"period": term.due_period or None, "count": term.due_count}
    return {
        "description": term.description,
        "kind": term.item_kind,
        "amount": plain(term.amount),
        "percent": f"{term.percent.normalize():f}" if term.percent is not None else None,
        "due": due,
        "quote": term.quote,
        "optional": term.optional,
    }


def _order(order: Order) -> dict[str, Any]:
    return {
        "currency": order.currency,
        "total": plain(order.total),
        "lines": [
            {"description": line.description, "amount": plain(line.amount), "quote": line.quote}
            for line in order.lines.order_by("position")
        ],
    }


def _milestone(milestone: Milestone) -> dict[str, Any]:
    return {
        "title": milestone.title,
        "kind": milestone.kind,
        "amount": plain(milestone.amount),
        "due": milestone.due_on.isoformat() if milestone.due_on else milestone.due_text or None,
        "state": milestone.state,
        "accepted_percent": plain(milestone.accepted_percent),
    }
