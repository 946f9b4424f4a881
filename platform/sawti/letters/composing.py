"""What stands in each document: frozen texts, in the language and time zone that are active."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext

from sawti.cases.labels import CHANNELS, HAPPENED, state_label
from sawti.cases.models import MessageKind
from sawti.cases.queries import (
    CaseForApplicant,
    CaseForStaff,
    HistoryFacts,
    MessageFacts,
    case_for_applicant,
    case_for_staff,
)
from sawti.catalogue.queries import catalogue
from sawti.documents import kinds
from sawti.documents.kinds import Order, Sheet
from sawti.documents.words import Passage, Row, day, direction_of_text, isolated, moment
from sawti.entities.permissions import rights_of
from sawti.letters.kinds import Kind
from sawti.lib.ids import grouped_receipt
from sawti.quality.labels import REASONS, score_label
from sawti.quality.queries import RatingFacts, ratings_of
from sawti.sla.queries import reopen_until
from sawti.tenancy.context import current_tenant
from sawti.tenancy.queries import address_of

LONGEST_EXCERPT = 700
Rows = tuple[Row, ...]


def register() -> None:
    """Register the composers; called once, when the app is ready."""
    kinds.register(Kind.RECEIPT, receipt)
    kinds.register(Kind.ANSWER, answer)
    kinds.register(Kind.CASE_FILE, case_file)


@dataclass(frozen=True)
class Receipt:
    """`letters/receipt.html`."""

    title: str
    facts: Rows
    code: str
    what_next: tuple[str, ...]
    address: str


@dataclass(frozen=True)
class AnswerLetter:
    """`letters/answer.html`. `reopen_until`: the day in words, "" once it has passed."""

    title: str
    facts: Rows
    answer: Passage
    story: Passage
    reopen_until: str
    address: str


@dataclass(frozen=True)
class Event:
    """A line of what has happened."""

    at: str
    label: str
    note: str


@dataclass(frozen=True)
class CaseFile:
    """`letters/case_file.html`. `ratings`: the rows of each."""

    title: str
    facts: Rows
    passages: tuple[Passage, ...]
    ratings: tuple[Rows, ...]
    events: tuple[Event, ...]
    hands: Rows
    made_for: str
    made_at: str


def receipt(order: Order) -> Sheet | None:
    """Return the receipt of a case, with the secret that came along with the order."""
    case = case_for_applicant(order.about_id, language=order.language, at=order.at)
    if case is None or not order.secret:
        return None
    title = gettext("Receipt for case %(number)s") % {"number": case.number}
    content = Receipt(
        title=gettext("Receipt for your case"),
        facts=(
            Row(gettext("Case number"), case.number, is_code=True),
            *_about(case),
            Row(gettext("Sent on"), day(case.received_at)),
            Row(gettext("Answer due by"), day(case.due_at)),
        ),
        code=grouped_receipt(order.secret),
        what_next=tuple(catalogue().text("what_next", order.language)),
        address=_address(order),
    )
    return Sheet("letters/receipt.html", title, title, content)


def answer(order: Order) -> Sheet | None:
    """Return the latest answer of a case as a letter, for its applicant or for staff."""
    if order.requested_by and _for_staff(order) is None:
        return None
    case = case_for_applicant(order.about_id, language=order.language, at=order.at)
    answers = [m for m in case.messages if m.kind == MessageKind.ANSWER] if case else []
    if case is None or not answers:
        return None
    title = gettext("Answer on case %(number)s") % {"number": case.number}
    said, story = answers[-1], case.messages[0]
    content = AnswerLetter(
        title=gettext("Answer to your case"),
        facts=(
            Row(gettext("Case number"), case.number, is_code=True),
            *_about(case),
            Row(gettext("Sent on"), day(case.received_at)),
            Row(gettext("Answered on"), day(said.sent_at)),
        ),
        answer=_passage(said.entity_name, said),
        story=Passage("", "", _excerpt(story.body), direction_of_text(story.body)),
        reopen_until=day(reopen_until(said.sent_at)) if case.may_reopen else "",
        address=_address(order),
    )
    return Sheet("letters/answer.html", title, title, content)


def case_file(order: Order) -> Sheet | None:
    """Return all that the member of staff sees of the case; never the applicant's identity."""
    case = _for_staff(order)
    if case is None or order.requested_by is None:
        return None
    title = gettext("File of case %(number)s") % {"number": case.row.number}
    content = CaseFile(
        title=gettext("Case file"),
        facts=_all_facts(case),
        passages=tuple(_passage(_author(message), message) for message in case.messages),
        ratings=tuple(_rating(each) for each in ratings_of(order.about_id, case.history)),
        events=tuple(_event(row) for row in case.history),
        hands=_hands(case),
        made_for=isolated(order.requested_by.name),
        made_at=isolated(moment(order.at)),
    )
    return Sheet("letters/case_file.html", title, title, content)


def _hands(case: CaseForStaff) -> Rows:
    """Return how much open time each entity had the case, a line for each time."""
    text = gettext("%(hours)s h %(minutes)s min, since %(since)s")
    lines = []
    for hand in case.clocks.hands:
        hours, minutes = divmod(int(hand.used.total_seconds()) // 60, 60)
        names = {"hours": hours, "minutes": minutes, "since": moment(hand.began_at)}
        lines.append(Row(hand.entity_name, text % names))
    return tuple(lines)


def _for_staff(order: Order) -> CaseForStaff | None:
    if order.requested_by is None or not order.requested_by.is_active:
        return None
    rights = rights_of(order.requested_by)
    return case_for_staff(order.about_id, rights, language=order.language, at=order.at)


def _about(case: CaseForApplicant) -> Rows:
    subject = " – ".join(part for part in (case.type_name, case.category_name) if part)
    return (
        Row(gettext("Subject"), subject),
        Row(gettext("Government entity"), case.entity_name),
    )


def _all_facts(case: CaseForStaff) -> Rows:
    row = case.row
    languages = dict(settings.LANGUAGES)
    policy = gettext("%(policy)s, version %(version)s") % {
        "policy": case.policy_code,
        "version": case.policy_version,
    }
    rows = (
        Row(gettext("Case number"), row.number, is_code=True),
        Row(gettext("State"), state_label(row.state)),
        Row(gettext("Type of case"), row.type_name),
        Row(gettext("Subject"), row.category_name),
        Row(gettext("Entity"), row.entity_name),
        Row(gettext("Holder"), row.holder_name or gettext("Nobody yet")),
        Row(gettext("Importance"), row.importance_name),
        Row(gettext("Pillar"), case.pillar_name),
        Row(gettext("Place"), case.place),
        Row(gettext("Channel"), str(CHANNELS.get(case.channel, case.channel))),
        Row(gettext("Applicant's language"), languages.get(case.language, case.language)),
        Row(gettext("Received on"), moment(row.received_at)),
        Row(gettext("Due"), moment(row.due_at)),
        Row(gettext("The due date follows the policy"), policy),
        Row(gettext("Due date passed"), moment(case.breached_at) if case.breached_at else ""),
        Row(gettext("Times reopened"), str(row.reopenings) if row.reopenings else ""),
    )
    return tuple(each for each in rows if each.text)


def _passage(author: str, message: MessageFacts) -> Passage:
    body = message.body
    return Passage(author, moment(message.sent_at), body, direction_of_text(body))


def _author(message: MessageFacts) -> str:
    if not message.entity_name:
        return gettext("The applicant")
    names = {"name": isolated(message.author_name), "entity": isolated(message.entity_name)}
    return gettext("%(name)s, %(entity)s") % names


def _rating(rating: RatingFacts) -> Rows:
    chosen = " · ".join(str(word) for code, word in REASONS.items() if code in rating.reasons)
    rows = (
        Row(gettext("Rating"), score_label(rating.score)),
        Row(gettext("Of the answer of"), moment(rating.answered_at)),
        Row(gettext("Reasons"), chosen),
        Row(gettext("In the applicant's words"), rating.words),
    )
    return tuple(each for each in rows if each.text)


def _event(row: HistoryFacts) -> Event:
    entities = {"old": isolated(row.from_entity), "new": isolated(row.to_entity)}
    moved = gettext("From %(old)s to %(new)s.") % entities
    notes = (
        moved if row.from_entity and row.to_entity else "",
        _by_whom(row),
        gettext("Reason: %(reason)s") % {"reason": isolated(row.reason)} if row.reason else "",
    )
    return Event(moment(row.at), str(HAPPENED[row.event]), " ".join(filter(None, notes)))


def _by_whom(row: HistoryFacts) -> str:
    names = {"name": isolated(row.by_name), "colleague": isolated(row.for_name)}
    if row.for_name:
        return gettext("By %(name)s for %(colleague)s.") % names
    return gettext("By %(name)s.") % names if row.by_name else ""


def _excerpt(text: str) -> str:
    """Return the beginning of a text, cut between words."""
    if len(text) <= LONGEST_EXCERPT:
        return text
    return f"{text[:LONGEST_EXCERPT].rsplit(maxsplit=1)[0]} …"


def _address(order: Order) -> str:
    return f"{address_of(current_tenant())}/{order.language}/track/"
