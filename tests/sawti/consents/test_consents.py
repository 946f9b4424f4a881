"""Versioned consent: published once, given, asked again, withdrawn."""

from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from sawti.accounts.models import Person
from sawti.audit.models import Entry
from sawti.cases.own_cases import everything_of
from sawti.consents.actions import agree, note_sign_in, withdraw
from sawti.consents.models import Agreement, Channel, ConsentVersion
from sawti.consents.queries import consents_of, current_versions, versions_of
from sawti.consents.steps import Wording, publish_version
from sawti.lib.errors import Invalid, Missing
from sawti.retention.actions.people import forget_person
from sawti.tenancy.context import tenant_context
from sawti.tenancy.snapshot import forget_everything
from tests import people
from tests.cast import Cast, utc

AT = utc("2026-03-01T08:00Z")
LATER = utc("2026-03-02T08:00Z")


@pytest.fixture(autouse=True)
def _fixed_clock(clock: Any) -> None:
    """Every test here reads the same time."""


def wording(text: str = "New words.", *, is_required: bool = False) -> Wording:
    both = {"ar": text, "en": text}
    return Wording({"ar": "عنوان", "en": "Title"}, both, both, is_required)


def published(cast: Cast, code: str = "news-by-sms", **changes: Any) -> None:
    """Publish a new version as the editor does."""
    with tenant_context(cast.bahrain), transaction.atomic(durable=True):
        publish_version(code, wording(**changes), by=cast.staff(people.LAYLA), at=LATER)
    forget_everything()  # the cast trusts what it read of the tenant


def stands(cast: Cast, person: Person) -> dict[str, tuple[int, bool]]:
    """Return by text which version the person agreed to (0: none) and whether it is outdated."""
    with cast.inside(cast.bahrain):
        found = consents_of(person.id)
    return {each.current.code: (each.given_number, each.is_outdated) for each in found}


def test_the_pack_publishes_first_versions_with_their_hash(cast: Cast) -> None:
    with cast.inside(cast.bahrain):
        found = current_versions()

    assert [(row.code, row.number, row.is_required) for row in found.values()] == [
        ("privacy", 1, True),
        ("news-by-sms", 1, False),
        ("better-services", 1, False),
    ]
    assert {len(row.digest) for row in found.values()} == {64}
    assert {frozenset(row.texts) for row in found.values()} == {frozenset({"ar", "en"})}


def test_the_same_words_are_no_new_version_and_a_published_one_never_changes(cast: Cast) -> None:
    published(cast)
    published(cast)

    with cast.inside(cast.bahrain):
        versions = [(row.number, row.text("en")) for row in versions_of("news-by-sms")]
    with cast.writing(cast.bahrain), pytest.raises(ProgrammingError):
        ConsentVersion.objects.update(texts={})

    assert [number for number, _text in versions] == [2, 1]
    assert versions[0] == (2, "New words.")


def test_a_new_version_asks_those_who_agreed_to_the_old_one_and_nobody_else(cast: Cast) -> None:
    sara, hasan = cast.applicant(people.SARA), cast.applicant(people.HASAN)
    with tenant_context(cast.bahrain):
        agree(sara.id, "news-by-sms", channel=Channel.PROFILE, at=AT)
        agree(sara.id, "news-by-sms", channel=Channel.PROFILE, at=AT)
    published(cast)

    assert stands(cast, sara)["news-by-sms"] == (1, True)
    assert stands(cast, hasan)["news-by-sms"] == (0, False)
    assert cast.count(Agreement) == 1
    with tenant_context(cast.bahrain):
        agree(sara.id, "news-by-sms", channel=Channel.PROFILE, at=LATER)
    assert stands(cast, sara)["news-by-sms"] == (2, False)


def test_signing_in_keeps_the_notice_once(cast: Cast) -> None:
    sara = cast.applicant(people.SARA)
    with tenant_context(cast.bahrain):
        note_sign_in(sara.id, at=AT)
        note_sign_in(sara.id, at=LATER)

    with cast.inside(cast.bahrain):
        row = Agreement.objects.select_related("version").get()

    assert (row.version.code, row.channel, row.given_at) == ("privacy", "sign_in", AT)


def test_what_is_withdrawn_is_on_record_and_a_notice_can_not_be(cast: Cast) -> None:
    sara = cast.applicant(people.SARA)
    with tenant_context(cast.bahrain):
        agree(sara.id, "news-by-sms", channel=Channel.PROFILE, at=AT)
        withdraw(sara.id, "news-by-sms", at=LATER)
        withdraw(sara.id, "news-by-sms", at=LATER)
        with pytest.raises(Missing):
            withdraw(sara.id, "privacy", at=LATER)
        with pytest.raises(Missing):
            agree(sara.id, "no-such-text", channel=Channel.PROFILE, at=LATER)

    assert stands(cast, sara)["news-by-sms"] == (0, False)
    with cast.inside(cast.bahrain):
        copy = everything_of(sara, language="en", at=LATER)["consents"]
        assert Entry.objects.filter(event="consent.withdrawn").count() == 1
    assert copy == [
        {
            "text": "news-by-sms",
            "version": 1,
            "channel": "profile",
            "given_at": AT.isoformat(),
            "withdrawn_at": LATER.isoformat(),
        }
    ]


def test_a_filing_keeps_what_was_given_with_it_and_refuses_what_does_not_count(cast: Cast) -> None:
    with cast.inside(cast.bahrain):
        privacy, sms = list(current_versions().values())[:2]
    filed = cast.file_case(on="2026-03-01T08:00Z", consents=(str(privacy.id), str(sms.id)))
    with cast.inside(cast.jordan):
        theirs = next(iter(current_versions().values()))

    with pytest.raises(Invalid):
        cast.file_case(consents=(str(theirs.id),))

    with cast.inside(cast.bahrain):
        rows = Agreement.objects.order_by("id").values_list("version_id", "case_id", "channel")
        assert set(rows) == {
            (privacy.id, filed.case_id, "filing"),
            (sms.id, filed.case_id, "filing"),
        }


def test_agreements_go_with_the_account_and_the_versions_stay(cast: Cast) -> None:
    sara = cast.applicant(people.SARA)
    with tenant_context(cast.bahrain):
        note_sign_in(sara.id, at=AT)
        forget_person(sara.id, at=LATER)

    assert cast.count(Agreement) == 0
    assert cast.count(ConsentVersion) == 3
