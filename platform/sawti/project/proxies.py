"""Who asks: the address that our own proxies saw, and no header that a sender made up."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FROM_PROXIES = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
)


class ProxyMiddleware:
    """Sets REMOTE_ADDR to the sender's address; without proxies their headers are dropped.

    Each proxy adds the address it saw at the end of `X-Forwarded-For`, so with n proxies of ours
    the n-th from the end is what the outermost saw. What stands before it, a sender may have
    written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = settings.SAWTI_TRUSTED_PROXIES
        if count:
            seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-count:]
            if len(seen) == count and seen[0].strip():
                request.META["REMOTE_ADDR"] = seen[0].strip()
        if not settings.SAWTI_BEHIND_PROXY:
            for name in FROM_PROXIES:
                request.META.pop(name, None)
        return self.get_response(request)
