"""The tools' options as people fill them in. Each form gives the options of its tool in documents.toolbox.catalogue."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.toolbox.limits import MAX_FILE_BYTES, MEGABYTE
from documents.working.refusing import FILES
from documents.working.running import Other
from flowmono.common.refusals import Invalid

POSITIONS = [
    ("top-left", gettext_lazy("Top left")),
    ("top-center", gettext_lazy("Top, middle")),
    ("top-right", gettext_lazy("Top right")),
    ("middle-left", gettext_lazy("Halfway down, left")),
    ("middle-center", gettext_lazy("In the middle of the page")),
    ("middle-right", gettext_lazy("Halfway down, right")),
    ("bottom-left", gettext_lazy("Bottom left")),
    ("bottom-center", gettext_lazy("Bottom, middle")),
    ("bottom-right", gettext_lazy("Bottom right")),
]
COLOURS = [
    ("000000", gettext_lazy("Black")),
    ("808080", gettext_lazy("Grey")),
    ("b00020", gettext_lazy("Red")),
    ("0b5f73", gettext_lazy("Petrol")),
    ("1c6840", gettext_lazy("Green")),
    ("2a559c", gettext_lazy("Blue")),
]
EDGES = [row for row in POSITIONS if not row[0].startswith("middle")]
PICTURES = ".png,.jpg,.jpeg,.webp,.tif,.tiff"
HOW_PAGES = gettext_lazy("As in “1-3, 7, 10-”; also “odd”, “even”, “last”.")


def pages_field(label: Any = gettext_lazy("Pages"), first: str = "all", hint: Any = HOW_PAGES) -> forms.CharField:
    return forms.CharField(label=label, initial=first, max_length=500, help_text=hint)


def choice(label: Any, choices: Sequence[tuple[str, Any]], first: str, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, initial=first, help_text=hint)


def points(label: Any, first: float, most: float, hint: Any = "") -> forms.FloatField:
    return forms.FloatField(label=label, initial=first, min_value=0, max_value=most, help_text=hint)


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files; the value is a list. Too large a file is refused with a sentence that names the limit."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data]
        found = [super(FilesField, self).clean(one, initial) for one in given if one] or [super().clean(None, initial)]
        for one in filter(None, found):
            if one.size > MAX_FILE_BYTES:
                raise forms.ValidationError(
                    _("%(name)s has %(size)s MB; at most %(most)s MB are taken. Split it or make it smaller first.")
                    % {"name": one.name, "size": round(one.size / MEGABYTE), "most": MAX_FILE_BYTES // MEGABYTE},
                    code="too_large",
                )
        return [one for one in found if one]


class ToolForm(forms.Form):
    """The options of one tool. `siblings` are the versions that may go in as further files: (version, its name); `sizes`: width and
    height of each page of the document, as it is shown."""

    first: ClassVar[tuple[str, ...]] = ()  # fields shown at once; the others stand under “More choices”

    def __init__(
        self,
        *given: Any,
        siblings: Sequence[tuple[Any, str]] = (),
        sizes: Sequence[tuple[float, float]] = (),
        **more: Any,
    ) -> None:
        super().__init__(*given, auto_id="tool_%s", label_suffix="", **more)
        self.sizes = sizes
        self.siblings = {str(version.pk): version for version, _name in siblings}
        for name in ("document", "documents"):
            if name in self.fields and not self.siblings:
                del self.fields[name]  # a case of one document offers no other
            elif name in self.fields:
                none = [("", _("No document"))] if name == "document" else []
                self.fields[name].choices = [*none, *((str(version.pk), words) for version, words in siblings)]  # type: ignore[attr-defined]

    def options(self) -> dict[str, Any]:
        """The options as JSON values; what was left empty keeps the tool's own value."""
        given = self.cleaned_data
        return {
            name: value for name, value in given.items() if name not in self.aside and value not in (None, "", [], ())
        }

    aside: ClassVar[frozenset[str]] = frozenset({"file", "files", "document", "documents"})

    def others(self) -> list[Other]:
        """The further files, those of ours first."""
        given = self.cleaned_data
        chosen = given.get("documents") or ([given["document"]] if given.get("document") else [])
        found = [Other.of(self.siblings[key]) for key in chosen]
        files = [*(given.get("file") or []), *(given.get("files") or [])]
        return found + [Other.brought(one.name, one.read()) for one in files]

    spoken: ClassVar[Mapping[str, str]] = {}  # options that people fill in under another name

    def refuse(self, refusal: Invalid) -> None:
        """Say what the tool refused at the field that it is about; above all of them where it is about none of them."""
        wanted = self.spoken.get(refusal.field, refusal.field)
        places = ("file", "files", "documents") if wanted == FILES else (wanted,)
        self.add_error(next((name for name in places if name in self.fields), None), refusal.message)

    @property
    def shown(self) -> list[Any]:
        return [self[name] for name in self.fields if not self.first or name in self.first]

    @property
    def folded(self) -> list[Any]:
        return [self[name] for name in self.fields if self.first and name not in self.first]


class OrderForm(ToolForm):
    order = pages_field(gettext_lazy("New order"), "", gettext_lazy("Each page once, as in “3, 1-2, 4-”."))


class RotateForm(ToolForm):
    degrees = forms.TypedChoiceField(
        label=gettext_lazy("Turn"),
        coerce=int,
        choices=[
            (90, gettext_lazy("To the right")),
            (270, gettext_lazy("To the left")),
            (180, gettext_lazy("Upside down")),
        ],
    )
    pages = pages_field()


class PagesForm(ToolForm):
    pages = pages_field(first="")


class InsertForm(ToolForm):
    before = forms.IntegerField(
        label=gettext_lazy("Before page"),
        min_value=1,
        initial=1,
        help_text=gettext_lazy("One more than the last page puts them at the end."),
    )
    file = FilesField(
        label=gettext_lazy("A PDF file of yours"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
    )
    document = forms.ChoiceField(label=gettext_lazy("Or a document of this case"), required=False)
    pages = pages_field(gettext_lazy("Which of its pages"))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("file")) == bool(given.get("document")) and "file" not in self.errors:
            both = _("Choose a file, or a document of this case: one of the two.")
            self.add_error("file", both if self.siblings else _("Choose the file whose pages come in."))
        return given


class NumberForm(ToolForm):
    first = ("text", "position", "start", "skip")
    text = forms.CharField(
        label=gettext_lazy("Text"),
        initial="{n} / {total}",
        max_length=100,
        help_text=gettext_lazy("{n} is the page's number, {total} the last one."),
    )
    position = choice(gettext_lazy("Where"), EDGES, "bottom-center")
    start = forms.IntegerField(label=gettext_lazy("First number"), initial=1, min_value=0, max_value=1_000_000)
    skip = forms.IntegerField(
        label=gettext_lazy("Pages without a number"),
        initial=0,
        min_value=0,
        help_text=gettext_lazy("At the beginning, such as a cover."),
    )
    size = points(gettext_lazy("Size of the letters, in points"), 9, 72)
    margin = points(gettext_lazy("Distance from the edge, in points"), 24, 300)
    colour = choice(gettext_lazy("Colour"), COLOURS, "000000")


class BatesForm(ToolForm):
    first = ("prefix", "start", "digits", "position")
    prefix = forms.CharField(
        label=gettext_lazy("Before the number"), required=False, max_length=40, help_text=gettext_lazy("As in “BWI-”.")
    )
    start = forms.IntegerField(label=gettext_lazy("First number"), initial=1, min_value=0)
    digits = forms.IntegerField(label=gettext_lazy("Digits"), initial=6, min_value=1, max_value=12)
    position = choice(gettext_lazy("Where"), EDGES, "bottom-right")
    suffix = forms.CharField(label=gettext_lazy("After the number"), required=False, max_length=40)
    skip = forms.IntegerField(label=gettext_lazy("Pages without a number at the beginning"), initial=0, min_value=0)
    size = points(gettext_lazy("Size of the letters, in points"), 9, 72)
    margin = points(gettext_lazy("Distance from the edge, in points"), 18, 300)
    colour = choice(gettext_lazy("Colour"), COLOURS, "000000")


class HeadAndFootForm(ToolForm):
    spoken: ClassVar[Mapping[str, str]] = {"header": "head_left", "footer": "foot_left"}
    first = ("head_left", "head_middle", "head_right", "foot_left", "foot_middle", "foot_right")
    head_left = forms.CharField(label=gettext_lazy("Header, left"), required=False, max_length=200)
    head_middle = forms.CharField(label=gettext_lazy("Header, middle"), required=False, max_length=200)
    head_right = forms.CharField(label=gettext_lazy("Header, right"), required=False, max_length=200)
    foot_left = forms.CharField(label=gettext_lazy("Footer, left"), required=False, max_length=200)
    foot_middle = forms.CharField(
        label=gettext_lazy("Footer, middle"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("{n} is the page's number, {total} the last one."),
    )
    foot_right = forms.CharField(label=gettext_lazy("Footer, right"), required=False, max_length=200)
    pages = pages_field()
    size = points(gettext_lazy("Size of the letters, in points"), 9, 72)
    margin = points(gettext_lazy("Distance from the edge, in points"), 24, 300)
    colour = choice(gettext_lazy("Colour"), COLOURS, "000000")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not any(given.get(name) for name in self.first):
            self.add_error("head_left", _("Write at least one of the six texts."))
        return given

    def options(self) -> dict[str, Any]:
        found = super().options()
        for name in ("header", "footer"):
            row = [found.pop(f"{name[:4]}_{side}", "") for side in ("left", "middle", "right")]
            if any(row):
                found[name] = row
        return found


class StampForm(ToolForm):
    first = ("text", "position", "colour", "pages")
    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("As in “PAID” or “Received 3 March”. Or choose a picture below."),
    )
    position = choice(gettext_lazy("Where"), POSITIONS, "top-right")
    colour = choice(gettext_lazy("Colour"), COLOURS, "b00020")
    pages = pages_field()
    file = FilesField(
        label=gettext_lazy("A picture instead"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": PICTURES}),
    )
    size = points(gettext_lazy("Size in points"), 18, 300, gettext_lazy("The text's, or the height of the picture."))
    degrees = forms.FloatField(
        label=gettext_lazy("Turned to the left, in degrees"), initial=0, min_value=-180, max_value=180
    )
    opacity = forms.FloatField(
        label=gettext_lazy("How much it covers"),
        initial=1,
        min_value=0.05,
        max_value=1,
        help_text=gettext_lazy("1 covers wholly, 0.5 by half."),
    )
    margin = points(gettext_lazy("Distance from the edge, in points"), 28, 300)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("text")) == bool(given.get("file")) and "file" not in self.errors:
            self.add_error("text", _("Write a text, or choose a picture: one of the two."))
        return given


class WatermarkForm(StampForm):
    first = ("text", "opacity", "pages")
    position = size = degrees = margin = None  # type: ignore[assignment]
    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("As in “DRAFT”. Or choose a picture below."),
    )
    opacity = forms.FloatField(
        label=gettext_lazy("How much it covers"),
        initial=0.2,
        min_value=0.05,
        max_value=1,
        help_text=gettext_lazy("0.1 is hardly seen, 0.5 is strong."),
    )
    colour = choice(gettext_lazy("Colour"), COLOURS, "808080")
    behind = forms.BooleanField(label=gettext_lazy("Behind the text"), required=False)


class CompressForm(ToolForm):
    level = forms.ChoiceField(
        label=gettext_lazy("How much"),
        widget=forms.RadioSelect,
        initial="light",
        choices=[
            ("lossless", gettext_lazy("Nothing changes to the eye, pixel for pixel")),
            ("light", gettext_lazy("As good on a screen and on paper; pictures at 150 dots an inch")),
            ("strong", gettext_lazy("As small as can be; pictures lose detail")),
        ],
    )


class RecogniseForm(ToolForm):
    pages = pages_field(hint=gettext_lazy("Pages that hold text already are left alone. About five seconds a page."))


class NothingForm(ToolForm):
    """A tool without choices."""


class MergeForm(ToolForm):
    documents = forms.MultipleChoiceField(
        label=gettext_lazy("Documents of this case"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They follow this one in the order of the list."),
    )
    files = FilesField(
        label=gettext_lazy("PDF files of yours"),
        required=False,
        widget=SeveralFiles(attrs={"accept": ".pdf,application/pdf"}),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("documents") and not given.get("files") and "files" not in self.errors:
            self.add_error("files", _("Choose at least one document or file to join with this one."))
        return given


class EncloseForm(forms.Form):
    """Files that come to the documents of a case."""

    files = FilesField(
        label=gettext_lazy("PDF files of yours"),
        help_text=gettext_lazy("An annex, a scan, a file with a password or one that does not open any more."),
        widget=SeveralFiles(attrs={"accept": ".pdf,application/pdf"}),
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, auto_id="enclose_%s", label_suffix="", **more)


class SplitForm(ToolForm):
    WAYS = [
        ("ranges", gettext_lazy("By page ranges")),
        ("every", gettext_lazy("Every few pages")),
        ("bookmark_level", gettext_lazy("At bookmarks")),
        ("megabytes", gettext_lazy("By size")),
    ]
    way = forms.ChoiceField(label=gettext_lazy("How"), choices=WAYS, initial="every", widget=forms.RadioSelect)
    ranges = pages_field(gettext_lazy("Ranges"), "", gettext_lazy("One new document each, as in “1-3, 4-10”."))
    every = forms.IntegerField(label=gettext_lazy("Pages in each part"), min_value=1, required=False)
    bookmark_level = forms.IntegerField(
        label=gettext_lazy("Bookmarks down to level"),
        min_value=1,
        max_value=9,
        required=False,
        help_text=gettext_lazy("1 are the chapters."),
    )
    megabytes = forms.FloatField(label=gettext_lazy("Megabytes in each part"), min_value=0.01, required=False)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["ranges"].required = False

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        way = given.get("way", "")
        if way and way not in self.errors and not given.get(way):
            self.add_error(way, _("Fill this in: it says where the document is cut."))
        return given

    def options(self) -> dict[str, Any]:
        way = self.cleaned_data["way"]
        return {way: self.cleaned_data[way]}


class PicturesForm(ToolForm):
    files = FilesField(label=gettext_lazy("Pictures"), widget=SeveralFiles(attrs={"accept": PICTURES}))
    paper = choice(
        gettext_lazy("Paper"),
        [
            ("fit", gettext_lazy("As large as the picture")),
            ("a4", gettext_lazy("A4")),
            ("letter", gettext_lazy("US Letter")),
        ],
        "a4",
    )
    margin = points(gettext_lazy("White edge, in points"), 0, 200)


class RedactForm(ToolForm):
    """Words, and areas that were marked on the pages."""

    first = ("words", "whole_words", "areas")
    spoken: ClassVar[Mapping[str, str]] = {"areas": "measures"}
    words = forms.CharField(
        label=gettext_lazy("Words to black out"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One word or phrase on each line. Capitals do not matter."),
    )
    whole_words = forms.BooleanField(label=gettext_lazy("Only whole words"), required=False, initial=True)
    areas = forms.JSONField(required=False, widget=forms.HiddenInput)
    expressions = forms.CharField(
        label=gettext_lazy("Patterns"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Regular expressions, one on each line."),
    )
    pages = pages_field(gettext_lazy("Look for the words on pages"))
    measures = forms.CharField(
        label=gettext_lazy("Areas by their measures"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "One on each line: page, distance from the left and from the top, width, height, in points. As in “1, 72, 90, 200, 14”."
        ),
    )
    aside = ToolForm.aside | {"measures"}

    def clean_measures(self) -> list[list[float]]:
        """Areas as the tool takes them: measured from the lower edge."""
        return [
            self._area_of(line, number)
            for number, line in enumerate(self.cleaned_data["measures"].splitlines(), 1)
            if line.strip()
        ]

    def _area_of(self, line: str, number: int) -> list[float]:
        try:
            page, left, top, width, height = (float(figure) for figure in line.replace(";", ",").split(","))
        except ValueError:
            words = _("Line %(n)s: write five numbers with commas between them, as in “1, 72, 90, 200, 14”.")
            raise forms.ValidationError(words % {"n": number}) from None
        if not (1 <= page <= len(self.sizes) and page == int(page)):
            words = _("Line %(n)s: there is no page %(page)s; the document has %(last)s.")
            facts = {"n": number, "page": f"{page:g}", "last": len(self.sizes)}
            raise forms.ValidationError(words % facts)
        wide, high = self.sizes[int(page) - 1]
        if not (width > 0 and height > 0 and 0 <= left < wide and 0 <= top < high):
            words = _("Line %(n)s: the area lies beside the page, which is %(wide)s points wide and %(high)s high.")
            raise forms.ValidationError(words % {"n": number, "wide": f"{wide:g}", "high": f"{high:g}"})
        width, height = min(width, wide - left), min(height, high - top)
        return [page, left, round(high - top - height, 2), width, height]

    def clean_areas(self) -> list[list[float]]:
        given = self.cleaned_data.get("areas") or []
        if not isinstance(given, list):
            raise forms.ValidationError(_("Mark the areas again: they did not arrive whole."))
        for area in given:
            whole = isinstance(area, list) and len(area) == 5 and all(type(side) in (int, float) for side in area)
            if not whole:
                raise forms.ValidationError(_("Mark the areas again: they did not arrive whole."))
        return given

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        marked = any(given.get(name) for name in ("words", "areas", "expressions", "measures"))
        if not marked and not {"areas", "measures"} & set(self.errors):
            self.add_error("words", _("Write what shall go, or mark it on the pages."))
        return given

    def options(self) -> dict[str, Any]:
        found = super().options()
        for name in ("words", "expressions"):
            if name in found:
                found[name] = [line.strip() for line in found[name].splitlines() if line.strip()]
        if measured := self.cleaned_data["measures"]:
            found["areas"] = [*found.get("areas", []), *measured]
        return found


class ProtectForm(ToolForm):
    first = ("password", "again")
    aside = ToolForm.aside | {"again"}
    password = forms.CharField(
        label=gettext_lazy("Password"),
        min_length=8,
        max_length=127,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 8 characters. It is kept nowhere: without it nobody opens the copy."),
    )
    again = forms.CharField(
        label=gettext_lazy("The same once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    may_print = forms.BooleanField(label=gettext_lazy("May be printed"), required=False, initial=True)
    may_copy = forms.BooleanField(label=gettext_lazy("Text may be copied"), required=False, initial=True)
    may_fill_in = forms.BooleanField(label=gettext_lazy("Forms may be filled in"), required=False, initial=True)
    may_change = forms.BooleanField(label=gettext_lazy("May be changed"), required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and given.get("password") != given.get("again"):
            self.add_error("again", _("The two passwords differ."))
        return given


class UnlockForm(ToolForm):
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=127,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("It is used once and kept nowhere."),
    )


class TextForm(ToolForm):
    pages = pages_field()


FORMS: dict[str, type[ToolForm]] = {
    "reorder": OrderForm,
    "rotate": RotateForm,
    "delete": PagesForm,
    "extract": PagesForm,
    "insert": InsertForm,
    "number": NumberForm,
    "bates": BatesForm,
    "head_and_foot": HeadAndFootForm,
    "stamp": StampForm,
    "watermark": WatermarkForm,
    "compress": CompressForm,
    "recognise": RecogniseForm,
    "archive": NothingForm,
    "flatten": NothingForm,
    "repair": NothingForm,
    "clean": NothingForm,
    "merge": MergeForm,
    "split": SplitForm,
    "pictures": PicturesForm,
    "text": TextForm,
    "redact": RedactForm,
    "protect": ProtectForm,
    "unlock": UnlockForm,
}
