"""Forgeries by name, as plain functions from a signed file to a forged one.

Each is a later save, or a change of bytes, that shows a reader something else than what was signed. Classes: incremental saving
attacks, signature wrapping, universal forgery, shadow documents, overlays, and what other software does by accident.
"""

import io
import re
import zipfile
from collections.abc import Callable

import pikepdf

from tests.signing.crypto.forging import (
    altered,
    appended,
    appended_packed,
    field_number,
    form_with,
    mark_number,
    number_where,
    numbers,
    stream,
    value_number,
)

Forgery = Callable[[bytes], bytes]
BLACK = b"0 0 0 rg 0 0 400 400 re f"


def content_replaced(pdf: bytes) -> bytes:
    return appended(pdf, {numbers(pdf).content: stream(BLACK)})


def content_replaced_in_an_object_stream(pdf: bytes) -> bytes:
    known = numbers(pdf)
    new = known.size + 20
    with_content = appended(pdf, {new: stream(BLACK)})
    page = altered(with_content, known.page, Contents=b"%d 0 R" % new)
    return appended_packed(with_content, {known.page: page})


def page_object_hidden_in_an_object_stream(pdf: bytes) -> bytes:
    known = numbers(pdf)
    return appended_packed(pdf, {known.page: altered(pdf, known.page, MediaBox=b"[0 0 50 50]")})


def content_added_to_an_array(pdf: bytes) -> bytes:
    known = numbers(pdf)
    page = altered(pdf, known.page, Contents=b"[%d 0 R %d 0 R]" % (known.content, known.size))
    return appended(pdf, {known.size: stream(BLACK), known.page: page})


def page_added(pdf: bytes) -> bytes:
    known = numbers(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        kids = b" ".join(b"%d 0 R" % page.obj.objgen[0] for page in document.pages)
    more = b"[" + kids + b" %d 0 R]" % known.size
    page = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] >>" % known.pages
    return appended(pdf, {known.size: page, known.pages: altered(pdf, known.pages, Kids=more, Count=b"4")})


def page_taken_out(pdf: bytes) -> bytes:
    known = numbers(pdf)
    kids = b"[%d 0 R]" % known.page
    return appended(pdf, {known.pages: altered(pdf, known.pages, Kids=kids, Count=b"1")})


def page_turned(pdf: bytes) -> bytes:
    known = numbers(pdf)
    return appended(pdf, {known.page: altered(pdf, known.page, Rotate=b"180")})


def page_cropped(pdf: bytes) -> bytes:
    known = numbers(pdf)
    return appended(pdf, {known.page: altered(pdf, known.page, CropBox=b"[0 700 595 842]")})


def page_unit_changed(pdf: bytes) -> bytes:
    known = numbers(pdf)
    return appended(pdf, {known.page: altered(pdf, known.page, UserUnit=b"3.0")})


def font_swapped(pdf: bytes) -> bytes:
    number = number_where(pdf, Type="/FontDescriptor")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        descriptor = document.get_object(number, 0)
        font = next(descriptor[key] for key in ("/FontFile2", "/FontFile3", "/FontFile") if key in descriptor)
        number, data = font.objgen[0], font.read_bytes()
    return appended(pdf, {number: stream(data[:-1] + b"\x00", b"/Length1 %d" % len(data))})


def note_laid_over_text(pdf: bytes) -> bytes:
    known = numbers(pdf)
    note = b"<< /Type /Annot /Subtype /FreeText /Rect [0 0 600 842] /Contents (USD 1,000,000) /DA (/Helv 20 Tf) >>"
    return appended(pdf, {known.size: note, known.page: altered(pdf, known.page, Annots=b"[%d 0 R]" % known.size)})


def link_laid_over_text(pdf: bytes) -> bytes:
    known = numbers(pdf)
    note = b"<< /Type /Annot /Subtype /Link /Rect [0 0 600 842] /A << /S /URI /URI (https://attacker.example) >> >>"
    return appended(pdf, {known.size: note, known.page: altered(pdf, known.page, Annots=b"[%d 0 R]" % known.size)})


def redaction_laid_over_text(pdf: bytes) -> bytes:
    known = numbers(pdf)
    note = b"<< /Type /Annot /Subtype /Redact /Rect [0 0 600 842] /IC [0 0 0] /OverlayText (deleted) >>"
    return appended(pdf, {known.size: note, known.page: altered(pdf, known.page, Annots=b"[%d 0 R]" % known.size)})


def catalog_replaced(pdf: bytes) -> bytes:
    known = numbers(pdf)
    pages, page = known.size + 1, known.size + 2
    objects = {
        known.size: altered(pdf, known.root, Pages=b"%d 0 R" % pages),
        pages: b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % page,
        page: b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] >>" % pages,
    }
    return appended(pdf, objects, root=known.size)


def opens_with_an_action(pdf: bytes) -> bytes:
    known = numbers(pdf)
    return appended(
        pdf, {known.root: altered(pdf, known.root, OpenAction=b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>")}
    )


def acts_by_itself(pdf: bytes) -> bytes:
    known = numbers(pdf)
    return appended(pdf, {known.root: altered(pdf, known.root, AA=b"<< /WC << /S /JavaScript /JS (1) >> >>")})


def page_acts_by_itself(pdf: bytes) -> bytes:
    known = numbers(pdf)
    return appended(pdf, {known.page: altered(pdf, known.page, AA=b"<< /O << /S /JavaScript /JS (1) >> >>")})


def file_attached(pdf: bytes) -> bytes:
    known = numbers(pdf)
    names = b"<< /EmbeddedFiles << /Names [(annex.pdf) %d 0 R] >> >>" % known.size
    objects = {
        known.size: b"<< /Type /Filespec /F (annex.pdf) /EF << /F %d 0 R >> >>" % (known.size + 1),
        known.size + 1: stream(b"another contract"),
        known.root: altered(pdf, known.root, Names=names),
    }
    return appended(pdf, objects)


def layers_added(pdf: bytes) -> bytes:
    known = numbers(pdf)
    layers = b"<< /OCGs [%d 0 R] /D << /OFF [%d 0 R] >> >>" % (known.size, known.size)
    objects = {known.size: b"<< /Type /OCG /Name (price) >>", known.root: altered(pdf, known.root, OCProperties=layers)}
    return appended(pdf, objects)


def outline_added(pdf: bytes) -> bytes:
    known = numbers(pdf)
    item = b"<< /Title (Addendum) /Parent %d 0 R >>" % known.size
    objects = {
        known.size: b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count 1 >>" % (known.size + 1, known.size + 1),
        known.size + 1: item,
        known.root: altered(pdf, known.root, Outlines=b"%d 0 R" % known.size),
    }
    return appended(pdf, objects)


def viewer_told_otherwise(pdf: bytes) -> bytes:
    known = numbers(pdf)
    return appended(
        pdf, {known.root: altered(pdf, known.root, ViewerPreferences=b"<< /DisplayDocTitle true /HideToolbar true >>")}
    )


def permissions_changed(pdf: bytes) -> bytes:
    known = numbers(pdf)
    return appended(pdf, {known.root: altered(pdf, known.root, Perms=b"<< >>")})


def body_without_table(pdf: bytes) -> bytes:
    return pdf + b"\n%d 0 obj\n" % numbers(pdf).content + stream(BLACK) + b"\nendobj\n"


def body_with_trailer_only(pdf: bytes) -> bytes:
    known = numbers(pdf)
    return body_without_table(pdf) + b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (known.size, known.root)


def body_with_an_old_startxref(pdf: bytes) -> bytes:
    previous = re.findall(rb"startxref\s+(\d+)", pdf)[-1]
    return body_with_trailer_only(pdf) + b"startxref\n" + previous + b"\n%%EOF\n"


def body_with_a_broken_startxref(pdf: bytes) -> bytes:
    return body_with_trailer_only(pdf) + b"startxref\n99999999\n%%EOF\n"


def content_freed(pdf: bytes) -> bytes:
    known = numbers(pdf)
    previous = re.findall(rb"startxref\s+(\d+)", pdf)[-1]
    facts = (known.content, known.size, known.root, previous, len(pdf))
    return pdf + (
        b"xref\n%d 1\n0000000000 00001 f \ntrailer\n<< /Size %d /Root %d 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n"
        % facts
    )


def unused_object_added(pdf: bytes) -> bytes:
    return appended(pdf, {numbers(pdf).size: stream(BLACK)})


def mark_replaced(pdf: bytes) -> bytes:
    return appended(pdf, {mark_number(pdf, "Maya"): stream(BLACK, b"/Type /XObject /Subtype /Form /BBox [0 0 200 60]")})


def mark_exchanged_for_anothers(pdf: bytes) -> bytes:
    field = field_number(pdf, "Maya")
    other = b"<< /N %d 0 R >>" % mark_number(pdf, "Vera")
    return appended(pdf, {field: altered(pdf, field, AP=other)})


def mark_moved(pdf: bytes) -> bytes:
    field = field_number(pdf, "Maya")
    return appended(pdf, {field: altered(pdf, field, Rect=b"[0 0 595 842]")})


def mark_hidden(pdf: bytes) -> bytes:
    field = field_number(pdf, "Maya")
    return appended(pdf, {field: altered(pdf, field, F=b"2")})


def mark_emptied(pdf: bytes) -> bytes:
    field = field_number(pdf, "Maya")
    return appended(pdf, {field: altered(pdf, field, AP=None)})


def stated_name_rewritten(pdf: bytes) -> bytes:
    """The signature's dictionary written anew with another name; the signed bytes stay where they are."""
    value = value_number(pdf, "Maya")
    return appended(pdf, {value: altered(pdf, value, Name=b"(Somebody Else)")})


def signature_taken_out(pdf: bytes) -> bytes:
    field = field_number(pdf, "Vera")
    return appended(pdf, {field: altered(pdf, field, V=None)})


def field_taken_from_the_form(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fields = [f.objgen[0] for f in document.Root.AcroForm.Fields if str(f.get("/T")) != "Vera"]
    known = numbers(pdf)
    form = altered(pdf, known.form, Fields=b"[" + b" ".join(b"%d 0 R" % n for n in fields) + b"]")
    return appended(pdf, {known.form: form})


def fields_swapped(pdf: bytes) -> bytes:
    maya, vera = field_number(pdf, "Maya"), field_number(pdf, "Vera")
    a, b = value_number(pdf, "Maya"), value_number(pdf, "Vera")
    return appended(pdf, {maya: altered(pdf, maya, V=b"%d 0 R" % b), vera: altered(pdf, vera, V=b"%d 0 R" % a)})


def second_field_of_the_same_signature(pdf: bytes) -> bytes:
    known = numbers(pdf)
    field = b"<< /FT /Sig /T (Olu) /V %d 0 R >>" % value_number(pdf, "Maya")
    return appended(pdf, {known.size: field, **form_with(pdf, b"%d 0 R" % known.size)})


def second_field_of_the_same_name(pdf: bytes) -> bytes:
    known = numbers(pdf)
    return appended(pdf, {known.size: b"<< /FT /Sig /T (Maya) >>", **form_with(pdf, b"%d 0 R" % known.size)})


def empty_field_with_a_picture(pdf: bytes) -> bytes:
    """A signature field that nobody signed, with an appearance over the page."""
    known = numbers(pdf)
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Olu) /F 4 /Rect [0 0 595 842] /P %d 0 R /AP << /N %d 0 R >> >>"
        % (known.page, known.size + 1)
    )
    objects = {
        known.size: field,
        known.size + 1: stream(BLACK, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"),
        known.page: altered(pdf, known.page, Annots=b"[%d 0 R]" % known.size),
        **form_with(pdf, b"%d 0 R" % known.size),
    }
    return appended(pdf, objects)


def picture_for_a_field_not_signed_yet(pdf: bytes) -> bytes:
    """The field that waits for a signature gets something to show."""
    field = field_number(pdf, "Vera")
    size = numbers(pdf).size
    picture = stream(BLACK, b"/Type /XObject /Subtype /Form /BBox [0 0 200 60]")
    return appended(pdf, {field: altered(pdf, field, V=None, AP=b"<< /N %d 0 R >>" % size), size: picture})


def _overlay(kind: bytes) -> Forgery:
    def forge(pdf: bytes) -> bytes:
        known = numbers(pdf)
        picture = stream(BLACK, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
        field = (
            b"<< /Type /Annot /Subtype /Widget %s /T (price) /F 4 /Rect [0 0 595 842] /P %d 0 R /AP << /N %d 0 R >> >>"
            % (kind, known.page, known.size + 1)
        )
        objects = {
            known.size: field,
            known.size + 1: picture,
            known.page: altered(pdf, known.page, Annots=b"[%d 0 R]" % known.size),
            **form_with(pdf, b"%d 0 R" % known.size),
        }
        return appended(pdf, objects)

    return forge


def form_asks_for_new_pictures(pdf: bytes) -> bytes:
    known = numbers(pdf)
    return appended(pdf, {known.form: altered(pdf, known.form, NeedAppearances=b"true")})


def form_gets_xfa(pdf: bytes) -> bytes:
    known = numbers(pdf)
    form = altered(pdf, known.form, XFA=b"%d 0 R" % known.size)
    return appended(pdf, {known.form: form, known.size: stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")})


def form_fonts_changed(pdf: bytes) -> bytes:
    known = numbers(pdf)
    return appended(pdf, {known.form: altered(pdf, known.form, DR=b"<< /Font << >> >>", DA=b"(/Evil 9 Tf)")})


def title_changed(pdf: bytes) -> bytes:
    size = numbers(pdf).size
    return appended(pdf, {size: b"<< /Title (Another agreement) >>"}, trailer=b"/Info %d 0 R" % size)


def properties_dropped(pdf: bytes) -> bytes:
    size = numbers(pdf).size
    return appended(pdf, {size: b"<< >>"}, trailer=b"/Info %d 0 R" % size)


def metadata_added(pdf: bytes) -> bytes:
    known = numbers(pdf)
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>'
    objects = {
        known.size: stream(xmp, b"/Type /Metadata /Subtype /XML"),
        known.root: altered(pdf, known.root, Metadata=b"%d 0 R" % known.size),
    }
    return appended(pdf, objects)


def encryption_added(pdf: bytes) -> bytes:
    size = numbers(pdf).size
    lock = b"<< /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >>" % (b"o" * 32, b"u" * 32)
    return appended(pdf, {size: lock}, trailer=b"/Encrypt %d 0 R" % size)


def bytes_after_the_end(pdf: bytes) -> bytes:
    return pdf + b"% signed by nobody else\n"


def zip_appended(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("another.txt", "another contract")
    return pdf + out.getvalue()


def whole_pdf_appended(pdf: bytes) -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        out = io.BytesIO()
        document.save(out)
    return pdf + out.getvalue()


def put_behind_a_header(pdf: bytes) -> bytes:
    return b"GIF89a\n" + pdf


def two_tables(pdf: bytes) -> bytes:
    return _hybrid(pdf, b"/XRefStm")


def two_tables_by_another_spelling(pdf: bytes) -> bytes:
    """A name may be written with hexadecimal escapes; a search for the plain word does not find it."""
    return _hybrid(pdf, b"/XRef#53#74m")


def _hybrid(pdf: bytes, name: bytes) -> bytes:
    known = numbers(pdf)
    packed = appended_packed(pdf, {known.page: altered(pdf, known.page, MediaBox=b"[0 0 50 50]")})
    table = int(re.findall(rb"startxref\s+(\d+)", packed)[-1])
    body = packed[: packed.rindex(b"startxref")]
    previous = re.findall(rb"startxref\s+(\d+)", pdf)[-1]
    facts = (known.size + 2, known.root, previous, name, table, len(body))
    return body + b"xref\n0 0\ntrailer\n<< /Size %d /Root %d 0 R /Prev %s %s %d >>\nstartxref\n%d\n%%%%EOF\n" % facts


def store_taken_out(pdf: bytes) -> bytes:
    known = numbers(pdf)
    return appended(pdf, {known.root: altered(pdf, known.root, DSS=None)})


def store_with_something_else(pdf: bytes) -> bytes:
    known = numbers(pdf)
    store = b"<< /Type /DSS /Certs [%d 0 R] /Extra %d 0 R >>" % (known.size, known.size)
    return appended(pdf, {known.size: stream(BLACK), known.root: altered(pdf, known.root, DSS=store)})


def saved_anew(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def linearised(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        out = io.BytesIO()
        document.save(out, linearize=True)
    return out.getvalue()


def merged_with_another(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document, pikepdf.new() as more:
        more.add_blank_page()
        document.pages.extend(more.pages)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def stamped_paid(pdf: bytes) -> bytes:
    known = numbers(pdf)
    stamp = b"q 1 0 0 rg 100 700 200 40 re f Q"
    page = altered(pdf, known.page, Contents=b"[%d 0 R %d 0 R]" % (known.content, known.size))
    return appended(pdf, {known.size: stream(stamp), known.page: page})


# --- the bytes of the last signature themselves -------------------------------------------------------------------


def _last(pdf: bytes, pattern: bytes) -> re.Match[bytes]:
    return list(re.finditer(pattern, pdf))[-1]


def _padded(new: bytes, old: bytes) -> bytes:
    return new + b" " * (len(old) - len(new))


def _range_as(text: bytes) -> Forgery:
    def forge(pdf: bytes) -> bytes:
        found = _last(pdf, rb"/ByteRange ?\[[^\]]*\]")
        return pdf[: found.start()] + _padded(text, found.group()) + pdf[found.end() :]

    return forge


def _contents_as(text: bytes) -> Forgery:
    def forge(pdf: bytes) -> bytes:
        found = _last(pdf, rb"/Contents ?<[0-9A-Fa-f]*>")
        return pdf[: found.start()] + _padded(text, found.group()) + pdf[found.end() :]

    return forge


def contents_all_zeros(pdf: bytes) -> bytes:
    found = _last(pdf, rb"/Contents ?<([0-9A-Fa-f]*)>")
    return pdf[: found.start(1)] + b"0" * len(found.group(1)) + pdf[found.end(1) :]


def contents_cut_short(pdf: bytes) -> bytes:
    found = _last(pdf, rb"/Contents ?<([0-9A-Fa-f]*)>")
    kept = found.group(1)[:200]
    return pdf[: found.start(1)] + kept + b"0" * (len(found.group(1)) - 200) + pdf[found.end(1) :]


def contents_of_another_signature(pdf: bytes) -> bytes:
    """The genuine signature value of the first signer in the last signer's field."""
    every = list(re.finditer(rb"/Contents ?<([0-9A-Fa-f]*)>", pdf))
    first, last = every[0].group(1), every[-1].group(1)
    moved = (first + b"0" * len(last))[: len(last)]
    return pdf[: every[-1].start(1)] + moved + pdf[every[-1].end(1) :]


def something_in_the_gap(pdf: bytes) -> bytes:
    found = _last(pdf, rb"/Contents ?<([0-9A-Fa-f]*)>")
    text = found.group(1)
    hidden = b">\n/Reason (another)\n/Dummy <"
    kept = text[: len(text) - len(hidden) - (len(text) - len(hidden)) % 2]
    filled = kept + hidden
    return pdf[: found.start(1)] + _padded(filled, text)[: len(text)] + pdf[found.end(1) :]


def second_part_moved(pdf: bytes) -> bytes:
    """Signature wrapping: the second signed part lies further back, and new objects stand before it."""
    found = _last(pdf, rb"/ByteRange ?\[ ?0 (\d+) (\d+) (\d+) ?\]")
    length, second, rest = (int(n) for n in found.groups())
    new = b"\n9999 0 obj\n" + stream(BLACK) + b"\nendobj\n"
    text = b"/ByteRange [0 %d %d %d]" % (length, second + len(new), rest)
    head = pdf[: found.start()] + _padded(text, found.group())[: len(found.group())] + pdf[found.end() : second]
    return head + new + pdf[second:]


FORGERIES: dict[str, Forgery] = {
    name: made
    for name, made in globals().copy().items()
    if callable(made) and getattr(made, "__module__", "") == __name__ and not name.startswith("_") and name != "Forgery"
}
FORGERIES |= {
    "text field laid over": _overlay(b"/FT /Tx /V (1,000,000)"),
    "checkbox laid over": _overlay(b"/FT /Btn /V /Yes"),
    "choice laid over": _overlay(b"/FT /Ch /V (A)"),
    "field without a kind laid over": _overlay(b""),
    "range missing": _range_as(b"/Nothing 0"),
    "range null": _range_as(b"/ByteRange null"),
    "range empty": _range_as(b"/ByteRange []"),
    "range of zeros": _range_as(b"/ByteRange [0 0 0 0]"),
    "range negative": _range_as(b"/ByteRange [0 -1 -1 -1]"),
    "range that overlaps": _range_as(b"/ByteRange [0 900 800 9]"),
    "range of the first part only": _range_as(b"/ByteRange [0 900 900 0]"),
    "range too long": _range_as(b"/ByteRange [0 9 99 99999999]"),
    "range of six numbers": _range_as(b"/ByteRange [0 1 2 3 4 5]"),
    "range of words": _range_as(b"/ByteRange [/a /b /c /d]"),
    "contents missing": _contents_as(b"/Nothing <00>"),
    "contents null": _contents_as(b"/Contents null"),
    "contents empty": _contents_as(b"/Contents <>"),
    "contents one byte": _contents_as(b"/Contents <30>"),
}
CERTIFIED_ONLY = {"store_taken_out"}
