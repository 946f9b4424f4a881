"""A year of random events; the workers' clocks differ, and they are killed at any statement."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection

from sawti.cases.actions.sweeps import date_breaches
from sawti.cases.actions.waiting import end_waits
from sawti.cases.models import Case
from sawti.lib.errors import DomainError
from sawti.outbox.delivery import deliver_due
from sawti.tenancy.context import tenant_context
from tests.cast import Cast
from tests.sawti.cases.declaring import declare, promise, read_anew
from tests.sawti.insights.counts import ELECTRICITY, ROADS

SKEW = timedelta(minutes=5)
POLICY, FIRST_DAYS = "standard", 14


class Killed(BaseException):
    """The process is gone: no handler of ours sees it, PostgreSQL takes the transaction back."""


@contextmanager
def killed_at(statement: int) -> Iterator[None]:
    """Kill whoever works inside before the n-th statement from here."""
    count = 0

    def run(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        count += 1
        if count == statement:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run):
        yield


class Year:
    """Cases and what happens to them from `begin` on; `holidays`, `targets`: since when which."""

    def __init__(self, cast: Cast, seed: int, begin: datetime) -> None:
        self.cast, self.dice, self.at = cast, Random(seed), begin
        self.ids: list[UUID] = []
        self.holidays: list[tuple[datetime, str]] = []
        self.targets: list[tuple[datetime, int]] = [(begin, FIRST_DAYS)]
        self.kills = 0

    def live(self, until: datetime) -> None:
        """Let the time go on until then, and the workers do their work twice at the end."""
        while self.at < until:
            self.at += timedelta(minutes=self.dice.randrange(60, 9 * 24 * 60))
            self.dice.choice((self._file, self._act, self._act, self._act, self._act))()
            if self.dice.random() < 0.1:
                self._declare()
            if self.dice.random() < 0.05:
                self._promise()
            self._work(self.at + self.dice.choice((-SKEW, SKEW)))
        for hours in (1, 3):  # whatever lease a dead worker held is over by then
            with tenant_context(self.cast.bahrain):
                date_breaches(at=self.at + timedelta(hours=hours))
                deliver_due(lambda: self.at + timedelta(hours=hours))  # noqa: B023

    def _file(self) -> None:
        if len(self.ids) < 12:
            self.ids.append(self.cast.file_case(on=self._iso()).case_id)

    def _act(self) -> None:
        if not self.ids:
            return
        case_id = self.dice.choice(self.ids)
        doing = self.dice.choice(self._possible(self.cast.case(case_id)))
        self._perhaps_killed(lambda: doing(case_id))

    def _possible(self, case: Case) -> list[Callable[[UUID], object]]:
        cast, on = self.cast, self._iso()
        is_roads = case.entity_id == self._entity(ROADS)
        by = cast.yusuf if is_roads else cast.fatima
        other = ELECTRICITY if is_roads else ROADS
        take = lambda each: cast.take(each, by=by, on=on)  # noqa: E731
        transfer = lambda each: cast.transfer(each, other, by=by, on=on)  # noqa: E731
        withdraw = lambda each: cast.withdraw(each, on=on)  # noqa: E731
        return {
            "received": [take, take, take, transfer],
            "open": [
                transfer,
                lambda each: cast.ask(each, by=by, on=on),
                lambda each: cast.ask(each, by=by, on=on),
                lambda each: cast.answer(each, by=by, on=on),
                lambda each: cast.answer(each, by=by, on=on),
                withdraw,
            ],
            "waiting": [lambda each: cast.reply(each, on=on)] * 5 + [withdraw],
            "answered": [self._reopen],
            "lapsed": [self._reopen],
            "withdrawn": [lambda each: None],
        }[case.state]

    def _reopen(self, case_id: UUID) -> None:
        try:
            self.cast.reopen(case_id, on=self._iso())
        except DomainError:
            return  # the time for it is over

    def _entity(self, code: str) -> UUID:
        from sawti.entities.queries import entity_tree

        with self.cast.inside(self.cast.bahrain):
            return entity_tree().by_code[code].id

    def _declare(self) -> None:
        day = (self.at + timedelta(days=self.dice.randrange(-1, 12))).date().isoformat()
        declare(self.cast, day, on=self._iso())
        self.holidays.append((self.at, day))

    def _promise(self) -> None:
        days = self.dice.choice((5, 10, 14, 20))
        if days != self.targets[-1][1]:
            promise(self.cast, POLICY, days, on=self._iso())
            self.targets.append((self.at, days))

    def _work(self, at: datetime) -> None:
        """Let a worker whose clock says `at` sweep and deliver."""
        with tenant_context(self.cast.bahrain):
            self._perhaps_killed(lambda: end_waits(at=at))
            self._perhaps_killed(lambda: date_breaches(at=at))
            self._perhaps_killed(lambda: deliver_due(lambda: at))
        read_anew(self.cast)

    def _perhaps_killed(self, do: Callable[[], object]) -> None:
        """Do it; one time in six it is killed on the way, and done again."""
        if self.dice.random() < 1 / 6:
            try:
                with killed_at(self.dice.randrange(1, 40)):
                    do()
                return
            except Killed:
                self.kills += 1
        do()

    def _iso(self) -> str:
        return self.at.isoformat().replace("+00:00", "")
