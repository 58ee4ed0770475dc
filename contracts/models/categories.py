"""Kinds of contract that people choose among, and what becomes of a document of each."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.retention import COUNTED_FROM, END
from contracts.sequences import Preparation, Sequence, in_order, options_in, tools_of_sequences
from documents.telling import words_of
from documents.toolbox.errors import ToolRefused
from flowmono.common.history import History


class Allowance(models.TextChoices):
    """Whether the text of a document may be sent to the remote reader."""

    NEVER = "never", _("never")
    ON_REQUEST = "on_request", _("when somebody asks")
    ALWAYS = "always", _("always")


class Category(models.Model):
    """A kind of document that the company signs, such as NDA or SOW: co-signing and routing go by it, and its sequence."""

    name = models.CharField(max_length=60, unique=True)
    description = models.CharField(max_length=200, blank=True)
    checklist = models.CharField(
        max_length=60, blank=True, help_text=_("The vendor checklist that such a contract opens.")
    )
    needs_legal = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    our_signers = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(4)], verbose_name=_("signers for us")
    )
    sends_by_itself = models.BooleanField(default=False)
    kept_years = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)], verbose_name=_("years kept")
    )
    kept_from = models.CharField(
        max_length=10, choices=COUNTED_FROM, default=END, verbose_name=_("years are counted from")
    )
    remote_reading = models.CharField(
        max_length=10, choices=Allowance, default=Allowance.NEVER, verbose_name=_("sent to the remote reader")
    )
    history = History()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def sequence(self) -> Sequence:
        """What becomes of a document of this category, as of now."""
        return Sequence(
            self.name,
            tuple(step.preparation() for step in in_order(self.steps.all())),
            self.our_signers,
            self.sends_by_itself,
            self.kept_years,
            self.kept_from,
        )


class PreparationStep(models.Model):
    """One tool that prepares every document of a category by itself, after its conversion."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=1)
    tool = models.CharField(max_length=20)
    options = models.TextField(blank=True, max_length=2000)
    history = History()

    class Meta:
        verbose_name = _("step of preparation")
        verbose_name_plural = _("steps of preparation")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return str(dict(tools_of_sequences()).get(self.tool, self.tool))

    def clean(self) -> None:
        """The tool exists and works alone, and takes these options."""
        allowed = dict(tools_of_sequences())
        if self.tool not in allowed:
            words = _("There is no such tool for a sequence. Choose one of %(tools)s.")
            raise ValidationError({"tool": words % {"tools": ", ".join(allowed)}})
        try:
            options_in(self.tool, self.options)
        except ToolRefused as refusal:
            raise ValidationError({"options": words_of(refusal)}) from None

    def preparation(self) -> Preparation:
        """The tool with its options as values."""
        return Preparation(self.tool, options_in(self.tool, self.options))
