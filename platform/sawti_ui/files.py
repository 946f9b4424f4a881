"""Files on pages: what is sent along with a form, what is listed, and the bytes themselves."""

from django.http import FileResponse, HttpResponse

from sawti.attachments.content import opened
from sawti.attachments.facts import StoredFile
from sawti.lib.errors import Missing

SANDBOX = "default-src 'none'; img-src 'self'; style-src 'none'; sandbox; frame-ancestors 'none'"


def file_response(stored: StoredFile | None, *, small: bool = False) -> HttpResponse:
    """Answer with the bytes of a file, for somebody who was found to have the right to it.

    Pictures, which we drew ourselves, may be shown; anything else is saved. No browser guesses
    another type, runs anything in it, or keeps it. Raises Missing where there is none.
    """
    bytes_ = opened(stored.key, small=small and stored.facts.is_picture) if stored else None
    if stored is None or bytes_ is None:
        raise Missing
    is_small = small and stored.facts.is_picture
    response = FileResponse(
        bytes_,
        as_attachment=not stored.facts.is_picture,
        filename=stored.facts.name,
        content_type="image/jpeg" if is_small else stored.facts.media_type,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response  # type: ignore[return-value]
