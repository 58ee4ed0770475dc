"""The shape of what people enter when they sign, and about their marks; the rules are in the actions."""

import base64
import binascii
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from flowmono.accounts.models import User
from flowmono.common.choosing import known_categories, offer
from flowmono.common.edited import Edited
from signing.fields import SIZES, Kind
from signing.forms_proving import NAMES, WithProof
from signing.handwriting import FACES
from signing.models import Field, KnownBy, SignatureProfile

DRAWN = "data:image/png;base64,"
BY_HAND, BROUGHT = "drawn", "uploaded"


class SignForm(forms.Form):
    """The submit of a signature. What was shown travels with it; what the browser measured is evidence, never a condition.

    face, drawing and picture are for somebody without an account, who has no marks here. time_left: what a refusal says of the time
    that reading still takes, for a page that cannot count it.
    """

    time_left = ""

    consent = forms.BooleanField(
        label=_("I agree to sign electronically"),
        required=False,
    )
    face = forms.ChoiceField(
        choices=[
            *((face.key, face.label) for face in FACES),
            (BY_HAND, _("Draw it myself")),
            (BROUGHT, _("Use a picture of it")),
        ],
        label=_("How your signature looks"),
        required=False,
    )
    picture = forms.FileField(
        label=_("The picture of your signature"),
        help_text=_("PNG, JPEG or WebP, at most 5 MB. Dark ink on white paper, or without a background."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp", "form": "sign"}),
    )
    drawing = forms.CharField(
        widget=forms.HiddenInput(attrs={"data-drawing": ""}), required=False, max_length=2_000_000
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    draft = forms.CharField(widget=forms.HiddenInput, max_length=3000, required=False)
    mark = forms.UUIDField(widget=forms.HiddenInput, required=False)
    times = forms.CharField(widget=forms.HiddenInput(attrs={"data-times": ""}), max_length=8000, required=False)
    pages = forms.CharField(widget=forms.HiddenInput(attrs={"data-pages": ""}), max_length=4000, required=False)
    seconds = forms.IntegerField(
        widget=forms.HiddenInput(attrs={"data-seconds": ""}), min_value=0, max_value=86_400, required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["picture"].needed_at_times = True  # type: ignore[attr-defined]  # it is needed with "a picture of it"


def read_drawing(text: str) -> bytes | None:
    """The picture that was drawn on the page; None when nothing was drawn or it is no picture."""
    if not text.startswith(DRAWN):
        return None
    try:
        return base64.b64decode(text.removeprefix(DRAWN), validate=True)
    except (binascii.Error, ValueError):
        return None


class EntriesForm(forms.Form):
    """What a signer is to enter in the document, one field for each of their places; the rules are those of signing.fields."""

    def __init__(self, places: Iterable[Field], *args: Any, **options: Any) -> None:
        super().__init__(*args, auto_id="entry_%s", **options)
        self.names: dict[str, str] = {}
        for place in places:
            key = f"place-{place.pk}"
            self.names[key] = place.name
            self.fields[key] = self._control(place)
            if place.required:
                self.fields[key].widget.attrs["data-missing"] = place.why_not("")

    @staticmethod
    def _control(place: Field) -> forms.Field:
        where = gettext("On page %(page)s.") % {"page": place.page}
        missing = place.why_not("")
        said: dict[str, Any] = {
            "label": place.label,
            "required": place.required,
            "help_text": where,
            "error_messages": {"required": missing},
        }
        if not place.required:
            said["help_text"] = gettext("On page %(page)s, if it applies.") % {"page": place.page}
        if place.kind == Kind.CHECKBOX:
            return forms.BooleanField(**said)
        if place.kind == Kind.CHOICE:
            offered = [("", gettext("Choose one")), *((option, option) for option in place.options)]
            return forms.ChoiceField(**said, choices=offered)
        tall = place.height > 2 * SIZES[Kind.TEXT][1]
        return forms.CharField(
            **said, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}) if tall else forms.TextInput
        )

    def entered(self) -> dict[str, str]:
        """By the name of each place. What was not readable as an entry is left out, and refused by the action where it is required."""
        self.is_valid()
        found = {}
        for key, name in self.names.items():
            value = self.cleaned_data.get(key, "")
            found[name] = ("yes" if value else "") if isinstance(value, bool) else str(value)
        return found


class LayoutForm(forms.Form):
    """The name under which places are kept."""

    name = forms.CharField(
        label=_("Name of the layout"), max_length=80, help_text=_("A layout of the same name is replaced.")
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class CodeForm(forms.Form):
    """The one-time code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "pattern": "[0-9 ]*", "autofocus": True}
        ),
    )

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split())


class MarkForm(forms.ModelForm):
    """A mark of one's own: its authority is not among the fields."""

    drawing = forms.CharField(
        widget=forms.HiddenInput(attrs={"data-drawing": ""}), required=False, max_length=2_000_000
    )
    picture = forms.FileField(
        label=_("Picture of your signature"),
        required=False,
        help_text=_("PNG, JPEG or WebP, up to 5 MB. Dark ink on white or clear paper."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    face = forms.ChoiceField(label=_("The hand"), choices=[(face.key, face.label) for face in FACES], required=False)

    class Meta:
        model = SignatureProfile
        fields = ("name", "signed_name", "title", "kind", "face", "active")
        labels = {
            "name": _("What you call it"),
            "signed_name": _("Name as signed"),
            "title": _("Role or title"),
            "kind": _("The mark"),
            "active": _("In use"),
        }
        help_texts = {
            "name": _("Such as “Contracts up to 50,000”."),
            "active": _("Switch it off to keep it without its being placed."),
        }
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(value, capfirst(words)) for value, words in kinds.choices]

    def clean_face(self) -> str:
        """The hand that was chosen; none chosen keeps the one that there is."""
        return str(self.cleaned_data["face"] or self.instance.face)

    def drawn(self) -> bytes | None:
        """The picture that was drawn on the page, if one was."""
        return read_drawing(self.cleaned_data.get("drawing", ""))


class NamedPersonForm(forms.Form):
    """Who is asked."""

    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("Role or title"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail address"))


class PersonForm(Edited, WithProof, NamedPersonForm):
    """Who is asked, and how they prove who they are."""

    field_order = ("name", "title", "email", *NAMES)


class ColleagueForm(forms.Form):
    """Who takes one's place, and why."""

    colleague = forms.ChoiceField(label=_("Colleague"))
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.pk): one for one in people}
        named = [(pk, f"{one}, {one.title}" if one.title else str(one)) for pk, one in self.people.items()]
        self.fields["colleague"].choices = [("", _("Choose a colleague")), *named]  # type: ignore[attr-defined]

    def clean_colleague(self) -> User:
        return self.people[self.cleaned_data["colleague"]]


class SomebodyForm(NamedPersonForm):
    """Who should sign instead, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class InPersonForm(forms.Form):
    """How the host made sure who sits before them; which kind of document, never its number."""

    known_by = forms.ChoiceField(
        label=_("How did you make sure who this is?"),
        choices=KnownBy.choices,
        widget=forms.RadioSelect,
        help_text=_("No number of a document is kept, only which kind you saw."),
    )
    known_words = forms.CharField(
        label=_("In which other way?"),
        max_length=120,
        required=False,
        help_text=_("Such as “introduced by their managing director”. Only when you chose another way."),
    )
    here = forms.BooleanField()

    def __init__(self, *args: Any, signer: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["known_words"].needed_at_times = True  # type: ignore[attr-defined]  # it is needed with "in another way"
        self.fields["here"].label = gettext("%(name)s is here with me and takes this device now") % {"name": signer}
        self.fields["here"].error_messages["required"] = gettext("Tick this once %(name)s is here with you.") % {
            "name": signer
        }


class TimeForm(forms.Form):
    """How long there is for signing, and how often people are reminded."""

    sign_by = forms.DateField(
        label=_("Last day to sign"),
        required=False,
        help_text=_("It can be signed until the end of this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    remind_after = forms.IntegerField(
        label=_("Days until the first reminder"), min_value=0, max_value=90, help_text=_("0: nobody is reminded.")
    )
    remind_every = forms.IntegerField(
        label=_("Days between reminders"), min_value=0, max_value=90, help_text=_("0: only one reminder.")
    )


class CategoryForm(forms.Form):
    """Which kind of document this is. asks: what it was read as is not certain, so nothing is chosen for the person."""

    category = forms.ChoiceField(label=_("Category"))

    def __init__(self, *args: Any, asks: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        now = self.initial.get("category", "")
        chosen = now and not asks
        offer(self.fields["category"], known_categories(), empty=None if chosen else _("Choose a category"), kept=now)
        if asks:
            self.initial["category"] = ""


class CheckForm(forms.Form):
    """A file to check."""

    file = forms.FileField(
        label=_("Signed PDF"),
        help_text=_("It is examined and forgotten; nothing is stored."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )


class DocumentCodeForm(forms.Form):
    """The code that is printed on a document."""

    code = forms.CharField(
        label=_("Code on the document"),
        max_length=40,
        help_text=_("It stands small at the lower edge of every page, such as 7K3P-9QXM-2WDT-5HZB."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )


def evidence_of(values: dict[str, Any], *, pages: list[int]) -> dict[str, Any]:
    """What the browser measured while the document was open."""
    return {"pages_seen": pages, "seconds": values.get("seconds") or 0}


class CertificateForm(forms.Form):
    """With which certificate a mark signs: the company's, or one that the signer knows."""

    certificate = forms.ChoiceField(
        label=_("Certificate"),
        required=False,
        help_text=_("Its key stays with the signer process. It has to be in the name of the person whose mark it is."),
    )

    def __init__(self, *arguments: Any, people: Iterable[Any] = (), **named: Any) -> None:
        super().__init__(*arguments, **named)
        choices: list[tuple[str, Any]] = [("", _("The company's certificate"))]
        choices += [(one.name, f"{one.told.subject} ({one.name})") for one in people]
        kept = self.initial.get("certificate", "")
        if kept and kept not in dict(choices):
            choices.append((kept, gettext("%(name)s, which the signer does not know now") % {"name": kept}))
        self.fields["certificate"].choices = choices  # type: ignore[attr-defined]
        self.fields["certificate"].needed_at_times = True  # type: ignore[attr-defined]  # one is always chosen
