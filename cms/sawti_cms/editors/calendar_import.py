"""The screen that brings many holidays: find them, choose, add."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext, ngettext

from sawti.calendars.found import Found, holidays_in_file, holidays_of_country
from sawti.calendars.models import Source
from sawti.calendars.steps import HolidayDraft, add_holidays, known_codes
from sawti.cases.calendar_changes import named
from sawti.lib import clock
from sawti.lib.errors import InvalidInput
from sawti.lib.text import localised
from sawti.tenancy.context import current_tenant
from sawti_cms.editors.calendar import ICON, ManagersView
from sawti_cms.editors.calendar_forms import ImportForm, span_in_words
from sawti_cms.editors.choices import language
from sawti_cms.editors.moving_dates import AsksFirst
from sawti_cms.editors.screens import Button, address, editor, go, show
from sawti_ui.refusals import sentence

SALT = "sawti.cms.found-holidays"
LONGEST_CHOICE = 3600  # seconds in which what was found may be added


@dataclass(frozen=True)
class FoundLine:
    """A holiday that was found; a known one is not offered again."""

    place: int
    name: str
    when: str
    is_known: bool


@dataclass(frozen=True)
class FindContent:
    """The form, and below it what was found: `found` is sealed and comes back with the choice."""

    form: ImportForm
    back: Button
    lines: tuple[FoundLine, ...] = ()
    found: str = ""


class FindHolidays(ManagersView):
    """Find holidays in the country's list or in a file, and show them to be chosen."""

    def get(self, request: HttpRequest) -> HttpResponse:
        year = timezone.localdate(clock.now()).year + 1
        return _show(request, ImportForm(initial={"year": year}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show what was found; nothing is added yet."""
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return _show(request, form, status=422)
        try:
            source, found = _find(form.cleaned_data)
        except InvalidInput as refusal:
            for fault in refusal.faults:
                form.add_error("file", sentence(fault))
            return _show(request, form, status=422)
        if not found:
            form.add_error(None, gettext("No holidays were found there."))
            return _show(request, form, status=422)
        return _show(request, form, source, found)


class AddFoundHolidays(ManagersView, AsksFirst):
    """Add those that were chosen, all at once."""

    def post(self, request: HttpRequest) -> HttpResponse:
        return self.asking(request, lambda: self._add(request))

    def _add(self, request: HttpRequest) -> HttpResponse:
        try:
            sealed = signing.loads(request.POST.get("found", ""), salt=SALT, max_age=LONGEST_CHOICE)
        except signing.BadSignature:
            messages.error(request, gettext("That was found too long ago. Find them again."))
            return go("find_holidays")
        chosen = set(request.POST.getlist("chosen"))
        drafts = [_opened(row) for place, row in enumerate(sealed["rows"]) if str(place) in chosen]
        by, at, source = editor(request), clock.now(), Source(sealed["source"])
        added = self.keep(
            lambda: add_holidays(drafts, source=source, by=by, at=at),
            names=_names(drafts),
            first_on=min((draft.first_on for _, draft in drafts), default=at.date()),
        )
        text = ngettext("%(count)s holiday was added.", "%(count)s holidays were added.", added)
        messages.success(request, text % {"count": added})
        return go("calendar")


def _names(found: list[Found]) -> dict[str, str]:
    """Return the name of the one holiday, or what several are together."""
    return found[0][1].names if len(found) == 1 else named(lambda: gettext("Public holidays"))


def _find(given: dict[str, Any]) -> tuple[Source, list[Found]]:
    tenant = current_tenant()
    if given["year"]:
        return Source.COUNTRY, holidays_of_country(tenant.country, given["year"])
    zone = ZoneInfo(tenant.time_zone)
    today = clock.now().astimezone(zone).date()
    return Source.FILE, holidays_in_file(given["file"].read(), zone=zone, today=today)


def _show(
    request: HttpRequest,
    form: ImportForm,
    source: Source | None = None,
    found: list[Found] | None = None,
    status: int = 200,
) -> HttpResponse:
    back = Button(gettext("Working hours and holidays"), address("calendar"))
    content = FindContent(form, back)
    if source and found:
        known = known_codes()
        lines = tuple(
            FoundLine(
                place,
                localised(draft.names, language()),
                span_in_words(draft.first_on, draft.last_on),
                code in known,
            )
            for place, (code, draft) in enumerate(found)
        )
        rows = [_sealed(code, draft) for code, draft in found]
        sealed = signing.dumps({"source": source, "rows": rows}, salt=SALT, compress=True)
        content = FindContent(form, back, lines, sealed)
    title = gettext("Bring holidays from a list or a file")
    return show(request, "find_holidays", title, ICON, content, status)


def _sealed(code: str, draft: HolidayDraft) -> list[Any]:
    days = (draft.first_on.isoformat(), draft.last_on.isoformat())
    return [code, draft.names, *days, draft.closed_from, draft.closed_until]


def _opened(row: list[Any]) -> Found:
    code, names, first, last, closed_from, closed_until = row
    first_on, last_on = parse_date(first), parse_date(last)
    assert first_on
    assert last_on
    return code, HolidayDraft(None, names, first_on, last_on, closed_from, closed_until)
