"""Views of a list that somebody saved: a name, what narrows it, and its order."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def offered_to(self, person: Any, listing: str) -> Any:
        """The person's own views of a list, and those that others share with one of the person's roles."""
        shared = Q(shared_with__name__in=list(person.role_names))
        found = self.filter(Q(owner=person) | shared, listing=listing)
        return found.select_related("owner", "shared_with").order_by("name", "pk")

    def owned_by(self, person: Any) -> Any:
        """What this person may rename and delete."""
        return self.filter(owner=person)


class SavedView(models.Model):
    """`query` is the address's own text: filters and order, without the page. It narrows what the reader may see anyway."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    listing = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    shared_with = models.ForeignKey(Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_default = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    objects: ClassVar[Any] = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["listing", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "listing", "name"],
                name="a_view_has_a_name_of_its_own",
                violation_error_message=_("You have a view of this name here already: choose another name."),
            ),
            models.UniqueConstraint(
                fields=["owner", "listing"],
                condition=Q(is_default=True),
                name="one_default_view_per_list",
                violation_error_message=_("This list opens with another view already: take that away first."),
            ),
        ]
        indexes = [models.Index(fields=["listing", "shared_with"], name="views_by_list")]

    def __str__(self) -> str:
        return self.name
