"""Reorder, rotate, delete, insert and extract pages."""

from collections.abc import Sequence

from pikepdf import Name, Pdf

from documents.sayings import Saying, gettext_noop
from documents.toolbox.carrying import (
    bookmarks_of,
    carry_description,
    chosen_bookmarks,
    labels_of,
    plain_labels,
    prune_resources,
    write_bookmarks,
    write_labels,
)
from documents.toolbox.errors import ToolRefused
from documents.toolbox.limits import check_pages
from documents.toolbox.merging import add_pages
from documents.toolbox.papers import open_paper, written
from documents.toolbox.pruning import TAGS_STAY, take_out_pages
from documents.toolbox.results import Work, told
from documents.toolbox.selecting import select_pages


def reorder(files: Sequence[bytes], *, order: str, as_copy: bool = False) -> Work:
    """The same pages in another order; each page of the document must be named exactly once. Everything is kept."""
    paper = open_paper(files[0], as_copy=as_copy)
    pdf, count = paper.pdf, len(paper.pdf.pages)
    wanted = select_pages(order, count)
    if sorted(wanted) != list(range(count)):
        sentence = gettext_noop(
            "The order must name every page once, from 1 to %(count)s. To leave pages out, delete or extract them."
        )
        raise ToolRefused("bad_order", sentence, count=count)
    labels = labels_of(pdf)
    pages = list(pdf.pages)
    del pdf.pages[:]
    for number in wanted:
        pdf.pages.append(pages[number])
    if labels is not None:
        write_labels(pdf, [labels[number] for number in wanted])
    moved = sum(1 for new, old in enumerate(wanted) if new != old)
    done = f"{moved} of {count} pages stand in another place"
    return _worked(written(pdf, signed_sha256=paper.signed_sha256), done, paper.notes, paper.signed_sha256, moved=moved)


def rotate(files: Sequence[bytes], *, degrees: int, pages: str = "all", as_copy: bool = False) -> Work:
    """Turns pages clockwise by 90, 180 or 270 degrees, on top of how they stand. Everything is kept."""
    if degrees % 90 or not degrees % 360:
        raise ToolRefused("bad_angle", gettext_noop("Pages turn by 90, 180 or 270 degrees. Choose one of these."))
    paper = open_paper(files[0], as_copy=as_copy)
    chosen = sorted(set(select_pages(pages, len(paper.pdf.pages))))
    for number in chosen:
        paper.pdf.pages[number].rotate(degrees % 360, relative=True)
    done = f"{len(chosen)} pages turned by {degrees % 360} degrees"
    data = written(paper.pdf, signed_sha256=paper.signed_sha256)
    return _worked(data, done, paper.notes, paper.signed_sha256, turned=len(chosen))


def delete(files: Sequence[bytes], *, pages: str, as_copy: bool = False) -> Work:
    """Takes pages out for good: their content, bookmarks, links, form fields and tags are no longer in the file."""
    paper = open_paper(files[0], as_copy=as_copy)
    doomed = set(select_pages(pages, len(paper.pdf.pages)))
    if len(doomed) == len(paper.pdf.pages):
        raise ToolRefused("no_pages", gettext_noop("That would delete every page. Leave at least one."))
    prune_resources(paper.pdf)
    dropped = take_out_pages(paper.pdf, doomed)
    data = written(paper.pdf, signed_sha256=paper.signed_sha256)
    done = f"{len(doomed)} pages taken out"
    return _worked(data, done, [*paper.notes, *dropped], paper.signed_sha256, deleted=len(doomed))


def insert(files: Sequence[bytes], *, before: int, pages: str = "all", as_copy: bool = False) -> Work:
    """Pages of the second file, put into the first before its page `before` (from 1; one more than its last puts them at the end)."""
    if len(files) != 2:
        sentence = gettext_noop("Give two files: the document, and the one whose pages go into it.")
        raise ToolRefused("two_files", sentence)
    # The pages of a signed file come in as pictures of what was signed; the file itself stays, so nobody needs to ask for a copy.
    paper, other = open_paper(files[0], as_copy=as_copy), open_paper(files[1], as_copy=True)
    pdf, count = paper.pdf, len(paper.pdf.pages)
    if not 1 <= before <= count + 1:
        sentence = gettext_noop("There is no page %(page)s to stand before; choose 1 to %(last)s.")
        raise ToolRefused("bad_before", sentence, page=before, last=count + 1)
    chosen = select_pages(pages, len(other.pdf.pages))
    check_pages(count + len(chosen))
    labels = labels_of(pdf)
    prune_resources(other.pdf)
    dropped = add_pages(pdf, other.pdf, chosen)
    new = list(pdf.pages)[count:]
    del pdf.pages[count:]
    for offset, page in enumerate(new):
        pdf.pages.insert(before - 1 + offset, page)
    if labels is not None:
        write_labels(pdf, [*labels[: before - 1], *plain_labels(len(new)), *labels[before - 1 :]])
    signed = paper.signed_sha256
    done = f"{len(new)} pages inserted before page {before}"
    return _worked(
        written(pdf, signed_sha256=signed), done, [*paper.notes, *other.notes, *dropped], signed, inserted=len(new)
    )


def extract(files: Sequence[bytes], *, pages: str, as_copy: bool = False) -> Work:
    """A new document of these pages, in the order written."""
    paper = open_paper(files[0], as_copy=as_copy)
    chosen = select_pages(pages, len(paper.pdf.pages))
    check_pages(len(chosen))
    prune_resources(paper.pdf)
    data, dropped = part_of(paper.pdf, chosen, paper.signed_sha256)
    done = f"{len(chosen)} pages extracted"
    return _worked(data, done, [*paper.notes, *dropped], paper.signed_sha256, extracted=len(chosen))


def part_of(pdf: Pdf, chosen: Sequence[int], signed_sha256: str = "") -> tuple[bytes, list[Saying]]:
    """A document of these pages with their bookmarks, links, printed numbers and form fields, and what was dropped."""
    part = Pdf.new()
    dropped = add_pages(part, pdf, chosen, bookmarks=False)
    places = {old: new for new, old in reversed(list(enumerate(chosen)))}
    write_bookmarks(part, chosen_bookmarks(bookmarks_of(pdf), places))
    labels = labels_of(pdf)
    if labels is not None:
        write_labels(part, [labels[number] for number in chosen])
    carry_description(pdf, part)
    if Name.StructTreeRoot in pdf.Root:
        dropped.append(Saying.of(TAGS_STAY))
    return written(part, signed_sha256=signed_sha256), dropped


def _worked(data: bytes, done: str, dropped: Sequence[Saying], signed: str, **facts: int) -> Work:
    return Work((data,), (told(done),), tuple(dropped), facts, bool(signed))
