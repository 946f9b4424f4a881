"""The cookie that opens a person's draft; the draft itself lies sealed in the database."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sawti.cases.actions.drafts import OpenDraft, open_draft
from sawti.lib import clock


def draft_of(request: HttpRequest) -> OpenDraft | None:
    """Return the draft of this browser, or None if it has none, or one that expired."""
    return open_draft(request.COOKIES.get(settings.SAWTI_DRAFT_COOKIE, ""), at=clock.now())


def has_stale_cookie(request: HttpRequest) -> bool:
    """Tell whether the browser names a draft; asked where that draft did not open."""
    return bool(request.COOKIES.get(settings.SAWTI_DRAFT_COOKIE))


def keep_draft(response: HttpResponse, draft: OpenDraft) -> None:
    """Let the browser find the draft until it is closed: a shared computer forgets it sooner."""
    response.set_cookie(
        settings.SAWTI_DRAFT_COOKIE,
        draft.token,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_draft(response: HttpResponse) -> None:
    """Let the browser forget the draft; the row goes with the nightly sweep."""
    response.set_cookie(
        settings.SAWTI_DRAFT_COOKIE,
        "",
        max_age=0,
        secure=settings.SESSION_COOKIE_SECURE,  # a `__Host-` cookie can't be removed without it
        httponly=True,
        samesite="Lax",
    )
