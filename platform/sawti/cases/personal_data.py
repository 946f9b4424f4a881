"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import AT, NO_HASH, TOKEN, Keeps, Span

TABLES = (
    Keeps("Rescheduling", why="which change moved how many due dates; numbers of cases, no person"),
    Keeps(
        "Case",
        case="pk",
        anonymised={
            "number": TOKEN,
            "place": "",
            "receipt_hash": NO_HASH,
            "replied_at": None,
            "anonymised_at": AT,
        },
        stays=("state", "channel", "applicant_class", "language", "policy_code"),
    ),
    Keeps("Applicant", case="case", person="person", forgotten={"person": None}),
    Keeps("Content", case="case", anonymised={"body": ""}),
    Keeps(
        "SearchEntry",
        case="case",
        spans=(Span("search_words", since="case__closed_at"),),
    ),
    Keeps("Message", case="case", anonymised={}, stays=("kind",)),
    Keeps("Note", case="case"),
    Keeps("CaseFile", case="case", owns=("attachment",)),
    Keeps(
        "HistoryRow",
        case="case",
        anonymised={"reason": ""},
        stays=("event", "from_state", "to_state"),
        stripped_by="retention_strip_history",
    ),
    Keeps("Clock", case="case", anonymised={}, stays=("kind", "role", "policy_code", "ended_by")),
    Keeps("Pause", case="case", anonymised={"reason": ""}, stays=("waits_for", "ended_by")),
    Keeps("Involvement", case="case"),
    Keeps("FilingKey", case="case"),
    Keeps("Draft", why="sealed; nobody but its browser knows whose; deleted a day after"),
    Keeps("SavedView", why="what a member of staff looks for; its owner deletes it"),
)
