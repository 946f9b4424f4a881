"""The password opens nothing by itself, and guessing gets slow without locking anybody out."""

from datetime import timedelta

import pytest
from django.db import transaction

from sawti.accounts.actions import add_staff
from sawti.accounts.errors import SignInRefused
from sawti.accounts.models import Staff
from sawti.accounts.sessions import Proof
from sawti.audit.models import Entry
from sawti.lib import totp
from sawti.signin.actions.doors import prove_code, sign_in
from sawti.signin.actions.factors import add_app, remove_factor, renew_recovery_codes
from sawti.signin.admission import Needs
from sawti.signin.enrolment import opened_secret, sealed_new_secret
from sawti.signin.errors import LastFactor, TooManyTries, WrongCode
from sawti.signin.models import Factor, RecoveryCode, Try
from sawti.signin.steps import forget_tries
from sawti.tenancy.context import tenant_context
from tests.people import FATIMA, PASSWORD

HERE, ELSEWHERE = "203.0.113.7", "198.51.100.9"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def in_bahrain(cast):
    with tenant_context(cast.bahrain):
        yield


def enter(at, password: str = PASSWORD, *, email: str = FATIMA.email, source: str = HERE):
    return sign_in(email=email, password=password, source=source, at=at)


def fail(times: int, at, **who: str) -> None:
    """Type a wrong password so many times, as fast as the limits allow."""
    for _ in range(times):
        with pytest.raises((SignInRefused, TooManyTries)):
            enter(at, "not the password", **who)


def give_app(staff, at) -> bytes:
    """Give somebody an authenticator app a minute ago; return its secret."""
    sealed = sealed_new_secret(staff.pk)
    secret = opened_secret(sealed, staff.pk)
    before = at - MINUTE
    add_app(staff.pk, sealed=sealed, typed=totp.code_at(secret, before), at=before)
    return secret


def events(cast, staff) -> list[str]:
    """Return what the audit says of somebody since the template was built."""
    with cast.inside(cast.bahrain):
        rows = Entry.objects.filter(object_id=staff.pk, event__startswith="staff.").order_by("id")
        return list(rows.values_list("event", flat=True))[1:]  # the first says: staff.added


def test_the_password_of_one_tenant_opens_nothing_in_the_other(cast, at):
    with tenant_context(cast.jordan):
        add_staff(email=FATIMA.email, name="x", language="en", password="another one", at=at)
        with pytest.raises(SignInRefused):
            enter(at)

    assert enter(at).staff == cast.fatima


def test_an_unknown_address_a_wrong_password_and_a_disabled_account_get_the_same_answer(cast, at):
    with transaction.atomic():
        Staff.objects.filter(pk=cast.noor.pk).update(is_active=False)

    with pytest.raises(SignInRefused) as unknown:
        enter(at, email="nobody@bahrain.example")
    with pytest.raises(SignInRefused) as wrong:
        enter(at, "a wrong password")
    with pytest.raises(SignInRefused) as disabled:
        enter(at, email=cast.noor.email)

    assert str(unknown.value) == str(wrong.value) == str(disabled.value)


def test_signing_in_and_its_refusal_are_on_record(cast, at):
    enter(at, email=f"  {FATIMA.email.upper()} ")
    fail(1, at)

    assert events(cast, cast.fatima) == ["staff.signed_in", "staff.sign_in_refused"]


def test_a_right_password_is_no_sign_in_where_a_second_factor_is_required(cast, at, settings):
    settings.SAWTI_SECOND_FACTOR = "required"

    admission = enter(at)

    assert admission.needs == Needs.ENROLMENT
    assert events(cast, cast.fatima) == ["staff.password_accepted"]


def test_whoever_has_an_app_is_asked_for_its_code_even_on_a_demo(cast, at):
    give_app(cast.fatima, at)

    assert enter(at).needs == Needs.CODE


def test_the_code_of_the_app_finishes_the_sign_in(cast, at):
    secret = give_app(cast.fatima, at)

    proof = prove_code(cast.fatima.pk, typed=totp.code_at(secret, at), source=HERE, at=at)

    assert proof == Proof.APP
    assert events(cast, cast.fatima)[-1] == "staff.signed_in"


def test_a_code_counts_once(cast, at):
    secret = give_app(cast.fatima, at)
    code = totp.code_at(secret, at)
    prove_code(cast.fatima.pk, typed=code, source=HERE, at=at)

    with pytest.raises(WrongCode):
        prove_code(cast.fatima.pk, typed=code, source=HERE, at=at)
    with pytest.raises(WrongCode):
        prove_code(cast.fatima.pk, typed=code, source=ELSEWHERE, at=at + timedelta(seconds=20))


@pytest.mark.parametrize("seconds", [-60, 61])
def test_a_code_of_another_minute_is_wrong(cast, at, seconds):
    secret = give_app(cast.fatima, at)
    code = totp.code_at(secret, at + timedelta(seconds=seconds))

    with pytest.raises(WrongCode):
        prove_code(cast.fatima.pk, typed=code, source=HERE, at=at)


@pytest.mark.parametrize("typed", ["", "000000", "١٢٣٤٥٦", "\ud800", "x" * 60])
def test_anything_else_is_a_wrong_code(cast, at, typed):
    give_app(cast.fatima, at)

    with pytest.raises(WrongCode):
        prove_code(cast.fatima.pk, typed=typed, source=HERE, at=at)


def test_the_secret_of_an_app_is_kept_sealed(cast, at):
    secret = give_app(cast.fatima, at)

    with cast.inside(cast.bahrain):
        kept = bytes(Factor.objects.get().sealed_secret)
    assert secret not in kept
    assert totp.secret_in_words(secret).encode() not in kept


def test_the_secret_of_one_account_is_nothing_to_another(cast, at):
    sealed = sealed_new_secret(cast.yusuf.pk)
    code = totp.code_at(opened_secret(sealed, cast.yusuf.pk), at)

    with pytest.raises(WrongCode):
        add_app(cast.fatima.pk, sealed=sealed, typed=code, at=at)

    assert cast.count(Factor) == 0


def test_a_recovery_code_lets_in_once(cast, at):
    give_app(cast.fatima, at)
    codes = renew_recovery_codes(cast.fatima.pk, at=at)

    typed = codes[3].lower().replace("-", " ")
    proof = prove_code(cast.fatima.pk, typed=typed, source=HERE, at=at)

    assert (len(codes), proof) == (10, Proof.RECOVERY_CODE)
    with pytest.raises(WrongCode):
        prove_code(cast.fatima.pk, typed=codes[3], source=HERE, at=at)


def test_new_recovery_codes_end_the_old_ones_and_none_is_kept_as_it_is(cast, at):
    old = renew_recovery_codes(cast.fatima.pk, at=at)
    new = renew_recovery_codes(cast.fatima.pk, at=at)

    with pytest.raises(WrongCode):
        prove_code(cast.fatima.pk, typed=old[0], source=HERE, at=at)
    with cast.inside(cast.bahrain):
        kept = [bytes(row.code_hash) for row in RecoveryCode.objects.all()]
    assert len(kept) == 10
    assert not [code for code in new if code.replace("-", "").encode() in b"".join(kept)]


def test_the_recovery_code_of_a_colleague_is_wrong(cast, at):
    codes = renew_recovery_codes(cast.yusuf.pk, at=at)

    with pytest.raises(WrongCode):
        prove_code(cast.fatima.pk, typed=codes[0], source=HERE, at=at)


def test_the_only_factor_stays_where_one_is_required(cast, at, settings):
    settings.SAWTI_SECOND_FACTOR = "required"
    give_app(cast.fatima, at)
    with cast.inside(cast.bahrain):
        factor_id = Factor.objects.get().id

    with pytest.raises(LastFactor):
        remove_factor(cast.fatima.pk, factor_id, at=at)

    assert cast.count(Factor) == 1


def test_six_wrong_passwords_make_one_wait_a_minute_and_then_longer(cast, at):
    fail(5, at)

    with pytest.raises(TooManyTries) as first:
        enter(at)
    assert first.value.params == {"minutes": 1}
    fail(1, at + MINUTE)
    with pytest.raises(TooManyTries) as second:
        enter(at + MINUTE)
    assert second.value.params == {"minutes": 2}
    assert enter(at + 3 * MINUTE).staff == cast.fatima


def test_an_unknown_address_slows_down_like_a_known_one(cast, at):
    fail(5, at, email="nobody@bahrain.example")

    with pytest.raises(TooManyTries) as refusal:
        enter(at, email="nobody@bahrain.example")
    assert refusal.value.params == {"minutes": 1}


def test_a_stranger_locks_nobody_out(cast, at):
    """Who signed in from here before gets in, however often others fail elsewhere."""
    enter(at)

    fail(60, at + MINUTE, source=ELSEWHERE)

    assert enter(at + MINUTE).staff == cast.fatima


def test_many_networks_together_guess_no_faster(cast, at):
    for number in range(20):
        fail(1, at, source=f"198.51.100.{number}")

    with pytest.raises(TooManyTries):
        enter(at, source="198.51.100.99")
    assert enter(at + MINUTE, source="198.51.100.99").staff == cast.fatima


def test_one_network_guesses_slowly_at_all_accounts_together(cast, at):
    for number in range(50):
        fail(1, at, email=f"nobody{number}@bahrain.example")

    with pytest.raises(TooManyTries):
        enter(at)
    assert enter(at, source=ELSEWHERE).staff == cast.fatima


def test_codes_are_guessed_as_slowly_as_passwords(cast, at):
    secret = give_app(cast.fatima, at)
    for _ in range(5):
        with pytest.raises(WrongCode):
            prove_code(cast.fatima.pk, typed="000000", source=HERE, at=at)

    with pytest.raises(TooManyTries):
        prove_code(cast.fatima.pk, typed=totp.code_at(secret, at), source=HERE, at=at)


def test_neither_address_nor_network_is_kept_with_a_try(cast, at):
    fail(1, at)

    with cast.inside(cast.bahrain):
        row = Try.objects.get()
    kept = bytes(row.account_hash) + bytes(row.source_hash)
    assert (len(kept), FATIMA.email.encode() in kept, HERE.encode() in kept) == (64, False, False)


def test_tries_are_forgotten_after_a_month(cast, at):
    fail(1, at)

    with transaction.atomic():
        assert forget_tries(at=at + timedelta(days=29)) == 0
        assert forget_tries(at=at + timedelta(days=30)) == 1
