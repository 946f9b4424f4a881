"""manage.py check_isolation: print how tenants are kept apart; exit 1 if there is a hole."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from sawti.isolation.facts import SECTIONS, Report
from sawti.isolation.queries import isolation_report


class Command(BaseCommand):
    help = (
        "Print roles, tables, keys, functions, grants and stores, and every hole between tenants."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for a program to read")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = isolation_report()
        except psycopg.Error as error:
            raise CommandError(f"The database did not answer: {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report), indent=2, default=str))
        else:
            self.stdout.writelines(f"{line}\n" for line in _lines(report))
        if not report.is_isolated:
            raise CommandError(f"{len(report.findings)} holes between tenants.")


def _lines(report: Report) -> Iterator[str]:
    for section in SECTIONS:
        yield f"{section}"
        for name, value in report.state[section].items():
            yield f"  {name}: {_words(name, value)}"
        for hole in report.findings:
            if hole.section == section:
                yield f"  HOLE {hole.code}: {hole.says}"
    if report.is_isolated:
        yield f"No hole was found in {report.database}."


def _words(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {value}" for key, value in value.items())
    if isinstance(value, list):
        is_short = len(value) <= 5 or name == "unprotected"
        return f"{len(value)}" + (f" ({', '.join(value)})" if value and is_short else "")
    return str(value)
