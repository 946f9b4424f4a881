"""Messages on a person's devices: the page, with and without a script, and the service worker."""

from typing import Any

import pytest
from django.conf import settings

from sawti.accounts.models import PushSubscription
from tests import people
from tests.cast import Cast
from tests.push_service import Browser
from tests.sawti.notifications.pushing import Pushing, push, running
from tests.sawti_portal.conftest import Visitor

__all__ = ("push", "running")

PAGE = "my/push/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def sara(cast: Cast) -> Visitor:
    return Visitor(cast.client(people.SARA))


def switch_on(visitor: Visitor, push: Pushing) -> Any:
    browser = Browser(push.service, push.key())
    form = browser.form()
    return visitor.client.post(f"/en/{PAGE}", form, headers={"user-agent": FIREFOX})


def ids(cast: Cast) -> list[str]:
    with cast.inside(cast.bahrain):
        return [str(row.id) for row in PushSubscription.objects.order_by("made_at", "id")]


def test_without_a_script_the_page_says_so_and_offers_no_button(
    push: Pushing, sara: Visitor
) -> None:
    shown = sara.get(PAGE).text

    assert "This needs scripts, which your browser does not run here." in shown
    assert f'data-key="{push.key()}"' in shown
    assert '<form method="post" hidden>' in shown
    assert '<script type="module" src="/static/sawti_ui/push' in shown


def test_where_the_tenant_sends_none_the_page_says_so(cast: Cast, sara: Visitor) -> None:
    shown = sara.get(PAGE).text

    assert "This site sends no messages to devices at present." in shown
    assert "data-push" not in shown


def test_a_browser_is_switched_on_listed_and_switched_off(
    cast: Cast, push: Pushing, sara: Visitor
) -> None:
    done = switch_on(sara, push)
    page = sara.client.get(done.headers["Location"]).text
    off = sara.post(PAGE, browser=ids(cast)[0])

    assert (done.status_code, done.headers["Location"]) == (303, "/en/my/push/?news=on")
    assert "Firefox, Linux" in page
    assert "this one" in page
    assert 'data-here="yes"' in page
    assert off.headers["Location"] == "/en/my/push/?news=off"
    assert ids(cast) == []
    assert sara.client.cookies[settings.SAWTI_PUSH_COOKIE].value == ""


def test_another_browser_of_the_person_sees_that_it_is_not_this_one(
    cast: Cast, push: Pushing, sara: Visitor
) -> None:
    switch_on(sara, push)

    shown = Visitor(cast.client(people.SARA)).get(PAGE).text

    assert "Firefox, Linux" in shown
    assert "this one" not in shown
    assert 'data-here="no"' in shown


def test_nobody_switches_off_anothers(cast: Cast, push: Pushing, sara: Visitor) -> None:
    switch_on(sara, push)
    (made,) = ids(cast)

    for stranger in (people.HASAN, people.SARA_IN_JORDAN):
        visitor = Visitor(cast.client(stranger))
        assert visitor.post(PAGE, browser=made).status_code == 404

    assert ids(cast) == [made]


def test_a_stranger_service_is_refused_on_the_page(
    cast: Cast, push: Pushing, sara: Visitor
) -> None:
    refused = sara.post(PAGE, endpoint="https://evil.example/", p256dh="x", auth="x")

    assert refused.status_code == 422
    assert "We send no messages to the push service of this browser." in refused.text
    assert ids(cast) == []


def test_signing_out_ends_it_also_in_a_later_session(
    cast: Cast, push: Pushing, sara: Visitor
) -> None:
    switch_on(sara, push)
    # The session of that day has ended; the browser has its cookie still.
    sara.client.cookies[settings.SESSION_COOKIE_NAME] = cast.session_of(people.SARA)

    sara.post("sign-out/")

    assert ids(cast) == []
    assert sara.client.cookies[settings.SAWTI_PUSH_COOKIE].value == ""


def test_a_cookie_that_somebody_made_ends_nothing(cast: Cast, push: Pushing, sara: Visitor) -> None:
    switch_on(sara, push)
    hasan = Visitor(cast.client(people.HASAN))
    hasan.client.cookies[settings.SAWTI_PUSH_COOKIE] = ids(cast)[0]

    hasan.post("sign-out/")

    assert len(ids(cast)) == 1


def test_the_page_leads_there_from_messages_and_profile(sara: Visitor) -> None:
    for page in ("my/messages/", "my/profile/"):
        assert 'href="/en/my/push/"' in sara.get(page).text


@pytest.mark.parametrize("host", ["bahrain", "jordan"])
def test_the_worker_is_served_from_the_root_and_may_load_nothing(cast: Cast, host: str) -> None:
    served = cast.client(tenant=host).get("/push-worker.js")

    assert served.status_code == 200
    assert served.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert served.headers["Cache-Control"] == "no-cache"
    assert served.headers["Content-Security-Policy"] == (
        "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert b"notificationclick" in served.content
