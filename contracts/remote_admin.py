"""The remote reader in the administration: set up by two people, its key typed and never shown, and every use to look at."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from contracts import actions
from contracts.models import OUTCOMES, RemoteReader, SecondReading
from flowmono.common.administering import LookOnly, RulesBesideFields
from flowmono.common.refusals import Refused
from flowmono.governing.editing import TwoPersonAdmin


class RemoteReaderForm(RulesBesideFields):
    """The reader with a place to type its key into."""

    new_key = forms.CharField(
        label=_("Key"),
        help_text=_("As the server's owner gave it. Leave it empty to keep the key that is there."),
        required=False,
        max_length=400,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
    )
    forget_key = forms.BooleanField(
        label=_("Take the key away"),
        help_text=_("Nothing is left of it here; the server is then asked without a key."),
        required=False,
    )


@admin.register(RemoteReader)
class RemoteReaderAdmin(TwoPersonAdmin):
    """Two people say where text may go; the key is kept at once, because it opens that address alone."""

    governs_some = True
    lead = _(
        "A model elsewhere that reads contracts a second time. Off until one is active, and never for a category that does not say so."
    )
    form = RemoteReaderForm
    list_display = ("model", "address", "active", "own_network", "tried_at")
    list_filter = ("active",)
    search_fields = ("model", "address")
    readonly_fields = ("key_there",)
    change_form_template = "admin/contracts/remotereader/change_form.html"
    helps = {
        "address": _(
            "Where an OpenAI-compatible server answers, such as https://api.example.com/v1. Redirects are not followed."
        ),
        "model": _("The model's name as that server knows it."),
        "own_network": _(
            "Only for a server of your own: private addresses, and http there, are allowed. Otherwise only https on the internet is."
        ),
        "active": _(
            "Only one can be. What it may be sent is said at each category; there it is never, until you change it."
        ),
        "seconds": _("How long an answer may take. The worker waits, never a page."),
        "longest": _("Characters. A longer document is not sent."),
        "price_in": _("For the cost that is shown with each use; 0 when there is none."),
        "price_out": _("As above, of what it writes."),
        "currency": _("Of both prices: three capital letters."),
    }

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        about = (None, {"fields": (("model", "active"), "address", "own_network")})
        limits = (_("Limits"), {"fields": (("seconds", "longest"),)})
        prices = (_("Prices"), {"fields": (("price_in", "price_out", "currency"),)})
        if obj is None:
            return (about, limits, prices)
        key = (
            _("Key"),
            {
                "fields": ("key_there", ("new_key", "forget_key")),
                "description": _(
                    "It is kept sealed and never shown. It works for the address above alone: after a change of the address, enter it again."
                ),
            },
        )
        return (about, key, limits, prices)

    @admin.display(description=_("Kept now"))
    def key_there(self, reader: RemoteReader) -> str:
        if reader.has_key:
            return _say("A key for %(address)s") % {"address": reader.key_for}
        return _say("None that works for this address") if reader.key else _say("None")

    @method_decorator(sensitive_post_parameters("new_key"))
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The key goes to the reader as it stands, not as the form would have it."""
        key, gone = form.cleaned_data.get("new_key", ""), form.cleaned_data.get("forget_key", False)
        request.saves = bool(change and (key or gone))  # type: ignore[attr-defined]
        if request.saves:  # type: ignore[attr-defined]
            actions.keep_reader_key(obj, by=request.user, at=request.at, key=key)  # type: ignore[arg-type,attr-defined]

    def get_urls(self) -> list[Any]:
        mine = path("<path:pk>/try/", self.admin_site.admin_view(self.try_view), name="contracts_remotereader_try")
        return [mine, *super().get_urls()]

    def try_view(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Have the worker try it; what happened appears on the page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        reader = get_object_or_404(RemoteReader, pk=pk)
        try:
            actions.try_remote_reader(reader, by=request.user, at=request.at)  # type: ignore[arg-type,attr-defined]
        except Refused as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
        else:
            self.message_user(request, _say("It is being tried. What happens stands below."))
        return HttpResponseRedirect(reverse("admin:contracts_remotereader_change", args=[reader.pk]))

    def place(self, request: HttpRequest, object_id: str | None = None) -> dict[str, Any]:
        found = {**super().place(request, object_id), "two_people": True}
        reader = RemoteReader.objects.filter(pk=object_id).first() if object_id else None
        if reader is not None:
            waits = reader.try_asked_at is not None and (
                reader.tried_at is None or reader.tried_at < reader.try_asked_at
            )
            found |= {"tried": reader, "try_waits": waits, "try_words": str(OUTCOMES.get(reader.try_outcome, ""))}
        return found


@admin.register(SecondReading)
class SecondReadingAdmin(LookOnly):
    lead = _("What was sent to the remote reader, by whom or by which category's setting, and what came of it.")
    changed_at = ("contracts:second_readings", _("Second readings"))
    list_display = ("contract", "asked_at", "asked_by", "category", "model", "characters", "state", "outcome", "cost")
    list_filter = ("state", "outcome", "category", "model")
    list_select_related = ("contract", "asked_by")
    search_fields = ("contract__number", "model", "text_sha256")
    date_hierarchy = "asked_at"

    def page_of(self, record: Any) -> str:
        return str(record.contract.get_absolute_url())
