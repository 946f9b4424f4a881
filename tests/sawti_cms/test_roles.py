"""Who enters the CMS follows from posts; administrators change roles there, with a preview."""

from typing import Any

import pytest

from sawti.accounts.models import StaffGroup
from sawti.entities.actions import Period, end_post, give_post
from sawti.entities.models import Post, Role
from sawti.entities.permissions import rights_of
from sawti.lib import clock
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast

ROLE = "/cms/roles/focal_point/"


def sent(**changes: Any) -> dict[str, Any]:
    """Return the form of the focal point's role as it is, with changes."""
    return {
        "name_ar": "ضابط الاتصال",
        "name_en": "Focal point",
        "permissions": ["view_cases", "handle_cases", "open_identity"],
        "is_first_contact": "on",
        "is_delegable": "on",
        "is_active": "on",
        **changes,
    }


def is_in_group(cast: Cast, person: people.Person) -> bool:
    with cast.inside(cast.bahrain):
        return StaffGroup.objects.filter(staff=cast.staff(person)).exists()


def test_the_door_of_the_cms_opens_and_shuts_with_the_post(cast: Cast) -> None:
    client, at = cast.client(people.NOOR), clock.now()
    before = client.get("/cms/pages/").status_code
    with tenant_context(cast.bahrain):
        post = give_post(
            staff_id=cast.noor.id,
            role_code="editor",
            entity_id=None,
            period=Period(at),
            by=cast.salma,
            at=at,
        )
    during = client.get("/cms/pages/", follow=True).status_code, is_in_group(cast, people.NOOR)
    with tenant_context(cast.bahrain):
        end_post(post.id, by=cast.salma, at=clock.now())
    after = client.get("/cms/pages/").status_code, is_in_group(cast, people.NOOR)

    assert (before, during, after) == (302, (200, True), (302, False))


@pytest.mark.parametrize("person", [people.LAYLA, people.FATIMA, people.ZAID])
def test_only_administrators_of_the_tenant_see_roles(cast: Cast, person: people.Person) -> None:
    client = cast.client(person)
    client.defaults["HTTP_HOST"] = "bahrain.localhost:8000"

    statuses = [client.get(url).status_code for url in ("/cms/roles/", ROLE, "/cms/roles/add/")]

    assert statuses == [403 if person is people.LAYLA else 302] * 3


def test_an_editor_does_not_reach_the_plugins(cast: Cast) -> None:
    assert cast.client(people.LAYLA).get("/cms/plugins/").status_code == 404


def test_a_change_of_permissions_is_told_before_it_is_saved(cast: Cast) -> None:
    client = cast.client(people.SALMA)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    body = sent(permissions=["view_cases", "handle_cases"])

    told = client.post(ROLE, body)
    with cast.inside(cast.bahrain):
        between = set(rights_of(cast.fatima).entities)
    saved = client.post(ROLE, {**body, "previewed": "-open_identity"})

    text = told.content.decode()
    assert "2 people lose: Open the applicant&#x27;s identity, with a reason." in text
    assert 'value="-open_identity"' in text
    assert between == {"view_cases", "handle_cases", "open_identity"}
    assert saved.status_code == 302
    with cast.inside(cast.bahrain):
        assert set(rights_of(cast.fatima).entities) == {"view_cases", "handle_cases"}


def test_more_than_the_editor_has_is_refused_and_nothing_changes(cast: Cast) -> None:
    body = sent(permissions=["view_cases", "review_answers"])

    refused = cast.client(people.SALMA).post(
        ROLE, {**body, "previewed": "+review_answers -handle_cases -open_identity"}
    )

    assert refused.status_code == 403
    with cast.inside(cast.bahrain):
        assert "review_answers" not in Role.objects.get(code="focal_point").permissions
        assert Post.objects.filter(role__code="focal_point").exists()


def test_an_administrator_adds_a_role(cast: Cast) -> None:
    body = sent(code="setup", level="tenant", permissions=["oversee_entities"])

    response = cast.client(people.SALMA).post("/cms/roles/add/", body)

    assert response.status_code == 302
    with cast.inside(cast.bahrain):
        assert Role.objects.get(code="setup").permissions == ["oversee_entities"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("Setup", "A code has small letters, digits, hyphens and underscores"),
        ("x" * 41, "A code has small letters, digits, hyphens and underscores"),
        ("focal_point", "There is a role with this code already."),
    ],
)
def test_a_code_that_can_not_be_kept_is_said_at_its_field_and_nothing_is_saved(
    cast: Cast, code: str, said: str
) -> None:
    client, before = cast.client(people.SALMA), cast.count(Role)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    response = client.post("/cms/roles/add/", sent(code=code, level="entity"))

    assert response.status_code == 422
    assert said in response.content.decode()
    assert cast.count(Role) == before


def test_a_role_without_a_code_gets_one_from_its_english_name(cast: Cast) -> None:
    name = "Coordinator of the rainy season in the northern governorate"

    response = cast.client(people.SALMA).post(
        "/cms/roles/add/",
        sent(name_en=name, code="", level="entity", permissions=["oversee_entities"]),
    )

    assert response.status_code == 302
    with cast.inside(cast.bahrain):
        assert Role.objects.get(names__en=name).code == "coordinator-of-the-rainy-season-in-the-n"
