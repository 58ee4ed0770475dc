"""What every endpoint shares: pages of results, and errors that teach (RFC 9457)."""

from typing import Any

from rest_framework import exceptions, status
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from flowmono.common.refusals import Refused
from flowmono.common.scopes import Scoped

__all__ = ["Pages", "Scoped", "problem_details"]


class Pages(PageNumberPagination):
    """?page=2&page_size=100, at most 200 a page."""

    page_size_query_param = "page_size"
    max_page_size = 200


def problem_details(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every error as a problem document: type, title, status, detail, and `errors` by field."""
    if isinstance(error, Refused):
        set_rollback()
        body: dict[str, Any] = {
            "type": f"about:blank#{error.code}",
            "title": type(error).__name__,
            "status": error.status,
            "detail": error.message,
        }
        if error.field:
            body["errors"] = {error.field: [error.message]}
        return Response(body, status=error.status, content_type="application/problem+json")
    response = exception_handler(error, context)
    if response is None:
        return None
    body = {"type": "about:blank", "title": "Request refused", "status": response.status_code}
    if isinstance(error, exceptions.ValidationError):
        body |= {"title": "Check the fields", "detail": "Some fields are missing or wrong.", "errors": response.data}
    elif isinstance(error, exceptions.APIException):
        body |= {"detail": str(error.detail), "type": f"about:blank#{error.default_code}"}
    elif response.status_code == status.HTTP_404_NOT_FOUND:
        body |= {"title": "Not found", "detail": "There is nothing here that you may see."}
    response.data = body
    response.content_type = "application/problem+json"
    return response
