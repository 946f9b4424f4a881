"""Fills the database of the demo in one process: starting Django once is quicker than thrice."""

import sys

import django
from django.core.management import call_command


def load(tenants: list[str], accounts: str) -> None:
    """Load the tenant packs, make the staff accounts and write their passwords to `accounts`."""
    django.setup()
    for slug in tenants:
        call_command("load_tenant", slug)
    call_command("create_demo_staff", passwords_file=accounts)


if __name__ == "__main__":
    load(sys.argv[2:], sys.argv[1])
