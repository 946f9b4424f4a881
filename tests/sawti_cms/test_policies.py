"""Administrators set what is promised; new cases follow, old promises stay and explain."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sawti.audit.models import Entry
from sawti.sla.models import Policy, PolicyVersion
from sawti.sla.queries import target_of
from sawti.tenancy.context import TenantFacts
from sawti.tenancy.queries import tenant_by_slug
from tests import people
from tests.cast import Cast, utc
from tests.sawti_cms.test_screens import editor

HERE = "/cms/promises/"
LIGHTING = {
    "name_ar": "الإنارة",
    "name_en": "Lighting",
    "amount": "2",
    "unit": "days",
    "category": "street-lighting",
    **dict.fromkeys(
        ("entity", "pillar", "case_type", "importance", "applicant_class", "channel"), ""
    ),
    "is_active": "on",
    "seen": "",
}


@pytest.fixture
def salma(cast: Cast, clock: Any) -> Client:
    return editor(cast, people.SALMA)


def now() -> TenantFacts:
    tenant = tenant_by_slug("bahrain")
    assert tenant is not None
    return tenant


def due(cast: Cast) -> Any:
    filed = cast.file_case(tenant=now(), on="2026-03-01T08:00Z")
    case = cast.case(filed.case_id)
    return case.policy_code, case.policy_version, case.due_at


def row(cast: Cast, code: str = "lighting") -> Policy:
    with cast.inside(cast.bahrain):
        found: Policy = Policy.objects.get(code=code)
        return found


def test_a_new_policy_counts_for_the_next_case_and_is_on_record(cast: Cast, salma: Client) -> None:
    before = due(cast)

    response = salma.post(f"{HERE}add/", LIGHTING)

    assert (response.status_code, response.headers["Location"]) == (302, HERE)
    assert before == ("standard", 1, utc("2026-03-19T11:00"))
    assert due(cast) == ("lighting", 1, utc("2026-03-03T11:00"))
    with cast.inside(cast.bahrain):
        entry = Entry.objects.get(event="catalogue.policy_added")
    assert (entry.actor_id, entry.object_id) == (cast.salma.id, row(cast).id)


def test_minutes_run_within_working_hours(cast: Cast, salma: Client) -> None:
    salma.post(f"{HERE}add/", {**LIGHTING, "amount": "240", "unit": "minutes"})

    # Received at 11:00 in Bahrain: three hours until closing at 14:00, one from 07:00 on.
    assert due(cast) == ("lighting", 1, utc("2026-03-02T05:00"))


def test_another_target_is_a_new_version_and_the_old_one_still_explains(
    cast: Cast, salma: Client
) -> None:
    salma.post(f"{HERE}add/", LIGHTING)
    promised = due(cast)
    edited = row(cast).edited_at
    assert edited is not None

    salma.post(f"{HERE}lighting/", {**LIGHTING, "amount": "5", "seen": edited.isoformat()})

    assert promised == ("lighting", 1, utc("2026-03-03T11:00"))
    assert due(cast) == ("lighting", 2, utc("2026-03-08T11:00"))
    with cast.inside(now()):
        targets = [target_of("lighting", version) for version in (1, 2, 3)]
    assert [target and target.amount for target in targets] == [2, 5, None]


def test_another_name_alone_is_no_new_version(cast: Cast, salma: Client) -> None:
    salma.post(f"{HERE}add/", LIGHTING)
    edited = row(cast).edited_at
    assert edited is not None

    salma.post(f"{HERE}lighting/", {**LIGHTING, "name_en": "Lamps", "seen": edited.isoformat()})

    assert (row(cast).version, row(cast).names["en"]) == (1, "Lamps")
    with cast.inside(cast.bahrain):
        assert PolicyVersion.objects.filter(code="lighting").count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name_ar": ""}, "Write this in Arabic too"),
        ({"amount": "0"}, "1"),
        ({"amount": "400"}, "Enter a number from 1 to 366."),
        ({"category": "", "importance": "high"}, "The policy high names the same already."),
        ({"category": ""}, "The policy standard names the same already."),
        ({"category": "made-up"}, "made-up"),
        ({"name_en": "Standard"}, "Another policy has this name."),
    ],
)
def test_a_policy_that_cannot_be_is_refused_at_its_field(
    cast: Cast, salma: Client, wrong: dict[str, str], words: str
) -> None:
    before = cast.count(Policy), cast.count(PolicyVersion)

    response = salma.post(f"{HERE}add/", {**LIGHTING, **wrong})

    assert response.status_code == 422
    assert words in response.content.decode()
    assert (cast.count(Policy), cast.count(PolicyVersion)) == before


def test_the_policy_for_all_other_cases_stays_in_force(cast: Cast, salma: Client) -> None:
    sent = {**LIGHTING, "name_en": "Standard", "category": ""}

    answers = [
        salma.post(f"{HERE}standard/", {**sent, "is_active": ""}),
        salma.post(f"{HERE}standard/", {**sent, "case_type": "enquiry"}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert row(cast, "standard").is_active


def test_one_tries_out_when_a_case_would_be_due_and_sees_what_fits(
    cast: Cast, salma: Client
) -> None:
    salma.post(f"{HERE}add/", LIGHTING)

    page = salma.get(
        f"{HERE}try/",
        {"category": "street-lighting", "importance": "high", "filed_at": "2026-03-01T11:00"},
    ).content.decode()

    assert "3 March 2026" in page
    assert page.index("Lighting") < page.index("high")


def test_a_version_cannot_be_changed_afterwards(cast: Cast, salma: Client) -> None:
    from django.db.utils import ProgrammingError

    with pytest.raises(ProgrammingError, match="permission denied"), cast.writing(cast.bahrain):
        PolicyVersion.objects.filter(code="standard").update(amount=1)


@pytest.mark.parametrize("path", ["", "add/", "try/", "standard/"])
def test_an_editor_who_may_not_move_due_dates_gets_in_nowhere(cast: Cast, path: str) -> None:
    layla, before = editor(cast, people.LAYLA), row(cast, "standard").edited_at

    answers = [layla.get(f"{HERE}{path}"), layla.post(f"{HERE}{path}", LIGHTING)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert row(cast, "standard").edited_at == before


def test_a_policy_of_another_tenant_equals_a_missing_one(cast: Cast, salma: Client) -> None:
    answers = [salma.get(f"{HERE}{code}/") for code in ("suggestion", "none")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_list_costs_the_same_for_many_policies(cast: Cast, salma: Client) -> None:
    salma.get(HERE)
    with CaptureQueriesContext(connection) as few:
        salma.get(HERE)
    with cast.writing(cast.bahrain):
        Policy.objects.bulk_create(
            Policy(code=f"p{place}", amount=1, is_active=False) for place in range(50)
        )

    with CaptureQueriesContext(connection) as many:
        salma.get(HERE)

    assert len(many) == len(few)


def test_the_time_of_a_post_is_set_in_the_form_and_is_a_new_version(
    cast: Cast, salma: Client
) -> None:
    salma.post(f"{HERE}add/", LIGHTING)
    edited = row(cast).edited_at
    assert edited is not None
    time = {"post_focal_point_amount": "3", "post_focal_point_unit": "days"}

    salma.post(f"{HERE}lighting/", {**LIGHTING, **time, "seen": edited.isoformat()})

    assert (row(cast).version, row(cast).posts) == (
        2,
        {"focal_point": {"amount": 3, "unit": "days"}},
    )
    assert "Focal point: 3 working days" in salma.get(HERE).text
    assert "Time of the post: Focal point" in salma.get("/cms/history/policy/lighting/").text
    assert 'name="post_head_amount"' not in salma.get(f"{HERE}lighting/").text  # heads only read


def test_the_time_of_a_post_that_cannot_be_is_refused_at_its_field(
    cast: Cast, salma: Client
) -> None:
    time = {"post_focal_point_amount": "400", "post_focal_point_unit": "days"}

    response = salma.post(f"{HERE}add/", {**LIGHTING, **time})

    assert response.status_code == 422
    assert "Enter a number from 1 to 366." in response.text
