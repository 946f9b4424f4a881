"""A case in the words and order in which its applicant reads it."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext, gettext_noop, pgettext

from sawti.cases.hearing import HearsFacts
from sawti.cases.labels import state_label_for_applicant
from sawti.cases.lifecycle import PAUSED, UNANSWERED, Event, State
from sawti.cases.models import MessageKind
from sawti.cases.queries import CaseForApplicant, HistoryFacts, MessageFacts
from sawti.quality.queries import RatingFacts
from sawti_portal.after_page import AfterAnswer, after_answer
from sawti_portal.forms import ReplyForm
from sawti_ui import parts
from sawti_ui.files import file_cards
from sawti_ui.templatetags.sawti_ui import moment_in_words


@dataclass(frozen=True)
class CaseContent:
    """A case as its applicant reads it. `form` is there while a question is open.

    `after`: what may be done besides replying. `problem`: what is said of the known problem that
    the case is about.
    """

    number: str
    subject: str
    note: parts.Note
    facts: tuple[parts.Fact, ...]
    messages: tuple[parts.Message, ...]
    timeline: tuple[parts.TimelineEvent, ...]
    form: ReplyForm | None
    after: AfterAnswer
    hears: HearsFacts | None
    problem: parts.Note | None = None


def case_content(
    case: CaseForApplicant, form: ReplyForm | None, rating: RatingFacts | None, problem: str = ""
) -> CaseContent:
    """Return a case as the page shows it; `rating` is that of the present answer."""
    return CaseContent(
        number=case.number,
        subject=" – ".join(part for part in (case.type_name, case.category_name) if part),
        note=_note(case),
        facts=_facts(case),
        messages=tuple(_message(message, case.number) for message in case.messages),
        timeline=_timeline(case),
        form=form,
        after=after_answer(case, rating),
        hears=case.hears,
        problem=_problem(problem),
    )


def _problem(text: str) -> parts.Note | None:
    return parts.Note(text, gettext("This is a known problem"), parts.Tone.INFO) if text else None


def _note(case: CaseForApplicant) -> parts.Note:
    entity = {"entity": case.entity_name}
    match State(case.state):
        case State.RECEIVED:
            return parts.Note(
                gettext("%(entity)s has your case and will soon start on it.") % entity
            )
        case State.OPEN if case.reopenings:
            return parts.Note(
                gettext("%(entity)s works on it and owes you a new answer.") % entity,
                gettext("You reopened this case"),
                parts.Tone.INFO,
            )
        case State.OPEN:
            return parts.Note(gettext("%(entity)s is working on your case.") % entity)
        case State.WAITING:
            return parts.Note(
                f"{gettext('Reply below. Until you do, the time for the answer stands still.')} "
                f"{_until(case)}".strip(),
                gettext("%(entity)s has a question for you") % entity,
                parts.Tone.WARN,
            )
        case State.THIRD_PARTY | State.COURT as state:
            return parts.Note(_until(case), gettext(_WAITS[state]) % entity, parts.Tone.INFO)
        case State.LAPSED:
            return parts.Note(
                gettext(
                    "We asked you something and had no reply. If the matter is still open, reopen "
                    "the case below and reply there."
                ),
                gettext("This case was closed without your reply"),
                parts.Tone.WARN,
            )
        case State.ANSWERED:
            return parts.Note(
                gettext("Read it below."), gettext("You have an answer"), parts.Tone.OK
            )
        case State.WITHDRAWN:
            return parts.Note(gettext("You took this case back. Nobody works on it any more."))


_WAITS = {
    State.THIRD_PARTY: gettext_noop("%(entity)s waits for somebody outside the government"),
    State.COURT: gettext_noop("%(entity)s waits for a court"),
}


def _until(case: CaseForApplicant) -> str:
    """Return until when the case waits, and what happens then."""
    if case.wait is None or case.wait.until is None:
        return gettext("Meanwhile the time for the answer stands still.") if case.wait else ""
    day = date_format(timezone.localtime(case.wait.until), pgettext("date format", "j F Y"))
    if case.wait.closes:
        return gettext("We wait until %(day)s; then the case is closed.") % {"day": day}
    return gettext("We wait until %(day)s; then the clock runs on.") % {"day": day}


TAGS = {
    State.RECEIVED: (parts.Tone.INFO, "info"),
    State.OPEN: (parts.Tone.INFO, "clock"),
    State.WAITING: (parts.Tone.WARN, "pause"),
    State.THIRD_PARTY: (parts.Tone.INFO, "pause"),
    State.COURT: (parts.Tone.INFO, "pause"),
    State.ANSWERED: (parts.Tone.OK, "check"),
    State.WITHDRAWN: (parts.Tone.PLAIN, ""),
    State.LAPSED: (parts.Tone.WARN, "alert"),
}


def _facts(case: CaseForApplicant) -> tuple[parts.Fact, ...]:
    tone, icon = TAGS[State(case.state)]
    facts = [
        parts.Fact(
            gettext("Status"), tag=parts.Tag(state_label_for_applicant(case.state), tone, icon)
        ),
        parts.Fact(
            gettext("Answer due by"),
            on=timezone.localtime(case.due_at).date(),
            hint=_due_hint(case),
        ),
        parts.Fact(gettext("Handled by"), case.entity_name),
        parts.Fact(gettext("Sent on"), on=timezone.localtime(case.received_at).date()),
    ]
    if case.acts:
        facts.append(parts.Fact(gettext("Filed for somebody else"), case.acts.kind_name))
    if case.place:
        facts.append(parts.Fact(gettext("Place"), case.place))
    return tuple(facts)


def _due_hint(case: CaseForApplicant) -> str:
    if case.state == State.WAITING:
        return gettext("This date moves on while we wait for your reply.")
    if case.state in PAUSED:
        return gettext("This date moves on while the case waits.")
    if case.is_overdue:
        return gettext("This date has passed. The entity has been told.")
    return ""


def _message(message: MessageFacts, number: str) -> parts.Message:
    def address(file_id: UUID) -> str:
        return reverse("portal:case_file", args=[number, file_id])

    is_own = message.kind not in (MessageKind.QUESTION, MessageKind.ANSWER)
    labels = {
        MessageKind.QUESTION: parts.Tag(gettext("A question"), parts.Tone.WARN),
        MessageKind.ANSWER: parts.Tag(gettext("The answer"), parts.Tone.OK, "check"),
        MessageKind.REOPENING: parts.Tag(gettext("Why you reopened it"), parts.Tone.WARN),
        MessageKind.WITHDRAWAL: parts.Tag(gettext("Why you took it back")),
    }
    return parts.Message(
        author=gettext("You") if is_own else message.entity_name,
        at=message.sent_at,
        text=message.body,
        is_own=is_own,
        tag=labels.get(MessageKind(message.kind)),
        files=file_cards(message.files, address),
    )


def _timeline(case: CaseForApplicant) -> tuple[parts.TimelineEvent, ...]:
    last = len(case.history) - 1
    events = [
        parts.TimelineEvent(
            _event_label(row),
            parts.Progress.CURRENT if position == last else parts.Progress.DONE,
            row.at,
        )
        for position, row in enumerate(case.history)
    ]
    if case.state in UNANSWERED:
        due = timezone.localtime(case.due_at)
        events.append(parts.TimelineEvent(gettext("Answer due"), parts.Progress.TO_COME, due))
    return tuple(events)


def _event_label(row: HistoryFacts) -> str:
    """Return what happened, as it is told to the applicant."""
    moved = gettext("Your case moved from %(from_entity)s to %(to_entity)s")
    labels = {
        Event.FILE: gettext("You sent the case to %(to_entity)s"),
        Event.TAKE: gettext("Work on your case has begun"),
        Event.ASSIGN: gettext("Somebody works on your case"),
        Event.ASK_APPLICANT: gettext("You were asked a question"),
        Event.APPLICANT_REPLIED: gettext("You replied"),
        Event.TRANSFER: moved,
        Event.CLASSIFY: moved,
        Event.REROUTE: moved,
        Event.REORGANISE: gettext("The work of %(from_entity)s went over to %(to_entity)s"),
        Event.ANSWER: gettext("You got an answer"),
        Event.WITHDRAW: gettext("You took the case back"),
        Event.RATE: gettext("You rated the answer"),
        Event.REOPEN: gettext("You reopened the case"),
        Event.WAIT_THIRD_PARTY: gettext("The case waits for somebody outside the government"),
        Event.WAIT_COURT: gettext("The case waits for a court"),
        Event.GO_ON: gettext("Work on your case goes on"),
        Event.WAIT_OVER: gettext("The wait is over, work on your case goes on"),
        Event.REMIND: gettext("You were reminded of the question"),
        Event.LAPSE: gettext("The case was closed without your reply"),
        Event.BREACH: gettext("The due date passed without an answer"),
        Event.JOIN: gettext("Others report the same problem; it is dealt with for all of you"),
        Event.LEAVE: gettext("Your case goes on by itself again"),
        Event.EXTEND: gettext("The answer is due later than we said at first"),
        Event.RESCHEDULE: gettext("The answer is now due on %(due)s because of: %(reason)s"),
        Event.REBASELINE: gettext("The answer is now due on %(due)s"),
    }
    names = {
        "from_entity": row.from_entity,
        "to_entity": row.to_entity,
        "due": moment_in_words(row.due_to) if row.due_to else "",
        "reason": row.reason,
    }
    return labels[Event(row.event)] % names
