"""manage.py convert and convert_corpus: what a person or a benchmark gets on the command line."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from documents.converter.sandbox import Workshop
from tests.documents.converter.drafts import docx, paragraph


def test_convert_writes_the_pdf_and_says_what_was_done(tmp_path):
    source, target, said = tmp_path / "draft.docx", tmp_path / "draft.pdf", io.StringIO()
    source.write_bytes(docx(paragraph("Hello there.")))

    call_command("convert", source, target, stdout=said)

    assert target.read_bytes().startswith(b"%PDF-1.7")
    assert said.getvalue().startswith("1 pages, 2 words, flowmono-layout")


def test_convert_refuses_in_a_sentence(tmp_path):
    source = tmp_path / "draft.docx"
    source.write_bytes(b"not a document")

    with pytest.raises(CommandError, match="not a Word document"):
        call_command("convert", source, tmp_path / "draft.pdf")

    assert not (tmp_path / "draft.pdf").exists()


def test_a_corpus_becomes_pdfs_and_a_table_with_the_refused_files_in_it(tmp_path):
    source, target = tmp_path / "in", tmp_path / "out"
    for name, content in (
        ("contracts/good.docx", docx(paragraph("One."))),
        ("hostile/bad.docx", b"x"),
        ("reference/left.docx", docx(paragraph("Not this one."))),
    ):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(content)

    call_command("convert_corpus", source, target, stdout=io.StringIO())

    with (target / "results.csv").open(newline="") as table:
        rows = {row["file"]: row for row in csv.DictReader(table)}
    assert {name: (row["ok"], row["error"].partition(":")[0]) for name, row in rows.items()} == {
        "contracts/good.docx": ("1", ""),
        "hostile/bad.docx": ("0", "not_docx"),
    }
    assert (target / "contracts/good.docx.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert sorted(path.name for path in target.rglob("*.pdf")) == ["good.docx.pdf"]


def test_a_worker_that_ended_is_replaced():
    workshop = Workshop()
    workshop.convert(b"")
    workshop._workshop._worker.kill()
    workshop._workshop._worker.wait()

    outcome, _ = workshop.convert(docx(paragraph("Still here.")))
    workshop.close()

    assert outcome.text == "Still here.\n"
