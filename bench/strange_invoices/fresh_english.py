"""Ordinary invoices in English: the pages of bookkeeping and subscription systems."""

import random
from decimal import Decimal

from .drawing import Family, Sheet, english, rounded
from .fresh import ZERO, bill, block, columns, css, facts, sums, table

DESIGN = (
    ("", "Brand workshop and discovery", "", 45000, 120000),
    ("", "Website design, six templates", "", 90000, 320000),
    ("", "Photography half day", "", 32000, 58000),
    ("", "Copywriting, per page", "", 6500, 14000),
    ("", "Hosting and care plan, monthly", "", 4500, 12000),
)


def online_books(chance: random.Random) -> Sheet:
    """United Kingdom or Australia: labels above values in the middle column, the payment advice to tear off."""
    south = chance.random() < 0.4
    made = bill(chance, DESIGN, ["10" if south else "20"], days=21)
    number, reference = f"INV-{chance.randint(1, 2400):04d}", f"P{chance.randint(4000, 8999)}"
    coin, tax_name = ("AUD", "GST") if south else ("GBP", "VAT")
    seller = "Wattlebird Creative Pty Ltd" if south else "Plumtree Wharf Studio Ltd"
    tax_number = "51 999 222 111" if south else "GB 499 8877 66"
    place = (
        ("Level 2, 8 Fennimore Lane", "BRUNSTON VIC 3999", "AUSTRALIA")
        if south
        else ("Unit 5 Plumtree Wharf", "Hexley", "HX9 9AB", "UNITED KINGDOM")
    )
    buyer = chance.choice(["Corrigan Oat Company", "Lanternfish Theatre Trust"])
    day = f"{made.issued.day} {made.issued:%b %Y}"
    due = f"{made.due.day} {made.due:%b %Y}"
    fact = "<br>".join(
        f"<b>{label}</b><br>{value}<br>"
        for label, value in (
            ("Invoice Date", day),
            ("Invoice Number", number),
            ("Reference", reference),
            ("ABN" if south else "VAT Number", tax_number),
        )
    )
    rows = [
        [one.name, f"{one.quantity:.2f}", english(one.price), f"{one.rate}%", english(one.net)] for one in made.rows
    ]
    bank = "BSB 999-111 &nbsp; Account 44 556 677" if south else "Sort code 99-88-77 &nbsp; Account number 31926819"
    page = (
        css(
            "body {font: 9.5pt Liberation Sans} .goods th {border-bottom: 1pt solid} .goods td {border-bottom: 0.5pt"
            " solid #ccc} .sums td {padding: 3pt 4pt 3pt 20pt}",
            margin="20mm 18mm 15mm 18mm",
        )
        + columns(
            "<span"
            f" style='font-size:22pt'>{'TAX INVOICE' if south or chance.random() < 0.5 else 'INVOICE'}</span><div"
            " style='margin:8mm 0 0"
            f" 8mm'>{block(buyer, 'Attention: Accounts', '14 Millrace Road', 'Dunbarrow')}</div>",
            fact,
            block(seller, *place),
            widths=(48, 24, 28),
        )
        + "<div style='height:12mm'></div>"
        + table(["Description", "Quantity", "Unit Price", tax_name, f"Amount {coin}"], rows, 1, "w goods")
        + sums(
            [
                ("Subtotal", english(made.net)),
                (f"TOTAL {tax_name} {made.rows[0].rate}%", english(made.tax)),
                (f"<b>TOTAL {coin}</b>", f"<b>{english(made.gross)}</b>"),
            ]
        )
        + f"<p style='margin-top:8mm'><b>Due Date: {due}</b><br>Please pay by bank transfer: {seller}, {bank}</p>"
        + "<div style='border-top:1pt dashed; position:absolute; bottom:0; width:100%; padding-top:5mm'>"
        + columns(
            "<span style='font-size:15pt'>PAYMENT ADVICE</span>" + facts([("To:", block(seller, *place))]),
            facts(
                [
                    ("<b>Customer</b>", buyer),
                    ("<b>Invoice Number</b>", number),
                    ("<b>Amount Due</b>", f"<b>{english(made.gross)}</b>"),
                    ("<b>Due Date</b>", due),
                    ("<b>Amount Enclosed</b>", "__________________"),
                ]
            ),
            widths=(52, 48),
        )
        + "</div>"
    )
    return Sheet(page, made.truth(number, coin, seller, buyer, seller_vat=tax_number))


TRADES = (
    ("Plumbing", "Replace shut-off valves, second floor", "", 9500, 14500),
    ("Labor", "Journeyman, hours", "", 8500, 12000),
    ("Materials", "Copper pipe and fittings", "", 4200, 38000),
    ("Service call", "After hours dispatch", "", 12500, 18500),
    ("Permit", "City permit filing", "", 7500, 22000),
)


def us_books(chance: random.Random) -> Sheet:
    """United States: a coloured heading, bill-to and ship-to, activity lines, sales tax, balance due."""
    made = bill(chance, TRADES, [chance.choice(["8.25", "6.5", "0"])])
    number = f"{chance.randint(1040, 6990)}"
    buyer = chance.choice(["Saltbox Property Group LLC", "Meridian Elm School District"])
    paid = rounded(made.gross / 4) if chance.random() < 0.4 else ZERO
    tax = made.tax
    rows = [
        [
            f"{made.issued:%m/%d/%Y}",
            f"<b>{one.code}</b>",
            one.name,
            f"{one.quantity}",
            english(one.price),
            english(one.net),
        ]
        for one in made.rows
    ]
    end = [
        ("SUBTOTAL", english(made.net)),
        (f"TAX ({made.rows[0].rate}%)", english(tax)),
        ("TOTAL", english(made.gross)),
    ]
    end += [("PAYMENT", english(paid))] if paid else []
    end += [("BALANCE DUE", f"<b style='font-size:13pt'>${english(made.gross - paid)}</b>")]
    green = "color:#2b7a3d"
    page = (
        css(
            "body {font: 10pt Carlito} .goods th {background: #d9ecd9; color: #2b7a3d; font-weight: normal} .small"
            " {font-size: 8pt; color: #777}",
            margin="18mm",
        )
        + columns(
            "<b>Brackenridge Plumbing &amp; Heating Inc.</b><br>2207 Old Quarry Rd<br>Tilden Falls, OH 44999<br>(999)"
            " 555-0142<br>billing@brackenridge.example",
            "<div style='background:#eee; width:30mm; height:18mm; margin-left:auto; text-align:center;"
            " padding-top:8mm'>B P H</div>",
        )
        + f"<h1 style='{green}; font-weight:normal; font-size:20pt'>INVOICE</h1>"
        + columns(
            f"<span class=small>BILL TO</span><br>{buyer}<br>Attn: Facilities<br>PO Box 1190<br>Tilden Falls, OH 44998",
            "<span class=small>SHIP TO</span><br>North Annex<br>18 Foundry St<br>Tilden Falls, OH 44999",
            facts(
                [
                    ("<b>INVOICE #</b>", number),
                    ("<b>DATE</b>", f"{made.issued:%m/%d/%Y}"),
                    ("<b>DUE DATE</b>", f"{made.due:%m/%d/%Y}"),
                    ("<b>TERMS</b>", "Net 30"),
                ],
                "r",
            ),
            widths=(36, 30, 34),
        )
        + "<br>"
        + table(["DATE", "ACTIVITY", "DESCRIPTION", "QTY", "RATE", "AMOUNT"], rows, 3, "w goods")
        + "<hr style='border:0; border-top:1pt dotted'>"
        + columns(
            "<p class=small>We appreciate your business. A finance charge of 1.5% per month applies to past due"
            " balances.</p>",
            sums(end),
            widths=(50, 50),
        )
    )
    more = {"prepaid": paid, "payable": made.gross - paid} if paid else {}
    return Sheet(page, made.truth(number, "USD", "Brackenridge Plumbing & Heating Inc.", buyer, **more))


SUPPLIES = (
    ("GLV-BL-L", "Nitrile gloves blue large, box of 100", "", 420, 890),
    ("TWL-C2", "Centrefeed towel 2-ply, case of 6", "", 1190, 1990),
    ("BIN-240", "Wheeled bin 240 litre, green", "", 2890, 4490),
    ("DET-5L", "Neutral detergent 5 litre", "", 640, 1280),
    ("MOP-KIT", "Flat mop kit complete", "", 1890, 3690),
    ("SGN-WF", "Wet floor sign", "", 480, 990),
)


def desktop_books(chance: random.Random) -> Sheet:
    """United Kingdom: an accounting package's stationery in boxes, discount in money, carriage; an invoice or a credit note."""
    credit = chance.random() < 0.35
    made = bill(
        chance,
        SUPPLIES,
        ["20"],
        count=(2, 5),
        offs=(0, 5, 10),
        carriage=ZERO if credit else Decimal(chance.choice(["7.50", "0.00", "12.95"])),
    )
    number, order, acct = (
        f"{chance.randint(20000, 59999)}",
        f"PO{chance.randint(10000, 79999)}",
        f"HALL{chance.randint(1, 9):03d}",
    )
    buyer = chance.choice(["Hallamshire Care Homes Ltd", "Halliwell Academy Trust"])
    rows = [
        [
            f"{one.quantity:.2f}",
            f"{one.code}&nbsp; {one.name}",
            english(one.price),
            english(rounded(one.quantity * one.price) - one.net),
            english(one.net),
            "20.00",
            english(one.tax),
        ]
        for one in made.rows
    ]
    tax = sum((one.tax for one in made.rows), ZERO) + rounded(made.carriage / 5)
    gross = made.net + tax
    title = "Credit Note" if credit else "Invoice"
    page = (
        css(
            "body {font: 9pt Liberation Sans} .boxed, .boxed td, .boxed th {border: 0.75pt solid #000} .goods"
            " {border: 0.75pt solid} .goods th {border-bottom: 0.75pt solid} .foot {font-size: 7pt; text-align:"
            " center}",
            "Kettlethorpe Janitorial Supplies Ltd. Registered in England No. 09991234. Registered office: 3 Cinder"
            " Lane, Wexthorpe WX9 1AA. VAT Reg No. GB 299 1122 33",
            "14mm 15mm 22mm 15mm",
        )
        + "<div class=c><b style='font-size:16pt'>Kettlethorpe Janitorial Supplies Ltd</b><br>3 Cinder Lane,"
        " Wexthorpe, WX9 1AA<br>Tel: 01999 555 018 &nbsp; Fax: 01999 555 019 &nbsp;"
        " accounts@kettlethorpe.example</div>"
        + columns(
            "<div style='border:0.75pt solid; padding:4pt;"
            f" min-height:28mm'>{block(buyer, 'Purchase Ledger', '88 Ravensbourne Way', 'Sheldwick', 'SW99 4QQ')}</div>",
            f"<b style='font-size:14pt'>{title}</b>"
            + facts(
                [
                    (f"{title} No.", number),
                    (f"{title} Date" if credit else "Invoice/Tax Date", f"{made.issued:%d/%m/%Y}"),
                    ("Order No.", order),
                    ("Account No.", acct),
                ],
                "boxed w",
            ),
            widths=(55, 45),
        )
        + "<br>"
        + table(
            ["Quantity", "Details", "Unit Price", "Disc Amount", "Net Amount", "VAT Rate", "VAT"], rows, 2, "w goods"
        )
        + "<div style='height:40mm'></div>"
        + columns(
            (
                ""
                if credit
                else (
                    f"<p>Terms: 30 days from invoice date. Payment due by {made.due:%d/%m/%Y}.</p><p>BACS: Sort Code"
                    " 99-41-07 Account 55779911<br>Goods remain our property until paid for in full. E&amp;OE</p>"
                )
            ),
            facts(
                [
                    ("Total Net Amount", english(made.goods)),
                    ("Carriage Net", english(made.carriage)),
                    ("Total Tax Amount", english(tax)),
                    (f"<b>{title} Total</b>", f"<b>£{english(gross)}</b>"),
                ],
                "boxed w",
                "",
                1,
            ),
            widths=(58, 42),
        )
    )
    return Sheet(
        page,
        made.truth(
            number,
            "GBP",
            "Kettlethorpe Janitorial Supplies Ltd",
            buyer,
            doc_type="credit_note" if credit else "invoice",
            tax=tax,
            gross=gross,
            payable=gross,
            order_ref=order,
            seller_vat="GB 299 1122 33",
            due_date=None if credit else made.due.isoformat(),
        ),
    )


SEATS = (
    ("", "Team plan (per seat)", "", 900, 2900),
    ("", "Additional storage 100 GB", "", 400, 900),
    ("", "Priority support", "", 4900, 19900),
    ("", "API calls, per 10,000", "", 100, 700),
)


def subscription(chance: random.Random) -> Sheet:
    """A subscription billed from Ireland or the United States by a payment service: large amount due, reverse charge or none."""
    irish = chance.random() < 0.6
    home = irish and chance.random() < 0.4
    made = bill(chance, SEATS, ["23" if home else "0"], count=(1, 3), most=25, days=chance.choice([0, 14]))
    sign, coin = ("€", "EUR") if irish else ("$", "USD")
    seller = "Tidepool Analytics Ltd" if irish else "Kitebridge Software, Inc."
    number = f"{''.join(chance.choice('ABCDEF0123456789') for _ in range(8))}-{chance.randint(1, 40):04d}"
    buyer = (
        chance.choice(["Nordhavn Møbler ApS", "Zabłocki i Wspólnicy Sp. z o.o."])
        if not home
        else "Carrickmoyle Foods DAC"
    )
    buyer_vat = "IE9955443T" if home else "DK99112233" if "ApS" in buyer else "PL9991112233"
    day, due = (f"{when:%B} {when.day}, {when.year}" for when in (made.issued, made.due))
    money = lambda amount: f"{sign}{english(amount)}"  # noqa: E731
    rate = f"{made.rows[0].rate}%"
    rows = [
        [
            (
                f"{one.name}<br><span class=g>{day[:3]} {made.issued.day} – {made.due:%b} {made.due.day},"
                f" {made.due.year}</span>"
            ),
            f"{one.quantity}",
            money(one.price),
            *([rate] if irish else []),
            money(one.net),
        ]
        for one in made.rows
    ]
    end = [("Subtotal", money(made.net))]
    if irish:
        end += [
            ("Total excluding tax", money(made.net)),
            (
                (
                    f"VAT - Ireland ({rate} on {money(made.net)})"
                    if home
                    else f"VAT (0% on {money(made.net)}, reverse charge)"
                ),
                money(made.tax),
            ),
        ]
    end += [("Total", money(made.gross)), ("<b>Amount due</b>", f"<b>{money(made.gross)} {coin}</b>")]
    ours = block(
        f"<b>{seller}</b>",
        *(
            ("14 Cormorant Quay", "Dublin D99 X1Y2", "Ireland", "IE VAT IE9876511AB")
            if irish
            else ("600 Larkspur Street", "Suite 9", "Oakhaven, California 94999", "United States", "+1 999-555-0177")
        ),
    )
    page = (
        css(
            "body {font: 9.5pt Liberation Sans; color: #1a1f36} .g {color: #697386; font-size: 8pt} .goods th"
            " {font-weight: normal; font-size: 8pt; border-bottom: 0.5pt solid #ccc} .sums td {border-top: 0.5pt"
            " solid #ddd; padding: 4pt 4pt 4pt 40pt}",
            f"<span class=g>{number} · {money(made.gross)} {coin} due {due} &nbsp; Page 1 of 1</span>",
            "16mm 16mm 20mm 16mm",
        )
        + columns(
            "<b style='font-size:18pt'>Invoice</b>",
            f"<div class=r style='font-size:14pt; color:#697386'><b>{seller.split()[0]}</b></div>",
        )
        + facts([("<b>Invoice number</b>", f"<b>{number}</b>"), ("Date of issue", day), ("Date due", due)])
        + "<br>"
        + columns(
            ours,
            block(
                "<b>Bill to</b>",
                buyer,
                "Havnegade 9",
                "accounts@customer.example",
                f"{buyer_vat[:2]} VAT {buyer_vat}",
            ),
        )
        + f"<p style='font-size:15pt; margin:8mm 0 2mm'><b>{money(made.gross)} {coin} due {due}</b></p><p><a"
        " style='color:#5469d4' href='https://pay.example'>Pay online</a></p>"
        + table(["Description", "Qty", "Unit price", *(["Tax"] if irish else []), "Amount"], rows, 1, "w goods")
        + sums(end)
        + ("<p class=g>Tax to be paid on reverse charge basis</p>" if irish and not home else "")
    )
    return Sheet(
        page,
        made.truth(number, coin, seller, buyer, seller_vat="IE9876511AB" if irish else None, buyer_vat=buyer_vat),
    )


FAMILIES: dict[str, Family] = {
    "online books": online_books,
    "american books": us_books,
    "desktop books": desktop_books,
    "subscription": subscription,
}
