"""The bytes of files: whoever may see one is sent on to a short-lived address that has it."""

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from sawti.attachments.content import address_in_bucket, bucket_origin, opened
from sawti.attachments.facts import StoredFile
from sawti.attachments.hosts import file_host, is_beside
from sawti.attachments.links import opened_token, token_for
from sawti.attachments.queries import file_with_id
from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti.tenancy.context import reading

SANDBOX = "default-src 'none'; img-src 'self'; style-src 'none'; sandbox; frame-ancestors 'none'"


def wants_small(request: HttpRequest) -> bool:
    """Tell whether the address asks for the small picture."""
    return request.GET.get("size") == "small"


def file_response(
    request: HttpRequest, stored: StoredFile | None, *, small: bool = False
) -> HttpResponse:
    """Send somebody who was found to have the right to a file on to its bytes.

    Raises Missing where there is none.
    """
    if stored is None:
        raise Missing
    small = small and stored.facts.is_picture
    seconds = settings.SAWTI_FILES_LINK_SECONDS
    target = address_in_bucket(stored.key, stored.facts, small=small, seconds=seconds)
    if not target:
        holder = _holder_of(request)
        token = token_for(stored.facts.id, small=small, holder=holder, at=clock.now())
        target = f"{file_origin(request)}{reverse('file', args=[token])}"
    response = HttpResponseRedirect(target)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def file_origin(request: HttpRequest) -> str:
    """Return the origin of the host that serves this host's files; "" where that is the same."""
    host = file_host(request.get_host())
    return f"{request.scheme}://{host}" if host else ""


def picture_origins(request: HttpRequest) -> list[str]:
    """Return the origins that our own pages show pictures of people from, beside their own."""
    return [origin for origin in (file_origin(request), bucket_origin()) if origin]


def _holder_of(request: HttpRequest) -> str:
    """Return what tells the asking browser or program from any other."""
    cookies = (settings.SESSION_COOKIE_NAME, settings.SAWTI_DRAFT_COOKIE)
    headers = ("Sawti-Receipt", "Authorization")
    kept = [request.COOKIES.get(name, "") for name in cookies]
    return "\n".join(kept + [request.headers.get(name, "") for name in headers])


@require_safe
def show_file(request: HttpRequest, token: str) -> HttpResponse:
    """Serve a file at the tenant's own host, to whoever was sent here."""
    return _linked_file(token, holder=_holder_of(request))


def show_file_apart(request: HttpRequest) -> HttpResponse:
    """Answer at the host that only serves files: it reads no cookie and sets none."""
    before, _, token = request.path_info.rpartition("/")
    if request.method not in ("GET", "HEAD"):
        response = HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    else:
        try:
            with reading():
                is_right = reverse("file", args=[token or "-"]) == f"{before}/{token}"
                response = _linked_file(token if is_right else "", holder=None)
        except Missing:
            response = HttpResponse("Not found.", status=404, content_type="text/plain")
    response.headers.setdefault("Content-Security-Policy", SANDBOX)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Resource-Policy"] = (
        "same-site" if is_beside() else "cross-origin"
    )
    return response


def _linked_file(token: str, *, holder: str | None) -> HttpResponse:
    """Answer with the bytes that a token leads to; raises Missing where it leads nowhere.

    Pictures, which we drew ourselves, may be shown; anything else is saved. No browser guesses
    another type, runs anything in it, or keeps it.
    """
    link = opened_token(token, holder=holder, at=clock.now())
    stored = file_with_id(link.file_id) if link else None
    bytes_ = opened(stored.key, small=link.small) if stored and link else None
    if stored is None or link is None or bytes_ is None:
        raise Missing
    response = FileResponse(
        bytes_,
        as_attachment=not stored.facts.is_picture,
        filename=stored.facts.name,
        content_type="image/jpeg" if link.small else stored.facts.media_type,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]
