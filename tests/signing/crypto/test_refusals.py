"""Files that must not be signed are refused with the reason; ordinary contracts are not."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from signing.sealing import NotSignable, prepare_fields
from signing.verification.refusals import refuse_before_signing
from tests.signing.crypto.conftest import MAYA


def altered(contract: bytes, change) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(contract)) as document:
        change(document)
        document.save(out)
    return out.getvalue()


def put(path: str, value):
    def change(document: pikepdf.Pdf) -> None:
        document.Root[path] = value

    return change


def form(**entries) -> Dictionary:
    return Dictionary(Fields=Array([]), **entries)


def overlay(document: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=[0, 0, 100, 100], Contents=String("1,000"))
    document.pages[1].obj.Annots = Array([document.make_indirect(note)])


def launching_link(document: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.Launch, F=String("calc.exe"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 100, 100], A=action)
    document.pages[0].obj.Annots = Array([document.make_indirect(link)])


def text_field(document: pikepdf.Pdf) -> None:
    field = document.make_indirect(Dictionary(FT=Name.Tx, T=String("price"), V=String("1")))
    document.Root.AcroForm = Dictionary(Fields=Array([field]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (put("/OpenAction", Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))), "OpenAction"),
        (put("/OpenAction", Dictionary(S=Name.URI, URI=String("http://somewhere.example/seen"))), "OpenAction"),
        (put("/OpenAction", Dictionary(S=Name.Named, N=Name.Print)), "OpenAction"),
        (put("/Names", Dictionary(JavaScript=Dictionary(Names=Array([])))), "JavaScript"),
        (put("/AcroForm", form(XFA=String("x"))), "XFA"),
        (put("/AA", Dictionary()), "actions by itself"),
        (put("/OCProperties", Dictionary(OCGs=Array([Dictionary(Type=Name.OCG)]))), "layers"),
        (overlay, "Page 2 has a comment or overlay"),
        (launching_link, "reaches outside the document"),
        (text_field, "form fields"),
    ],
)
def test_a_file_that_could_show_something_else_later_is_refused(contract, change, words):
    reasons = refuse_before_signing(altered(contract, change))

    assert words in " ".join(reasons)
    with pytest.raises(NotSignable, match="cannot be signed"):
        prepare_fields(altered(contract, change), [MAYA])


def test_an_encrypted_file_is_refused(contract):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(contract)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user=""))

    assert "It is encrypted" in refuse_before_signing(out.getvalue())[0]


def test_two_tables_of_contents_are_refused(contract):
    assert "hybrid" in refuse_before_signing(contract + b"\ntrailer << /XRefStm 5 >>")[0]


@pytest.mark.parametrize("junk", [b"", b"hello", b"%PDF-1.7", b"%PDF-1.7\n" + b"[" * 100_000])
def test_junk_is_refused_without_a_crash(junk):
    assert len(refuse_before_signing(junk)) == 1


def test_an_ordinary_contract_and_a_plain_opening_place_are_accepted(contract):
    opened_at_page = put("/OpenAction", Array([0, Name.Fit]))

    assert refuse_before_signing(contract) == []
    assert refuse_before_signing(altered(contract, opened_at_page)) == []


def test_preparing_drops_what_nothing_refers_to(contract):
    hidden = altered(contract, lambda document: document.make_indirect(Dictionary(Type=Name.Page, Hidden=True)))

    prepared = prepare_fields(hidden + b"", [MAYA])

    with pikepdf.open(io.BytesIO(prepared)) as document:
        assert not any(isinstance(o, Dictionary) and "/Hidden" in o for o in document.objects)
    assert prepared.count(b"%%EOF") == 1
