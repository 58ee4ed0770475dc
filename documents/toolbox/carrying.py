"""What a document holds for its pages and a tool must carry along: bookmarks, page labels, title and language."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Object, Pdf, String

MAX_BOOKMARKS = 20_000
MAX_DEPTH = 60
Key = tuple[int, int]


@dataclass(frozen=True)
class Bookmark:
    """A bookmark: its depth from 0, the page (from 0; None when it leads nowhere in this file) and how the page is shown."""

    title: str
    depth: int
    page: int | None
    view: tuple[Object, ...] = ()


@dataclass(frozen=True)
class Label:
    """The printed number of one page: style as in /S of a page label ("" for none), prefix, value."""

    style: str
    prefix: str
    value: int


def page_numbers(pdf: Pdf) -> dict[Key, int]:
    """The number of each page, from 0, by its object."""
    return {page.obj.objgen: number for number, page in enumerate(pdf.pages)}


def named_destinations(pdf: Pdf) -> dict[str, Object]:
    """Explicit destinations by name, of both kinds (ISO 32000-1, 12.3.2.3)."""
    found: dict[str, Object] = {}
    names = pdf.Root.get(Name.Names)
    if isinstance(names, Dictionary) and Name.Dests in names:
        found.update({str(name): value for name, value in NameTree(names.Dests).items()})
    old = pdf.Root.get(Name.Dests)
    if isinstance(old, Dictionary):
        found.update({str(name): old[name] for name in old.keys()})  # noqa: SIM118  a PDF dictionary iterates in its own way
    return found


def explicit(destination: Any, named: Mapping[str, Object]) -> Array | None:
    """The array [page, view …] that a destination stands for."""
    if isinstance(destination, (String, Name)):
        destination = named.get(str(destination))
    if isinstance(destination, Dictionary):
        destination = destination.get(Name.D)
    return destination if isinstance(destination, Array) and len(destination) else None


def target_of(thing: Dictionary, named: Mapping[str, Object]) -> Array | None:
    """Where a bookmark or a link leads inside its file."""
    if Name.Dest in thing:
        return explicit(thing.Dest, named)
    action = thing.get(Name.A)
    if isinstance(action, Dictionary) and action.get(Name.S) == Name.GoTo:
        return explicit(action.get(Name.D), named)
    return None


def bookmarks_of(pdf: Pdf) -> list[Bookmark]:
    """All bookmarks in reading order, at most MAX_BOOKMARKS."""
    outlines = pdf.Root.get(Name.Outlines)
    if not isinstance(outlines, Dictionary) or Name.First not in outlines:
        return []
    numbers, named = page_numbers(pdf), named_destinations(pdf)
    return list(itertools.islice(_walk(outlines.First, 0, numbers, named, set()), MAX_BOOKMARKS))


def _walk(
    item: Object | None, depth: int, numbers: Mapping[Key, int], named: Mapping[str, Object], seen: set[Key]
) -> Iterator[Bookmark]:
    while isinstance(item, Dictionary) and item.objgen not in seen:
        seen.add(item.objgen)
        target = target_of(item, named)
        page: int | None = None
        view: tuple[Object, ...] = ()
        if target is not None:
            page = numbers.get(target[0].objgen) if isinstance(target[0], Dictionary) else None
            view = tuple(list(target)[1:])
        yield Bookmark(str(item.get(Name.Title, "")), depth, page, view)
        if Name.First in item and depth < MAX_DEPTH:
            yield from _walk(item.First, depth + 1, numbers, named, seen)
        item = item.get(Name.Next)


def chosen_bookmarks(bookmarks: Sequence[Bookmark], places: Mapping[int, int]) -> list[Bookmark]:
    """The bookmarks of the pages in `places` (old number → new), and those above them, which then lead nowhere."""
    kept: list[Bookmark] = []
    deeper: int | None = None
    for mark in reversed(bookmarks):
        here = places.get(mark.page) if mark.page is not None else None
        if here is None and not (deeper is not None and mark.depth < deeper):
            continue
        kept.append(Bookmark(mark.title, mark.depth, here, mark.view if here is not None else ()))
        deeper = mark.depth
    return kept[::-1]


def write_bookmarks(pdf: Pdf, bookmarks: Sequence[Bookmark]) -> None:
    """These bookmarks and no others, all closed but the first level (12.3.3)."""
    if Name.Outlines in pdf.Root:
        del pdf.Root.Outlines
    if not bookmarks:
        return
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    pages = [page.obj for page in pdf.pages]
    path: list[tuple[int, Dictionary, Dictionary | None]] = [(-1, root, None)]
    for mark in bookmarks:
        item = pdf.make_indirect(Dictionary(Title=String(mark.title)))
        if mark.page is not None:
            item.Dest = Array([pages[mark.page], *(mark.view or (Name.Fit,))])
        while path[-1][0] >= mark.depth:
            path.pop()
        depth, parent, last = path[-1]
        item.Parent = parent
        if last is None:
            parent.First = item
        else:
            last.Next, item.Prev = item, last
        parent.Last = item
        parent.Count = int(parent.get(Name.Count, 0)) + (1 if parent is root or depth < 0 else -1)
        path[-1] = (depth, parent, item)
        path.append((mark.depth, item, None))
    pdf.Root.Outlines = root


def labels_of(pdf: Pdf) -> list[Label] | None:
    """The printed number of every page, or None when the document numbers none (12.4.2)."""
    tree = pdf.Root.get(Name.PageLabels)
    if not isinstance(tree, Dictionary):
        return None
    starts = {int(start): value for start, value in NumberTree(tree).items() if isinstance(value, Dictionary)}
    labels, style, prefix, value = [], "D", "", 0
    for number in range(len(pdf.pages)):
        if number in starts:
            entry = starts[number]
            style, prefix = str(entry.get(Name.S, "/"))[1:], str(entry.get(Name.P, ""))
            value = int(entry.get(Name.St, 1)) - 1
        value += 1
        labels.append(Label(style, prefix, value))
    return labels


def plain_labels(count: int) -> list[Label]:
    """The printed numbers of a document that says nothing about them: 1, 2, 3 …"""
    return [Label("D", "", number) for number in range(1, count + 1)]


def write_labels(pdf: Pdf, labels: Sequence[Label]) -> None:
    """These printed numbers, written as runs; nothing when they are the plain ones."""
    if Name.PageLabels in pdf.Root:
        del pdf.Root.PageLabels
    if list(labels) == plain_labels(len(labels)):
        return
    entries: list[Any] = []
    before: Label | None = None
    for number, label in enumerate(labels):
        if before is None or label != Label(before.style, before.prefix, before.value + 1):
            entry = Dictionary(St=label.value)
            if label.style:
                entry.S = Name("/" + label.style)
            if label.prefix:
                entry.P = String(label.prefix)
            entries += [number, entry]
        before = label
    pdf.Root.PageLabels = pdf.make_indirect(Dictionary(Nums=Array(entries)))


def carry_description(source: Pdf, target: Pdf) -> None:
    """Title, author, subject, keywords and language go with the pages; who made the file does not."""
    for key in (Name.Title, Name.Author, Name.Subject, Name.Keywords):
        if key in source.docinfo:
            target.docinfo[key] = String(str(source.docinfo[key]))
    if Name.Lang in source.Root:
        target.Root.Lang = String(str(source.Root.Lang))


def shares_resources(pdf: Pdf) -> bool:
    """Whether pages share one resource dictionary: cut apart, each would carry the pictures of all."""
    seen: set[Key] = set()
    for page in pdf.pages:
        resources = page.obj.get(Name.Resources)
        if isinstance(resources, Dictionary):
            inner = [resources, *(value for value in (resources.get(Name.XObject),) if isinstance(value, Dictionary))]
            for thing in inner:
                if thing.objgen in seen and thing.objgen != (0, 0):
                    return True
            seen.update(thing.objgen for thing in inner)
    return False


def prune_resources(pdf: pikepdf.Pdf) -> None:
    """Pages that share resources get what they use themselves."""
    if shares_resources(pdf):
        pdf.remove_unreferenced_resources()
