"""A second look at a finished conversion: are all words of the Word file in the PDF?

The words of the source are read from its XML by means of their own, without the reader, the model or the layout; those of the
PDF are what a PDF reader (PDFium) finds in the finished file. A word is a run of letters and digits; case and accents' way of
writing do not count.
"""

import io
import posixpath
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
from lxml import etree

from documents.converter.fonts import UNSEEN
from documents.converter.layout.pieces import is_right_to_left
from documents.converter.names import MC_NS, STRICT_NAMES, M, W

WORD = re.compile(r"[^\W_]+")
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
# How many missing words are told, and how many words around each.
MOST_TOLD, AROUND, MOST_SHOWN = 200, 5, 120
# How many characters are looked through for neighbours, in all: about a second.
MOST_LOOKED_THROUGH = 2_000_000_000
FALLBACK, CHOICE = f"{{{MC_NS}}}Fallback", f"{{{MC_NS}}}Choice"
# Fonts whose letters are pictures: what they show are signs, not words (documents.converter.symbols).
SYMBOLS = frozenset({"symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings"})
PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}


@dataclass(frozen=True)
class MissingWord:
    """A word of the source that no page shows: the words around it, and the page where those stand, where that is known."""

    word: str
    before: str
    after: str
    page: int | None


@dataclass(frozen=True)
class Account:
    """Words of the source (body and notes, as Word counts them), words of the PDF (numbers of clauses, headers and page
    numbers too), and which of the former are not among the latter; `missing` holds the first MOST_TOLD of `lost`."""

    words_in: int
    words_out: int
    lost: int
    missing: tuple[MissingWord, ...]


def account(source: bytes, pdf: bytes, *, accept: bool) -> Account | None:
    """Compares a .docx with the PDF made of it; None where either is too large or too deep for a second reading. `accept`:
    tracked changes were accepted, else rejected."""
    try:
        text = _source_text(source, accept=accept)
        pages = _page_texts(pdf)
    except (MemoryError, RecursionError, pypdfium2.PdfiumError, zipfile.BadZipFile, etree.LxmlError):
        return None
    told = _words(text)
    shown = [_words(page) for page in pages]
    lost = _lost(told, shown, [_squeezed(page) for page in pages])
    missing = tuple(_placed(told, shown, index) for index in lost[:MOST_TOLD])
    return Account(len(text.split()), sum(len(page.split()) for page in pages), len(lost), missing)


def _plain(text: str) -> str:
    seen = "".join(character for character in text if character not in UNSEEN)
    return unicodedata.normalize("NFKC", seen.casefold()).replace("i\u0307", "i")


def _words(text: str) -> list[str]:
    return WORD.findall(_plain(text))


def _squeezed(text: str) -> str:
    return "".join(_words(text))


def _lost(told: Sequence[str], shown: Sequence[Sequence[str]], squeezed: Sequence[str]) -> list[int]:
    """The places in `told` of words that are shown too seldom.

    Of a word that is shown, but not as often, those are lost that no page shows next to their neighbours. Neighbours are looked
    for where the text has no white space, because a narrow column may have cut the word in two; only so many times in a long text,
    after which words that are shown too seldom are lost.
    """
    found = Counter(_key(word) for page in shown for word in page)
    short = {word: count - found[word] for word, count in Counter(map(_key, told)).items() if count > found[word]}
    whole = "".join(told) if short else ""
    short = {
        word: less
        for word, less in short.items()
        if sum(page.count(word) for page in squeezed) < whole.count(word) or is_right_to_left(word)
    }
    lost = []
    looks = MOST_LOOKED_THROUGH // (sum(map(len, squeezed)) + 1)
    for index, word in enumerate(told) if short else ():
        if short.get(_key(word), 0) <= 0:
            continue
        looks -= 1
        if looks < 0 or not _beside(told, index, squeezed):
            lost.append(index)
            short[_key(word)] -= 1
    return lost


def _key(word: str) -> str:
    """A word as it is counted. PDF readers guess the order of right-to-left letters and their marks: there the letters count."""
    if max(word) < "\u0590" or not is_right_to_left(word):
        return word
    letters = unicodedata.normalize("NFKD", word).replace("\u06d5", "\u0647")
    return "".join(sorted(letter for letter in letters if not unicodedata.combining(letter)))


def _beside(told: Sequence[str], index: int, squeezed: Sequence[str]) -> bool:
    before, word, after = "".join(told[max(0, index - 2) : index]), told[index], "".join(told[index + 1 : index + 3])
    return any(before + word in page or word + after in page for page in squeezed)


def _placed(told: Sequence[str], shown: Sequence[Sequence[str]], index: int) -> MissingWord:
    before, after = told[max(0, index - AROUND) : index], told[index + 1 : index + 1 + AROUND]
    page = None
    for neighbours in (before[-3:], after[:3], before[-1:], after[:1]):
        if neighbours and page is None:
            page = next((number for number, words in enumerate(shown, 1) if _holds(words, neighbours)), None)
    shown_part = (told[index][:MOST_SHOWN], " ".join(before)[-MOST_SHOWN:], " ".join(after)[:MOST_SHOWN])
    return MissingWord(*shown_part, page)


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    return any(words[at : at + len(part)] == part for at in range(len(words) - len(part) + 1))


# --- the PDF, as PDFium reads it --------------------------------------------------------------------------------------


def _page_texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for page in document:
            text = page.get_textpage()
            # PDFium writes U+FFFE for a hyphen at the end of a line.
            texts.append(text.get_text_range().replace("\ufffe", "-").replace("\u0002", "-"))
            text.close()
            page.close()
        return texts
    finally:
        document.close()


# --- the source -------------------------------------------------------------------------------------------------------


def _source_text(source: bytes, *, accept: bool) -> str:
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        main = _main_part(archive)
        witness = _Witness(_hidden_styles(_part(archive, _related(archive, main, "styles"))), accept=accept)
        root = _part(archive, main)
        body = None if root is None else root.find(W + "body")
        pieces = list(witness.spoken(body))
        for kind in ("footnotes", "endnotes"):
            notes = _part(archive, _related(archive, main, kind))
            for note in [] if notes is None else notes:
                if (kind, note.get(W + "id")) in witness.referred and note.get(W + "type") in {None, "normal"}:
                    pieces.append(" ")
                    pieces.extend(witness.spoken(note))
    return "".join(pieces)


def _main_part(archive: zipfile.ZipFile) -> str:
    return _related(archive, "", "officeDocument") or "word/document.xml"


def _related(archive: zipfile.ZipFile, part: str, kind: str) -> str:
    folder, base = posixpath.split(part)
    relations = _part(archive, posixpath.join(folder, "_rels", f"{base}.rels"))
    for relation in [] if relations is None else relations.iter(PACKAGE + "Relationship"):
        if (relation.get("Type") or "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
            target = relation.get("Target") or ""
            return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return ""


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """A part's XML. The converter has read the same file before: what is too large or forbidden never comes here."""
    if name not in archive.namelist():
        return None
    content = archive.read(name)
    for strict, transitional in STRICT_NAMES.items():
        content = content.replace(strict.encode(), transitional.encode())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    return etree.fromstring(content, parser)


def _hidden_styles(styles: etree._Element | None) -> frozenset[str]:
    """The ids of styles that hide their text, by themselves or by what they are based on (17.3.2.41)."""
    hides: dict[str, bool | None] = {}
    based: dict[str, str] = {}
    for style in [] if styles is None else styles.iter(W + "style"):
        name = style.get(W + "styleId") or ""
        hides[name] = _is_on(style.find(f"{W}rPr/{W}vanish"))
        base = style.find(W + "basedOn")
        based[name] = "" if base is None else base.get(W + "val") or ""

    def hidden(name: str, depth: int = 0) -> bool:
        own = hides.get(name)
        return own if own is not None else depth < 40 and name in based and hidden(based[name], depth + 1)

    return frozenset(name for name in hides if hidden(name))


def _is_on(switch: etree._Element | None) -> bool | None:
    return None if switch is None else switch.get(W + "val", "1") not in {"0", "false", "off"}


class _Witness:
    """Walks XML and says what it says, in order; remembers which notes were referred to."""

    def __init__(self, hidden: frozenset[str], *, accept: bool) -> None:
        self.hidden = hidden
        self.gone = {W + "del", W + "moveFrom"} if accept else {W + "ins", W + "moveTo"}
        self.lost_mark = ("del", "cellDel") if accept else ("ins", "cellIns")
        self.referred: set[tuple[str, str | None]] = set()
        # Instruction and state of the fields that are open: a page number's old result is not printed.
        self.fields: list[list[str]] = []

    def spoken(self, element: etree._Element | None) -> Iterator[str]:
        for node in [] if element is None else element:
            tag = node.tag
            if not isinstance(tag, str) or tag in self.gone or self._left_out(node):
                continue
            if tag == W + "p":
                yield "\n"
                yield from self.spoken(node)
                yield "\n"
            elif tag == W + "r":
                yield from self._run(node)
            else:
                yield from self.spoken(node)

    def _left_out(self, node: etree._Element) -> bool:
        tag = node.tag
        if tag == FALLBACK:
            parent = node.getparent()
            return parent is not None and parent.find(CHOICE) is not None
        if tag in {W + "tr", W + "tc"}:
            properties = node.find(f"{tag}Pr")
            return properties is not None and any(properties.find(W + name) is not None for name in self.lost_mark)
        return tag in {W + "rt", W + "pPr", W + "rPr", W + "sdtPr"} or (
            tag == W + "fldSimple" and _field_name(node.get(W + "instr") or "") in PAGE_FIELDS
        )

    def _run(self, run: etree._Element) -> Iterator[str]:
        hidden, symbolic = self._is_hidden(run), _is_symbolic(run)
        for node in run:
            tag = node.tag
            if tag == W + "fldChar":
                self._field(node.get(W + "fldCharType") or "")
            elif tag == W + "instrText" and self.fields:
                self.fields[-1][0] += node.text or ""
            elif tag in NOTES:
                self.referred.add((NOTES[tag], node.get(W + "id")))
            elif hidden or any(state == "code" or _field_name(code) in PAGE_FIELDS for code, state in self.fields):
                continue
            elif tag in {W + "t", W + "delText"}:
                yield "" if symbolic else node.text or ""
            elif tag in {W + "tab", W + "br", W + "cr", W + "ptab"}:
                yield " "
            elif tag == W + "noBreakHyphen":
                yield "-"
            elif isinstance(tag, str) and tag not in {W + "sym", W + "rPr"}:
                yield from self._deeper(node)

    def _deeper(self, node: etree._Element) -> Iterator[str]:
        """Text boxes, and what alternatives of a drawing hold; formulas say their letters."""
        if node.tag.startswith(M):
            yield "".join(text.text or "" for text in node.iter(M + "t"))
            return
        yield from self.spoken(node)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(["", "code"])
        elif kind == "separate" and self.fields:
            self.fields[-1][1] = "result"
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _is_hidden(self, run: etree._Element) -> bool:
        own = _is_on(run.find(f"{W}rPr/{W}vanish"))
        if own is not None:
            return own
        named = run.find(f"{W}rPr/{W}rStyle")
        if named is not None and named.get(W + "val") in self.hidden:
            return True
        paragraph = next(run.iterancestors(W + "p"), None)
        style = None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")
        return style is not None and style.get(W + "val") in self.hidden


def _is_symbolic(run: etree._Element) -> bool:
    fonts = run.find(f"{W}rPr/{W}rFonts")
    return fonts is not None and any((fonts.get(W + name) or "").lower() in SYMBOLS for name in ("ascii", "hAnsi"))


def _field_name(code: str) -> str:
    words = code.split()
    return words[0].upper() if words else ""
