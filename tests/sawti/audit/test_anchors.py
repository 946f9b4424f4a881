"""A signed sentence a day, kept elsewhere: what a superuser can't make fit any more."""

import json
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.core.management import call_command
from django.core.management.base import CommandError

from sawti.audit.anchors import anchor_breaks, anchors_in, kept_anchors
from sawti.audit.checking import anchor_today, check_record
from sawti.audit.checks import check_audit_key
from sawti.audit.models import Anchor, Seal, Verification
from sawti.tenancy.context import tenant_context
from tests.cast import Cast
from tests.sawti.audit.record import seal, sealed_in_two, write
from tests.sawti.audit.superuser import Superuser, superuser
from tests.sql import statements


def pem_of(key: Ed25519PrivateKey) -> str:
    form = Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    return key.private_bytes(*form).decode()


def public_pem_of(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """Where this deployment puts anchors."""
    found = tmp_path / "anchors"
    anchors = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(found), "base_url": None},
    }
    settings.STORAGES = {**settings.STORAGES, "anchors": anchors}
    return found


@pytest.fixture
def key(settings: Any) -> Ed25519PrivateKey:
    found = Ed25519PrivateKey.generate()
    settings.SAWTI_AUDIT_KEY = pem_of(found)
    return found


def anchor(cast: Cast, at: datetime) -> int:
    with tenant_context(cast.bahrain):
        return anchor_today(at=at)


def last_seal(cast: Cast) -> Seal:
    with cast.inside(cast.bahrain):
        found: Seal = Seal.objects.order_by("-sequence")[0]
    return found


def broken(cast: Cast, folder: Path, key: Ed25519PrivateKey | None = None) -> list[str]:
    with cast.inside(cast.bahrain):
        found = anchors_in(folder, cast.bahrain)
        return [str(each) for each in anchor_breaks(found, key.public_key() if key else None)]


def test_an_anchor_names_tenant_day_and_the_last_seal(
    cast: Cast, at: datetime, folder: Path, key: Ed25519PrivateKey
) -> None:
    assert anchor(cast, at) == 1

    last = last_seal(cast)
    content = json.loads((folder / "bahrain" / "2026-03-01.json").read_text())
    assert json.loads(content["signed"]) == [
        1,
        "anchor",
        str(cast.bahrain.id),
        "2026-03-01",
        last.sequence,
        last.total,
        bytes(last.hash).hex(),
    ]
    assert broken(cast, folder, key) == []


def test_there_is_one_anchor_a_day(
    cast: Cast, at: datetime, folder: Path, key: Ed25519PrivateKey
) -> None:
    anchor(cast, at)
    write(cast, at, "test.a")

    assert anchor(cast, at + timedelta(hours=2)) == 0
    assert anchor(cast, at + timedelta(days=1)) == 1

    assert cast.count(Anchor) == 2
    assert broken(cast, folder, key) == []


def test_a_file_that_could_not_be_written_is_written_the_next_night(
    cast: Cast, at: datetime, folder: Path, key: Ed25519PrivateKey
) -> None:
    anchor(cast, at)
    shutil.rmtree(folder)
    write(cast, at, "test.a")

    assert anchor(cast, at + timedelta(days=1)) == 2


@pytest.mark.parametrize("days", [1, 50])
def test_a_night_costs_the_same_for_one_anchor_as_for_fifty(
    cast: Cast, at: datetime, folder: Path, key: Ed25519PrivateKey, days: int
) -> None:
    for day in range(days):
        anchor(cast, at + timedelta(days=day))

    with statements() as sent, cast.inside(cast.bahrain):
        found = list(anchor_breaks(kept_anchors(), key.public_key()))

    assert found == []
    assert len(sent) == 2


def test_an_anchor_that_somebody_else_signed_is_found(
    cast: Cast, at: datetime, folder: Path, key: Ed25519PrivateKey
) -> None:
    anchor(cast, at)

    assert broken(cast, folder, Ed25519PrivateKey.generate()) == [
        f"seal {last_seal(cast).sequence}: the anchor of 2026-03-01 has a signature that is not "
        "our key's"
    ]


def test_an_anchor_whose_text_was_changed_is_found(
    cast: Cast, at: datetime, folder: Path, key: Ed25519PrivateKey
) -> None:
    anchor(cast, at)
    path = folder / "bahrain" / "2026-03-01.json"
    path.write_text(path.read_text().replace("2026-03-01", "2026-02-28"))

    assert "has a signature that is not our key's" in broken(cast, folder, key)[0]


def test_an_anchor_of_another_tenant_is_found(
    cast: Cast, at: datetime, folder: Path, key: Ed25519PrivateKey
) -> None:
    anchor(cast, at)
    shutil.copytree(folder / "bahrain", folder / "jordan")

    with cast.inside(cast.jordan):
        [found] = anchor_breaks(anchors_in(folder, cast.jordan), key.public_key())

    assert str(found).endswith("the anchor of 2026-03-01 is that of another tenant")


def test_without_a_key_an_anchor_is_kept_unsigned_and_the_command_says_so(
    cast: Cast, at: datetime, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("anchor_audit", "--tenant", "bahrain")

    assert "The anchors are not signed" in capsys.readouterr().err
    assert broken(cast, folder) == []


def test_the_check_of_a_deployment_warns_without_a_key(settings: Any) -> None:
    settings.SAWTI_AUDIT_KEY = ""

    assert [found.id for found in check_audit_key()] == ["audit.W001"]


def test_the_check_of_a_deployment_refuses_what_is_no_key(settings: Any) -> None:
    settings.SAWTI_AUDIT_KEY = "no key at all"

    assert [found.id for found in check_audit_key()] == ["audit.E001"]


def test_the_check_of_a_deployment_is_content_with_a_key(key: Ed25519PrivateKey) -> None:
    assert check_audit_key() == []


def test_the_command_checks_against_a_folder_and_a_public_key(
    cast: Cast,
    at: datetime,
    folder: Path,
    key: Ed25519PrivateKey,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    anchor(cast, at)
    public = tmp_path / "public.pem"
    public.write_text(public_pem_of(key))

    call_command(
        "verify_audit", "--tenant", "bahrain", "--anchors", str(folder), "--key", str(public)
    )

    assert "2 anchors agree, 2 of them signed." in capsys.readouterr().out


def test_the_command_refuses_a_file_that_is_no_anchor(
    cast: Cast, at: datetime, folder: Path
) -> None:
    (folder / "bahrain").mkdir(parents=True)
    (folder / "bahrain" / "2026-03-01.json").write_text("[]")

    with pytest.raises(CommandError, match="holds no anchor"):
        call_command("verify_audit", "--tenant", "bahrain", "--anchors", str(folder))


def test_the_nightly_check_notes_up_to_where_the_record_is_whole(cast: Cast, at: datetime) -> None:
    seal(cast, at)

    with tenant_context(cast.bahrain):
        assert check_record(at=at) == ""

    with cast.inside(cast.bahrain):
        noted = Verification.objects.get()
    last = last_seal(cast)
    assert (noted.sequence, noted.total, noted.problem) == (last.sequence, last.total, "")


@pytest.mark.usefixtures("committed")
class TestAgainstASuperuser:
    """The whole chain is made anew, or its end cut; the database alone would not tell."""

    @pytest.fixture
    def intruder(self, admin_url: str, database_name: str) -> Iterator[Superuser]:
        with superuser(admin_url, database_name) as found:
            yield found

    def test_a_record_whose_end_was_cut_is_found_by_the_anchor(
        self, cast: Cast, at: datetime, folder: Path, key: Ed25519PrivateKey, intruder: Superuser
    ) -> None:
        sealed_in_two(cast, at)
        last = last_seal(cast).sequence
        anchor(cast, at)

        intruder.run(
            "DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_link "
            "WHERE sequence = %s)",
            last,
        )
        intruder.run("DELETE FROM audit_link WHERE sequence = %s", last)
        intruder.run("DELETE FROM audit_seal WHERE sequence = %s", last)
        intruder.run("DELETE FROM audit_anchor")

        with pytest.raises(CommandError):
            call_command("verify_audit", "--tenant", "bahrain", "--anchors", str(folder))
        assert broken(cast, folder, key) == [
            f"seal {last}: the anchor of 2026-03-01 knows this seal, and there is none: "
            "the end of the record was cut"
        ]

    def test_a_record_that_was_written_anew_is_found_by_the_anchor(
        self, cast: Cast, at: datetime, folder: Path, key: Ed25519PrivateKey, intruder: Superuser
    ) -> None:
        sealed_in_two(cast, at)
        last = last_seal(cast).sequence
        anchor(cast, at)

        for table in ("audit_link", "audit_seal", "audit_anchor"):
            intruder.run(f"DELETE FROM {table}")
        intruder.run("DELETE FROM audit_entry WHERE event = 'test.b'")
        intruder.run(
            "INSERT INTO audit_pending SELECT id, tenant_id FROM audit_entry ON CONFLICT DO NOTHING"
        )
        seal(cast, at)

        assert (
            f"seal {last}: the anchor of 2026-03-01 knows this seal" in broken(cast, folder, key)[0]
        )

    def test_the_nightly_check_notes_and_logs_what_is_broken(
        self, cast: Cast, at: datetime, intruder: Superuser, caplog: pytest.LogCaptureFixture
    ) -> None:
        sealed_in_two(cast, at)
        intruder.run("UPDATE audit_entry SET reason = 'x' WHERE event = 'test.b'")

        with tenant_context(cast.bahrain):
            problem = check_record(at=at)

        with cast.inside(cast.bahrain):
            noted = Verification.objects.get().problem
        assert noted == problem
        assert problem.endswith("was altered after it was sealed")
        assert f"the audit record of bahrain is broken: {problem}" in caplog.messages


def test_kept_anchors_are_read_as_they_were_signed(
    cast: Cast, at: datetime, folder: Path, key: Ed25519PrivateKey
) -> None:
    anchor(cast, at)

    with cast.inside(cast.bahrain):
        assert kept_anchors() == anchors_in(folder, cast.bahrain)
