"""What a version of a policy promised: its targets, and what a wait may last. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self


class Kind(StrEnum):
    """What a clock of a case counts up to; the first three are promises to the person."""

    ACKNOWLEDGE = "acknowledge"
    FIRST_RESPONSE = "first_response"
    RESOLUTION = "resolution"
    STAGE = "stage"
    POST = "post"


class ApplicantClass(StrEnum):
    """Whose case it is, as it was filed: a policy may promise each of them something else."""

    PERSON = "person"
    REPRESENTED = "represented"
    BUSINESS = "business"
    ANONYMOUS = "anonymous"


# A policy always says when the answer is due; the others only if it names them.
FURTHER = (Kind.ACKNOWLEDGE, Kind.FIRST_RESPONSE, Kind.STAGE)
PROMISES = (Kind.ACKNOWLEDGE, Kind.FIRST_RESPONSE, Kind.RESOLUTION)
EVERY_KIND = frozenset(Kind)


@dataclass(frozen=True)
class Target:
    """How long a version of a policy gives: working days or minutes, as `unit` says."""

    amount: int
    unit: str


@dataclass(frozen=True)
class Waiting:
    """What happens while a case waits for somebody; all in calendar days, 0 for "no limit".

    After so many days the clock runs on by itself. An applicant gets up to `reminders` reminders,
    one every `remind_days`; with `closes` their silence then closes the case.
    """

    applicant_days: int = 0
    third_party_days: int = 0
    court_days: int = 0
    remind_days: int = 0
    reminders: int = 0
    closes: bool = False


@dataclass(frozen=True)
class Terms:
    """All that a version of a policy says.

    `posts`: how long whoever holds a case by a post of this role may have it in hand.
    """

    targets: Mapping[Kind, Target]
    waiting: Waiting = field(default_factory=Waiting)
    posts: Mapping[str, Target] = field(default_factory=dict)

    def target(self, kind: Kind, role: str = "") -> Target | None:
        """Return the target of a clock; `role` is that of the post whose time it counts."""
        return self.posts.get(role) if kind == Kind.POST else self.targets.get(kind)

    @classmethod
    def of(cls, row: Any) -> Self:
        """Return the terms of a row that has them: a policy or a version of one."""
        targets = {Kind.RESOLUTION: Target(row.amount, row.unit)}
        targets |= {Kind(kind): Target(**given) for kind, given in row.targets.items()}
        posts = {role: Target(**given) for role, given in row.posts.items()}
        return cls(targets, Waiting(**row.waiting), posts)

    def columns(self) -> dict[str, Any]:
        """Return them as the columns of such a row."""
        resolution = self.targets[Kind.RESOLUTION]
        further = {
            kind.value: asdict(self.targets[kind]) for kind in FURTHER if kind in self.targets
        }
        return {
            "amount": resolution.amount,
            "unit": resolution.unit,
            "targets": further,
            "waiting": {} if self.waiting == Waiting() else asdict(self.waiting),
            "posts": {role: asdict(target) for role, target in self.posts.items()},
        }
