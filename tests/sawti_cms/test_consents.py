"""Editors publish versions of what people agree to."""

from typing import Any

import pytest

from sawti.consents.models import ConsentVersion
from sawti.consents.queries import current_versions, versions_of
from tests import people
from tests.cast import Cast

HERE = "/cms/consents/"
WORDS = {
    "title_ar": "الرسائل",
    "title_en": "Messages",
    "text_ar": "نص جديد",
    "text_en": "New words",
    "withdrawal_ar": "لا شيء",
    "withdrawal_en": "Nothing",
}


@pytest.fixture
def layla(cast: Cast, clock: Any) -> Any:
    """The editor of Bahrain, reading English."""
    return cast.client(people.LAYLA)


def test_a_change_is_a_new_version_and_the_old_one_stays(cast: Cast, layla: Any) -> None:
    with cast.inside(cast.bahrain):
        before = versions_of("news-by-sms")[0]

    answer = layla.post(f"{HERE}news-by-sms/", WORDS)
    again = layla.post(f"{HERE}news-by-sms/", WORDS)

    assert (answer.status_code, again.status_code) == (302, 302)
    with cast.inside(cast.bahrain):
        found = versions_of("news-by-sms")
    assert [(row.number, row.text("en")) for row in found] == [
        (2, "New words"),
        (1, before.text("en")),
    ]
    assert layla.get(f"{HERE}news-by-sms/").status_code == 200


def test_a_text_is_added_in_both_languages_or_not_at_all(cast: Cast, layla: Any) -> None:
    refused = layla.post(f"{HERE}add/", {**WORDS, "text_ar": "", "code": "messages"})
    added = layla.post(f"{HERE}add/", {**WORDS, "code": "messages"})
    taken = layla.post(f"{HERE}add/", {**WORDS, "code": "messages"})

    assert (refused.status_code, added.status_code, taken.status_code) == (422, 302, 422)
    with cast.inside(cast.bahrain):
        assert current_versions()["messages"].number == 1
    assert cast.count(ConsentVersion) == 4
    assert cast.count(ConsentVersion, cast.jordan) == 3


def test_only_editors_publish(cast: Cast, layla: Any) -> None:
    refused = cast.client(people.FATIMA).post(f"{HERE}news-by-sms/", WORDS)

    assert refused.status_code in (302, 403, 404)
    assert cast.count(ConsentVersion) == 3
