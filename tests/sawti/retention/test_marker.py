"""What is removed is gone from every table, from the queue, the files and the cache."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.cache import caches

from sawti.cases.facts import Filed
from sawti.cases.models import Case
from sawti.retention.actions.applying import apply_policies
from sawti.retention.models import How
from sawti.retention.registry import declarations
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.insights.counts import fed, wrong
from tests.sawti.retention.scenes import (
    LONG_AGO,
    MARKER,
    full_case,
    plant,
    policy,
    text_columns,
    where_is,
)

Superuser = psycopg.Connection[Any]
NEIGHBOUR = "neighbourword"
RECENTLY = "2026-02-20T08:00Z"


@pytest.fixture(autouse=True)
def _mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def planted(
    committed: None, cast: Cast, clock: Any, files_folder: Path, superuser: Superuser
) -> Filed:
    """An old case full of markers; next to it a recent one, and one of Jordan."""
    filed = full_case(cast, MARKER, on=LONG_AGO)
    plant(superuser, cast.bahrain.id, filed.case_id, MARKER)
    full_case(cast, NEIGHBOUR, on=RECENTLY)
    cast.file_case(tenant=cast.jordan, category=None, story="otherword", on=LONG_AGO)
    fed(cast)
    return filed


def applied(cast: Cast) -> None:
    with tenant_context(cast.bahrain):
        apply_policies(at=utc("2026-03-01T08:00Z"))
    cast.deliver()


def everything(superuser: Superuser) -> list[str]:
    return where_is(superuser, MARKER)


def figures(superuser: Superuser) -> list[Any]:
    monthly = "SELECT to_jsonb(f) - 'id' - 'counted_at' FROM insights_monthlyfigures f ORDER BY 1"
    days = "SELECT to_jsonb(d) - 'id' FROM insights_answerdays d ORDER BY 1"
    return superuser.execute(monthly).fetchall() + superuser.execute(days).fetchall()


def test_the_scene_puts_the_marker_into_every_table_about_a_case(
    planted: Filed, superuser: Superuser
) -> None:
    tables = {place.split(".")[0] for place in everything(superuser)}

    wanted = {
        each.table
        for each in declarations()
        if each.keeps.case and {f.name for f in text_columns(each)} - set(each.keeps.stays)
    }
    assert wanted - tables == set()
    assert len(wanted) >= 11


@pytest.mark.parametrize("how", How.values)
def test_a_removed_case_leaves_no_word_in_any_table_file_or_cache(
    cast: Cast, planted: Filed, superuser: Superuser, files_folder: Path, how: str
) -> None:
    before = len([path for path in files_folder.rglob("*") if path.is_file()])
    policy(cast, how=how)

    applied(cast)

    for needle in (MARKER, planted.number, planted.receipt):
        assert where_is(superuser, needle) == []
    assert where_is(superuser, str(planted.case_id)) == expected_ids(how)
    assert MARKER not in repr(caches["default"]._cache)  # type: ignore[attr-defined]
    files = [path for path in files_folder.rglob("*") if path.is_file()]
    assert (before, len(files)) == (4, 2)  # a photo and its small picture, of two cases
    assert [path for path in files if MARKER.encode() in path.read_bytes()] == []


def expected_ids(how: str) -> list[str]:
    """Where the random id of the case may still stand: it names nobody."""
    erased = ["retention_tombstone.subject_id"]
    anonymised = [
        "appreciation_appreciation.case_id",
        "cases_case.id",
        "cases_clock.case_id",
        "cases_content.case_id",
        "cases_historyrow.case_id",
        "cases_message.case_id",
        "cases_pause.case_id",
        "incidents_decisioncase.case_id",
        "incidents_membership.case_id",
        "notifications_notification.about_id",
        "quality_rating.case_id",
        *erased,
    ]
    return {How.ERASE: erased, How.ANONYMISE: anonymised}[How(how)]


@pytest.mark.parametrize("how", How.values)
def test_the_figures_are_the_same_before_and_after_and_when_counted_anew(
    cast: Cast, planted: Filed, superuser: Superuser, how: str
) -> None:
    before = figures(superuser)
    policy(cast, how=how)

    applied(cast)

    assert len(before) >= 3
    assert figures(superuser) == before
    assert wrong(cast) == []


@pytest.mark.parametrize("how", How.values)
def test_the_neighbours_case_and_the_other_tenant_are_untouched(
    cast: Cast, planted: Filed, superuser: Superuser, how: str
) -> None:
    before = (where_is(superuser, NEIGHBOUR), where_is(superuser, "otherword"))
    policy(cast, how=how)

    applied(cast)

    assert (where_is(superuser, NEIGHBOUR), where_is(superuser, "otherword")) == before
    assert cast.count(Case) == (1 if how == How.ERASE else 2)
    assert cast.count(Case, cast.jordan) == 1
