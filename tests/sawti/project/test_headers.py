"""Every answer has the headers that protect its reader: pages, files, refusals, faults."""

from typing import Any

import pytest
from django.db.utils import OperationalError
from django.test import Client
from django.urls import reverse

from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.permissions.matrix import MATRIX

PLACES = {
    "number": "BH-0000-0000-0",
    "case_id": "01900000-0000-7000-8000-000000000000",
    "file_id": "01900000-0000-7000-8000-000000000000",
    "document_id": "01900000-0000-7000-8000-000000000000",
    "view_id": "01900000-0000-7000-8000-000000000000",
    "factor_id": "01900000-0000-7000-8000-000000000000",
    "code": "street-lighting",
    "slug": "nothing",
    "table": "cases",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self)",
}
EVIL = "https://evil.example"
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
# Forms of anonymous visitors that change nothing kept, browsers' own reports, and the API's public
# calls, which look at no cookie.
WITHOUT_TOKEN = {"csp_report"}


def addresses() -> list[str]:
    """Return an address of every route of the matrix whose parts we can fill in."""
    return [reverse(name, kwargs=parts) for name in MATRIX for parts in all_parts(name)]


def all_parts(name: str) -> list[dict[str, str]]:
    from django.urls import get_resolver

    space, _, last = name.rpartition(":")
    resolver = get_resolver()
    if space == "portal":
        resolver = next(
            each.namespace_dict[space][1]
            for each in resolver.url_patterns
            if space in getattr(each, "namespace_dict", {})
        )
    elif space:
        resolver = resolver.namespace_dict[space][1]
    candidates = resolver.reverse_dict.getlist(last)
    names = {tuple(params) for possibilities, *_ in candidates for _, params in possibilities}
    return [
        {part: PLACES[part] for part in each} for each in names if all(p in PLACES for p in each)
    ]


def browser(**more: Any) -> Client:
    return Client(HTTP_HOST="bahrain.localhost", raise_request_exception=False, **more)


def check(response: Any, *, cms: bool = False) -> None:
    headers = response.headers
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    assert headers["X-Frame-Options"] == ("SAMEORIGIN" if cms else "DENY")
    policy = headers["Content-Security-Policy"]
    assert "object-src 'none'" in policy and "base-uri 'none'" in policy
    assert cms or "unsafe" not in policy
    assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert "Access-Control-Allow-Origin" not in headers
    assert "X-Powered-By" not in headers and "Server" not in headers


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "TRACE", "BREW"])
def test_every_route_answers_with_the_headers_whatever_is_asked(cast: Cast, method: str) -> None:
    client, paths = browser(), addresses()

    for path in paths:
        response = client.generic(method, path, HTTP_ORIGIN=EVIL)
        check(response)
        assert response.headers["Cache-Control"] != ""
        assert response.status_code < 500, path

    assert len(paths) > 60


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/nowhere/", "bahrain.localhost", 404),
        ("/api/v1/nowhere", "bahrain.localhost", 404),
        ("/", "unknown.example", 404),
        ("/", "bahrain.localhost.evil.example", 404),
        ("/", "", 404),
        ("/static/sawti_ui/nothing.css", "bahrain.localhost", 404),
        ("/health/live", "anything", 200),
        ("/desk", "bahrain.localhost", 301),
    ],
)
def test_refusals_redirects_and_probes_have_them_too(
    cast: Cast, path: str, host: str, status: int
) -> None:
    response = Client(HTTP_HOST=host).get(path)

    assert response.status_code == status
    check(response)


def test_a_body_that_is_too_large_is_refused_with_them(cast: Cast) -> None:
    large = {"email": "x" * 300_000}

    page = browser().post("/en/sign-in/", large)
    call = browser().post("/api/v1/cases", large, content_type="application/json")

    assert (page.status_code, call.status_code) == (400, 413)
    check(page)
    check(call)


def test_the_cms_has_a_policy_of_its_own(cast: Cast) -> None:
    check(browser().get("/cms/"), cms=True)


def test_browsers_are_kept_on_https_everywhere(cast: Cast, settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    expected = "max-age=31536000; includeSubDomains; preload"
    client = browser()

    answers = [client.get(path, secure=True) for path in ("/en/", "/nowhere/", "/health/live")]
    unknown = Client(HTTP_HOST="unknown.example").get("/", secure=True)

    assert [each.headers["Strict-Transport-Security"] for each in [*answers, unknown]] == (
        [expected] * 4
    )


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "BREW"])
def test_methods_that_nothing_answers_are_refused_everywhere(cast: Cast, method: str) -> None:
    response = browser().generic(method, "/en/", HTTP_COOKIE="session=secret")

    assert response.status_code == 405
    assert b"secret" not in response.content


@pytest.mark.parametrize("origin", [EVIL, "null", "https://jordan.localhost"])
def test_no_other_origin_may_read_an_answer(cast: Cast, origin: str) -> None:
    client = browser()

    preflight = client.options(
        "/api/v1/cases", HTTP_ORIGIN=origin, HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST"
    )

    assert [name for name in preflight.headers if name.startswith("Access-Control")] == []


def test_every_unsafe_method_without_a_token_is_refused_under_a_session(cast: Cast) -> None:
    client = Client(HTTP_HOST="bahrain.localhost", enforce_csrf_checks=True)
    client.cookies["session"] = cast.session_of(people.FATIMA)
    unguarded = []

    for name in MATRIX:
        for parts in all_parts(name):
            for method in UNSAFE:
                response = client.generic(
                    method, reverse(name, kwargs=parts), b"{}", content_type="application/json"
                )
                if response.status_code not in (403, 405):
                    unguarded.append((name, response.status_code))

    assert {name for name, _status in unguarded if name not in WITHOUT_TOKEN} <= PUBLIC_CALLS


# Calls that look at no cookie: no other site can use a person's session with them.
PUBLIC_CALLS = {
    "api:oauth_token",
    "api:oauth_revoke",
    "api:person_codes",
    "api:person",
    "api:person_session",
    "api:person_cases",
    "api:person_push",
    "api:person_push_one",
    "api:cases",
    "api:case",
    "api:files",
    "api:case_reply",
    "api:case_withdraw",
    "api:case_rating",
    "api:case_reopen",
    "api:case_documents",
    "api:case_document",
    "api:case_document_file",
    "api:case_file",
    "api:types",
    "api:categories",
    "api:entities",
    "api:insights",
    "api:openapi",
    "api:docs",
    "api:unknown",
}


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        " https://evil.example",
        "/\tevil.example//",
    ],
)
def test_nobody_is_sent_to_another_host(cast: Cast, target: str) -> None:
    client = browser()
    client.cookies["session"] = cast.session_of(people.FATIMA)

    desk = client.get("/desk/sign-in/", {"next": target})
    page = client.post("/en/accessibility/settings/", {"next": target, "theme": "dark"})

    for response in (desk, page):
        assert "evil" not in response.headers.get("Location", "")


def test_a_report_of_a_browser_is_taken_and_leaks_nothing(cast: Cast, caplog: Any) -> None:
    body = (
        b'{"csp-report": {"document-uri": "https://h/en/track/BH-1/", '
        b'"effective-directive": "script-src", "blocked-uri": "https://evil.example"}}'
    )

    with caplog.at_level("WARNING", "sawti.csp"):
        answers = [
            browser().post("/csp-report/", sent, content_type="application/csp-report").status_code
            for sent in (body, b"[" * 5000, b"{}", b'{"csp-report": 1}', b"x" * 9000)
        ]

    assert answers == [204] * 5
    assert [record.directive for record in caplog.records] == [
        "script-src",
        "unreadable",
        "unreadable",
        "unreadable",
    ]
    assert "BH-1" not in caplog.text


def test_a_database_that_is_away_is_told_in_plain_words(cast: Cast, broken_database: None) -> None:
    page, call = browser().get("/en/"), browser().get("/api/v1/types")

    assert (page.status_code, call.status_code) == (503, 503)
    assert page.headers["Retry-After"] == call.headers["Retry-After"] == "30"
    assert "connection" not in page.text and "database" not in page.text.lower()
    assert call.json()["code"] == "unavailable"
    check(page)
    check(call)


@pytest.fixture
def broken_database(settings: Any) -> Any:
    """Cut every new connection off, as a server that is away does."""
    from django.db import connection

    def refuse(*args: Any) -> Any:
        raise OperationalError("connection to server failed: password of sawti_app")

    with connection.execute_wrapper(refuse):
        yield


def test_a_statement_that_takes_too_long_is_broken_off(autocommit: None, cast: Cast) -> None:
    from django.db import connection

    from sawti.tenancy.context import reading, statements_within

    with (
        tenant_context(cast.bahrain),
        statements_within(1),
        pytest.raises(OperationalError, match="statement timeout"),
        reading(),
    ):
        connection.cursor().execute("SELECT pg_sleep(20)")


def test_outside_a_request_statements_may_take_their_time(autocommit: None, cast: Cast) -> None:
    from django.db import connection

    with cast.inside(cast.bahrain), connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] == "0"
