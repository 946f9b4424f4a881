"""A person's profile: what is kept, a new address, a copy, the end of it."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection

from sawti.accounts.models import Person
from sawti.cases.models import Applicant
from tests import people
from tests.cast import STORY, Cast
from tests.sawti_portal.conftest import Visitor

NEW = "sara.new@example.com"
DARK = "dark.xl.normal.normal"


@pytest.fixture(autouse=True)
def _mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def sara(cast: Cast) -> Visitor:
    return Visitor(cast.client(people.SARA))


def person(cast: Cast, applicant: people.Applicant = people.SARA) -> Person:
    with cast.inside(cast.bahrain):
        found: Person = Person.objects.get(email_hash=applicant.email)
    return found


def code_in_mail(cast: Cast, address: str) -> str:
    cast.deliver()
    letters = [letter for letter in mail.outbox if letter.to == [address]]
    return re.findall(r"\u2066([0-9]{6})\u2069", letters[-1].body)[0]


def test_what_a_person_says_about_themselves_is_kept(cast: Cast, sara: Visitor):
    response = sara.post(
        "my/profile/",
        name=" سارة ",
        phone="٣٦١٢ ٣٤٥٦",
        national_id="٩٠٠٤ ١٢٣٤٥",
        address="Road 12, Muharraq",
        language="ar",
    )

    kept = person(cast)
    assert response.headers["Location"] == "/en/my/profile/?news=saved"
    assert (kept.name, kept.phone, kept.language) == ("سارة", "+97336123456", "ar")
    assert (kept.national_id, kept.address) == ("900412345", "Road 12, Muharraq")


def test_the_database_tells_neither_who_a_person_is_nor_how_to_reach_them(
    cast: Cast, sara: Visitor
):
    told = {"name": "Sara Ali", "phone": "36123456", "national_id": "900412345"}
    sara.post("my/profile/", **told, address="Road 12", language="ar")

    with cast.inside(cast.bahrain), connection.cursor() as cursor:
        cursor.execute("SELECT accounts_person::text FROM accounts_person")
        (row,) = cursor.fetchone()
    assert person(cast).national_id == "900412345"
    texts = (*told.values(), "Road 12", people.SARA.email)
    assert [text for text in texts if text in row or text.encode().hex() in row] == []


def test_a_person_is_found_by_the_exact_phone_and_national_number_only(cast: Cast, sara: Visitor):
    sara.post("my/profile/", phone="36123456", national_id="900412345", language="en")
    cast.applicant(people.SARA_IN_JORDAN)

    with cast.inside(cast.bahrain):
        assert Person.objects.filter(national_id_hash="900412345").count() == 1
        assert Person.objects.filter(phone_hash="+97336123456").count() == 1
        assert not Person.objects.filter(national_id_hash="90041234").exists()
    with cast.inside(cast.jordan):
        assert not Person.objects.filter(national_id_hash="900412345").exists()


def test_a_national_number_that_can_not_be_one_is_told_in_both_languages(cast: Cast, sara: Visitor):
    english = sara.post("my/profile/", national_id="9004-1234", language="en")
    arabic = sara.client.post("/ar/my/profile/", {"national_id": "9004-1234", "language": "en"})

    assert (english.status_code, arabic.status_code) == (422, 422)
    assert "Write the number as it stands on your identity card" in english.text
    assert "اكتب الرقم كما هو مدوَّن في بطاقة هويتك" in arabic.content.decode()
    assert "Personal number (CPR)" in english.text
    assert "الرقم الشخصي" in arabic.content.decode()
    assert person(cast).national_id == ""


def test_jordan_asks_for_its_own_number(cast: Cast):
    sara = Visitor(cast.client(people.SARA_IN_JORDAN))

    nine = sara.post("my/profile/", national_id="900412345", language="en")
    ten = sara.post("my/profile/", national_id="9901012345", language="en")

    assert (nine.status_code, ten.status_code) == (422, 303)
    assert "such as 9901012345" in nine.text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"phone": "12"}, "Enter a full phone number"),
        ({"name": "x" * 121}, "Shorten the text to 120 characters"),
        ({"address": "x" * 301}, "Shorten the text to 300 characters"),
        ({"language": "fr"}, "Select a valid choice"),
    ],
)
def test_what_can_not_be_kept_is_told(
    cast: Cast, sara: Visitor, change: dict[str, str], message: str
):
    values = {"name": "Sara", "phone": "", "language": "en"}

    response = sara.post("my/profile/", **{**values, **change})

    assert response.status_code == 422
    assert message in response.text
    assert person(cast).name == ""


def test_a_new_address_holds_once_its_code_came_back_and_the_old_one_is_told(
    cast: Cast, sara: Visitor
):
    elsewhere = Visitor(cast.client(people.SARA))
    key = sara.client.cookies[settings.SESSION_COOKIE_NAME].value
    sara.post("my/profile/e-mail/", email=NEW)
    before = person(cast).email

    response = sara.post("my/profile/e-mail/code/", code=code_in_mail(cast, NEW))
    cast.deliver()

    with cast.inside(cast.bahrain):
        assert Person.objects.get(email_hash=NEW).email == NEW
    assert before == people.SARA.email
    assert response.headers["Location"] == "/en/my/profile/?news=changed"
    assert mail.outbox[-1].to == [people.SARA.email]
    assert mail.outbox[-1].subject == "Your e-mail address at Sawti Bahrain was changed"
    assert NEW not in mail.outbox[-1].body
    assert sara.client.cookies[settings.SESSION_COOKIE_NAME].value == key
    assert sara.get("my/profile/").status_code == 200
    assert elsewhere.get("my/profile/").status_code == 303


def test_an_address_that_another_person_has_is_refused_to_who_reads_its_mail_only(
    cast: Cast, sara: Visitor
):
    cast.applicant(people.HASAN)
    asked = sara.post("my/profile/e-mail/", email=people.HASAN.email)

    response = sara.post("my/profile/e-mail/code/", code=code_in_mail(cast, people.HASAN.email))

    assert asked.status_code == 303
    assert "There is already an account" in response.text
    assert person(cast).email == people.SARA.email


def test_the_code_of_one_person_changes_no_other_persons_address(cast: Cast, sara: Visitor):
    hasan = Visitor(cast.client(people.HASAN))
    hasan.post("my/profile/e-mail/", email=NEW)
    code = code_in_mail(cast, NEW)
    sara.client.cookies[settings.SAWTI_CODE_COOKIE] = hasan.client.cookies[
        settings.SAWTI_CODE_COOKIE
    ].value

    response = sara.post("my/profile/e-mail/code/", code=code)

    assert response.status_code == 422
    assert person(cast).email == people.SARA.email


def test_a_code_to_sign_in_changes_no_address(cast: Cast, sara: Visitor):
    sara.post("sign-in/", email=NEW)

    response = sara.post("my/profile/e-mail/code/", code=code_in_mail(cast, NEW))

    assert response.status_code == 422
    assert person(cast).email == people.SARA.email


def test_how_somebody_reads_is_found_again_on_another_device(cast: Cast, sara: Visitor):
    choice = {"theme": "dark", "text_size": "xl", "spacing": "normal", "font": "normal"}
    sara.post("accessibility/settings/", deed="save", **choice)
    device = Visitor(cast.client(people.SARA))
    device.client.cookies[settings.SAWTI_SETTINGS_COOKIE] = "light.normal.normal.normal"

    text = device.get("").text

    assert person(cast).settings == choice
    assert 'data-theme="dark" data-text="xl"' in text


def test_the_settings_of_a_browser_become_those_of_a_new_account(cast: Cast):
    visitor = Visitor(cast.client())
    visitor.client.cookies[settings.SAWTI_SETTINGS_COOKIE] = DARK
    visitor.post("sign-in/", email=people.SARA.email)

    visitor.post("sign-in/code/", code=code_in_mail(cast, people.SARA.email))

    assert person(cast).settings["theme"] == "dark"


def test_a_copy_holds_profile_and_cases_and_no_name_of_staff(cast: Cast, sara: Visitor):
    filed = cast.file_case(person_id=person(cast).id)
    cast.file_case(person_id=cast.applicant(people.HASAN).id)
    cast.take(filed.case_id)
    cast.answer(filed.case_id)

    response = sara.get("my/data/")

    copy = json.loads(response.content)
    assert response.headers["Content-Disposition"] == "attachment; filename=sawti-my-data.json"
    assert copy["profile"]["email"] == people.SARA.email
    assert [case["number"] for case in copy["cases"]] == [filed.number]
    assert [m["text"] for m in copy["cases"][0]["messages"]] == [STORY, "تم إصلاح العمود."]
    assert people.FATIMA.name not in response.content.decode()


def test_a_copy_costs_the_same_for_one_case_as_for_ten(cast: Cast, sara: Visitor, statements: Any):
    cast.file_case(person_id=person(cast).id)
    sara.get("my/data/")
    with statements() as one:
        sara.get("my/data/")
    for _ in range(9):
        cast.file_case(person_id=person(cast).id)

    with statements() as ten:
        sara.get("my/data/")

    assert len(one) == len(ten) == 12, ten  # with companies, identities, messages and devices


def test_a_deleted_account_is_gone_and_its_cases_stay(cast: Cast, sara: Visitor):
    filed = cast.file_case(person_id=person(cast).id)
    elsewhere = Visitor(cast.client(people.SARA))

    refused = sara.post("my/profile/delete/")
    deleted = sara.post("my/profile/delete/", agreed="on")

    assert refused.status_code == 422
    assert deleted.headers["Location"] == "/en/"
    assert cast.count(Person) == 0
    with cast.inside(cast.bahrain):
        assert Applicant.objects.get().person_id is None
    assert elsewhere.get("my/cases/").status_code == 303
    assert elsewhere.open_case(filed.number, filed.receipt).status_code == 303
