"""Who sells and who buys, with their tax numbers."""

import re
from dataclasses import dataclass

from babel import Locale

from ..dates import DATE
from ..rows import Phrase, Row
from .columns import heading_kind
from .identity import close_up
from .pairs import is_label, phrase_below
from .tax_numbers import OTHERS_WORD, find_vat, tax_id, vat_numbers
from .totals import sum_kind
from .vocabulary import (
    CREDIT_TITLE,
    IMPRINT,
    INVOICE_TITLE,
    LABELS,
    LEGAL_FORM,
    OTHER_TITLE,
    SELF_BILLED_TITLE,
    SHIP_TO,
    plain,
)

_POSTCODE = re.compile(
    r"\b(?:[A-Z]{2,3}\s[0-9]{4}\b|[A-Z]{1,2}[0-9][0-9A-Z]?\s?[0-9][A-Z]{2}|[0-9]{4}\s?[A-Z]{2}|[A-Z]{2}\s[0-9]{5}(?:-[0-9]{4})?|(?:[A-Z]-)?[0-9]{4,5}\s?[A-ZÀ-Þ][\w.'-]+|[0-9]{2}-[0-9]{3}\s\w+|[0-9]{3}\s[0-9]{2}\s[A-ZÀ-Þ]\w+"
    r"|[A-Z][0-9][0-9W]\s[0-9A-Z]{4}\b)|\([0-9]{5}\)"
)  # fmt: skip
_CONTACT = re.compile(r"@|https?:|www\.|^\+?[0-9 ()/.-]{6,}$|\b(?:tel|fon|phone|fax|e-?mail)\b", re.IGNORECASE)
# What labels, notes and forms say, which is never the name of a party.
_NOT_A_NAME = re.compile(
    r"(?:#|/|(?:ag|amtsgericht)\b.*\bhr[ab]\b|hr[ab]\b|adress\b"
    r"|(?:s\.?a\.?s?u?|s\.?a\.?r\.?l\.?|eurl) au capital|(?:via|viale|corso|piazza|rue|avenue|boulevard|calle|rua)\b|ul\.|gln\b"
    r"|address\b"
    r"|p\.?/?o\.?\b(?! box)|s/o\b|documents?\b|\w*(?:datum|nummer)\b|details?\b|summary\b|currency\b|order\b|(?:delivery"
    r"|shipping|billing|invoice"
    r"|postal) address|ship to|deliver to"
    r"|afleveradres|adresse|lieferadresse|lieferanschrift|anschrift"
    r"|dirección|v\.?a\.?t\b|tax\b|iban|bic\b|bank\b|no\b|nr\b|n[°º]|number|nummer|numéro|id\b|ref\b|contact\b|kontakt|phone|telefon|name\b"
    r"|abweichend|qualifi|globale|kunden-?(?:nr|nummer)|customer (?:no|number|id)|date\b|datum\b|terms|payment|notes?\b|description"
    r"|page\b|seite\b|powered by|copyright|\(c\)|©)",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"(?:attn\.?|attention|z\.? ?hd\.?|t\.?a\.?v\.?|c/o|à l'attention|herrn?\b|frau\b|mr\.?\b|mrs\.?\b|ms\.?\b|monsieur|madame|mme\b|accounts payable)",
    re.IGNORECASE,
)
_OWN_NUMBERS = re.compile(
    r"\b(?:y-tunnus|contribuinte|momsreg\w*"
    r"|kvk|siret|siren|btw|tva|vat|nif|cif|abn|p\.? ?iva|ust|uid|nip|cvr|uen|rfc|org\.?\s?nr|ein|gstin|tel|phone|fon|fax|iban|bank)\b|@|www\.|https?:",
    re.IGNORECASE,
)
# A name with its own label within the block of a party: `Denominazione: Hotel Le Querce S.p.A.`
_NAME_GIVEN = re.compile(
    r"(?:denominazione|ragione sociale|raz[oó]n social|raison sociale|company(?: name)?|business name|firma|firmenname|nazwa|naam|nombre|nome|nom|name)"
    r"\s*:\s*(.+)",
    re.IGNORECASE,
)
_COUNTRIES = frozenset(
    name.casefold()
    for language in ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb")
    for name in Locale(language).territories.values()
)
_BANK = re.compile(r"\b(?:bank|sparkasse|volksbank|raiffeisenbank|banque|banco|banca)\b", re.IGNORECASE)
LOWEST, FOOT = 300.0, 70.0  # points: a page that ends above the first has no foot, which is as high as the second
TOP = 220.0  # points from the top of the page: the part of a letterhead
LARGE = 1.25  # times the height of other print
_SEPARATED = re.compile(r"\s[·•●|]\s.*\s[·•●|]\s")
_SALUTATION = re.compile(
    r"(?:herrn?|frau|mr\.?|mrs\.?|ms\.?|monsieur|madame|mme\.?|firma|sr\.?|sra\.?)\Z", re.IGNORECASE
)
_PREFIX = re.compile(r"(?:attn\.?|z\.? ?hd\.?|t\.a\.v\.|c/o|à l'attention de)\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Party:
    """A party as printed: its name and the place of the name, None when the page does not say."""

    name: str | None
    phrase: Phrase | None = None


@dataclass(frozen=True)
class Parties:
    """Both parties and their numbers."""

    seller: Party
    buyer: Party
    seller_vat: str | None
    buyer_vat: str | None
    seller_tax_id: str | None


def find_parties(rows: list[Row], billed: frozenset[int] = frozenset()) -> Parties:
    """Seller, buyer and tax numbers of the first page, the buyer's by its label or address window; no row that is `billed` names one."""
    first = [row for position, row in enumerate(rows) if row.page == 1 and position not in billed]
    buyer = _buyer(first)
    seller = _seller(first, rows, buyer)
    seller_vat, buyer_vat = vat_numbers(rows, buyer.phrase)
    return Parties(seller, buyer, seller_vat, buyer_vat, tax_id(rows, buyer.phrase))


def _accept_name(text: str) -> str | None:
    """The party a text names, None for labels, titles, contacts, numbers and anything too long."""
    name = clean_name(text)
    letters = sum(character.isalpha() for character in name)
    if ((form := LEGAL_FORM.match(name)) and form.end() == len(name)) or name.casefold() in _COUNTRIES:
        return None
    if letters < 2 or letters < len(name) / 3 or len(name) > 90 or re.search(r":(?:\s|\Z)", name) or heading_kind(name):
        return None
    if (
        _SALUTATION.match(name)
        or _CONTACT.search(name)
        or _is_title(name)
        or _NOT_A_NAME.match(name)
        or is_label(name)
        or find_vat(name)
        or DATE.search(name)
        or sum_kind(name)
    ):
        return None
    return name


def clean_name(text: str) -> str:
    """A name without what follows it on the line (address, tax number) and without a form of address before it."""
    name = re.split(r"\s[-–|·•●]\s", text.strip())[0]
    for form in LEGAL_FORM.finditer(name):
        after = name[form.end() :]
        if re.match(r"\s+(?:di|au capital)\b", after) and form.start():
            name = name[: form.end()]
            break
        if after.startswith(",") and re.search(r"[0-9]", after) and not LEGAL_FORM.match(after.lstrip(", ")):
            name = name[: form.end()]
            break
    name = re.sub(r"\s*\((?:co\.? )?(?:reg\.? ?no\.?)?[\s:]*[0-9]{4,}[-/]?[A-Z0-9]?\)\s*\Z", "", name)
    return _PREFIX.sub("", " ".join(name.split())).strip(" ,;:|-")


def _is_title(text: str) -> bool:
    bare = re.sub(r"[^\w\s]", " ", close_up(text)).strip()
    words = INVOICE_TITLE, CREDIT_TITLE, OTHER_TITLE, SELF_BILLED_TITLE
    short = len(bare.split()) <= 4 or re.search(r"[0-9]", bare)
    return bool(short) and any(pattern.match(bare) for pattern in words) and not LEGAL_FORM.search(text)


def _labelled_party(rows: list[Row], label: str, other: str | None = None) -> Party | None:
    """The name behind a label: on its phrase, right of it, or among the three lines below; `other` is not accepted again.

    `to`, `from` and the like are words of every sentence: they are labels only with a colon or alone.
    """
    for position, row in enumerate(rows):
        for place in range(len(row.phrases)):
            text = _with_close(row, place)
            match = LABELS[label].match(plain(text))
            if match is None:
                continue
            rest = re.sub(r"\A\s*\([^)]*\)", "", text[match.end() :])
            bare = rest.strip(" :") and not rest.lstrip().startswith(("/", ":"))
            if bare and (len(match[0]) <= 4 or not re.match(r"\s+[A-ZÀ-Þ0-9]", rest)):
                continue
            party = _party_at(rows, position, place, rest)
            if party is not None and party.name and not _same(party.name, other):
                return party
    return None


def _with_close(row: Row, place: int) -> str:
    """The text of a phrase, with the next when that is a word of the same label set widely: `BILL   TO`."""
    phrase = row.phrases[place]
    if place + 1 < len(row.phrases):
        after = row.phrases[place + 1]
        both = f"{phrase.text} {after.text}"
        if after.left - phrase.right < 1.5 * (phrase.bottom - phrase.top) and re.fullmatch(
            r"(?:bill(?:ed)?|sold|invoice) to\s*:?", both, re.IGNORECASE
        ):
            return both
    return phrase.text


def _party_at(rows: list[Row], position: int, place: int, rest: str) -> Party | None:
    phrase = rows[position].phrases[place]
    said = rest.strip(" :#")
    if said and not said.startswith("/"):
        name = _accept_name(said)
        return Party(name, phrase) if name and not _POSTCODE.search(name) else None
    below = _lines_below(rows, position, phrase, 6)
    for line in below:
        if (given := _NAME_GIVEN.match(line.text)) and (name := _accept_name(given[1])):
            return Party(name, line)
    right, below = list(rows[position].phrases[place + 1 : place + 2]), below[:3]
    named = _named_lines(rows, position)
    beside = rest.strip() == ":" or _lists_values(rows, position, place)
    for candidate in [*right, *named, *below] if beside else [*named, *below, *right]:
        if name := _accept_name(candidate.text):
            return Party(name, candidate)
    return None


def _lists_values(rows: list[Row], position: int, place: int) -> bool:
    """The label heads a list of labels in capitals with their values right of them: `CUSTOMER  ORCHARDS LLC`, below it `VEHICLE  2014 WAGON`."""
    label, right = rows[position].phrases[place], rows[position].phrases[place + 1 : place + 2]
    below = next((row for row in rows[position + 1 : position + 2] if row.page == label.page), None)
    if not right or below is None or len(below.phrases) < 2:
        return False
    first, second = below.phrases[:2]
    aligned = abs(first.left - label.left) < 3 and abs(second.left - right[0].left) < 3
    return (
        aligned
        and label.text.isupper()
        and len(first.words) == 1
        and first.text.isupper()
        and bool(re.search(r"[0-9]", second.text))
    )


def _lines_below(rows: list[Row], position: int, phrase: Phrase, most: int = 3) -> list[Phrase]:
    found: list[Phrase] = []
    current = phrase
    for offset, row in enumerate(rows[position + 1 : position + 9], start=1):
        candidate = phrase_below(rows[: position + offset + 1], position + offset - 1, current, reach=2.0)
        if candidate is not None and candidate in row.phrases and abs(candidate.left - phrase.left) < 12:
            found.append(candidate)
            current = candidate
    return found[:most]


def _named_lines(rows: list[Row], position: int) -> list[Phrase]:
    """In a list of properties under a heading, the value of `Name:`."""
    for row in rows[position + 1 : position + 6]:
        for place, phrase in enumerate(row.phrases[:-1]):
            if re.fullmatch(r"(?:name|firma|nom|nombre|company)\s*:", phrase.text, re.IGNORECASE):
                return [row.phrases[place + 1]]
    return []


def _buyer(rows: list[Row]) -> Party:
    labelled_party = _labelled_party(rows, "buyer_name")
    return labelled_party or _window_address(rows) or _addressed_block(rows) or _address_block(rows) or Party(None)


def _addressed_block(rows: list[Row]) -> Party | None:
    """Of several addresses the one that names a person or department to receive it and none of a seller's own numbers."""
    shipped = _ship_to_lines(rows)
    blocks = [named for block in _blocks(rows) if block[0] not in shipped and (named := _from_name(block))]
    addressed = [
        block
        for block in blocks
        if any(_ADDRESSED.match(line.text) for line in block)
        and not any(_OWN_NUMBERS.search(line.text) for line in block)
    ]
    if not addressed and len(blocks) == 2:
        own = [any(_OWN_NUMBERS.search(line.text) for line in block) for block in blocks]
        addressed = [blocks[own.index(False)]] if sum(own) == 1 else []
    return Party(clean_name(addressed[0][0].text), addressed[0][0]) if addressed else None


def _window_address(rows: list[Row]) -> Party | None:
    """German letters: under the sender's one-line address in small type stands the addressee."""
    for position, row in enumerate(rows):
        for phrase in row.phrases:
            line = _run_on(row, phrase)
            text = " ".join(other.text for other in line)
            if (
                len(re.findall(r"[·•●|]|\s[-–]\s|,\s", text)) >= 2
                and _POSTCODE.search(text)
                and not re.search(r"\b(?:vat|ust|iban|tva)\b", text, re.IGNORECASE)
            ):
                below = _under_window(rows, position, phrase)
                if below is not None and (name := _accept_name(below.text)):
                    return Party(name, below)
    return None


def _sender_line(rows: list[Row], buyer: Party) -> Party | None:
    """Who writes the small line above a window address, when the addressee stands under it."""
    for position, row in enumerate(rows):
        for phrase in row.phrases:
            pieces = re.split(r"\s*[·•●|]\s*|\s[-–]\s|,\s", phrase.text)
            if len(pieces) < 3 or not _POSTCODE.search(" ".join(pieces[1:])) or len(pieces) > 5:
                continue
            below = _under_window(rows, position, phrase)
            name = _accept_name(pieces[0])
            if (
                below is not None
                and below == buyer.phrase
                and name
                and phrase.bottom - phrase.top < below.bottom - below.top
            ):
                return Party(name, phrase)
    return None


def _run_on(row: Row, phrase: Phrase) -> list[Phrase]:
    """The phrase with those right of it that follow without a wide gap."""
    line = [phrase]
    for other in row.phrases:
        if other.left >= line[-1].right and other.left - line[-1].right < 4 * (phrase.bottom - phrase.top):
            line.append(other)
    return line


def _under_window(rows: list[Row], position: int, phrase: Phrase) -> Phrase | None:
    for row in rows[position + 1 : position + 5]:
        if row.top - phrase.bottom > 60:
            return None
        for candidate in row.phrases:
            under = phrase.left - 40 <= candidate.left <= phrase.left + 20 and candidate.top >= phrase.bottom - 4
            if under and not _SALUTATION.match(candidate.text):
                return candidate
    return None


def _address_block(rows: list[Row]) -> Party | None:
    """Without label or window: the second of the addresses on the page, or the only one beside a company's letterhead."""
    names = [block[0] for block in _blocks(rows) if _accept_name(block[0].text)]
    letterhead = next((name for row in rows[:12] for phrase in row.phrases if (name := _letterhead(phrase.text))), None)
    if foot := _of_foot(rows):
        letterhead = foot.name
    larger = _larger_head(names, letterhead)
    letterhead = clean_name(larger.text) if larger else letterhead
    others = [phrase for phrase in names if letterhead is None or not _same(clean_name(phrase.text), letterhead)]
    chosen = others[:1] if letterhead else names[1:2]
    if not chosen and (alone := _lone_address(rows, names)) and _written_by_larger(rows, alone):
        chosen = alone
    return Party(clean_name(chosen[0].text), chosen[0]) if chosen else None


def _larger_head(heads: list[Phrase], company: str | None) -> Phrase | None:
    """Of two addresses, of which one bears a company's form: the head of the other, where it is in larger print and no lower."""
    if company is None or len(heads) != 2 or [_same(clean_name(head.text), company) for head in heads].count(True) != 1:
        return None
    other, named = sorted(heads, key=lambda head: _same(clean_name(head.text), company))
    larger = other.bottom - other.top >= LARGE * (named.bottom - named.top) and other.top <= named.top + 2
    return other if larger and not LEGAL_FORM.search(other.text) else None


def _lone_address(rows: list[Row], heads: list[Phrase]) -> list[Phrase]:
    """The lines of the only address, which may say no postcode where a company's name heads it."""
    if not heads:
        named = ((place, phrase) for place, row in enumerate(rows[:12]) for phrase in row.phrases)
        return next(([one, *_lines_below(rows, place, one)] for place, one in named if _letterhead(one.text)), [])
    return next(block for block in _blocks(rows) if block[0] is heads[0]) if len(heads) == 1 else []


def _written_by_larger(rows: list[Row], address: list[Phrase]) -> bool:
    """Above an address without a seller's own numbers stands another name in large print that the page says again."""
    head, said = address[0], [_folded(phrase.text) for row in rows for phrase in row.phrases]
    words = set(_folded(head.text).split())
    large = [
        _folded(phrase.text)
        for row in rows
        for phrase in row.phrases
        if phrase.top < min(TOP, head.top)
        and phrase.bottom - phrase.top >= LARGE * (head.bottom - head.top)
        and _accept_name(phrase.text)
    ]
    again = [name for name in large if said.count(name) > 1 and not words & set(name.split())]
    return bool(again) and len(address) > 2 and not _has_own_numbers(address)


def _letterhead(text: str) -> str | None:
    """The company a line near the top names, told by its legal form."""
    name = _accept_name(text)
    return name if name and LEGAL_FORM.search(name) and len(name.split()) <= 7 else None


def _from_name(block: list[Phrase]) -> list[Phrase]:
    """The block from the line of its name on, without a sender's line or a form of address above it."""
    for place, line in enumerate(block[:2]):
        if _accept_name(line.text) and not _SEPARATED.search(line.text):
            return block[place:]
    return []


def _blocks(rows: list[Row], shortest: int = 3) -> list[list[Phrase]]:
    """Lines aligned on the left and close under each other, of which one holds a postcode."""
    open_blocks: list[list[Phrase]] = []
    for row in rows[:60]:
        for phrase in row.phrases:
            town = _POSTCODE.match(phrase.text) is not None  # a blank line may stand above it
            for block in reversed(open_blocks):
                if abs(block[-1].left - phrase.left) < 3 and -2 < phrase.top - block[-1].bottom < (16 if town else 9):
                    block.append(phrase)
                    break
            else:
                open_blocks.append([phrase])
    found = [
        block
        for block in open_blocks
        if len(block) >= shortest and any(_POSTCODE.search(line.text) for line in block[1:])
    ]
    return [
        block
        for block in found
        if not any(parts for parts in block if OTHERS_WORD.match(parts.text) and ":" in parts.text)
    ]


def _seller(first: list[Row], rows: list[Row], buyer: Party) -> Party:
    labelled_party = _labelled_party(first, "seller_name", buyer.name)
    if labelled_party is not None:
        return labelled_party
    shipped = _ship_to_lines(first)
    letterhead = _recurring_letterhead(first, rows, buyer)
    if letterhead is not None:
        return letterhead
    sender = _sender_line(first, buyer)
    if sender is not None:
        return _in_full(first, sender)
    candidates = [
        phrase
        for row in first
        for phrase in row.phrases
        if phrase not in shipped and not _belongs_to(buyer, phrase) and _is_own_name(phrase, buyer)
    ]
    if (foot := _of_foot(first)) and not _same(foot.name or "", buyer.name):
        addressed = [block[0] for block in _blocks(first) if not _has_own_numbers(block)]
        if all(
            phrase in addressed or _same(clean_name(phrase.text), foot.name)
            for phrase in candidates
            if _in_letterhead(phrase)
        ):
            return foot
    companies = [phrase for phrase in candidates if LEGAL_FORM.search(clean_name(phrase.text))]
    top = [phrase for phrase in companies if first and phrase.top < 0.45 * (first[-1].bottom or 1)]
    if top or companies:
        best = max(top or companies[-1:], key=lambda phrase: (phrase.bottom - phrase.top, -phrase.top))
        return _with_line_above(rows, best)
    if imprint := _of_imprint(rows, buyer):
        return imprint
    blocks = [block[0] for block in _blocks(first) if block[0] in candidates]
    return Party(clean_name(blocks[0].text), blocks[0]) if blocks else _topmost(candidates)


def _in_letterhead(phrase: Phrase) -> bool:
    return phrase.top < TOP and LEGAL_FORM.search(clean_name(phrase.text)) is not None


def _has_own_numbers(block: list[Phrase]) -> bool:
    return any(_OWN_NUMBERS.search(line.text) for line in block)


def _of_foot(first: list[Row]) -> Party | None:
    """The one company with its legal form that the foot of the page names among its registers, telephones and banks."""
    if not first or first[-1].bottom < LOWEST:
        return None
    foot = [row for row in first if row.top > first[-1].bottom - FOOT]
    if not any(_OWN_NUMBERS.search(phrase.text) for row in foot for phrase in row.phrases):
        return None
    named = [
        phrase for row in foot for phrase in row.phrases if _letterhead(phrase.text) and not _BANK.search(phrase.text)
    ]
    names = {_folded(clean_name(phrase.text)) for phrase in named}
    return Party(clean_name(named[0].text), named[0]) if len(names) == 1 else None


def _recurring_letterhead(first: list[Row], rows: list[Row], buyer: Party) -> Party | None:
    """The name in large print at the top that the page says again with its legal form: `Fennmoor Power`, `Fennmoor Power Ltd`."""
    usual = _usual_height(first)
    for phrase in (phrase for row in first for phrase in row.phrases if phrase.top < TOP):
        name = _accept_name(phrase.text) if phrase.bottom - phrase.top >= LARGE * usual else None
        words = re.findall(r"[^\W_]+", close_up(name or ""))
        if not words or LEGAL_FORM.search(name or "") or _same(name or "", buyer.name) or sum(map(len, words)) < 5:
            continue
        again = re.compile(r"\b" + r"[\W_]+".join(map(re.escape, words)) + r",?\s+(?=\S)", re.IGNORECASE)
        for other in (other for row in rows for other in row.phrases if other is not phrase):
            said = again.search(other.text)
            if said and re.search(r"[A-ZÀ-Þ][\w.]*\s+\Z", other.text[: said.start()]):
                continue  # the end of a longer name
            form = LEGAL_FORM.match(other.text, said.end()) if said else None
            if (
                said
                and form
                and (full := _accept_name(other.text[said.start() : form.end()]))
                and not _same(full, buyer.name)
            ):
                return Party(full, other)
    return None


def _in_full(first: list[Row], sender: Party) -> Party:
    """The sender's short name in the line above the window, as larger print above that line says it in full."""
    words = set(re.findall(r"\w+", (sender.name or "").casefold()))
    for phrase in (phrase for row in first for phrase in row.phrases):
        if sender.phrase is None or phrase.bottom > sender.phrase.top:
            continue
        larger = phrase.bottom - phrase.top >= LARGE * (sender.phrase.bottom - sender.phrase.top)
        name = _accept_name(phrase.text) if larger and phrase.top < TOP else None
        if name and words < set(re.findall(r"\w+", name.casefold())) and len(name.split()) <= 6:
            return Party(name, phrase)
    return sender


def _usual_height(rows: list[Row]) -> float:
    heights = sorted(word.height for row in rows for phrase in row.phrases for word in phrase.words)
    return heights[len(heights) // 2] if heights else 0.0


def _with_line_above(rows: list[Row], phrase: Phrase) -> Party:
    """A name set in two lines: the line above belongs to it where another line of the page says both together."""
    name = clean_name(phrase.text)
    for other in (other for row in rows for other in row.phrases if other is not phrase):
        near = other.page == phrase.page and 0 <= phrase.top - other.top < 1.8 * (phrase.bottom - phrase.top)
        across = min(other.right, phrase.right) > max(other.left, phrase.left)
        first = _accept_name(other.text) if near and across else None
        if first and any(f" {_folded(f'{first} {name}')} " in f" {_folded(row.text)} " for row in rows):
            return Party(f"{first} {name}", phrase)
    return Party(name, phrase)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _ship_to_lines(rows: list[Row]) -> list[Phrase]:
    """The lines under the label of an address that goods go to."""
    return [
        line
        for position, row in enumerate(rows)
        for phrase in row.phrases
        if SHIP_TO.match(phrase.text)
        for line in _lines_below(rows, position, phrase)
    ]


def _belongs_to(buyer: Party, phrase: Phrase) -> bool:
    """The phrase repeats the buyer's name, or most of it."""
    mine, theirs = (set(re.findall(r"\w+", text.casefold())) for text in (phrase.text, buyer.name or ""))
    return bool(mine) and bool(theirs) and (mine <= theirs or theirs <= mine)


def _of_imprint(rows: list[Row], buyer: Party) -> Party | None:
    """The company that the line at the foot names with its legal form, before its register or capital."""
    for row in reversed(rows):
        for phrase in row.phrases:
            form = LEGAL_FORM.search(phrase.text)
            if (
                form is None
                or not IMPRINT.search(phrase.text[form.end() :])
                or len(phrase.text[: form.end()].split()) > 6
            ):
                continue
            name = _accept_name(phrase.text[: form.end()])
            if name and not _same(name, buyer.name):
                return Party(name, phrase)
    return None


def _is_own_name(phrase: Phrase, buyer: Party) -> bool:
    name = _accept_name(phrase.text)
    if name is None or _same(name, buyer.name) or _POSTCODE.match(name):
        return False
    if (
        buyer.phrase is not None
        and abs(phrase.left - buyer.phrase.left) < 3
        and 0 <= phrase.top - buyer.phrase.top < 60
    ):
        return False
    labels = _BANK.search(name) or re.match(
        r"(?:bank|iban|bic|account|konto|kontoinhaber|payment|page|seite|tel|ref|date|due)\b", name, re.IGNORECASE
    )
    return labels is None and len(name.split()) <= 7


def _topmost(candidates: list[Phrase]) -> Party:
    """Without a legal form to go by: the largest words near the top of the page, else the first."""
    top = [
        phrase
        for phrase in candidates
        if phrase.top < TOP and re.search(r"[^\W\d]{2}", phrase.text) and not re.match(r"[0-9]", phrase.text)
    ]
    if not top:
        return Party(None)
    best = max(top, key=lambda phrase: (round((phrase.bottom - phrase.top) / 3), -phrase.top))
    return Party(clean_name(best.text), best)


def _same(name: str, other: str | None) -> bool:
    return other is not None and re.sub(r"\W", "", name).lower() == re.sub(r"\W", "", other).lower()
