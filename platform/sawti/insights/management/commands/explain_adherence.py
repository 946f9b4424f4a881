"""manage.py explain_adherence: which cases a month's share of answers in time rests on."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError

from sawti.entities.labels import series_note
from sawti.entities.queries import entity_tree
from sawti.insights.adherence import Judged, counted, every_judged
from sawti.insights.counting import Span
from sawti.insights.labels import RULE, VERDICTS
from sawti.insights.management.tenants import month
from sawti.insights.queries import report
from sawti.lib.csv_text import csv_text
from sawti.tenancy.commands import chosen_tenants
from sawti.tenancy.context import current_tenant, tenant_context

HEAD = ("number", "received", "due", "answered", "in time", "why")


class Command(BaseCommand):
    help = "List the cases behind an entity's adherence in a month, from their history alone."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("entity", help="code of the entity")
        parser.add_argument("month", type=month, help="such as 2026-03")
        parser.add_argument("--tenant", help="slug of the tenant; needed where there are several")
        parser.add_argument(
            "--predecessors",
            action="store_true",
            help="with the entities that were merged into it, to compare over the merger",
        )
        parser.add_argument("--csv", action="store_true", help="the cases as CSV, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        tenants = chosen_tenants(options["tenant"])
        if len(tenants) > 1:
            raise CommandError("Say which tenant: --tenant bahrain.")
        with tenant_context(tenants[0]):
            entity = entity_tree().by_code.get(options["entity"])
            if entity is None:
                raise CommandError(f"There is no entity {options['entity']!r} in this tenant.")
            span = Span(options["month"], entity.id)
            ids = (
                entity_tree().with_predecessors(entity.id)
                if options["predecessors"]
                else frozenset({entity.id})
            )
            rows = _rows(every_judged(span, ids))
            if options["csv"]:
                self.stdout.write(csv_text([HEAD, *rows]), ending="")
            else:
                self._explain(span, ids, rows)

    def _explain(self, span: Span, ids: frozenset[UUID], rows: Iterator[tuple[str, ...]]) -> None:
        for row in (HEAD, *rows):
            self.stdout.write(" | ".join(row))
        found = counted(span, ids)
        self.stdout.write("")
        self.stdout.writelines(str(line) for line in RULE)
        assert span.entity_id is not None
        if note := series_note(entity_tree().by_id[span.entity_id], "en"):
            self.stdout.write(note)
        self.stdout.write("")
        for verdict, count in found.verdicts.items():
            self.stdout.write(f"{VERDICTS[verdict]}: {count}")
        if found.erased:
            self.stdout.write(f"Of these only figures are left: {found.erased}")
        shown = report(span.month, span.month, entity_ids=ids).total
        now = found.figures
        self.stdout.write(f"Adherence: {_share(now.on_time)} ({now.in_time} of {now.judged})")
        self.stdout.write(
            f"The dashboard shows {_share(shown.on_time)} ({shown.in_time} of {shown.judged})"
        )
        if (now.in_time, now.late) != (shown.in_time, shown.late):
            raise CommandError(
                "They differ. If news is still being delivered, look again in a minute; else run "
                "check_insights."
            )


def _rows(cases: Iterator[Judged]) -> Iterator[tuple[str, ...]]:
    zone = ZoneInfo(current_tenant().time_zone)
    words = {True: "yes", False: "no", None: "–"}
    for case in cases:
        reopened = " (reopened since)" if case.is_reopened else ""
        yield (
            case.number,
            *(_moment(at, zone) for at in (case.received_at, case.due_at, case.answered_at)),
            words[case.is_kept],
            f"{VERDICTS[case.verdict]}{reopened}",
        )


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else "–"


def _share(on_time: int | None) -> str:
    return "–" if on_time is None else f"{on_time} %"
