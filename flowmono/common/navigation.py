"""The way around: what the sidebar offers this person. Pages that do not exist yet are left out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

# Names of groups, as flowmono.accounts.roles spells them: this floor may not import the one above it.
_DECIDERS = frozenset({"Approver", "Director", "CFO"})
_READERS = frozenset({"Auditor", "Administrator"})
_EVERYONE = frozenset({"Requester", "Procurement", "Signatory", "Legal & compliance", "Finance"}) | _DECIDERS | _READERS


@dataclass(frozen=True)
class Place:
    """Somewhere people go: the name of its address, what it is called, and the roles that may go there.

    also: names of other addresses that belong to it, or beginnings of addresses ("/documents/"), of which it is marked in the way
    around, too.
    """

    url_name: str
    label: Any
    icon: str
    roles: frozenset[str]
    section: Any = ""
    key: str = ""
    counted: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """A place as one person sees it now. `counter` is where its number is asked for, apart from the page; "" for none."""

    url: str
    label: Any
    icon: str
    section: Any
    key: str
    current: bool
    counter: str = ""


PLACES: Final = (
    Place("inbox", _("Needs you"), "inbox", _EVERYONE, key="i", counted=True),
    Place(
        "contracts:list",
        _("Contracts"),
        "file-text",
        _EVERYONE,
        _("Agreements"),
        key="c",
    ),
    # Whoever works inside can be asked to sign.
    Place("signing:queue", _("Sign"), "signature", _EVERYONE, _("Agreements"), key="s"),
    Place(
        "vendors:list",
        _("Vendors"),
        "building-2",
        frozenset({"Requester", "Procurement", "Legal & compliance", "Finance"}) | _READERS,
        _("Vendors"),
        key="v",
    ),
    Place(
        "vendors:workspaces",
        _("Workspaces"),
        "milestone",
        frozenset({"Requester", "Procurement", "Legal & compliance", "Finance"}) | _READERS,
        _("Vendors"),
        key="w",
    ),
    Place(
        "procurement:requisitions",
        _("Requisitions"),
        "shopping-cart",
        frozenset({"Requester", "Procurement", "Finance"}) | _DECIDERS | _READERS,
        _("Money"),
        key="q",
    ),
    Place(
        "procurement:orders",
        _("Orders"),
        "clipboard-list",
        frozenset({"Requester", "Procurement", "Legal & compliance", "Finance"}) | _DECIDERS | _READERS,
        _("Money"),
        key="o",
    ),
    Place(
        "procurement:invoices",
        _("Invoices"),
        "receipt-text",
        frozenset({"Requester", "Procurement", "Finance"}) | _DECIDERS | _READERS,
        _("Money"),
        key="n",
    ),
    Place(
        "procurement:payments",
        _("Payments"),
        "landmark",
        frozenset({"Procurement", "Finance"}) | _DECIDERS | _READERS,
        _("Money"),
        key="p",
    ),
    Place("contracts:obligations", _("Obligations"), "list-checks", _EVERYONE, _("Oversight"), key="b"),
    Place("contracts:documents", _("Documents"), "files", _EVERYONE, _("Oversight"), key="f", also=("/documents/",)),
    Place(
        "insights:insights",
        _("Insights"),
        "chart-no-axes-combined",
        frozenset({"Procurement", "Legal & compliance", "Finance", "Director", "CFO"}) | _READERS,
        _("Oversight"),
        key="r",
    ),
    Place(
        "monitoring:exceptions",
        _("Exceptions"),
        "shield-alert",
        frozenset({"Procurement", "Legal & compliance", "Finance"}) | _READERS,
        _("Oversight"),
        key="e",
    ),
    Place(
        "outbox:desk",
        _("Orchestration"),
        "workflow",
        frozenset({"Procurement", "Finance"}) | _READERS,
        _("Oversight"),
        key="d",
    ),
    Place("governing:list", _("Changes of rules"), "scale", _READERS, _("Oversight"), key="u"),
    Place(
        "admin:index",
        _("Administration"),
        "settings",
        frozenset({"Administrator"}),
        _("Oversight"),
        key="a",
    ),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `nav`, the list of links this person may follow, found out only when a page shows it."""
    return {"nav": SimpleLazyObject(lambda: links_for(request))}


def links_for(request: HttpRequest) -> list[Link]:
    """The links this person may follow, in order, the one that leads here marked; empty for who is not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    held = frozenset(getattr(user, "role_names", frozenset()))
    offered = [
        (place, address)
        for place in PLACES
        if (user.is_superuser or not held.isdisjoint(place.roles)) and (address := _address_of(place))
    ]
    lead_here = {address: address for _place, address in offered}
    for place, address in offered:
        lead_here |= {
            other: address for name in place.also if (other := name if name.startswith("/") else _address_named(name))
        }
    here = lead_here.get(_closest(request.path, list(lead_here)), "")
    return [
        Link(
            address,
            place.label,
            place.icon,
            place.section,
            place.key,
            address == here,
            _counter_of(place),
        )
        for place, address in offered
    ]


def leads_to(url_name: str, user: Any) -> bool:
    """True when the way around offers this place to the person: the question that its list asks before it opens.

    What was put before somebody else by a rule stands in Needs you; a list of which a role sees nothing is not opened.
    """
    held = frozenset(getattr(user, "role_names", frozenset()))
    return bool(user.is_superuser) or any(
        place.url_name == url_name and not held.isdisjoint(place.roles) for place in PLACES
    )


def needs_you_count(user: Any) -> int:
    """How many things wait for this person, by the function that settings.NEEDS_YOU_COUNT names; 0 without one."""
    named = getattr(settings, "NEEDS_YOU_COUNT", "")
    if not named:
        return 0
    count: Callable[[Any], int] = import_string(named)
    return count(user)


def _counter_of(place: Place) -> str:
    try:
        return reverse("needs-you") if place.counted else ""
    except NoReverseMatch:
        return ""


def _address_of(place: Place) -> str:
    return _address_named(place.url_name)


def _address_named(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _closest(path: str, addresses: list[str]) -> str:
    """The address that leads to the page: itself, or the longest that the page lies under. "/" leads only to itself."""
    if path in addresses:
        return path
    above = [address for address in addresses if address != "/" and path.startswith(address)]
    return max(above, key=len, default="")
