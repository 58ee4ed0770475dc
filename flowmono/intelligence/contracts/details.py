"""What a contract tells about each party beside its name: tax number, address, e-mail, who signs."""

import re
from decimal import Decimal

from flowmono.intelligence.contracts.jurisdictions import find_jurisdictions
from flowmono.intelligence.contracts.labels import as_person, as_signatory
from flowmono.intelligence.contracts.names import same_name
from flowmono.intelligence.contracts.parties import Side
from flowmono.intelligence.contracts.party_tables import PartyBlock, find_party_blocks
from flowmono.intelligence.contracts.roles import side_of
from flowmono.intelligence.contracts.signatures import Known, find_signers
from flowmono.intelligence.contracts.source import Source
from flowmono.intelligence.reader import Party, Role

_TAX = re.compile(
    r"\b(?:VAT|ABN|USt-?Id(?:Nr)?\.?(?:-Nr\.)?|UID|EIN|TIN|NIF|CIF|SIRET|SIREN|TVA|VAT n[o°º]\.?|T(?=\d{13}))(?: (?:no|nr|number"
    r"|reg(?:istration)?)\.?)?[\s:°.-]{0,3}(?P<number>(?:[A-Z]{2,3}[ -]?)?[A-Z]?[\d][\d A-Z/.-]{5,18}\d[A-Z]?)",
    re.IGNORECASE,
)  # fmt: skip
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_REGISTRY = re.compile(
    r",?\s*(?:VAT|ABN|USt|EIN|NIF|CIF|HRB|SIRET|SIREN|TVA|company n|corporate n|registration|qualified invoice|UID|with its|having"
    r"|a(?:n)? [A-Z][a-z]+ (?:nonprofit |limited )?(?:corporation|limited))",
    re.IGNORECASE,
)


_SEAT = re.compile(
    r"\b(?:principal (?:place of business|office)s?|registered (?:office|address|seat)|business address|offices?|place of business|located"
    r"|address|domiciled|residing"
    r"|geschäftsansässig|mit sitz|domicilio(?: social)?|siège social)(?: (?:is|are|being))?(?: (?:at|in|located at|located in|of))?[\s:]+"
    r"(?P<address>(?:[^()“”\";\n]|\([A-Z]{2}\)){8,160})",
    re.IGNORECASE,
)  # fmt: skip
_NUMBER = re.compile(r"(?=[A-Z0-9 .-]*\d)[A-Z]{0,3}[ -]?[A-Z0-9][A-Z0-9 ./-]{5,18}[A-Z0-9]")


def read_parties(source: Source, sides: list[Side], payer: Side | None, payee: Side | None) -> tuple[Party, ...]:
    """The parties as values, the customer and the vendor with what their lines, tables and signature blocks say."""
    tables = find_party_blocks(source)
    roles: list[Role] = ["customer" if side is payer else "vendor" if side is payee else "other" for side in sides]
    known = [
        Known(tuple(side.name.spellings), role if role != "other" else None)
        for side, role in zip(sides, roles, strict=True)
    ]
    signers = find_signers(source, known)
    parties = []
    for side, role, signer in list(zip(sides, roles, signers, strict=True))[:8]:
        table = _table_of(side, role, tables)
        words = _words_about(source, side, sides)
        tax = _TAX.search(words.split("(“")[0])
        person, title, mail = _signatory(table)
        person, title = (signer.name, signer.title or title) if signer and signer.name else (person, title)
        parties.append(
            Party(
                name=side.name.name,
                role=role,
                evidence=source.evidence(side.name.start, side.name.end),
                confidence=side_confidence(side),
                aliases=_aliases(source, side),
                tax_id=_tax_number(table) or (re.sub(r"\s+", " ", tax["number"]).strip() if tax else None),
                address=_folded(table.get("address")) or _address(words, side),
                email=_email(table, "notices")
                or _email(table, "email")
                or (_email(signer.values, "email") if signer else None)
                or mail
                or _email({"words": words}, "words"),
                signer_name=person,
                signer_title=title,
            )
        )
    return tuple(parties)


def _words_about(source: Source, side: Side, sides: list[Side]) -> str:
    """The party's labelled cell, else the words after its name up to the next party's."""
    if side.label_line:
        return source.flat[slice(*side.label_line)]
    end = min([side.name.end + 400, *(other.name.start for other in sides if other.name.start > side.name.end)])
    stop = re.search(r"\n", source.flat[side.name.end : end])
    return source.flat[side.name.start : side.name.end + stop.start() if stop else end]


def _table_of(side: Side, role: Role, tables: list[PartyBlock]) -> dict[str, str]:
    """What all tables of details say about the party, the first table first."""
    found: dict[str, str] = {}
    for table in tables:
        label = side_of(table.label)
        named = table.fields.get("name")
        ours = same_name(named, side.name.name) if named else bool(label and label[0] == role)
        if ours:
            found = table.fields | found
    return found


def _aliases(source: Source, side: Side) -> tuple[str, ...]:
    """The short names that the contract itself defines for the party, in quotation marks or brackets."""
    found = [alias for alias in side.name.aliases if not side_of(alias) or _is_defined(source, alias)]
    return tuple(dict.fromkeys(found))


def _is_defined(source: Source, alias: str) -> bool:
    return bool(re.search(rf"[“\"„](?:the )?{re.escape(alias)}[,.]?[”\"“]", source.flat[:30_000], re.IGNORECASE))


def _tax_number(fields: dict[str, str]) -> str | None:
    match = _NUMBER.search(fields.get("tax_id", ""))
    return re.sub(r"\s+", " ", match.group()).strip() if match else None


def _folded(value: str | None) -> str | None:
    """An address on one line."""
    return re.sub(r"\s*\n\s*", ", ", value).strip(" ,;") if value else None


def _email(fields: dict[str, str], name: str) -> str | None:
    match = _EMAIL.search(fields.get(name, ""))
    return match.group() if match else None


def _signatory(fields: dict[str, str]) -> tuple[str | None, str | None, str | None]:
    """(name, title, e-mail) from "Represented by: Sam Whitfield, Managing Director" in a table of details."""
    words = fields.get("signer") or fields.get("signer_name") or ""
    first = next((line for line in words.split("\n") if line.strip() and not _EMAIL.search(line)), "")
    name, title = as_signatory(first)
    return as_person(name), as_person(title or fields.get("signer_title", "")), _email({"signer": words}, "signer")


def side_confidence(side: Side) -> Decimal:
    """Sure when a label names the side, fairly sure when sentences do."""
    return Decimal("0.95") if side.label_votes else Decimal("0.85") if side.votes else Decimal("0.6")


def _address(words: str, side: Side) -> str | None:
    """The comma-separated parts after the name that hold a street number or a post code, up to the registry numbers."""
    _, _, rest = words.partition(side.name.name)
    seat = _SEAT.search(rest)
    if seat:
        address = re.split(
            r"(?:,\s*|\s)(?:and|registered|VAT|company (?:no|number)|with (?:its|company)|represented|a(?: |n )\w+ corp|contact|tel(?:ephone)?|fax|attention"
            r"|phone|e-?mail|whereas)\b|(?<=\d)\.\s+(?=[A-Z])|(?<=[A-Za-z]{4})\.\s+(?=[A-Z])",
            seat["address"].removeprefix("at "),
            flags=re.IGNORECASE,
        )[0]
        return address.strip(" ,.;") if re.search(r"\d", address) else None
    if not side.label_line:
        return _address_behind(rest)
    rest = re.sub(r"^\s*\([^)]*\)", "", rest)
    parts = [part.strip() for part in re.split(r",(?!\d)", rest)]
    kept: list[str] = []
    for part in parts:
        if _REGISTRY.match(part) or re.match(r"(?:a|an|the)\s", part) or part.startswith("("):
            if kept:
                break
            continue
        if part:
            kept.append(re.sub(r"\s*\(.*$", "", part).strip(" .;"))
    address = ", ".join(kept[:6])
    return address if re.search(r"\d", address) else None


def _address_behind(rest: str) -> str | None:
    """The words between a name and its bracket in a sentence, where they have a number and end in a country."""
    words = re.match(r"\s*,\s*(?P<address>[^()“”\";\n]{8,160}?)\s*,?\s*\(", rest)
    address = words["address"].strip(" ,") if words else ""
    last = address.rsplit(",", 1)[-1].strip()
    places = find_jurisdictions(last)
    ends_there = bool(places) and (places[0].start, places[-1].end) == (0, len(last))
    return address if ends_there and re.search(r"\d", address) and not _REGISTRY.search(address) else None
