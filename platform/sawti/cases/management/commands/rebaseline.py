"""manage.py rebaseline: let open cases follow a policy as it is now, with a reason."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sawti.accounts.models import Staff
from sawti.cases.actions.rebaselining import rebaseline
from sawti.cases.due_dates import Impact
from sawti.cases.steps.rebaselining import Baseline, baseline_impact
from sawti.lib import clock
from sawti.lib.errors import DomainError
from sawti.tenancy.commands import chosen_tenants
from sawti.tenancy.context import reading, tenant_context


class Command(BaseCommand):
    help = "Apply the present version of a policy to open cases that keep an older one."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("policy", help="code of the policy")
        parser.add_argument("--tenant", required=True, help="slug of the tenant")
        parser.add_argument("--by", required=True, help="e-mail address of who decided it")
        parser.add_argument("--reason", required=True, help="why; it stands in each case's history")
        parser.add_argument("--entity", default="", help="only its cases and those below it")
        parser.add_argument("--case", action="append", default=[], help="only this number")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = Baseline(
            options["policy"], options["reason"], options["entity"], tuple(options["case"])
        )
        at = clock.now()
        with tenant_context(chosen_tenants(options["tenant"])[0]):
            try:
                with reading():
                    by = Staff.objects.filter(email=options["by"], is_active=True).first()
                    if by is None:
                        raise CommandError(f"Nobody of the staff has the address {options['by']}.")
                    self._tell(baseline_impact(wanted, by=by, at=at))
                if not options["dry_run"]:
                    run = rebaseline(wanted, by=by, at=at)
                    self.stdout.write(f"Begun as {run.id}; a worker moves the cases.")
            except DomainError as refusal:
                raise CommandError(str(refusal) or type(refusal).__name__) from refusal

    def _tell(self, impact: Impact) -> None:
        self.stdout.write(
            f"{impact.candidates} open cases keep an older version. Of the {impact.examined} due "
            f"first {impact.later} would be due later, {impact.earlier} earlier; "
            f"{impact.others} keep the date of the answer."
        )
