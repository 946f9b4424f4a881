"""An action whose mark can't be written does not happen; neither does a refusal go unrecorded."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.conf import settings
from django.db import DatabaseError

from sawti.accounts.models import Staff
from sawti.audit.models import Entry
from sawti.cases.actions.identity import open_identity
from sawti.signin.actions.doors import sign_in
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.sawti.audit.superuser import Superuser, superuser

pytestmark = pytest.mark.usefixtures("committed")
APP = f"{settings.SAWTI_ROLE_PREFIX}_app"


@pytest.fixture
def intruder(committed: None, admin_url: str, database_name: str) -> Iterator[Superuser]:
    with superuser(admin_url, database_name) as found:
        yield found


@pytest.fixture(params=["audit_entry", "audit_pending"])
def closed(request: pytest.FixtureRequest, intruder: Superuser, cast: Cast) -> Superuser:
    """Nobody can add to the record any more."""
    cast.staff(people.FATIMA)
    intruder.run(f"REVOKE INSERT ON {request.param} FROM {APP}")
    return intruder


def test_nobody_signs_in_without_a_mark(cast: Cast, closed: Superuser, at: datetime) -> None:
    with tenant_context(cast.bahrain), pytest.raises(DatabaseError):
        sign_in(email=people.FATIMA.email, password=people.PASSWORD, source="10.0.0.1", at=at)

    with cast.inside(cast.bahrain):
        assert Staff.objects.get(email=people.FATIMA.email).last_sign_in_at is None


def test_no_identity_is_opened_without_a_mark(cast: Cast, closed: Superuser, at: datetime) -> None:
    filed = cast.file_case()

    with tenant_context(cast.bahrain), pytest.raises(DatabaseError):
        open_identity(filed.case_id, by=cast.fatima, reason="to call back", at=at)

    with cast.inside(cast.bahrain):
        assert not Entry.objects.filter(event__startswith="identity.").exists()


def test_the_answer_to_a_sign_in_without_a_mark_tells_nothing(
    cast: Cast, closed: Superuser
) -> None:
    client = cast.client()
    client.raise_request_exception = False

    response = client.post(
        "/desk/sign-in/", {"email": people.FATIMA.email, "password": people.PASSWORD}
    )

    assert response.status_code == 500
    assert "audit" not in response.content.decode()


def test_a_record_that_is_locked_stops_the_action_instead_of_going_on_without_it(
    cast: Cast, intruder: Superuser, at: datetime
) -> None:
    """Somebody holds the table; the statement gives up after its time, and so does the action."""
    intruder.run(
        f"ALTER ROLE {APP} IN DATABASE {intruder.connection.info.dbname} SET lock_timeout = '200ms'"
    )
    from django.db import connection

    connection.close()
    with intruder.connection.transaction():
        intruder.run("LOCK TABLE audit_entry IN ACCESS EXCLUSIVE MODE")
        with tenant_context(cast.bahrain), pytest.raises(DatabaseError):
            sign_in(email=people.FATIMA.email, password=people.PASSWORD, source="10.0.0.1", at=at)

    with cast.inside(cast.bahrain):
        assert Staff.objects.get(email=people.FATIMA.email).last_sign_in_at is None
