"""What lay before somebody besides the document itself, as it travels with their page, and what of it is another now, in words."""

from collections.abc import Mapping

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

SEALED = Signer(salt="signing.draft")


def seal_draft(facts: Mapping[str, str]) -> str:
    """The facts as a page carries them: readable by us, changed by nobody."""
    return SEALED.sign_object(dict(facts))


def read_draft(text: str) -> dict[str, str]:
    """The facts that a page carried; empty where it is none of ours."""
    try:
        found = SEALED.unsign_object(text)
    except (BadSignature, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def changes_in(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """What is another now, a sentence each: from what, and to what. Both as `seal_draft` took them, with names and amounts as people read
    them; the keys with a `_key` behind only tell apart what reads the same."""
    words = {
        "category": _("The category changed from %(was)s to %(now)s."),
        "asked": _("It was said to be %(now)s, and that is being decided."),
        "amount": _("The amount changed from %(was)s to %(now)s."),
        "base": _("What it is worth to us changed from %(was)s to %(now)s."),
        "mark": _("The mark in your place changed from %(was)s to %(now)s."),
    }
    empty = {"category": _("not known"), "mark": _("none")}
    found = []
    for name, sentence in words.items():
        was, then = before.get(name, ""), now.get(name, "")
        if name == "asked" and not then and was:
            found.append(_("It is decided what kind of document it is."))
        elif was != then:
            nothing = empty.get(name, _("not known"))
            found.append(sentence % {"was": was or nothing, "now": then or nothing})
    if not found and before.get("mark_key") != now.get("mark_key"):
        found.append(_("Another mark with the same name is in your place now."))
    return found
