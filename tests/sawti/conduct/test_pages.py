"""Staff propose and decide at the desk; the contact objects at the portal."""

from datetime import datetime, timedelta
from typing import Any

from sawti.conduct.models import State
from tests import people
from tests.cast import Cast
from tests.sawti.conduct.scenes import (
    AMINA,
    REASON,
    SARA,
    events,
    last_code,
    limited,
    mails_of,
    now,
    operation_room,
    propose,
)
from tests.sawti_api.calls import FILING
from tests.sawti_portal.conftest import Visitor


def test_a_dispatcher_proposes_from_the_case_and_never_sees_who_it_is(
    cast: Cast, clock: Any, at: datetime
) -> None:
    case_id, client = cast.file_case().case_id, cast.client(people.MARYAM)
    address = f"/desk/cases/{case_id}/limit/"
    terms = {"ground": "repeats", "most_a_week": "2", "until": "2026-03-20", "reason": REASON}

    shown = client.get(f"/desk/cases/{case_id}/").text
    form = client.get(address).text
    short = client.post(address, {**terms, "reason": "too short"})
    done = client.post(address, terms)

    assert address in shown
    assert SARA not in shown + form
    assert (short.status_code, done.status_code) == (422, 303)
    assert events(cast) == {"contact.limit_proposed"}


def test_a_focal_point_has_no_such_link(cast: Cast, clock: Any, at: datetime) -> None:
    case_id = cast.file_case().case_id

    shown = cast.client(people.FATIMA).get(f"/desk/cases/{case_id}/").text

    assert f"/desk/cases/{case_id}/limit/" not in shown


def test_the_list_and_the_limit_do_not_show_the_contact(
    cast: Cast, clock: Any, at: datetime
) -> None:
    limit, client = limited(cast, at), cast.client(people.SALMA)

    pages = client.get("/desk/contacts/").text + client.get(f"/desk/contacts/{limit.id}/").text

    assert limit.number in pages
    assert SARA not in pages


def test_an_administrator_confirms(cast: Cast, clock: Any, at: datetime) -> None:
    limit = propose(cast, cast.file_case().case_id, at)
    client = cast.client(people.SALMA)

    done = client.post(f"/desk/contacts/{limit.id}/", {"step": "confirm"})
    again = client.post(f"/desk/contacts/{limit.id}/", {"step": "confirm"})

    assert (done.status_code, again.status_code) == (303, 409)
    assert now(cast, limit).state == State.IN_FORCE


def test_a_limit_of_the_other_tenant_is_missing_on_every_page(
    cast: Cast, clock: Any, at: datetime
) -> None:
    limit, zaid = limited(cast, at), cast.client(people.ZAID)
    nobody = "01900000-0000-7000-8000-000000000000"

    theirs = zaid.get(f"/desk/contacts/{limit.id}/")
    missing = zaid.get(f"/desk/contacts/{nobody}/")
    sent = zaid.post(f"/desk/contacts/{limit.id}/", {"step": "decline"})

    assert (theirs.status_code, missing.status_code, sent.status_code) == (404, 404, 404)
    assert limit.number not in zaid.get("/desk/contacts/").text
    assert now(cast, limit).state == State.IN_FORCE


def test_the_contact_objects_once_and_a_third_person_lifts_the_limit(
    cast: Cast, clock: Any, at: datetime
) -> None:
    amina = operation_room(cast)
    limit, visitor = limited(cast, at), Visitor(cast.client())
    visitor.post("appeal/", number=limit.number.lower(), email="Sara@example.com")
    mails_of(cast)
    code = last_code()

    sent = visitor.post("appeal/code/", code=code, words="My street is dark, <b>every</b> night.")
    salma = cast.client(people.SALMA).post(
        f"/desk/contacts/{limit.id}/", {"step": "lift", "reason": REASON}
    )
    page = cast.client(AMINA).get(f"/desk/contacts/{limit.id}/").text
    lifted = cast.client(AMINA).post(
        f"/desk/contacts/{limit.id}/", {"step": "lift", "reason": REASON}
    )

    assert limit.number in sent.text
    assert "My street is dark, &lt;b&gt;every&lt;/b&gt; night." in page
    assert (salma.status_code, lifted.status_code) == (409, 303)
    assert now(cast, limit).state == State.LIFTED
    assert now(cast, limit).appeal_decided_by_id == amina.id
    assert [subject for subject in mails_of(cast) if limit.number in subject] != []
    assert cast.file_case().number
    assert events(cast) == {
        "contact.limit_proposed",
        "contact.limit_confirmed",
        "contact.limit_appealed",
        "contact.limit_lifted",
    }


def test_an_upheld_limit_goes_on_and_is_not_heard_twice(
    cast: Cast, clock: Any, at: datetime
) -> None:
    operation_room(cast)
    limit, visitor = limited(cast, at), Visitor(cast.client())
    visitor.post("appeal/", number=limit.number, email=SARA)
    mails_of(cast)
    visitor.post("appeal/code/", code=last_code(), words="It is wrong.")
    upheld = cast.client(AMINA).post(
        f"/desk/contacts/{limit.id}/", {"step": "uphold", "reason": REASON}
    )
    clock.move_to(at + timedelta(minutes=15))
    visitor.post("appeal/", number=limit.number, email=SARA)
    mails_of(cast)

    again = visitor.post("appeal/code/", code=last_code(), words="It is still wrong.")

    assert (upheld.status_code, again.status_code) == (303, 422)
    assert now(cast, limit).state == State.IN_FORCE
    assert now(cast, limit).appeal == "It is wrong."


def test_a_number_and_an_address_that_do_not_belong_together_get_no_mail(
    cast: Cast, clock: Any, at: datetime
) -> None:
    limit, visitor = limited(cast, at), Visitor(cast.client())
    mails_of(cast)

    asked = visitor.post("appeal/", number=limit.number, email="other@example.com")
    tried = visitor.post("appeal/code/", code="000000", words="It is wrong.")

    assert (asked.status_code, tried.status_code) == (303, 422)
    assert mails_of(cast, "other@example.com") == []
    assert now(cast, limit).appealed_at is None


def test_the_api_says_how_many_until_when_and_how_to_object(
    cast: Cast, clock: Any, at: datetime
) -> None:
    limit = limited(cast, at)
    body = {**FILING, "contact": {"email": SARA}}

    refused = cast.client().post(
        "/api/v1/cases", body, content_type="application/json", HTTP_ACCEPT_LANGUAGE="en"
    )

    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (429, "contact_limited")
    assert refused["Retry-After"] == str(7 * 24 * 3600)
    assert problem["detail"].startswith(
        f"Until 2026-03-11 we take 1 cases a week from you (limit {limit.number}); "
        "the next one is possible on 2026-03-08."
    )
