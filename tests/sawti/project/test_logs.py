"""Log lines: one JSON object each, and nobody's words, name or address in them."""

import json
import logging
import sys
from typing import Any

import pytest

from sawti.project.operations.logs import Context, LinesForMachines, LinesForPeople, masked
from tests.cast import Cast

SECRET = "sara@example.com filed BH-4K7M-Q2XA-S, call +973 3612 3456"


def line_of(record: logging.LogRecord, formatter: logging.Formatter | None = None) -> str:
    """Return the line that the console gets."""
    Context().filter(record)
    machines = LinesForMachines("%(levelname)s %(name)s %(message)s")
    return (formatter or machines).format(record)


def record_of(message: str, **fields: Any) -> logging.LogRecord:
    return logging.makeLogRecord({"name": "sawti.x", "levelno": 40, "msg": message, **fields})


def failing() -> Any:
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError:
        return sys.exc_info()


def test_a_line_for_machines_is_one_json_object_with_the_tenant(cast: Cast) -> None:
    with cast.inside(cast.jordan):
        found = json.loads(line_of(record_of("a sweep ended", count=3)))

    assert found["message"] == "a sweep ended"
    assert (found["tenant"], found["count"]) == ("jordan", 3)


@pytest.mark.parametrize("formatter", [None, LinesForPeople("%(message)s")])
def test_an_exception_shows_where_it_happened_and_never_what_it_quotes(formatter) -> None:
    line = line_of(record_of("failed", exc_info=failing()), formatter)

    assert "builtins.KeyError" in line
    assert "builtins.ValueError" in line
    assert "test_logs.py" in line
    assert "sara" not in line
    assert "3612" not in line


def test_what_slips_into_a_message_is_masked() -> None:
    assert masked(SECRET) == "<e-mail> filed <number>, call <digits>"


@pytest.mark.parametrize(
    "harmless",
    [
        "2026-03-01T08:00:00+0000 took 12.5 ms",
        "outbox row 019ca869-5000-78a9-b05c-2105e04f99ad",
        "listening at 127.0.0.1:8000",
        "10000 rows in 3 batches",
    ],
)
def test_instants_ids_and_figures_stay_as_they_are(harmless: str) -> None:
    assert masked(harmless) == harmless


def test_a_line_for_people_begins_with_the_day_and_the_time() -> None:
    line = line_of(record_of("done", created=0.0), LinesForPeople("%(asctime)s %(message)s"))

    assert line.startswith("1970-01-01 ")
    assert line.endswith(" done")


def test_djangos_own_warning_names_the_route_instead_of_the_address(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    filed = cast.file_case()

    cast.client().post(f"/ar/track/{filed.number}/nothing-here/")

    record = next(each for each in caplog.records if each.name == "django.request")
    assert "answered 404 at no route" in line_of(record)
    assert filed.number not in line_of(record)
