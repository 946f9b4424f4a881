"""Each tenant's editor edits a home page in both languages; the other tenant's sees none of it."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from sawti.catalogue.queries import catalogue
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import tenant_by_slug
from sawti_cms.models import HomePage
from tests import people
from tests.answers import plain
from tests.cast import Cast

MARKER = "marker-of-jordan-4711"


@pytest.fixture
def layla(cast: Cast) -> Client:
    return cast.client(people.LAYLA)


def home_of(slug: str) -> HomePage:
    return HomePage.objects.get(slug=slug)


def form_of(home: HomePage, **changes: str) -> dict[str, str]:
    words = {"html_ar": rich_text("نص جديد"), "html_en": rich_text("<p>New text</p>")}
    return nested_form_data(
        {
            "title": home.title,
            "title_ar": home.title_ar,
            "title_en": home.title_en,
            "blocks": streamfield([("text", words)]),
            "comments": inline_formset([]),
            "action-publish": "action-publish",
            **changes,
        }
    )


def test_the_editor_of_a_tenant_sees_its_home_page(cast: Cast, layla: Client) -> None:
    response = layla.get(f"/cms/pages/{home_of('bahrain').pk}/edit/")

    assert response.status_code == 200
    assert "العربية" in response.content.decode()


def test_publishing_the_home_page_makes_it_live_for_the_portal(cast: Cast, layla: Client) -> None:
    home = home_of("bahrain")

    response = layla.post(f"/cms/pages/{home.pk}/edit/", form_of(home, title_en="Speak, we listen"))

    assert response.status_code == 302
    tenant = tenant_by_slug("bahrain")
    assert tenant is not None
    with tenant_context(tenant):
        page = catalogue().pages["home"]
    assert page.titles["en"] == "Speak, we listen"
    assert page.blocks == [
        {"type": "text", "html": {"ar": "<p>نص جديد</p>", "en": "<p>New text</p>"}}
    ]
    assert "Speak, we listen" in cast.client().get("/en/").content.decode()
    assert "Speak, we listen" not in cast.client(tenant="jordan").get("/en/").content.decode()


def test_a_page_of_the_other_tenant_equals_a_missing_one(cast: Cast, layla: Client) -> None:
    ids = (home_of("jordan").pk, 999_999)

    foreign, missing = (layla.get(f"/cms/pages/{page_id}/edit/") for page_id in ids)

    assert foreign.status_code == missing.status_code == 404
    assert plain(foreign, ids[0]) == plain(missing, ids[1])


def test_the_other_tenants_page_can_not_be_changed(cast: Cast, layla: Client) -> None:
    home = home_of("jordan")

    response = layla.post(f"/cms/pages/{home.pk}/edit/", form_of(home, title_en="Taken over"))

    assert response.status_code == 404
    assert home_of("jordan").title_en == home.title_en


def test_staff_who_are_no_editors_are_sent_to_sign_in(cast: Cast) -> None:
    response = cast.client(people.FATIMA).get("/cms/")

    assert (response.status_code, response["Location"]) == (302, "/desk/sign-in/?next=/cms/")


def test_a_session_of_one_tenant_opens_no_cms_of_the_other(cast: Cast) -> None:
    client = cast.client(people.LAYLA)
    client.defaults["HTTP_HOST"] = "jordan.localhost:8000"

    assert client.get("/cms/").status_code == 302


def every_cms_path() -> list[str]:
    """Return an address for every route under /cms/, with ids of both homes filled in."""
    ids = [home_of("bahrain").pk, home_of("jordan").pk]
    found: list[str] = []

    def walk(resolver: URLResolver, prefix: str) -> None:
        for pattern in resolver.url_patterns:
            route = prefix + str(pattern.pattern).lstrip("^").rstrip("$")
            if isinstance(pattern, URLResolver):
                walk(pattern, route)
            elif isinstance(pattern, URLPattern) and route.startswith("cms/"):
                found.extend(filled(route, page_id) for page_id in ids)

    def filled(route: str, page_id: int) -> str:
        import re

        route = re.sub(r"<uuid:\w+>", "00000000-0000-0000-0000-000000000000", route)
        route = re.sub(r"<(int:)?\w*_?(id|pk)>", str(page_id), route)
        route = re.sub(r"<str:object_id>", str(page_id), route)
        return "/" + re.sub(r"<\w+:app\w*>", "sawti_cms", route).replace(
            "<slug:content_type_model_name>", "homepage"
        ).replace("<str:model_name>", "homepage")

    walk(get_resolver(), "")
    return [path for path in found if "<" not in path and "(" not in path]


def test_nothing_of_the_other_tenant_appears_on_any_page_of_the_cms(cast: Cast) -> None:
    home = home_of("jordan")
    HomePage.objects.filter(pk=home.pk).update(title=MARKER, draft_title=MARKER, title_en=MARKER)
    layla = cast.client(people.LAYLA)

    answers = {path: layla.get(path) for path in every_cms_path()}

    assert len(answers) > 100
    assert sum(answer.status_code == 200 for answer in answers.values()) > 8
    assert [path for path, a in answers.items() if MARKER in a.content.decode()] == []
    assert [path for path, answer in answers.items() if answer.status_code >= 500] == []
