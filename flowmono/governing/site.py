"""The administration: every page under what an administrator comes to do, not under the name of a program's part."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from flowmono.common.refusals import NotAllowed
from flowmono.governing.models import Proposal


@dataclass(frozen=True)
class Group:
    """What somebody wants to do, the sentence that says so, and the records that it is done with, in order."""

    name: str
    title: Any
    sentence: Any
    labels: tuple[str, ...] = ()


LOOKED_AT: Final = Group(
    "records",
    _("Look-only records"),
    _("What the company's cases left behind. Each page says where such a record is changed, and leads there."),
)
GROUPS: Final = (
    Group(
        "people",
        _("People and access"),
        _("Who works here, what each of them may do, who stands in for whom, and which programs have a key."),
        ("accounts.user", "accounts.absence", "accounts.accesstoken"),
    ),
    Group(
        "rules",
        _("Rules and limits"),
        _("Who must approve what, and how far an invoice may differ. Two people change these, each time."),
        ("approvals.rule", "procurement.tolerancepolicy", "procurement.budget", "governing.proposal"),
    ),
    Group(
        "papers",
        _("Contracts and vendors’ papers"),
        _(
            "The kinds of contract the company signs, what it wants them to say, and what a vendor must prove before it is paid."
        ),
        ("contracts.category", "contracts.standardclause", "vendors.checklisttemplate"),
    ),
    Group(
        "signing",
        _("Signing"),
        _("Whose mark binds the company to what, and up to how much."),
        ("signing.signatureprofile",),
    ),
    Group(
        "company",
        _("Company and watches"),
        _("Who the company is, what currencies are worth, and which watches look for exceptions."),
        ("common.company", "common.exchangerate", "monitoring.watchsetting"),
    ),
    Group(
        "connections",
        _("Connections"),
        _(
            "Which programs are told of what happens, which reader outside may be asked, and what became of each message."
        ),
        ("webhooks.endpoint", "webhooks.sending", "contracts.remotereader", "contracts.secondreading"),
    ),
    LOOKED_AT,
)


class Administration(AdminSite):
    """Django's admin with our groups; its list of one program's part leads to the whole."""

    site_header = _("Administration")
    site_title = _("Administration")
    index_title = _("Administration")
    enable_nav_sidebar = False

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The groups as the templates read them, without those in which this person sees nothing."""
        pages = {
            f"{app['app_label']}.{model['object_name']}".lower(): model
            for app in self._build_app_dict(request).values()
            for model in app["models"]
        }
        for model in pages.values():
            model["name"] = getattr(self._registry[model["model"]], "called", "") or model["name"]
        named = {label for group in GROUPS for label in group.labels}
        others = tuple(sorted(pages.keys() - named, key=lambda label: str(pages[label]["name"])))
        found = []
        for group in GROUPS:
            labels = others if group is LOOKED_AT else group.labels
            models = [pages[label] for label in labels if label in pages]
            if models:
                facts = {"name": group.title, "sentence": group.sentence, "app_label": group.name, "models": models}
                found.append({**facts, "app_url": reverse("admin:index") + f"#{group.name}", "has_module_perms": True})
        return found

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """One way to sign in, with the second factor that goes with it."""
        if request.user.is_authenticated:
            raise NotAllowed(_say("These pages are for administrators."), code="not_an_administrator")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_logout"))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_change_password"))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        waiting = Proposal.objects.waiting_for(request.user).count() if request.user.is_authenticated else 0
        return super().index(request, {"changes_waiting": waiting, **(extra_context or {})})

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one list of everything."""
        return HttpResponseRedirect(reverse("admin:index"))
