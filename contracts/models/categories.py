"""Kinds of contract that people choose among."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from flowmono.common.history import History


class Category(models.Model):
    """A kind of document that the company signs, such as NDA or SOW: co-signing and routing go by it."""

    name = models.CharField(max_length=60, unique=True)
    description = models.CharField(max_length=200, blank=True)
    checklist = models.CharField(
        max_length=60, blank=True, help_text=_("The vendor checklist that such a contract opens.")
    )
    needs_legal = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    history = History()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
