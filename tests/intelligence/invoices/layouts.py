"""Invoices as programs and people of several countries lay them out; every name, number and amount is invented."""

from .pages import draw, sums, table


def side_by_side(*cells: str) -> str:
    return (
        "<table style='width:100%'><tr>"
        + "".join(f"<td style='vertical-align:top'>{cell}</td>" for cell in cells)
        + "</tr></table>"
    )


AUSTRALIAN = draw(
    side_by_side(
        "<b style='font-size:16pt'>TAX INVOICE</b><br>Harbour Catering Group<br>Attention: Accounts<br>PO Box 19<br>Fremantle WA 6160<br>AUSTRALIA",
        "<b>Invoice Date</b><br>14 Feb 2026<br><br><b>Invoice Number</b><br>INV-00471<br><br><b>ABN</b><br>51 824 753 556",
        "Bluegum Electrical Pty Ltd<br>22 Station St<br>Subiaco WA 6008",
    )
    + table(
        ["Description", "Quantity", "Unit Price", "GST", "Amount AUD"],
        [
            ["Rewire kitchen circuit", "6.50", "95.00", "10%", "617.50"],
            ["LED downlights", "14.00", "22.00", "10%", "308.00"],
        ],
        1,
    )
    + sums([("Subtotal", "925.50"), ("TOTAL GST 10%", "92.55"), ("TOTAL AUD", "1,018.05")])
    + "<p>Due Date: 28 Feb 2026<br>BSB: 036-022 Account: 448810</p>"
)
GERMAN_CRAFT = draw(
    "<p style='font-size:7pt'>Tischlerei Brandt, Lindenweg 4, 49074 Osnabrück</p><p>Hofgut Sonnental KG<br>Frau Iris Keil<br>Am Anger 1<br>49090 Osnabrück</p>"
    + sums([("Rechnungs-Nr.", "RE-1187"), ("Rechnungsdatum", "09.03.2026"), ("Lieferdatum", "05.03.2026")])
    + "<h2>Rechnung Nr. RE-1187</h2>"
    + table(
        ["Pos.", "Artikel", "Anz.", "EP", "GP"],
        [
            ["1.", "Einbauschrank Eiche", "1,00 Stk", "2.480,00 EUR", "2.480,00 EUR"],
            ["2.", "Montage", "7,50 Std", "58,00 EUR", "435,00 EUR"],
        ],
        2,
    )
    + sums(
        [
            ("Gesamtbetrag netto", "2.915,00 EUR"),
            ("zzgl. Umsatzsteuer 19%", "553,85 EUR"),
            ("Gesamtbetrag brutto", "3.468,85 EUR"),
            ("abzgl. Abschlagszahlung vom 01.02.2026", "-1.000,00 EUR"),
            ("Restzahlung", "2.468,85 EUR"),
        ]
    )
    + "<p>Bitte überweisen Sie den Rechnungsbetrag bis zum 23.03.2026.</p><p style='font-size:7pt'>IBAN DE89370400440532013000 · BIC COBADEFFXXX</p>"
)
HOSTING = draw(
    "<p><b>Cirrus Web Hosting LLC</b><br>410 Terry Avenue North<br>Seattle, WA 98109-5210, US</p><h2>Invoice</h2>"
    "<p>Bill to Address:<br>Meadow Labs GmbH<br>Ringstrasse 9<br>Munich, 80331, DE</p>"
    + sums(
        [
            ("Invoice Number:", "1187339145"),
            ("Invoice Date:", "March 2, 2026"),
            ("TOTAL AMOUNT DUE ON March 2, 2026", "$214.86"),
        ]
    )
    + table(["Summary", ""], [["Service Charges", "$180.55"], ["Credits", "$0.00"], ["VAT", "$34.31"]], 1)
    + sums([("Total for this invoice", "$214.86")])
)
DUTCH = draw(
    side_by_side(
        "Kaasmakerij De Polder B.V.<br>T.a.v. Administratie<br>Dijkweg 3<br>1131 AB Volendam",
        "Fietskoerier Noord<br>Prinsengracht 200<br>1016 HD Amsterdam<br>KVK 61234567<br>BTW NL001234567B01",
    )
    + "<h2>Factuur</h2><p>Factuurnummer 2026-0119<br>Factuurdatum 4 februari 2026<br>Vervaldatum 18 februari 2026</p>"
    + table(
        ["Aantal", "Omschrijving", "Bedrag", "Totaal", "BTW"],
        [["22", "Bezorgingen januari", "€ 6,50", "€ 143,00", "21%"], ["1", "Spoedrit", "€ 25,00", "€ 25,00", "21%"]],
        2,
    )
    + sums([("Subtotaal", "€ 168,00"), ("21% BTW", "€ 35,28"), ("Totaal te betalen", "€ 203,28")])
    + "<p>Betaling op NL91 ABNA 0417 1643 00.</p>"
)
SWEDISH = draw(
    "<h1>FAKTURA</h1><p>Fakturanr 20417<br>Fakturadatum 2026-02-16<br>Förfallodatum 2026-03-18</p>"
    "<p>Kund<br>Skogsbruket AB<br>Box 44<br>901 02 Umeå</p>"
    + table(
        ["Benämning", "Antal", "À-pris", "Belopp"],
        [["Konsultation, timmar", "12", "950,00", "11 400,00"], ["Resa", "1", "600,00", "600,00"]],
        1,
    )
    + sums([("Netto", "12 000,00"), ("Moms 25%", "3 000,00"), ("Att betala", "SEK 15 000,00")])
    + "<p>Granit Konsult AB · Storgatan 8 · 972 32 Luleå · Org.nr 556677-8899</p>"
)
POLISH = draw(
    side_by_side(
        "Sprzedawca:<br><b>Drukarnia Wisła sp. z o.o.</b><br>ul. Długa 4<br>31-146 Kraków",
        "Nabywca:<br><b>Kancelaria Nowak</b><br>Rynek 10<br>31-042 Kraków",
    )
    + "<h3>Faktura VAT nr 15/02/2026</h3><p>Data wystawienia: 10.02.2026<br>Termin płatności: 24.02.2026</p>"
    + table(
        ["Lp.", "Nazwa", "Ilość", "Cena netto", "Wartość netto", "VAT", "Wartość brutto"],
        [
            ["1", "Wizytówki", "500", "0,30", "150,00", "23%", "184,50"],
            ["2", "Teczki firmowe", "100", "4,20", "420,00", "23%", "516,60"],
        ],
        2,
    )
    + sums([("Razem netto", "570,00 zł"), ("VAT 23%", "131,10 zł"), ("Razem brutto", "701,10 zł")])
)
INDIAN = draw(
    "<p style='text-align:center'><b>TAX INVOICE</b><br><b>Sundaram Textiles Pvt Ltd</b><br>14 Mill Road, Coimbatore 641001</p>"
    + side_by_side("Invoice No: ST/25-26/0871<br>Dated: 12-Jan-2026", "Buyer's Order No: KO-5512")
    + "<p>Buyer (Bill to)<br><b>Kaveri Garments</b><br>9 Anna Salai, Chennai 600002</p>"
    + table(
        ["Sl No", "Description of Goods", "HSN", "Quantity", "Rate", "Amount"],
        [
            ["1", "Cotton fabric 60s", "5208", "1,200 m", "85.00", "1,02,000.00"],
            ["2", "Dyeing charges", "9988", "1,200 m", "12.50", "15,000.00"],
        ],
        3,
    )
    + sums(
        [
            ("Taxable Value", "1,17,000.00"),
            ("CGST 2.5%", "2,925.00"),
            ("SGST 2.5%", "2,925.00"),
            ("Total", "₹ 1,22,850.00"),
        ]
    )
)
MEMO = draw(
    side_by_side(
        "<b>Redwood Paper Company</b><br>77 Mill Pond Rd<br>Portland, OR 97201",
        "<b>CREDIT MEMO</b><br>Credit Memo No. CM-2291<br>Date 02/17/2026<br>Original Invoice 118820",
    )
    + "<p>Customer: Lakeside Schools<br>500 Shore Dr<br>Eugene, OR 97401</p>"
    + table(
        ["Qty", "Item", "Description", "Unit Price", "Ext. Price"],
        [["-4", "P-100", "Copy paper, case", "42.50", "-170.00"]],
        3,
    )
    + sums([("Subtotal", "-170.00"), ("Sales Tax 0%", "0.00"), ("Total Credit", "-$170.00")])
)

# What each of them says: number, day, currency, net, tax, gross, seller, buyer, and the amounts of its lines.
LAYOUTS = {
    "australian": (
        AUSTRALIAN,
        ("INV-00471", "2026-02-14", "AUD", "925.50", "92.55", "1018.05"),
        ("Bluegum Electrical Pty Ltd", "Harbour Catering Group"),
        "617.50 308.00",
    ),
    "german craft": (
        GERMAN_CRAFT,
        ("RE-1187", "2026-03-09", "EUR", "2915.00", "553.85", "3468.85"),
        ("Tischlerei Brandt", "Hofgut Sonnental KG"),
        "2480.00 435.00",
    ),
    "hosting": (
        HOSTING,
        ("1187339145", "2026-03-02", "USD", "180.55", "34.31", "214.86"),
        ("Cirrus Web Hosting LLC", "Meadow Labs GmbH"),
        "",
    ),
    "dutch": (
        DUTCH,
        ("2026-0119", "2026-02-04", "EUR", "168.00", "35.28", "203.28"),
        ("Fietskoerier Noord", "Kaasmakerij De Polder B.V."),
        "143.00 25.00",
    ),
    "swedish": (
        SWEDISH,
        ("20417", "2026-02-16", "SEK", "12000.00", "3000.00", "15000.00"),
        ("Granit Konsult AB", "Skogsbruket AB"),
        "11400.00 600.00",
    ),
    "polish": (
        POLISH,
        ("15/02/2026", "2026-02-10", "PLN", "570.00", "131.10", "701.10"),
        ("Drukarnia Wisła sp. z o.o.", "Kancelaria Nowak"),
        "150.00 420.00",
    ),
    "indian": (
        INDIAN,
        ("ST/25-26/0871", "2026-01-12", "INR", "117000.00", "5850.00", "122850.00"),
        ("Sundaram Textiles Pvt Ltd", "Kaveri Garments"),
        "102000.00 15000.00",
    ),
    "memo": (
        MEMO,
        ("CM-2291", "2026-02-17", "USD", "-170.00", "0.00", "-170.00"),
        ("Redwood Paper Company", "Lakeside Schools"),
        "-170.00",
    ),
}
