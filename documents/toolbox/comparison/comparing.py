"""Compare two versions of a document, each a Word or a PDF file."""

import json
from collections.abc import Sequence

from documents.converter import ConversionRefused, TrackedChanges, convert
from documents.sayings import gettext_noop
from documents.toolbox.comparison.clauses import Block, blocks_of, blocks_of_pages
from documents.toolbox.comparison.redlining import Redline, redline
from documents.toolbox.errors import ToolRefused
from documents.toolbox.limits import MAX_COMPARED_WORDS
from documents.toolbox.papers import open_paper
from documents.toolbox.reading import page_texts
from documents.toolbox.results import Work, told

TEXT = b"\xef\xbb\xbf"


def compare(files: Sequence[bytes]) -> Work:
    """What the second file says differently from the first, clause by clause: a redline as JSON (`comparison.Redline.from_json`).

    A file that is neither Word nor PDF but begins as a text file in UTF-8 does (TEXT) is one whose every line is a paragraph.

    Open tracked changes of a Word file count as accepted. Signed files may be compared. The report's facts are the redline's counts.

    A Word file beside a PDF is read in two ways, as its paragraphs and as the pages it makes, which have its heads and feet as a
    PDF has them; the one that finds fewer words changed is given.
    """
    older, newer = (_blocks(content, place) for place, content in enumerate(files, 1))
    found = redline(older, newer)
    if _differs(found) and len({_is_pdf(content) for content in files}) == 2 and any(map(_is_word, files)):
        paged = redline(*(_paged(content, blocks) for content, blocks in zip(files, (older, newer), strict=True)))
        found = min(found, paged, key=_words_apart)
    counts = found.counts
    done = told(f"{counts['changed'] + counts['added'] + counts['removed'] + counts['moved']} clauses differ")
    words = told(f"{counts['words_inserted']} words inserted") + ", " + told(f"{counts['words_deleted']} words deleted")
    return Work((json.dumps(found.as_json(), ensure_ascii=False).encode(),), (done, words), (), counts)


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


def _is_word(content: bytes) -> bool:
    return not content.startswith(TEXT) and not _is_pdf(content)


def _differs(found: Redline) -> bool:
    return _words_apart(found) > 0


def _words_apart(found: Redline) -> int:
    return found.counts["words_inserted"] + found.counts["words_deleted"]


def _paged(content: bytes, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of a Word file as its pages show them; those of a PDF are so already."""
    if not _is_word(content):
        return blocks
    return blocks_of_pages(page_texts(convert(content, tracked=TrackedChanges.ACCEPT).pdf, own_print=True))


def _blocks(content: bytes, place: int) -> tuple[Block, ...]:
    if content.startswith(TEXT):
        blocks = blocks_of(content[len(TEXT) :].decode())
    elif _is_pdf(content):
        open_paper(content, to_change=False)
        # Whoever sends a file back could mark a clause as our print: what is compared is all that is to be seen.
        blocks = blocks_of_pages(page_texts(content, own_print=True))
        if not blocks:
            sentence = gettext_noop("File %(place)s has no text; if it is a scan, recognise its text first.")
            raise ToolRefused("no_text", sentence, place=place)
    else:
        try:
            blocks = blocks_of(convert(content, tracked=TrackedChanges.ACCEPT).text)
        except ConversionRefused as refusal:
            sentence = gettext_noop("File %(place)s: %(why)s")
            raise ToolRefused(refusal.code, sentence, place=place, why=refusal.saying) from None
    words = sum(len(block.text.split()) for block in blocks)
    if words > MAX_COMPARED_WORDS:
        sentence = gettext_noop(
            "File %(place)s has %(words)s words; at most %(most)s are compared. Compare it in parts."
        )
        raise ToolRefused("too_long", sentence, place=place, words=words, most=MAX_COMPARED_WORDS)
    return blocks
