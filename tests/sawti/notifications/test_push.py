"""Push messages: what a browser shows, and what becomes of them when its service says no."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from sawti.accounts.models import PushSubscription
from sawti.accounts.particulars import Hearing, Particulars
from sawti.cases.own_cases import everything_of
from sawti.consents.actions import save_profile
from sawti.lib import clock as now
from sawti.notifications.actions.providers import ProviderInput, save_provider
from sawti.notifications.queries import FAILED, MessageFilter, backlog, messages_page
from sawti.telling.facts import What
from sawti.telling.steps import WordingDraft, change_wording
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import STORY, Cast, utc
from tests.push_service import Browser, raw
from tests.sawti.notifications.pushing import OPTIONS, Pushing, push, running
from tests.sawti.telling.test_rules import change
from tests.sawti.telling.test_rules import now as as_configured

__all__ = ("push", "running")

SHOWN = {
    "title": "Sawti Bahrain",
    "body": "There is news of a case of yours. Open it to read it.",
    "lang": "en",
    "dir": "ltr",
    "url": "/en/my/messages/",
    "tag": "push_news",
}


@pytest.fixture
def sara(cast: Cast) -> Any:
    return cast.applicant(people.SARA)


class TestWhatABrowserShows:
    def test_the_applicant_is_told_that_there_is_news_and_nothing_else(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        browser = push.browser(sara)

        cast.file_case(person_id=sara.id)
        push.deliver()

        assert browser.shown() == [SHOWN]
        (row,) = push.rows()
        assert (row.state, row.provider, row.params) == ("sent", "web_push", {})

    def test_in_the_language_and_direction_of_the_person(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        with cast.writing(cast.bahrain):
            sara.language = "ar"
            sara.save()
        browser = push.browser(sara)

        cast.file_case(person_id=sara.id)
        push.deliver()

        (shown,) = browser.shown()
        assert (shown["lang"], shown["dir"], shown["url"]) == ("ar", "rtl", "/ar/my/messages/")
        assert shown["body"] == "هناك جديد بشأن إحدى حالاتك. افتح الرسالة لقراءته."

    def test_staff_are_told_and_led_to_the_desk(self, cast: Cast, push: Pushing) -> None:
        browser = push.browser(cast.fatima)

        cast.file_case()
        push.deliver()

        (shown,) = browser.shown()
        assert (shown["url"], shown["tag"], shown["dir"]) == (
            "/desk/messages/",
            "push_staff",
            "rtl",
        )

    def test_a_lock_screen_tells_nothing_of_the_case_whoever_reads_it(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        browsers = [push.browser(sara), push.browser(cast.fatima)]
        filed = cast.file_case(person_id=sara.id)
        cast.take(filed.case_id)
        cast.ask(filed.case_id)
        cast.reply(filed.case_id)
        cast.answer(filed.case_id)
        push.deliver()

        told = json.dumps([browser.shown() for browser in browsers], ensure_ascii=False)

        secret = (filed.number, filed.receipt, STORY, sara.email, "Electricity", "الكهرباء")
        assert [each for each in (*secret, str(filed.case_id)) if each in told] == []
        assert told.count("push_news") == 3  # filed, asked, answered

    def test_an_editor_can_not_make_it_tell_more(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        bodies = {"ar": "جديد لدى {tenant_name}", "en": "News at {tenant_name}"}
        with cast.writing(cast.bahrain):
            draft, layla = WordingDraft({}, bodies), cast.staff(people.LAYLA)
            change_wording("push_news", draft, seen=None, by=layla, at=now.now())
        as_configured(cast)
        browser = push.browser(sara)

        cast.file_case(person_id=sara.id)
        push.deliver()

        assert [each["body"] for each in browser.shown()] == ["News at Sawti Bahrain"]

    def test_the_service_is_told_how_long_it_is_good_and_what_it_replaces(
        self, cast: Cast, push: Pushing, sara: Any, clock: Any
    ) -> None:
        push.switch_on(urgency="high")
        browser = push.browser(sara)

        cast.file_case(person_id=sara.id)
        push.deliver()

        (came,) = browser.requests()
        headers = came["headers"]
        assert headers["TTL"] == str(3 * 24 * 3600)
        assert (headers["Urgency"], headers["Topic"]) == ("high", "push_news")
        assert headers["Content-Type"] == "application/octet-stream"
        assert b"news" not in raw(came["body"])

    def test_each_browser_of_a_person_is_told_with_keys_of_its_own(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        browsers = [push.browser(sara) for _ in range(2)]

        cast.file_case(person_id=sara.id)
        push.deliver()

        assert [browser.shown() for browser in browsers] == [[SHOWN], [SHOWN]]


class TestWhoIsTold:
    def test_only_whose_case_it_is_and_only_in_their_tenant(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        push.switch_on(cast.jordan)
        hasan = push.browser(cast.applicant(people.HASAN))
        outsider = push.browser(cast.omar, tenant=cast.jordan)
        roads = push.browser(cast.yusuf)

        cast.file_case(person_id=sara.id)
        push.deliver()
        push.deliver(cast.jordan)

        assert [each.requests() for each in (hasan, outsider, roads)] == [[], [], []]

    def test_mails_that_staff_muted_come_to_no_device_either(
        self, cast: Cast, push: Pushing
    ) -> None:
        browser = push.browser(cast.fatima)
        with cast.writing(cast.bahrain):
            fatima = cast.fatima
            fatima.muted = [What.FILED]
            fatima.save()

        cast.file_case()
        push.deliver()

        assert browser.requests() == []

    def test_a_rule_without_the_way_sends_nothing(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        browser = push.browser(sara)
        ways = {"applicant": ("email", "in_app")}
        change(cast, What.FILED, ways, must=("applicant",))

        cast.file_case(person_id=sara.id)
        push.deliver()

        assert browser.requests() == []

    def test_who_wants_no_news_hears_what_the_law_makes_us_send_and_after_quiet_hours(
        self, cast: Cast, push: Pushing, sara: Any, clock: Any
    ) -> None:
        browser = push.browser(sara)
        quiet = {
            "quiet_from": utc("2026-03-02T22:00Z").time(),
            "quiet_until": utc("2026-03-02T07:00Z").time(),
        }
        with tenant_context(cast.bahrain):
            hearing = Hearing(no_news=True, **quiet)
            save_profile(sara.id, Particulars(), language="en", hearing=hearing, at=now.now())
        clock.move_to(utc("2026-03-02T20:00Z"))  # 23:00 in Bahrain
        filed = cast.file_case(person_id=sara.id)
        cast.transfer(filed.case_id, "roads-projects-maintenance")
        push.deliver()
        before = browser.requests()

        clock.move_to(utc("2026-03-03T04:00Z"))
        push.deliver()

        assert (before, len(browser.shown())) == ([], 1)
        assert browser.requests()[0]["headers"]["TTL"] == str(3 * 24 * 3600)

    def test_switched_off_by_the_tenant_nothing_is_written(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        push.browser(sara)
        with tenant_context(cast.bahrain):
            given = ProviderInput("web_push", OPTIONS, "", is_enabled=False)
            save_provider(given, by=cast.staff(people.SALMA), at=now.now())

        cast.file_case(person_id=sara.id)
        push.deliver()

        assert push.rows() == []
        assert push.key() == ""


class TestAServiceThatSaysNo:
    @pytest.mark.parametrize("deed", ["gone", "missing"])
    def test_a_browser_that_is_gone_is_forgotten_and_is_no_dead_letter(
        self, cast: Cast, push: Pushing, sara: Any, deed: str
    ) -> None:
        browser, other = push.browser(sara), push.browser(sara)
        browser.behave(deed)

        cast.file_case(person_id=sara.id)
        push.deliver()

        with cast.inside(cast.bahrain):
            (left,) = PushSubscription.objects.all()
            assert left.endpoint == other.endpoint
            assert messages_page(MessageFilter(state=FAILED)).rows == ()
            assert backlog(at=now.now()).dead == 0
        assert sorted(row.state for row in push.rows()) == ["dropped", "sent"]
        assert {row.reason for row in push.rows()} == {"=no_browser", ""}

    @pytest.mark.parametrize(("deed", "status"), [("busy", 429), ("broken", 500)])
    def test_what_it_refuses_is_tried_again_later_and_holds_up_nobody(
        self, cast: Cast, push: Pushing, sara: Any, deed: str, status: int
    ) -> None:
        browser, other = push.browser(sara), push.browser(sara)
        browser.behave(deed)

        cast.file_case(person_id=sara.id)
        push.deliver()
        refused = next(row for row in push.rows() if row.state == "queued")
        came = [each["status"] for each in browser.requests()]
        browser.behave("")
        push.deliver_again()

        assert came == [status]
        assert (refused.tries, refused.reason[:3]) == (1, str(status))
        assert refused.next_try_at is not None
        assert refused.next_try_at - now.now() < timedelta(hours=1)
        assert len(other.shown()) == len(browser.shown()) == 1
        assert push.breakers() == 0

    def test_silence_may_mean_a_second_copy_and_is_marked(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        browser = push.browser(sara)
        browser.behave("silent")
        cast.file_case(person_id=sara.id)
        push.deliver()
        before = push.rows()[0].state

        browser.behave("")
        push.deliver_again()

        (row,) = push.rows()
        assert (before, row.state, row.is_uncertain) == ("sending", "sent", True)
        assert browser.shown() == [SHOWN]
        assert push.breakers() == 0

    def test_a_slow_service_is_waited_for(self, cast: Cast, push: Pushing, sara: Any) -> None:
        browser = push.browser(sara)
        browser.behave("slow")

        cast.file_case(person_id=sara.id)
        push.deliver()

        assert (push.rows()[0].state, len(browser.shown())) == ("sent", 1)

    def test_a_service_that_is_not_there_holds_up_no_other(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        other = push.browser(sara)
        away = Browser(push.service, push.key())
        away.service = type(push.service)("http://127.0.0.1:9", push.service.process)
        push.subscribe(sara, away)

        cast.file_case(person_id=sara.id)
        push.deliver()

        assert sorted(row.state for row in push.rows()) == ["queued", "sent"]
        assert (len(other.shown()), push.breakers()) == (1, 0)

    def test_what_waited_too_long_is_dropped(
        self, cast: Cast, push: Pushing, sara: Any, clock: Any
    ) -> None:
        browser = push.browser(sara)
        browser.behave("broken")
        cast.file_case(person_id=sara.id)
        push.deliver()
        browser.behave("")

        clock.move_to(now.now() + timedelta(days=3))
        push.deliver_again()

        assert (push.rows()[0].state, browser.shown()) == ("dropped", [])

    def test_a_service_that_the_tenant_no_longer_calls_ends_the_subscription(
        self, cast: Cast, push: Pushing, sara: Any, settings: Any
    ) -> None:
        browser = push.browser(sara)
        cast.file_case(person_id=sara.id)
        settings.SAWTI_MAIL_FOLDER = ""  # as in production: loopback is nobody's service

        push.deliver()

        assert (browser.requests(), push.subscriptions()) == ([], 0)


class TestWhatIsKept:
    def test_the_table_tells_neither_address_nor_keys(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        browser = push.browser(sara)

        with cast.inside(cast.bahrain), connection.cursor() as cursor:
            cursor.execute("SELECT s::text FROM accounts_pushsubscription s")
            ((row,),) = cursor.fetchall()

        form = browser.form()
        plain = [browser.token, form["p256dh"], form["auth"]]
        hexed = [text.encode().hex() for text in plain]
        assert [each for each in (*plain, *hexed) if each in row] == []

    def test_the_private_key_is_sealed_and_the_log_names_no_browser(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        push.browser(sara)
        cast.file_case(person_id=sara.id)
        push.deliver()

        with cast.inside(cast.bahrain):
            (line,) = messages_page(MessageFilter(channel="push")).rows
            with connection.cursor() as cursor:
                cursor.execute("SELECT p::text FROM notifications_provider p")
                ((provider,),) = cursor.fetchall()

        assert line.address == "…"
        assert push.key() not in provider

    def test_ones_data_say_which_browsers_are_told(
        self, cast: Cast, push: Pushing, sara: Any
    ) -> None:
        push.browser(sara)
        push.browser(cast.applicant(people.HASAN))

        with cast.inside(cast.bahrain):
            told = everything_of(sara, language="en", at=now.now())["devices_told"]

        assert [each["browser"] for each in told] == ["Firefox, Windows"]
