"""Files of a case: used once, by whoever sent them, seen by those who may see the case."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from sawti.attachments.errors import FilesGone, TooManyFiles
from sawti.attachments.models import Attachment
from sawti.attachments.steps import token_hash
from sawti.audit.models import Entry
from sawti.cases.actions import applicant, handling
from sawti.cases.files import file_for_applicant, file_for_staff
from sawti.cases.lifecycle import State
from sawti.cases.models import CaseFile
from sawti.cases.queries import case_for_applicant, case_for_staff
from sawti.entities.permissions import rights_of
from sawti.lib.errors import Invalid, InvalidInput, NotPermitted
from sawti.tenancy.context import tenant_context
from tests.cast import Cast
from tests.sawti.cases.scenes import case_in, everything
from tests.sql import statements

ANSWER: dict[str, Any] = {"answer": "تم."}


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path) -> None:
    """Every test here keeps files."""


def answered(cast: Cast, case_id: UUID, files: list[str], at: datetime, **changes: Any) -> None:
    version = cast.case(case_id).version
    with tenant_context(cast.bahrain):
        handling.answer_case(
            case_id, by=cast.fatima, version=version, at=at, files=files, **{**ANSWER, **changes}
        )


def kept(cast: Cast, case_id: UUID, files: list[str], at: datetime, by: Any = None) -> None:
    version = cast.case(case_id).version
    with tenant_context(cast.bahrain):
        handling.keep_files(case_id, by=by or cast.fatima, version=version, files=files, at=at)


def waiting(cast: Cast, number: int, at: datetime) -> list[str]:
    """Return the tokens of uploads whose bytes do not matter: rows only."""
    tokens = [f"token {each}" for each in range(number)]
    facts = {"media_type": "image/jpeg", "name": "a.jpg", "size": 1, "sha256": b""}
    dates = {"created_at": at, "expires_at": at + timedelta(hours=1)}
    with cast.writing(cast.bahrain):
        Attachment.objects.bulk_create(
            Attachment(key=token, token_hash=token_hash(token), **facts, **dates)
            for token in tokens
        )
    return tokens


def names_for_applicant(cast: Cast, case_id: UUID, at: datetime) -> list[tuple[str, list[str]]]:
    with cast.inside(cast.bahrain):
        case = case_for_applicant(case_id, language="ar", at=at)
    assert case is not None
    return [(m.kind, [file.name for file in m.files]) for m in case.messages]


def test_files_go_with_the_message_they_were_sent_with(cast: Cast, clock: Any, at: datetime):
    filed = cast.file_case(files=(cast.upload().token, cast.upload(name="b.jpg").token))
    cast.take(filed.case_id)
    answered(cast, filed.case_id, [cast.upload(name="repaired.jpg").token], at)

    with cast.inside(cast.bahrain):
        staff = case_for_staff(filed.case_id, rights_of(cast.fatima), language="ar", at=at)
    said = [("story", ["lamp.jpg", "b.jpg"]), ("answer", ["repaired.jpg"])]
    assert names_for_applicant(cast, filed.case_id, at) == said
    assert staff is not None
    assert [(m.kind, [file.name for file in m.files]) for m in staff.messages] == said
    assert staff.internal_files == ()


def test_a_reply_and_a_question_may_have_files(cast: Cast, clock: Any, at: datetime):
    case_id = case_in(State.OPEN, cast)
    version = cast.case(case_id).version
    with tenant_context(cast.bahrain):
        files = (cast.upload(name="which.jpg").token,)
        handling.ask_applicant(
            case_id, by=cast.fatima, version=version, question="أي عمود؟", files=files, at=at
        )
        files = (cast.upload(name="this.jpg").token,)
        applicant.reply_to_question(case_id, reply="هذا", files=files, at=at)

    assert names_for_applicant(cast, case_id, at) == [
        ("story", []), ("question", ["which.jpg"]), ("reply", ["this.jpg"]),
    ]  # fmt: skip


def test_the_applicant_never_sees_an_internal_file(cast: Cast, clock: Any, at: datetime):
    case_id, secret = case_in(State.OPEN, cast), cast.upload(name="secret.jpg")

    kept(cast, case_id, [secret.token], at)

    with cast.inside(cast.bahrain):
        rights = rights_of(cast.fatima)
        staff = case_for_staff(case_id, rights, language="ar", at=at)
        assert file_for_applicant(secret.facts.id, [case_id]) is None
        assert file_for_staff(case_id, secret.facts.id, rights) is not None
        assert Entry.objects.get(object_id=case_id).event == "files.added"
    assert staff is not None
    assert [file.name for file in staff.internal_files] == ["secret.jpg"]
    assert names_for_applicant(cast, case_id, at) == [("story", [])]


def test_an_upload_is_used_once(cast: Cast, clock: Any, at: datetime):
    token = cast.upload().token
    cast.file_case(files=(token,))
    before = everything(cast)

    with pytest.raises(FilesGone):
        cast.file_case(files=(token,))

    assert everything(cast) == before


def test_the_same_upload_named_twice_is_one_file(cast: Cast, clock: Any, at: datetime):
    token = cast.upload().token

    filed = cast.file_case(files=(token, token))

    assert names_for_applicant(cast, filed.case_id, at) == [("story", ["lamp.jpg"])]


@pytest.mark.parametrize("token", ["", "x", "\x00\ud800", "a" * 5000])
def test_a_token_we_did_not_make_files_nothing(cast: Cast, clock: Any, token: str):
    good, before = cast.upload().token, everything(cast)

    with pytest.raises(FilesGone):
        cast.file_case(files=(good, token))

    assert everything(cast) == before
    with cast.inside(cast.bahrain):
        assert Attachment.objects.get().claimed_at is None


def test_an_upload_of_the_other_tenant_files_nothing(cast: Cast, clock: Any):
    token = cast.upload(tenant=cast.jordan).token

    with pytest.raises(FilesGone):
        cast.file_case(files=(token,))

    assert (cast.count(CaseFile), cast.count(CaseFile, cast.jordan)) == (0, 0)


def test_an_upload_can_be_used_for_a_day(cast: Cast, clock: Any):
    token = cast.upload(on="2026-03-01T08:00Z").token

    with pytest.raises(FilesGone):
        cast.file_case(files=(token,), on="2026-03-02T08:00Z")
    cast.file_case(files=(token,), on="2026-03-02T07:59Z")


def test_a_message_has_at_most_five_files_and_a_case_at_most_twenty(
    cast: Cast, clock: Any, at: datetime
):
    tokens = waiting(cast, 21, at)
    with pytest.raises(InvalidInput) as too_many:
        cast.file_case(files=tuple(tokens[:6]))
    case_id = cast.file_case(files=tuple(tokens[:5])).case_id
    cast.take(case_id)
    [kept(cast, case_id, tokens[first : first + 5], at) for first in (5, 10, 15)]

    with pytest.raises(TooManyFiles) as full:
        answered(cast, case_id, tokens[20:], at)

    assert [str(fault) for fault in too_many.value.faults] == ["Send at most 5 files at a time."]
    assert str(full.value) == "This case may have at most 20 files. Send fewer."
    assert cast.case(case_id).state == State.OPEN
    assert cast.count(CaseFile) == 20


def test_a_replay_of_a_filing_with_files_returns_the_first_answer(cast: Cast, clock: Any):
    files = (cast.upload().token,)
    first = cast.file_case(files=files, key="k1")

    again = cast.file_case(files=files, key="k1")

    assert (again.number, again.receipt, again.is_replay) == (first.number, first.receipt, True)
    assert cast.count(CaseFile) == 1


@pytest.mark.parametrize("who", ["yusuf", "noor", "omar"])
def test_whoever_does_not_see_the_case_does_not_open_its_files(cast: Cast, clock: Any, who: str):
    upload = cast.upload()
    case_id = cast.file_case(files=(upload.token,)).case_id
    other = cast.file_case(category="road-pothole").case_id
    person = getattr(cast, who)
    home = cast.jordan if who == "omar" else cast.bahrain

    with cast.inside(home):
        rights = rights_of(person)
        assert file_for_staff(case_id, upload.facts.id, rights) is None
        assert file_for_staff(other, upload.facts.id, rights) is None
    with cast.inside(cast.bahrain):
        assert file_for_staff(case_id, upload.facts.id, rights_of(cast.fatima)) is not None
        assert file_for_staff(case_id, upload.facts.id, rights_of(cast.khalid)) is not None


def test_a_receipt_opens_the_files_of_its_case_only(cast: Cast, clock: Any):
    upload = cast.upload()
    mine = cast.file_case(files=(upload.token,)).case_id
    other = cast.file_case().case_id

    with cast.inside(cast.bahrain):
        assert file_for_applicant(upload.facts.id, [mine]) is not None
        assert file_for_applicant(upload.facts.id, [other]) is None
        assert file_for_applicant(upload.facts.id, []) is None
    with cast.inside(cast.jordan):
        assert file_for_applicant(upload.facts.id, [mine]) is None


def test_who_may_only_look_adds_no_file(cast: Cast, clock: Any, at: datetime):
    case_id, token = case_in(State.OPEN, cast), cast.upload().token
    before = everything(cast)

    with pytest.raises(NotPermitted):
        kept(cast, case_id, [token], at, by=cast.khalid)
    with pytest.raises(Invalid, match="Choose a file first"):
        kept(cast, case_id, [], at)

    assert everything(cast) == before
    assert cast.count(CaseFile) == 0


@pytest.mark.parametrize("number", [1, 5])
def test_files_cost_four_statements_however_many(cast: Cast, clock: Any, at: datetime, number: int):
    tokens = tuple(waiting(cast, number, at))
    cast.file_case()

    with statements() as without:
        cast.file_case()
    with statements() as sent:
        cast.file_case(files=tokens)

    assert len(sent) == len(without) + 4


@pytest.mark.parametrize("number", [0, 5])
def test_a_detail_costs_the_same_with_files_and_without(
    cast: Cast, clock: Any, at: datetime, number: int
):
    tokens = tuple(waiting(cast, number, at))
    case_id = cast.file_case(files=tokens).case_id

    with cast.inside(cast.bahrain):
        case_for_applicant(case_id, language="ar", at=at)

    with statements() as sent, cast.inside(cast.bahrain):
        case_for_applicant(case_id, language="ar", at=at)

    assert len(sent) == 4


def test_two_messages_at_once_cannot_both_use_an_upload(cast: Cast, committed: None):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    token = cast.upload().token

    def file() -> str:
        try:
            return cast.file_case(files=(token,)).number
        except FilesGone:
            return "gone"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        outcomes = [each.result() for each in [threads.submit(file), threads.submit(file)]]

    assert outcomes.count("gone") == 1
    assert cast.count(CaseFile) == 1
