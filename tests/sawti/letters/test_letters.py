"""The documents of a case: what stands in them, who gets them, and what never leaks."""

import json
from datetime import timedelta
from typing import Any

import pytest

from sawti.audit.models import Entry
from sawti.cases.facts import Filed
from sawti.documents import actions as documents
from sawti.documents.errors import DocumentsUnavailable
from sawti.documents.models import Document
from sawti.letters.actions import request_answer, request_for_staff, request_receipt
from sawti.letters.errors import NoAnswerYet, TokenExpired
from sawti.letters.tokens import HeldReceipt, opened_token, sealed_token
from sawti.lib import clock as time
from sawti.lib.errors import Invalid, Missing
from sawti.lib.ids import grouped_receipt
from sawti.outbox.delivery import Letter
from sawti.outbox.models import Message
from sawti.tenancy.context import tenant_context
from tests.cast import Cast
from tests.sawti.letters.conftest import pdf_of, text_of


def receipt_of(cast: Cast, filed: Filed, language: str = "en") -> Any:
    with tenant_context(cast.bahrain):
        return request_receipt(
            filed.case_id, receipt=filed.receipt, language=language, at=time.now()
        )


def answer_of(cast: Cast, filed: Filed, language: str = "en") -> Any:
    with tenant_context(cast.bahrain):
        return request_answer(filed.case_id, language=language, at=time.now())


def file_of(cast: Cast, filed: Filed, by: Any, **changes: str) -> Any:
    wanted = {"kind": "case_file", "language": "en", **changes}
    with tenant_context(cast.jordan if by == cast.omar else cast.bahrain):
        return request_for_staff(filed.case_id, by=by, at=time.now(), **wanted)


def row_of(cast: Cast, document_id: Any) -> Document:
    with cast.inside(cast.bahrain):
        found: Document = Document.objects.get(pk=document_id)
    return found


def test_the_receipt_holds_what_opens_the_case(cast: Cast, answered: Filed) -> None:
    document_id = receipt_of(cast, answered)

    cast.deliver()

    text = text_of(pdf_of(cast, answered, document_id))
    assert answered.number in text
    assert grouped_receipt(answered.receipt) in text
    assert "http://bahrain.localhost:8000/en/track/" in text


def test_the_receipts_secret_is_never_stored_in_clear_and_erased_when_drawn(
    cast: Cast, answered: Filed
) -> None:
    document_id = receipt_of(cast, answered)
    waiting = row_of(cast, document_id)
    with cast.inside(cast.bahrain):
        payloads = json.dumps(list(Message.objects.values_list("payload", flat=True)))

    cast.deliver()

    drawn = row_of(cast, document_id)
    for secret in (answered.receipt, grouped_receipt(answered.receipt)):
        assert secret not in payloads
        assert secret.encode() not in bytes(waiting.sealed_secret or b"")
        assert secret.encode() not in bytes(drawn.sealed or b"")
    assert drawn.sealed_secret is None
    assert not bytes(drawn.sealed or b"").startswith(b"%PDF")


def test_the_answer_is_a_letter_with_the_story_escaped_and_no_receipt(
    cast: Cast, answered: Filed
) -> None:
    document_id = answer_of(cast, answered)

    cast.deliver()

    text = text_of(pdf_of(cast, answered, document_id))
    assert "تم إصلاح العمود" in text
    assert "<b>Bold</b> <img src=http://127.0.0.1:9/x>" in text
    assert "Sunday 15 March 2026" in text
    assert answered.receipt not in text.replace("-", "")
    assert cast.fatima.name not in text
    assert "سارة" not in text


def test_the_case_file_holds_all_but_the_identity(cast: Cast, answered: Filed) -> None:
    document_id = file_of(cast, answered, cast.fatima)

    cast.deliver()

    text = text_of(pdf_of(cast, answered, document_id, cast.fatima))
    for words in (answered.number, "standard, version 1", "Answer sent", "4 – Good", "Case file"):
        assert words in text
    assert "sara@example.com" not in text
    assert "سارة" not in text


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_document_is_made_in_both_languages(
    cast: Cast, answered: Filed, language: str
) -> None:
    title = {"ar": "ملف الحالة", "en": "Case file"}[language]
    document_id = file_of(cast, answered, cast.fatima, language=language)

    cast.deliver()

    assert title in text_of(pdf_of(cast, answered, document_id, cast.fatima))


def test_asking_again_gives_the_same_document_until_the_case_changes(
    cast: Cast, answered: Filed
) -> None:
    first, again = answer_of(cast, answered), answer_of(cast, answered)

    cast.reopen(answered.case_id)

    assert first == again
    assert answer_of(cast, answered) != first


@pytest.mark.parametrize("person", ["yusuf", "noor", "omar"])
def test_who_does_not_see_the_case_gets_no_file_of_it(
    cast: Cast, answered: Filed, person: str
) -> None:
    entries = cast.count(Entry)

    with pytest.raises(Missing):
        file_of(cast, answered, getattr(cast, person))

    assert (cast.count(Document), cast.count(Document, cast.jordan)) == (0, 0)
    assert cast.count(Entry) == entries


def test_asking_for_a_file_is_recorded_with_who_asked(cast: Cast, answered: Filed) -> None:
    file_of(cast, answered, cast.khalid)

    with cast.inside(cast.bahrain):
        entry = Entry.objects.get(event="document.case_file")
    assert (entry.actor_id, entry.object_id) == (cast.khalid.id, answered.case_id)


def test_a_file_is_for_who_asked_and_for_no_applicant(cast: Cast, answered: Filed) -> None:
    document_id = file_of(cast, answered, cast.fatima)
    cast.deliver()

    assert pdf_of(cast, answered, document_id, cast.maryam) is None
    assert pdf_of(cast, answered, document_id, None) is None


def test_a_right_that_was_lost_meanwhile_makes_no_file(cast: Cast, answered: Filed) -> None:
    document_id = file_of(cast, answered, cast.fatima)
    cast.reopen(answered.case_id)
    cast.transfer(answered.case_id, "roads-projects-maintenance")

    cast.deliver()

    assert row_of(cast, document_id).failed_at is not None
    assert pdf_of(cast, answered, document_id, cast.fatima) is None


def test_an_expired_document_is_gone_at_once_and_deleted_soon(
    cast: Cast, answered: Filed, clock: Any
) -> None:
    document_id = answer_of(cast, answered)
    cast.deliver()

    clock.shift(timedelta(hours=24))

    assert pdf_of(cast, answered, document_id) is None
    with tenant_context(cast.bahrain):
        assert documents.forget_expired(at=time.now()) == 1
    assert cast.count(Document) == 0


def test_a_worker_that_died_after_drawing_draws_nothing_twice(cast: Cast, answered: Filed) -> None:
    document_id = answer_of(cast, answered)
    cast.deliver()
    first = bytes(row_of(cast, document_id).sealed or b"")
    again = Letter(document_id, "document.render", {"document_id": str(document_id)}, 2)

    with tenant_context(cast.bahrain):
        documents.render_document(again, time.now())

    assert bytes(row_of(cast, document_id).sealed or b"") == first


def test_after_the_third_fault_a_document_is_failed_and_its_secret_erased(
    cast: Cast, answered: Filed, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sawti.documents.actions.draw", _broken)
    document_id = receipt_of(cast, answered)

    for _attempt in range(3):
        cast.deliver()
        clock.shift(60)

    row = row_of(cast, document_id)
    assert (row.ready_at, row.sealed_secret) == (None, None)
    assert row.failed_at is not None
    assert receipt_of(cast, answered) != document_id


def _broken(*_sheet: Any, **_options: Any) -> bytes:
    raise OSError("no font")


def test_without_the_libraries_asking_is_refused_and_nothing_is_kept(
    cast: Cast, answered: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sawti.documents.steps.missing_libraries", lambda: ("libpango-1.0.so.0",))

    with pytest.raises(DocumentsUnavailable):
        answer_of(cast, answered)

    assert cast.count(Document) == 0


def test_what_does_not_exist_cannot_be_asked_for(cast: Cast, answered: Filed) -> None:
    fresh = cast.file_case()

    with pytest.raises(NoAnswerYet):
        answer_of(cast, fresh)
    with pytest.raises(Invalid):
        answer_of(cast, answered, language="fr")
    with pytest.raises(Invalid):
        file_of(cast, answered, cast.fatima, kind="receipt")

    assert cast.count(Document) == 0


def test_a_token_opens_for_an_hour_in_its_own_tenant_only(cast: Cast, answered: Filed) -> None:
    held, at = HeldReceipt(answered.case_id, answered.number, answered.receipt), time.now()
    with tenant_context(cast.bahrain):
        token = sealed_token(held, at=at)
        opened = opened_token(token, at=at + timedelta(hours=1))
        late = opened_token(token, at=at + timedelta(hours=1, seconds=1))
        changed = opened_token("A" + token[1:-4] + "AAAA", at=at)
        garbage = [opened_token(text, at=at) for text in ("", "é", "====", "x")]
    with tenant_context(cast.jordan):
        elsewhere = opened_token(token, at=at)

    assert opened == held
    assert (late, changed, elsewhere, garbage) == (None, None, None, [None] * 4)
    assert answered.receipt not in token


def test_a_receipt_that_was_replaced_is_not_printed(cast: Cast, answered: Filed) -> None:
    old = HeldReceipt(answered.case_id, answered.number, "0" * 16)

    with tenant_context(cast.bahrain), pytest.raises(TokenExpired):
        request_receipt(old.case_id, receipt=old.receipt, language="en", at=time.now())

    assert cast.count(Document) == 0
