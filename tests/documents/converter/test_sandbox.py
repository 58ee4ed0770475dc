"""The child process: it answers like the converter, and whatever happens in it, the parent lives."""

import subprocess
import sys

import pytest

from documents.converter import ConversionRefused, TrackedChanges, convert
from documents.converter.sandbox import convert_in_child
from flowmono.common.limited.workshop import ROOT
from tests.documents.converter.drafts import docx, paragraph, table


def test_the_child_answers_what_the_converter_answers():
    draft = docx(paragraph("Price: €5") + table((paragraph("a"), paragraph("b"))))

    assert convert_in_child(draft) == convert(draft, read_back=True)


def test_a_refusal_crosses_the_border_with_its_code():
    with pytest.raises(ConversionRefused, match="not a Word document") as refusal:
        convert_in_child(b"nothing", tracked=TrackedChanges.REFUSE)

    assert refusal.value.code == "not_docx"


def test_a_child_that_takes_too_long_is_ended():
    endless = docx(paragraph("word " * 400_000))

    with pytest.raises(ConversionRefused, match="takes too long") as refusal:
        convert_in_child(endless, seconds=1)

    assert refusal.value.code == "too_slow"


def test_a_child_that_wants_too_much_memory_is_ended():
    greedy = docx("<w:p/>" * 1_500_000)

    with pytest.raises(ConversionRefused, match="needs more memory") as refusal:
        convert_in_child(greedy, megabytes=150)

    assert refusal.value.code == "too_heavy"


def test_the_child_has_no_network():
    script = (
        "import socket\nfrom flowmono.common.limited.rights import give_up_rights\ngive_up_rights(5, 1000)\n"
        "try:\n    socket.create_connection(('127.0.0.1', 9), timeout=1)\nexcept PermissionError:\n    print('closed')\n"
    )

    answer = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert answer.stdout == "closed\n"


def test_the_command_writes_a_pdf_and_tells_what_it_found(tmp_path):
    source, target = tmp_path / "draft.docx", tmp_path / "draft.pdf"
    source.write_bytes(docx(paragraph("Hello there.")))

    answer = subprocess.run(
        [sys.executable, "-m", "documents.converter", source, target, "--accept"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert target.read_bytes().startswith(b"%PDF-1.7")
    assert answer.stdout.splitlines()[0] == "1 pages, 2 words"
