"""The child that reads strangers' files: same answer, little time, little memory, no network."""

import subprocess
import sys
from pathlib import Path

from flowmono.intelligence.invoices import read_invoice, read_invoice_in_child

from . import pages
from .documents import UBL

ROOT = Path(__file__).resolve().parents[3]


def test_the_child_gives_the_same_reading() -> None:
    assert read_invoice_in_child(UBL.encode(), "a.xml") == read_invoice(UBL.encode(), "a.xml")
    assert read_invoice_in_child(pages.GERMAN, "a.pdf") == read_invoice(pages.GERMAN, "a.pdf")


def test_a_child_that_takes_too_long_is_stopped_with_a_sentence() -> None:
    reading = read_invoice_in_child(pages.GERMAN, "a.pdf", seconds=0)

    assert reading.document_problem == "DOC_UNREADABLE"
    assert "took longer than 0 seconds" in reading.problem_detail


def test_a_child_that_needs_too_much_memory_ends_with_a_sentence() -> None:
    reading = read_invoice_in_child(pages.GERMAN, "a.pdf", megabytes=1)

    assert reading.document_problem == "DOC_UNREADABLE"
    assert "more than 1 MB" in reading.problem_detail


def test_the_child_has_no_network_even_in_native_code() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import ctypes; from flowmono.common.limited.rights import give_up_rights; "
        "give_up_rights(5, 1024); libc = ctypes.CDLL(None, use_errno=True); print(libc.socket(2, 1, 0), ctypes.get_errno())\n"
        "import socket\ntry:\n    socket.socket()\nexcept PermissionError as error:\n    print('refused')"
    )

    ended = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)

    assert ended.stdout.split("\n")[-2] == "refused"
    if sys.platform == "linux":
        assert ended.stdout.startswith("-1 1")
