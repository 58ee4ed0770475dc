"""Merge documents into one, with what they hold for their pages."""

from collections.abc import Sequence

import pikepdf
from pikepdf import Name, Pdf

from documents.sayings import Saying, gettext_noop
from documents.toolbox.carrying import Bookmark, bookmarks_of, labels_of, plain_labels, write_bookmarks, write_labels
from documents.toolbox.errors import ToolRefused
from documents.toolbox.limits import check_pages
from documents.toolbox.papers import Paper, open_paper, written
from documents.toolbox.results import Work, told
from flowmono.common.limited import progress


def merge(files: Sequence[bytes], *, names: Sequence[str] = (), as_copy: bool = False) -> Work:
    """All pages of all files, in their order.

    Bookmarks, links, printed page numbers, layers and form fields are kept; fields and destinations of one name get new names. With
    `names`, each file gets a bookmark above its own. Tags and attachments of the first file are kept; those of the others are not.
    """
    if len(files) < 2:
        raise ToolRefused("two_files", gettext_noop("Choose at least two files to merge."))
    if names and len(names) != len(files):
        raise ToolRefused("bad_names", gettext_noop("Give a name for each of the files, or none at all."))
    papers = [_opened(content, names[place] if names else "", as_copy=as_copy) for place, content in enumerate(files)]
    counts = [len(paper.pdf.pages) for paper in papers]
    check_pages(sum(counts))
    labels = [labels_of(paper.pdf) for paper in papers]
    marks = [bookmarks_of(paper.pdf) for paper in papers] if names else []
    first, *others = papers
    dropped = [note for paper in papers for note in paper.notes]
    for place, paper in enumerate(others, 2):
        lost = add_pages(first.pdf, paper.pdf, bookmarks=not names)
        dropped += [Saying.of(gettext_noop("%(what)s (file %(file)s)"), what=one, file=place) for one in lost]
        progress.tell(place, len(files))
    if names:
        write_bookmarks(first.pdf, _under_names(names, counts, marks))
    if any(own is not None for own in labels):
        write_labels(
            first.pdf,
            [label for own, count in zip(labels, counts, strict=True) for label in own or plain_labels(count)],
        )
    signed = next((paper.signed_sha256 for paper in papers if paper.signed_sha256), "")
    data = written(first.pdf, signed_sha256=signed)
    done = told(f"{len(files)} files merged into one of {sum(counts)} pages")
    return Work((data,), (done,), tuple(dropped), {"pages": sum(counts), "files": len(files)}, bool(signed))


def _opened(content: bytes, name: str, *, as_copy: bool) -> Paper:
    """One of several files; a refusal says which, when it has a name."""
    try:
        return open_paper(content, as_copy=as_copy)
    except ToolRefused as refusal:
        if not name:
            raise
        saying = Saying.of(gettext_noop("“%(name)s”: %(why)s"), name=name, why=refusal.saying)
        raise ToolRefused.that(refusal.code, saying) from None


def _under_names(names: Sequence[str], counts: Sequence[int], marks: Sequence[Sequence[Bookmark]]) -> list[Bookmark]:
    result, start = [], 0
    for name, count, own in zip(names, counts, marks, strict=True):
        result.append(Bookmark(name[:200], 0, start))
        for mark in own:
            page = None if mark.page is None else mark.page + start
            # A view names no objects, only figures, so it may go to another file.
            result.append(Bookmark(mark.title, mark.depth + 1, page, tuple(mark.view)))
        start += count
    return result


def add_pages(target: Pdf, source: Pdf, chosen: Sequence[int] | None = None, *, bookmarks: bool = True) -> list[Saying]:
    """Copies pages (from 0; all when None) to the end of another document; returns what could not be kept, in words."""
    start = len(target.pages)
    copied = target.add_pages_from(
        source, None if chosen is None else list(chosen), outlines="preserve" if bookmarks else "ignore"
    )
    _forget_tags(target, start)
    return _told_of_copy(source, copied, whole=chosen is None)


def _forget_tags(target: Pdf, start: int) -> None:
    """Copied pages belong to no tag of the target: their numbers in its parent tree would be somebody else's."""
    for number in range(start, len(target.pages)):
        page = target.pages[number].obj
        if Name.StructParents in page:
            del page.StructParents
        for annotation in page.get(Name.Annots, []):
            if Name.StructParent in annotation:
                del annotation.StructParent


def _told_of_copy(source: Pdf, copied: pikepdf.PageCopyResult, *, whole: bool) -> list[Saying]:
    facts: list[Saying] = []
    if copied.dropped_dests:
        facts.append(
            Saying.counted(
                len(copied.dropped_dests),
                gettext_noop("%(n)s link leads to a page that is not here"),
                gettext_noop("%(n)s links lead to pages that are not here"),
            )
        )
    if copied.renamed_fields:
        facts.append(
            Saying.counted(
                len(copied.renamed_fields),
                gettext_noop("%(n)s form field has a new name, because its own was taken"),
                gettext_noop("%(n)s form fields have new names, because theirs were taken"),
            )
        )
    if copied.partial_fields:
        facts.append(
            Saying.counted(
                len(copied.partial_fields),
                gettext_noop("%(n)s form field is here only in part"),
                gettext_noop("%(n)s form fields are here only in part"),
            )
        )
    if whole and copied.outline_items_dropped:
        facts.append(
            Saying.counted(
                copied.outline_items_dropped,
                gettext_noop("%(n)s bookmark that leads to no page of the file"),
                gettext_noop("%(n)s bookmarks that lead to no page of the file"),
            )
        )
    if whole and Name.StructTreeRoot in source.Root:
        facts.append(Saying.of(gettext_noop("tags for screen readers")))
    if whole and len(source.attachments):
        facts.append(
            Saying.counted(
                len(source.attachments), gettext_noop("%(n)s attached file"), gettext_noop("%(n)s attached files")
            )
        )
    return facts
