"""What a worker does for this app: the batches of a night, and bytes whose rows are gone."""

from collections.abc import Mapping
from datetime import datetime

from sawti.attachments import content
from sawti.attachments.errors import StorageAway
from sawti.notifications.email import explain
from sawti.notifications.models import Notification
from sawti.outbox.delivery import Letter, Unreachable, receive
from sawti.retention.actions.copies import ASKED, make_copy
from sawti.retention.steps.batches import NEXT_BATCH, go_on
from sawti.retention.steps.removing import FORGET_FILES


def register() -> None:
    """Register the receivers; called once, when the app is ready."""
    receive(NEXT_BATCH, remove_next)
    receive(FORGET_FILES, forget_files, outward=True)
    receive(ASKED, make_copy, outward=True)
    explain("erasure_decided", _outcome)


def _outcome(notification: Notification) -> Mapping[str, str | datetime]:
    params: dict[str, str | datetime] = notification.params
    return params


def remove_next(letter: Letter, at: datetime) -> None:
    """Remove one batch in the transaction that marks the row done, and order the next one.

    So each batch is removed exactly once, whoever dies. One that failed is tried case by case.
    """
    go_on(letter.payload["run_id"], at=at, one_by_one=letter.attempts > 1)


def forget_files(letter: Letter, at: datetime) -> None:
    """Delete the bytes that an outbox row names; gone already is no fault.

    A bucket that is away is never a reason to give up.
    """
    try:
        for key in letter.payload["keys"].split():
            content.forget(key)
    except StorageAway as away:
        raise Unreachable from away
