"""What a step did, as a sentence that people read: "Pages 3 and 5 turned to the right"."""

from collections.abc import Callable, Mapping
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from documents.models import Step, StepState
from documents.telling import remarks_in_words
from documents.toolbox.errors import ToolRefused
from documents.toolbox.selecting import select_pages
from documents.working.leaves import pages_as_written
from documents.working.offers import OFFERS

Facts = Mapping[str, Any]
_EVERY = 5_000
# What they tell is what came of it: before it came, and where nothing did, they are only called by their name.
_TELL_WHAT_CAME = frozenset({"compress", "archive", "flatten", "clean", "repair"})
_DID = frozenset({StepState.DONE, StepState.UNDONE, StepState.DROPPED})


def sentence_of(step: Step) -> str:
    """What the step does, or did."""
    options, facts = step.options, step.report.get("facts", {})
    say = _SENTENCES.get(step.tool)
    if step.tool in _TELL_WHAT_CAME and step.state not in _DID:
        return _called(step)
    if say is not None:
        return say(options, facts, step)
    return _called(step)


def _called(step: Step) -> str:
    offer = OFFERS.get(step.tool)
    return str(offer.label) if offer else step.tool


def pages_in_words(written: Any) -> str:
    """ "1-3, 7" becomes "Pages 1 to 3 and 7"; "all" becomes "All pages"."""
    text = str(written or "all").strip().lower()
    named = {"all": _("All pages"), "odd": _("The odd pages"), "even": _("The even pages"), "last": _("The last page")}
    if text in named:
        return named[text]
    try:
        numbers = select_pages(text, _EVERY)
    except ToolRefused:
        return _("Pages %(pages)s") % {"pages": text}
    if "last" in text or any(part.strip().endswith("-") for part in text.split(",")):
        return _("Pages %(pages)s") % {"pages": text}
    parts = pages_as_written([number + 1 for number in numbers]).split(", ")
    said = [
        _("%(first)s to %(last)s") % dict(zip(("first", "last"), part.split("-"), strict=True)) if "-" in part else part
        for part in parts
    ]
    if len(said) > 8:
        return ngettext("%(n)s page", "%(n)s pages", len(numbers)) % {"n": len(numbers)}
    listed = get_text_list(said, _("and"))
    return (_("Page %(pages)s") if len(numbers) == 1 else _("Pages %(pages)s")) % {"pages": listed}


def _reordered(options: Facts, facts: Facts, step: Step) -> str:
    moved = _single_move(str(options.get("order", "")))
    if moved is not None:
        page, before = moved
        if before == page - 1:
            return _("Pages %(first)s and %(second)s changed places") % {"first": before, "second": page}
        if before is None:
            return _("Page %(page)s moved to the end") % {"page": page}
        return _("Page %(page)s moved before page %(before)s") % {"page": page, "before": before}
    count = facts.get("moved", 0)
    return ngettext(
        "Put in another order: %(n)s page stands elsewhere",
        "Put in another order: %(n)s pages stand elsewhere",
        count,
    ) % {"n": count}


def _single_move(order: str) -> tuple[int, int | None] | None:
    """(page, the page that it now stands before; None: the end) when one page was taken to another place."""
    try:
        pages = [number + 1 for number in select_pages(order, _EVERY)] if not order.rstrip().endswith("-") else []
    except ToolRefused:
        return None
    plain = sorted(pages)
    if not pages or len(pages) > 1_000 or plain != list(range(1, len(pages) + 1)):
        return None
    wrong = [place for place, page in enumerate(pages) if page != place + 1]
    if not wrong:
        return None
    first, last = wrong[0], wrong[-1]
    for place in (first, last):
        rest = pages[:place] + pages[place + 1 :]
        if rest == [page for page in plain if page != pages[place]]:
            behind = rest[place] if place < len(rest) else None
            return pages[place], behind
    return None


def _turned(options: Facts, facts: Facts, step: Step) -> str:
    words = {
        90: _("%(pages)s turned to the right"),
        270: _("%(pages)s turned to the left"),
        180: _("%(pages)s turned upside down"),
    }
    degrees = int(options.get("degrees", 90)) % 360
    return words.get(degrees, "%(pages)s") % {"pages": pages_in_words(options.get("pages"))}


def _inserted(options: Facts, facts: Facts, step: Step) -> str:
    count = facts.get("inserted", 0)
    words = ngettext(
        "%(n)s page of %(name)s inserted before page %(before)s",
        "%(n)s pages of %(name)s inserted before page %(before)s",
        count,
    )
    return words % {"n": count, "name": _names(step), "before": options.get("before")}


def _names(step: Step) -> str:
    return get_text_list([one["name"] for one in step.others], _("and")) or _("another file")


def _numbered(options: Facts, facts: Facts, step: Step) -> str:
    count = facts.get("pages", 0)
    words = ngettext("%(n)s page numbered", "%(n)s pages numbered", count) % {"n": count}
    return _("%(words)s, from %(first)s to %(last)s") % {"words": words, **{k: facts.get(k) for k in ("first", "last")}}


def _bates(options: Facts, facts: Facts, step: Step) -> str:
    spans = facts.get("spans") or [["", ""]]
    return _("Bates numbers %(first)s to %(last)s") % {"first": spans[0][0], "last": spans[-1][1]}


def _headed(options: Facts, facts: Facts, step: Step) -> str:
    texts = [text for text in [*options.get("header", []), *options.get("footer", [])] if text]
    return _("Header and footer: %(texts)s") % {"texts": ", ".join(f"“{text}”" for text in texts)}


def _stamped(options: Facts, facts: Facts, step: Step) -> str:
    what = f"“{options['text']}”" if options.get("text") else _names(step)
    words = _("Watermark %(what)s: %(pages)s") if step.tool == "watermark" else _("Stamp %(what)s: %(pages)s")
    return words % {"what": what, "pages": pages_in_words(options.get("pages"))}


def _smaller(options: Facts, facts: Facts, step: Step) -> str:
    before, after = step.report.get("bytes_in", 0), step.report.get("bytes_out", 0)
    if not before:
        return _called(step)
    if after >= before:
        return _("Could not be made smaller: it stays %(size)s") % {"size": filesizeformat(before)}
    facts = {
        "before": filesizeformat(before),
        "after": filesizeformat(after),
        "percent": round(100 * (1 - after / before)),
    }
    return _("Made smaller: %(before)s became %(after)s, %(percent)s%% less") % facts


def _read(options: Facts, facts: Facts, step: Step) -> str:
    pages = facts.get("pages", [])
    words = sum(page.get("words", 0) for page in pages) if isinstance(pages, list) else 0
    if not step.report:
        return _("Reading the scan")
    return ngettext("Scan read: %(n)s word found", "Scan read: %(n)s words found", words) % {"n": words}


def _redacted(options: Facts, facts: Facts, step: Step) -> str:
    count = len(facts.get("areas", []))
    return ngettext("Redacted in %(n)s place", "Redacted in %(n)s places", count) % {"n": count}


def _of(words: Any) -> Callable[[Facts, Facts, Step], str]:
    """A sentence about what a new document was made of."""
    return lambda options, facts, step: (
        str(words)
        % {
            "title": step.from_version.document.title,
            "n": step.from_version.number,
            "pages": pages_in_words(options.get("pages")),
            "names": _names(step),
        }
    )


_SENTENCES: dict[str, Callable[[Facts, Facts, Step], str]] = {
    "reorder": _reordered,
    "rotate": _turned,
    "delete": lambda options, facts, step: _("%(pages)s taken out") % {"pages": pages_in_words(options.get("pages"))},
    "insert": _inserted,
    "number": _numbered,
    "bates": _bates,
    "head_and_foot": _headed,
    "stamp": _stamped,
    "watermark": _stamped,
    "compress": _smaller,
    "recognise": _read,
    "redact": _redacted,
    "archive": lambda options, facts, step: _("Made ready for the archive (PDF/A)"),
    "flatten": lambda options, facts, step: _("Forms and notes became part of the page"),
    "clean": lambda options, facts, step: _("Hidden data removed"),
    "repair": lambda options, facts, step: _("Mended"),
    "copy": _of(gettext_lazy("Copied from %(title)s, version %(n)s")),
    "extract": _of(gettext_lazy("%(pages)s of %(title)s, version %(n)s")),
    "split": _of(gettext_lazy("Cut from %(title)s, version %(n)s")),
    "merge": _of(gettext_lazy("%(title)s joined with %(names)s")),
    "pictures": _of(gettext_lazy("Made of %(names)s")),
    "protect": _of(gettext_lazy("Protected with a password")),
    "unlock": _of(gettext_lazy("Password taken off")),
}


def remarks_of(step: Step) -> list[str]:
    """What else is worth knowing: what could not be kept, which pages were hard to read."""
    said = [str(one) for one in step.report.get("dropped", [])]
    if step.tool == "clean":
        said = [*step.report.get("done", []), *said]
    if step.tool in {"recognise", "redact", "repair"}:
        said = [*step.report.get("done", [])[1:], *said]
    remarks = remarks_in_words(said, step.report)
    return [one[:1].upper() + one[1:] for one in remarks]
