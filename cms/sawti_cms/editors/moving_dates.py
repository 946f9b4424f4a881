"""Before a calendar changes: how many open cases would move. Afterwards: how far the move is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from sawti.calendars.queries import calendars_as_written
from sawti.cases.calendar_changes import impact_since, run_since
from sawti.cases.due_dates import Impact
from sawti.cases.models import Rescheduling
from sawti.cases.reschedulings import found_run, newest_runs
from sawti.cases.steps.rescheduling import begin
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti.lib.text import localised
from sawti_cms.editors.choices import language
from sawti_cms.editors.screens import Button, address, editor, go, moment_in_words, show
from sawti_ui.charts.wording import number

CONFIRMED = "confirmed"
AGAIN_SECONDS = 5  # how soon the page of a run under way is asked for again
MOST_ENTITIES = 10


class AskFirst(Exception):
    """Nothing was kept yet: open cases would move, and the editor is to say whether they may."""

    def __init__(self, impact: Impact) -> None:
        super().__init__()
        self.impact = impact


@dataclass(frozen=True)
class ConfirmContent:
    """What would move. `fields`: what was sent, to be sent again with a yes."""

    back: Button
    lines: tuple[str, ...]
    entities: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RunContent:
    """A run: why, and how far it is."""

    back: Button
    again: Button
    reason: str
    progress: str
    percent: int
    is_over: bool
    lines: tuple[str, ...]


class AsksFirst:
    """For a view whose steps change when an entity works: asks first, then moves open cases."""

    request: HttpRequest
    run: Rescheduling | None = None

    def asking(self, request: HttpRequest, do: Callable[[], HttpResponse]) -> HttpResponse:
        """Call `do`; show what it asks first, or afterwards how far the run is that it began."""
        try:
            response = do()
        except AskFirst as question:
            return _ask(request, question.impact)
        return go("due_dates", str(self.run.id)) if self.run else response

    def keep(self, step: Callable[[], Any], *, names: dict[str, str], first_on: date | None) -> Any:
        """Call the step and move the open cases that it moves.

        `names`: of what changes, by language, for those whom it concerns. `first_on`: the first day
        that is another one afterwards; None: any may be. Raises AskFirst where nobody said yes.
        """
        at = clock.now()
        with transaction.atomic():
            done = step()
            with calendars_as_written():
                impact = impact_since(first_on, at=at)
            if impact.may_move and CONFIRMED not in self.request.POST:
                raise AskFirst(impact)
        if impact.may_move:
            run = run_since(first_on, names=names, by=editor(self.request), at=at)
            self.run = begin(run, at=at)
        return done


class MovesDueDates(AsksFirst):
    """The same for a view with a form."""

    def post(self, request: HttpRequest, **names: Any) -> HttpResponse:
        """Do what the view does, but ask before open cases move."""
        send: Callable[..., HttpResponse] = super().post  # type: ignore[misc]
        return self.asking(request, lambda: send(request, **names))


def _ask(request: HttpRequest, impact: Impact) -> HttpResponse:
    fields = [
        (name, str(value))
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    tree = entity_tree().by_id
    content = ConfirmContent(
        back=Button(gettext("Working hours and holidays"), address("calendar")),
        lines=tuple(impact_in_words(impact)),
        entities=tuple(
            (tree[entity_id].name(language()), number(count))
            for entity_id, count in impact.entities[:MOST_ENTITIES]
        ),
        fields=(*fields, (CONFIRMED, "1")),
    )
    title = gettext("Due dates of open cases would move")
    return show(request, "confirm_moves", title, "calendar-alt", content)


def impact_in_words(impact: Impact) -> list[str]:
    """Return what a change would do, a sentence a line."""
    days = max(1, round(impact.farthest / timedelta(days=1)))
    lines = [
        ngettext(
            "%(count)s open case would be answered later than promised so far.",
            "%(count)s open cases would be answered later than promised so far.",
            impact.later,
        )
        % {"count": number(impact.later)},
    ]
    if impact.earlier:
        words = ngettext(
            "%(count)s open case would be due earlier.",
            "%(count)s open cases would be due earlier.",
            impact.earlier,
        )
        lines.append(words % {"count": number(impact.earlier)})
    if impact.others:
        words = gettext("Of %(count)s more only the time of an entity or a first response moves.")
        lines.append(words % {"count": number(impact.others)})
    words = ngettext(
        "The farthest moves by %(count)s calendar day.",
        "The farthest moves by %(count)s calendar days.",
        days,
    )
    lines.append(words % {"count": number(days)})
    if impact.candidates > impact.examined:
        words = gettext("Looked at were the %(examined)s cases due first, of %(candidates)s.")
        counts = {
            "examined": number(impact.examined),
            "candidates": number(impact.candidates),
        }
        lines.append(words % counts)
    return lines


def runs_in_words() -> tuple[tuple[str, str], ...]:
    """Return the runs that were begun last, with the address of each."""
    return tuple((_reason(run), address("due_dates", run.id)) for run in newest_runs())


def run_page(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Show how far a run is. Raises Missing."""
    run = found_run(run_id)
    if run is None:
        raise Missing
    response = show(
        request, "due_dates", gettext("Due dates of open cases"), "calendar-alt", _run(run)
    )
    if run.ended_at is None:
        response.headers["Refresh"] = str(AGAIN_SECONDS)
    return response


def _run(run: Rescheduling) -> RunContent:
    seen = {"seen": number(run.seen), "total": number(max(run.seen, run.total))}
    words = gettext("%(seen)s of about %(total)s open cases are looked at.") % seen
    moved = {"later": number(run.later), "earlier": number(run.earlier)}
    return RunContent(
        back=Button(gettext("Working hours and holidays"), address("calendar")),
        again=Button(gettext("Look again"), address("due_dates", run.id)),
        reason=_reason(run),
        progress=words,
        percent=min(100, 100 * run.seen // max(1, run.total)),
        is_over=run.ended_at is not None,
        lines=(
            gettext("Due later: %(later)s. Due earlier: %(earlier)s.") % moved,
            gettext(
                "Each case says why in its history. Who filed one that is due later is told once."
            ),
        ),
    )


def _reason(run: Rescheduling) -> str:
    words = {
        "what": run.reason or localised(run.names, language()),
        "at": moment_in_words(run.declared_at),
    }
    return gettext("%(what)s, declared %(at)s") % words
