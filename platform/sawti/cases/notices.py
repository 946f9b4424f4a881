"""Which news of a case goes to whom: inward receivers that apply the tenant's rules, exactly once.

What is told to whom by which way stands in `sawti.telling`; here is what happened, and who it is.
"""

from collections.abc import Iterable
from datetime import datetime

from sawti.accounts.models import Staff
from sawti.cases.audiences import may_handle, staff_of
from sawti.cases.lifecycle import UNANSWERED, Event, State
from sawti.cases.messages import tell_applicant, tell_staff
from sawti.cases.models import Case, HistoryRow
from sawti.cases.reschedulings import why_moved
from sawti.outbox.delivery import Letter, Receiver, receive
from sawti.telling.facts import PEOPLE, STAFF, Audience, Ways, What
from sawti.telling.queries import rules


def register() -> None:
    """Register the receivers; called once, when the app is ready."""
    receive(f"case.{Event.FILE}", _case_filed)
    receive(f"case.{Event.TAKE}", _nobody)
    receive(f"case.{Event.ASK_APPLICANT}", _as_it_is(What.ASKED))
    receive(f"case.{Event.APPLICANT_REPLIED}", _as_it_is(What.REPLIED))
    receive(f"case.{Event.TRANSFER}", _case_transferred)
    receive(f"case.{Event.ANSWER}", _as_it_is(What.ANSWERED))
    receive(f"case.{Event.ASSIGN}", _case_assigned)
    receive(f"case.{Event.WITHDRAW}", _as_it_is(What.WITHDRAWN))
    receive(f"case.{Event.REMIND}", _reminded)
    receive(f"case.{Event.LAPSE}", _as_it_is(What.LAPSED))
    receive(f"case.{Event.REOPEN}", _as_it_is(What.REOPENED))
    receive(f"case.{Event.BREACH}", _case_overdue)
    receive(f"case.{Event.CLASSIFY}", _case_moved_on)
    receive(f"case.{Event.REROUTE}", _case_moved_on)
    receive(f"case.{Event.REORGANISE}", _reorganised)
    receive(f"case.{Event.RESCHEDULE}", _due_date_moved)
    receive(f"case.{Event.REBASELINE}", _due_date_moved)
    for event in (Event.EXTEND, Event.JOIN, Event.LEAVE):
        receive(f"case.{event}", _nobody)


def tell(
    case: Case,
    what: What,
    at: datetime,
    *,
    audiences: Iterable[Audience] = tuple(Audience),
    holder: Staff | None = None,
    why: str = "",
) -> None:
    """Tell everybody of `audiences` whom the tenant's rule names, each once.

    Where somebody belongs to several, the first of the list decides what they read. `holder`: who
    counts as such, where it is not who holds the case by now. `why`: for the
    words to the applicant.
    """
    rule, wanted = rules()[what], frozenset(audiences)
    if wanted & frozenset(PEOPLE):
        tell_applicant(case, rule, at, why=why)
    told: dict[Staff, tuple[Audience, Ways]] = {}
    for audience in STAFF:
        if audience in wanted and rule.to(audience):
            for staff in staff_of(audience, case, holder=holder):
                first, ways = told.get(staff, (audience, frozenset()))
                told[staff] = (first, ways | rule.to(audience))
    tell_staff(case, what, told, at)


def _as_it_is(what: What) -> Receiver:
    def receiver(letter: Letter, at: datetime) -> None:
        tell(case_of(letter), what, at)

    return receiver


def _reminded(letter: Letter, at: datetime) -> None:
    case = case_of(letter)
    if case.state == State.WAITING:  # who has replied meanwhile needs no reminder
        tell(case, What.ASKED, at)


def _due_date_moved(letter: Letter, at: datetime) -> None:
    """Tell the applicant, once for each time that the answer is due later."""
    row = HistoryRow.objects.get(pk=letter.payload["history_id"])
    case = case_of(letter)
    if row.due_from and row.due_to and row.due_to > row.due_from and case.state in UNANSWERED:
        case.due_at = row.due_to
        tell(case, What.MOVED, at, why=why_moved(letter.payload["run_id"], case.language))


def _case_filed(letter: Letter, at: datetime) -> None:
    tell(_case_then(letter), What.FILED, at)


def _case_assigned(letter: Letter, at: datetime) -> None:
    row = HistoryRow.objects.select_related("to_staff").get(pk=letter.payload["history_id"])
    case, to = case_of(letter), row.to_staff
    if to and to.id != row.by_id and to.is_active and may_handle(to, case):
        tell(case, What.ASSIGNED, at, holder=to)


def _case_transferred(letter: Letter, at: datetime) -> None:
    tell(_case_then(letter), What.TRANSFERRED, at)


def _reorganised(letter: Letter, at: datetime) -> None:
    case = _case_then(letter)
    if case.state in UNANSWERED:
        tell(case, What.REORGANISED, at)


def _case_moved_on(letter: Letter, at: datetime) -> None:
    row = HistoryRow.objects.get(pk=letter.payload["history_id"])
    case = _case_then(letter)
    if row.to_entity_id:
        tell(case, What.TRANSFERRED, at)
    elif case.holder_id is None and case.state in UNANSWERED:
        tell(case, What.TRANSFERRED, at, audiences=STAFF)


def _case_overdue(letter: Letter, at: datetime) -> None:
    case = case_of(letter)
    if case.state in UNANSWERED:  # a late delivery must not chase what is done
        tell(case, What.OVERDUE, at)


def _nobody(letter: Letter, at: datetime) -> None:
    """This is news for nobody yet."""


def case_of(letter: Letter) -> Case:
    """Return the case of an outbox row about a case, with its holder."""
    case: Case = Case.objects.select_related("holder").get(pk=letter.payload["case_id"])
    return case


def _case_then(letter: Letter) -> Case:
    """Return the case with the entity that the event gave it to; by now another may have it."""
    case = case_of(letter)
    row = HistoryRow.objects.get(pk=letter.payload["history_id"])
    case.entity_id = row.to_entity_id or case.entity_id
    return case
