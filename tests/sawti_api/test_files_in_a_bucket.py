"""Files in a bucket instead of a folder, with the settings of a deployment and a real server."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from sawti.attachments.actions import discard_upload, sweep_orphans
from sawti.attachments.models import Attachment
from sawti.outbox import steps as outbox
from sawti.outbox.models import Message
from sawti.project.settings.files import files_storage
from sawti.retention.steps.removing import FORGET_FILES
from sawti.tenancy.context import tenant_context
from tests import bucket as s3
from tests import hostile
from tests.cast import Cast
from tests.sawti_api.calls import Api

# The tests of files over the API once more, with the bucket of this module.
from tests.sawti_api.test_files import (  # noqa: F401
    _own_folder,
    bytes_at,
    followed,
    test_a_file_without_its_receipt_is_missing,
    test_a_refused_file_is_a_fault_of_the_part,
    test_a_token_is_used_once_and_a_replay_needs_it_no_more,
    test_an_upload_is_answered_with_its_token,
    test_files_are_filed_followed_and_read_with_the_receipt,
    test_staff_ask_answer_and_keep_files,
    token_of,
    upload,
)
from tests.smtp import free_port


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with s3.bucket_server() as address:
        yield address


def use_bucket(address: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the settings as a deployment does."""
    monkeypatch.setenv("SAWTI_FILES_BUCKET", s3.NAME)
    monkeypatch.setenv("SAWTI_FILES_ENDPOINT", address)
    monkeypatch.setenv("SAWTI_FILES_ACCESS_KEY", s3.ID)
    monkeypatch.setenv("SAWTI_FILES_SECRET_KEY", s3.WORD)
    settings.STORAGES = {**settings.STORAGES, "attachments": files_storage()}


@pytest.fixture
def files_folder(server: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the files of a test in the bucket, empty at first; there is no folder."""
    for key in keys_in(server):
        s3.client(server).delete_object(Bucket=s3.NAME, Key=key)
    use_bucket(server, settings, monkeypatch)
    return Path("/nowhere")


@pytest.fixture
def away(files_folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the server be gone from now on; call it with an address to have it back."""

    def move(address: str = "") -> None:
        use_bucket(address or f"http://127.0.0.1:{free_port()}", settings, monkeypatch)

    return move


def keys_in(address: str) -> list[str]:
    found = s3.client(address).list_objects_v2(Bucket=s3.NAME).get("Contents", [])
    return sorted(row["Key"] for row in found)


def file_one(api: Api) -> Any:
    return api.file(files=[token_of(api)])


def address_of(api: Api, filed: Any) -> str:
    return str(followed(api, filed).json()["messages"][0]["files"][0]["url"])


def test_an_object_lies_under_its_tenant_has_no_name_and_is_its_owners_alone(
    api: Api, cast: Cast, server: str
) -> None:
    upload(api, name="lamp of Yusuf.jpg")

    key, small = keys_in(server)
    head = s3.client(server).head_object(Bucket=s3.NAME, Key=key)
    grants = s3.client(server).get_object_acl(Bucket=s3.NAME, Key=key)["Grants"]
    assert key.startswith(f"{cast.bahrain.id}/")
    assert small == f"{key}-small"
    assert "lamp" not in key
    assert (head["ContentType"], head["Metadata"]) == ("application/octet-stream", {})
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]


def test_the_bytes_come_from_our_own_host_by_a_sealed_link(api: Api, server: str) -> None:
    filed = file_one(api)

    receipt = filed.json()["receipt"]
    sent_on = api.get(address_of(api, filed), sawti_receipt=receipt)
    answer = api.get(sent_on["Location"], sawti_receipt=receipt)

    assert (sent_on.status_code, answer.status_code) == (302, 200)
    assert server not in sent_on["Location"]
    stored = s3.client(server).get_object(Bucket=s3.NAME, Key=keys_in(server)[0])["Body"].read()
    assert b"".join(answer.streaming_content) == stored


def test_a_presigned_address_opens_in_the_bucket_with_the_type_of_the_file(
    api: Api, settings: Any
) -> None:
    settings.SAWTI_FILES_FROM_BUCKET = True
    filed = file_one(api)

    sent_on = api.get(address_of(api, filed), sawti_receipt=filed.json()["receipt"])

    with urlopen(sent_on["Location"]) as answer:
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert answer.read(3) == b"\xff\xd8\xff"


def test_an_object_that_is_gone_is_missing_and_its_case_still_opens(api: Api, server: str) -> None:
    filed = file_one(api)
    for key in keys_in(server):
        s3.client(server).delete_object(Bucket=s3.NAME, Key=key)

    answer = bytes_at(api, address_of(api, filed), sawti_receipt=filed.json()["receipt"])

    assert answer.status_code == 404
    assert followed(api, filed).status_code == 200


def test_while_the_server_is_away_nothing_is_taken_in_and_it_is_said(
    api: Api, cast: Cast, away: Any
) -> None:
    away()

    answer = upload(api)

    assert (answer.status_code, answer.json()["code"]) == (503, "storage_away")
    assert "127.0.0.1" not in answer.text
    assert cast.count(Attachment) == 0


def test_while_the_server_is_away_a_file_is_not_shown_as_missing(api: Api, away: Any) -> None:
    filed = file_one(api)
    url = address_of(api, filed)
    away()

    answer = bytes_at(api, url, sawti_receipt=filed.json()["receipt"])

    assert answer.status_code == 503
    assert "be reached at the moment" in answer.text


def test_while_the_server_is_away_a_case_without_files_is_filed(api: Api, away: Any) -> None:
    away()

    assert api.file().status_code == 201


@pytest.mark.usefixtures("committed")
class TestRemoval:
    def test_takes_both_objects_of_a_file_that_its_sender_took_back(
        self, api: Api, cast: Cast, server: str
    ) -> None:
        token = token_of(api)
        assert len(keys_in(server)) == 2

        with tenant_context(cast.bahrain):
            discard_upload(token)

        assert keys_in(server) == []

    def test_of_retention_waits_for_a_server_that_is_away(
        self, api: Api, cast: Cast, server: str, away: Any, at: datetime, clock: Any
    ) -> None:
        token_of(api)
        key = keys_in(server)[0]
        with cast.writing(cast.bahrain):
            outbox.add(FORGET_FILES, {"keys": key}, at=at)

        away()
        cast.deliver()

        with cast.inside(cast.bahrain):
            row = Message.objects.get(topic=FORGET_FILES)
        assert (row.done_at, row.given_up_at, len(keys_in(server))) == (None, None, 2)

        away(server)
        clock.shift(timedelta(hours=1))
        cast.deliver()

        assert keys_in(server) == []

    def test_by_the_nightly_sweep_takes_what_no_row_knows(
        self, api: Api, cast: Cast, server: str, at: datetime
    ) -> None:
        upload(api, hostile.jpeg())
        upload(api, hostile.pdf())
        with cast.writing(cast.bahrain):
            Attachment.objects.filter(media_type="image/jpeg").delete()

        with tenant_context(cast.bahrain):
            swept = sweep_orphans(at=at + timedelta(days=36500))

        assert swept == 1
        assert len(keys_in(server)) == 1
