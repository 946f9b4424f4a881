"""How many cases come on which day, and how each of them comes. Pure."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from sawti.cases.facts import Channel
from sawti.packs.history.chance import dice
from sawti.packs.history.lives import Birth
from sawti.packs.history.seasons import hours, season
from sawti.packs.history.world import Matter, World
from sawti.sla.terms import ApplicantClass

LARGEST_CHUNK = 1000
CHANNELS = {
    Channel.WEB: 42,
    Channel.MOBILE: 33,
    Channel.CONTACT_CENTRE: 12,
    Channel.CHATBOT: 5,
    Channel.EMAIL: 5,
    Channel.SMS: 2,
    Channel.API: 1,
}
IN_THE_FIRST_LANGUAGE = 0.78
DOES_NOT_KNOW, WRONG_ENTITY, GIVES_CONTACT = 0.08, 0.04, 0.82
GOLDEN = 0.618_034
_CHANNELS, _CHANNEL_SHARES = tuple(CHANNELS), tuple(accumulate(CHANNELS.values()))
_DAY_SECONDS = 86_400


@dataclass(frozen=True)
class Chunk:
    """Some of a day's cases: their places in the history, and which part of the day they fill."""

    first_place: int
    count: int
    day: date
    begins: float  # 0 is the first case of the day, 1 the last
    ends: float


def chunks_of(world: World, cases: int) -> list[Chunk]:
    """Share `cases` out over the days of the history, in order of time."""
    year = world.year
    length = (year.last - year.first).days + 1
    days = [year.first + timedelta(days=offset) for offset in range(length)]
    weights = [year.weight(day) * _demand(world, day) for day in days]
    weights[-1] *= _part_of_last_day(world)
    sums = list(accumulate(weights))
    edges = [0, *(round(cases * total / sums[-1]) for total in sums)]
    return [
        chunk
        for day, first, beyond in zip(days, edges, edges[1:], strict=False)
        for chunk in _chunks_of_day(day, first, beyond - first)
    ]


def births_in(world: World, chunk: Chunk) -> Iterator[tuple[Birth, Random]]:
    """Yield how each case of the chunk comes, in order of time, with the chance of its life.

    The chance depends on seed, tenant and place alone: a chunk can be told again, alone.
    """
    rng = dice(world.seed, world.tenant.slug, chunk.first_place)
    shares = list(accumulate(row.weight * season(row.season, chunk.day) for row in world.matters))
    moments = _moments(world, chunk, rng)
    for offset, received in enumerate(moments):
        matter = world.matters[bisect_right(shares, rng.random() * shares[-1])]
        yield _birth(world, chunk.first_place + offset, received, matter, rng), rng


def _chunks_of_day(day: date, first: int, count: int) -> Iterator[Chunk]:
    for begins in range(0, count, LARGEST_CHUNK):
        ends = min(count, begins + LARGEST_CHUNK)
        yield Chunk(first + begins, ends - begins, day, begins / count, ends / count)


def _demand(world: World, day: date) -> float:
    return sum(matter.weight * season(matter.season, day) for matter in world.matters)


def _part_of_last_day(world: World) -> float:
    """Return which share of the last day's cases has come when the history ends."""
    sums = hours(world.year.last)
    hour = (world.until - _midnight(world, world.year.last)) / 3600
    full = min(23, int(hour))
    before = sums[full - 1] if full else 0
    return float(before + (sums[full] - before) * min(1.0, hour - full)) / sums[-1]


def _midnight(world: World, day: date) -> int:
    return int(datetime.combine(day, time.min, world.zone).timestamp())


def _moments(world: World, chunk: Chunk, rng: Random) -> list[int]:
    """Return when the cases come: by the hours' shares, within the chunk's part of the day."""
    sums, midnight = hours(chunk.day), _midnight(world, chunk.day)
    whole = _part_of_last_day(world) if chunk.day == world.year.last else 1.0
    width = chunk.ends - chunk.begins
    drawn = sorted(chunk.begins + width * rng.random() for _ in range(chunk.count))
    found = []
    for share in drawn:
        reached = share * whole * sums[-1]
        hour = bisect_right(sums, reached)
        before = sums[hour - 1] if hour else 0
        second = int(3600 * (hour + (reached - before) / (sums[hour] - before)))
        found.append(min(midnight + second, midnight + _DAY_SECONDS - 1, world.until))
    return found


def _birth(world: World, place: int, received: int, matter: Matter, rng: Random) -> Birth:
    case_type = matter.types[bisect_right(matter.shares, rng.random() * matter.shares[-1])]
    channel = _CHANNELS[bisect_right(_CHANNEL_SHARES, rng.random() * _CHANNEL_SHARES[-1])]
    drawn = rng.random()
    knows, entity_id = True, matter.entity_id
    if drawn < DOES_NOT_KNOW:
        knows, entity_id = False, world.triage_id
    elif drawn < DOES_NOT_KNOW + WRONG_ENTITY and (others := world.neighbours[entity_id]):
        entity_id = others[int(rng.random() * len(others))]
    language = _language(world, rng)
    is_known = place * GOLDEN % 1 < GIVES_CONTACT  # spread evenly, without a die
    whose = ApplicantClass.PERSON if is_known else ApplicantClass.ANONYMOUS
    return Birth(place, received, matter, case_type, language, channel, knows, entity_id, whose)


def _language(world: World, rng: Random) -> str:
    first, languages = world.tenant.default_language, world.tenant.languages
    others = [language for language in languages if language != first]
    if not others or rng.random() < IN_THE_FIRST_LANGUAGE:
        return first
    return others[int(rng.random() * len(others))]
