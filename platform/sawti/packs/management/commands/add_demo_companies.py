"""manage.py add_demo_companies: companies of invented people for the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sawti.lib import clock
from sawti.packs.demo_companies import add_demo_companies
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import all_tenants


class Command(BaseCommand):
    help = "Add companies with cases to every tenant that has none. Demo only."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SAWTI_MAIL_FOLDER:
            raise CommandError("These companies are invented; the demo's settings are not in use.")
        for tenant in all_tenants():
            with tenant_context(tenant):
                count = add_demo_companies(at=clock.now())
            self.stdout.write(f"{tenant.slug}: {count} companies")
