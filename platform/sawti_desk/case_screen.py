"""What the page of a case shows, made of the facts that staff may see."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext

from sawti.acting.labels import STATES as STATES_OF_PROOF
from sawti.acting.models import State
from sawti.businesses.labels import STATES as STATES_OF_BUSINESS
from sawti.businesses.models import State as BusinessState
from sawti.cases.facts import Identity
from sawti.cases.labels import CHANNELS
from sawti.cases.lifecycle import UNANSWERED, Event
from sawti.cases.models import MessageKind
from sawti.cases.queries import CaseForStaff, MessageFacts, NoteFacts
from sawti.catalogue.queries import catalogue
from sawti.entities.permissions import Colleague
from sawti.escalation.queries import EscalationFacts
from sawti.incidents.queries import MembershipFacts
from sawti.quality.queries import RatingFacts
from sawti_desk.clocks import HandLine, hand_lines, posts_in_words, promises_in_words
from sawti_desk.documents import Offer, offers
from sawti_desk.escalating import (
    deescalate_form,
    escalate_form,
    escalation_tag,
    words_by_event,
)
from sawti_desk.forms import (
    AnswerForm,
    AskForm,
    AssignForm,
    CaseForm,
    GoOnForm,
    IdentityForm,
    KeepForm,
    NoteForm,
    TakeForm,
    TransferForm,
    WaitForm,
)
from sawti_desk.ratings import RatingCard, rating_cards
from sawti_desk.replies import Preview, ReplyChoice, preview_of, reply_choices
from sawti_desk.why_due import why_due
from sawti_desk.words import (
    Due,
    due_of,
    event_happened,
    importance_tag,
    isolated,
    reopened_tag,
    state_tag,
    timeline,
    waits_in_words,
)
from sawti_ui.files import Address, file_cards
from sawti_ui.frame import direction_of
from sawti_ui.numbers import national_id_name
from sawti_ui.page import Link
from sawti_ui.parts import Fact, FileCard, Message, Note, Tag, TimelineEvent, Tone


@dataclass(frozen=True)
class CaseForms:
    """The forms that are allowed now; None for the others."""

    take: CaseForm | None
    answer: CaseForm | None
    question: CaseForm | None
    transfer: CaseForm | None
    assign: AssignForm | None
    note: CaseForm | None
    identity: CaseForm | None
    keep: CaseForm | None = None
    wait: CaseForm | None = None
    go_on: CaseForm | None = None
    escalate: CaseForm | None = None
    deescalate: CaseForm | None = None

    def has(self, form: CaseForm) -> bool:
        """Tell whether `form` is one of them."""
        return form in (getattr(self, field.name) for field in fields(self))

    @property
    def any_action(self) -> bool:
        """Whether anything may be done with the case now, apart from opening the identity."""
        some = (self.take, self.answer, self.question, self.transfer, self.assign, self.go_on)
        return any(some)


@dataclass(frozen=True)
class Conflict:
    """Why nothing was done and what happened last; `unsent` are words that have no form now."""

    note: Note
    latest: TimelineEvent
    unsent: str


@dataclass(frozen=True)
class IdentityPanel:
    """Who filed the case, opened just now; `facts` is empty where they gave nothing."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Attempt:
    """What was tried and not done (or, for the identity, done); nothing on a plain GET.

    `form` is as it was typed; `conflict` is the sentence that says why it came too late.
    `template` is the code of the reply template that was asked for.
    """

    form: CaseForm | None = None
    conflict: str = ""
    identity: IdentityPanel | None = None
    is_preview: bool = False
    template: str = ""


@dataclass(frozen=True)
class Around:
    """What stands around a case: whom it can be given to, the list that one comes from, and how
    it was escalated.

    `tail` keeps that list in every address of the page: "?queue=queue&due=today", or "".
    `memberships`: its incidents; `sees_entities`: of which the reader sees the incidents.
    """

    people: tuple[Colleague, ...] = ()
    tail: str = ""
    memberships: tuple[MembershipFacts, ...] = ()
    sees_entities: frozenset[UUID] = frozenset()
    escalations: tuple[EscalationFacts, ...] = ()


@dataclass(frozen=True)
class CaseScreen:
    """The page of a case; `story` is what the applicant wrote first, `conversation` the rest.

    `version` goes along with every form; `faulty` is the form that has errors.
    """

    id: UUID
    number: str
    kind: str
    category: str
    state: Tag
    due: Due
    why_due: tuple[str, ...]
    facts: tuple[Fact, ...]
    story: tuple[Message, ...]
    conversation: tuple[Message, ...]
    events: tuple[TimelineEvent, ...]
    may_handle: bool
    version: int
    forms: CaseForms
    faulty: CaseForm | None
    notices: tuple[Note, ...]
    conflict: Conflict | None
    identity: IdentityPanel | None
    ratings: tuple[RatingCard, ...]
    reopened: Tag | None
    escalated: Tag | None
    documents: tuple[Offer, ...]
    notes: tuple[Message, ...]
    answer_templates: tuple[ReplyChoice, ...]
    question_templates: tuple[ReplyChoice, ...]
    preview: Preview | None
    tail: str
    internal_files: tuple[FileCard, ...]
    may_limit: bool
    incident: Link | None
    may_join: bool
    promises: tuple[str, ...]
    hands: tuple[HandLine, ...]
    posts: tuple[str, ...]


def case_screen(
    case: CaseForStaff,
    attempt: Attempt,
    notices: tuple[Note, ...],
    ratings: tuple[RatingFacts, ...] = (),
    around: Around = Around(),
    *,
    at: datetime,
) -> CaseScreen:
    """Return the page of `case` at `at`, with what was just tried."""
    forms, row = _forms(case, attempt.form, around), case.row
    incident = _incident(around)
    said = [(message.kind, _message(message, row.id)) for message in case.messages]
    return CaseScreen(
        id=row.id,
        number=row.number,
        kind=row.type_name,
        category=row.category_name,
        state=state_tag(row.state),
        due=due_of(row, at),
        why_due=tuple(why_due(case)),
        facts=_facts(case),
        story=tuple(message for kind, message in said if kind == MessageKind.STORY),
        conversation=tuple(message for kind, message in said if kind != MessageKind.STORY),
        events=timeline(case, words_by_event(around.escalations)),
        promises=tuple(promises_in_words(case.clocks)),
        hands=tuple(hand_lines(case.clocks)),
        posts=tuple(posts_in_words(case.clocks)),
        may_handle=case.may_handle,
        version=case.row.version,
        forms=forms,
        faulty=attempt.form if attempt.form and attempt.form.errors else None,
        notices=notices,
        conflict=_conflict(case, attempt, forms) if attempt.conflict else None,
        identity=attempt.identity,
        ratings=rating_cards(ratings),
        reopened=reopened_tag(row),
        escalated=escalation_tag(around.escalations),
        documents=offers(case),
        notes=tuple(_note(note) for note in case.notes),
        answer_templates=reply_choices(case, "answer") if forms.answer else (),
        question_templates=reply_choices(case, "question") if forms.question else (),
        preview=_preview(case, attempt, at),
        tail=around.tail,
        may_limit=case.may_limit,
        incident=incident,
        may_join=case.may_handle and row.state in UNANSWERED and incident is None,
        internal_files=file_cards(case.internal_files, _address_in(row.id)),
    )


def _incident(around: Around) -> Link | None:
    """Return the open incident of the case, with its address for who sees it."""
    for each in around.memberships:
        if each.left_at is None:
            is_seen = each.entity_id in around.sees_entities
            url = reverse("desk:incident", args=[each.incident_id]) if is_seen else ""
            return Link(each.name, url)
    return None


def identity_panel(identity: Identity | None) -> IdentityPanel:
    """Return what the applicant gave about who they are and how to reach them."""
    if identity is None:
        return IdentityPanel(())
    given = (
        Fact(gettext("Name"), text=identity.name),
        Fact(gettext("E-mail"), code=identity.email),
        Fact(gettext("Phone"), code=identity.phone),
        Fact(national_id_name(get_language() or "en"), code=identity.national_id),
        Fact(gettext("Address"), text=identity.address),
        Fact(gettext("Filed it for"), text=_represented(identity)),
        Fact(gettext("Company"), text=_company(identity)),
    )
    return IdentityPanel(tuple(fact for fact in given if fact.text or fact.code))


def _represented(identity: Identity) -> str:
    kind = catalogue().representations.get(identity.representation)
    if kind is None:
        return ""
    state = gettext(STATES_OF_PROOF[State(identity.representation_state)])
    return f"{identity.represents} – {kind.name(get_language() or 'en')}, {state}"


def _company(identity: Identity) -> str:
    if not identity.company:
        return ""
    state = gettext(STATES_OF_BUSINESS[BusinessState(identity.company_state)])
    number = f"\u2066{identity.company_number}\u2069"
    return f"{identity.company} – {number}, {state}"


def _forms(case: CaseForStaff, tried: CaseForm | None, around: Around) -> CaseForms:
    """Return a form for everything that is allowed; the one that was tried as it was typed."""

    def one(form: type[CaseForm], is_allowed: bool, **options: str) -> CaseForm | None:
        if not is_allowed:
            return None
        return tried if isinstance(tried, form) else form(**options)

    allowed = case.allowed
    assign = one(AssignForm, Event.ASSIGN in allowed)
    return CaseForms(
        take=one(TakeForm, Event.TAKE in allowed),
        answer=one(AnswerForm, Event.ANSWER in allowed),
        question=one(AskForm, Event.ASK_APPLICANT in allowed),
        transfer=one(TransferForm, Event.TRANSFER in allowed, without=case.row.entity_code),
        assign=assign.offer(around.people) if isinstance(assign, AssignForm) else None,
        note=one(NoteForm, case.may_handle),
        identity=one(IdentityForm, case.may_open_identity),
        keep=one(KeepForm, case.may_handle),
        wait=one(WaitForm, Event.WAIT_THIRD_PARTY in allowed),
        go_on=one(GoOnForm, Event.GO_ON in allowed),
        escalate=escalate_form(case, around.escalations, tried, get_language() or "en"),
        deescalate=deescalate_form(case, around.escalations, tried),
    )


def _preview(case: CaseForStaff, attempt: Attempt, at: datetime) -> Preview | None:
    if not (attempt.is_preview and attempt.form):
        return None
    return preview_of(case, attempt.form.typed.strip().replace("\r\n", "\n"), at=at)


def _note(note: NoteFacts) -> Message:
    tag = Tag(gettext("Internal note"), Tone.WARN)
    return Message(note.author_name, note.written_at, note.body, is_own=True, tag=tag)


def _conflict(case: CaseForStaff, attempt: Attempt, forms: CaseForms) -> Conflict:
    form = attempt.form
    lost = form.typed if form and not forms.has(form) else ""
    note = Note(attempt.conflict, gettext("Nothing was sent or changed"), Tone.ERROR)
    return Conflict(note, event_happened(case.history[-1]), lost)


def _facts(case: CaseForStaff) -> tuple[Fact, ...]:
    row = case.row
    languages = dict(settings.LANGUAGES)
    facts = (
        Fact(gettext("Entity"), text=row.entity_name),
        Fact(gettext("Confidentiality"), text=case.confidentiality_name),
        Fact(gettext("Holder"), text=row.holder_name or gettext("Nobody yet")),
        Fact(gettext("Importance"), tag=importance_tag(row)),
        Fact(gettext("Pillar"), text=case.pillar_name),
        Fact(gettext("Received on"), at=row.received_at),
        Fact(gettext("Due date passed"), at=case.breached_at),
        Fact(gettext("Waits for"), text=waits_in_words(case.wait) if case.wait else ""),
        Fact(gettext("Place"), text=case.place),
        Fact(gettext("Channel"), text=str(CHANNELS.get(case.channel, case.channel))),
        Fact(gettext("Applicant's language"), text=languages.get(case.language, case.language)),
    )
    return tuple(fact for fact in facts if fact.text or fact.tag or fact.at)


def _address_in(case_id: UUID) -> Address:
    return lambda file_id: reverse("desk:file", args=[case_id, file_id])


def _message(message: MessageFacts, case_id: UUID) -> Message:
    labels = {
        MessageKind.QUESTION: Tag(gettext("A question"), Tone.INFO),
        MessageKind.ANSWER: Tag(gettext("The answer"), Tone.OK, "check"),
        MessageKind.REOPENING: Tag(gettext("Why it was reopened"), Tone.WARN, "alert"),
        MessageKind.WITHDRAWAL: Tag(gettext("Why it was withdrawn")),
    }
    is_staff = bool(message.entity_name)
    author = gettext("%(name)s, %(entity)s")
    names = {"name": isolated(message.author_name), "entity": isolated(message.entity_name)}
    return Message(
        author=_from_reader_side(author % names) if is_staff else gettext("The applicant"),
        at=message.sent_at,
        text=message.body,
        is_own=is_staff,
        tag=labels.get(MessageKind(message.kind)),
        files=file_cards(message.files, _address_in(case_id)),
    )


def _from_reader_side(text: str) -> str:
    """Begin `text` with the page's direction, or <bdi> takes that of the first name in it."""
    mark = "\u200f" if direction_of(get_language() or "en") == "rtl" else "\u200e"
    return mark + text
