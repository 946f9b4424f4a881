"""Pages of the tenant's own: written in both languages, live at once, and nobody else's."""

from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from sawti.catalogue.models import PublishedPage
from sawti.tenancy.context import tenant_context
from sawti_cms.models import FreePage, HomePage
from sawti_cms.publishing import keep_to_the_hours
from tests import people
from tests.answers import plain
from tests.cast import Cast, utc

HEADING = ("heading", {"text_ar": "من نحن", "text_en": "Who we are"})


def home_of(slug: str) -> HomePage:
    return HomePage.objects.get(slug=slug)


def form_of(*blocks: Any, deed: str = "action-publish", **changes: str) -> dict[str, str]:
    return nested_form_data(
        {
            "title": "About",
            "title_ar": "عنّا",
            "title_en": "About us",
            "slug": "about-us",
            "blocks": streamfield(blocks),
            "comments": inline_formset([]),
            "go_live_at": "",
            "expire_at": "",
            deed: deed,
            **changes,
        }
    )


def add_address(home: HomePage) -> str:
    return f"/cms/pages/add/sawti_cms/freepage/{home.pk}/"


@pytest.fixture
def layla(cast: Cast) -> Client:
    client = cast.client(people.LAYLA)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def about(layla: Client) -> FreePage:
    """A published page of Bahrain at /en/pages/about-us/."""
    layla.post(add_address(home_of("bahrain")), form_of(HEADING))
    return FreePage.objects.get(slug="about-us")


def read(cast: Cast, language: str = "en", slug: str = "about-us") -> HttpResponse:
    return cast.client().get(f"/{language}/pages/{slug}/")  # type: ignore[return-value]


def count(cast: Cast) -> int:
    return cast.count(PublishedPage)


def test_a_published_page_is_live_at_once_in_both_languages(cast: Cast, about: FreePage) -> None:
    english, arabic = read(cast), read(cast, "ar")

    assert english.status_code == arabic.status_code == 200
    assert "<h1>About us</h1>" in english.text and "<h2>Who we are</h2>" in english.text
    assert "<h1>عنّا</h1>" in arabic.text and "<h2>من نحن</h2>" in arabic.text
    assert about.url == "/en/pages/about-us/"


def test_a_page_of_one_tenant_is_not_there_in_another(cast: Cast, about: FreePage) -> None:
    assert cast.client(tenant="jordan").get("/en/pages/about-us/").status_code == 404


def test_every_block_is_shown_and_nothing_else_gets_through(cast: Cast, layla: Client) -> None:
    def both(name: str, words: str) -> dict[str, str]:
        return {f"{name}_ar": f"ع {words}", f"{name}_en": words}

    evil = '<p>Fine <a href="javascript:alert(1)">link</a></p><script>alert(2)</script>'
    html = {"html_ar": rich_text("<p>نص</p>"), "html_en": rich_text(evil)}
    answer = {"html_ar": rich_text("<p>نعم</p>"), "html_en": rich_text("<p>Yes.</p>")}
    action = {"built_in": "file", "page": "", "outside": "", **both("label", "Write to us")}
    question = {"question_ar": "هل؟", "question_en": "Is it free?", **answer}
    figure = {**both("value", "14"), **both("label", "<days>")}
    listed = {"count": "1", "0-deleted": "", "0-order": "0", "0-type": "item"}

    layla.post(
        add_address(home_of("bahrain")),
        form_of(
            ("text", html),
            ("action", action),
            ("questions", {**listed, **{f"0-value-{k}": v for k, v in question.items()}}),
            ("notice", {"tone": "warn", **both("text", "Closed on <b>Sunday</b>")}),
            ("figures", {**listed, **{f"0-value-{k}": v for k, v in figure.items()}}),
        ),
    )

    text = read(cast).text
    assert "<p>Fine <a>link</a></p>" in text
    assert "javascript:" not in text and "<script" not in text
    assert '<a class="sw-button" href="/en/file/">Write to us' in text
    assert "<summary>Is it free?</summary>" in text and "<p>Yes.</p>" in text
    assert "Closed on &lt;b&gt;Sunday&lt;/b&gt;" in text
    assert "<dt>&lt;days&gt;</dt><dd>14</dd>" in text


@pytest.mark.parametrize(
    ("changes", "blocks", "said"),
    [
        ({"title_ar": ""}, [HEADING], "Write this in Arabic too"),
        ({}, [("heading", {"text_ar": "", "text_en": "Who we are"})], "Write this in Arabic too"),
        ({}, [("heading", {"text_ar": "من نحن", "text_en": " "})], "Write this in English too"),
        ({"slug": "home"}, [HEADING], "This name is kept for the first page."),
    ],
)
def test_a_page_is_not_published_before_both_languages_are_there(
    cast: Cast, layla: Client, changes: dict[str, str], blocks: list[Any], said: str
) -> None:
    response = layla.post(add_address(home_of("bahrain")), form_of(*blocks, **changes))

    assert response.status_code == 200
    assert said in response.text
    assert count(cast) == 0
    assert not FreePage.objects.exists()


def test_a_draft_may_lack_a_language_and_is_not_shown(cast: Cast, layla: Client) -> None:
    half = ("heading", {"text_ar": "", "text_en": "Who we are"})

    response = layla.post(add_address(home_of("bahrain")), form_of(half, deed="x", title_ar=""))

    assert response.status_code == 302
    assert FreePage.objects.get(slug="about-us").live is False
    assert (count(cast), read(cast).status_code) == (0, 404)


@pytest.mark.parametrize(("language", "heading"), [("ar", "من نحن"), ("en", "Who we are")])
def test_a_draft_is_previewed_in_each_language(
    layla: Client, about: FreePage, language: str, heading: str
) -> None:
    address = f"/cms/pages/{about.pk}/edit/preview/"
    layla.post(address, form_of(HEADING))

    preview = layla.get(f"{address}?mode={language}")

    assert preview.status_code == 200
    assert f"<h2>{heading}</h2>" in preview.text
    assert f'<html lang="{language}"' in preview.text


def test_another_address_takes_the_place_of_the_old_one(
    cast: Cast, layla: Client, about: FreePage
) -> None:
    layla.post(f"/cms/pages/{about.pk}/edit/", form_of(HEADING, slug="who-we-are"))

    assert read(cast).status_code == 404
    assert read(cast, slug="who-we-are").status_code == 200
    assert count(cast) == 1


@pytest.mark.parametrize("deed", ["unpublish", "delete"])
def test_a_page_that_is_taken_away_is_gone_at_once(
    cast: Cast, layla: Client, about: FreePage, deed: str
) -> None:
    response = layla.post(f"/cms/pages/{about.pk}/{deed}/")

    assert response.status_code == 302
    assert (count(cast), read(cast).status_code) == (0, 404)


def test_unpublishing_the_first_page_with_all_below_it_takes_all_of_them(
    cast: Cast, layla: Client, about: FreePage
) -> None:
    home = home_of("bahrain")
    layla.post(f"/cms/pages/{home.pk}/edit/", form_of(HEADING, title_en="Hello"))
    assert count(cast) == 2

    layla.post(f"/cms/pages/{home.pk}/unpublish/", {"include_descendants": "on"})

    assert count(cast) == 0
    assert "<h1>Your voice is heard in Bahrain</h1>" in cast.client().get("/en/").text


@pytest.mark.parametrize(("live", "status"), [("on", 200), ("", 404)])
def test_a_copy_is_live_only_if_the_editor_wants_it(
    cast: Cast, layla: Client, about: FreePage, live: str, status: int
) -> None:
    layla.post(
        f"/cms/pages/{about.pk}/copy/",
        {
            "new_title": "Copy",
            "new_slug": "copy",
            "new_parent_page": home_of("bahrain").pk,
            "publish_copies": live,
        },
    )

    assert read(cast, slug="copy").status_code == status
    assert read(cast).status_code == 200


@pytest.mark.parametrize("deed", ["copy", "delete"])
def test_the_first_page_can_not_be_copied_or_deleted(layla: Client, deed: str) -> None:
    home = home_of("bahrain")

    assert layla.post(f"/cms/pages/{home.pk}/{deed}/").status_code == 404
    assert HomePage.objects.filter(pk=home.pk).exists()


@pytest.mark.parametrize(
    ("which", "path"),
    [
        ("about", "{id}/edit/"),
        ("about", "{id}/edit/preview/"),
        ("about", "{id}/view_draft/"),
        ("about", "{id}/copy/"),
        ("about", "{id}/delete/"),
        ("about", "{id}/unpublish/"),
        ("about", "{id}/history/"),
        ("home", "{id}/add_subpage/"),
        ("home", "add/sawti_cms/freepage/{id}/"),
        ("home", "add/sawti_cms/freepage/{id}/preview/"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_outsider_reaches_no_page_of_bahrain(
    cast: Cast, about: FreePage, which: str, path: str, method: str
) -> None:
    rania = cast.client(people.RANIA)
    ids = ({"about": about.pk, "home": home_of("bahrain").pk}[which], 999_999)
    form = form_of(HEADING, title_en="Taken over")

    ours, missing = (
        getattr(rania, method)(f"/cms/pages/{path.format(id=page_id)}", form) for page_id in ids
    )

    assert (ours.status_code, missing.status_code) == (404, 404)
    assert plain(ours, ids[0]) == plain(missing, ids[1])
    assert FreePage.objects.get().title_en == "About us"
    assert (count(cast), "<h1>About us</h1>" in read(cast).text) == (1, True)
    assert cast.count(PublishedPage, cast.jordan) == 0


def test_a_copy_can_not_be_put_below_another_tenants_page(
    cast: Cast, layla: Client, about: FreePage
) -> None:
    below = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": home_of("jordan").pk}

    response = layla.post(f"/cms/pages/{about.pk}/copy/", {**below, "publish_copies": "on"})

    assert response.status_code == 404
    assert FreePage.objects.count() == 1
    assert cast.count(PublishedPage, cast.jordan) == 0


def test_a_page_below_the_first_one_may_link_to_another(
    cast: Cast, layla: Client, about: FreePage
) -> None:
    link = f'<p><a linktype="page" id="{about.pk}">us</a></p>'
    words = {"html_ar": rich_text(link), "html_en": rich_text(link)}

    layla.post(add_address(home_of("bahrain")), form_of(("text", words), slug="more", title="More"))

    assert '<a href="/en/pages/about-us/">us</a>' in read(cast, slug="more").text
    assert '<a href="/ar/pages/about-us/">us</a>' in read(cast, "ar", "more").text


def test_a_page_with_an_hour_is_shown_when_it_has_come_and_gone_when_it_ends(
    cast: Cast, layla: Client, clock: Any
) -> None:
    hours = {"go_live_at": "2026-03-01 12:00", "expire_at": "2026-03-01 14:00"}
    layla.post(add_address(home_of("bahrain")), form_of(HEADING, **hours))
    seen = []

    def sweep(at: str) -> None:
        clock.move_to(f"2026-03-01T{at}Z")
        with tenant_context(cast.bahrain):
            seen.append((keep_to_the_hours(at=utc(f"2026-03-01T{at}")), read(cast).status_code))

    sweep("08:59")  # Bahrain is three hours ahead
    sweep("09:00")
    sweep("10:59")
    sweep("11:00")

    assert seen == [(0, 404), (1, 200), (0, 200), (1, 404)]


def test_a_long_page_can_be_saved(cast: Cast, layla: Client) -> None:
    response = layla.post(add_address(home_of("bahrain")), form_of(*[HEADING] * 60))

    assert response.status_code == 302
    assert read(cast).text.count("<h2>Who we are</h2>") == 60


@pytest.mark.parametrize(
    "changes",
    [
        {"blocks-count": "many"},
        {"blocks-count": "9"},
        {"blocks-count": ""},
        {"blocks-count": "-1"},
        {"blocks-0-order": "first"},
        {"blocks-0-order": "²"},
    ],
)
def test_a_form_that_no_browser_sends_is_refused_and_stores_nothing(
    cast: Cast, layla: Client, changes: dict[str, str]
) -> None:
    response = layla.post(add_address(home_of("bahrain")), {**form_of(HEADING), **changes})

    assert response.status_code == 400
    assert not FreePage.objects.exists()


@pytest.mark.parametrize("missing", ["blocks-count", "blocks-0-type", "blocks-0-deleted"])
def test_a_form_without_one_of_its_fields_is_refused(layla: Client, missing: str) -> None:
    form = form_of(HEADING)
    del form[missing]

    assert layla.post(add_address(home_of("bahrain")), form).status_code == 400


def test_the_cms_offers_no_search_because_it_would_look_across_tenants(layla: Client) -> None:
    page = layla.get("/cms/pages/", follow=True).text

    assert "wagtail.sidebar.MainMenuModule" in page
    assert "wagtail.sidebar.SearchModule" not in page
