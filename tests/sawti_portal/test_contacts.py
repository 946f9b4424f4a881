"""E-mail and phone are changed by a code at the new one, told at the old one, and undone there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail

from sawti.accounts.models import Person
from sawti.audit.models import Entry
from sawti.lib import clock as now
from sawti.notifications.models import Notification, Provider
from sawti.notifications.sms import text_of
from sawti.tenancy.context import TenantFacts
from tests import people
from tests.cast import Cast
from tests.sawti_portal.conftest import Visitor

NEW, PHONE, OTHER = "sara.new@example.com", "+97336123456", "+97336999999"


@pytest.fixture(autouse=True)
def _mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def gateway(cast: Cast) -> None:
    """Bahrain has a gateway that is away: what would be sent stays to be read."""
    with cast.writing(cast.bahrain):
        Provider.objects.create(
            code="http_sms",
            channel="sms",
            options={"url": "http://127.0.0.1:9/", "headers": ""},
            is_enabled=True,
        )


@pytest.fixture
def sara(cast: Cast) -> Visitor:
    return Visitor(cast.client(people.SARA))


def person(cast: Cast, applicant: people.Applicant = people.SARA) -> Person:
    with cast.inside(cast.bahrain):
        found: Person = Person.objects.get(pk=cast.applicant(applicant).pk)
    return found


def texts(cast: Cast, phone: str) -> list[str]:
    """Return the SMS to a phone, as they are written when they are sent."""
    cast.deliver()
    with cast.inside(cast.bahrain):
        rows = Notification.objects.filter(channel="sms", address=phone).order_by("created_at")
        return [text_of(row) for row in rows]


def verify(cast: Cast, visitor: Visitor, phone: str = PHONE) -> Any:
    visitor.post("my/profile/phone/", phone=phone)
    code = re.findall(r"\b[0-9]{6}\b", texts(cast, phone)[-1])[0]
    return visitor.post("my/profile/phone/code/", code=code)


def change_email(cast: Cast, visitor: Visitor, address: str = NEW) -> None:
    visitor.post("my/profile/e-mail/", email=address)
    cast.deliver()
    letter = [each for each in mail.outbox if each.to == [address]][-1]
    code = re.findall(r"\u2066([0-9]{6})\u2069", letter.body)[0]
    visitor.post("my/profile/e-mail/code/", code=code)
    cast.deliver()


def way_back(text: str) -> str:
    """Return the address that undoes the change, below the language."""
    return re.findall(r"/en/(undo/[^/\s]+/)", text)[-1]


class TestAPhone:
    def test_a_code_by_sms_verifies_it(self, cast: Cast, sara: Visitor, gateway: None) -> None:
        response = verify(cast, sara)

        found = person(cast)
        assert response.headers["Location"] == "/en/my/profile/?news=phone"
        assert (found.phone, found.phone_verified_at is not None) == (PHONE, True)
        with cast.inside(cast.bahrain):
            assert Entry.objects.filter(event="person.phone_changed").count() == 1

    def test_without_the_code_nothing_changes(
        self, cast: Cast, sara: Visitor, gateway: None
    ) -> None:
        sara.post("my/profile/phone/", phone=PHONE)

        response = sara.post("my/profile/phone/code/", code="000000")

        assert response.status_code == 422
        assert (person(cast).phone, person(cast).phone_verified_at) == ("", None)

    def test_the_code_of_another_person_changes_nothing(
        self, cast: Cast, sara: Visitor, gateway: None
    ) -> None:
        hasan = Visitor(cast.client(people.HASAN))
        hasan.post("my/profile/phone/", phone=PHONE)
        code = re.findall(r"\b[0-9]{6}\b", texts(cast, PHONE)[-1])[0]
        cookie = hasan.client.cookies[settings.SAWTI_CODE_COOKIE].value
        sara.client.cookies[settings.SAWTI_CODE_COOKIE] = cookie

        response = sara.post("my/profile/phone/code/", code=code)

        assert response.status_code == 422
        assert (person(cast).phone, person(cast, people.HASAN).phone) == ("", "")

    def test_the_profile_can_not_change_it_past_the_code(
        self, cast: Cast, sara: Visitor, gateway: None
    ) -> None:
        verify(cast, sara)

        sara.post("my/profile/", phone=OTHER, language="en", told_by="email")

        assert person(cast).phone == PHONE

    def test_whoever_verifies_a_number_now_is_whose_it_is(
        self, cast: Cast, sara: Visitor, gateway: None
    ) -> None:
        verify(cast, sara)

        verify(cast, Visitor(cast.client(people.HASAN)))

        assert person(cast).phone_verified_at is None
        assert person(cast, people.HASAN).phone_verified_at is not None

    def test_the_first_one_is_told_by_mail(self, cast: Cast, sara: Visitor, gateway: None) -> None:
        verify(cast, sara)
        cast.deliver()

        assert mail.outbox[-1].to == [people.SARA.email]
        assert mail.outbox[-1].subject == "Your phone number at Sawti Bahrain was changed"
        assert PHONE not in mail.outbox[-1].body

    def test_the_next_one_is_told_at_the_old_number(
        self, cast: Cast, sara: Visitor, gateway: None
    ) -> None:
        verify(cast, sara)

        verify(cast, sara, OTHER)

        assert "Not you? Undo it:" in texts(cast, PHONE)[-1]
        assert OTHER not in texts(cast, PHONE)[-1]

    def test_without_a_gateway_there_is_no_page_and_the_profile_asks(
        self, cast: Cast, sara: Visitor
    ) -> None:
        assert sara.get("my/profile/phone/").status_code == 404
        assert sara.post("my/profile/phone/", phone=PHONE).status_code == 404
        assert 'name="phone"' in sara.get("my/profile/").text

    def test_another_tenant_has_no_part_in_it(
        self, cast: Cast, sara: Visitor, gateway: None
    ) -> None:
        assert (
            Visitor(cast.client(people.SARA_IN_JORDAN)).get("my/profile/phone/").status_code == 404
        )


class TestNewsBySms:
    def test_say_that_there_are_some_and_nothing_else(
        self, cast: Cast, sara: Visitor, gateway: None
    ) -> None:
        verify(cast, sara)
        sara.post("my/profile/", language="en", told_by="sms")
        cast.deliver()
        mail.outbox.clear()

        filed = cast.file_case(person_id=person(cast).id, language="en")

        text = texts(cast, PHONE)[-1]
        assert text.startswith("Sawti Bahrain: there is news of a case of yours.")
        assert filed.number not in text
        assert filed.receipt not in text
        assert [letter for letter in mail.outbox if letter.to == ["sara@example.com"]] == []

    def test_are_not_offered_before_a_number_is_verified(
        self, cast: Cast, sara: Visitor, gateway: None
    ) -> None:
        text = sara.get("my/profile/").text
        sara.post("my/profile/", language="en", told_by="sms")

        assert "By SMS" not in text
        assert person(cast).told_by == "email"

    def test_become_mails_again_when_the_gateway_is_switched_off(
        self, cast: Cast, sara: Visitor, gateway: None
    ) -> None:
        verify(cast, sara)
        sara.post("my/profile/", language="en", told_by="sms")
        with cast.writing(cast.bahrain):
            Provider.objects.update(is_enabled=False)
        mail.outbox.clear()

        cast.file_case(person_id=person(cast).id)
        cast.deliver()

        assert ["sara@example.com"] in [letter.to for letter in mail.outbox]


class TestUndoing:
    def test_puts_the_old_address_back_once_and_ends_all_sessions(
        self, cast: Cast, sara: Visitor
    ) -> None:
        change_email(cast, sara)
        stranger, link = Visitor(cast.client()), way_back(mail.outbox[-1].body)

        looked = stranger.get(link)
        before = person_at(cast, NEW)
        done = stranger.post(link)
        again = stranger.post(link)

        assert (looked.status_code, done.status_code, again.status_code) == (200, 200, 404)
        assert before is not None
        assert (person_at(cast, NEW), person_at(cast, people.SARA.email) is not None) == (
            None,
            True,
        )
        assert sara.get("my/profile/").status_code == 303
        with cast.inside(cast.bahrain):
            assert Entry.objects.filter(event="person.contact_undone").count() == 1

    def test_of_the_first_change_undoes_the_later_ones_too(self, cast: Cast, sara: Visitor) -> None:
        change_email(cast, sara)
        first = way_back(mail.outbox[-1].body)
        change_email(cast, sara, "third@example.com")
        second = way_back(mail.outbox[-1].body)

        Visitor(cast.client()).post(first)

        assert person_at(cast, people.SARA.email) is not None
        assert Visitor(cast.client()).get(second).status_code == 404

    def test_puts_an_old_number_back(self, cast: Cast, sara: Visitor, gateway: None) -> None:
        verify(cast, sara)
        verify(cast, sara, OTHER)

        Visitor(cast.client()).post(way_back(texts(cast, PHONE)[-1]))

        assert person(cast).phone == PHONE

    def test_is_over_after_a_week(self, cast: Cast, sara: Visitor, clock: Any) -> None:
        change_email(cast, sara)
        link = way_back(mail.outbox[-1].body)

        clock.move_to(now.now() + timedelta(days=7))

        assert Visitor(cast.client()).post(link).status_code == 404
        assert person_at(cast, NEW) is not None

    def test_is_of_one_tenant(self, cast: Cast, sara: Visitor) -> None:
        change_email(cast, sara)
        link = way_back(mail.outbox[-1].body)

        assert Visitor(cast.client(tenant="jordan")).post(link).status_code == 404
        assert person_at(cast, NEW) is not None

    def test_does_not_take_an_address_from_who_has_it_by_now(
        self, cast: Cast, sara: Visitor
    ) -> None:
        change_email(cast, sara)
        link = way_back(mail.outbox[-1].body)
        cast.applicant(people.SARA)  # somebody began an account with the old address

        assert Visitor(cast.client()).post(link).status_code == 404
        assert person_at(cast, NEW) is not None


def person_at(cast: Cast, address: str, tenant: TenantFacts | None = None) -> Person | None:
    with cast.inside(tenant or cast.bahrain):
        found: Person | None = Person.objects.filter(email_hash=address).first()
    return found
