"""manage.py check_insights: compare the figures with cases and ratings; exit 1 if they differ."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sawti.insights.actions import refresh_stale
from sawti.insights.checking import differences
from sawti.insights.management.tenants import add_choices
from sawti.insights.queries import months_with_figures
from sawti.lib import clock
from sawti.tenancy.commands import chosen_tenants
from sawti.tenancy.context import tenant_context


class Command(BaseCommand):
    help = "Compare the figures of dashboards with the raw rows, and print what differs."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_choices(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for tenant in chosen_tenants(options["tenant"]):
            with tenant_context(tenant):
                refresh_stale(at=clock.now())
                for month in [options["month"]] if options["month"] else months_with_figures():
                    for difference in differences(month):
                        self.stdout.write(f"{tenant.slug} {difference}")
                        found += 1
        if found:
            raise CommandError(
                f"{found} figures differ. If news is still being delivered, check again later; "
                "else run rebuild_insights."
            )
        self.stdout.write("All figures agree with the cases.")
