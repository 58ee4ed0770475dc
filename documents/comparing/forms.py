"""What a version is compared with."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class BroughtForm(forms.Form):
    """A file from outside: what the other side sent back."""

    file = forms.FileField(label=_("Word or PDF file"), widget=forms.ClearableFileInput(attrs={"accept": ".docx,.pdf"}))
    side = forms.ChoiceField(
        label=_("Which is newer"),
        choices=[("file", _("The file I bring")), ("version", _("The version here"))],
        initial="file",
        widget=forms.RadioSelect,
    )

    @property
    def is_newer(self) -> bool:
        """Whether the file is the newer one."""
        values: dict[str, Any] = self.cleaned_data
        return bool(values["side"] == "file")
