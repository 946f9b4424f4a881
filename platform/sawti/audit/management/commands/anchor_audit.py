"""manage.py anchor_audit: anchor the audit record of today, and put the file away."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sawti.audit.checking import anchor_today
from sawti.audit.signing import signing_key
from sawti.lib import clock
from sawti.tenancy.commands import chosen_tenants
from sawti.tenancy.context import tenant_context


class Command(BaseCommand):
    help = "Write a signed anchor of the audit record to the database and to the anchors' place."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", help="slug of the tenant; all tenants if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        for tenant in chosen_tenants(options["tenant"]):
            with tenant_context(tenant):
                written = anchor_today(at=clock.now())
            self.stdout.write(f"{tenant.slug}: {written} files written.")
        if signing_key() is None:
            self.stderr.write("The anchors are not signed: SAWTI_AUDIT_KEY is not set.")
