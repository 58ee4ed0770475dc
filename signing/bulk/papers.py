"""The paper that goes to many people: brought as PDF or Word, looked at in limited children, and made the PDF that each of them gets."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

from django.conf import settings
from django.utils.translation import gettext as _

from documents.converter import Conversion, ConversionRefused, TrackedChanges
from documents.converter.sandbox import convert_in_child
from documents.finding.reading import Box, boxes_in, read_file
from documents.models import Document, Origin, TextLayer, Version, add_version
from documents.pages import MAX_PAGES, Frame, frames_in
from documents.telling import words_of
from documents.word_files import DOCX, check_word_file
from flowmono.common.refusals import Invalid
from signing import ceremony
from signing.bulk.blanks import MOST_BLANKS, UnreadableWord
from signing.bulk.child import blanks_in, filled

PDF = "application/pdf"
_WORD = re.compile(r"\S+")
# A longer document is sent all the same, its signers signing on a page at its end.
MOST_PLACED_WORDS = 30_000


@dataclass(frozen=True)
class Paper:
    """What was brought, the PDF of it, and the blanks that are filled in for each person."""

    source: Version
    pdf: Version
    blanks: tuple[str, ...] = ()


def keep_paper(document: Document, data: bytes, filename: str) -> Paper:
    """Keep a paper that somebody brought as a version of `document`, with its PDF.

    Raises Invalid (field "file"), saying what to do, for what is neither a PDF nor a Word document, or cannot be signed safely.
    """
    if data[:1024].find(b"%PDF-") >= 0:
        return _keep_pdf(document, data, filename)
    if filename.lower().endswith(".pdf"):
        raise _refused(_("This file is no PDF that can be read. Print it to PDF again and bring that."))
    check_word_file(data, filename, limit_mb=settings.UPLOAD_LIMIT_MB)
    try:
        blanks = blanks_in(data)
    except UnreadableWord as problem:
        raise _refused(_("This Word document cannot be read. Save it again in Word and bring that.")) from problem
    if len(blanks) > MOST_BLANKS:
        raise _refused(_("The document has more than %(most)s different blanks. Use fewer.") % {"most": MOST_BLANKS})
    made = converted(data)
    source = add_version(document, data, name=filename, media_type=DOCX, origin=Origin.UPLOADED)
    return Paper(source, keep_conversion(document, source, made, {}), tuple(blanks))


def _refused(words: str) -> Invalid:
    return Invalid(words, field="file")


def _keep_pdf(document: Document, data: bytes, filename: str) -> Paper:
    limit = settings.UPLOAD_LIMIT_MB
    if len(data) > limit * 1024 * 1024:
        raise _refused(
            _("The file is larger than %(limit)s MB. Split it, or compress its pictures.") % {"limit": limit}
        )
    if reasons := ceremony.sandbox.refuse_before_signing(data):
        raise _refused(_("This file cannot be signed. %(reasons)s") % {"reasons": " ".join(reasons)})
    frames = frames_in(data)
    if len(frames) > MAX_PAGES:
        raise _refused(_("The document has more than %(most)s pages. Split it.") % {"most": MAX_PAGES})
    version = add_version(document, data, name=filename, media_type=PDF, origin=Origin.UPLOADED)
    _keep_words(version, data, frames)
    return Paper(version, version)


def _keep_words(version: Version, pdf: bytes, frames: Sequence[Frame]) -> None:
    """The words of a PDF and where they stand, so that the places for signatures are found in it."""
    texts = read_file(pdf, PDF).pages
    if not any(text.strip() for text in texts):
        return
    whole, starts = "".join(texts), [0]
    for text in texts:
        starts.append(starts[-1] + len(text))
    words = [(page, start, end) for page, text in enumerate(texts, 1) for start, end in _words_in(text)]
    boxes = boxes_in(pdf, words) if len(words) <= MOST_PLACED_WORDS else []
    TextLayer.objects.create(
        version=version,
        text=whole,
        pages=[[page, start, end] for page, (start, end) in enumerate(pairwise(starts), 1)],
        runs=[_run(box, words[box.stretch], starts, whole, frames[box.page - 1]) for box in boxes],
    )


def _words_in(text: str) -> list[tuple[int, int]]:
    """Where each word of a page begins and ends."""
    return [match.span() for match in _WORD.finditer(text)]


def _run(box: Box, word: tuple[int, int, int], starts: Sequence[int], text: str, frame: Frame) -> list[float]:
    page, start, end = word
    bottom = frame.bottom + frame.height - box.y - box.height
    place = (round(value, 2) for value in (frame.left + box.x, bottom, box.width, box.height))
    first = starts[page - 1]
    # The space behind a word belongs to it, so that words which touch are joined as they are written.
    behind = 1 if text[first + end : first + end + 1] == " " else 0
    return [page, *place, first + start, first + end + behind]


def converted(docx: bytes) -> Conversion:
    """The PDF of a Word document with all its words. Raises Invalid, saying what to do, where there is none."""
    try:
        made = convert_in_child(docx, tracked=TrackedChanges.REFUSE)
    except ConversionRefused as refusal:
        raise _refused(words_of(refusal)) from refusal
    if made.account is not None and made.account.lost:
        raise _refused(
            _("Some words of this document would be missing in its PDF. Save it as PDF in Word and bring that.")
        )
    return made


def keep_conversion(document: Document, source: Version, made: Conversion, values: Mapping[str, str]) -> Version:
    """The PDF as a version, with its words and where they stand. values: what was filled in."""
    version = add_version(
        document,
        made.pdf,
        name=f"{source.name.rsplit('.', 1)[0]}.pdf",
        media_type=PDF,
        origin=Origin.CONVERTED,
        derived_from=source,
        certificate={
            "source_sha256": source.sha256,
            "engine": f"{made.engine} {made.engine_version}",
            "words": made.words,
            "words_lost": made.account.lost if made.account else 0,
            "filled": dict(values),
            "notices": [asdict(notice) for notice in made.notices],
        },
    )
    TextLayer.objects.create(
        version=version,
        text=made.text,
        pages=[[page.number, page.start, page.end] for page in made.pages],
        runs=[
            [run.page, *(round(n, 2) for n in (run.x, run.y, run.width, run.height)), run.start, run.end]
            for run in made.runs
        ],
    )
    return version


def paper_for(document: Document, source: Version, pdf: Version, values: Mapping[str, str]) -> Version:
    """The PDF for one person: the one paper where nothing is filled in, else one with these words in its blanks."""
    if not values:
        return pdf
    try:
        docx = filled(source.content(), values)
    except UnreadableWord as problem:
        raise _refused(_("This Word document cannot be read. Save it again in Word and bring that.")) from problem
    return keep_conversion(document, source, converted(docx), values)
