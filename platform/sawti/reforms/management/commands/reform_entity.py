"""manage.py reform_entity: rename, move or merge an entity; first what it would change."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sawti.accounts.models import Staff
from sawti.lib import clock
from sawti.lib.errors import DomainError
from sawti.reforms.actions import ask_reform
from sawti.reforms.facts import Wish
from sawti.reforms.models import Act
from sawti.reforms.preview import Preview, preview_of
from sawti.tenancy.commands import chosen_tenants
from sawti.tenancy.context import reading, tenant_context

ACTS = (Act.RENAME, Act.MOVE, Act.MERGE)  # a split is too much for a line: see the CMS


class Command(BaseCommand):
    help = "Rename, move or merge an entity, at once or from a day on. A merger is final."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=[str(act) for act in ACTS])
        parser.add_argument("entity", help="code of the entity")
        parser.add_argument("--tenant", required=True, help="slug of the tenant")
        parser.add_argument("--by", required=True, help="e-mail address of who decided it")
        parser.add_argument("--reason", required=True, help="such as the law and its number")
        parser.add_argument("--into", default="", help="new parent, or who goes on after a merger")
        parser.add_argument("--name-ar", default="", help="new name in Arabic")
        parser.add_argument("--name-en", default="", help="new name in English")
        parser.add_argument("--role", action="append", default=[], help="whose posts go along")
        parser.add_argument("--on", type=date.fromisoformat, help="from this day on")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        is_rename = options["act"] == Act.RENAME
        names = {"ar": options["name_ar"], "en": options["name_en"]} if is_rename else {}
        wish = Wish(
            options["act"],
            options["entity"],
            options["reason"],
            names=names,
            into=options["into"],
            roles=tuple(options["role"]),
            effective_on=options["on"],
        )
        with tenant_context(chosen_tenants(options["tenant"])[0]):
            try:
                self._do(wish, options["by"], is_tried=options["dry_run"])
            except DomainError as refusal:
                faults = getattr(refusal, "faults", (refusal,))
                raise CommandError("; ".join(map(str, faults))) from refusal

    def _do(self, wish: Wish, email: str, *, is_tried: bool) -> None:
        at = clock.now()
        with reading():
            by = Staff.objects.filter(email=email, is_active=True).first()
            if by is None:
                raise CommandError(f"Nobody of the staff has the address {email}.")
            found = preview_of(wish, by=by, at=at)
        self._tell(found)
        if not is_tried:
            reform = ask_reform(wish, by=by, at=at, seen=found.seen)
            state = "Done" if reform.done_at else f"Waits for {reform.effective_at:%Y-%m-%d %H:%M}Z"
            self.stdout.write(f"{state} as {reform.id}.")

    def _tell(self, found: Preview) -> None:
        self.stdout.write(f"Open cases: {found.open_here}, with all below it {found.open_cases}.")
        if found.following:
            ending = ", ".join(name for name, _ in found.following.ending) or "nobody"
            going = ", ".join(name for name, _ in found.following.going) or "nobody"
            self.stdout.write(f"Posts go along: {going}. Posts end: {ending}.")
