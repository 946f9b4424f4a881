"""Examples for the documents of incidents."""

from drf_spectacular.utils import OpenApiExample

from sawti_api.v1.staff.examples import CASE_ID, body

INCIDENT_ID = "019cb9c0-7d11-7a02-a1f0-4c7e8d1f2a41"
URL = f"/api/v1/staff/incidents/{INCIDENT_ID}"
NAMES = {"ar": "انقطاع الكهرباء في المحرق", "en": "Power cut in Muharraq"}

OPEN = body(
    "an incident",
    names=NAMES,
    entity="ewa-electricity-distribution",
    category="street-lighting",
    cases=[CASE_ID],
)
GATHER = body("one case", cases=[CASE_ID])
GATHERED = OpenApiExample(
    "one case",
    response_only=True,
    value={"id": INCIDENT_ID, "added": 1, "skipped": 0, "url": URL},
)
TEXTS = body(
    "a text",
    public_texts={"ar": "نعمل على إعادة التيار.", "en": "We are working to bring power back."},
)
ANSWER = body(
    "one answer", answers={"ar": "عادت الكهرباء إلى الحي.", "en": "Power is back in the quarter."}
)
DUE_DATE = body("one due date", days=5, reason="The transformer comes by ship.")
CLOSE = body("nothing")
