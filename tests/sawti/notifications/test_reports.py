"""Gateways and mail servers report what became of a message; nobody else can."""

import io
import mailbox
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from sawti.accounts.actions.persons import ask_sign_in_code, sign_in_person
from sawti.accounts.models import OneTimeCode
from sawti.accounts.steps import opened_code
from sawti.lib import clock as now
from sawti.lib.ids import new_id
from sawti.notifications.bounces import deliveries_in
from sawti.notifications.models import Bounce, Channel, Notification, Provider, State
from sawti.notifications.steps import queue
from sawti.tenancy.context import tenant_context
from tests.cast import Cast

SARA, PHONE = "sara@example.com", "+97336123456"
BOUNCE = """From: MAILER-DAEMON@mail.example
To: noreply@bahrain.example
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver your message.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no mailbox {address} here

--b
Content-Type: text/rfc822-headers

From: noreply@bahrain.example
Message-ID: <{id}@bahrain.example>
Subject: x

--b--
"""


def sent(cast: Cast, channel: Channel, provider: str, reference: str = "") -> Notification:
    """Write a message that its provider took."""
    address = SARA if channel == Channel.EMAIL else PHONE
    with cast.writing(cast.bahrain):
        found = queue(
            channel=channel,
            template="news" if channel == Channel.SMS else "staff_told",
            language="en",
            address=address,
            params={"what": "x"},
            about_id=new_id(),
            at=now.now(),
        )
        rows = Notification.objects.filter(pk=found)
        rows.update(state=State.SENT, sent_at=now.now(), provider=provider, reference=reference)
        row: Notification = rows.get()
    return row


def state_of(cast: Cast, row: Notification) -> tuple[str, str]:
    with cast.inside(cast.bahrain):
        found = Notification.objects.get(pk=row.pk)
    return found.state, found.reason


def bounces(cast: Cast) -> int:
    with cast.inside(cast.bahrain):
        return int(Bounce.objects.count())


def report(row: Notification, **more: str) -> bytes:
    values = {"address": SARA, "action": "failed", "status": "5.1.1", "id": str(row.id), **more}
    return BOUNCE.format(**values).encode()


def read(monkeypatch: Any, mail: bytes) -> None:
    class Pipe:
        buffer = io.BytesIO(mail)

    monkeypatch.setattr("sys.stdin", Pipe)
    call_command("read_bounces", "bahrain")


class TestAGateway:
    @pytest.fixture
    def key(self, cast: Cast) -> str:
        with cast.writing(cast.bahrain):
            row: Provider = Provider.objects.create(
                code="http_sms", channel="sms", options={"url": "http://127.0.0.1:9/"}
            )
        return str(row.report_key)

    def post(self, cast: Cast, key: str, tenant: str = "bahrain", **fields: str) -> int:
        client = cast.client(tenant=tenant)
        answer = client.post(f"/api/v1/reports/{key}", fields, content_type="application/json")
        return int(answer.status_code)

    @pytest.mark.parametrize("by_our_id", [True, False])
    def test_it_reports_by_its_own_name_of_a_message_or_by_ours(
        self, cast: Cast, key: str, by_our_id: bool
    ) -> None:
        row = sent(cast, Channel.SMS, "http_sms", reference="G7")
        name = {True: str(row.id), False: "G7"}[by_our_id]

        code = self.post(cast, key, id=name, status="DELIVRD")

        assert (code, state_of(cast, row)) == (204, ("delivered", ""))

    def test_what_did_not_arrive_is_a_dead_letter_in_the_gateways_words(
        self, cast: Cast, key: str
    ) -> None:
        row = sent(cast, Channel.SMS, "http_sms", reference="G7")

        self.post(cast, key, id="G7", status="undelivered")
        self.post(cast, key, id="G7", status="undelivered")

        assert state_of(cast, row) == ("failed", "undelivered")

    def test_once_delivered_it_stays_delivered_and_what_is_on_its_way_changes_nothing(
        self, cast: Cast, key: str
    ) -> None:
        row = sent(cast, Channel.SMS, "http_sms", reference="G7")

        codes = [
            self.post(cast, key, id="G7", status=each) for each in ("queued", "DELIVRD", "failed")
        ]

        assert codes == [204, 204, 204]
        assert state_of(cast, row) == ("delivered", "")

    def test_a_form_is_read_too(self, cast: Cast, key: str) -> None:
        row = sent(cast, Channel.SMS, "http_sms", reference="G7")

        answer = cast.client().post(
            f"/api/v1/reports/{key}",
            "id=G7&status=delivered",
            content_type="application/x-www-form-urlencoded",
        )

        assert (answer.status_code, state_of(cast, row)[0]) == (204, "delivered")

    def test_nobody_reports_without_the_address_or_to_another_tenants_host(
        self, cast: Cast, key: str
    ) -> None:
        row = sent(cast, Channel.SMS, "http_sms", reference="G7")

        codes = [
            self.post(cast, "guessed", id="G7", status="failed"),
            self.post(cast, key, tenant="jordan", id="G7", status="failed"),
            self.post(cast, key, id="G8", status="failed"),
        ]

        assert codes == [404, 404, 404]
        assert state_of(cast, row) == ("sent", "")


class TestAMailServer:
    def test_an_address_that_is_gone_is_not_written_to_again(
        self, cast: Cast, monkeypatch: Any
    ) -> None:
        row = sent(cast, Channel.EMAIL, "installation")

        read(monkeypatch, report(row))

        assert state_of(cast, row) == ("failed", "5.1.1 smtp; 550 no mailbox … here")
        assert bounces(cast) == 1

    def test_a_full_mailbox_fails_the_message_and_not_the_address(
        self, cast: Cast, monkeypatch: Any
    ) -> None:
        row = sent(cast, Channel.EMAIL, "installation")

        read(monkeypatch, report(row, status="5.2.2"))

        assert (state_of(cast, row)[0], bounces(cast)) == ("failed", 0)

    def test_a_delay_changes_nothing(self, cast: Cast, monkeypatch: Any) -> None:
        row = sent(cast, Channel.EMAIL, "installation")

        read(monkeypatch, report(row, action="delayed", status="4.4.1"))

        assert (state_of(cast, row)[0], bounces(cast)) == ("sent", 0)

    @pytest.mark.parametrize(
        "forged", [{"id": "01a22ba5-23b5-712c-8789-07604ea6b888"}, {"address": "adel@example.com"}]
    )
    def test_a_forged_report_bounces_nobody(
        self, cast: Cast, monkeypatch: Any, forged: dict[str, str]
    ) -> None:
        row = sent(cast, Channel.EMAIL, "installation")

        read(monkeypatch, report(row, **forged))

        assert (state_of(cast, row)[0], bounces(cast)) == ("sent", 0)

    def test_of_a_mailbox_reports_are_taken_and_the_letters_of_people_left(
        self, cast: Cast, tmp_path: Path
    ) -> None:
        row = sent(cast, Channel.EMAIL, "installation")
        folder = mailbox.Maildir(tmp_path / "mail")
        folder.add(report(row))
        folder.add(b"From: sara@example.com\nSubject: Hello\n\nWhat about my case?\n")

        call_command(
            "read_bounces", "bahrain", maildir=str(tmp_path / "mail"), stdout=io.StringIO()
        )

        assert state_of(cast, row)[0] == "failed"
        assert [mail["Subject"] for mail in folder] == ["Hello"]

    def test_whatever_is_no_report_says_nothing(self) -> None:
        mails = (b"", b"\xff\xfe", b"Subject: x\n\ny", BOUNCE.encode().replace(b"Message-ID", b"X"))

        assert [deliveries_in(mail) for mail in mails] == [(), (), (), ()]

    def test_whoever_proves_the_address_with_a_code_is_written_to_again(
        self, cast: Cast, settings: Any
    ) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        with cast.writing(cast.bahrain):
            Bounce.objects.create(address=SARA, at=now.now())

        prove(cast, SARA)
        cast.deliver()

        assert bounces(cast) == 0


def prove(cast: Cast, address: str) -> None:
    """Ask for a code to the address and type it."""
    with tenant_context(cast.bahrain):
        token = ask_sign_in_code(address=address, language="en", source="203.0.113.9", at=now.now())
    with cast.inside(cast.bahrain):
        code = opened_code(OneTimeCode.objects.get())
    with tenant_context(cast.bahrain):
        sign_in_person(token=token, code=code, language="en", at=now.now())
