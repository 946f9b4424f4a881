"""Working through cases: notes, colleagues, templates, preview, the next one, the why of a date."""

import html
import re
from typing import Any

import pytest

from sawti.cases.models import HistoryRow, Message, Note
from sawti.catalogue.models import ReplyTemplate
from sawti.outbox.models import Message as OutboxRow
from sawti.tenancy.actions import configuration_changed
from tests import people
from tests.cast import Cast, utc
from tests.sawti_desk.test_case import address, words
from tests.sawti_desk.test_queue import numbers, reader

OUTSIDERS = [people.YUSUF, people.NOOR, people.OMAR]
LIST = "?queue=all&sort=oldest"


def send(cast: Cast, filed: Any, action: str, person: people.Person = people.FATIMA, **typed: str):
    version = str(cast.case(filed.case_id).version)
    return reader(cast, person).post(address(filed.case_id, action), {"version": version, **typed})


def textarea(page: str, name: str) -> str:
    """Return what stands in a text field of the page."""
    found = re.search(rf'<textarea name="{name}".*?>\r?\n?(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def keep_template(cast: Cast, code: str, kind: str, body: str) -> None:
    with cast.writing(cast.bahrain):
        ReplyTemplate.objects.create(
            code=code, names={"en": code, "ar": code}, bodies={"en": body, "ar": body}, kind=kind
        )
        configuration_changed()


def test_a_note_is_on_the_page_and_in_the_timeline_with_its_author(cast: Cast, clock: Any) -> None:
    filed = cast.file_case()

    response = send(cast, filed, "note", note="The contractor comes <b>soon</b>.")
    page = reader(cast, people.KHALID).get(address(filed.case_id)).text

    assert response.status_code == 303
    assert "The contractor comes &lt;b&gt;soon&lt;/b&gt;." in page
    assert f"Internal note Sunday 1 March 2026, 11:00 By {people.FATIMA.name}." in words(page)


def test_a_note_changes_no_state_no_version_and_sends_nothing(cast: Cast, clock: Any) -> None:
    filed = cast.file_case()
    before = cast.count(HistoryRow), cast.count(OutboxRow), cast.case(filed.case_id).version

    send(cast, filed, "note", note="Only for us.")

    after = cast.count(HistoryRow), cast.count(OutboxRow), cast.case(filed.case_id).version
    assert after == before


@pytest.mark.parametrize("person", [*OUTSIDERS, people.KHALID])
def test_who_does_not_handle_the_case_leaves_no_note(
    cast: Cast, clock: Any, person: people.Person
) -> None:
    filed = cast.file_case()

    response = send(cast, filed, "note", person, note="marker4711")

    assert response.status_code in (403, 404)
    assert cast.count(Note) == 0


def test_an_empty_note_is_refused_at_its_field(cast: Cast, clock: Any) -> None:
    response = send(cast, cast.file_case(), "note", note="  ")

    assert response.status_code == 422
    assert "Write the note." in response.text


def test_a_case_is_given_to_a_colleague_from_its_page(cast: Cast, clock: Any) -> None:
    filed = cast.file_case()

    offered = reader(cast).get(address(filed.case_id)).text.split('id="assign_holder"')[1]
    response = send(cast, filed, "assign", holder=str(cast.maryam.id))

    assert people.MARYAM.name in offered.split("</select>")[0]
    assert people.YUSUF.name not in offered.split("</select>")[0]
    assert response.status_code == 303
    assert cast.case(filed.case_id).holder_id == cast.maryam.id
    page = words(reader(cast).get(address(filed.case_id)).text)
    assert f"To {people.MARYAM.name}. By {people.FATIMA.name}." in page


@pytest.mark.parametrize("holder", ["yusuf", "khalid", "omar"])
def test_a_case_is_not_given_to_somebody_who_does_not_handle_it(
    cast: Cast, clock: Any, holder: str
) -> None:
    filed = cast.file_case()

    response = send(cast, filed, "assign", holder=str(getattr(cast, holder).id))

    assert response.status_code == 422
    assert cast.case(filed.case_id).holder_id is None


def test_a_template_fills_the_field_with_the_facts_of_the_case_and_keeps_what_was_typed(
    cast: Cast, clock: Any
) -> None:
    keep_template(cast, "done", "answer", "{applicant_greeting} {number} – {entity} {{ok}}")
    filed = cast.file_case(language="en")
    cast.take(filed.case_id)

    empty = send(cast, filed, "answer", step="template", template="done", answer="")
    typed = send(cast, filed, "answer", step="template", template="done", answer="Mine.")
    linked = reader(cast).get(f"{address(filed.case_id)}?template=done")

    text = f"Dear applicant, {filed.number} – Electricity Distribution {{ok}}"
    assert textarea(empty.text, "answer").startswith(text[:30])
    assert textarea(typed.text, "answer").startswith(f"Mine.\n\nDear applicant, {filed.number}")
    assert textarea(linked.text, "answer") == textarea(empty.text, "answer")
    assert "سارة" not in empty.text
    assert cast.count(Message) == 1


def test_a_template_speaks_the_language_of_the_applicant(cast: Cast, clock: Any) -> None:
    keep_template(cast, "hello", "question", "{applicant_greeting} {today}")
    filed = cast.file_case(language="ar")
    cast.take(filed.case_id)

    page = send(cast, filed, "ask", step="template", template="hello", question="").text

    assert "مارس" in textarea(page, "question")


@pytest.mark.parametrize("template", ["", "unknown", "question-only"])
def test_a_template_that_does_not_fit_changes_nothing_that_was_typed(
    cast: Cast, clock: Any, template: str
) -> None:
    keep_template(cast, "question-only", "question", "Which?")
    filed = cast.file_case()
    cast.take(filed.case_id)

    page = send(cast, filed, "answer", step="template", template=template, answer="Mine.").text

    assert textarea(page, "answer") == "Mine."


def test_a_preview_shows_the_message_and_sends_nothing(cast: Cast, clock: Any) -> None:
    filed = cast.file_case()
    cast.take(filed.case_id)

    response = send(cast, filed, "answer", step="preview", answer="It is <i>repaired</i>.")

    panel = response.text.split('id="preview-title"')[1].split("</section>")[0]
    assert response.status_code == 200
    assert 'lang="ar" dir="rtl"' in panel
    assert "It is &lt;i&gt;repaired&lt;/i&gt;." in panel
    assert textarea(response.text, "answer") == "It is <i>repaired</i>."
    assert (cast.count(Message), cast.case(filed.case_id).state) == (1, "open")


def test_the_next_case_is_that_of_the_list_one_comes_from(cast: Cast, clock: Any) -> None:
    first = cast.file_case(on="2026-02-22T08:00Z")
    second = cast.file_case(on="2026-02-23T08:00Z", language="en")
    third = cast.file_case(on="2026-02-24T08:00Z")
    client = reader(cast)

    def after(filed: Any, query: str = "") -> str:
        return client.get(f"{address(filed.case_id, 'next')}{query}").headers["Location"]

    assert after(first) == address(second.case_id)
    assert after(first, LIST) == address(second.case_id) + LIST
    assert after(first, "?applicant_language=ar").startswith(address(third.case_id))
    assert after(third, LIST) == f"/desk/{LIST}"


def test_after_the_answer_the_list_goes_on(cast: Cast, clock: Any) -> None:
    first = cast.file_case(on="2026-02-22T08:00Z")
    second = cast.file_case(on="2026-02-23T08:00Z")
    cast.take(first.case_id)
    client = reader(cast)

    query = "?queue=queue"
    done = client.post(
        address(first.case_id, "answer") + query, {"version": "2", "answer": "Repaired."}
    )
    page = client.get(done.headers["Location"]).text
    link = re.search(r'rel="next" href="([^"]+)"', page)[1]

    assert done.headers["Location"] == address(first.case_id) + query
    assert client.get(link).headers["Location"] == address(second.case_id) + query


def test_the_links_of_a_list_lead_back_to_it(cast: Cast, clock: Any) -> None:
    filed = cast.file_case()
    client = reader(cast)

    row = re.search(r'href="(/desk/cases/[^"]+)"', client.get(f"/desk/{LIST}").text)[1]
    page = client.get(html.unescape(row)).text

    assert html.unescape(row) == address(filed.case_id) + LIST
    assert f'href="/desk/{html.escape(LIST)}"' in page


@pytest.mark.parametrize("person", OUTSIDERS)
def test_nobody_is_led_on_from_a_case_they_cannot_see(
    cast: Cast, clock: Any, person: people.Person
) -> None:
    filed = cast.file_case()

    assert reader(cast, person).get(address(filed.case_id, "next")).status_code == 404


def test_the_due_date_is_explained_step_by_step(cast: Cast, clock: Any) -> None:
    filed = cast.file_case(on="2026-03-08T08:00Z")
    cast.take(filed.case_id, on="2026-03-09T08:00Z")
    cast.ask(filed.case_id, on="2026-03-10T06:00Z")
    cast.reply(filed.case_id, on="2026-03-10T09:30Z")
    clock.move_to(utc("2026-03-11T08:00Z"))

    page = words(reader(cast).get(address(filed.case_id)).text)

    assert "The case was received on Sunday 8 March 2026." in page
    assert "The day of receipt is not counted." in page
    assert "days of the weekend are not counted." in page
    assert "Holidays are not counted: " in page
    assert (
        "The working time that we waited for the applicant was added: 3 h 30 min, "
        "from Tuesday 10 March 2026, 09:00 to Tuesday 10 March 2026, 12:30." in page
    )


def test_a_search_finds_a_case_by_its_notes(cast: Cast, clock: Any) -> None:
    filed = cast.file_case()
    cast.note(filed.case_id, "Ask the contractor")

    page = reader(cast).get("/desk/?q=contractor").text

    assert numbers(page) == [filed.number]
    assert "<mark>contractor</mark>" in page
