"""Browsers that are told: who may begin it, how many, and the many ways in which it ends."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from sawti.accounts.actions.persons import end_device, sign_out_person
from sawti.accounts.models import PushSubscription, Session
from sawti.accounts.seals import device_handle
from sawti.accounts.steps import end_sessions, end_sessions_of_person
from sawti.audit.models import Entry
from sawti.lib import clock as now
from sawti.lib.errors import Invalid, Missing, NotPermitted
from sawti.lib.ids import new_id
from sawti.notifications.actions.providers import (
    NoDevice,
    renew_secret,
    try_provider,
)
from sawti.notifications.actions.subscriptions import (
    MOST,
    BrowserInput,
    PushIsOff,
    leave_browser,
    subscribe,
    unsubscribe,
)
from sawti.retention.actions.applying import apply_policies
from sawti.retention.actions.people import forget_person
from sawti.retention.models import Kind, Unit
from sawti.signin.actions.own import end_session
from sawti.signin.queries import session_handle
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.push_service import Browser
from tests.sawti.notifications.pushing import Pushing, push, running
from tests.sawti.retention.scenes import policy

__all__ = ("push", "running")


@pytest.fixture
def sara(cast: Cast) -> Any:
    return cast.applicant(people.SARA)


def endpoints(cast: Cast) -> set[str]:
    with cast.inside(cast.bahrain):
        return {row.endpoint for row in PushSubscription.objects.all()}


class TestBeginning:
    @pytest.mark.parametrize(
        "endpoint",
        [
            "http://push.example/a",
            "https://evil.example/a",
            "https://push.example.evil.example/a",
            "https://evilpush.example/a",
            "https://10.0.0.1/a",
            "https://169.254.169.254/latest/",
            "https://[::1]/a",
            "https://push.example@evil.example/a",
            "https://user:word@push.example/a",
            "https://push.example/" + "a" * 1000,
            "ftp://push.example/a",
            "",
        ],
    )
    def test_only_push_services_that_the_tenant_knows_are_taken(
        self, cast: Cast, push: Pushing, sara: Any, endpoint: str
    ) -> None:
        form = {**Browser(push.service, push.key()).form(), "endpoint": endpoint}

        with tenant_context(cast.bahrain), pytest.raises(Invalid) as refusal:
            subscribe(sara, BrowserInput(**form, device="", session=""), at=now.now())

        assert (refusal.value.field, push.subscriptions()) == ("endpoint", 0)

    @pytest.mark.parametrize("endpoint", ["https://push.example/a", "https://eu.push.example/b"])
    def test_a_name_stands_for_what_ends_in_it(
        self, cast: Cast, push: Pushing, sara: Any, endpoint: str
    ) -> None:
        form = {**Browser(push.service, push.key()).form(), "endpoint": endpoint}

        with tenant_context(cast.bahrain):
            subscribe(sara, BrowserInput(**form, device="", session=""), at=now.now())

        assert endpoints(cast) == {endpoint}

    def test_keys_that_are_none_are_refused(self, cast: Cast, push: Pushing, sara: Any) -> None:
        form = {**Browser(push.service, push.key()).form(), "auth": "short"}

        with tenant_context(cast.bahrain), pytest.raises(Invalid) as refusal:
            subscribe(sara, BrowserInput(**form, device="", session=""), at=now.now())

        assert (refusal.value.field, push.subscriptions()) == ("keys", 0)

    def test_where_it_is_off_nobody_begins(self, cast: Cast, push: Pushing) -> None:
        browser = Browser(push.service, push.key())

        with pytest.raises(PushIsOff):
            push.subscribe(cast.omar, browser, tenant=cast.jordan)

        assert push.subscriptions(cast.jordan) == 0

    def test_the_sixth_browser_takes_the_place_of_the_first(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        hasan = push.browser(cast.applicant(people.HASAN))

        made = [push.browser(sara).endpoint for _ in range(MOST + 1)]

        assert endpoints(cast) == {*made[1:], hasan.endpoint}

    def test_a_browser_belongs_to_whoever_switched_it_on_last(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        browser = push.browser(sara)

        push.subscribe(cast.fatima, browser)
        push.subscribe(cast.fatima, browser)

        with cast.inside(cast.bahrain):
            (row,) = PushSubscription.objects.all()
            assert (row.staff_id, row.person_id) == (cast.fatima.id, None)
            events = list(Entry.objects.order_by("at", "id").values_list("event", flat=True))
        assert events[-3:] == ["person.push_begun", "staff.push_begun", "staff.push_begun"]


class TestEnding:
    def test_one_removes_ones_own_and_nobody_anothers(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        browser = Browser(push.service, push.key())
        made = push.subscribe(sara, browser)
        hasan = cast.applicant(people.HASAN)

        for stranger, tenant in (
            (hasan, cast.bahrain),
            (cast.fatima, cast.bahrain),
            (cast.omar, cast.jordan),
        ):
            with tenant_context(tenant), pytest.raises(Missing):
                unsubscribe(stranger, made, at=now.now())
        assert push.subscriptions() == 1

        with tenant_context(cast.bahrain):
            unsubscribe(sara, made, at=now.now())
        assert push.subscriptions() == 0

    def test_signing_out_ends_that_browser_alone(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        push.browser(sara, session="here")
        there = push.browser(sara, session="there")

        with tenant_context(cast.bahrain):
            sign_out_person(sara.id, browser="here", at=now.now())

        assert endpoints(cast) == {there.endpoint}

    def test_signing_a_device_out_from_afar_ends_its_messages(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        handle = device_handle(cast.session_of(people.SARA))
        push.browser(sara, session=handle)
        here = push.browser(sara, session="here")

        with tenant_context(cast.bahrain):
            end_device(sara.id, handle, at=now.now())

        assert endpoints(cast) == {here.endpoint}

    def test_staff_end_a_session_and_its_messages(self, cast: Cast, push: Pushing) -> None:
        key = cast.session_of(people.FATIMA)
        push.browser(cast.fatima, session=device_handle(key))

        with tenant_context(cast.bahrain):
            end_session(cast.fatima, handle=session_handle(key), at=now.now())

        assert push.subscriptions() == 0

    def test_what_ends_all_other_sessions_ends_their_messages(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        kept = [
            push.browser(sara, session=device_handle("mine")),
            push.browser(cast.fatima, session=device_handle("hers")),
        ]
        push.browser(sara)
        push.browser(cast.fatima)

        with cast.writing(cast.bahrain):
            end_sessions_of_person(sara.id, keep="mine")
            end_sessions(cast.fatima.id, keep="hers")

        assert endpoints(cast) == {each.endpoint for each in kept}

    def test_an_account_whose_sessions_all_end_is_told_nowhere(
        self, cast: Cast, push: Pushing
    ) -> None:
        push.browser(cast.fatima)

        with cast.writing(cast.bahrain):
            end_sessions(cast.fatima.id)

        assert push.subscriptions() == 0

    def test_a_session_that_only_expires_leaves_them_on(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        handle = device_handle(cast.session_of(people.SARA))
        push.browser(sara, session=handle)

        with cast.writing(cast.bahrain):
            Session.objects.all().delete()

        assert push.subscriptions() == 1

    def test_whoever_signs_in_next_hears_nothing_of_who_left_without_signing_out(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        made = push.subscribe(sara, Browser(push.service, push.key()))

        with tenant_context(cast.bahrain):
            leave_browser(None)
            leave_browser(new_id())
            leave_browser(made, but=sara)
            assert push.subscriptions() == 1
            leave_browser(made, but=cast.fatima)

        assert push.subscriptions() == 0

    def test_it_goes_with_the_account(self, cast: Cast, push: Pushing, sara: Any) -> None:
        push.browser(sara)
        hasan = push.browser(cast.applicant(people.HASAN))

        with tenant_context(cast.bahrain):
            forget_person(sara.id, at=now.now())

        assert endpoints(cast) == {hasan.endpoint}

    def test_one_that_took_nothing_for_as_long_as_addresses_are_kept_goes_too(
        self, cast: Cast, push: Pushing, sara: Any, clock: Any
    ) -> None:
        push.browser(cast.fatima)
        told = push.browser(sara)
        policy(cast, how="", kind=Kind.ADDRESSES, unit=Unit.DAYS, number=90)
        clock.shift(timedelta(days=60))
        cast.file_case(person_id=sara.id, category="road-pothole")
        push.deliver()
        clock.shift(timedelta(days=60))

        with tenant_context(cast.bahrain):
            apply_policies(at=now.now())

        assert endpoints(cast) == {told.endpoint}

    def test_another_tenants_browser_is_none_of_ours(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        made: UUID = push.subscribe(sara, Browser(push.service, push.key()))

        with tenant_context(cast.jordan):
            leave_browser(made)

        assert push.subscriptions() == 1


class TestKeys:
    def test_after_a_new_key_the_one_before_still_counts_and_then_no_more(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        first, old = push.key(), push.browser(sara)
        salma = cast.staff(people.SALMA)

        with tenant_context(cast.bahrain):
            renew_secret("web_push", by=salma, at=now.now())
        new = push.browser(sara)
        cast.file_case(person_id=sara.id)
        push.deliver()
        assert (len(old.shown()), len(new.shown())) == (1, 1)
        assert new.server_key == push.key() != first

        with tenant_context(cast.bahrain):
            renew_secret("web_push", by=salma, at=now.now())
        assert endpoints(cast) == {new.endpoint}

    def test_keeping_the_provider_again_keeps_its_key(self, cast: Cast, push: Pushing) -> None:
        before = push.key()

        push.switch_on(urgency="low")

        assert push.key() == before

    def test_each_tenant_has_a_key_of_its_own(self, cast: Cast, push: Pushing) -> None:
        push.switch_on(cast.jordan)

        assert push.key(cast.jordan) != push.key()

    def test_only_who_looks_after_messages_makes_one(self, cast: Cast, push: Pushing) -> None:
        before = push.key()

        with tenant_context(cast.bahrain), pytest.raises(NotPermitted):
            renew_secret("web_push", by=cast.fatima, at=now.now())
        with tenant_context(cast.jordan), pytest.raises(Missing):
            renew_secret("web_push", by=cast.staff(people.ZAID), at=now.now())
        with tenant_context(cast.bahrain), pytest.raises(Missing):
            renew_secret("http_sms", by=cast.staff(people.SALMA), at=now.now())

        assert push.key() == before

    def test_a_test_goes_to_a_device_of_who_asks(self, cast: Cast, push: Pushing) -> None:
        salma = cast.staff(people.SALMA)
        with tenant_context(cast.bahrain), pytest.raises(NoDevice):
            try_provider("web_push", "", by=salma, at=now.now())
        browser, other = push.browser(salma), push.browser(cast.fatima)
        push.service.set_clock(None)

        with tenant_context(cast.bahrain):
            try_provider("web_push", "", by=salma, at=now.now())

        assert [each["body"] for each in browser.shown()] == ["This is a test. It needs no answer."]
        assert other.requests() == []


def test_staff_are_found_with_two_statements_however_many_there_are(
    cast: Cast, push: Pushing
) -> None:
    from sawti.notifications.queries import browsers_to_tell
    from tests.sql import statements

    counts = []
    for staff in (cast.fatima, cast.yusuf, cast.khalid):
        for _ in range(MOST):
            push.browser(staff)
        with cast.inside(cast.bahrain), statements() as sent:
            found = browsers_to_tell(staff_id__in=[cast.fatima.pk, cast.yusuf.pk, cast.khalid.pk])
        counts.append((len(sent), sum(map(len, found.values()))))

    assert counts == [(2, MOST), (2, 2 * MOST), (2, 3 * MOST)]
