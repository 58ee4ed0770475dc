"""Ordinary invoices of Germany, Austria and Switzerland."""

import random
from datetime import date, timedelta
from decimal import Decimal

from .drawing import Family, Sheet, continental, rounded, swiss
from .fresh import ZERO, Bill, Row, bill, block, columns, css, facts, row, sums, table
from .post import account, fours

FITTINGS = (
    ("4011-220", "Kugelhahn DN 20 PN 40, Messing vernickelt", "ST", 890, 2450),
    ("4011-315", "Pressfitting Bogen 90° 28 mm, Edelstahl", "ST", 310, 990),
    ("5120-040", "Dichtring EPDM 28 mm, Beutel zu 50", "PAK", 640, 1900),
    ("6003-110", "Umwälzpumpe 25-60, Einbaulänge 180", "ST", 14900, 28900),
    ("6003-455", "Membran-Ausdehnungsgefäß 35 l, rot", "ST", 4200, 7900),
    ("7200-018", "Isolierschale Polyurethan 28/20, Stange 1 m", "M", 280, 760),
    ("7710-002", "Thermostatkopf weiß M30 x 1,5", "ST", 980, 2100),
    ("8101-733", "Heizkreisverteiler 8-fach mit Durchflussanzeiger", "ST", 18900, 32900),
    ("8101-900", "Montageset Verteilerschrank Unterputz", "SET", 5400, 9900),
    ("9000-114", "Sanitärsilikon transparent 310 ml", "KRT", 390, 820),
)


def wholesaler(chance: random.Random) -> Sheet:
    """Germany: a wholesaler's form of a large system, with a carry-over on two pages, or a credit note."""
    variant = chance.randrange(3)
    made = bill(chance, FITTINGS, ["19"], count=(8, 10) if variant == 1 else (2, 5), offs=(0, 0, 15, 32))
    made = Bill(made.rows, made.issued, made.due, Decimal("11.90") if variant == 0 else ZERO)
    credit = variant == 2
    title = "Gutschrift" if credit else "Rechnung"
    number, buyer = (
        f"90{chance.randint(100000, 999999)}",
        chance.choice(["Installationen Wrede & Sohn OHG", "Habichtsried Haustechnik GmbH"]),
    )
    order = f"45{chance.randint(10**7, 10**8 - 1)}"
    iban, euro = account(chance, "DE", "99944411", 10), continental
    head = ["Pos.", "Material / Bezeichnung", "Menge", "ME", "Preis/EUR", "Rabatt", "Wert/EUR"]
    body, running = [], ZERO
    for at, one in enumerate(made.rows, 1):
        running += one.net
        off = f"{euro(one.off)}- %" if one.off else ""
        name = (
            f"{one.code}<br>{one.name}<br>Lieferschein 80{chance.randint(10**6, 10**7 - 1)} vom {made.issued:%d.%m.%Y}"
        )
        body.append(
            row(
                f"{at * 10:06d}",
                name,
                f"{one.quantity:.3f}".replace(".", ","),
                one.unit,
                euro(one.price),
                off,
                euro(one.net),
                right=2,
            )
        )
        if variant == 1 and at == 5:
            body.append(row("", "<b>Übertrag</b>", "", "", "", "", euro(running), right=2, style="break-after:page"))
            body.append(row("", "<b>Übertrag von Seite 1</b>", "", "", "", "", euro(running), right=2))
    end = [("Summe Positionen", euro(made.goods))]
    end += [("Frachtkostenanteil", euro(made.carriage))] if made.carriage else []
    end += [
        ("Nettowert", euro(made.net)),
        ("Umsatzsteuer 19,00 %", euro(made.tax)),
        ("<b>Gutschriftsbetrag EUR</b>" if credit else "<b>Endbetrag EUR</b>", f"<b>{euro(made.gross)}</b>"),
    ]
    foot = columns(
        block("Rohrwerk Ottensief GmbH", "Am Güterbahnhof 77", "59999 Ottensief", "www.rohrwerk-ottensief.example"),
        block("Geschäftsführer:", "Dr. Lutz Ambrosat", "Sitz Ottensief", "AG Hamm HRB 77123"),
        block("Sparkasse Ottensief", f"IBAN {fours(iban)}", "BIC OTSFDE99XXX"),
        block("USt-IdNr. DE811999234", "St.-Nr. 322/5700/9911", "ILN 40 12345 00000 9"),
    )
    meta = [
        (f"{title}snummer", number),
        (f"{title}sdatum", f"{made.issued:%d.%m.%Y}"),
        ("Kundennummer", f"{chance.randint(200000, 299999)}"),
        ("Auftragsnummer", f"12{chance.randint(10**5, 10**6 - 1)}"),
        ("Ihre Bestellung", order),
        ("Sachbearbeiter", "Fr. Kallweit"),
        ("Telefon", "02999 / 7711-240"),
    ]
    terms = (
        ""
        if credit
        else f"Zahlungsbedingungen: 10 Tage 2,00 % Skonto, 30 Tage netto. Fällig am {made.due:%d.%m.%Y} ohne Abzug."
    )
    page = (
        css(
            ".foot {font-size: 6.5pt; border-top: 1pt solid #888} body {font: 9pt Liberation Sans} th {border-top:"
            " 1pt solid; border-bottom: 1pt solid} .sums td {padding: 1pt 4pt 1pt 24pt}",
            foot,
            "16mm 16mm 32mm 22mm",
        )
        + "<div style='text-align:right; font: bold 26pt Liberation Sans; color:#7a1f1f'>ROHRWERK</div>"
        + columns(
            "<div style='margin-top:10mm; font-size:6.5pt; text-decoration:underline'>Rohrwerk Ottensief GmbH,"
            f" Postfach 1140, 59990 Ottensief</div><p>Firma<br>{buyer}<br>Lindenallee"
            f" {chance.randint(2, 90)}<br>38999 Brakeln</p>",
            f"<b style='font-size:13pt'>{title}</b>" + facts(meta),
            widths=(58, 42),
        )
        + "<p>Wir lieferten Ihnen auf Grund unserer Lieferungs- und Zahlungsbedingungen:</p>" * (not credit)
        + f"<table class=w><thead>{row(*head, tag='th', right=2)}</thead><tbody>{''.join(body)}</tbody></table><hr>"
        + sums(end)
        + f"<p style='margin-top:6mm'>{terms}</p>"
    )
    return Sheet(
        page,
        made.truth(
            number,
            "EUR",
            "Rohrwerk Ottensief GmbH",
            buyer,
            doc_type="credit_note" if credit else "invoice",
            due_date=None if credit else made.due.isoformat(),
            seller_vat="DE811999234",
            iban=iban,
            order_ref=order,
        ),
    )


SERVICES = (
    ("", "Konzeption Datenmodell und Workshop vor Ort", "Std.", 8500, 11500),
    ("", "Programmierung Schnittstelle Lagerverwaltung", "Std.", 8500, 11500),
    ("", "Fehleranalyse und Support per Fernwartung", "Std.", 8500, 11500),
    ("", "Schulung Key-User (halber Tag)", "psch.", 39000, 52000),
    ("", "Fahrtkostenpauschale", "psch.", 4500, 9900),
)


def freelancer(chance: random.Random) -> Sheet:
    """Germany: a freelancer's office program, small business without tax, or with it; the name in the head and the foot."""
    small = chance.random() < 0.5
    made = bill(chance, SERVICES, ["0" if small else "19"], count=(2, 4), most=24, days=14)
    number = f"RE-{made.issued:%Y}-{chance.randint(1, 160):03d}"
    buyer, iban = (
        chance.choice(["Molkerei Sankt Veitlin eG", "Kartonagen Hüttl GmbH & Co. KG"]),
        account(chance, "DE", "99966622", 10),
    )
    euro = continental
    end = [("Zwischensumme (netto)", f"{euro(made.net)} €")]
    end += [] if small else [("zzgl. 19 % USt.", f"{euro(made.tax)} €")]
    end += [("<b>Gesamtbetrag</b>", f"<b>{euro(made.gross)} €</b>")]
    if small:
        end = end[1:]
    foot = columns(
        block("Jorinde Abendschein", "Softwareentwicklung", "Kirschgasse 4", "97999 Marbelsbach"),
        block("Tel. 09999 / 45 11 20", "jorinde@abendschein.example", "www.abendschein.example"),
        block("Steuernummer: 257/201/55512", *([] if small else ["USt-IdNr.: DE299123987"])),
        block("VR-Bank Marbelsbach", f"IBAN: {fours(iban)}", "BIC: GENODEF9MBB"),
    )
    rows = [
        [f"{at}", one.name, f"{one.quantity} {one.unit}", f"{euro(one.price)} €", f"{euro(one.net)} €"]
        for at, one in enumerate(made.rows, 1)
    ]
    page = (
        css(
            ".foot {font-size: 7pt; color: #666} body {font: 10.5pt Carlito} thead tr {background: #e8eef4} .sums td"
            " {border-top: 0.5pt solid #bbb; padding: 3pt 6pt} .goods td {border-bottom: 0.5pt solid #ddd}",
            foot,
        )
        + "<div style='text-align:right; color:#2c5f8a'><span style='font-size:20pt'>jorinde"
        " abendschein</span><br>software, die bleibt</div>"
        + "<div style='margin-top:14mm; font-size:7pt; color:#666'>Jorinde Abendschein · Kirschgasse 4 · 97999"
        " Marbelsbach</div>"
        + columns(
            block(buyer, "Buchhaltung", "Industriestraße 8a", "91999 Tauberach"),
            facts(
                [
                    ("Rechnungsdatum", f"{made.issued:%d.%m.%Y}"),
                    ("Leistungszeitraum", f"{made.issued:%m/%Y}"),
                    ("Kundennummer", f"K{chance.randint(100, 400)}"),
                ],
                "r",
            ),
            widths=(60, 40),
        )
        + f"<h2 style='font-size:15pt; margin-top:14mm'>Rechnung Nr. {number}</h2><p>Sehr geehrte Damen und"
        " Herren,</p><p>für die erbrachten Leistungen erlaube ich mir, wie folgt zu berechnen:</p>"
        + table(["Pos.", "Leistung", "Menge", "Einzelpreis", "Gesamt"], rows, 2, "w goods")
        + "<br>"
        + sums(end)
        + ("<p>Gemäß § 19 UStG wird keine Umsatzsteuer berechnet.</p>" if small else "")
        + f"<p>Bitte überweisen Sie den Betrag bis zum {made.due:%d.%m.%Y} auf das unten genannte Konto.</p><p>Mit"
        " freundlichen Grüßen</p><p><i>Jorinde Abendschein</i></p>"
    )
    return Sheet(
        page,
        made.truth(number, "EUR", "Jorinde Abendschein", buyer, iban=iban, seller_vat=None if small else "DE299123987"),
    )


PRINTS = (
    ("FLY-A5", "Flyer A5, 135 g Bilderdruck matt, 4/4-färbig", "Aufl.", 9900, 38000),
    ("BRO-24", "Broschüre 24 Seiten, Rückstichheftung", "Aufl.", 48000, 192000),
    ("VIS-85", "Visitenkarten 85 x 55 mm, 350 g, Cello matt", "Aufl.", 3900, 9900),
    ("ROL-UP", "Roll-Up Display 85 x 200 cm inkl. Druck", "Stk.", 8900, 14900),
    ("DAT-CK", "Datenprüfung und Korrekturabzug", "Pausch.", 2500, 6500),
)


def printer(chance: random.Random) -> Sheet:
    """Austria: a print shop with a deposit paid, a side bar with all of the seller's data."""
    made = bill(chance, PRINTS, ["20"], count=(2, 4), most=4, days=8)
    number = f"AR26-{chance.randint(10000, 19999)}"
    buyer, order = (
        chance.choice(["Tourismusverband Oberkleinarl-See", "Weinbau Familie Prandtegger"]),
        f"AB26-{chance.randint(3000, 8999)}",
    )
    iban, euro = account(chance, "AT", "99911", 11), continental
    deposit = rounded(made.gross * chance.choice([0, 30, 50]) / 100)
    end = [
        ("Summe netto", euro(made.net)),
        ("20 % MwSt. von " + euro(made.net), euro(made.tax)),
        ("<b>Rechnungsbetrag EUR</b>", f"<b>{euro(made.gross)}</b>"),
    ]
    if deposit:
        end += [
            (f"abzgl. Anzahlung vom {made.issued:%d.%m.}", f"-{euro(deposit)}"),
            ("<b>Restbetrag EUR</b>", f"<b>{euro(made.gross - deposit)}</b>"),
        ]
    bar = block(
        "<b>DRUCKHAUS<br>EDLINGER</b>",
        "",
        "Edlinger Druck GesmbH",
        "Mühlweg 19",
        "4999 Traunlos",
        "",
        "T +43 7999 5512-0",
        "office@edlinger-druck.example",
        "",
        "FN 412999 k, LG Wels",
        "UID ATU69991234",
        "",
        "Bank Oberland",
        f"<span style='font-size:6pt'>{fours(iban)}</span>",
        "BIC OBLAAT29XXX",
        "",
        "Gerichtsstand Wels",
    )
    rows = [[one.code, one.name, f"{one.quantity} {one.unit}", euro(one.price), euro(one.net)] for one in made.rows]
    main = (
        block(f"{buyer}", "Hauptstraße 1", "5999 Kleinarl", "ÖSTERREICH")
        + f"<h1 style='font-size:20pt; color:#b5121b; margin:12mm 0 2mm'>RECHNUNG</h1><p>Nr. <b>{number}</b> vom"
        f" <b>{made.issued:%d.%m.%Y}</b></p>"
        + f"<p>Auftragsbestätigung {order}<br>Lieferdatum entspricht Rechnungsdatum</p>"
        + table(["Art.", "Bezeichnung", "Menge", "Preis", "Betrag"], rows, 2, "w goods")
        + "<br>"
        + sums(end)
        + f"<p>Zahlbar bis {made.due:%d.%m.%Y} netto Kassa.</p><p style='font-size:8pt'>Die Ware bleibt bis zur"
        " vollständigen Bezahlung unser Eigentum.</p>"
    )
    page = css(
        "body {font: 9.5pt Liberation Sans Narrow} .goods th {color: #b5121b; border-bottom: 1pt solid #b5121b}",
        margin="20mm 15mm 20mm 15mm",
    ) + columns(main, f"<div style='background:#f2e9e4; padding:6pt; font-size:7.5pt'>{bar}</div>", widths=(76, 24))
    more = {"prepaid": deposit, "payable": made.gross - deposit} if deposit else {}
    return Sheet(
        page, made.truth(number, "EUR", "Edlinger Druck GesmbH", buyer, seller_vat="ATU69991234", iban=iban, **more)
    )


PLANS = (
    ("", "Projektleitung Phase 31 Vorprojekt", "h", 16500, 19500),
    ("", "Tragwerksplanung Phase 32 Bauprojekt", "h", 14500, 17500),
    ("", "Zeichnerische Bearbeitung CAD", "h", 9800, 12500),
    ("", "Baustellenkontrolle inkl. Protokoll", "h", 13500, 16500),
    ("", "Nebenkosten Plankopien", "pl", 9000, 48000),
)


def engineer(chance: random.Random) -> Sheet:
    """Switzerland: an engineer's hours with a rebate and the payment part of a QR bill."""
    made = bill(chance, PLANS, ["8.1"], count=(2, 4), most=40)
    rebate = rounded(made.goods * 3 / 100) if chance.random() < 0.6 else ZERO
    made = Bill(made.rows, made.issued, made.due, rebate=rebate)
    number, project = (
        f"{made.issued:%y}.{chance.randint(100, 999)}.{chance.randint(1, 9):02d}",
        f"{chance.randint(21000, 25999)} Neubau Werkhof",
    )
    buyer, iban, franc = (
        chance.choice(["Einwohnergemeinde Oberwilen-Tal", "Genossenschaft Sägewerk Hasle"]),
        account(chance, "CH", "99901", 12),
        swiss,
    )
    rows = [[one.name, f"{one.quantity:.2f}", one.unit, franc(one.price), franc(one.net)] for one in made.rows]
    end = [("Total Leistungen", "CHF", franc(made.goods))]
    end += (
        [("Rabatt 3.0 %", "CHF", f"-{franc(rebate)}"), ("Zwischentotal exkl. MWST", "CHF", franc(made.net))]
        if rebate
        else []
    )
    end += [
        ("MWST 8.1 %", "CHF", franc(made.tax)),
        ("<b>Total inkl. MWST</b>", "<b>CHF</b>", f"<b>{franc(made.gross)}</b>"),
    ]
    payee = block(fours(iban), "Brüngger Stucki Ingenieure AG", "Bahnhofplatz 9", "8999 Seewilen")
    debtor = block(buyer, "Dorfstrasse 12", "3999 Oberwilen-Tal")
    spaced = franc(made.gross).replace("'", " ")
    slip = columns(
        f"<b>Empfangsschein</b><br><b class=s>Konto / Zahlbar an</b><br>{payee}<br><b class=s>Zahlbar"
        f" durch</b><br>{debtor}<br>" + columns("<b class=s>Währung</b><br>CHF", f"<b class=s>Betrag</b><br>{spaced}"),
        "<b>Zahlteil</b><div style='width:38mm; height:38mm; background: repeating-linear-gradient(45deg, #000 0"
        " 1mm, #fff 1mm 2mm)'></div>" + columns("<b class=s>Währung</b><br>CHF", f"<b class=s>Betrag</b><br>{spaced}"),
        f"<b class=s>Konto / Zahlbar an</b><br>{payee}<br><br><b class=s>Zusätzliche Informationen</b><br>Rechnung"
        f" {number}<br><br><b class=s>Zahlbar durch</b><br>{debtor}",
        widths=(30, 27, 43),
    )
    page = (
        css(
            "body {font: 9.5pt Liberation Sans} .slip {font-size: 7.5pt; border-top: 0.5pt dashed} .s {font-size:"
            " 6pt} .goods th {border-bottom: 0.75pt solid} .end td {padding: 2pt 6pt}",
            margin="16mm 14mm 10mm 20mm",
        )
        + columns(
            "<b style='font-size:12pt'>BRÜNGGER STUCKI</b><br><span style='font-size:8pt'>Bauingenieure</span>",
            "<span style='font-size:8pt'>Brüngger Stucki Ingenieure AG, Bahnhofplatz 9, 8999"
            " Seewilen<br>CHE-199.887.766 MWST</span>",
            widths=(50, 50),
        )
        + columns("", block(buyer, "Bauverwaltung", "Dorfstrasse 12", "3999 Oberwilen-Tal"), widths=(58, 42))
        + f"<p style='margin-top:8mm'>Seewilen, {made.issued:%d.%m.%Y}</p><h2 style='font-size:13pt'>Honorarrechnung"
        f" {number}</h2><p>Projekt {project}</p>"
        + table(["Leistung", "Anzahl", "Einh.", "Ansatz", "Betrag CHF"], rows, 1, "w goods")
        + "<table class=end style='margin-left:auto'>"
        + "".join(row(*cells, right=2) for cells in end)
        + "</table>"
        + f"<p>Zahlbar innert 30 Tagen bis {made.due:%d.%m.%Y}, rein netto.</p>"
        + f"<div class=slip style='position:absolute; bottom:0; width:100%'>{slip}</div>"
    )
    return Sheet(
        page,
        made.truth(number, "CHF", "Brüngger Stucki Ingenieure AG", buyer, iban=iban, seller_vat="CHE-199.887.766"),
    )


ROOMS = ("Einzelzimmer Komfort", "Doppelzimmer Seeseite", "Juniorsuite")


def hotel(chance: random.Random) -> Sheet:
    """Germany: a hotel's invoice for a company's guest; prices with tax, two rates, nothing paid yet or paid by card."""
    nights = chance.randint(1, 4)
    stay = Row("", "Logis", "", Decimal(nights), Decimal(chance.randint(8900, 16900)) / 100, Decimal(7))
    rest = [
        Row("", name, "", Decimal(count), Decimal(cents) / 100, Decimal(19))
        for name, count, cents in (
            ("Frühstück", nights, 1850),
            ("Tiefgarage", nights, 1400),
            ("Restaurant", 1, chance.randint(2400, 8900)),
        )
    ]
    both = [stay, *rest]
    issued = date(2026, 1, 7) + timedelta(days=chance.randint(0, 320))
    made = Bill(tuple(both), issued, issued + timedelta(days=14))
    gross = sum((one.net for one in both), ZERO)
    taxed = [
        (
            rate,
            total := sum((one.net for one in both if one.rate == rate), ZERO),
            rounded(total * rate / (100 + rate)),
        )
        for rate in (Decimal(7), Decimal(19))
    ]
    tax = sum((part for _, _, part in taxed), ZERO)
    number, buyer, paid = (
        f"{chance.randint(40000, 59999)}",
        chance.choice(["Prüfmittel Sandmoser GmbH", "Agentur Felgendreher & Partner mbB"]),
        chance.random() < 0.4,
    )
    euro, iban = continental, account(chance, "DE", "99977733", 10)
    rows = [
        [
            f"{made.issued:%d.%m.%y}",
            f"{one.name}{' ' + ROOMS[chance.randrange(3)] if one is stay else ''}",
            f"{one.quantity}",
            euro(one.price),
            euro(one.net),
        ]
        for one in both
    ]
    split = [[f"{rate},00 %", euro(total - part), euro(part), euro(total)] for rate, total, part in taxed]
    foot = columns(
        block("Hotel Seeblick Wachtelau Betriebs-GmbH", "Uferpromenade 3 · 24999 Wachtelau"),
        block("HRB 7712 Amtsgericht Plön", "GF: Mareike Tönnjes"),
        block("USt-ID DE288001277", f"IBAN {fours(iban)}"),
    )
    page = (
        css(
            "body {font: 10pt Caladea} .foot {font-size: 7pt; border-top: 0.5pt solid #b08d57} .goods th"
            " {border-bottom: 0.5pt solid #b08d57}",
            foot,
        )
        + "<div class=c style='color:#b08d57'><span style='font-size:22pt;"
        " letter-spacing:3pt'>SEEBLICK</span><br>Hotel &amp; Restaurant ****</div>"
        + columns(
            block("", buyer, "Frau Ina Wolkenhauer", "Werkstraße 20", "33999 Lippe-Neustadt"),
            facts(
                [
                    ("Rechnung Nr.", number),
                    ("Datum", f"{made.issued:%d.%m.%Y}"),
                    ("Zimmer", f"{chance.randint(101, 420)}"),
                    ("Anreise", f"{made.issued:%d.%m.%Y}"),
                    ("Personen", "1"),
                ]
            ),
            widths=(60, 40),
        )
        + "<h3>Rechnung</h3>"
        + table(["Datum", "Leistung", "Anzahl", "Einzel EUR", "Gesamt EUR"], rows, 2, "w goods")
        + "<hr>"
        + sums(
            [
                ("<b>Gesamtbetrag inkl. MwSt.</b>", f"<b>{euro(gross)}</b>"),
                *([("Kreditkarte", f"-{euro(gross)}"), ("Offener Betrag", "0,00")] if paid else []),
            ]
        )
        + table(["MwSt.-Satz", "Netto", "MwSt.", "Brutto"], split, 1)
        + (
            "<p>Betrag dankend erhalten.</p>"
            if paid
            else f"<p>Bitte überweisen Sie den Betrag bis {made.due:%d.%m.%Y}.</p>"
        )
    )
    return Sheet(
        page,
        made.truth(
            number,
            "EUR",
            "Hotel Seeblick Wachtelau Betriebs-GmbH",
            buyer,
            net=gross - tax,
            tax=tax,
            gross=gross,
            payable=ZERO if paid else gross,
            due_date=None if paid else made.due.isoformat(),
            lines=[],
            iban=iban,
            seller_vat="DE288001277",
        ),
    )


FAMILIES: dict[str, Family] = {
    "german wholesaler": wholesaler,
    "german freelancer": freelancer,
    "austrian printer": printer,
    "swiss engineer": engineer,
    "german hotel": hotel,
}
