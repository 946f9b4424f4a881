"""What a representative is told: what became of the proof, and that the case was taken over."""

from datetime import datetime

from sawti.acting.models import Representation
from sawti.notifications.email import explain
from sawti.notifications.models import Channel, Notification
from sawti.notifications.steps import queue

DECIDED = "representation_decided"


def register() -> None:
    """Register the template; called once, when the app is ready."""
    explain(DECIDED, _words)


def tell_decision(row: Representation, outcome: str, *, at: datetime) -> None:
    """Queue a mail in the open transaction; whoever left no address sees it on the portal.

    `outcome`: proven, refused, withdrawn, or ended.
    """
    if row.reply_to:
        queue(
            channel=Channel.EMAIL,
            template=DECIDED,
            language=row.language,
            address=row.reply_to,
            params={"outcome": outcome, "reason": row.reason},
            about_id=row.case_id or row.id,
            at=at,
        )


def _words(notification: Notification) -> dict[str, str]:
    params: dict[str, str] = notification.params
    return params
