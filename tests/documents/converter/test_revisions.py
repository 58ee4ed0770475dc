"""Tracked changes and comments: found, reported, and settled the way a person chose."""

import pytest

from documents.converter import ConversionRefused, TrackedChanges, convert, inspect
from tests.documents.converter.drafts import W, docx, paragraph, shared, table

AUTHOR = "w:author='Maya' w:date='2026-11-20T10:00:00Z'"
CHANGED = (
    "<w:p><w:r><w:t xml:space='preserve'>The fee is </w:t></w:r>"
    f"<w:del w:id='1' {AUTHOR}><w:r><w:delText>EUR 90</w:delText></w:r></w:del>"
    f"<w:ins w:id='2' {AUTHOR}><w:r><w:t>EUR 80</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p>"
)


def test_open_changes_and_comments_are_reported_with_author_and_time():
    comments = f"<w:comments {W}><w:comment w:id='0' w:author='Abel' w:date='2026-11-21T09:00:00Z'>{paragraph('Too cheap?')}</w:comment></w:comments>"

    findings = inspect(docx(CHANGED, parts={"comments": ("comments", comments)}))

    assert [(finding.kind, finding.author, finding.text, finding.at) for finding in findings] == [
        ("deletion", "Maya", "EUR 90", "2026-11-20T10:00:00Z"),
        ("insertion", "Maya", "EUR 80", "2026-11-20T10:00:00Z"),
        ("comment", "Abel", "Too cheap?", "2026-11-21T09:00:00Z"),
    ]


def test_accepting_keeps_what_was_inserted_and_rejecting_what_was_deleted():
    draft = docx(CHANGED)

    accepted, rejected = convert(draft, tracked=TrackedChanges.ACCEPT), convert(draft, tracked=TrackedChanges.REJECT)

    assert accepted.text == "The fee is EUR 80.\n"
    assert rejected.text == "The fee is EUR 90.\n"
    assert accepted.findings == rejected.findings


def test_a_draft_with_open_changes_is_refused_when_none_may_be_open():
    with pytest.raises(ConversionRefused, match="2 open tracked changes by Maya: accept or reject them") as refusal:
        convert(docx(CHANGED), tracked=TrackedChanges.REFUSE)

    assert refusal.value.code == "tracked_changes"


def test_a_clean_draft_passes_when_no_change_may_be_open():
    conversion = convert(docx(paragraph("Settled.")), tracked=TrackedChanges.REFUSE)

    assert conversion.text == "Settled.\n"


def test_a_deleted_paragraph_end_joins_two_paragraphs():
    mark = f"<w:rPr><w:del w:id='3' {AUTHOR}/></w:rPr>"
    draft = docx(paragraph("Either party ", mark) + paragraph("may leave."))

    accepted, rejected = convert(draft), convert(draft, tracked=TrackedChanges.REJECT)

    assert accepted.text == "Either party may leave.\n"
    assert rejected.text == "Either party\nmay leave.\n"


def test_a_deleted_row_goes_with_acceptance_and_stays_with_rejection():
    draft = docx(table((paragraph("Rebate"),), row=f"<w:del w:id='4' {AUTHOR}/>") + paragraph("End"))

    accepted, rejected = convert(draft), convert(draft, tracked=TrackedChanges.REJECT)

    assert accepted.text == "End\n"
    assert rejected.text == "Rebate\nEnd\n"


def test_rejecting_brings_the_former_formatting_back():
    change = f"<w:rPrChange w:id='5' {AUTHOR}><w:rPr><w:sz w:val='20'/></w:rPr></w:rPrChange>"
    draft = docx(paragraph("Small print", run=f"<w:sz w:val='40'/>{change}"))

    accepted, rejected = convert(draft), convert(draft, tracked=TrackedChanges.REJECT)

    assert round(accepted.runs[0].width / rejected.runs[0].width, 2) == 2
    assert [finding.kind for finding in accepted.findings] == ["formatting"]


def test_the_draft_with_the_reduced_cap_tells_what_was_changed():
    draft = shared("terms", "drafts", "draft-10.docx").read_bytes()

    findings = inspect(draft)

    assert [finding.kind for finding in findings] == ["deletion", "insertion", "deletion", "insertion", "comment"]
    assert findings[3].text in convert(draft).text
    assert findings[2].text in convert(draft, tracked=TrackedChanges.REJECT).text
