"""What corrections teach about a vendor's layouts: reading by it, learning, and forgetting it again.

It is learned from what a person put in place of what was read, never from a document alone, and never of bank accounts.
"""

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.acting import action
from flowmono.common.refusals import Conflict, require
from flowmono.intelligence.invoices import InvoiceReading
from flowmono.intelligence.invoices.memory import (
    FIELDS,
    SAME_LAYOUT,
    Label,
    Recalled,
    Remembered,
    Spot,
    fingerprint,
    labels_of,
    learn,
    likeness,
    recall,
    same_value,
    shared_labels,
    spots_that_hold,
)
from flowmono.intelligence.invoices.model import PrintedRow, PrintedWord
from flowmono.intelligence.invoices.record import read_record
from procurement import policies
from procurement.models import Invoice, PrintedPages, RememberedField, RememberedState, VendorLayout
from vendors.models import Vendor

FEWEST_LABELS = 4  # with fewer in common two pages have no layout in common
MOST_PHRASES = 400  # of a page are looked through for the vendor's name and numbers
_MAY_NAME = re.compile(r"[A-Z]{2}[\dA-Z]{5,32}")


def read_by_memory(invoice: Invoice, reading: InvoiceReading) -> InvoiceReading:
    """The reading with what is remembered of its vendor's layout; what was read that way is kept beside the invoice."""
    if not reading.printed:
        return reading
    vendor_id = invoice.vendor_id or _vendor_named(reading)
    layout = _layout_of(vendor_id, reading.printed) if vendor_id else None
    fields = list(layout.fields.filter(state=RememberedState.USED)) if layout is not None else []
    better, found = recall(reading, [_remembered(one) for one in fields])
    PrintedPages.objects.create(
        invoice=invoice, rows=_pack(reading.printed), recalled=[_kept_recall(one) for one in found]
    )
    return better


def note_correction(invoice: Invoice, *, by: User, at: datetime) -> None:
    """A person has looked at all that was read of this invoice. Learned from at once, or as soon as its vendor is known."""
    pages = PrintedPages.objects.select_for_update().filter(invoice=invoice).first()
    if pages is None:
        return
    pages.corrected_by = by
    pages.save(update_fields=["corrected_by"])
    if invoice.vendor_id is not None:
        _learn(invoice, pages, by=by, at=at)


def learn_when_known(invoice: Invoice, *, at: datetime) -> None:
    """The vendor of a corrected invoice has become known: learn what waited for it."""
    if invoice.vendor_id is None or not invoice.corrections:
        return
    waiting = PrintedPages.objects.select_for_update(of=("self",)).filter(invoice=invoice, corrected_by__isnull=False)
    pages = waiting.select_related("corrected_by").first()
    if pages is not None and pages.corrected_by is not None:
        _learn(invoice, pages, by=pages.corrected_by, at=at)


def _learn(invoice: Invoice, pages: PrintedPages, *, by: User, at: datetime) -> None:
    rows = unpack(pages.rows)
    layout = _layout_of(invoice.vendor_id, rows)
    reading = _as_read(invoice, pages, rows)
    put = {name: invoice.corrections[name] for name in FIELDS if name in invoice.corrections}
    _count(pages, rows, put)
    lessons = [lesson for name, value in put.items() if (lesson := learn(reading, name, value)) is not None]
    if layout is None and lessons:
        layout = _new_layout(invoice, rows, at=at)
    elif layout is not None:
        _keep_shared(layout, rows)
    if layout is not None:
        taught = {lesson.field for lesson in lessons}
        for lesson in lessons:
            _teach(layout, lesson, invoice, by=by)
        _unteach(layout, invoice, [name for name in put if name not in taught])
    pages.corrected_by = None
    pages.save(update_fields=["corrected_by", "recalled"])


def _as_read(invoice: Invoice, pages: PrintedPages, rows: tuple[PrintedRow, ...]) -> InvoiceReading:
    """What the reader made of the pages before anything was remembered."""
    before = {entry["field"]: entry["before"] for entry in pages.recalled}
    return replace(read_record({**invoice.reading, **before}), printed=rows)


def _count(pages: PrintedPages, rows: tuple[PrintedRow, ...], put: Mapping[str, str | None]) -> None:
    """What a person let stand, or not, of what was read by memory; each invoice counts once for a field.

    Where it stood, places that show something else on this page fall away: the first correction could not tell them apart.
    """
    for entry in pages.recalled:
        field = entry["field"]
        if entry.get("counted") or field not in put:
            continue
        entry["counted"] = True
        remembered = RememberedField.objects.select_for_update().filter(pk=entry["key"]).first()
        if remembered is not None:
            stood = same_value(FIELDS[field], put[field], entry["value"])
            remembered.right += stood
            remembered.wrong += not stood
            if stood and put[field] is not None:
                spots = [Spot.from_plain(spot) for spot in remembered.spots]
                kept = spots_that_hold(rows, FIELDS[field], spots, put[field])
                remembered.spots = [asdict(spot) for spot in kept]
            remembered.save()


def _teach(layout: VendorLayout, lesson: Remembered, invoice: Invoice, *, by: User) -> None:
    """Keep a lesson as the version that is used. One that says the same stays as it is."""
    known = layout.fields.filter(field=lesson.field).order_by("-version")
    last = known.first()
    used = known.filter(state=RememberedState.USED).first()
    counted = 0
    if used is not None:
        if _says_the_same(used, invoice, lesson):
            return
        counted = used.right if used.taught_from_id == invoice.pk else used.right + 1
        used.replace()
        used.save()
    spots = _confirmed_first(lesson.spots, used)
    RememberedField(
        layout=layout,
        field=lesson.field,
        version=last.version + 1 if last is not None else 1,
        spots=[asdict(spot) for spot in spots],
        value=lesson.value and lesson.value[:200],
        instead_of=lesson.instead_of and lesson.instead_of[:200],
        right=counted or 1,
        wrong=used.wrong if used is not None else 0,
        taught_by=by,
        taught_from=invoice,
    ).save()


def _says_the_same(used: RememberedField, invoice: Invoice, lesson: Remembered) -> bool:
    """What is remembered gave, or was taught by, the value that a person put on this very invoice."""
    form = FIELDS[lesson.field]
    if used.taught_from_id == invoice.pk:
        return same_value(form, used.value, lesson.value)
    entry = next((one for one in invoice.printed_pages.recalled if one["key"] == str(used.pk)), None)
    return entry is not None and same_value(form, entry["value"], lesson.value)


def _confirmed_first(spots: tuple[Spot, ...], used: RememberedField | None) -> list[Spot]:
    """The spots that an earlier correction showed as well come first."""
    earlier = {(spot["way"], tuple(spot["label"])) for spot in used.spots} if used is not None else set()
    return sorted(spots, key=lambda spot: (spot.way, spot.label) not in earlier)


def _unteach(layout: VendorLayout, invoice: Invoice, names: Iterable[str]) -> None:
    """A person takes back what they put on this invoice: what it taught goes with it."""
    mine = layout.fields.filter(field__in=list(names), taught_from=invoice, state=RememberedState.USED)
    for remembered in mine.select_for_update(of=("self",)):
        remembered.replace()
        remembered.save()


@action
def forget_field(remembered: RememberedField, *, by: User, at: datetime) -> RememberedField:
    """Read this field as if nobody had taught it; the next correction may teach it again."""
    remembered = RememberedField.objects.lock(remembered)
    require(policies.can_forget, remembered, by)
    if not remembered.can("forget"):
        raise Conflict(_("This is no longer used; there is nothing to forget."))
    remembered.forget(by=by, at=at)
    remembered.save()
    return remembered


def _vendor_named(reading: InvoiceReading) -> Any:
    """The vendor whose tax number, account or name the pages print, when that is only one of those with a known layout."""
    phrases = list(itertools.islice(_phrases(reading.printed), MOST_PHRASES))
    joined = [re.sub(r"[^\dA-Za-z]", "", text).upper() for text in phrases]
    numbers = {found[0] for text in joined for found in _MAY_NAME.finditer(text)} | set(joined)
    accounts = {account.iban for account in reading.accounts if account.iban}
    tax = {value for value in (reading.seller_vat, reading.seller_tax_id) if value} | numbers
    named = Q(vat_id__in=tax) | Q(tax_id__in=tax) | Q(accounts__iban__in=accounts)
    for name in {reading.seller_name, *phrases[:20]} - {None, ""}:
        named |= Q(name__iexact=name)
    found = list(Vendor.objects.filter(named, layouts__isnull=False).values_list("pk", flat=True).distinct()[:2])
    return found[0] if len(found) == 1 else None


def _phrases(rows: tuple[PrintedRow, ...]) -> Iterable[str]:
    for row in rows:
        words: list[str] = []
        for word in row.words:
            if word.apart and words:
                yield " ".join(words)
                words = []
            words.append(word.text)
        yield " ".join(words)


def _layout_of(vendor_id: Any, rows: tuple[PrintedRow, ...]) -> VendorLayout | None:
    """The vendor's layout that these pages are most like, if they are like one."""
    seen = labels_of(rows)
    known = [(likeness(_labels(layout), seen), layout) for layout in VendorLayout.objects.filter(vendor_id=vendor_id)]
    alike, layout = max(known, key=lambda pair: pair[0], default=(0.0, None))
    if layout is None or alike < SAME_LAYOUT or len(shared_labels(_labels(layout), seen)) < FEWEST_LABELS:
        return None
    return layout


def _labels(layout: VendorLayout) -> frozenset[Label]:
    return frozenset(Label(text, place) for text, place in layout.labels)


def _new_layout(invoice: Invoice, rows: tuple[PrintedRow, ...], *, at: datetime) -> VendorLayout:
    labels = labels_of(rows)
    layout, _made = VendorLayout.objects.get_or_create(
        vendor_id=invoice.vendor_id,
        fingerprint=fingerprint(labels),
        defaults={"labels": _plain_labels(labels), "first_seen": invoice, "created_at": at},
    )
    return layout


def _keep_shared(layout: VendorLayout, rows: tuple[PrintedRow, ...]) -> None:
    """Names and goods fall out of the labels with every further page; what is left are labels."""
    shared = shared_labels(_labels(layout), labels_of(rows))
    if FEWEST_LABELS <= len(shared) < len(layout.labels):
        layout.labels = _plain_labels(shared)
        layout.save(update_fields=["labels"])


def _plain_labels(labels: Iterable[Label]) -> list[list[Any]]:
    return [[label.text, label.place] for label in sorted(labels)]


def _remembered(one: RememberedField) -> Remembered:
    return Remembered(
        str(one.pk),
        one.field,
        tuple(Spot.from_plain(spot) for spot in one.spots),
        one.value,
        one.instead_of,
        one.right,
        one.wrong,
    )


def _kept_recall(one: Recalled) -> dict[str, Any]:
    return {
        "key": one.key,
        "field": one.field,
        "value": one.value,
        "before": one.before,
        "confidence": str(one.confidence),
    }


def _pack(rows: tuple[PrintedRow, ...]) -> list[Any]:
    return [
        [
            row.page,
            row.top,
            row.bottom,
            [[word.left, word.right, word.text, word.apart, word.sure] for word in row.words],
        ]
        for row in rows
    ]


def unpack(rows: list[Any]) -> tuple[PrintedRow, ...]:
    """The rows of a page as they were kept."""
    return tuple(
        PrintedRow(
            page,
            top,
            bottom,
            tuple(PrintedWord(text, left, right, apart, sure) for left, right, text, apart, sure in words),
        )
        for page, top, bottom, words in rows
    )
