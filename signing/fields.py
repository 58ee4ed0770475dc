"""What signers fill in on a document: kinds of places, where they may stand, and which signature of the file carries them.

A PDF that is certified takes nothing but signatures (threats A7, A19), so what a signer enters is no form field of the file: all
that one person leaves on one page is drawn by one signature, whose field is as large as all their places there. Somebody with
places on several pages therefore signs each of these pages; the page with their mark is signed last.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flowmono.common.refusals import Invalid
from signing.preparing import FieldSpec
from signing.stamps import MIN_HEIGHT, MIN_WIDTH, size_of_words


class Kind(models.TextChoices):
    SIGNATURE = "signature", gettext_lazy("signature")
    INITIALS = "initials", gettext_lazy("initials")
    DATE = "date", gettext_lazy("date of signature")
    NAME = "name", gettext_lazy("name of the signer")
    TITLE = "title", gettext_lazy("title of the signer")
    TEXT = "text", gettext_lazy("text")
    CHECKBOX = "checkbox", gettext_lazy("box to tick")
    CHOICE = "choice", gettext_lazy("choice")


# What the signer enters; the rest is filled by the signature itself.
ENTERED = frozenset({Kind.TEXT, Kind.CHECKBOX, Kind.CHOICE})
SIZES: Mapping[str, tuple[float, float]] = {
    Kind.SIGNATURE: (180.0, 48.0),
    Kind.INITIALS: (48.0, 24.0),
    Kind.DATE: (110.0, 16.0),
    Kind.NAME: (150.0, 16.0),
    Kind.TITLE: (150.0, 16.0),
    Kind.TEXT: (150.0, 16.0),
    Kind.CHECKBOX: (12.0, 12.0),
    Kind.CHOICE: (150.0, 16.0),
}
LEAST: Mapping[str, tuple[float, float]] = {
    Kind.SIGNATURE: (MIN_WIDTH, MIN_HEIGHT),
    Kind.INITIALS: (16.0, 10.0),
    Kind.DATE: (40.0, 8.0),
    Kind.NAME: (40.0, 8.0),
    Kind.TITLE: (40.0, 8.0),
    Kind.TEXT: (24.0, 8.0),
    Kind.CHECKBOX: (6.0, 6.0),
    Kind.CHOICE: (24.0, 8.0),
}
MOST_FIELDS = 300
MOST_OPTIONS = 30


@dataclass(frozen=True)
class Laid:
    """One place: whose (the position of the signer among the signers, from 0), on which page (from 1), points from the lower left."""

    kind: str
    signer: int
    page: int
    x: float
    y: float
    width: float
    height: float
    label: str = ""
    required: bool = True
    options: tuple[str, ...] = field(default=())
    printed: str = ""  # the signatory whom the document itself names in this place; empty when it names none

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.x, self.y, self.x + self.width, self.y + self.height


@dataclass(frozen=True)
class Page:
    """The visible part of a page in points, as it is stored: left, bottom, width, height."""

    left: float
    bottom: float
    width: float
    height: float


class PlacesRefused(Invalid):
    """The places cannot be used; `faults` says why, each in a sentence."""

    def __init__(self, faults: Sequence[str], *, field: str = "fields") -> None:
        super().__init__(" ".join(faults), field=field)
        self.faults = tuple(faults)


def faults_of(laid: Sequence[Laid], pages: Sequence[Page], signers: Sequence[str]) -> list[str]:
    """Every reason why these places cannot be used, in words; none when they can. `signers` are the names, in their order."""
    faults = [
        _("%(name)s has no place for a signature. Add one.") % {"name": name}
        for number, name in enumerate(signers)
        if not any(one.signer == number and one.kind == Kind.SIGNATURE for one in laid)
    ]
    if len(laid) > MOST_FIELDS:
        faults.append(_("At most %(most)s places fit one document.") % {"most": MOST_FIELDS})
    for one in laid[:MOST_FIELDS]:
        faults += _faults_of_one(one, pages, len(signers))
    return list(dict.fromkeys(faults))


def _faults_of_one(one: Laid, pages: Sequence[Page], signers: int) -> list[str]:
    if one.kind not in Kind.values:
        return [_("There is no kind of place called “%(kind)s”.") % {"kind": one.kind}]
    kind = str(Kind(one.kind).label)
    where = {"kind": kind, "page": one.page}
    faults = []
    if not 0 <= one.signer < signers:
        faults.append(_("The place for %(kind)s on page %(page)s belongs to nobody who signs.") % where)
    if not 1 <= one.page <= len(pages):
        faults.append(_("The document has no page %(page)s.") % where)
        return faults
    page = pages[one.page - 1]
    inside = page.left <= one.x and one.x + one.width <= page.left + page.width + 0.5
    inside = inside and page.bottom <= one.y and one.y + one.height <= page.bottom + page.height + 0.5
    if not inside:
        faults.append(
            _("The place for %(kind)s reaches over the edge of page %(page)s. Move it onto the page.") % where
        )
    wide, high = LEAST[one.kind]
    if one.width < wide or one.height < high:
        faults.append(_("The place for %(kind)s on page %(page)s is too small to be read. Make it larger.") % where)
    if one.kind == Kind.CHOICE and not 2 <= len(set(one.options)) == len(one.options) <= MOST_OPTIONS:
        faults.append(
            _("A choice needs from 2 to %(most)s different options, one on each line.") % {"most": MOST_OPTIONS}
        )
    if one.kind in ENTERED and not one.label.strip():
        faults.append(_("Say what is to be entered: the place for %(kind)s on page %(page)s has no label.") % where)
    too_long = [option for option in one.options if size_of_words(option, one.width, one.height) is None]
    if one.kind == Kind.CHOICE and too_long:
        faults.append(_("The option “%(option)s” does not fit its place.") % {"option": too_long[0]})
    return faults


def signature_fields(
    laid: Sequence[Laid], names: Sequence[str], signers: Sequence[str]
) -> tuple[tuple[FieldSpec, ...], tuple[str, ...]]:
    """The signature fields of the file, and for each place the one that carries it. `names`: that of each signer's own field;
    `signers`: what each is called.

    A signer's own field is on the first page with a mark of theirs; their other pages have one called "<own field> page <number>".
    """
    own = {
        number: min(one.page for one in laid if one.signer == number and one.kind == Kind.SIGNATURE)
        for number in {one.signer for one in laid}
    }
    carried = tuple(
        names[one.signer] if one.page == own[one.signer] else f"{names[one.signer]} page {one.page}" for one in laid
    )
    boxes: dict[str, list[Laid]] = {}
    for one, name in zip(laid, carried, strict=True):
        boxes.setdefault(name, []).append(one)
    specs = tuple(
        FieldSpec(name, some[0].page, around(one.box for one in some), f"Signature of {signers[some[0].signer]}")
        for name, some in boxes.items()
    )
    return specs, carried


def names_of(laid: Sequence[Laid], names: Sequence[str]) -> tuple[str, ...]:
    """What each place is called: the first mark as its signer's own field, the others by their kind: "Signer 1 text", "Signer 1 text 2"."""
    called: dict[str, int] = {}
    found = []
    first = {
        number: min((one for one in laid if one.signer == number and one.kind == Kind.SIGNATURE), key=lambda o: o.page)
        for number in {one.signer for one in laid}
    }
    for one in laid:
        name = names[one.signer] if first[one.signer] is one else f"{names[one.signer]} {one.kind}"
        called[name] = called.get(name, 0) + 1
        found.append(name if called[name] == 1 else f"{name} {called[name]}")
    return tuple(found)


def around(boxes: Iterable[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    """The smallest box (left, bottom, right, top) that holds all of these."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def besides(found: FieldSpec) -> list[tuple[Kind, int, tuple[float, float, float, float]]]:
    """What else is written in the block of a signature that was found, on which page and where."""
    rooms = {
        "dated": (Kind.DATE, found.dated),
        "initialled": (Kind.INITIALS, found.initialled),
        "named": (Kind.NAME, found.named),
        "titled": (Kind.TITLE, found.titled),
    }
    here = [(kind, found.page, room) for kind, room in rooms.values() if room is not None]
    return here + [(rooms[name][0], found.page + 1, room) for name, room in found.over]


def initials_of(name: str) -> str:
    """The first letters of a name's words: "Vera van Halloran-Ose" gives "VvHO"."""
    return "".join(word[0] for word in name.replace("-", " ").split() if word[0].isalpha())[:5] or name.strip()[:2]


def why_not_entered(
    kind: str, value: str, *, label: str, required: bool, options: Sequence[str], width: float, height: float
) -> str:
    """What is wrong with an entry, in words that say what to do; empty when it can be drawn in its place."""
    what = {"label": label}
    if not value:
        missing = {Kind.CHECKBOX: _("Tick “%(label)s”."), Kind.CHOICE: _("Choose one of the options of “%(label)s”.")}
        return missing.get(Kind(kind), _("Enter “%(label)s”.")) % what if required else ""
    if kind == Kind.CHECKBOX:
        return "" if value == "yes" else _("Tick “%(label)s” or leave it empty.") % what
    if kind == Kind.CHOICE:
        return "" if value in options else _("Choose one of the options of “%(label)s”.") % what
    if size_of_words(value, width, height) is None:
        return _("“%(label)s” is too long for its place in the document. Write it shorter.") % what
    return ""


def laid_on(one: Laid, *, of: int, pages: int) -> Laid:
    """The place on a document of another length: pages of the second half are counted from the end, as signature pages are."""
    is_late = of > 1 and one.page > of / 2
    return replace(one, page=pages - (of - one.page) if is_late else one.page)


def read_laid(said: object) -> list[Laid]:
    """Places from plain data, as pages and programs send them. Raises Invalid, saying what is wrong, for anything else."""
    if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
        raise Invalid(_("The places did not arrive as a list. Reload the page and arrange them again."), field="fields")
    return [_read_one(one) for one in said[: MOST_FIELDS + 1]]


def _read_one(said: Mapping[str, Any]) -> Laid:
    wrong = Invalid(
        _("A place lacks its page, its size or its owner. Reload the page and arrange it again."), field="fields"
    )
    numbers = {name: said.get(name) for name in ("x", "y", "width", "height")}
    whole = {name: said.get(name) for name in ("signer", "page")}
    if not all(type(value) is int and abs(value) < 1_000_000 for value in whole.values()):
        raise wrong
    if not all(type(value) in (int, float) and abs(value) < 100_000 for value in numbers.values()):
        raise wrong
    options = said.get("options", [])
    if not isinstance(options, list | tuple):
        raise wrong
    sides = {name: float(value) for name, value in numbers.items()}  # type: ignore[arg-type]  # numbers, as asked above
    if said.get("kind") == Kind.CHECKBOX:
        side = min(sides["width"], sides["height"])  # a box to tick is square; its upper left corner stays
        sides |= {"y": sides["y"] + sides["height"] - side, "width": side, "height": side}
    return Laid(
        kind=str(said.get("kind", "")),
        **whole,
        **sides,
        label=" ".join(str(said.get("label", "")).split())[:120],
        required=said.get("required") is not False,
        options=tuple(text for option in options[: MOST_OPTIONS + 1] if (text := " ".join(str(option).split())[:200])),
    )
