"""Files that take much more than they weigh, and files that lead in a circle: small ones, made here."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.documents.converter.drafts import TYPES, docx, paragraph, relationships

MEGABYTE = 1_000_000


def one_page() -> tuple[Pdf, pikepdf.Object]:
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(300, 300))
    return pdf, pdf.pages[0].obj


def saved(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def written_by_hand(*objects: str, more: str = "") -> bytes:
    """A file with these objects, the first of which is the catalog; its table is right, whatever they say."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {more} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


CATALOG, PAGES = "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>"


def pages_in_a_circle() -> bytes:
    return written_by_hand(CATALOG, "<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 /Parent 2 0 R >>", PAGE)


def a_thousand_million_pages() -> bytes:
    return written_by_hand(CATALOG, "<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>", PAGE)


def pages_that_fan_out() -> bytes:
    """Each node of the tree holds the next one ten times: 10^9 pages in a kilobyte."""
    nodes = [f"<< /Type /Pages /Kids [{' '.join([f'{n} 0 R'] * 10)}] /Count 10 >>" for n in range(3, 12)]
    return written_by_hand(CATALOG, *nodes, PAGE)


def a_table_that_follows_itself() -> bytes:
    data = written_by_hand(CATALOG, PAGES, PAGE)
    place = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    return data.replace(b"/Root 1 0 R ", f"/Root 1 0 R /Prev {place} ".encode())


def a_length_of_itself() -> bytes:
    page = PAGE.replace(">>", "/Contents 4 0 R >>")
    return written_by_hand(CATALOG, PAGES, page, "<< /Length 4 0 R >>\nstream\nq Q\nendstream")


def a_drawing_within_itself() -> bytes:
    pdf, page = one_page()
    form = pdf.make_stream(b"q /F Do Q", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 300, 300]))
    form.Resources = Dictionary(XObject=Dictionary(F=form))
    page.Resources = Dictionary(XObject=Dictionary(F=form))
    page.Contents = pdf.make_stream(b"q /F Do Q")
    return saved(pdf)


def drawings_that_double() -> bytes:
    """Each drawing draws the next one twice, forty deep."""
    pdf, page = one_page()
    last = pdf.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 300, 300]))
    for _ in range(40):
        outer = pdf.make_stream(b"/F Do /F Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 300, 300]))
        outer.Resources = Dictionary(XObject=Dictionary(F=last))
        last = outer
    page.Resources = Dictionary(XObject=Dictionary(F=last))
    page.Contents = pdf.make_stream(b"/F Do")
    return saved(pdf)


def a_stream_that_swells() -> bytes:
    """Blanks packed twice: 300 MB of page content in a few kilobytes."""
    pdf, page = one_page()
    packer = zlib.compressobj(9)
    once = b"".join([*(packer.compress(b" " * MEGABYTE) for _ in range(300)), packer.flush()])
    stream = pikepdf.Stream(pdf, b"")
    stream.write(zlib.compress(once, 9), filter=Array([Name.FlateDecode, Name.FlateDecode]))
    page.Contents = pdf.make_indirect(stream)
    return saved(pdf)


def a_flood_of_pixels() -> bytes:
    """A picture of 60,000 by 60,000 dots."""
    pdf, page = one_page()
    packer = zlib.compressobj(9)
    dots = b"".join([*(packer.compress(bytes(MEGABYTE)) for _ in range(450)), packer.flush()])
    picture = pikepdf.Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Image, Width=60_000, Height=60_000)
    picture.BitsPerComponent, picture.ColorSpace = 1, Name.DeviceGray
    picture.write(dots, filter=Name.FlateDecode)
    page.Resources = Dictionary(XObject=Dictionary(P=pdf.make_indirect(picture)))
    page.Contents = pdf.make_stream(b"q 300 0 0 300 0 0 cm /P Do Q")
    return saved(pdf)


def a_page_as_large_as_a_town() -> bytes:
    return written_by_hand(CATALOG, PAGES, PAGE.replace("[0 0 300 300]", "[0 0 99999999 99999999]"))


def arrays_within_arrays() -> bytes:
    return written_by_hand(CATALOG, PAGES, PAGE.replace(">>", f"/X {'[' * 200_000}{']' * 200_000} >>"))


def bookmarks_in_a_circle() -> bytes:
    pdf, _page = one_page()
    first, second = (pdf.make_indirect(Dictionary(Title=String("again"))) for _ in range(2))
    first.Next, second.Next, second.Prev, first.First, first.Last = second, first, first, first, second
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=first, Last=second, Count=2))
    return saved(pdf)


def fields_in_a_circle() -> bytes:
    pdf, page = one_page()
    field = pdf.make_indirect(Dictionary(T=String("again"), FT=Name.Tx, V=String("x"), Subtype=Name.Widget))
    field.Kids, field.Parent, field.Rect = Array([field, field]), field, Array([0, 0, 9, 9])
    page.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), NeedAppearances=True)
    return saved(pdf)


def names_in_a_circle() -> bytes:
    pdf, _page = one_page()
    node = pdf.make_indirect(Dictionary(Limits=Array([String("a"), String("z")])))
    node.Kids = Array([node, node])
    pdf.Root.Names = Dictionary(Dests=node, EmbeddedFiles=node, JavaScript=node)
    pdf.Root.PageLabels = node
    return saved(pdf)


def tags_in_a_circle() -> bytes:
    pdf, _page = one_page()
    tag = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P))
    tag.K, tag.P = Array([tag, tag]), tag
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=tag, ParentTree=tag))
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    return saved(pdf)


PDFS: list[Callable[[], bytes]] = [
    pages_in_a_circle,
    a_thousand_million_pages,
    pages_that_fan_out,
    a_table_that_follows_itself,
    a_length_of_itself,
    a_drawing_within_itself,
    drawings_that_double,
    a_stream_that_swells,
    a_flood_of_pixels,
    a_page_as_large_as_a_town,
    arrays_within_arrays,
    bookmarks_in_a_circle,
    fields_in_a_circle,
    names_in_a_circle,
    tags_in_a_circle,
]


# --- drafts ------------------------------------------------------------------------------------------------------------


def png_header(wide: int, high: int) -> bytes:
    """The beginning of a picture that claims to be so large."""
    head = b"IHDR" + struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    packed = b"IDAT" + zlib.compress(bytes(MEGABYTE), 9)
    chunks = b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in (head, packed, b"IEND")
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


def with_zeros(megabytes: int) -> bytes:
    """A draft with a part of so many megabytes of nothing."""
    out = io.BytesIO(docx(paragraph("The words of the draft.")))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/media/zeros.bin", "w") as part:
        for _ in range(megabytes):
            part.write(bytes(MEGABYTE))
    return out.getvalue()


def with_picture(content: bytes) -> bytes:
    """A draft with a picture on its first page."""
    names = (
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/'
        'picture" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    )
    drawing = (
        f"<w:p><w:r><w:drawing {names}><wp:inline><wp:extent cx='900000' cy='900000'/><a:graphic><a:graphicData><pic:pic><pic:blipFill>"
        "<a:blip r:embed='p'/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    out = io.BytesIO(docx(paragraph("The words of the draft.") + drawing, parts={"p": ("image", "")}))
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/p.xml"] = content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def with_main(xml: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", relationships({"m": ("officeDocument", "d.xml")}))
        archive.writestr("d.xml", xml)
    return out.getvalue()


def laughs() -> str:
    lines = ["<!ENTITY a0 'ha'>", *(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))]
    return f"<?xml version='1.0'?><!DOCTYPE w [{''.join(lines)}]><w>&a9;</w>"


def blow_up() -> str:
    return f"<!DOCTYPE w [<!ENTITY a '{'x' * 100_000}'>]><w>{'&a;' * 10_000}</w>"


DRAFTS: dict[str, Callable[[], bytes]] = {
    "a part of 450 megabytes": lambda: with_zeros(450),
    "a picture of 900 million dots": lambda: with_picture(png_header(30_000, 30_000)),
    "text of 50 megabytes": lambda: with_main(f"<w>{' ' * 50 * MEGABYTE}</w>"),
    "entities that multiply": lambda: with_main(laughs()),
    "an entity said often": lambda: with_main(blow_up()),
    "tables within tables": lambda: docx(
        paragraph("The words of the draft.")
        + "<w:tbl><w:tr><w:tc>" * 200
        + paragraph("in")
        + "</w:tc></w:tr></w:tbl>" * 200
    ),
    "a word without end": lambda: docx(paragraph("The words of the draft.") + paragraph("x" * 2 * MEGABYTE)),
}
