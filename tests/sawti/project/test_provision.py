"""`sawti create_database` makes what the addresses of a deployment name."""

from collections.abc import Iterator

import psycopg
import pytest

from sawti.project.env import SetUpError
from sawti.project.provision import run_create_database
from tests import servers

PREFIX = "sawti_provision"


def addresses(admin_url: str, name: str) -> dict[str, str]:
    place = servers.with_database(admin_url, name).rpartition("@")[2]
    return {
        "DATABASE_ADMIN_URL": admin_url,
        "SAWTI_ROLE_PREFIX": PREFIX,
        "DATABASE_URL": f"postgresql://{PREFIX}_app:a-word@{place}",
        "DATABASE_OWNER_URL": f"postgresql://{PREFIX}_owner:a-word@{place}",
        "DATABASE_SYSTEM_URL": f"postgresql://{PREFIX}_system:a-word@{place}",
    }


@pytest.fixture
def deployment(
    admin_url: str, database_name: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, str]]:
    found = addresses(admin_url, f"{database_name}_made")
    for name, value in found.items():
        monkeypatch.setenv(name, value)
    yield found
    servers.drop_database(admin_url, f"{database_name}_made")


def test_the_roles_can_sign_in_and_the_serving_one_is_bound(deployment: dict[str, str]) -> None:
    run_create_database()
    run_create_database()

    with psycopg.connect(deployment["DATABASE_URL"]) as connection:
        row = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (f"{PREFIX}_app", False, False)
    with psycopg.connect(deployment["DATABASE_OWNER_URL"]) as connection:
        connection.execute("CREATE TABLE mine (id int)")


def test_an_address_with_another_account_is_refused_in_one_line(
    deployment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", deployment["DATABASE_OWNER_URL"])

    with pytest.raises(SetUpError) as refusal:
        run_create_database()

    assert str(refusal.value) == (
        f"DATABASE_URL: expected the account {PREFIX}_app, found {PREFIX}_owner."
    )
