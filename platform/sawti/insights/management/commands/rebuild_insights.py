"""manage.py rebuild_insights: count the figures anew from cases and ratings."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sawti.insights.actions import Rebuilt, rebuild
from sawti.insights.management.tenants import add_choices
from sawti.lib import clock
from sawti.tenancy.commands import chosen_tenants
from sawti.tenancy.context import tenant_context


class Command(BaseCommand):
    help = "Count the figures of dashboards anew. Safe while the site runs."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_choices(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        for tenant in chosen_tenants(options["tenant"]):

            def tell(rebuilt: Rebuilt, slug: str = tenant.slug) -> None:
                self.stdout.write(f"{slug} {rebuilt.month:%Y-%m}: {rebuilt.cases} cases")

            with tenant_context(tenant):
                rebuild(at=clock.now(), month=options["month"], progress=tell)
