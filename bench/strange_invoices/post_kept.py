"""The other twelve families of the post, written beside the first and read when the rules stood."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from .drawing import Deal, Family, Item, Sheet, bare, continental, english, grid, indian, pairs, rounded
from .post import TRADES, ZERO, account, bill, cents, fours, told


def soloist(chance: random.Random) -> Sheet:
    """United Kingdom: a photographer's page from a word processor; days in words of the table, no VAT, sort code."""
    jobs = {
        "Photography at the harvest supper": 34_000,
        "Portraits of staff, indoors": 27_500,
        "Retouching and proofs": 18_250,
        "Second photographer": 21_000,
    }
    names = chance.sample(list(jobs), chance.randint(1, 3))
    items = [Item(name, Decimal(chance.choice(["0.5", "1", "1.5", "2"])), Decimal(jobs[name]) / 100) for name in names]
    made = bill(chance, items, "0", 14)
    buyer, number = chance.choice(TRADES), f"{made.issued:%y}-{chance.randint(3, 60):02d}"
    rows = [
        [
            item.name,
            f"{item.quantity} day{'s' if item.quantity > 1 else ''}",
            f"£{english(item.price)}",
            f"£{english(item.net)}",
        ]
        for item in items
    ]
    page = (
        "<style>@page {size: A4; margin: 25mm} body {font: 12pt Liberation Serif} table {border-collapse: collapse}"
        " td, th {border: 0.6pt solid black; padding: 1pt 5pt; text-align: left}</style>"
        "<p style='text-align:center; font: italic 22pt Caladea; margin:0'>Imelda Thornwick</p>"
        "<p style='text-align:center; margin-top:0'>photographer<br>3 Sexton's Row, Mellingford MF4 2QT<br>"
        "07700 900 417</p>"
        f"<p>{made.issued.day} {made.issued:%B %Y}</p><p>To:<br>{buyer}<br>The Old Granary<br>Mellingford</p>"
        f"<p><b><u>INVOICE {number}</u></b></p>"
        + grid(
            ["Work done", "Time", "Per day", "Cost"],
            [*rows, ["<b>TOTAL</b>", "", "", f"<b>£{english(made.net)}</b>"]],
            9,
        )
        + f"<p>I am not registered for VAT.</p><p>Please could this be paid by {made.due.day} {made.due:%B %Y} "
        f"to:<br>"
        "I Thornwick, sort code 04-99-13, account 31770264.</p><p>Many thanks,</p><p><i>Imelda</i></p>"
    )
    return Sheet(page, made.truth(number, "GBP", "Imelda Thornwick", buyer))


def catering(chance: random.Random) -> Sheet:
    """Ireland: a restaurant's party at two rates of VAT, guests before the dish, a deposit already paid."""
    guests = chance.randint(18, 90)
    food = [
        Item(name, Decimal(guests), Decimal(price) / 100)
        for name, price in chance.sample(
            [("Canapés, four a head", 950), ("Roast lamb supper", 3_450), ("Pavlova", 725)], 2
        )
    ]
    drink = [
        Item("House white, bottle", Decimal(chance.randint(8, 30)), Decimal("23.50")),
        Item("Prosecco welcome", Decimal(guests), Decimal("6.20")),
    ][: chance.randint(1, 2)]
    made = bill(chance, food + drink, "0", 10)
    parts = [sum((item.net for item in group), ZERO) for group in (food, drink)]
    taxes = [rounded(parts[0] * Decimal("0.135")), rounded(parts[1] * Decimal("0.23"))]
    gross, paid = made.net + sum(taxes), Decimal(chance.choice(["200.00", "350.00", "500.00"]))
    number, iban = f"EV{chance.randint(100, 999)}", account(chance, "IE", "ZZPL990017", 8)
    buyer = chance.choice(["Fergal Ó Dunnagh", "Lissmore Rowing Club", "Nuala Prendercast"])
    dishes = "".join(
        f"<tr><td class=n>{item.quantity}</td><td>{item.name}</td><td class=n>at {bare(item.price)}</td>"
        f"<td class=n>{bare(item.net)}</td></tr>"
        for item in made.items
    )
    sums = [
        ("Food", bare(parts[0])),
        ("Bar", bare(parts[1])),
        ("VAT on food 13.5%", bare(taxes[0])),
        ("VAT on bar 23%", bare(taxes[1])),
        ("<b>Total for the evening</b>", f"<b>€{bare(gross)}</b>"),
        (f"Deposit received {made.issued - timedelta(days=40):%d/%m/%Y}", f"–{bare(paid)}"),
        ("<b>Still to pay</b>", f"<b>€{bare(gross - paid)}</b>"),
    ]
    page = (
        "<style>@page {size: A4; margin: 20mm 30mm; background: #fdf9f0} body {font: 11pt Caladea; color: #40201c}"
        " .n {text-align: right} td {padding: 4pt 8pt} table {border-collapse: collapse; width: 100%}</style>"
        "<div style='text-align:center'><span style='font-size:26pt; letter-spacing:3pt'>The Salt Larder</span><br>"
        "restaurant &amp; private dining<br><small>Quay Lane, Lissmore, Co. Waterford · VAT IE6391472H</small></div>"
        f"<p style='border-top: 1pt solid; border-bottom: 1pt solid; text-align:center; padding: 5pt'>Bill {number}"
        f" &nbsp;·&nbsp; {made.issued.day} {made.issued:%B %Y} &nbsp;·&nbsp; for {buyer}</p>"
        f"<p>Private dinner in the Loft on {made.issued - timedelta(days=2):%A %-d %B}, {guests} guests.</p>"
        f"<table>{dishes}</table><div style='width:75%; margin: 20pt auto'>"
        f"{pairs(sums, right=True).replace('class=r', 'class=n')}</div>"
        f"<p style='text-align:center'><small>By transfer before {made.due:%d/%m/%Y}, please: IBAN "
        f"{fours(iban)}</small></p>"
    )
    return Sheet(
        page,
        made.truth(
            number,
            "EUR",
            "The Salt Larder",
            buyer,
            seller_vat="IE6391472H",
            tax=sum(taxes),
            gross=gross,
            prepaid=paid,
            payable=gross - paid,
            iban=iban,
        ),
    )


def laboratory(chance: random.Random) -> Sheet:
    """United Kingdom: a laboratory's account for a surgery, a line per sample and patient, exempt from VAT."""
    tests = {
        "Full blood count": 1240,
        "Thyroid function": 2350,
        "Ferritin": 1815,
        "HbA1c": 1990,
        "Vitamin D": 3125,
        "Lipid profile": 1675,
    }
    names = chance.sample(list(tests), chance.randint(3, 6))
    made = bill(chance, [Item(name, Decimal(1), Decimal(tests[name]) / 100) for name in names], "0", 28)
    number, iban = f"L{chance.randint(200_000, 899_999)}", account(chance, "GB", "ZZLB991204", 8)
    buyer = chance.choice(["Cobbler's Hill Surgery", "Wendrake Medical Practice"])
    rows = [
        [
            f"{made.issued - timedelta(days=chance.randint(3, 25)):%d/%m/%y}",
            f"{chance.randint(40_000, 99_999)}",
            chance.choice(["A.B. (F, 1961)", "K.T. (M, 1988)", "R.O. (F, 2004)", "S.W. (M, 1947)"]),
            item.name,
            bare(item.net),
        ]
        for item in made.items
    ]
    page = (
        "<style>@page {size: A4; margin: 18mm} body {font: 9.5pt DejaVu Sans} th {background: #dfeee8} td, th "
        "{padding: 4pt;"
        " text-align: left; font-size: 8.5pt} .r {text-align: right} table {border-collapse: collapse}</style>"
        "<div style='float:right; text-align:right'><b style='color:#1c6b4d; font-size:14pt'>Pelham Wold "
        "Pathology</b><br>"
        "Unit 5, Lister Yard<br>Kelsey Green KG2 8XB</div>"
        f"<div>STATEMENT OF TESTS<br>and INVOICE</div><p style='clear:both; margin-top:20mm'>{buyer}<br>"
        f"Practice account PW-{chance.randint(100, 999)}</p>"
        f"<p style='font-size:11pt'>Invoice <b>{number}</b> dated <b>{made.issued:%d/%m/%Y}</b>. Payment due <b>"
        f"{made.due:%d/%m/%Y}</b>.</p>"
        + grid(["Received", "Lab no.", "Patient", "Investigation", "Fee £"], rows, 4)
        + f"<p style='text-align:right'>{len(rows)} investigations &nbsp;&nbsp; <b>Amount due &nbsp; "
        f"£{bare(made.net)}</b></p>"
        "<p>The supply of medical testing is exempt from VAT.</p>"
        f"<p style='font-size:8pt'>Remit to Pelham Wold Pathology, IBAN {fours(iban)}, quoting the invoice "
        f"number.</p>"
    )
    told_lines = [told(item.name, item.net) for item in made.items]
    return Sheet(page, made.truth(number, "GBP", "Pelham Wold Pathology", buyer, iban=iban, lines=told_lines))


def telecom(chance: random.Random) -> Sheet:
    """Australia: a summary page with what was owed before, the charges of each number on the second page."""
    phones = ["0491 570 006", "0491 570 156", "0491 570 157", "0491 570 158"][: chance.randint(2, 4)]
    plans = [
        Item(f"{phone} Roamwide {chance.choice(['S', 'M', 'L'])}", Decimal(1), cents(chance, 2_500, 8_000))
        for phone in phones
    ]
    usage = [
        Item("International calls", Decimal(1), cents(chance, 310, 4_400)),
        Item("Fixed wireless internet", Decimal(1), Decimal("81.73")),
    ]
    made = bill(chance, plans + usage, "10", 21)
    before = cents(chance, 9_000, 30_000)
    owed = chance.choice([ZERO, ZERO, cents(chance, 1_200, 8_900)])
    number, client = f"T{chance.randint(10**8, 10**9 - 1)}", f"{chance.randint(10**9, 10**10 - 1)}"
    buyer = chance.choice(["Wirrawee Veterinary Pty Ltd", "Coolabarra Bakery"])
    summary = [
        ("Balance of your last bill", f"${english(before)}"),
        (f"Payments received to {made.issued - timedelta(days=2):%d %b}", f"${english(before - owed)} CR"),
        ("Overdue from last bill", f"${english(owed)}"),
        ("Plans", f"${english(sum((item.net for item in plans), ZERO))}"),
        ("Usage and internet", f"${english(sum((item.net for item in usage), ZERO))}"),
        ("GST", f"${english(made.tax)}"),
        ("<b>New charges</b>", f"<b>${english(made.gross)}</b>"),
    ]
    details = [
        [item.name, f"{made.issued - timedelta(days=30):%d %b} – {made.issued:%d %b}", english(item.net)]
        for item in made.items
    ]
    total = made.gross + owed
    page = (
        "<style>@page "
        "{size: A4; margin: 15mm; @bottom-right {content: 'Page ' counter(page) ' of ' counter(pages); font: 8pt Carlito}}"
        " body {font: 10pt Carlito} .r {text-align: right} td, th {padding: 3pt 6pt; text-align: left}"
        " table {border-collapse: collapse} tr + tr td {border-top: 0.5pt solid #ccc}</style>"
        "<p style='font-size:28pt; color:#d6451b; margin:0'><b>murralink</b></p><p style='margin:0; "
        "font-size:8pt'>Murralink"
        " Telecom Pty Ltd ABN 84 604 719 283</p><div style='display:flex; margin-top:10mm'><div style='width:55%'>"
        f"{buyer}<br>14 Ironbark Street<br>Wirrawee VIC 3998<br><br>Account {client}<br>Bill number {number}<br>"
        f"Issued {made.issued:%d %b %Y}"
        "<br>Tax invoice</div><div style='background:#d6451b; color:white; padding:12pt; width:40%'>Total to pay<br>"
        f"<span style='font-size:24pt'>${english(total)}</span><br>Pay by {made.due:%d %b %Y}</div></div>"
        "<h3>Your bill at a glance</h3>"
        + pairs(summary, "width:60%", right=True)
        + f"<p>Biller code 990417 &nbsp; Ref {client}</p><div style='page-break-before:always'></div>"
        f"<p>murralink &nbsp; Bill {number} &nbsp; Account {client}</p><h3>Charges in detail (excluding GST)</h3>"
        + grid(["Service", "Period", "$"], details, 2)
    )
    lines = [told(item.name, item.net) for item in made.items]
    return Sheet(
        page,
        made.truth(
            number, "AUD", "Murralink Telecom Pty Ltd", buyer, seller_vat="84604719283", payable=total, lines=lines
        ),
    )


def folio(chance: random.Random) -> Sheet:
    """Austria: a hotel's account in two languages, charges with tax included beside credits, the taxes taken out below."""
    nights = chance.randint(1, 4)
    room, arrived = cents(chance, 9_900, 21_000), date(2026, 1, 5) + timedelta(days=chance.randint(0, 320))
    posts: list[tuple[date, str, Decimal, int]] = []
    for night in range(nights):
        day = arrived + timedelta(days=night)
        posts += [(day, "Logis / Accommodation", room, 10), (day, "Ortstaxe / City tax", Decimal("2.70"), 0)]
        if chance.random() < 0.6:
            posts.append((day, "Bar Getränke / Beverages", cents(chance, 650, 4_800), 20))
    left = arrived + timedelta(days=nights)
    gross = sum((post[2] for post in posts), ZERO)
    rows, net = [], ZERO
    for rate in sorted({post[3] for post in posts}, reverse=True):
        with_tax = sum((post[2] for post in posts if post[3] == rate), ZERO)
        without = rounded(with_tax * 100 / (100 + rate))
        net += without
        rows.append([f"{rate} %", continental(without), continental(with_tax - without), continental(with_tax)])
    paid = chance.choice([gross, ZERO])
    number, iban = f"{chance.randint(10_000, 99_999)}/{left:%y}", account(chance, "AT", "99107", 11)
    guest = chance.choice(["Frau Leontine Rask", "Herr Odo Finsterwald"])
    buyer = chance.choice(["Glimmhof Maschinen GmbH", "Tessnau Verlag GmbH"])
    ledger = [[f"{day:%d.%m.}", text, continental(amount), ""] for day, text, amount, _ in posts]
    ledger += [[f"{left:%d.%m.}", "Kreditkarte / Credit card", "", continental(paid)]] if paid else []
    ledger += [
        ["", "Summe / Total", continental(gross), continental(paid)],
        ["", "<b>Saldo / Balance EUR</b>", f"<b>{continental(gross - paid)}</b>", ""],
    ]
    page = (
        "<style>@page {size: A4; margin: 14mm 24mm} body {font: 9pt Liberation Serif} .r {text-align: right} "
        "table {border-collapse:"
        " collapse} td, th {padding: 2pt 6pt; text-align: left} thead th {border-top: 1pt solid; border-bottom: "
        "1pt solid}</style>"
        "<p style='text-align:right; font: 16pt Caladea'>Hotel Zirbelklause ****</p>"
        f"<div style='display:flex; justify-content:space-between'><div>{buyer}<br>z. Hd. {guest}<br>Lendgasse "
        f"7<br>8020 Graz</div>"
        + pairs(
            [
                ("Zimmer / Room", f"{chance.randint(101, 420)}"),
                ("Anreise / Arrival", f"{arrived:%d.%m.%Y}"),
                ("Abreise / Departure", f"{left:%d.%m.%Y}"),
                ("Gast / Guest", guest),
                ("Seite / Page", "1 / 1"),
            ]
        )
        + f"</div><h3>Rechnung / Invoice {number}</h3><p>Datum / Date: {left:%d.%m.%Y}</p>"
        + grid(["Datum", "Text", "Belastung / Charges", "Gutschrift / Credits"], ledger, 2)
        + "<br>"
        + grid(["MwSt / VAT", "Netto / Net", "Steuer / Tax", "Brutto / Gross"], rows, 1, "width:70%; color:#333")
        + "<p style='position:fixed; bottom:0; font-size:7.5pt; text-align:center; width:100%'>Zirbelklause "
        "Betriebs GmbH, Almweg 3, 6215 Hochried"
        f" · UID ATU73918460 · IBAN {fours(iban)}</p>"
    )
    more: dict[str, Any] = {"prepaid": paid} if paid else {}
    made = Deal(chance, [], ZERO, left, left)
    return Sheet(
        page,
        made.truth(
            number,
            "EUR",
            "Zirbelklause Betriebs GmbH",
            buyer,
            due_date=None,
            seller_vat="ATU73918460",
            net=net,
            tax=gross - net,
            gross=gross,
            payable=gross - paid,
            iban=iban,
            lines=[told(text, amount) for _, text, amount, _ in posts],
            **more,
        ),
    )


def receipt(chance: random.Random) -> Sheet:
    """United States: a subscription's receipt in an e-mail, printed from the browser; paid, nothing due."""
    seats = Decimal(chance.randint(2, 25))
    items = [
        Item(
            chance.choice(["Quillbeam Team (monthly)", "Quillbeam Studio (monthly)"]),
            seats,
            Decimal(chance.choice(["9.00", "14.50", "24.00"])),
        )
    ]
    items += (
        [Item("Extra storage 100 GB", Decimal(chance.randint(1, 5)), Decimal("3.20"))] if chance.random() < 0.6 else []
    )
    made = bill(chance, items, chance.choice(["0", "8.875"]))
    number, buyer = (
        f"QB7F{chance.randint(1000, 9999)}-00{chance.randint(10, 99)}",
        chance.choice(["Larkspur & Dunne Studio", "Pocatalla Outfitters"]),
    )
    stamp = f"{made.issued.month}/{made.issued.day}/{made.issued:%y}"
    blocks = "".join(
        f"<div style='display:flex; justify-content:space-between; margin:8pt 0'><div>{item.name}<br><span "
        f"class=g>Qty {item.quantity} ×"
        f" ${bare(item.price)}</span></div><div>${english(item.net)}</div></div>"
        for item in items
    )
    sums = [
        ("Subtotal", made.net),
        *([("Sales tax (8.875%)", made.tax)] if made.tax else []),
        ("Total", made.gross),
        ("Amount paid", made.gross),
        ("Amount due", ZERO),
    ]
    feet = "".join(
        f"<div style='display:flex; justify-content:space-between'><span>{a}</span><span>${english(b)}</span></div>"
        for a, b in sums
    )
    page = (
        f"<style>@page "
        f"{{size: Letter; margin: 14mm; @top-left {{content: '{stamp}, 9:14 AM'; font: 7pt Liberation Sans}}"
        " @top-center {content: 'Your receipt from Quillbeam'; font: 7pt Liberation Sans}"
        " @bottom-left {content: 'https://mail.example/u/0/?view=pt&search=all'; font: 7pt Liberation Sans}"
        " @bottom-right {content: '1/1'; font: 7pt Liberation Sans}} body {font: 9.5pt Liberation Sans} .g "
        "{color: #777}</style>"
        "<p><b>Your receipt from Quillbeam</b><br><span class=g>1 message</span></p><hr>"
        f"<div style='display:flex; justify-content:space-between'><span><b>Quillbeam</b> "
        f"&lt;billing@quillbeam.example&gt;</span><span>"
        f"{made.issued:%a, %b %-d, %Y} at 9:02 AM</span></div><p>To: accounts@buyer.example</p>"
        "<div style='width:110mm; margin:8mm auto; border:0.5pt solid #ddd; border-radius:6pt; padding:14pt'>"
        f"<span class=g>Receipt from Quillbeam, Inc.</span><br><span style='font-size:24pt'>"
        f"${english(made.gross)}</span><br>"
        f"<span class=g>Paid {made.issued:%B %-d, %Y}</span><hr><p>Invoice number &nbsp; {number}<br>Billed to "
        f"&nbsp; {buyer}<br>"
        f"Payment method &nbsp; card ending {chance.randint(1000, 9999)}</p><hr>{blocks}<hr>{feet}</div>"
        "<p class=g style='text-align:center'>Questions? Reply to this message. Quillbeam, Inc., 400 Tern Ave, "
        "Astorville, NY 10999</p>"
    )
    return Sheet(
        page, made.truth(number, "USD", "Quillbeam, Inc.", buyer, due_date=None, prepaid=made.gross, payable=ZERO)
    )


def translator(chance: random.Random) -> Sheet:
    """Netherlands: words at cents apiece; who sends it is told at the foot of the page only."""
    texts = ["Handleiding pomp NL-DE", "Jaarverslag EN-NL", "Huurcontract FR-NL", "Website teksten NL-EN"]
    items = [
        Item(name, Decimal(chance.randint(400, 9_000)), Decimal(chance.choice([11, 13, 14, 16])) / 100)
        for name in chance.sample(texts, chance.randint(1, 3))
    ]
    made = bill(chance, items, "21", 14)
    number, iban = f"{made.issued:%Y}{chance.randint(1, 80):03d}", account(chance, "NL", "ZZVT", 10)
    buyer = chance.choice(["Pompenfabriek De Raaf B.V.", "Gemeente Oosterwold-Zuid", "Stichting Lichtbaak"])
    rows = [
        [item.name, f"{item.quantity} woorden", f"à € {continental(item.price)}", f"€ {continental(item.net)}"]
        for item in items
    ]
    page = (
        "<style>@page {size: A4; margin: 30mm 25mm} body {font: 11pt Carlito; color:#222} .r "
        "{text-align: right} td {padding: 3pt 10pt 3pt 0}"
        " .f "
        "{position: fixed; bottom: -15mm; left: 0; right: 0; font-size: 8pt; color: #666; border-top: 0.4pt solid #999; padding-top: 4pt;"
        " text-align: center}</style>"
        f"<h1 style='font-weight:normal'>factuur</h1><p>{buyer}<br>t.a.v. de administratie<br>Molenkade 41<br>"
        f"8299 ZZ Oosterwold</p>"
        f"<p>factuurnummer {number}<br>datum {made.issued:%d-%m-%Y}<br>betalen vóór {made.due:%d-%m-%Y}</p><p>"
        f"Voor u vertaald:</p>"
        + grid([], rows, 1, "")
        + "<p>&nbsp;</p>"
        + pairs(
            [
                ("Bedrag exclusief btw", f"€ {continental(made.net)}"),
                ("Btw 21%", f"€ {continental(made.tax)}"),
                ("<b>Te voldoen</b>", f"<b>€ {continental(made.gross)}</b>"),
            ],
            right=True,
        )
        + f"<p>Hartelijk dank voor de prettige samenwerking!</p><div class=f>Vertaalatelier Wieke Dorsman · "
        f"Torenpad 5 · 9799 ZZ Garmerhuizen"
        f"<br>KvK 99041773 · btw NL861740932B01 · {fours(iban)}</div>"
    )
    return Sheet(
        page, made.truth(number, "EUR", "Vertaalatelier Wieke Dorsman", buyer, seller_vat="NL861740932B01", iban=iban)
    )


def progress(chance: random.Random) -> Sheet:
    """Australia: a builder's claim; the contract, what is done, what was claimed before and what is claimed now."""
    trades = [
        ("Site works", 18_000),
        ("Slab and footings", 64_500),
        ("Frame", 88_200),
        ("Roof", 41_750),
        ("Lock-up", 57_300),
    ]
    rows, lines, sums = [], [], [ZERO] * 4
    for place, (name, whole) in enumerate(trades[: chance.randint(3, 5)]):
        share = Decimal(max(15, 100 - place * chance.choice([10, 20])))
        before = Decimal(0 if place > 2 else chance.choice([10, 40, 60]) if share > 60 else 10)
        done = rounded(Decimal(whole) * share / 100)
        old = rounded(Decimal(whole) * before / 100)
        cells = [Decimal(whole), done, old, done - old]
        sums = [a + b for a, b in zip(sums, cells, strict=True)]
        rows.append([f"{place + 1}", name, english(cells[0]), f"{share}%", *(english(cell) for cell in cells[1:])])
        lines.append(told(name, done - old))
    made = bill(chance, [Item("Claim", Decimal(1), sums[3])], "10", 15)
    claim, contract = chance.randint(2, 9), f"C{chance.randint(300, 899)}"
    number = f"{contract}-PC{claim:02d}"
    buyer = chance.choice(["Tarrengower Shire Homes Ltd", "D. & E. Molesworthy"])
    rows.append(["", "<b>Totals</b>", english(sums[0]), "", *(english(one) for one in sums[1:])])
    page = (
        "<style>@page {size: A4 landscape; margin: 14mm} body {font: 9.5pt Liberation Sans} .r "
        "{text-align: right} table {border-collapse: collapse}"
        " td, th {padding: 3pt 6pt; border: 0.5pt solid black; text-align: left} .h td "
        "{border: 1.2pt solid black}</style>"
        f"<table class=h style='width:100%'><tr><td style='width:40%'><b>Karrowa Ridge Constructions Pty Ltd</b>"
        f"<br>ABN 75 587 103 946<br>77 Gantry Road, Moolap East VIC 3999</td>"
        f"<td style='text-align:center; font-size:14pt'>PROGRESS CLAIM No. {claim}<br><small>TAX INVOICE "
        f"{number}</small></td>"
        f"<td>Claim date: {made.issued:%d/%m/%Y}<br>Due: {made.due:%d/%m/%Y}<br>Contract: {contract}</td></tr>"
        f"<tr><td colspan=3>Principal: {buyer} &nbsp;&nbsp; Works: New residence, Lot 14 Quarry Rise</td></tr>"
        f"</table><br>"
        + grid(["#", "Trade", "Contract value", "% done", "Value to date", "Previously claimed", "This claim"], rows, 2)
        + f"<table style='margin: 10pt 0 0 auto'><tr><td>This claim (ex GST)</td><td class=r>"
        f"${english(made.net)}</td></tr><tr><td>GST 10%</td><td class=r>${english(made.tax)}</td></tr>"
        f"<tr><td><b>Claim inc. GST now payable</b></td><td class=r><b>${english(made.gross)}</b></td></tr></table>"
        "<p>EFT: BSB 990-417 &nbsp; Acct 1773 0264 &nbsp; This claim is made under the security of payment Act.</p>"
    )
    return Sheet(
        page,
        made.truth(
            number,
            "AUD",
            "Karrowa Ridge Constructions Pty Ltd",
            buyer,
            seller_vat="75587103946",
            contract_ref=contract,
            lines=lines,
        ),
    )


def lease(chance: random.Random) -> Sheet:
    """Canada: the month's rent of machines under a lease, two taxes, a slip to send back at the foot."""
    machines = [
        ("Skid steer SL-40", 148_500),
        ("Plate compactor PC9", 21_750),
        ("Light tower LT4", 39_900),
        ("Generator 20 kVA", 52_300),
    ]
    items = [
        Item(f"{name} s/n {chance.randint(10_000, 99_999)}", Decimal(1), Decimal(price) / 100)
        for name, price in chance.sample(machines, chance.randint(1, 3))
    ]
    made = bill(chance, items, "0", 20)
    gst, pst = rounded(made.net * Decimal("0.05")), rounded(made.net * Decimal("0.07"))
    gross = made.net + gst + pst
    number, contract = f"RI{chance.randint(100_000, 999_999)}", f"LS-{chance.randint(1000, 9999)}"
    buyer = chance.choice(["Skelgill Paving Ltd.", "Tumbler Bay Landscaping Inc."])
    month = f"{made.issued:%b 1, %Y}"
    sums = [("Rent", made.net), ("GST 5%", gst), ("PST 7%", pst)]
    page = (
        "<style>@page {size: Letter; margin: 15mm} body {font: 10pt Liberation Sans} .r {text-align: right} "
        "table {border-collapse: collapse}"
        " td, th {padding: 3pt 6pt; text-align: left} th {border-bottom: 1pt solid}</style>"
        "<p><b style='font-size:16pt'>HEMLOCK ARM EQUIPMENT LEASING</b><br>Hemlock Arm Leasing Inc. &nbsp; 2200 "
        "Dunlin Way, Port Sable, BC V0X 9Z9</p>"
        f"<p>SOLD TO {buyer}<br>88 Cannery Rd, Port Sable, BC</p>"
        + pairs(
            [
                ("Lease invoice", number),
                ("Invoice date", f"{made.issued:%b %d, %Y}"),
                ("Lease agreement", contract),
                ("Rental month from", month),
                ("Payment due", f"{made.due:%b %d, %Y}"),
            ],
            "background:#eee",
        )
        + "<br>"
        + grid(
            ["Equipment on lease", "Monthly rent CAD"],
            [[item.name, english(item.net)] for item in items],
            1,
            "width:80%",
        )
        + "<p>"
        + "<br>".join(f"{label}: {english(amount)}" for label, amount in sums)
        + f"<br><b>Invoice total: CAD {english(gross)}</b></p><p style='font-size:8pt'>Interest of 1.5% a month "
        f"runs on late rent. GST reg. 99041 7733 RT0001</p>"
        "<div style='position:fixed; bottom:0; left:0; right:0; border-top:1pt dashed; padding-top:6pt'><small>"
        "✂ Detach and return with your cheque</small>"
        f"<table style='width:100%'><tr><td>{buyer}</td><td>Invoice {number}</td><td>Due "
        f"{made.due:%b %d, %Y}</td><td>Amount due<br><b>${english(gross)}</b></td>"
        "<td>Amount enclosed<br>$ ____________</td></tr></table></div>"
    )
    lines = [told(item.name, item.net) for item in items]
    return Sheet(
        page,
        made.truth(
            number,
            "CAD",
            "Hemlock Arm Leasing Inc.",
            buyer,
            seller_vat="990417733RT0001",
            contract_ref=contract,
            tax=gst + pst,
            gross=gross,
            payable=gross,
            lines=lines,
        ),
    )


def customs(chance: random.Random) -> Sheet:
    """United Kingdom: a customs broker; duty and import VAT laid out for the client stand above its own services."""
    value = chance.randint(4_000, 60_000)
    outlays = [
        Item("Import duty", Decimal(1), rounded(Decimal(value) * Decimal("0.047"))),
        Item("Import VAT", Decimal(1), rounded(Decimal(value) * Decimal("0.2094"))),
    ]
    own = [
        Item("Customs entry", Decimal(1), Decimal("65.00")),
        Item("Additional tariff lines", Decimal(chance.randint(1, 8)), Decimal("6.50")),
        Item("Deferment fee", Decimal(1), cents(chance, 1_500, 9_000)),
    ][: chance.randint(2, 3)]
    made = bill(chance, outlays + own, "0", 7)
    laid, fees = (sum((item.net for item in group), ZERO) for group in (outlays, own))
    tax = rounded(fees * Decimal("0.2"))
    gross = laid + fees + tax
    number, iban = f"CB-{chance.randint(7_000, 9_999)}", account(chance, "GB", "ZZCU998812", 8)
    buyer = chance.choice(TRADES)
    mrn = f"{made.issued:%y}GB{chance.randint(10**9, 10**10 - 1)}X7"

    def part(items: Sequence[Item]) -> str:
        return "".join(
            f"<tr><td>{item.name}{f' ({item.quantity} @ {bare(item.price)})' if item.quantity > 1 else ''}</td>"
            f"<td class=r>{english(item.net)}</td></tr>"
            for item in items
        )

    page = (
        "<style>@page {size: A4; margin: 20mm} body {font: 10pt Liberation Sans} .r {text-align: right} td "
        "{padding: 3pt 4pt} table {width: 100%;"
        " border-collapse: collapse} .t {font-weight: bold; border-top: 0.6pt solid} .k {background: #222; "
        "color: white; padding: 3pt 5pt}</style>"
        f"<p>{number}<span style='float:right'>{made.issued:%d %b %Y}</span></p><h2 style='margin:0'>Tideswain "
        f"Customs Brokers Ltd</h2><p>Dock Gate 6, Harrowmouth HM1 3PL. VAT No. 927 1946 01</p>"
        f"<p>Invoice to: {buyer}</p><p>Entry (MRN) {mrn}; customs value £{value:,}; goods: "
        f"{chance.choice(['ceramic tiles', 'woven baskets', 'lamp parts'])}</p>"
        f"<div class=k>A. Outlays on your behalf (outside the scope of VAT)</div><table>{part(outlays)}<tr "
        f"class=t><td>Total A</td><td class=r>{english(laid)}</td></tr></table>"
        f"<div class=k>B. Our services</div><table>{part(own)}<tr class=t><td>Total B</td><td class=r>"
        f"{english(fees)}</td></tr></table>"
        f"<div class=k>C. Account</div><table><tr><td>A + B</td><td class=r>{english(laid + fees)}</td></tr><tr>"
        f"<td>VAT 20% on B</td><td class=r>{english(tax)}</td></tr>"
        f"<tr class=t><td>Total payable GBP</td><td class=r>{english(gross)}</td></tr></table><p>Outlays fall "
        f"due at once; we ask for the whole by {made.due:%d %b %Y}. IBAN {fours(iban)}</p>"
    )
    lines = [
        told(item.name, item.net) if item.quantity == 1 else told(item.name, item.net, item.quantity, item.price)
        for item in made.items
    ]
    return Sheet(
        page,
        made.truth(
            number,
            "GBP",
            "Tideswain Customs Brokers Ltd",
            buyer,
            seller_vat="927194601",
            tax=tax,
            gross=gross,
            payable=gross,
            iban=iban,
            lines=lines,
        ),
    )


def gst(chance: random.Random) -> Sheet:
    """India: a boxed tax invoice with HSN codes; CGST and SGST have a rate and an amount on every line."""
    goods = [
        ("Brass hinges 4 in", "8302", 18, 8_450),
        ("Teak beading, bundle", "4409", 18, 126_000),
        ("Cotton waste, bale", "5202", 5, 94_000),
        ("Jute bags", "6305", 5, 4_200),
    ]
    rows, lines, nets, halves = [], [], ZERO, ZERO
    for place, (name, code, rate, price) in enumerate(chance.sample(goods, chance.randint(2, 4)), 1):
        count, each = chance.randint(5, 240), Decimal(price) / 100
        net = rounded(each * count)
        half = rounded(net * rate / 200)
        nets, halves = nets + net, halves + half
        share = f"{Decimal(rate) / 2}%"
        rows.append(
            [
                f"{place}",
                name,
                code,
                f"{count}",
                indian(each),
                indian(net),
                share,
                indian(half),
                share,
                indian(half),
                indian(net + 2 * half),
            ]
        )
        lines.append(told(name, net, count, each))
    made = bill(chance, [], "0", 30)
    gross = nets + 2 * halves
    number, order = (
        f"KH/{made.issued:%y}-{made.issued.year - 1999}/{chance.randint(100, 999)}",
        f"PO/{chance.randint(100, 999)}/B",
    )
    buyer = chance.choice(["Mayurpankh Interiors LLP", "Dhanvika Timber Depot"])
    rows.append(
        [
            "",
            "<b>Total</b>",
            "",
            "",
            "",
            indian(nets),
            "",
            indian(halves),
            "",
            indian(halves),
            f"<b>₹ {indian(gross)}</b>",
        ]
    )
    page = (
        "<style>@page {size: A4; margin: 10mm} body {font: 8pt DejaVu Sans Condensed} .r {text-align: right} "
        "table {border-collapse: collapse; width: 100%}"
        " td, th {padding: 3pt; border: 0.5pt solid black; text-align: left; vertical-align: top}</style>"
        "<p style='text-align:center; margin:2pt'><b>TAX INVOICE</b> (Original for "
        "Recipient)</p>"
        "<table><tr><td rowspan=3 style='width:50%'><b>Kesarbhumi Hardware</b><br>Plot 41, Loha Galli<br>Nashik "
        "422999, Maharashtra<br>GSTIN 27AAQFK7314L1ZS</td>"
        f"<td>Invoice No.<br><b>{number}</b></td><td>Dated<br><b>{made.issued:%-d-%b-%y}</b></td></tr><tr><td>"
        f"Buyer's Order No.<br>{order}</td><td>Due on<br>{made.due:%-d-%b-%y}</td></tr>"
        f"<tr><td>Despatched through<br>Own lorry</td><td>Place of Supply<br>Maharashtra (27)</td></tr><tr><td "
        f"colspan=3>Buyer<br><b>{buyer}</b><br>Sinnar Road, Nashik<br>GSTIN 27AAVCM2086D1Z5</td></tr></table>"
        + grid(
            ["Sl", "Goods", "HSN", "Qty", "Rate", "Taxable Value", "CGST", "Amount", "SGST", "Amount", "Total"], rows, 3
        )
        + "<table><tr><td style='width:60%'>Declaration: the particulars given above are true and correct.</td>"
        "<td class=r>for Kesarbhumi Hardware<br><br><br>Authorised Signatory</td></tr></table>"
    )
    return Sheet(
        page,
        made.truth(
            number,
            "INR",
            "Kesarbhumi Hardware",
            buyer,
            seller_vat="27AAQFK7314L1ZS",
            order_ref=order,
            net=nets,
            tax=2 * halves,
            gross=gross,
            payable=gross,
            lines=lines,
        ),
    )


def wholesaler(chance: random.Random) -> Sheet:
    """Ireland: three dozen lines over pages with sums carried forward, promotions taken off on lines of their own."""
    things = [
        "Hand soap 5 L",
        "Paper towels, case",
        "Bin liners 90 L",
        "Mop head",
        "Glass cloth, pack",
        "Bleach 5 L",
        "Coffee beans 1 kg",
        "Tea bags 440",
        "Sugar sticks, box",
        "Takeaway lid, sleeve",
    ]
    rows: list[list[str]] = []
    lines, net = [], ZERO
    for place in range(chance.randint(32, 44)):
        name = f"{chance.choice(things)} {chance.choice(['eco', 'std', 'pro'])}"
        count, each = chance.randint(1, 24), cents(chance, 190, 4_900)
        amount = rounded(each * count)
        net += amount
        rows.append([f"{10_400 + place * 7}", name, f"{count}", bare(each), english(amount)])
        lines.append(told(name, amount, count, each))
        if chance.random() < 0.12:
            off = rounded(amount / 10)
            net -= off
            rows.append(["", "Less 10% promotion", "", "", f"-{english(off)}"])
            lines.append(told("Less 10% promotion", -off))
    made = bill(chance, [], "23", 30)
    tax = rounded(net * Decimal("0.23"))
    gross = net + tax
    number, order = f"D{chance.randint(400_000, 499_999)}", f"WEB{chance.randint(1000, 9999)}"
    iban, buyer = (
        account(chance, "IE", "ZZWH990255", 8),
        chance.choice(["Café Tonnagh", "Lissmore Rowing Club", "Knockbrack Nursing Home"]),
    )
    pages, carried, per = [], ZERO, 25
    amounts = [Decimal(str(line["net"])) for line in lines]
    for start in range(0, len(rows), per):
        shown = rows[start : start + per]
        top = [["", "<i>Brought forward</i>", "", "", english(carried)]] if start else []
        carried += sum(amounts[start : start + per], ZERO)
        end = [["", "<i>Carried forward</i>", "", "", english(carried)]] if start + per < len(rows) else []
        pages.append(
            f"<p style='margin:0'><b>Dunaree Wholesale Supplies Ltd</b> — Invoice {number} — "
            f"{made.issued:%d/%m/%Y} — sheet {start // per + 1}</p>"
            f"<p style='font-size:8pt'>Customer: {buyer} · Your order: {order} · Terms: due {made.due:%d/%m/%Y}</p>"
            + grid(["Code", "Product", "Qty", "Each", "Total €"], top + shown + end, 2)
        )
    page = (
        "<style>@page {size: A4; margin: 13mm} body {font: 9pt Liberation Sans} .r {text-align: right} table "
        "{border-collapse: collapse} td, th"
        " {padding: 3pt 5pt; text-align: left} tbody tr:nth-child(even) {background: #f1f1f1}</style>"
        + "<div style='page-break-before:always'></div>".join(pages)
        + f"<p class=r style='font-size:11pt'>Goods total {english(net)}<br>VAT @ 23% {english(tax)}<br><b>"
        f"Invoice total € {english(gross)}</b></p>"
        f"<p>Dunaree Industrial Estate, Co. Meath. VAT No. IE6820715S. IBAN {fours(iban)}</p>"
    )
    return Sheet(
        page,
        made.truth(
            number,
            "EUR",
            "Dunaree Wholesale Supplies Ltd",
            buyer,
            seller_vat="IE6820715S",
            order_ref=order,
            net=net,
            tax=tax,
            gross=gross,
            payable=gross,
            iban=iban,
            lines=lines,
        ),
    )


KEPT: dict[str, Family] = {
    "plain, word processor": soloist,
    "plain, catering": catering,
    "plain, laboratory": laboratory,
    "plain, telecom": telecom,
    "plain, hotel": folio,
    "plain, receipt by mail": receipt,
    "plain, dutch translator": translator,
    "plain, progress claim": progress,
    "plain, lease": lease,
    "plain, customs": customs,
    "plain, indian gst": gst,
    "plain, wholesaler": wholesaler,
}
