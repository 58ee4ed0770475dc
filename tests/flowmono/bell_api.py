"""A small API of the tests' own, so that stories about every endpoint do not lean on one app."""

from threading import Event
from typing import Any
from uuid import uuid4

from django.urls import include, path
from rest_framework import status, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter

from documents.models import Document
from flowmono.common.refusals import Conflict

entered, may_go_on = Event(), Event()


class BellViewSet(viewsets.ViewSet):
    """Bells are documents; ringing makes one."""

    scope = "bells"

    def list(self, request: Request) -> Response:
        return Response([bell.title for bell in Document.objects.filter(kind="bell").order_by("created_at")])

    def create(self, request: Request) -> Response:
        title = request.data["title"]
        if title == "broken":
            raise Conflict("The bell is broken. Ask the bell founder.")
        bell = Document(case_key=uuid4(), title=title, kind="bell")
        bell.save()
        if title == "slow":
            entered.set()
            may_go_on.wait(60)
        if title == "crack":
            raise RuntimeError("it cracked after it was rung")
        size = request.FILES["file"].size if "file" in request.FILES else 0
        return Response({"id": str(bell.pk), "title": title, "size": size}, status=status.HTTP_201_CREATED)


class ChimeViewSet(viewsets.ViewSet):
    """Says nothing about scopes: its basename does."""

    def list(self, request: Request) -> Response:
        return Response([])


router = DefaultRouter()
router.register("bells", BellViewSet, basename="bell")
router.register("chimes", ChimeViewSet, basename="chime-tower")
urlpatterns: list[Any] = [path("api/v1/", include(router.urls)), path("", include("flowmono.urls"))]
