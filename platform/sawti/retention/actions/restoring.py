"""After a backup was restored: removing again what had been removed since it was made."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction

from sawti.accounts.models import Person
from sawti.audit.steps import write_entry
from sawti.cases.models import Case
from sawti.retention.graves import Grave
from sawti.retention.models import Cause, How, Run, Subject, Tombstone
from sawti.retention.steps.batches import BATCH
from sawti.retention.steps.removing import remove_cases, remove_person


def remove_again(graves: Iterable[Grave], *, at: datetime) -> Run:
    """Remove the cases and people whose tombstones say that they were; legal holds don't matter.

    What a tombstone stands for was removed lawfully before anybody could hold it. Tombstones that
    the backup had not are added. Returns the run; its lines say what came back and is gone again.
    """
    with transaction.atomic(durable=True):
        run: Run = Run.objects.create(cause=Cause.RESTORE, begun_at=at)
    rest = iter(graves)
    while batch := list(islice(rest, BATCH)):
        with transaction.atomic(durable=True):
            _remove(batch, run, at)
    with transaction.atomic(durable=True):
        Run.objects.filter(pk=run.pk).update(ended_at=at)
        write_entry("retention.restored", at=at, object_type="retention_run", object_id=run.pk)
    return run


def _remove(graves: list[Grave], run: Run, at: datetime) -> None:
    for how in How.values:
        wanted = [g.subject_id for g in graves if (g.subject, g.how) == (Subject.CASE, how)]
        rows = Case.objects.filter(pk__in=wanted)
        if how == How.ANONYMISE:
            rows = rows.filter(anonymised_at__isnull=True)
        ids = list(rows.select_for_update().values_list("pk", flat=True))
        if ids:
            remove_cases(ids, how=how, run=run, at=at)
    people = [g.subject_id for g in graves if g.subject == Subject.PERSON]
    for person_id in Person.objects.filter(pk__in=people).values_list("pk", flat=True):
        remove_person(person_id, run=run, at=at)
    Tombstone.objects.bulk_create(_missing(graves, run))


def _missing(graves: list[Grave], run: Run) -> Iterator[Tombstone]:
    ids = [grave.subject_id for grave in graves]
    known = set(Tombstone.objects.filter(subject_id__in=ids).values_list("subject_id", "how"))
    for grave in graves:
        if (grave.subject_id, grave.how) not in known:
            yield Tombstone(
                subject=grave.subject,
                subject_id=grave.subject_id,
                how=grave.how,
                removed_at=grave.removed_at,
                receipt_hash=grave.receipt_hash,
                run=run,
            )
