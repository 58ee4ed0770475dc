"""One clean invoice of a harbour company's crane builder, and changes to it that each tell a story."""

from copy import deepcopy

from procurement.matching import Case, match

BUYER_VAT, VENDOR_VAT, SISTER_VAT = "DE210000009", "DE210000017", "DE210000025"
VENDOR_IBAN, OTHER_IBAN, LITHUANIAN_IBAN = "DE48370400440812345678", "DE44500105175407324931", "LT121000011101001000"
FRENCH_IBAN = "FR7630006000011234567890189"

CLEAN = {
    "id": "clean",
    "today": "2026-06-15",
    "buyer": {"name": "Hafenwerk Betriebs AG", "vat_id": BUYER_VAT},
    "vendors": [
        {
            "id": "K",
            "name": "Kessler Kranbau GmbH",
            "vat_id": VENDOR_VAT,
            "country": "DE",
            "status": "active",
            "bank_accounts": [{"iban": VENDOR_IBAN, "verified": True, "verified_on": "2025-03-01"}],
        },
        {
            "id": "S",
            "name": "Kessler Service GmbH",
            "vat_id": SISTER_VAT,
            "country": "DE",
            "status": "active",
            "bank_accounts": [{"iban": FRENCH_IBAN, "verified": True, "verified_on": "2025-03-01"}],
        },
    ],
    "contract": {"id": "V-12", "start": "2026-01-01", "end": "2026-12-31", "terms_days": 30},
    "pos": [
        {
            "number": "PO-2026-0311",
            "vendor": "K",
            "currency": "EUR",
            "status": "approved",
            "date": "2026-02-01",
            "lines": [
                {
                    "line": "10",
                    "kind": "milestone",
                    "description": "Crane 4 delivered and assembled",
                    "qty": "1",
                    "unit": "LS",
                    "unit_price": "20000.00",
                    "vat_rate": "19",
                    "vat_category": "S",
                },
                {
                    "line": "20",
                    "kind": "milestone",
                    "description": "Load test passed",
                    "qty": "1",
                    "unit": "LS",
                    "unit_price": "8000.00",
                    "vat_rate": "19",
                    "vat_category": "S",
                },
                {
                    "line": "30",
                    "kind": "goods",
                    "description": "Rail fastening type R7",
                    "seller_id": "KR-7/100",
                    "qty": "200",
                    "unit": "C62",
                    "unit_price": "12.50",
                    "vat_rate": "19",
                    "vat_category": "S",
                },
            ],
        }
    ],
    "milestones": [
        {"po": "PO-2026-0311", "po_line": "10", "accepted_pct": "60"},
        {"po": "PO-2026-0311", "po_line": "20", "accepted_pct": "0"},
        {"po": "PO-2026-0311", "po_line": "30", "accepted_qty": "120"},
    ],
    "history": [],
    "invoice": {
        "source": "xml",
        "doc_type": "invoice",
        "type_code": "380",
        "number": "KK-26-204",
        "issue_date": "2026-06-10",
        "seller_name": "Kessler Kranbau GmbH",
        "seller_vat": VENDOR_VAT,
        "buyer_name": "Hafenwerk Betriebs AG",
        "buyer_vat": BUYER_VAT,
        "order_ref": "PO-2026-0311",
        "currency": "EUR",
        "iban": VENDOR_IBAN,
        "net": "1250.00",
        "tax": "237.50",
        "gross": "1487.50",
        "payable": "1487.50",
        "lines": [],
    },
}


def fastenings(quantity="100", price="12.50", net=None, **changes):
    """A line of rail fastenings."""
    line = {
        "description": "Rail fastening R7",
        "quantity": quantity,
        "unit": "C62",
        "unit_price": price,
        "net": net or f"{float(quantity) * float(price):.2f}",
        "vat_rate": "19",
        "vat_category": "S",
        "order_line": "30",
    }
    return without_none({**line, **changes})


def milestone(net, order_line="10", **changes):
    """A line that bills part of a milestone."""
    line = {
        "description": "Crane 4",
        "quantity": "1",
        "unit": "LS",
        "unit_price": net,
        "net": net,
        "vat_rate": "19",
        "vat_category": "S",
        "order_line": order_line,
    }
    return without_none({**line, **changes})


def without_none(fields):
    return {name: value for name, value in fields.items() if value is not None}


def billed(number="KK-26-100", net="1250.00", gross="1487.50", **changes):
    """An earlier invoice for 100 rail fastenings."""
    entry = {
        "number": number,
        "vendor": "K",
        "po": "PO-2026-0311",
        "doc_type": "invoice",
        "issue_date": "2026-04-02",
        "status": "posted",
        "net": net,
        "gross": gross,
        "lines": [{"po_line": "30", "net": net, "quantity": "100"}],
    }
    return {**entry, **changes}


def totals(lines, rate="19"):
    """Net, tax, gross and payable of lines, as an honest vendor adds them up."""
    cents = sum(round(float(line["net"]) * 100) for line in lines)
    tax = round(cents * float(rate) / 100 + 1e-9)
    gross = f"{(cents + tax) / 100:.2f}"
    return {"net": f"{cents / 100:.2f}", "tax": f"{tax / 100:.2f}", "gross": gross, "payable": gross}


def scenario(lines=None, *, rate="19", invoice=None, contract=None, order=None, vendor=None, line=None, **top):
    """The clean scenario with changes merged into its invoice, contract, order, vendor and order lines (by number)."""
    made = deepcopy(CLEAN)
    lines = [fastenings()] if lines is None else lines
    made["invoice"]["lines"] = lines
    if lines:
        made["invoice"] |= totals(lines, rate)
    made["invoice"] = without_none({**made["invoice"], **(invoice or {})})
    made["contract"] |= contract or {}
    made["pos"][0] |= order or {}
    made["vendors"][0] |= vendor or {}
    for number, changes in (line or {}).items():
        next(known for known in made["pos"][0]["lines"] if known["line"] == number).update(changes)
    return {**made, **top}


def decide(lines=None, **changes):
    """The verdict on the clean scenario with changes."""
    return match(Case.from_dict(scenario(lines, **changes)))
