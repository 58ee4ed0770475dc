"""Two people edit one record: the later one is told what changed meanwhile, before anything of the earlier one is put back.

A form that edits a record hands all of its values to the action, those that nobody touched too. Its page therefore carries a digest
of each value as it was shown ({% as_shown form %}). When it comes back and the record has other values by then, nothing is saved:
the form says which, and what they are now. What the person entered stays; a field that they left as it was takes its new value.
The page that says so carries new digests, so saving again is a decision.
"""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.choices import flatten_choices
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from flowmono.common.templatetags.writing import say_day

NAME = "as_shown"
DIGITS = 12


class Edited(forms.BaseForm):
    """A form of one record, which stands before the form's class. A form without digests, as of a page that was opened before an
    update of the product, is taken as it is."""

    was_changed_meanwhile = False

    @property
    def as_shown(self) -> str:
        """A digest of each value that the record has now, for the page."""
        return " ".join(f"{bound.name}={_digest(_kept(bound))}" for bound in self._values())

    @cached_property
    def as_shown_name(self) -> str:
        """What the page's hidden field is called."""
        return self.add_prefix(NAME)

    def full_clean(self) -> None:
        found = self._take_what_changed() if self.is_bound else []
        super().full_clean()
        if found:
            self.was_changed_meanwhile = True
            first = _(
                "Somebody changed this after you had opened the page, so nothing is saved yet. Look through it and save again."
            )
            self.add_error(None, ValidationError([first, *found]))

    def _values(self) -> list[BoundField]:
        return [one for one in self if not one.field.disabled and not isinstance(one.field, forms.FileField)]

    def _take_what_changed(self) -> list[str]:
        """A sentence for each value that is another now than was shown, and than is entered. A field that was left as it was shown
        takes it."""
        shown = dict(one.partition("=")[::2] for one in str(self.data.get(self.as_shown_name, "")).split())
        found = []
        for bound in self._values():
            now, entered = _kept(bound), _written(bound.field, bound.data)
            if shown.get(bound.name, _digest(now)) == _digest(now) or entered == now:
                continue
            facts = {"field": bound.label, "now": _in_words(bound, now)}
            if _digest(entered) == shown[bound.name]:
                self._enter(bound, now)
                found.append(_("“%(field)s” is now %(now)s, and so it stands here.") % facts)
            else:
                found.append(_("“%(field)s” is now %(now)s. Saving puts what you entered in its place.") % facts)
        return found

    def _enter(self, bound: BoundField, now: str) -> None:
        self.data = self.data.copy()
        self.data[bound.html_name] = now
        if isinstance(bound.field.widget, forms.CheckboxInput) and not now:
            del self.data[bound.html_name]


def status_of(form: forms.BaseForm) -> int:
    """With what its page is answered: 409 when somebody else changed the record meanwhile, 422 when something is wrong in it."""
    if getattr(form, "was_changed_meanwhile", False):
        return 409
    return 422 if form.errors else 200


def _kept(bound: BoundField) -> str:
    return _written(bound.field, bound.initial)


def _written(field: forms.Field, value: Any) -> str:
    """A value as its field writes it into the page, and as a browser sends it back."""
    if isinstance(field.widget, forms.CheckboxInput):
        return "on" if value else ""
    written = field.widget.format_value(field.prepare_value(value))
    words = " ".join(str(one) for one in written) if isinstance(written, list) else str(written or "")
    return words.replace("\r\n", "\n").strip()


def _digest(written: str) -> str:
    return hashlib.sha256(written.encode()).hexdigest()[:DIGITS]


def _in_words(bound: BoundField, now: str) -> str:
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return _("ticked") if now else _("not ticked")
    if not now:
        return _("empty")
    if isinstance(bound.field.widget, forms.Select):
        names = {str(value): str(label) for value, label in flatten_choices(bound.field.widget.choices)}
        return f"“{names.get(now, now)}”"
    if isinstance(bound.field, forms.DateField):
        try:
            return say_day(bound.field.to_python(now))
        except ValidationError:
            return f"“{now}”"
    return f"“{now}”"
