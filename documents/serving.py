"""Handing a version's bytes to a browser. Each app decides first whether this reader may see the record it belongs to."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from documents.models import Version
from documents.pages import picture_of

SHOWN_IN_PLACE = {"application/pdf", "image/png", "image/jpeg"}


def serve(request: HttpRequest, version: Version, *, attachment: bool | None = None, name: str = "") -> HttpResponse:
    """The bytes, inert: never sniffed, never scripted; PDFs and pictures in place, everything else as an attachment.

    name: what the file is called when it is kept, where that is not the version's own name.
    """
    download = "download" in request.GET if attachment is None else attachment
    response = HttpResponse(version.content(), content_type=version.media_type)
    as_attachment = download or version.media_type not in SHOWN_IN_PLACE
    response["Content-Disposition"] = content_disposition_header(as_attachment, name or version.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["ETag"] = f'"{version.sha256}"'
    response["Cache-Control"] = "private, no-cache"
    return response


def serve_page(version: Version, number: int) -> HttpResponse:
    """One page of a PDF that we made, as PNG. Its address must name the version, so that a browser may keep it."""
    try:
        return serve_picture(picture_of(version, number), keep=True)
    except IndexError:
        raise Http404 from None


def serve_picture(data: bytes, *, keep: bool) -> HttpResponse:
    """A PNG; `keep` lets the browser show it again without asking."""
    response = HttpResponse(data, content_type="image/png")
    response["Cache-Control"] = "private, max-age=86400, immutable" if keep else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
