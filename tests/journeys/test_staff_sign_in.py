"""Staff get in with an app and with a key, and every page on the way is free of barriers."""

import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sawti.lib import totp
from tests import people
from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import LiveSite
from tests.journeys.test_other_pages_have_no_barriers import WISHES

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def sign_in(page: Page, address: str, person: people.Person) -> None:
    page.goto(f"{address}/desk/sign-in/?language=en")
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", people.PASSWORD)
    press(page, "Sign in")


def press(page: Page, name: str) -> None:
    """Press a button of the page and wait for what comes."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).click()


def code_now(secret: bytes) -> str:
    return totp.code_at(secret, datetime.now(UTC))


def give_authenticator(context: BrowserContext, page: Page) -> Any:
    """Plug a key into the browser that touches itself."""
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return devtools


def test_an_app_is_set_up_without_a_script_and_asked_for_from_then_on(
    live_site: LiveSite, browser: Browser
) -> None:
    address = live_site.url("bahrain")
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in(page, address, people.NOOR)
    page.goto(f"{address}/desk/account/")
    press(page, "Add an authenticator app")
    secret = base64.b32decode(page.locator("main code").inner_text().replace(" ", ""))
    page.fill("[name=code]", code_now(secret))
    press(page, "Set up the app")
    codes = page.locator("main li code").all_inner_texts()
    assert len(codes) == 10

    other = browser.new_context(java_script_enabled=False).new_page()
    sign_in(other, address, people.NOOR)
    expect(other).to_have_url(f"{address}/desk/sign-in/code/")
    other.fill("[name=code]", codes[0])
    press(other, "Continue")

    expect(other).to_have_url(f"{address}/desk/")
    page.context.close()
    other.context.close()


def test_a_key_is_added_and_opens_the_desk(live_site: LiveSite, browser: Browser) -> None:
    address = live_site.url("bahrain")
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    devtools = give_authenticator(context, page)
    sign_in(page, address, people.KHALID)
    page.goto(f"{address}/desk/account/")
    press(page, "Add a security key")
    page.fill("[name=name]", "blue key")
    press(page, "Add the key")
    assert len(page.locator("main li code").all_inner_texts()) == 10
    page.goto(f"{address}/desk/account/")
    expect(page.locator("main")).to_contain_text("blue key")
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, address, people.KHALID)
    expect(page).to_have_url(f"{address}/desk/sign-in/code/")
    barriers = barriers_on(page)
    page.goto(f"{address}/desk/sign-in/code/")
    press(page, "Use your security key")

    expect(page).to_have_url(f"{address}/desk/")
    devtools.send("WebAuthn.disable")
    context.close()
    assert barriers == []
    assert said == []


@pytest.mark.parametrize(("language", "width", "preferences"), WISHES)
def test_no_page_of_accounts_has_a_barrier(
    live_site: LiveSite, browser: Browser, language: str, width: int, preferences: dict[str, Any]
) -> None:
    address = live_site.url("bahrain")
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    said: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    sign_in(page, address, people.SALMA)
    page.goto(f"{address}/desk/account/")
    press(page, "Add an authenticator app")
    page.goto(f"{address}/desk/account/app/?language={language}")
    found = barriers_on(page)

    for path in (
        "/desk/account/",
        "/desk/account/password/",
        "/desk/confirm/",
        "/desk/staff/",
        "/desk/staff/invite/",
        "/desk/staff/provider/",
        "/desk/sign-in/forgotten/",
    ):
        page.goto(f"{address}{path}")
        found += barriers_on(page)
    context.close()

    assert found == []
    assert said == []
