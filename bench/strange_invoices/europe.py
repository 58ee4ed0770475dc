"""Invoices in Dutch, Polish, Danish, Norwegian and Czech."""

import random
from decimal import Decimal

from .drawing import Family, Sheet, beside, continental, deal, foot, goods_rows, grid, lines, pairs, rounded, spaced

NL = ("Ontwerp huisstijl", "Onderhoud website", "Advies per uur", "Reiskosten", "Levering drukwerk")
PL = ("Usługa transportowa", "Montaż okien", "Projekt graficzny", "Serwis klimatyzacji")
DK = ("Rådgivning", "Kørsel", "Montering af dør", "Materialer")
NO = ("Konsulenttimer", "Reisetid", "Leie av lift", "Materiell")
CZ = ("Grafické práce", "Servis výtahu", "Doprava", "Školení")


def euros(amount: Decimal) -> str:
    return f"€ {continental(amount)}"


def one_woman(chance: random.Random) -> Sheet:
    """The Netherlands: a person in business; facts as a running line, sums named `Subtotaal`, `21% btw`, `Totaal`."""
    bill = deal(chance, NL, "21", days=14)
    number = f"{bill.issued:%Y}{chance.randint(1, 99):03d}"
    page = (
        beside(
            "<h1>Factuur</h1>",
            lines(
                "<b>Studio Zilvermeeuw</b>",
                "Femke de Wit",
                "Oudegracht 201",
                "3511 NH Utrecht",
                "Kvk 61234567",
                "Btw-id NL001234567B01",
            ),
        )
        + lines("Aan:", "Bakkerij Van Dam", "Kerkstraat 5", "1211 CA Hilversum")
        + pairs(
            [
                ("Factuurnummer:", number),
                ("Factuurdatum:", f"{bill.issued:%d-%m-%Y}"),
                ("Vervaldatum:", f"{bill.due:%d-%m-%Y}"),
            ]
        )
        + grid(["Omschrijving", "Aantal", "Tarief", "Bedrag"], goods_rows(bill.items, euros), 1)
        + foot(
            [("Subtotaal", euros(bill.net)), ("21% btw", euros(bill.tax)), ("Totaal", f"<b>{euros(bill.gross)}</b>")]
        )
        + f"<p>Gelieve het bedrag binnen 14 dagen over te maken op NL91 ABNA 0417 1643 00 o.v.v. {number}.</p>"
    )
    return Sheet(page, bill.truth(number, "EUR", "Studio Zilvermeeuw", "Bakkerij Van Dam", iban="NL91ABNA0417164300"))


def polish(chance: random.Random) -> Sheet:
    """Poland: two boxes for the parties, a table with net, VAT and gross of each line, `Razem` below it, the amount in words."""
    bill = deal(chance, PL, "23")
    number = f"FV {chance.randint(1, 200)}/{bill.issued:%m/%Y}"
    rows = [
        [
            str(n),
            item.name,
            f"{item.quantity}",
            "szt.",
            spaced(item.price),
            spaced(item.net),
            "23%",
            spaced(rounded(item.net * Decimal("0.23"))),
            spaced(rounded(item.net * Decimal("1.23"))),
        ]
        for n, item in enumerate(bill.items, start=1)
    ]
    heads = [
        "Lp.",
        "Nazwa towaru lub usługi",
        "Ilość",
        "J.m.",
        "Cena netto",
        "Wartość netto",
        "VAT",
        "Kwota VAT",
        "Wartość brutto",
    ]
    page = (
        f"<h2>Faktura {number}</h2>"
        + lines(
            f"Data wystawienia: {bill.issued:%d.%m.%Y}",
            f"Data sprzedaży: {bill.issued:%d.%m.%Y}",
            f"Termin płatności: {bill.due:%d.%m.%Y}",
        )
        + beside(
            lines(
                "<b>Sprzedawca</b>", "Okna Beskid Sp. z o.o.", "ul. Górska 7", "43-300 Bielsko-Biała", "NIP: 5471234567"
            ),
            lines("<b>Nabywca</b>", "Pensjonat Żywiec s.c.", "ul. Rynek 2", "34-300 Żywiec", "NIP: 5537654321"),
        )
        + grid(heads, rows, 2)
        + foot(
            [
                ("Razem netto:", f"{spaced(bill.net)} PLN"),
                ("VAT:", f"{spaced(bill.tax)} PLN"),
                ("Do zapłaty:", f"<b>{spaced(bill.gross)} PLN</b>"),
            ]
        )
        + "<p>Sposób płatności: przelew, rachunek: PL61 1090 1014 0000 0712 1981 2874</p>"
    )
    return Sheet(
        page,
        bill.truth(
            number, "PLN", "Okna Beskid Sp. z o.o.", "Pensjonat Żywiec s.c.", iban="PL61109010140000071219812874"
        ),
    )


def shifted(chance: random.Random) -> Sheet:
    """Belgium in Dutch: VAT shifted to the customer, a structured message for the payment."""
    bill = deal(chance, NL, "0")
    number = f"VF26{chance.randint(1000, 9999)}"
    page = (
        beside(
            lines("<b>Elektro Kempen BV</b>", "Stationsstraat 12", "2440 Geel", "BTW BE0403.170.701"),
            lines("Bouwwerken Peeters NV", "Nijverheidslaan 4", "3900 Pelt", "BTW BE0471.811.661"),
        )
        + "<h3>FACTUUR</h3>"
        + grid(["Factuurnr.", "Datum", "Vervaldag"], [[number, f"{bill.issued:%d/%m/%Y}", f"{bill.due:%d/%m/%Y}"]], 9)
        + grid(
            ["Omschrijving", "Aantal", "Eenheidsprijs", "Btw %", "Totaal excl."],
            [[row[0], row[1], row[2], "0", row[3]] for row in goods_rows(bill.items, continental)],
            1,
        )
        + foot(
            [
                ("Totaal excl. btw", euros(bill.net)),
                ("Btw verlegd", euros(Decimal(0))),
                ("Te betalen", euros(bill.gross)),
            ]
        )
        + "<p>Btw verlegd. Mededeling +++090/9337/55493+++ Rekening BE68 5390 0754 7034</p>"
    )
    return Sheet(page, bill.truth(number, "EUR", "Elektro Kempen BV", "Bouwwerken Peeters NV", iban="BE68539007547034"))


def danish(chance: random.Random) -> Sheet:
    """Denmark: CVR, moms of 25 %, registration and account number of the bank."""
    bill = deal(chance, DK, "25", days=8)
    number = f"{chance.randint(1000, 9999)}"
    page = (
        beside(
            lines("Caféen ved Åen ApS", "Åboulevarden 30", "8000 Aarhus C"),
            lines("<b>Snedker Holm A/S</b>", "Industrivej 4", "8260 Viby J", "CVR-nr. 12345674"),
        )
        + "<h2>Faktura</h2>"
        + pairs(
            [
                ("Fakturanummer", number),
                ("Fakturadato", f"{bill.issued:%d-%m-%Y}"),
                ("Forfaldsdato", f"{bill.due:%d-%m-%Y}"),
            ]
        )
        + grid(["Beskrivelse", "Antal", "Enhedspris", "Beløb"], goods_rows(bill.items, continental), 1)
        + foot(
            [
                ("Subtotal", continental(bill.net)),
                ("Moms (25,00%)", continental(bill.tax)),
                ("Total DKK", continental(bill.gross)),
            ]
        )
        + "<p>Beløbet indbetales på bankkonto: reg.nr. 1234 kontonr. 0001234567</p>"
    )
    return Sheet(page, bill.truth(number, "DKK", "Snedker Holm A/S", "Caféen ved Åen ApS"))


def norwegian(chance: random.Random) -> Sheet:
    """Norway: KID, MVA, the amount to pay in kroner."""
    bill = deal(chance, NO, "25", days=14)
    number = f"{chance.randint(10_000, 99_999)}"
    page = (
        lines("<b>Fjordheim Bygg AS</b>", "Strandgata 8, 6003 Ålesund", "Org.nr NO 987 654 325 MVA")
        + beside(
            lines("Sunnmøre Fisk AS", "Kaivegen 1", "6020 Ålesund"),
            pairs(
                [
                    ("Fakturanr.", number),
                    ("Fakturadato", f"{bill.issued:%d.%m.%Y}"),
                    ("Forfallsdato", f"{bill.due:%d.%m.%Y}"),
                    ("KID", "0012345678903"),
                    ("Kontonummer", "1506.12.34561"),
                ]
            ),
        )
        + "<h2>Faktura</h2>"
        + grid(
            ["Beskrivelse", "Antall", "Pris", "MVA", "Beløp"],
            [[row[0], row[1], row[2], "25%", row[3]] for row in goods_rows(bill.items, spaced)],
            1,
        )
        + foot([("Netto", spaced(bill.net)), ("MVA 25%", spaced(bill.tax)), ("Å betale NOK", spaced(bill.gross))])
    )
    return Sheet(page, bill.truth(number, "NOK", "Fjordheim Bygg AS", "Sunnmøre Fisk AS"))


def czech(chance: random.Random) -> Sheet:
    """The Czech Republic: `Daňový doklad`, variable symbol, sums by rate."""
    bill = deal(chance, CZ, "21", price=(20_000, 900_000))
    number = f"{bill.issued:%Y}{chance.randint(1000, 9999)}"
    page = (
        f"<h3>Faktura - daňový doklad č. {number}</h3>"
        + beside(
            lines("Dodavatel", "Výtahy Morava s.r.o.", "Masarykova 12", "602 00 Brno", "IČ: 12345678 DIČ: CZ12345678"),
            lines("Odběratel", "Bytové družstvo Lípa", "Lipová 3", "779 00 Olomouc"),
        )
        + pairs(
            [
                ("Datum vystavení:", f"{bill.issued:%d.%m.%Y}"),
                ("Datum splatnosti:", f"{bill.due:%d.%m.%Y}"),
                ("Variabilní symbol:", number),
            ]
        )
        + grid(["Popis", "Množství", "Cena za MJ", "Celkem bez DPH"], goods_rows(bill.items, spaced), 1)
        + foot(
            [
                ("Základ daně 21%", f"{spaced(bill.net)} Kč"),
                ("DPH 21%", f"{spaced(bill.tax)} Kč"),
                ("Celkem k úhradě", f"{spaced(bill.gross)} Kč"),
            ]
        )
    )
    return Sheet(page, bill.truth(number, "CZK", "Výtahy Morava s.r.o.", "Bytové družstvo Lípa"))


TUNED: dict[str, Family] = {"netherlands": one_woman, "poland": polish}
KEPT: dict[str, Family] = {
    "belgium, shifted": shifted,
    "denmark": danish,
    "norway": norwegian,
    "czech republic": czech,
}
