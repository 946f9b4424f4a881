"""The short table at the end of the start."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sawti.packs.places import packs_folder
from sawti.project.env import SetUpError

TENANTS = ("bahrain", "jordan")


@dataclass(frozen=True)
class Tenant:
    """What the table says about a tenant."""

    slug: str
    name: str
    host: str

    def address(self, port: int) -> str:
        """Return the address of the tenant's front door, without a slash at the end."""
        return f"http://{self.host}:{port}"


def demo_tenants() -> list[Tenant]:
    """Return the tenants of the demo as their packs describe them."""
    return [_tenant(packs_folder() / slug / "tenant.toml") for slug in TENANTS]


def _tenant(path: Path) -> Tenant:
    try:
        pack = tomllib.loads(path.read_text(encoding="utf-8"))
        return Tenant(slug=pack["slug"], name=pack["name"]["en"], host=pack["hosts"][0])
    except (OSError, ValueError, LookupError) as error:
        raise SetUpError(f"{path}: expected a tenant pack, found {error!r}.") from error


def report(tenants: Sequence[Tenant], accounts: Path, port: int) -> str:
    """Return addresses and accounts as text."""
    addresses = [
        (tenant.name, base + "/", base + "/desk/", base + "/cms/")
        for tenant in tenants
        for base in [tenant.address(port)]
    ]
    people = [
        (slug, each["role"], each["email"], each["password"])
        for slug, staff in json.loads(accounts.read_text()).items()
        for each in staff
    ]
    mail = "  ".join(f"{tenant.address(port)}/demo/mail" for tenant in tenants)
    return "\n".join(
        [
            "",
            *_table(("Tenant", "Portal", "Desk", "CMS"), addresses),
            "",
            *_table(("Tenant", "Role", "E-mail", "Password"), people),
            "",
            f"Mail that was sent: {mail}",
            "Sawti is ready. Ctrl-C stops it.",
        ]
    )


def _table(heading: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in (heading, *rows)) for column in range(len(heading))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (heading, *rows)
    ]
