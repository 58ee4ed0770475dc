"""Ordinary invoices of France, Spain, Italy and Portugal."""

import random
from decimal import Decimal

from .drawing import Family, Sheet, continental, french, rounded
from .fresh import ZERO, Bill, bill, block, columns, css, facts, row, sums, table
from .post import account, fours

AGENCY = (
    ("", "Conception de l'identité visuelle", "forfait", 90000, 280000),
    ("", "Gestion des réseaux sociaux", "mois", 45000, 95000),
    ("", "Campagne d'affichage, suivi", "jour", 48000, 72000),
    ("", "Rédaction d'articles", "unité", 9000, 22000),
    ("", "Achat d'espace refacturé", "forfait", 30000, 180000),
)


def french_agency(chance: random.Random) -> Sheet:
    """France: an online bookkeeper's page; issuer and customer in two grey boxes, rebate, table of taxes, legal mentions."""
    made = bill(chance, AGENCY, ["20"], count=(2, 4), most=6)
    rebate = rounded(made.goods / 10) if chance.random() < 0.5 else ZERO
    made = Bill(made.rows, made.issued, made.due, rebate=rebate)
    number = f"F-{made.issued:%Y-%m}-{chance.randint(1, 90):03d}"
    buyer, iban = (
        chance.choice(["Biscuiterie Kergadoret SAS", "Ville de Saint-Amance"]),
        account(chance, "FR", "99988", 18),
    )
    euro = lambda amount: f"{french(amount)} €"  # noqa: E731
    months = (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    )
    day, due = (f"{when.day} {months[when.month - 1]} {when.year}" for when in (made.issued, made.due))
    rows = [[one.name, f"{one.quantity} {one.unit}", euro(one.price), "20 %", euro(one.net)] for one in made.rows]
    end = (
        [
            ("Sous-total HT", euro(made.goods)),
            ("Remise globale (10 %)", f"-{euro(rebate)}"),
            ("Total HT", euro(made.net)),
        ]
        if rebate
        else [("Total HT", euro(made.net))]
    )
    end += [("TVA 20 %", euro(made.tax)), ("<b>Total TTC</b>", f"<b>{euro(made.gross)}</b>")]
    grey = "background:#f5f5f7; padding:6pt; border-radius:3pt"
    page = (
        css(
            "body {font: 9.5pt Carlito} .goods th {background: #1f3a5f; color: #fff} .goods td {border-bottom: 0.5pt"
            " solid #e2e2e2} .foot {font-size: 7pt; color: #777; text-align: center}",
            "Atelier Pamplemousse, SAS au capital de 10 000 € — 999 112 233 RCS Quimper — SIRET 999 112 233 00017 —"
            " TVA FR55999112233",
        )
        + columns(
            f"<span style='font-size:20pt; color:#1f3a5f'><b>Facture</b></span><br>Numéro : <b>{number}</b><br>Date"
            f" d'émission : {day}<br>Date d'échéance : {due}<br>Type de vente : Prestations de services",
            "<div class=r style='font-size:17pt; color:#e4572e'>pamplemousse*</div>",
        )
        + "<br>"
        + columns(
            f"<div style='{grey}'><span style='color:#777'>Émetteur</span><br><b>Atelier Pamplemousse</b><br>3"
            " venelle du Four<br>29990 Locmélard<br>compta@pamplemousse.example</div>",
            f"<div style='{grey}'><span style='color:#777'>Client</span><br><b>{buyer}</b><br>1 place du"
            " Marché<br>29991 Saint-Amance<br>France</div>",
        )
        + "<br>"
        + table(["Description", "Quantité", "Prix unitaire HT", "TVA", "Total HT"], rows, 1, "w goods")
        + "<br>"
        + columns(
            "<b>Détails"
            f" TVA</b>{table(['Taux', 'Montant TVA', 'Base HT'], [['20 %', euro(made.tax), euro(made.net)]], 1, '')}<br><b>Paiement</b><br>IBAN"
            f" : {fours(iban)}<br>BIC : PAMPFR99XXX",
            sums(end),
            widths=(52, 48),
        )
        + "<p style='font-size:7.5pt; margin-top:8mm'>En cas de retard de paiement, une pénalité égale à 3 fois le"
        " taux d'intérêt légal sera exigible, ainsi qu'une indemnité forfaitaire de 40 €. Pas d'escompte pour"
        " paiement anticipé.</p>"
    )
    return Sheet(page, made.truth(number, "EUR", "Atelier Pamplemousse", buyer, iban=iban, seller_vat="FR55999112233"))


CHEESES = (
    ("FR1042", "Tomme des alpages 2 kg", "PCE", 2490, 4190),
    ("FR1077", "Beurre demi-sel rouleau 250 g x 20", "CRT", 3890, 5690),
    ("EP2210", "Moutarde à l'ancienne seau 5 kg", "SEAU", 1290, 2190),
    ("EP2301", "Farine T65 sac 25 kg", "SAC", 1490, 2390),
    ("NA9001", "Film étirable 300 m", "RLX", 690, 1190),
    ("NA9010", "Barquettes aluminium, lot de 100", "LOT", 890, 1590),
)


def french_wholesale(chance: random.Random) -> Sheet:
    """France: a wholesaler's management program in boxes; codes of tax, a table of bases at the bottom left, a large box to pay."""
    made = bill(chance, CHEESES, ["5.5", "5.5", "5.5", "5.5", "20", "20"], count=(3, 6), offs=(0, 0, 5))
    number, client = f"FA{chance.randint(100000, 299999)}", f"C{chance.randint(10000, 69999)}"
    buyer, iban, euro = (
        chance.choice(["LE RELAIS DE TRÉVOUX-LA-VIEILLE", "CANTINES DU PAYS D'ORBEC SARL"]),
        account(chance, "FR", "99977", 18),
        french,
    )
    day, due = f"{made.issued:%d/%m/%Y}", f"{made.due:%d/%m/%Y}"
    codes = {Decimal("5.5"): "1", Decimal("20"): "2"}
    rows = [
        [
            one.code,
            one.name,
            f"{one.quantity},00",
            one.unit,
            euro(one.price),
            f"{one.off},00" if one.off else "",
            euro(one.net),
            codes[one.rate],
        ]
        for one in made.rows
    ]
    bases = [
        [codes[rate], euro(base), f"{rate:.2f}".replace(".", ","), euro(tax)]
        for rate, base, tax in reversed(made.taxes)
    ]
    page = (
        css(
            "body {font: 8.5pt Liberation Sans} .box, .box td, .box th {border: 0.5pt solid #333} .box th"
            " {background: #ddd} .goods {border: 0.5pt solid #333} .goods td, .goods th {border-left: 0.5pt solid"
            " #333} .goods th {background: #ddd; border-bottom: 0.5pt solid} .foot {font-size: 6.5pt; text-align:"
            " center}",
            "S.A.R.L. au capital de 48 000 € – R.C.S. Bourg-lès-Ain B 999 887 766 – APE 4639B – N° TVA"
            " intracommunautaire FR 41 999887766",
            "12mm 12mm 24mm 12mm",
        )
        + columns(
            "<b style='font-size:15pt'>DÉLIFRAIS DES DOMBES</b><br>Grossiste en produits alimentaires<br>ZA des"
            " Étangs – 01999 VILLARD-LES-DOMBES<br>Tél. 04 99 55 10 10 – Fax 04 99 55 10 11",
            "<div style='border:0.5pt solid #333; border-radius:4pt; padding:8pt;"
            f" min-height:24mm'>{block(buyer, '27 RUE DE LA HALLE', '', '01998 TRÉVOUX-LA-VIEILLE')}</div>",
        )
        + "<br>"
        + "<table class='box"
        f" w'>{row('FACTURE N°', 'DATE', 'CODE CLIENT', 'MODE DE RÈGLEMENT', 'ÉCHÉANCE', tag='th')}{row(number, day, client, 'Virement', due)}</table><br>"
        + table(
            ["Référence", "Désignation", "Qté", "Unité", "P.U. HT", "Rem. %", "Montant HT", "C.TVA"],
            rows,
            2,
            "w goods",
        )
        + "<div style='height:45mm'></div>"
        + columns(
            table(["Code", "Base HT", "Taux", "Montant TVA"], bases, 1, "box"),
            facts(
                [("Total HT", euro(made.net)), ("Total TVA", euro(made.tax)), ("Total TTC", euro(made.gross))],
                "box",
                "",
                1,
            ),
            "<div style='border:1pt solid; padding:6pt; text-align:center'>NET À PAYER EUR<br><b"
            f" style='font-size:14pt'>{euro(made.gross)}</b></div>",
            widths=(42, 28, 30),
        )
        + f"<p>Domiciliation : Banque des Dombes – IBAN {fours(iban)} – BIC BDOMFR99</p>"
    )
    return Sheet(
        page, made.truth(number, "EUR", "Délifrais des Dombes", buyer, iban=iban, seller_vat="FR 41 999887766")
    )


STUDIES = (
    ("", "Estudio geotécnico parcela 14", "", 80000, 190000),
    ("", "Dirección de obra, mensualidad", "", 120000, 210000),
    ("", "Visita técnica e informe", "", 18000, 36000),
    ("", "Delineación de planos", "", 3500, 6500),
)


def spanish_cloud(chance: random.Random) -> Sheet:
    """Spain: an online program's page of a professional with income tax kept back, or of a company without."""
    person = chance.random() < 0.5
    made = bill(chance, STUDIES, ["21"], count=(2, 3), most=8)
    number = f"F26{chance.randint(1, 400):04d}"
    seller, tax_number = ("Nerea Ibargüen Solís", "99887766Z") if person else ("Geotecnia Valdeluz, S.L.", "B99887766")
    buyer, iban = (
        chance.choice(["Promociones Arroyo Hondo, S.A.", "Ayuntamiento de Peñalcázar"]),
        account(chance, "ES", "9999", 16),
    )
    held = rounded(made.net * 15 / 100) if person else ZERO
    euro = lambda amount: f"{continental(amount)}€"  # noqa: E731
    rows = [
        [f"<b>{one.name}</b>", euro(one.price), f"{one.quantity}", euro(one.net), "21%", euro(one.net + one.tax)]
        for one in made.rows
    ]
    end = [("BASE IMPONIBLE", euro(made.net)), ("IVA 21%", euro(made.tax))]
    end += [("IRPF -15%", f"-{euro(held)}")] if person else []
    end += [("<b>TOTAL</b>", f"<b>{euro(made.gross - held)}</b>")]
    page = (
        css(
            "body {font: 9.5pt Liberation Sans; color: #333} .goods th {font-size: 7.5pt; color: #888; border-bottom:"
            " 1pt solid #222} .goods td {border-bottom: 0.5pt solid #eee; padding: 5pt 4pt} .sums td {padding: 4pt"
            " 6pt 4pt 30pt}",
            margin="18mm",
        )
        + columns(
            f"<span style='font-size:24pt; color:#0a7d6c'><b>Factura</b></span><br>#{number}",
            f"<div class=r><span style='color:#888'>Fecha</span> {made.issued:%d/%m/%Y}<br><span"
            f" style='color:#888'>Vencimiento</span> {made.due:%d/%m/%Y}</div>",
        )
        + "<hr style='border:0; border-top:2pt solid #0a7d6c'>"
        + columns(
            block(
                f"<b>{seller}</b>",
                tax_number,
                "C/ Molino de Viento, 9, 2ºB",
                "Valdeluz (19999), Guadalajara, España",
                "hola@valdeluz.example",
            ),
            block(
                f"<b>{buyer}</b>",
                "A99001122" if "S.A." in buyer else "P1999900A",
                "Plaza Mayor, 1",
                "Peñalcázar (42999), Soria, España",
            ),
        )
        + "<br>"
        + table(["CONCEPTO", "PRECIO", "UNIDADES", "SUBTOTAL", "IVA", "TOTAL"], rows, 1, "w goods")
        + sums(end)
        + "<p style='margin-top:10mm'><b>Condiciones de pago</b><br>Pagar por transferencia bancaria al siguiente"
        f" número de cuenta:<br>{fours(iban)}</p>"
    )
    more = {"withheld_tax": held} if person else {}
    return Sheet(
        page,
        made.truth(number, "EUR", seller, buyer, iban=iban, payable=made.gross - held, seller_vat=tax_number, **more),
    )


MACHINES = (
    ("ASS-01", "Assistenza tecnica in sede", "ore", 5500, 8500),
    ("RIC-22", "Kit guarnizioni pompa", "pz", 2490, 7990),
    ("RIC-31", "Motoriduttore 0,75 kW", "pz", 28900, 48900),
    ("TRA-00", "Diritto di chiamata e trasferta", "n", 4500, 9000),
    ("CAN-12", "Canone manutenzione trimestrale", "n", 35000, 78000),
)


def italian_cloud(chance: random.Random) -> Sheet:
    """Italy: a courtesy copy with two boxes, the day in the heading, deadlines with a tick, tax split off for public buyers or reverse charge."""
    public = chance.random() < 0.4
    made = bill(chance, MACHINES, ["22"], count=(2, 4), most=6, days=60)
    number, order = f"{chance.randint(1, 480)}/{made.issued:%Y}", f"ODA-{chance.randint(1000, 8999)}"
    buyer = (
        "Comune di Borgo Tremiti"
        if public
        else chance.choice(["Cartiera Valserena S.p.A.", "Pastificio Montefosco S.r.l."])
    )
    iban = account(chance, "IT", "X9999988888", 12)
    euro = lambda amount: f"€ {continental(amount)}"  # noqa: E731
    rows = [
        [one.code, one.name, f"{one.quantity} {one.unit}", euro(one.price), euro(one.net), "22%"] for one in made.rows
    ]
    end = [
        ("Imponibile", euro(made.net)),
        (f"IVA 22% su {euro(made.net)}", euro(made.tax)),
        ("Totale documento", euro(made.gross)),
    ]
    end += (
        [("Scissione dei pagamenti", f"- {euro(made.tax)}"), ("<b>Netto a pagare</b>", f"<b>{euro(made.net)}</b>")]
        if public
        else [("<b>Netto a pagare</b>", f"<b>{euro(made.gross)}</b>")]
    )
    blue = "color:#2979b9"
    page = (
        css(
            "body {font: 9pt Liberation Sans} .goods th {border-bottom: 1.5pt solid #2979b9; font-size: 8pt} .goods"
            " td {border-bottom: 0.5pt solid #ccc} .foot {font-size: 7pt; color: #666}",
            "Copia di cortesia priva di valore fiscale ai sensi dell'art. 21 DPR 633/72. L'originale è disponibile"
            " all'indirizzo telematico da Lei fornito.",
            "15mm 15mm 24mm 15mm",
        )
        + "<b style='font-size:14pt'>Idromeccanica Salvaterra S.r.l.</b><br>Via dell'Artigianato 44 – 36999 Sarcedo"
        " Alto (VI)<br>P.IVA e C.F. IT09998877665 – REA VI-399999 – Cap. soc. € 20.000,00 i.v.<br>Tel. 0444 999 100"
        " – PEC salvaterra@pec.example"
        + columns(
            f"<h1 style='{blue}; font-size:16pt; margin-bottom:0'>Fattura nr. {number}</h1>del"
            f" {made.issued:%d/%m/%Y}<p>Rif. ordine {order}</p>",
            "<div style='border-left:2pt solid #2979b9; padding-left:6pt; margin-top:6mm'><span"
            f" style='{blue}'>Destinatario</span><br><b>{buyer}</b><br>Via Roma 12<br>37999 Borgo Tremiti"
            " (VR)<br>P.IVA 01999988877</div>",
            widths=(50, 50),
        )
        + "<br>"
        + table(["Cod.", "Descrizione", "Quantità", "Prezzo", "Importo", "Iva"], rows, 2, "w goods")
        + "<br>"
        + columns(
            "<b>Modalità di pagamento</b><br>Bonifico bancario<br>Banca dell'Altopiano<br>IBAN"
            f" {iban}<br><br><b>Scadenze</b><br>{made.due:%d/%m/%Y}: {euro(made.net if public else made.gross)}",
            sums(end),
            widths=(50, 50),
        )
        + ("<p>Operazione soggetta a scissione dei pagamenti, art. 17-ter DPR 633/72.</p>" if public else "")
    )
    return Sheet(
        page,
        made.truth(
            number,
            "EUR",
            "Idromeccanica Salvaterra S.r.l.",
            buyer,
            iban=iban,
            seller_vat="IT09998877665",
            order_ref=order,
            payable=made.net if public else made.gross,
        ),
    )


WINES = (
    ("VT075", "Vinho tinto reserva 0,75 l", "CX6", 2990, 6990),
    ("VB075", "Vinho branco colheita 0,75 l", "CX6", 2290, 4990),
    ("AZ500", "Azeite virgem extra 500 ml", "CX12", 5990, 9990),
    ("RL001", "Rolhas de cortiça, saco 1000", "SC", 8990, 17990),
    ("TR-01", "Transporte e paletização", "UN", 1900, 6500),
)


def portuguese(chance: random.Random) -> Sheet:
    """Portugal: a certified program's invoice with two rates, a summary of taxes, a code of the office and the day in ISO."""
    made = bill(chance, WINES, ["13", "13", "6", "23", "23"], count=(2, 5), offs=(0, 0, 10), most=20)
    number = f"FT 2026A/{chance.randint(1, 2999)}"
    buyer, iban, euro = (
        chance.choice(["Garrafeira do Chafariz, Lda.", "Hotéis Ria Brava, S.A."]),
        account(chance, "PT", "9999", 17),
        french,
    )
    rows = [
        [
            one.code,
            one.name,
            f"{one.quantity},00",
            one.unit,
            euro(one.price),
            f"{one.off},00" if one.off else "0,00",
            f"{one.rate},00",
            euro(one.net),
        ]
        for one in made.rows
    ]
    facts_below = row("599001122", str(made.issued), str(made.due), "Fatura a 30 dias", "EUR")
    split = [[f"IVA {rate}%", euro(base), euro(tax)] for rate, base, tax in reversed(made.taxes)]
    page = (
        css(
            "body {font: 8.5pt DejaVu Sans} .goods th {background: #5b1a2e; color: #fff} .foot {font-size: 6.5pt}",
            "aB9x-Processado por Programa Certificado n.º 9999/AT &nbsp; | &nbsp; Os bens/serviços foram colocados à"
            " disposição do adquirente na data do documento",
            "14mm 14mm 22mm 14mm",
        )
        + columns(
            "<b style='font-size:13pt; color:#5b1a2e'>Quinta do Vale Sereno, Lda.</b><br>Estrada Nacional 999, km"
            " 12<br>5999-001 Vale Sereno<br>Contribuinte n.º 599988877<br>Capital social 25 000,00 €",
            f"<span style='color:#777'>Exmo.(s) Sr.(s)</span><br><b>{buyer}</b><br>Rua da Alfândega, 70<br>4999-050"
            " Porto Novo<br>Portugal",
            widths=(55, 45),
        )
        + f"<h2 style='font-size:13pt; margin-bottom:2pt'>Fatura {number}</h2><span>Original</span> &nbsp; ATCUD:"
        f" J9X8K7W6-{chance.randint(1, 2999)}" + "<table class=w style='border-top:0.5pt solid; border-bottom:0.5pt"
        f" solid'>{row('V/N.º Contrib.', 'Data', 'Vencimento', 'Condição de pagamento', 'Moeda', tag='th')}{facts_below}</table><br>"
        + table(["Artigo", "Descrição", "Qtd.", "Un.", "Pr. Unitário", "Desc. %", "IVA %", "Valor"], rows, 2, "w goods")
        + "<div style='height:25mm'></div>"
        + columns(
            "<b>Quadro resumo de impostos</b>" + table(["Taxa", "Incidência", "Total IVA"], split, 1, ""),
            sums(
                [
                    ("Mercadoria/Serviços", euro(made.net)),
                    ("Descontos Comerciais", "0,00"),
                    ("IVA", euro(made.tax)),
                    ("<b>Total ( EUR )</b>", f"<b>{euro(made.gross)}</b>"),
                ]
            ),
            widths=(55, 45),
        )
        + f"<p>Dados bancários: Banco do Vale &nbsp; IBAN {fours(iban)}</p>"
    )
    return Sheet(
        page, made.truth(number, "EUR", "Quinta do Vale Sereno, Lda.", buyer, iban=iban, seller_vat="599988877")
    )


FAMILIES: dict[str, Family] = {
    "french agency": french_agency,
    "french wholesaler": french_wholesale,
    "spanish cloud": spanish_cloud,
    "italian cloud": italian_cloud,
    "portuguese wines": portuguese,
}
