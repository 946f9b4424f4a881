"""Personal fields are unreadable in the database and found by their exact text."""

from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction

from sawti.accounts.models import Person
from sawti.lib.key_ring import KeyMissing, KeyRing, SealBroken
from sawti.tenancy.context import TenantFacts, tenant_context
from tests.cast import Cast

PHONE = "+97336123456"
OLD, NEW = "2025:" + "o" * 40, "2026:" + "n" * 40


def person(cast: Cast, phone: str = PHONE, tenant: TenantFacts | None = None, **values: Any) -> Any:
    email = values.pop("email", "sara@example.com")
    with cast.writing(tenant or cast.bahrain):
        return Person.objects.create(
            email=email, phone=phone, language="ar", created_at="2026-03-01T08:00Z", **values
        )


def stored(cast: Cast, row: Any) -> tuple[bytes | None, bytes | None]:
    """Return the two columns as the database has them."""
    with cast.inside(cast.bahrain), connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_hash FROM accounts_person WHERE id = %s", [row.pk])
        phone, phone_hash = cursor.fetchone()
    return phone and bytes(phone), phone_hash and bytes(phone_hash)


def phone_of(cast: Cast, row: Any) -> str:
    with cast.inside(cast.bahrain):
        return str(Person.objects.get(pk=row.pk).phone)


def test_the_database_holds_no_word_of_a_sealed_field(cast: Cast) -> None:
    phone, phone_hash = stored(cast, person(cast))

    assert phone is not None and phone_hash is not None
    assert PHONE[1:].encode() not in phone + phone_hash
    assert len(phone_hash) == 32


def test_a_row_that_is_loaded_shows_the_text(cast: Cast) -> None:
    assert phone_of(cast, person(cast)) == PHONE


def test_two_rows_with_the_same_text_look_different_and_are_found_together(cast: Cast) -> None:
    first, second = person(cast), person(cast, email="hasan@example.com")

    assert stored(cast, first)[0] != stored(cast, second)[0]
    with cast.inside(cast.bahrain):
        found = set(Person.objects.filter(phone_hash=f" {PHONE} ").values_list("id", flat=True))
    assert found == {first.pk, second.pk}


def test_the_same_text_has_another_hash_in_the_other_tenant(cast: Cast) -> None:
    person(cast)
    person(cast, tenant=cast.jordan)

    with cast.inside(cast.jordan):
        in_jordan = Person.objects.get().phone_hash
    with cast.inside(cast.bahrain):
        assert Person.objects.get().phone_hash != in_jordan


def test_an_empty_text_is_stored_as_nothing_and_found_by_nothing(cast: Cast) -> None:
    row = person(cast, phone="")

    assert stored(cast, row) == (None, None)
    assert phone_of(cast, row) == ""
    with cast.inside(cast.bahrain):
        assert not Person.objects.filter(phone_hash="").exists()


def test_a_text_that_is_copied_to_another_row_does_not_open(cast: Cast) -> None:
    first, second = person(cast), person(cast, phone="+97336999999", email="hasan@example.com")
    with cast.writing(cast.bahrain), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_person SET phone = %s WHERE id = %s",
            [stored(cast, first)[0], second.pk],
        )

    with pytest.raises(SealBroken):
        phone_of(cast, second)


def test_an_update_without_the_row_is_refused_but_for_nothing(cast: Cast) -> None:
    row = person(cast)

    with tenant_context(cast.bahrain):
        with pytest.raises(TypeError, match="sealed with its row"), transaction.atomic():
            Person.objects.filter(pk=row.pk).update(phone="+97336999999")
        with transaction.atomic():
            Person.objects.filter(pk=row.pk).update(phone="", phone_hash=None)

    assert stored(cast, row) == (None, None)


def test_a_sealed_field_is_not_searched(cast: Cast) -> None:
    with cast.inside(cast.bahrain), pytest.raises(FieldError):
        Person.objects.filter(phone=PHONE).exists()


def test_an_older_key_still_opens_and_finds_until_the_row_is_saved(
    cast: Cast, settings: Any
) -> None:
    settings.SAWTI_FIELD_KEYS = KeyRing.parse(OLD)
    row = person(cast)
    settings.SAWTI_FIELD_KEYS = KeyRing.parse(f"{NEW} {OLD}")

    with cast.inside(cast.bahrain):
        assert Person.objects.get(phone_hash=PHONE).phone == PHONE
    with cast.writing(cast.bahrain):
        Person.objects.get(pk=row.pk).save(update_fields=["phone", "phone_hash"])

    settings.SAWTI_FIELD_KEYS = KeyRing.parse(NEW)
    assert phone_of(cast, row) == PHONE


def test_a_row_whose_key_is_gone_fails_loudly(cast: Cast, settings: Any) -> None:
    settings.SAWTI_FIELD_KEYS = KeyRing.parse(OLD)
    row = person(cast)
    settings.SAWTI_FIELD_KEYS = KeyRing.parse(NEW)

    with pytest.raises(KeyMissing, match="'2025'"):
        phone_of(cast, row)


def test_a_field_that_was_not_loaded_is_opened_when_it_is_asked_for(cast: Cast) -> None:
    person(cast)

    with cast.inside(cast.bahrain):
        assert Person.objects.defer("phone").get().phone == PHONE
