"""Invoices of the Americas: sales taxes of states and provinces, and Spanish and Portuguese as they are written there."""

import random
from decimal import Decimal

from .drawing import (
    Family,
    Sheet,
    beside,
    continental,
    deal,
    english,
    foot,
    goods_rows,
    grid,
    lines,
    pairs,
    rounded,
    spaced,
)

GOODS = (
    "Roof inspection",
    "Hourly consulting, senior",
    "Annual software subscription",
    "Replacement compressor",
    "Disposal of waste",
    "Freight to site",
)
SERVICIOS = ("Mantenimiento de planta", "Refacciones de bomba", "Servicio de grúa", "Asesoría mensual")


def sales_tax(chance: random.Random) -> Sheet:
    """The United States: month first, sales tax, remittance by ACH, the balance in large type at the top."""
    bill = deal(chance, GOODS, "8.25")
    number = f"{chance.randint(10_000, 99_999)}"
    page = (
        beside(
            lines("<b>Prairie Rose Mechanical, Inc.</b>", "1800 Elm Ave", "Topeka, KS 66603"),
            f"<p class=r style='font-size:20pt'>INVOICE</p><p class=r>Balance Due<br><b style='font-size:14pt'>${english(bill.gross)}</b></p>",
        )
        + beside(
            lines("Bill To", "Flint Hills Grain Co-op", "PO Box 41", "Emporia, KS 66801"),
            pairs(
                [
                    ("Invoice#", number),
                    ("Invoice Date", f"{bill.issued:%m/%d/%Y}"),
                    ("Terms", "Net 30"),
                    ("Due Date", f"{bill.due:%m/%d/%Y}"),
                ]
            ),
        )
        + grid(["Item & Description", "Qty", "Rate", "Amount"], goods_rows(bill.items, english), 1)
        + foot(
            [
                ("Sub Total", english(bill.net)),
                ("Sales Tax (8.25%)", english(bill.tax)),
                ("Total", f"${english(bill.gross)}"),
                ("Balance Due", f"${english(bill.gross)}"),
            ]
        )
        + lines("ACH: Routing Number 101000187", "Account Number 5520018833")
    )
    return Sheet(
        page, bill.truth(number, "USD", "Prairie Rose Mechanical, Inc.", "Flint Hills Grain Co-op", iban="5520018833")
    )


def canada(chance: random.Random) -> Sheet:
    """Quebec: GST and QST on lines of their own with their registration numbers."""
    bill = deal(chance, GOODS, "5")
    gst, qst = rounded(bill.net * 5 / 100), rounded(bill.net * Decimal("0.09975"))
    number, gross = f"Q-{chance.randint(1000, 9999)}", bill.net + gst + qst
    page = (
        lines(
            "<b>Laurentide Systems Inc.</b>",
            "1200 McGill College Ave",
            "Montreal QC H3B 4G7",
            "GST 123456789 RT0001 · QST 1234567890 TQ0001",
        )
        + f"<h2>INVOICE #{number}</h2>"
        + lines(f"Date: {bill.issued:%B %-d, %Y}", f"Due Date: {bill.due:%B %-d, %Y}")
        + lines("Sold To:", "Chaudière Paper Ltd.", "55 Rue Principale", "Gatineau QC J8X 3X9")
        + grid(["Description", "Hours", "Rate", "Amount CAD"], goods_rows(bill.items, english, before="$"), 1)
        + foot(
            [
                ("Subtotal", f"${english(bill.net)}"),
                ("GST 5%", f"${english(gst)}"),
                ("QST 9.975%", f"${english(qst)}"),
                ("Total CAD", f"${english(gross)}"),
            ]
        )
    )
    return Sheet(
        page,
        bill.truth(
            number, "CAD", "Laurentide Systems Inc.", "Chaudière Paper Ltd.", tax=gst + qst, gross=gross, payable=gross
        ),
    )


def parts_and_freight(chance: random.Random) -> Sheet:
    """A wholesaler: part numbers, quantities ordered and shipped, freight apart, no tax."""
    bill = deal(chance, GOODS[:5], "0", count=3)
    freight, number = Decimal(chance.randint(900, 9000)) / 100, f"S{chance.randint(100_000, 999_999)}"
    total = bill.net + freight
    rows = [
        [f"P-{100 + n}", row[0], row[1], row[1], "0", row[2], "EA", row[3]]
        for n, row in enumerate(goods_rows(bill.items, english))
    ]
    page = (
        beside(
            lines("<b>CASCADE FASTENER SUPPLY CO</b>", "PO BOX 3310", "TACOMA WA 98401"),
            pairs(
                [
                    ("INVOICE NUMBER", number),
                    ("INVOICE DATE", f"{bill.issued:%m/%d/%y}"),
                    ("CUSTOMER PO", "4500019"),
                    ("DUE DATE", f"{bill.due:%m/%d/%y}"),
                ]
            ),
        )
        + beside(
            lines("SOLD TO", "OLYMPIC BOATWORKS LLC", "9 MARINA DR", "OLYMPIA WA 98501"),
            lines("SHIP TO", "OLYMPIC BOATWORKS LLC", "DOCK 4", "OLYMPIA WA 98501"),
        )
        + grid(["ITEM NO", "DESCRIPTION", "ORDERED", "SHIPPED", "B/O", "UNIT PRICE", "UOM", "EXTENDED"], rows, 2)
        + foot(
            [
                ("MERCHANDISE", english(bill.net)),
                ("FREIGHT", english(freight)),
                ("TAX", "0.00"),
                ("TOTAL DUE", f"${english(total)}"),
            ]
        )
    )
    truth = bill.truth(
        number,
        "USD",
        "CASCADE FASTENER SUPPLY CO",
        "OLYMPIC BOATWORKS LLC",
        net=total,
        tax=Decimal(0),
        gross=total,
        payable=total,
    )
    return Sheet(page, truth)


def hours(chance: random.Random) -> Sheet:
    """A freelancer: dates of work, hours, one total in a coloured bar."""
    bill = deal(chance, GOODS, "0", count=3, days=15)
    number = f"{bill.issued:%Y}-{chance.randint(1, 99):02d}"
    rows = [
        [
            f"{bill.issued:%b %-d}",
            item.name,
            f"{item.quantity}.0",
            f"${english(item.price)}/hr",
            f"${english(item.net)}",
        ]
        for item in bill.items
    ]
    page = (
        f"<h1 style='color:#246'>Dana Whitlock Consulting</h1>{lines('dana@whitlock.example', '(503) 555-0142')}"
        + beside(
            lines("<b>Billed To</b>", "Juniper Health Partners", "Bend, OR 97701"),
            lines("<b>Invoice Number</b>", number),
            lines("<b>Date of Issue</b>", f"{bill.issued:%m/%d/%Y}"),
            lines("<b>Due Date</b>", f"{bill.due:%m/%d/%Y}"),
            lines("<b>Amount Due (USD)</b>", f"${english(bill.gross)}"),
        )
        + grid(["Date", "Description", "Hours", "Rate", "Line Total"], rows, 2)
        + foot(
            [
                ("Subtotal", english(bill.net)),
                ("Tax", "0.00"),
                ("Total", english(bill.gross)),
                ("Amount Paid", "0.00"),
                ("Amount Due (USD)", f"${english(bill.gross)}"),
            ]
        )
    )
    return Sheet(page, bill.truth(number, "USD", "Dana Whitlock Consulting", "Juniper Health Partners"))


def paid_online(chance: random.Random) -> Sheet:
    """A subscription paid by card: the amount paid stands where others have the amount due."""
    bill = deal(chance, ("Team plan", "Extra seats", "Priority support"), "0", count=2, days=0)
    number = f"A{chance.randint(10, 99)}F{chance.randint(1000, 9999)}-0003"
    page = (
        f"<h2>Receipt</h2>{pairs([('Invoice number', number), ('Receipt number', '2291-7714'), ('Date paid', f'{bill.issued:%B %-d, %Y}')])}"
        + beside(
            lines("<b>Lumenote, Inc.</b>", "548 Market Street", "San Francisco, California 94104", "United States"),
            lines("<b>Bill to</b>", "Orrin Clay Studio", "12 Canal Street", "Manchester M1 3HE", "United Kingdom"),
        )
        + f"<p style='font-size:15pt'>${english(bill.gross)} paid on {bill.issued:%B %-d, %Y}</p>"
        + grid(["Description", "Qty", "Unit price", "Amount"], goods_rows(bill.items, english, before="$"), 1)
        + foot(
            [
                ("Subtotal", f"${english(bill.net)}"),
                ("Total", f"${english(bill.gross)}"),
                ("Amount paid", f"${english(bill.gross)}"),
            ]
        )
    )
    truth = bill.truth(number, "USD", "Lumenote, Inc.", "Orrin Clay Studio", due_date=None)
    return Sheet(page, {**truth, "payable": None})


def hotel(chance: random.Random) -> Sheet:
    """A hotel's folio: charges and credits by day, taxes among the lines, a balance of nothing."""
    nights, price = chance.randint(1, 4), Decimal(chance.randint(9000, 26_000)) / 100
    bill = deal(chance, ("Room",), "12")
    tax = rounded(price * Decimal("0.12"))
    net, total = price * nights, (price + tax) * nights
    number = f"{chance.randint(100_000, 999_999)}"
    rows = []
    for night in range(nights):
        day = bill.issued.replace(day=1 + night)
        rows.append([f"{day:%m/%d/%Y}", "Room Charge", english(price), ""])
        rows.append([f"{day:%m/%d/%Y}", "Occupancy Tax", english(tax), ""])
    rows.append([f"{bill.issued:%m/%d/%Y}", "Visa XXXX4242", "", english(total)])
    page = (
        lines("<b>The Juniper Inn</b>", "77 Canyon Road", "Santa Fe, NM 87501")
        + pairs(
            [("Folio Number:", number), ("Guest Name:", "Mr. Theo Marsh"), ("Invoice Date:", f"{bill.issued:%m/%d/%Y}")]
        )
        + "<h3>INVOICE</h3>"
        + grid(["Date", "Description", "Charges", "Credits"], rows, 2)
        + foot([("Total Charges", f"${english(total)}"), ("Total Credits", f"${english(total)}"), ("Balance", "$0.00")])
    )
    truth = bill.truth(
        number,
        "USD",
        "The Juniper Inn",
        None,
        gross=total,
        due_date=None,
        lines=[],
        net=net,
        tax=tax * nights,
        payable=None,
    )
    return Sheet(page, {**truth, "net": None, "tax": None})


def mexico(chance: random.Random) -> Sheet:
    """A printed CFDI: folio, RFC, 16 % IVA, the amount in words."""
    bill = deal(chance, SERVICIOS, "16", price=(20_000, 950_000))
    number = f"A-{chance.randint(100, 9999)}"
    rows = [
        ["84111506", f"{item.quantity}.00", "E48", item.name, f"${english(item.price)}", f"${english(item.net)}"]
        for item in bill.items
    ]
    page = (
        lines("<b>GRÚAS DEL BAJÍO S.A. DE C.V.</b>", "RFC: GBA010203AB1", "Blvd. Aeropuerto 900, 37290 León, Gto.")
        + pairs(
            [
                ("Factura folio:", number),
                ("Fecha de emisión:", f"{bill.issued:%Y-%m-%d}T10:22:00"),
                ("Moneda:", "MXN"),
                ("Método de pago:", "PPD"),
            ]
        )
        + lines("Receptor:", "Cartones Querétaro S.A. de C.V.", "RFC: CQU990101XY2")
        + grid(["Clave", "Cantidad", "Unidad", "Descripción", "Valor unitario", "Importe"], rows, 4)
        + foot(
            [
                ("Subtotal", f"${english(bill.net)}"),
                ("IVA 16%", f"${english(bill.tax)}"),
                ("Total", f"${english(bill.gross)}"),
            ]
        )
        + "<p>Importe con letra: PESOS M.N.</p>"
    )
    truth = bill.truth(number, "MXN", "GRÚAS DEL BAJÍO S.A. DE C.V.", "Cartones Querétaro S.A. de C.V.", due_date=None)
    return Sheet(page, truth)


def quebec_french(chance: random.Random) -> Sheet:
    """Quebec in French: TPS and TVQ, amounts with the dollar sign behind."""
    bill = deal(chance, ("Déneigement", "Entretien paysager", "Location de pelle"), "5")
    tps, tvq = rounded(bill.net * 5 / 100), rounded(bill.net * Decimal("0.09975"))
    gross, number = bill.net + tps + tvq, f"{chance.randint(1000, 9999)}"
    rows = [
        [row[0], row[1], f"{spaced(item.price)} $", f"{spaced(item.net)} $"]
        for row, item in zip(goods_rows(bill.items, spaced), bill.items, strict=True)
    ]
    page = (
        "<h2>FACTURE</h2>"
        + beside(
            lines("<b>Les Entreprises Boréal inc.</b>", "88, rang Saint-Joseph", "Sherbrooke (Québec) J1H 2X2"),
            pairs(
                [
                    ("Numéro de facture :", number),
                    ("Date :", f"{bill.issued:%Y-%m-%d}"),
                    ("Échéance :", f"{bill.due:%Y-%m-%d}"),
                ]
            ),
        )
        + lines("Facturé à :", "Condos du Lac", "5, chemin du Lac", "Magog (Québec) J1X 3W3")
        + grid(["Description", "Quantité", "Prix unitaire", "Montant"], rows, 1)
        + foot(
            [
                ("Sous-total", f"{spaced(bill.net)} $"),
                ("TPS (5 %) 123456789RT0001", f"{spaced(tps)} $"),
                ("TVQ (9,975 %) 1234567890TQ0001", f"{spaced(tvq)} $"),
                ("Total (CAD)", f"{spaced(gross)} $"),
            ]
        )
    )
    return Sheet(
        page,
        bill.truth(
            number, "CAD", "Les Entreprises Boréal inc.", "Condos du Lac", tax=tps + tvq, gross=gross, payable=gross
        ),
    )


def chile(chance: random.Random) -> Sheet:
    """Pesos without cents, points between thousands."""
    bill = deal(chance, SERVICIOS, "19", price=(1_000_000, 90_000_000))
    for place, item in enumerate(bill.items):
        bill.items[place] = type(item)(item.name, item.quantity, Decimal(int(item.price)))
    tax, number = (bill.net * 19 / 100).quantize(Decimal(1)), f"{chance.randint(1000, 9999)}"
    gross = bill.net + tax

    def pesos(amount: Decimal) -> str:
        return f"$ {continental(amount)[:-3]}"

    page = (
        beside(
            lines("<b>Transportes Maipo SpA</b>", "Av. Matta 1200, Santiago", "Giro: transporte de carga"),
            lines("R.U.T.: 76.123.456-7", "<b>FACTURA ELECTRÓNICA</b>", f"Nº {number}"),
        )
        + pairs(
            [
                ("Señor(es):", "Viña Las Perdices Ltda."),
                ("Fecha emisión:", f"{bill.issued:%d-%m-%Y}"),
                ("Vencimiento:", f"{bill.due:%d-%m-%Y}"),
            ]
        )
        + grid(["Descripción", "Cantidad", "Precio", "Valor"], goods_rows(bill.items, pesos), 1)
        + foot([("MONTO NETO", pesos(bill.net)), ("I.V.A. 19%", pesos(tax)), ("TOTAL CLP", pesos(gross))])
    )
    return Sheet(
        page,
        bill.truth(
            number, "CLP", "Transportes Maipo SpA", "Viña Las Perdices Ltda.", tax=tax, gross=gross, payable=gross
        ),
    )


TUNED: dict[str, Family] = {
    "united states": sales_tax,
    "canada": canada,
    "wholesaler": parts_and_freight,
    "paid online": paid_online,
}
KEPT: dict[str, Family] = {
    "freelancer": hours,
    "hotel": hotel,
    "mexico": mexico,
    "quebec": quebec_french,
    "chile": chile,
}
