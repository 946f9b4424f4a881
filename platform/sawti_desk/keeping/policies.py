"""For how long what is kept, what would end tonight, and what the last runs did."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext

from sawti.catalogue.queries import catalogue
from sawti.entities.permissions import rights_of
from sawti.lib import clock
from sawti.lib.csv_text import csv_text
from sawti.lib.errors import Invalid, Missing
from sawti.lib.permissions import MANAGE_RETENTION, PROTECT_DATA
from sawti.retention.actions.policies import set_policy, take_policy_back
from sawti.retention.models import Cause, How, Kind, Policy, Run
from sawti.retention.queries import due_now, newest_runs, policies_waiting, run_report
from sawti.retention.selecting import policies_in_force
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, may_required, staff_required
from sawti_desk.frame import notices_for
from sawti_desk.keeping.forms import PolicyForm
from sawti_desk.keeping.words import CAUSES, DEEDS, HOWS, KINDS, span_of
from sawti_desk.public import desk_response
from sawti_ui.parts import Note
from sawti_ui.refusals import sentence

MONTH = timedelta(days=30)


@dataclass(frozen=True)
class PolicyRow:
    """A policy in words. `tonight`, `in_a_month`: how many rows it would end by then."""

    id: UUID
    name: str
    span: str
    how: str
    from_at: datetime
    tonight: int = 0
    in_a_month: int = 0


@dataclass(frozen=True)
class RunRow:
    """A run of the list."""

    id: UUID
    cause: str
    begun_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class KeepingScreen:
    """The policies in force and those that wait, and the last runs."""

    rows: tuple[PolicyRow, ...]
    waiting: tuple[PolicyRow, ...]
    runs: tuple[RunRow, ...]
    form: PolicyForm
    notices: tuple[Note, ...]
    decides_erasures: bool


@dataclass(frozen=True)
class RunScreen:
    """What one run did; `failures`: how many cases it could not remove."""

    run: RunRow
    rows: tuple[tuple[str, str, int], ...]
    failures: tuple[tuple[UUID, str], ...]


@staff_required("GET", "HEAD", "POST")
@may_required(MANAGE_RETENTION)
def policies(request: StaffRequest) -> HttpResponse:
    """Show the policies; a POST makes a new version of one."""
    if request.method in READING:
        return _page(request, None)
    with reading():
        form = PolicyForm(request.POST)
        is_valid = form.is_valid()
    if not is_valid:
        return _page(request, form)
    try:
        policy = set_policy(form.wish(), by=request.user, at=clock.now())
    except Invalid as fault:
        form.add_error(fault.field if fault.field in form.fields else None, sentence(fault))
        return _page(request, form)
    said = (
        gettext("The policy counts in a week. Until then you can take it back.")
        if policy.from_at > policy.set_at
        else gettext("The policy counts from now on.")
    )
    messages.success(request, said)
    return SeeOther(reverse("desk:keeping"))


@staff_required("POST")
def take_back(request: StaffRequest, policy_id: UUID) -> HttpResponse:
    """Undo a version that does not count yet."""
    take_policy_back(policy_id, by=request.user, at=clock.now())
    messages.success(request, gettext("The policy was taken back."))
    return SeeOther(reverse("desk:keeping"))


@staff_required("GET", "HEAD")
@may_required(MANAGE_RETENTION)
def run(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Show what one run did."""
    return desk_response(
        request, "sawti_desk/keeping/run.html", gettext("What was removed"), _run_screen(run_id)
    )


@staff_required("GET", "HEAD")
@may_required(MANAGE_RETENTION)
def run_file(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """Send what one run did as CSV."""
    screen = _run_screen(run_id)
    head = (gettext("Table"), gettext("What was done"), gettext("Rows"))
    failures = [(str(case_id), fault, "") for case_id, fault in screen.failures]
    response = HttpResponse(
        csv_text([head, *screen.rows, *failures]), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="retention.csv"'
    return response


def _run_screen(run_id: UUID) -> RunScreen:
    with reading():
        if run_id not in {each.id for each in newest_runs()}:
            raise Missing
        report = run_report(run_id)
    rows = [(line.table, str(DEEDS[line.deed]), line.rows) for line in report.lines]
    return RunScreen(_run_row(report.run), tuple(rows), report.failures)


def _run_row(found: Run) -> RunRow:
    return RunRow(found.id, str(CAUSES[Cause(found.cause)]), found.begun_at, found.ended_at)


def _page(request: StaffRequest, faulty: PolicyForm | None) -> HttpResponse:
    at = clock.now()
    with reading():
        counts = [_counts(at), _counts(at + MONTH)]
        screen = KeepingScreen(
            rows=tuple(
                _row(each, counts[0].get(each.id, 0), counts[1].get(each.id, 0))
                for each in policies_in_force(at)
            ),
            waiting=tuple(_row(each) for each in policies_waiting(at=at)),
            runs=tuple(_run_row(each) for each in newest_runs()),
            form=faulty or PolicyForm(),
            notices=notices_for(request),
            decides_erasures=rights_of(request.user).may(PROTECT_DATA),
        )
        template, title = "sawti_desk/keeping/policies.html", gettext("How long we keep data")
        return desk_response(request, template, title, screen, is_refused=faulty is not None)


def _counts(at: datetime) -> dict[UUID, int]:
    """Return how many rows each policy ends at `at`, versions that begin by then included."""
    found: dict[UUID, int] = {}
    for due in due_now(at=at):
        found[due.policy.id] = found.get(due.policy.id, 0) + due.count
    return found


def _row(policy: Policy, tonight: int = 0, in_a_month: int = 0) -> PolicyRow:
    known, language = catalogue(), get_language() or "en"
    ids = [each for each in (policy.case_type_id, policy.category_id) if each]
    parts = [str(KINDS[Kind(policy.kind)]), *(known.name(each, language) for each in ids)]
    return PolicyRow(
        id=policy.id,
        name=": ".join((*parts, policy.confidentiality)).removesuffix(": "),
        span=span_of(policy),
        how=str(HOWS[How(policy.how)]) if policy.how else "",
        from_at=policy.from_at,
        tonight=tonight,
        in_a_month=in_a_month,
    )
