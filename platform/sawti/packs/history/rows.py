"""Lives as rows of the tables, with ids that the seed makes. Pure."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from random import Random

from sawti.cases.content import Words
from sawti.cases.models import InvolvementKind
from sawti.lib.ids import CROCKFORD, check_character
from sawti.lib.text import search_words
from sawti.packs.history.lives import Life, Rated, Said
from sawti.packs.history.wording import NUMBERS
from sawti.sla.terms import ApplicantClass

NAMES_A_PLACE, GIVES_PHONE = 0.5, 0.25
_NUMBER_BITS = 40  # eight characters of base 32
_NUMBERS = (1 << _NUMBER_BITS) - 1

CASE = (
    *("id", "number", "state", "version", "case_type_id", "category_id", "importance_id"),
    *("pillar_id", "entity_id", "holder_id", "channel", "language", "place", "received_at"),
    *("due_at", "policy_code", "policy_version", "paused_at", "breached_at", "answered_at"),
    *("first_answered_at", "first_answer_in_time", "withdrawn_at", "replied_at", "reopenings"),
    *("receipt_hash", "confidentiality_id", "applicant_class"),
)
_NUMBER, _PLACE = CASE.index("number"), CASE.index("place")
APPLICANT = ("id", "case_id", "name", "email", "phone")
MESSAGE = ("id", "case_id", "kind", "content_id", "entity_id", "author_id", "sent_at")
NOTE = ("id", "case_id", "content_id", "author_id", "written_at")
HISTORY = (
    *("id", "case_id", "event", "from_state", "to_state", "at", "by_id", "to_staff_id"),
    *("from_entity_id", "to_entity_id", "reason"),
)
RATING = ("id", "case_id", "answered_at", "score", "reasons", "content_id", "rated_at")

INVOLVEMENT = ("id", "case_id", "kind", "staff_id", "since_at", "added_by_id", "reason")

CLOCK = (
    *("id", "case_id", "kind", "round", "entity_id", "policy_code", "policy_version"),
    *("started_at", "due_at", "paused_at", "ended_at", "ended_by", "breached_at"),
)
PAUSE = (
    *("id", "case_id", "waits_for", "began_at", "until_at", "ended_at", "ended_by"),
    *("remind_at", "reminders"),
)

Row = tuple[str | int | bool | None, ...]


@dataclass
class Rows:
    """Rows by table, each in the order of the columns above."""

    cases: list[Row] = field(default_factory=list)
    applicants: list[Row] = field(default_factory=list)
    contents: list[tuple[str, str, str]] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    messages: list[Row] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    history: list[Row] = field(default_factory=list)
    ratings: list[Row] = field(default_factory=list)
    involvements: list[Row] = field(default_factory=list)
    clocks: list[Row] = field(default_factory=list)
    pauses: list[Row] = field(default_factory=list)

    def add(self, life: Life, rng: Random) -> None:
        """Add everything that a case leaves behind."""
        case_id = seeded_id(life.birth.received, rng)
        case = _case(life, case_id, rng)
        self.cases.append(case)
        words = _words(life, f"{case[_NUMBER]} {case[_PLACE]}")
        received_at = datetime.fromtimestamp(life.birth.received, UTC)
        self.words.append(Words(case_id, life.entity_id, received_at, words))
        if life.birth.applicant_class != ApplicantClass.ANONYMOUS:
            self.applicants.append(_applicant(life, case_id, rng))
        for step in life.history:
            self.history.append(
                (
                    *(seeded_id(step.at, rng), case_id, step.event, step.before, step.after),
                    *(step.at, step.by, step.to_staff, step.from_entity, step.to_entity),
                    step.reason,
                )
            )
        for said in life.said:
            self._add_words(said, case_id, rng)
        for rated in life.rated:
            self._add_rating(rated, case_id, rng)
        for each in life.conflicts:
            row_id, kind = seeded_id(each.at, rng), InvolvementKind.CONFLICT
            self.involvements.append(
                (row_id, case_id, kind, each.staff_id, each.at, each.by, each.reason)
            )
        self._add_clocks(life, case_id, rng)

    def _add_clocks(self, life: Life, case_id: str, rng: Random) -> None:
        for clock in life.clocks:
            self.clocks.append(
                (
                    *(seeded_id(clock.started, rng), case_id, clock.kind, clock.round),
                    *(clock.entity_id, *clock.policy, clock.started, clock.due, clock.paused),
                    *(clock.ended, clock.ended_by, clock.breached),
                )
            )
        for pause in life.pauses:
            row_id = seeded_id(pause.began, rng)
            self.pauses.append(
                (
                    *(row_id, case_id, pause.waits_for, pause.began, pause.until, pause.ended),
                    *(pause.ended_by, pause.remind, pause.reminders),
                )
            )

    def _add_words(self, said: Said, case_id: str, rng: Random) -> None:
        row_id, content_id = seeded_id(said.at, rng), seeded_id(said.at, rng)
        self.contents.append((content_id, case_id, said.text))
        if said.kind:
            self.messages.append(
                (row_id, case_id, said.kind, content_id, said.entity_id, said.by, said.at)
            )
        else:
            self.notes.append((row_id, case_id, content_id, said.by, said.at))

    def _add_rating(self, rated: Rated, case_id: str, rng: Random) -> None:
        content_id = seeded_id(rated.at, rng) if rated.text else None
        if content_id:
            self.contents.append((content_id, case_id, rated.text))
        reasons = json.dumps(rated.reasons)
        row_id = seeded_id(rated.at, rng)
        self.ratings.append(
            (row_id, case_id, rated.answered, rated.score, reasons, content_id, rated.at)
        )


def seeded_id(at: int, rng: Random) -> str:
    """Return a UUID version 7 of the second `at`, its random bits from `rng`."""
    bits = rng.getrandbits(74)
    variant = 1 << 63 | bits & (1 << 62) - 1
    return f"{at * 1000:012x}7{bits >> 62:03x}{variant:016x}"


def case_number(prefix: str, seed: int, place: int) -> str:
    """Return a case number such as `BH-4K7M-Q2XA-9` that no other place of the seed has.

    Multiplying by an odd number and folding high bits into low ones can both be undone, so two
    places never meet, however many there are.
    """
    mixed = place + seed * 0x9E3779B97F & _NUMBERS
    for factor in (0x5851F42D4D, 0xD1B54A32D1):
        mixed = mixed * factor & _NUMBERS
        mixed ^= mixed >> 19
    body = "".join(CROCKFORD[mixed >> shift & 31] for shift in range(35, -1, -5))
    return f"{prefix}-{body[:4]}-{body[4:]}-{check_character(body)}"


def _case(life: Life, case_id: str, rng: Random) -> Row:
    birth, world = life.birth, life.world
    matter = birth.matter
    return (
        case_id,
        case_number(world.tenant.number_prefix, world.seed, birth.place),
        life.stands,
        life.version,
        world.type_ids[birth.case_type],
        matter.category_id if birth.knows_category else None,
        life.importance_id,
        matter.pillar_id if birth.knows_category else None,
        life.entity_id,
        life.holder_id,
        birth.channel,
        birth.language,
        _place(life, rng),
        birth.received,
        life.due,
        life.promise.policy_code,
        life.promise.policy_version,
        life.paused,
        life.breached,
        life.answered,
        life.first_answered,
        life.in_time,
        life.withdrawn,
        life.replied,
        life.reopenings,
        f"{rng.getrandbits(256):064x}",
        life.confidentiality_id,
        birth.applicant_class,
    )


def _words(life: Life, text: str) -> str:
    """Return the words that the case is found by, between spaces."""
    texts = (text, *(said.text for said in life.said), *(rated.text for rated in life.rated))
    found = {word for each in texts for piece in each.split() for word in _words_of(piece)}
    return " ".join(sorted(found))


@lru_cache(maxsize=200_000)  # the same few thousand pieces come again and again
def _words_of(piece: str) -> tuple[str, ...]:
    return tuple(search_words(piece))


def _place(life: Life, rng: Random) -> str:
    if rng.random() >= NAMES_A_PLACE:
        return ""
    words = life.words
    street = words.streets[int(rng.random() * len(words.streets))]
    number = NUMBERS[int(rng.random() * len(NUMBERS))]
    near = words.places[int(rng.random() * len(words.places))]
    return (
        f"{street} {number}، {near}"
        if life.birth.language == "ar"
        else f"{street} {number}, {near}"
    )


def _applicant(life: Life, case_id: str, rng: Random) -> Row:
    """Nobody there is: a word for a name, an address of example.com, a number of zeros."""
    place = life.birth.place
    name = life.words.names[int(rng.random() * len(life.words.names))]
    row_id = seeded_id(life.birth.received, rng)
    if rng.random() < GIVES_PHONE:
        phone = f"{life.world.tenant.phone_prefix}00{place % 1_000_000:06d}"
        return (row_id, case_id, name, "", phone)
    return (row_id, case_id, name, f"person.{place}@example.com", "")
