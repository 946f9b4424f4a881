"""Signing in with a code that comes by e-mail: what opens a session, and what does not."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from sawti.accounts.models import OneTimeCode, Person
from sawti.accounts.steps import MOST_TRIES
from sawti.audit.models import Entry
from tests import people
from tests.cast import Cast
from tests.sawti_portal.conftest import Inbox, Visitor

SARA = "sara@example.com"
REFUSED = "This code is wrong, or its time is over. Check it, or ask for a new one."
SESSION = settings.SESSION_COOKIE_NAME

pytestmark = pytest.mark.usefixtures("mail_in_memory")


def ask(visitor: Visitor, email: str = SARA, **more: str) -> Any:
    return visitor.post("sign-in/", email=email, **more)


def enter(visitor: Visitor, code: str, **more: str) -> Any:
    return visitor.post("sign-in/code/", code=code, **more)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def is_signed_in(visitor: Visitor) -> bool:
    return bool(visitor.get("my/cases/").status_code == 200)


def test_the_code_of_the_mail_signs_a_person_in(cast: Cast, visitor: Visitor, code_for: Inbox):
    asked = ask(visitor, " Sara@Example.com ")

    entered = enter(visitor, code_for())

    assert asked.headers["Location"] == "/en/sign-in/code/"
    assert entered.headers["Location"] == "/en/my/cases/"
    assert "Signed in as" in visitor.get("").text
    with cast.inside(cast.bahrain):
        assert [person.email for person in Person.objects.all()] == [SARA]
        events = Entry.objects.filter(object_type__in=["code", "person"])
        assert sorted(events.values_list("event", flat=True)) == [
            "code.sign_in_asked",
            "person.added",
            "person.signed_in",
        ]


def test_an_account_is_there_only_after_its_address_was_proved(
    cast: Cast, visitor: Visitor, code_for: Inbox
):
    ask(visitor)

    enter(visitor, wrong(code_for()))

    assert cast.count(Person) == 0
    assert not is_signed_in(visitor)


def test_a_known_and_an_unknown_address_get_the_same_answer(cast: Cast):
    cast.applicant(people.SARA)
    known, unknown = Visitor(cast.client()), Visitor(cast.client())

    answers = [ask(known), ask(unknown, "nobody@example.com")]
    pages = [known.get("sign-in/code/").text, unknown.get("sign-in/code/").text]

    assert [(a.status_code, a.headers["Location"]) for a in answers] == [
        (303, "/en/sign-in/code/")
    ] * 2
    assert without_tokens(pages[0]) == without_tokens(pages[1].replace("nobody@example.com", SARA))


def without_tokens(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        lambda code: f" {code[:3]} {code[3:]} ",
        lambda code: f"\u200f{code}",
    ],
    ids=["Arabic digits", "spaces", "direction mark"],
)
def test_a_code_may_be_typed_as_people_type(visitor: Visitor, code_for: Inbox, typed: Any):
    ask(visitor)

    assert enter(visitor, typed(code_for())).status_code == 303


@pytest.mark.parametrize(
    ("typed", "message"),
    [("", "Enter the code."), ("12345", "Enter the six digits"), ("abcdef", "Enter the six")],
)
def test_what_can_be_no_code_is_told_and_is_no_try(
    cast: Cast, visitor: Visitor, typed: str, message: str
):
    ask(visitor)

    response = enter(visitor, typed)

    assert response.status_code == 422
    assert message in response.text
    with cast.inside(cast.bahrain):
        assert OneTimeCode.objects.get().tries == 0


def test_after_five_wrong_tries_the_right_code_is_refused_too(
    cast: Cast, visitor: Visitor, code_for: Inbox
):
    ask(visitor)
    code = code_for()
    answers = [enter(visitor, wrong(code)) for _ in range(MOST_TRIES)]

    response = enter(visitor, code)

    assert {answer.status_code for answer in answers} == {422}
    assert response.status_code == 422
    assert REFUSED in response.text
    assert not is_signed_in(visitor)


def test_a_code_is_good_for_ten_minutes(visitor: Visitor, code_for: Inbox, clock: Any):
    ask(visitor)
    code = code_for()
    clock.shift(timedelta(minutes=10))

    response = enter(visitor, code)

    assert REFUSED in response.text
    assert not is_signed_in(visitor)


def test_a_code_signs_in_once(cast: Cast, visitor: Visitor, code_for: Inbox):
    ask(visitor)
    code, token = code_for(), visitor.client.cookies[settings.SAWTI_CODE_COOKIE].value
    enter(visitor, code)
    again = Visitor(cast.client())
    again.client.cookies[settings.SAWTI_CODE_COOKIE] = token

    response = enter(again, code)

    assert REFUSED in response.text
    assert not is_signed_in(again)


def test_a_code_counts_in_the_browser_that_asked_for_it_only(
    cast: Cast, visitor: Visitor, code_for: Inbox
):
    ask(visitor)
    code, other = code_for(), Visitor(cast.client())
    ask(other, "hasan@example.com")

    responses = [enter(other, code), enter(Visitor(cast.client()), code)]

    assert [REFUSED in response.text for response in responses] == [True, True]
    assert is_signed_in(other) is False
    assert enter(visitor, code).status_code == 303


def test_a_new_code_takes_the_place_of_the_one_before(
    cast: Cast, visitor: Visitor, code_for: Inbox
):
    ask(visitor)
    first, second = code_for(), Visitor(cast.client())
    ask(second)

    response = enter(visitor, first)

    assert REFUSED in response.text
    assert enter(second, code_for()).status_code == 303


def test_the_same_address_in_two_tenants_is_two_persons(
    cast: Cast, visitor: Visitor, code_for: Inbox
):
    ask(visitor)
    code, token = code_for(), visitor.client.cookies[settings.SAWTI_CODE_COOKIE].value
    abroad = Visitor(cast.client(tenant="jordan"))
    abroad.client.cookies[settings.SAWTI_CODE_COOKIE] = token

    refused = enter(abroad, code)
    ask(abroad)
    enter(abroad, code_for(tenant=cast.jordan))

    assert REFUSED in refused.text
    assert is_signed_in(abroad)
    assert (cast.count(Person), cast.count(Person, cast.jordan)) == (0, 1)


def test_the_session_of_a_person_opens_at_its_own_tenant_only(cast: Cast):
    client = cast.client(people.SARA)
    abroad = Visitor(cast.client(tenant="jordan"))
    abroad.client.cookies[SESSION] = client.cookies[SESSION].value

    assert not is_signed_in(abroad)


def test_signing_in_changes_the_key_of_the_session(cast: Cast, code_for: Inbox):
    planted = cast.file_case()
    visitor = Visitor(cast.client())
    visitor.open_case(planted.number, planted.receipt)
    before = visitor.client.cookies[SESSION].value
    ask(visitor)

    enter(visitor, code_for())

    assert visitor.client.cookies[SESSION].value != before
    thief = Visitor(cast.client())
    thief.client.cookies[SESSION] = before
    assert not is_signed_in(thief)


@pytest.mark.parametrize(("keep", "days"), [({}, ""), ({"keep": "on"}, 30 * 86400)])
def test_a_session_ends_with_the_browser_unless_its_person_wants_to_keep_it(
    visitor: Visitor, code_for: Inbox, clock: Any, keep: dict[str, str], days: Any
):
    ask(visitor)

    enter(visitor, code_for(), **keep)

    assert visitor.client.cookies[SESSION]["max-age"] == days


def test_one_goes_on_to_the_page_one_came_from(visitor: Visitor, code_for: Inbox):
    door = visitor.get("my/profile/").headers["Location"]
    visitor.client.get(door)
    asked = ask(visitor, next="/en/my/profile/")

    entered = enter(visitor, code_for(), next="/en/my/profile/")

    assert door == "/en/sign-in/?next=%2Fen%2Fmy%2Fprofile%2F"
    assert asked.headers["Location"] == "/en/sign-in/code/?next=%2Fen%2Fmy%2Fprofile%2F"
    assert entered.headers["Location"] == "/en/my/profile/"


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("", "/en/sign-in/"),
        ("help/", "/en/sign-in/?next=%2Fen%2Fhelp%2F"),
        ("file/story/?x=1", "/en/sign-in/?next=%2Fen%2Ffile%2F"),
        ("sign-in/", "/en/sign-in/"),
    ],
)
def test_every_page_leads_to_signing_in_and_back(visitor: Visitor, path: str, address: str):
    text = visitor.client.get(f"/en/{path}", follow=True).text

    assert f'<a href="{address}"' in text


def test_whoever_changes_the_language_on_the_way_comes_back_in_it(cast: Cast, code_for: Inbox):
    visitor = Visitor(cast.client(), language="ar")
    ask(visitor, next="/en/my/profile/")

    entered = enter(visitor, code_for(), next="/en/my/profile/")

    assert entered.headers["Location"] == "/ar/my/profile/"


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_to_no_other_site(visitor: Visitor, code_for: Inbox, place: str):
    ask(visitor)

    assert enter(visitor, code_for(), next=place).headers["Location"] == "/en/my/cases/"


def test_whoever_is_signed_in_goes_on(cast: Cast):
    visitor = Visitor(cast.client(people.SARA))

    assert visitor.get("sign-in/").headers["Location"] == "/en/my/cases/"


def test_signing_out_ends_the_session(cast: Cast):
    visitor = Visitor(cast.client(people.SARA))
    key = visitor.client.cookies[SESSION].value

    visitor.post("sign-out/")

    visitor.client.cookies[SESSION] = key
    assert not is_signed_in(visitor)


@pytest.mark.parametrize("change", [{"is_active": False}], ids=["disabled"])
def test_a_disabled_person_is_out_at_the_next_request(
    cast: Cast, code_for: Inbox, change: dict[str, Any]
):
    visitor = Visitor(cast.client(people.SARA))
    with cast.writing(cast.bahrain):
        Person.objects.update(**change)

    out = is_signed_in(visitor)
    ask(visitor)
    refused = enter(visitor, code_for())

    assert out is False
    assert REFUSED in refused.text


def test_the_session_of_a_person_opens_no_desk_and_no_api_of_staff(cast: Cast):
    client = cast.client(people.SARA)

    assert client.get("/desk/").headers["Location"] == "/desk/sign-in/?next=%2Fdesk%2F"
    assert client.get("/cms/").status_code != 200
    assert client.get("/api/v1/staff/cases").status_code == 401


def test_the_session_of_staff_is_no_persons(cast: Cast):
    assert not is_signed_in(Visitor(cast.client(people.FATIMA)))


def test_nobody_is_staff_and_person_at_once(cast: Cast, code_for: Inbox):
    visitor = Visitor(cast.client(people.FATIMA))
    ask(visitor)

    enter(visitor, code_for())

    assert is_signed_in(visitor)
    assert visitor.client.get("/desk/").status_code == 303


def test_a_page_of_a_person_reads_tenant_and_session_only(cast: Cast, statements: Any):
    visitor = Visitor(cast.client(people.SARA))
    visitor.get("help/")

    with statements() as found:
        visitor.get("help/")

    assert len(found) == 2, found
