"""Fills the database of the demo in one process: starting Django once is quicker than thrice."""

import sys

import django
from django.core.management import call_command

DEMO_CASES = 2000  # in each tenant


def load(tenants: list[str], accounts: str) -> None:
    """Load the packs, make the staff (their passwords go to `accounts`), and a history once."""
    django.setup()
    for slug in tenants:
        call_command("load_tenant", slug)
    call_command("create_demo_staff", passwords_file=accounts)
    call_command("make_history", cases=DEMO_CASES, if_empty=True)


if __name__ == "__main__":
    load(sys.argv[2:], sys.argv[1])
