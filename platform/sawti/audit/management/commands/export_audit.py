"""manage.py export_audit: write entries of one tenant to a CSV file; the export is recorded."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from sawti.audit.actions import note_export
from sawti.audit.exporting import rows_of
from sawti.audit.management.days import day
from sawti.audit.queries import EntryFilter, every_entry
from sawti.lib import clock
from sawti.lib.csv_text import safe_row
from sawti.tenancy.commands import chosen_tenants
from sawti.tenancy.context import reading, tenant_context

SHOWN_EVERY = 20_000


class Command(BaseCommand):
    help = "Write the entries of a period, however many, to a CSV file."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--tenant", required=True, help="slug of the tenant")
        parser.add_argument("--since", type=day, help="such as 2026-03-01, in UTC")
        parser.add_argument("--until", type=day, help="the first day that is left out")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = EntryFilter(since=options["since"], until=options["until"])
        [tenant] = chosen_tenants(options["tenant"])
        with tenant_context(tenant), options["file"].open("w", encoding="utf-8", newline="") as to:
            note_export(chosen, by_id=None, at=clock.now())
            with reading():
                written = self._write(to, chosen)
        self.stdout.write(f"{written} entries written.")

    def _write(self, to: Any, chosen: EntryFilter) -> int:
        writer, written = csv.writer(to), -1  # the names of the columns are no entry
        for row in rows_of(every_entry(chosen)):
            writer.writerow(safe_row(row))
            written += 1
            if written and written % SHOWN_EVERY == 0:
                self.stdout.write(f"{written} …")
        return written
