"""Limits on contacts: proposing one from a case, and the list where others decide on them."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from sawti.cases.actions.contact_limits import decide_appeal, decide_limit, propose_limit
from sawti.cases.queries import number_for_staff, number_to_limit
from sawti.cases.scope import scope_of
from sawti.conduct.labels import GROUNDS
from sawti.conduct.models import Ground
from sawti.conduct.queries import LimitFacts, limit_facts, limits_page
from sawti.entities.permissions import Rights, rights_of
from sawti.entities.posts import those_in_one_post_with
from sawti.lib import clock
from sawti.lib.errors import DomainError, Invalid, Kind, Missing, NotPermitted
from sawti.lib.permissions import LIMIT_CONTACTS
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.contacts.forms import AppealForm, ProposeForm
from sawti_desk.contacts.words import state_of_limit
from sawti_desk.frame import desk_page, notices_for
from sawti_ui.forms import SawtiForm
from sawti_ui.parts import Fact, Note, Tag
from sawti_ui.refusals import STATUS, sentence


@dataclass(frozen=True)
class ProposeScreen:
    """The form that proposes a limit."""

    form: SawtiForm
    back_url: str


@dataclass(frozen=True)
class LimitLine:
    """One limit of the list."""

    url: str
    number: str
    state: Tag
    facts: LimitFacts


@dataclass(frozen=True)
class LimitsScreen:
    """The newest limits."""

    lines: tuple[LimitLine, ...]
    notices: tuple[Note, ...]


@dataclass(frozen=True)
class LimitScreen:
    """One limit. `may_confirm`: it is proposed and the reader is a second person; `appeal_form`:
    the reader may decide on the objection; `needs_other`: somebody else has to decide now.
    """

    limit: LimitFacts
    state: Tag
    facts: tuple[Fact, ...]
    case_url: str
    may_confirm: bool
    appeal_form: SawtiForm | None
    needs_other: bool
    notices: tuple[Note, ...]


@staff_required("GET", "HEAD", "POST")
def propose(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Propose a limit on whoever filed the case; who that is stays unseen."""
    with reading():
        number = number_to_limit(case_id, rights_of(request.user))
    form = ProposeForm(request.POST if request.method not in READING else None)
    if form.is_bound and form.is_valid() and _proposed(request, case_id, form):
        messages.success(
            request,
            gettext("The limit is proposed. It counts once somebody else has confirmed it."),
        )
        return SeeOther(reverse("desk:case", args=[case_id]))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    with reading():
        title = gettext("Limit the contact of case %(number)s") % {"number": number}
        page = desk_page(request, title, error=bool(form.errors))
        screen = ProposeScreen(form, reverse("desk:case", args=[case_id]))
        facts = {"page": page, "screen": screen}
        return render(request, "sawti_desk/contacts/propose.html", facts, status=status)


@staff_required("GET", "HEAD")
def contacts(request: StaffRequest) -> HttpResponse:
    """List the limits, but for those of cases that are hidden from the reader."""
    rights, at = _decider(request), clock.now()
    rows = limits_page(without_cases=scope_of(rights).hidden, at=at)
    lines = tuple(
        LimitLine(
            reverse("desk:contact_limit", args=[row.id]), row.number, state_of_limit(row), row
        )
        for row in rows
    )
    page = desk_page(request, gettext("Limited contacts"))
    screen = LimitsScreen(lines, notices_for(request))
    return render(request, "sawti_desk/contacts/contacts.html", {"page": page, "screen": screen})


@staff_required("GET", "HEAD", "POST")
def contact_limit(request: StaffRequest, limit_id: UUID) -> HttpResponse:
    """Show one limit; confirm or decline it, or decide on the objection to it."""
    with reading():
        _seen_limit(limit_id, _decider(request))
    if request.method in READING:
        return _limit_page(request, limit_id, AppealForm())
    form, deed = AppealForm(request.POST), _deed(request, limit_id)
    if deed is None:
        raise Missing
    if request.POST["step"] in ("uphold", "lift") and not form.is_valid():
        return _limit_page(request, limit_id, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        deed()
    except Invalid as fault:
        form.add_error("reason", sentence(fault))
        return _limit_page(request, limit_id, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except DomainError as refusal:
        if refusal.kind != Kind.CONFLICT:
            raise
        messages.error(request, sentence(refusal))
        return _limit_page(request, limit_id, AppealForm(), STATUS[refusal.kind])
    messages.success(request, gettext("Your decision is recorded."))
    return SeeOther(reverse("desk:contacts"))


def _deed(request: StaffRequest, limit_id: UUID) -> Callable[[], object] | None:
    """Return what the pressed button does."""
    by, at, reason = request.user, clock.now(), request.POST.get("reason", "")
    reason = reason.replace("\r\n", "\n")
    deeds: dict[str, Callable[[], object]] = {
        "confirm": lambda: decide_limit(limit_id, by=by, confirms=True, at=at),
        "decline": lambda: decide_limit(limit_id, by=by, confirms=False, at=at),
        "uphold": lambda: decide_appeal(limit_id, by=by, upholds=True, reason=reason, at=at),
        "lift": lambda: decide_appeal(limit_id, by=by, upholds=False, reason=reason, at=at),
    }
    return deeds.get(request.POST.get("step", ""))


def _proposed(request: StaffRequest, case_id: UUID, form: ProposeForm) -> bool:
    given = form.cleaned_data
    try:
        propose_limit(
            case_id,
            by=request.user,
            ground=given["ground"],
            most_a_week=given["most_a_week"],
            until_at=form.until_at,
            reason=given["reason"].replace("\r\n", "\n"),
            at=clock.now(),
        )
    except DomainError as refusal:
        if refusal.kind not in (Kind.INVALID, Kind.CONFLICT):
            raise
        form.add_error(refusal.field if isinstance(refusal, Invalid) else None, sentence(refusal))
        return False
    return True


def _decider(request: StaffRequest) -> Rights:
    rights = rights_of(request.user)
    if not rights.may(LIMIT_CONTACTS):
        raise NotPermitted
    return rights


def _seen_limit(limit_id: UUID, rights: Rights) -> LimitFacts:
    limit = limit_facts(limit_id, at=clock.now())
    if limit is None or limit.case_id in scope_of(rights).hidden:
        raise Missing
    return limit


def _limit_page(
    request: StaffRequest, limit_id: UUID, form: AppealForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    with reading():
        rights = _decider(request)
        limit = _seen_limit(limit_id, rights)
        is_seen = number_for_staff(limit.case_id, rights) is not None
        me = request.user.id
        has_part = bool({me, *those_in_one_post_with(me, at=clock.now())} & limit.had_a_part)
        is_open = limit.awaits_confirmation or limit.awaits_appeal
        screen = LimitScreen(
            limit=limit,
            state=state_of_limit(limit),
            facts=_facts(limit),
            case_url=reverse("desk:case", args=[limit.case_id]) if is_seen else "",
            may_confirm=limit.awaits_confirmation and not has_part,
            appeal_form=form if limit.awaits_appeal and not has_part else None,
            needs_other=is_open and has_part,
            notices=notices_for(request),
        )
        title = gettext("Limit %(number)s") % {"number": limit.number}
        page = desk_page(request, title, error=bool(form.errors))
        facts = {"page": page, "screen": screen}
        return render(request, "sawti_desk/contacts/limit.html", facts, status=status)


def _facts(limit: LimitFacts) -> tuple[Fact, ...]:
    facts = (
        Fact(gettext("Cases a week"), text=str(limit.most_a_week)),
        Fact(gettext("Last day"), on=limit.until_at),
        Fact(gettext("What the contact is told"), text=gettext(GROUNDS[Ground(limit.ground)])),
        Fact(gettext("Reason"), text=limit.reason),
        Fact(gettext("Proposed by"), text=limit.proposed_by),
        Fact(gettext("Proposed on"), at=limit.proposed_at),
        Fact(gettext("Decided by"), text=limit.decided_by),
        Fact(gettext("Objection decided by"), text=limit.appeal_decided_by),
        Fact(gettext("Reason for that"), text=limit.appeal_reason),
    )
    return tuple(fact for fact in facts if fact.text or fact.on or fact.at)
