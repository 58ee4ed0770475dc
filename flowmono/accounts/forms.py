"""What people say about themselves, and the tokens that they make for programs."""

from datetime import datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Any, ClassVar
from zoneinfo import available_timezones

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from flowmono.accounts.models import User
from flowmono.common.scopes import scope_in_words, scopes_for, subject_in_words

LIVES = (("30", _("30 days")), ("90", _("90 days")), ("365", _("One year")))


@cache
def time_zones() -> tuple[tuple[str, Any], ...]:
    """Every zone that is named after a place, as an address of the reader would be."""
    named = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
    return (("", _("UTC")), *((zone, zone.replace("_", " ")) for zone in named))


def _scope_to_tick(scope: str) -> str:
    """Beside the name of what it is about: what may be done with it, and the scope itself."""
    verb = gettext("Read") if scope.endswith(":read") else gettext("Change")
    return format_html(
        '<span><span class="visually-hidden">{}</span><span aria-hidden="true">{}</span> <span class="sub mono" translate="no">{}</span></span>',
        scope_in_words(scope),
        verb,
        scope,
    )


class ProfileForm(forms.ModelForm):
    """Name, and how dates and numbers are written."""

    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, help_text=_("Moments are shown in it."))

    class Meta:
        model = User
        fields = ("first_name", "last_name", "title", "department", "time_zone", "number_format")
        labels: ClassVar[dict[str, Any]] = {
            "title": _("Job title"),
            "department": _("Department"),
            "number_format": _("Numbers are written"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["time_zone"].choices = time_zones()  # type: ignore[attr-defined]
        for name in ("first_name", "last_name"):
            self.fields[name].required = True
        # By department rules are chosen: it is an administrator's to change.
        self.fields["department"].disabled = True
        self.fields["department"].help_text = _("An administrator can change it.")


class TokenForm(forms.Form):
    """A token for a program: what it is for, what it may do, and for how long."""

    name = forms.CharField(label=_("What is it for?"), max_length=120, help_text=_("Such as “Nightly export”."))
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It can never do more than you. Give it as little as it needs."),
    )
    lives = forms.ChoiceField(label=_("It ends after"), choices=LIVES, initial="90")
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("So that nobody makes a token at your desk while you are out."),
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (about, [(scope, _scope_to_tick(scope)) for scope in scopes])
            for about, scopes in groupby(scopes_for(person), key=subject_in_words)
        ]

    def clean_password(self) -> str:
        if not self.person.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("This is not your password."))
        return ""

    def ends_at(self, at: datetime) -> datetime:
        """When the token ends."""
        return at + timedelta(days=int(self.cleaned_data["lives"]))


class SetUpApp(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app, under the name that the page gives it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].label = _("Code")


class AnotherPassword(ChangePasswordForm):  # type: ignore[misc]
    """A new password in place of the present one, its fields called as the page calls them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _call_passwords(self)


class PasswordByLink(ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password by a link that was sent."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _call_passwords(self)


def _call_passwords(form: forms.Form) -> None:
    labels = {"oldpassword": _("Present password"), "password1": _("New password"), "password2": _("The same again")}
    for name, label in labels.items():
        if name in form.fields:
            form.fields[name].label = label
