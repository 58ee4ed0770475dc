"""When a payment falls due, read from the words beside an amount."""

import re
from dataclasses import dataclass

from flowmono.intelligence.contracts.calendar import Calendar
from flowmono.intelligence.contracts.dates import find_dates
from flowmono.intelligence.contracts.durations import DURATION, find_durations
from flowmono.intelligence.reader import Due

SIGNATURE = re.compile(
    r"\b(?:sign(?:ing|ature|ed)?|execut(?:ion|ed|ing)|effective date|date hereof|\w*unterzeichn\w*|vertragsschluss|auftragserteilung|firma"
    r"|signature|down ?payment|up-?front"
    r"|receipt of this|commencement)\b",
    re.IGNORECASE,
)  # fmt: skip
_TRIGGER_NOUN = (
    r"(?:sign|execut|accept|approv|complet|deliver|ship|receipt|start|commenc|hand-?over|go-?live|install|achiev|submi|filing|filed|clos(?:e"
    r"|ing)|announce|send|collect|dismantl|discharg|unload|arriv|erect|take-?over|handing over|confirm|presented|presentation"
    r"|screening|premiere|opening|montage|einbau|bestätig"
    r"|(?:sow|start|order|signing|launch|closing|commencement|completion|delivery|end) date"
    r"|effective date|milestone|award|kick-?off|launch|publication|release|performance|certificate|deposit|sign-?off|adopt|agreement|contract"
    r"|order|commissioning|migration|train"
    r"|date hereof|unterzeichn|vertrags(?:ab)?schluss|bestell"
    r"|abnahme|lieferung|fertigstellung|beginn|inbetriebnahme|übergabe|auftrag|freigabe|abschluss|firma|aceptaci|entrega"
    r"|finalizaci|puesta en|recepci|inicio"
    r"|signature|réception|représentation|livraison|achèvement|mise en|démarrage|commande|phase|event|session|end of|month|quarter|project|cutover|defect"
    r"|warranty|gewährleistung|garantía|garantie)"
)  # fmt: skip
_EVENT = re.compile(
    r"\b(?P<word>upon|on or before|as of|on|after|following|at|when|once|with|bei|nach|mit|zum|zur|a la|al|tras|con la"
    r"|à l['’]issue (?:de la|de l['’]|du|des)|à la|à l['’]|lors de|après"
    r"|released?)\b"
    rf"(?P<rest>(?: [^\s.;,()\t]+(?:\.\d+)?){{0,6}}? ?[^\s.;,()\t]*{_TRIGGER_NOUN}[^.;()\t\n]{{0,90}})",
    re.IGNORECASE,
)
# "With" and "as of" date a payment only when a signature or an order follows ("with the purchase order").
_LOOSE_WORDS = frozenset({"with", "mit", "con la", "as of"})
_FIRM_TRIGGER = re.compile(
    r"\b(?:sign\w*|execut\w*|order|effective date|date hereof|unterzeichn\w*|auftrag\w*|bestellung|firma|pedido)\b",
    re.IGNORECASE,
)
_RELATION = re.compile(
    r"^\W{0,3}(?P<relation>of|after|following|from|before|prior to|preceding|nach|ab|vor|después de|tras|desde|a partir de|antes de|de(?= su\b| la\b"
    r"| las\b)|del|après"
    r"|à compter de|suivant|avant|na)\b"
    r"(?P<rest>[^.;\t\n()]{2,110})",
    re.IGNORECASE,
)
_BEFORE_WORDS = frozenset({"before", "prior to", "preceding", "vor", "antes de", "avant"})
_WEEK = re.compile(
    r"\b(?P<unit>week|month|day|woche|monat|semana|mes|semaine|mois) (?:no\.? ?|#)?(?P<number>\d{1,3})\b", re.IGNORECASE
)
_UNIT_CODE = {"w": "W", "s": "W", "m": "M", "d": "D"}
_TAIL = re.compile(
    r",? (?:and (?=(?:the|a|an|USD|EUR|\$)\b)|the (?:sum|amount|balance)|pay\b|in the amount|an amount|for (?:the )?(?:sum|amount)"
    r"|to (?:the )?(?:provider|vendor|supplier)\b"
    r"|and (?:we|I|it|they|you|this|that|holds?|will|shall)\b"
    r"|provider will|by (?:wire|bank)"
    r"|(?:is|are|ist|sind|wird|werden)? ?(?:zu (?:zahlen|bezahlen|leisten)|zahlbar|fällig|to be paid|payable|due)$"
    r"|which|shall|will|(?:client|customer) (?:shall|will)|in (?:USD|EUR|cash)|without|against presentation).*$",
    re.IGNORECASE,
)  # fmt: skip
_ACCEPTED = re.compile(
    r"\b(?:(?:on|upon|after|following|subject to|once|when|against|conditional on)\W+(?:\w+\W+){0,6}?(?:accept(?:ance|ed)|approv(?:al|ed))"
    r"|acceptance criteri\w+"
    r"|(?:bei|nach|mit) (?:\w+ )?abnahme)\b",
    re.IGNORECASE,
)
_NO_CRITERION = re.compile(
    r"\s*(?:none|no acceptance|not (?:applicable|required)|n/?a\b|nil|keine?\b|entfällt|ninguno|aucune?\b|automatic|on signature|[-–—]\s*$)",
    re.IGNORECASE,
)
_USE = re.compile(r"\b(?:per|hourly|daily|as (?:used|incurred|ordered)|time[- ]and[- ]materials?)\b", re.IGNORECASE)


# Words straight after a price that begin like a moment.
MOMENT = re.compile(
    r"[\s)]{0,3}(?:,? ?(?:(?:is|are|to be|being|shall be|will be) )?(?:invoiced|billed|charged|payable|due|paid) )?(?P<moment>(?:upon|once|when|after"
    r"|following|as soon as|nach|sobald|wenn|bei|lors de|dès|après|une fois|cuando|una vez|tras|nadat|zodra|na|bij)\b"
    r"[ ][^.;,()\t\n]{8,110})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class DueFound:
    """A due with the span of its words in the text that was searched, and whether the words are plain."""

    due: Due
    start: int
    end: int
    plain: bool = True


def find_due(text: str, calendar: Calendar) -> DueFound | None:
    """The due that a short text states: a date, a time after an event, or an event; None when it states none."""
    return (
        _event_before_its_plan(text, calendar)
        or _relative(text, calendar)
        or _dated(text)
        or _week(text)
        or _event(text, calendar)
    )


def _event_before_its_plan(after: str, calendar: Calendar) -> DueFound | None:
    """The event that decides, where a day or a length after it only says by when it is expected or how long it is waited for."""
    plan = _PLANNED.search(after)
    found = find_due(after[: plan.start()], calendar) if plan and plan.start() > 8 else None
    return found if found is not None and found.due.type == "event" else None


_PLANNED = re.compile(
    r",? (?:(?:which|that) (?:we|is|are|the \w+) )?(?:planned|scheduled|expect(?:ed|s)?|estimated|anticipated|targeted|programmed"
    r"|voraussichtlich|geplant|prévue?)\b"
    r"|,? (?:but|however|and in any (?:case|event)|at the latest|jedoch) (?:in any (?:case|event) )?(?:not|no|spätestens)? ?(?:later|latest)?",
    re.IGNORECASE,
)


def _relative(text: str, calendar: Calendar) -> DueFound | None:
    for duration in find_durations(text):
        relation = _RELATION.match(text[duration.end :])
        if relation is None:
            continue
        side = "before" if relation["relation"].casefold() in _BEFORE_WORDS else "after"
        trigger = tidy_trigger(relation["rest"])
        if trigger.casefold() in _NAMED_ABOVE:
            # "Upon signature and no later than 20 days following it"
            above = _event(text[: duration.start], calendar)
            if above and above.due.type == "event":
                trigger = re.sub(r"^\w+ | (?:and|but) (?:no|not) later than.*$", "", above.due.value or "")
        if not trigger or re.match(r"(?:the )?(?:date of )?(?:this|such|each) (?:notice|payment)", trigger):
            continue
        day = calendar.day_of(trigger) or next((mention.day for mention in find_dates(trigger)), None)
        known = f" ({day.isoformat()})" if day and not re.search(r"\d{4}", trigger) else ""
        value = f"{duration.iso} {side} {trigger}{known}"
        return DueFound(Due("relative", value), duration.start, duration.end + relation.end())
    return None


_NAMED_ABOVE = frozenset({"it", "that", "this", "such event", "that date", "such date"})


def _dated(text: str) -> DueFound | None:
    dates = find_dates(text)
    if not dates:
        return None
    first = dates[0]
    return DueFound(Due("date", first.day.isoformat()), first.start, first.end, first.sure)


def _week(text: str) -> DueFound | None:
    match = _WEEK.search(text)
    if match is None:
        return None
    unit = _UNIT_CODE[match["unit"][0].casefold()] if match["unit"].casefold() != "semana" else "W"
    return DueFound(
        Due("relative", f"P{match['number']}{unit} after project start"), match.start(), match.end(), plain=False
    )


def _event(text: str, calendar: Calendar) -> DueFound | None:
    for match in _EVENT.finditer(text):
        if DURATION.match(match["rest"].strip()) or re.match(
            r" (?:the )?(?:basis|behalf|account|rate|terms|a (?:monthly|weekly|annual))\b", match["rest"]
        ):
            continue
        if match["word"].casefold() in _LOOSE_WORDS and not _FIRM_TRIGGER.search(match["rest"]):
            continue
        phrase = tidy_trigger(match["rest"])
        day = calendar.day_of(phrase)
        if (
            day
            and re.fullmatch(r"(?:the )?[\w ]{3,30}", phrase)
            and not re.search(r"\beffective date\b", phrase, re.IGNORECASE)
        ):
            return DueFound(Due("date", day.isoformat()), match.start(), match.end())
        word = "on" if match["word"].casefold().startswith("release") else match["word"].casefold()
        return DueFound(Due("event", f"{word} {phrase}"), match.start(), match.start("rest") + len(match["rest"]))
    return None


def tidy_trigger(words: str) -> str:
    """The trigger without what follows it: "execution of this Agreement, the sum of" is "execution of this Agreement"."""
    first = re.split(r",(?! ?\d{4})", words.replace("\n", " ").strip(" ,"))[0]
    if re.fullmatch(r"(?:the )?date of (?:this|the) \w+", first):
        return first.removeprefix("the ")  # "on the date of this Agreement": without the date nothing is left of it
    short = re.sub(
        r"(?:\s(?:of|to|in|et|und|y|sowie|de|a|an|the|by|for|and|or|with|at|US|is|das|die|der|ein|eine|la|le|un))+$",
        "",
        _TAIL.sub("", first).strip(" ,:;-–—"),
    )
    return re.sub(r"\s+", " ", re.sub(r"^(?:the )?(?:date of )?(?:the )?", "", short, count=1))


def is_criterion(words: str) -> bool:
    """Whether the words of an acceptance column state a criterion, not that there is none."""
    return bool(re.search(r"[^\W\d_]{3}", words)) and not _NO_CRITERION.match(words)


def kind_of(due: Due | None, words: str, criterion: str | None = None) -> str:
    """The kind of a one-off item from its due, the words around it, and its acceptance criterion.

    What must be accepted is a milestone, also where a date says when it is to be ready.
    """
    lowered = words.casefold()
    if re.search(r"\bretention|retainage|holdback|sicherheitseinbehalt|einbehalt|retención|retenue\b", lowered):
        return "retention"
    if re.search(
        r"\bdeposit|down[ -]?payment|prepayment|advance payment|(?<!in )advance of|anzahlung|vorauszahlung|anticipo|acompte|entrega a cuenta\b",
        lowered,
    ):
        return "deposit"
    if criterion and is_criterion(criterion):
        return "milestone"
    if due is not None and (due.type == "date" or _by_the_calendar(due)):
        return "milestone" if due.type == "date" and _ACCEPTED.search(words) else "date"
    if (
        due is not None
        and SIGNATURE.search(due.value or "")
        and not re.search(r"accept|complet|milestone", due.value or "", re.IGNORECASE)
    ):
        return "on_signature"
    return "milestone"


def _by_the_calendar(due: Due) -> bool:
    """Whether a relative due is really a date: long after signature, or after a period has run."""
    match = re.match(r"P(\d+)(BD|D|W|M|Y) after (.*)", due.value or "") if due.type == "relative" else None
    if match is None:
        return False
    days = int(match[1]) * {"D": 1, "BD": 1, "W": 7, "M": 30, "Y": 365}[match[2]]
    run_out = re.match(
        r"(?:the )?(?:end|expiry|expiration|anniversary) of\b.*\b(?:period|month|quarter|year|term)\b",
        match[3],
        re.IGNORECASE,
    )
    return bool(run_out) or (days > 31 and bool(SIGNATURE.search(match[3])))
