from typing import Any

import pytest

from sawti.limits.rules import changed_rules


@pytest.fixture
def limits(settings: Any) -> Any:
    """Turn the limits on, with small ones for the rule `file`."""

    def turn_on(changes: str = "") -> None:
        settings.SAWTI_LIMITS = changed_rules(changes)

    turn_on("file.source=3/h file.subject=2/h file.tenant=4/h file.system=6/h")
    return turn_on
