"""What a compliance record lists: insurance to carry, caps on liability, notice windows, and duties of secrecy, data protection and audit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowmono.intelligence.contracts.durations import find_durations
from flowmono.intelligence.contracts.money import MoneyMention
from flowmono.intelligence.contracts.renewal import AUTO, notice_in
from flowmono.intelligence.contracts.source import Source
from flowmono.intelligence.reader import Obligation

MOST_OF_A_KIND = 8
LONGEST_SENTENCE = 1500
_INSURANCE = re.compile(
    r"\b(?:maintain|carry|provide|obtain|procure|unterhält|mantendrá|souscri\w+)\b[^.]{0,90}\b(?:insurance|coverage|versicherung\w*|seguro"
    r"|assurance)|\b(?:liability|indemnity|property|cyber|compensation|umbrella|omissions|automobile|product\w*|versicherungs\w*) (?:insurance"
    r"|cover(?:age)?)\b",
    re.IGNORECASE,
)
_CAP = re.compile(
    r"\b(?:liability|haftung|responsabilidad|responsabilité)\b(?:[^.]|\.(?=\d)){0,160}\b(?:exceed|limited to|cap(?:ped)?|begrenzt|limitada|limitée)\b"
    r"|^(?:general|increased|unlimited)? ?cap amount",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"\b(?:terminat\w+|end this|cancel\w*|kündig\w+|resolver|rescindir|résili\w+)\b", re.IGNORECASE)
_DUTY = re.compile(
    r"\b(?:shall|must|will|agrees? to|undertakes? to|is required to|are required to|is obliged to|may (?:audit|inspect)|has the right to|entitled to"
    r"|hat|haben|muss|müssen"
    r"|verpflichtet|deberá|deberán|se compromete|doit|doivent|s['’]engage)\b",
    re.IGNORECASE,
)
_MEANING = re.compile(
    r"^\W{0,3}(?:\d[\d.]* )?(?:[\w ]{0,30}\. )?[“\"„][^”\"]{2,60}[”\"] (?:means|has the meaning|bedeutet|significa)"
)
_EXCEPTED = re.compile(
    r"^\W{0,2}[a-z]{1,3}\)\s+(?:was|is|are|were|has been|have been|becomes?|must be|can be)\b", re.IGNORECASE
)
_DUTIES = (
    ("data_protection", re.compile(
        r"\b(?:personal (?:data|information)|gdpr|data (?:protection|processing|breach)|security (?:incident|breach)|article 28|ccpa|hipaa"
        r"|protected health|dsgvo"
        r"|personenbezogene\w*|datenschutz\w*|datos personales|données personnelles)\b", re.IGNORECASE)),
    ("audit", re.compile(
        r"\b(?:audit(?:s|ed|ing|ors?)?|inspect (?:\w+ ){0,4}(?:records|books|premises)|(?:books|records)\b[^.]{0,120}\b(?:access|inspect\w*|available"
        r"|retain\w*|maintain\w*|keep)"
        r"|(?:keep|maintain|retain)\b[^.]{0,60}\b(?:books|records)|prüfungsrecht|auditor[ií]a)\b", re.IGNORECASE)),
    ("confidentiality", re.compile(
        r"\b(?:confidential(?:ity)?|secret|secrecy|in (?:strict )?confidence|non-?disclosure|vertraulich\w*|geheim\w*|confidencial\w*"
        r"|confidentiel\w*)\b", re.IGNORECASE)),
)  # fmt: skip
_SECTIONS = (
    ("data_protection", re.compile(r"data protection|privacy|personal data|datenschutz|protección de datos|protection des données", re.IGNORECASE)),
    ("audit", re.compile(r"\b(?:audit|records|inspection)", re.IGNORECASE)),
    ("confidentiality", re.compile(r"confidential|secrecy|non-?disclosure|vertraulich|geheim|confidencial", re.IGNORECASE)),
    ("insurance", re.compile(r"insurance|versicherung|seguro|assurance", re.IGNORECASE)),
)  # fmt: skip
_LASTS = re.compile(
    r"\b(?:continue|surviv|remain|last|apply|bind|for a (?:period|term)|thereafter|after the (?:end|expir|terminat)|fortbestehen|gelten)\w*",
    re.IGNORECASE,
)
_HOURS = re.compile(
    r"\b(?:[a-z]+(?:-[a-z]+)?\W{1,2})?\(?(?P<hours>\d{1,3})\)?[ -](?:hours?|stunden|horas|heures)\b", re.IGNORECASE
)
_HEADING = re.compile(
    r"^(?:(?:article|section|clause|§)\s*)?[\dIVX]{1,4}\.?[\s:–-]+(?P<title>[^.;:\t]{3,70})\.?$|^(?P<capitals>[A-Z][A-Z &,/-]{5,60})$",
    re.IGNORECASE,
)
_RUN_IN = re.compile(r"^(?:\W{0,2}[\d.()a-zA-Z]{1,6}\W{1,2})?(?P<title>[A-Z][\w’' ,&/-]{3,60})\.\s")
_INSURED = re.compile(
    r"\b(?:insur\w+|liability|indemnity|coverage|cover|compensation|occurrence|claim|aggregate|versicherung\w*|deckung\w*)\b",
    re.IGNORECASE,
)
_CERTIFICATE = re.compile(
    r"\bcertificates? of (?:\w+ )?insurance\b|\binsurance certificates?\b|\bversicherungs(?:nachweis|bestätigung)\b",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"^\W{0,3}(?:\(?[a-z\d]{1,4}\)|[ivx]{1,4}\.|[-–•●▪])\s")
_PIECE = re.compile(
    r";\s+(?:and |or |sowie |und |y |et )?(?=\(?[a-z\dA-Z])|(?<=[,:])\s+(?=\((?:[a-z]|[ivx]{1,4}|\d)\)\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """One sentence with what it stands under: the title of its clause and the words that lead into its list."""

    start: int
    end: int
    text: str
    section: str
    lead: str


def find_obligations(source: Source, money: Sequence[MoneyMention]) -> tuple[Obligation, ...]:
    """What a compliance record lists, each sentence once, in order: of insurance every limit apart, with its own words."""
    found: list[Obligation] = []
    for sentence in _sentences(source):
        kind = _obligation_kind(sentence)
        if kind == "insurance":
            found += _insurance(source, sentence, money)
        elif kind is not None:
            found += _duty(source, sentence, kind, money)
    if any(one.kind == "insurance" and one.amount is not None for one in found):
        found = [one for one in found if one.kind != "insurance" or one.amount is not None]
    kept = [
        one
        for index, one in enumerate(found)
        if sum(other.kind == one.kind for other in found[:index]) < MOST_OF_A_KIND
    ]
    return tuple(kept[:60])


def _sentences(source: Source) -> Iterator[Sentence]:
    section, lead = "", ""
    for start, end in source.sentences:
        text = source.flat[start:end]
        line = source.lines[source.line_at(start)]
        heading = _HEADING.match(line.text.strip())
        opening = _RUN_IN.match(line.text)
        section = heading["title"] or heading["capitals"] if heading else section
        if len(text) <= LONGEST_SENTENCE and not heading:
            own = f"{section} / {opening['title']}" if opening else section
            yield Sentence(start, end, text, own, lead if _ENTRY.match(line.text) or line.is_row else "")
        lead = (
            text
            if text.rstrip().endswith((":", ",", "following", "–", "-"))
            else lead
            if _ENTRY.match(line.text) or line.is_row
            else ""
        )


def _obligation_kind(sentence: Sentence) -> str | None:
    text = sentence.text
    listed = _INSURANCE.search(sentence.lead) or (sentence.lead and _titled(sentence) == "insurance")
    if _INSURANCE.search(text) or (listed and _INSURED.search(text)) or _CERTIFICATE.search(text):
        return "insurance"
    if _CAP.search(text):
        return "liability_cap"
    if AUTO.search(text) and re.search(r"\bdays?|months?\b", text):
        return "renewal_notice"
    if (
        _NOTICE.search(text)
        and re.search(r"\bnotice|frist|preaviso|préavis\b", text, re.IGNORECASE)
        and notice_in(text)
    ):
        return "termination_notice"
    return _lasting_duty(sentence)


def _lasting_duty(sentence: Sentence) -> str | None:
    """Data protection, audit or confidentiality: a duty in words of its own, or the length of one under its clause's title."""
    if _MEANING.match(sentence.text) or _EXCEPTED.match(sentence.text):
        return None
    titled = _titled(sentence)
    if titled in ("confidentiality", "audit", "data_protection"):
        lasting = _LASTS.search(sentence.text) and find_durations(sentence.text)
        if lasting or (
            _DUTY.search(sentence.text)
            and any(words.search(sentence.text) for kind, words in _DUTIES if kind == titled)
        ):
            return titled
    if not _DUTY.search(sentence.text):
        return None
    return next((kind for kind, words in _DUTIES if words.search(sentence.text)), None)


def _titled(sentence: Sentence) -> str | None:
    return next((kind for kind, words in _SECTIONS if words.search(sentence.section)), None)


def _insurance(source: Source, sentence: Sentence, money: Sequence[MoneyMention]) -> list[Obligation]:
    """Every limit in the sentence with the clause that states it; the certificate alone where no limit is stated."""
    limits = [mention for mention in money if sentence.start <= mention.start < sentence.end]
    due = _length(sentence.text) or _length(sentence.lead)
    if not limits:
        asked = _CERTIFICATE.search(sentence.text) and _DUTY.search(sentence.text)
        return [_obligation(source, "insurance", sentence.start, sentence.end, due)] if asked else []
    cuts = [sentence.start, *(sentence.start + match.end() for match in _PIECE.finditer(sentence.text)), sentence.end]
    found = []
    for mention in limits:
        begin = max(cut for cut in cuts if cut <= mention.start)
        finish = min(cut for cut in cuts if cut > mention.start)
        found.append(_obligation(source, "insurance", begin, finish, due, mention))
    return found


def _duty(source: Source, sentence: Sentence, kind: str, money: Sequence[MoneyMention]) -> list[Obligation]:
    amount = next((mention for mention in money if sentence.start <= mention.start < sentence.end), None)
    if kind == "liability_cap":
        return [_obligation(source, kind, sentence.start, sentence.end, None, amount)] if amount else []
    if kind.endswith("notice"):
        notice = notice_in(sentence.text)
        return [_obligation(source, kind, sentence.start, sentence.end, notice.iso if notice else None)]
    return [_obligation(source, kind, sentence.start, sentence.end, _length(sentence.text))]


def _length(text: str) -> str | None:
    """The first length of time in a text as an ISO duration, hours as PT24H; None where there is none."""
    durations = find_durations(text)
    hours = _HOURS.search(text)
    if hours and (not durations or hours.start() < durations[0].start):
        return f"PT{int(hours['hours'])}H"
    return durations[0].iso if durations else None


def _obligation(
    source: Source, kind: str, start: int, end: int, due: str | None, limit: MoneyMention | None = None
) -> Obligation:
    tail = re.search(r"[;,]\s*(?:and|or|und|y|et)?\s*$", source.flat[start:end])
    evidence = source.evidence(start, start + tail.start() if tail and tail.start() else end)
    return Obligation(
        kind,
        re.sub(r"\s+", " ", evidence.quote).strip(),
        evidence,
        due=due,
        amount=limit.amount if limit else None,
        currency=limit.currency if limit else None,
    )
