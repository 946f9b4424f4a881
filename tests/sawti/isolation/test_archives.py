"""A tenant, or all of them, can be taken out and put back with every row and every file."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from sawti.project.embedded.binaries import find_binaries
from sawti.tenancy.holes import findings
from sawti.tenancy.roles import create_database
from tests import hostile, servers
from tests.cast import Cast

OF_TENANTS = """
SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE relkind = 'r' AND attname = 'tenant_id' AND c.relnamespace = 'public'::regnamespace
AND relname <> 'accounts_session' ORDER BY 1
"""


@dataclass(frozen=True)
class Place:
    """A deployment: its database and its folder of files."""

    admin_url: str
    name: str
    files: Path

    def connect(self) -> psycopg.Connection[Any]:
        """Return a superuser's connection, which no policy narrows."""
        url = servers.with_database(self.admin_url, self.name)
        return psycopg.connect(url, autocommit=True)

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command of ours there."""
        backup = servers.with_database(self.admin_url, self.name, "backup")
        kept = {"SAWTI_FILES_FOLDER": str(self.files), "DATABASE_BACKUP_URL": backup}
        variables = servers.environment(self.admin_url, self.name) | kept | more
        return subprocess.run(
            [sys.executable, "-m", "sawti.project.console", *command],
            env=variables, capture_output=True, text=True, timeout=300,
        )  # fmt: skip

    def contents(self, tenant_id: Any) -> dict[str, tuple[int, str]]:
        """Return, for each table, how many rows the tenant has and a hash of all they say.

        Rights and groups are global rows with other numbers elsewhere: they are compared by count.
        """
        found = {}
        with self.connect() as connection:
            for table in [name for (name,) in connection.execute(OF_TENANTS).fetchall()]:
                query = sql.SQL(
                    "SELECT count(*), md5(string_agg(to_jsonb(t)::text, '' "
                    "ORDER BY to_jsonb(t)::text)) FROM (SELECT * FROM {} WHERE tenant_id = %s) t"
                ).format(sql.Identifier(table))
                count, digest = connection.execute(query, [tenant_id]).fetchone() or (0, "")
                is_numbered = table.endswith(("permission", "staffgroup"))
                found[table] = (count, "" if is_numbered else digest)
        return found


@pytest.fixture
def here(committed: None, admin_url: str, database_name: str, files_folder: Path) -> Place:
    """Where both tenants have cases, files and a record of what was done."""
    return Place(admin_url, database_name, files_folder)


@pytest.fixture
def filled(here: Place, cast: Cast, clock: Any) -> Cast:
    filed = cast.file_case(files=(cast.upload(hostile.jpeg()).token, cast.upload().token))
    cast.take(filed.case_id)
    cast.ask(filed.case_id)
    cast.note(filed.case_id, 'للزملاء فقط \\ "quoted"\n\ttab')
    cast.file_case(tenant=cast.jordan, category=None)
    return cast


@pytest.fixture
def elsewhere(here: Place, tmp_path: Path) -> Iterator[Place]:
    """A deployment of the same version, without any tenant."""
    name = f"{here.name}_elsewhere"
    servers.clone_template(here.admin_url, name)
    place = Place(here.admin_url, name, tmp_path / "other-files")
    with place.connect() as connection:
        connection.execute("TRUNCATE tenancy_tenant CASCADE")
    yield place
    servers.drop_database(here.admin_url, name)


@pytest.fixture
def archive(here: Place, filled: Cast, tmp_path: Path) -> Path:
    """Bahrain as a folder."""
    folder = tmp_path / "archive"
    done = here.run("export_tenant", "bahrain", "--to", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def test_a_tenant_moves_with_every_row_and_every_file(
    here: Place, elsewhere: Place, archive: Path, filled: Cast
):
    manifest = json.loads((archive / "manifest.json").read_text())

    done = elsewhere.run("import_tenant", str(archive))

    bahrain = filled.bahrain.id
    assert done.returncode == 0, done.stderr
    assert elsewhere.contents(bahrain) == here.contents(bahrain)
    assert elsewhere.contents(bahrain)["cases_case"][0] == 1
    assert {name: part["rows"] for name, part in manifest["tables"].items()} == {
        "tenancy_tenant": 1,
        **{name: count for name, (count, _digest) in here.contents(bahrain).items()},
    }
    assert set(elsewhere.contents(filled.jordan.id).values()) <= {(0, None), (0, "")}
    moved = [path.relative_to(elsewhere.files) for path in elsewhere.files.rglob("*")]
    kept = [path.relative_to(here.files) for path in here.files.glob(f"{bahrain}/**/*")]
    assert {path.name for path in moved} >= {path.name for path in kept}
    assert str(filled.jordan.id) not in "".join(
        path.read_text() for path in archive.rglob("*.jsonl")
    )


def test_an_archive_is_for_nobody_else_on_the_machine(archive: Path) -> None:
    paths = [archive, *archive.rglob("*")]

    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in paths}

    assert modes == {(True, 0o700), (False, 0o600)}


def test_rights_name_their_permission_which_has_another_number_in_each_database(
    elsewhere: Place, archive: Path, filled: Cast
):
    with elsewhere.connect() as connection:
        connection.execute("TRUNCATE auth_group_permissions")
        connection.execute("UPDATE auth_permission SET id = id + 100000")
    elsewhere.run("import_tenant", str(archive))

    query = (
        "SELECT codename, count(*) FROM entities_entityuserpermission "
        "JOIN auth_permission p ON p.id = permission_id GROUP BY 1 ORDER BY 1"
    )
    with elsewhere.connect() as connection:
        rights = dict(connection.execute(query).fetchall())

    assert {"view_cases", "handle_cases"} <= rights.keys()


def test_a_changed_archive_is_refused_and_nothing_is_brought_in(
    elsewhere: Place, archive: Path, filled: Cast
):
    rows = archive / "tables" / "cases_case.jsonl"
    rows.write_text(rows.read_text().replace("street", "stream") + " ")

    done = elsewhere.run("import_tenant", str(archive))

    assert done.returncode == 1
    assert "cases_case.jsonl is not what was exported" in done.stderr
    assert {count for count, _ in elsewhere.contents(filled.bahrain.id).values()} == {0}
    assert not list(elsewhere.files.rglob("*")) or not elsewhere.files.exists()


def test_an_archive_with_another_count_of_rows_is_refused_whole(
    elsewhere: Place, archive: Path, filled: Cast
):
    path = archive / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["tables"]["cases_note"]["rows"] += 1
    path.write_text(json.dumps(manifest))

    done = elsewhere.run("import_tenant", str(archive))

    assert done.returncode == 1
    assert "cases_note has 1 rows, the archive 2" in done.stderr
    assert {count for count, _ in elsewhere.contents(filled.bahrain.id).values()} == {0}
    assert [path for path in elsewhere.files.rglob("*") if path.is_file()] == []


def test_an_archive_does_not_overwrite_a_tenant(here: Place, archive: Path, filled: Cast):
    before = here.contents(filled.bahrain.id)

    done = here.run("import_tenant", str(archive))

    assert (done.returncode, here.contents(filled.bahrain.id)) == (1, before)
    assert "the tenant bahrain is here already" in done.stderr


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"migrations": ["tenancy.0001_schema"]}, "of another schema"),
        ({"keys": "00"}, "sealed under another SAWTI_SEALING_KEY"),
        ({"format": 2}, "expected format 1, found 2"),
        ({"files": {"../x": {"sha256": "", "rows": 0}}}, "leads out of the archive"),
    ],
)
def test_an_archive_of_elsewhere_is_refused(
    elsewhere: Place, archive: Path, changes: dict[str, Any], said: str
):
    path = archive / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))

    done = elsewhere.run("import_tenant", str(archive))

    assert done.returncode == 1
    assert said in done.stderr


def test_an_archive_writes_for_its_own_tenant_only(elsewhere: Place, archive: Path, filled: Cast):
    """Whoever writes a manifest can vouch for any row; PostgreSQL still refuses a foreign one."""
    path, rows = archive / "manifest.json", archive / "tables" / "cases_note.jsonl"
    rows.write_text(rows.read_text().replace(str(filled.bahrain.id), str(filled.jordan.id)))
    manifest = json.loads(path.read_text())
    manifest["tables"]["cases_note"]["sha256"] = hashlib.sha256(rows.read_bytes()).hexdigest()
    path.write_text(json.dumps(manifest))

    done = elsewhere.run("import_tenant", str(archive))

    assert done.returncode == 1
    assert {count for count, _ in elsewhere.contents(filled.bahrain.id).values()} == {0}


def test_a_folder_that_is_not_empty_and_an_unknown_tenant_are_refused(here: Place, tmp_path: Path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()

    full = here.run("export_tenant", "bahrain", "--to", str(tmp_path / "full"))
    unknown = here.run("export_tenant", "nowhere", "--to", str(tmp_path / "new"))

    assert "full is not empty" in full.stderr
    assert "there is no tenant nowhere" in unknown.stderr
    assert (full.returncode, unknown.returncode) == (1, 1)


def tool(name: str) -> str:
    """Return pg_dump or pg_restore of the server's own version."""
    return str(shutil.which(name) or find_binaries(None).folder / name)


def test_a_dump_of_the_backup_role_restores_every_tenants_rows_behind_the_same_walls(
    here: Place, filled: Cast, tmp_path: Path
):
    dump, name = tmp_path / "all.dump", f"{here.name}_restored"
    url = servers.with_database(here.admin_url, here.name, "backup")
    subprocess.run([tool("pg_dump"), "-Fc", "-f", str(dump), url], check=True, timeout=300)
    create_database(here.admin_url, name, servers.PREFIX)
    restored = Place(here.admin_url, name, here.files)
    try:
        target = servers.with_database(here.admin_url, name)
        command = [tool("pg_restore"), "--exit-on-error", "-d", target, str(dump)]
        subprocess.run(command, check=True, timeout=300)

        for tenant in (filled.bahrain, filled.jordan):
            assert restored.contents(tenant.id) == here.contents(tenant.id)
        with psycopg.connect(servers.with_database(here.admin_url, name, "app")) as connection:
            assert findings(connection) == []
    finally:
        servers.drop_database(here.admin_url, name)


def test_a_dump_as_the_owner_fails_instead_of_being_empty(here: Place, tmp_path: Path):
    url = servers.with_database(here.admin_url, here.name, "owner")
    command = [tool("pg_dump"), "--enable-row-security", "-f", str(tmp_path / "x"), url]

    done = subprocess.run(command, capture_output=True, text=True, timeout=300)

    assert done.returncode == 1
    assert 'unrecognized configuration parameter "app.tenant"' in done.stderr
