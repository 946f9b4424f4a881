"""One answer, or one due date, for all open cases: write, preview, do, see what came of it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from sawti.entities.permissions import rights_of
from sawti.incidents.actions.deciding import answer_cases, move_due_dates
from sawti.incidents.models import DecisionKind
from sawti.incidents.queries import (
    DecisionFacts,
    IncidentFacts,
    decision_for_staff,
    skipped_cases,
)
from sawti.lib import clock
from sawti.lib.errors import DomainError, Invalid, Kind, Missing, NotPermitted
from sawti.lib.ids import new_id
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.frame import desk_page, notices_for
from sawti_desk.incidents.forms import AnswerAllForm, DueDateForm, TextsForm
from sawti_desk.incidents.screens import seen_incident
from sawti_desk.incidents.words import DECIDED, progress_of, why_skipped
from sawti_ui.parts import Fact, Note
from sawti_ui.refusals import sentence


@dataclass(frozen=True)
class PreviewText:
    """An answer as the applicants of one language read it; `count`: how many they are, in words."""

    language: str
    text: str
    count: str


@dataclass(frozen=True)
class DecideScreen:
    """The form, and once it is previewed what will happen; `key` names the decision."""

    name: str
    back_url: str
    form: TextsForm
    key: str
    summary: str
    is_preview: bool
    texts: tuple[PreviewText, ...]
    button: str


@dataclass(frozen=True)
class SkippedLine:
    """A case that was left as it is, and why; no address where the reader does not see it."""

    url: str
    number: str
    why: str


@dataclass(frozen=True)
class DecisionScreen:
    """How far a decision is; `answers`: what was written, by language."""

    back_url: str
    facts: tuple[Fact, ...]
    progress: str
    is_under_way: bool
    done: int
    total: int
    answers: tuple[str, ...]
    skipped: tuple[SkippedLine, ...]
    more_url: str
    notices: tuple[Note, ...]


@staff_required("GET", "HEAD", "POST")
def decide(request: StaffRequest, incident_id: UUID, kind: str) -> HttpResponse:
    """Lead through writing, preview and doing. Sent twice it is decided once: by its key."""
    with reading():
        found = seen_incident(request, incident_id)
    if not found.may_act:
        if found.closed_at is None:
            raise NotPermitted
        return SeeOther(_back(incident_id))
    is_sent = request.method not in READING
    form = _form(kind, found, request.POST if is_sent else None)
    is_valid = is_sent and form.is_valid()
    if is_valid and request.POST.get("step") == "do" and (key := _key(request)):
        try:
            return _done(request, found, form, kind, key)
        except Invalid as fault:
            form.blame(fault)
        except DomainError as refusal:
            if refusal.kind != Kind.CONFLICT:
                raise
            messages.error(request, sentence(refusal))
            return SeeOther(_back(incident_id))
    return _page(request, found, form, kind, is_preview=is_valid and not form.errors)


def _form(kind: str, found: IncidentFacts, typed: Any) -> TextsForm:
    if kind == DecisionKind.ANSWER:
        form = AnswerAllForm(typed, languages=found.languages)
        for field in form.fields.values():
            field.required = True
            field.error_messages["required"] = gettext("Write the answer.")
        return form
    return DueDateForm(typed)


def _key(request: StaffRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _done(
    request: StaffRequest, found: IncidentFacts, form: TextsForm, kind: str, key: UUID
) -> HttpResponse:
    by, at = request.user, clock.now()
    if isinstance(form, AnswerAllForm):
        decision = answer_cases(found.id, form.texts("answers"), key=key, by=by, at=at)
    else:
        given = form.cleaned_data
        reason = given["reason"].replace("\r\n", "\n")
        decision = move_due_dates(found.id, given["days"], reason, key=key, by=by, at=at)
    return SeeOther(reverse("desk:decision", args=[found.id, decision.id]))


def _page(
    request: StaffRequest, found: IncidentFacts, form: TextsForm, kind: str, *, is_preview: bool
) -> HttpResponse:
    title = str(DECIDED[kind])
    is_answer = isinstance(form, AnswerAllForm)
    texts = form.texts("answers") if is_preview and isinstance(form, AnswerAllForm) else {}
    screen = DecideScreen(
        name=found.name(get_language() or "en"),
        back_url=_back(found.id),
        form=form,
        key=str(new_id()),
        summary=_cases(found.open_cases),
        is_preview=is_preview,
        texts=tuple(
            PreviewText(language, text, _cases(found.languages[language]))
            for language, text in texts.items()
        ),
        button=gettext("Answer all cases") if is_answer else gettext("Set the due date"),
    )
    with reading():
        page = desk_page(request, title, error=bool(form.errors))
        facts = {"page": page, "screen": screen}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "sawti_desk/incidents/decide.html", facts, status=status)


def _cases(count: int) -> str:
    text = ngettext(
        "%(count)s case waits for an answer.", "%(count)s cases wait for an answer.", count
    )
    return text % {"count": count}


@staff_required("GET", "HEAD")
def decision(request: StaffRequest, incident_id: UUID, decision_id: UUID) -> HttpResponse:
    """Show how far a decision is, and which cases were skipped."""
    rights = rights_of(request.user)
    found = decision_for_staff(incident_id, decision_id, rights)
    if found is None:
        raise Missing
    after = _after(request)
    rows, next_after = skipped_cases(decision_id, rights, after=after)
    here = reverse("desk:decision", args=[incident_id, decision_id])
    screen = DecisionScreen(
        back_url=_back(incident_id),
        facts=_facts(found),
        progress=progress_of(found),
        is_under_way=found.ended_at is None,
        done=found.done + found.skipped,
        total=found.total,
        answers=tuple(found.texts.values()),
        skipped=tuple(
            SkippedLine(
                reverse("desk:case", args=[row.case_id]) if row.number else "",
                row.number,
                why_skipped(row),
            )
            for row in rows
        ),
        more_url=f"{here}?after={next_after}" if next_after else "",
        notices=notices_for(request),
    )
    facts = {"page": desk_page(request, str(DECIDED[found.kind])), "screen": screen}
    return render(request, "sawti_desk/incidents/decision.html", facts)


def _after(request: StaffRequest) -> str:
    try:
        return str(UUID(request.GET["after"])) if "after" in request.GET else ""
    except ValueError:
        raise Missing from None


def _facts(found: DecisionFacts) -> tuple[Fact, ...]:
    facts = (
        Fact(gettext("Decided on"), at=found.decided_at),
        Fact(gettext("Decided by"), text=found.decided_by),
        Fact(gettext("Working days"), text=str(found.days or "")),
        Fact(gettext("Reason"), text=found.reason),
        Fact(gettext("Finished on"), at=found.ended_at),
    )
    return tuple(fact for fact in facts if fact.text or fact.at)


def _back(incident_id: UUID) -> str:
    return reverse("desk:incident", args=[incident_id])
