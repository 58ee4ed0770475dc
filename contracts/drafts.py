"""What a draft is called: by its file until its own title is read. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence

# A title stands in type at least so much larger than the text, and says no sentence.
LARGER = 1.25
LONGEST_TITLE = 110


def title_of_file(filename: str) -> str:
    """What a draft is called until its own title is read: the file's name without its ending, in words."""
    name = filename.rsplit(".", 1)[0].replace("_", " ").replace("-", " ").strip()
    return (name[:1].upper() + name[1:])[:200]


def is_named_after(title: str, filename: str) -> bool:
    """True while a contract bears the name of its file, so that nobody has named it yet."""
    return title == title_of_file(filename)


def written_title(read: str) -> str:
    """A title as it is read in the document, on one line; one in capitals throughout is written as a sentence."""
    title = " ".join(read.split())[:200]
    return title.capitalize() if title.isupper() else title


def headline(text: str, runs: Iterable[Sequence[float]]) -> tuple[str, int, int]:
    """The words that stand first and in the largest type on the first page, such as a paragraph of Word's style "Title", and their span.

    ("", 0, 0) where nothing is set larger than the text, or a sentence is. `runs` are (page, x, y, width, height, start, end).
    """
    first = [(height, int(start), int(end)) for page, _x, _y, _w, height, start, end in runs if int(page) == 1]
    if not first:
        return "", 0, 0
    least = max(_usual(first) * LARGER, max(height for height, _start, _end in first) * 0.95)
    large = [(start, end) for height, start, end in first if height >= least]
    if not large or len(text[: large[0][0]].strip()) > LONGEST_TITLE:
        return "", 0, 0
    begin, end = large[0]
    for start, until in large[1:]:
        if text[end:start].strip():
            break
        end = until
    words = " ".join(text[begin:end].split())
    is_title = 4 < len(words) <= LONGEST_TITLE and not words.endswith((".", ":")) and any(map(str.isalpha, words))
    return (words, begin, end) if is_title else ("", 0, 0)


def title_in(text: str, runs: Sequence[Sequence[float]], read: str, at: int | None) -> str:
    """What the document is called: as it was `read` (at the letter `at`), unless that stands in the text, below a headline."""
    words, _begin, end = headline(text, runs)
    in_text = at is not None and at >= end and not _is_large(runs, at)
    return words if words and (not read or in_text) else read


def _usual(first: Sequence[tuple[float, int, int]]) -> float:
    """The height of the type in which most letters of a page are set."""
    letters = Counter[float]()
    for height, start, end in first:
        letters[round(height, 1)] += end - start
    return letters.most_common(1)[0][0]


def _is_large(runs: Sequence[Sequence[float]], at: int) -> bool:
    first = [(one[4], int(one[5]), int(one[6])) for one in runs if int(one[0]) == 1]
    return any(start <= at < end and height >= _usual(first) * LARGER for height, start, end in first)
