"""What a contract tells about each party beside its name: tax number, address, e-mail, who signs."""

import re
from decimal import Decimal

from flowmono.intelligence.contracts.names import same_name
from flowmono.intelligence.contracts.parties import Side
from flowmono.intelligence.contracts.roles import side_of
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


def read_parties(source: Source, sides: list[Side], payer: Side | None, payee: Side | None) -> tuple[Party, ...]:
    """The parties as values, the customer and the vendor with what their lines and signature blocks say."""
    blocks = _signature_blocks(source)
    parties = []
    for side in sides[:8]:
        role: Role = "customer" if side is payer else "vendor" if side is payee else "other"
        words = (
            source.flat[slice(*side.label_line)]
            if side.label_line
            else source.flat[side.name.start : side.name.end + 300]
        )
        tax = _TAX.search(words.split("(“")[0])
        block = next((found for name, found in blocks if same_name(name, side.name.name)), {})
        parties.append(
            Party(
                name=side.name.name,
                role=role,
                evidence=source.evidence(side.name.start, side.name.end),
                confidence=side_confidence(side),
                aliases=tuple(dict.fromkeys(alias for alias in side.name.aliases if not side_of(alias))),
                tax_id=re.sub(r"\s+", " ", tax["number"]).strip() if tax else None,
                address=_address(words, side.name.name) if side.label_line else None,
                email=block.get("email"),
                signer_name=block.get("name"),
                signer_title=block.get("title"),
            )
        )
    return tuple(parties)


def side_confidence(side: Side) -> Decimal:
    """Sure when a label names the side, fairly sure when sentences do."""
    return Decimal("0.95") if side.label_votes else Decimal("0.85") if side.votes else Decimal("0.6")


def _address(words: str, name: str) -> str | None:
    """The comma-separated parts after the name that hold a street number or a post code, up to the registry numbers."""
    _, _, rest = words.partition(name)
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


def _signature_blocks(source: Source) -> list[tuple[str, dict[str, str]]]:
    """(party's name, {name, title, email}) from side-by-side signature tables and from blocks of labelled lines."""
    return _side_by_side(source) + _stacked(source)


def _side_by_side(source: Source) -> list[tuple[str, dict[str, str]]]:
    blocks: list[tuple[str, dict[str, str]]] = []
    for index, line in enumerate(source.lines):
        columns = [
            (place, cell.partition(":"))
            for place, cell in enumerate(line.cells)
            if ":" in cell and side_of(cell.partition(":")[0])
        ]
        if len(columns) < 2:
            continue
        found: list[tuple[str, dict[str, str]]] = [(parts[2].strip(), {}) for _, parts in columns]
        for row in source.lines[index + 1 : index + 9]:
            cells = row.cells
            field = _field(cells[0]) if row.is_row else None
            for (place, _), (_, values) in zip(columns, found, strict=True):
                if field and place < len(cells) and cells[place]:
                    values.setdefault(field, cells[place])
        blocks += found
    return blocks


def _field(label: str) -> str | None:
    lowered = label.casefold()
    if re.search(r"print name|^name", lowered):
        return "name"
    if re.search(r"^title|position|funktion|cargo", lowered):
        return "title"
    return "email" if "mail" in lowered else None


def _stacked(source: Source) -> list[tuple[str, dict[str, str]]]:
    blocks: list[tuple[str, dict[str, str]]] = []
    values: dict[str, str] = {}
    for line in source.lines:
        text = line.text.strip()
        company = re.match(r"(?:Company|Firma|Empresa|Société)\s*:\s*(?P<name>\S.{1,100})$", text)
        both = re.match(r"Name and Title\s*:\s*(?P<name>[^,]{2,60})(?:,\s*(?P<title>.{2,80}))?$", text)
        email = _EMAIL.search(text)
        if both:
            values = {"name": both["name"].strip()} | ({"title": both["title"].strip()} if both["title"] else {})
        elif company:
            blocks.append((company["name"].strip(), values))
        elif email and blocks and "email" not in blocks[-1][1]:
            blocks[-1][1]["email"] = email.group()
    return blocks
