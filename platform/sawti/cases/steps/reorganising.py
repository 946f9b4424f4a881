"""Cases of an entity that goes on in another one: a merger, or a part that stands on its own.

The open ones go there as they are: state, promises, due dates and waits stay, and so does whoever
works on a case and may do so there. The stage of the entity ends and that of the next one begins,
so time in hand stays with who used it. What is answered stays where it was answered; a case that is
reopened begins at the heir. No statement here is repeated for each case, but for the few that are
kept from somebody.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db.models import F

from sawti.cases.content import move_words
from sawti.cases.lifecycle import FELL_DUE, Event
from sawti.cases.models import Case, Clock, HistoryRow, Involvement, InvolvementKind, SavedView
from sawti.cases.reschedulings import is_meant, unsettled
from sawti.cases.scope import HANDLE, scope_of
from sawti.cases.steps.clocks import restart_stages
from sawti.cases.steps.rerouting import route_around
from sawti.cases.steps.rescheduling import move_cases
from sawti.catalogue.queries import catalogue
from sawti.entities.permissions import Rights, rights_of
from sawti.entities.queries import entity_tree
from sawti.outbox import steps as outbox
from sawti.sla.terms import Kind


def hand_over(
    cases: Sequence[Case],
    to: Mapping[UUID, UUID],
    *,
    reason: str,
    by_id: UUID | None,
    at: datetime,
) -> None:
    """Give locked open cases to other entities; `to`: case → entity.

    Each leaves a row of history and one of news.
    """
    _settle(cases, at)
    before = {case.id: case.entity_id for case in cases}
    held = [case for case in cases if case.holder]
    for case in cases:
        case.entity_id = to[case.id]
    for case in _kept_from_somebody(cases):
        route_around(case)
    rights = _rights_of_holders(cases)
    _lose_holders(cases, rights)
    late = restart_stages(cases, rights, at)
    _save(cases, {case.id for case in held if case.holder is None})
    move_words(*cases)
    states = {case.id: case.state for case in cases}
    _record_late(late, states)
    rows = HistoryRow.objects.bulk_create(
        HistoryRow(
            case=case,
            event=Event.REORGANISE,
            from_state=case.state,
            to_state=case.state,
            at=at,
            by_id=by_id,
            from_entity_id=before[case.id],
            to_entity_id=case.entity_id,
            reason=reason,
        )
        for case in cases
    )
    _tell(Event.REORGANISE, rows, at)


def heir_of(case: Case) -> UUID:
    """Return the entity that does the work of the case's entity now, most often the same.

    Of one that was split it is the part that answers the category, if any does; of one that ended
    with that, else the first.
    """
    tree = entity_tree()
    entity = tree.merged_into(case.entity_id)
    if not entity.parts:
        return entity.id
    parts = [tree.heir(part).id for part in entity.parts]
    answering = _answering(case)
    if answering in parts:
        return answering
    return parts[0] if entity.closed_at else entity.id


def _answering(case: Case) -> UUID | None:
    found = catalogue().by_id.get(case.category_id) if case.category_id else None
    entity_id: UUID | None = getattr(found, "entity_id", None)
    return entity_tree().heir(entity_id).id if entity_id else None


def reopen_at_heir(case: Case) -> bool:
    """Give a case that is being reopened to the heir of its entity; tell whether that is another.

    The caller saves `entity` and `holder`.
    """
    heir = heir_of(case)
    if heir == case.entity_id:
        return False
    case.entity_id = heir
    if case.holder and not scope_of(rights_of(case.holder)).allows(HANDLE, case):
        case.holder = None
    move_words(case)
    return True


def views_follow(old: str, new: str) -> int:
    """Let saved views of one entity's cases be of another's; return how many there were."""
    changed = []
    for view in SavedView.objects.select_for_update().filter(query__contains=f"entity={old}"):
        chosen = parse_qsl(view.query, keep_blank_values=True)
        if ("entity", old) in chosen:
            moved = [(k, new if (k, v) == ("entity", old) else v) for k, v in chosen]
            view.query = urlencode(moved)
            changed.append(view)
    SavedView.objects.bulk_update(changed, ["query"])
    return len(changed)


def _settle(cases: Sequence[Case], at: datetime) -> None:
    """Give the cases the dates that a run under way has not given them yet."""
    for run in unsettled(at):
        move_cases([case for case in cases if is_meant(run, case)], run, at=at)


def _kept_from_somebody(cases: Iterable[Case]) -> list[Case]:
    """Return the cases that not everybody with rights on their entity may know of."""
    cases = list(cases)
    conflicts = Involvement.objects.filter(
        case__in=[case.pk for case in cases], kind=InvolvementKind.CONFLICT, until_at=None
    )
    known = set(conflicts.values_list("case_id", flat=True))
    return [case for case in cases if case.confidentiality_id or case.id in known]


def _rights_of_holders(cases: Iterable[Case]) -> dict[UUID, Rights]:
    holders = {case.holder.id: case.holder for case in cases if case.holder}
    return {holder_id: rights_of(holder) for holder_id, holder in holders.items()}


def _lose_holders(cases: Iterable[Case], rights: Mapping[UUID, Rights]) -> None:
    """Take the cases from whoever may not act on them where they are now."""
    scopes = {holder_id: scope_of(each) for holder_id, each in rights.items()}
    for case in cases:
        if case.holder and not scopes[case.holder.id].allows(HANDLE, case):
            case.holder = None


def _save(cases: Iterable[Case], without_holder: set[UUID]) -> None:
    by_entity: dict[UUID, list[UUID]] = {}
    for case in cases:
        by_entity.setdefault(case.entity_id, []).append(case.id)
    for entity_id, ids in by_entity.items():
        Case.objects.filter(pk__in=ids).update(entity_id=entity_id, version=F("version") + 1)
    if without_holder:
        Case.objects.filter(pk__in=without_holder).update(holder=None)


def _record_late(late: Iterable[Clock], states: Mapping[UUID, str]) -> None:
    """Record the clocks that fell due before they ended, each when it did."""
    rows = HistoryRow.objects.bulk_create(
        HistoryRow(
            case_id=clock.case_id,
            event=FELL_DUE[Kind(clock.kind)],
            from_state=states[clock.case_id],
            to_state=states[clock.case_id],
            at=clock.breached_at,
        )
        for clock in late
        if clock.breached_at
    )
    for event in {row.event for row in rows}:
        found = [row for row in rows if row.event == event]
        _tell(Event(event), found, max(row.at for row in found))


def _tell(event: Event, rows: Iterable[HistoryRow], at: datetime) -> None:
    news = [{"case_id": str(row.case_id), "history_id": str(row.id)} for row in rows]
    outbox.add_many(f"case.{event}", news, at=at)
