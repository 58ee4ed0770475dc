"""Invoices in German, and of Switzerland in French."""

import random
from decimal import Decimal

from .drawing import Family, Sheet, beside, continental, deal, foot, goods_rows, grid, lines, pairs, rounded, swiss

GOODS = (
    "Montage der Anlage",
    "Wartung Kältetechnik",
    "Schulung vor Ort",
    "Fahrtkosten",
    "Ersatzteil Dichtung",
    "Planung und Entwurf",
)


def euros(amount: Decimal) -> str:
    return f"{continental(amount)} €"


def qr_bill(chance: random.Random) -> Sheet:
    """Switzerland: a letter above, the payment part with its receipt below; the account and the amount stand twice."""
    bill = deal(chance, GOODS, "8.1", price=(5_000, 250_000))
    number = f"{chance.randint(2000, 9999)}"
    account = "CH44 3199 9123 0008 8901 2"
    amount = swiss(bill.gross).replace("'", " ")
    receipt = lines(
        "<b>Empfangsschein</b>",
        "Konto / Zahlbar an",
        account,
        "Kälte Zürichsee AG",
        "Seestrasse 40",
        "8800 Thalwil",
        "Referenz",
        "21 00000 00003 13947 14300 09017",
        "Zahlbar durch",
        "Käserei Albis GmbH",
        "Dorfstrasse 2",
        "8915 Hausen am Albis",
        "Währung Betrag",
        f"CHF {amount}",
        "Annahmestelle",
    )
    slip = lines(
        "<b>Zahlteil</b>",
        "Konto / Zahlbar an",
        account,
        "Kälte Zürichsee AG",
        "Seestrasse 40",
        "8800 Thalwil",
        "Währung Betrag",
        f"CHF {amount}",
    )
    page = (
        beside(
            lines("<b>Kälte Zürichsee AG</b>", "Seestrasse 40", "8800 Thalwil", "CHE-123.456.788 MWST"),
            lines("Käserei Albis GmbH", "Herr Beat Frei", "Dorfstrasse 2", "8915 Hausen am Albis"),
        )
        + f"<h3>Rechnung Nr. {number}</h3>"
        + pairs([("Datum", f"{bill.issued:%d.%m.%Y}"), ("Zahlbar bis", f"{bill.due:%d.%m.%Y}")])
        + grid(["Bezeichnung", "Menge", "Preis", "Betrag CHF"], goods_rows(bill.items, swiss), 1)
        + foot(
            [
                ("Total exkl. MWST", swiss(bill.net)),
                ("MWST 8.1 %", swiss(bill.tax)),
                ("Rechnungsbetrag CHF", swiss(bill.gross)),
            ]
        )
        + "<hr>"
        + beside(receipt, slip)
    )
    return Sheet(
        page,
        bill.truth(number, "CHF", "Kälte Zürichsee AG", "Käserei Albis GmbH", iban="CH4431999123000889012"),
    )


def small_business(chance: random.Random) -> Sheet:
    """Germany: no VAT by § 19; a letter with a window address and the sums in the table."""
    bill = deal(chance, GOODS, "0")
    number = f"{bill.issued:%Y}-{chance.randint(1, 80):04d}"
    page = (
        "<p style='font-size:7pt'>Jana Lüdtke · Grafik &amp; Satz · Wallstr. 3 · 23552 Lübeck</p>"
        + lines("Stadtbuchhandlung Krey", "Inh. Tim Krey", "Breite Str. 60", "23552 Lübeck")
        + pairs(
            [
                ("Rechnungsnr.", number),
                ("Datum", f"{bill.issued:%d.%m.%Y}"),
                ("Leistungszeitraum", f"{bill.issued:%m/%Y}"),
            ],
            "margin-left:auto",
        )
        + "<h3>Rechnung</h3><p>vielen Dank für den Auftrag. Ich berechne:</p>"
        + grid(
            ["Leistung", "Anzahl", "Einzelpreis", "Gesamt"],
            [*goods_rows(bill.items, euros), ["<b>Gesamtbetrag</b>", "", "", f"<b>{euros(bill.net)}</b>"]],
            1,
        )
        + f"<p>Gemäß § 19 UStG wird keine Umsatzsteuer berechnet.</p><p>Zahlbar bis {bill.due:%d.%m.%Y} auf das Konto DE89 3704 0044 0532 0130 00.</p>"
    )
    return Sheet(
        page,
        bill.truth(number, "EUR", "Jana Lüdtke", "Stadtbuchhandlung Krey", iban="DE89370400440532013000"),
    )


def final_invoice(chance: random.Random) -> Sheet:
    """Germany: a builder's final invoice that takes off two part payments with their VAT."""
    bill = deal(chance, GOODS, "19", price=(50_000, 900_000), count=3)
    first, second = rounded(bill.gross / 5), rounded(bill.gross / 4)
    number = f"SR-{chance.randint(100, 999)}"
    page = (
        beside(
            lines("Dachdeckerei Ohlsen GmbH &amp; Co. KG", "Am Deich 11, 25813 Husum", "Steuernummer 15/290/12345"),
            lines(f"Schlussrechnung Nr. {number}", f"vom {bill.issued:%d.%m.%Y}", "Kundennr. 10233"),
        )
        + lines("Herrn und Frau", "Hinrich und Maren Petersen", "Norderstr. 9", "25813 Husum")
        + grid(
            ["Pos", "Text", "Menge", "ME", "E-Preis", "G-Preis"],
            [
                [str(n), row[0], row[1], "Stk", row[2], row[3]]
                for n, row in enumerate(goods_rows(bill.items, euros), start=1)
            ],
            2,
        )
        + foot(
            [
                ("Summe netto", euros(bill.net)),
                ("19,00 % MwSt", euros(bill.tax)),
                ("Summe brutto", euros(bill.gross)),
                ("abzgl. 1. Abschlagszahlung", f"-{euros(first)}"),
                ("abzgl. 2. Abschlagszahlung", f"-{euros(second)}"),
                ("Noch zu zahlen", euros(bill.gross - first - second)),
            ]
        )
        + f"<p>Bitte überweisen Sie bis zum {bill.due:%d.%m.%Y} auf IBAN DE89 3704 0044 0532 0130 00.</p>"
    )
    return Sheet(
        page,
        bill.truth(
            number,
            "EUR",
            "Dachdeckerei Ohlsen GmbH & Co. KG",
            None,
            prepaid=first + second,
            payable=bill.gross - first - second,
            iban="DE89370400440532013000",
        ),
    )


def austria(chance: random.Random) -> Sheet:
    """Austria: UID, 20 % and 10 %, sums told as `Nettosumme` and `Rechnungssumme`."""
    bill = deal(chance, GOODS, "20")
    number = f"AR{bill.issued:%y}{chance.randint(1000, 9999)}"
    page = (
        "<p class=r><b>Tischlerei Moosbrugger e.U.</b><br>Dorf 12, 6870 Bezau<br>UID: ATU12345675</p>"
        + lines("Firma", "Gasthof Löwen GmbH", "Kirchplatz 1", "6850 Dornbirn", "UID: ATU87654328")
        + beside(
            "<b>RECHNUNG</b>",
            pairs(
                [
                    ("Rechnungsnummer:", number),
                    ("Rechnungsdatum:", f"{bill.issued:%d.%m.%Y}"),
                    ("Fällig:", f"{bill.due:%d.%m.%Y}"),
                ]
            ),
        )
        + grid(
            ["Artikel", "Stk.", "Preis/Stk.", "USt", "Summe"],
            [[row[0], row[1], row[2], "20%", row[3]] for row in goods_rows(bill.items, euros)],
            1,
        )
        + foot(
            [
                ("Nettosumme", euros(bill.net)),
                ("20% USt von " + euros(bill.net), euros(bill.tax)),
                ("Rechnungssumme", euros(bill.gross)),
            ]
        )
        + "<p>BIC: RVVGAT2B429 IBAN: AT61 1904 3002 3457 3201</p>"
    )
    return Sheet(
        page,
        bill.truth(number, "EUR", "Tischlerei Moosbrugger e.U.", "Gasthof Löwen GmbH", iban="AT611904300234573201"),
    )


def romandie(chance: random.Random) -> Sheet:
    """Switzerland in French: apostrophes, `Fr.`, TVA of 8.1 %."""
    bill = deal(
        chance,
        ("Révision de chaudière", "Heures de monteur", "Joints et petit matériel"),
        "8.1",
        price=(8_000, 300_000),
    )
    number = f"F-{chance.randint(1000, 9999)}"
    page = (
        beside(
            lines("<b>Chauffage Lémanique Sàrl</b>", "Rue du Lac 20", "1800 Vevey", "CHE-116.281.710 TVA"),
            lines("Hôtel des Vignes SA", "Route de Lavaux 4", "1095 Lutry"),
        )
        + f"<p><b>FACTURE {number}</b></p><p>Vevey, le {bill.issued:%d.%m.%Y}</p>"
        + grid(["Description", "Nombre", "Prix", "Total"], goods_rows(bill.items, swiss), 1)
        + foot(
            [
                ("Total hors TVA", f"Fr. {swiss(bill.net)}"),
                ("TVA 8.1%", f"Fr. {swiss(bill.tax)}"),
                ("Total à payer", f"Fr. {swiss(bill.gross)}"),
            ]
        )
        + "<p>Payable à 30 jours. IBAN CH93 0076 2011 6238 5295 7</p>"
    )
    truth = bill.truth(number, "CHF", "Chauffage Lémanique Sàrl", "Hôtel des Vignes SA", iban="CH9300762011623852957")
    return Sheet(page, truth | {"due_date": None})


def hosting(chance: random.Random) -> Sheet:
    """Germany: a monthly bill by programs, dates of the service in each line, direct debit."""
    bill = deal(chance, ("Server CX22", "Domain example.org", "Backup-Speicher 100 GB"), "19", price=(300, 4000))
    number = f"{chance.randint(10**9, 10**10 - 1)}"
    period = f"{bill.issued:%d.%m.%Y} - {bill.due:%d.%m.%Y}"
    page = (
        "<p class=r>Nordwolke Rechenzentrum GmbH<br>Hafenallee 5<br>26721 Emden<br>USt-IdNr.: DE136695976</p>"
        + lines("Kletterverein Harz e.V.", "Am Granetal 2", "38640 Goslar")
        + pairs(
            [("Kundennummer:", "K8812"), ("Rechnungsnummer:", number), ("Rechnungsdatum:", f"{bill.issued:%d.%m.%Y}")],
            "margin-left:auto",
        )
        + "<h3>Rechnung</h3>"
        + grid(
            ["Produkt", "Zeitraum", "Menge", "Einzelpreis", "Gesamt netto"],
            [[row[0], period, row[1], row[2], row[3]] for row in goods_rows(bill.items, euros)],
            2,
        )
        + foot(
            [
                ("Zwischensumme (netto)", euros(bill.net)),
                ("Umsatzsteuer 19%", euros(bill.tax)),
                ("Gesamtbetrag", euros(bill.gross)),
            ]
        )
        + "<p>Der Betrag wird in den nächsten Tagen von Ihrem Konto abgebucht.</p>"
    )
    return Sheet(
        page,
        bill.truth(number, "EUR", "Nordwolke Rechenzentrum GmbH", "Kletterverein Harz e.V.", due_date=None),
    )


TUNED: dict[str, Family] = {"swiss bill with a slip": qr_bill, "germany, no vat": small_business}
KEPT: dict[str, Family] = {
    "germany, final": final_invoice,
    "austria": austria,
    "switzerland, french": romandie,
    "germany, hosting": hosting,
}
