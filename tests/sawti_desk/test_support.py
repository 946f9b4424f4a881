"""Access of support: asked for, allowed by the tenant, read-only, for a time, on two records."""

from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from sawti.accounts.models import Session
from sawti.audit.models import Entry
from sawti.entities.deliveries import tell_operators
from sawti.entities.models import SupportGrant
from sawti.outbox.delivery import Letter
from sawti.outbox.models import Message
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast

LIST = "/desk/support/"
OPERATOR = people.ZAID.email


@pytest.fixture(autouse=True)
def _operators(settings: Any) -> None:
    """Jordan's staff operate the platform here."""
    settings.SAWTI_OPERATOR_TENANT = "jordan"


def english(cast: Cast, person: people.Person | None = None) -> Client:
    client = cast.client(person)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def run(deed: str, **options: Any) -> str:
    out = StringIO()
    options = {"tenant": "bahrain", "operator": OPERATOR, **options}
    call_command("support_access", deed, stdout=out, **options)
    return out.getvalue().strip()


def asked(hours: int = 4) -> str:
    return run("ask", reason="mail does not leave", hours=hours).split(":")[0]


def allowed(cast: Cast) -> str:
    access = asked()
    assert english(cast, people.SALMA).post(f"{LIST}{access}/allow/").status_code == 303
    return access


def entered(cast: Cast) -> tuple[str, Client]:
    """Return an access and the browser of the operator who is in."""
    access = allowed(cast)
    path = run("link", access=access).partition(":8000")[2]
    client = english(cast)
    assert client.post(path).status_code == 303
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return access, client


def events(cast: Cast, tenant: Any) -> list[str]:
    with cast.inside(tenant):
        rows = Entry.objects.filter(event__startswith="support.").order_by("at", "id")
        return list(rows.values_list("event", flat=True))


def test_nothing_opens_before_the_tenant_allows_it(cast: Cast) -> None:
    access = asked()

    with pytest.raises(CommandError, match="not open"):
        run("link", access=access)

    assert "mail does not leave" in english(cast, people.SALMA).get(LIST).content.decode()


def test_support_reads_under_a_banner_and_changes_nothing(cast: Cast) -> None:
    filed = cast.file_case()
    _, client = entered(cast)
    case = f"/desk/cases/{filed.case_id}/"

    page = client.get(case)
    statuses = [
        client.post(f"{case}take/", {"version": 1}).status_code,
        client.post(f"{case}identity/", {"reason": "x"}).status_code,
        client.get("/cms/").status_code,
    ]

    assert page.status_code == 200
    assert "Support is looking" in page.content.decode()
    assert "sara@example.com" not in page.content.decode()
    assert statuses == [403, 403, 403]


def test_every_step_is_on_the_record_of_both(cast: Cast) -> None:
    access, _ = entered(cast)

    english(cast, people.SALMA).post(f"{LIST}{access}/end/")
    cast.deliver()

    steps = ["asked", "allowed", "link_made", "entered", "ended"]
    assert events(cast, cast.bahrain) == [f"support.{step}" for step in steps]
    assert events(cast, cast.jordan) == [f"support.{step}" for step in steps]


def test_a_step_waits_for_a_worker_with_the_step_itself_and_is_recorded_once(cast: Cast) -> None:
    asked()
    before = events(cast, cast.jordan)
    cast.deliver()
    with cast.inside(cast.bahrain):
        row = Message.objects.get(topic="support.noted")

    with tenant_context(cast.bahrain):  # a worker that died before it marked the row as done
        tell_operators(Letter(row.id, row.topic, row.payload, 2), row.created_at)

    assert before == []
    assert row.done_at is not None
    with cast.inside(cast.jordan):
        entry = Entry.objects.get(event="support.asked")
    assert (entry.id, entry.actor_id) == (row.id, cast.staff(people.ZAID).id)


def test_ending_bites_on_the_next_request_and_leaves_no_session(cast: Cast) -> None:
    access, client = entered(cast)
    before = client.get("/desk/").status_code

    english(cast, people.SALMA).post(f"{LIST}{access}/end/")

    assert (before, client.get("/desk/").status_code) == (200, 303)
    with cast.inside(cast.bahrain):
        grant = SupportGrant.objects.get()
        assert not grant.account.is_active
        assert not Session.objects.filter(staff_id=grant.account_id).exists()


def test_access_dies_at_its_last_instant(cast: Cast, clock: Any) -> None:
    _, client = entered(cast)

    clock.move_to("2026-03-01T08:20:00Z")
    during = client.get("/desk/").status_code
    clock.move_to("2026-03-01T12:00:00Z")

    assert (during, client.get("/desk/").status_code) == (200, 303)


def test_a_link_is_good_once_and_for_ten_minutes(cast: Cast, clock: Any) -> None:
    access = allowed(cast)
    first = run("link", access=access).partition(":8000")[2]
    second = run("link", access=access).partition(":8000")[2]

    replaced = english(cast).post(first).status_code
    looked = english(cast).get(second).status_code
    used = english(cast).post(second).status_code
    again = english(cast).post(second).status_code
    third = run("link", access=access).partition(":8000")[2]
    clock.move_to("2026-03-01T08:10:00Z")
    late = english(cast).post(third).status_code

    assert [replaced, looked, used, again, late] == [409, 200, 303, 409, 409]


@pytest.mark.parametrize("who", [people.FATIMA, people.LAYLA, people.ADEL, people.ZAID])
def test_only_the_tenants_administrators_allow_and_end(cast: Cast, who: people.Person) -> None:
    access, client = asked(), english(cast, who)

    statuses = {client.post(f"{LIST}{access}/{deed}/").status_code for deed in ("allow", "end")} | {
        client.get(LIST).status_code
    }

    assert statuses == ({200, 404} if who is people.ZAID else {403})
    with cast.inside(cast.bahrain):
        assert SupportGrant.objects.get().allowed_at is None


def test_a_request_needs_a_reason_and_stays_within_a_day(cast: Cast) -> None:
    with pytest.raises(CommandError, match="reason"):
        run("ask", reason=" ")
    with pytest.raises(CommandError, match="1 to 24 hours"):
        run("ask", reason="x", hours=25)
    with pytest.raises(CommandError, match="no active account"):
        run("ask", reason="x", operator="nobody@example.com")


def test_a_refused_request_opens_nothing(cast: Cast) -> None:
    access, salma = asked(), english(cast, people.SALMA)

    refused = salma.post(f"{LIST}{access}/end/").status_code
    allowed_after = salma.post(f"{LIST}{access}/allow/").status_code

    assert (refused, allowed_after) == (303, 409)
    assert events(cast, cast.bahrain) == ["support.asked", "support.refused"]
