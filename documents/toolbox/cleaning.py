"""Remove metadata: who wrote a document, with what, when, and everything else that is not on its pages."""

from collections.abc import Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from documents.sayings import Saying, Sentence, gettext_noop
from documents.toolbox.papers import open_paper, written
from documents.toolbox.results import Work

# What says nothing to anybody.
NOTHING = Sentence("")
PRIVATE = gettext_noop("private data of programs")


def clean(files: Sequence[bytes], *, as_copy: bool = False) -> Work:
    """Takes out title, author, program, dates, XMP, attachments, scripts, thumbnails and programs' private data; pages stay as they are."""
    paper = open_paper(files[0], as_copy=as_copy)
    gone = forget_everything(paper.pdf)
    data = written(paper.pdf, signed_sha256=paper.signed_sha256)
    done = Saying.of(gettext_noop("there was nothing to remove"))
    if gone:
        done = Saying.of(gettext_noop("removed: %(what)s"), what=tuple(gone))
    return Work(
        (data,), (done,), tuple(paper.notes), {"removed": [str(one) for one in gone]}, bool(paper.signed_sha256)
    )


def forget_everything(pdf: Pdf) -> list[Saying]:
    """Takes out all that is not shown on the pages; what there was, in words."""
    gone: list[Saying] = []
    if len(pdf.docinfo):
        gone.append(Saying.of(gettext_noop("title, author, program and dates")))
    if Name.Info in pdf.trailer:
        del pdf.trailer.Info
    attached = len(pdf.attachments)
    if attached:
        gone.append(Saying.counted(attached, gettext_noop("%(n)s attached file"), gettext_noop("%(n)s attached files")))
        for name in list(pdf.attachments):
            del pdf.attachments[name]
    names = pdf.Root.get(Name.Names)
    if isinstance(names, Dictionary):
        for key, words in ((Name.JavaScript, gettext_noop("scripts")), (Name.EmbeddedFiles, NOTHING)):
            if key in names:
                del names[key]
                gone += [Saying.of(words)] if words else []
    opening = pdf.Root.get(Name.OpenAction)
    if isinstance(opening, Dictionary) and opening.get(Name.S) != Name.GoTo:
        del pdf.Root.OpenAction
        gone.append(Saying.of(gettext_noop("an action on opening")))
    for key, words in ((Name.AA, gettext_noop("actions")), (Name.AF, NOTHING), (Name.PieceInfo, PRIVATE)):
        if key in pdf.Root:
            del pdf.Root[key]
            gone += [Saying.of(words)] if words else []
    gone += _forget_in_objects(pdf)
    return list({str(one): one for one in gone}.values())


def _forget_in_objects(pdf: Pdf) -> list[Saying]:
    """Metadata hangs on pages, pictures and fonts as well."""
    gone: list[Saying] = []
    words: dict[Any, Sentence] = {
        Name.Metadata: gettext_noop("XMP metadata"),
        Name.PieceInfo: PRIVATE,
        Name.LastModified: NOTHING,
        Name.Thumb: gettext_noop("thumbnails"),
    }
    for thing in pdf.objects:
        if not isinstance(thing, (Dictionary, Stream)):
            continue
        for key, what in words.items():
            if key in thing:
                del thing[key]
                gone += [Saying.of(what)] if what else []
    return gone + _forget_on_pages(pdf)


def _forget_on_pages(pdf: Pdf) -> list[Saying]:
    """Actions, attached files, and when notes were made."""
    gone: list[Saying] = []
    for page in pdf.pages:
        for key in (Name.AA, Name.AF):
            if key in page.obj:
                del page.obj[key]
        annotations = page.obj.get(Name.Annots)
        if annotations is None:
            continue
        kept = [item for item in annotations if item.get(Name.Subtype) != Name.FileAttachment]
        if len(kept) < len(annotations):
            gone.append(Saying.of(gettext_noop("files attached to pages")))
            page.obj.Annots = Array(kept)
        for item in kept:
            for key in (Name.M, Name.CreationDate, Name.AA):
                if key in item:
                    del item[key]
    return gone
