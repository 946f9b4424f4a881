"""What a worker does for this app: deletes bytes whose rows are gone."""

from datetime import datetime

from sawti.attachments import content
from sawti.outbox.delivery import Letter, receive
from sawti.retention.steps.removing import FORGET_FILES


def register() -> None:
    """Register the receivers; called once, when the app is ready."""
    receive(FORGET_FILES, forget_files, outward=True)


def forget_files(letter: Letter, at: datetime) -> None:
    """Delete the bytes that an outbox row names; gone already is no fault."""
    for key in letter.payload["keys"].split():
        content.forget(key)
