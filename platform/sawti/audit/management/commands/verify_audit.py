"""manage.py verify_audit: read the audit record again; exit 1 at the first broken link."""

from argparse import ArgumentParser
from collections.abc import Callable
from itertools import chain, islice
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management.base import BaseCommand, CommandError

from sawti.audit.anchors import AnchorFacts, NotAnAnchor, anchor_breaks, anchors_in, kept_anchors
from sawti.audit.management.days import day
from sawti.audit.signing import NotAKey, public_key, signing_key
from sawti.audit.verification import breaks, waiting
from sawti.tenancy.commands import chosen_tenants
from sawti.tenancy.context import TenantFacts, reading, tenant_context


class Command(BaseCommand):
    help = "Check that no entry of the audit record was altered, deleted, inserted or reordered."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", help="slug of the tenant; all tenants if left out")
        parser.add_argument("--since", type=day, help="such as 2026-03-01; earlier is trusted")
        parser.add_argument("--anchors", type=Path, help="folder of anchors kept elsewhere")
        parser.add_argument("--key", type=Path, help="public key in PEM; else that of our own key")
        parser.add_argument("--all", action="store_true", help="go on after the first broken link")

    def handle(self, *args: Any, **options: Any) -> None:
        key = _key(options["key"])
        broken = 0
        for tenant in chosen_tenants(options["tenant"]):
            broken += self._verify(tenant, key, options)
        if broken:
            raise CommandError("The audit record is broken. See docs/audit.md, 'A broken link'.")

    def _verify(
        self, tenant: TenantFacts, key: Ed25519PublicKey | None, options: dict[str, Any]
    ) -> int:
        """Print what is broken in one tenant; return how many links that are."""
        checked = [0]
        with tenant_context(tenant), reading():
            anchors = _anchors(options["anchors"], tenant)
            links = breaks(since=options["since"], progress=self._tell(tenant, checked))
            everything = chain(links, anchor_breaks(anchors, key))
            found = list(islice(everything, None if options["all"] else 1))
            still_waiting = waiting()
        for broken in found:
            self.stderr.write(f"{tenant.slug} {broken}")
        if not found:
            signed = sum(bool(key and anchor.signature) for anchor in anchors)
            self.stdout.write(
                f"{tenant.slug}: {checked[0]} entries agree with their seals, {still_waiting} wait "
                f"for theirs; {len(anchors)} anchors agree, {signed} of them signed."
            )
        return len(found)

    def _tell(self, tenant: TenantFacts, checked: list[int]) -> Callable[[int, int], None]:
        def tell(done: int, whole: int) -> None:
            checked[0] = done
            if done < whole:
                self.stdout.write(f"{tenant.slug}: {done} of {whole} …")

        return tell


def _key(path: Path | None) -> Ed25519PublicKey | None:
    """Return the public key to check anchors with, or None where there is none to check with."""
    try:
        if path:
            return public_key(path.read_text(encoding="utf-8"))
        own = signing_key()
    except (OSError, NotAKey) as error:
        raise CommandError(str(error)) from error
    return own.public_key() if own else None


def _anchors(folder: Path | None, tenant: TenantFacts) -> list[AnchorFacts]:
    """Return the anchors that the database kept and those of the folder."""
    try:
        return kept_anchors() + (anchors_in(folder, tenant) if folder else [])
    except NotAnAnchor as error:
        raise CommandError(str(error)) from error
