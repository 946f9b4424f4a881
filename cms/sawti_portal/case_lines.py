"""Cases as lines of a list of one's own."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from sawti.cases.labels import state_label_for_applicant
from sawti.cases.lifecycle import UNANSWERED, State
from sawti.cases.own_cases import OwnCase
from sawti_portal.case_page import TAGS
from sawti_ui import parts


@dataclass(frozen=True)
class CaseLine:
    """One case of the list, in words. `due`: a tag where the due date needs attention."""

    case: OwnCase
    subject: str
    url: str
    state: parts.Tag
    is_due: bool
    due: parts.Tag | None


def case_lines(rows: Iterable[OwnCase]) -> tuple[CaseLine, ...]:
    """Return the lines of a page."""
    return tuple(_line(case) for case in rows)


def _line(case: OwnCase) -> CaseLine:
    tone, icon = TAGS[State(case.state)]
    return CaseLine(
        case=case,
        subject=" – ".join(part for part in (case.type_name, case.category_name) if part),
        url=reverse("portal:case", args=[case.number]),
        state=parts.Tag(state_label_for_applicant(case.state), tone, icon),
        is_due=case.state in UNANSWERED,
        due=parts.Tag(gettext("Date passed"), parts.Tone.WARN, "clock")
        if case.is_overdue
        else None,
    )
