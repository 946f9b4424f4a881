"""The matrix of the CMS: every route that Wagtail or we registered, open on purpose or closed."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from sawti_cms.guard import NEVER_FOR_THE_FIRST_PAGE, OPEN_ROUTES, PAGE_KEYS, SENT_HOME
from sawti_cms.models import HomePage
from tests import people
from tests.answers import plain
from tests.cast import Cast
from tests.permissions.roles import ROLES, TENANT_ROLES
from tests.permissions.test_matrix import NOWHERE, told_beside

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
NO_PAGE = 987654321
MARKER = "marker4711 of Jordan"  # a search is repeated on the page, so it is for a part
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE")
WORDS = {"action": "move", "table": "category", "row": "roads", "name": "example", "code": "roads"}
MODEL = {"app": "sawti_cms", "model": "freepage"}


def routes() -> dict[str, str]:
    """Return pattern → name of every route of the CMS."""
    found: dict[str, str] = {}

    def walk(resolver: URLResolver, names: str, prefix: str) -> None:
        for pattern in resolver.url_patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                space = f"{pattern.namespace}:" if pattern.namespace else ""
                walk(pattern, names + space, route)
            elif isinstance(pattern, URLPattern) and route.startswith("cms/"):
                found[route] = f"{names}{pattern.name}"

    walk(get_resolver(), "", "")
    return found


ALL = routes()
OPEN = {
    pattern: name
    for pattern, name in ALL.items()
    if name in OPEN_ROUTES | SENT_HOME or name.startswith("sawti_cms:")
}
CLOSED = sorted(ALL.keys() - OPEN.keys())
OF_A_PAGE = sorted(
    pattern
    for pattern in OPEN
    if any(key in pattern for key in PAGE_KEYS) or "revisions/compare" in pattern
)
# What everybody's browser may fetch in a CMS; it says nothing of anybody.
SAYS_NOTHING = {"wagtailadmin_javascript_catalog", "wagtailadmin_sprite", "wagtailadmin_logout"}


def address(pattern: str, page_id: int) -> str:
    """Return an address that the pattern matches, with `page_id` for every number in it."""

    def value(match: re.Match[str]) -> str:
        kind, name = match.groups()
        words = next((word for part, word in MODEL.items() if part in name), "")
        by_kind = {"int": str(page_id), "uuid": str(NOWHERE)}
        return by_kind.get(kind) or words or WORDS.get(name, "x")

    found = PARAMETER.sub(value, pattern)
    found = found.replace("(\\d+)", str(page_id)).replace("(live|earliest|\\d+)", "earliest")
    found = found.replace("(live|latest|\\d+)", "latest").replace("\\.", ".").replace(".*", "x")
    return "/" + found.replace("^", "").replace("$", "")


def asked(client: Client, method: str, where: str) -> HttpResponse:
    return client.generic(method, where)  # type: ignore[return-value]


@pytest.fixture
def layla(cast: Cast) -> Client:
    client = cast.client(people.LAYLA)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_every_route_that_is_open_exists_and_everything_else_is_closed():
    """A route that Wagtail adds is closed until somebody opens it in the guard's list."""
    assert set(ALL.values()) >= OPEN_ROUTES | SENT_HOME
    assert len(CLOSED) > 80
    assert {name for name in OPEN.values() if re.search("user|group|report|collection", name)} == (
        set()
    )


@pytest.mark.parametrize("caller", [None, people.LAYLA], ids=["nobody", "editor"])
def test_a_closed_route_is_missing_for_editors_too(cast: Cast, caller: people.Person | None):
    client, page_id = cast.client(caller), HomePage.objects.get(slug="bahrain").pk

    statuses = {
        (pattern, method): asked(client, method, address(pattern, page_id)).status_code
        for pattern in CLOSED
        for method in METHODS
    }

    assert {each for each, status in statuses.items() if status not in (404, 405)} == set()


@pytest.mark.parametrize(
    "caller", [None, people.SARA, people.FATIMA, people.HUDA], ids=lambda who: who and who.email
)
def test_whoever_edits_nothing_is_sent_away(cast: Cast, caller: people.Person | None):
    client, page_id = cast.client(caller), HomePage.objects.get(slug="bahrain").pk

    statuses = {
        (pattern, method): asked(client, method, address(pattern, page_id)).status_code
        for pattern, name in OPEN.items()
        for method in ("GET", "POST")
        if name not in SAYS_NOTHING
    }

    opened = {each for each, status in statuses.items() if status not in (302, 303, 404, 405)}
    assert opened == set()


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_a_page_of_the_other_tenant_equals_a_missing_one(layla: Client, method: str):
    foreign = HomePage.objects.get(slug="jordan").pk

    told = {
        page_id: [
            (pattern, response.status_code, plain(response, page_id), told_beside(response))
            for pattern in OF_A_PAGE
            for response in [asked(layla, method, address(pattern, page_id))]
        ]
        for page_id in (foreign, NO_PAGE)
    }

    assert told[foreign] == told[NO_PAGE]
    assert {status for _pattern, status, _body, _headers in told[foreign]} == {404}


def test_the_posts_of_the_cms_are_those_that_the_matrix_names():
    """An administrator of the tenant is no editor of pages: that is a post of its own."""
    assert {role.name for role in (*ROLES, *TENANT_ROLES) if role.person is people.LAYLA} == {
        "editor"
    }
    assert NEVER_FOR_THE_FIRST_PAGE <= OPEN_ROUTES


def cms_texts(client: Client, page_ids: list[int]) -> dict[str, str]:
    """Return what an editor is told at every open route."""
    found: dict[str, str] = {}
    for pattern in OPEN:
        for page_id in page_ids:
            where = address(pattern, page_id)
            if OPEN[pattern] != "wagtailadmin_logout":
                response: Any = asked(client, "GET", where)
                found[where] = response.text + str(response.headers)
    return found


def test_choosers_explorer_history_and_lists_show_nothing_of_the_other_tenant(
    cast: Cast, layla: Client
):
    HomePage.objects.filter(slug="jordan").update(
        title=MARKER, title_ar=MARKER, title_en=MARKER, draft_title=MARKER
    )
    own, foreign = (HomePage.objects.get(slug=slug).pk for slug in ("bahrain", "jordan"))
    searches = [
        "/cms/choose-page/?q=marker4711",
        "/cms/choose-page/search/?q=marker4711",
        "/cms/pages/search/?q=marker4711",
        f"/cms/api/main/pages/?child_of={foreign}",
        f"/cms/api/main/pages/?descendant_of={foreign}",
        "/cms/api/main/pages/?fields=*&search=marker4711",
        "/cms/api/main/pages/?fields=*,parent(*)&limit=20&for_explorer=1",
        f"/cms/choose-page/{foreign}/",
        f"/cms/choose-page/?page_type=wagtailcore.page&user_perms=move_to&target_pages[]={foreign}",
    ]

    told = cms_texts(layla, [own, foreign, NO_PAGE])
    told |= {where: layla.get(where).text for where in searches}
    seen_at_home = cast.client(people.RANIA).get(f"/cms/pages/{foreign}/").text

    assert [where for where, text in told.items() if MARKER in text] == []
    assert [where for where, text in told.items() if people.RANIA.email in text] == []
    assert MARKER in seen_at_home
