"""Examples for the documents of the staff API."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

CASE_ID = "019cb9c0-4a3e-7b52-9d7e-2f4b1c8e6a55"
URL = f"/api/v1/staff/cases/{CASE_ID}"
INVOLVEMENT_ID = "019cb9c0-6a11-7d02-b5f0-3c7e8d1f2a40"
ENTITY = {"code": "ewa-electricity-distribution", "name": "Electricity distribution"}

PAGE = OpenApiExample(
    "a page",
    response_only=True,
    value={
        "results": [
            {
                "id": CASE_ID,
                "number": "BH-4K7M-Q2XA-9",
                "state": "received",
                "state_name": "Received",
                "type": "Complaint",
                "category": "Street lighting",
                "entity": ENTITY,
                "importance": {"code": "normal", "name": "Normal"},
                "holder": "",
                "received_at": "2026-03-01T11:00:00+03:00",
                "due_at": "2026-03-15T14:00:00+03:00",
                "is_overdue": False,
                "reopenings": 0,
                "url": URL,
            }
        ],
        "next": "/api/v1/staff/cases?queue=queue&cursor=MjAyNi0wMy0xNVQxMTowMDowMCswMDowMHww",
    },
)
CHANGED = OpenApiExample(
    "changed",
    response_only=True,
    value={
        "id": CASE_ID,
        "number": "BH-4K7M-Q2XA-9",
        "state": "open",
        "state_name": "Being handled",
        "version": 2,
        "entity": ENTITY,
        "due_at": "2026-03-15T14:00:00+03:00",
        "url": URL,
    },
)
CONFLICT = OpenApiExample(
    "somebody else was first",
    response_only=True,
    status_codes=["409"],
    media_type="application/problem+json",
    value={
        "type": "/api/v1/docs/#problem-case_changed",
        "title": "Changed meanwhile",
        "status": 409,
        "code": "case_changed",
        "detail": "Somebody else has changed case BH-4K7M-Q2XA-9. It is now: Being handled. "
        "Read it again first.",
        "instance": f"{URL}/take",
        "state": "open",
        "version": 2,
    },
)


def body(name: str, **members: Any) -> OpenApiExample:
    """Return the example of a request's body."""
    return OpenApiExample(name, request_only=True, value=members)


TAKE = body("take", version=1)
HOLDER_ID = "019cb9c0-5d1e-7c11-8a43-6b0f9d2c7e18"
HOLDERS = OpenApiExample(
    "two people",
    response_only=True,
    value={
        "results": [
            {"id": HOLDER_ID, "name": "Fatima Al Ansari", "is_holder": True},
            {
                "id": "019cb9c0-5d1e-7c11-8a43-6b0f9d2c7e19",
                "name": "Maryam Al Khalifa",
                "is_holder": False,
            },
        ]
    },
)
ASSIGN = body("an assignment", version=1, holder=HOLDER_ID)
NOTE = body("a note", note="The contractor comes on Thursday.")
ASK = body("a question", version=2, question="Which lamp post is it?")
ANSWER = body("an answer", version=4, answer="The lamp was replaced this morning.")
TRANSFER = body(
    "a transfer", version=1, entity="roads-projects-maintenance", reason="It is a road sign."
)
WAIT = body("a wait", version=2, waits_for="court", reason="The hearing about the land is in May.")
GO_ON = body("the end of a wait", version=3)
ESCALATE = body("an escalation", version=2, level="minister", reason="The main road is dark.")
DEESCALATE = body("an escalation taken back", version=3, reason="The contractor has come.")
CIRCLE = OpenApiExample(
    "a confidential case",
    response_only=True,
    value={
        "version": 3,
        "confidentiality": {"code": "integrity", "name": "Integrity"},
        "may_classify": True,
        "classes": [{"code": "integrity", "name": "Integrity"}],
        "participants": [
            {
                "id": INVOLVEMENT_ID,
                "name": "Maryam Al Khalifa",
                "since_at": "2026-03-01T11:00:00+03:00",
                "until_at": None,
                "reason": "She knows the contractor.",
                "may_end": True,
                "kind": "helper",
            }
        ],
        "conflicts": [],
        "named": ["The inspector of the district"],
    },
)
COLLEAGUES = OpenApiExample(
    "one colleague",
    response_only=True,
    value={"results": [{"id": HOLDER_ID, "name": "Fatima Al Ansari"}]},
)
CLASSIFY = body(
    "a class", version=1, confidentiality="integrity", reason="It is about staff conduct."
)
PARTICIPANT = body(
    "a helper", colleague=HOLDER_ID, kind="helper", reason="She knows the contractor."
)
ABOUT = body("a conflict", version=2, colleague=HOLDER_ID, reason="The case is about her.")
ENDED = body("an end", reason="The contractor is known now.")
REASON = body("a reason", reason="The applicant asked us to call back.")
