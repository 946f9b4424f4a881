"""`sawti support_access`: how an operator of the platform asks a tenant for access, and enters."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sawti.accounts.models import Staff
from sawti.entities.actions.support import Operator, ask_support, link_support
from sawti.entities.support import support_grants
from sawti.lib import clock
from sawti.lib.errors import DomainError
from sawti.tenancy.context import TenantFacts, reading, tenant_context
from sawti.tenancy.queries import address_of, all_tenants


class Command(BaseCommand):
    """Ask, list, and make the sign-in link; the tenant's administrators allow and end."""

    help = "Asks a tenant for time-limited, read-only access, lists it, or prints a sign-in link."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("deed", choices=["ask", "list", "link"])
        parser.add_argument("--tenant", required=True, help="slug of the tenant")
        parser.add_argument("--operator", required=True, help="your address in the operator tenant")
        parser.add_argument("--reason", default="", help="ask: why, for the tenant to read")
        parser.add_argument("--hours", type=int, default=4, help="ask: for how long")
        parser.add_argument("--access", type=UUID, help="link: which access, see list")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the three deeds as an operator of the operator tenant."""
        tenants = {tenant.slug: tenant for tenant in all_tenants()}
        operators = tenants.get(settings.SAWTI_OPERATOR_TENANT)
        tenant = tenants.get(options["tenant"])
        if operators is None:
            raise CommandError("Set SAWTI_OPERATOR_TENANT to the slug of the operators' tenant.")
        if tenant is None or tenant.id == operators.id:
            raise CommandError(f"There is no tenant {options['tenant']} to be supported.")
        operator = _operator(operators, options["operator"])
        try:
            text = getattr(self, f"_{options['deed']}")(tenant, operator, options)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(text)

    def _ask(self, tenant: TenantFacts, operator: Operator, options: Any) -> str:
        at = clock.now()
        with tenant_context(tenant):
            found = ask_support(
                operator=operator, reason=options["reason"], hours=options["hours"], at=at
            )
        return f"{found.id}: asked; an administrator of {tenant.slug} has to allow it"

    def _list(self, tenant: TenantFacts, operator: Operator, options: Any) -> str:
        with tenant_context(tenant), reading():
            rows = [row for row in support_grants(at=clock.now()) if row.operator_id == operator.id]
        return "\n".join(f"{row.id}: {row.state}, {row.hours} h: {row.reason}" for row in rows)

    def _link(self, tenant: TenantFacts, operator: Operator, options: Any) -> str:
        if options["access"] is None:
            raise CommandError("Say which access: --access, as `list` shows it.")
        at = clock.now()
        with tenant_context(tenant):
            token = link_support(options["access"], operator_id=operator.id, at=at)
            with reading():
                address = address_of(tenant)
        return f"{address}/desk/support/enter/{token}/"


def _operator(operators: TenantFacts, email: str) -> Operator:
    with tenant_context(operators), reading():
        staff = Staff.objects.filter(email=email.lower(), is_active=True).first()
    if staff is None:
        raise CommandError(f"{email} is no active account of {operators.slug}.")
    return Operator(staff.id, staff.name)
