"""Operators see what became of messages, without reading them or learning to whom they went."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from sawti.audit.models import Entry
from sawti.lib import clock as now
from sawti.lib.ids import new_id
from sawti.notifications.models import Bounce, Channel, Notification, State
from sawti.notifications.steps import queue
from sawti.openings.models import Opening
from sawti_desk.messages.words import KINDS
from tests import people
from tests.cast import Cast
from tests.servers import ROOT
from tests.sql import statements

LOG, SARA = "/desk/messages/log/", "sara@example.com"


@pytest.fixture(autouse=True)
def _mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def page(cast: Cast, address: str, person: people.Person = people.SALMA) -> Any:
    client = cast.client(person)
    client.get(f"{address}?language=en")
    return client.get(address)


def write(cast: Cast, times: int = 1, **more: Any) -> list[UUID]:
    """Write messages that are about no case and wait."""
    values = {"channel": Channel.EMAIL, "template": "staff_told", "address": SARA, **more}
    with cast.writing(cast.bahrain):
        return [
            queue(language="en", params={"what": "x"}, about_id=new_id(), at=now.now(), **values)
            for _ in range(times)
        ]


def fail(cast: Cast, message_id: UUID, **more: Any) -> None:
    with cast.writing(cast.bahrain):
        Notification.objects.filter(pk=message_id).update(state=State.FAILED, **more)


def of_template(cast: Cast, template: str) -> Notification:
    with cast.inside(cast.bahrain):
        found: Notification = Notification.objects.get(template=template)
    return found


def events(cast: Cast) -> list[str]:
    with cast.inside(cast.bahrain):
        return list(
            Entry.objects.filter(event__startswith="message").values_list("event", flat=True)
        )


def test_the_log_shows_what_became_of_messages_and_masks_addresses(cast: Cast) -> None:
    cast.file_case(language="en")
    cast.deliver()

    text = page(cast, LOG).content.decode()

    assert "We have the case" in text
    assert "s…@example.com" in text
    assert SARA not in text


def test_the_log_costs_the_same_for_1_message_as_for_50(cast: Cast) -> None:
    write(cast)
    page(cast, LOG)
    with statements() as few:
        page(cast, LOG)
    write(cast, times=49)

    with statements() as many:
        found = page(cast, LOG)

    assert len(found.context["screen"].lines) == 50
    assert len(many) == len(few)


def test_the_log_goes_on_where_the_page_ended(cast: Cast) -> None:
    written = write(cast, times=60)

    first = page(cast, LOG).context["screen"]
    second = cast.client(people.SALMA).get(first.older_url).context["screen"]

    shown = [line.facts.id for line in (*first.lines, *second.lines)]
    assert sorted(shown) == sorted(written)
    assert second.older_url == ""


def test_dead_letters_are_found_until_they_are_sent_again(cast: Cast) -> None:
    dead, _waits = write(cast, times=2)
    fail(cast, dead)

    found = page(cast, f"{LOG}?state=dead").context["screen"]

    assert [line.facts.id for line in found.lines] == [dead]
    assert (found.backlog.dead, found.backlog.waiting["email"]) == (1, 1)


def test_a_dead_letter_is_sent_again_once_as_a_marked_copy_and_on_record(cast: Cast) -> None:
    (dead,) = write(cast)
    fail(cast, dead)
    client = cast.client(people.SALMA)

    client.post(f"{LOG}{dead}/", {"deed": "resend"})
    client.post(f"{LOG}{dead}/", {"deed": "resend"})
    cast.deliver()

    with cast.inside(cast.bahrain):
        (copy,) = Notification.objects.exclude(pk=dead)
        assert Notification.objects.get(pk=dead).is_resent
    assert (copy.copy_of, copy.state, copy.address) == (dead, State.SENT, SARA)
    assert events(cast) == ["message.resent"]


def test_what_waits_is_not_sent_again(cast: Cast) -> None:
    (waits,) = write(cast)

    cast.client(people.SALMA).post(f"{LOG}{waits}/", {"deed": "resend"})

    assert cast.count(Notification) == 1
    assert events(cast) == []


def test_an_address_is_shown_for_a_reason_and_on_record(cast: Cast) -> None:
    (found,) = write(cast)
    client = cast.client(people.SALMA)

    without = client.post(f"{LOG}{found}/", {"deed": "open", "reason": ""})
    opened = client.post(f"{LOG}{found}/", {"deed": "open", "reason": "It came back"})

    assert without.status_code == 422
    assert SARA not in without.content.decode()
    assert SARA in opened.content.decode()
    with cast.inside(cast.bahrain):
        (entry,) = Entry.objects.filter(event="message.address_opened")
    assert (entry.reason, entry.object_id) == ("It came back", found)


def test_the_address_of_a_message_about_a_case_is_as_good_as_the_applicants_identity(
    cast: Cast,
) -> None:
    cast.file_case()
    cast.deliver()
    sent = of_template(cast, "case_received")

    answer = cast.client(people.SALMA).post(
        f"{LOG}{sent.id}/", {"deed": "open", "reason": "I wonder"}, follow=True
    )

    assert SARA not in answer.content.decode()
    assert "message.address_opened" not in events(cast)
    with cast.inside(cast.bahrain):
        assert not Opening.objects.filter(outcome="opened").exists()


def test_every_message_has_a_name_in_the_log() -> None:
    files = {
        path.name.split(".")[0] for path in ROOT.glob("platform/*/*/templates/notifications/*")
    }

    assert files - set(KINDS) == {"base", "worded"}  # the frame, and a tenant's own words


@pytest.mark.parametrize("by", [people.FATIMA, people.ADEL, people.RANIA])
def test_whoever_does_not_look_after_messages_reads_and_sends_none(
    cast: Cast, by: people.Person
) -> None:
    (dead,) = write(cast)
    fail(cast, dead)
    client = cast.client(by)

    codes = [
        client.get(LOG).status_code,
        client.get(f"{LOG}{dead}/").status_code,
        client.post(f"{LOG}{dead}/", {"deed": "resend"}).status_code,
    ]

    assert set(codes) <= {403, 404}
    assert cast.count(Notification) == 1


def test_the_outsider_finds_no_message_at_all(cast: Cast) -> None:
    filed = cast.file_case()
    cast.deliver()
    sent = of_template(cast, "case_received")
    client = cast.client(people.ZAID)

    assert client.get(f"{LOG}{sent.id}/").status_code == 404
    assert client.get(f"/desk/cases/{filed.case_id}/messages/").status_code == 404


def test_whoever_works_on_a_case_sees_what_was_sent_about_it(cast: Cast) -> None:
    filed = cast.file_case(language="en")
    cast.deliver()

    lines = page(cast, f"/desk/cases/{filed.case_id}/messages/", people.FATIMA).context["screen"]

    told = sorted((line.facts.template, line.facts.state) for line in lines.lines)
    assert told == [("case_arrived", "sent"), ("case_received", "sent")]
    assert (
        SARA
        not in page(cast, f"/desk/cases/{filed.case_id}/messages/", people.FATIMA).content.decode()
    )


def test_staff_let_messages_go_again_to_an_address_that_bounced(cast: Cast) -> None:
    with cast.writing(cast.bahrain):
        Bounce.objects.create(address=SARA, at=now.now())
    (held,) = write(cast)
    cast.deliver()
    before = of_template(cast, "staff_told")

    client = cast.client(people.SALMA)
    client.post(f"{LOG}{held}/", {"deed": "write"})
    client.post(f"{LOG}{held}/", {"deed": "resend"})
    cast.deliver()

    with cast.inside(cast.bahrain):
        states = list(Notification.objects.order_by("created_at", "id").values_list("state"))
    assert (before.state, before.reason) == (State.FAILED, "=bounced")
    assert states == [("failed",), ("sent",)]


def test_volumes_and_costs_are_counted_by_day_and_channel(cast: Cast) -> None:
    sent = write(cast, times=3, channel=Channel.SMS, address="+97336123456", template="news")
    with cast.writing(cast.bahrain):
        Notification.objects.filter(pk__in=sent).update(
            state=State.SENT, sent_at=now.now() - timedelta(minutes=1), parts=2, cost="0.05"
        )

    (line,) = page(cast, LOG).context["screen"].volumes

    assert (line.channel, line.volume.messages, line.volume.parts) == ("SMS", 3, 6)
    assert str(line.volume.cost) == "0.1500"
