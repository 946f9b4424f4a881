"""Times of a day as minutes and as people write them: 420 is 07:00, 1440 is 24:00. Pure."""

import re

from sawti.lib.text import western_digits

_TIME = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})")
_BETWEEN = re.compile(r"\s*(?:-|–|—|−|to|إلى)\s*")
_LIST = re.compile(r"\s*[,،;؛]\s*|\s+و\s+")


class NotATime(ValueError):
    """What was written is no time of a day, or no spans of such times in order."""


def minutes_of(text: str) -> int:
    """Return the minutes from midnight of a time such as 07:30 or 24:00. Raises NotATime."""
    found = _TIME.fullmatch(western_digits(text.strip()))
    if not found:
        raise NotATime(text)
    minutes = 60 * int(found["hour"]) + int(found["minute"])
    if int(found["minute"]) > 59 or minutes > 24 * 60:
        raise NotATime(text)
    return minutes


def time_of(minutes: int) -> str:
    """Return minutes from midnight as a time such as 07:30."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def spans_of(text: str) -> list[list[str]]:
    """Return what somebody wrote, such as `7:00-12:00, 13:00-17:00`, as pairs of times.

    Raises NotATime unless each span closes after it opens and after the one before has closed.
    """
    spans: list[list[str]] = []
    last = -1
    for part in _LIST.split(text.strip()) if text.strip() else ():
        times = [minutes_of(each) for each in _BETWEEN.split(part)]
        if len(times) != 2:
            raise NotATime(text)
        opens, closes = times
        if not last < opens < closes:
            raise NotATime(text)
        spans.append([time_of(opens), time_of(closes)])
        last = closes
    return spans


def text_of(spans: list[list[str]]) -> str:
    """Return spans as people write them: `07:00–12:00, 13:00–17:00`."""
    return ", ".join(f"{opens}–{closes}" for opens, closes in spans)
