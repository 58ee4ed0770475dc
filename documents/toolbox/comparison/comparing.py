"""Compare two versions of a document, each a Word or a PDF file."""

import json
from collections.abc import Sequence

from documents.converter import ConversionRefused, TrackedChanges, convert
from documents.sayings import gettext_noop
from documents.toolbox.comparison.clauses import Block, blocks_of, blocks_of_pages
from documents.toolbox.comparison.redlining import redline
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
    """
    older, newer = (_blocks(content, place) for place, content in enumerate(files, 1))
    found = redline(older, newer)
    counts = found.counts
    done = told(f"{counts['changed'] + counts['added'] + counts['removed'] + counts['moved']} clauses differ")
    words = told(f"{counts['words_inserted']} words inserted") + ", " + told(f"{counts['words_deleted']} words deleted")
    return Work((json.dumps(found.as_json(), ensure_ascii=False).encode(),), (done, words), (), counts)


def _blocks(content: bytes, place: int) -> tuple[Block, ...]:
    if content.startswith(TEXT):
        blocks = blocks_of(content[len(TEXT) :].decode())
    elif b"%PDF-" in content[:1024]:
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
