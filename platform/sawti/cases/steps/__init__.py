"""Steps on a locked case, shared by actions here and by apps above (escalation, retention)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.attachments.errors import TooManyFiles
from sawti.attachments.facts import MOST_FILES
from sawti.attachments.steps import claim
from sawti.cases.content import store_with
from sawti.cases.errors import CaseAnonymised, CaseChanged, CaseNotFound, TransitionNotAllowed
from sawti.cases.labels import event_label, state_label
from sawti.cases.lifecycle import Event, State, alternatives, next_state
from sawti.cases.models import Case, CaseFile, Message, MessageKind
from sawti.cases.scope import HANDLE, scope_of
from sawti.cases.steps.clocks import read_clocks
from sawti.cases.steps.recording import record as record
from sawti.entities.permissions import Rights
from sawti.lib.errors import N_, Invalid, NotPermitted
from sawti.lib.text import has_controls

LONGEST_MESSAGE = 10_000
MOST_FILES_OF_CASE = 20


def lock_case(
    case_id: UUID,
    *,
    rights: Rights,
    version: int | None,
    at: datetime,
    permission: str = HANDLE,
) -> Case:
    """Lock the case for a change by staff that `permission` is needed for.

    Raises CaseNotFound where the person may not even see it, NotPermitted where they may only
    look, CaseAnonymised where only figures are left, and CaseChanged where `version` is not the
    present one.
    """
    case: Case | None = Case.objects.select_for_update().filter(pk=case_id).first()
    scope = scope_of(rights)
    if case is None or not scope.sees(case):
        raise CaseNotFound
    if not scope.allows(permission, case):
        raise NotPermitted
    if case.anonymised_at is not None:
        raise CaseAnonymised
    if version is not None and version != case.version:
        raise CaseChanged(
            number=case.number,
            state=state_label(case.state),
            state_code=case.state,
            version=case.version,
        )
    case.represented_id = scope.acting_for(permission, case)
    read_clocks(case, at)
    return case


def required_state(case: Case, event: Event) -> State:
    """Return the state after `event`; raises TransitionNotAllowed with what is possible instead."""
    state = next_state(State(case.state), event)
    if state is None:
        raise refusal(case, event)
    return state


def refusal(case: Case, event: Event) -> TransitionNotAllowed:
    """Return the error that says what is possible instead."""
    allowed = ", ".join(event_label(each) for each in alternatives(State(case.state), event))
    return TransitionNotAllowed(
        number=case.number,
        state=state_label(case.state),
        allowed=allowed or "–",
        state_code=case.state,
        version=case.version,
    )


def has_open_question(case_id: UUID) -> bool:
    """Tell whether the last thing that was said in the conversation is a question."""
    said = Message.objects.filter(case_id=case_id).order_by("-sent_at", "-id")
    return bool(said.values_list("kind", flat=True).first() == MessageKind.QUESTION)


def checked_words(
    field: str, text: str, *, longest: int = LONGEST_MESSAGE, is_required: bool = True
) -> str:
    """Return what somebody wrote, stripped; raises Invalid where it is empty or can't be stored."""
    body = text.strip()
    if is_required and not body:
        raise Invalid(field, N_("Write something here first."))
    if has_controls(body):
        raise Invalid(field, N_("Remove the invisible control characters from the text."))
    if len(body) > longest:
        raise Invalid(
            field,
            N_("Shorten the text to %(longest)s characters; it has %(length)s."),
            longest=longest,
            length=len(body),
        )
    return body


def say(
    case: Case,
    kind: str,
    body: str,
    *,
    at: datetime,
    by: Staff | None = None,
    files: Sequence[str] = (),
) -> None:
    """Add a message to the conversation; `files` are the tokens of uploads that go with it.

    Raises TooManyFiles and FilesGone.
    """
    message = Message(
        case=case,
        kind=kind,
        entity_id=case.entity_id if by else None,
        author=by,
        sent_at=at,
    )
    store_with(message, case, body)
    if files:
        add_files(case, files, at=at, by=by, message=message)


def add_files(
    case: Case,
    tokens: Sequence[str],
    *,
    at: datetime,
    by: Staff | None = None,
    message: Message | None = None,
) -> None:
    """Make uploads part of the case; without a message they are internal, for staff only.

    Raises TooManyFiles and FilesGone.
    """
    if len(tokens) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    claimed = claim(tokens, at=at)
    if CaseFile.objects.filter(case=case).count() + len(claimed) > MOST_FILES_OF_CASE:
        raise TooManyFiles(most=MOST_FILES_OF_CASE, of_case=True)
    CaseFile.objects.bulk_create(
        CaseFile(
            case=case,
            attachment=attachment,
            message=message,
            is_internal=message is None,
            added_by=by,
            position=position,
            added_at=at,
        )
        for position, attachment in enumerate(claimed)
    )
