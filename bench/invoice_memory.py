"""What one correction teaches: invoices of invented vendors in layouts and words that the reader has not met, drawn for this measure.

Each vendor has one layout and several invoices with other values. The first is read, a person corrects what is wrong, and the others
are read with and without what that taught. Everything is drawn from a seed; no document of anybody else is used.
"""

import io
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import pypdfium2
from weasyprint import HTML

from flowmono.intelligence.invoices import InvoiceReading, read_invoice, read_invoice_in_child
from flowmono.intelligence.invoices.memory import FIELDS, Remembered, labels_of, learn, likeness, recall
from flowmono.intelligence.invoices.memory.page import SAME_LAYOUT
from flowmono.intelligence.invoices.memory.recalling import plain_value
from flowmono.intelligence.invoices.memory.spots import same_value

INVOICES = 4
MEASURED = tuple(name for name in FIELDS if name not in ("preceding_invoice", "seller_vat"))

# Labels as invented offices print them: number, day, due, order, net, tax, gross, to pay; and the heads of the table of goods.
WORDS = {
    "fi": "Viitemerkintä, Laadittu, Maksettava viimeistään, Tilauksenne, Veroton osuus, Vero, Kaikkiaan, Siirrettävä määrä",
    "hu": "Bizonylat jele, Kelt, Fizetendő eddig, Megrendelésük, Adóalap, Adó, Mindösszesen, Utalandó",
    "el": "Αρ. παραστατικού, Ημερομηνία, Λήξη, Παραγγελία σας, Καθαρή αξία, ΦΠΑ, Γενικό σύνολο, Πληρωτέο",
    "ro": "Seria documentului, Întocmit la, De achitat până la, Comanda dvs, Valoare fără taxă, Taxă, Valoare cu taxă, De achitat",
    "en": "Our ref, Raised on, Settle by, Your ref, Goods, Duty, All in, Owing",
    "de": "Vorgang, Erstellt am, Zu begleichen bis, Ihr Zeichen, Warenwert, Steueranteil, Endsumme, Zu überweisen",
    "hr": "Oznaka, Sastavljeno, Platiti do, Vaša narudžba, Osnovica, Porez, Sveukupno, Za uplatu",
    "et": "Dokumendi tähis, Koostatud, Tasuda hiljemalt, Teie tellimus, Maksuta, Maks, Kõik kokku, Tasumisele kuulub",
}
HEADS = {
    "fi": "Nimike, Kpl, Hinta, Summa",
    "hu": "Tétel, Db, Ár, Érték",
    "el": "Είδος, Ποσότητα, Τιμή, Αξία",
    "ro": "Denumire, Cant, Preț, Valoare",
    "en": "What, How many, Each, Together",
    "de": "Was, Anzahl, Einzeln, Zusammen",
    "hr": "Naziv, Kol, Cijena, Iznos",
    "et": "Nimetus, Kogus, Hind, Maksumus",
}
TITLES = {
    "fi": "LASKU", "hu": "Számla", "el": "ΤΙΜΟΛΟΓΙΟ", "ro": "Factură fiscală", "en": "Invoice", "de": "Rechnung", "hr": "Račun", "et": "Arve"
}  # fmt: skip
SELLERS = (
    "Kuusikko Oy", "Fehér Műhely Kft", "Αφοί Μαρίνος ΟΕ", "Stejarul SRL", "Thornbury & Daughters", "Uhlenhorst Werkstätten", "Jadranka Obrt", "Põhjala Osaühing"
)  # fmt: skip
GOODS = ("Alpha", "Bravo", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Heron")
STYLE = "@page {size: A4; margin: 16mm} body {font: 10pt Carlito} td, th {padding: 2pt 6pt; text-align: left} .r {text-align: right}"


@dataclass(frozen=True)
class Vendor:
    """An office with its way to lay out a page: words, the order of its blocks, how it writes numbers, amounts and days."""

    name: str
    words: tuple[str, ...]
    heads: tuple[str, ...]
    title: str
    prefix: str
    mark: str
    day: str
    facts: str
    sums: str
    sums_first: bool


def vendors(seed: int, count: int) -> list[Vendor]:
    """So many offices."""
    chance = random.Random(seed)
    found = []
    for place in range(count):
        language = list(WORDS)[place % len(WORDS)]
        found.append(
            Vendor(
                name=SELLERS[place % len(SELLERS)] + ("" if place < len(SELLERS) else f" {'ABCDEFGH'[place // 8]}"),
                words=tuple(WORDS[language].split(", ")),
                heads=tuple(HEADS[language].split(", ")),
                title=TITLES[language],
                prefix=chance.choice(["", "K-", "2026/", "LX", "S/N "]),
                mark="." if language == "en" else ",",
                day=chance.choice(["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]),
                facts=chance.choice(["beside", "behind", "above", "inline"]),
                sums=chance.choice(["right", "columns", "left"]),
                sums_first=chance.random() < 0.25,
            )
        )
    return found


def invoice_of(vendor: Vendor, chance: random.Random) -> tuple[str, dict[str, str | None]]:
    """One invoice as a page, and what stands on it."""
    lines = [
        (
            f"{chance.choice(GOODS)} {chance.choice(GOODS).lower()}",
            chance.randint(2, 9),
            Decimal(chance.randint(900, 90_000)) / 100,
        )
        for _ in range(chance.randint(25, 45) if chance.random() < 0.15 else chance.randint(1, 6))
    ]
    net = sum((quantity * price for _, quantity, price in lines), Decimal(0))
    tax = (net * Decimal("0.24")).quantize(Decimal("0.01"))
    issued = date(2026, 1, 13) + timedelta(days=chance.randint(0, 300))
    due = issued + timedelta(days=30)
    truth = {
        "number": f"{vendor.prefix}{chance.randint(1000, 99999)}",
        "order_ref": f"PO-2026-{chance.randint(1, 9999):04d}",
        "seller_name": vendor.name,
        "currency": "EUR",
        "issue_date": issued.isoformat(),
        "due_date": due.isoformat(),
        "net": f"{net:.2f}",
        "tax": f"{tax:.2f}",
        "gross": f"{net + tax:.2f}",
        "payable": f"{net + tax:.2f}",
    }
    return _page(vendor, lines, truth, (issued, due), chance), dict(truth)


def _page(
    vendor: Vendor,
    lines: Sequence[tuple[str, int, Decimal]],
    truth: dict[str, str],
    days: tuple[date, date],
    chance: random.Random,
) -> str:
    """The page; now and then with a remark, another reference or another sum than the page before, so that places move."""

    def money(text: str | Decimal) -> str:
        written = f"{Decimal(text):,.2f}"
        return written if vendor.mark == "." else written.replace(",", "\u00a0").replace(".", ",")

    written_days = [day.strftime(vendor.day) for day in days]
    facts = list(zip(vendor.words[:4], [truth["number"], *written_days, truth["order_ref"]], strict=True))
    if chance.random() < 0.3:
        facts.insert(
            chance.randint(0, 3), (vendor.words[3] + " B", f"{chance.randint(100, 999)}-{chance.randint(10, 99)}")
        )
    heads = vendor.heads
    rows = "".join(
        f"<tr><td>{name}<td class=r>{quantity}<td class=r>{money(price)}<td class=r>{money(quantity * price)}"
        for name, quantity, price in lines
    )
    table = f"<table style='width:100%'><tr><th>{heads[0]}<th class=r>{heads[1]}<th class=r>{heads[2]}<th class=r>{heads[3]}{rows}</table>"
    amounts = [
        (word, money(truth[name]))
        for word, name in zip(vendor.words[4:8], ("net", "tax", "gross", "payable"), strict=True)
    ]
    if vendor.sums != "columns" and chance.random() < 0.3:
        amounts.insert(0, (vendor.words[4] + " B", money(lines[0][2])))
    sums = _sums(vendor, amounts)
    remark = "<p>Kiitos / thank you for 3 orders, 1,50 each way.</p>" * chance.choice([0, 0, 1, 2])
    body = sums + table if vendor.sums_first else table + sums
    return (
        f"<style>{STYLE}</style><p><b>{vendor.name}</b><br>Kivikatu 4<br>00100 Vantaa</p><p>Adler Instruments GmbH<br>Ringgasse 2<br>1010 Wien</p>"
        f"<h2>{vendor.title}</h2>{remark}{_facts(vendor, facts)}{body}<p>IBAN DE89 3704 0044 0532 0130 00 · EUR</p>"
    )


def _facts(vendor: Vendor, facts: Sequence[tuple[str, str]]) -> str:
    if vendor.facts == "above":
        heads = "".join(f"<th>{label}" for label, _ in facts)
        return f"<table><tr>{heads}<tr>" + "".join(f"<td>{value}" for _, value in facts) + "</table>"
    if vendor.facts == "inline":
        return "".join(f"<p>{label} {value}</p>" for label, value in facts)
    side = " style='margin-left:auto'" if vendor.facts == "beside" else ""
    return f"<table{side}>" + "".join(f"<tr><td>{label}:<td>{value}" for label, value in facts) + "</table>"


def _sums(vendor: Vendor, amounts: Sequence[tuple[str, str]]) -> str:
    if vendor.sums == "columns":
        heads = "".join(f"<th class=r>{label}" for label, _ in amounts)
        return (
            f"<table style='width:100%'><tr>{heads}<tr>" + "".join(f"<td class=r>{v}" for _, v in amounts) + "</table>"
        )
    side = " style='margin-left:auto'" if vendor.sums == "right" else ""
    return f"<table{side}>" + "".join(f"<tr><td>{label}<td class=r>{v}" for label, v in amounts) + "</table>"


def drawn(page: str, *, scanned: bool) -> bytes:
    """The page as a PDF with text, or as the picture that a scanner makes."""
    pdf: bytes = HTML(string=page).write_pdf()
    if not scanned:
        return pdf
    document = pypdfium2.PdfDocument(pdf)
    out = io.BytesIO()
    document[0].render(scale=150 / 72).to_pil().convert("RGB").save(out, "PNG")
    document.close()
    return out.getvalue()


def read(page: str, *, scanned: bool) -> InvoiceReading:
    data = drawn(page, scanned=scanned)
    return read_invoice_in_child(data, "scan.png") if scanned else read_invoice(data, "invoice.pdf")


def wrong(reading: InvoiceReading, truth: dict[str, str | None]) -> set[str]:
    return {name for name in MEASURED if not same_value(FIELDS[name], plain_value(reading, name), truth[name])}


def taught(reading: InvoiceReading, truth: dict[str, str | None]) -> list[Remembered]:
    """What a person who corrects the first invoice teaches."""
    lessons = (learn(reading, name, truth[name]) for name in MEASURED)
    return [replace(lesson, key=lesson.field) for lesson in lessons if lesson is not None]


def measure(seed: int, count: int, *, scanned: bool = False) -> None:
    """Print how many fields were wrong before, and after one correction."""
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    unseen: Counter[str] = Counter()
    recalled = certain = certain_wrong = first = invoices = unlike = 0
    for place, vendor in enumerate(vendors(seed, count)):
        chance = random.Random(seed * 1000 + place)
        pages = [invoice_of(vendor, chance) for _ in range(INVOICES)]
        start = read(pages[0][0], scanned=scanned)
        first += len(wrong(start, pages[0][1]))
        lessons, known = taught(start, pages[0][1]), labels_of(start.printed)
        for page, truth in pages[1:]:
            reading = read(page, scanned=scanned)
            invoices += 1
            is_known = likeness(known, labels_of(reading.printed)) >= SAME_LAYOUT
            unlike += not is_known
            better, found = recall(reading, lessons if is_known else [])
            before.update(wrong(reading, truth))
            after.update(still := wrong(better, truth))
            if not better.document_problem:  # a refused document is looked at as a whole
                unseen.update(name for name in still if name not in better.doubtful)
            recalled += len(found)
            certain += sum(item.is_certain for item in found)
            certain_wrong += sum(item.is_certain and item.field in still for item in found)
    kind = "scans" if scanned else "PDFs"
    fields = invoices * len(MEASURED)
    print(f"\n### One correction, then the next invoices of the same layout ({count} vendors, {invoices} later {kind})")
    print(f"  wrong on the {count} first invoices: {first} of {count * len(MEASURED)} fields")
    print(f"  wrong on the later ones: without memory {before.total()}, with it {after.total()}, of {fields} fields")
    print(
        f"  read by memory: {recalled} fields, {certain} of them without asking a person, {certain_wrong} of those wrong"
    )
    print(f"  wrong and not flagged, with memory: {unseen.total()}; layouts not known again: {unlike}")
    for name in MEASURED:
        print(f"    {name:12} {before[name]:3} → {after[name]:3}")


def main(*, pictures: bool = False) -> None:
    measure(7, 40)
    if pictures:
        measure(7, 8, scanned=True)
