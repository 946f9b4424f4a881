"""To a tenant's provider and back: what the doors of staff and of people have in common.

The provider is asked outside of any transaction. What was begun lies in the session of the browser
that left, apart for each audience, and counts once.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from sawti.lib import clock, openid
from sawti.signin.models import Audience
from sawti.signin.providers import ProviderFacts

LEAVING_PAGE = "sawti_ui/leaving.html"


@dataclass(frozen=True)
class Leaving:
    """The page on the way. `address`: where the provider asks who one is; `name`: of it."""

    address: str
    name: str


def begin(
    request: HttpRequest,
    found: ProviderFacts,
    *,
    audience: Audience,
    redirect: str,
    must_be_fresh: bool = False,
    **kept: str,
) -> Leaving:
    """Remember what for, and return what to show; raises OpenIDRefused."""
    attempt, address = openid.begin(
        found.client, redirect=redirect, at=clock.now(), must_be_fresh=must_be_fresh
    )
    request.session[_key(audience)] = {"attempt": attempt.as_dict(), **kept}
    return Leaving(address, found.name)


def send_on(response: HttpResponse, leaving: Leaving) -> HttpResponse:
    """Let a page lead to the provider, for our content policy lets no form do so."""
    response.headers["Refresh"] = f"0; url={leaving.address}"
    return response


def what_was_begun(request: HttpRequest, audience: Audience) -> dict[str, Any] | None:
    """Take what the session kept, so that it counts once; None where nothing was begun."""
    kept: dict[str, Any] | None = request.session.pop(_key(audience), None)
    return kept


def claims_of(request: HttpRequest, found: ProviderFacts, kept: dict[str, Any]) -> openid.Claims:
    """Return who came back; raises OpenIDRefused for whatever proves nothing."""
    if request.GET.get("error"):
        raise openid.OpenIDRefused("denied")
    return openid.finish(
        found.client,
        openid.Attempt.of(kept["attempt"]),
        state=request.GET.get("state", ""),
        code=request.GET.get("code", ""),
        at=clock.now(),
    )


def _key(audience: Audience) -> str:
    return f"openid_{audience}"
