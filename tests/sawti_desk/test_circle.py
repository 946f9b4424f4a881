"""The page that says who may know of a case, and what is changed there."""

from typing import Any

import pytest

from sawti.accounts.models import Staff
from sawti.cases.models import Involvement
from tests import people
from tests.cast import Cast
from tests.sawti.cases.secrets import HOME, add_class, add_officer, classify, take_part
from tests.sawti_desk.test_case import address, words
from tests.sawti_desk.test_queue import QUEUE, numbers, reader
from tests.sql import statements


@pytest.fixture(autouse=True)
def officer(cast: Cast, clock: Any) -> Staff:
    add_class(cast, names={"en": "Integrity", "ar": "النزاهة"})
    return add_officer(cast)


def send(cast: Cast, filed: Any, deed: str, person: people.Person, **typed: str) -> Any:
    version = str(cast.case(filed.case_id).version)
    path = f"{address(filed.case_id)}circle/{deed}/"
    return reader(cast, person).post(path, {"version": version, **typed})


def test_a_case_becomes_confidential_from_its_page_and_leaves_the_list_of_who_did_it(
    cast: Cast,
) -> None:
    filed = cast.file_case()

    response = send(
        cast, filed, "class", people.MARYAM, confidentiality="integrity", reason="Conduct."
    )

    assert (response.status_code, response.headers["Location"]) == (303, QUEUE)
    assert numbers(reader(cast, people.MARYAM).get(QUEUE).text) == []
    assert reader(cast, people.MARYAM).get(address(filed.case_id)).status_code == 404
    page = reader(cast, people.NOOR).get(address(filed.case_id)).text
    assert "Only those whom this class names know of the case: Integrity." in words(page)


def test_the_list_marks_a_confidential_case(cast: Cast) -> None:
    filed = cast.file_case()
    classify(cast, filed.case_id)

    page = reader(cast, people.NOOR).get(QUEUE).text

    assert numbers(page) == [filed.number]
    assert "Confidential" in words(page)


def test_a_case_about_a_colleague_is_flagged_by_choosing_them(cast: Cast) -> None:
    filed = cast.file_case()

    response = send(
        cast, filed, "conflict", people.MARYAM, colleague=str(cast.fatima.id), reason="About her."
    )

    assert response.status_code == 303
    assert reader(cast, people.FATIMA).get(address(filed.case_id)).status_code == 404
    page = words(reader(cast, people.MARYAM).get(f"{address(filed.case_id)}circle/").text)
    assert f"{people.FATIMA.name} – Conflict of interest" in page
    assert "About her." in page


@pytest.mark.parametrize(
    ("deed", "typed", "said"),
    [
        ("conflict", {"reason": "why"}, "Choose whom the case is about"),
        ("conflict", {"entity": HOME}, "Write a reason."),
        ("participant", {"kind": "helper", "reason": "why"}, "Choose a colleague."),
        ("participant", {"kind": "x", "colleague": "x", "reason": "why"}, "is not one of the"),
        ("class", {"confidentiality": "", "reason": "why"}, "The case is so already."),
        ("class", {"confidentiality": "x", "reason": "why"}, "There is no such choice here."),
    ],
)
def test_what_can_not_be_done_is_said_at_its_field_and_changes_nothing(
    cast: Cast, deed: str, typed: dict[str, str], said: str
) -> None:
    filed = cast.file_case()

    response = send(cast, filed, deed, people.MARYAM, **typed)

    assert response.status_code == 422
    assert said in words(response.text)
    assert (cast.count(Involvement), cast.case(filed.case_id).version) == (0, 1)


def test_who_acts_on_the_case_without_the_right_is_not_offered_its_class(cast: Cast) -> None:
    filed = cast.file_case()

    page = reader(cast, people.FATIMA).get(f"{address(filed.case_id)}circle/").text
    sent = send(cast, filed, "class", people.FATIMA, confidentiality="integrity", reason="Conduct.")

    assert "Change the confidentiality" not in page
    assert sent.status_code == 403
    assert cast.case(filed.case_id).confidentiality_id is None


def test_a_participant_is_added_and_removed_on_the_page(cast: Cast) -> None:
    filed = cast.file_case()

    send(
        cast,
        filed,
        "participant",
        people.FATIMA,
        colleague=str(cast.yusuf.id),
        kind="reader",
        reason="He knows the road.",
    )
    seen = reader(cast, people.YUSUF).get(address(filed.case_id)).status_code
    with cast.inside(cast.bahrain):
        row = Involvement.objects.get()
    ended = send(cast, filed, f"{row.id}/end", people.FATIMA, reason="Done.")

    assert (seen, ended.status_code) == (200, 303)
    assert reader(cast, people.YUSUF).get(address(filed.case_id)).status_code == 404


def test_only_who_may_classify_lifts_a_conflict(cast: Cast) -> None:
    filed = cast.file_case()
    send(cast, filed, "conflict", people.FATIMA, colleague=str(cast.yusuf.id), reason="why")
    with cast.inside(cast.bahrain):
        row = Involvement.objects.get()

    refused = send(cast, filed, f"{row.id}/end", people.FATIMA, reason="A mistake.")
    lifted = send(cast, filed, f"{row.id}/end", people.MARYAM, reason="A mistake.")

    assert (refused.status_code, lifted.status_code) == (403, 303)


@pytest.mark.parametrize("person", [people.YUSUF, people.NOOR, people.OMAR])
def test_who_does_not_see_the_case_sees_no_circle(cast: Cast, person: people.Person) -> None:
    filed = (
        cast.file_case(category="road-pothole") if person is not people.YUSUF else cast.file_case()
    )

    response = reader(cast, person).get(f"{address(filed.case_id)}circle/")

    assert response.status_code == 404


@pytest.mark.parametrize("exceptions", [1, 4])
def test_the_page_costs_the_same_for_one_exception_and_for_four(
    cast: Cast, exceptions: int
) -> None:
    filed = cast.file_case()
    others = (cast.yusuf, cast.noor, cast.khalid, cast.maryam)
    [take_part(cast, filed.case_id, staff, "reader") for staff in others[:exceptions]]
    client = reader(cast, people.FATIMA)
    client.get(f"{address(filed.case_id)}circle/")

    with statements() as sent:
        client.get(f"{address(filed.case_id)}circle/")

    assert len(sent) == 10


def test_an_applicants_word_about_an_employee_stands_on_the_page(cast: Cast) -> None:
    filed = cast.file_case(about_employee="Fatima of the power company")

    case = words(reader(cast, people.MARYAM).get(address(filed.case_id)).text)
    page = words(reader(cast, people.MARYAM).get(f"{address(filed.case_id)}circle/").text)

    assert "The applicant says that the case is about an employee." in case
    assert "The applicant wrote: Fatima of the power company" in page
