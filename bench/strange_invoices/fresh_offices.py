"""Ordinary invoices in English: offices that bill hours and goods in Luxembourg, India and Ireland."""

import random
from decimal import Decimal

from .drawing import Family, Sheet, english, indian, rounded
from .fresh import ZERO, bill, block, columns, css, facts, sums, table
from .fresh_english import DESIGN
from .post import account, fours

CONSULTING = (
    ("CONS-S", "Senior Consultant on-site", "Hours", 11500, 14500),
    ("CONS-J", "Junior Consultant remote", "Hours", 7500, 9500),
    ("LIC-ENT", "Enterprise licence, yearly", "Units", 24000, 96000),
    ("HW-SRV", "Rack server 1U, refurbished", "Units", 89000, 189000),
    ("TRV", "Travel expenses at cost", "Units", 12000, 45000),
)


def suite(chance: random.Random) -> Sheet:
    """Luxembourg, in English: an open business suite's page with facts in a row, discounts in per cent, partly paid."""
    made = bill(chance, CONSULTING, ["17"], offs=(0, 0, 10), most=20)
    number, source = f"INV/{made.issued:%Y}/{chance.randint(1, 900):05d}", f"S{chance.randint(100, 9999):05d}"
    buyer, iban = (
        chance.choice(["Fonderie Wiltgen S.à r.l.", "Clinique Sainte-Aldegonde a.s.b.l."]),
        account(chance, "LU", "999", 13),
    )
    paid = rounded(made.gross / 2) if chance.random() < 0.5 else ZERO
    discounted = any(one.off for one in made.rows)
    rows = [
        [
            f"[{one.code}] {one.name}",
            f"{one.quantity:.2f} {one.unit}",
            english(one.price),
            *([f"{one.off:.2f}"] if discounted else []),
            "17% S",
            f"{english(one.net)} €",
        ]
        for one in made.rows
    ]
    end = [
        ("Untaxed Amount", f"{english(made.net)} €"),
        ("VAT 17%", f"{english(made.tax)} €"),
        ("<b>Total</b>", f"<b>{english(made.gross)} €</b>"),
    ]
    end += (
        [
            (f"<i>Paid on {made.issued:%m/%d/%Y}</i>", f"{english(paid)} €"),
            ("<b>Amount Due</b>", f"<b>{english(made.gross - paid)} €</b>"),
        ]
        if paid
        else []
    )
    stack = columns(
        *(
            f"<b style='color:#714b67'>{label}</b><br>{value}"
            for label, value in (
                ("Invoice Date", f"{made.issued:%m/%d/%Y}"),
                ("Due Date", f"{made.due:%m/%d/%Y}"),
                ("Source", source),
                ("Customer Code", f"C{chance.randint(100, 999)}"),
            )
        )
    )
    page = (
        css(
            "body {font: 10pt Carlito} .goods th {border-bottom: 1pt solid #714b67; color: #714b67} .goods td"
            " {border-bottom: 0.5pt solid #ddd} .foot {font-size: 8pt; text-align: center; border-top: 0.5pt solid"
            " #999}",
            "Moselbits Consulting S.A. · +352 999 551 · hello@moselbits.example · TVA LU99887711 · RCS Luxembourg"
            " B999123<br>Page 1 / 1",
        )
        + columns(
            "<span style='font-size:18pt; color:#714b67'>◆ moselbits</span>",
            "<span style='color:#888'>Software that stays out of the way</span>",
        )
        + "<hr>"
        + columns(
            "Moselbits Consulting S.A.<br>12 Rue des Tanneurs<br>L-9999 Grevenmacher<br>Luxembourg",
            f"{buyer}<br>Zone Industrielle 4<br>L-9998 Bissen<br>Luxembourg<br>Tax ID: LU99001122",
            widths=(55, 45),
        )
        + f"<h2 style='color:#714b67; font-weight:normal'>Invoice {number}</h2>"
        + stack
        + "<br>"
        + table(
            ["Description", "Quantity", "Unit Price", *(["Disc.%"] if discounted else []), "Taxes", "Amount"],
            rows,
            1,
            "w goods",
        )
        + sums(end)
        + f"<p>Payment Communication: <b>{number}</b> on this account: <b>{fours(iban)}</b></p><p>Payment terms: 30"
        " Days</p>"
    )
    more = {"prepaid": paid, "payable": made.gross - paid} if paid else {}
    return Sheet(
        page,
        made.truth(number, "EUR", "Moselbits Consulting S.A.", buyer, iban=iban, seller_vat="LU99887711", **more),
    )


PARTS = (
    ("8483", "Spur gear module 2, 40 teeth", "Nos", 45000, 160000),
    ("8482", "Deep groove bearing 6204-2RS", "Nos", 11000, 38000),
    ("7318", "Hex bolt M12x60 grade 8.8", "Kg", 9000, 21000),
    ("8501", "Induction motor 2.2 kW", "Nos", 980000, 1890000),
    ("9987", "Installation and commissioning", "Job", 350000, 1250000),
)


def goods_tax(chance: random.Random) -> Sheet:
    """India: a cloud bookkeeper's tax invoice, central and state tax or integrated tax, the amount in words left out."""
    inside = chance.random() < 0.6
    made = bill(chance, PARTS, ["18"], count=(1, 4), most=8, days=45)
    number, order = (
        f"SEC/{made.issued:%y}-{int(f'{made.issued:%y}') + 1}/{chance.randint(1, 999):04d}",
        f"PO/{chance.randint(100, 999)}/KIR",
    )
    buyer = chance.choice(["Kiranpur Textile Machines Pvt Ltd", "Dhavalgiri Packaging LLP"])
    half = rounded(made.net * 9 / 100)
    tax = half * 2 if inside else made.tax
    gross = made.net + tax
    rows = [
        [f"{at}", one.name, one.code, f"{one.quantity:.2f}<br>{one.unit}", indian(one.price), indian(one.net)]
        for at, one in enumerate(made.rows, 1)
    ]
    end = [("Sub Total", indian(made.net))]
    end += [("CGST9 (9%)", indian(half)), ("SGST9 (9%)", indian(half))] if inside else [("IGST18 (18%)", indian(tax))]
    end += [("<b>Total</b>", f"<b>₹{indian(gross)}</b>"), ("<b>Balance Due</b>", f"<b>₹{indian(gross)}</b>")]
    fact = [
        ("#", f": <b>{number}</b>"),
        ("Invoice Date", f": <b>{made.issued:%d/%m/%Y}</b>"),
        ("Terms", ": <b>Net 45</b>"),
        ("Due Date", f": <b>{made.due:%d/%m/%Y}</b>"),
        ("P.O.#", f": <b>{order}</b>"),
    ]
    page = (
        css(
            "body {font: 9pt DejaVu Sans} .frame {border: 0.75pt solid #999} .frame td {border: 0.75pt solid #ccc}"
            " .goods td, .goods th {border: 0.5pt solid #ccc; background: #fff} .goods th {background: #f2f3f4} .sums"
            " td, .plain td {border: 0}",
            margin="12mm",
        )
        + columns(
            "<b style='font-size:12pt'>Sahyadri Engineering Company</b><br>Gat No. 99, MIDC Phase II<br>Chinchgaon,"
            " Maharashtra 411999<br>GSTIN 27AAAFS9999K1Z5",
            "<div class=r style='font-size:18pt'>TAX INVOICE</div>",
            kind="w frame",
        )
        + columns(
            facts(fact, "plain"),
            facts([("Place Of Supply", ": <b>Maharashtra (27)</b>" if inside else ": <b>Karnataka (29)</b>")], "plain"),
            kind="w frame",
        )
        + columns(
            f"<b>Bill To</b><br><b>{buyer}</b><br>Survey 12, Industrial Estate<br>GSTIN 29AABCK9999L1ZP",
            "<b>Ship To</b><br>Works Gate 3<br>Industrial Estate",
            kind="w frame",
        )
        + table(["#", "Item &amp; Description", "HSN/SAC", "Qty", "Rate", "Amount"], rows, 3, "w goods")
        + columns(
            "Notes<br>Thanks for your business.<br><br>Bank: Deccan Janata Bank, A/c 999911002200, IFSC DJBX0009991",
            sums(end),
            widths=(55, 45),
            kind="w frame",
        )
        + "<div class=r style='margin-top:18mm'>Authorized Signature ______________</div>"
    )
    return Sheet(
        page,
        made.truth(
            number,
            "INR",
            "Sahyadri Engineering Company",
            buyer,
            tax=tax,
            gross=gross,
            payable=gross,
            order_ref=order,
            seller_vat="27AAAFS9999K1Z5",
        ),
    )


WORK = (
    ("", "Attending you to take instructions", "", 2, 8),
    ("", "Perusing title deeds and searches", "", 3, 12),
    ("", "Drafting lease and licence to alter", "", 5, 22),
    ("", "Correspondence with landlord's solicitors", "", 2, 15),
    ("", "Attending completion meeting", "", 4, 10),
)


def solicitors(chance: random.Random) -> Sheet:
    """Ireland: a law firm's bill of hours, with outlay that is free of tax and outlay that is not."""
    base = bill(chance, DESIGN, ["23"], count=(1, 2))
    picked = sorted(chance.sample(range(len(WORK)), chance.randint(2, 4)))
    hours = [
        (WORK[place][1], Decimal(chance.randint(*WORK[place][3:])) / 2, Decimal(chance.choice([240, 310, 385])))
        for place in picked
    ]
    fees = sum((time * rate for _, time, rate in hours), ZERO)
    free, taxed = Decimal(chance.choice(["40.00", "175.00", "0.00"])), Decimal(chance.choice(["35.00", "62.50"]))
    net, tax = fees + free + taxed, rounded((fees + taxed) * 23 / 100)
    gross = net + tax
    number, matter = f"{chance.randint(11000, 29999)}", f"CAL{chance.randint(100, 900)}/{chance.randint(1, 9)}"
    buyer = chance.choice(["Ballyfermoyle Co-operative Society Ltd", "Sweetbriar Nurseries Ltd"])
    day = f"{base.issued.day} {base.issued:%B %Y}"
    rows = [
        [f"{base.issued:%d/%m/%y}", what, f"{time:.1f}", f"{rate:.2f}", english(time * rate)]
        for what, time, rate in hours
    ]
    end = [
        ("Professional fees", "", english(fees)),
        ("Outlay subject to VAT: courier and copying", "", english(taxed)),
    ]
    end += [("Outlay not subject to VAT: Land Registry fees", "", english(free))] if free else []
    end += [
        ("", "", english(net)),
        (f"VAT at 23% on €{english(fees + taxed)}", "", english(tax)),
        ("<b>Total due</b>", "", f"<b>€{english(gross)}</b>"),
    ]
    page = (
        css(
            "body {font: 10.5pt Liberation Serif} .foot {font-size: 7.5pt; text-align: center} .goods th"
            " {border-bottom: 0.5pt solid; font-style: italic; font-weight: normal}",
            "Partners: Aoife Calderwood · Fintan Roe · Consultant: D. J. Marsh &nbsp;|&nbsp; VAT No. IE9911223KA"
            " &nbsp;|&nbsp; DX 999 Kilronan",
            "22mm 25mm 30mm 25mm",
        )
        + "<div class=c style='font-variant:small-caps'><span style='font-size:20pt'>Calderwood"
        " Roe</span><br>Solicitors<br><span style='font-size:9pt'>6 Chapel Parade, Kilronan, Co. Galway H99"
        " AB12</span></div><br>"
        + columns(
            block(buyer, "The Creamery", "Ballyfermoyle", "Co. Clare"),
            facts([("Date:", day), ("Bill No:", number), ("Our ref:", matter)]),
            widths=(60, 40),
        )
        + "<p style='text-align:center; margin:8mm 0'><b>BILL OF COSTS</b></p><p><b>Re: Lease of Unit 4, Quayside"
        " Retail Park</b></p><p>To our professional charges in connection with the above:</p>"
        + table(["Date", "Work done", "Hours", "Rate €", "Amount €"], rows, 2, "w goods")
        + "<br>"
        + "<table class=w>"
        + "".join(f"<tr><td>{a}</td><td>{b}</td><td class=r>{c}</td></tr>" for a, b, c in end)
        + "</table>"
        + "<p style='margin-top:10mm'>Payment is due within 30 days of the date of this bill.</p><p>With"
        " compliments,</p><br><p>CALDERWOOD ROE</p>"
    )
    lines = [
        {"description": what, "quantity": str(time), "unit_price": str(rate), "net": str(rounded(time * rate))}
        for what, time, rate in hours
    ]
    return Sheet(
        page,
        base.truth(
            number,
            "EUR",
            "Calderwood Roe",
            buyer,
            net=net,
            tax=tax,
            gross=gross,
            payable=gross,
            lines=lines,
            seller_vat="IE9911223KA",
        ),
    )


FAMILIES: dict[str, Family] = {
    "suite": suite,
    "indian goods tax": goods_tax,
    "irish solicitors": solicitors,
}
