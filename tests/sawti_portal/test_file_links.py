"""The bytes of a file: a short-lived address, for one tenant, one file and one holder."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.storage import storages

from sawti.attachments.content import bucket_origin
from sawti.attachments.links import token_for
from sawti.attachments.models import Attachment
from sawti.lib import clock as time
from sawti.lib.ids import new_id
from sawti.project.env import SetUpError
from sawti.project.settings.files import files_host
from sawti.tenancy.context import tenant_context
from tests import hostile, people
from tests.cast import Cast
from tests.sawti_portal.conftest import Visitor

APART = "files.bahrain.localhost"


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path) -> None:
    """Every test here keeps files."""


@pytest.fixture
def apart(settings: Any) -> None:
    """Let files have a host of their own, as in a deployment of two hosts."""
    settings.SAWTI_FILES_HOST = "files.{host}"


@pytest.fixture
def address(cast: Cast, visitor: Visitor, clock: Any) -> str:
    """Let a visitor follow a case with a photo, and return the photo's address there."""
    filed = cast.file_case(files=(cast.upload().token,))
    visitor.open_case(filed.number, filed.receipt)
    page = visitor.client.get(f"/en/track/{filed.number}/").text
    return page.split('<img src="')[1].split('"')[0].partition("?")[0]


def sent_on(visitor: Visitor, address: str) -> str:
    """Return where a visitor is sent for the bytes."""
    response = visitor.client.get(address)
    assert response.status_code == 302
    return str(response["Location"])


def at_files_host(cast: Cast, target: str, method: str = "get", **headers: str) -> Any:
    """Ask the host in `target`, as a browser without any cookie does."""
    parts = urlsplit(target)
    call = getattr(cast.client(), method)
    return call(parts.path, headers={"Host": parts.netloc, **headers})


def test_a_visitor_is_sent_on_and_neither_address_nor_referrer_is_kept(
    visitor: Visitor, address: str
):
    response = visitor.client.get(address)
    seen = visitor.client.get(response["Location"])

    assert (response.status_code, response["Cache-Control"]) == (302, "no-store")
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Location"].startswith("/files/")
    assert seen.getvalue().startswith(b"\xff\xd8")
    assert (seen["Content-Type"], seen["Cache-Control"]) == ("image/jpeg", "private, no-store")
    assert seen["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in seen["Content-Security-Policy"]


def test_the_address_names_neither_file_nor_case_nor_tenant(
    cast: Cast, visitor: Visitor, address: str
):
    target = sent_on(visitor, address)

    assert len(target) == len("/files/") + 88
    assert cast.bahrain.id.hex not in target
    assert address.split("/")[-2] not in target


def test_after_a_minute_the_address_leads_nowhere(visitor: Visitor, address: str, clock: Any):
    target = sent_on(visitor, address)
    clock.shift(59)
    before = visitor.client.get(target)
    before.getvalue()
    clock.shift(1)

    assert (before.status_code, visitor.client.get(target).status_code) == (200, 404)


def test_another_browser_cannot_use_the_address_at_the_tenants_own_host(
    cast: Cast, visitor: Visitor, address: str
):
    target = sent_on(visitor, address)

    assert cast.client().get(target).status_code == 404
    assert cast.client(people.FATIMA).get(target).status_code == 404


@pytest.mark.parametrize("change", ["A", "", "é", "=", "x" * 88])
def test_a_changed_address_leads_nowhere(visitor: Visitor, address: str, change: str):
    target = sent_on(visitor, address)

    assert visitor.client.get(f"{target[:-4]}{change}").status_code == 404


def test_a_files_host_serves_the_bytes_without_a_cookie_and_sets_none(
    cast: Cast, visitor: Visitor, address: str, apart: None
):
    target = sent_on(visitor, address)

    seen = at_files_host(cast, target, cookie="session=x; draft=y")

    assert target.startswith(f"http://{APART}:8000/files/")
    assert seen.getvalue().startswith(b"\xff\xd8")
    assert not seen.cookies
    assert "Vary" not in seen.headers
    assert seen["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in seen["Content-Security-Policy"]
    assert seen["X-Content-Type-Options"] == "nosniff"
    assert seen["Referrer-Policy"] == "no-referrer"
    assert seen["Cross-Origin-Resource-Policy"] == "same-site"
    assert seen["Cache-Control"] == "private, no-store"


def test_pages_may_show_pictures_of_the_files_host_and_of_no_other(
    visitor: Visitor, address: str, apart: None
):
    policy = visitor.get("help/")["Content-Security-Policy"]

    assert f"img-src 'self' http://{APART}:8000;" in policy


def test_a_files_host_serves_nothing_else(cast: Cast, visitor: Visitor, apart: None):
    pages = ["/", "/en/", "/desk/", "/cms/", "/api/v1/cases", "/static/sawti_ui/sawti.css"]
    pages += ["/files/", "/files/x", "/demo/", "/files/a/b", "/files/%00", "//"]

    answers = [at_files_host(cast, f"http://{APART}{page}") for page in pages]

    assert [answer.status_code for answer in answers] == [404] * len(pages)
    assert {answer.content for answer in answers} == {b"Not found."}


@pytest.mark.parametrize("method", ["post", "put", "delete", "options", "patch"])
def test_a_files_host_is_only_read(
    cast: Cast, visitor: Visitor, address: str, apart: None, method: str
):
    answer = at_files_host(cast, sent_on(visitor, address), method)

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_a_files_host_does_not_trace_what_it_is_sent(
    cast: Cast, visitor: Visitor, address: str, apart: None
):
    answer = at_files_host(cast, sent_on(visitor, address), "trace", cookie="session=marker4711")

    assert (answer.status_code, answer.content) == (405, b"")
    assert "marker4711" not in str(answer.headers)


def test_an_address_of_one_tenant_leads_nowhere_at_anothers_files_host(
    cast: Cast, visitor: Visitor, address: str, apart: None
):
    path = urlsplit(sent_on(visitor, address)).path

    assert at_files_host(cast, f"http://files.jordan.localhost{path}").status_code == 404
    assert at_files_host(cast, f"http://files.nobody.localhost{path}").status_code == 404


def test_a_token_for_another_tenants_file_leads_nowhere(
    cast: Cast, visitor: Visitor, address: str, apart: None
):
    with cast.inside(cast.bahrain):
        file_id = Attachment.objects.get().id
    with tenant_context(cast.jordan):
        stolen = token_for(file_id, small=False, holder="", at=time.now())
    with tenant_context(cast.bahrain):
        unknown = token_for(new_id(), small=False, holder="", at=time.now())

    of_jordan = at_files_host(cast, f"http://files.jordan.localhost/files/{stolen}")
    of_nobody = at_files_host(cast, f"http://{APART}/files/{unknown}")

    assert (of_jordan.status_code, of_nobody.status_code) == (404, 404)


def test_a_pdf_is_saved_and_never_shown_by_the_files_host(
    cast: Cast, visitor: Visitor, clock: Any, apart: None
):
    filed = cast.file_case(files=(cast.upload(hostile.pdf(), name="فاتورة.pdf").token,))
    visitor.open_case(filed.number, filed.receipt)
    page = visitor.client.get(f"/en/track/{filed.number}/").text
    address = page.split('class="sw-file" href="')[1].split('"')[0]

    saved = at_files_host(cast, sent_on(visitor, address))

    assert saved["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert saved["Content-Type"] == "application/pdf"
    assert saved.getvalue().startswith(b"%PDF")


def test_whoever_may_not_see_the_file_is_not_sent_on(cast: Cast, address: str, apart: None):
    assert cast.client().get(address).status_code == 404
    assert cast.client(tenant="jordan").get(address).status_code == 404


def test_a_bucket_is_reached_by_a_presigned_address(
    cast: Cast, visitor: Visitor, address: str, settings: Any
):
    settings.SAWTI_FILES_FROM_BUCKET = True
    options = {
        "bucket_name": "people",
        "endpoint_url": "https://bucket.example",
        "access_key": "an-id",
        "secret_key": "a-key",
        "region_name": "gulf",
    }
    backend = {"BACKEND": "sawti.project.bucket.Bucket", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "attachments": backend}
    bucket_origin.cache_clear()

    target = sent_on(visitor, address)
    policy = visitor.get("help/")["Content-Security-Policy"]

    assert target.startswith(f"https://bucket.example/people/{cast.bahrain.id}/")
    assert "X-Amz-Expires=60" in target
    assert "response-content-disposition=inline" in target
    assert "img-src 'self' https://bucket.example;" in policy
    del storages._storages["attachments"]
    bucket_origin.cache_clear()


@pytest.mark.parametrize("pattern", ["files", "{host}", "*.{host}", "https://files.{host}"])
def test_a_files_host_that_is_no_pattern_is_refused_at_start(
    pattern: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SAWTI_FILES_HOST", pattern)

    with pytest.raises(SetUpError, match=r"expected a host with \{host\} in it"):
        files_host()
