"""Names of parties: where a name ends before its address, what it is defined as, which names a text uses for it."""

import re
from dataclasses import dataclass, field

from babel.numbers import list_currencies

from flowmono.intelligence.contracts.dates import find_dates
from flowmono.intelligence.contracts.roles import FORM_END, FORM_PART, LEGAL_FORM, ROLE_WORDS, leaning_of, side_of

_DESCRIPTION = re.compile(
    r"(?:,|\s)\s*(?:an? (?=[A-Za-z .]{2,60}(?:\b(?:corporation|company|partnership|limited|association|individual|firm|entity|institution|C|trust|bank)\b))"
    r"|the (?=following)|with (?:its|an?|offices?|principal|head|place|registered)|having |whose |located |incorporated (?:in|under|and)"
    r"|registered (?:at|in|under|office)|(?-i:ACN|ABN|CIN|GSTIN)\b"
    r"|organi[sz]ed |through |represented |acting "
    r"|company (?:no|number|incorporated|organi)|registration |an individual|a natural person"
    r"|director of|of (?=\d)|OF (?=\d)"
    r"|dated |By: |for the |represented |dba\b|d/b/a/?|doing business|mit Sitz|con domicilio|con sede|ayant |dont |geschäftsansässig|vertreten"
    r"|in favor|as of |with respect|businessperson|eingetragen|hereinafter\b|hereafter\b|hereby\b|nachfolgend\b|nachstehend\b|ci-après\b)",
    re.IGNORECASE,
)  # fmt: skip
# "Hill Ltd of The Mill", "RIVER COUNCIL of Civic Offices", "The Arts Trust of Unit 4", "Ash Guild of Long House": what follows is an address.
_OF_ADDRESS = re.compile(
    rf"(?:(?<=\s|,)(?i:{LEGAL_FORM})\b\.?|(?<=[A-Z]{{3}}))(?:\s*\([^()]*\))?,?(?P<form>\s+of\s+)"
    r"|(?P<place>\s+of\s+)(?=(?:The|No\.?|Nos\.?|Unit|Units|Suite|Studio|Block|Plot|Floor|Level|Room|Flat|Building|House|Civic|Box|P\.?O\.?) "
    r"|\d|(?:[A-Z][\w’'-]+ ){1,3}(?:House|Hall|Street|Road|Lane|Avenue|Court|Park|Yard|Place|Square|Wharf|Mill|Farm|Works|Offices?|Buildings?|Centre"
    r"|Quay|Terrace|Row|Drive|Way)\b)"
)
# What follows a legal form without a comma and is no part of the name: "Ash Ltd 4 Mill Lane", "Elm Inc. a corporation", "Oak GmbH Suite 2".
_AFTER_FORM = re.compile(
    r"[\s,](?:(?i:Inc|Incorporated|Ltd|Limited|P?L\.?L\.?C|L\.?L\.?P|PLC|Corp|Corporation|GmbH)|AG|AB|ASA|S\.?A\.?S?|B\.?V|N\.?V|S\.?r\.?l|S\.?p\.?A)"
    r"(?!\w)\.?(?P<rest>\s+)(?=\d|(?:Suite|Unit|Room|Floor|Level|Block|Plot|This|Address|Attn|Attention|Tel|Phone)\b"
    r"|(?:[A-ZÀ-Ý][\w.'’-]+ ){1,4}(?<!No\. )(?<!No )\d{1,5}\b|(?!(?:of|de|du|da|for|and|et|und|y|e|in|am|&)\b)[a-z])"
)
_AND_ANOTHER = re.compile(
    r"[\s,](?:Inc|Incorporated|Ltd|Limited|L\.?L\.?C|L\.?L\.?P|PLC|Corp|Corporation|GmbH|AG|B\.?V|S\.?A)\b\.?,?(?P<and>\s+(?:and|und|et|y)\s+)(?=\S)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:/s/|[\s,:;.\-–—●•▪]|\(?(?:\d{1,2}|[a-zA-Z]|i{1,3}|iv)[).](?=\s)|\d{1,2}\.\d{1,2}\.?(?=\s)|(?:M/s|Messrs)\b\.?|(?-i:d(?:er|ie|as|em)|the(?= [A-Z]))\b"
    r"|(?:on the (?:one|other) (?:hand|part|side)|de (?:una|otra) parte|d['’](?:une|autre) part|einerseits|andererseits|by|and|among|between"
    r"|the parties?(?: to this agreement)?|parties to this agreement|party|AND|und|y|et|e|entre|zwischen|la société|die firma|firma|whereas|the company"
    r"|la empresa|la sociedad)\b[,:]?)+",
    re.IGNORECASE,
)  # fmt: skip
_ALIAS = re.compile(
    r"[\"“”„‘'«]+ ?(?:the |le |la |l['’]|el |der |die |das )?([^\"“”„‘'»()]{1,60}?)[,.]? ?[\"”“’'»]+", re.IGNORECASE
)
_DEFINITION = re.compile(
    r"\((?:[^()\"“”„«]{0,90}?)[\"“”„«‘'-]{1,2} ?(?P<quoted>[^()\"“”„«»]{1,60})[\"”“’'»]{0,2},?[^()\"”»]{0,70}\)"
    r"|\((?:[^()\"“”„«]{0,60}?)[\"“„«][^()]{1,90}\)|\((?P<bare>(?:the )?[A-Z][A-Za-z.&-]{1,30}(?: [A-Z][a-z-]{2,30})?) ?\)"
    rf"(?! ?(?i:{LEGAL_FORM})\b)"
)
# "Ace (London) Paper Trading Ltd": the bracket is a part of the name.
_GOES_ON = re.compile(rf"(?: [A-Z][\w&.'’-]*){{0,5}},? (?i:{LEGAL_FORM})\b")
# The same without brackets: … hereinafter referred to as "the Owner" / – nachfolgend „Auftraggeber“ genannt – / ci-après « le Client »
_HEREINAFTER = re.compile(
    r"[\s,–—-]*\b(?:(?P<as>as|als)|herein(?:after)?|hereafter|nachfolgend|nachstehend|im folgenden|ci-après|en adelante|en lo sucesivo"
    r"|di seguito|hierna|nedan|heretter)\b"
    r"(?:[^\"“”„«»()\n]{0,60}[\"“„«] ?(?P<quoted>[^\"“”„«»()\n]{1,60}?),? ?[\"”“»](?: genannt)?(?: [–—-](?=\s))?"
    r"|(?:,? (?:also )?(?:referred to|called|known|named|designated|described)(?: (?:simply )?as)?)?[ :,]{1,2}"
    r"(?-i:(?:the |le |la |der |die |das |el )?(?P<bare>[A-ZÄÖÜ][\w-]+(?: [A-Z][\w-]+)?))(?=[ ,.;\n]))",
    re.IGNORECASE,
)
_COLLECTIVE = re.compile(r"\b(?:part(?:y|ies)|agreement|date)\b", re.IGNORECASE)
# … AG, Hill Street 2, Bern, "Licensor" / "NLS": a role in quotation marks straight behind a party, without brackets.
_QUOTED_ROLE = re.compile(
    r"(?<![(\w])[\"“„](?P<role>(?:the )?[A-Z][a-z]{3,20})[\"”](?:\s*/\s*[\"“„](?P<short>[A-Z][\w.& -]{1,30})[\"”])?"
    r"(?! ?(?:means?|shall|will|has|is|refers?|includes?)\b)"
)
_OPENING = 3000
_CODES = frozenset(list_currencies())
_NOT_ALIASES = frozenset(
    {"VAT", "GST", "HST", "PST", "MWST", "UST", "IVA", "TVA", "HT", "PSA", "MSA", "SOW", "NDA", "CSA", "DPA"}
)
_WORDLESS = re.compile(r"[^\w&]+")
_BESIDE_AN_ADDRESS = re.compile(
    r"(?:tel(?:ephone)?|(?:tele)?fax|facsimile|phone|e-?mail|attn|attention)\b\.?[\W\d]*$", re.IGNORECASE
)
NOISE = re.compile(
    r"^(?:the )?(?:following|or|undersigned|parties|two parties|party|date|of|and|developer and client|provider and customer)\b",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"(?:(?:the|this|that|these|each|any|said) )?(?:(?:[\w’'-]+ ){0,5}(?:cover page|key terms|standard terms|terms|terms and conditions|agreement|contract"
    r"|addendum|amendment|order form|term sheet|statement of work|work order|exhibit|schedule|annex|appendix|attachment|policy|sow|dpa|nda|msa|baa|sla)"
    r"(?: [a-z0-9]{1,3}(?:\.\d+)*)?|(?:sections?|clauses?|articles?|paragraphs?|breach of \w+|parts?) (?:\d[\d.]*|[a-z]\b).*"
    r"|we|you|us|either party|not been|html|.*\b(?:will|shall|must|et seq)\b.*)$",
    re.IGNORECASE,
)


@dataclass
class Name:
    """A party's name as it stands in the flat text, with the other names that the text defines for it."""

    name: str
    start: int
    end: int
    aliases: list[str] = field(default_factory=list)

    @property
    def spellings(self) -> list[str]:
        """All that the text may call the party: name, name without legal form, aliases."""
        short = re.sub(rf",?\s+{LEGAL_FORM}\.?$", "", self.name, flags=re.IGNORECASE).strip(" ,")
        found = dict.fromkeys([self.name, short, *self.aliases])
        return [spelling for spelling in found if len(spelling) > 1]


def cut_name(chunk: str) -> tuple[int, int]:
    """The span of the name at the beginning of a chunk such as "ACME, Inc., a Delaware corporation, 5 Main Street"; (0, 0) for none."""
    lead = _LEAD.match(chunk)
    start = lead.end() if lead else 0
    rest = chunk[start:]
    end = len(rest)
    description = _DESCRIPTION.search(rest, 1)
    if description:
        end = description.start()
    end = next((match.start("and") for match in _AND_ANOTHER.finditer(rest, 1, end)), end)
    quoted = re.search(r"\s[\"“„«]", rest[1:end])
    end = quoted.start() + 1 if quoted else end
    end = next((match.start("rest") for match in _AFTER_FORM.finditer(rest, 1, end)), end)
    address = _OF_ADDRESS.search(rest, 1, end)
    if address:
        end = address.start("form" if address["form"] else "place")
    comma = 0
    while True:
        comma = rest.find(",", comma)
        if comma < 0 or comma >= end:
            break
        form = FORM_PART.match(rest[comma + 1 :])
        if form is None:
            end = comma
            break
        comma += 1 + form.end()
    end = min(end, rest.find("\n", 1, end) if "\n" in rest[1:end] else end)
    for bracket in re.finditer(r"\s*[(\[]", rest[:end]):
        if not re.match(r"\s*\([A-Z][\w ]{1,20}\),? +[A-Z]", rest[bracket.start() :]):
            end = bracket.start()
            break
    name = rest[:end].rstrip(" \t\n:;-–—")
    name = re.sub(r"[\s,.]+$", "", name) + _final_dot(name)
    if not re.search(r"[^\W\d_]{2}", name) or len(name) > 120 or name.islower():
        return 0, 0
    return start, start + len(name)


def _final_dot(name: str) -> str:
    """A stop belongs to the name when it closes an abbreviated legal form ("Inc.", "S.L.", "K.K.")."""
    abbreviated = re.search(r"(?:\b(?:Inc|Ltd|Corp|Co)|(?:[A-Za-z]\.)+[A-Za-z])\.\s*$", name, re.IGNORECASE)
    return "." if abbreviated else ""


def definitions_in(text: str) -> list[tuple[int, int, list[str]]]:
    """Every bracket that defines a short name: (start, end, [names]) for ("ACME"), (the "Company"), (hereinafter "X" or the "Y"), (ITS)."""
    found = []
    for match in _DEFINITION.finditer(text):
        inner = match.group()
        if match["bare"] and not side_of(match["bare"]) and _GOES_ON.match(text, match.end()):
            continue
        if match["bare"] and len(match["bare"].removeprefix("the ").split()) > 1 and not leaning_of(match["bare"]):
            continue
        aliases = [alias.strip(" ,.") for alias in _ALIAS.findall(inner)] or [
            (match["quoted"] or match["bare"] or "").strip(" ,.\"“”'")
        ]
        aliases = [re.sub(r"^the ", "", alias, flags=re.IGNORECASE) for alias in aliases if alias]
        if any(alias.upper() in _NOT_ALIASES or alias.upper() in _CODES for alias in aliases):
            continue
        # ("X" and with Y, each a "Party" and collectively, the "Parties") defines X.
        own = [alias for alias in aliases if not _COLLECTIVE.search(alias)]
        if own and (
            len(own) == len(aliases) or (not _COLLECTIVE.search(aliases[0]) and not re.search(r"(?i)date", inner))
        ):
            found.append((match.start(), match.end(), own))
    for match in _QUOTED_ROLE.finditer(text[:_OPENING]):
        names = [name.removeprefix("the ") for name in (match["role"], match["short"]) if name]
        bracketed = any(start <= match.end() and match.start() < end for start, end, _ in found)
        if not bracketed and any(side_of(name) for name in names):
            found.append((match.start(), match.end(), names))
    for match in _HEREINAFTER.finditer(text):
        alias = re.sub(
            r"^(?:(?:the|le|la|der|die|das|el) |l['’] ?)",
            "",
            (match["quoted"] or match["bare"]).strip(" ,."),
            flags=re.IGNORECASE,
        )
        if (match["bare"] or match["as"]) and not side_of(alias):
            continue
        bracketed = any(start <= match.end() and match.start() < end for start, end, _ in found)
        if alias and not bracketed and not re.search(r"\b(?:parties|agreement|date)\b", alias, re.IGNORECASE):
            found.append((match.start(), match.end(), [alias]))
    return sorted(found)


def same_name(first: str, second: str) -> bool:
    """Whether two spellings are one name once case, punctuation and legal form are left out."""
    return _plain(first) == _plain(second)


def _plain(name: str) -> str:
    bare = re.sub(rf"[\s,]+{LEGAL_FORM}\.?\s*$", "", name.casefold(), flags=re.IGNORECASE)
    return _WORDLESS.sub(" ", bare).strip()


def looks_like_name(name: str) -> bool:
    """Whether the words may be a name: mostly capitals, no date, no label, no part of the document."""
    words = re.findall(r"[^\W\d_]\w*", FORM_END.sub("", name))
    if names_no_company(name):
        return False
    if re.match(r"\d[\d-]* [A-Z]", name) and not FORM_END.search(name):
        # "8920 Business Park Drive"
        return False
    if _BESIDE_AN_ADDRESS.match(name):
        return False
    if find_dates(name + " 2000") or (":" in name and not FORM_END.search(name)):
        return False
    return (
        bool(words)
        and (name[0].isupper() or not name[0].isalpha())
        and sum(word[0].isupper() for word in words) * 2 >= len(words)
    )


def names_no_company(name: str) -> bool:
    """True for a part of the document ("the Cover Page", "Section 5") and for a bare role ("Provider", "the Subcontractor")."""
    bare = name.strip(' "“”.,;:')
    role = re.sub(r"^(?:the|an?|each|any) ", "", bare.casefold())
    return role in ROLE_WORDS or (bool(_PAPER.match(bare)) and not FORM_END.search(name))
