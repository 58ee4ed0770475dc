"""Invoices in Spanish, Italian, French and Portuguese."""

import random
from decimal import Decimal

from .drawing import Family, Sheet, beside, continental, deal, foot, french, goods_rows, grid, lines, pairs, rounded

ES = ("Asesoría fiscal trimestral", "Traducción jurada", "Sesión de fotografía", "Diseño de cartel", "Informe pericial")
IT = ("Manutenzione caldaia", "Filtro aria", "Consulenza tecnica", "Trasporto", "Collaudo impianto")
FR = ("Création de maquettes", "Pose de parquet", "Fourniture de câbles", "Déplacement", "Audit de sécurité")
PT = ("Reparação de elevador", "Peças de substituição", "Deslocação", "Assistência mensal")


def euros(amount: Decimal) -> str:
    return f"{continental(amount)} €"


def irpf(chance: random.Random) -> Sheet:
    """Spain: a person in business whose client keeps back income tax; to pay are net and IVA less IRPF."""
    bill = deal(chance, ES, "21")
    kept = rounded(bill.net * Decimal("0.15"))
    number = f"{bill.issued:%Y}/{chance.randint(1, 99):03d}"
    minus = chance.choice(["-", "- ", ""])
    label = chance.choice(["IRPF (15%)", "Retención IRPF 15 %", "- 15% IRPF"])
    head = pairs(
        [("Factura nº:", number), ("Fecha:", f"{bill.issued:%d/%m/%Y}"), ("Vencimiento:", f"{bill.due:%d/%m/%Y}")]
    )
    page = (
        beside(
            lines("<b>Carmen Ortigosa Ruiz</b>", "NIF: 12345678Z", "C/ Mayor 14, 2º B", "28013 Madrid"),
            "<h2>FACTURA</h2>" + head,
        )
        + lines("<b>Cliente</b>", "Editorial Pinsapo S.L.", "CIF: B95123456", "Avda. del Puerto 3", "46021 Valencia")
        + grid(["Concepto", "Uds.", "Precio", "Importe"], goods_rows(bill.items, euros), 1)
        + foot(
            [
                ("Base imponible", euros(bill.net)),
                ("IVA (21%)", euros(bill.tax)),
                (label, minus + euros(kept)),
                (chance.choice(["TOTAL", "Total a pagar", "Total factura"]), euros(bill.gross - kept)),
            ]
        )
        + "<p>Forma de pago: transferencia bancaria, IBAN ES91 2100 0418 4502 0005 1332</p>"
    )
    return Sheet(
        page,
        bill.truth(
            number,
            "EUR",
            "Carmen Ortigosa Ruiz",
            "Editorial Pinsapo S.L.",
            payable=bill.gross - kept,
            iban="ES9121000418450200051332",
        ),
    )


def courtesy(chance: random.Random) -> Sheet:
    """Italy: the printed copy of an electronic invoice, boxes with small labels above their values."""
    bill = deal(chance, IT, "22")
    number = f"{chance.randint(1, 300)}/{chance.choice(['A', 'PA', 'FE'])}"
    rows = [[row[0], f"{row[1]},00", row[2], "22,00", row[3]] for row in goods_rows(bill.items, continental)]
    page = (
        "<p style='font-size:8pt'>Copia di cortesia della fattura elettronica, priva di valore fiscale</p>"
        + beside(
            lines(
                "<small>Cedente/prestatore (fornitore)</small>",
                "Identificativo fiscale ai fini IVA: IT01234567897",
                "Denominazione: Termoidraulica Bassi S.r.l.",
                "Indirizzo: Via Emilia 40",
                "Comune: Modena Provincia: MO",
                "Cap: 41121 Nazione: IT",
            ),
            lines(
                "<small>Cessionario/committente (cliente)</small>",
                "Identificativo fiscale ai fini IVA: IT09876543217",
                "Denominazione: Hotel Le Querce S.p.A.",
                "Indirizzo: Lungolago 8",
                "Comune: Como Provincia: CO",
                "Cap: 22100 Nazione: IT",
            ),
        )
        + grid(
            ["Tipologia documento", "Numero documento", "Data documento", "Codice destinatario"],
            [["TD01 fattura", number, f"{bill.issued:%d-%m-%Y}", "M5UXCR1"]],
            9,
        )
        + grid(["Descrizione", "Quantità", "Prezzo unitario", "%IVA", "Prezzo totale"], rows, 1)
        + "<p>RIEPILOGHI IVA E TOTALI</p>"
        + grid(
            ["Esigibilità iva", "%IVA", "Totale imponibile", "Totale imposta"],
            [["I (esigibilità immediata)", "22,00", continental(bill.net), continental(bill.tax)]],
            1,
        )
        + foot([("Totale documento", continental(bill.gross))])
        + grid(
            ["Modalità pagamento", "IBAN", "Data scadenza", "Importo"],
            [["MP05 Bonifico", "IT60X0542811101000000123456", f"{bill.due:%d-%m-%Y}", continental(bill.gross)]],
            3,
        )
    )
    return Sheet(
        page,
        bill.truth(
            number, "EUR", "Termoidraulica Bassi S.r.l.", "Hotel Le Querce S.p.A.", iban="IT60X0542811101000000123456"
        ),
    )


def without_tva(chance: random.Random) -> Sheet:
    """France: a small business that bills no TVA."""
    bill = deal(chance, FR, "0")
    number = f"F{bill.issued:%Y%m}-{chance.randint(1, 40):02d}"
    rows = [[row[0], row[1], row[2], row[3]] for row in goods_rows(bill.items, french, after=" €")]
    page = (
        lines(
            "<b>Élodie Garnier EI</b>",
            "Graphiste indépendante",
            "12 rue du Bac",
            "29200 Brest",
            "SIRET : 812 345 678 00019",
        )
        + lines("À l'attention de", "SAS Les Moulins d'Armor", "Zone de Kergaradec", "29850 Gouesnou")
        + f"<h3>Facture n° {number}</h3>"
        + lines(f"Date d'émission : {bill.issued:%d/%m/%Y}", f"Date d'échéance : {bill.due:%d/%m/%Y}")
        + grid(["Désignation", "Quantité", "Prix unitaire", "Total"], rows, 1)
        + foot([("Total HT", f"{french(bill.net)} €"), ("Net à payer", f"{french(bill.net)} €")])
        + lines("TVA non applicable, art. 293 B du CGI", "IBAN : FR14 2004 1010 0505 0001 3M02 606")
    )
    return Sheet(
        page,
        bill.truth(number, "EUR", "Élodie Garnier EI", "SAS Les Moulins d'Armor", iban="FR1420041010050500013M02606"),
    )


def portugal(chance: random.Random) -> Sheet:
    """Portugal: `Fatura FT 2026/12`, ATCUD, a summary of IVA beside the totals."""
    bill = deal(chance, PT, "23")
    number = f"FT 2026A/{chance.randint(1, 400)}"
    page = (
        beside(
            lines("<b>Elevadores do Tejo, Lda</b>", "Rua da Junqueira 88", "1300-344 Lisboa", "NIF: 501234567"),
            lines(
                "Exmo.(s) Sr.(s)",
                "Condomínio Edifício Atlântico",
                "Av. da Liberdade 200",
                "1250-147 Lisboa",
                "NIF: 901234567",
            ),
        )
        + f"<h3>Fatura {number}</h3><p>ATCUD: JFX8T2K-{chance.randint(1, 400)}</p>"
        + grid(
            ["Data de emissão", "Data de vencimento", "Moeda"],
            [[f"{bill.issued:%Y-%m-%d}", f"{bill.due:%Y-%m-%d}", "EUR"]],
            9,
        )
        + grid(
            ["Descrição", "Qtd.", "Preço unit.", "IVA", "Total"],
            [[row[0], row[1], row[2], "23%", row[3]] for row in goods_rows(bill.items, euros)],
            1,
        )
        + beside(
            grid(["Taxa", "Incidência", "Valor IVA"], [["23%", euros(bill.net), euros(bill.tax)]], 1, ""),
            foot(
                [
                    ("Total ilíquido", euros(bill.net)),
                    ("Total IVA", euros(bill.tax)),
                    ("Total a pagar", euros(bill.gross)),
                ]
            ),
        )
        + "<p>IBAN PT50 0002 0123 1234 5678 9015 4</p>"
    )
    return Sheet(
        page,
        bill.truth(
            number, "EUR", "Elevadores do Tejo, Lda", "Condomínio Edifício Atlântico", iban="PT50000201231234567890154"
        ),
    )


def rectificativa(chance: random.Random) -> Sheet:
    """Spain: a correcting invoice with minus signs and a surcharge of equivalence of none."""
    bill = deal(chance, ES, "21", count=2)
    number = f"R-{chance.randint(1, 90)}"

    def minus(amount: Decimal) -> str:
        return f"-{continental(amount)}"

    page = (
        lines("<b>Suministros Ebro, S.A.</b>", "Polígono Malpica, calle E 12", "50016 Zaragoza", "C.I.F. A50123456")
        + "<h3>FACTURA RECTIFICATIVA</h3>"
        + pairs([("Número", number), ("Fecha factura", f"{bill.issued:%d-%m-%Y}"), ("Factura rectificada", "A-1180")])
        + lines("Datos del cliente:", "Bodegas Somontano S.L.", "Ctra. Nacional 240", "22300 Barbastro")
        + grid(
            ["Descripción", "Cantidad", "Precio", "Total"],
            [[item.name, f"-{item.quantity}", continental(item.price), minus(item.net)] for item in bill.items],
            1,
        )
        + grid(
            ["Base imponible", "% IVA", "Cuota IVA", "Total EUR"],
            [[minus(bill.net), "21", minus(bill.tax), minus(bill.gross)]],
            0,
        )
    )
    return Sheet(
        page,
        bill.truth(
            number,
            "EUR",
            "Suministros Ebro, S.A.",
            "Bodegas Somontano S.L.",
            doc_type="credit_note",
            due_date=None,
            lines=[],
        ),
    )


def parcella(chance: random.Random) -> Sheet:
    """Italy: a professional's fee with a share for the pension fund and income tax kept back."""
    bill = deal(chance, IT, "22", count=1, price=(20_000, 90_000))
    fund = rounded(bill.net * 4 / 100)
    base = bill.net + fund
    tax, kept = rounded(base * 22 / 100), rounded(bill.net * 20 / 100)
    number = f"{chance.randint(1, 80)}"
    page = (
        lines("<b>Studio Ing. Paola Ferraris</b>", "Corso Vinzaglio 9", "10121 Torino", "P.IVA 07654321018")
        + lines("Spett.le", "Immobiliare Dora S.r.l.", "Via Cigna 12", "10152 Torino")
        + f"<p><b>Parcella n. {number} del {bill.issued:%d/%m/%Y}</b></p>"
        + pairs(
            [
                (bill.items[0].name, euros(bill.net)),
                ("Contributo cassa previdenza 4%", euros(fund)),
                ("Totale imponibile", euros(base)),
                ("IVA 22%", euros(tax)),
                ("Totale fattura", euros(base + tax)),
                ("Ritenuta d'acconto 20%", f"- {euros(kept)}"),
                ("Netto a pagare", euros(base + tax - kept)),
            ],
            right=True,
        )
        + "<p>IBAN IT60X0542811101000000123456</p>"
    )
    return Sheet(
        page,
        bill.truth(
            number,
            "EUR",
            "Studio Ing. Paola Ferraris",
            "Immobiliare Dora S.r.l.",
            net=base,
            tax=tax,
            gross=base + tax,
            payable=base + tax - kept,
            due_date=None,
            lines=[],
            iban="IT60X0542811101000000123456",
        ),
    )


def building(chance: random.Random) -> Sheet:
    """France: a builder's statement with retention and an advance taken off."""
    bill = deal(chance, FR, "10", price=(30_000, 400_000))
    held, paid = rounded(bill.gross * 5 / 100), Decimal(500)
    number = f"FA{chance.randint(10_000, 99_999)}"
    page = (
        beside(
            lines(
                "<b>MAÇONNERIE DUVAL ET FILS</b>", "SARL au capital de 10 000 €", "7 impasse des Carriers", "14000 Caen"
            ),
            lines("Client :", "SCI Bellevue", "2 place du Marché", "14360 Trouville"),
        )
        + beside(f"<b>FACTURE N° {number}</b>", f"Caen, le {bill.issued:%d/%m/%Y}", f"Échéance : {bill.due:%d/%m/%Y}")
        + grid(
            ["Désignation des travaux", "U", "Qté", "P.U. HT", "Total HT"],
            [[row[0], "u", row[1], row[2], row[3]] for row in goods_rows(bill.items, french)],
            2,
        )
        + foot(
            [
                ("TOTAL HT", french(bill.net)),
                ("TVA 10,00 %", french(bill.tax)),
                ("TOTAL TTC", french(bill.gross)),
                ("Retenue de garantie 5 %", f"-{french(held)}"),
                ("Acompte versé", f"-{french(paid)}"),
                ("NET À PAYER EN EUROS", french(bill.gross - held - paid)),
            ]
        )
    )
    return Sheet(
        page,
        bill.truth(
            number, "EUR", "MAÇONNERIE DUVAL ET FILS", "SCI Bellevue", prepaid=paid, payable=bill.gross - held - paid
        ),
    )


def electricity(chance: random.Random) -> Sheet:
    """Italy: a utility's bill, totals in a summary at the top."""
    bill = deal(
        chance, ("Spesa per la materia energia", "Trasporto e gestione contatore", "Oneri di sistema"), "10", count=3
    )
    number = f"{chance.randint(10**9, 10**10 - 1)}"
    page = (
        lines("<b>Luce Adriatica S.p.A.</b>", "Via del Porto 1, 60121 Ancona", "Partita IVA 02468013579")
        + beside(
            lines("Gentile cliente", "Pastificio Conero S.n.c.", "Via Sirolo 5", "60020 Camerano"),
            pairs(
                [
                    ("Numero fattura", number),
                    ("Data emissione", f"{bill.issued:%d.%m.%Y}"),
                    ("Scadenza", f"{bill.due:%d.%m.%Y}"),
                    ("Totale da pagare", f"€ {continental(bill.gross)}"),
                ]
            ),
        )
        + pairs(
            [
                *((item.name, f"€ {continental(item.net)}") for item in bill.items),
                ("Totale imponibile", f"€ {continental(bill.net)}"),
                ("IVA 10%", f"€ {continental(bill.tax)}"),
                ("Totale bolletta", f"€ {continental(bill.gross)}"),
            ],
            right=True,
        )
    )
    return Sheet(page, bill.truth(number, "EUR", "Luce Adriatica S.p.A.", "Pastificio Conero S.n.c.", lines=[]))


TUNED: dict[str, Family] = {
    "spain, income tax kept back": irpf,
    "italy, courtesy copy": courtesy,
    "france, no tva": without_tva,
    "portugal": portugal,
}
KEPT: dict[str, Family] = {
    "spain, correction": rectificativa,
    "italy, fee": parcella,
    "france, building": building,
    "italy, electricity": electricity,
}
