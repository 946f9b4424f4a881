"""Examples for the documents of the API; a test sends the requests among them."""

from drf_spectacular.utils import OpenApiExample

FILING = OpenApiExample(
    "a street light",
    request_only=True,
    value={
        "type": "complaint",
        "story": "The street light in front of our house has been out for three days.",
        "language": "en",
        "category": "street-lighting",
        "place": "Road 2708, Block 327",
        "contact": {"name": "Sara", "email": "sara@example.com", "phone": "36123456"},
    },
)
FILED = OpenApiExample(
    "filed",
    response_only=True,
    status_codes=["201"],
    value={
        "number": "BH-4K7M-Q2XA-9",
        "receipt": "7Q2M-XK4D-9TZB-H3WC",
        "state": "received",
        "due_at": "2026-03-15T14:00:00+03:00",
        "track_url": "https://voice.example/en/track/BH-4K7M-Q2XA-9/",
    },
)
UNKNOWN_CATEGORY = OpenApiExample(
    "an unknown category",
    response_only=True,
    status_codes=["422"],
    media_type="application/problem+json",
    value={
        "type": "/api/v1/docs/#problem-invalid",
        "title": "Some input can't be accepted",
        "status": 422,
        "code": "invalid",
        "detail": "Some of what you sent can't be accepted. Each fault says what to mend.",
        "instance": "/api/v1/cases",
        "errors": [
            {
                "field": "/category",
                "code": "invalid",
                "detail": "There is no such category. Choose one from the list.",
            }
        ],
    },
)
CASE = OpenApiExample(
    "a case that waits for its applicant",
    response_only=True,
    value={
        "number": "BH-4K7M-Q2XA-9",
        "state": "waiting",
        "state_name": "Waiting for you",
        "type": "Complaint",
        "category": "Street lighting",
        "entity": "Electricity distribution",
        "place": "Road 2708, Block 327",
        "received_at": "2026-03-01T11:00:00+03:00",
        "due_at": "2026-03-15T14:00:00+03:00",
        "is_overdue": False,
        "may_reply": True,
        "may_withdraw": True,
        "may_rate": False,
        "may_reopen": False,
        "reopen_until": None,
        "reopenings": 0,
        "rating": None,
        "on_behalf_of": None,
        "messages": [
            {
                "kind": "question",
                "body": "Which lamp post is it?",
                "sent_at": "2026-03-02T09:00:00+03:00",
                "entity": "Electricity distribution",
                "files": [],
            }
        ],
        "history": [
            {
                "event": "file",
                "at": "2026-03-01T11:00:00+03:00",
                "from_entity": "",
                "to_entity": "Electricity distribution",
            }
        ],
    },
)
REPLY = OpenApiExample(
    "a reply", request_only=True, value={"reply": "It is the one with the number 7."}
)
WITHDRAWAL = OpenApiExample(
    "the matter is solved", request_only=True, value={"reason": "The light works again."}
)
RATING = OpenApiExample(
    "a poor rating",
    request_only=True,
    value={"score": 2, "reasons": ["slow", "polite"], "words": "It took three weeks."},
)
REOPENING = OpenApiExample(
    "not solved", request_only=True, value={"reason": "The light is still out."}
)
