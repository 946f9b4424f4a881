"""A year of random events; the workers' clocks differ, and they are killed at any statement."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from random import Random
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import connection

from sawti.cases.actions.sweeps import date_breaches
from sawti.cases.actions.waiting import end_waits
from sawti.cases.errors import TransitionNotAllowed
from sawti.cases.models import Case
from sawti.entities.actions import appoint, end_post
from sawti.entities.models import Post
from sawti.entities.queries import entity_tree
from sawti.escalation.actions.sweeps import escalate_due
from sawti.lib.errors import DomainError
from sawti.outbox.delivery import deliver_due
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.cases.climbed import Look
from tests.sawti.cases.declaring import declare, promise, read_anew
from tests.sawti.insights.counts import ELECTRICITY, ROADS

SKEW = timedelta(minutes=5)
# After so long nobody waits for a dead worker any more.
LEASE = timedelta(seconds=settings.SAWTI_OUTBOX_LEASE_SECONDS + 1)
POLICY, FIRST_DAYS = "standard", 14
AUTHORITY = "electricity-water-authority"
MINISTER_UNTIL = utc("2026-07-01T00:00Z")  # then the post is vacant
COURT_FROM = utc("2026-04-01T00:00Z")  # nobody holds the highest post before


class Killed(BaseException):
    """The process is gone: no handler of ours sees it, PostgreSQL takes the transaction back."""


@contextmanager
def killed_at(statement: int) -> Iterator[None]:
    """Kill whoever works inside before the n-th statement from here."""
    count = 0

    def run(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        # Not at what ends a transaction of a test: a dead connection ends them all.
        is_within = not sql.startswith(("ROLLBACK TO", "RELEASE"))
        count += is_within
        if is_within and count == statement:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(run):
        yield


class Workers(Protocol):
    """Whoever does what the scheduler does; `kills`: how many of them died over it."""

    kills: int

    def look(self, after: datetime, at: datetime) -> Look:
        """Let a worker whose clock says `at` do all there is to do."""


class WorkersHere:
    """Workers in this process; one task in six is killed on its way, and done again."""

    def __init__(self, cast: Cast, dice: Random) -> None:
        self.cast, self.dice, self.kills = cast, dice, 0

    def look(self, after: datetime, at: datetime) -> Look:
        """Let a worker whose clock says `at` do all there is to do."""
        waits_at = at
        for task in TASKS:
            at = self._do(task, at)
            waits_at = at if task == TASKS[0] else waits_at
        return Look(max(after, at), waits_at, at)

    def _do(self, task: Callable[[datetime], object], at: datetime) -> datetime:
        if self.dice.random() < 1 / 6:
            try:
                with killed_at(self.dice.randrange(1, 40)):
                    run_task(self.cast, task, at)
                return at
            except Killed:
                self.kills += 1
                at += LEASE
        run_task(self.cast, task, at)
        return at


def run_task(cast: Cast, task: Callable[[datetime], object], at: datetime) -> None:
    """Do a task in Bahrain as it is configured by now, as the scheduler does."""
    read_anew(cast)
    with tenant_context(cast.bahrain):
        task(at)


TASKS: tuple[Callable[[datetime], object], ...] = (
    lambda at: end_waits(at=at),
    lambda at: date_breaches(at=at),
    lambda at: deliver_due(lambda: at),
    lambda at: escalate_due(at=at),
)


class Year:
    """Cases and what happens to them from `begin` on; `holidays`, `targets`: since when which.

    `looks`: when the workers looked at what was due. Two work in turn, one ahead, one behind.
    """

    def __init__(
        self, cast: Cast, seed: int, begin: datetime, workers: Workers | None = None
    ) -> None:
        self.cast, self.dice, self.at = cast, Random(seed), begin
        self.workers = workers or WorkersHere(cast, self.dice)
        self.ids: list[UUID] = []
        self.holidays: list[tuple[datetime, str]] = []
        self.targets: list[tuple[datetime, int]] = [(begin, FIRST_DAYS)]
        self.looks: list[Look] = []
        self.kills = 0
        self._fill_posts()

    def live(self, until: datetime) -> None:
        """Let the time go on until then, and the workers do their work twice at the end."""
        while self.at < until:
            self.at += timedelta(minutes=self.dice.randrange(60, 9 * 24 * 60))
            self._empty_posts()
            if self.dice.random() < 0.1:
                self._declare()
            else:
                self.dice.choice((self._file, self._act, self._act, self._act, self._act))()
            if self.dice.random() < 0.05:
                self._promise()
            for skew in (-SKEW, SKEW):
                self.looks.append(self.workers.look(self.at, self.at + skew))
            read_anew(self.cast)
        for hours in (1, 3):  # whatever lease a dead worker held is over by then
            at = self.at + timedelta(hours=hours)
            self.looks.append(self.workers.look(at, at))

    def is_held(self, level: str, entity_id: UUID, at: datetime) -> bool:
        """Tell whether somebody hears of this level: as `_fill_posts` and `_empty_posts` say."""
        is_roads = entity_id == self._entity(ROADS)
        return {
            "warning": True,  # the holder, or the focal points
            "secretary-general": not is_roads,
            "minister": not is_roads and at < self._minister_left_at,
            "prime-ministers-office": at >= self._court_began_at,
        }[level]

    def _fill_posts(self) -> None:
        far = datetime.max.replace(tzinfo=self.at.tzinfo)
        self._minister_left_at = self._court_began_at = far
        self._appoint(self.cast.khalid, "secretary_general", AUTHORITY)
        self._appoint(self.cast.noor, "minister", AUTHORITY)

    def _empty_posts(self) -> None:
        """Let the minister leave, and somebody begin at the court, when their time has come."""
        if self.at >= COURT_FROM and self._court_began_at > self.at:
            self._appoint(self.cast.salma, "prime_ministers_office", None)
            self._court_began_at = self.at - SKEW
        if self.at >= MINISTER_UNTIL and self._minister_left_at > self.at:
            with self.cast.inside(self.cast.bahrain):
                post = Post.objects.get(staff=self.cast.noor, role__code="minister")
            with tenant_context(self.cast.bahrain):
                end_post(post.id, by=self.cast.salma, at=self.at)
            self._minister_left_at = self.at

    def _appoint(self, staff: Any, role: str, entity: str | None) -> None:
        entity_id = self._entity(entity) if entity else None
        with tenant_context(self.cast.bahrain):
            appoint(staff=staff, entity_id=entity_id, post=role, at=self.at - SKEW)

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

    def _perhaps_killed(self, do: Callable[[], object]) -> None:
        """Do what people do; one time in six it is killed on the way, and they try again.

        Where the kill came after the commit they are told that it was done.
        """
        if self.dice.random() < 1 / 6:
            try:
                with killed_at(self.dice.randrange(1, 40)):
                    do()
                return
            except Killed:
                self.kills += 1
                with suppress(TransitionNotAllowed):
                    do()
                return
        do()

    def _iso(self) -> str:
        return self.at.isoformat().replace("+00:00", "")
