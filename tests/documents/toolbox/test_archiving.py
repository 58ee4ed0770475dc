"""PDF/A-2b: an independent look finds no fault in what claims to be it, and what cannot be it is refused with the reason."""

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from documents.toolbox import ToolRefused
from documents.toolbox.catalogue import use
from documents.toolbox.papers import written
from tests.documents.converter.archive import Archive
from tests.documents.toolbox.papers import bookmarks, contract, html, links, opened, order, texts

A = contract("Alder", 3)
# The independent look was made for our own converter, whose files are tagged as level A asks (6.7) and use few kinds of resources.
OF_LEVEL_A = ("6.7", "6.5.2 page")
ONLY_NEW_TO_IT = ("which this check does not know", "the catalog names /Dests")


def faults(data):
    """What breaks level B."""
    look = Archive(data)
    # It takes every drawing for a picture; ours are forms, whose fonts it looks at all the same.
    look._picture = lambda shown: None
    found = look.check()
    return [fault for fault in found if not fault.startswith(OF_LEVEL_A) and not fault.endswith(ONLY_NEW_TO_IT)]


def test_an_archive_file_keeps_the_rules_and_the_document():
    made = use("archive", [A])

    (data,) = made.files
    assert faults(data) == []
    assert (order(data), bookmarks(data), links(data)) == (order(A), bookmarks(A), links(A))
    assert made.report.facts["conformance"] == "PDF/A-2b"
    assert "no outside validator" in made.report.facts["not_checked"]


def test_what_is_forbidden_is_taken_out_and_said():
    pdf = opened(A)
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    pdf.pages[0].obj.Annots = Array(
        [
            *pdf.pages[0].obj.Annots,
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.Launch)),
        ]
    )

    made = use("archive", [written(pdf)])

    assert faults(made.files[0]) == []
    assert made.report.facts["mended"] == [
        "actions taken out",
        "an action on opening taken out",
        "forbidden actions of links and buttons taken out",
    ]


def test_stamped_and_numbered_pages_can_be_archived():
    (stamped,) = use("stamp", [A], {"text": "Получено", "opacity": 0.5}).files
    (numbered,) = use("number", [stamped]).files

    assert faults(use("archive", [numbered]).files[0]) == []


def test_a_file_that_is_changed_afterwards_no_longer_claims_to_be_pdf_a():
    (archived,) = use("archive", [A]).files

    made = use("rotate", [archived], {"degrees": 90})

    assert b"pdfaid:part" not in opened(made.files[0]).Root.Metadata.read_bytes()
    assert "PDF/A" not in str(use("rotate", made.files, {"degrees": 90}).report.dropped)
    assert any("PDF/A" in note for note in made.report.dropped)


def bare(content, resources):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    pdf.pages[0].obj.Resources = resources
    pdf.pages[0].obj.Contents = pdf.make_stream(content)
    return pdf


@pytest.mark.parametrize(
    ("content", "resources", "reason"),
    [
        (
            b"BT /F1 12 Tf 20 20 Td (Hello) Tj ET",
            Dictionary(Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))),
            "the font Helvetica is not embedded",
        ),
        (b"0 1 1 0 k 0 0 9 9 re f", Dictionary(), "page 1 sets colours for printing presses"),
        (
            b"/C cs 0 1 1 0 sc 0 0 9 9 re f",
            Dictionary(ColorSpace=Dictionary(C=Name.DeviceCMYK)),
            "colours for printing presses",
        ),
        (
            b"",
            Dictionary(ExtGState=Dictionary(G=Dictionary(BM=Name.Fancy))),
            "mixes colours in a way that is no standard",
        ),
    ],
)
def test_what_cannot_become_pdf_a_is_refused_with_the_reason(content, resources, reason):
    with pytest.raises(ToolRefused, match=reason) as refusal:
        use("archive", [written(bare(content, resources))])

    assert refusal.value.code == "not_archivable"


def test_attached_files_are_a_reason_too_and_the_way_out_is_named():
    pdf = opened(html("<p>text</p>"))
    pdf.attachments["invoice.xml"] = b"<invoice/>"

    with pytest.raises(ToolRefused, match="it carries an attached file"):
        use("archive", [written(pdf)])

    (clean,) = use("clean", [written(pdf)]).files
    assert "text" in texts(use("archive", [clean]).files[0])[0]
