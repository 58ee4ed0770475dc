"""Work on the draft: what becomes of open changes, another file in its place, giving the contract up."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from contracts import actions, policies
from contracts.actions.states import state_of
from contracts.forms import DraftForm
from contracts.views.frame import back, contract_or_404, door_of, show
from flowmono.common.refusals import Conflict, Invalid, require


@login_required
@require_POST
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept or reject all open changes."""
    record = contract_or_404(request, pk)
    actions.choose_changes(record, by=request.user, at=request.at, choice=request.POST.get("choice", ""))
    return back(request, record, _("The draft is converted with your choice."))


accept_rendering = door_of(actions.accept_rendering, gettext_lazy("You stand behind the rendering."))


@login_required
def replace(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put another file in the place of the draft."""
    record = contract_or_404(request, pk)
    require(policies.can_work_on, record, request.user)
    if not record.can("replace_draft"):
        raise Conflict(_("The draft can no longer be replaced: the contract %(state)s.") % state_of(record))
    form = DraftForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            actions.replace_draft(record, by=request.user, at=request.at, data=upload.read(), filename=upload.name)
        except Invalid as refusal:
            form.add_error("file", refusal.message)
        else:
            return back(request, record, _("The new draft is being converted and read."))
    return show(request, "replace", record, "contract", form=form, status=422 if form.errors else 200)


cancel = door_of(actions.cancel, gettext_lazy("%(number)s is given up."), asks_why=True)
