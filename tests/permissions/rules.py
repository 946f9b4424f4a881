"""What the rule of a route may be, and what is sent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Access(StrEnum):
    """The rule of a route."""

    PUBLIC = "everybody"
    GUEST = "whoever is not signed in yet; others go on to the queue"
    NEWCOMER = "whoever is not signed in as an applicant yet; others go on to their cases"
    PERSON = "whoever is signed in as an applicant; staff are nobody there"
    STAFF = "whoever is signed in as staff"
    MANAGES_STAFF = "whoever manages staff: none of these roles but the administrator"
    ADMINISTERS = "whoever gives posts in the tenant"
    SETS_UP = "whoever oversees entities"
    CHECKS = "whoever checks proofs: none of these roles"
    FILES = "whoever files for callers"
    OVERSEES = "whoever oversees entities; others go on to what they may do themselves"
    PROTECTS = "whoever watches over personal data"
    READS = "whoever reads the case"
    ACTS = "whoever acts on the case"
    OPENS = "whoever may open who filed the case"
    CLASSIFIES = "whoever may change who knows of the case"
    LIMITS = "whoever may propose to limit the contact of the case"
    TAKES_BACK = "whoever may take escalations of the case back"
    DECIDES_LIMITS = "whoever decides on limits of contacts; other staff are refused"
    AUDITS = "whoever may read the audit record; other staff are refused"
    RECEIPT = "whoever has the receipt"
    DEMO = "everybody on a demo machine"


AUDITORS = {"auditor", "data_protection_officer"}
OF_A_CASE = (
    Access.READS,
    Access.ACTS,
    Access.OPENS,
    Access.CLASSIFIES,
    Access.LIMITS,
    Access.TAKES_BACK,
)


@dataclass(frozen=True)
class Rule:
    """One method of a route. `done`: status of success. `body`: what is sent, by case version."""

    access: Access
    done: int = 200
    body: Callable[[int], dict[str, Any]] = field(default=lambda version: {})


def words(**texts: str) -> Callable[[int], dict[str, Any]]:
    return lambda version: {"version": version, **texts}


def reason(**texts: str) -> Callable[[int], dict[str, Any]]:
    return lambda version: texts


NOBODY = "01900000-0000-7000-8000-000000000000"
# Both tenants have an entity with this code.
TO = {"entity": "ministry-of-interior", "reason": "not ours"}
PUBLIC = {"GET": Rule(Access.PUBLIC)}
