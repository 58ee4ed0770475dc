"""Invoices in English outside of America: Britain, Ireland, Australia, India, Singapore, South Africa."""

import random
from decimal import Decimal

from .drawing import Family, Sheet, beside, deal, english, foot, goods_rows, grid, indian, lines, pairs, rounded

GOODS = (
    "Photography of the harbour front",
    "Retouching per picture",
    "Hire of studio lighting",
    "Site survey and drawings",
    "Replacement of pump bearing",
    "Monthly retainer",
)


def australia(chance: random.Random) -> Sheet:
    """Tax invoice with ABN, BSB and account; GST on its own line, amount due in a box at the top."""
    bill = deal(chance, GOODS, "10", days=14)
    number = f"TI-{chance.randint(1000, 9999)}"
    top = beside(
        lines(
            "<b style='font-size:16pt'>Wattlebird Creative Pty Ltd</b>",
            "ABN 53 004 085 616",
            "14 Smith St, Collingwood VIC 3066",
        ),
        lines(
            "<b>TAX INVOICE</b>", f"Invoice # {number}", f"Issued {bill.issued:%d/%m/%Y}", f"Due {bill.due:%d/%m/%Y}"
        ),
    )
    buyer = lines("Bill To", "Southern Ferries Ltd", "Berth 5, Port Melbourne VIC 3207")
    table = grid(["Description", "Qty", "Rate", "Amount (ex GST)"], goods_rows(bill.items, english, before="$"), 1)
    sums = foot(
        [
            ("Subtotal", f"${english(bill.net)}"),
            ("GST (10%)", f"${english(bill.tax)}"),
            ("Total (AUD)", f"${english(bill.gross)}"),
            ("Amount Due (AUD)", f"<b>${english(bill.gross)}</b>"),
        ]
    )
    pay = lines(
        "Payment details", "Account name: Wattlebird Creative Pty Ltd", "BSB: 063-123", "Account number: 1044 5678"
    )
    truth = bill.truth(number, "AUD", "Wattlebird Creative Pty Ltd", "Southern Ferries Ltd", iban="10445678")
    return Sheet(top + buyer + table + sums + pay, truth)


def reverse_charge(chance: random.Random) -> Sheet:
    """Britain to the Union: no VAT is charged, words say why."""
    bill = deal(chance, GOODS, "0")
    number = f"{chance.randint(100, 999)}/26"
    page = (
        "<p class=r style='font-size:20pt'>Invoice</p>"
        + lines(
            "<b>Hollow Oak Design Limited</b>", "Unit 7 Tannery Yard", "Norwich NR3 1AB", "VAT Reg No: GB 284 7193 06"
        )
        + lines("Client:", "Atelier Meunier SARL", "4 quai Voltaire", "75007 Paris", "VAT No: FR40303265045")
        + pairs(
            [
                ("Invoice no.", number),
                ("Date of invoice", f"{bill.issued:%-d %b %Y}"),
                ("Payment due", f"{bill.due:%-d %b %Y}"),
            ]
        )
        + grid(
            ["Service", "Units", "Unit cost", "VAT", "Line total"],
            [[*row[:3], "0%", row[3]] for row in goods_rows(bill.items, english, before="€")],
            1,
        )
        + foot(
            [
                ("Total excluding VAT", f"€{english(bill.net)}"),
                ("VAT (reverse charge)", "€0.00"),
                ("Total to pay", f"€{english(bill.gross)}"),
            ]
        )
        + "<p>Reverse charge: the customer accounts for the VAT under Article 196 of Directive 2006/112/EC.</p><p>IBAN GB29 NWBK 6016 1331 9268 19</p>"
    )
    truth = bill.truth(
        number, "EUR", "Hollow Oak Design Limited", "Atelier Meunier SARL", iban="GB29NWBK60161331926819"
    )
    return Sheet(page, truth)


def credit_note(chance: random.Random) -> Sheet:
    """A credit note, with or without minus signs."""
    bill = deal(chance, GOODS, "20")
    number, sign = f"CN{chance.randint(2000, 2999)}", chance.choice(["", "-"])
    money = f"{sign}£"
    page = (
        beside(
            lines("<b>Larkfield Joinery Ltd</b>", "2 Mill Lane", "Bath BA1 5QQ"),
            lines(
                "<b>CREDIT NOTE</b>", f"Number: {number}", f"Date: {bill.issued:%d %B %Y}", "Against invoice: INV-1188"
            ),
        )
        + lines("Credit to:", "Brannock Estates LLP", "1 Castle Street", "Bristol BS1 3AF")
        + grid(
            ["Description", "Qty", "Price", "Amount"],
            [[*row[:3], f"{sign}{row[3]}"] for row in goods_rows(bill.items, english, before="£")],
            1,
        )
        + foot(
            [
                ("Net", money + english(bill.net)),
                ("VAT @ 20%", money + english(bill.tax)),
                ("Total credit", money + english(bill.gross)),
            ]
        )
    )
    truth = bill.truth(
        number, "GBP", "Larkfield Joinery Ltd", "Brannock Estates LLP", doc_type="credit_note", due_date=None
    )
    return Sheet(page, truth)


def deposit(chance: random.Random) -> Sheet:
    """The amount due is less than the total, since a deposit was paid."""
    bill = deal(chance, GOODS, "20", price=(20_000, 90_000))
    paid, number = rounded(bill.gross / 4), f"SI-{chance.randint(10_000, 99_999)}"
    words = chance.choice(["Less: deposit received", "Deposit paid 2 January 2026", "Payment received - thank you"])
    page = (
        lines("<b>TAMARISK EVENTS LIMITED</b>", "The Old Dairy, Frome BA11 1AA", "Company number 09123456")
        + "<h2>Sales Invoice</h2>"
        + beside(
            lines("Invoice to", "Copperhill Brewing Co", "18 Dock Road", "Gloucester GL1 2EH"),
            pairs(
                [("Invoice", number), ("Invoice date", f"{bill.issued:%d.%m.%Y}"), ("Due date", f"{bill.due:%d.%m.%Y}")]
            ),
        )
        + grid(["Details", "No.", "Each", "Total £"], goods_rows(bill.items, english), 1)
        + foot(
            [
                ("Sub-total", english(bill.net)),
                ("VAT at 20%", english(bill.tax)),
                ("Invoice total", english(bill.gross)),
                (words, f"-{english(paid)}"),
                ("Balance to pay", f"£{english(bill.gross - paid)}"),
            ]
        )
        + lines("Bank: Riverside Bank, sort code 20-14-53, account no. 43118827")
    )
    return Sheet(
        page,
        bill.truth(
            number,
            "GBP",
            "TAMARISK EVENTS LIMITED",
            "Copperhill Brewing Co",
            prepaid=paid,
            payable=bill.gross - paid,
            iban="43118827",
        ),
    )


def india(chance: random.Random) -> Sheet:
    """Goods and services tax: central and state, or integrated, with HSN codes and the amount in words."""
    bill = deal(chance, GOODS, "18", price=(80_000, 9_000_000))
    number, apart = f"GST/26-27/{chance.randint(1, 999):04d}", chance.random() < 0.5
    half = rounded(bill.tax / 2)
    bill.extra = {"tax": half * 2, "gross": bill.net + half * 2, "payable": bill.net + half * 2} if apart else {}
    tax = [("CGST @ 9%", indian(half)), ("SGST @ 9%", indian(half))] if apart else [("IGST @ 18%", indian(bill.tax))]
    gross = bill.extra.get("gross", bill.gross)
    page = (
        "<p style='text-align:center'><b>TAX INVOICE</b><br>(Original for Recipient)</p>"
        + beside(
            lines(
                "<b>Nilgiri Controls Private Limited</b>",
                "Plot 8, SIDCO Estate",
                "Coimbatore 641021",
                "GSTIN/UIN: 33AABCN1234F1Z5",
                "State Name: Tamil Nadu, Code: 33",
            ),
            pairs(
                [
                    ("Invoice No.", number),
                    ("Dated", f"{bill.issued:%-d-%b-%y}"),
                    ("Terms of Payment", "30 Days"),
                    ("Buyer's Order No.", "PO/8812"),
                ]
            ),
        )
        + lines("Buyer (Bill to)", "<b>Malabar Foods Ltd</b>", "MG Road, Kochi 682016", "GSTIN/UIN: 32AABCM9876K1Z2")
        + grid(
            ["Sl", "Description of Services", "HSN/SAC", "Quantity", "Rate", "per", "Amount"],
            [
                [str(n), row[0], "9983", f"{row[1]} Nos", row[2], "Nos", row[3]]
                for n, row in enumerate(goods_rows(bill.items, indian), start=1)
            ],
            3,
        )
        + foot([("Taxable Value", indian(bill.net)), *tax, ("Total", f"₹ {indian(gross)}")])
        + "<p>Amount Chargeable (in words): INR Only</p>"
    )
    truth = bill.truth(
        number, "INR", "Nilgiri Controls Private Limited", "Malabar Foods Ltd", due_date=None, order_ref="PO/8812"
    )
    return Sheet(page, truth)


def two_lines_of_name(chance: random.Random) -> Sheet:
    """A letterhead without a mark: the name stands in two lines, centred, and in full at the foot."""
    bill = deal(chance, GOODS, "20")
    number = f"{chance.randint(10_000, 99_999)}"
    page = (
        "<div style='text-align:center; font-size:18pt'>Penhallow &amp; Trevose</div><div style='text-align:center; font-size:18pt'>Marine Surveyors Ltd</div>"
        "<div style='text-align:center'>Customs Quay, Falmouth TR11 3JT · 01326 555 019</div>"
        + lines("Cornish Lines plc", "FAO Accounts Payable", "Harbour House", "Plymouth PL1 2SW")
        + pairs(
            [
                ("INVOICE", ""),
                ("Our invoice no", number),
                ("Dated", f"{bill.issued:%d/%m/%Y}"),
                ("Payable by", f"{bill.due:%d/%m/%Y}"),
            ]
        )
        + grid(["Particulars", "Quantity", "Rate £", "Amount £"], goods_rows(bill.items, english), 1)
        + foot(
            [("Net amount", english(bill.net)), ("VAT 20%", english(bill.tax)), ("Gross amount", english(bill.gross))]
        )
        + "<p style='font-size:7pt'>Penhallow &amp; Trevose Marine Surveyors Ltd. Registered in England no. 1234567. VAT no. 284 7193 06</p>"
    )
    return Sheet(page, bill.truth(number, "GBP", "Penhallow & Trevose Marine Surveyors Ltd", "Cornish Lines plc"))


def total_elsewhere(chance: random.Random) -> Sheet:
    """Sums whose amounts stand left of, above or below their labels."""
    bill = deal(chance, GOODS, "20", count=2)
    number, sums = f"B{chance.randint(100, 999)}", [("Net", bill.net), ("VAT", bill.tax), ("Total", bill.gross)]
    how = chance.choice(["left", "above", "below"])
    if how == "left":
        block = pairs([(f"£{english(amount)}", word) for word, amount in sums])
    else:
        words, amounts = [word for word, _ in sums], [f"£{english(amount)}" for _, amount in sums]
        block = grid([], [amounts, words] if how == "above" else [words, amounts], 9, "width:60%")
    page = (
        lines("<b>Sandgate Archives Ltd</b>", "9 Hill Rise", "Lincoln LN2 1PZ")
        + f"<h3>Invoice {number}</h3>"
        + lines(f"Date: {bill.issued:%-d %B %Y}", f"Due: {bill.due:%-d %B %Y}")
        + lines("Customer", "Wexcombe Council", "Town Hall", "Wexcombe SN8 3AA")
        + grid(["Description", "Quantity", "Price", "Amount"], goods_rows(bill.items, english, before="£"), 1)
        + "<br>"
        + block
    )
    return Sheet(page, bill.truth(number, "GBP", "Sandgate Archives Ltd", "Wexcombe Council"))


def two_currencies(chance: random.Random) -> Sheet:
    """Billed in one currency, the sums told in a second for the tax office."""
    bill = deal(chance, GOODS, "20")
    number, rate = f"X-{chance.randint(100, 999)}", Decimal("0.8612")
    page = (
        beside(
            lines("<b>Merlin Avionics Ltd</b>", "Hangar 3, Oxford Airport", "Kidlington OX5 1RA"), "<h2>INVOICE</h2>"
        )
        + pairs(
            [
                ("Invoice number", number),
                ("Invoice date", f"{bill.issued:%Y-%m-%d}"),
                ("Due date", f"{bill.due:%Y-%m-%d}"),
                ("Currency", "EUR"),
            ]
        )
        + lines("Bill to:", "Aerodiensten B.V.", "Schipholweg 9", "1171 PK Badhoevedorp")
        + grid(["Description", "Qty", "Unit price", "Amount"], goods_rows(bill.items, english, before="€"), 1)
        + foot(
            [
                ("Subtotal", f"€{english(bill.net)}"),
                ("VAT 20%", f"€{english(bill.tax)}"),
                ("Total EUR", f"€{english(bill.gross)}"),
            ]
        )
        + f"<p>Exchange rate 1 EUR = {rate} GBP</p>"
        + foot(
            [
                ("Net in GBP", f"£{english(rounded(bill.net * rate))}"),
                ("VAT in GBP", f"£{english(rounded(bill.tax * rate))}"),
            ]
        )
    )
    return Sheet(page, bill.truth(number, "EUR", "Merlin Avionics Ltd", "Aerodiensten B.V."))


def slip(chance: random.Random) -> Sheet:
    """A till slip: narrow, taxes included, cash and change."""
    bill = deal(
        chance, ("FILTER COFFEE", "OAT FLAPJACK", "SOUP OF THE DAY", "SPARKLING WATER"), "20", price=(150, 1900)
    )
    gross = bill.net
    net = rounded(gross / Decimal("1.2"))
    number = f"{chance.randint(100_000, 999_999)}"
    rows = [[f"{item.quantity}", item.name, english(item.net)] for item in bill.items]
    page = (
        "<style>@page {size: 80mm 200mm; margin: 4mm} body {font: 9pt 'Liberation Mono'} .r {text-align: right}</style>"
        "<div style='text-align:center'>THE COPPER KETTLE<br>14 Market Square<br>Ludlow SY8 1AS<br>VAT No 284 7193 06</div>"
        f"<p>Receipt No: {number}<br>{bill.issued:%d/%m/%Y} 12:41</p>"
        + grid([], rows, 2)
        + pairs(
            [
                ("TOTAL", f"£{english(gross)}"),
                ("CASH", f"£{english(gross + 5)}"),
                ("CHANGE", "£5.00"),
                ("Net", english(net)),
                ("VAT 20%", english(gross - net)),
            ],
            "width:100%",
            right=True,
        )
        + "<p>THANK YOU</p>"
    )
    truth = bill.truth(
        number,
        "GBP",
        "THE COPPER KETTLE",
        None,
        net=net,
        tax=gross - net,
        gross=gross,
        payable=gross,
        due_date=None,
        lines=[],
    )
    return Sheet(page, truth)


def two_rates(chance: random.Random) -> Sheet:
    """Ireland: two rates of VAT, told in a table of their own below the total."""
    bill = deal(chance, GOODS, "23", count=4)
    low, high = bill.items[:2], bill.items[2:]
    bases = [sum((item.net for item in part), Decimal(0)) for part in (low, high)]
    taxes = [rounded(base * rate / 100) for base, rate in zip(bases, (Decimal("13.5"), Decimal(23)), strict=True)]
    tax, number = sum(taxes, Decimal(0)), f"IE{chance.randint(1000, 9999)}"
    gross = bill.net + tax
    rows = [[*row, "13.5%" if place < 2 else "23%"] for place, row in enumerate(goods_rows(bill.items, english))]
    page = (
        lines("Shannon Print &amp; Signs Ltd", "Raheen Business Park, Limerick V94 X2Y3", "VAT: IE6388047V")
        + "<h2>VAT INVOICE</h2>"
        + beside(
            lines("Customer:", "Burren Outdoor Centre", "Ballyvaughan, Co. Clare"),
            pairs([("Number:", number), ("Date:", f"{bill.issued:%d/%m/%y}"), ("Due:", f"{bill.due:%d/%m/%y}")]),
        )
        + grid(["Product", "Qty", "Price", "Net", "VAT rate"], rows, 1)
        + foot(
            [("TOTAL NET", f"€{english(bill.net)}"), ("TOTAL VAT", f"€{english(tax)}"), ("TOTAL", f"€{english(gross)}")]
        )
        + grid(
            ["VAT rate", "Net", "VAT"],
            [["13.5%", english(bases[0]), english(taxes[0])], ["23%", english(bases[1]), english(taxes[1])]],
            1,
            "",
        )
        + "<p>IBAN IE29AIBK93115212345678</p>"
    )
    return Sheet(
        page,
        bill.truth(
            number,
            "EUR",
            "Shannon Print & Signs Ltd",
            "Burren Outdoor Centre",
            tax=tax,
            gross=gross,
            payable=gross,
            iban="IE29AIBK93115212345678",
        ),
    )


def no_vat(chance: random.Random) -> Sheet:
    """A person in business for herself who charges no VAT, in a letter of a few lines."""
    bill = deal(chance, GOODS, "0", count=2)
    number = f"{chance.randint(1, 60)}"
    page = (
        lines("Imogen Sallow", "Illustrator", "3 Chapel Row", "Totnes TQ9 5QE", "imogen@sallow.example")
        + lines(f"{bill.issued:%-d %B %Y}")
        + lines("Harrier Books Ltd", "40 Great Sutton Street", "London EC1V 0AE")
        + f"<p><b>Invoice no. {number}</b></p>"
        + grid(
            [],
            [[item.name, f"{item.quantity} @ £{english(item.price)}", f"£{english(item.net)}"] for item in bill.items],
            2,
        )
        + foot([("Total", f"£{english(bill.gross)}")])
        + "<p>Please pay within 30 days to sort code 30-90-21, account 00448812. I am not registered for VAT.</p>"
    )
    truth = bill.truth(number, "GBP", "Imogen Sallow", "Harrier Books Ltd", iban="00448812")
    return Sheet(
        page, truth | {"due_date": None, "lines": [{"description": i.name, "net": str(i.net)} for i in bill.items]}
    )


def singapore(chance: random.Random) -> Sheet:
    """GST of nine per cent, registration numbers, bank with a SWIFT code, cheque details."""
    bill = deal(chance, GOODS, "9")
    number = f"SG{chance.randint(100_000, 999_999)}"
    page = (
        beside(
            lines(
                "<b>LION CITY RIGGING PTE. LTD.</b>",
                "12 Tuas Ave 8, Singapore 639223",
                "UEN / GST Reg. No.: 201912345K",
            ),
            lines("<b>TAX INVOICE</b>"),
        )
        + beside(
            lines("TO:", "Straits Towage Pte Ltd", "1 Maritime Square, Singapore 099253", "Attn: Ms Tan"),
            pairs(
                [
                    ("Invoice No", f": {number}"),
                    ("Date", f": {bill.issued:%d-%b-%Y}"),
                    ("Terms", ": 30 Days"),
                    ("Due Date", f": {bill.due:%d-%b-%Y}"),
                    ("Currency", ": SGD"),
                ]
            ),
        )
        + grid(
            ["S/N", "Description", "Qty", "Unit Price (S$)", "Amount (S$)"],
            [[f"{n}", *row] for n, row in enumerate(goods_rows(bill.items, english), start=1)],
            2,
        )
        + foot(
            [
                ("Sub-Total (S$)", english(bill.net)),
                ("Add: GST 9% (S$)", english(bill.tax)),
                ("Grand Total (S$)", english(bill.gross)),
            ]
        )
        + "<p>Bank: DBS Bank Ltd, Account No: 003-912345-6, SWIFT: DBSSSGSG</p>"
    )
    return Sheet(
        page,
        bill.truth(number, "SGD", "LION CITY RIGGING PTE. LTD.", "Straits Towage Pte Ltd", iban="0039123456"),
    )


def south_africa(chance: random.Random) -> Sheet:
    """Rand with an R before the amount and blanks between thousands."""
    bill = deal(chance, GOODS, "15", price=(20_000, 900_000))
    number = f"INA{chance.randint(10_000, 99_999)}"

    def rand(amount: Decimal) -> str:
        return "R " + english(amount).replace(",", " ")

    page = (
        beside(
            lines("<b>Fynbos Landscapes (Pty) Ltd</b>", "VAT No: 4550123456", "22 Kloof Street, Cape Town, 8001"),
            pairs([("Number:", number), ("Date:", f"{bill.issued:%Y/%m/%d}"), ("Due Date:", f"{bill.due:%Y/%m/%d}")]),
        )
        + "<h2>TAX INVOICE</h2>"
        + lines("Customer:", "Table Bay Hotels (Pty) Ltd", "1 Dock Road, Cape Town, 8001")
        + grid(
            ["Description", "Quantity", "Excl. Price", "VAT %", "Excl. Total", "Incl. Total"],
            [
                [*row[:3], "15.00%", row[3], rand(rounded(item.net * Decimal("1.15")))]
                for row, item in zip(goods_rows(bill.items, rand), bill.items, strict=True)
            ],
            1,
        )
        + foot(
            [
                ("Total Exclusive:", rand(bill.net)),
                ("Total VAT:", rand(bill.tax)),
                ("Sub Total:", rand(bill.gross)),
                ("Grand Total:", rand(bill.gross)),
            ]
        )
    )
    return Sheet(page, bill.truth(number, "ZAR", "Fynbos Landscapes (Pty) Ltd", "Table Bay Hotels (Pty) Ltd"))


TUNED: dict[str, Family] = {
    "australia": australia,
    "reverse charge": reverse_charge,
    "credit note": credit_note,
    "deposit": deposit,
    "india": india,
    "name in two lines": two_lines_of_name,
    "total elsewhere": total_elsewhere,
    "two currencies": two_currencies,
    "till slip": slip,
}
KEPT: dict[str, Family] = {
    "ireland, two rates": two_rates,
    "illustrator": no_vat,
    "singapore": singapore,
    "south africa": south_africa,
}
