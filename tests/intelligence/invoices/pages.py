"""Invoices drawn for the tests: six vendors who lay their pages out in their own way and language."""

from weasyprint import HTML

STYLE = "<style>@page {size: A4; margin: 18mm} body {font: 10pt Carlito} table {border-collapse: collapse} td, th {padding: 2pt 6pt}</style>"


def draw(body: str, style: str = "") -> bytes:
    """A PDF of an HTML body."""
    pdf: bytes = HTML(string=f"<html><head>{STYLE}<style>{style}</style></head><body>{body}</body></html>").write_pdf()
    return pdf


def table(head: list[str], rows: list[list[str]], right: int) -> str:
    """A full-width table whose columns from number `right` on are set to the right."""

    def cells(tag: str, values: list[str]) -> str:
        aligned = ("right" if place >= right else "left" for place in range(len(values)))
        return "".join(
            f"<{tag} style='text-align:{side}'>{value}</{tag}>" for side, value in zip(aligned, values, strict=True)
        )

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return f"<table style='width:100%'><tr>{cells('th', head)}</tr>{body}</table>"


def sums(rows: list[tuple[str, str]]) -> str:
    """A block of sums on the right."""
    body = "".join(f"<tr><td>{label}</td><td style='text-align:right'>{amount}</td></tr>" for label, amount in rows)
    return f"<table style='margin-left:auto'>{body}</table>"


GERMAN = draw(
    "<p style='font-size:7pt'>Nordbau Hoch- und Tiefbau GmbH · Hafenstr. 12 · 20457 Hamburg</p>"
    "<p>Musterwerk Anlagen GmbH<br>Herrn Pohl<br>Werkstraße 5<br>30159 Hannover</p>"
    "<table style='margin-left:auto'><tr><td>Rechnungsnummer</td><td>RE-2026-0815</td></tr><tr><td>Rechnungsdatum</td><td>27.02.2026</td></tr>"
    "<tr><td>Bestellnummer</td><td>PO-2026-0042</td></tr><tr><td>Fällig am</td><td>29.03.2026</td></tr></table><h2>Rechnung</h2>"
    + table(
        ["Pos.", "Bezeichnung", "Menge", "Einheit", "Einzelpreis", "MwSt.", "Gesamtpreis"],
        [
            ["1", "Stahlträger HEB 200, verzinkt", "40", "m", "85,00 €", "19 %", "3.400,00 €"],
            [
                "2",
                "Montage auf der Baustelle Hannover-Linden, Kran und zwei Monteure",
                "16,5",
                "Std.",
                "62,40 €",
                "19 %",
                "1.029,60 €",
            ],
        ],
        2,
    )
    + sums([("Nettobetrag", "4.429,60 €"), ("zzgl. 19 % MwSt.", "841,62 €"), ("Rechnungsbetrag", "5.271,22 €")])
    + "<p>Zahlungsbedingungen: 30 Tage netto</p><p>USt-IdNr.: DE136695976 · Bankverbindung: IBAN DE89 3704 0044 0532 0130 00 · BIC COBADEFFXXX</p>"
)

FRENCH = draw(
    "<div style='float:right'><b>FACTURE</b><br>Facture n° F2026-118<br>Date de facture : 3 mars 2026<br>Échéance : 2 avril 2026</div>"
    "<p><b>Lumière Éclairage SAS</b><br>18 rue des Lilas<br>69003 Lyon<br>N° TVA : FR83404833048</p>"
    "<p style='margin-left:55%'>Facturé à :<br>Atelier Bonnard SARL<br>4 quai Voltaire<br>75007 Paris<br>N° TVA client : FR40303265045</p>"
    + table(
        ["Désignation", "Qté", "P.U. HT", "TVA", "Montant HT"],
        [
            ["Luminaire suspendu Orion", "12", "148,50", "20 %", "1 782,00"],
            ["Pose et mise en service", "1", "420,00", "20 %", "420,00"],
        ],
        1,
    )
    + sums(
        [
            ("Total HT", "2 202,00 €"),
            ("TVA 20 %", "440,40 €"),
            ("Total TTC", "2 642,40 €"),
            ("Acompte versé", "642,40 €"),
            ("Net à payer", "2 000,00 €"),
        ]
    )
    + "<p>Votre commande : BC-7781</p><p>Règlement par virement : IBAN FR14 2004 1010 0505 0001 3M02 606</p>"
)

SPANISH = draw(
    "<h1>Factura</h1><table><tr><th style='text-align:left'>Nº de factura</th><th style='text-align:left'>Fecha</th>"
    "<th style='text-align:left'>Vencimiento</th></tr><tr><td>2026/0093</td><td>15/03/2026</td><td>14/04/2026</td></tr></table>"
    "<table style='width:100%'><tr><td style='vertical-align:top'><b>Emisor</b><br>Talleres Ibaizabal S.L.<br>Polígono Erletxes 7<br>48960 Galdakao"
    "<br>CIF: ESB95123456</td><td style='vertical-align:top'><b>Cliente</b><br>Puertos del Norte S.A.<br>Muelle 3<br>48013 Bilbao</td></tr></table>"
    + table(
        ["Concepto", "Cantidad", "Precio unitario", "Importe"],
        [["Revisión de grúa pórtico", "2", "1.250,00", "2.500,00"], ["Rodamiento SKF 6310", "8", "46,75", "374,00"]],
        1,
    )
    + sums([("Base imponible", "2.874,00"), ("IVA 21 %", "603,54"), ("Total factura EUR", "3.477,54")])
    + "<p>Forma de pago: transferencia a 30 días. IBAN ES91 2100 0418 4502 0005 1332</p>"
)

AMERICAN = draw(
    "<table style='width:100%'><tr><td><b>BRIGHTWATER CONSULTING GROUP, LLC</b><br>2200 Market St<br>Denver, CO 80205</td>"
    "<td style='text-align:right; font-size:20pt'>INVOICE</td></tr></table>"
    "<table style='width:100%'><tr><td>Bill To:<br>Harlan County Hospital District<br>PO Box 88<br>Harlan, KY 40831</td>"
    "<td><table><tr><td>Invoice #</td><td>10447</td></tr><tr><td>Invoice Date</td><td>4/12/2026</td></tr><tr><td>Due Date</td><td>5/12/2026</td></tr>"
    "<tr><td>P.O. #</td><td>HC-2291</td></tr><tr><td>Terms</td><td>Net 30</td></tr></table></td></tr></table>"
    + table(
        ["Date", "Description", "Hours", "Rate", "Amount"],
        [
            ["4/1/2026", "Process mapping workshop", "8.00", "$175.00", "$1,400.00"],
            ["4/3/2026", "Data migration rehearsal", "12.50", "$175.00", "$2,187.50"],
        ],
        2,
    )
    + sums(
        [
            ("Subtotal", "$3,587.50"),
            ("Sales Tax (6%)", "$215.25"),
            ("Total", "$3,802.75"),
            ("Amount Paid", "$0.00"),
            ("Balance Due", "$3,802.75"),
        ]
    )
    + "<p>Remit by ACH: ABA 121000248, Account No. 7731 0042 19</p>"
)

BRITISH_CREDIT = draw(
    "<h2>CREDIT NOTE</h2><p>Credit note no: CN-0031<br>Date: 9 June 2026<br>Original invoice no: INV-2207</p>"
    "<p>From: Kestrel Print Works Ltd, Unit 4, Leeds LS9 8AA</p><p>To: Galbraith Marine Insurance plc</p><p>VAT Reg No: GB 284 7193 06</p>"
    + table(["Item", "Quantity", "Unit price", "Line total"], [["Brochures returned", "250", "1.20", "300.00"]], 1)
    + sums([("Subtotal", "£300.00"), ("VAT @ 20%", "£60.00"), ("Total credit GBP", "£360.00"), ("Total", "£360.00")])
    + "<p>Sort code: 20-14-53 Account number: 43118827</p>"
)

SWISS = draw(
    "<p>Alpenblick Software AG, Bahnhofstrasse 10, 8001 Zürich, CHE-123.456.788 MWST</p><p>Rechnung Nr. 4711 vom 31. Januar 2026</p>"
    "<p>Kunde: Helvetia Logistik AG</p>"
    + table(
        ["Leistung", "Anzahl", "Preis", "Betrag CHF"],
        [
            ["Lizenz Disponent, Jahr 2026", "25", "1'200.00", "30'000.00"],
            ["Einführungstag", "3", "1'850.00", "5'550.00"],
        ],
        1,
    )
    + sums([("Zwischensumme", "35'550.00"), ("MWST 8.1%", "2'879.55"), ("Total CHF", "38'429.55")])
    + "<p>Zahlbar bis 2. März 2026. IBAN CH93 0076 2011 6238 5295 7</p>"
)

JAPANESE = draw(
    "<p>Kyoto Precision K.K.</p><h2>TAX INVOICE</h2><p>Invoice number KP-77<br>Issue date 2026-05-31<br>Payment due 2026-06-30</p>"
    "<p>Billed to: Galbraith Marine Insurance plc</p>"
    + table(
        ["No.", "Item", "Qty", "Unit price (JPY)", "Amount (JPY)"],
        [["1", "Gauge block set", "3", "120,000", "360,000"], ["2", "Calibration", "1", "45,000", "45,000"]],
        2,
    )
    + sums([("Subtotal", "405,000"), ("Consumption tax 10%", "40,500"), ("Total JPY", "445,500")])
    + "<p>Bank: SWIFT BOTKJPJT Account no. 1234567</p>"
)

AUSTRALIAN = draw(
    "<table style='width:100%'><tr><td><b>Tax Invoice</b></td><td>Coral Dive Pty Ltd<br>ABN 51 824 753 556</td></tr></table>"
    "<table><tr><td>Invoice No</td><td>INV-0099</td></tr><tr><td>Date</td><td>04/07/2026</td></tr><tr><td>Due Date</td><td>18/07/2026</td></tr></table>"
    "<p>Customer<br>Reef Authority</p>"
    + table(
        ["Details", "Quantity", "Unit Price", "GST", "Amount AUD"],
        [["Hull inspection", "2.00", "1,500.00", "10%", "3,000.00"]],
        1,
    )
    + sums([("Subtotal", "3,000.00"), ("GST 10%", "300.00"), ("TOTAL AUD", "3,300.00"), ("AMOUNT DUE AUD", "3,300.00")])
    + "<p>BSB 062-000 Account number 1234 5678</p>"
)

ITALIAN = draw(
    "<p>Officine Rossi S.r.l.<br>Via Roma 1<br>20121 Milano<br>P. IVA IT01234567897</p><h3>Fattura n. 45/2026 del 12/05/2026</h3>"
    "<p>Spett.le<br>Meccanica Blu S.p.A.<br>Via Po 9<br>10124 Torino</p>"
    + table(
        ["Descrizione", "Quantità", "Prezzo unitario", "IVA", "Importo"],
        [["Tornitura albero", "4", "250,00", "22%", "1.000,00"]],
        1,
    )
    + sums([("Imponibile", "1.000,00"), ("IVA 22%", "220,00"), ("Totale fattura", "1.220,00 €")])
    + "<p>Scadenza: 11/06/2026 IBAN IT60X0542811101000000123456</p>"
)
