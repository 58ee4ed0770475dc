"""Which clause of the older version is which of the newer."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from rapidfuzz.distance import Indel

from documents.toolbox.comparison.clauses import Block

# Clauses that share less are two different ones; one that stands elsewhere must share more, and be long enough to be known.
ALIKE, MOVED, LONG_ENOUGH = 0.45, 0.75, 5
SAME_LABEL = 0.15
MOST_IN_A_GAP = 80
MOST_WORD_PAIRS = 200_000_000
Pair = tuple[int | None, int | None]


def align(old: Sequence[Block], new: Sequence[Block]) -> tuple[list[Pair], set[tuple[int, int]]]:
    """Pairs (place in old, place in new; None for one that is only in the other) in the order of the new version, and which of
    them moved: a pair that moved is listed where it now stands, and (place, None) where it stood."""
    pairs: list[Pair] = []
    matcher = SequenceMatcher(None, [block.key for block in old], [block.key for block in new], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            pairs += _gap(old, new, range(i1, i2), range(j1, j2))
    moved = _moved(old, new, pairs)
    arrived = {j: i for i, j in moved}
    pairs = [(arrived[j], j) if i is None and j in arrived else (i, j) for i, j in pairs]
    return pairs, moved


def with_same_cuts(old: Sequence[Block], new: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Both versions without paragraph ends that only one of them has between the same words: a PDF does not say where its
    paragraphs end, nor whether a number at the edge begins a clause or belongs to the sentence."""
    matcher = SequenceMatcher(None, [block.key for block in old], [block.key for block in new], autojunk=False)
    left: list[Block] = []
    right: list[Block] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        ours, theirs = list(old[i1:i2]), list(new[j1:j2])
        if kind == "replace":
            ours, theirs = _joined_alike(ours, theirs)
        left += ours
        right += theirs
    return left, right


def _joined_alike(ours: list[Block], theirs: list[Block]) -> tuple[list[Block], list[Block]]:
    one = [word for block in ours for word in block.words]
    other = [word for block in theirs for word in block.words]
    if len(one) * len(other) > MOST_WORD_PAIRS:
        return ours, theirs
    there: dict[int, int] = {}
    for step in Indel.opcodes(one, other):
        if step.tag == "equal":
            there.update(zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True))
    back = {theirs_at: ours_at for ours_at, theirs_at in there.items()}
    starts, their_starts = _starts(ours), _starts(theirs)
    return _joined(ours, starts, there, set(their_starts)), _joined(theirs, their_starts, back, set(starts))


def _starts(blocks: Sequence[Block]) -> list[int]:
    """The number of the first word of each block."""
    starts, at = [], 0
    for block in blocks:
        starts.append(at)
        at += len(block.words)
    return starts


def _joined(
    blocks: Sequence[Block], starts: Sequence[int], there: dict[int, int], their_starts: set[int]
) -> list[Block]:
    joined: list[Block] = []
    for block, start in zip(blocks, starts, strict=True):
        before, here = there.get(start - 1), there.get(start)
        goes_on = before is not None and here == before + 1 and here not in their_starts
        if joined and goes_on:
            joined[-1] = Block(joined[-1].label, " ".join(filter(None, (joined[-1].text, block.label, block.text))))
        else:
            joined.append(block)
    return joined


def likeness(one: Block, other: Block) -> float:
    """0 to 1: how many words two blocks share in the same order; the same label counts a little."""
    alike: float = Indel.normalized_similarity(one.key.split(), other.key.split())
    return alike + (SAME_LABEL if one.label and one.label == other.label else 0.0)


def _gap(old: Sequence[Block], new: Sequence[Block], left: range, right: range) -> list[Pair]:
    """The best pairing that keeps the order, by the sum of likeness."""
    if not left or not right or len(left) > MOST_IN_A_GAP or len(right) > MOST_IN_A_GAP:
        return [*((i, None) for i in left), *((None, j) for j in right)]
    rows, columns = len(left), len(right)
    scores = [[likeness(old[i], new[j]) for j in right] for i in left]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            paired = scores[row][column] + best[row + 1][column + 1] if scores[row][column] >= ALIKE else 0.0
            best[row][column] = max(paired, best[row + 1][column], best[row][column + 1])
    return list(_followed(left, right, scores, best))


def _followed(left: range, right: range, scores: list[list[float]], best: list[list[float]]) -> Iterator[Pair]:
    row = column = 0
    while row < len(left) or column < len(right):
        if row < len(left) and column < len(right):
            score = scores[row][column]
            if score >= ALIKE and best[row][column] == score + best[row + 1][column + 1]:
                yield left[row], right[column]
                row, column = row + 1, column + 1
                continue
        if row < len(left) and (column == len(right) or best[row][column] == best[row + 1][column]):
            yield left[row], None
            row += 1
        else:
            yield None, right[column]
            column += 1


def _moved(old: Sequence[Block], new: Sequence[Block], pairs: Sequence[Pair]) -> set[tuple[int, int]]:
    """What is gone in one place and come in another."""
    gone = [i for i, j in pairs if j is None and i is not None and len(old[i].key.split()) >= LONG_ENOUGH]
    come = [j for i, j in pairs if i is None and j is not None and len(new[j].key.split()) >= LONG_ENOUGH]
    if len(gone) * len(come) > MOST_IN_A_GAP * MOST_IN_A_GAP * 4:
        return set()
    ranked = sorted(((likeness(old[i], new[j]), i, j) for i in gone for j in come), key=lambda found: -found[0])
    moved: set[tuple[int, int]] = set()
    taken_old, taken_new = set[int](), set[int]()
    for alike, i, j in ranked:
        if alike < MOVED:
            break
        if i not in taken_old and j not in taken_new:
            moved.add((i, j))
            taken_old.add(i)
            taken_new.add(j)
    return moved
