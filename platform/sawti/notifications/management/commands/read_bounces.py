"""`sawti read_bounces TENANT`: what mail servers report about e-mails that we sent."""

import mailbox
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sawti.lib import clock
from sawti.notifications.actions.reports import keep_mail_report
from sawti.notifications.bounces import deliveries_in
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import tenant_by_slug

LARGEST = 10_000_000  # bytes of one mail from the pipe


class Command(BaseCommand):
    """Reads one mail from standard input, or a mailbox, whose reports it removes once kept."""

    help = "Note what mail servers report (RFC 3464), from a pipe or a Maildir."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--maildir", help="a folder of the mail server instead of a pipe")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant = tenant_by_slug(options["slug"])
        if tenant is None:
            raise CommandError(f"There is no tenant {options['slug']}.")
        with tenant_context(tenant):
            if options["maildir"]:
                self.stdout.write(f"{self._of_folder(options['maildir'])} reports")
            else:
                self._keep(sys.stdin.buffer.read(LARGEST))

    def _of_folder(self, path: str) -> int:
        """Read a folder; a mail that is no report of ours stays where it is, for people."""
        folder = mailbox.Maildir(path, create=False)
        kept = 0
        for key in list(folder.keys()):
            if self._keep(folder.get_bytes(key)):
                folder.remove(key)
                kept += 1
        return kept

    def _keep(self, mail: bytes) -> bool:
        found = [keep_mail_report(each, at=clock.now()) for each in deliveries_in(mail)]
        return any(found)
