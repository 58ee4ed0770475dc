"""One's own pages: who one is, how one signs in, and the tokens of one's programs."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from flowmono.accounts.forms import ProfileForm, TokenForm
from flowmono.accounts.models import AccessToken, User
from flowmono.accounts.signals import token_made
from flowmono.common.refusals import NotAllowed


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - login_required stands before
    return request.user


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, time zone and the way numbers are written."""
    # A form that is wrong must not change the name that the page shows: it works on a copy.
    person = User.objects.get(pk=_person(request).pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is kept."))
        return redirect("me:profile")
    return render(request, "accounts/profile.html", {"form": form, "tab": "profile"}, status=_status(form))


@login_required
def security(request: HttpRequest) -> HttpResponse:
    """Password, second factor, and signing out everywhere."""
    return render(request, "accounts/security.html", {"tab": "security"})


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of this person but this one."""
    person = _person(request)
    person.signed_out_at = timezone.now()
    person.save(update_fields=["signed_out_at"])
    update_session_auth_hash(request, person)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("me:security")


@login_required
@never_cache
@sensitive_post_parameters("password")
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of this person's programs; a new one's secret is shown once, on the answer to making it."""
    person = _person(request)
    if not person.works_inside:
        raise NotAllowed(_("Tokens are for the company's own people."))
    form = TokenForm(request.POST or None, person=person)
    secret = ""
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        facts = form.cleaned_data
        _token, secret = AccessToken.issue(
            owner=person, name=facts["name"], scopes=facts["scopes"], at=now, expires_at=form.ends_at(now)
        )
        token_made.send(AccessToken, user=person, name=facts["name"])
        form = TokenForm(person=person)
    made = person.access_tokens.order_by("-created_at")
    now = timezone.now()
    facts = {
        "form": form,
        "secret": secret,
        "live": [token for token in made if token.is_live(now)],
        "ended": [token for token in made if not token.is_live(now)][:20],
        "tab": "tokens",
    }
    return render(request, "accounts/tokens.html", facts, status=_status(form))


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token at once."""
    token = get_object_or_404(AccessToken, pk=pk, owner=_person(request))
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save()
    messages.success(
        request, _("“%(name)s” is revoked. A program that uses it is refused from now on.") % {"name": token}
    )
    return redirect("me:tokens")


def _status(form: Any) -> int:
    return 422 if form.errors else 200
