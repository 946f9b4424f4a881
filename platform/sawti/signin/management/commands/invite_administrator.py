"""sawti invite_administrator TENANT EMAIL NAME: a tenant's first account."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from sawti.lib import clock
from sawti.lib.errors import DomainError
from sawti.signin.actions.first import invite_first_administrator
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import tenant_by_slug


class Command(BaseCommand):
    help = "Invite the first administrator of a tenant by e-mail; they invite everybody else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the tenant, such as bahrain")
        parser.add_argument("email", help="where the invitation goes")
        parser.add_argument("name", help="their name, as colleagues read it")

    def handle(self, *args: Any, **options: Any) -> None:
        tenant = tenant_by_slug(options["slug"])
        if tenant is None:
            raise CommandError(f"There is no tenant {options['slug']}.")
        try:
            validate_email(options["email"])
            with tenant_context(tenant):
                staff = invite_first_administrator(
                    email=options["email"], name=options["name"], at=clock.now()
                )
        except ValidationError as error:
            raise CommandError(f"{options['email']} is no e-mail address.") from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{tenant.slug}: {staff.email} is invited, for seven days")
