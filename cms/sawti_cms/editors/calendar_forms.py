"""The forms for hours and holidays, and for what brings many holidays at once."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sawti.calendars.clock_times import NotATime, minutes_of, text_of, time_of
from sawti.calendars.hours import WEEKDAYS
from sawti.calendars.models import Holiday, WorkingWeek
from sawti.calendars.steps import HolidayDraft, HoursDraft
from sawti.entities.queries import entity_tree
from sawti_cms.editors import choices
from sawti_cms.editors.screens import EditorForm, both_languages, seen_of, words_of

DAY_NAMES = {
    "sun": _("Sunday"),
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
}
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
assert set(DAYS) == set(WEEKDAYS)


def day_field(label: Any, help_text: Any, *, required: bool) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput({"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Enter a day."),
            "invalid": _("Enter a day such as 2027-03-09."),
        },
    )


class OwnedForm(EditorForm):
    """A form for a row of the government or of one entity; whose it is, is chosen once."""

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = both_languages("name", _("Name"), self.name_help)
        self.fields = {**names, **self.fields}
        if is_new:
            entity = forms.ChoiceField(
                label=_("For"),
                help_text=_("An entity's hold for everything below it too."),
                choices=choices.entities(str(_("The whole government"))),
                required=False,
            )
            self.fields = {**names, "entity": entity, **self.fields}

    name_help: Any = ""

    @property
    def entity_id(self) -> UUID | None:
        """Return the chosen entity."""
        code = self.cleaned_data.get("entity", "")
        return entity_tree().by_code[code].id if code else None


class HoursForm(OwnedForm):
    """From when on which hours hold, day by day."""

    name_help = _("Needed for a season such as Ramadan only.")
    first_on = day_field(
        _("From"), _("Empty: since ever. For the time before, earlier hours stay."), required=False
    )
    last_on = day_field(
        _("Last day"), _("For a season only; afterwards the usual hours return."), required=False
    )
    sun, mon, tue, wed, thu, fri, sat = (
        forms.CharField(
            label=DAY_NAMES[day],
            help_text=_("Such as 07:00-12:00, 13:00-17:00; empty is closed."),
            required=False,
            max_length=100,
            widget=forms.TextInput({"dir": "ltr"}),
        )
        for day in DAYS
    )
    keeps_holidays = forms.BooleanField(
        label=_("Closed on public holidays"), required=False, initial=True
    )

    def draft(self) -> HoursDraft:
        """Return what the step takes."""
        given = self.cleaned_data
        return HoursDraft(
            entity_id=self.entity_id if "entity" in self.fields else None,
            names=self.words("name") if given["last_on"] else {},
            first_on=given["first_on"],
            last_on=given["last_on"],
            hours={day: given[day] for day in DAYS},
            keeps_holidays=given["keeps_holidays"],
        )


def initial_hours(row: WorkingWeek) -> dict[str, Any]:
    """Return what the form shows of a row."""
    return {
        **words_of("name", row.names),
        **{day: text_of(row.hours.get(day, [])) for day in DAYS},
        "first_on": row.first_on,
        "last_on": row.last_on,
        "keeps_holidays": row.keeps_holidays,
        "seen": seen_of(row.edited_at),
    }


def _time(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=5,
        widget=forms.TextInput({"dir": "ltr"}),
    )


class HolidayForm(OwnedForm):
    """Which days are closed, wholly or in part."""

    name_help = _("People read it where a due date is explained.")
    first_on = day_field(_("First day"), "", required=True)
    last_on = day_field(_("Last day"), _("Empty: one day."), required=False)
    closed_from = _time(_("Closed from"), _("For a part of the day: 12:00; empty: all day."))
    closed_until = _time(_("Closed until"), _("Such as 24:00; empty: to the end of the day."))
    is_active = forms.BooleanField(
        label=_("It counts"),
        help_text=_("Switched off, it stays in the list and no import brings it back."),
        required=False,
        initial=True,
    )

    def clean_closed_from(self) -> int:
        """Return minutes of the day."""
        return self._minutes("closed_from", 0)

    def clean_closed_until(self) -> int:
        """Return minutes of the day."""
        return self._minutes("closed_until", 24 * 60)

    def _minutes(self, field: str, default: int) -> int:
        text = self.cleaned_data[field]
        try:
            return minutes_of(text) if text else default
        except NotATime:
            raise forms.ValidationError(_("Enter a time such as 12:00.")) from None

    def draft(self) -> HolidayDraft:
        """Return what the step takes."""
        given = self.cleaned_data
        return HolidayDraft(
            entity_id=self.entity_id if "entity" in self.fields else None,
            names=self.words("name"),
            first_on=given["first_on"],
            last_on=given["last_on"] or given["first_on"],
            closed_from=given["closed_from"],
            closed_until=given["closed_until"],
            is_active=given["is_active"],
        )


def initial_holiday(row: Holiday) -> dict[str, Any]:
    """Return what the form shows of a row."""
    is_part = (row.closed_from, row.closed_until) != (0, 24 * 60)
    return {
        **words_of("name", row.names),
        "first_on": row.first_on,
        "last_on": row.last_on,
        "closed_from": time_of(row.closed_from) if is_part else "",
        "closed_until": time_of(row.closed_until) if is_part else "",
        "is_active": row.is_active,
        "seen": seen_of(row.edited_at),
    }


class ImportForm(forms.Form):
    """Where many holidays come from: the list of the country for a year, or a calendar file."""

    year = forms.IntegerField(
        label=_("Year of the country's list"),
        help_text=_("Lunar days are estimates: check them against the official circular."),
        required=False,
        min_value=2000,
        max_value=2100,
    )
    file = forms.FileField(
        label=_("Or a calendar file"),
        help_text=_("An .ics file, as calendars of all kinds export it; at most 1 MB."),
        required=False,
        widget=forms.ClearableFileInput({"accept": ".ics,text/calendar"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given = super().clean() or {}
        if not self.errors and bool(given.get("year")) == bool(given.get("file")):
            raise forms.ValidationError(_("Enter a year or choose a file, one of the two."))
        return given


class ChosenForm(forms.Form):
    """Which of the holidays that were found are to be added."""

    found = forms.CharField(widget=forms.HiddenInput)
    chosen = forms.MultipleChoiceField(choices=[], required=False)


def is_whole_day(row: Holiday) -> bool:
    """Tell whether the holiday closes all of each of its days."""
    return (row.closed_from, row.closed_until) == (0, 24 * 60)


def span_in_words(first: date, last: date) -> str:
    """Return days as a list shows them."""
    return f"{first:%Y-%m-%d}" if first == last else f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"
