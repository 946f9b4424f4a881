"""manage.py import_tenant FOLDER: bring a tenant in from its archive, all of it or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from sawti.isolation.actions import import_tenant
from sawti.isolation.errors import ArchiveBroken


class Command(BaseCommand):
    help = "Write the archive of export_tenant into this deployment; see docs/isolation.md."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="what export_tenant wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = import_tenant(options["folder"])
        except (ArchiveBroken, DatabaseError) as error:
            raise CommandError(f"Nothing was brought in: {error}.") from error
        rows = sum(part.rows for part in manifest.tables.values())
        self.stdout.write(f"{manifest.slug}: {rows} rows, {len(manifest.files)} files")
