"""How an app says what its tables keep about people, and what becomes of it.

An app with tables of a tenant has a module `personal_data` whose `TABLES` names each of them once.
`sawti.retention` walks these declarations when it anonymises, erases or exports; a test fails for
a table that nobody declared. In short:

    TABLES = (
        Keeps("Sector", why="the government's own words"),            # nothing about people
        Keeps("Note", case="case"),                                   # goes with its case
        Keeps("Rating", case="case", anonymised={"content": None}, stays=("reasons",)),
        Keeps("Draft", person="person"),                              # goes with the account
        Keeps("mfa.Authenticator", why="staff sign in with it, and it goes with the account"),
    )
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from django.db.models import BinaryField, CharField, Func, Value
from django.db.models.functions import Concat, Substr


class Now(Enum):
    """Stands in a declaration for the instant at which a row is anonymised."""

    AT = "at"


AT = Now.AT


class _RandomHex(Func):
    """32 hexadecimal digits."""

    template = "replace(gen_random_uuid()::text, '-', '')"
    output_field: Any = CharField()


class _RandomHash(Func):
    """32 bytes that nothing hashes to."""

    template = "sha256(gen_random_uuid()::text::bytea)"
    output_field: Any = BinaryField()


# A token of 16 characters in the place of a number that had a meaning; it begins with `#`.
TOKEN = Concat(Value("#"), Substr(_RandomHex(), 1, 15))
NO_HASH = _RandomHash()

Changes = Mapping[str, Any]  # column → value, expression or AT


@dataclass(frozen=True)
class Span:
    """Rows that end after a time of their own: `kind` names the tenant's policy.

    `since` is the column that the time is counted from. With `changes` the rows stay and these
    columns are changed; `where` picks the rows that are not changed yet.
    """

    kind: str
    since: str
    changes: Changes | None = None
    where: Changes = field(default_factory=dict)


@dataclass(frozen=True)
class Keeps:
    """What one table keeps about people.

    `model`: its name, `Note`; of another app, `mfa.Authenticator`.
    `case`, `person`: lookups that lead to the case or the person that a row is about, `message__
    case`. Such rows are deleted with their case or account, except for what the next two change.
    `anonymised`: what becomes of a case's rows when it is anonymised; None: they are deleted.
    `forgotten`: what becomes of a person's rows when the account ends; None: they are deleted.
    `stays`: the columns with text that an anonymised row keeps, because they name nobody.
    `owns`: keys to rows that belong to this one (a file): they are deleted with it.
    `stored_at`: the column that says where bytes lie; they are deleted after the commit.
    `stripped_by`: the database function that changes and deletes the rows of a table which the
    serving role may only add to: it takes ids of cases, and whether the rows go altogether.
    `spans`: the time limits of rows.
    `why`: the reason why rows stay for good; needed where nothing else is said.
    """

    model: str
    case: str = ""
    person: str = ""
    anonymised: Changes | None = None
    forgotten: Changes | None = None
    stays: tuple[str, ...] = ()
    owns: tuple[str, ...] = ()
    stored_at: str = ""
    stripped_by: str = ""
    spans: tuple[Span, ...] = ()
    why: str = ""


def values_at(changes: Changes, at: datetime) -> dict[str, Any]:
    """Return the changes with the instant filled in."""
    return {column: at if value is AT else value for column, value in changes.items()}
