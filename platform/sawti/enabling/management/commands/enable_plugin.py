"""manage.py enable_plugin TENANT PLUGIN: switch a plugin on, or with --off, off."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sawti.enabling.actions import disable_plugin, enable_plugin
from sawti.lib import clock
from sawti.lib.errors import DomainError
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import tenant_by_slug


class Command(BaseCommand):
    help = "Enable an installed plugin in a tenant; the CMS does the same, with options."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the tenant, such as bahrain")
        parser.add_argument("plugin", help="the plugin, such as appreciation")
        parser.add_argument("--off", action="store_true", help="disable it instead")

    def handle(self, *args: Any, **options: Any) -> None:
        slug, plugin = options["slug"], options["plugin"]
        tenant = tenant_by_slug(slug)
        if tenant is None:
            raise CommandError(f"There is no tenant {slug}.")
        change = disable_plugin if options["off"] else enable_plugin
        try:
            with tenant_context(tenant):
                change(plugin, at=clock.now())
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{slug}: {plugin} {'disabled' if options['off'] else 'enabled'}")
