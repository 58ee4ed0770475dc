"""The contract's own calendar: its named dates, when it starts, how long it runs, when it ends."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from flowmono.intelligence.contracts.dates import DateMention, add_months, find_dates, months_between
from flowmono.intelligence.contracts.durations import Duration, find_durations
from flowmono.intelligence.contracts.source import Source

_DEFINED = re.compile(
    r"\W{0,3}\((?:[^()\"“”]{0,40})[\"“”„' ]+(?:the )?(?P<name>[A-Z][\w ]{2,30}?)[,.]?[\"“”']", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:\d[\d.]{0,6}\W{1,2}|\([a-z]{1,3}\) )?[\"“„]?(?P<name>[A-ZÄÖÜ][\w /-]{1,38}?)[\"”]?\s*(?::|\t|means|is|ist)?[\s☒☐]*(?:[(\[] ?[xX✓☒] ?[)\]]\s*)?$"
)
_START_NAMES = (
    r"subscription start|service start|start date|commencement|order date|go-?live|access|beginn|vertragsbeginn|fecha de inicio|inicio|début"
    r"|entrée en vigueur|sow date"
    r"|work order date|effective|inkrafttreten|vigor|agreement date|date of (?:this )?agreement"
)  # fmt: skip
_DATED = re.compile(
    r"(?:dated|made|entered into|executed|effective|vom|de fecha|en date du)\b[^\n;]{0,300}$", re.IGNORECASE
)
# "governed by the Framework Terms dated …": that day is the other agreement's.
_OF_ANOTHER = re.compile(
    r"\b(?:governed by|incorporates|subject to|pursuant to|under) (?:the|that certain|a|its|our) [^.;]{0,80}?\bdated?(?: as of)?\s*$",
    re.IGNORECASE,
)
_TERM_CUE = re.compile(
    r"(?:subscription (?:period|term)|initial (?:\w+ )?(?:term|period)|sow term|(?<!payment )\bterm\b|duration|contract period|laufzeit|(?:vertrag"
    r"|vereinbarung) (?:wird|ist) (?:zunächst |fest )?(?:auf|für)|und (?:wird|ist) (?:zunächst |fest )?auf"
    r"|vertragsdauer|mindestlaufzeit|(?:minimum|hire|rental)(?: hire| rental)? period"
    r"|duraci[oó]n|vigencia|plazo|durée|in effect|in force|lasts?|fixed (?:period|term)|endures?(?: for)?|continues?\b(?:[^.;]{0,60},)? for"
    r"|runs? (?:from|for)|valid for)",
    re.IGNORECASE,
)  # fmt: skip
_NOT_TERM = re.compile(
    r"(?:notice|intervals?|prior to|before|renew(?:al)?|extend|successive|additional|further|terminat|after the|following (?:the )?(?:expir|terminat)"
    r"|kündig)",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"['’]s?\s|\W+(?:prior )?(?:written )?notice")
_END_CUE = re.compile(
    r"(?:end(?:s|ing)?|expir(?:es|ing)|until|through|up to and including|bis(?: zum)?|hasta(?: el)?|jusqu['’]au|thru)\W{1,4}(?!on or after)(?:on |to |and "
    r"|including |at |midnight |\[ ?x ?\] ?|[\d:.]+ |\w+ ){0,3}$",
    re.IGNORECASE,
)  # fmt: skip
_END_NAME = re.compile(
    r"\b(?:expir(?:y|ation)|end|termination) date\b|vertragsende|enddatum|fecha de (?:fin|término|vencimiento)|date de fin",
    re.IGNORECASE,
)
# The length of duties that outlast the agreement, or of something else than the agreement.
_OTHER_TERM = re.compile(
    r"\W*(?:after|following|from|beyond|nach)\W+(?:\w+\W+){0,3}?(?:end|expir\w+|terminat\w+|disclos\w+|ende|ablauf"
    r"|beendigung)\b",
    re.IGNORECASE,
)
_AFTER_EVENT = re.compile(
    r"\W*(?:after|following|from)\W+(?:\w+\W+){0,3}?(?:accept|deliver|complet|abnahme)", re.IGNORECASE
)
_SURVIVES = re.compile(
    r"\b(?:surviv\w+|confidential\w*|non-?disclosure|secre\w+|warrant\w+|non-?compet\w+|non-?solicit\w+|insurance|limitation period|time-barred|record\w*"
    r"|vertraulich\w*|gewährleistung\w*|confidencial\w*|garant\w+)\b",
    re.IGNORECASE,
)
_OWN_TERM = re.compile(
    r"\b(?:initial (?:\w+ )?(?:term|period)|(?:this|the) (?:\w+ )?(?:agreement|contract|sow|order|lease|licen[cs]e)\b[^.;]{0,80}?\b(?:continue|remain"
    r"|last|run|is (?:in|for)"
    r"|in (?:full )?(?:force|effect))\w*|term of (?:this|the) (?:\w+ )?(?:agreement|contract|sow|order|lease|licen[cs]e)|subscription (?:term|period)"
    r"|laufzeit)\b",
    re.IGNORECASE,
)
_RUNS_FROM = re.compile(
    r"\b(?:from|after|following|upon|ab)\b (?:and including )?(?:the )?(?P<event>[\w ’'-]{3,50})", re.IGNORECASE
)
_OWN_START = re.compile(
    r"(?:\w+ )?(?:effective|commencement|start|agreement|order|sow|signature|execution|signing)\b|date (?:of (?:this|the|its|last|signature)|hereof"
    r"|first|set|stated)|\d|this\b"
    r"|(?:initial|then)\b|(?:january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
# "The Effective Date is the date of the last signature"; no figure between the two, else a day is stated after all.
_FROM_SIGNATURE = re.compile(
    r"\b(?:(?:effective|start|commencement) date|(?:this (?:\w+ )?(?:agreement|contract|sow|order|statement of work)|(?:the|its) (?:initial )?term)\b"
    r"[^.;\n\d]{0,60}?\b(?:effective|effect|force|commence\w*|begins?|starts?))\b[^.;\n\d]{0,80}?"
    r"\b(?:(?:last|final) (?:\w+ ){0,2}signature|last (?:party|of (?:the|both) parties)\b[^.;\n\d]{0,30}?\bsign\w*"
    r"|(?:signed|executed) by the last (?:party|of the parties))\b",
    re.IGNORECASE,
)
# "This Agreement takes effect on 1 February 2027": the sentence about the agreement itself, the day following.
_TAKES_EFFECT = re.compile(
    r"\b(?:(?:this|the) (?:\w+ ){0,2}?(?:agreement|contract|sow|statement of work|order|lease|licen[cs]e|services|assignment|subscription|maintenance)"
    r"|(?:the|its) (?:\w+ )?(?:term|period))\b"
    r"[^.;\n\d]{0,40}?(?:\(\d{1,3}\) \w+ and )?\b(?:takes? effect|comes? into (?:force|effect)|enters? into (?:force|effect)|(?:is|becomes?|be) effective"
    r"|commences?|begins?|starts?|runs?|is|(?:is|be) (?:valid|in force)(?: for a (?:fixed )?(?:period|term) of [\w ]{3,20})?)"
    r"(?: at [\d:.]+(?: ?[ap]\.?m\.?)?)?(?: on| as of| as from| with effect from| from)(?: and including)?(?: the)?\W{1,3}$",
    re.IGNORECASE,
)
_TODAY_NAMES = frozenset({"effective", "effective date"})


@dataclass
class Calendar:
    """Named dates by casefolded name, the start, the term and the end, each with its span in the flat text where it has one."""

    named: dict[str, DateMention] = field(default_factory=dict)
    agreed: DateMention | None = None
    start: DateMention | None = None
    stated: DateMention | None = None
    effective: DateMention | None = None
    # Other days of which a sentence says that the agreement takes effect on them.
    rivals: list[DateMention] = field(default_factory=list)
    term: Duration | None = None
    # Of a hire by the week: how many weeks it lasts, and from which day.
    weeks: int | None = None
    weeks_from: date | None = None
    end: DateMention | None = None
    ends: list[DateMention] = field(default_factory=list)

    @property
    def term_months(self) -> int | None:
        """Whole months that the contract runs, from its stated term or from its start and end."""
        if self.start and self.end and self.end.day > self.start.day:
            return months_between(self.start.day, self.end.day) or None
        return self.term.months if self.term is not None else None

    @property
    def start_is_disputed(self) -> bool:
        """Whether another day has as good a claim to be the first: a person then says which."""
        return bool(self.rivals) or bool(
            self.start and self.start is self.stated and self.agreed and self.agreed.day != self.start.day
        )

    @property
    def last_day(self) -> date | None:
        """The stated end, or the day before the term has run."""
        if self.end:
            return self.end.day
        if self.start and self.term and self.term.months:
            return add_months(self.start.day, self.term.months) - timedelta(days=1)
        return None

    def day_of(self, phrase: str) -> date | None:
        """The date behind "on the Order Date" or "as of the Effective Date"; None when the phrase names no known date."""
        lowered = phrase.casefold()
        for name in sorted(self.named, key=len, reverse=True):
            if re.search(rf"\b{re.escape(name)}\b", lowered):
                return self.named[name].day
        return None


def read_calendar(source: Source) -> Calendar:
    """The calendar of a contract. The first naming of a date wins; a date in the head is the agreement's date."""
    calendar = Calendar()
    for mention in find_dates(source.flat):
        _note(source, calendar, mention)
    _choose_start(calendar)
    calendar.term = _find_term(source, ("M", "Y"))
    weeks = _find_term(source, ("W",)) if calendar.term is None else None
    if weeks is not None:
        begun = [
            day
            for day in find_dates(source.flat[weeks.end : weeks.end + 80])
            if _BEGUN.search(source.flat, weeks.end, weeks.end + day.start)
        ]
        calendar.weeks = weeks.count
        calendar.weeks_from = begun[0].day if begun else calendar.start.day if calendar.start else None
    start = calendar.start.day if calendar.start else date.min
    calendar.end = next((mention for mention in calendar.ends if mention.day > start), None)
    return calendar


def _note(source: Source, calendar: Calendar, mention: DateMention) -> None:
    after = source.flat[mention.end : mention.end + 90]
    line = source.lines[source.line_at(mention.start)]
    before = source.flat[max(line.start, mention.start - 90) : mention.start]
    defined = _DEFINED.match(after)
    names = [defined["name"]] if defined else []
    if line.is_row or len(line.text) < 90:
        names += _labels_before(source, mention.start)
    for name in names:
        key = name.strip().casefold()
        if 3 < len(key) < 40:
            calendar.named.setdefault(key, mention)
    if _says_end(source, mention, names, before):
        calendar.ends.append(mention)
    if _TAKES_EFFECT.search(source.flat[max(line.start, mention.start - 160) : mention.start]):
        calendar.stated = calendar.stated or mention
        calendar.rivals.append(mention)
    opening = source.flat[max(line.start, mention.start - 320) : mention.start]
    of_this_one = _DATED.search(opening) and not is_of_another(opening)
    if calendar.agreed is None and mention.start < 4000 and of_this_one:
        calendar.agreed = mention


def is_of_another(before: str) -> bool:
    """Whether the words before a date say that it is the day of another agreement."""
    return _OF_ANOTHER.search(before) is not None


def _says_end(source: Source, mention: DateMention, names: list[str], before: str) -> bool:
    """Whether the words before a date, its label, or the line above it say that the contract ends on it."""
    if any(_END_NAME.search(name) for name in names) or _END_CUE.search(before):
        return True
    line = source.lines[source.line_at(mention.start)]
    above = source.flat[max(0, line.start - 120) : line.start]
    near = source.flat[max(0, mention.start - 60) : mention.start]
    in_row = line.is_row and re.search(r"\bends?\b", above, re.IGNORECASE)
    return bool(in_row or re.search(r"\bends?:?\n\W*(?:x\W*)?$", near, re.IGNORECASE))


def _labels_before(source: Source, position: int) -> list[str]:
    """The label of a cover-page row: its first cell, and the short line above it when the first cell only explains."""
    index = source.line_at(position)
    line = source.lines[index]
    head = source.flat[line.start : position]
    cell, _, rest = head.partition("\t")
    label = _LABEL.match(head)
    names = [label["name"]] if label else []
    if "\t" in head and not re.sub(r"[\W_x]", "", rest) and index:
        names.append(cell)
        above = source.lines[index - 1]
        if not above.is_row and len(above.text) < 45:
            names.append(above.text.strip(" :"))
    return names


def _choose_start(calendar: Calendar) -> None:
    for pattern in _START_NAMES.split("|"):
        found = next((mention for name, mention in calendar.named.items() if re.search(rf"\b{pattern}", name)), None)
        if found and calendar.start is None:
            calendar.start = found
    calendar.effective = next((mention for name, mention in calendar.named.items() if name in _TODAY_NAMES), None)
    # A sentence about taking effect says more than the day on which the agreement was made.
    calendar.start = calendar.start or calendar.stated or calendar.agreed
    calendar.rivals = [one for one in calendar.rivals if calendar.start and one.day != calendar.start.day]


_BEGUN = re.compile(r"\b(?:starting|beginning|commencing|from|ab|beginnend|à compter|desde|vanaf)\b", re.IGNORECASE)


def _find_term(source: Source, units: tuple[str, ...]) -> Duration | None:
    for duration in find_durations(source.flat):
        if duration.unit not in units or duration.count > 120:
            continue
        line = source.lines[source.line_at(duration.start)]
        before = source.flat[max(line.start, duration.start - 160) : duration.start]
        after = source.flat[duration.end : duration.end + 60]
        cue = list(_TERM_CUE.finditer(before))
        if _outlives(source, duration, after):
            continue
        spoken = cue and not _NOT_TERM.search(before[cue[-1].end() :]) and not _NOTICE.match(after)
        if not spoken and not _term_row(source, duration.start):
            continue
        return duration
    return None


def _outlives(source: Source, duration: Duration, after: str) -> bool:
    """Whether the sentence, or the clause it stands in, is about duties that outlast the agreement or about another period."""
    start, end = source.sentence_at(duration.start)
    sentence = source.flat[start:end]
    if _OTHER_TERM.match(after):
        return True
    if _OWN_TERM.search(sentence):
        return False
    line = source.lines[source.line_at(duration.start)]
    return bool(_AFTER_EVENT.match(after) or _SURVIVES.search(sentence) or _SURVIVES.search(line.text[:60]))


def find_signature_start(source: Source) -> tuple[int, int] | None:
    """Where the text says that the agreement is in force from the day of its last signature."""
    found = _FROM_SIGNATURE.search(source.flat)
    return found.span() if found else None


def runs_from_start(source: Source, calendar: Calendar) -> bool:
    """Whether the stated term runs from the agreement's own start, not from an event that the calendar does not know."""
    if calendar.term is None:
        return False
    start, end = source.sentence_at(calendar.term.start)
    events = [match["event"] for match in _RUNS_FROM.finditer(source.flat, start, end)]
    return all(_OWN_START.match(event) or calendar.day_of(event) is not None for event in events)


def _term_row(source: Source, position: int) -> bool:
    """Whether the length stands in the value of a cover-page row whose label, or the line above it, is about the term."""
    index = source.line_at(position)
    above = " ".join(line.text for line in source.lines[max(0, index - 2) : index] if len(line.text) < 110)
    line = source.lines[index]
    return len(line.text) < 110 and bool(
        re.search(
            r"\b(?:sow|subscription|contract|agreement)?\s*(?:term|period)\b.{0,90}\b(?:ends|lasts)",
            above + " " + line.text,
            re.I | re.S,
        )
    )
