"""sla.toml: what is promised by when."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sawti.packs.fields import Code, EntityCode, Names, PackTable
from sawti.sla.steps import faults_of_waiting
from sawti.sla.terms import FURTHER, ApplicantClass, Kind, Target, Terms, Waiting

Days = Annotated[int, Field(ge=1, le=366)] | None
Minutes = Annotated[int, Field(ge=1, le=100_000)] | None
Limit = Annotated[int, Field(ge=0, le=3650)]


class WaitingRow(PackTable):
    """What a wait for somebody outside may last, in calendar days; 0 is no limit."""

    applicant_days: Limit = 0
    third_party_days: Limit = 0
    court_days: Limit = 0
    remind_days: Limit = 0
    reminders: Annotated[int, Field(ge=0, le=20)] = 0
    closes: bool = False

    @model_validator(mode="after")
    def _fits(self) -> "WaitingRow":
        if fault := next(faults_of_waiting(self.waiting), None):
            raise PydanticCustomError("pack", "{expected}", {"expected": fault.message})
        return self

    @property
    def waiting(self) -> Waiting:
        """The same as the policy has it."""
        return Waiting(**self.model_dump())


class PostRow(PackTable):
    """How long whoever holds a case by a post of this role may have it in hand."""

    role: Code
    days: Days = None
    minutes: Minutes = None

    @model_validator(mode="after")
    def _says_how_long(self) -> "PostRow":
        if (self.days is None) == (self.minutes is None):
            expected = "`days` or `minutes`, one of the two"
            raise PydanticCustomError("pack", "{expected}", {"expected": expected})
        return self

    @property
    def target(self) -> Target:
        """The same as the policy has it."""
        return Target(self.days, "days") if self.days else Target(self.minutes or 0, "minutes")


class PolicyRow(PackTable):
    code: Code
    name: Names | None = None
    category: Code | None = None
    entity: EntityCode | None = None
    pillar: Code | None = None
    type: Code | None = None
    importance: Code | None = None
    applicant: ApplicantClass | None = None
    channel: Literal["web", "mobile", "contact_centre", "chatbot", "email", "sms", "api"] | None = (
        None
    )
    resolution_days: Days = None
    resolution_minutes: Minutes = None
    acknowledge_days: Days = None
    acknowledge_minutes: Minutes = None
    first_response_days: Days = None
    first_response_minutes: Minutes = None
    stage_days: Days = None
    stage_minutes: Minutes = None
    posts: list[PostRow] = []
    waiting: WaitingRow = WaitingRow()

    @model_validator(mode="after")
    def _says_how_long(self) -> "PolicyRow":
        if (self.resolution_days is None) == (self.resolution_minutes is None):
            expected = "`resolution_days` or `resolution_minutes`, one of the two"
            raise PydanticCustomError("pack", "{expected}", {"expected": expected})
        for kind in FURTHER:
            if getattr(self, f"{kind}_days") and getattr(self, f"{kind}_minutes"):
                expected = f"`{kind}_days` or `{kind}_minutes`, not both"
                raise PydanticCustomError("pack", "{expected}", {"expected": expected})
        return self

    @property
    def terms(self) -> Terms:
        """What is promised."""
        given = {
            kind: Target(amount, unit)
            for kind in (*FURTHER, Kind.RESOLUTION)
            for unit in ("days", "minutes")
            if (amount := getattr(self, f"{kind}_{unit}"))
        }
        posts = {row.role: row.target for row in self.posts}
        return Terms(given, self.waiting.waiting, posts)


class SlaFile(PackTable):
    """sla.toml: how fast an answer is due."""

    policies: list[PolicyRow]
