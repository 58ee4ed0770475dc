"""Flatten: form fields and notes become part of their pages."""

from collections.abc import Sequence

from pikepdf import Array, Name, Pdf

from documents.sayings import Saying, gettext_noop
from documents.toolbox.papers import open_paper, written
from documents.toolbox.results import Work, told


def flatten(files: Sequence[bytes], *, as_copy: bool = False) -> Work:
    """Form fields, stamps and notes become part of the page as they look; links stay. Nothing can be filled in any more."""
    paper = open_paper(files[0], as_copy=as_copy)
    flattened, lost = flatten_all(paper.pdf)
    data = written(paper.pdf, signed_sha256=paper.signed_sha256)
    done = told(f"{flattened} form fields and notes became part of their pages")
    dropped = list(paper.notes)
    if lost:
        one, many = (
            gettext_noop("%(n)s note that shows nothing on the page"),
            gettext_noop("%(n)s notes that show nothing on the page"),
        )
        dropped.append(Saying.counted(lost, one, many))
    return Work((data,), (done,), tuple(dropped), {"flattened": flattened, "lost": lost}, bool(paper.signed_sha256))


def flatten_all(pdf: Pdf) -> tuple[int, int]:
    """Draws every appearance into its page. (how many, how many were dropped because they show nothing)."""
    before = sum(len(page.obj.get(Name.Annots, [])) for page in pdf.pages)
    if not before and Name.AcroForm not in pdf.Root:
        return 0, 0
    if Name.AcroForm in pdf.Root and pdf.Root.AcroForm.get(Name.NeedAppearances, False):
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
    lost = links = 0
    for page in pdf.pages:
        annotations = page.obj.get(Name.Annots)
        if annotations is None:
            continue
        kept = [item for item in annotations if item.get(Name.Subtype) == Name.Link]
        lost, links = lost + len(annotations) - len(kept), links + len(kept)
        if kept:
            page.obj.Annots = Array(kept)
        else:
            del page.obj.Annots
    if Name.AcroForm in pdf.Root:
        del pdf.Root.AcroForm
    return before - links - lost, lost
