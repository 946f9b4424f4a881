"""What a pack changes of who hears of what: telling.toml, its checks, and how it is loaded."""

from typing import Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from sawti.packs.changes import Change, ChangeKind
from sawti.packs.comparing import Comparison
from sawti.packs.fields import PackTable
from sawti.telling.facts import Audience, What, audiences_of
from sawti.telling.models import Rule
from sawti.telling.steps import RuleDraft, bring_rule, faults_of_rule

Ways = list[Literal["in_app", "email", "sms"]]
WhatCode = Literal[
    "filed",
    "asked",
    "replied",
    "transferred",
    "answered",
    "assigned",
    "withdrawn",
    "lapsed",
    "moved",
    "reopened",
    "overdue",
    "rated_low",
    "escalated",
    "reorganised",
]
AudienceCode = Literal["applicant", "representative", "ladder"]


class RuleRow(PackTable):
    """Who hears of one thing; an audience that is not named hears nothing of it."""

    what: WhatCode
    applicant: Ways = []
    representative: Ways = []
    holder: Ways = []
    focal_points: Ways = []
    participants: Ways = []
    heads: Ways = []
    ladder: Ways = []
    must: list[AudienceCode] = []

    @property
    def ways(self) -> dict[str, list[str]]:
        """The ways to each audience that can hear of it."""
        return {str(who): getattr(self, who) for who in audiences_of(What(self.what))}

    @model_validator(mode="after")
    def _can_be_kept(self) -> "RuleRow":
        known = audiences_of(What(self.what))
        strangers = [who for who in Audience if who not in known]
        if any(getattr(self, who) for who in strangers) or set(self.must) & set(strangers):
            _refuse(f"audiences out of {', '.join(known)}")
        if faults_of_rule(What(self.what), self.ways, self.must):
            _refuse("ways that lead there, `in_app` beside `email`, and a way out for what must go")
        return self


class TellingFile(PackTable):
    """telling.toml, which may be missing: rules in the place of those that are shipped."""

    rules: list[RuleRow] = []


def load_rules(comparison: Comparison, rows: list[RuleRow]) -> None:
    """Load the rules; one that administrators changed stays as they left it."""
    known = set(Rule.objects.values_list("what", flat=True)) if rows else set()
    for row in rows:
        if bring_rule(What(row.what), RuleDraft(row.ways, row.must)):
            kind = ChangeKind.CHANGED if row.what in known else ChangeKind.CREATED
            comparison.changes.append(Change("telling", row.what, kind))


def _refuse(expected: str) -> None:
    raise PydanticCustomError("pack", "{expected}", {"expected": expected})
