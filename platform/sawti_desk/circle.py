"""Who may know of a case: its class, who takes part, and who has a conflict of interest."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sawti.accounts.queries import active_staff
from sawti.cases.actions import confidentiality as actions
from sawti.cases.circle import InvolvedFacts
from sawti.cases.errors import CaseChanged, CaseNotFound
from sawti.cases.labels import INVOLVED_AS
from sawti.cases.models import InvolvementKind
from sawti.cases.queries import CaseForStaff, case_for_staff, number_for_staff
from sawti.entities.permissions import rights_of
from sawti.entities.posts import those_in_one_post_with
from sawti.lib import clock
from sawti.lib.errors import Invalid, Missing, NotPermitted
from sawti.openings.models import Opening
from sawti.openings.queries import waiting_openings
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.case import seen_version
from sawti_desk.circle_forms import ClassifyForm, ConflictForm, EndForm, ParticipantForm
from sawti_desk.filters import tail_of
from sawti_desk.forms import CaseForm
from sawti_desk.frame import desk_page, notices_for
from sawti_ui.parts import Note
from sawti_ui.refusals import sentence


@dataclass(frozen=True)
class Deed:
    """What can be changed here: the form, its action, and what is said when it is done."""

    form: type[CaseForm]
    action: Callable[..., Any]
    done: Promise
    needs_version: bool = True


CLASSIFY = Deed(ClassifyForm, actions.classify_case, _("Who may know of the case was changed."))
CONFLICT = Deed(ConflictForm, actions.name_conflict, _("The conflict of interest is on record."))
PARTICIPANT = Deed(
    ParticipantForm, actions.add_participant, _("Your colleague takes part."), needs_version=False
)
END = Deed(EndForm, actions.end_involvement, _("It has ended."), needs_version=False)


@dataclass(frozen=True)
class InvolvedRow:
    """Somebody who takes part or has a conflict; `form` ends it, None where that is not allowed."""

    id: UUID
    name: str
    role: str
    facts: InvolvedFacts
    form: CaseForm | None


@dataclass(frozen=True)
class CircleScreen:
    """The page. `classify` is None for who may not change the class; `named`: the names that the
    applicant wrote of employees, to be matched."""

    id: UUID
    number: str
    version: int
    confidentiality: str
    rows: tuple[InvolvedRow, ...]
    named: tuple[str, ...]
    classify: CaseForm | None
    conflict: CaseForm
    participant: CaseForm
    faulty: CaseForm | None
    waiting: tuple[Opening, ...]
    notices: tuple[Note, ...]
    tail: str


@staff_required("GET", "HEAD")
def circle(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show who may know of a case, for whoever acts on it."""
    return _page(request, case_id)


@staff_required("GET", "HEAD", "POST")
def change(
    request: StaffRequest, case_id: UUID, deed: Deed, involvement_id: UUID | None = None
) -> HttpResponse:
    """Change one thing. Who thereby loses the case from sight goes on to the list."""
    if request.method in READING:
        return SeeOther(reverse("desk:circle", args=[case_id]) + tail_of(request))
    form = deed.form(request.POST)
    if not form.is_valid():
        return _page(request, case_id, form, involvement_id)
    given: dict[str, Any] = {"involvement_id": involvement_id} if involvement_id else {}
    if deed.needs_version:
        given["version"] = seen_version(request)
    try:
        deed.action(case_id, by=request.user, at=clock.now(), **form.arguments(), **given)
    except CaseNotFound:
        raise Missing from None
    except (Invalid, CaseChanged) as fault:
        field = getattr(fault, "field", None)
        form.add_error(field if field in form.fields else None, sentence(fault))
        return _page(request, case_id, form, involvement_id)
    messages.success(request, str(deed.done))
    return SeeOther(_after(request, case_id))


def _after(request: StaffRequest, case_id: UUID) -> str:
    with reading():
        is_seen = number_for_staff(case_id, rights_of(request.user)) is not None
    address = reverse("desk:circle", args=[case_id]) if is_seen else reverse("desk:queue")
    return address + tail_of(request)


def _page(
    request: StaffRequest,
    case_id: UUID,
    tried: CaseForm | None = None,
    involvement_id: UUID | None = None,
) -> HttpResponse:
    with reading():
        rights = rights_of(request.user)
        case = case_for_staff(case_id, rights, language=get_language() or "en", at=clock.now())
        if case is None:
            raise Missing
        if not case.may_handle:
            raise NotPermitted
        title = gettext("Who may know of case %(number)s") % {"number": case.row.number}
        facts = {
            "page": desk_page(request, title, error=tried is not None),
            "screen": _screen(request, case, tried, involvement_id),
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if tried else HTTPStatus.OK
        return render(request, "sawti_desk/circle.html", facts, status=status)


def _screen(
    request: StaffRequest, case: CaseForStaff, tried: CaseForm | None, involvement_id: UUID | None
) -> CircleScreen:
    people = active_staff()
    conflict = tried if isinstance(tried, ConflictForm) else ConflictForm()
    participant = tried if isinstance(tried, ParticipantForm) else ParticipantForm()
    unchosen = ClassifyForm(initial={"confidentiality": case.confidentiality_code})
    classify = tried if isinstance(tried, ClassifyForm) else unchosen
    return CircleScreen(
        id=case.row.id,
        number=case.row.number,
        version=case.row.version,
        confidentiality=case.confidentiality_name,
        rows=tuple(
            _row(each, case, tried if each.id == involvement_id else None)
            for each in case.involved
            if each.kind != InvolvementKind.NAMED
        ),
        named=tuple(e.reason for e in case.involved if e.kind == InvolvementKind.NAMED),
        classify=classify if case.may_classify else None,
        conflict=conflict.offer(people),
        participant=participant.offer(people),
        faulty=tried,
        waiting=_waiting(case, request.user.id),
        notices=notices_for(request),
        tail=tail_of(request),
    )


def _waiting(case: CaseForStaff, me: UUID) -> tuple[Opening, ...]:
    """Return the openings that this person may approve as the second one."""
    if not (case.may_open_identity and case.confidentiality_code):
        return ()
    not_second = {me, *those_in_one_post_with(me, at=clock.now())}
    return tuple(each for each in waiting_openings(case.row.id) if each.staff_id not in not_second)


def _row(each: InvolvedFacts, case: CaseForStaff, tried: CaseForm | None) -> InvolvedRow:
    may_end = case.may_classify or each.kind != InvolvementKind.CONFLICT
    form = tried or EndForm()
    form.auto_id = f"end_{each.id}_%s"
    name = each.name or gettext("Whoever filed the case")
    return InvolvedRow(each.id, name, str(INVOLVED_AS[each.kind]), each, form if may_end else None)
