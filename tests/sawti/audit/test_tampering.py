"""A superuser changes the record behind our back; verification names the first broken link."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from sawti.audit import verification
from sawti.audit.models import Seal
from tests.cast import Cast
from tests.sawti.audit.record import (
    broken,
    entry_id,
    seal,
    sealed_in_two,
    still_waiting,
    write,
)
from tests.sawti.audit.superuser import Superuser, superuser

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def intruder(committed: None, admin_url: str, database_name: str) -> Iterator[Superuser]:
    with superuser(admin_url, database_name) as found:
        yield found


@pytest.fixture
def last(cast: Cast, at: datetime) -> int:
    """Two seals of known entries at the end of the chain; the sequence of the last."""
    sealed_in_two(cast, at)
    with cast.inside(cast.bahrain):
        found: int = Seal.objects.order_by("-sequence")[0].sequence
    return found


def test_a_record_that_nobody_touched_is_whole(cast: Cast, last: int) -> None:
    assert broken(cast) == []
    assert still_waiting(cast) == 0


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'something else'",
        "at = at + interval '1 microsecond'",
        "event = 'test.harmless'",
        "actor_kind = 'person'",
        "actor_id = gen_random_uuid()",
        "acting_for_id = gen_random_uuid()",
        "object_type = 'case'",
        "object_id = gen_random_uuid()",
        "request_id = 'another'",
    ],
)
def test_every_field_of_an_entry_is_held_fast(
    cast: Cast, intruder: Superuser, last: int, change: str
) -> None:
    target = entry_id(cast, "test.b")

    intruder.run(f"UPDATE audit_entry SET {change} WHERE id = %s", target)

    assert broken(cast) == [f"seal {last - 1}: entry {target} was altered after it was sealed"]


def test_an_entry_that_was_given_to_another_tenant_is_missed(
    cast: Cast, intruder: Superuser, last: int
) -> None:
    target = entry_id(cast, "test.b")

    intruder.run("UPDATE audit_entry SET tenant_id = %s WHERE id = %s", cast.jordan.id, target)

    assert broken(cast) == [f"seal {last - 1}: entry {target} was deleted after it was sealed"]
    assert broken(cast, tenant=cast.jordan) == [
        f"outside the chain: entry {target} is in no seal and does not wait for one: "
        "inserted past the record"
    ]


def test_a_deleted_entry_is_missed(cast: Cast, intruder: Superuser, last: int) -> None:
    target = entry_id(cast, "test.d")

    intruder.run("DELETE FROM audit_entry WHERE id = %s", target)

    assert broken(cast) == [f"seal {last}: entry {target} was deleted after it was sealed"]


def test_an_entry_that_is_deleted_with_its_link_is_missed(
    cast: Cast, intruder: Superuser, last: int
) -> None:
    target = entry_id(cast, "test.a")

    intruder.run("DELETE FROM audit_entry WHERE id = %s", target)
    intruder.run("DELETE FROM audit_link WHERE entry_id = %s", target)

    assert broken(cast) == [
        f"seal {last - 1}: its list of entries does not give its hash: "
        "entries were added, taken or replaced"
    ]


def test_an_entry_that_is_deleted_before_its_seal_is_missed(
    cast: Cast, intruder: Superuser, last: int, at: datetime
) -> None:
    write(cast, at, "test.unwelcome")
    target = entry_id(cast, "test.unwelcome")

    intruder.run("DELETE FROM audit_entry WHERE id = %s", target)
    seal(cast, at + timedelta(minutes=4))

    assert broken(cast) == [f"seal {last + 1}: entry {target} was deleted before it was sealed"]


COPY = """
INSERT INTO audit_entry (id, tenant_id, at, event, actor_kind, object_type, reason, request_id)
SELECT gen_random_uuid(), tenant_id, at - interval '1 day', 'test.planted', 'system', '', '', ''
FROM audit_entry WHERE id = %s RETURNING id
"""


def test_an_entry_that_is_planted_is_found(
    cast: Cast, intruder: Superuser, last: int, at: datetime
) -> None:
    [(planted,)] = intruder.run(COPY, entry_id(cast, "test.b"))
    seal(cast, at + timedelta(minutes=4))

    assert broken(cast) == [
        f"outside the chain: entry {planted} is in no seal and does not wait for one: "
        "inserted past the record"
    ]


def test_an_entry_that_is_planted_in_the_past_and_sealed_is_found_by_its_date(
    cast: Cast, intruder: Superuser, last: int, at: datetime
) -> None:
    [(planted,)] = intruder.run(COPY, entry_id(cast, "test.b"))
    intruder.run("INSERT INTO audit_pending VALUES (%s, %s)", planted, cast.bahrain.id)
    seal(cast, at + timedelta(minutes=4))

    assert broken(cast) == [
        f"seal {last + 1}: entry {planted} is dated long before the seal in front of it: "
        "inserted afterwards"
    ]


def test_two_entries_that_changed_places_are_found(
    cast: Cast, intruder: Superuser, last: int
) -> None:
    first, second = entry_id(cast, "test.a"), entry_id(cast, "test.c")

    intruder.run(
        "UPDATE audit_link SET position = CASE entry_id WHEN %s THEN 102 ELSE 100 END "
        "WHERE entry_id IN (%s, %s)",
        first,
        first,
        second,
    )

    assert broken(cast) == [f"seal {last - 1}: its entries were put into another order"]


def test_two_entries_that_changed_contents_are_found(
    cast: Cast, intruder: Superuser, last: int
) -> None:
    first, second = entry_id(cast, "test.a"), entry_id(cast, "test.b")

    intruder.run(
        "UPDATE audit_entry SET event = CASE event WHEN 'test.a' THEN 'test.b' ELSE 'test.a' END "
        "WHERE id IN (%s, %s)",
        first,
        second,
    )

    assert broken(cast) == [
        f"seal {last - 1}: entry {first} was altered after it was sealed",
        f"seal {last - 1}: entry {second} was altered after it was sealed",
    ]


def test_a_digest_that_was_made_to_fit_is_found_by_the_seal(
    cast: Cast, intruder: Superuser, last: int
) -> None:
    intruder.run(
        "UPDATE audit_link SET digest = sha256('x') WHERE entry_id = %s", entry_id(cast, "test.e")
    )

    assert broken(cast)[1:] == [
        f"seal {last}: its list of entries does not give its hash: "
        "entries were added, taken or replaced"
    ]


def test_a_seal_that_was_made_to_fit_is_found_by_the_next_one(
    cast: Cast, intruder: Superuser, last: int
) -> None:
    intruder.run("UPDATE audit_seal SET hash = sha256('x') WHERE sequence = %s", last - 1)

    assert f"seal {last}: it does not continue the seal before it" in broken(cast)


def test_a_missing_seal_is_named(cast: Cast, intruder: Superuser, last: int) -> None:
    intruder.run("DELETE FROM audit_seal WHERE sequence = %s", last - 1)

    assert broken(cast) == [
        f"seal {last - 1}: the seal is missing",
        f"seal {last}: it does not continue the seal before it",
    ]


def test_a_missing_last_seal_is_missed_by_its_links(
    cast: Cast, intruder: Superuser, last: int
) -> None:
    intruder.run("DELETE FROM audit_seal WHERE sequence = %s", last)

    assert broken(cast) == [f"seal {last}: the seal is missing"]


@pytest.mark.parametrize("entries", [1, 3])
def test_after_a_broken_link_in_a_portion_the_rest_is_read_on(
    cast: Cast,
    intruder: Superuser,
    last: int,
    monkeypatch: pytest.MonkeyPatch,
    entries: int,
) -> None:
    """The record is read in portions; a portion ends anywhere without losing a link."""
    monkeypatch.setattr(verification, "PORTION", entries)
    targets = [entry_id(cast, "test.a"), entry_id(cast, "test.e")]

    intruder.run("UPDATE audit_entry SET reason = 'x' WHERE id = ANY(%s)", targets)

    assert broken(cast) == [
        f"seal {last - 1}: entry {targets[0]} was altered after it was sealed",
        f"seal {last}: entry {targets[1]} was altered after it was sealed",
    ]


def test_links_of_a_seal_that_is_gone_are_told_once(
    cast: Cast, intruder: Superuser, last: int
) -> None:
    intruder.run("DELETE FROM audit_seal WHERE sequence = %s", last - 1)
    intruder.run("DELETE FROM audit_link WHERE sequence = %s", last)

    assert broken(cast) == [
        f"seal {last - 1}: the seal is missing",
        f"seal {last}: it does not continue the seal before it",
        f"seal {last}: its list of entries does not give its hash: "
        "entries were added, taken or replaced",
        *(
            f"outside the chain: entry {entry_id(cast, event)} is in no seal and does not wait "
            "for one: inserted past the record"
            for event in ("test.d", "test.e")
        ),
    ]


PLANT = """
INSERT INTO audit_entry (id, tenant_id, at, event, actor_kind, object_type, reason, request_id)
SELECT gen_random_uuid(), %s, %s, 'test.planted', 'system', '', %s, '' RETURNING id
"""


def test_any_character_is_sealed_as_it_is_checked(
    cast: Cast, intruder: Superuser, last: int, at: datetime
) -> None:
    """Sealing writes its JSON here, checking in PostgreSQL."""
    controls = "".join(map(chr, range(1, 32)))
    reason = f'{controls}\x7f\x85 "quoted" \\ \\n / إنارة \u2028\u200f\ufeff😀'
    [(planted,)] = intruder.run(PLANT, cast.bahrain.id, at + timedelta(minutes=4), reason)
    intruder.run("INSERT INTO audit_pending VALUES (%s, %s)", planted, cast.bahrain.id)
    seal(cast, at + timedelta(minutes=5))

    assert broken(cast) == []
    intruder.run("UPDATE audit_entry SET reason = replace(reason, '\\', '') WHERE id = %s", planted)
    assert broken(cast) == [f"seal {last + 1}: entry {planted} was altered after it was sealed"]
