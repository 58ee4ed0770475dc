"""Compress, protect, unlock, repair, read text; signed files; and the child that does it all."""

import io
import re

import pikepdf
import pytest
from PIL import Image

from documents.toolbox import Report, ToolRefused
from documents.toolbox.catalogue import TOOLS, use
from documents.toolbox.papers import written
from documents.toolbox.sandbox import use_tool
from flowmono.common.limited import Limits
from tests.documents.toolbox.papers import contract, html, opened, order, texts

A = contract("Alder", 4)
B = contract("Birch", 3)


def photo(width=1200, height=900):
    """A picture with soft colours and fine detail, as cameras make them."""
    image = Image.effect_mandelbrot((width, height), (-2.0, -1.2, 0.8, 1.2), 90)
    return Image.merge("RGB", (image, image.rotate(20), image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))


def with_photo(times=1):
    out = io.BytesIO()
    photo().save(out, "JPEG", quality=95, dpi=(300, 300))
    (one,) = use("pictures", [out.getvalue()]).files
    return use("merge", [one] * times).files[0] if times > 1 else one


def looks(data, page=0):
    import pypdfium2

    return pypdfium2.PdfDocument(data)[page].render(scale=1).to_pil().convert("L")


def differs(first, second):
    from PIL import ImageChops, ImageStat

    return ImageStat.Stat(ImageChops.difference(looks(first), looks(second))).mean[0]


def test_a_stronger_level_saves_more_and_the_page_looks_the_same():
    source = with_photo()

    sizes = {level: use("compress", [source], {"level": level}) for level in ("lossless", "light", "strong")}

    lossless, light, strong = (len(made.files[0]) for made in sizes.values())
    assert len(source) >= lossless > light > strong
    assert light < len(source) / 3
    assert differs(source, sizes["light"].files[0]) < 6
    assert sizes["light"].report.facts["pictures"] == 1
    assert sizes["light"].report.facts["saved"] == len(source) - light


def test_a_picture_kept_four_times_is_kept_once():
    source = with_photo(4)

    made = use("compress", [source], {"level": "lossless"})

    assert len(made.files[0]) < len(source) / 3
    assert made.report.facts["merged"] >= 3
    assert differs(source, made.files[0]) == 0


@pytest.mark.parametrize("level", ["lossless", "light", "strong"])
@pytest.mark.parametrize("source", [A, html("<p>short</p>"), contract("Birch", 2)])
def test_no_file_ever_grows_and_a_second_time_gains_nothing(source, level):
    once = use("compress", [source], {"level": level}).files[0]
    again = use("compress", [once], {"level": level})

    assert len(once) <= len(source)
    assert len(again.files[0]) <= len(once)
    assert texts(once) == texts(source)


def test_a_protected_file_opens_with_its_password_alone_and_unlocks_to_what_it_was():
    made = use("protect", [A], {"password": "correct horse", "owner_password": "battery staple", "may_copy": False})

    (locked,) = made.files
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(locked))
    pdf = pikepdf.open(io.BytesIO(locked), password="correct horse")
    assert (pdf.encryption.R, pdf.encryption.stream_method.name) == (6, "aesv3")
    assert (pdf.allow.extract, pdf.allow.print_highres) == (False, True)
    assert made.report.options["password"] == "…"
    assert order(use("unlock", [locked], {"password": "battery staple"}).files[0]) == order(A)


def test_a_reader_may_not_lift_what_the_owner_withheld():
    (locked,) = use("protect", [A], {"password": "correct horse", "owner_password": "battery staple"}).files

    with pytest.raises(ToolRefused) as wrong:
        use("unlock", [locked], {"password": "wrong password"})
    with pytest.raises(ToolRefused) as reader:
        use("unlock", [locked], {"password": "correct horse"})

    assert (wrong.value.code, reader.value.code) == ("wrong_password", "owner_only")


@pytest.mark.parametrize("tool", [name for name, tool in TOOLS.items() if name not in ("unlock", "pictures")])
def test_every_tool_refuses_a_protected_file(tool):
    (locked,) = use("protect", [A], {"password": "correct horse"}).files
    before = bytes(locked)

    with pytest.raises(ToolRefused) as refusal:
        use(tool, [locked] * TOOLS[tool].files[0], EXAMPLES.get(tool, {}))

    assert refusal.value.code == "protected"
    assert locked == before


EXAMPLES = {
    "split": {"every": 2},
    "reorder": {"order": "4-1"},
    "rotate": {"degrees": 90},
    "delete": {"pages": "1"},
    "insert": {"before": 1},
    "extract": {"pages": "1"},
    "redact": {"words": ["Alder"]},
    "stamp": {"text": "PAID"},
    "watermark": {"text": "DRAFT"},
    "head_and_foot": {"footer": ["{n}"]},
    "protect": {"password": "correct horse"},
    "unlock": {"password": "correct horse"},
}
READERS = {name for name, tool in TOOLS.items() if not tool.changes}


def signed():
    """A file with a signature field that is filled, as far as a reader of its structure can tell."""
    pdf = opened(A)
    appearance = pdf.make_stream(b"0 0 1 rg 0 0 80 20 re f", Subtype=pikepdf.Name.Form, BBox=[0, 0, 80, 20])
    value = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3], Contents=pikepdf.String("proof"))
    )
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            T=pikepdf.String("Vera"),
            V=value,
            Rect=[50, 50, 130, 70],
            AP=pikepdf.Dictionary(N=appearance),
        )
    )
    pdf.pages[0].obj.Annots = pikepdf.Array([field])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
    return written(pdf)


@pytest.mark.parametrize("tool", sorted(TOOLS.keys() - READERS - {"pictures", "unlock"}))
def test_every_tool_refuses_to_change_a_signed_file(tool):
    source = signed()
    before = bytes(source)

    with pytest.raises(ToolRefused, match="signed") as refusal:
        use(tool, [source] * TOOLS[tool].files[0], EXAMPLES.get(tool, {}))

    assert refusal.value.code == "signed"
    assert source == before


def test_a_signature_that_no_field_names_counts_as_well():
    pdf = opened(A)
    pdf.Root.Hidden = pdf.make_indirect(pikepdf.Dictionary(ByteRange=[0, 1, 2, 3], Contents=pikepdf.String("proof")))

    with pytest.raises(ToolRefused) as refusal:
        use("rotate", [written(pdf)], {"degrees": 90})

    assert refusal.value.code == "signed"


def test_a_copy_of_a_signed_file_is_made_on_request_and_says_what_it_is():
    source = signed()

    made = use("stamp", [source], {"text": "COPY", "as_copy": True})

    pdf = opened(made.files[0])
    assert made.report.copies_signed
    assert "the signatures are shown as pictures and prove nothing in this copy" in made.report.dropped
    assert "no longer the signed original" in str(pdf.docinfo["/Subject"])
    assert made.report.sources[0] in str(pdf.docinfo["/Subject"])
    assert b"no longer the signed original" in pdf.Root.Metadata.read_bytes()
    assert "/AcroForm" not in pdf.Root
    assert looks(made.files[0]).getpixel((90, 240)) < 60


def test_pages_of_a_signed_file_come_into_another_as_pictures_of_what_was_signed():
    made = use("insert", [B, signed()], {"before": 1, "pages": "1"})

    assert made.report.dropped[0] == "the signatures are shown as pictures and prove nothing in this copy"
    assert not made.report.copies_signed
    assert "/AcroForm" not in opened(made.files[0]).Root
    assert len(opened(made.files[0]).pages) == len(opened(B).pages) + 1
    assert looks(made.files[0]).getpixel((90, 240)) < 60


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 a Word file", "This is a Word or other office document"),
        (b"\xff\xd8\xff\xe0 a photo", "“Pictures to PDF” makes a PDF of it"),
        (b"neither", "The file is damaged or no PDF"),
    ],
)
def test_what_is_no_pdf_is_called_what_it_is_and_of_several_files_by_its_name(data, words):
    with pytest.raises(ToolRefused, match=words) as refusal:
        use("merge", [A, B, data], {"names": ["Offer", "Contract", "annex.pdf"]})

    assert str(refusal.value).startswith("“annex.pdf”: ")
    assert refusal.value.code == "damaged"


def test_a_split_that_would_cut_nothing_is_refused():
    for way in ({"every": 99}, {"megabytes": 50}):
        with pytest.raises(ToolRefused, match="nothing would be cut"):
            use("split", [A], way)


def test_a_signed_file_may_be_read():
    assert use("text", [signed()]).report.facts["empty"] == []


def test_text_comes_page_by_page():
    made = use("text", [A], {"pages": "2,4"})

    pages = made.files[0].decode().split("\f")
    assert [re.search(r"Alder page (\d)", page)[1] for page in pages] == ["2", "4"]
    assert made.report.facts["pages"] == 2


def test_a_damaged_file_is_refused_by_tools_and_mended_on_request():
    broken = A.replace(b"startxref", b"startxxxx")

    with pytest.raises(ToolRefused) as refusal:
        use("rotate", [broken], {"degrees": 90})
    made = use("repair", [broken])

    assert refusal.value.code == "damaged"
    assert order(made.files[0]) == order(A)
    assert made.report.facts["faults"]


def test_forms_that_only_one_program_shows_and_portfolios_are_refused():
    xfa, portfolio = opened(A), opened(A)
    xfa.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.String("x"), Fields=[])
    portfolio.Root.Collection = pikepdf.Dictionary()
    codes = []

    for pdf in (xfa, portfolio):
        with pytest.raises(ToolRefused) as refusal:
            use("rotate", [written(pdf)], {"degrees": 90})
        codes.append(refusal.value.code)

    assert codes == ["xfa", "portfolio"]


def test_the_child_answers_what_the_tool_answers_and_tells_how_far_it_is():
    told = []

    made = use_tool("split", [A], {"every": 1}, progress=lambda done, total: told.append((done, total)))

    assert made == use("split", [A], {"every": 1})
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert Report.from_json(made.report.as_json()) == made.report


def test_refusals_and_limits_of_the_child_come_back_as_sentences():
    codes, large = [], io.BytesIO()
    Image.new("RGB", (7000, 7000)).save(large, "PNG")
    for tool, files, options, limits in (
        ("rotate", [b"nothing"], {"degrees": 90}, None),
        ("pictures", [large.getvalue()], {}, Limits(seconds=60, megabytes=300)),
        ("shred", [A], {}, None),
        ("rotate", [b"%PDF" + b" " * 100_000_001], {"degrees": 90}, None),
    ):
        with pytest.raises(ToolRefused) as refusal:
            use_tool(tool, files, options, limits=limits)
        codes.append(refusal.value.code)

    assert codes == ["damaged", "too_heavy", "no_such_tool", "too_large"]
