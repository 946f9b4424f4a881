"""A case of each kind of thing, for whoever calls the routes of the matrix."""

from pathlib import Path

import pytest

from sawti.cases.facts import Filed
from tests.cast import Cast
from tests.permissions.roles import Thing


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path) -> None:
    """Some routes are called with a file."""


@pytest.fixture
def filed(cast: Cast) -> dict[Thing, Filed]:
    return {
        Thing.OWN: cast.file_case(),
        Thing.OTHER_ENTITY: cast.file_case(category="road-pothole"),
        Thing.OTHER_TENANT: cast.file_case(
            tenant=cast.jordan, category="", entity="greater-amman-municipality"
        ),
    }
