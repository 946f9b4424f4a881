"""E-mails that a real SMTP server received, and what becomes of those that it did not take."""

import re
from typing import Any

from sawti.cases.facts import Contact
from sawti.notifications.models import Notification, State
from sawti.outbox.models import Message
from sawti.tenancy.models import Tenant
from tests import people
from tests.cast import STORY, Cast
from tests.smtp import MailServer

SARA, FATIMA = "sara@example.com", "fatima@bahrain.example"
ISOLATES = re.compile("[\u2066\u2069]")


def notifications(cast: Cast) -> list[Notification]:
    with cast.inside(cast.bahrain):
        return list(Notification.objects.order_by("address"))


def sends(cast: Cast) -> list[Message]:
    with cast.inside(cast.bahrain):
        return list(Message.objects.filter(topic="notification.send").order_by("id"))


def plain(text: str) -> str:
    return ISOLATES.sub("", text)


def test_filing_a_case_writes_to_the_applicant_and_to_the_focal_point(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    cast.file_case()

    cast.deliver()

    assert mail.addresses == {SARA: 1, FATIMA: 1}


def test_an_applicant_who_wrote_in_english_is_answered_in_english(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    filed = cast.file_case(language="en")

    cast.deliver()

    (received,) = mail.to(SARA)
    assert received.language == "en"
    assert plain(received.subject) == f"We have received your case {filed.number}"
    assert "You will have an answer by Thursday 19 March 2026." in plain(received.text)


def test_an_applicant_who_wrote_in_arabic_is_answered_in_arabic_from_right_to_left(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    filed = cast.file_case(language="ar")

    cast.deliver()

    (received,) = mail.to(SARA)
    assert received.language == "ar"
    assert filed.number in received.subject
    assert '<html lang="ar" dir="rtl">' in received.html
    assert "صوتي البحرين" in str(received.message["From"])


def test_staff_read_the_news_in_their_own_language_and_not_in_the_applicants(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    cast.file_case(language="en", category="", entity="roads-projects-maintenance")
    cast.file_case(language="en")

    cast.deliver()

    assert mail.to("yusuf@bahrain.example")[0].language == "en"
    assert mail.to(FATIMA)[0].language == "ar"


def test_every_message_has_a_plain_text_and_an_html_version(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    cast.file_case()

    cast.deliver()

    kinds = {part.get_content_type() for part in mail.to(SARA)[0].message.iter_parts()}
    assert kinds == {"text/plain", "text/html"}


def test_the_message_id_is_the_notifications_id_at_the_tenants_domain(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    cast.file_case()

    cast.deliver()

    expected = {f"<{row.id}@bahrain.example>" for row in notifications(cast)}
    assert set(mail.copies) == expected


def test_nobody_answers_an_automatic_message_automatically(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    cast.file_case()

    cast.deliver()

    assert {mail.message["Auto-Submitted"] for mail in mail.mails} == {"auto-generated"}


def test_a_message_holds_neither_the_story_nor_the_receipt_nor_a_name(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    filed = cast.file_case()

    cast.deliver()

    everything = "".join(sent.text + sent.html + sent.subject for sent in mail.mails)
    assert STORY not in everything
    assert filed.receipt not in everything
    assert "سارة" not in everything


def test_a_message_links_to_the_tenants_own_host(cast: Cast, clock: Any, mail: MailServer) -> None:
    filed = cast.file_case(language="en")

    cast.deliver()

    assert "http://bahrain.localhost:8000/en/track/" in mail.to(SARA)[0].text
    assert f"http://bahrain.localhost:8000/desk/cases/{filed.case_id}/" in mail.to(FATIMA)[0].text


def test_an_applicant_without_an_address_gets_nothing_and_the_focal_point_still_does(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    cast.file_case(contact=Contact())

    cast.deliver()

    assert mail.addresses == {FATIMA: 1}


def test_each_event_of_a_case_writes_to_whom_it_concerns(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    case_id = cast.file_case().case_id
    cast.take(case_id)
    cast.ask(case_id)
    cast.reply(case_id)
    cast.answer(case_id)

    cast.deliver()

    written = sorted((row.template, row.address) for row in notifications(cast))
    assert written == [
        ("applicant_replied", FATIMA),
        ("case_answered", SARA),
        ("case_arrived", FATIMA),
        ("case_received", SARA),
        ("question_asked", SARA),
    ]
    assert mail.addresses == {SARA: 3, FATIMA: 2}


def test_a_transfer_tells_the_applicant_and_the_new_entity(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    case_id = cast.file_case().case_id
    cast.deliver()
    cast.transfer(case_id, "roads-projects-maintenance")

    cast.deliver()

    assert mail.addresses == {SARA: 2, FATIMA: 1, "yusuf@bahrain.example": 1}


def test_a_sent_message_is_marked_sent_and_its_row_is_done(
    cast: Cast, clock: Any, mail: MailServer, at: Any
) -> None:
    cast.file_case()

    cast.deliver()

    assert [(row.state, row.sent_at, row.is_uncertain) for row in notifications(cast)] == [
        (State.SENT, at, False)
    ] * 2
    assert [(row.done_at, row.attempts, row.lease_until) for row in sends(cast)] == [
        (at, 1, None)
    ] * 2


def test_delivering_again_sends_nothing_twice(cast: Cast, clock: Any, mail: MailServer) -> None:
    cast.file_case()
    cast.deliver()

    tried = cast.deliver()

    assert tried == 0
    assert mail.addresses == {SARA: 1, FATIMA: 1}


def test_news_goes_to_the_entity_of_the_event_however_late_it_is_delivered(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    filed = cast.file_case()
    cast.transfer(filed.case_id, "roads-projects-maintenance")

    cast.deliver()

    # Filed with Fatima's entity, then with Yusuf's; Sara hears of both.
    assert mail.addresses == {FATIMA: 1, people.YUSUF.email: 1, SARA: 2}


def test_a_comma_in_the_name_of_a_tenant_stops_no_mail(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    with cast.writing(cast.bahrain):
        Tenant.objects.filter(pk=cast.bahrain.id).update(
            names={"ar": "صوتي، (البحرين)", "en": "A, B"}
        )
    del cast.bahrain
    cast.file_case()

    cast.deliver()

    assert [(row.state, row.is_uncertain) for row in notifications(cast)] == [
        (State.SENT, False)
    ] * 2
