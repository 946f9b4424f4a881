"""Taking files in: limits, tokens, tenants, and what a crash leaves behind."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import transaction

from sawti.attachments import actions, content
from sawti.attachments.actions import discard_upload, sweep_orphans, sweep_unclaimed, upload_file
from sawti.attachments.errors import FileRefused, NoRoom, TooManyWaiting
from sawti.attachments.facts import Uploaded
from sawti.attachments.models import Attachment
from sawti.attachments.queries import upload_of, uploads_of
from sawti.attachments.steps import claim
from sawti.tenancy.context import TenantFacts, tenant_context
from tests import hostile
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path) -> None:
    """Every test here keeps files."""


def uploaded(
    cast: Cast,
    sent: bytes,
    at: datetime,
    name: str = "lamp.jpg",
    tenant: TenantFacts | None = None,
    sender: str = "somebody",
) -> Uploaded:
    with tenant_context(tenant or cast.bahrain):
        return upload_file([sent], name=name, sender=sender, at=at)


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def row_of(cast: Cast, found: Uploaded) -> Attachment:
    with cast.inside(cast.bahrain):
        row: Attachment = Attachment.objects.get(pk=found.facts.id)
    return row


def test_an_upload_is_kept_under_a_random_key_of_its_tenant_never_under_its_name(
    cast: Cast, at: datetime, files_folder: Path
) -> None:
    found = uploaded(cast, hostile.jpeg(), at, "../../etc/lamp.jpg")

    key = row_of(cast, found).key
    assert found.facts.name == "lamp.jpg"
    assert key.startswith(f"{cast.bahrain.id}/")
    assert files_in(files_folder) == [files_folder / key, files_folder / (key + content.SMALL)]
    assert "lamp" not in key
    assert (files_folder / key).stat().st_mode & 0o077 == 0


def test_the_token_is_kept_as_a_hash_only(cast: Cast, at: datetime) -> None:
    found = uploaded(cast, hostile.jpeg(), at)

    values = row_of(cast, found).__dict__
    assert found.token not in repr(values)
    assert len(found.token) == 32
    assert bytes(values["token_hash"]) != found.token.encode()


@pytest.mark.parametrize(
    ("sent", "name", "told"),
    [
        (b"", "lamp.jpg", "The file ⁨lamp.jpg⁩ is empty. Choose it again."),
        (
            hostile.jpeg() + b"\0" * (11 * 1024 * 1024),
            "lamp.jpg",
            "The file ⁨lamp.jpg⁩ is too large. A file may have at most 10 MB.",
        ),
        (
            hostile.SVG,
            "x/\u202elamp.svg",
            "The file ⁨lamp.svg⁩ is neither a picture nor a PDF. "
            "Send JPEG, PNG, WebP, GIF, HEIC or PDF.",
        ),
        (
            hostile.HTML,
            "lamp.jpg",
            "The file ⁨lamp.jpg⁩ is neither a picture nor a PDF. "
            "Send JPEG, PNG, WebP, GIF, HEIC or PDF.",
        ),
        (
            hostile.huge_png(),
            "lamp.png",
            "The picture ⁨lamp.png⁩ has more than 64 million pixels. Send it smaller.",
        ),
        (
            hostile.jpeg(200, 200)[:600],
            "lamp.jpg",
            "The file ⁨lamp.jpg⁩ is damaged: we can't open it. Save it anew and send it again.",
        ),
        (
            hostile.encrypted_pdf(),
            "bill.pdf",
            "The file ⁨bill.pdf⁩ is protected by a password. Send it without protection.",
        ),
        (
            hostile.pdf(101),
            "bill.pdf",
            "The file ⁨bill.pdf⁩ has too many pages. A PDF may have at most 100.",
        ),
    ],
    ids=["empty", "11 MB", "svg", "html.jpg", "100 MP", "truncated", "encrypted", "101 pages"],
)
def test_a_refusal_says_what_is_wrong_and_leaves_nothing(
    cast: Cast, at: datetime, files_folder: Path, sent: bytes, name: str, told: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        uploaded(cast, sent, at, name)

    assert str(refused.value) == told
    assert cast.count(Attachment) == 0
    assert files_in(files_folder) == []


def test_a_stream_is_read_no_further_than_the_limit(cast: Cast, at: datetime) -> None:
    read: list[int] = []
    megabytes = (read.append(number) or b"\0" * 1024 * 1024 for number in range(10_000))

    with tenant_context(cast.bahrain), pytest.raises(FileRefused):
        upload_file(megabytes, name="lamp.jpg", sender="somebody", at=at)

    assert len(read) == 11


def test_a_pdf_with_the_name_of_a_picture_is_kept_as_what_it_is(cast: Cast, at: datetime) -> None:
    facts = uploaded(cast, hostile.pdf(), at, "bill.jpg").facts

    assert (facts.name, facts.media_type, facts.is_picture) == (
        "bill.pdf", "application/pdf", False
    )  # fmt: skip


def test_a_tenant_has_room_for_so_many_uploads_and_no_more(
    cast: Cast, at: datetime, settings: Any
) -> None:
    settings.SAWTI_FILES_MOST_WAITING = 1
    uploaded(cast, hostile.jpeg(), at)

    with pytest.raises(NoRoom):
        uploaded(cast, hostile.jpeg(), at)

    assert cast.count(Attachment) == 1
    uploaded(cast, hostile.jpeg(), at, tenant=cast.jordan)
    uploaded(cast, hostile.jpeg(), at + timedelta(hours=24))


def test_a_sender_has_room_for_so_many_uploads_and_another_one_for_as_many(
    cast: Cast, at: datetime, settings: Any
) -> None:
    settings.SAWTI_FILES_MOST_WAITING_OF_SENDER = 2
    first = uploaded(cast, hostile.jpeg(), at)
    uploaded(cast, hostile.jpeg(), at)

    with pytest.raises(TooManyWaiting, match="2 files were sent from here that no case uses yet"):
        uploaded(cast, hostile.jpeg(), at)

    assert cast.count(Attachment) == 2
    uploaded(cast, hostile.jpeg(), at, sender="somebody else")
    uploaded(cast, hostile.jpeg(), at, tenant=cast.jordan)
    with tenant_context(cast.bahrain):
        discard_upload(first.token)
    uploaded(cast, hostile.jpeg(), at)


def test_the_sender_is_kept_as_a_hash_and_forgotten_when_the_file_is_used(
    cast: Cast, at: datetime
) -> None:
    found = uploaded(cast, hostile.jpeg(), at, sender="203.0.113.9")
    before = bytes(row_of(cast, found).sender_hash)

    with tenant_context(cast.bahrain), transaction.atomic():
        claim([found.token], at=at)

    assert len(before) == 32
    assert b"203.0.113.9" not in before
    assert row_of(cast, found).sender_hash is None


class TestTheOtherTenant:
    def test_a_token_finds_nothing_there(self, cast: Cast, at: datetime) -> None:
        found = uploaded(cast, hostile.jpeg(), at)

        with cast.inside(cast.jordan):
            assert uploads_of([found.token], at=at) == {}
            assert upload_of(found.facts.id, [found.token], at=at) is None
        with cast.inside(cast.bahrain):
            assert uploads_of([found.token], at=at) == {found.token: found.facts}

    def test_a_key_opens_nothing_there_even_if_it_is_known(self, cast: Cast, at: datetime) -> None:
        key = row_of(cast, uploaded(cast, hostile.jpeg(), at)).key

        with cast.inside(cast.jordan):
            assert content.opened(key) is None
            with pytest.raises(SuspiciousOperation):
                content.opened(f"{cast.jordan.id}/../../x")
        with cast.inside(cast.bahrain), content.opened(key) as bytes_:
            assert bytes_.read(2) == b"\xff\xd8"


def test_an_upload_opens_for_whoever_holds_its_token_only(cast: Cast, at: datetime) -> None:
    mine, other = uploaded(cast, hostile.jpeg(), at), uploaded(cast, hostile.jpeg(), at)

    with cast.inside(cast.bahrain):
        assert upload_of(mine.facts.id, [mine.token], at=at) is not None
        assert upload_of(mine.facts.id, [other.token, "", "x" * 5000], at=at) is None
        assert upload_of(mine.facts.id, [], at=at) is None
        assert upload_of(mine.facts.id, [mine.token], at=at + timedelta(hours=24)) is None


@pytest.mark.usefixtures("committed")
class TestWhatNobodyUses:
    def test_is_deleted_after_24_hours_files_too(
        self, cast: Cast, at: datetime, files_folder: Path
    ) -> None:
        uploaded(cast, hostile.jpeg(), at)
        later = uploaded(cast, hostile.pdf(), at + timedelta(hours=1))

        with tenant_context(cast.bahrain):
            swept = sweep_unclaimed(at=at + timedelta(hours=24))

        key = row_of(cast, later).key
        assert swept == 1
        assert cast.count(Attachment) == 1
        assert files_in(files_folder) == [files_folder / key]

    def test_can_be_taken_back_by_its_sender(
        self, cast: Cast, at: datetime, files_folder: Path
    ) -> None:
        found = uploaded(cast, hostile.jpeg(), at)

        with tenant_context(cast.bahrain):
            discard_upload(found.token)

        assert cast.count(Attachment) == 0
        assert files_in(files_folder) == []

    def test_a_crash_between_file_and_row_leaves_an_orphan_for_the_sweep(
        self, cast: Cast, at: datetime, files_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = uploaded(cast, hostile.jpeg(), at)

        def killed(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(actions, "_record", killed)
        with pytest.raises(KeyboardInterrupt):
            uploaded(cast, hostile.jpeg(), at)
        assert (cast.count(Attachment), len(files_in(files_folder))) == (1, 4)
        [os.utime(path, (0, 0)) for path in files_in(files_folder)]
        with tenant_context(cast.bahrain):
            swept = sweep_orphans(at=at)

        key = row_of(cast, kept).key
        assert swept == 1
        assert files_in(files_folder) == [files_folder / key, files_folder / (key + content.SMALL)]

    def test_bytes_younger_than_a_day_are_left_alone(
        self, cast: Cast, at: datetime, files_folder: Path
    ) -> None:
        found = uploaded(cast, hostile.jpeg(), at)
        with cast.writing(cast.bahrain):
            Attachment.objects.filter(pk=UUID(str(found.facts.id))).delete()

        with tenant_context(cast.bahrain):
            assert sweep_orphans(at=at) == 0

        assert len(files_in(files_folder)) == 2
