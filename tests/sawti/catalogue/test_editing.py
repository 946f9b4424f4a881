"""Editors change categories, replies, texts, colours, menus and notices; the portal shows it."""

from typing import Any

import pytest

from sawti.audit.models import Entry
from sawti.catalogue.errors import EditedMeanwhile
from sawti.catalogue.links import LinkTarget
from sawti.catalogue.models import Category, Edit, MenuLink, Notice, ReplyTemplate, Text, Theme
from sawti.catalogue.queries import catalogue
from sawti.catalogue.steps import categories, menus, notices, order, replies, words
from sawti.lib.clock import now
from sawti.lib.errors import InvalidInput, Missing, NotPermitted
from sawti.tenancy.queries import tenant_by_slug
from tests import people
from tests.cast import Cast, utc
from tests.sawti.catalogue.editing import do, draft, rename

BOTH = {"ar": "ع", "en": "e"}
ROWS = (Category, ReplyTemplate, Text, Theme, MenuLink, Notice, Edit, Entry)


def faults(cast: Cast, step: Any, *args: Any, **kwargs: Any) -> dict[str, str]:
    """Return what is wrong, by field; nothing may have changed."""
    before = [cast.count(model) for model in ROWS]
    with pytest.raises(InvalidInput) as refused:
        do(cast, step, *args, **kwargs)
    assert [cast.count(model) for model in ROWS] == before
    return {fault.field: str(fault) for fault in refused.value.faults}


def add_link(cast: Cast, place: str, name: str, kind: str, target: str) -> None:
    link = menus.MenuLinkDraft(place, {"ar": "ع", "en": name}, LinkTarget(kind, target))
    do(cast, menus.add_menu_link, link)


def config_version() -> int:
    tenant = tenant_by_slug("bahrain")
    assert tenant is not None
    return tenant.config_version


def test_a_change_leaves_history_audit_and_a_new_version(cast: Cast) -> None:
    version = config_version()

    rename(cast, "Lamps")

    assert config_version() == version + 1
    with cast.inside(cast.bahrain):
        edit = Edit.objects.get()
        assert (edit.table, edit.row, edit.editor.email) == (
            "category",
            "street-lighting",
            "layla@bahrain.example",
        )
        assert (edit.before["names"]["en"], edit.after["names"]["en"]) == (
            "Street lighting",
            "Lamps",
        )
        entry = Entry.objects.get(event="catalogue.category_changed")
        row = Category.objects.get(code="street-lighting")
        assert (entry.actor_id, entry.object_id) == (edit.editor_id, row.id)
        assert catalogue().categories["street-lighting"].name("en") == "Lamps"


@pytest.mark.parametrize("person", [people.FATIMA, people.NOOR, people.RANIA])
def test_only_an_editor_of_the_tenant_may_change_anything(cast: Cast, person: Any) -> None:
    before = [cast.count(model) for model in ROWS]

    with pytest.raises(NotPermitted):
        do(cast, categories.add_category, "new", draft(), person=person)

    assert [cast.count(model) for model in ROWS] == before


def test_a_category_of_another_tenant_is_a_missing_one(cast: Cast) -> None:
    with cast.inside(cast.bahrain):
        codes = set(Category.objects.values_list("code", flat=True))
    with cast.inside(cast.jordan):
        code = Category.objects.exclude(code__in=codes).values_list("code", flat=True)[0]

    with pytest.raises(Missing):
        do(cast, categories.change_category, code, draft(), seen=None)


def test_who_opened_the_row_before_the_last_change_is_told(cast: Cast) -> None:
    rename(cast, "Lamps")

    with pytest.raises(EditedMeanwhile):
        do(cast, categories.change_category, "street-lighting", draft(), seen=None)


def test_every_fault_of_a_category_is_told_at_once(cast: Cast) -> None:
    wrong = draft(
        names={"ar": " ", "en": "x" * 201},
        parent="street-lighting",
        pillar="nothing",
        entity="",
        importance="nothing",
        keywords={"ar": ["x"] * 41},
    )

    assert faults(cast, categories.add_category, "Not a code", wrong) == {
        "code": "A code has small letters, digits and hyphens, at most 60 of them.",
        "name_ar": "Write this in Arabic too: it is shown in both languages.",
        "name_en": "Shorten this to 200 characters; it has 201.",
        "parent": "Choose an active category of the first level.",
        "pillar": "Choose a pillar.",
        "entity": "Choose the entity that answers these cases.",
        "importance": "Choose an importance from the list.",
        "keywords_ar": "At most 40 words, one on each line, none longer than a line.",
    }


def test_a_code_is_taken_once(cast: Cast) -> None:
    assert faults(cast, categories.add_category, "roads", draft()) == {
        "code": "This code is taken. Choose another one."
    }


def test_a_group_with_active_categories_is_not_switched_off(cast: Cast) -> None:
    group = categories.CategoryDraft({"ar": "الطرق", "en": "Roads"}, is_active=False)

    assert faults(cast, categories.change_category, "roads", group, seen=None) == {
        "is_active": "6 active categories lie below it. Switch them off first."
    }


def test_a_group_can_not_be_put_below_another(cast: Cast) -> None:
    below = draft(parent="utilities")

    assert faults(cast, categories.change_category, "roads", below, seen=None) == {
        "parent": "Categories lie below this one, so it stays on the first level."
    }


def test_a_category_moves_among_its_peers_only(cast: Cast) -> None:
    def codes() -> list[str]:
        with cast.inside(cast.bahrain):
            rows = Category.objects.filter(parent__code="roads").order_by("position", "code")
            return [row.code for row in rows]

    before = codes()

    do(cast, order.move_category, before[2], up=True)
    do(cast, order.move_category, before[0], up=True)
    do(cast, order.move_category, before[-1], up=False)

    assert codes() == [before[0], before[2], before[1], *before[3:]]


def test_a_reply_with_a_name_that_nobody_can_fill_in_is_refused(cast: Cast) -> None:
    wrong = replies.ReplyDraft(BOTH, {"ar": "ع {number}", "en": "e {colour}"}, "letter", "x", "y")

    found = faults(cast, replies.add_reply, "new", wrong)

    assert found.pop("body_en").startswith("{colour} can not be filled in.")
    assert found == {
        "kind": "Choose question or answer.",
        "entity": "Choose an entity from the list.",
        "category": "Choose a subject from the list.",
    }


def test_texts_keep_their_shape_and_only_what_differs_is_changed(cast: Cast) -> None:
    with cast.inside(cast.bahrain):
        old = dict(catalogue().texts)

    wrong = {
        "what_next": {"ar": ["أ", "ب"], "en": ["a", "b", "c"]},
        "footer": {"ar": "", "en": "x"},
    }
    assert faults(cast, words.change_texts, wrong, seen=None) == {
        "what_next_2_ar": "Write this in Arabic too: it is shown in both languages.",
        "footer_ar": "Write this in Arabic too: it is shown in both languages.",
    }

    changed = do(cast, words.change_texts, {**old, "footer": BOTH}, seen=None)

    assert changed == ["footer"]
    assert cast.count(Edit) == 1


def test_a_theme_that_can_not_be_read_is_refused_with_figures_and_a_remedy(cast: Cast) -> None:
    with cast.inside(cast.bahrain):
        light, dark = (catalogue().theme[mode] for mode in ("light", "dark"))

    found = faults(
        cast, words.change_theme, {**light, "link": "#f28b9a"}, {**dark, "brand": "red"}, seen=None
    )

    assert found == {
        "light_link": "On #e7f0fa its contrast is 2.04 to 1 and people could not read it; at "
        "least 4.5 is needed. The nearest colour that can be read everywhere is #9b5963.",
        "dark_brand": "Enter a colour such as #0b5d4e.",
    }
    do(cast, words.change_theme, {**light, "link": "#9b5963"}, dark, seen=None)
    assert "--sw-link: #9b5963" in cast.client().get("/en/theme.css").text


@pytest.mark.parametrize(
    ("kind", "target", "said"),
    [
        ("built_in", "admin", "Choose where the link leads."),
        ("page", "nothing", "Choose a page that is published."),
        ("outside", "http://x.org", "Enter an address that begins with https://, such as"),
        ("outside", "https://u:p@x.org", "Enter an address that begins with https://, such as"),
        ("outside", "https://x.org/a b", "Enter an address that begins with https://, such as"),
        ("outside", "javascript:alert(1)", "Enter an address that begins with https://, such as"),
    ],
)
def test_a_link_that_leads_nowhere_is_refused(
    cast: Cast, kind: str, target: str, said: str
) -> None:
    link = menus.MenuLinkDraft("header", BOTH, LinkTarget(kind, target))

    assert faults(cast, menus.add_menu_link, link)["target"].startswith(said)


def test_links_stand_in_header_and_footer_in_their_order(cast: Cast) -> None:
    add_link(cast, "header", "Help", "built_in", "help")
    add_link(cast, "header", "File", "built_in", "file")
    add_link(cast, "footer", "Law", "outside", "https://law.example.org/?a=1&b=2")
    with cast.inside(cast.bahrain):
        last = MenuLink.objects.get(target="file")
    do(cast, order.move_menu_link, str(last.id), up=True)

    text = cast.client().get("/en/").text

    header = text.split('aria-label="Main menu"')[1].split("</nav>")[0]
    assert header.index('href="/en/file/">File') < header.index('href="/en/help/">Help')
    assert "Track a case" not in header
    footer = text.split('aria-label="More"')[1].split("</nav>")[0]
    assert '<a href="https://law.example.org/?a=1&amp;b=2">Law</a>' in footer
    assert "Track a case" in cast.client(tenant="jordan").get("/en/").text.split("</header>")[0]


@pytest.mark.parametrize(
    ("at", "is_shown"),
    [("07:59", False), ("08:00", True), ("09:59", True), ("10:00", False)],
)
def test_a_notice_stands_on_every_page_while_it_runs(
    cast: Cast, clock: Any, at: str, is_shown: bool
) -> None:
    said = {"ar": "الخدمة متوقفة", "en": "Closed on <Sunday>"}
    period = utc("2026-03-02T08:00"), utc("2026-03-02T10:00")
    do(cast, notices.add_notice, notices.NoticeDraft(said, "warn", *period))

    clock.move_to(f"2026-03-02T{at}Z")

    assert ("Closed on &lt;Sunday&gt;" in cast.client().get("/en/help/").text) is is_shown
    assert "Closed on" not in cast.client(tenant="jordan").get("/en/help/").text


def test_a_notice_that_ends_before_it_begins_is_refused(cast: Cast) -> None:
    at = now()
    notice = notices.NoticeDraft(BOTH, "loud", at, at)

    assert faults(cast, notices.add_notice, notice) == {
        "tone": "Choose how the notice looks.",
        "until_at": "The end lies before the beginning. Move it.",
    }


def test_what_was_removed_stays_in_history(cast: Cast) -> None:
    do(cast, notices.add_notice, notices.NoticeDraft(BOTH, "info", now(), None))
    with cast.inside(cast.bahrain):
        row = Notice.objects.get()

    do(cast, notices.remove_notice, row.id)

    assert cast.count(Notice) == 0
    with cast.inside(cast.bahrain):
        last = Edit.objects.order_by("-id").first()
        assert (last.before["texts"], last.after) == (BOTH, None)
