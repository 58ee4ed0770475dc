"""Saving, renaming and deleting views of lists. Each is its owner's alone; a shared one is read by others, never changed."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from flowmono.accounts.models import User
from flowmono.common.refusals import Conflict, Invalid
from flowmono.listing.models import SavedView

MOST = 50


def _named(name: str) -> str:
    cleaned = " ".join(name.split())[:60]
    if not cleaned:
        raise Invalid(_("Give the view a name."), field="name")
    return cleaned


def _role(person: User, role: str) -> Group | None:
    """The role to share with. One shares with one's own roles only."""
    if not role:
        return None
    if role not in person.role_names:
        raise Invalid(_("You can share a view with your own roles only."), field="role")
    return Group.objects.get(name=role)


def _written(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Conflict(
            _("You have a view called “%(name)s” here already. Choose another name.") % {"name": view.name}
        ) from error
    return view


@transaction.atomic
def save_view(
    *, by: User, at: datetime, listing: str, name: str, query: str, role: str = "", default: bool = False
) -> SavedView:
    """Keep what narrows and orders a list under a name."""
    own = SavedView.objects.owned_by(by).filter(listing=listing)
    if own.count() >= MOST:
        raise Conflict(_("You have %(n)s views of this list. Delete one first.") % {"n": MOST})
    view = SavedView(owner=by, listing=listing, name=_named(name), query=query, shared_with=_role(by, role), made_at=at)
    if default:
        own.update(is_default=False)
        view.is_default = True
    return _written(view)


@transaction.atomic
def change_view(view: SavedView, *, by: User, name: str, role: str, default: bool) -> SavedView:
    """Rename a view, share it or not, open the list with it or not."""
    view.name, view.shared_with = _named(name), _role(by, role)
    if default:
        SavedView.objects.owned_by(by).filter(listing=view.listing).exclude(pk=view.pk).update(is_default=False)
    view.is_default = default
    return _written(view)


def delete_view(view: SavedView) -> None:
    """Forget a view; the records are untouched."""
    view.delete()


def own_view(person: User, pk: Any) -> SavedView | None:
    """The person's own view, or None."""
    found: SavedView | None = SavedView.objects.owned_by(person).filter(pk=pk).first()
    return found
