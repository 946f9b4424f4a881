"""Guesses and requests that come at the same moment: limits hold in real transactions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from sawti.accounts.actions.persons import ask_sign_in_code, sign_in_person
from sawti.accounts.errors import CodeRefused, TooManyCodes
from sawti.accounts.models import OneTimeCode, Person
from sawti.accounts.steps import MOST_TO_ADDRESS, MOST_TRIES, opened_code
from sawti.lib import clock
from sawti.lib.errors import DomainError
from sawti.tenancy.context import tenant_context
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("committed")

AT_ONCE = 12


def ask(source: str = "192.0.2.1") -> str:
    return ask_sign_in_code(
        address="sara@example.com", language="en", source=source, at=clock.now()
    )


def all_at_once(cast: Cast, act: Callable[[int], Any]) -> list[Any]:
    """Let `act` run in AT_ONCE threads at the same moment; return results and refusals."""
    gate = Barrier(AT_ONCE)

    def one(number: int) -> Any:
        try:
            with tenant_context(cast.bahrain):
                gate.wait()
                return act(number)
        except DomainError as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, range(AT_ONCE)))


def test_a_burst_of_guesses_gets_five_tries_and_then_the_code_is_dead(cast: Cast) -> None:
    with tenant_context(cast.bahrain):
        token = ask()
    with cast.inside(cast.bahrain):
        right = opened_code(OneTimeCode.objects.get())
    wrong = f"{(int(right) + 1) % 1_000_000:06}"

    def guess(number: int) -> Person:
        return sign_in_person(token=token, code=wrong, language="en", at=clock.now())

    results = all_at_once(cast, guess)

    assert set(results) == {CodeRefused}
    with cast.inside(cast.bahrain):
        assert OneTimeCode.objects.get().tries == MOST_TRIES
    with tenant_context(cast.bahrain), pytest.raises(CodeRefused):
        sign_in_person(token=token, code=right, language="en", at=clock.now())


def test_a_burst_of_the_right_code_signs_in_once(cast: Cast) -> None:
    with tenant_context(cast.bahrain):
        token = ask()
    with cast.inside(cast.bahrain):
        right = opened_code(OneTimeCode.objects.get())

    def enter(number: int) -> str:
        return sign_in_person(token=token, code=right, language="en", at=clock.now()).email

    results = all_at_once(cast, enter)

    assert sorted(results, key=str) == [CodeRefused] * (AT_ONCE - 1) + ["sara@example.com"]
    assert cast.count(Person) == 1


def test_a_burst_of_requests_sends_five_codes_of_which_one_is_open(cast: Cast) -> None:
    results = all_at_once(cast, lambda number: ask(f"192.0.2.{number}"))

    assert results.count(TooManyCodes) == AT_ONCE - MOST_TO_ADDRESS
    with cast.inside(cast.bahrain):
        assert OneTimeCode.objects.count() == MOST_TO_ADDRESS
        assert OneTimeCode.objects.filter(closed_at__isnull=True).count() == 1
