"""Invoices as they come in the post, by somebody who knew neither the reader nor its data: no two families share a page."""

import random
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .drawing import Family, Item, Sheet, bare, continental, english, french, grid, pairs, rounded, spaced
from .post import TRADES, ZERO, account, bill, cents, fours, told


def freight(chance: random.Random) -> Sheet:
    """Belgium, in English: a forwarder's boxed head, charges in two columns, exempt and taxable."""
    boxes = chance.randint(1, 4)
    exempt = [
        Item("Ocean freight all-in", Decimal(boxes), cents(chance, 90_000, 260_000)),
        Item("Terminal handling origin", Decimal(boxes), cents(chance, 18_000, 29_000)),
        Item("Documentation fee B/L", Decimal(1), Decimal("55.00")),
    ][: chance.randint(2, 3)]
    taxable = [
        Item("On-carriage by truck", Decimal(boxes), cents(chance, 30_000, 64_000)),
        Item("Demurrage, days", Decimal(chance.randint(2, 9)), Decimal("42.50")),
    ][: chance.randint(1, 2)]
    made = bill(chance, exempt + taxable, "21", 15)
    free, taxed = (sum((item.net for item in group), ZERO) for group in (exempt, taxable))
    tax = rounded(taxed * Decimal("0.21"))
    number, order = f"SI/{made.issued:%Y}/{chance.randint(10_000, 99_999)}", f"PO-{chance.randint(4000, 7999)}"
    iban = account(chance, "BE", "999", 9)
    buyer = chance.choice(["Vandermolle Textiel NV", "Sucrerie d'Haubrecq SA", "Kortewiel Fietsen BV"])
    rows = [
        [
            item.name,
            f"{item.quantity}",
            english(item.price),
            *(["", english(item.net)] if item in taxable else [english(item.net), ""]),
        ]
        for item in made.items
    ]
    head = [
        ("Vessel / Voyage", f"MV Arenlund {chance.randint(100, 400)}E", "Port of loading", "Qingdao"),
        ("B/L No.", f"ARLU{chance.randint(10**7, 10**8 - 1)}", "Port of discharge", "Antwerp"),
        ("Containers", f"{boxes} x 40' HC", "Gross weight", f"{chance.randint(7000, 40000)} kg"),
        ("Our file", f"IMP{chance.randint(10_000, 99_999)}", "Your order", order),
    ]
    cells = "".join(
        "<tr>" + "".join(f"<td><i>{a}</i><br>{b}</td>" for a, b in ((r[0], r[1]), (r[2], r[3]))) + "</tr>" for r in head
    )
    total = "<td colspan=2></td><td class=r>"
    page = (
        "<style>@page {size: A4; margin: 12mm} body {font: 9pt Liberation Sans} table "
        "{border-collapse: collapse; width: 100%}"
        " td, th {border: 0.5pt solid #555; padding: 3pt 4pt; vertical-align: top; text-align: left} .r "
        "{text-align: right}"
        " i {font-size: 7pt; color: #555}</style>"
        f"<table><tr><td rowspan=2 style='width:50%'><i>Bill to</i><br>{buyer}<br>Havenstraat 18<br>8900 Ieper</td>"
        f"<td><i>Invoice no.</i><br><b>{number}</b></td><td><i>Date</i><br>{made.issued:%d-%b-%Y}</td></tr>"
        f"<tr><td><i>Due</i><br>{made.due:%d-%b-%Y}</td><td><i>Currency</i><br>EUR</td></tr></table>"
        f"<table>{cells}</table><br>"
        + grid(["Charge", "Units", "Tariff", "Exempt (art. 41)", "Subject to 21%"], rows, 1).replace(
            "</tbody>",
            f"<tr>{total}Subtotals</td><td class=r>{english(free)}</td><td class=r>{english(taxed)}</td></tr>"
            f"<tr>{total}VAT</td><td class=r>0.00</td><td class=r>{english(tax)}</td></tr>"
            f"<tr>{total}<b>Payable EUR</b></td><td class=r colspan=2><b>{english(made.net + tax)}</b></td></tr>"
            f"</tbody>",
        )
        + "<p style='font-size:8pt; margin-top:60mm; border-top: 2pt solid navy; padding-top:4pt'><b "
        "style='color:navy'>Noordzee"
        f"-Halm Forwarding BV</b> · Kaai 712, 2030 Antwerpen · BTW BE0817392571 · {fours(iban)}</p>"
    )
    return Sheet(
        page,
        made.truth(
            number,
            "EUR",
            "Noordzee-Halm Forwarding BV",
            buyer,
            seller_vat="BE0817392571",
            tax=tax,
            gross=made.net + tax,
            payable=made.net + tax,
            order_ref=order,
            iban=iban,
        ),
    )


def architect(chance: random.Random) -> Sheet:
    """United Kingdom: a fee note by stages with the share earned; the particulars stand in a bar at the left."""
    fee = Decimal(chance.randint(20, 90)) * 1000
    stages = [
        ("Stage 2 Concept Design", 20),
        ("Stage 3 Spatial Coordination", 25),
        ("Stage 4 Technical Design", 35),
        ("Stage 5 Construction", 20),
    ]
    rows, lines = [], []
    for place, (name, share) in enumerate(stages[: chance.randint(2, 4)]):
        whole, earned = fee * share / 100, Decimal(chance.choice([40, 60, 75, 100]))
        before = Decimal(chance.choice([0, 25, 35])) if place else Decimal(30)
        now = rounded(whole * (earned - before) / 100)
        rows.append(
            [name, f"{share}%", english(whole), f"{earned}%", english(rounded(whole * before / 100)), english(now)]
        )
        lines.append((name, now))
    made = bill(chance, [Item(name, Decimal(1), now) for name, now in lines], "20", 30)
    number, iban = f"FN {chance.randint(2100, 2699)}/{chance.randint(2, 9):02d}", account(chance, "GB", "ZZAR992301", 8)
    buyer = chance.choice(TRADES)
    side = [
        ("Fee note", number),
        ("Date", f"{made.issued:%d.%m.%y}"),
        ("Client", buyer),
        ("Project", "Barn and studio at Ley Farm"),
        ("Job", number.split()[1].split("/")[0]),
        ("Payable by", f"{made.due:%d.%m.%y}"),
        ("VAT reg", "GB 937 2651 08"),
        ("Bank", fours(iban)),
    ]
    page = (
        "<style>@page {size: A4; margin: 22mm 14mm} body {font: 9pt Liberation Sans Narrow} .r {text-align: right}"
        " th {font-weight: normal; color: #888; border-bottom: 0.4pt solid #888} td, th "
        "{padding: 5pt 3pt; text-align: left;"
        " vertical-align: bottom} dt {color: #888; margin-top: 8pt} dd {margin: 0}</style>"
        "<p style='font-size:18pt; letter-spacing:6pt'>okoro venn architects</p><div style='display:flex; "
        "margin-top:20mm'>"
        f"<dl style='width:28%'>{''.join(f'<dt>{a}</dt><dd>{b}</dd>' for a, b in side)}</dl><div style='width:72%'>"
        f"<p>Agreed lump sum £{english(fee)}</p>"
        + grid(["Work stage", "Share", "Fee", "Complete", "Billed before", "This note"], rows, 1)
        + f"<p class=r>Fees this note &nbsp; {english(made.net)}<br>VAT @ 20% &nbsp; {english(made.tax)}<br><br>"
        f"<span style='font-size:13pt'>£ {english(made.gross)}</span></p></div></div>"
        "<p style='margin-top:30mm; color:#888'>Okoro Venn Architects LLP, 2 Tannery Steps, Ostrey OY1 1AA</p>"
    )
    told_lines = [told(name, now) for name, now in lines]
    return Sheet(
        page,
        made.truth(
            number, "GBP", "Okoro Venn Architects LLP", buyer, seller_vat="GB937265108", iban=iban, lines=told_lines
        ),
    )


def lawyer(chance: random.Random) -> Sheet:
    """United Kingdom: the bill on the first page, the entries of time behind it; court fees bear no VAT."""
    acts = [
        "Attending you by telephone regarding the boundary",
        "Considering the replies of the other side",
        "Drafting particulars of claim",
        "Letter to counsel with papers",
        "Perusing title and plans",
        "Conference with counsel, travel included",
    ]
    rates = {"JMH": Decimal(295), "PDK": Decimal(180)}
    entries = [
        (act, chance.choice(list(rates)), Decimal(chance.randint(2, 38)) / 10)
        for act in chance.sample(acts, chance.randint(3, 6))
    ]
    court = Decimal(chance.choice(["0.00", "205.00", "455.00"]))
    items = [Item(act, hours, rates[who]) for act, who, hours in entries]
    fees = sum((item.net for item in items), ZERO)
    made = bill(chance, items + ([Item("Court issue fee", Decimal(1), court)] if court else []), "20", 28)
    tax = rounded(fees * Decimal("0.20"))
    gross, held = made.net + tax, Decimal(chance.choice(["0.00", "250.00", "500.00"]))
    held = min(held, gross)
    number, buyer = f"{chance.randint(30_000, 59_999)}", chance.choice(["Mr Aldous Pennycroft", "Ostrey Fields Ltd"])
    sums = [
        ("To our professional charges as per the attached schedule", english(fees)),
        ("VAT thereon at 20%", english(tax)),
    ]
    sums += [("Disbursement (no VAT): Court issue fee", english(court))] if court else []
    sums += [("<b>Total of this bill</b>", f"<b>£{english(gross)}</b>")]
    sums += (
        [("Less held on account", f"({english(held)})"), ("<b>Balance due</b>", f"<b>£{english(gross - held)}</b>")]
        if held
        else []
    )
    day, rows = made.issued - timedelta(days=28), []
    for (act, who, hours), item in zip(entries, items, strict=True):
        day += timedelta(days=chance.randint(1, 4))
        rows.append([f"{day:%d/%m/%y}", who, act, f"{hours}", english(item.price), english(item.net)])
    page = (
        "<style>@page {size: A4; margin: 25mm 22mm} body {font: 11pt DejaVu Serif; font-size: 9.5pt} .r "
        "{text-align: right}"
        " td, th {padding: 4pt 5pt; text-align: left; vertical-align: top}</style><p style='text-align:center; "
        "font-size:15pt'>"
        "HASLOCK MEREWETHER<br><span style='font-size:8pt'>SOLICITORS · 9 CHANTRY COURT · DUNMERE DU1 4LP · VAT "
        "946 0318 27</span></p>"
        f"<p>{buyer}<br>Rookery Cottage<br>Dunmere</p><p>{made.issued.day} {made.issued:%B %Y}<br>Our ref: "
        f"JMH/{chance.randint(1000, 9999)}/2<br>"
        f"Bill no: {number}</p><p style='text-align:center'><b>Re: Boundary at Rookery Lane</b></p>"
        + pairs(sums, "width:100%", right=True)
        + f"<p>This bill is to be settled by {made.due.day} {made.due:%B %Y}. Haslock Merewether LLP is "
        f"authorised and regulated.</p>"
        "<div style='page-break-before:always'></div><p><b>SCHEDULE OF TIME</b></p>"
        + grid(
            ["Date", "Fee earner", "Work", "Hrs", "Rate", "£"],
            [*rows, ["", "", "", "", "", f"<u>{english(fees)}</u>"]],
            3,
        )
    )
    more: dict[str, Any] = {"prepaid": held} if held else {}
    lines = [told(item.name, item.net, item.quantity, item.price) for item in items]
    lines += [told("Court issue fee", court)] if court else []
    return Sheet(
        page,
        made.truth(
            number,
            "GBP",
            "Haslock Merewether LLP",
            buyer,
            seller_vat="946031827",
            tax=tax,
            gross=gross,
            payable=gross - held,
            lines=lines,
            **more,
        ),
    )


def utility(chance: random.Random) -> Sheet:
    """United Kingdom: electricity by two readings, prices in pence, a standing charge by the day, a direct debit."""
    first = chance.randint(11_000, 48_000)
    used, days = chance.randint(310, 4_200), chance.randint(28, 92)
    items = [
        Item("Electricity used", Decimal(used), Decimal(chance.randint(2_100, 2_990)) / 10_000),
        Item("Standing charge", Decimal(days), Decimal(chance.randint(4_100, 6_500)) / 10_000),
    ]
    home = used < 1_500
    made = bill(chance, items, "5" if home else "20", 14)
    number, buyer = f"{chance.randint(10**8, 10**9 - 1)}", chance.choice(["Ms Petra Underhay", "Brackwater Mills Ltd"])
    start = made.issued - timedelta(days=days + 1)
    client = f"A-{chance.randint(10**6, 10**7 - 1):08d}"

    def row(*cells: str) -> str:
        return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells[:-1]) + f"<td class=r>{cells[-1]}</td></tr>"

    calc = (
        row("Electricity used", f"{used} kWh × {items[0].price * 100:.2f}p", f"£{english(items[0].net)}")
        + row("Standing charge", f"{days} days × {items[1].price * 100:.2f}p", f"£{english(items[1].net)}")
        + row("Total before VAT", "", f"£{english(made.net)}")
        + row(f"VAT at {made.rate}%", "", f"£{english(made.tax)}")
        + row("<b>Total for this period</b>", "", f"<b>£{english(made.gross)}</b>")
    )
    page = (
        "<style>@page {size: A4; margin: 0} body {font: 10pt Carlito; margin: 0} .r {text-align: right} table "
        "{border-collapse: collapse;"
        " width: 100%} td {padding: 5pt; border-bottom: 0.5pt dotted #4b2a7b}</style>"
        "<div style='background:#4b2a7b; color:white; padding:10mm 16mm'><span style='font-size:22pt'>Fennmoor "
        "Power</span>"
        "<span style='float:right'>0800 000 0417<br>fennmoor.example</span></div><div style='padding:8mm 16mm'>"
        "<div style='float:right; width:70mm; border:1.5pt solid #4b2a7b; border-radius:8pt; padding:8pt'>"
        "Account number<br>"
        f"<b>{client}</b><br><br>Bill number<br><b>{number}</b><br><br>Bill date<br><b>{made.issued.day} "
        f"{made.issued:%B %Y}</b></div>"
        f"<p>{buyer}<br>The Sluice House<br>Fennmoor FN6 1RW</p><h2 style='color:#4b2a7b'>Your electricity bill</h2>"
        f"<p>{start.day} {start:%b %Y} to {made.issued - timedelta(days=1):%-d %b %Y}</p>"
        f"<p style='font-size:13pt; clear:both'>We will take <b>£{english(made.gross)}</b> from your bank on <b>"
        f"{made.due.day} {made.due:%B %Y}</b>.</p>"
        "<h4>Meter 19L 4471 &nbsp; Supply number 99 0417 3320</h4>"
        f"<table>"
        f"{row('Last reading (actual)', f'{first}', '')}{row('This reading (actual)', f'{first + used}', '')}{row('Units', f'{used} kWh', '')}</table>"
        f"<h4>How we worked it out</h4><table>{calc}</table><p style='font-size:7.5pt; margin-top:20mm'>"
        f"Fennmoor Power Ltd. Registered office:"
        " Dyke Road, Fennmoor. VAT registration 955 7204 06.</p></div>"
    )
    return Sheet(page, made.truth(number, "GBP", "Fennmoor Power Ltd", buyer, seller_vat="955720406"))


def garage(chance: random.Random) -> Sheet:
    """United States: a repair order from a needle printer; the tax falls on parts only."""
    parts = [
        Item(name, Decimal(count), Decimal(price) / 100)
        for name, count, price in chance.sample(
            [("BRAKE PADS FRONT", 1, 8_995), ("OIL 5W30 QT", 5, 749), ("OIL FILTER", 1, 1_129), ("ROTOR", 2, 6_450)],
            chance.randint(2, 3),
        )
    ]
    labor = [
        Item(
            chance.choice(["LABOR BRAKES", "LABOR SERVICE"]),
            Decimal(chance.choice(["0.8", "1.5", "2.2"])),
            Decimal("118.00"),
        )
    ]
    made = bill(chance, parts + labor + [Item("SHOP SUPPLIES", Decimal(1), Decimal("12.50"))], "0", 0)
    taxed = sum((item.net for item in parts), ZERO)
    tax = rounded(taxed * Decimal("0.0625"))
    gross = made.net + tax
    number, buyer = (
        f"{chance.randint(40_000, 89_999)}",
        chance.choice(["DARLA HUXTON", "OTIS PELLERBY", "GRANTLEY ORCHARDS LLC"]),
    )
    rows = [
        f"{'T' if item in parts else ' '}  {item.name:<26}{item.quantity:>6}{bare(item.price):>12}{bare(item.net):>12}"
        for item in made.items
    ]

    def sum_line(label: str, amount: Decimal) -> str:
        return f"{'':<27}{label:<20}{bare(amount):>12}"

    text = "\n".join(
        [
            "        TALLOW CREEK AUTO REPAIR",
            "        1180 OLD MILL RD   TALLOW CREEK, OH 45999",
            "        PH 555-0142",
            "",
            f"R.O. {number:<20}DATE {made.issued:%m/%d/%Y}      WRITER: MEL",
            "-" * 60,
            f"CUSTOMER  {buyer}",
            f"VEHICLE   2014 WAGON   PLATE HX{chance.randint(1000, 9999)}   MILES {chance.randint(60_000, 140_000)}",
            "-" * 60,
            f"   {'ITEM':<26}{'QTY':>6}{'EACH':>12}{'AMOUNT':>12}",
            *rows,
            "-" * 60,
            sum_line("PARTS (T)", taxed),
            sum_line("LABOR AND OTHER", made.net - taxed),
            sum_line("SUB-TOTAL", made.net),
            sum_line("TAX 6.25% ON T", tax),
            sum_line("PLEASE PAY", gross),
            "",
            "T = TAXABLE     TERMS: CASH OR CARD ON PICKUP",
            "",
            "X______________________________  I AUTHORIZED THIS WORK",
        ]
    )
    page = f"<style>@page {{size: Letter; margin: 20mm}} pre {{font: 10.5pt Liberation Mono}}</style><pre>{text}</pre>"
    return Sheet(
        page,
        made.truth(
            number, "USD", "Tallow Creek Auto Repair", buyer, due_date=None, tax=tax, gross=gross, payable=gross
        ),
    )


def printer(chance: random.Random) -> Sheet:
    """France: a printing house; prices by the thousand, the sums in one strip across the page, an acompte taken off."""
    goods = [
        ("Dépliants 3 volets, quadri", 8_900),
        ("Affiches A2", 41_000),
        ("Cartes de visite pelliculées", 5_200),
        ("Brochures 16 pages piquées", 62_000),
    ]
    items = [
        Item(name, Decimal(chance.choice(["0.5", "1", "2.5", "4"])), Decimal(price) / 100)
        for name, price in chance.sample(goods, chance.randint(1, 3))
    ]
    made = bill(chance, items, "20", 45)
    paid = rounded(made.gross * Decimal("0.3"))
    number, order = f"FA{made.issued:%y%m}-{chance.randint(10, 99)}", f"D-{chance.randint(300, 899)}"
    iban = account(chance, "FR", "9917300417", 13)
    buyer = chance.choice(["Comité des fêtes de Brénac", "Atelier Vaucresson-Lys SARL", "Théâtre du Grand Merle"])
    rows = [
        [item.name, f"{int(item.quantity * 1000)} ex.", f"{french(item.price)} le mille", french(item.net)]
        for item in items
    ]
    strip = [
        [
            "20,00 %",
            french(made.net),
            french(made.tax),
            french(made.gross),
            french(paid),
            f"<b>{french(made.gross - paid)} €</b>",
        ]
    ]
    page = (
        "<style>@page {size: A4; margin: 18mm} body {font: 9.5pt DejaVu Sans Condensed} .r {text-align: right} "
        "table {border-collapse:"
        " collapse} td, th {padding: 4pt 5pt; text-align: left} .s td, .s th {border: 0.7pt solid #234}</style>"
        f"<table style='width:100%'><tr><td style='width:55%'><b style='font-size:15pt'>Imprimerie "
        f"Trois-Ormes</b><br>22 rue du Plomb<br>31999 Brénac</td>"
        f"<td style='border:1pt solid #234'>{buyer}<br>6 place du Foirail<br>31999 Brénac</td></tr></table>"
        f"<p>Brénac, le {made.issued:%d/%m/%Y}</p><p style='font-size:13pt'>FACTURE {number}</p><p>Suite à "
        f"votre commande {order}</p>"
        + grid(["Travaux d'impression", "Tirage", "Prix HT", "Montant HT"], rows, 1)
        + "<div class=s style='margin-top:70mm'>"
        + grid(["Taux", "Base HT", "TVA", "Total TTC", "Acompte versé", "Net à payer"], strip, 0)
        + f"</div><p>Échéance : {made.due:%d/%m/%Y} — virement IBAN {fours(iban)}</p>"
        "<p style='font-size:7pt'>SARL au capital de 8 000 € · SIRET 917 483 265 00017 · N° TVA FR20917483265 · "
        "Pas d'escompte. Pénalités de retard :"
        " trois fois le taux légal ; indemnité forfaitaire de recouvrement : 40 €.</p>"
    )
    lines = [told(item.name, item.net) for item in items]
    return Sheet(
        page,
        made.truth(
            number,
            "EUR",
            "Imprimerie Trois-Ormes",
            buyer,
            seller_vat="FR20917483265",
            order_ref=order,
            prepaid=paid,
            payable=made.gross - paid,
            iban=iban,
            lines=lines,
        ),
    )


def seeds(chance: random.Random) -> Sheet:
    """Spain: a seed merchant; each line has its discount and its rate of IVA, the bases are told apart at the foot."""
    goods = [
        ("Trigo blando cert. 25 kg", 1_890, 10),
        ("Cebada cervecera 25 kg", 1_640, 10),
        ("Veza forrajera 20 kg", 2_215, 10),
        ("Guantes de poda", 790, 21),
        ("Malla antipájaros 10 m", 3_380, 21),
    ]
    picked = chance.sample(goods[:3], chance.randint(1, 3)) + chance.sample(goods[3:], chance.randint(1, 2))
    rows, lines, bases = [], [], {10: ZERO, 21: ZERO}
    for name, price, rate in picked:
        count, cut, each = chance.randint(2, 60), chance.choice([0, 0, 5, 12]), Decimal(price) / 100
        net = rounded(each * count * (100 - cut) / 100)
        bases[rate] += net
        rows.append(
            [
                f"{chance.randint(1000, 9999)}",
                name,
                f"{count}",
                continental(each),
                f"{cut or ''}",
                f"{rate}",
                continental(net),
            ]
        )
        lines.append(told(name, net, count, each))
    made = bill(chance, [], "0", 60)
    net = sum(bases.values(), ZERO)
    taxes = {rate: rounded(base * rate / 100) for rate, base in bases.items()}
    tax = sum(taxes.values(), ZERO)
    number, note = f"A/{chance.randint(100, 999)}", f"{chance.randint(5_000, 9_999)}"
    iban = account(chance, "ES", "99740017", 12)
    buyer = chance.choice(["Cooperativa San Millán de Yerga", "Hermanos Olmedilla C.B.", "Finca Los Carriles SL"])
    feet = [[f"{rate} %", continental(base), continental(taxes[rate])] for rate, base in bases.items() if base]
    page = (
        "<style>@page {size: A4; margin: 15mm} body {font: 9pt Liberation Sans} .r {text-align: right} table "
        "{border-collapse: collapse}"
        " td, th {padding: 2pt 5pt; text-align: left} .g thead th {background: #58752e; color: white} .b "
        "{border: 0.7pt solid #58752e;"
        " padding: 5pt; margin-bottom: 8pt}</style>"
        "<div style='display:flex; justify-content:space-between'><div><b style='font-size:14pt; color:#58752e'>"
        "SEMILLAS VALDEYERGA</b><br>"
        "Semillas Valdeyerga S.L.<br>Ctra. de la Dehesa km 4<br>26999 Yerga (La Rioja)<br>NIF B73941262</div>"
        f"<div class=b style='width:75mm'><b>CLIENTE</b><br>{buyer}<br>C/ Era Alta 12<br>26999 Yerga<br>NIF "
        f"F99{chance.randint(100000, 999999)}</div></div>"
        f"<div class=b>Factura <b>{number}</b> &nbsp; Fecha <b>{made.issued:%d/%m/%Y}</b> &nbsp; Albarán {note} "
        f"&nbsp; Vencimiento <b>{made.due:%d/%m/%Y}</b></div>"
        "<div class=g style='min-height:110mm'>"
        + grid(["Ref.", "Artículo", "Cant.", "Precio", "Dto. %", "IVA", "Importe"], rows, 2)
        + "</div><div style='display:flex; justify-content:space-between' class=g>"
        + grid(["Tipo", "Base imponible", "Cuota IVA"], feet, 1, "")
        + f"<div class=b style='width:60mm; text-align:right'>TOTAL FACTURA<br><b style='font-size:15pt'>"
        f"{continental(net + tax)} EUR</b></div></div>"
        f"<p>Forma de pago: transferencia a {fours(iban)}</p>"
    )
    return Sheet(
        page,
        made.truth(
            number,
            "EUR",
            "Semillas Valdeyerga S.L.",
            buyer,
            seller_vat="B73941262",
            net=net,
            tax=tax,
            gross=net + tax,
            payable=net + tax,
            iban=iban,
            lines=lines,
        ),
    )


def staffing(chance: random.Random) -> Sheet:
    """Sweden: hours of each person and week, the sum rounded to whole kronor."""
    people = ["Alva Brantmark", "Sixten Rydhage", "Minou Karlvik", "Torun Ekstade"]
    items = [
        Item(
            f"{name}, lager",
            Decimal(chance.randint(60, 400)) / 10,
            Decimal(chance.choice([31_250, 34_575, 38_900])) / 100,
        )
        for name in chance.sample(people, chance.randint(2, 4))
    ]
    items += (
        [Item("OB-tillägg kväll", Decimal(chance.randint(10, 90)) / 10, Decimal("48.35"))]
        if chance.random() < 0.5
        else []
    )
    made = bill(chance, items, "25", 20)
    whole = rounded(made.gross.quantize(Decimal(1), ROUND_HALF_UP))
    number, order = f"{chance.randint(100_000, 199_999)}", f"K{chance.randint(1000, 9999)}"
    iban, week = account(chance, "SE", "999", 17), made.issued.isocalendar().week - 1 or 1
    buyer = chance.choice(["Nordgläntan Logistik AB", "Byggvaror i Älvsta AB"])
    rows = [
        [item.name, f"v. {week}", f"{item.quantity}".replace(".", ","), spaced(item.price), spaced(item.net)]
        for item in items
    ]
    cells = [
        ("Exkl. moms", spaced(made.net)),
        ("Moms 25 %", spaced(made.tax)),
        ("Inkl. moms", spaced(made.gross)),
        ("Öresavrundning", spaced(whole - made.gross)),
        ("ATT BETALA SEK", f"<b>{spaced(whole)}</b>"),
    ]
    page = (
        "<style>@page {size: A4; margin: 16mm} body {font: 9.5pt Liberation Sans} .r {text-align: right} table "
        "{border-collapse: collapse}"
        " td, th {padding: 3pt 5pt; text-align: left} .u "
        "{display: flex; background: #e6edf5; justify-content: space-between; padding: 6pt}"
        " small {color: #456}</style>"
        "<div style='display:flex; justify-content:space-between'><b style='font-size:17pt'>Bemannia Vik</b>"
        "<span style='font-size:17pt'>Faktura</span></div>"
        f"<div class=u><div><small>Fakturanr</small><br>{number}</div><div><small>Fakturadatum</small><br>"
        f"{made.issued:%Y-%m-%d}</div><div>"
        f"<small>Förfallodatum</small><br>{made.due:%Y-%m-%d}</div><div><small>Ert ordernr</small><br>"
        f"{order}</div><div><small>OCR</small><br>{number}7</div></div>"
        f"<p style='margin-left:95mm'>{buyer}<br>Box 417<br>999 17 Älvsta</p>"
        + grid(["Person", "Vecka", "Timmar", "À-pris", "Belopp"], rows, 2)
        + "<div class=u style='margin-top:30mm'>"
        + "".join(f"<div class=r><small>{a}</small><br>{b}</div>" for a, b in cells)
        + "</div><div style='display:flex; justify-content:space-between; font-size:8pt; margin-top:8mm'><div>"
        "Bemannia Vik AB<br>Hamngatan 3<br>999 01 Vik</div>"
        f"<div>Bankgiro<br>999-0417</div><div>IBAN<br>{fours(iban)}</div><div>Momsreg.nr<br>SE559731846701<br>"
        f"Godkänd för F-skatt</div></div>"
    )
    return Sheet(
        page,
        made.truth(
            number,
            "SEK",
            "Bemannia Vik AB",
            buyer,
            seller_vat="SE559731846701",
            order_ref=order,
            payable=whole,
            iban=iban,
        ),
    )


def university(chance: random.Random) -> Sheet:
    """United Kingdom: a university's income office; codes of VAT on the lines, the totals at the left."""
    goods = [
        ("Hire of lecture theatre B2", 42_000, "S"),
        ("Electron microscope, hours", 9_600, "S"),
        ("Short course places", 31_500, "E"),
        ("Library membership", 8_000, "E"),
    ]
    picked = chance.sample(goods, chance.randint(2, 4))
    items = [(Item(name, Decimal(chance.randint(1, 9)), Decimal(price) / 100), code) for name, price, code in picked]
    made = bill(chance, [item for item, _ in items], "0", 30)
    base = sum((item.net for item, code in items if code == "S"), ZERO)
    tax = rounded(base * Decimal("0.2"))
    gross = made.net + tax
    number, order = f"SIN{chance.randint(100_000, 499_999)}", f"{chance.randint(4_500_000, 4_599_999)}"
    iban, buyer = account(chance, "GB", "ZZUN990641", 8), chance.choice(TRADES)
    rows = [
        [f"{place}", f"{item.quantity}", item.name, english(item.price), english(item.net), code]
        for place, (item, code) in enumerate(items, 1)
    ]
    page = (
        "<style>@page {size: A4; margin: 17mm} body {font: 10pt Caladea} .r {text-align: right} table "
        "{border-collapse: collapse}"
        " td, th {padding: 3pt 8pt 3pt 0; text-align: left}</style>"
        "<p style='font-size:17pt; margin-bottom:0'>University of Saltmarsh</p><p style='margin-top:0'>Finance "
        "Division, Income Office</p><hr>"
        + "<div style='display:flex; justify-content:space-between'>"
        + pairs(
            [
                ("Sales invoice", f"<b>{number}</b>"),
                ("Tax point", f"{made.issued:%d-%m-%Y}"),
                ("Customer", f"{chance.randint(20_000, 29_999)}"),
                ("Customer PO", order),
            ]
        )
        + f"<p>{buyer}<br>Accounts Payable<br>Weir Street<br>Ostrey OY2 7HH</p></div><hr>"
        + grid(["Line", "Qty", "Details", "Unit £", "Value £", "VAT code"], rows, 3)
        + "<div style='margin-top:14mm; width:80mm; border:1pt solid; padding:6pt'>"
        + pairs(
            [
                ("Goods and services", english(made.net)),
                ("VAT (S = 20%, E = exempt)", english(tax)),
                ("<b>Invoice total GBP</b>", f"<b>{english(gross)}</b>"),
            ],
            right=True,
        )
        + f"</div><p>Please pay by {made.due:%d-%m-%Y}. IBAN {fours(iban)}. VAT no. GB 961 8830 90.</p><p "
        f"style='font-size:8pt'>The University is an exempt charity.</p>"
    )
    return Sheet(
        page,
        made.truth(
            number,
            "GBP",
            "University of Saltmarsh",
            buyer,
            seller_vat="GB961883090",
            order_ref=order,
            tax=tax,
            gross=gross,
            payable=gross,
            iban=iban,
        ),
    )


def craftsman(chance: random.Random) -> Sheet:
    """Germany: a joiner's final bill; the quantity and its unit stand before the work, payments on account come off."""
    works = [
        ("Stk", "Zimmertür Eiche liefern und einbauen", 68_500),
        ("m", "Sockelleiste montieren", 1_480),
        ("m²", "Dielenboden schleifen und ölen", 4_350),
        ("Std", "Schreinerarbeiten auf Nachweis", 5_900),
        ("psch", "Entsorgung", 14_000),
    ]
    items, rows = [], []
    for place, (unit, name, price) in enumerate(chance.sample(works, chance.randint(2, 5)), 1):
        count = (
            Decimal(1)
            if unit == "psch"
            else Decimal(chance.randint(2, 9))
            if unit == "Stk"
            else Decimal(chance.randint(30, 480)) / 10
        )
        items.append(Item(name, count, Decimal(price) / 100))
        rows.append(
            [
                f"{place}",
                f"{count}".replace(".", ","),
                unit,
                name,
                continental(items[-1].price),
                continental(items[-1].net),
            ]
        )
    made = bill(chance, items, "19", 14)
    paid = [rounded(made.gross / 4).quantize(Decimal(10)).quantize(Decimal("0.01"))] * chance.randint(1, 2)
    rest = made.gross - sum(paid)
    number, iban = f"{made.issued:%Y}-{chance.randint(20, 190)}", account(chance, "DE", "99917300", 10)
    buyer = chance.choice(["Eheleute Rautenstock", "Baugruppe Am Lerchenrain GbR", "Frau Hedda Mühlwart"])
    sums = [
        ("Nettosumme", continental(made.net)),
        ("zzgl. 19 % MwSt.", continental(made.tax)),
        ("Gesamtsumme", continental(made.gross)),
    ]
    sums += [
        (f"abzgl. {at}. Abschlag vom {made.issued - timedelta(days=60 - 20 * at):%d.%m.%Y}", f"- {continental(one)}")
        for at, one in enumerate(paid, 1)
    ]
    sums += [("<b>Restbetrag</b>", f"<b>{continental(rest)} €</b>")]
    page = (
        "<style>@page {size: A4; margin: 20mm 20mm 20mm 25mm} body {font: 10.5pt Liberation Sans} .r "
        "{text-align: right} table {border-collapse: collapse}"
        " td, th {padding: 3pt 4pt; text-align: left; vertical-align: top} th {border-bottom: 0.8pt solid}</style>"
        "<p style='text-align:center; margin:0'><b style='font-size:16pt'>Schreinerei Kolbenhuber</b><br>"
        "Meisterbetrieb · Inh. Veit Kolbenhuber · Sägweg 2 · 99417 Oberlinden</p>"
        f"<p style='margin-top:14mm'><u style='font-size:7pt'>Kolbenhuber, Sägweg 2, 99417 Oberlinden</u><br>"
        f"{buyer}<br>Lerchenrain 8<br>99417 Oberlinden</p>"
        f"<p class=r>Oberlinden, {made.issued:%d.%m.%Y}</p><p><b>Schlussrechnung Nr. {number}</b><br>BV "
        f"Lerchenrain 8, Innenausbau</p><p>Sehr geehrte Damen und Herren,<br>für die ausgeführten Arbeiten "
        f"erlauben wir uns zu berechnen:</p>"
        + grid(["Pos", "Menge", "Einh.", "Leistung", "EP €", "GP €"], rows, 4)
        + pairs(sums, "margin: 6pt 0 0 auto", right=True)
        + f"<p>Zahlbar ohne Abzug bis {made.due:%d.%m.%Y} auf IBAN {fours(iban)}.</p><p>USt-IdNr. DE318472657. "
        f"Bewahren Sie diese Rechnung bitte zwei Jahre auf.</p>"
    )
    return Sheet(
        page,
        made.truth(
            number,
            "EUR",
            "Schreinerei Kolbenhuber",
            buyer,
            seller_vat="DE318472657",
            prepaid=sum(paid),
            payable=rest,
            iban=iban,
        ),
    )


def credit(chance: random.Random) -> Sheet:
    """United Kingdom: a tile merchant's credit note for broken goods, in the same form as its invoices."""
    goods = [
        ("Slate tile 600x300, box", 3_840),
        ("Hex mosaic white, sheet", 1_125),
        ("Grout grey 5 kg", 980),
        ("Edge trim 2.5 m", 645),
    ]
    items = [
        Item(name, Decimal(chance.randint(1, 14)), Decimal(price) / 100)
        for name, price in chance.sample(goods, chance.randint(1, 3))
    ]
    made = bill(chance, items, "20")
    number, before, buyer = (
        f"CN{chance.randint(1000, 9999)}",
        f"IN{chance.randint(20_000, 59_999)}",
        chance.choice(TRADES),
    )
    rows = [[f"{item.quantity}", item.name, bare(item.price), bare(item.net)] for item in items]
    why = chance.choice(["Damaged in transit", "Wrong colour sent", "Returned unopened"])
    page = (
        "<style>@page {size: A4; margin: 16mm} body {font: 10pt Carlito} .r {text-align: right} table "
        "{border-collapse: collapse} td, th {padding: 4pt 6pt;"
        " text-align: left} .l th {background: #a33; color: white} .l td {border-bottom: 0.5pt solid #a33}</style>"
        "<table style='width:100%'><tr><td style='font-size:22pt; color:#a33'>CREDIT NOTE</td><td class=r><b>"
        "Cragfast Tile &amp; Stone Ltd</b><br>Kiln Road, Brackwater BW3 9DN<br>VAT Reg. GB 918 4027 27</td></tr>"
        "</table>"
        f"<table style='width:100%; margin:8mm 0'><tr><td>Credit to<br><b>{buyer}</b><br>Canal Wharf<br>"
        f"Brackwater</td><td>Credit note no.<br><b>{number}</b></td><td>Date<br><b>{made.issued:%d %b %Y}</b></td>"
        f"<td>Against invoice<br><b>{before}</b></td></tr></table><div class=l>"
        + grid(["Qty", "Goods credited", "Price", "Credit"], rows, 2)
        + f"</div><p>Reason: {why}</p>"
        + pairs(
            [
                ("Net credit", f"£{english(made.net)}"),
                ("VAT 20%", f"£{english(made.tax)}"),
                ("<b>Total credit</b>", f"<b>£{english(made.gross)}</b>"),
            ],
            "margin-left:auto",
            right=True,
        )
        + "<p>This sum has been set against your account. No payment is needed.</p>"
    )
    return Sheet(
        page,
        made.truth(
            number,
            "GBP",
            "Cragfast Tile & Stone Ltd",
            buyer,
            doc_type="credit_note",
            due_date=None,
            seller_vat="GB918402727",
            preceding_invoice=before,
        ),
    )


def letter(chance: random.Random) -> Sheet:
    """Ireland: a piano tuner writes a letter; every sum stands in a sentence and there is no table."""
    made = bill(chance, [Item("work", Decimal(1), cents(chance, 18_000, 240_000))], chance.choice(["13.5", "23"]), 21)
    number, iban = f"{chance.randint(70, 480)}/{made.issued:%y}", account(chance, "IE", "ZZPT990388", 8)
    buyer, what = (
        chance.choice(["Scoil Naomh Gobnait", "Lissmore Choral Society"]),
        chance.choice(["tuning the three pianos in the hall", "restringing the bass of the upright"]),
    )
    page = (
        "<style>@page {size: A4; margin: 30mm 32mm} body {font: 12pt Caladea; line-height: 1.45}</style>"
        "<p style='text-align:right'>Cormac Tierlach<br>Piano Tuner<br>Bridge House, Kilsallow</p>"
        f"<p>{buyer}<br>Church Road<br>Lissmore</p><p style='text-align:right'>{made.issued.day} "
        f"{made.issued:%B %Y}</p><p>Dear friends,</p>"
        f"<p>This is my invoice number {number} for {what} on {made.issued - timedelta(days=6):%-d %B}. My "
        f"charge is €{english(made.net)}, to which"
        f" I must add VAT at {made.rate}% of €{english(made.tax)}, so that you owe me €{english(made.gross)} in "
        f"all.</p>"
        f"<p>I would be glad to have it by {made.due.day} {made.due:%B %Y}. My account is {fours(iban)}.</p>"
        "<p>With kind regards,</p><p style='font: italic 16pt Caladea'>C. Tierlach</p>"
    )
    return Sheet(page, made.truth(number, "EUR", "Cormac Tierlach", buyer, iban=iban, lines=[]))


TUNED: dict[str, Family] = {
    "plain, freight": freight,
    "plain, architect": architect,
    "plain, lawyer": lawyer,
    "plain, electricity": utility,
    "plain, garage": garage,
    "plain, french printer": printer,
    "plain, spanish seeds": seeds,
    "plain, swedish staffing": staffing,
    "plain, university": university,
    "plain, german joiner": craftsman,
    "plain, credit note": credit,
    "plain, letter": letter,
}
