"""What all tables keep about people: the declarations of every app and plugin, put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import models

from sawti.tenancy.keeping import Keeps, Span

MODULE = "personal_data"


@dataclass(frozen=True)
class Declared:
    """One declaration with its model."""

    keeps: Keeps
    model: type[models.Model]

    @property
    def table(self) -> str:
        """The table, as the report of a run names it."""
        return self.model._meta.db_table

    def rows(self, **where: Any) -> Any:
        """Return the rows of the current tenant."""
        return self.model._default_manager.filter(**where)


@cache
def declarations() -> tuple[Declared, ...]:
    """Return the declarations of all apps, in the order of the apps.

    Raises ValueError for a table that is declared twice.
    """
    found: dict[str, Declared] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.{MODULE}"
        if not config.name.startswith("sawti") or find_spec(name) is None:
            continue
        for keeps in import_module(name).TABLES:
            label = keeps.model if "." in keeps.model else f"{config.label}.{keeps.model}"
            if label in found:
                raise ValueError(f"{label} is declared twice: mend {name}.")
            found[label] = Declared(keeps, apps.get_model(label))
    return tuple(found.values())


def of_cases() -> Sequence[Declared]:
    """Return what is declared to be about a case; the case itself is last.

    What is found through other rows comes before them: without them nobody would find it.
    """
    rows = [each for each in declarations() if each.keeps.case and not each.keeps.stripped_by]
    return sorted(rows, key=lambda each: (each.keeps.case == "pk", -each.keeps.case.count("__")))


def stripped() -> Sequence[Declared]:
    """Return the tables about cases that only a function of the database may change."""
    return [each for each in declarations() if each.keeps.stripped_by]


def of_people() -> Sequence[Declared]:
    """Return what is declared to be about a person; the person is last."""
    rows = [each for each in declarations() if each.keeps.person]
    return sorted(rows, key=lambda each: each.keeps.person == "pk")


def spans_of(kind: str) -> Sequence[tuple[Declared, Span]]:
    """Return the rows whose time limit is a policy of this kind."""
    return [
        (each, span) for each in declarations() for span in each.keeps.spans if span.kind == kind
    ]


def owned_by(declared: Declared) -> Sequence[tuple[str, Declared]]:
    """Return the keys of a table whose targets belong to its rows, each with that table."""
    by_model = {each.model: each for each in declarations()}
    return [
        (key, by_model[declared.model._meta.get_field(key).related_model])  # type: ignore[index]
        for key in declared.keeps.owns
    ]
