"""The page where an applicant follows a case says what is known of its problem."""

from typing import Any

from sawti.incidents.actions.gathering import close_incident
from sawti.lib import clock as now
from sawti.tenancy.context import tenant_context
from tests.cast import Cast
from tests.sawti.incidents.scenes import opened

TEXTS = {"ar": "نعرف بهذا العطل ونعمل على إصلاحه.", "en": "We know of it; a crew is at work."}


def followed(cast: Cast, filed: Any) -> str:
    client = cast.client()
    found = client.post("/en/track/", {"number": filed.number, "receipt": filed.receipt})
    return str(client.get(found.headers["Location"]).text)


def test_the_public_text_is_read_while_the_incident_is_open(cast: Cast, clock: Any) -> None:
    filed, other = cast.file_case(), cast.file_case()
    incident_id = opened(cast, [filed.case_id], public_texts=TEXTS).incident_id

    during, elsewhere = followed(cast, filed), followed(cast, other)
    with tenant_context(cast.bahrain):
        close_incident(incident_id, by=cast.fatima, at=now.now())
    after = followed(cast, filed)

    assert [TEXTS["en"] in page for page in (during, elsewhere, after)] == [True, False, False]
