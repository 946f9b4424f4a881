"""What the tables of this app keep about people.

What was claimed for one case goes with that case; a lasting one loses all that names somebody when
the account ends, and stays as the mark of cases that nobody represents any more.
"""

from sawti.tenancy.keeping import AT, Keeps

NOBODY = {
    "representative": None,
    "reply_to": "",
    "name": "",
    "email": "",
    "email_hash": None,
    "reason": "",
    "state": "ended",
    "ended_at": AT,
}

TABLES = (
    Keeps(
        "Proof",
        case="case_id",
        person="representation__representative",
        owns=("attachment",),
    ),
    Keeps("Representation", case="case_id", person="representative", forgotten=NOBODY),
)
