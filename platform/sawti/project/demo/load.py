"""Fills the database of the demo in one process: starting Django once is quicker than thrice."""

import sys

import django
from django.core.management import call_command

from sawti.plugins.calling import manifests

DEMO_CASES = 2000  # in each tenant
# Tenant, plugin, and the command by which the plugin fills what it shows.
DEMO_PLUGINS = (("bahrain", "appreciation", "add_demo_thanks"),)


def load(tenants: list[str], accounts: str) -> None:
    """Load the packs, make the staff (their passwords go to `accounts`), and a history once.

    One tenant shows a plugin, where it is installed.
    """
    django.setup()
    for slug in tenants:
        call_command("load_tenant", slug)
    shown = [row for row in DEMO_PLUGINS if row[0] in tenants and row[1] in manifests()]
    for slug, plugin, _ in shown:
        call_command("enable_plugin", slug, plugin)
    call_command("create_demo_staff", passwords_file=accounts)
    call_command("make_history", cases=DEMO_CASES, if_empty=True)
    call_command("add_demo_companies")
    call_command("add_demo_incidents")
    call_command("add_demo_merger")
    for slug, _, command in shown:
        call_command(command, slug)


if __name__ == "__main__":
    load(sys.argv[2:], sys.argv[1])
