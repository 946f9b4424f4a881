"""The receipt and the answer as PDF, on the portal."""

import re
from datetime import timedelta
from typing import Any

from sawti.documents.models import Document
from tests.cast import Cast
from tests.sawti_portal.conftest import Visitor, codes_on

TOKEN = re.compile(r'name="token" value="([^"]+)"')


def filed_page(visitor: Visitor) -> Any:
    visitor.answer_all_steps()
    return visitor.send()


def ask_for_receipt(visitor: Visitor, page: Any) -> str:
    """Press the button; return the address of the document, without the language."""
    [token] = TOKEN.findall(page.text)
    asked = visitor.post("file/receipt/", token=token)
    assert asked.status_code == 303
    return str(asked.headers["Location"]).removeprefix("/en/")


def test_the_receipt_is_prepared_and_then_fetched_once_and_again(
    cast: Cast, visitor: Visitor, clock
):
    page = filed_page(visitor)
    _number, receipt = codes_on(page)
    address = ask_for_receipt(visitor, page)
    waiting = visitor.get(address)

    cast.deliver()

    ready, pdf = visitor.get(address), visitor.get(f"{address}file/")
    assert "The PDF is being prepared" in waiting.text
    assert waiting.headers["Refresh"] == "2"
    assert "The PDF is ready" in ready.text
    assert "Refresh" not in ready.headers
    assert pdf.content.startswith(b"%PDF")
    assert (pdf.headers["Content-Type"], pdf.headers["Cache-Control"]) == (
        "application/pdf",
        "no-store",
    )
    assert receipt.replace("-", "") not in address.replace("-", "")


def test_asking_twice_gives_one_document(cast: Cast, visitor: Visitor, clock):
    page = filed_page(visitor)

    first, again = ask_for_receipt(visitor, page), ask_for_receipt(visitor, page)

    assert first == again
    assert cast.count(Document) == 1


def test_the_holder_of_number_and_receipt_in_another_browser_has_to_ask_for_it(
    cast: Cast, visitor: Visitor, clock
):
    page = filed_page(visitor)
    address = ask_for_receipt(visitor, page)
    cast.deliver()
    other = Visitor(cast.client())
    other.open_case(*codes_on(page))

    assert other.get(address).status_code == 404
    assert other.get(f"{address}file/").status_code == 404


def test_who_has_not_opened_the_case_gets_the_form_and_no_document(
    cast: Cast, visitor: Visitor, clock
):
    address = ask_for_receipt(visitor, filed_page(visitor))
    cast.deliver()
    stranger, abroad = Visitor(cast.client()), Visitor(cast.client(tenant="jordan"))

    pages = [each.get(f"{address}file/") for each in (stranger, abroad)]

    assert ['name="receipt"' in page.text for page in pages] == [True, True]


def test_a_page_older_than_an_hour_makes_no_receipt(cast: Cast, visitor: Visitor, clock):
    [token] = TOKEN.findall(filed_page(visitor).text)
    clock.shift(timedelta(minutes=61))

    refused = visitor.post("file/receipt/", token=token)

    assert (refused.status_code, "This page is too old" in refused.text) == (422, True)
    assert cast.count(Document) == 0


def test_the_answer_is_offered_once_it_is_there_and_fetched(cast: Cast, visitor: Visitor, clock):
    filed = cast.file_case()
    visitor.open_case(filed.number, filed.receipt)
    before = visitor.get(f"track/{filed.number}/").text
    cast.take(filed.case_id)
    cast.answer(filed.case_id)
    after = visitor.get(f"track/{filed.number}/").text

    asked = visitor.post(f"track/{filed.number}/documents/")
    cast.deliver()

    address = asked.headers["Location"].removeprefix("/en/")
    assert "The answer as PDF" not in before
    assert "The answer as PDF" in after
    assert visitor.get(f"{address}file/").content.startswith(b"%PDF")


def test_a_case_without_an_answer_has_no_letter(cast: Cast, visitor: Visitor, clock):
    filed = cast.file_case()
    visitor.open_case(filed.number, filed.receipt)

    refused = visitor.post(f"track/{filed.number}/documents/")

    assert (refused.status_code, cast.count(Document)) == (409, 0)
