"""What we print on pages that is no text of the document: marked when it is drawn, left out when the page is read.

The mark is a property of the artifact's marked content (ISO 32000-1, 14.6 and 14.8.2.2), so that it stays where a page is taken
into another file. Bates numbers are not marked: people look for them.
"""

import ctypes

import pypdfium2
import pypdfium2.raw as pdfium

OWN, PRINTED = b"Printed", "Flowmono"
_BEGIN = f"/Artifact <</Type /Pagination /{OWN.decode()} ({PRINTED})>> BDC"


def marked(drawing: str, *, is_text: bool = False) -> bytes:
    """Operators as an artifact; `is_text`: what they show is looked for as the document's own words are."""
    return f"{'/Artifact BMC' if is_text else _BEGIN} {drawing} EMC\n".encode()


def leave_out_own_print(page: pypdfium2.PdfPage) -> None:
    """Takes our numbers and stamps off a page in memory, so that its text is read without them.

    They were drawn last, or first where they stand behind everything: no more of the page is looked at.
    """
    for last in (True, False):
        while (count := pdfium.FPDFPage_CountObjects(page)) > 0:
            thing = pdfium.FPDFPage_GetObject(page, count - 1 if last else 0)
            if not thing or not _is_ours(thing) or not pdfium.FPDFPage_RemoveObject(page, thing):
                break
            pdfium.FPDFPageObj_Destroy(thing)


def _is_ours(thing: "pdfium.FPDF_PAGEOBJECT") -> bool:
    for place in range(pdfium.FPDFPageObj_CountMarks(thing)):
        mark = pdfium.FPDFPageObj_GetMark(thing, place)
        held, length = ctypes.create_string_buffer(64), ctypes.c_ulong()
        room = ctypes.cast(held, ctypes.POINTER(pdfium.FPDF_WCHAR))
        if pdfium.FPDFPageObjMark_GetParamStringValue(mark, OWN, room, len(held), length):
            return held.raw[: length.value].decode("utf-16-le").rstrip("\0") == PRINTED
    return False
