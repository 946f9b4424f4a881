"""Every table says what it keeps about people; a new one fails here until it does."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from sawti.retention.registry import Declared, declarations
from sawti.tenancy.global_tables import GLOBAL_TABLES
from tests.sawti.retention.scenes import text_columns

DECLARED = declarations()


def names(declared: Declared) -> set[str]:
    return {field.name for field in declared.model._meta.local_concrete_fields}


def test_every_table_of_a_tenant_declares_what_it_keeps_about_people() -> None:
    """Declare yours in `personal_data.py` of its app: see sawti/tenancy/keeping.py."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}

    silent = tables - set(GLOBAL_TABLES) - {declared.table for declared in DECLARED}

    assert silent == set()


@pytest.mark.parametrize("declared", DECLARED, ids=lambda d: d.table)
def test_a_declaration_says_why_rows_stay_that_nothing_removes(declared: Declared) -> None:
    keeps = declared.keeps

    assert keeps.why or keeps.case or keeps.person or keeps.spans


@pytest.mark.parametrize("declared", DECLARED, ids=lambda d: d.table)
def test_a_declaration_names_columns_that_are_there(declared: Declared) -> None:
    keeps = declared.keeps
    lookups = [name.split("__")[0] for name in (keeps.case, keeps.person) if name not in ("", "pk")]
    changes = [*(keeps.anonymised or ()), *(keeps.forgotten or ())]
    spans = [name for span in keeps.spans for name in (span.since, *(span.changes or ()))]
    named = {*lookups, *changes, *keeps.stays, *keeps.owns, *(n.split("__")[0] for n in spans)}

    assert named | {keeps.stored_at} - {""} <= names(declared) | {""}


@pytest.mark.parametrize(
    "declared",
    [each for each in DECLARED if each.keeps.case and each.keeps.anonymised is not None],
    ids=lambda d: d.table,
)
def test_every_text_of_an_anonymised_row_is_changed_or_said_to_name_nobody(
    declared: Declared,
) -> None:
    texts = {field.name for field in text_columns(declared)}

    assert texts - set(declared.keeps.anonymised or ()) - set(declared.keeps.stays) == set()


@pytest.mark.parametrize("manifest", settings.SAWTI_PLUGINS, ids=lambda m: m.name)
def test_a_plugin_with_tables_declares_them(manifest: Any) -> None:
    own = {
        model for c in apps.get_app_configs() if c.name in manifest.apps for model in c.get_models()
    }

    assert own - {declared.model for declared in DECLARED} == set()
