"""Ordinary invoices of the Netherlands, Sweden, Denmark, Finland and Poland."""

import random
from decimal import Decimal

from .drawing import Family, Sheet, continental, french
from .fresh import ZERO, bill, block, columns, css, facts, row, sums, table
from .post import account, fours

FLOWERS = (
    ("", "Rozen Avalanche 60 cm, bos van 20", "", 690, 1490),
    ("", "Tulpen gemengd, bos van 50", "", 890, 1690),
    ("", "Orchideeën in pot 12 cm", "", 590, 990),
    ("", "Glazen vaas cilinder 30 cm", "", 790, 1890),
    ("", "Emballage en karren", "", 250, 1250),
)


def dutch(chance: random.Random) -> Sheet:
    """The Netherlands: a low and a high rate, the seller in a band of colour at the right, everything else at the left."""
    made = bill(chance, FLOWERS, ["9", "9", "9", "21", "21"], count=(2, 5), most=30, days=14)
    number, customer = f"{made.issued:%Y}{chance.randint(1, 8000):05d}", f"{chance.randint(10200, 19900)}"
    buyer, iban = (
        chance.choice(["Bloemist De Klaproos", "Tuincentrum Overveldt B.V."]),
        account(chance, "NL", "OVRB", 10),
    )
    euro = lambda amount: f"€ {continental(amount)}"  # noqa: E731
    rows = [[f"{one.quantity}", one.name, euro(one.price), f"{one.rate}%", euro(one.net)] for one in made.rows]
    end = (
        [("Subtotaal", euro(made.net))]
        + [(f"{rate}% btw over {euro(base)}", euro(tax)) for rate, base, tax in reversed(made.taxes)]
        + [("<b>Te betalen</b>", f"<b>{euro(made.gross)}</b>")]
    )
    page = (
        css(
            "body {font: 10pt Carlito} .goods th {border-bottom: 1.5pt solid #d45087} .sums td {padding: 2pt 4pt 2pt"
            " 20pt}",
            margin="18mm 16mm 18mm 18mm",
        )
        + columns(
            "<div"
            f" style='margin-top:22mm'>{block(buyer, 't.a.v. de administratie', 'Kerkstraat 81', '4999 AB Overveldt')}</div>",
            "<div style='background:#fbe9f0; padding:8pt'><b style='font-size:13pt; color:#d45087'>Kwekerij"
            " Middelhoek</b><br>Middelhoek Bloemen B.V.<br>Tuinbouwweg 5<br>2699 ZZ De Lierop<br><br>T 0999-55 11"
            f" 22<br>info@middelhoek.example<br>KvK 99887766<br>Btw NL899887766B01<br>IBAN {fours(iban)}</div>",
            widths=(60, 40),
        )
        + "<h1 style='font-size:20pt; font-weight:normal'>Factuur</h1>"
        + facts(
            [
                ("Factuurnummer", number),
                ("Factuurdatum", f"{made.issued:%d-%m-%Y}"),
                ("Vervaldatum", f"{made.due:%d-%m-%Y}"),
                ("Debiteurnummer", customer),
            ]
        )
        + "<br>"
        + table(["Aantal", "Omschrijving", "Prijs", "Btw", "Bedrag"], rows, 2, "w goods")
        + sums(end)
        + f"<p style='margin-top:12mm'>Wij verzoeken u vriendelijk het bedrag van {euro(made.gross)} vóór"
        f" {made.due:%d-%m-%Y} over te maken onder vermelding van het factuurnummer {number}.</p>"
    )
    return Sheet(
        page, made.truth(number, "EUR", "Middelhoek Bloemen B.V.", buyer, iban=iban, seller_vat="NL899887766B01")
    )


SHIFTS = (
    ("", "Lagerpersonal, ordinarie tid", "tim", 28500, 34500),
    ("", "Lagerpersonal, OB-tillägg kväll", "tim", 5200, 7900),
    ("", "Truckförare", "tim", 32000, 39500),
    ("", "Administrationsavgift", "st", 19500, 49500),
)


def swedish(chance: random.Random) -> Sheet:
    """Sweden: staffing; the seller stands in the foot alone, a giro number and a payment reference, roundings to whole crowns."""
    made = bill(chance, SHIFTS, ["25"], count=(2, 4), most=160)
    number, buyer = f"{chance.randint(3000, 9800)}", chance.choice(["Granhults Logistik AB", "Bryggeri Fjällsjö AB"])
    total = made.gross.quantize(Decimal(1)) + ZERO
    crown = french
    rows = [[one.name, f"{one.quantity},00", one.unit, crown(one.price), crown(one.net)] for one in made.rows]
    foot = columns(
        block("<b>Adress</b>", "Norrskensbemanning i Tallvik AB", "Hamngatan 9", "999 31 Tallvik"),
        block("<b>Telefon</b>", "0999-551 20", "<b>Webbplats</b>", "norrskens.example"),
        block("<b>Bankgiro</b>", "5999-8877", "<b>Plusgiro</b>", "99 88 77-1"),
        block("<b>Org.nr</b>", "559999-1122", "<b>Momsreg.nr</b>", "SE559999112201", "Godkänd för F-skatt"),
    )
    page = (
        css(
            "body {font: 9.5pt Liberation Sans} .foot {font-size: 7.5pt; border-top: 1pt solid #333} .goods th"
            " {border-bottom: 1pt solid; border-top: 1pt solid} .pay td, .pay th {border: 0; padding: 2pt 6pt}",
            foot,
            "18mm 18mm 36mm 18mm",
        )
        + columns(
            "<i style='font-size:18pt; color:#123c69'>Norrsken</i>",
            "<b style='font-size:18pt'>Faktura</b>",
            widths=(58, 42),
        )
        + columns(
            facts(
                [
                    ("Er referens", "Siv Kvarnlund"),
                    ("Vår referens", "Ove Stålnacke"),
                    ("Betalningsvillkor", "30 dagar"),
                    ("Dröjsmålsränta", "8,00 %"),
                ]
            ),
            facts(
                [
                    ("Fakturanr", number),
                    ("Kundnr", f"{chance.randint(100, 900)}"),
                    ("Fakturadatum", f"{made.issued:%Y-%m-%d}"),
                    ("OCR", f"{number}{chance.randint(10, 99)}"),
                ]
            )
            + f"<br>{block(buyer, 'Box 77', '999 20 Granhult')}",
            widths=(58, 42),
        )
        + "<br>"
        + table(["Benämning", "Antal", "Enhet", "À-pris", "Belopp"], rows, 1, "w goods")
        + "<div style='height:50mm'></div>"
        + "<table class='pay w' style='border-top:1pt"
        f" solid'>{row('Exkl. moms', 'Moms 25%', 'Öresavr.', 'Förfallodatum', 'ATT BETALA', tag='th')}"
        + row(
            crown(made.net),
            crown(made.tax),
            crown(total - made.gross),
            f"{made.due:%Y-%m-%d}",
            f"<b>SEK {crown(total)}</b>",
        )
        + "</table>"
    )
    return Sheet(
        page,
        made.truth(
            number,
            "SEK",
            "Norrskensbemanning i Tallvik AB",
            buyer,
            gross=made.gross if total == made.gross else None,
            payable=total,
            seller_vat="SE559999112201",
        ),
    )


HIRES = (
    ("", "Varevogn L2H2, døgn", "", 39500, 64500),
    ("", "Ekstra kilometer", "", 150, 250),
    ("", "Selvrisikoforsikring, døgn", "", 5900, 9900),
    ("", "Brændstof efterfyldning", "", 18500, 79500),
    ("", "Barnestol", "", 4900, 9900),
)


def danish(chance: random.Random) -> Sheet:
    """Denmark: a car hire's invoice, the day in words, the account by its register number, days 8 net."""
    made = bill(chance, HIRES, ["25"], count=(2, 4), most=9, days=8)
    number, buyer = (
        f"{chance.randint(10100, 29800)}",
        chance.choice(["Tømrerfirmaet Bøgelund ApS", "Klitgård Events I/S"]),
    )
    months = (
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    )
    day, due = (f"{when.day}. {months[when.month - 1]} {when.year}" for when in (made.issued, made.due))
    euro = continental
    rows = [[one.name, f"{one.quantity},00", "stk.", euro(one.price), euro(one.net)] for one in made.rows]
    page = (
        css(
            "body {font: 10pt Carlito} .goods tr {border-bottom: 0.5pt solid #ccc} .foot {font-size: 8pt; text-align:"
            " center; color: #555}",
            "Fjordbyens Biludlejning ApS – Havnevej 31 – 9990 Fjordby – CVR-nr.: 99887755 – Tlf.: 99 55 11 22 –"
            " faktura@fjordbil.example<br>Bank: Fjordby Sparekasse – Reg.: 9999 – Kontonr.: 0009988776",
        )
        + "<div style='background:#124559; color:#fff; padding:8pt; font-size:16pt'>FJORDBYENS BILUDLEJNING</div><br>"
        + columns(
            block(f"<b>{buyer}</b>", "Industrivænget 14", "9991 Klitby", "CVR-nr.: 99112200"),
            facts(
                [
                    ("Fakturanr.:", number),
                    ("Fakturadato:", day),
                    ("Forfaldsdato:", due),
                    ("Lejekontrakt:", f"LK{chance.randint(50000, 90000)}"),
                ],
                "r",
                "margin-left:auto",
            ),
            widths=(60, 40),
        )
        + "<h2>Faktura</h2>"
        + table(["Beskrivelse", "Antal", "Enhed", "Enhedspris", "Pris"], rows, 1, "w goods")
        + "<br>"
        + sums(
            [
                ("Subtotal", euro(made.net)),
                ("Moms (25,00%)", euro(made.tax)),
                ("<b>Total DKK</b>", f"<b>{euro(made.gross)}</b>"),
            ]
        )
        + f"<p>Betalingsbetingelser: Netto 8 dage – Forfaldsdato: {due}</p><p style='font-size:8.5pt'>Beløbet"
        f" indbetales på bankkonto: 9999 / 0009988776. Fakturanr. {number} bedes angivet ved bankoverførsel.</p>"
    )
    return Sheet(page, made.truth(number, "DKK", "Fjordbyens Biludlejning ApS", buyer))


UPKEEP = (
    ("4010", "Kiinteistöhuolto, kuukausimaksu", "kk", 28000, 64000),
    ("4022", "Lumenpoisto, kone ja kuljettaja", "h", 6800, 9200),
    ("4100", "LED-lamppu E27 9 W", "kpl", 390, 890),
    ("4555", "Hälytyskäynti", "kpl", 9500, 14500),
)


def finnish(chance: random.Random) -> Sheet:
    """Finland: upkeep of houses; the giro at the foot of the page with account, reference, day and sum."""
    made = bill(chance, UPKEEP, ["25.5"], count=(2, 4), days=14)
    number, buyer, iban, euro = (
        f"{chance.randint(20000, 69999)}",
        chance.choice(["As. Oy Koivurinne", "Hirvijärven Konepaja Oy"]),
        account(chance, "FI", "999", 11),
        french,
    )
    rows = [
        [
            one.code,
            one.name,
            f"{one.quantity},00 {one.unit}",
            euro(one.price),
            "25,5",
            euro(one.net),
            euro(one.tax),
            euro(one.net + one.tax),
        ]
        for one in made.rows
    ]
    tax = sum((one.tax for one in made.rows), ZERO)
    gross = made.net + tax
    giro = (
        "<style>.giro, .giro td {border: 0.5pt solid #000; font-size: 8pt}</style><table class='giro w'><tr><td"
        f" style='width:18%'>Saajan<br>tilinumero</td><td colspan=2>{fours(iban)} &nbsp; BIC: LNPKFI99</td><td"
        " colspan=2></td></tr><tr><td>Saaja</td><td colspan=2>Lumipolun Kiinteistöpalvelut"
        f" Oy</td><td>Viitenro</td><td>{number}{chance.randint(100, 999)}</td></tr><tr><td>Maksaja</td><td"
        f" colspan=2>{buyer}<br>Koivutie 3, 99980"
        f" HIRVIJÄRVI</td><td>Eräpäivä<br>{made.due:%d.%m.%Y}</td><td>EUR<br><b>{euro(gross)}</b></td></tr></table>"
    )
    page = (
        css(
            "body {font: 9pt Liberation Sans} .goods th {border-bottom: 1pt solid; font-size: 8pt}",
            margin="14mm 15mm 12mm 15mm",
        )
        + columns(
            "<b>Lumipolun Kiinteistöpalvelut Oy</b><br>Teollisuustie 8<br>99990 LUMIPOLKU<br>Y-tunnus 9988776-5",
            "<b style='font-size:15pt'>LASKU</b>"
            + facts(
                [
                    ("Laskun numero", number),
                    ("Päiväys", f"{made.issued:%d.%m.%Y}"),
                    ("Eräpäivä", f"{made.due:%d.%m.%Y}"),
                    ("Maksuehto", "14 pv netto"),
                    ("Asiakasnumero", f"{chance.randint(1000, 9000)}"),
                    ("Viivästyskorko", "11,5 %"),
                ]
            ),
            widths=(55, 45),
        )
        + f"<p style='margin:6mm 0 10mm'>{block(buyer, 'Koivutie 3', '99980 HIRVIJÄRVI')}</p>"
        + table(["Koodi", "Nimike", "Määrä", "á-hinta", "Alv %", "Veroton", "Alv", "Yhteensä"], rows, 2, "w goods")
        + "<br>"
        + sums(
            [
                ("Veroton hinta yhteensä", euro(made.net)),
                ("Arvonlisävero yhteensä", euro(tax)),
                ("<b>Maksettava yhteensä EUR</b>", f"<b>{euro(gross)}</b>"),
            ]
        )
        + f"<div style='position:absolute; bottom:0; width:100%'>{giro}</div>"
    )
    return Sheet(
        page,
        made.truth(
            number, "EUR", "Lumipolun Kiinteistöpalvelut Oy", buyer, tax=tax, gross=gross, payable=gross, iban=iban
        ),
    )


BUREAU = (
    ("", "Papier ksero A4 80 g, ryza", "szt.", 1490, 2390),
    ("", "Toner czarny 6000 stron", "szt.", 18900, 34900),
    ("", "Fotel biurowy obrotowy", "szt.", 38900, 89900),
    ("", "Książka: Prawo pracy 2026", "egz.", 4900, 12900),
    ("", "Dostawa kurierska", "usł.", 1500, 3500),
)


def polish(chance: random.Random) -> Sheet:
    """Poland: an office program's page; columns of net, rate, tax and gross, sums by rate, the sum to pay beside the day."""
    made = bill(chance, BUREAU, ["23", "23", "23", "5", "23"], count=(2, 5), most=10, days=14)
    number = f"FV {chance.randint(1, 420)}/{made.issued:%m/%Y}"
    buyer, iban, money = (
        chance.choice(["Zakład Stolarski Dębina s.c.", "Przychodnia Pod Lipami Sp. z o.o."]),
        account(chance, "PL", "99900000", 16),
        french,
    )
    tax = sum((one.tax for one in made.rows), ZERO)
    gross = made.net + tax
    rows = [
        [
            f"{at}",
            one.name,
            f"{one.quantity}",
            one.unit,
            money(one.price),
            money(one.net),
            f"{one.rate}%",
            money(one.tax),
            money(one.net + one.tax),
        ]
        for at, one in enumerate(made.rows, 1)
    ]
    rates = sorted({one.rate for one in made.rows}, reverse=True)
    split = []
    for rate in rates:
        nets, taxes = (
            sum((getattr(one, kind) for one in made.rows if one.rate == rate), ZERO) for kind in ("net", "tax")
        )
        split.append(["w tym:", money(nets), f"{rate}%", money(taxes), money(nets + taxes)])
    split.append(["<b>Razem:</b>", f"<b>{money(made.net)}</b>", "", f"<b>{money(tax)}</b>", f"<b>{money(gross)}</b>"])
    page = (
        css(
            "body {font: 8.5pt DejaVu Sans} .goods td, .goods th {border: 0.5pt solid #888} .goods th {background:"
            " #eee; font-size: 7.5pt} .split td {border: 0.5pt solid #888}",
            margin="14mm",
        )
        + columns(
            "<span style='font-size:15pt; color:#a4161a'>biuro<b>mix</b></span>",
            f"<div class=r>Miejsce wystawienia: Zalesin<br>Data wystawienia: {made.issued:%d.%m.%Y}<br>Data"
            f" sprzedaży: {made.issued:%d.%m.%Y}</div>",
        )
        + f"<h2 class=c style='font-size:13pt'>Faktura VAT nr {number}</h2>"
        + columns(
            "<b>Sprzedawca</b><br>Biuromix Hurtownia Sp. z o.o.<br>ul. Składowa 7, 99-990 Zalesin<br>NIP:"
            " 999-88-77-665<br>BDO 000999888",
            f"<b>Nabywca</b><br>{buyer}<br>ul. Leśna 2, 99-991 Dębina<br>NIP: 999-11-22-334",
        )
        + "<br>"
        + table(
            [
                "Lp.",
                "Nazwa towaru lub usługi",
                "Ilość",
                "J.m.",
                "Cena netto",
                "Wartość netto",
                "VAT",
                "Kwota VAT",
                "Wartość brutto",
            ],
            rows,
            2,
            "w goods",
        )
        + "<br><table class=split style='margin-left:auto'>"
        + "".join(row(*cells, right=1) for cells in split)
        + "</table><br>"
        + columns(
            f"Sposób zapłaty: przelew<br>Termin płatności: {made.due:%d.%m.%Y}<br>Bank Spółdzielczy w"
            f" Zalesinie<br>{fours(iban)[2:]}",
            f"<div style='font-size:12pt'><b>Do zapłaty: {money(gross)} PLN</b></div>Zapłacono: 0,00 PLN",
            widths=(55, 45),
        )
        + columns(
            "<br><br>......................................<br>osoba upoważniona do odbioru",
            "<br><br>......................................<br>osoba upoważniona do wystawienia",
        )
    )
    return Sheet(
        page,
        made.truth(
            number,
            "PLN",
            "Biuromix Hurtownia Sp. z o.o.",
            buyer,
            tax=tax,
            gross=gross,
            payable=gross,
            iban=iban,
            seller_vat="999-88-77-665",
        ),
    )


FAMILIES: dict[str, Family] = {
    "dutch flowers": dutch,
    "swedish staffing": swedish,
    "danish car hire": danish,
    "finnish upkeep": finnish,
    "polish bureau": polish,
}
