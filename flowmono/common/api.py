"""What every endpoint shares: reading what the caller sees, and errors that teach (RFC 9457)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from flowmono.common import expanding
from flowmono.common.constraints import as_refusal
from flowmono.common.lists import require_known
from flowmono.common.problems import MEDIA_TYPE, problem
from flowmono.common.refusals import Refused
from flowmono.common.scopes import Scoped
from flowmono.common.templatetags.writing import write_name

__all__ = ["Reading", "Scoped", "problem_details"]


class Reading(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    """Lists and single records of what the caller sees. `expandable` is filled by the table in flowmono/api.py.

    `worth_in` names, for an amount that lists are sorted and narrowed by, the field that holds its currency.
    """

    expandable: ClassVar[Mapping[str, expanding.Relation]] = {}
    ordering_fields: ClassVar[tuple[str, ...]] = ()
    worth_in: ClassVar[Mapping[str, str]] = {}

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        tree = expanding.wanted(request, type(self), single=False)
        response = super().list(request, *args, **kwargs)
        if tree:
            rows = [dict(row) for row in response.data["results"]]
            expanding.expand(rows, tree, type(self), request)
            response.data["results"] = rows
        return response

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require_known(request, frozenset({"expand", "format"}))
        tree = expanding.wanted(request, type(self), single=True)
        response = super().retrieve(request, *args, **kwargs)
        if tree:
            row = dict(response.data)
            expanding.expand([row], tree, type(self), request)
            response.data = row
        return response


def problem_details(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every error as a problem document."""
    error = as_refusal(error) or error
    if isinstance(error, Refused):
        set_rollback()
        errors = {error.field: [error.message]} if error.field else None
        body = problem(error.status, error.code, write_name(type(error).__name__), error.message, errors=errors)
        return Response(body, status=error.status, content_type=MEDIA_TYPE)
    if isinstance(error, Http404):
        error = exceptions.NotFound(_("There is nothing here that you may see."))
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return response
    if isinstance(error, exceptions.ValidationError):
        body = _of_fields(error, response.data)
    else:
        code = _code_of(error)
        title = {404: _("Not found"), 406: _("No such format")}.get(response.status_code, _("Request refused"))
        body = problem(response.status_code, code, title, str(error.detail))
    response.data, response.content_type = body, MEDIA_TYPE
    return response


def _of_fields(error: exceptions.ValidationError, errors: Any) -> dict[str, Any]:
    named = errors if isinstance(errors, dict) else {"non_field_errors": errors}
    own = {
        code
        for code in _codes(error.get_codes())
        if code in {"unknown_parameter", "unknown_expansion", "unknown_field", "unclear_parameter"}
    }
    detail = _("Some fields are missing or wrong.")
    return problem(400, own.pop() if own else "invalid", _("Check the fields"), detail, errors=dict(named))


def _codes(found: Any) -> list[str]:
    if isinstance(found, dict):
        return [code for value in found.values() for code in _codes(value)]
    if isinstance(found, list):
        return [code for value in found for code in _codes(value)]
    return [str(found)]


def _code_of(error: exceptions.APIException) -> str:
    code = error.get_codes()
    if isinstance(error, exceptions.PermissionDenied) and str(error.detail).startswith("CSRF"):
        return "csrf"
    return code if isinstance(code, str) else error.default_code
