"""Removing cases and people in the open transaction: one set of statements for many of them.

Their number does not hang on how many there are: each declared table costs one or two.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField
from django.db.models.expressions import RawSQL

from sawti.cases.models import Case
from sawti.outbox import steps as outbox
from sawti.retention import registry
from sawti.retention.models import How, Policy, Run, Subject, Tombstone
from sawti.retention.registry import Declared
from sawti.tenancy.context import current_tenant
from sawti.tenancy.keeping import values_at

FORGET_FILES = "retention.forget_files"
FILES_OF_A_LETTER = 100

Done = Counter[tuple[str, str]]  # (deed, table) → rows


def remove_cases(
    ids: Sequence[UUID], *, how: str, run: Run, at: datetime, policy: Policy | None = None
) -> Done:
    """Anonymise or erase cases whose rows the caller has locked; return what was done.

    A tombstone for each comes first: without it the database refuses to touch a history.
    """
    done: Done = Counter()
    cases = Case.objects.filter(pk__in=_among(ids))
    _add_tombstones(cases, how=how, run=run, at=at, policy=policy)
    erases = how == How.ERASE
    if erases:
        _keep_figures(ids)
    _defer_keys()
    gone = [str(each) for each in ids]
    keys: list[str] = []
    for declared in registry.stripped():
        done[how, declared.table] += _strip(declared, ids, erases=erases)
    for declared in registry.of_cases():
        rows = declared.rows(**{f"{declared.keeps.case}__in": _among(ids)})
        if erases or declared.keeps.anonymised is None:
            gone += _names_elsewhere(declared, rows)
            keys += _delete_owned(declared, rows, done)
            _delete(rows, declared, done)
        elif declared.keeps.anonymised:
            changes = values_at(declared.keeps.anonymised, at)
            done[how, declared.table] += rows.update(**changes)
    _forget_messages(gone, done)
    _check_keys()
    _forget_files(keys, at)
    add_lines(run, policy, done)
    return done


def remove_person(person_id: UUID, *, run: Run, at: datetime) -> Done:
    """Delete a person's account and what hangs on it; their cases go on without it."""
    done: Done = Counter()
    Tombstone.objects.create(
        subject=Subject.PERSON, subject_id=person_id, how=How.ERASE, removed_at=at, run=run
    )
    _defer_keys()
    keys: list[str] = []
    gone = [str(person_id)]
    for declared in registry.of_people():
        rows = declared.rows(**{declared.keeps.person: person_id})
        if declared.keeps.forgotten is None:
            gone += _names_elsewhere(declared, rows)
            keys += _delete_owned(declared, rows, done)
            _delete(rows, declared, done)
        else:
            changes = values_at(declared.keeps.forgotten, at)
            done["changed", declared.table] += rows.update(**changes)
    _forget_messages(gone, done)
    _check_keys()
    _forget_files(keys, at)
    add_lines(run, None, done)
    return done


def _among(ids: Iterable[UUID]) -> RawSQL:
    """Return the ids as a set that the planner joins with, however many there are."""
    return RawSQL("SELECT unnest(%s::uuid[])", [list(ids)], output_field=UUIDField())


def _add_tombstones(cases: Any, *, how: str, run: Run, at: datetime, policy: Policy | None) -> None:
    Tombstone.objects.bulk_create(
        Tombstone(
            subject=Subject.CASE,
            subject_id=case_id,
            how=how,
            receipt_hash=receipt_hash,
            removed_at=at,
            run=run,
            policy=policy,
        )
        for case_id, receipt_hash in cases.values_list("pk", "receipt_hash")
    )


def _keep_figures(ids: Sequence[UUID]) -> None:
    """Keep what `sawti.insights` counts, cut to the day, in rows that name no case."""
    tenant = current_tenant()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO retention_remainder (
              id, tenant_id, entity_id, case_type_id, pillar_id, received_at, first_answered_at,
              first_answer_in_time, breached_at, withdrawn_at, is_lapsed, reopenings,
              scores)
            SELECT gen_random_uuid(), c.tenant_id, c.entity_id, c.case_type_id, c.pillar_id,
              date_trunc('day', c.received_at, %(zone)s),
              date_trunc('day', c.first_answered_at, %(zone)s), c.first_answer_in_time,
              date_trunc('day', c.breached_at, %(zone)s),
              date_trunc('day', c.withdrawn_at, %(zone)s), c.state = 'lapsed', c.reopenings,
              coalesce((SELECT jsonb_agg(r.score ORDER BY r.score) FROM quality_rating r
                WHERE r.tenant_id = c.tenant_id AND r.case_id = c.id), '[]')
            FROM cases_case c
            WHERE c.tenant_id = %(tenant)s AND c.id = ANY(%(ids)s)
              AND c.confidentiality_id IS NULL  -- such a case was in no figure
            """,
            {"tenant": tenant.id, "zone": tenant.time_zone, "ids": list(ids)},
        )


def _strip(declared: Declared, ids: Sequence[UUID], *, erases: bool) -> int:
    """Change what the serving role may only add to, through the function that may."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {declared.keeps.stripped_by}(%s, %s)", [list(ids), erases])
        return int(cursor.fetchone()[0])


def _names_elsewhere(declared: Declared, rows: Any) -> list[str]:
    """Return the ids under which outbox rows may name these rows: those of mails and documents."""
    if declared.keeps.case not in ("about_id", "subject_id"):
        return []
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def _delete_owned(declared: Declared, rows: Any, done: Done) -> list[str]:
    """Delete what belongs to the rows; return where the bytes of it lie."""
    keys: list[str] = []
    for key, target in registry.owned_by(declared):
        ids = [pk for pk in rows.values_list(f"{key}_id", flat=True) if pk]
        owned = target.rows(pk__in=_among(ids))
        if target.keeps.stored_at:
            keys += owned.values_list(target.keeps.stored_at, flat=True)
        _delete(owned, target, done)
    return keys


def _delete(rows: Any, declared: Declared, done: Done) -> None:
    """Delete without asking what points at the rows: a key that was overlooked refuses it."""
    done["deleted", declared.table] += rows._raw_delete(rows.db)


def _forget_messages(names: Sequence[str], done: Done) -> None:
    """Delete the outbox rows that name what is gone: nobody could deliver them any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM outbox_message m WHERE m.tenant_id = %s AND EXISTS (SELECT FROM "
            "jsonb_each_text(m.payload) given WHERE given.value = ANY(%s))",
            [current_tenant().id, list(names)],
        )
        done["deleted", "outbox_message"] += cursor.rowcount


def _defer_keys() -> None:
    """Check foreign keys at the end, so that tables may be emptied in any order."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _check_keys() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _forget_files(keys: Sequence[str], at: datetime) -> None:
    """Have the bytes deleted once it is certain that their rows are gone."""
    letters = [
        {"keys": " ".join(keys[start : start + FILES_OF_A_LETTER])}
        for start in range(0, len(keys), FILES_OF_A_LETTER)
    ]
    if letters:
        outbox.add_many(FORGET_FILES, letters, at=at)


def add_lines(run: Run, policy: Policy | None, done: Done) -> None:
    """Add to the figures of the run, line by line in one statement."""
    found = sorted((deed, table, rows) for (deed, table), rows in done.items() if rows)
    if not found:
        return
    deeds, tables, rows = zip(*found, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO retention_runline (id, tenant_id, run_id, policy_id, deed, "table", rows) '
            "SELECT gen_random_uuid(), %s, %s, %s, deed, name, number "
            "FROM unnest(%s::text[], %s::text[], %s::int[]) AS given (deed, name, number) "
            'ON CONFLICT (tenant_id, run_id, policy_id, deed, "table") '
            "DO UPDATE SET rows = retention_runline.rows + excluded.rows",
            [
                current_tenant().id,
                run.id,
                policy.id if policy else None,
                list(deeds),
                list(tables),
                list(rows),
            ],
        )
