"""Personal fields are sealed anew under the current key, whenever it was broken off."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from sawti.accounts.actions.keys import rows_under_other_keys, sealed_models
from sawti.accounts.models import Person
from sawti.audit.models import Entry
from sawti.cases.facts import Contact
from sawti.cases.models import Applicant
from sawti.lib.key_ring import KeyRing
from tests.cast import Cast

OLD, NEW = "2025:" + "o" * 40, "2026:" + "n" * 40


@pytest.fixture
def replaced(cast: Cast, settings: Any) -> Any:
    """Two cases and a person were sealed under a key that has a successor now."""
    settings.SAWTI_FIELD_KEYS = KeyRing.parse(OLD)
    cast.file_case(contact=Contact("Sara", "sara@example.com", "36123456"))
    cast.file_case(contact=Contact("Hasan", "", ""))
    cast.file_case(contact=Contact())
    with cast.writing(cast.bahrain):
        Person.objects.create(
            email="sara@example.com",
            phone="+97336123456",
            language="ar",
            created_at="2026-03-01T08:00Z",
        )
    settings.SAWTI_FIELD_KEYS = KeyRing.parse(f"{NEW} {OLD}")
    return settings


def rotated(*options: str) -> list[str]:
    out = StringIO()
    call_command("rotate_keys", *options, stdout=out)
    return out.getvalue().splitlines()


def test_a_dry_run_counts_and_changes_nothing(cast: Cast, replaced: Any) -> None:
    lines = rotated("--dry-run")

    assert "bahrain accounts.Person: 1" in lines
    assert "bahrain cases.Applicant: 2" in lines
    assert "jordan cases.Applicant: 0" in lines
    assert cast.count(Entry) == 0 or rotated("--dry-run") == lines


def test_afterwards_the_old_key_can_go(cast: Cast, replaced: Any) -> None:
    rotated("--batch", "1")

    replaced.SAWTI_FIELD_KEYS = KeyRing.parse(NEW)
    with cast.inside(cast.bahrain):
        assert {row.name for row in Applicant.objects.all()} == {"Sara", "Hasan"}
        assert Applicant.objects.get(email_hash="sara@example.com").phone == "+97336123456"
        assert Person.objects.get(phone_hash="+97336123456").phone == "+97336123456"


def test_a_second_run_finds_nothing_to_do(cast: Cast, replaced: Any) -> None:
    rotated()

    assert "bahrain cases.Applicant: 0" in rotated()


def test_what_was_broken_off_goes_on(cast: Cast, replaced: Any) -> None:
    with cast.writing(cast.bahrain):
        row = rows_under_other_keys(Applicant).order_by("pk").first()
        row.save(update_fields=["name", "email", "email_hash", "phone", "phone_hash"])

    assert "bahrain cases.Applicant: 1" in rotated()


def test_the_record_says_how_many_and_no_content(cast: Cast, replaced: Any) -> None:
    rotated()

    with cast.inside(cast.bahrain):
        reason = Entry.objects.get(event="keys.fields_rotated").reason
    told = dict(each.rsplit(" ", 1) for each in reason.split(", "))
    assert (told["accounts.Person"], told["cases.Applicant"]) == ("1", "2")


def test_a_key_that_is_missing_stops_the_run_and_is_named(cast: Cast, replaced: Any) -> None:
    replaced.SAWTI_FIELD_KEYS = KeyRing.parse(NEW)

    with pytest.raises(CommandError, match="'2025'"):
        rotated()


def test_every_model_with_a_sealed_field_is_found() -> None:
    assert {Person, Applicant} <= set(sealed_models())
