"""The parties as an opening sets them out: "between X, of …, hereinafter “the Client”, and Y …", a list under "Parties", numbered or not."""

import re

from flowmono.intelligence.contracts.names import NOISE, Name, cut_name, definitions_in, looks_like_name, same_name
from flowmono.intelligence.contracts.roles import FORM_END, leaning_of

HEAD = 6000
LONGEST_ENTRY = 700
MOST = 4
_AND = r"(?:and|und|et|y|e|en|och|og)"
_ANCHOR = re.compile(
    r"\b(?:by and between|between|among|zwischen|mellan|mellem|mellom|tussen|entre(?: (?:les|los|las) [a-zé]+)?"
    r"|de una parte|reunidos|undersigned|ondergetekenden|undertecknade|soussigné(?:e?s)?)\b\s*:?"
    r"|^[\W\d.]*(?:the |die |les |las )?(?:contracting |vertrags)?(?:parties|parteien|partes)\b[ \t]*:?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_RECITALS = re.compile(
    r"\b(?:WHEREAS|RECITALS?|WITNESSETH|W I T N E S S E T H|BACKGROUND|PREAMBLE|NOW,? THEREFORE|NOW IT IS|IT IS (?:HEREBY )?AGREED)\b"
    r"|^\W*(?:whereas|recitals?|background|preamble|präambel|préambule|considerando)\b",
    re.MULTILINE | re.IGNORECASE,
)
_HEADING = re.compile(
    r"^[ \t]*(?:§ ?\d+|(?:article|artikel|clause|section|part|teil|ziffer) \d+|\d{1,2}[.)]?(?=\s))[^\n]{0,90}$",
    re.MULTILINE | re.IGNORECASE,
)
_SENTENCE = re.compile(r"[a-z)]{2}\. +(?:In|The|For|All|Each|This|It|They|Whereas)\b|[.;]\s+WHEREAS")
_STREET = re.compile(r"(?:room|unit|suite|floor|level|building|block|plot|p\.?o\.? box|address)\b", re.IGNORECASE)
_SAYS = re.compile(r"\b(?:is|are|was|were|has|have|had|shall|will|may|made|entered|dated)\b")
_BEGINS_ANEW = re.compile(rf"[\s,;.)–—-]*(?:\n|\b{_AND}\b|&|\(?\d\)\s)", re.IGNORECASE)
_LISTED = re.compile(r"\s*[,;]\s+[A-Z]")
_PLAIN_ROLE = re.compile(r"[,–—-]\s+(?:the |as )?(?P<role>[A-Z][a-zäöü]+)(?=\s*[,;\n]| of the )")
_NEXT = re.compile(rf"\n|(?<![\w])(?<=[\s,;.)]){_AND}(?=\s)|(?<=[a-z]):(?=\s)", re.IGNORECASE)


def find_opening(flat: str) -> list[Name]:
    """The two or more names that the opening defines one after the other, in order; [] where it sets out no such pair."""
    head = flat[:HEAD]
    definitions = definitions_in(head)
    for anchor in _ANCHOR.finditer(head):
        stop = _end_of_opening(head, anchor.end(), definitions)
        for said in (definitions, sorted([*definitions, *_plain_roles(head, anchor.end(), stop)])):
            names = _entries(head, anchor.end(), stop, said)
            if len(names) >= 2:
                return names
    return []


def _plain_roles(head: str, begin: int, stop: int) -> list[tuple[int, int, list[str]]]:
    """Roles between commas, without brackets or quotation marks: "X Ltd, the Buyer, and Y AG, Owners of the vessel …"."""
    return [
        (match.start(), match.end(), [match["role"]])
        for match in _PLAIN_ROLE.finditer(head, begin, min(stop, begin + 2 * LONGEST_ENTRY))
        if leaning_of(match["role"])
    ]


def _end_of_opening(head: str, begin: int, definitions: list[tuple[int, int, list[str]]]) -> int:
    """Where the recitals or the first clause begin. A numbered line that defines a name or ends in a legal form is a party's."""
    recitals = _RECITALS.search(head, begin)
    stop = recitals.start() if recitals else len(head)
    for heading in _HEADING.finditer(head, begin, stop):
        defines = any(heading.start() <= start < heading.end() for start, _, _ in definitions)
        first = re.split(r",|\(| of ", heading.group())[0]
        if heading.start() > begin and not defines and not FORM_END.search(first.strip()):
            return heading.start()
    return stop


def _entries(head: str, begin: int, stop: int, definitions: list[tuple[int, int, list[str]]]) -> list[Name]:
    names: list[Name] = []
    place = begin
    for start, end, aliases in definitions:
        if start < place:
            continue
        chunk = head[place:start]
        if (
            start > stop
            or "\t" in chunk
            or len(chunk) > LONGEST_ENTRY
            or (names and _SENTENCE.search(chunk))
            or len(names) == MOST
        ):
            break
        found = _name_in(chunk, first=not names)
        if found is not None:
            first, last = found
            name = chunk[first:last]
            if any(name in known.aliases or same_name(name, known.name) for known in names):
                break  # The text speaks of a party that is named already: the opening is over.
            names.append(Name(chunk[first:last], place + first, place + last, list(aliases)))
        elif names and (not chunk.strip(" ,") or any(leaning_of(alias) for alias in aliases)):
            names[-1].aliases.extend(aliases)
        place = end
    return names


def _name_in(chunk: str, *, first: bool) -> tuple[int, int] | None:
    """The span of the party's name in the words before its definition: a company's if there is one, else the one that follows "and"."""
    begins = [0] if first or _BEGINS_ANEW.match(chunk) else []
    listed = _LISTED.match(chunk) if not begins else None
    if listed:
        # "X Ltd (“X”), Y Ltd (“Y”) and Z": only a company's name follows a comma so.
        start, end = cut_name(chunk)
        if end and FORM_END.search(chunk[start:end]) and not chunk[end:].strip() and _may_be_party(chunk[start:end]):
            return start, end
    found: list[tuple[int, int, bool]] = []
    for begin in [*begins, *(match.start() for match in _NEXT.finditer(chunk))]:
        start, end = cut_name(chunk[begin:])
        name = chunk[begin + start : begin + end]
        if end and _may_be_party(name):
            plainly = begin == 0 or chunk[begin] == "\n" or chunk[:begin].rstrip()[-1:] in ",;)."
            found.append((begin + start, begin + end, plainly))
    for start, end, _ in found:
        if FORM_END.search(chunk[start:end]):
            return start, end
    plain = [one for one in found if one[2]] or found
    return (plain[0] if begins and plain and plain[0] is found[0] else plain[-1])[:2] if plain else None


def _may_be_party(name: str) -> bool:
    street = name[:1].isdigit() and not FORM_END.search(name)
    if _SAYS.search(name):
        return False
    street = street or bool(_STREET.match(name))
    return not street and ":" not in name and not NOISE.match(name) and looks_like_name(name)
