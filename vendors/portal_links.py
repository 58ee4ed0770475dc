"""What the vendor portal offers: links in its bar and tiles on its first page. Apps above add theirs in AppConfig.ready."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """A page of the portal: the name of its address, what it is called, and where in the bar it stands (low first)."""

    url_name: str
    label: Any
    order: int = 100


@dataclass(frozen=True)
class Tile:
    """Something on the portal's first page: what it is, its state in a few words, and where it leads.

    kind: neutral, info, good, warn or bad; `asks` is true when the vendor is to do something.
    """

    title: str
    words: str
    url: str
    kind: str = "neutral"
    asks: bool = False


PLACES: list[Place] = [
    Place("portal:home", _("Overview"), 0),
    Place("portal:work", _("Milestones"), 10),
    Place("portal:papers", _("Papers"), 20),
    Place("portal:accounts", _("Bank account"), 30),
]
TILES: list[Callable[[Any, Any], Iterable[Tile]]] = []


def offer(place: Place) -> None:
    """Add a page to the bar; adding it again changes nothing."""
    if all(place.url_name != known.url_name for known in PLACES):
        PLACES.append(place)
        PLACES.sort(key=lambda known: known.order)


def offer_tiles(provider: Callable[[Any, Any], Iterable[Tile]]) -> Callable[[Any, Any], Iterable[Tile]]:
    """Register a function (vendor, moment) that yields tiles for the first page, in one or two queries."""
    if provider not in TILES:
        TILES.append(provider)
    return provider


def links_for(path: str) -> list[dict[str, Any]]:
    """The links of the bar, in order; the page that is open, or lies under it, is marked."""
    links = []
    for place in PLACES:
        try:
            links.append({"label": place.label, "url": reverse(place.url_name)})
        except NoReverseMatch:
            continue
    under = [link["url"] for link in links if path.startswith(link["url"])]
    here = max(under, key=len, default="")
    return [link | {"current": link["url"] == here} for link in links]


def tiles_for(vendor: Any, at: Any) -> list[Tile]:
    """What the apps above have to say on the first page."""
    return [tile for provider in TILES for tile in provider(vendor, at)]
