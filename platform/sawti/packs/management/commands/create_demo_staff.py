"""manage.py create_demo_staff: people who can sign in to the demo."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sawti.lib import clock
from sawti.packs.demo_staff import create_demo_staff


class Command(BaseCommand):
    help = "Make the demo's staff in every tenant and write their passwords to a file. Demo only."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--passwords-file", type=Path, required=True, help="JSON, for you only")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SAWTI_MAIL_FOLDER:
            raise CommandError("These accounts are for the demo; its settings are not in use here.")
        path = Path(options["passwords_file"])
        try:
            accounts = create_demo_staff(path, at=clock.now())
        except OSError as error:
            raise CommandError(f"{path}: the file can't be written: {error.strerror}") from error
        people = sum(map(len, accounts.values()))
        self.stdout.write(f"{people} people in {len(accounts)} tenants; passwords: {path}")
