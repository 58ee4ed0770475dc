"""Nothing that a file or a field refers to is asked for (E1, E2): a server that counts requests counts none."""

import ast
import io
import urllib.request
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from weasyprint import HTML

from documents.comparing.asking import compare_file
from documents.converter import convert
from documents.converter.sandbox import convert_in_child
from documents.finding.reading import read_file
from procurement.order_pdf import draw_order
from tests.contracts import scenes as contracts
from tests.documents.converter.drafts import KINDS, TYPES, R, W, relationships, zipped
from tests.documents.threats.sink import Sink, counting
from tests.documents.toolbox.papers import raw, texts
from tests.people import NOON, make_person
from tests.procurement import stories

pytestmark = pytest.mark.threats

ROOT = Path(__file__).resolve().parents[3]
SECRET = "Kept-on-this-machine-only"
DRAWING = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"'
)


@pytest.fixture
def sink():
    with counting() as found:
        yield found


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    kept = tmp_path / "secret.txt"
    kept.write_text(SECRET)
    return kept


def _picture(link: str) -> str:
    picture = (
        f"<pic:pic><pic:nvPicPr><pic:cNvPr id='1' name='p'/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip {link}/></pic:blipFill>"
        "<pic:spPr><a:xfrm><a:ext cx='900000' cy='900000'/></a:xfrm></pic:spPr></pic:pic>"
    )
    return (
        "<w:p><w:r><w:drawing><wp:inline><wp:extent cx='900000' cy='900000'/><wp:docPr id='1' name='p'/><a:graphic>"
        f"<a:graphicData uri='http://schemas.openxmlformats.org/drawingml/2006/picture'>{picture}</a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def _field(instruction: str) -> str:
    return f"<w:p><w:fldSimple w:instr='{instruction}'><w:r><w:t>shown</w:t></w:r></w:fldSimple></w:p>"


def reaching_draft(outside: str) -> bytes:
    """A Word file that refers to what lies outside it in every way that one can; `outside`: where."""
    kinds = ("image", "oleObject", "aFChunk", "subDocument", "frame", "hyperlink", "audio", "header", "footer", "font")
    refers = {f"x{number}": (kind, f"{outside}/{kind}") for number, kind in enumerate(kinds)}
    body = (
        "<w:p><w:r><w:t>The words of the draft.</w:t></w:r></w:p>"
        + _picture("r:link='x0'")
        + _picture("r:embed='x0'")
        + _picture("r:embed='inside'")
        + f"<w:p><w:r><w:pict><v:shape style='width:50pt;height:50pt'><v:imagedata r:id='x0' r:href='x0' src='{outside}/v'/></v:shape></w:pict></w:r></w:p>"
        + "<w:p><w:r><w:object><o:OLEObject Type='Link' ProgID='Word.Document' r:id='x1'/></w:object></w:r></w:p>"
        + "<w:altChunk r:id='x2'/><w:subDoc r:id='x3'/>"
        + _field(f'INCLUDEPICTURE "{outside}/f" \\d')
        + _field(f'INCLUDETEXT "{outside}/f"')
        + _field(f'LINK Word.Document "{outside}/f"')
        + "<w:p><w:hyperlink r:id='x5'><w:r><w:t>a link</w:t></w:r></w:hyperlink></w:p>"
        + "<w:sectPr><w:headerReference w:type='default' r:id='x7'/><w:footerReference w:type='default' r:id='x8'/></w:sectPr>"
    )
    picture = (
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>"
        f"<style>@import url({outside}/css);</style><image href='{outside}/svg' xlink:href='{outside}/svg'/><script href='{outside}/js'/></svg>"
    )
    inner = relationships({"styles": ("styles", "styles.xml"), "inside": ("image", "media/p.svg")})
    outer = relationships(refers, external=True)
    joined = inner.replace("</Relationships>", outer.split(">", 1)[1])
    template = relationships({"t": ("attachedTemplate", f"{outside}/template.dotm")}, external=True)
    settings = f"<w:settings {W} {R}><w:attachedTemplate r:id='t'/></w:settings>"
    joined = joined.replace(
        "</Relationships>", f"<Relationship Id='s' Type='{KINDS}/settings' Target='settings.xml'/></Relationships>"
    )
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": relationships({"main": ("officeDocument", "word/document.xml")}),
            "word/_rels/document.xml.rels": joined,
            "word/_rels/settings.xml.rels": template,
            "word/settings.xml": settings,
            "word/styles.xml": f"<?xml-stylesheet href='{outside}/xsl'?><w:styles {W}/>",
            "word/media/p.svg": picture,
            "word/document.xml": f"<w:document {W} {R} {DRAWING}><w:body>{body}</w:body></w:document>",
        }
    )


def test_what_counts_requests_would_have_counted_one(sink: Sink, secret: Path) -> None:
    with urllib.request.urlopen(f"{sink.address}/control", timeout=5) as answer:
        answer.read()
    made = HTML(string=f"<img src='{sink.address}/drawn'><link rel=attachment href='{secret.as_uri()}'>").write_pdf()

    assert [line.split()[1] for line in sink.asked] == [b"/control", b"/drawn"]
    assert SECRET.encode() in raw(made)  # what a page does that is drawn without our fetcher


@pytest.mark.parametrize("is_local", [False, True], ids=["address", "file"])
def test_nothing_that_a_draft_refers_to_is_asked_for_and_no_local_file_is_in_its_pdf(
    sink: Sink, secret: Path, is_local: bool
) -> None:
    draft = reaching_draft(secret.as_uri().removesuffix("/secret.txt") if is_local else sink.address)
    if is_local:  # every name that it asks for is there
        with zipfile.ZipFile(io.BytesIO(draft)) as archive:
            assert str(secret.parent) in archive.read("word/_rels/document.xml.rels").decode()
        for name in ("image", "aFChunk", "header", "footer", "f", "svg", "css", "template.dotm", "subDocument", "font"):
            (secret.parent / name).write_text(SECRET)

    # In a process that has the network, too: what is shown is that nothing is tried.
    made = convert(draft, read_back=True)
    in_child = convert_in_child(draft)
    read = read_file(draft, "application/vnd.openxmlformats-officedocument.wordprocessingml.document")

    assert "The words of the draft." in made.text
    assert made == in_child
    assert sink.asked == []
    assert SECRET.encode() not in raw(made.pdf)
    assert SECRET not in made.text + "".join(read.pages)
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert not pdf.attachments


def typed(outside: str, local: str) -> str:
    return (
        f"</td></p></style><link rel=attachment href='{local}'><link rel=stylesheet href='{outside}/css'>"
        f"<style>@import url('{outside}/import'); body {{ background: url({outside}/ground) }}</style>"
        f"<img src='{outside}/img'><object data='{local}'></object><embed src='{outside}/embed'>"
        f"<svg><image href='{outside}/svg'/></svg><a rel=attachment href='{local}'>x</a><base href='{outside}'>{{{{ 7|add:7 }}}}"
    )


@pytest.mark.django_db
def test_our_own_papers_fetch_nothing_and_hold_no_file_whatever_people_typed(
    sink: Sink, secret: Path, client: Client
) -> None:
    words = typed(sink.address, secret.as_uri())
    pierre = make_person("pierre")
    contract = contracts.converted(pierre, paragraphs=(*contracts.TEXT, f"6. Notes. {words}"))
    stage = stories.make_stage()
    order = stories.draft(stage)
    order.title = words[:180]
    vendor = order.vendor
    vendor.name = vendor.legal_name = words[:180]
    for number, line in enumerate(order.lines.all()):
        line.description = words[300 * number :][:300] or words[:300]
        line.save()
    version = contract.document.newest("converted")
    theirs = contracts.word_file(*contracts.TEXT, f"6. Other notes. {words} and more")
    compared = compare_file(version, theirs, f"{words[:60]}.docx", is_newer=True, by=pierre, at=NOON)
    client.force_login(pierre)

    redline = client.get(reverse("comparing:brought-paper", args=[compared.pk]))
    papers = [draw_order(order), redline.content]

    assert redline["Content-Type"] == "application/pdf"
    assert "Other" in "".join(texts(redline.content))
    assert sink.asked == []
    for paper in papers:
        assert SECRET.encode() not in raw(paper)
        with pikepdf.open(io.BytesIO(paper)) as pdf:
            assert not pdf.attachments


def _drawings(tree: ast.Module) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "HTML"
    ]


def test_every_drawing_of_a_page_of_ours_may_fetch_nothing() -> None:
    """The fetcher of each is one that only takes what stands in the page itself."""
    found, wrong = 0, []
    product = [
        path
        for path in ROOT.glob("*/**/*.py")
        if path.relative_to(ROOT).parts[0] not in {"tests", "bench", "node_modules"}
    ]
    for path in product:
        source = path.read_text()
        if "weasyprint" not in source or path.relative_to(ROOT).parts[0].startswith("."):
            continue
        for call in _drawings(ast.parse(source)):
            found += 1
            given = {keyword.arg for keyword in call.keywords}
            only_data = 'allowed_protocols={"data"}' in source or 'allowed_protocols=["data"]' in source
            if "url_fetcher" not in given or not only_data or {"url", "filename", "file_obj"} & given or call.args:
                wrong.append(f"{path.relative_to(ROOT)}:{call.lineno}")

    assert found >= 8
    assert wrong == []
