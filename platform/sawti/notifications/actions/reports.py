"""What providers and mail servers report about messages that they took."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from sawti.lib.errors import Missing
from sawti.notifications.bounces import Delivery
from sawti.notifications.models import Channel, Notification, Provider
from sawti.notifications.providers import carrier_by, known_providers
from sawti.notifications.providers.gateway import GatewayOptions
from sawti.notifications.providers.smpp import read_receipts
from sawti.notifications.steps import outcomes
from sawti.plugins.messages import NotReached
from sawti.tenancy.context import reading


def keep_report(key: str, fields: Mapping[str, str], *, at: datetime) -> None:
    """Note what an HTTP gateway reports at its address; raises Missing for what we don't know.

    A state that means neither (on its way) is taken and not kept.
    """
    with transaction.atomic(durable=True):
        row = Provider.objects.filter(report_key=key, channel=Channel.SMS).first()
        carrier = carrier_by(row, known_providers()) if row else None
        if row is None or carrier is None or not isinstance(carrier.means.options, GatewayOptions):
            raise Missing
        options = carrier.means.options
        state = fields.get(options.report_state, "").strip().casefold()
        is_delivered = state in _words(options.delivered)
        if not is_delivered and state not in _words(options.failed):
            return
        reference, words = fields.get(options.report_id, ""), "" if is_delivered else state
        found = outcomes.report(row.code, reference, is_delivered=is_delivered, words=words, at=at)
        if found is None:
            raise Missing


def read_smpp_receipts(*, at: datetime) -> int:
    """Ask the tenant's message centre for its reports; return how many it had."""
    with reading():
        row = Provider.objects.filter(code="smpp", is_enabled=True).first()
        carrier = carrier_by(row, known_providers()) if row else None
    if carrier is None:
        return 0

    def keep(reference: str, is_delivered: bool, words: str) -> None:
        with transaction.atomic(durable=True):
            outcomes.report(
                "smpp",
                reference,
                is_delivered=is_delivered,
                words="" if is_delivered else words,
                at=at,
            )

    try:
        return read_receipts(carrier.means, keep)
    except NotReached:
        return 0  # sending finds out and says so


def keep_mail_report(delivery: Delivery, *, at: datetime) -> bool:
    """Note what a mail server reports about one of our e-mails; False where it is none of ours.

    Anybody can write such a report: it must name a message's id, which only its reader and the
    servers on its way know, together with the address that it went to.
    """
    with transaction.atomic(durable=True):
        row = Notification.objects.filter(pk=delivery.message_id, channel=Channel.EMAIL).first()
        if row is None or row.address.casefold() != delivery.address.casefold():
            return False
        words = "" if delivery.is_delivered else delivery.words
        outcomes.report(
            row.provider, str(row.pk), is_delivered=delivery.is_delivered, words=words, at=at
        )
        if delivery.is_gone:
            outcomes.record_bounce(row.address, delivery.words, at=at)
    return True


def _words(listed: str) -> set[str]:
    return {word.strip().casefold() for word in listed.split(",") if word.strip()}
