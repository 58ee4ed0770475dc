"""Text boxes, frames, floating pictures, and the text that makes room for them."""

import io

import pytest
from pypdf import PdfReader

from documents.converter import convert
from documents.converter.layout.drawing import FloatingGroup
from documents.converter.layout.obstacles import Obstacles
from documents.converter.model import Paragraph, ParagraphStyle, Placement, RunStyle
from tests.documents.converter.drafts import docx, paragraph

NAMES = (
    "xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' "
    "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' "
    "xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'"
)
SENTENCE = "Each party keeps the other informed in good time of everything that may delay the work. "
POINT = 12_700


def box(text: str, x: int, y: int, width: int, height: int, wrap: str) -> str:
    """A paragraph that holds a text box, `x` and `y` points from its column and itself."""
    return (
        f"<w:p><w:r><w:drawing {NAMES}><wp:anchor distT='0' distB='0' distL='0' distR='0'>"
        f"<wp:positionH relativeFrom='column'><wp:posOffset>{x * POINT}</wp:posOffset></wp:positionH>"
        f"<wp:positionV relativeFrom='paragraph'><wp:posOffset>{y * POINT}</wp:posOffset></wp:positionV>"
        f"<wp:extent cx='{width * POINT}' cy='{height * POINT}'/><wp:{wrap}/><a:graphic><a:graphicData><wps:wsp><wps:spPr>"
        f"</wps:spPr><wps:txbx><w:txbxContent>{paragraph(text)}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r><w:r><w:t>Before.</w:t></w:r></w:p>"
    )


def places(data: bytes) -> dict[str, tuple[float, float]]:
    """Where each run begins: from the left, and its top from the top of an A4 page."""
    conversion = convert(data)
    return {
        conversion.text[run.start : run.end].strip(): (round(run.x, 1), round(841.9 - run.y - run.height, 1))
        for run in conversion.runs
    }


def test_a_text_box_stands_where_it_is_anchored():
    found = places(docx(box("In the box.", 200, 50, 120, 60, "wrapNone") + paragraph("After.")))

    assert found["Before."] == (72.0, 72.0)
    assert found["In the box."] == (72 + 200 + 7.2, round(72 + 50 + 3.6, 1))
    assert found["After."] == (72.0, 83.5)


def test_the_words_of_a_box_follow_the_paragraph_that_holds_it():
    text = convert(docx(box("In the box.", 200, 50, 120, 60, "wrapNone") + paragraph("After."))).text

    assert text == "Before.\nIn the box.\nAfter.\n"


def test_lines_beside_a_box_are_shorter_and_those_below_are_not():
    data = docx(box("Box.", 0, 20, 200, 60, "wrapSquare") + paragraph(SENTENCE * 12))

    starts = [round(run.x, 1) for run in convert(data).runs if run.x in {72.0, 272.0}]

    assert starts.count(272.0) == 6
    assert starts[-1] == 72.0


def test_text_goes_on_under_a_box_that_has_the_lines_to_itself():
    found = places(docx(box("Box.", 0, 0, 200, 60, "wrapTopAndBottom") + paragraph("After.")))

    assert found["Box."] == (79.2, 75.6)
    assert found["Before."] == (72.0, 132.0)
    assert found["After."] == (72.0, 143.5)


def test_a_framed_paragraph_stands_beside_the_one_that_follows():
    frame = paragraph("S", "<w:framePr w:w='400' w:hSpace='60' w:wrap='around' w:vAnchor='text' w:hAnchor='text'/>")

    found = places(docx(frame + paragraph("even days.")))

    assert found["S"] == (72.0, 72.0)
    assert found["even days."] == (72 + 20 + 3, 72.0)


def test_a_document_of_frames_alone_is_still_set():
    frame = paragraph("All of it.", "<w:framePr w:w='4000'/>")

    assert convert(docx(frame, section="")).text == "All of it.\n"


@pytest.mark.parametrize(
    ("wrap", "y", "cuts", "lower"),
    [("square", 5.0, (40.0, 0.0), 0.0), ("square", 31.0, (0.0, 0.0), 0.0), ("topandbottom", 5.0, (200.0, 0.0), 25.0)],
)
def test_an_obstacle_takes_what_it_covers(wrap, y, cuts, lower):
    obstacles = Obstacles(200.0)
    group = FloatingGroup((), (), 40.0, 30.0, Placement(wrap=wrap))

    obstacles.meet(Paragraph(ParagraphStyle(), RunStyle()), [group], 0.0)

    assert obstacles.cuts(y, 10.0) == cuts
    assert obstacles.clear(y, 10.0) == lower


def test_a_chart_leaves_a_frame_that_says_so():
    size = f"<wp:extent cx='{200 * POINT}' cy='{100 * POINT}'/>"
    chart = "<a:graphic><a:graphicData uri='http://schemas.openxmlformats.org/drawingml/2006/chart'/></a:graphic>"
    body = f"<w:p><w:r><w:drawing {NAMES}><wp:inline>{size}{chart}</wp:inline></w:drawing></w:r></w:p>"

    conversion = convert(docx(body + paragraph("After.")))

    (page,) = PdfReader(io.BytesIO(conversion.pdf)).pages
    assert "A chart stands here in Word. It is not drawn." in page.extract_text().replace("\n", " ")
    assert conversion.text == "After.\n"
    assert places(docx(body + paragraph("After.")))["After."][1] > 170


def test_an_older_drawing_stands_where_its_style_says():
    style = "position:absolute;margin-left:100pt;margin-top:40pt;width:120pt;height:50pt"
    content = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    shape = (
        f"<v:shape xmlns:v='urn:schemas-microsoft-com:vml' style='{style}'><v:textbox>{content}</v:textbox></v:shape>"
    )

    found = places(docx(f"<w:p><w:r><w:pict>{shape}</w:pict></w:r><w:r><w:t>Before.</w:t></w:r></w:p>"))

    assert found["In the box."] == (72 + 100 + 7.2, 72 + 40 + 3.6)


def floating(place: str, *rows: str, width: int = 2400) -> str:
    cells = "".join(f"<w:tr><w:tc><w:tcPr/>{paragraph(row)}</w:tc></w:tr>" for row in rows)
    return (
        f"<w:tbl><w:tblPr><w:tblpPr {place}/></w:tblPr><w:tblGrid><w:gridCol w:w='{width}'/></w:tblGrid>{cells}</w:tbl>"
    )


def test_text_flows_around_a_floating_table():
    place = "w:leftFromText='200' w:vertAnchor='text' w:horzAnchor='margin' w:tblpXSpec='right' w:tblpY='1'"
    rows = ("Price", "Term", "Law")

    found = places(docx(floating(place, *rows) + paragraph("Start. " + SENTENCE * 4) + paragraph("After.")))

    right = round(595.3 - 72 - 120, 1)
    assert [found[row][0] for row in rows] == [right] * 3
    assert found["Price"][1] == pytest.approx(72, abs=0.2)
    conversion = convert(docx(floating(place, *rows) + paragraph("Start. " + SENTENCE * 4)))
    beside = [run for run in conversion.runs if run.x < 73 and 841.9 - run.y - run.height < 72 + 3 * 11.5]
    assert beside
    assert all(run.x + run.width <= right - 10 for run in beside)


def test_a_floating_table_as_wide_as_the_page_stands_in_the_flow():
    place = "w:vertAnchor='text' w:tblpY='1'"

    found = places(docx(floating(place, "Price", "Term", width=9000) + paragraph("After.")))

    assert found["Term"][1] == pytest.approx(83.5, abs=0.2)
    assert found["After."][1] == pytest.approx(95, abs=0.2)


@pytest.mark.parametrize("place", ["w:tblpX='30000' w:tblpY='1'", "w:tblpX='1' w:tblpY='30000'"])
def test_a_floating_table_that_would_leave_the_page_stands_in_the_flow(place):
    conversion = convert(docx(floating(f"w:vertAnchor='text' {place}", "Price") + paragraph("After.")))

    assert conversion.text == "Price\nAfter.\n"
    assert conversion.warnings == ()


def test_a_floating_table_goes_to_the_next_page_with_its_paragraph():
    place = "w:vertAnchor='text' w:horzAnchor='text' w:tblpX='4000' w:tblpY='1'"
    conversion = convert(docx(paragraph("Line.") * 58 + floating(place, *["Price"] * 8) + paragraph("Beside.")))

    pages = {conversion.text[run.start : run.end].strip(): run.page for run in conversion.runs}
    assert pages == {"Line.": 1, "Price": 2, "Beside.": 2}
