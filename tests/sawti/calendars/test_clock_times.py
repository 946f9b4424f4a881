"""Times of a day as people write them."""

import pytest

from sawti.calendars.clock_times import NotATime, minutes_of, spans_of, text_of, time_of


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("07:30", 450), ("7:30", 450), ("00:00", 0), ("24:00", 1440), ("٠٧:٣٠", 450), (" 8:05 ", 485)],
)
def test_a_time_is_read_however_it_is_written(text: str, minutes: int) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize("text", ["", "7", "25:00", "24:01", "07:60", "07.30", "noon"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(NotATime):
        minutes_of(text)


def test_minutes_are_written_with_two_digits_each() -> None:
    assert [time_of(minutes) for minutes in (0, 425, 1440)] == ["00:00", "07:05", "24:00"]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("7:00-14:00", [["07:00", "14:00"]]),
        ("07:00–12:00, 13:00–17:00", [["07:00", "12:00"], ["13:00", "17:00"]]),
        ("7:00 to 12:00; 13:00 - 24:00", [["07:00", "12:00"], ["13:00", "24:00"]]),
        ("٧:٠٠ إلى ١٤:٠٠ ، ١٦:٠٠ إلى ١٨:٠٠", [["07:00", "14:00"], ["16:00", "18:00"]]),
    ],
)
def test_the_hours_of_a_day_are_read_as_people_write_them(
    text: str, spans: list[list[str]]
) -> None:
    assert spans_of(text) == spans
    assert spans_of(text_of(spans)) == spans


@pytest.mark.parametrize(
    "text", ["7:00", "14:00-07:00", "7:00-7:00", "7:00-12:00, 11:00-13:00", "7:00-8:00-9:00"]
)
def test_hours_that_overlap_or_end_before_they_begin_are_refused(text: str) -> None:
    with pytest.raises(NotATime):
        spans_of(text)
