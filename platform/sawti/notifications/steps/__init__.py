"""What others call inside their transaction."""

from sawti.notifications.steps.queueing import SEND, TOPICS, queue

__all__ = ["SEND", "TOPICS", "queue"]
