"""PDF/A-2b for the archive (ISO 19005-2): what can be put right is, what cannot is the reason why there is no archive file.

The file claims to be PDF/A only when every rule checked here holds. What is not checked is said in the report: no outside
validator looks at the file.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from documents.converter.pdf.metadata import SRGB, About, xmp
from documents.sayings import Saying, gettext_noop
from documents.toolbox.carrying import Key
from documents.toolbox.errors import ToolRefused
from documents.toolbox.papers import CLAIM, open_paper, written
from documents.toolbox.results import Work

MAX_NESTING = 30
MOST_REASONS = 8
# A width may differ from the font program's by so many thousandths (6.2.11.5).
WIDTH_TOLERANCE = 1.0
PRINTED, HIDING = 4, 1 | 2 | 32 | 256
ALLOWED_ACTIONS = frozenset({"/GoTo", "/GoToR", "/GoToE", "/URI", "/SubmitForm", "/Thread", "/Named"})
ALLOWED_NAMED = frozenset({"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"})
FORBIDDEN_NOTES = frozenset({"/3D", "/Sound", "/Screen", "/Movie", "/FileAttachment"})
BLENDS = frozenset(
    {
        "/Normal",
        "/Compatible",
        "/Multiply",
        "/Screen",
        "/Overlay",
        "/Darken",
        "/Lighten",
        "/ColorDodge",
        "/ColorBurn",
        "/HardLight",
        "/SoftLight",
        "/Difference",
        "/Exclusion",
        "/Hue",
        "/Saturation",
        "/Color",
        "/Luminosity",
    }
)
NOT_ARCHIVABLE = gettext_noop(
    "This file cannot become PDF/A: %(reasons)s. Make it anew from its source with embedded fonts, or print it to PDF."
)
NOT_CHECKED = "widths and encodings of simple fonts against their programs, syntax of content streams; no outside validator has run"


def archive(files: Sequence[bytes], *, as_copy: bool = False) -> Work:
    """The document as PDF/A-2b: colours tied to sRGB, metadata written anew, scripts and other forbidden actions taken out.

    Refused, with every reason found: fonts that are not embedded, colours for printing presses (CMYK) without a profile, attached files,
    sound, film and notes that show nothing.
    """
    paper = open_paper(files[0], as_copy=as_copy)
    pdf = paper.pdf
    if Name.AcroForm in pdf.Root and pdf.Root.AcroForm.get(Name.NeedAppearances, False):
        pdf.generate_appearance_streams()
    mended = list(dict.fromkeys([*_mend_document(pdf), *_mend_objects(pdf), *_mend_notes(pdf)]))
    reasons = list({str(reason): reason for reason in _reasons(pdf)}.values())
    if reasons:
        raise ToolRefused("not_archivable", NOT_ARCHIVABLE, reasons=_first_of(reasons))
    _describe(pdf, paper.signed_sha256)
    data = written(pdf)
    notes = [note for note in paper.notes if note.sentence != CLAIM]
    done = ("made PDF/A-2b", *mended)
    facts = {"conformance": "PDF/A-2b", "mended": mended, "not_checked": NOT_CHECKED}
    return Work((data,), done, tuple(notes), facts, bool(paper.signed_sha256))


# What can be put right


def _mend_document(pdf: Pdf) -> Iterator[str]:
    root = pdf.Root
    names = root.get(Name.Names)
    if isinstance(names, Dictionary) and Name.JavaScript in names:
        del names.JavaScript
        yield "scripts taken out"
    if Name.AA in root:
        del root.AA
        yield "actions taken out"
    opening = root.get(Name.OpenAction)
    if isinstance(opening, Dictionary) and not _is_allowed(opening):
        del root.OpenAction
        yield "an action on opening taken out"
    for key in (Name.Requirements, Name.Perms):
        if key in root:
            del root[key]
    form = root.get(Name.AcroForm)
    if isinstance(form, Dictionary) and Name.NeedAppearances in form:
        del form.NeedAppearances
    layers = root.get(Name.OCProperties)
    if isinstance(layers, Dictionary):
        for config in [layers.get(Name.D), *layers.get(Name.Configs, [])]:
            if isinstance(config, Dictionary):
                config.Name = config.get(Name.Name, String("Layers"))
                if Name.AS in config:
                    del config.AS


# Entries that an archive may not have, by the kind of object, and what is said when one is taken out.
_SUBTYPES: dict[str, tuple[Any, ...]] = {
    "/Image": (Name.Alternates, Name.OPI),
    "/Form": (Name.OPI, Name.PS, Name.Subtype2, Name.Ref),
}
_TYPES: dict[str, tuple[Any, ...]] = {
    "/FontDescriptor": (Name.CIDSet, Name.CharSet),
    "/ExtGState": (Name.TR, Name.TR2, Name.HTP, Name.HT),
}


def _mend_objects(pdf: Pdf) -> Iterator[str]:
    for thing in pdf.objects:
        if not isinstance(thing, (Dictionary, Stream)):
            continue
        kind, type_ = str(thing.get(Name.Subtype, "")), str(thing.get(Name.Type, ""))
        if kind == "/Image" and thing.get(Name.Interpolate, False):
            thing.Interpolate = False
            yield "pictures are no longer smoothed by the viewer"
        if kind == "/CIDFontType2" and Name.CIDToGIDMap not in thing:
            thing.CIDToGIDMap = Name.Identity
        for key in (*_SUBTYPES.get(kind, ()), *_TYPES.get(type_, ())):
            if key in thing:
                del thing[key]
                if type_ == "/ExtGState":
                    yield "settings for printing presses taken out"


def _mend_notes(pdf: Pdf) -> Iterator[str]:
    for page in pdf.pages:
        if Name.AA in page.obj:
            del page.obj.AA
            yield "actions taken out"
        for note in page.obj.get(Name.Annots, []):
            if not isinstance(note, Dictionary):
                continue
            if Name.AA in note:
                del note.AA
                yield "actions taken out"
            action = note.get(Name.A)
            if isinstance(action, Dictionary) and not _is_allowed(action):
                del note.A
                yield "forbidden actions of links and buttons taken out"
            if note.get(Name.Subtype) != Name.Popup:
                note.F = (int(note.get(Name.F, 0)) | PRINTED) & ~HIDING


def _is_allowed(action: Dictionary) -> bool:
    kind = str(action.get(Name.S, ""))
    if Name.Next in action:
        return False
    return kind in ALLOWED_ACTIONS and (kind != "/Named" or str(action.get(Name.N, "")) in ALLOWED_NAMED)


def _describe(pdf: Pdf, signed_sha256: str) -> None:
    """Info and XMP say the same, and that the file is PDF/A-2b; the colours are tied to sRGB (6.2.3, 6.6)."""
    info = pdf.docinfo
    said = {key: str(info.get(key, "")) for key in ("/Title", "/Author", "/Subject", "/Keywords")}
    if signed_sha256:
        said["/Subject"] = f"Copy of a signed document; it is no longer the signed original (SHA-256 {signed_sha256})."
    about = About.of(
        said["/Title"], said["/Author"], said["/Subject"], said["/Keywords"], str(pdf.Root.get(Name.Lang, ""))
    )
    pdf.trailer.Info = pdf.make_indirect(Dictionary(Producer=String("Flowmono")))
    told = {
        Name.Title: about.title,
        Name.Author: about.author,
        Name.Subject: about.subject,
        Name.Keywords: about.keywords,
    }
    for key, words in told.items():
        if words:
            pdf.docinfo[key] = String(words)
    pdf.Root.Metadata = pdf.make_stream(xmp(about), Type=Name.Metadata, Subtype=Name.XML)
    profile = pdf.make_stream(SRGB, N=3, Alternate=Name.DeviceRGB)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
                RegistryName=String("http://www.color.org"),
                Info=String("sRGB IEC61966-2.1"),
                DestOutputProfile=pdf.make_indirect(profile),
            )
        ]
    )


# What cannot


def _first_of(reasons: Sequence[Saying]) -> tuple[Saying, ...]:
    """The reasons that are told, and how many more there are."""
    left = len(reasons) - MOST_REASONS
    more = (Saying.of(gettext_noop("further reasons: %(count)s"), count=left),) if left > 0 else ()
    return (*reasons[:MOST_REASONS], *more)


def _reasons(pdf: Pdf) -> Iterator[Saying]:
    if len(pdf.attachments) == 1:
        yield Saying.of(gettext_noop("it carries an attached file (“Remove hidden data” takes it out)"))
    elif len(pdf.attachments):
        sentence = gettext_noop("it carries %(count)s attached files (“Remove hidden data” takes them out)")
        yield Saying.of(sentence, count=len(pdf.attachments))
    seen: set[Key] = set()
    for number, page in enumerate(pdf.pages, 1):
        resources = page.obj.get(Name.Resources)
        yield from _of_resources(resources, seen, 0)
        yield from _of_content(page.obj, number)
        for note in page.obj.get(Name.Annots, []):
            if isinstance(note, Dictionary):
                yield from _of_note(note, number, seen)


def _of_note(note: Dictionary, number: int, seen: set[Key]) -> Iterator[Saying]:
    kind = str(note.get(Name.Subtype, ""))
    if kind in FORBIDDEN_NOTES:
        yield Saying.of(gettext_noop("page %(page)s carries sound, film or an attached file"), page=number)
    appearance = note.get(Name.AP)
    sides = [float(side) for side in note.get(Name.Rect, [0, 0, 0, 0])]
    is_seen = len(sides) == 4 and sides[0] != sides[2] and sides[1] != sides[3]
    if kind not in ("/Popup", "/Link") and is_seen and not isinstance(appearance, Dictionary):
        sentence = gettext_noop("a note or field on page %(page)s has no drawing of its own (use “Flatten” first)")
        yield Saying.of(sentence, page=number)
    if isinstance(appearance, Dictionary):
        for drawn in appearance.values():
            for form in (
                [drawn] if isinstance(drawn, Stream) else list(drawn.values()) if isinstance(drawn, Dictionary) else []
            ):
                if isinstance(form, Stream):
                    yield from _of_resources(form.get(Name.Resources), seen, 1)


def _of_content(page: Any, number: int) -> Iterator[Saying]:
    """Colours set by operators rather than by resources (8.6.8)."""
    try:
        for _ in pikepdf.parse_content_stream(page, "k K"):
            yield Saying.of(gettext_noop("page %(page)s sets colours for printing presses (CMYK)"), page=number)
            return
    except pikepdf.PdfError:
        yield Saying.of(gettext_noop("page %(page)s cannot be read to its end"), page=number)


def _of_resources(resources: Any, seen: set[Key], depth: int) -> Iterator[Saying]:
    if not isinstance(resources, Dictionary) or depth > MAX_NESTING:
        return
    for font in _each(resources, Name.Font, seen):
        yield from _of_font(font, seen, depth)
    for space in _each(resources, Name.ColorSpace, seen):
        yield from _of_space(space, 0)
    for state in _each(resources, Name.ExtGState, seen):
        blend = state.get(Name.BM) if isinstance(state, Dictionary) else None
        modes = list(blend) if isinstance(blend, Array) else [blend] if blend is not None else []
        if not all(str(mode) in BLENDS for mode in modes):
            yield Saying.of(gettext_noop("it mixes colours in a way that is no standard"))
    for drawing in [*_each(resources, Name.XObject, seen), *_each(resources, Name.Pattern, seen)]:
        if isinstance(drawing, Stream):
            yield from _of_drawing(drawing, seen, depth)


def _each(resources: Dictionary, key: Any, seen: set[Key]) -> list[Any]:
    """The entries of one kind that were not looked at yet."""
    entries = resources.get(key)
    found = []
    for thing in entries.values() if isinstance(entries, Dictionary) else ():
        where = getattr(thing, "objgen", (0, 0))
        if where == (0, 0) or where not in seen:
            seen.add(where)
            found.append(thing)
    return found


def _of_drawing(drawing: Stream, seen: set[Key], depth: int) -> Iterator[Saying]:
    kind = drawing.get(Name.Subtype)
    if kind == Name.PS:
        yield Saying.of(gettext_noop("it carries PostScript"))
    if kind == Name.Image:
        yield from _of_space(drawing.get(Name.ColorSpace), 0)
        mask = drawing.get(Name.SMask)
        if isinstance(mask, Stream) and mask.get(Name.Interpolate, False):
            mask.Interpolate = False
        return
    group = drawing.get(Name.Group)
    if isinstance(group, Dictionary):
        yield from _of_space(group.get(Name.CS), 0)
    try:
        if kind == Name.Form or drawing.get(Name.PatternType) == 1:
            for _ in pikepdf.parse_content_stream(drawing, "k K"):
                yield Saying.of(gettext_noop("a drawing sets colours for printing presses (CMYK)"))
                break
    except pikepdf.PdfError:
        yield Saying.of(gettext_noop("a drawing cannot be read to its end"))
    yield from _of_resources(drawing.get(Name.Resources), seen, depth + 1)


def _of_space(space: Any, depth: int) -> Iterator[Saying]:
    """Press colours need a profile of their own (6.2.4.3)."""
    if space == Name.DeviceCMYK:
        yield Saying.of(gettext_noop("it has colours for printing presses (CMYK) without a profile"))
    elif isinstance(space, Array) and len(space) and depth < 5:
        if space[0] == Name.ICCBased and int(space[1].get(Name.N, 0)) not in (1, 3, 4):
            yield Saying.of(gettext_noop("a colour profile is broken"))
        inner = {"/Indexed": 1, "/Pattern": 1, "/Separation": 2, "/DeviceN": 2}.get(str(space[0]))
        if inner is not None and len(space) > inner:
            yield from _of_space(space[inner], depth + 1)


def _of_font(font: Any, seen: set[Key], depth: int) -> Iterator[Saying]:
    if not isinstance(font, Dictionary):
        return
    name = str(font.get(Name.BaseFont, "/?"))[1:].split("+")[-1]
    kind = font.get(Name.Subtype)
    if kind == Name.Type3:
        yield from _of_resources(font.get(Name.Resources), seen, depth + 1)
        return
    bearer: Any = font
    if kind == Name.Type0:
        children = font.get(Name.DescendantFonts)
        bearer = children[0] if isinstance(children, Array) and len(children) else Dictionary()
        encoding = font.get(Name.Encoding)
        if not isinstance(encoding, Stream) and str(encoding) not in ("/Identity-H", "/Identity-V"):
            yield Saying.of(gettext_noop("the font %(font)s has an encoding that is not in the file"), font=name)
    descriptor = bearer.get(Name.FontDescriptor)
    programs = (
        [descriptor.get(key) for key in (Name.FontFile, Name.FontFile2, Name.FontFile3)]
        if isinstance(descriptor, Dictionary)
        else []
    )
    program = next((found for found in programs if isinstance(found, Stream)), None)
    if program is None:
        yield Saying.of(gettext_noop("the font %(font)s is not embedded"), font=name)
    elif _can_be_measured(bearer) and not _widths_agree(bearer, program):
        yield Saying.of(gettext_noop("the widths of the font %(font)s are not those of its letters"), font=name)


def _can_be_measured(font: Dictionary) -> bool:
    return bool(font.get(Name.Subtype) == Name.CIDFontType2 and font.get(Name.CIDToGIDMap) == Name.Identity)


def _widths_agree(font: Dictionary, program: Stream) -> bool:
    """Whether the widths given are those of the glyphs, for every glyph listed."""
    try:
        face = hb.Face(program.read_bytes())
        measured, units = hb.Font(face), face.upem or 1000
    except (ValueError, RuntimeError, pikepdf.PdfError):
        return False
    entries, place = list(font.get(Name.W, [])), 0
    while place + 1 < len(entries):
        first, second = int(entries[place]), entries[place + 1]
        if isinstance(second, Array):
            given = {first + n: float(width) for n, width in enumerate(second)}
            place += 2
        else:
            given = dict.fromkeys(range(first, int(second) + 1), float(entries[place + 2]))
            place += 3
        for glyph, width in given.items():
            if (
                glyph < face.glyph_count
                and abs(measured.get_glyph_h_advance(glyph) * 1000 / units - width) > WIDTH_TOLERANCE
            ):
                return False
    return True
