"""The commands: an act from a terminal, and a merger for the demo."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.cast import Cast
from tests.sawti.reforms.scenes import (
    AUTHORITY,
    ELECTRICITY,
    FILED,
    REASON,
    ROADS,
    entity,
    read_anew,
)

pytestmark = pytest.mark.usefixtures("clock")


def test_the_command_says_what_would_change_and_then_does_it(cast: Cast) -> None:
    cast.file_case(on=FILED)
    given = {"tenant": "bahrain", "by": cast.salma.email, "reason": REASON, "into": ROADS}
    said = []
    for dry_run in (True, False):
        out = StringIO()
        options = {**given, "role": ["focal_point"], "dry_run": dry_run, "stdout": out}
        call_command("reform_entity", "merge", ELECTRICITY, **options)
        said.append(out.getvalue().splitlines())
    read_anew(cast)

    assert said[0] == [
        "Open cases: 1, with all below it 1.",
        f"Posts go along: {cast.fatima.name}. Posts end: nobody.",
    ]
    assert said[1][:2] == said[0]
    assert said[1][2].startswith("Done as ")
    assert not entity(cast, ELECTRICITY).is_active


def test_the_command_refuses_with_every_fault(cast: Cast) -> None:
    given = {"tenant": "bahrain", "by": cast.salma.email, "reason": REASON, "into": ELECTRICITY}

    with pytest.raises(CommandError) as refused:
        call_command("reform_entity", "merge", ELECTRICITY, **given)

    assert str(refused.value) == "Choose another entity: it can't become part of itself."


def test_the_demo_merges_a_small_department_once(cast: Cast) -> None:
    answered = cast.file_case(on=FILED).case_id
    cast.take(answered, on=FILED)
    cast.answer(answered, on=FILED)
    cast.file_case(on=FILED)

    said = []
    for _ in range(2):
        out = StringIO()
        call_command("add_demo_merger", stdout=out)
        said.append(out.getvalue())

    assert said == [f"{ELECTRICITY}: part of {AUTHORITY}; 1 open cases follow\n", ""]
