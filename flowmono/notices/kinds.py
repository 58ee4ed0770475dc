"""What people are told about, and how each of them chose to hear of it: a table, and pure rules over it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How a person hears of one kind of thing. Every way but "nothing" also shows it in the product."""

    APP = "app", _("In Flowmono")
    ONCE = "once", _("And by e-mail at once")
    DAILY = "daily", _("And in a daily e-mail")
    NOTHING = "nothing", _("Not at all")


@dataclass(frozen=True)
class Kind:
    """One kind of notice. A fixed one cannot be chosen otherwise."""

    name: str
    title: Any
    hint: Any
    icon: str
    default: Way
    fixed: bool = False


KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind("approval", _("Your decision is asked"), _("An approval waits for you."), "circle-check", Way.ONCE),
        Kind(
            "signature",
            _("Your signature is asked"),
            _("A document waits for you to sign or to approve."),
            "signature",
            Way.ONCE,
        ),
        Kind(
            "authority",
            _("Authority to sign is delegated"),
            _("A colleague lets you sign for them, or does not any more."),
            "signature",
            Way.ONCE,
        ),
        Kind("delivery", _("Something was handed in"), _("A vendor handed in a milestone."), "milestone", Way.ONCE),
        Kind(
            "account",
            _("A vendor took an account back"),
            _("A bank account that was still to be checked."),
            "landmark",
            Way.APP,
        ),
        Kind("decision", _("Somebody decided"), _("What you asked for was approved or rejected."), "gavel", Way.APP),
        Kind("declined", _("A signer declined"), _("With the reason that they gave."), "file-x", Way.ONCE),
        Kind(
            "round",
            _("A signature round ends or will end soon"),
            _("Signed by everyone, taken back, declined by somebody else, or its time is nearly over."),
            "file-clock",
            Way.ONCE,
        ),
        Kind(
            "preparation",
            _("A contract does not go on by itself"),
            _("A step of its preparation did not work."),
            "file-clock",
            Way.APP,
        ),
        Kind(
            "invoice",
            _("An invoice is held, answered or withdrawn"),
            _("Of an order or contract of yours; what vendors say, finance hears too."),
            "receipt-text",
            Way.APP,
        ),
        Kind("payment", _("A payment is authorized"), _("Of an order or contract of yours."), "landmark", Way.APP),
        Kind("paid", _("A payment is made"), _("Of an order or contract of yours."), "landmark", Way.ONCE),
        Kind("change", _("A rule is to be changed"), _("Another administrator proposes it."), "scale", Way.ONCE),
        Kind("exception", _("Your role has an exception"), _("Something outside the rules."), "shield-alert", Way.APP),
        Kind("incident", _("A step failed"), _("It waits at the incident desk."), "triangle-alert", Way.APP),
        Kind(
            "security",
            _("Your account changed"),
            _("Password, second factor, tokens. Always told, so that nobody changes them unseen."),
            "key-round",
            Way.ONCE,
            fixed=True,
        ),
    )
}


def way_of(kind: str, chosen: str | None) -> Way:
    """How to tell a person: as they chose, else as is usual for the kind; a fixed kind is told in its own way."""
    known = KINDS[kind]
    if known.fixed or chosen not in Way.values:
        return known.default
    return Way(chosen)
