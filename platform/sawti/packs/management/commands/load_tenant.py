"""manage.py load_tenant SLUG: bring a tenant up, or up to date, from its pack."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sawti.lib import clock
from sawti.lib.errors import DomainError
from sawti.packs.actions import load_pack
from sawti.packs.places import pack_folder
from sawti.packs.reading import read_pack


class Command(BaseCommand):
    help = "Load the pack of a tenant. It may be loaded again at any time; see tenants/README.md."
    # Django's checks look at settings and addresses of pages; a pack has to do with neither.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the tenant, such as bahrain")
        parser.add_argument("--dry-run", action="store_true", help="print what would change")
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="take the pack's words also where an editor has changed them in the CMS",
        )
        parser.add_argument("--folder", type=Path, help="the pack, if it lies elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        slug, dry_run = options["slug"], options["dry_run"]
        try:
            pack = read_pack(options["folder"] or pack_folder(slug), slug=slug)
            found = load_pack(pack, at=clock.now(), dry_run=dry_run, overwrite=options["overwrite"])
        except DomainError as error:
            raise CommandError(str(error)) from error
        if dry_run or options["verbosity"] > 1:
            self.stdout.writelines(f"{change}\n" for change in found.changes)
        self.stdout.writelines(f"{change}\n" for change in found.kept)
        self.stdout.write(found.summary())
