"""What others call inside their transaction."""

from sawti.notifications.steps.queueing import SEND, TOPICS, queue, queue_push

__all__ = ["SEND", "TOPICS", "queue", "queue_push"]
