"""Messages on a device, in a real browser: asked for by a click, shown by the worker, opened.

Chromium has no push service here. So subscribing fails, which the page must say; a message is
handed to the worker by the browser's own tools, as its push service would.
"""

import json
import subprocess
import sys
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import people, servers
from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import LiveSite
from tests.journeys.test_other_pages_have_no_barriers import sign_in as sign_in_staff
from tests.journeys.test_sign_in import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SWITCH_ON = """
from sawti.accounts.models import Staff
from sawti.lib import clock
from sawti.notifications.actions.providers import ProviderInput, save_provider
from sawti.tenancy.context import reading, tenant_context
from sawti.tenancy.queries import tenant_by_slug
with tenant_context(tenant_by_slug("bahrain")):
    with reading():
        by = Staff.objects.get(email="%s")
    save_provider(ProviderInput("web_push", {}, "", is_enabled=True), by=by, at=clock.now())
"""
TOLD = {
    "ar": {
        "title": "صوتي البحرين",
        "body": "هناك جديد بشأن إحدى حالاتك.",
        "lang": "ar",
        "dir": "rtl",
        "url": "/ar/my/messages/",
        "tag": "push_news",
    },
    "en": {
        "title": "Sawti Bahrain",
        "body": "There is news of a case of yours.",
        "lang": "en",
        "dir": "ltr",
        "url": "/en/my/messages/",
        "tag": "push_news",
    },
}
SAYS = {
    "ready": {"ar": "سيسألك متصفحك", "en": "Your browser will ask"},
    "denied": {"ar": "لا يسمح متصفحك", "en": "does not let this site show messages"},
    "failed": {"ar": "لم يستطع متصفحك", "en": "could not reach its own message service"},
    "unable": {"ar": "لا يستطيع هذا المتصفح", "en": "This browser can't show messages"},
    "no scripts": {"ar": "يحتاج هذا إلى", "en": "This needs scripts"},
}
STATE = "[data-push-state]"


@pytest.fixture(scope="module")
def site(live_site: LiveSite) -> LiveSite:
    """A site that sends push messages in Bahrain."""
    subprocess.run(
        [
            sys.executable,
            "-m",
            "sawti.project.console",
            "shell",
            "-c",
            SWITCH_ON % people.SALMA.email,
        ],
        env=live_site.variables,
        cwd=servers.ROOT,
        check=True,
        capture_output=True,
    )
    return live_site


def person_at(site: LiveSite, browser: Browser, language: str, **wishes: Any) -> BrowserContext:
    """Return a browser in which a person is signed in."""
    context = browser.new_context(viewport={"width": 320, "height": 900}, **wishes)
    page, email = context.new_page(), f"push-{language}-{len(str(wishes))}@example.com"
    sign_in(page, site.url("bahrain"), language, email, lambda page: None)
    page.close()
    return context


def push_page(site: LiveSite, context: BrowserContext, language: str) -> Page:
    page = context.new_page()
    page.goto(f"{site.url('bahrain')}/{language}/my/push/")
    return page


def deliver(page: Page, site: LiveSite, told: dict[str, str]) -> None:
    """Hand a message to the worker, as the browser's push service would."""
    tools = page.context.new_cdp_session(page)
    found: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda news: found.extend(each["registrationId"] for each in news["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    while not found:
        page.wait_for_timeout(50)
    tools.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": site.url("bahrain"),
            "registrationId": found[-1],
            "data": json.dumps(told, ensure_ascii=False),
        },
    )


SHOWN = """async () => {
  const worker = await navigator.serviceWorker.ready;
  const found = await worker.getNotifications();
  return found.map(({title, body, lang, dir, tag, data}) =>
                   ({title, body, lang, dir, tag, url: data.url}));
}"""
REGISTER = """async () => {
  await navigator.serviceWorker.register(document.querySelector('[data-push]').dataset.worker);
  const worker = await navigator.serviceWorker.ready;
  return [new URL(worker.scope).pathname, worker.active.state];
}"""


@pytest.mark.parametrize("language", ["ar", "en"])
def test_nothing_is_asked_before_a_click_and_the_page_says_what_came_of_it(
    site: LiveSite, browser: Browser, language: str
) -> None:
    context = person_at(site, browser, language)
    address = site.url("bahrain")
    errors: list[str] = []
    page = push_page(site, context, language)
    page.on("console", lambda message: errors.append(message.text))

    expect(page.locator(STATE)).to_contain_text(SAYS["ready"][language])
    assert page.evaluate("navigator.serviceWorker.getRegistration('/').then(Boolean)") is False
    context.grant_permissions(["notifications"], origin=address)
    page.click("[data-push-on]")
    expect(page.locator(STATE)).to_contain_text(SAYS["failed"][language])

    assert page.evaluate(REGISTER) == ["/", "activated"]
    assert page.locator("[data-push-on]").is_enabled()
    assert [text for text in errors if "Content Security Policy" in text] == []
    context.close()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_message_is_shown_in_its_language_and_opens_the_right_page(
    site: LiveSite, browser: Browser, language: str
) -> None:
    context = person_at(site, browser, language)
    context.grant_permissions(["notifications"], origin=site.url("bahrain"))
    page = push_page(site, context, language)
    page.evaluate(REGISTER)

    deliver(page, site, TOLD[language])
    page.wait_for_function(f"({SHOWN})().then((found) => found.length === 1)")

    assert page.evaluate(SHOWN) == [TOLD[language]]
    context.close()


def test_a_second_message_takes_the_place_of_the_first_and_rubbish_breaks_nothing(
    site: LiveSite, browser: Browser
) -> None:
    context = person_at(site, browser, "en")
    context.grant_permissions(["notifications"], origin=site.url("bahrain"))
    page = push_page(site, context, "en")
    page.evaluate(REGISTER)

    deliver(page, site, TOLD["en"])
    page.wait_for_function(f"({SHOWN})().then((found) => found.length === 1)")
    deliver(page, site, {**TOLD["en"], "body": "Newer."})
    page.wait_for_function(f"({SHOWN})().then((found) => found[0].body === 'Newer.')")

    assert len(page.evaluate(SHOWN)) == 1
    context.close()


# No tool clicks a notification of the system, so the worker is told of the click; a window that it
# would open is written down instead. Chromium lets no event of ours wait, hence the pause.
CLICK = """async (wanted) => {
  const opened = [], pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const left = async () => (await self.registration.getNotifications()).length;
  self.clients.openWindow = async (address) => opened.push(address);
  const [shown] = await self.registration.getNotifications();
  if (!shown) return null;
  self.dispatchEvent(new NotificationEvent('notificationclick', {notification: shown}));
  for (let tries = 0; tries < 100 && (opened.length < wanted || (await left())); tries += 1)
    await pause(100);
  await pause(300); // for one that nobody wants
  return [opened, await left()];
}"""


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("/ar/my/messages/", ["/ar/my/messages/"]),
        ("/desk/messages/", ["/desk/messages/"]),
        ("https://evil.example/", []),
        ("//evil.example/", []),
        ("javascript:alert(1)", []),
        ("", ["/"]),
    ],
)
def test_a_click_opens_a_page_of_this_site_and_of_no_other(
    site: LiveSite, browser: Browser, url: str, opened: list[str]
) -> None:
    context, address = browser.new_context(), site.url("bahrain")
    context.grant_permissions(["notifications"], origin=address)
    page = context.new_page()
    page.goto(f"{address}/en/help/")
    page.evaluate("navigator.serviceWorker.register('/push-worker.js')")
    page.wait_for_function("navigator.serviceWorker.ready.then(Boolean)")
    found = None
    while found is None:  # Chromium forgets one now and then that was shown this very moment
        deliver(page, site, {**TOLD["en"], "url": url})
        page.wait_for_function(f"({SHOWN})().then((found) => found.length === 1)")
        found = context.service_workers[0].evaluate(CLICK, len(opened))

    assert found == [[f"{address}{each}" for each in opened], 0]
    context.close()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_browser_that_says_no_or_can_not_is_told_so_plainly(
    site: LiveSite, browser: Browser, language: str
) -> None:
    context = person_at(site, browser, language)
    page = context.new_page()
    page.add_init_script("Object.defineProperty(Notification, 'permission', {value: 'denied'})")
    page.goto(f"{site.url('bahrain')}/{language}/my/push/")
    expect(page.locator(STATE)).to_contain_text(SAYS["denied"][language])
    assert page.locator("[data-push-on]").is_hidden()

    page = context.new_page()
    page.add_init_script("delete window.PushManager")
    page.goto(f"{site.url('bahrain')}/{language}/my/push/")
    expect(page.locator(STATE)).to_contain_text(SAYS["unable"][language])
    assert page.locator("[data-push-on]").is_hidden()
    context.close()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_without_scripts_the_page_says_so_and_nothing_breaks(
    site: LiveSite, browser: Browser, language: str
) -> None:
    context = person_at(site, browser, language, java_script_enabled=False)
    page = push_page(site, context, language)

    expect(page.locator(STATE)).to_contain_text(SAYS["no scripts"][language])
    assert page.locator("[data-push-on]").is_hidden()
    context.close()


@pytest.mark.parametrize(
    ("language", "preferences"),
    [
        pytest.param("ar", {"color_scheme": "light"}, id="ar"),
        pytest.param("en", {"color_scheme": "dark"}, id="en-dark"),
        pytest.param("ar", {"contrast": "more"}, id="ar-contrast"),
    ],
)
def test_no_page_of_it_has_a_barrier(
    site: LiveSite, browser: Browser, language: str, preferences: dict[str, Any]
) -> None:
    context = person_at(site, browser, language, **preferences)
    found = barriers_on(push_page(site, context, language))
    context.close()

    context = browser.new_context(viewport={"width": 320, "height": 900}, **preferences)
    page = context.new_page()
    page.goto(f"{site.url('bahrain')}/desk/sign-in/?language={language}")
    sign_in_staff(page, site.url("bahrain"))
    page.goto(f"{site.url('bahrain')}/desk/account/push/")
    found += barriers_on(page)

    assert found == []
    context.close()
