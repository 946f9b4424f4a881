"""Editors change the catalogue on screens of the CMS; it is live at once, and theirs alone."""

import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sawti.catalogue.models import Category, Edit, MenuLink, Notice, ReplyTemplate, Text, Theme
from sawti.catalogue.queries import catalogue
from sawti.tenancy.queries import tenant_by_slug
from tests import people
from tests.answers import plain
from tests.cast import Cast

FIELD = re.compile(r"<(?:input|textarea|select)[^>]*>", re.DOTALL)
SCREENS = ["categories", "replies", "texts", "theme", "menus", "notices"]
ADDING = ["categories/add", "replies/add", "menus/add", "notices/add"]
CHANGING = ["categories/street-lighting", "replies/answer-done", "history/category/roads"]
OPEN = [*SCREENS, *ADDING, *CHANGING]
CATEGORY = {
    "name_ar": "إنارة الشوارع",
    "name_en": "Street lighting",
    "parent": "roads",
    "entity": "ewa-electricity-distribution",
    "pillar": "infrastructure",
    "importance": "",
    "keywords_ar": "إنارة\nعمود",
    "keywords_en": "lamp",
    "is_active": "on",
    "seen": "",
}
REPLY = {
    "name_ar": "رد",
    "name_en": "Reply",
    "kind": "answer",
    "body_ar": "السلام عليكم {number}",
    "body_en": "Hello {number}",
    "entity": "",
    "category": "",
    "is_active": "on",
    "seen": "",
}
LINK = {"place": "footer", "kind": "outside", "name_ar": "القانون", "name_en": "Law"}
NOTICE = {
    "text_ar": "الخدمة متوقفة",
    "text_en": "Closed today",
    "tone": "warn",
    "from_at": "2026-03-01T10:00",
    "until_at": "2026-03-01T12:00",
}


def editor(cast: Cast, person: people.Person = people.LAYLA, language: str = "en") -> Client:
    client = cast.client(person)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


@pytest.fixture
def layla(cast: Cast) -> Client:
    return editor(cast)


def rows(cast: Cast) -> dict[str, list[Any]]:
    """Return everything that the screens could change, of both tenants."""
    found = {}
    with cast.inside(cast.bahrain):
        for model in (Category, ReplyTemplate, Text, Theme, MenuLink, Notice, Edit):
            found[f"bahrain {model.__name__}"] = list(model.objects.order_by("id").values())
    return found


def fields_of(text: str) -> dict[str, str]:
    """Return the values of the text inputs and hidden fields that a page shows."""
    found = {}
    for tag in FIELD.findall(text):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and value and "checkbox" not in tag:
            found[name[1]] = unescape(value[1])
    return found


@pytest.mark.parametrize("path", OPEN)
@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_every_screen_opens_in_both_languages(
    cast: Cast, path: str, language: str, direction: str
) -> None:
    response = editor(cast, language=language).get(f"/cms/{path}/")

    assert response.status_code == 200
    assert f'lang="{language}" dir="{direction}"' in response.text


def test_every_field_says_what_it_is_for(layla: Client) -> None:
    from sawti_cms.editors import categories, menus, notices, replies

    tenant = tenant_by_slug("bahrain")
    assert tenant is not None
    texts = layla.get("/cms/texts/").text
    colours = layla.get("/cms/theme/").text

    assert texts.count('class="help"') == texts.count("<textarea")
    assert colours.count('class="help"') == 8
    assert [
        name
        for module in (categories, menus, notices, replies)
        for form in vars(module).values()
        if isinstance(form, type) and hasattr(form, "base_fields")
        for name, field in form.base_fields.items()
        if not field.help_text and not field.widget.is_hidden
    ] == []


@pytest.mark.parametrize("path", OPEN)
@pytest.mark.parametrize("person", [None, people.FATIMA, people.NOOR])
def test_who_is_no_editor_is_sent_to_sign_in(
    cast: Cast, path: str, person: people.Person | None
) -> None:
    response = cast.client(person).get(f"/cms/{path}/")

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/desk/sign-in/")


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("categories/add", {**CATEGORY, "code": "new"}),
        ("categories/street-lighting", {**CATEGORY, "name_en": "Lamps"}),
        ("categories/street-lighting/move", {"value": "up"}),
        ("replies/add", REPLY),
        ("replies/answer-done", REPLY),
        ("texts", {"footer_en": "Mine"}),
        ("theme", {"light_brand": "#000000"}),
        ("menus/add", {**LINK, "outside": "https://law.example.org/"}),
        ("notices/add", NOTICE),
    ],
)
@pytest.mark.parametrize("person", [None, people.FATIMA, people.RANIA])
def test_who_is_no_editor_of_the_tenant_changes_nothing(
    cast: Cast, path: str, form: dict[str, str], person: people.Person | None
) -> None:
    before = rows(cast)

    response = cast.client(person).post(f"/cms/{path}/", form)

    assert response.status_code in (302, 404, 422)
    assert rows(cast) == before


@pytest.mark.parametrize("path", ["categories/{}", "categories/{}/move", "history/category/{}"])
def test_a_row_of_another_tenant_equals_a_missing_one(cast: Cast, path: str) -> None:
    rania = editor(cast, people.RANIA)
    ours, missing = "general-directorate", "nothing-at-all"
    with cast.writing(cast.bahrain):
        Category.objects.filter(code="street-lighting").update(code=ours)

    answers = [rania.post(f"/cms/{path.format(code)}/", CATEGORY) for code in (ours, missing)]

    assert answers[0].status_code == answers[1].status_code
    assert plain(answers[0], ours) == plain(answers[1], missing)


def test_a_renamed_category_is_live_at_once(cast: Cast, layla: Client) -> None:
    response = layla.post(
        "/cms/categories/street-lighting/", {**CATEGORY, "name_en": "Lamps & posts"}
    )

    assert (response.status_code, response.headers["Location"]) == (302, "/cms/categories/")
    visitor = cast.client()
    assert "Lamps &amp; posts" in visitor.get("/en/categories/").text
    assert "Lamps &amp; posts" in visitor.get("/en/categories/?q=lamps").text
    assert "Lamps &amp; posts" in layla.get("/cms/categories/").text


def test_a_new_category_gets_a_code_from_its_name(cast: Cast, layla: Client) -> None:
    layla.post("/cms/categories/add/", {**CATEGORY, "name_en": "Benches in Parks!", "code": ""})

    assert cast.client().get("/en/categories/benches-in-parks/").status_code == 200


def test_a_refused_category_shows_each_fault_at_its_field(cast: Cast, layla: Client) -> None:
    before = rows(cast)

    response = layla.post(
        "/cms/categories/add/", {**CATEGORY, "code": "roads", "name_ar": "", "entity": ""}
    )

    assert response.status_code == 422
    assert "This code is taken. Choose another one." in response.text
    assert "Write this in Arabic too: it is shown in both languages." in response.text
    assert "Choose the entity that answers these cases." in response.text
    assert 'value="Street lighting"' in response.text
    assert rows(cast) == before


def test_a_category_with_open_cases_is_switched_off_only_on_purpose(
    cast: Cast, layla: Client
) -> None:
    cast.file_case()
    cast.file_case()
    page = layla.get("/cms/categories/street-lighting/").text
    off = {key: value for key, value in CATEGORY.items() if key != "is_active"}

    refused = layla.post("/cms/categories/street-lighting/", off)
    agreed = layla.post("/cms/categories/street-lighting/", {**off, "confirmed": "on"})

    assert "2 cases without an answer have this category." in page
    assert refused.status_code == 422
    assert "2 cases without an answer have this category." in refused.text
    assert agreed.status_code == 302
    assert cast.client().get("/en/categories/street-lighting/").status_code == 404


def test_an_editor_goes_back_to_how_it_was(cast: Cast, layla: Client) -> None:
    layla.post("/cms/categories/street-lighting/", {**CATEGORY, "name_en": "Lamps"})
    history = layla.get("/cms/history/category/street-lighting/").text
    back = re.search(r'href="(/cms/categories/street-lighting/\?from=[\w-]+)"', history)
    assert back is not None

    shown = layla.get(unescape(back[1])).text
    layla.post("/cms/categories/street-lighting/", {**CATEGORY, **fields_of(shown)})

    assert "Street lighting" in history and "Lamps" in history and "Layla Hasan" in history
    assert 'value="Street lighting"' in shown
    assert "Street lighting</h1>" in cast.client().get("/en/categories/street-lighting/").text


def test_who_saves_over_a_colleague_is_told(cast: Cast, layla: Client) -> None:
    layla.post("/cms/categories/street-lighting/", {**CATEGORY, "name_en": "Lamps"})

    late = layla.post("/cms/categories/street-lighting/", {**CATEGORY, "name_en": "Late"})

    assert late.status_code == 422
    assert "Somebody else has changed this in the meantime." in late.text


def test_a_reply_with_an_unknown_name_is_refused_and_a_good_one_read_out(
    cast: Cast, layla: Client
) -> None:
    bad = layla.post("/cms/replies/add/", {**REPLY, "code": "new", "body_en": "Hi {person}"})
    good = layla.post("/cms/replies/add/", {**REPLY, "code": "new"})

    assert bad.status_code == 422
    assert "{person} can not be filled in." in bad.text
    assert good.status_code == 302
    assert "Hello BH-4K7M-Q2XA-S" in layla.get("/cms/replies/new/").text
    with cast.inside(cast.bahrain):
        assert catalogue().reply_templates["new"].bodies["en"] == "Hello {number}"


def test_a_changed_text_is_live_and_the_others_stay(cast: Cast, layla: Client) -> None:
    page = layla.get("/cms/texts/").text
    found = dict(re.findall(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL))
    form = {key: unescape(value) for key, value in found.items()} | {"seen": ""}

    response = layla.post("/cms/texts/", {**form, "what_next_1_en": "Second, and new."})

    assert response.status_code == 302
    text = cast.client().get("/en/").text
    assert "<li>Second, and new.</li>" in text
    assert "You get a tracking number at once. Keep it." in text
    assert cast.count(Edit) == 1


def test_a_theme_that_can_not_be_read_is_refused_with_its_figures(
    cast: Cast, layla: Client
) -> None:
    form = fields_of(layla.get("/cms/theme/").text)
    before = cast.client().get("/en/theme.css").text

    bad = layla.post("/cms/theme/", {**form, "light_brand": "#f28b9a"})
    look = layla.post("/cms/theme/", {**form, "light_brand": "#f28b9a", "look": "1"})

    assert bad.status_code == 422
    assert "On #ffffff its contrast is 2.35 to 1" in bad.text
    assert look.status_code == 200
    assert "<bdi>2.35</bdi>" in look.text
    assert cast.client().get("/en/theme.css").text == before

    good = layla.post("/cms/theme/", {**form, "light_link": "#123456"})
    assert good.status_code == 302
    assert "--sw-link: #123456" in cast.client().get("/en/theme.css").text


def test_the_preview_takes_its_colours_from_the_address_and_nothing_else(layla: Client) -> None:
    page = layla.get("/cms/theme/preview/?mode=dark&dark_link=%23abcdef").text
    sheet = layla.get("/cms/theme/preview.css?dark_link=%23abcdef&light_link=red;}body{}").text

    assert 'data-theme="dark"' in page and "dark_link=%23abcdef" in page
    assert "--sw-link: #abcdef" in sheet
    assert "red" not in sheet and "body" not in sheet


def test_a_link_is_added_moved_and_removed(cast: Cast, layla: Client) -> None:
    layla.post("/cms/menus/add/", {**LINK, "outside": "https://law.example.org/"})
    with cast.inside(cast.bahrain):
        link = MenuLink.objects.get()
    assert "https://law.example.org/" in cast.client().get("/en/").text

    wrong = layla.post(f"/cms/menus/{link.id}/", {**LINK, "outside": "http://law.example.org/"})
    layla.post(f"/cms/menus/{link.id}/", {**LINK, "kind": "built_in", "built_in": "privacy"})
    layla.post(f"/cms/menus/{link.id}/move/", {"value": "down"})

    assert "Enter an address that begins with https://" in wrong.text
    assert ">Law</a>" in cast.client().get("/en/").text
    layla.post(f"/cms/menus/{link.id}/remove/")
    assert ">Law</a>" not in cast.client().get("/en/").text


def test_a_notice_runs_in_the_tenants_time_zone(cast: Cast, layla: Client, clock: Any) -> None:
    layla.post("/cms/notices/add/", NOTICE)
    seen = {}

    for at in ("06:59", "07:00", "08:59", "09:00"):  # Bahrain is three hours ahead
        clock.move_to(f"2026-03-01T{at}Z")
        seen[at] = "Closed today" in cast.client().get("/en/").text

    assert seen == {"06:59": False, "07:00": True, "08:59": True, "09:00": False}
    assert 'value="2026-03-01T10:00"' in layla.get(notice_address(cast)).text


def notice_address(cast: Cast) -> str:
    with cast.inside(cast.bahrain):
        return f"/cms/notices/{Notice.objects.get().id}/"


def test_the_menu_of_the_cms_leads_to_our_screens_and_the_other_language(layla: Client) -> None:
    home = layla.get("/cms/").text

    assert [path for path in SCREENS if f'"/cms/{path}/"' not in home] == []
    assert '"/cms/language/ar/"' in home
    response = layla.get("/cms/language/ar/")
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "ar"
    assert layla.get("/cms/language/fr/").status_code == 404


@pytest.mark.parametrize("path", ["categories", "replies", "texts"])
def test_a_screen_costs_the_same_for_few_rows_and_for_many(
    cast: Cast, layla: Client, path: str
) -> None:
    def statements() -> int:
        layla.get(f"/cms/{path}/")
        with CaptureQueriesContext(connection) as found:
            layla.get(f"/cms/{path}/")
        return len(found)

    many = statements()
    with cast.writing(cast.bahrain):
        ReplyTemplate.objects.exclude(code="ask-when").delete()
        Category.objects.filter(parent__isnull=False).exclude(code="street-lighting").delete()

    assert statements() == many
    assert many < 30
