"""Shadow attacks: content hidden in the file before signing, brought to light afterwards without touching a signed byte."""

import io
import re

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from signing.sealing import Level, prepare_fields, seal, sign
from signing.stamps import Mark
from signing.verification.verifying import verify
from tests.signing.crypto.conftest import MAYA, NOW, House


def with_hidden_catalog(contract: bytes) -> bytes:
    """The contract with a second catalog and page tree that its reader never follows: what an attacker prepares before signing."""
    writer = IncrementalPdfFileWriter(io.BytesIO(contract))
    append_signature_field(writer, SigFieldSpec("Seal"))
    out = io.BytesIO()
    writer.write(out)
    with pikepdf.open(io.BytesIO(out.getvalue())) as document:
        page = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 595, 842]), Hidden=True)
        page.Contents = document.make_stream(b"0 0 595 842 re f")
        kid = document.make_indirect(page)
        pages = document.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([kid]), Count=1))
        kid.Parent = pages
        document.Root.AcroForm = document.make_indirect(document.Root.AcroForm)
        shadow = Dictionary(Type=Name.Catalog, Pages=pages, AcroForm=document.Root.AcroForm)
        document.Root.Shadow = document.make_indirect(shadow)
        out = io.BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def object_number(pdf: bytes, name: str) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return int(document.Root[name].objgen[0])


def appended(pdf: bytes, table: bytes, root: int) -> bytes:
    """The file with one more cross-reference table at its end, and the catalog that it names."""
    previous = re.findall(rb"startxref\s+(\d+)", pdf)[-1]
    start = len(pdf)
    size = max(int(n) for n in re.findall(rb"/Size (\d+)", pdf))
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %s >>\n" % (size, root, previous)
    return pdf + b"xref\n" + table + trailer + b"startxref\n%d\n%%%%EOF\n" % start


@pytest.fixture(scope="module")
def shadowed(contract: bytes, house: House) -> bytes:
    return seal(with_hidden_catalog(contract), house.signer, Level.B, reason="Sealed", at=NOW).pdf


def test_the_prepared_file_is_valid_as_long_as_nobody_lifts_the_curtain(shadowed, house):
    assert verify(shadowed, trust=house.trust.roots, crls=house.trust.revocation_lists).valid


def test_a_later_table_that_names_another_catalog_is_refused(shadowed, house):
    changed = appended(shadowed, b"0 0\n", object_number(shadowed, "/Shadow"))

    verdict = verify(changed, trust=house.trust.roots, crls=house.trust.revocation_lists)

    assert not verdict.valid
    assert (
        "Revision 3 changed the document after it was signed: the number of pages went from 3 to 1"
        in verdict.reasons[0]
    )


def test_a_later_table_that_moves_a_page_onto_hidden_bytes_is_refused(shadowed, house):
    with pikepdf.open(io.BytesIO(shadowed)) as document:
        page = document.pages[0].obj.objgen[0]
        root = document.trailer.Root.objgen[0]
    hidden = next(found.start() for found in re.finditer(rb"\d+ 0 obj\n<<[^>]*?/Hidden", shadowed))
    changed = appended(shadowed, b"%d 1\n%010d 00000 n \n" % (page, hidden), root)

    assert not verify(changed, trust=house.trust.roots, crls=house.trust.revocation_lists).valid


def test_freeing_an_object_is_refused(shadowed, house):
    with pikepdf.open(io.BytesIO(shadowed)) as document:
        page = document.pages[1].obj.objgen[0]
        root = document.trailer.Root.objgen[0]

    assert not verify(
        appended(shadowed, b"%d 1\n0000000000 65535 f \n" % page, root),
        trust=house.trust.roots,
        crls=house.trust.revocation_lists,
    ).valid


def test_our_own_preparation_drops_what_is_hidden_where_nothing_refers_to_it(contract, house):
    with pikepdf.open(io.BytesIO(contract)) as document:
        document.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([]), Count=0, Hidden=True))
        out = io.BytesIO()
        document.save(out, preserve_pdfa=False)

    signed = sign(
        prepare_fields(out.getvalue(), [MAYA]), "Maya", house.signer, Mark("Maya", NOW), reason="x", at=NOW
    ).pdf

    assert b"/Hidden" not in signed
