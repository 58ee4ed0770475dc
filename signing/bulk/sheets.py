"""A list of people read from a CSV file: what letters it is written in, what separates its cells, what is wrong in each line. Pure.

Spreadsheets of this world write CSV in many ways: with commas, semicolons or tabs, in UTF-8 with or without a mark, in UTF-16, or in
the old letters of Windows. All of them are read; how the file was read is said, so that a wrong guess is seen.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from flowmono.common.refusals import Invalid
from signing.bulk.headings import plain
from signing.bulk.worth import CURRENCY_WORDS, decimal_mark_of, is_amount, may_be_amount, worth_of

MOST_ROWS = 1_000
MOST_BYTES = 2_000_000
MOST_COLUMNS = 60
SEPARATORS = (",", ";", "\t")
LONGEST: Mapping[str, int] = {"name": 120, "email": 254, "title": 120, "party": 200, "phone": 30}
LONGEST_VALUE = 500
NEEDED = ("name", "email")

# How people head these columns, in the languages of those who send such lists; compared without case, accents and signs.
_HEADINGS: Mapping[str, str] = {
    "name": "name fullname signer signername person vollername unterzeichner nom nomcomplet nombre nombrecompleto nome nomecompleto naam "
    "navn namn imieinazwisko",
    "email": "email emailaddress mail mailaddress emailadresse mailadresse adresseemail adressemail courriel correo correoelectronico "
    "direccionemail indirizzoemail posta emailadres epost epostadress eposta adresemail",
    "title": "title role roleortitle jobtitle position titel funktion rolle fonction titre poste cargo puesto titulo ruolo titolo functie",
    "party": "party company forwhom organisation organization firma unternehmen partei societe entreprise partie empresa sociedad azienda "
    "societa bedrijf organisatie foretag virksomhed",
    "phone": "phone phonenumber telephone telephonenumber mobile mobilephone mobilenumber cell cellphone telefon telefonnummer mobil mobiltelefon "
    "mobilnummer handy handynummer portable telephoneportable telefono telefonomovil movil cellulare telefone telemovel celular telefoon mobiel gsm",
    "currency": " ".join(sorted(CURRENCY_WORDS)),
}
_MEANING = {heading: column for column, headings in _HEADINGS.items() for heading in headings.split()}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line: a code, and what its sentence names."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> list[Any]:
        return [self.code, dict(self.facts)]


@dataclass(frozen=True)
class Line:
    """One person of the list. number: the line of the file on which they stand, the headings being on the first.

    amount: what their paper is worth, where a column says it, in `currency` ("": the one of the sending). phone: where their code goes by
    text message; "": it goes by e-mail.
    """

    number: int
    name: str
    email: str
    title: str = ""
    party: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    amount: Decimal | None = None
    currency: str = ""
    amount_guessed: bool = False
    phone: str = ""


@dataclass(frozen=True)
class Sheet:
    """A list as it was read. letters: utf-8, utf-16 or windows-1252; unused: headings of columns that nothing asks for."""

    lines: tuple[Line, ...]
    letters: str
    separator: str
    unused: tuple[str, ...] = ()


def words_of(code: str, facts: Mapping[str, Any]) -> str:
    """The sentence of a fault, in the reader's language."""
    sentences = {
        "no_name": _("The name is missing."),
        "no_email": _("The e-mail address is missing."),
        "no_at": _("“%(value)s” has no @, so it is no e-mail address."),
        "wrong_email": _("“%(value)s” is no e-mail address that letters can be sent to."),
        "twice": _("This address stands in line %(line)s already."),
        "too_long": _("“%(column)s” is longer than %(most)s characters."),
        "no_value": _("The document needs something for “%(column)s”, and this line has nothing there."),
        "too_many_cells": _(
            "The line has more cells than there are columns. A text with a separator in it needs quotes around it."
        ),
        "unreadable": _("The line has characters that nobody can read. Enter it again."),
        "signs_for_us": _("This person signs for us in the same round. Each person has one place."),
        "for_us": _("Who signs for %(party)s needs an account here, and this address has none."),
        "no_number": _(
            "“%(value)s” in “%(column)s” cannot be read as an amount. Write digits, such as 9500 or 9,500.00, of 0 or more."
        ),
        "no_such_currency": _("“%(value)s” is no currency. Write three letters, such as EUR."),
        "which_currency": _(
            "The sign in “%(value)s” stands for several currencies. Say which in a column “currency”, in three letters such as USD."
        ),
        "two_currencies": _("The line names two currencies, %(one)s and %(other)s. Keep one."),
        "no_currency": _("The amount %(amount)s has no currency. Say it under “Change”, or in a column “currency”."),
        "other_amount": _(
            "The document is filled with %(line)s here, and “What each is worth” says %(each)s. Add a column “amount” that says which it is."
        ),
        "wrong_number": _(
            "“%(value)s” is no number that a code can be sent to. Write it with its country, such as +49 30 123456."
        ),
        "no_texts": _(
            "This installation sends no text messages any more. Bring the list again without the telephone numbers."
        ),
        "no_rate": _("There is no exchange rate for %(currency)s. An administrator can enter one."),
        "open_already": _("The same document is out for signature to this address already."),
    }
    return sentences[code] % facts


def read_sheet(data: bytes, *, blanks: Sequence[str] = (), texts: bool = False) -> Sheet:
    """The list in this file. blanks: what the document has to be filled with, each needs a column of its name. texts: whether codes can be
    sent by text message here, so that a column of telephone numbers is asked for; one that fills a blank is not for codes.

    Raises Invalid (field "list"), saying what to do, when the file is no such list: empty, too large, no text, without the columns that
    are needed. What is wrong in a single line stands beside that line.
    """
    _refuse_other_files(data)
    text, letters = _text_of(data)
    separator, rows = _cells_of(text)
    (_first, headings), body = rows[0], rows[1:]
    places, unused = _columns_of(headings, blanks, texts=texts)
    if not body:
        raise _refused(_("The file has its headings and nobody under them. Enter one person in each line."))
    if len(body) > MOST_ROWS:
        words = _("The file has %(rows)s people. At most %(most)s are sent to at once: split the file.")
        raise _refused(words % {"rows": len(body), "most": MOST_ROWS})
    worths = _worth_columns(headings, places, blanks)
    marks = {one: decimal_mark_of(_at(cells, place) for _number, cells in body) for one, place in worths.items()}
    lines = [
        _with_worth(
            _line_of(number, cells, places, len(headings), blanks), cells, worths, marks, places.get("currency")
        )
        for number, cells in body
    ]
    return Sheet(tuple(_twice_marked(lines)), letters, separator, unused)


def _refused(words: str) -> Invalid:
    return Invalid(words, field="list")


def _refuse_other_files(data: bytes) -> None:
    if not data.strip():
        raise _refused(_("The file is empty. Choose the list again."))
    if len(data) > MOST_BYTES:
        words = _("The file is larger than %(most)s MB. Keep only the columns that are needed, or split it.")
        raise _refused(words % {"most": MOST_BYTES // 1_000_000})
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise _refused(_("This is a spreadsheet. Save it as CSV (UTF-8) and bring that file."))
    if data[:5] == b"%PDF-":
        raise _refused(_("This is a PDF. Bring the list as a CSV file."))


def _text_of(data: bytes) -> tuple[str, str]:
    """The text of the file, and in which letters it is written."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        found = _decoded(data, "utf-16")
        letters = "utf-16"
    else:
        found, letters = _decoded(data, "utf-8-sig"), "utf-8"
        if found is None:
            found, letters = _decoded(data, "windows-1252"), "windows-1252"
    if found is None or "\0" in found:
        raise _refused(_("The file is no text that can be read. Save it as CSV (UTF-8) and bring that file."))
    return found, letters


def _decoded(data: bytes, letters: str) -> str | None:
    try:
        return data.decode(letters)
    except UnicodeDecodeError:
        return None


def _cells_of(text: str) -> tuple[str, list[tuple[int, list[str]]]]:
    """What separates the cells, and the lines that are not empty, each with its number; the first one is the headings."""
    told, skipped = None, 0
    first, _break, rest = text.partition("\n")
    if (said := re.fullmatch(r"sep=(.)\s*", first.lstrip("\ufeff"))) and said[1] in SEPARATORS:
        told, text, skipped = said[1], rest, 1
    separator = told or max(SEPARATORS, key=lambda one: _promise_of(text, one))
    rows = list(_rows(text, separator, skipped))
    if not rows:
        raise _refused(_("The file is empty. Choose the list again."))
    return separator, rows


def _promise_of(text: str, separator: str) -> tuple[int, int]:
    """How well the first line reads with this separator: known headings, then cells."""
    headings = next(
        (row for row in csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=separator) if any(row)), []
    )
    return len({_MEANING.get(plain(one)) for one in headings} - {None}), len(headings)


def _rows(text: str, separator: str, skipped: int) -> Iterable[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield number + skipped, cells
            number = reader.line_num + 1
    except csv.Error as problem:
        words = _(
            "Line %(line)s cannot be read: a quotation mark is missing there, or a cell is far too long. Correct it and bring the file again."
        )
        raise _refused(words % {"line": number + skipped}) from problem


def _columns_of(
    headings: Sequence[str], blanks: Sequence[str], *, texts: bool
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each thing that is asked for stands, by its name; and the headings that nothing asks for."""
    if len(headings) > MOST_COLUMNS:
        words = _("The file has %(columns)s columns. Keep the ones that are needed, at most %(most)s.")
        raise _refused(words % {"columns": len(headings), "most": MOST_COLUMNS})
    wanted = {plain(blank) for blank in blanks}
    places: dict[str, int] = {}
    unused = []
    for place, heading in enumerate(headings):
        known, column = plain(heading), _MEANING.get(plain(heading))
        if column == "phone" and (known in wanted or not texts):
            column = None
        names = [name for name in (column, f"blank:{known}" if known in wanted else None) if name]
        if any(name in places for name in names):
            words = _("Two columns are headed “%(heading)s” or mean the same. Keep one of them.")
            raise _refused(words % {"heading": heading.strip()})
        places |= dict.fromkeys(names, place)
        if not names and heading.strip() and not is_amount(heading):
            unused.append(" ".join(heading.split())[:60])
    missing = [column for column in NEEDED if column not in places]
    # A blank such as {company} takes what a column of that meaning holds, whatever its heading is.
    for known in wanted:
        if f"blank:{known}" not in places and (same := places.get(_MEANING.get(known, ""))) is not None:
            places[f"blank:{known}"] = same
    missing += [blank for blank in blanks if f"blank:{plain(blank)}" not in places]
    if missing:
        found = ", ".join(f"“{' '.join(one.split())[:60]}”" for one in headings if one.strip())
        words = _("These columns are missing: %(missing)s. The first line must name the columns; it says %(found)s.")
        raise _refused(words % {"missing": ", ".join(missing), "found": found})
    return places, tuple(unused)


def _worth_columns(headings: Sequence[str], places: Mapping[str, int], blanks: Sequence[str]) -> dict[str, int]:
    """The columns that say what a line is worth: those headed as an amount, and those of blanks whose names speak of one."""
    sure = {" ".join(one.split())[:60]: place for place, one in enumerate(headings) if is_amount(one)}
    return {blank: places[f"blank:{plain(blank)}"] for blank in blanks if may_be_amount(blank)} | sure


def _at(cells: Sequence[str], place: int | None) -> str:
    return " ".join(cells[place].split()) if place is not None and place < len(cells) else ""


def _with_worth(
    line: Line,
    cells: Sequence[str],
    columns: Mapping[str, int],
    marks: Mapping[str, str | None],
    currency: int | None,
) -> Line:
    """The line with what its paper is worth, or what is wrong with that."""
    worth = worth_of({one: _at(cells, place) for one, place in columns.items()}, _at(cells, currency), marks)
    faults = (*line.faults, Fault(worth.problem, worth.facts)) if worth.problem else line.faults
    return replace(line, faults=faults, amount=worth.amount, currency=worth.currency, amount_guessed=worth.guessed)


def _line_of(number: int, cells: Sequence[str], places: Mapping[str, int], width: int, blanks: Sequence[str]) -> Line:
    def at(name: str) -> str:
        return _at(cells, places.get(name))

    said = {name: at(name) for name in LONGEST}
    values = {blank: at(f"blank:{plain(blank)}") for blank in blanks}
    faults: list[Fault] = []
    if any(cell.strip() for cell in cells[width:]):
        faults.append(Fault("too_many_cells"))
    if any(_CONTROL.search(cell) for cell in cells):
        faults.append(Fault("unreadable"))
    if not said["name"]:
        faults.append(Fault("no_name"))
    faults += _faults_of_address(said["email"])
    faults += [
        Fault("too_long", {"column": name, "most": most}) for name, most in LONGEST.items() if len(said[name]) > most
    ]
    for blank, value in values.items():
        if not value and _MEANING.get(plain(blank)) not in NEEDED:
            faults.append(Fault("no_value", {"column": blank}))
        elif len(value) > LONGEST_VALUE:
            faults.append(Fault("too_long", {"column": blank, "most": LONGEST_VALUE}))
    kept = {name: _CONTROL.sub("�", value)[: LONGEST[name]] for name, value in said.items()}
    shown = {blank: _CONTROL.sub("�", value)[:LONGEST_VALUE] for blank, value in values.items()}
    return Line(
        number, kept["name"], kept["email"], kept["title"], kept["party"], shown, tuple(faults), phone=kept["phone"]
    )


def _faults_of_address(address: str) -> list[Fault]:
    shown = {"value": address[:80]}
    if not address:
        return [Fault("no_email")]
    if "@" not in address:
        return [Fault("no_at", shown)]
    if len(address) > LONGEST["email"]:
        return []  # said as too long
    try:
        validate_email(address)
    except ValidationError:
        return [Fault("wrong_email", shown)]
    return []


def _twice_marked(lines: Sequence[Line]) -> Iterable[Line]:
    """The lines; those whose address stands in an earlier one say in which."""
    seen: dict[str, int] = {}
    for line in lines:
        known = line.email.casefold()
        first = seen.setdefault(known, line.number)
        if known and first != line.number:
            yield replace(line, faults=(*line.faults, Fault("twice", {"line": first})))
        else:
            yield line


def columns_besides(blanks: Sequence[str]) -> list[str]:
    """The blanks that need a column besides those that every list has."""
    return [blank for blank in blanks if _MEANING.get(plain(blank)) not in NEEDED]


def sample_of(blanks: Sequence[str] = ()) -> list[list[str]]:
    """A list to begin with: headings, and two people who are nobody."""
    taken = {*_MEANING}
    more = [blank for blank in blanks if plain(blank) not in taken]
    people = (
        ["Vera Halloran", "vera.halloran@example.com", "Director", "Halden & Pryce Ltd"],
        ["Tomas Lind", "tomas.lind@example.org", "Owner", "Lind; Sons AB"],
    )
    return [
        ["name", "email", "title", "party", *more],
        *([*person, *("9500.00" if may_be_amount(one) else "…" for one in more)] for person in people),
    ]
