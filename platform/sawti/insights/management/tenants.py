"""What the commands of this app have in common: which tenant, and which month."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date


def add_choices(parser: ArgumentParser) -> None:
    """Add --tenant and --month."""
    parser.add_argument("--tenant", help="slug of the tenant; all tenants if left out")
    parser.add_argument("--month", type=month, help="such as 2026-03; all months if left out")


def month(text: str) -> date:
    """Return the first day of a month written as 2026-03."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no month; write it as 2026-03.") from error
