import gzip
import re

import pytest
from django.conf import settings

from sawti.catalogue.steps.pages import publish_page
from sawti.lib import clock
from sawti.lib.ids import new_id
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.sawti_portal.conftest import Visitor

PAGES = [
    "",
    "file/",
    "track/",
    "track/BH-4K7M-Q2XA-S/",
    "categories/",
    "categories/?q=water",
    "categories/health/",
    "help/",
    "accessibility/",
    "accessibility/settings/",
    "privacy/",
]
LARGEST_PAGE = 30 * 1024


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
@pytest.mark.parametrize("tenant", ["bahrain", "jordan"])
def test_every_page_opens_in_the_language_of_its_address(
    cast: Cast, path: str, language: str, direction: str, tenant: str
):
    response = cast.client(tenant=tenant).get(f"/{language}/{path}")

    assert response.status_code == 200
    assert f'<html lang="{language}" dir="{direction}"' in response.text
    assert response.text.count("<h1") == 1
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_small_and_asks_for_few_files(visitor: Visitor, path: str):
    response = visitor.get(path)

    assert len(gzip.compress(response.content)) < LARGEST_PAGE
    assert response.text.count('rel="stylesheet"') == 3
    assert "<script" not in response.text
    assert "<img" not in response.text


def test_the_first_page_names_the_tenant_its_promise_and_all_types(visitor: Visitor):
    text = visitor.get("").text

    assert "<h1>Your voice is heard in Bahrain</h1>" in text
    assert "Most messages get an answer within 14 working days" in text
    assert "You get a tracking number at once. Keep it." in text
    assert text.count('<button name="type"') == 5


def test_a_published_page_takes_the_place_of_the_packs_words(cast: Cast, visitor: Visitor):
    from django.db import transaction

    with tenant_context(cast.bahrain), transaction.atomic():
        publish_page(
            source_id=new_id(),
            slug="home",
            titles={"ar": "أهلًا", "en": "Welcome"},
            blocks=[{"type": "text", "html": {"ar": "<p>نص</p>", "en": "<p>New words</p>"}}],
            at=clock.now(),
        )

    text = visitor.get("").text

    assert "<h1>Welcome</h1>" in text
    assert "<p>New words</p>" in text
    assert "Send us your complaint" not in text
    assert "Tell us what is on your mind" in cast.client(tenant="jordan").get("/en/").text


@pytest.mark.parametrize(
    ("headers", "cookie", "place"),
    [
        ({}, "", "/ar/"),
        ({"Accept-Language": "en-GB,en;q=0.9"}, "", "/en/"),
        ({"Accept-Language": "en-GB,en;q=0.9"}, "ar", "/ar/"),
        ({"Accept-Language": "fr"}, "", "/ar/"),
        ({}, "en", "/en/"),
    ],
)
def test_the_root_leads_to_the_language_of_the_person(
    cast: Cast, headers: dict[str, str], cookie: str, place: str
):
    client = cast.client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie

    response = client.get("/", headers=headers)

    assert (response.status_code, response.headers["Location"]) == (303, place)


def test_following_a_language_link_is_remembered(cast: Cast):
    client = cast.client()
    client.get("/ar/")

    client.get("/en/help/")

    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert client.get("/").headers["Location"] == "/en/"


def test_a_page_leads_to_itself_in_the_other_language(visitor: Visitor):
    assert 'href="/ar/track/" lang="ar"' in visitor.get("track/").text


def test_the_theme_is_the_tenants_and_may_be_kept_under_its_own_address(cast: Cast):
    client = cast.client(tenant="jordan")
    address = re.search(r'"(/en/theme\.css\?v=\w+)"', client.get("/en/").text)

    response = client.get(address[1])

    assert client.get("/en/theme.css?v=older").headers["Cache-Control"] == "no-cache"

    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "--sw-brand: #a3142e" not in response.text
    assert "--sw-brand: #a3142e" in cast.client().get("/en/theme.css").text


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("", 2),  # and when the newest figures were counted
        ("track/", 1),
        ("file/", 1),
        ("help/", 1),
        ("categories/", 1),
        ("categories/street-lighting/", 1),
    ],
)
def test_a_page_asks_the_database_for_its_tenant_only(
    visitor: Visitor, statements, path: str, count: int
):
    visitor.get(path)

    with statements() as found:
        visitor.get(path)

    assert len(found) == count, found


def test_an_address_that_begins_with_two_slashes_leads_to_no_other_site(cast: Cast):
    page = cast.client().get("/", PATH_INFO="//evil.example/x").text

    assert 'href="//evil.example' not in page


def test_a_refused_form_leads_to_itself_in_the_other_language(visitor: Visitor):
    visitor.answer("")

    page = visitor.post("file/story/?from=home", story="")

    assert page.status_code == 422
    assert 'href="/ar/file/story/?from=home" lang="ar"' in page.text
    assert visitor.client.get("/ar/file/story/?from=home").status_code == 200


def test_a_refused_deed_of_staff_leads_to_the_case_in_the_other_language(cast: Cast):
    filed, client = cast.file_case(), cast.client(people.FATIMA)
    address = f"/desk/cases/{filed.case_id}/"
    version = cast.take(filed.case_id).version

    page = client.post(f"{address}answer/", {"answer": "", "version": version})
    switched = client.get(f"{address}answer/?language=en", follow=True)

    assert page.status_code == 422
    assert f'href="{address}answer/?language=en" lang="en"' in page.text
    assert switched.status_code == 200
    assert '<html lang="en"' in switched.text
    assert filed.number in switched.text
