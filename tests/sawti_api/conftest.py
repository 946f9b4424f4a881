import pytest
from time_machine import Traveller

from tests import people
from tests.cast import Cast
from tests.sawti_api.calls import Api


@pytest.fixture
def api(cast: Cast, clock: Traveller) -> Api:
    """A program that is signed in nowhere, at Bahrain's host."""
    return Api(cast.client())


@pytest.fixture
def abroad(cast: Cast, clock: Traveller) -> Api:
    """The same at Jordan's host."""
    return Api(cast.client(tenant="jordan"))


@pytest.fixture
def fatima(cast: Cast, clock: Traveller) -> Api:
    """Focal point of the entity that gets the usual case."""
    return Api(cast.client(people.FATIMA))


@pytest.fixture
def outsider(cast: Cast, clock: Traveller) -> Api:
    """Omar of Jordan, signed in at Jordan's host."""
    return Api(cast.client(people.OMAR))
