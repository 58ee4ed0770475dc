"""Writes laid-out pages as PDF 1.7 (ISO 32000-1): plain objects, a plain cross-reference table, embedded subset fonts.

The same pages give the same bytes: no date, no random identifier.
"""

import hashlib
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

import uharfbuzz as hb

from documents.converter.fonts import Face, Glyph
from documents.converter.images import PdfImage
from documents.converter.layout.documents import LaidPage
from documents.converter.layout.drawing import Fill, GlyphRun, Image, Item, Rule

PRODUCER = "Flowmono"
# Tables of a font that a PDF reader never looks at.
UNNEEDED = (
    "GSUB",
    "GPOS",
    "GDEF",
    "kern",
    "DSIG",
    "BASE",
    "JSTF",
    "gasp",
    "hdmx",
    "VDMX",
    "LTSH",
    "name",
    "post",
    "OS/2",
    "cmap",
    "FFTM",
    "PCLT",
    "meta",
)
DASHES = {"dashed": "[3 2] 0 d", "dotted": "[1 1.5] 0 d", "dashSmallGap": "[3 1] 0 d", "dotDash": "[3 1.5 1 1.5] 0 d"}


@dataclass
class _FontUse:
    """What of a face the document draws: each glyph with the characters it stands for."""

    face: Face
    name: str
    glyphs: dict[int, str] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)

    def width(self, glyph: int) -> float:
        """The advance in thousandths of the size, as the PDF declares it."""
        if glyph not in self.widths:
            self.widths[glyph] = round(self.face.font.get_glyph_h_advance(glyph) * 1000 / self.face.units, 2)
        return self.widths[glyph]


class _Objects:
    """The numbered objects of the file."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    def reserve(self) -> int:
        self.bodies.append(b"")
        return len(self.bodies)

    def fill(self, number: int, body: str | bytes) -> None:
        self.bodies[number - 1] = body if isinstance(body, bytes) else body.encode("latin-1")

    def add(self, body: str | bytes) -> int:
        number = self.reserve()
        self.fill(number, body)
        return number

    def stream(self, content: bytes, entries: str = "", *, compress: bool = True) -> int:
        if compress:
            content = zlib.compress(content, 6)
            entries += " /Filter /FlateDecode"
        head = f"<< /Length {len(content)} {entries} >>\nstream\n".encode("latin-1")
        return self.add(head + content + b"\nendstream")

    def file(self, root: int, info: int) -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self.bodies, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        identity = hashlib.sha256(bytes(out)).hexdigest()[:32]
        out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
        for place in places:
            out += f"{place:010d} 00000 n \n".encode()
        trailer = f"<< /Size {len(places) + 1} /Root {root} 0 R /Info {info} 0 R /ID [<{identity}> <{identity}>] >>"
        out += f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(out)


def write_pdf(
    pages: Sequence[LaidPage], picture: Callable[[str], PdfImage | None], *, title: str, language: str = ""
) -> bytes:
    """The PDF of the pages. `picture` gives the image of a part by name, or None for one that cannot be drawn."""
    return _Writer(picture).write(pages, title, language)


class _Writer:
    def __init__(self, picture: Callable[[str], PdfImage | None]) -> None:
        self.picture = picture
        self.objects = _Objects()
        self.fonts: dict[int, _FontUse] = {}
        self.images: dict[str, tuple[str, int] | None] = {}

    def write(self, pages: Sequence[LaidPage], title: str, language: str) -> bytes:
        root, tree, resources = self.objects.reserve(), self.objects.reserve(), self.objects.reserve()
        numbers = []
        for page in pages:
            content = self.objects.stream(self._content(page).encode("latin-1"))
            box = f"[0 0 {_n(page.width)} {_n(page.height)}]"
            numbers.append(
                self.objects.add(
                    f"<< /Type /Page /Parent {tree} 0 R /MediaBox {box} /Resources {resources} 0 R /Contents {content} 0 R >>"
                )
            )
        kids = " ".join(f"{number} 0 R" for number in numbers)
        self.objects.fill(tree, f"<< /Type /Pages /Count {len(numbers)} /Kids [{kids}] >>")
        fonts = " ".join(f"/{use.name} {self._font(use)} 0 R" for use in self.fonts.values())
        images = " ".join(f"/{entry[0]} {entry[1]} 0 R" for entry in self.images.values() if entry is not None)
        self.objects.fill(
            resources, f"<< /Font << {fonts} >> /XObject << {images} >> /ProcSet [/PDF /Text /ImageB /ImageC] >>"
        )
        metadata = self.objects.stream(_xmp(title), "/Type /Metadata /Subtype /XML", compress=False)
        labels = " ".join(f"{index} << /P {_string(page.label)} >>" for index, page in enumerate(pages))
        spoken = f" /Lang {_string(language)}" if language else ""
        self.objects.fill(
            root,
            f"<< /Type /Catalog /Pages {tree} 0 R /Metadata {metadata} 0 R /PageLabels << /Nums [{labels}] >>"
            f" /ViewerPreferences << /DisplayDocTitle true >>{spoken} >>",
        )
        info = self.objects.add(f"<< /Title {_string(title)} /Producer {_string(PRODUCER)} >>")
        return self.objects.file(root, info)

    def _content(self, page: LaidPage) -> str:
        out: list[str] = []
        for dx, dy, item in page.items:
            self._draw(item, dx, page.height - dy, out)
        return "\n".join(out)

    def _draw(self, item: Item, dx: float, flip: float, out: list[str]) -> None:
        """`flip` is the height at which the item's own top lies: PDF counts upwards."""
        if isinstance(item, GlyphRun):
            self._glyphs(item, dx + item.x, flip - item.y, out)
        elif isinstance(item, Rule):
            dash = DASHES.get(item.pattern, "")
            line = f"{_n(dx + item.x1)} {_n(flip - item.y1)} m {_n(dx + item.x2)} {_n(flip - item.y2)} l S"
            out.append(f"q {_colour(item.color, 'RG')} {_n(item.width)} w {dash} {line} Q")
        elif isinstance(item, Fill):
            corner = f"{_n(dx + item.x)} {_n(flip - item.y - item.height)}"
            out.append(f"q {_colour(item.color, 'rg')} {corner} {_n(item.width)} {_n(item.height)} re f Q")
        elif isinstance(item, Image):
            name = self._image(item.part)
            if name:
                out.append(
                    f"q {_n(item.width)} 0 0 {_n(item.height)} {_n(dx + item.x)} {_n(flip - item.y - item.height)} cm /{name} Do Q"
                )

    def _glyphs(self, run: GlyphRun, x: float, y: float, out: list[str]) -> None:
        use = self.fonts.setdefault(id(run.face), _FontUse(run.face, f"F{len(self.fonts) + 1}"))
        scale = f" {_n(run.scale * 100)} Tz" if run.scale != 1.0 else ""
        out.append(f"BT {_colour(run.color, 'rg')} /{use.name} {_n(run.size)} Tf{scale} 1 0 0 1 {_n(x)} {_n(y)} Tm")
        unit = run.size * run.scale / 1000
        shown: list[str] = []
        owed = 0.0
        for glyph, advance in zip(run.glyphs, run.advances, strict=True):
            # Glyph 0 is the box for whatever the font lacks: it stands for no character of its own.
            known = use.glyphs.setdefault(glyph.number, glyph.text if glyph.number else "")
            if not known and glyph.text and glyph.number:
                use.glyphs[glyph.number] = glyph.text
            lifted = glyph.up * run.size / run.face.units
            shift = glyph.across * 1000 / run.face.units
            # What earlier advances still owe, in thousandths, is paid where it would be seen.
            if abs(owed + shift) >= 0.5:
                shown.append(_n(-(owed + shift)))
                owed = -shift
            hexed = f"<{glyph.number:04X}>"
            if lifted or not glyph.number:
                out.append(f"[{_packed(shown)}] TJ")
                out.append(_alone(hexed, lifted, glyph))
                shown = []
            else:
                shown.append(hexed)
            owed += advance / unit - use.width(glyph.number)
        out.append(f"[{_packed(shown)}] TJ{' 100 Tz' if scale else ''} ET")

    def _font(self, use: _FontUse) -> int:
        subset = _subset(use)
        program = self.objects.stream(subset, f"/Length1 {len(subset)}")
        tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(subset).digest()[:6])
        name = f"{tag}+{use.face.name}"
        face = use.face
        box = "[-1000 -400 2000 1100]"
        descriptor = self.objects.add(
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox {box} /ItalicAngle {-12 if 'talic' in face.name or 'blique' in face.name else 0}"
            f" /Ascent {_n(face.ascent * 1000)} /Descent {_n(-face.descent * 1000)} /CapHeight 700 /StemV {120 if 'Bold' in face.name else 80}"
            f" /FontFile2 {program} 0 R >>"
        )
        widths = " ".join(f"{glyph} [{_n(use.width(glyph))}]" for glyph in sorted(use.glyphs))
        child = self.objects.add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /FontDescriptor {descriptor} 0 R /DW 1000 /W [{widths}] /CIDToGIDMap /Identity >>"
        )
        unicode_map = self.objects.stream(_to_unicode(use.glyphs))
        return self.objects.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{child} 0 R] /ToUnicode {unicode_map} 0 R >>"
        )

    def _image(self, part: str) -> str:
        if part not in self.images:
            found = self.picture(part)
            self.images[part] = None if found is None else (f"I{len(self.images) + 1}", self._image_object(found))
        entry = self.images[part]
        return "" if entry is None else entry[0]

    def _image_object(self, image: PdfImage) -> int:
        size = f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} /BitsPerComponent 8"
        mask = ""
        if image.mask is not None:
            number = self.objects.stream(
                image.mask, f"{size} /ColorSpace /DeviceGray /Filter /FlateDecode", compress=False
            )
            mask = f" /SMask {number} 0 R"
        decode = " /Decode [1 0 1 0 1 0 1 0]" if image.inverted else ""
        return self.objects.stream(
            image.content, f"{size} /ColorSpace /{image.space} /Filter /{image.filter}{mask}{decode}", compress=False
        )


def _alone(hexed: str, lifted: float, glyph: Glyph) -> str:
    """A glyph shown by itself: raised, or a box that says which characters it stands for (14.9.4 ActualText)."""
    shown = f"{_n(lifted)} Ts {hexed} Tj 0 Ts" if lifted else f"{hexed} Tj"
    if glyph.number or not glyph.text:
        return shown
    return f"/Span << /ActualText {_string(glyph.text)} >> BDC {shown} EMC"


def _packed(shown: list[str]) -> str:
    """Neighbouring glyphs in one string."""
    return "".join(shown).replace("><", "")


def _subset(use: _FontUse) -> bytes:
    """The font with only the glyphs drawn, under their old numbers."""
    wish = hb.SubsetInput()
    wish.sets(hb.SubsetInputSets.GLYPH_INDEX).update(set(use.glyphs) | {0})
    wish.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
        {int.from_bytes(tag.ljust(4).encode(), "big") for tag in UNNEEDED}
    )
    wish.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NOTDEF_OUTLINE
    made = hb.subset(hb.Face(use.face.blob), wish)
    return bytes(made.blob.data or b"")


def _to_unicode(glyphs: dict[int, str]) -> bytes:
    """9.10.3: from glyph numbers back to characters, so that text can be copied and searched."""
    entries = [
        f"<{number:04X}> <{text.encode('utf-16-be').hex().upper()}>" for number, text in sorted(glyphs.items()) if text
    ]
    out = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for start in range(0, len(entries), 100):
        chunk = entries[start : start + 100]
        out += [f"{len(chunk)} beginbfchar", *chunk, "endbfchar"]
    out.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(out).encode("ascii")


def _n(figure: float) -> str:
    """A number as PDF writes it: no exponent, no superfluous digits."""
    text = f"{figure:.3f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _colour(color: str | None, operator: str) -> str:
    if color is None:
        return f"0 {'g' if operator == 'rg' else 'G'}"
    shares = [_n(int(color[index : index + 2], 16) / 255) for index in (0, 2, 4)]
    return f"{' '.join(shares)} {operator}"


def _string(text: str) -> str:
    """A text string in UTF-16 (7.9.2.2), hexadecimal so that nothing needs escaping."""
    return f"<{(chr(0xFEFF) + text).encode('utf-16-be', 'replace').hex().upper()}>"


def _xmp(title: str) -> bytes:
    safe = escape("".join(character for character in title if character >= " "))
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{safe}</rdf:li></rdf:Alt></dc:title><dc:format>application/pdf</dc:format>'
        f'<pdf:Producer>{PRODUCER}</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()
