"""A case as PDF at the desk."""

from django.conf import settings
from django.test import Client

from sawti.documents.models import Document
from tests import people
from tests.cast import Cast
from tests.people import Person


def reader(cast: Cast, person: Person = people.FATIMA) -> Client:
    client = cast.client(person)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def ask(client: Client, case_id: object, kind: str = "case_file", language: str = "ar"):
    return client.post(f"/desk/cases/{case_id}/documents/", {"kind": kind, "language": language})


def test_who_sees_the_case_fetches_its_file(cast: Cast, clock):
    case_id = cast.file_case().case_id
    client = reader(cast, people.KHALID)
    address = ask(client, case_id).headers["Location"]
    waiting = client.get(address)
    early = client.get(f"{address}file/")

    cast.deliver()

    pdf = client.get(f"{address}file/")
    assert waiting.headers["Refresh"] == "2"
    assert (early.status_code, early.headers["Location"]) == (303, address)
    assert "The PDF is ready" in client.get(address).text
    assert pdf.content.startswith(b"%PDF")
    number = cast.case(case_id).number
    assert pdf.headers["Content-Disposition"] == f'attachment; filename="case_file-{number}-ar.pdf"'


def test_a_colleague_and_an_outsider_do_not_fetch_what_another_asked_for(cast: Cast, clock):
    case_id = cast.file_case().case_id
    address = ask(reader(cast), case_id).headers["Location"]
    cast.deliver()

    statuses = [
        reader(cast, person).get(f"{address}file/").status_code
        for person in (people.MARYAM, people.YUSUF, people.NOOR, people.OMAR)
    ]

    assert statuses == [404, 404, 404, 404]


def test_after_a_transfer_the_file_is_gone_with_the_case(cast: Cast, clock):
    case_id = cast.file_case().case_id
    client = reader(cast)
    address = ask(client, case_id).headers["Location"]
    cast.deliver()

    cast.transfer(case_id, "roads-projects-maintenance")

    assert client.get(f"{address}file/").status_code == 404


def test_a_kind_or_language_that_does_not_exist_is_refused(cast: Cast, clock):
    case_id = cast.file_case().case_id
    client = reader(cast)

    statuses = [
        ask(client, case_id, kind="receipt").status_code,
        ask(client, case_id, language="fr").status_code,
        ask(client, case_id, kind="answer").status_code,
    ]

    assert statuses == [422, 422, 409]
    assert cast.count(Document) == 0
