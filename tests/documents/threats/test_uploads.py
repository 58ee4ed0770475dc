"""What comes through any door for files is refused in words, or kept under a name that nobody chose and handed out inert (E4)."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.test import RequestFactory
from django.urls import get_resolver
from rest_framework import serializers

from documents.models import Comparison, Document, Origin, Version, add_version
from documents.serving import SHOWN_IN_PLACE, serve
from tests.contracts.scenes import word_file
from tests.documents.threats.bombs import a_flood_of_pixels, laughs, pages_in_a_circle, png_header, with_main
from tests.documents.threats.doors import DOORS, open_company
from tests.documents.working.scenes import blank
from tests.people import make_person

pytestmark = pytest.mark.threats

SCRIPT = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
# What a browser may be told that a file is; a page and a drawing with scripts in it are not among them.
HARMLESS = SHOWN_IN_PLACE | {
    "application/xml",
    "text/csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def polyglot() -> bytes:
    """At once a page, a PDF and an archive."""
    out = io.BytesIO(SCRIPT + b"\n" + blank())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("evil.html", SCRIPT)
    return out.getvalue()


def nobodys_picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + SCRIPT


PAYLOADS: dict[str, tuple[str, bytes]] = {
    "0 bytes": ("empty.pdf", b""),
    "0 bytes of Word": ("empty.docx", b""),
    "a page called PDF": ("invoice.pdf", SCRIPT),
    "a page called Word": ("draft.docx", SCRIPT),
    "a page": ("page.html", SCRIPT),
    "a drawing": ("drawing.svg", SVG),
    "a drawing called a picture": ("drawing.png", SVG),
    "a page behind a picture's first bytes": ("picture.png", nobodys_picture()),
    "a program": ("invoice.pdf.exe", b"MZ\x90\0" + bytes(200)),
    "a program called PDF": ("invoice.exe.pdf", b"MZ\x90\0" + bytes(200)),
    "two endings": ("draft.docx.html", word_file()),
    "a polyglot": ("invoice.pdf", polyglot()),
    "a polyglot called Word": ("draft.docx", polyglot()),
    "a path": ("../../../../etc/cron.d/evil.pdf", blank()),
    "a path of Windows": ("C:\\Windows\\System32\\evil.pdf", blank()),
    "a path of Word": ("../../evil.docx", word_file()),
    "lines in the name": ("a\r\nX-Evil: 1\r\n\r\n<script>.pdf", blank()),
    "a name without end": (f"{'n' * 5_000}.pdf", blank()),
    "a name that turns round": ("invoice\u202efdp.exe.pdf", blank()),
    "markup in the name": ("<img src=x onerror=alert(1)>.pdf", blank()),
    "entities": ("invoice.xml", laughs().encode()),
    "entities of Word": ("draft.docx", with_main(laughs())),
    "a flood of pixels": ("picture.png", png_header(60_000, 60_000)),
    "a flood of pixels in a PDF": ("picture.pdf", a_flood_of_pixels()),
    "pages in a circle": ("invoice.pdf", pages_in_a_circle()),
}


def shapes_with_files() -> Iterator[str]:
    """The forms and serializers of the product that take a file."""
    list(get_resolver().reverse_dict)  # every view is loaded, and with it every form
    waiting: list[Any] = [forms.BaseForm, serializers.BaseSerializer]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        fields = getattr(one, "base_fields", None) or getattr(one, "_declared_fields", {})
        takes = any(isinstance(value, forms.FileField | serializers.FileField) for value in fields.values())
        if takes and not one.__module__.startswith(
            ("tests", "django", "rest_framework", "flowmono.common.templatetags")
        ):
            yield f"{one.__module__}.{one.__name__}"


@pytest.mark.django_db
def test_every_door_for_files_has_a_row() -> None:
    rows = {shape for door in DOORS.values() for shape in door.shapes}

    assert sorted(set(shapes_with_files()) ^ rows) == []


def kept_files() -> list[Path]:
    root = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_whatever_comes_to_any_door_is_refused_or_kept_inert(rf: RequestFactory) -> None:
    company = open_company()
    wrong, taken = [], 0

    for way, door in DOORS.items():
        client = door.opened()
        for what, (name, data) in PAYLOADS.items():
            before = Version.objects.count()
            answer = door.bring(client, company, name, data)
            refused = door.refuses(answer)
            done = answer.status_code in {200, 201, 202, 302}
            if not refused and not done:
                wrong.append((way, what, answer.status_code))
            if not data and not refused:
                wrong.append((way, what, "taken"))
            if answer.status_code == 422 and b"error" not in answer.content:
                wrong.append((way, what, "not said why"))
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            if is_page and (b"<script>alert" in answer.content or b"<img src=x" in answer.content):
                wrong.append((way, what, "markup"))
            taken += Version.objects.count() > before

    names = [
        *Version.objects.values_list("name", flat=True),
        *Comparison.objects.values_list("brought_name", flat=True),
    ]
    assert wrong == []
    assert taken > 10
    assert [name for name in names if re.search(r"[/\\\0\r\n]", name)] == []
    assert [
        path for path in kept_files() if not re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{64}", "/".join(path.parts[-2:]))
    ] == []
    assert not Version.objects.exclude(media_type__in=HARMLESS).exists()
    for version in Version.objects.filter(origin=Origin.UPLOADED):
        assert_inert(serve(rf.get("/"), version), version)


def assert_inert(answer: Any, version: Version) -> None:
    place = "inline" if version.media_type in SHOWN_IN_PLACE else "attachment"
    assert answer["Content-Type"] == version.media_type
    assert answer["Content-Disposition"].split(";")[0] == place
    assert "\n" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "media_type"),
    [("page.html", "text/html"), ("drawing.svg", "image/svg+xml"), ("a\r\nb.pdf", "application/pdf")],
)
def test_what_is_kept_is_handed_out_inert(rf: RequestFactory, name: str, media_type: str) -> None:
    """Even what no door takes."""
    document = Document.objects.create(case_key=make_person("maya").person, title="x", kind="contract")
    version = add_version(document, SCRIPT, name=name, media_type=media_type, origin=Origin.UPLOADED)

    assert_inert(serve(rf.get("/"), version), version)
