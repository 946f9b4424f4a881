"""The screens for when the government works: a year at a glance, hours, holidays, imports."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.calendars.editing import editable_holidays, editable_hours, found_holiday, found_hours
from sawti.calendars.models import Holiday, Source, WorkingWeek
from sawti.calendars.permissions import require_calendar_manager
from sawti.calendars.queries import owner_of
from sawti.calendars.steps import (
    add_holidays,
    add_hours,
    change_holiday,
    change_hours,
    remove_hours,
)
from sawti.cases.calendar_changes import earlier_of, named
from sawti.catalogue.steps.edits import Table
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.lib.errors import InvalidInput
from sawti.lib.text import localised
from sawti_cms.editors.calendar_forms import (
    HolidayForm,
    HoursForm,
    initial_holiday,
    initial_hours,
    is_whole_day,
    span_in_words,
)
from sawti_cms.editors.choices import entities, language
from sawti_cms.editors.moving_dates import (
    AsksFirst,
    MovesDueDates,
    run_page,
    runs_in_words,
)
from sawti_cms.editors.screens import (
    AddView,
    Button,
    ChangeView,
    FormContent,
    Line,
    address,
    editor,
    go,
    show,
)
from sawti_cms.editors.year_picture import Month, year_picture
from sawti_ui.refusals import sentence

ICON = "calendar-alt"
SOURCE_NAMES = {
    Source.PACK: _("Set up with the government"),
    Source.EDITOR: _("Added here"),
    Source.COUNTRY: _("From the country's list"),
    Source.FILE: _("From a calendar file"),
}


@dataclass(frozen=True)
class CalendarContent:
    """One year of the government or of an entity. `owner`: whose hours are shown, in words."""

    year: int
    months: tuple[Month, ...]
    choices: list[Any]
    chosen: str
    owner: str
    hours: tuple[Line, ...]
    holidays: tuple[Line, ...]
    runs: tuple[tuple[str, str], ...]
    buttons: tuple[Button, ...]


class ManagersView(View):
    """A screen of those who may move due dates."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let nobody else in."""
        require_calendar_manager(editor(request))
        return super().dispatch(request, *args, **kwargs)


class ShowCalendar(ManagersView):
    """The year of the government, or of an entity, as a picture and as lists."""

    def get(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("entity", "")
        entity = entity_tree().by_code.get(chosen)
        owner_id = owner_of(entity.id if entity else None)
        year = _year(request.GET.get("year", ""))
        content = CalendarContent(
            year=year,
            months=year_picture(year, owner_id),
            choices=entities(gettext("The whole government")),
            chosen=entity.code if entity else "",
            owner=_owner_in_words(owner_id),
            hours=tuple(map(_hours_line, editable_hours(owner_id))),
            holidays=tuple(
                _holiday_line(row)
                for row in editable_holidays(owner_id)
                if row.first_on.year <= year <= row.last_on.year
            ),
            runs=runs_in_words(),
            buttons=(
                Button(gettext("Add hours"), address("add_hours")),
                Button(gettext("Add a holiday"), address("add_holiday")),
                Button(gettext("Bring holidays from a list or a file"), address("find_holidays")),
            ),
        )
        return show(request, "calendar", gettext("Working hours and holidays"), ICON, content)


class ShowRun(ManagersView):
    """How far the open cases are that get new due dates."""

    def get(self, request: HttpRequest, run_id: UUID) -> HttpResponse:
        return run_page(request, run_id)


def _year(asked: str) -> int:
    this_year = timezone.localdate(clock.now()).year
    is_year = asked.isascii() and asked.isdecimal() and 2000 <= int(asked) <= 2100
    return int(asked) if is_year else this_year


def _owner_in_words(owner_id: UUID | None) -> str:
    if owner_id is None:
        return gettext("The whole government")
    return entity_tree().by_id[owner_id].name(language())


def _hours_line(row: WorkingWeek) -> Line:
    title = localised(row.names, language()) if row.last_on else gettext("Usual hours")
    if row.last_on and row.first_on:
        when = span_in_words(row.first_on, row.last_on)
    elif row.first_on:
        when = gettext("From %(day)s on") % {"day": f"{row.first_on:%Y-%m-%d}"}
    else:
        when = gettext("Since ever")
    holidays = "" if row.keeps_holidays else gettext("Open on public holidays too")
    return Line(title, address("hours", row.id), (when, holidays))


def _holiday_line(row: Holiday) -> Line:
    part = "" if is_whole_day(row) else gettext("A part of the day")
    return Line(
        localised(row.names, language()),
        address("holiday", row.id),
        (span_in_words(row.first_on, row.last_on), part, str(SOURCE_NAMES[Source(row.source)])),
        is_off=not row.is_active,
    )


class AddHours(ManagersView, MovesDueDates, AddView):
    """New hours: a change from a day on, a season, or those of an entity."""

    list_name, icon = "calendar", ICON
    title, back = _("Add hours"), _("Working hours and holidays")

    def form(self, data: Any = None) -> HoursForm:
        return HoursForm(data, is_new=True)

    def add(self, form: HoursForm, by: Any) -> None:
        draft = form.draft()
        self.keep(
            lambda: add_hours(draft, by=by, at=clock.now()),
            names=_names_of_hours(draft.names),
            first_on=draft.first_on,
        )


class AddHoliday(ManagersView, MovesDueDates, AddView):
    """A holiday, or an early closing."""

    list_name, icon = "calendar", ICON
    title, back = _("Add a holiday"), _("Working hours and holidays")

    def form(self, data: Any = None) -> HolidayForm:
        return HolidayForm(data, is_new=True)

    def add(self, form: HolidayForm, by: Any) -> None:
        draft = form.draft()
        self.keep(
            lambda: add_holidays([("", draft)], source=Source.EDITOR, by=by, at=clock.now()),
            names=draft.names,
            first_on=draft.first_on,
        )


class ChangeHours(ManagersView, MovesDueDates, ChangeView):
    """Hours that are there."""

    list_name, icon = "calendar", ICON

    def found(self, key: UUID) -> WorkingWeek:
        return found_hours(key)

    def initial(self, row: WorkingWeek) -> dict[str, Any]:
        return initial_hours(row)

    def form(self, row: WorkingWeek, data: Any = None, initial: Any = None) -> HoursForm:
        return HoursForm(data, initial=initial)

    def change(self, row: WorkingWeek, form: HoursForm, by: Any) -> None:
        draft = form.draft()
        self.keep(
            lambda: change_hours(row.id, draft, seen=form.seen_at, by=by, at=clock.now()),
            names=_names_of_hours(draft.names),
            first_on=earlier_of(row.first_on, draft.first_on),
        )

    def title(self, row: WorkingWeek) -> str:
        return gettext("Change hours")

    def content(self, row: WorkingWeek, form: HoursForm) -> FormContent:
        return FormContent(
            form,
            Button(gettext("Working hours and holidays"), address("calendar")),
            gettext("Save"),
            note=NOTE % {"owner": _owner_in_words(row.entity_id)},
            history_url=address("history", Table.WORKING_WEEK, row.id),
            remove=Button(gettext("Remove these hours"), address("remove_hours", row.id)),
        )


class RemoveHours(ManagersView, AsksFirst):
    """Take hours away; history keeps them."""

    def post(self, request: HttpRequest, row_id: UUID) -> HttpResponse:
        """Remove them, or say why not."""
        return self.asking(request, lambda: self._remove(request, found_hours(row_id)))

    def _remove(self, request: HttpRequest, row: WorkingWeek) -> HttpResponse:
        by, at = editor(request), clock.now()
        try:
            self.keep(
                lambda: remove_hours(row.id, seen=row.edited_at, by=by, at=at),
                names=_names_of_hours(row.names),
                first_on=row.first_on,
            )
        except InvalidInput as refusal:
            messages.error(request, sentence(refusal.faults[0]))
            return go("hours", str(row.id))
        messages.success(request, gettext("Removed. History keeps what it was."))
        return go("calendar")


class ChangeHoliday(ManagersView, MovesDueDates, ChangeView):
    """A holiday that is there."""

    list_name, icon = "calendar", ICON

    def found(self, key: UUID) -> Holiday:
        return found_holiday(key)

    def initial(self, row: Holiday) -> dict[str, Any]:
        return initial_holiday(row)

    def form(self, row: Holiday, data: Any = None, initial: Any = None) -> HolidayForm:
        return HolidayForm(data, initial=initial)

    def change(self, row: Holiday, form: HolidayForm, by: Any) -> None:
        draft = form.draft()
        self.keep(
            lambda: change_holiday(row.id, draft, seen=form.seen_at, by=by, at=clock.now()),
            names=draft.names,
            first_on=earlier_of(row.first_on, draft.first_on),
        )

    def title(self, row: Holiday) -> str:
        return gettext("Change a holiday")

    def content(self, row: Holiday, form: HolidayForm) -> FormContent:
        return FormContent(
            form,
            Button(gettext("Working hours and holidays"), address("calendar")),
            gettext("Save"),
            note=NOTE % {"owner": _owner_in_words(row.entity_id)},
            history_url=address("history", Table.HOLIDAY, row.id),
        )


NOTE = _(
    "For: %(owner)s. Where open cases would be due at another time, you are asked first; answered "
    "ones stay as they are."
)


def _names_of_hours(names: dict[str, str]) -> dict[str, str]:
    """Return what hours are called: a season has a name."""
    return names or named(lambda: gettext("Working hours"))
