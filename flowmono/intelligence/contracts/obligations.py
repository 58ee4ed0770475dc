"""What a compliance record lists: title, governing law, renewal, insurance, liability caps and notice windows."""

import re
from collections.abc import Sequence
from decimal import Decimal

from flowmono.intelligence.contracts.durations import Duration, find_durations
from flowmono.intelligence.contracts.money import MoneyMention
from flowmono.intelligence.contracts.source import Source
from flowmono.intelligence.reader import Obligation, Renewal

_NOT_TITLE = re.compile(
    r"^(?:exhibit|ex-|confidential|execution|certain |source:|page|\W*$|\d+$|\(translation\)|\*|dated)", re.IGNORECASE
)
_TITLE_WORD = re.compile(
    r"\b(?:agreement|contract|order(?: form)?|statement of work|sow|addendum|amendment|lease|licen[cs]e|cover page|\w*vertrag|vereinbarung|contrato"
    r"|acuerdo|contrat|accord|undertaking)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\breference (?:the|this) Agreement as:? ?[“\"„](?P<title>[^”\"“]{5,200})")
_LAW_ROW = re.compile(
    r"^(?:governing law|applicable law|anwendbares recht|geltendes recht|ley aplicable|droit applicable)\b",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"(?:governed by|construed (?:in accordance|under)|in accordance with|subject to)[^.;]{0,60}?\blaws? of (?:the )?(?P<law>(?:(?:State"
    r"|Commonwealth|Province|Republic|People['’]s Republic|Kingdom) of (?:the )?)?[A-Z][\w.'’ ]{2,40}?)(?=[,.;]| \(?(?:without|excluding"
    r"|and (?:the|each|any)|applicable|as|regardless|irrespective|in effect|\()|$)"
    r"|(?:unterliegt|gilt)[^.;]{0,40}?(?P<german>deutsche[ms]|schweizerische[ms]|österreichische[ms]) recht|(?:ley|legislación"
    r"|leyes) (?P<spanish>española|de España)|droit (?P<french>français)",
    re.IGNORECASE,
)  # fmt: skip
_AUTO = re.compile(
    r"\b(?:auto(?:matic(?:ally)?)?[- ]?(?:\w+ )?renew\w*|renew\w* automatically|successive (?:\w+ )?(?:terms|periods)|verlängert sich"
    r"|automatisch|renovará automáticamente|prórroga tácita|tacite reconduction|non-renewal notice)",
    re.IGNORECASE,
)
_INCREASE = re.compile(
    r"\b(?:increase|raise|erhöh\w*|incremento|augment\w*)\w*\b[^.;]{0,80}?(?:up to|more than|exceed\w*|by|höchstens"
    r"|um)\W+(?:\w+\W+){0,4}?(?P<percent>\d{1,2}(?:[.,]\d{1,2})?) ?\)?%",
    re.IGNORECASE,
)
_INSURANCE = re.compile(
    r"\b(?:maintain|carry|provide|obtain|procure|unterhält|mantendrá|souscri\w+)\b[^.]{0,90}\b(?:insurance|coverage|versicherung\w*|seguro"
    r"|assurance)|\bliability insurance\b",
    re.IGNORECASE,
)
_CAP = re.compile(
    r"\b(?:liability|haftung|responsabilidad|responsabilité)\b(?:[^.]|\.(?=\d)){0,160}\b(?:exceed|limited to|cap(?:ped)?|begrenzt|limitada|limitée)\b"
    r"|^(?:general|increased|unlimited)? ?cap amount",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"\b(?:terminat\w+|end this|cancel\w*|kündig\w+|resolver|rescindir|résili\w+)\b", re.IGNORECASE)


def find_title(source: Source) -> tuple[str, tuple[int, int]] | None:
    """The first heading that names a kind of agreement, within the opening lines."""
    named = _NAMED.search(source.flat[:6000])
    if named:
        return named["title"], (named.start("title"), named.end("title"))
    opening = [line for line in source.lines[:25] if not line.is_row]
    for line in opening:
        text = line.text.strip()
        if 4 < len(text) < 110 and not _NOT_TITLE.match(text) and _TITLE_WORD.search(text) and not text.endswith("."):
            return text, (line.start, line.end)
    for line in opening[:10]:
        match = re.match(
            r"(?:THIS )?(?P<title>(?:[A-Z][A-Za-z&,/-]*\s){1,6}(?:AGREEMENT|Agreement|CONTRACT|Contract))\b", line.text
        )
        if match:
            return match["title"], (line.start + match.start("title"), line.start + match.end("title"))
    return None


def find_law(source: Source) -> tuple[str, tuple[int, int]] | None:
    """The governing law in the contract's words, from a cover-page row or the clause."""
    for line in source.lines:
        if line.is_row and _LAW_ROW.match(line.cells[0]) and line.cells[1]:
            value = re.sub(r"^[(\[] ?[xX✓] ?[)\]]\s*", "", line.cells[1])
            start = line.start + line.text.index(value)
            law = re.match(r"(?:the )?(?:laws? of )?(?:the )?(?P<law>[^,.;]{2,80})", value, re.IGNORECASE)
            return (law["law"].strip() if law else value), (start, start + len(value))
    match = _LAW.search(source.flat)
    if match is None:
        return None
    said = next(group for group in (match["law"], match["german"], match["spanish"], match["french"]) if group)
    return said.strip(), (match.start(), match.end())


def find_renewal(source: Source) -> Renewal | None:
    """Automatic renewal with its notice window and the cap on price rises, where the text has them."""
    match = _AUTO.search(source.flat)
    increase = next(
        (
            found
            for found in _INCREASE.finditer(source.flat)
            if "renew" in source.flat[found.start() : found.end() + 80].casefold()
        ),
        None,
    )
    if match is None:
        return None
    line = source.lines[source.line_at(match.start())]
    start, end = (line.start, line.end) if len(line.text) < 500 else source.sentence_at(match.start())
    window = source.flat[start : min(line.end, end + 400)]
    notice = next((duration for duration in find_durations(window) if _is_notice(window, duration)), None)
    if re.search(r"\b(?:not|no) (?:be )?(?:automatic|renew)", window, re.IGNORECASE):
        return None
    days = notice.days if notice and notice.days else notice.months * 30 if notice and notice.months else None
    cap = Decimal(increase["percent"].replace(",", ".")) if increase else None
    return Renewal(True, days, cap, source.evidence(start, min(end, start + 500)))


def _is_notice(text: str, duration: Duration) -> bool:
    after = text[duration.end : duration.end + 80]
    before = text[max(0, duration.start - 60) : duration.start]
    return bool(
        re.search(r"notice|prior|before|vor (?:ablauf|ende)|antes|avant|frist", after, re.IGNORECASE)
        or re.search(r"notice|frist", before, re.IGNORECASE)
    )


def find_obligations(source: Source, money: Sequence[MoneyMention]) -> tuple[Obligation, ...]:
    """Insurance to carry, caps on liability, windows for notice of termination: each sentence once, in order."""
    found: list[Obligation] = []
    for start, end in source.sentences:
        text = source.flat[start:end]
        if len(text) > 1500:
            continue
        kind = _obligation_kind(text)
        if kind is None:
            continue
        amount = next((mention for mention in money if start <= mention.start < end), None)
        if kind in ("insurance", "liability_cap") and amount is None:
            continue
        notice = next((duration for duration in find_durations(text) if _is_notice(text, duration)), None)
        if kind == "termination_notice" and notice is None:
            continue
        found.append(
            Obligation(
                kind, re.sub(r"\s+", " ", text).strip(), source.evidence(start, end), due=notice.iso if notice and kind.endswith("notice") else None,
                amount=amount.amount if amount else None, currency=amount.currency if amount else None,
            )
        )  # fmt: skip
    return tuple(found[:60])


def _obligation_kind(text: str) -> str | None:
    if _INSURANCE.search(text):
        return "insurance"
    if _CAP.search(text):
        return "liability_cap"
    if _AUTO.search(text) and re.search(r"\bdays?|months?\b", text):
        return "renewal_notice"
    return (
        "termination_notice"
        if _NOTICE.search(text) and re.search(r"\bnotice|frist|preaviso|préavis\b", text, re.IGNORECASE)
        else None
    )
