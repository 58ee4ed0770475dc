"""What kind of document a page is, its number and its dates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from ..dates import DATE, NotADate, PrintedDate, choose_order, read_printed_date
from ..model import CREDIT_TYPE_CODES, NOT_INVOICE, DocumentRefused, DocumentType
from ..rows import Row
from .columns import find_headers
from .pairs import Found, accept_date, accept_identifier, labelled, phrase_below
from .vocabulary import (
    CREDIT_TITLE,
    DENIES_INVOICE,
    DUE_WORDS,
    INVOICE_TITLE,
    LABELS,
    NOT_ISSUE_DATE,
    NUMBER_WORD,
    OTHER_TITLE,
    SELF_BILLED_TITLE,
    plain,
)

# A title with its code of UNTDID 1001: `Rechnungskorrektur (384)`.
_CODED_TITLE = re.compile(
    r"\A[^\d()]{4,40}\((71|8[0-4]|20[234]|21[18]|261|262|295|296|308|32[56]|3[3689][0-9]|420|456|457|458|527|532|575|6[23][0-9]|751|780|817|87[0567]|935)\)"
)
BELOW_TITLE = 3  # rows below a title that still speak of the document itself
_DAYS = re.compile(r"([0-9]{1,3})\s*(?:days?|tagen?|jours?|j\b|días?|dias?|dagen|giorni)", re.IGNORECASE)


@dataclass(frozen=True)
class Kind:
    """Invoice or credit note, with its UNTDID 1001 code; `doubtful` where the title can mean either."""

    doc_type: DocumentType
    type_code: str
    doubtful: bool = False


@dataclass(frozen=True)
class Dates:
    """The days of a document with their printed form; `doubtful` names those that can be read two ways."""

    issue: date | None
    due: date | None
    issue_found: Found | None
    due_found: Found | None
    doubtful: tuple[str, ...] = ()


def find_kind(rows: list[Row]) -> Kind:
    """The kind of document by its title. Raises DocumentRefused (DOC_NOT_INVOICE) for a document of another kind."""
    titles = [
        close_up(phrase.text)
        for row in rows
        if row.page == 1
        for phrase in row.phrases
        if len(phrase.text.split()) <= 12
    ]
    denies = any(DENIES_INVOICE.search(text) for text in titles)
    other = next((text for text in titles if _names_other_document(text)), None)
    credit = next((text for text in titles if CREDIT_TITLE.match(text)), None)
    invoice = next((text for text in titles if INVOICE_TITLE.match(text)), None)
    mentioned = invoice or any(INVOICE_TITLE.search(text) for text in titles)
    if denies or (other and not mentioned and not credit):
        raise DocumentRefused(NOT_INVOICE, f"The document calls itself “{(other or titles[0])[:60]}”, not an invoice.")
    coded = next((match[1] for text in titles if (match := _CODED_TITLE.search(text)) and _title_match(text)), None)
    if coded:
        return Kind("credit_note" if coded in CREDIT_TYPE_CODES else "invoice", coded)
    if credit:
        return Kind("credit_note", "381")
    if next((text for text in titles if SELF_BILLED_TITLE.match(text)), None):
        return Kind("invoice", "389", doubtful=True)
    if (
        other
        and invoice
        and _comes_first(rows, OTHER_TITLE, INVOICE_TITLE)
        and re.search(r"pro[\s-]?forma|reminder|mahnung|statement", other, re.IGNORECASE)
    ):
        raise DocumentRefused(NOT_INVOICE, f"The document calls itself “{other[:60]}”, not an invoice.")
    return Kind("invoice", "380")


def close_up(text: str) -> str:
    """A title printed in spaced letters, `R E C H N U N G`, as a word."""
    words = text.split()
    return "".join(words) if len(words) >= 5 and all(len(word) == 1 for word in words) else text


def _names_other_document(text: str) -> bool:
    """The text is the title of another kind of document, not the label of a reference to one (`Lieferschein-Nr.:`)."""
    match = OTHER_TITLE.match(text)
    return match is not None and not re.match(
        rf"\s*[-.]?\s*(?::|{NUMBER_WORD}\s*:|(?:nr|no|nummer|datum|date)\b)", text[match.end() :], re.IGNORECASE
    )


def _comes_first(rows: list[Row], first: re.Pattern[str], second: re.Pattern[str]) -> bool:
    for row in rows:
        for phrase in row.phrases:
            if first.match(phrase.text):
                return True
            if second.match(phrase.text):
                return False
    return False


def find_number(rows: list[Row]) -> Found | None:
    """The number of the document: behind its label, else behind its title."""
    candidates = [found for found in labelled(rows, "number", accept_identifier)]
    if candidates:
        return max(candidates[:4], key=lambda found: found.sure)
    titled = _number_of_title(rows) or _number_within(rows) or _number_below_title(rows)
    others = [] if titled else labelled(rows, "other_number", accept_identifier, heading_rows(rows))
    return titled or next((replace(found, sure=0) for found in others), None)


def _number_within(rows: list[Row]) -> Found | None:
    """The number behind its label within a line, or one that could be a day were it not called a number: `Faktura nr 15/02/2026`."""
    for row in rows:
        for phrase in row.phrases:
            for label in LABELS["number"].finditer(plain(phrase.text)):
                said = re.sub(r"\A[\s:#.]+", "", phrase.text[label.end() :])
                if re.match(NUMBER_WORD, label[0].split()[-1], re.IGNORECASE) and (
                    value := accept_identifier(said) or _dated_number(said)
                ):
                    return Found(value, phrase.text, phrase.page, 1, phrase)
    return None


def _number_below_title(rows: list[Row]) -> Found | None:
    """The number behind a label that says no more than that it is one (`Nº 3335`), in the rows right below the title."""
    titles = [place for place, row in enumerate(rows) if any(_title_match(close_up(one.text)) for one in row.phrases)]
    near = {place + below for place in titles[:2] for below in range(1, BELOW_TITLE + 1)}
    beside = [row for place, row in enumerate(rows) if place in near]
    found = next(labelled(beside, "bare_number", accept_identifier), None)
    return replace(found, sure=0) if found else None


def _dated_number(text: str) -> str | None:
    match = re.match(r"[0-9]{1,4}/[0-9]{1,2}/[0-9]{2,4}\b", text)
    return match[0] if match else None


def _number_of_title(rows: list[Row]) -> Found | None:
    """The number behind a title: in its phrase, in the next phrase, or below it."""
    for position, row in enumerate(rows):
        for place, phrase in enumerate(row.phrases):
            text = close_up(phrase.text)
            match = _title_match(text)
            if match is None or LABELS["preceding_invoice"].match(plain(text)):
                continue
            rest = text[match.end() :].strip()
            second = rest.lstrip("/–- ")
            if again := _title_match(second) if rest[:1] in {"/", "–", "-"} else None:
                rest = second[again.end() :].strip()  # a title in two languages, or in two words
            nearby = [other.text for other in row.phrases[place + 1 : place + 2]]
            if not re.search(r"\w", re.sub(r"\([^)]*\)", "", rest)):
                nearby += [below.text for below in [phrase_below(rows, position, phrase)] if below is not None]
            for candidate in [rest, *nearby] if rest else nearby:
                bare = re.sub(
                    rf"^(?:\([^)]*\))?\s*(?:{NUMBER_WORD}|č(?:íslo)?\.?)?\s*[:#]*\s*",
                    "",
                    candidate,
                    flags=re.IGNORECASE,
                )
                if value := accept_identifier(bare):
                    return Found(value, f"{phrase.text} {candidate}", phrase.page, 1, phrase)
    return None


def _title_match(text: str) -> re.Match[str] | None:
    return CREDIT_TITLE.match(text) or INVOICE_TITLE.match(text) or SELF_BILLED_TITLE.match(text)


def find_dates(
    rows: list[Row],
    number: Found | None,
    month_first: bool | None,
    terms: str | None,
    instead: Mapping[str, Found] = MappingProxyType({}),
) -> Dates:
    """Issue and due day. `month_first` is what the currency suggests for 03/02/2027; the days of the terms can settle it.

    A day given in `instead` is taken for that of its field.
    """
    due = _best(labelled(rows, "due_date", accept_date)) or _due_in_sentence(rows)
    issue = _best(
        found for found in labelled(rows, "issue_date", accept_date, heading_rows(rows)) if _is_issue_label(found)
    ) or _title_date(rows, number, due)
    issue, due = instead.get("issue_date", issue), instead.get("due_date", due)
    printed = [_printed(found) for found in (issue, due)]
    known = [item for item in printed if item is not None]
    all_printed = known + [
        item for row in rows for match in DATE.finditer(row.text) if (item := _try(match[0])) is not None
    ]
    days = _DAYS.search(terms or "")
    gap = int(days[1]) if days else None
    swap = choose_order(all_printed if len(known) < 2 else known + all_printed[2:], month_first, gap)
    issue_day, due_day = (_settled(item, swap) for item in printed)
    settled = (
        any(item.swapped is None and "/" in item.quote for item in all_printed)
        or month_first is not None
        or gap is not None
    )
    unsure = [
        name
        for name, item in zip(("issue_date", "due_date"), printed, strict=True)
        if item and item.swapped not in (None, item.day) and not settled
    ]
    return Dates(issue_day, due_day, issue, due, tuple(unsure))


def heading_rows(rows: list[Row]) -> frozenset[int]:
    """The headings of tables of lines, which label nothing beside them."""
    return frozenset(
        row for header in find_headers(rows) for row in range(header.row - header.depth + 1, header.row + 1)
    )


def _due_in_sentence(rows: list[Row]) -> Found | None:
    """The day behind words that say "due" within a line: `30 gg d.f. … Scadenza 14/02/2026`."""
    for row in rows:
        for phrase in row.phrases:
            for label in DUE_WORDS.finditer(plain(phrase.text)):
                match = DATE.search(phrase.text, label.end())
                if match and match.start() - label.end() <= 12:
                    return Found(match[0], phrase.text, phrase.page, 1, phrase)
    return None


def _best(found: object) -> Found | None:
    candidates = list(found)  # type: ignore[call-overload]
    return max(candidates, key=lambda item: item.sure) if candidates else None


def _is_issue_label(found: Found) -> bool:
    """`Order date` and `Date of delivery` are other days, `Date` alone or before a date is the document's."""
    before = re.sub(r"(?<=\w)\s*/.*", "", found.quote.split(found.value)[0])
    return not NOT_ISSUE_DATE.search(before)


def _title_date(rows: list[Row], number: Found | None, due: Found | None) -> Found | None:
    """Without a label: the first day in the row of the number, else the first in the document that is not the due day."""
    ordered = sorted(
        rows, key=lambda row: 0 if number and row.page == number.page and number.phrase in row.phrases else 1
    )
    for row in ordered:
        for phrase in row.phrases:
            match = DATE.search(phrase.text)
            before = phrase.text[: match.start()] if match else ""
            if match and not (due and phrase == due.phrase) and not NOT_ISSUE_DATE.search(before):
                return Found(match[0], phrase.text, phrase.page, 1, phrase)
    return None


def _printed(found: Found | None) -> PrintedDate | None:
    return _try(found.value) if found else None


def _try(text: str) -> PrintedDate | None:
    try:
        return read_printed_date(text)
    except NotADate:
        return None


def _settled(item: PrintedDate | None, swap: bool) -> date | None:
    if item is None:
        return None
    chosen = replace(item, day=item.swapped) if swap and item.swapped else item
    return chosen.day
