"""Which two are compared, and the redline of them: made at once, or in the background when it is long work."""

import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import Comparison, ComparisonState, Origin, TextLayer, Version, keep_bytes, read_bytes
from documents.telling import words_of
from documents.toolbox.comparison.comparing import TEXT
from documents.toolbox.errors import ToolRefused
from documents.toolbox.sandbox import use_tool
from flowmono.accounts.models import User
from flowmono.common.limited import Limits
from flowmono.common.refusals import Invalid, Refused

# What two files may have together for a page to wait for them.
AT_ONCE_BYTES, AT_ONCE = 6_000_000, Limits(seconds=20, megabytes=1_500)
PATIENT = Limits(seconds=110, megabytes=2_000)
MAX_BROUGHT = 50_000_000
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COMPARABLE = ("application/pdf", WORD)


def compare_versions(older: Version, newer: Version, *, at: datetime) -> Comparison:
    """The comparison of two versions, made now when nobody has asked for it before. Whoever calls it has seen to who may look."""
    found, made = Comparison.objects.select_related("older__document", "newer__document").get_or_create(
        older=older, newer=newer, brought_by=None, defaults={"asked_at": at}
    )
    return begin(found) if made else found


def compare_file(version: Version, data: bytes, name: str, *, is_newer: bool, by: User, at: datetime) -> Comparison:
    """The comparison of a version with a file that somebody brought. Raises Invalid when it is neither Word nor PDF, or too large."""
    if len(data) > MAX_BROUGHT:
        raise Invalid(_("The file is too large: at most 50 MB are compared."), field="file")
    if b"%PDF-" not in data[:1024] and data[:4] != b"PK\x03\x04":
        raise Invalid(_("Bring a PDF or a Word file (.docx)."), field="file")
    sides = {"older": version, "newer": None} if is_newer else {"older": None, "newer": version}
    with transaction.atomic():
        found = Comparison.objects.create(
            **sides, brought_by=by, brought_name=name[:200], brought_sha256=keep_bytes(data), asked_at=at
        )
    return begin(found)


def begin(comparison: Comparison) -> Comparison:
    """Compare at once what is short; what is long waits for the clock."""
    size = sum(version.size for version in (comparison.older, comparison.newer) if version is not None)
    if size <= AT_ONCE_BYTES:
        _compare(comparison, AT_ONCE, last=False)
    return comparison


def compare_waiting(*, most: int = 5) -> int:
    """Compare what is too long to wait for; return how many. What the clock calls."""
    done = 0
    for _time in range(most):
        with transaction.atomic():
            waiting = Comparison.objects.select_for_update(skip_locked=True, of=("self",)).filter(
                state=ComparisonState.WAITING
            )
            comparison = waiting.select_related("older", "newer").order_by("asked_at").first()
            if comparison is None:
                break
            _compare(comparison, PATIENT, last=True)
            done += 1
    return done


def _compare(comparison: Comparison, limits: Limits, *, last: bool) -> None:
    """Keep the redline, or why there is none. What took too long at once goes on waiting, but not the last time."""
    try:
        files = [_content_of(comparison, version) for version in (comparison.older, comparison.newer)]
        made = use_tool("compare", files, limits=limits)
    except ToolRefused as refusal:
        if refusal.code in ("too_slow", "too_heavy") and not last:
            return
        comparison.state, comparison.problem = ComparisonState.FAILED, words_of(refusal)
    except Refused as refusal:
        comparison.state, comparison.problem = ComparisonState.FAILED, refusal.message
    else:
        comparison.state, comparison.redline = ComparisonState.DONE, json.loads(made.files[0])
    comparison.save()


def _content_of(comparison: Comparison, version: Version | None) -> bytes:
    """What is compared of one side: the text of a conversion, whose paragraphs are known; else the file."""
    if version is None:
        return read_bytes(comparison.brought_sha256, comparison.brought_name)
    layer = TextLayer.objects.filter(version=version).first()
    if layer is not None and (version.origin == Origin.CONVERTED or layer.base_id is not None) and layer.text.strip():
        text: str = layer.text
        return TEXT + text.encode()
    content: bytes = version.content()
    return content
