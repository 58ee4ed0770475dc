"""Takes pages out of a document for good: nothing that stays may lead to what they held."""

from collections.abc import Mapping
from typing import Any

from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Object, Pdf

from documents.sayings import Saying, gettext_noop
from documents.toolbox.carrying import (
    Key,
    bookmarks_of,
    chosen_bookmarks,
    explicit,
    labels_of,
    named_destinations,
    target_of,
    write_bookmarks,
    write_labels,
)

MAX_NESTING = 150
TAGS_STAY = gettext_noop("tags for screen readers stay with the whole document")


def take_out_pages(pdf: Pdf, doomed: set[int]) -> list[Saying]:
    """Removes these pages (from 0) with their bookmarks, links, destinations, form fields and tags.

    The removed page objects are emptied, so whatever still pointed at them finds nothing. Returns what was dropped, in words.
    """
    count = len(pdf.pages)
    places = {old: new for new, old in enumerate(number for number in range(count) if number not in doomed)}
    marks, labels = bookmarks_of(pdf), labels_of(pdf)
    gone = {pdf.pages[number].obj.objgen for number in doomed}
    dropped = _unlink(pdf, gone)
    widgets = {
        annotation.objgen
        for number in doomed
        for annotation in pdf.pages[number].obj.get(Name.Annots, [])
        if annotation.objgen
    }
    parents = {int(pdf.pages[number].obj.get(Name.StructParents, -1)) for number in doomed} - {-1}
    dropped += _drop_fields(pdf, widgets - {(0, 0)})
    dropped += _prune_tags(pdf, gone, widgets - {(0, 0)}, parents)
    objects = [pdf.pages[number].obj for number in sorted(doomed)]
    for number in sorted(doomed, reverse=True):
        del pdf.pages[number]
    for page in objects:
        for key in list(page.keys()):
            del page[key]
    kept = chosen_bookmarks(marks, places)
    if marks:
        write_bookmarks(pdf, kept)
        if len(kept) < len(marks):
            dropped.append(
                Saying.counted(
                    len(marks) - len(kept),
                    gettext_noop("%(n)s bookmark led to the pages taken out"),
                    gettext_noop("%(n)s bookmarks led to the pages taken out"),
                )
            )
    if labels is not None:
        write_labels(pdf, [label for number, label in enumerate(labels) if number not in doomed])
    return dropped


def _unlink(pdf: Pdf, gone: set[Key]) -> list[Saying]:
    """Links that led to these pages go, named destinations and the opening action too."""
    named, links = named_destinations(pdf), 0
    for page in pdf.pages:
        annotations = page.obj.get(Name.Annots)
        if page.obj.objgen in gone or not isinstance(annotations, Array):
            continue
        kept = [item for item in annotations if not _leads_to(item, named, gone)]
        if len(kept) < len(annotations):
            links += len(annotations) - len(kept)
            page.obj.Annots = Array(kept)
    names = pdf.Root.get(Name.Names)
    if isinstance(names, Dictionary) and Name.Dests in names:
        tree = NameTree(names.Dests)
        for name in [name for name, value in tree.items() if _is_gone(explicit(value, {}), gone)]:
            del tree[name]
    old = pdf.Root.get(Name.Dests)
    if isinstance(old, Dictionary):
        for key in [key for key in old.keys() if _is_gone(explicit(old[key], {}), gone)]:  # noqa: SIM118
            del old[key]
    opening = pdf.Root.get(Name.OpenAction)
    where = (
        target_of(Dictionary(Dest=opening) if isinstance(opening, Array) else Dictionary(A=opening), named)
        if opening
        else None
    )
    if where is not None and _is_gone(where, gone):
        del pdf.Root.OpenAction
    one, many = (
        gettext_noop("%(n)s link led to the pages taken out"),
        gettext_noop("%(n)s links led to the pages taken out"),
    )
    return [Saying.counted(links, one, many)] if links else []


def _leads_to(item: Object, named: Mapping[str, Object], gone: set[Key]) -> bool:
    return (
        isinstance(item, Dictionary) and item.get(Name.Subtype) == Name.Link and _is_gone(target_of(item, named), gone)
    )


def _is_gone(destination: Array | None, gone: set[Key]) -> bool:
    return destination is not None and isinstance(destination[0], Dictionary) and destination[0].objgen in gone


def _drop_fields(pdf: Pdf, widgets: set[Key]) -> list[Saying]:
    """Form fields that were shown only on the pages taken out."""
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary) or not widgets:
        return []
    before = len(form.get(Name.Fields, []))
    form.Fields = Array([field for field in form.get(Name.Fields, []) if _keeps_field(field, widgets, 0)])
    lost = before - len(form.Fields)
    one, many = (
        gettext_noop("%(n)s form field stood on the pages taken out"),
        gettext_noop("%(n)s form fields stood on the pages taken out"),
    )
    return [Saying.counted(lost, one, many)] if lost else []


def _keeps_field(field: Any, widgets: set[Key], depth: int) -> bool:
    if field.objgen in widgets:
        return False
    if Name.Kids not in field or depth > MAX_NESTING:
        return True
    kept = [kid for kid in field.Kids if _keeps_field(kid, widgets, depth + 1)]
    field.Kids = Array(kept)
    return bool(kept)


def drop_tags(pdf: Pdf) -> bool:
    """Takes all tags out; whether there were any."""
    had = Name.StructTreeRoot in pdf.Root
    for key in (Name.StructTreeRoot, Name.MarkInfo):
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        if Name.StructParents in page.obj:
            del page.obj.StructParents
    return had


def _prune_tags(pdf: Pdf, gone: set[Key], widgets: set[Key], parents: set[int]) -> list[Saying]:
    """The tags of these pages go: their words may stand in the tags themselves (/ActualText, /Alt)."""
    root = pdf.Root.get(Name.StructTreeRoot)
    if not isinstance(root, Dictionary):
        return []
    try:
        _prune(root, None, _Gone(gone, widgets), 0)
    except RecursionError:
        drop_tags(pdf)
        return [Saying.of(gettext_noop("the tags for screen readers were too deeply nested to be cut"))]
    if Name.ParentTree in root:
        tree = NumberTree(root.ParentTree)
        for number in parents & {int(key) for key in tree}:
            del tree[number]
    if Name.IDTree in root:
        del root.IDTree
    return []


class _Gone:
    def __init__(self, pages: set[Key], annotations: set[Key]) -> None:
        self.pages, self.annotations = pages, annotations


def _prune(element: Dictionary, page: Any, gone: _Gone, depth: int) -> bool:
    """Cuts what belongs to pages taken out from below an element; False when nothing is left of it."""
    if depth > MAX_NESTING:
        raise RecursionError
    page = element.get(Name.Pg, page)
    if Name.Pg in element and element.Pg.objgen in gone.pages:
        del element.Pg
    kids = element.get(Name.K)
    if kids is None:
        return page is None or page.objgen not in gone.pages
    several = list(kids) if isinstance(kids, Array) else [kids]
    kept = [kid for kid in several if _keeps_kid(kid, page, gone, depth)]
    if not kept:
        if Name.K in element:
            del element.K
        return depth == 0
    element.K = Array(kept) if len(kept) > 1 or isinstance(kids, Array) else kept[0]
    return True


def _keeps_kid(kid: Any, page: Any, gone: _Gone, depth: int) -> bool:
    if not isinstance(kid, Dictionary):
        return page is None or page.objgen not in gone.pages
    if kid.get(Name.Type) in (Name.MCR, Name.OBJR):
        own = kid.get(Name.Pg, page)
        thing = kid.get(Name.Obj)
        lost = own is not None and own.objgen in gone.pages
        return not (lost or (isinstance(thing, Dictionary) and thing.objgen in gone.annotations))
    return _prune(kid, page, gone, depth + 1)
