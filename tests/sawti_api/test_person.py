"""A person's own program: a code, a session in a header, the profile and the cases."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from sawti.accounts.models import OneTimeCode, Person, PersonToken
from sawti.audit.models import Entry
from sawti.lib import clock as now
from sawti.notifications.models import Notification, Provider
from sawti.notifications.sms import text_of
from tests import people
from tests.cast import Cast
from tests.sawti_api.calls import Api

PHONE = "+97336123456"
CODES, SESSION = "/api/v1/person/codes", "/api/v1/person/session"
ME, CASES = "/api/v1/person", "/api/v1/person/cases"


@pytest.fixture(autouse=True)
def _mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def app(cast: Cast) -> Api:
    return Api(cast.client())


@pytest.fixture
def gateway(cast: Cast) -> None:
    with cast.writing(cast.bahrain):
        Provider.objects.create(
            code="http_sms",
            channel="sms",
            options={"url": "http://127.0.0.1:9/", "headers": ""},
            is_enabled=True,
        )


def code_in_mail(cast: Cast, address: str, tenant: str = "bahrain") -> str:
    cast.deliver(getattr(cast, tenant))
    letters = [letter for letter in mail.outbox if letter.to == [address]]
    return str(re.findall(r"\u2066([0-9]{6})\u2069", letters[-1].body)[0])


def sign_in(cast: Cast, app: Api, applicant: people.Applicant = people.SARA) -> str:
    attempt = app.post(CODES, {"contact": applicant.email}).json()["attempt"]
    body = {"attempt": attempt, "code": code_in_mail(cast, applicant.email, applicant.tenant)}
    return str(app.post(SESSION, body).json()["session"])


def verified(cast: Cast, applicant: people.Applicant = people.SARA) -> Person:
    person = cast.applicant(applicant)
    person.phone, person.phone_verified_at = PHONE, now.now()
    with cast.writing(cast.bahrain):
        person.save()
    return person


def patch(app: Api, session: str, body: dict[str, str]) -> Any:
    return app.client.patch(
        ME,
        data=json.dumps(body),
        content_type="application/json",
        headers={"Sawti-Session": session, "Accept-Language": "en"},
    )


class TestSigningIn:
    def test_a_code_gives_a_session_for_an_hour_that_is_kept_hashed(
        self, cast: Cast, app: Api
    ) -> None:
        session = sign_in(cast, app)

        with cast.inside(cast.bahrain):
            row = PersonToken.objects.get()
            stored = str(PersonToken.objects.values().get())
        assert session not in stored
        assert row.expires_at - row.made_at == timedelta(hours=1)
        assert app.get(ME, sawti_session=session).json()["email"] == people.SARA.email

    def test_an_unknown_contact_gets_the_same_answer(
        self, cast: Cast, app: Api, gateway: None
    ) -> None:
        verified(cast)

        known = app.post(CODES, {"contact": "3612 3456"})
        unknown = app.post(CODES, {"contact": "3699 9999"})
        cast.deliver()

        assert (known.status_code, unknown.status_code) == (202, 202)
        assert known.json().keys() == unknown.json().keys()
        assert len(known.json()["attempt"]) == len(unknown.json()["attempt"])
        with cast.inside(cast.bahrain):
            sent = Notification.objects.filter(channel="sms").values_list("address", flat=True)
            assert list(sent) == [PHONE]
            assert OneTimeCode.objects.count() == 2

    def test_an_unknown_phone_costs_as_many_statements_as_a_known_one(
        self, cast: Cast, app: Api, gateway: None, django_assert_num_queries: Any
    ) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        verified(cast)
        app.post(CODES, {"contact": "3611 1111"})  # what is read once per process

        with CaptureQueriesContext(connection) as known:
            app.post(CODES, {"contact": "3612 3456"})
        with CaptureQueriesContext(connection) as unknown:
            app.post(CODES, {"contact": "3699 9999"})

        assert len(known) == len(unknown)

    def test_a_code_by_sms_signs_in_who_verified_the_phone(
        self, cast: Cast, app: Api, gateway: None
    ) -> None:
        person = verified(cast)
        attempt = app.post(CODES, {"contact": PHONE}).json()["attempt"]
        cast.deliver()
        with cast.inside(cast.bahrain):
            text = text_of(Notification.objects.get(channel="sms"))

        code = re.findall(r"\b[0-9]{6}\b", text)[0]
        answer = app.post(SESSION, {"attempt": attempt, "code": code})

        assert answer.status_code == 201
        with cast.inside(cast.bahrain):
            assert PersonToken.objects.get().person_id == person.id

    def test_a_wrong_code_counts_five_times_and_then_the_right_one_is_wrong_too(
        self, cast: Cast, app: Api
    ) -> None:
        attempt = app.post(CODES, {"contact": people.SARA.email}).json()["attempt"]
        code = code_in_mail(cast, people.SARA.email)

        wrong = [app.post(SESSION, {"attempt": attempt, "code": "000000"}) for _ in range(5)]
        right = app.post(SESSION, {"attempt": attempt, "code": code})

        assert {each.status_code for each in [*wrong, right]} == {422}
        assert right.json()["code"] == "code_refused"
        assert cast.count(PersonToken) == 0
        assert cast.count(Person) == 0

    def test_too_many_codes_are_told_with_when_to_come_again(self, cast: Cast, app: Api) -> None:
        answers = [app.post(CODES, {"contact": people.SARA.email}) for _ in range(6)]

        assert [each.status_code for each in answers] == [202] * 5 + [429]
        assert int(answers[-1].headers["Retry-After"]) > 0

    def test_what_is_no_contact_is_told(self, cast: Cast, app: Api) -> None:
        answer = app.post(CODES, {"contact": "sara"})

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "/contact"
        assert cast.count(OneTimeCode) == 0


class TestASession:
    def test_without_one_nothing_opens(self, cast: Cast, app: Api) -> None:
        answers = [app.get(ME), app.get(CASES), app.get(ME, sawti_session="nonsense")]

        assert [each.status_code for each in answers] == [401, 401, 401]
        assert answers[-1].headers["WWW-Authenticate"] == 'Sawti-Session realm="person"'

    def test_of_one_tenant_opens_nothing_in_another(self, cast: Cast, app: Api) -> None:
        cast.applicant(people.SARA_IN_JORDAN)
        session = sign_in(cast, app)

        elsewhere = Api(cast.client(tenant="jordan")).get(ME, sawti_session=session)

        assert elsewhere.status_code == 401

    def test_a_cookie_of_the_portal_opens_nothing_here(self, cast: Cast) -> None:
        assert Api(cast.client(people.SARA)).get(ME).status_code == 401

    def test_ends_by_itself(self, cast: Cast, app: Api, clock: Any) -> None:
        session = sign_in(cast, app)

        clock.move_to(now.now() + timedelta(hours=1))

        assert app.get(ME, sawti_session=session).status_code == 401

    def test_ends_with_a_disabled_account(self, cast: Cast, app: Api) -> None:
        session = sign_in(cast, app)
        with cast.writing(cast.bahrain):
            Person.objects.update(is_active=False)

        assert app.get(ME, sawti_session=session).status_code == 401

    def test_is_over_after_signing_out(self, cast: Cast, app: Api) -> None:
        session = sign_in(cast, app)

        out = app.client.delete(SESSION, headers={"Sawti-Session": session})

        assert (out.status_code, app.get(ME, sawti_session=session).status_code) == (204, 401)

    def test_is_listed_in_the_profile_and_ended_there(self, cast: Cast, app: Api) -> None:
        session, browser = sign_in(cast, app), cast.client(people.SARA)
        page = browser.get("/en/my/devices/").content.decode()
        with cast.inside(cast.bahrain):
            handle = str(PersonToken.objects.get().pk)

        ended = browser.post("/en/my/devices/", {"device": handle})

        assert handle in page
        assert session not in page
        assert ended.status_code == 303
        assert app.get(ME, sawti_session=session).status_code == 401
        with cast.inside(cast.bahrain):
            assert Entry.objects.filter(event="person.device_ended").count() == 1

    def test_of_another_person_is_not_ended(self, cast: Cast, app: Api) -> None:
        session, browser = sign_in(cast, app), cast.client(people.HASAN)
        with cast.inside(cast.bahrain):
            handle = str(PersonToken.objects.get().pk)

        assert browser.post("/en/my/devices/", {"device": handle}).status_code == 404
        assert app.get(ME, sawti_session=session).status_code == 200


class TestOnesOwn:
    def test_profile_changes_by_what_is_sent_only(self, cast: Cast, app: Api) -> None:
        session = sign_in(cast, app)
        patch(app, session, {"name": "Sara", "national_id": "900412345"})

        answer = patch(app, session, {"address": "Road 12"})

        assert answer.status_code == 200
        assert answer.json() == {
            "email": people.SARA.email,
            "phone": "",
            "phone_verified": False,
            "name": "Sara",
            "national_id": "900412345",
            "address": "Road 12",
            "language": "en",
            "told_by": "email",
        }

    def test_email_and_phone_do_not_change_without_a_code(self, cast: Cast, app: Api) -> None:
        session = sign_in(cast, app)

        answers = [
            patch(app, session, {"email": "other@example.com"}),
            patch(app, session, {"phone": PHONE}),
            patch(app, session, {"national_id": "12"}),
        ]

        assert [each.status_code for each in answers] == [422, 422, 422]
        assert cast.applicant(people.SARA).national_id == ""

    def test_cases_are_listed_and_open_without_receipt(self, cast: Cast, app: Api) -> None:
        own = cast.file_case(person_id=cast.applicant(people.SARA).id)
        other = cast.file_case(person_id=cast.applicant(people.HASAN).id)
        session = sign_in(cast, app)

        listed = app.get(CASES, sawti_session=session).json()["results"]
        opened = app.get(f"{CASES}/{own.number}", sawti_session=session)
        refused = app.get(f"{CASES}/{other.number}", sawti_session=session)
        missing = app.get(f"{CASES}/BH-0000-0000-0", sawti_session=session)

        assert [case["number"] for case in listed] == [own.number]
        assert opened.json()["number"] == own.number
        assert (refused.status_code, missing.status_code) == (404, 404)
        assert refused.json()["detail"] == missing.json()["detail"]
