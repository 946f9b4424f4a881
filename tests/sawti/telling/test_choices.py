"""How people want to hear of news: what they chose counts, but for what the law makes us send."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from sawti.accounts.models import Person
from sawti.accounts.particulars import Hearing, Particulars
from sawti.cases.hearing import HearsFacts, masked, will_hear
from sawti.consents.actions import agree, save_profile, withdraw
from sawti.consents.models import Channel
from sawti.consents.queries import NEWS_BY_SMS, may_be_told_by_sms
from sawti.lib.errors import Invalid
from sawti.notifications.models import Notification
from sawti.telling.choosing import Reach, end_of_quiet, ways_to_person
from sawti.telling.facts import WAYS_TO_PEOPLE, What
from sawti.telling.models import InboxEntry
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.telling.test_rules import change

ALL = frozenset(WAYS_TO_PEOPLE)
BAHRAIN = ZoneInfo("Asia/Bahrain")
AT = utc("2026-03-02T09:00Z")
SARA = "sara@example.com"


@pytest.fixture
def sara(cast: Cast, clock: Any) -> Person:
    return cast.applicant(people.SARA)


def choose(cast: Cast, person: Person, **choice: Any) -> None:
    with tenant_context(cast.bahrain):
        save_profile(person.id, Particulars(), language="en", hearing=Hearing(**choice), at=AT)


def with_phone(cast: Cast, person: Person) -> None:
    with cast.writing(cast.bahrain):
        row = Person.objects.get(pk=person.pk)
        row.phone, row.phone_verified_at = "+97336001234", AT
        row.save()


def told_by(cast: Cast, person: Person) -> str:
    with cast.inside(cast.bahrain):
        return str(Person.objects.get(pk=person.pk).told_by)


@pytest.mark.parametrize(
    ("reach", "is_must", "ways"),
    [
        (Reach(email="a"), False, ("email",)),
        (Reach(), True, ()),
        (Reach(email="a", phone="b", has_inbox=True), False, ("in_app", "sms")),
        (Reach(email="a", has_inbox=True, has_push=True), False, ("in_app", "push", "email")),
        (Reach(has_inbox=True, has_push=True, no_news=True), False, ("in_app",)),
        (Reach(email="a", has_push=True, no_news=True), True, ("push", "email")),
        (Reach(email="a", has_inbox=True, no_news=True), False, ("in_app",)),
        (Reach(email="a", has_inbox=True, no_news=True), True, ("in_app", "email")),
    ],
)
def test_news_takes_one_way_out_and_the_list(
    reach: Reach, is_must: bool, ways: tuple[str, ...]
) -> None:
    assert ways_to_person(ALL, reach, is_must=is_must) == ways


@pytest.mark.parametrize(
    ("local", "ends"),
    [
        ("2026-03-02T21:59", None),
        ("2026-03-02T22:00", "2026-03-03T07:00"),
        ("2026-03-03T06:59", "2026-03-03T07:00"),
        ("2026-03-03T07:00", None),
    ],
)
def test_quiet_hours_may_enclose_midnight(local: str, ends: str | None) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=BAHRAIN).astimezone(utc("2026-01-01").tzinfo)
    expected = datetime.fromisoformat(ends).replace(tzinfo=BAHRAIN) if ends else None

    found = end_of_quiet(at, begins=time(22), ends=time(7), zone=BAHRAIN)

    assert found == expected


def test_in_quiet_hours_a_message_waits_and_is_not_lost(
    cast: Cast, clock: Any, sara: Person
) -> None:
    choose(cast, sara, quiet_from=time(22), quiet_until=time(7))
    clock.move_to(utc("2026-03-02T20:00Z"))  # 23:00 in Bahrain
    cast.file_case(person_id=sara.id)
    cast.deliver()
    before = [sent for sent in mail.outbox if sent.to == [SARA]]

    clock.move_to(utc("2026-03-03T04:00Z"))
    cast.deliver()

    assert before == []
    assert len([sent for sent in mail.outbox if sent.to == [SARA]]) == 1


def test_whoever_wants_no_news_hears_what_the_law_makes_us_send(
    cast: Cast, clock: Any, sara: Person
) -> None:
    choose(cast, sara, no_news=True)
    case_id = cast.file_case(person_id=sara.id).case_id
    cast.transfer(case_id, "roads-projects-maintenance")

    cast.deliver()

    with cast.inside(cast.bahrain):
        sent = list(Notification.objects.filter(address=SARA).values_list("template", flat=True))
        listed = InboxEntry.objects.filter(person=sara).order_by("at", "template")
        assert sent == ["case_received"]
        assert {row.template for row in listed} == {"case_received", "case_transferred"}


def test_choosing_sms_is_agreeing_and_withdrawing_ends_it(
    cast: Cast, clock: Any, sara: Person
) -> None:
    with_phone(cast, sara)
    choose(cast, sara, told_by="sms")
    with cast.inside(cast.bahrain):
        agreed = may_be_told_by_sms(sara.id)

    with tenant_context(cast.bahrain):
        withdraw(sara.id, NEWS_BY_SMS, at=AT)

    with cast.inside(cast.bahrain):
        assert (agreed, may_be_told_by_sms(sara.id)) == (True, False)
    assert told_by(cast, sara) == "email"


def test_agreeing_brings_sms_to_whoever_proved_a_phone_and_to_nobody_else(
    cast: Cast, clock: Any, sara: Person
) -> None:
    hasan = cast.applicant(people.HASAN)
    with_phone(cast, sara)

    with tenant_context(cast.bahrain):
        for person in (sara, hasan):
            agree(person.id, NEWS_BY_SMS, channel=Channel.PROFILE, at=AT)

    assert (told_by(cast, sara), told_by(cast, hasan)) == ("sms", "email")


def test_half_of_quiet_hours_is_refused_and_nothing_is_kept(
    cast: Cast, clock: Any, sara: Person
) -> None:
    with pytest.raises(Invalid) as refused:
        choose(cast, sara, quiet_from=time(22), no_news=True)

    assert refused.value.field == "quiet_until"
    with cast.inside(cast.bahrain):
        assert Person.objects.get(pk=sara.pk).no_news is False


def test_people_are_told_beforehand_how_they_will_hear(
    cast: Cast, clock: Any, sara: Person
) -> None:
    with cast.inside(cast.bahrain):
        before = will_hear(SARA, None), will_hear("", None), will_hear("", sara)
    change(cast, What.ANSWERED, {"applicant": ["in_app"]})
    with cast.inside(cast.bahrain):
        after = will_hear(SARA, sara)

    assert before == (
        HearsFacts("email", "s•••@example.com", in_list=False),
        HearsFacts("", "", in_list=False),
        HearsFacts("", "", in_list=True),
    )
    assert after == HearsFacts("", "", in_list=True)
    assert masked("+97336001234") == "•••234"
