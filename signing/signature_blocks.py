"""Where people sign: the signature blocks of a document, found in its text and where each piece of it stands.

Two shapes cover what contracts use. A *form* block has a label with room to its right ("Signature: ____", "By:"), with the party
above and name and title below, in one column or several. A *table* block has one label for a row ("Signature") and a column for
each party ("PROVIDER: X", "CUSTOMER: Y"). A block goes to a signer only when their name, party or role is written at it;
whoever finds no block gets a box on an execution page at the end. Everything found is a suggestion that a person confirms.
"""

import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import pikepdf

from signing.dates import DATE, INITIALS, LEAST_WIDTH, NAME, TITLE, Area, open_date
from signing.execution_page import BOXES_PER_PAGE, Box, draw_execution_page
from signing.page_ends import Further, further_lines
from signing.printed_lines import begin_of_line, one_by_one
from signing.printed_names import REACH, Piece, printed_name
from signing.sealing import FieldSpec
from signing.stamps import MIN_HEIGHT, MIN_WIDTH

# What a block has besides its mark.
BESIDES = ("dated", "initialled", "named", "titled")

Run = tuple[int, float, float, float, float, int, int]

# What stands before the room for a signature, in the languages of the contracts that are read.
SIGNATURE = re.compile(
    r"(?:(?:authori[sz]ed\s+)?signature|signed(?:\s+by)?|unterschrift|firma|signature\s+autorisée|assinatura|handtekening|"
    r"podpis|allkiri|by|sign(?:ature)?\s+here)\s*(?P<end>:?)\s*(?P<line>[_.…]{3,}|)\s*",
    re.IGNORECASE,
)
# Lines that belong to a block below or beside its signature.
DETAIL = re.compile(
    r"(?:print(?:ed)?\s+name|name|initials?|title|position|date|company|notice\s+address|address|e-?mail|place|its|datum|nombre|cargo|nom)\b",
    re.IGNORECASE,
)
LINE_ONLY = re.compile(r"[_.…]{8,}")
SUFFIXES = re.compile(
    r"\b(?:inc|llc|l\.l\.c|ltd|limited|plc|gmbh|ggmbh|ag|corp|corporation|co|company|s\.?a\.?|s\.?l\.?|bv|b\.v|nv|oü|kk|k\.k|oy|ab)\b\.?",
    re.IGNORECASE,
)
MAX_BOX_WIDTH, MAX_BOX_HEIGHT = 210.0, 54.0
GAP = 1.5
LEAST_ON_LINE = 110.0  # points; a shorter line is one that the mark runs over
LEAST_UNDER = 9.0  # points; what is written under a mark has to be read
LEAST_BESIDE = 90.0  # points; a mark at the end of its line has to be read as one


@dataclass(frozen=True)
class BlockSigner:
    """Who signs: `field` is the name their field will have; `party` the company they sign for; `role` such as "customer"."""

    field: str
    name: str
    party: str = ""
    role: str = ""
    title: str = ""


@dataclass(frozen=True)
class Slot:
    """Room for one signature on a page, and what is written at it, nearest first: party above, details below."""

    page: int
    box: tuple[float, float, float, float]
    label: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    printed: str = ""  # the signatory's name as the document has it beside "Name"; empty: left open
    dated: Area | None = None  # the room beside "Date" in the same block
    initialled: Area | None = None  # the room beside "Initials" in the same block
    named: Area | None = None  # the open line beside "Name", and beside "Title"
    titled: Area | None = None
    over: tuple[tuple[str, Area], ...] = ()  # rooms such as "dated" that stand at the top of the next page

    def field_for(self, name: str, tooltip: str = "") -> FieldSpec:
        """The field of a signer of this name in this block, with what else is written there."""
        return FieldSpec(
            name,
            self.page,
            self.box,
            tooltip,
            self.printed,
            self.dated,
            self.initialled,
            named=self.named,
            titled=self.titled,
            over=self.over,
        )


@dataclass(frozen=True)
class Suggestion:
    """One field for one signer, and why: "Signature, at PROVIDER: X"."""

    signer: BlockSigner
    field: FieldSpec
    reason: str


def place_fields(
    pdf: bytes, text: str, runs: Iterable[Sequence[float]], signers: Sequence[BlockSigner]
) -> tuple[bytes, tuple[FieldSpec, ...]]:
    """The file and exactly one field for each signer, in their order.

    The file is unchanged when every signer has a block in it; otherwise it has an execution page more, with boxes for the others.
    `runs` are (page, x, y, width, height, start, end): points from the lower left, and the span in `text`.
    """
    found = {s.signer.field: s.field for s in suggest_fields(pdf, text, runs, signers)}
    others = [signer for signer in signers if signer.field not in found]
    if others:
        pdf, more = append_execution_page(pdf, others)
        found.update({field.name: field for field in more})
    return pdf, tuple(found[signer.field] for signer in signers)


def suggest_fields(
    pdf: bytes, text: str, runs: Iterable[Sequence[float]], signers: Sequence[BlockSigner]
) -> list[Suggestion]:
    """The best block for each signer that has one; no block twice. Signers without one are left out."""
    slots = find_slots(text, runs, _page_widths(pdf))
    parties = {_party(signer) for signer in signers} - {""}
    slots = _signed_above_the_party(slots, parties)
    scored = [
        (_fit(signer, slot, parties), -order, -number, signer, slot)
        for number, signer in enumerate(signers)
        for order, slot in enumerate(slots)
    ]
    taken: set[int] = set()
    done: dict[str, Suggestion] = {}
    for score, order, _, signer, slot in sorted(scored, key=lambda s: s[:3], reverse=True):
        if score <= 0 or -order in taken or signer.field in done:
            continue
        taken.add(-order)
        reason = f"“{slot.label}” at “{(slot.above or slot.below or ('',))[0]}”, page {slot.page}"
        field = slot.field_for(signer.field, f"Signature of {signer.name}")
        done[signer.field] = Suggestion(signer, field, reason)
    return [done[signer.field] for signer in signers if signer.field in done]


def _signed_above_the_party(slots: Sequence[Slot], parties: Collection[str]) -> list[Slot]:
    """The blocks, those of a column with the party under each line read downwards alone: what stands above is the block before."""
    done: list[Slot] = []
    for slot in slots:
        column = [one for one in slots if one.page == slot.page and abs(one.box[0] - slot.box[0]) < 20]
        feet = [_nearest(one.below, reversed(one.below), parties) for one in column]
        head = _nearest(column[0].above, reversed(column[0].above), parties)
        downwards = len(column) > 1 and len(head) != 1 and all(len(one) == 1 for one in feet)
        done.append(replace(slot, above=()) if downwards else slot)
    return done


def append_execution_page(pdf: bytes, signers: Sequence[BlockSigner]) -> tuple[bytes, tuple[FieldSpec, ...]]:
    """The file with one page more for every six signers, and a labelled box on it for each."""
    fields = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _, _, width, height = _media_box(document.pages[-1])
        title = str(document.docinfo.get("/Title", "")) if "/Info" in document.trailer else ""
        for start in range(0, len(signers), BOXES_PER_PAGE):
            some = signers[start : start + BOXES_PER_PAGE]
            page, boxes = draw_execution_page([Box(s.party, s.name, s.title) for s in some], width, height, title)
            with pikepdf.open(io.BytesIO(page)) as drawn:
                document.pages.extend(drawn.pages)
            number = len(document.pages)
            for signer, box in zip(some, boxes, strict=True):
                # Who is not known yet is called by their company: that is no name of a signatory.
                printed = "" if _plain(SUFFIXES.sub(" ", signer.name)) == _party(signer) else signer.name
                fields.append(FieldSpec(signer.field, number, box, f"Signature of {signer.name}", printed))
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue(), tuple(fields)


def find_slots(text: str, runs: Iterable[Sequence[float]], page_widths: Sequence[float]) -> list[Slot]:
    """Every signature block, in reading order. `page_widths` are in points, the first page's first."""
    by_page: dict[int, list[Piece]] = {}
    for piece in _pieces(text, runs):
        by_page.setdefault(piece.page, []).append(piece)
    slots = []
    for page, pieces in sorted(by_page.items()):
        if not 1 <= page <= len(page_widths):
            continue
        labels = [piece for piece in pieces if _is_label(piece)]
        following = by_page.get(page + 1, [])
        edge = _right_edge(pieces, page_widths[page - 1])
        for label in sorted(labels, key=lambda piece: (-piece.y, piece.x)):
            further = further_lines(label, pieces, following, is_label=_is_label, is_detail=_is_detail)
            whole = further.pieces or pieces
            columns = _columns(label, labels, whole)
            for index, left in enumerate(columns):
                limit = columns[index + 1] - 6 if index + 1 < len(columns) else edge
                slot = _slot(label, left, limit, whole, labels, in_table=len(columns) > 1 or left > label.right + 40)
                if slot:
                    slots.append(_put_back(slot, further))
    return slots


def _put_back(slot: Slot, further: Further) -> Slot:
    """The rooms of the block that stand on the next page, put back there."""
    rooms = {name: getattr(slot, name) for name in BESIDES}
    over = {name: room for name, room in rooms.items() if room is not None and further.is_over(room)}
    if not over:
        return slot
    put = tuple((name, further.put_back(room)) for name, room in over.items())
    return replace(slot, over=put, **dict.fromkeys(over))  # type: ignore[arg-type]  # each of these may be None


def _right_edge(pieces: Sequence[Piece], width: float) -> float:
    """How far to the right this page is written on: to its farthest word, at least as far as its left margin is wide on the other side."""
    return min(width - 36, max(max(p.right for p in pieces), width - min(p.x for p in pieces)))


def _pieces(text: str, runs: Iterable[Sequence[float]]) -> list[Piece]:
    """Runs that touch on one line, joined."""
    pieces: list[Piece] = []
    for page, x, y, width, height, start, end in runs:
        words = text[int(start) : int(end)]
        last = pieces[-1] if pieces else None
        if last and last.page == page and abs(last.y - y) < 2.5 and -1 <= x - last.right < height * 0.5:
            joined = last.text + words
            pieces[-1] = Piece(last.page, last.x, min(last.y, y), x + width, max(last.top, y + height), joined)
        elif words.strip():
            pieces.append(Piece(int(page), x, y, x + width, y + height, words))
    return [part for piece in pieces for part in one_by_one(piece)]


def _is_detail(words: str) -> bool:
    """Whether it is one of the lines of a block: "Name: Vera Ose", "Date", or a line to write on."""
    return bool(DETAIL.match(words.strip()) or LINE_ONLY.fullmatch(words.strip()))


def _is_label(piece: Piece) -> bool:
    found = SIGNATURE.fullmatch(piece.text.strip())
    if not found:
        return False
    # "By" and "Firma" are words of running text too: only with a colon or a line do they ask for a signature.
    short = piece.text.strip().lower().rstrip(" :._…") in {"by", "firma", "signed", "signed by"}
    return not short or bool(found["end"] or found["line"])


def _columns(label: Piece, labels: Sequence[Piece], pieces: Sequence[Piece]) -> list[float]:
    """Left edges of the room for signatures that this label stands for."""
    own_line = label.text.rstrip().endswith(("_", ".", "…"))
    beside = [p for p in pieces if p is not label and abs(p.middle - label.middle) < 5 and p.x > label.right]
    lines = [p.x for p in beside if LINE_ONLY.fullmatch(p.text.strip())]
    if lines:
        return sorted(lines)
    ahead = [p for p in labels if p in beside]
    if own_line or label.text.rstrip().endswith(":") or ahead:
        start = begin_of_line(label) + GAP if own_line else label.right + 6
        return [start]
    below = [p for p in pieces if 0 < label.middle - p.middle < 70]
    for row in sorted((p for p in below if abs(p.x - label.x) < 6 and DETAIL.match(p.text)), key=lambda p: -p.y):
        values = sorted(p.x for p in below if abs(p.middle - row.middle) < 5 and p.x > row.right + 6)
        if values:
            return values
    heads = [p for p in pieces if 0 < p.middle - label.middle < 70 and p.x > label.right]
    nearest = min((p.middle for p in heads), default=0.0)
    row_heads = sorted((p for p in heads if p.middle - nearest < 12), key=lambda p: p.x)
    return [p.x for p in row_heads] or [label.right + 6]


def _slot(
    label: Piece,
    left: float,
    limit: float,
    pieces: Sequence[Piece],
    labels: Sequence[Piece],
    *,
    in_table: bool,
) -> Slot | None:
    """The free room at this label from `left` on, with what is written around it; None when there is too little."""
    others = [p for p in pieces if p is not label and not LINE_ONLY.fullmatch(p.text.strip())]
    on_line = [p.x for p in others if abs(p.middle - label.middle) < 5 and p.x > left + 1]
    neighbours = [p.x for p in labels if p is not label and p.x > left + 1 and abs(p.middle - label.middle) < REACH]
    right = min([limit, left + MAX_BOX_WIDTH, *(x - 6 for x in (*on_line, *neighbours))])
    drawn = _end_of_line(label, left, pieces)
    if drawn is not None and drawn - left >= LEAST_ON_LINE:
        right = min(right, drawn)
    column = [p for p in others if p.overlaps(left if in_table else label.x - 2, right)]
    obstacles = [p for p in others if p.overlaps(left, right)]
    under = max((p.top for p in obstacles if p.middle < label.middle - 3), default=label.y - 20) + GAP
    over = min((p.y for p in obstacles if p.middle > label.middle + 3), default=label.top + 40) - GAP
    heading = min((p for p in column if 0 < p.middle - label.middle < 30), key=lambda p: p.y, default=None)
    if heading and not in_table:
        # The mark may stand beside the party's name, but not rise into the row before it.
        over = min(over, heading.top + GAP)
    if in_table:
        rows = [p.middle for p in others if abs(p.x - label.x) < 6 and p.middle < label.middle - 3]
        pitch = label.middle - max(rows, default=label.middle - 32)
        under, over = max(under, label.middle - pitch / 2 + 1), min(over, label.middle + pitch / 2 - 1)
    bottom = max(under, label.y - 12)
    top = min(over, bottom + MAX_BOX_HEIGHT)
    area: Area | None = (left, bottom, right, top)
    if right - left < MIN_WIDTH or top - bottom < MIN_HEIGHT:
        area = None if in_table else _room_on_close_line(label, left, right, others)
        area = area or (None if in_table else _room_at_the_end(label, left, limit, others))
    if area is None:
        return None
    box = (round(area[0], 2), round(area[1], 2), round(area[2], 2), round(area[3], 2))
    printed = printed_name([p for p in others if p.x < right], labels, label, left)
    words = label.text.strip(" _.…:")
    end = min(limit, left + MAX_BOX_WIDTH)
    rooms: list[Area | None] = []
    for word in (DATE, INITIALS, NAME, TITLE):
        room = open_date(pieces, labels, label, left, end, in_table=in_table, word=word)
        rooms.append(_beside(box, room) if room else None)
    above, below = _above(label, column), _below(label, column, labels)
    dated, initialled, named, titled = rooms
    return Slot(label.page, box, words, above, below, printed, dated, initialled, named, titled)


def _end_of_line(label: Piece, left: float, pieces: Sequence[Piece]) -> float | None:
    """Where the line to sign on ends that the label draws itself, or that stands beside it; None where none is drawn in the text."""
    if label.text.rstrip().endswith(("_", ".", "…")):
        return label.right
    lines = [p for p in pieces if abs(p.middle - label.middle) < 5 and LINE_ONLY.fullmatch(p.text.strip())]
    return min((p.right for p in lines if abs(p.x - left) < 6), default=None)


def _room_on_close_line(label: Piece, left: float, right: float, others: Sequence[Piece]) -> Area | None:
    """Where lines are set close: room on the line itself, after the words that end within it in the row above; None without any.

    The mark stands on its line and rises beside what is above it; the row below keeps all of its own.
    """
    bottom = max(
        [label.y - 1.0, *(p.top + 0.5 for p in others if p.overlaps(left, right) and p.middle < label.middle - 3)]
    )
    for height in (MAX_BOX_HEIGHT * 0.5, MIN_HEIGHT + 2):
        top = bottom + height
        over = [p.right for p in others if p.y < top and p.top > bottom and p.x < right and p.middle > label.middle + 3]
        begin = max([left, *(edge + 6 for edge in over)])
        if bottom < label.middle and right - begin >= LEAST_BESIDE:
            return begin, bottom, right, top
    return None


def _room_at_the_end(label: Piece, left: float, limit: float, others: Sequence[Piece]) -> Area | None:
    """Where not even the line itself has room: at its end, to the right of the lines above and below it; None without any."""
    for height in (MAX_BOX_HEIGHT * 0.75, MAX_BOX_HEIGHT * 0.5, MIN_HEIGHT + 2):
        bottom, top = label.middle - height / 2, label.middle + height / 2
        begin, end = left, limit
        for piece in sorted((p for p in others if p.y < top and p.top > bottom), key=lambda p: p.x):
            if piece.x <= begin + 6:
                begin = max(begin, piece.right + 6)
            else:
                end = min(end, piece.x - 6)
        if end - begin >= LEAST_BESIDE:
            return begin, bottom, min(end, begin + MAX_BOX_WIDTH), top
    return None


def _beside(box: Area, room: Area) -> Area | None:
    """The room for a date or a name where the mark does not stand in it: under the mark, else left of it; None when too little is left."""
    left, bottom, right, top = room
    if top <= box[1] or bottom >= box[3] or right <= box[0] or left >= box[2]:
        return room
    if box[1] - bottom >= LEAST_UNDER:
        return (left, bottom, right, round(box[1], 2))
    return (left, bottom, round(box[0] - 4, 2), top) if box[0] - 4 - left >= LEAST_WIDTH else None


def _above(label: Piece, column: Sequence[Piece]) -> tuple[str, ...]:
    """Upwards from the label to the end of the block before."""
    lines: list[str] = []
    for piece in sorted((p for p in column if 0 < p.middle - label.middle < REACH), key=lambda p: p.y):
        if DETAIL.match(piece.text.strip()) or _is_label(piece) or len(lines) == 4:
            break
        lines.append(piece.text.strip())
    return tuple(lines)


def _below(label: Piece, column: Sequence[Piece], labels: Sequence[Piece]) -> tuple[str, ...]:
    """Downwards from the label to the next block: what follows its last detail, such as "Date", is the heading of that one."""
    next_label = max((p.middle for p in labels if p.middle < label.middle - 3 and p in column), default=None)
    below = [p for p in column if 0 < label.middle - p.middle < REACH]
    if next_label is not None:
        below = [p for p in below if p.middle > next_label]
        last = min((p.middle for p in below if DETAIL.match(p.text.strip())), default=None)
        below = [p for p in below if last is None or p.middle > last - 3]
    return tuple(p.text.strip() for p in sorted(below, key=lambda p: -p.y))[:10]


def _fit(signer: BlockSigner, slot: Slot, parties: Collection[str]) -> float:
    """How sure it is that this block is this signer's; 0 when nothing says so, or when it names another of these parties.

    A name that is the party's is no person's: whoever is not known yet is called by their company.
    """
    below = _plain(" ".join(slot.below))
    name, party, role = _plain(signer.name), _party(signer), _plain(signer.role)
    score = 0.0
    if name and _plain(SUFFIXES.sub(" ", name)) not in parties and _stands(name, below):
        score += 4
    heads, foots = _nearest(slot.above, reversed(slot.above), parties), _nearest(slot.below, slot.below, parties)
    if len(foots) == 1 < len(heads):
        heads = set()  # a sentence that names everybody stands above, and the party below
    named = heads | foots  # two that differ: without details between them, nobody can say to which block a line belongs
    if named and party not in named:
        return score
    if party in heads:
        score += 3
    elif party in foots:
        score += 2
    # A role counts as a heading only ("Customer:"), because running text names every role.
    if role and any(re.match(rf"{re.escape(role)}\s*(:|$)", line.casefold()) for line in slot.above):
        score += 1.5
    return score


def _party(signer: BlockSigner) -> str:
    """For whom somebody signs, without what says the kind of company."""
    return _plain(SUFFIXES.sub(" ", signer.party))


def _nearest(lines: Iterable[str], as_read: Iterable[str], parties: Collection[str]) -> set[str]:
    """The parties named in the nearest line that names any: what stands farther off is running text. A name may be broken over lines."""
    for line in lines:
        if found := _named(line, parties):
            return found
    return _named(" ".join(as_read), parties)


def _named(text: str, parties: Collection[str]) -> set[str]:
    """Which of the parties a text names: of "Acme" and "Acme Holdings" the longer where both would fit."""
    plain = _plain(SUFFIXES.sub(" ", text))
    found = {party for party in parties if _stands(party, plain)}
    return {party for party in found if not any(party != other and _stands(party, other) for other in found)}


def _stands(words: str, text: str) -> bool:
    return f" {words} " in f" {text} "


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _page_widths(pdf: bytes) -> list[float]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [_media_box(page)[2] for page in document.pages]


def _media_box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    left, bottom, right, top = (float(value) for value in page.mediabox.as_list())
    return left, bottom, right, top
