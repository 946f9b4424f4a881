"""Which of the ways that lead to somebody are taken, and when: pure rules."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sawti.calendars.hours import BusinessCalendar, NeverOpen
from sawti.telling.facts import Way, Ways

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reach:
    """How a person can be reached. `email`, `phone`: "" where they can't be.

    `phone` is one that they proved and want to be told at. `has_inbox`: they have an account.
    `has_push`: they switched messages on in a browser of theirs. `no_news`: they want nothing but
    what has to be sent.
    """

    email: str = ""
    phone: str = ""
    has_inbox: bool = False
    has_push: bool = False
    no_news: bool = False


def ways_to_person(on: Ways, reach: Reach, *, is_must: bool) -> tuple[Way, ...]:
    """Return the ways that news take to a person: their list, and one that leaves the house.

    An SMS where they want it so, else an e-mail; never both. Beside these their own devices.
    """
    listed: tuple[Way, ...] = (Way.IN_APP,) if Way.IN_APP in on and reach.has_inbox else ()
    if reach.no_news and not is_must:
        return listed
    if Way.PUSH in on and reach.has_push:
        listed = (*listed, Way.PUSH)
    for way, address in ((Way.SMS, reach.phone), (Way.EMAIL, reach.email)):
        if way in on and address:
            return (*listed, way)
    return listed


def end_of_quiet(
    at: datetime, *, begins: time | None, ends: time | None, zone: ZoneInfo
) -> datetime | None:
    """Return when the quiet hours are over in which `at` lies; None where it lies in none.

    `begins` and `ends` are times on the wall in `zone`; they may enclose midnight.
    """
    if begins is None or ends is None or begins == ends:
        return None
    local = at.astimezone(zone)
    now = local.time().replace(tzinfo=None)
    is_quiet = begins <= now < ends if begins < ends else now >= begins or now < ends
    if not is_quiet:
        return None
    day = local.date() if now < ends else local.date() + DAY
    return datetime.combine(day, ends, zone).astimezone(at.tzinfo)


def next_digest(calendar: BusinessCalendar, at: datetime) -> datetime:
    """Return when the e-mail goes that gathers the news of `at`: at the next opening.

    While the calendar is open that is the one of the next working day; one that never opens
    gathers nothing.
    """
    try:
        opens_at = calendar.next_opening(at)
        if opens_at > at:
            return opens_at
        closes_at = calendar.end_of_working_day(at, 1)
    except NeverOpen:
        return at
    return calendar.spans_on(closes_at.astimezone(calendar.zone).date())[0][0]
