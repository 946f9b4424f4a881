"""How cases go: chance, within what the transition table and the calendar allow. Pure."""

from datetime import UTC, datetime
from random import Random

from sawti.cases.lifecycle import Event
from sawti.cases.models import ResumedBy
from sawti.packs.history.lives import Birth, Life, NotYet, Rated
from sawti.packs.history.restricting import restrict
from sawti.packs.history.world import Manner, World
from sawti.sla.queries import reopen_until

HOUR = 3600
# Near the end of the history some cases lie about: that is the queue people find.
BACKLOG = 20 * 24 * HOUR
LEFT_LYING = 0.12
CLOSE_TO_THE_END = 0.2  # answered in the last fifth of the promised time
WITHDRAWN, ASKED, NEVER_REPLIED = 0.025, 0.15, 0.03
ASSIGNED, REASSIGNED, NOTED, RATED, COMMENTED, REOPENED = 0.12, 0.03, 0.28, 0.38, 0.45, 0.35
PASSED_ON = 0.03
# Every so many cases wait for somebody outside, more of those that are not over yet; of these every
# so many for a court, and every so many for longer than the policy lets them.
WAITS_OUTSIDE, WAITS_OUTSIDE_NOW, AT_COURT, TOO_LONG = 37, 9, 4, 6
FALLS_SILENT = 11  # every so many cases that silence may close
# Shares of the scores 1 … 5, as running sums.
_SCORES_IN_TIME, _SCORES_LATE = (0.05, 0.11, 0.25, 0.56, 1.0), (0.28, 0.52, 0.75, 0.93, 1.0)
_GOOD, _BAD = ("solved", "clear", "fast", "polite"), ("not_solved", "unclear", "slow", "impolite")


def live(world: World, birth: Birth, rng: Random) -> Life:
    """Return the life of a case up to the end of the history."""
    life = Life(world, birth)
    _tell(life, rng)
    try:
        _first_round(life, rng)
        while life.answered is not None and (back := _comes_back(life, rng)):
            _another_round(life, back, rng)
    except NotYet:
        pass
    life.date_breach(world.until)
    return life


def _tell(life: Life, rng: Random) -> None:
    birth = life.birth
    stories = life.words.stories
    told = (
        stories.get((birth.matter.subject, birth.case_type))
        or stories.get((birth.case_type, birth.case_type))
        or stories["general", "complaint"]
    )
    text = life.pick(told, rng)
    if "{category}" in text:
        names = birth.matter.names
        name = names.get(birth.language) or next(iter(names.values()))
        text = text.replace("{category}", name)
    life.say("story", text)


def _first_round(life: Life, rng: Random) -> None:
    """From the filing to the first answer, the withdrawal, or the end of the history."""
    clock, birth = life.world.clock, life.birth
    start = clock.position(birth.received)
    span = max(clock.position(life.due) - start, HOUR)
    share = _share(life, rng)
    taken = share * (0.04 + 0.4 * rng.random())

    def moment(part: float) -> int:
        return clock.instant(start + int(part * span))

    if birth.entity_id != birth.matter.entity_id:
        _pass_on(life, moment(taken * 0.5), birth.matter.entity_id, rng)
    if rng.random() < WITHDRAWN / 2:
        _withdraw(life, moment(taken * rng.random()), rng)
        return
    _take(life, moment(taken), rng)
    if rng.random() < PASSED_ON and (others := life.world.neighbours[life.entity_id]):
        _pass_on(life, moment(taken * 1.1), others[int(rng.random() * len(others))], rng)
        _take(life, moment(taken * 1.3), rng)
    elif rng.random() < REASSIGNED:
        _assign(life, moment(taken * 1.2), rng)
    restrict(life, moment(taken * 1.35))
    if rng.random() < NOTED:
        _write_note(life, moment(taken + (share - taken) * 0.2), rng)
    if rng.random() < WITHDRAWN / 2:
        _withdraw(life, moment(taken + (share - taken) * rng.random()), rng)
        return
    falls_silent = life.waiting.closes and birth.place % FALLS_SILENT == 0
    if falls_silent or (birth.case_type != "thanks" and rng.random() < ASKED):
        asked = moment(taken + (share - taken) * (0.2 + 0.4 * rng.random()))
        start += _ask(life, asked, rng, is_silent=falls_silent)
    if not life.pauses and birth.place % _waits_outside(life) == 0:
        start += _wait_outside(life, moment(taken + (share - taken) * 0.3), rng)
    _answer(life, moment(share), rng)


def _waits_outside(life: Life) -> int:
    """Return of how many cases like this one waits for somebody outside."""
    return WAITS_OUTSIDE_NOW if _is_recent(life) else WAITS_OUTSIDE


def _is_recent(life: Life) -> bool:
    return life.due > life.world.until - BACKLOG


def _share(life: Life, rng: Random) -> float:
    """Return after how much of the promised time the answer comes; more than 1 is late."""
    manner: Manner = life.world.manners[life.birth.matter.entity_id]
    if _is_recent(life) and rng.random() < LEFT_LYING:
        return 3.0
    if rng.random() < manner.late:
        return 1.03 + min(2.0, rng.expovariate(2.5))
    if rng.random() < CLOSE_TO_THE_END:
        return 0.8 + 0.17 * rng.random()
    return min(0.95, max(0.03, manner.pace * (rng.random() + rng.random())))


def _take(life: Life, at: int, rng: Random) -> None:
    """Somebody of the entity takes the case, or is given it."""
    world, entity_id = life.world, life.entity_id
    holders = life.holders
    holder = holders[int(rng.random() * len(holders))]
    dispatcher = world.dispatchers[entity_id]
    if dispatcher != holder and rng.random() < ASSIGNED and not life.confidentiality_id:
        life.happen(Event.ASSIGN, at, by=dispatcher, to_staff=holder)
    else:
        life.happen(Event.TAKE, at, by=holder)
    life.holder_id = holder


def _assign(life: Life, at: int, rng: Random) -> None:
    """Hand the case to a colleague, where there is one."""
    others = [who for who in life.holders if who != life.holder_id]
    if others:
        colleague = others[int(rng.random() * len(others))]
        by = life.world.dispatchers[life.entity_id]
        life.happen(Event.ASSIGN, at, by=by, to_staff=colleague)
        life.holder_id = colleague


def _pass_on(life: Life, at: int, to_entity: str, rng: Random) -> None:
    by = life.holder_id or life.world.dispatchers[life.entity_id]
    reason = life.pick(life.words.of("transfer"), rng)
    here = life.entity_id
    life.happen(Event.TRANSFER, at, by=by, from_entity=here, to_entity=to_entity, reason=reason)
    life.entity_id, life.holder_id = to_entity, None


def _write_note(life: Life, at: int, rng: Random) -> None:
    life.last = life.later(at)
    life.say("", life.pick(life.words.of("note"), rng), life.holder_id)


def _withdraw(life: Life, at: int, rng: Random) -> None:
    life.happen(Event.WITHDRAW, at)
    life.withdrawn, life.paused, life.replied = life.last, None, None
    life.say("withdrawal", life.pick(life.words.of("withdrawal"), rng))


def _ask(life: Life, at: int, rng: Random, *, is_silent: bool) -> int:
    """Ask and get the reply; return how much open time went by meanwhile."""
    life.happen(Event.ASK_APPLICANT, at, by=life.holder_id)
    life.paused, life.replied = life.last, None
    life.say("question", life.pick(life.words.of("question"), rng), life.holder_id)
    asked, never = life.last, life.world.until + 1
    is_silent = is_silent or rng.random() < NEVER_REPLIED
    reply = never if is_silent else asked + int(HOUR * rng.lognormvariate(2.7, 1.0))
    until = life.pauses[-1].until or never
    life.remind(min(reply, until))
    if reply < until:
        life.happen(Event.APPLICANT_REPLIED, reply)
        life.replied = life.last
        life.resume(ResumedBy.REPLY)
        life.say("reply", life.pick(life.words.of("reply"), rng))
    elif life.is_given_up:
        life.happen(Event.LAPSE, until)
        life.withdrawn, life.paused = life.last, None
        raise NotYet
    else:
        life.happen(Event.WAIT_OVER, until)
        life.resume(ResumedBy.EXPIRY)
    return life.world.clock.position(life.last) - life.world.clock.position(asked)


def _wait_outside(life: Life, at: int, rng: Random) -> int:
    """Wait for a third party, or now and then a court; return how much open time went by."""
    place = life.birth.place // _waits_outside(life)
    is_court = place % AT_COURT == 0
    event = Event.WAIT_COURT if is_court else Event.WAIT_THIRD_PARTY
    life.happen(event, at, by=life.holder_id, reason=life.pick(life.words.of("wait"), rng))
    life.paused = began = life.last
    until = life.pauses[-1].until or life.world.until + 1
    over = began + int(HOUR * 24 * (1 + rng.expovariate(0.02 if is_court else 0.1)))
    if over < until and place % TOO_LONG != 1:
        life.happen(Event.GO_ON, over, by=life.holder_id)
        life.resume(ResumedBy.STAFF)
    else:
        life.happen(Event.WAIT_OVER, until)
        life.resume(ResumedBy.EXPIRY)
    return life.world.clock.position(life.last) - life.world.clock.position(began)


def _answer(life: Life, at: int, rng: Random) -> None:
    life.happen(Event.ANSWER, at, by=life.holder_id)
    life.answered, life.replied = life.last, None
    if life.first_answered is None:
        life.first_answered, life.in_time = life.last, life.breached is None
    words = life.words.of("answer", life.birth.case_type)
    life.say("answer", life.pick(words, rng), life.holder_id)


def _comes_back(life: Life, rng: Random) -> int | None:
    """The applicant may rate the answer; return when they send the case back, or None."""
    if rng.random() >= RATED:
        return None
    assert life.answered is not None
    score = _score(life, rng)
    life.happen(Event.RATE, life.answered + int(HOUR * rng.lognormvariate(2.3, 1.2)))
    level = "low" if score < 3 else "middle" if score == 3 else "high"
    has_words = rng.random() < COMMENTED
    text = life.pick(life.words.of("comment", level), rng) if has_words else ""
    life.rated.append(Rated(score, _reasons(score, rng), text, life.answered, life.last))
    if score > 2 or life.reopenings > 1 or rng.random() >= REOPENED:
        return None
    back = life.last + int(HOUR * (1 + 40 * rng.random()))
    until = reopen_until(datetime.fromtimestamp(life.answered, UTC))
    return back if back <= until.timestamp() else None


def _score(life: Life, rng: Random) -> int:
    shares = _SCORES_LATE if life.breached is not None else _SCORES_IN_TIME
    drawn = rng.random()
    return 1 + sum(drawn >= share for share in shares[:-1])


def _reasons(score: int, rng: Random) -> tuple[str, ...]:
    fitting = _GOOD if score > 3 else _BAD if score < 3 else (*_GOOD[:2], *_BAD[:3])
    return tuple(sorted(rng.sample(fitting, int(rng.random() * 3))))


def _another_round(life: Life, back: int, rng: Random) -> None:
    """The case comes back with a promise of its own and is answered again."""
    clock = life.world.clock
    life.happen(Event.REOPEN, back)
    life.answered = life.breached = None
    life.reopenings, life.replied = life.reopenings + 1, life.last
    life.promise_from(life.last)
    life.say("reopening", life.pick(life.words.of("reopening"), rng))
    start = clock.position(life.last)
    span = max(clock.position(life.due) - start, HOUR)
    _answer(life, clock.instant(start + int(_share(life, rng) * span)), rng)
