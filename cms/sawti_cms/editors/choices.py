"""What editors choose from, in the language of the screen."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext

from sawti.catalogue.queries import catalogue
from sawti.entities.queries import entity_tree

Choices = list[Any]


def language() -> str:
    """Return the language of the screen."""
    found = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return found if found in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def entities(empty: str) -> Choices:
    """Return the active entities, sector by sector."""
    return [
        ("", empty),
        *(
            (sector.name(language()), [(row.code, row.name(language())) for row in rows])
            for sector, rows in entity_tree().by_sector()
            if rows
        ),
    ]


def pillars() -> Choices:
    """Return the active pillars."""
    rows = [row for row in catalogue().pillars.values() if row.is_active]
    return [("", gettext("None: this is a group")), *((r.code, r.name(language())) for r in rows)]


def classes() -> Choices:
    """Return the active classes of confidential cases."""
    rows = [row for row in catalogue().confidentiality.values() if row.is_active]
    return [("", gettext("Not confidential")), *((r.code, r.name(language())) for r in rows)]


def importance_levels() -> Choices:
    """Return the active levels of importance, and the usual one by name."""
    known = catalogue()
    usual = gettext("The usual one: %(name)s") % {"name": known.default_importance.name(language())}
    rows = [row for row in known.importance.values() if row.is_active]
    return [("", usual), *((row.code, row.name(language())) for row in rows)]


def types(empty: str) -> Choices:
    """Return the active types of case."""
    rows = [row for row in catalogue().types.values() if row.is_active]
    return [("", empty), *((row.code, row.name(language())) for row in rows)]


def categories(empty: str) -> Choices:
    """Return the groups and the active categories below each."""
    return [
        ("", empty),
        *(
            (
                top.name(language()),
                [
                    (top.code, gettext("All of %(group)s") % {"group": top.name(language())}),
                    *((row.code, row.name(language())) for row in rows),
                ],
            )
            for top, rows in catalogue().category_groups()
        ),
    ]
