"""An independent look at a finished file: does it keep ISO 19005-2 (PDF/A-2b), and does its structure say what the document says?

Knows nothing of how the file was written: reads it with pikepdf and fontTools, and names the clause that a fault breaks.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from lxml import etree

# ISO 32000-1, annex A, without those that ISO 19005-2 does not know; the rest would break 6.2.2.
OPERATORS = frozenset((
    "b", "B", "b*", "B*", "BDC", "BMC", "BT", "c", "cm", "cs", "CS", "d", "d0", "d1", "Do", "DP", "EMC", "ET",
    "f", "f*", "G", "g", "gs", "h", "i", "j", "J", "k", "K", "l", "m", "M", "MP", "n", "q", "Q",
    "re", "RG", "rg", "ri", "s", "S", "sc", "SC", "scn", "SCN", "sh", "T*", "Tc", "Td", "TD", "Tf", "Tj", "TJ",
    "TL", "Tm", "Tr", "Ts", "Tw", "Tz", "v", "w", "W", "W*", "y", "'", '"',
))  # fmt: skip
SHOWING = frozenset({"Tj", "TJ", "'", '"'})
PAINTING = SHOWING | {"S", "s", "f", "f*", "B", "B*", "b", "b*", "Do", "sh"}
DEVICE = frozenset({"/DeviceRGB", "/DeviceGray"})
XML = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
# Entries of Info and where XMP says the same (6.6.3).
SAID_TWICE = {
    "/Title": "dc:title/rdf:Alt/rdf:li",
    "/Author": "dc:creator/rdf:Seq/rdf:li",
    "/Subject": "dc:description/rdf:Alt/rdf:li",
    "/Keywords": "pdf:Keywords",
    "/Producer": "pdf:Producer",
}
# What stands between right-to-left words is drawn as its counterpart.
MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
BLOCKS = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", "LBody", "TD", "TH", "Note"})


@dataclass
class Archive:
    """A PDF being looked at; `faults` after `check` are sentences that begin with a clause."""

    content: bytes
    faults: list[str] = field(default_factory=list)

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.content))

    def fault(self, clause: str, words: str) -> None:
        sentence = f"{clause} {words}"
        if sentence not in self.faults:
            self.faults.append(sentence)

    def check(self) -> list[str]:
        self._file()
        self._metadata()
        self._output_intent()
        self._catalog()
        for number, page in enumerate(self.pdf.pages, 1):
            self._page(page, number)
        for item in self.pdf.objects:
            self._object(item)
        return self.faults

    def _file(self) -> None:
        head = self.content[:20]
        if not head.startswith(b"%PDF-1.") or head[8:10] != b"\n%" or not all(byte > 127 for byte in head[10:14]):
            self.fault("6.1.2", "the header is not followed by a comment of four bytes above 127")
        if self.content.rstrip(b"\r\n")[-5:] != b"%%EOF":
            self.fault("6.1.3", "something follows the end of the file")
        if "/ID" not in self.pdf.trailer or "/Encrypt" in self.pdf.trailer:
            self.fault("6.1.3", "the trailer has no ID, or the file is encrypted")
        problems = self.pdf.check_pdf_syntax()
        if problems:
            self.fault("6.1", f"qpdf finds {problems[0]}")

    def _metadata(self) -> None:
        stream = self.pdf.Root.get("/Metadata")
        if stream is None or "/Filter" in stream:
            self.fault("6.6.2.1", "there is no metadata stream, or it is filtered")
            return
        packet = bytes(stream.read_raw_bytes())
        if (
            b"<?xpacket begin=" not in packet
            or b"encoding=" in packet.split(b"?>")[0]
            or b"bytes=" in packet.split(b"?>")[0]
        ):
            self.fault("6.6.2.1", "the packet's header is wrong")
        root = etree.fromstring(packet)
        said = {name: root.findtext(f".//pdfaid:{name}", namespaces=XML) for name in ("part", "conformance")}
        if said != {"part": "2", "conformance": "B"}:
            self.fault("6.6.4", f"the file says that it is {said}")
        info = self.pdf.trailer.get("/Info", {})
        for key, path in SAID_TWICE.items():
            both = (str(info[key]) if key in info else None, root.findtext(f".//{path}", namespaces=XML))
            if both[0] != both[1]:
                self.fault("6.6.3", f"{key} is {both[0]!r} in Info and {both[1]!r} in XMP")
        if {key for key in info} - set(SAID_TWICE):
            self.fault("6.6.3", "Info says what XMP does not")

    def _output_intent(self) -> None:
        intents = list(self.pdf.Root.get("/OutputIntents", []))
        if len(intents) != 1 or intents[0].get("/S") != "/GTS_PDFA1":
            self.fault("6.2.3", "there is not one PDF/A output intent")
            return
        profile = bytes(intents[0].DestOutputProfile.read_bytes())
        fits = profile[36:40] == b"acsp" and profile[12:20] == b"mntrRGB " and profile[8] <= 4
        if (
            not fits
            or intents[0].DestOutputProfile.get("/N") != 3
            or int.from_bytes(profile[:4], "big") != len(profile)
        ):
            self.fault("6.2.3", "the profile is no RGB profile of a monitor of version 4 or lower")

    def _catalog(self) -> None:
        root = self.pdf.Root
        for key, clause in {
            "/AA": "6.5.2",
            "/OpenAction": "6.5.1",
            "/AcroForm": "6.4.1",
            "/OCProperties": "6.9",
            "/Requirements": "6.11",
        }.items():
            if key in root:
                self.fault(clause, f"the catalog has {key}")
        for key in root.get("/Names", {}):
            self.fault({"/JavaScript": "6.5.1", "/EmbeddedFiles": "6.8"}.get(key, "6.10"), f"the catalog names {key}")
        if root.get("/MarkInfo", {}).get("/Marked") is not True or "/StructTreeRoot" not in root:
            self.fault("6.7.2", "the file is not tagged")

    def _object(self, item: Any) -> None:
        if isinstance(item, pikepdf.Stream):
            if {"/F", "/FFilter", "/FDecodeParms"} & set(item.keys()):
                self.fault("6.1.7.1", "a stream lies in another file")
            filters = item.get("/Filter", [])
            if "/LZWDecode" in (list(filters) if isinstance(filters, pikepdf.Array) else [filters]):
                self.fault("6.1.7.2", "a stream is packed by LZW")
        for value in _within(item):
            if isinstance(value, pikepdf.String) and len(bytes(value)) > 32_767:
                self.fault("6.1.13", "a string is longer than 32,767 bytes")
            if isinstance(value, pikepdf.Name) and len(str(value)) > 128:
                self.fault("6.1.13", "a name is longer than 127 bytes")

    def _page(self, page: Any, number: int) -> None:
        sides = [float(page.mediabox[2]) - float(page.mediabox[0]), float(page.mediabox[3]) - float(page.mediabox[1])]
        if not all(3 <= side <= 14_400 for side in sides):
            self.fault("6.1.13", f"page {number} measures {sides}")
        if "/AA" in page or page.get("/Tabs") != "/S":
            self.fault("6.5.2", f"page {number} has actions, or its links do not follow the structure (6.7.3.2)")
        for annotation in page.get("/Annots", []):
            self._annotation(annotation)
        for shown in page.Resources.get("/XObject", {}).values():
            self._picture(shown)
        for forbidden in ("/ExtGState", "/ColorSpace", "/Pattern", "/Shading"):
            if forbidden in page.Resources:
                self.fault("6.2.5", f"{forbidden} is used, which this check does not know")
        used = self._content(page, number)
        for name, codes in used.items():
            self._font(page.Resources.Font[name], codes)

    def _annotation(self, annotation: Any) -> None:
        if annotation.Subtype != "/Link":
            self.fault("6.3.1", f"there is an annotation {annotation.Subtype}")
        if int(annotation.get("/F", 0)) & 0b101111 != 4:
            self.fault("6.3.2", "an annotation is hidden or not printed")
        if "/StructParent" not in annotation or "/Contents" not in annotation:
            self.fault("6.7.3.2", "an annotation is not in the structure, or does not say what it is")
        action = annotation.get("/A")
        if action is not None and action.S not in {"/URI", "/GoTo"}:
            self.fault("6.5.1", f"there is an action {action.S}")
        if (
            action is not None
            and action.S == "/URI"
            and not str(action.URI).lower().startswith(("http://", "https://", "mailto:"))
        ):
            self.fault("6.5.1", f"a link leads to {action.URI}")

    def _picture(self, shown: Any) -> None:
        if shown.Subtype != "/Image" or {"/Alternates", "/OPI"} & set(shown.keys()) or shown.get("/Interpolate"):
            self.fault("6.2.8.1", "a picture has what it may not have")
        if shown.get("/ColorSpace") not in DEVICE:
            self.fault("6.2.4.3", f"a picture is in {shown.get('/ColorSpace')}")
        mask = shown.get("/SMask")
        if mask is not None and (mask.ColorSpace != "/DeviceGray" or "/SMask" in mask):
            self.fault("6.2.10", "a soft mask is no gray picture")

    def _content(self, page: Any, number: int) -> dict[str, set[int]]:
        """The codes shown of each font. Looks at operators, nesting, and that everything painted is marked."""
        used: dict[str, set[int]] = {}
        font, depth, marks = "", 0, 0
        for operands, operator in pikepdf.parse_content_stream(page):
            sign = str(operator)
            if sign not in OPERATORS:
                self.fault("6.2.2", f"there is an operator {sign}")
            if sign in {"k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "sh"}:
                self.fault("6.2.4.3", f"colour is set by {sign}")
            depth += {"q": 1, "Q": -1}.get(sign, 0)
            if depth > 28 or depth < 0:
                self.fault("6.1.13", f"graphics states nest {depth} deep on page {number}")
            marks += {"BDC": 1, "BMC": 1, "EMC": -1}.get(sign, 0)
            if sign in PAINTING and marks < 1:
                self.fault("6.7.2", f"something on page {number} is neither in the structure nor an artifact")
            if sign == "Tf":
                font = str(operands[0])
                if font not in page.Resources.Font:
                    self.fault("6.2.2", f"page {number} sets the font {font}, which it does not have")
            if sign in SHOWING:
                codes = used.setdefault(font, set())
                composite = page.Resources.Font[font].Subtype == "/Type0"
                for shown in _strings(operands):
                    codes.update(_codes(shown, composite=composite))
            if sign == "Do" and operands[0] not in page.Resources.XObject:
                self.fault("6.2.2", f"page {number} draws {operands[0]}, which it does not have")
        if depth or marks:
            self.fault("6.2.2", f"something stays open on page {number}")
        return used

    def _font(self, font: Any, codes: set[int]) -> None:
        if "/ToUnicode" not in font:
            self.fault("6.2.11.7", f"{font.get('/BaseFont')} does not say which characters its glyphs are")
        if font.Subtype == "/Type3":
            for code in codes:
                shape = font.CharProcs[str(font.Encoding.Differences[code])].read_bytes().split()
                if float(shape[0]) != float(font.Widths[code - 1]) or b"d1" not in shape:
                    self.fault("6.2.11.5", "a Type 3 glyph is not as wide as the font says")
            return
        child = font.DescendantFonts[0]
        if (
            child.Subtype != "/CIDFontType2"
            or child.get("/CIDToGIDMap") != "/Identity"
            or font.Encoding != "/Identity-H"
        ):
            self.fault("6.2.11.3", f"{font.BaseFont} maps codes to glyphs in a way that this check does not know")
        if "/FontFile2" not in child.FontDescriptor:
            self.fault("6.2.11.4.1", f"{font.BaseFont} is not embedded")
            return
        if 0 in codes:
            self.fault("6.2.11.8", f"the glyph .notdef of {font.BaseFont} is shown")
        self._program(font, child, codes)

    def _program(self, font: Any, child: Any, codes: set[int]) -> None:
        program = TTFont(io.BytesIO(bytes(child.FontDescriptor.FontFile2.read_bytes())), lazy=True)
        metrics, order = program["hmtx"], program.getGlyphOrder()
        widths = _declared(child)
        for code in codes:
            if code >= len(order):
                self.fault("6.2.11.4.1", f"{font.BaseFont} lacks the glyph {code}")
                continue
            advance = metrics[order[code]][0] * 1000 / program["head"].unitsPerEm
            if abs(widths.get(code, float(child.get("/DW", 1000))) - advance) > 1:
                self.fault("6.2.11.5", f"{font.BaseFont} gives glyph {code} another width than its program")

    # -- what the structure says

    def structure_text(self) -> str:
        """The text that a screen reader would speak: the structure tree walked in order, one block a line."""
        marked = [_marked_text(page) for page in self.pdf.pages]
        index = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        out: list[str] = []

        def walk(node: Any, page: int) -> None:
            if isinstance(node, int):
                out.append(marked[page].get(node, ""))
                return
            here = index[node.Pg.objgen] if "/Pg" in node else page
            if node.get("/Type") == "/MCR":
                out.append(marked[here].get(int(node.MCID), ""))
            elif node.get("/Type") != "/OBJR" and str(node.S)[1:] not in {"Reference", "Figure"}:
                _spoken(node, here)

        def _spoken(node: Any, here: int) -> None:
            block = str(node.S)[1:] in BLOCKS
            out.append("\n" if block else "")
            if "/ActualText" in node:
                out.append(str(node.ActualText))
            else:
                for kid in _kids(node):
                    walk(kid, here)
            out.append("\n" if block else "")

        walk(self.pdf.Root.StructTreeRoot.K, 0)
        return "".join(out)

    def roles(self) -> list[str]:
        """The roles of all elements in order, each with its depth as leading spaces."""
        return list(_roles(self.pdf.Root.StructTreeRoot.K, 0))

    def parents(self) -> list[str]:
        """Faults of the parent tree: marked content that does not lead back to the element that holds it (14.7.4.4)."""
        found = []
        tree = _number_tree(self.pdf.Root.StructTreeRoot.ParentTree)
        index = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        held: dict[tuple[int, int], Any] = {}
        for node in _elements(self.pdf.Root.StructTreeRoot.K):
            for kid in _kids(node):
                if isinstance(kid, int):
                    held[(index[node.Pg.objgen], kid)] = node.objgen
                elif kid.get("/Type") == "/MCR":
                    held[(index[kid.Pg.objgen], int(kid.MCID))] = node.objgen
                elif kid.get("/Type") == "/OBJR" and tree[int(kid.Obj.StructParent)].objgen != node.objgen:
                    found.append("an annotation leads to another element")
        for number, page in enumerate(self.pdf.pages):
            for mark, element in enumerate(tree[int(page.StructParents)]):
                if held.pop((number, mark), None) != element.objgen:
                    found.append(f"mark {mark} of page {number + 1} leads to another element")
        return found + [f"mark {mark} of page {page + 1} leads nowhere" for page, mark in held]


def _within(item: Any, depth: int = 0) -> Iterator[Any]:
    yield item
    if depth < 20 and isinstance(item, pikepdf.Array):
        for value in item:
            if not getattr(value, "is_indirect", False):
                yield from _within(value, depth + 1)
    elif depth < 20 and isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key in item:
            if not getattr(item[key], "is_indirect", False):
                yield from _within(item[key], depth + 1)


def _strings(operands: Any) -> Iterator[bytes]:
    for operand in operands:
        if isinstance(operand, pikepdf.Array):
            yield from _strings(operand)
        elif isinstance(operand, pikepdf.String):
            yield bytes(operand)


def _codes(shown: bytes, *, composite: bool) -> list[int]:
    return [int.from_bytes(shown[at : at + 2], "big") for at in range(0, len(shown), 2)] if composite else list(shown)


def _declared(child: Any) -> dict[int, float]:
    widths: dict[int, float] = {}
    entries = list(child.get("/W", []))
    while entries:
        first, following = int(entries.pop(0)), entries.pop(0)
        widths |= {first + at: float(width) for at, width in enumerate(following)}
    return widths


def _unicode_map(font: Any) -> dict[int, str]:
    found = {}
    for line in font.ToUnicode.read_bytes().decode("ascii").splitlines():
        parts = line.split()
        if len(parts) == 2 and parts[0].startswith("<") and parts[1].startswith("<"):
            found[int(parts[0][1:-1], 16)] = bytes.fromhex(parts[1][1:-1]).decode("utf-16-be")
    return found


def _marked_text(page: Any) -> dict[int, str]:
    """The text of each marked-content sequence of a page by its number."""
    maps = {str(name): (_unicode_map(font), font.Subtype == "/Type0") for name, font in page.Resources.Font.items()}
    found: dict[int, str] = {}
    # Of each open sequence: its number or None, and what it says of its content: other words, or that it is reversed.
    stack: list[tuple[int | None, str | None, bool]] = []
    font = ""
    for operands, operator in pikepdf.parse_content_stream(page):
        sign = str(operator)
        number = next((number for number, _, _ in reversed(stack) if number is not None), None)
        silent = any(said is not None for _, said, _ in stack)
        if sign in {"BDC", "BMC"}:
            properties = operands[1] if sign == "BDC" else {}
            own = int(properties["/MCID"]) if "/MCID" in properties else None
            said = str(properties["/ActualText"]) if "/ActualText" in properties else None
            if said is not None and number is not None and not silent:
                found[number] = found.get(number, "") + said
            stack.append((own, said, operands[0] == "/ReversedChars"))
        elif sign == "EMC":
            stack.pop()
        elif sign == "Tf":
            font = str(operands[0])
        elif sign in SHOWING and number is not None and not silent:
            known, composite = maps[font]
            for shown in _strings(operands):
                words = [known.get(code, "") for code in _codes(shown, composite=composite)]
                if any(backwards for _, _, backwards in stack):
                    # Strings of one sequence follow one another from the left: what comes later is read earlier.
                    reversed_so_far = found.pop(-1, "")
                    found[-1] = "".join(reversed(words)).translate(MIRRORED) + reversed_so_far
                else:
                    found[number] = found.get(number, "") + "".join(words)
        if sign == "EMC" and -1 in found and not any(backwards for _, _, backwards in stack):
            found[number or 0] = found.get(number or 0, "") + found.pop(-1)
    return found


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _elements(node: Any) -> Iterator[Any]:
    yield node
    for kid in _kids(node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _elements(kid)


def _roles(node: Any, depth: int) -> Iterator[str]:
    yield " " * depth + str(node.S)[1:]
    for kid in _kids(node):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _roles(kid, depth + 1)


def _number_tree(node: Any) -> dict[int, Any]:
    entries = list(node.Nums)
    return {int(key): value for key, value in zip(entries[::2], entries[1::2], strict=True)}
