"""Labels of the details that contracts give about a party: "VAT ID", "Registered office", "Represented by", "Print Name"."""

import re

# Field, pattern of a whole label. Order matters: "Name of signatory" is a signer, "Name" a name.
_LABELS = (
    ("signer", r"(?:(?:name of )?(?:the )?(?:authori[sz]ed )?(?:signatory|signer|representative)|(?:legally |duly )?represented by"
    r"|legal representative"
    r"|vertreten durch|vertretungsberechtigte\w*|name (?:and|&|/) (?:title|position)|representante(?: legal)?"
    r"|representada por|représentée? par|représentant(?: légal)?)"),
    ("signer_name", r"(?:print(?:ed)? name|name \(print(?:ed)?\)|name in (?:capitals|print)|name der unterzeichner\w*)"),
    ("signer_title", r"(?:(?:job )?title|position|capacity|office held|funktion|cargo|fonction|qualité)"),
    ("tax_id", r"(?:(?:eu )?vat|tax|ust|gst|abn|ein|tin|nif|cif|siret|siren|tva|uid|employer identification|federal tax|steuer)\b.{0,30}"
    r"|umsatzsteuer\w*.{0,24}|(?:n[º°o]\.? )?(?:de )?tva.{0,24}"),
    ("address", r"(?:(?:registered|business|postal|principal|head|notice|street|company) )?(?:office|seat|address"
    r"|place of business)(?: and address)?(?: for notices)?"
    r"|principal (?:office|place of business)|registered office(?: address)?|sitz|anschrift|geschäftsanschrift|adresse|domicilio(?: social)?"
    r"|siège(?: social)?"
    r"|notice address"),
    ("notices", r"notices?(?: to| by e-?mail)?|(?:notice|contract) e-?mail"),
    ("email", r"(?:e-?mail(?:[ -]?address)?|correo(?: electrónico)?|courriel)(?: for notices)?|use email or postal address"),
    ("register", r"(?:regist(?:ered|er|ration)|company (?:no|num|reg|id)|commercial|trade|handelsregister|hrb|registro).{0,30}|legal form|(?:state"
    r"|place|jurisdiction) of"
    r" (?:incorporation|organi[sz]ation|formation)|rechtsform|telephone|phone|telefon|attention|attn\.?|bank.{0,20}|iban|country"),
    ("name", r"(?:(?:legal|full|full legal|registered|company|corporate|entity|party) )?name(?: of (?:the )?(?:party|company))?|company|firma|party|entity"
    r"|razón social|empresa|dénomination(?: sociale)?|société"),
    ("signature", r"(?:by|signed(?: by)?|signature|sign here|unterschrift|firma y sello|signé|/s/)"),
    ("date", r"(?:date(?: signed| of signature)?|datum|place(?: and date)?|place, date|ort, datum|fecha|date et lieu|seal|witness(?:ed by)?)"),
)  # fmt: skip
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _LABELS)
_TITLE = re.compile(r"\s*(?:,|\s[–—-]\s|\()\s*")
_LABELLED_VALUE = re.compile(r"[☒☐\s]*(?P<label>[^\W\d_/][^:\n\t]{0,38}?|/s/)\s*[:#]\s*(?P<value>.*)$", re.DOTALL)


def field_of(label: str) -> str | None:
    """The field that a label names, such as "tax_id" for "VAT ID:"; None for words that are no label."""
    bare = label.strip(" \t:.*_")
    if not bare or len(bare) > 40:
        return None
    return next((name for name, pattern in _COMPILED if pattern.fullmatch(bare)), None)


def split_label(cell: str) -> tuple[str, str] | None:
    """(field, value) of a cell that holds a label with its value ("Title: Director", "By:"); None for any other cell."""
    match = _LABELLED_VALUE.match(cell.strip())
    field = field_of(match["label"]) if match else None
    if match and field:
        return field, match["value"].strip()
    return None


def as_signatory(words: str) -> tuple[str, str]:
    """(name, title) of "Sam Whitfield, Managing Director"; the title is empty where there is none."""
    name, *more = _TITLE.split(re.sub(r"^(?:its|the|by)\s+", "", words.strip()), maxsplit=1)
    return name.strip(), more[0].strip(" )") if more else ""


def as_person(value: str) -> str | None:
    """A person's name or title as written, without the signature's line; None when blank, a label, or no words at all."""
    words = re.sub(r"^/s/\s*", "", value.strip().strip("_. \t")).strip()
    words = re.sub(r"\s+", " ", re.split(r"\n|_{3,}", words)[0]).strip(" ,;")
    if not 2 < len(words) <= 80 or ":" in words or field_of(words) or not re.search(r"[^\W\d_]{2}", words):
        return None
    return None if re.search(r"[\[\]@]|\d{3}", words) else words
