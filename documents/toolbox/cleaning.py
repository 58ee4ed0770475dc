"""Remove metadata: who wrote a document, with what, when, and everything else that is not on its pages."""

from collections.abc import Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from documents.toolbox.papers import open_paper, written
from documents.toolbox.results import Work, told


def clean(files: Sequence[bytes], *, as_copy: bool = False) -> Work:
    """Takes out title, author, program, dates, XMP, attachments, scripts, thumbnails and programs' private data; pages stay as they are."""
    paper = open_paper(files[0], as_copy=as_copy)
    gone = forget_everything(paper.pdf)
    data = written(paper.pdf, signed_sha256=paper.signed_sha256)
    done = f"removed: {', '.join(gone)}" if gone else "there was nothing to remove"
    return Work((data,), (done,), tuple(paper.notes), {"removed": gone}, bool(paper.signed_sha256))


def forget_everything(pdf: Pdf) -> list[str]:
    """Takes out all that is not shown on the pages; what there was, in words."""
    gone: list[str] = []
    if len(pdf.docinfo):
        gone.append("title, author, program and dates")
    if Name.Info in pdf.trailer:
        del pdf.trailer.Info
    attached = len(pdf.attachments)
    if attached:
        gone.append(told(f"{attached} attached files"))
        for name in list(pdf.attachments):
            del pdf.attachments[name]
    names = pdf.Root.get(Name.Names)
    if isinstance(names, Dictionary):
        for key, words in ((Name.JavaScript, "scripts"), (Name.EmbeddedFiles, "")):
            if key in names:
                del names[key]
                gone += [words] if words else []
    opening = pdf.Root.get(Name.OpenAction)
    if isinstance(opening, Dictionary) and opening.get(Name.S) != Name.GoTo:
        del pdf.Root.OpenAction
        gone.append("an action on opening")
    for key, words in ((Name.AA, "actions"), (Name.AF, ""), (Name.PieceInfo, "private data of programs")):
        if key in pdf.Root:
            del pdf.Root[key]
            gone += [words] if words else []
    gone += _forget_in_objects(pdf)
    return list(dict.fromkeys(gone))


def _forget_in_objects(pdf: Pdf) -> list[str]:
    """Metadata hangs on pages, pictures and fonts as well."""
    gone: list[str] = []
    words: dict[Any, str] = {
        Name.Metadata: "XMP metadata",
        Name.PieceInfo: "private data of programs",
        Name.LastModified: "",
        Name.Thumb: "thumbnails",
    }
    for thing in pdf.objects:
        if not isinstance(thing, (Dictionary, Stream)):
            continue
        for key, what in words.items():
            if key in thing:
                del thing[key]
                gone += [what] if what else []
    return gone + _forget_on_pages(pdf)


def _forget_on_pages(pdf: Pdf) -> list[str]:
    """Actions, attached files, and when notes were made."""
    gone: list[str] = []
    for page in pdf.pages:
        for key in (Name.AA, Name.AF):
            if key in page.obj:
                del page.obj[key]
        annotations = page.obj.get(Name.Annots)
        if annotations is None:
            continue
        kept = [item for item in annotations if item.get(Name.Subtype) != Name.FileAttachment]
        if len(kept) < len(annotations):
            gone.append("files attached to pages")
            page.obj.Annots = Array(kept)
        for item in kept:
            for key in (Name.M, Name.CreationDate, Name.AA):
                if key in item:
                    del item[key]
    return gone
