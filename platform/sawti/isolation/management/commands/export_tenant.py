"""manage.py export_tenant SLUG --to FOLDER: all rows and files of one tenant, with a manifest."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sawti.isolation.errors import ArchiveBroken
from sawti.isolation.exporting import export_tenant
from sawti.lib import clock


class Command(BaseCommand):
    help = "Write everything that belongs to a tenant into a folder; see docs/isolation.md."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the tenant, such as bahrain")
        parser.add_argument("--to", type=Path, required=True, help="a new or empty folder")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SAWTI_BACKUP_URL:
            raise CommandError("Set DATABASE_BACKUP_URL: rows are read as the backup role.")
        try:
            manifest = export_tenant(options["slug"], options["to"], at=clock.now())
        except (ArchiveBroken, psycopg.Error) as error:
            raise CommandError(f"Nothing can be made of what was written: {error}.") from error
        rows = sum(part.rows for part in manifest.tables.values())
        self.stdout.write(f"{manifest.slug}: {rows} rows, {len(manifest.files)} files")
