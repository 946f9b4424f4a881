"""How now and then fewer people may know of a case: a class is given, a conflict turns up. Pure."""

from random import Random

from sawti.cases.lifecycle import Event, State
from sawti.packs.history.chance import dice
from sawti.packs.history.lives import Life

CLASSIFIED, IN_CONFLICT = 0.012, 0.009
KINDS = ("complaint", "report")  # an enquiry or a thanks is about nobody's conduct
_WHOLE = 1 << 32
_GOLDEN = 0x9E3779B1


def restrict(life: Life, at: int) -> None:
    """Make the case confidential, or name its holder as the one whom it is about, or neither.

    Which cases it happens to hangs on their place alone: it is spread evenly over the history.
    """
    drawn = (life.birth.place * _GOLDEN + life.world.seed) % _WHOLE / _WHOLE
    if life.birth.case_type not in KINDS or drawn >= CLASSIFIED + IN_CONFLICT:
        return
    rng = dice(life.world.seed, life.world.tenant.slug, "circle", life.birth.place)
    if drawn < CLASSIFIED:
        _classify(life, at, rng)
    else:
        _name_holder(life, at, rng)


def _classify(life: Life, at: int, rng: Random) -> None:
    circles = life.world.circles
    classifiers = circles.classifiers[life.entity_id]
    found = {each: circles.route(life.entity_id, each) for each in circles.classes}
    open_to = [each for each, (_, able) in found.items() if able]
    if life.confidentiality_id or not classifiers or not open_to:
        return
    chosen = open_to[int(rng.random() * len(open_to))]
    life.confidentiality_id = chosen
    reason = life.pick(life.words.of("classify"), rng)
    life.lead(Event.CLASSIFY, at, by=classifiers[-1], reason=reason, route=found[chosen])
    _take_again(life, found[chosen][1], rng)


def _name_holder(life: Life, at: int, rng: Random) -> None:
    circles, holder = life.world.circles, life.holder_id
    assert holder is not None, "somebody has taken the case"
    route = circles.route(life.entity_id, life.confidentiality_id or "", without=holder)
    if not route[1]:
        return
    by, reason = life.world.dispatchers[life.entity_id], life.pick(life.words.of("conflict"), rng)
    life.lead(Event.REROUTE, at, by=by, reason=reason, route=route)
    life.name_conflict(holder, by=by, reason=reason)
    _take_again(life, route[1], rng)


def _take_again(life: Life, able: tuple[str, ...], rng: Random) -> None:
    """Somebody who may takes the case that its holder lost, within some hours."""
    if life.stands == State.RECEIVED:
        holder = able[int(rng.random() * len(able))]
        life.happen(Event.TAKE, life.last + int(3600 * (0.5 + 5 * rng.random())), by=holder)
        life.holder_id = holder
