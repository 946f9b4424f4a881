"""manage.py add_demo_thanks: words of invented people for the wall of the demo."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sawti.lib import clock
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import tenant_by_slug
from sawti_appreciation.demo import add_demo_thanks


class Command(BaseCommand):
    help = "Add thanks of invented people to a tenant that has none. Demo only."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the tenant, such as bahrain")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SAWTI_MAIL_FOLDER:
            raise CommandError(
                "These thanks are invented; the demo's settings are not in use here."
            )
        tenant = tenant_by_slug(options["slug"])
        if tenant is None:
            raise CommandError(f"There is no tenant {options['slug']}.")
        with tenant_context(tenant):
            count = add_demo_thanks(at=clock.now())
        self.stdout.write(f"{tenant.slug}: {count} thanks")
