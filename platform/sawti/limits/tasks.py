"""What the scheduler calls."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from sawti.lib import clock
from sawti.limits import actions


@db_periodic_task(crontab(minute="17"))
def forget_idle_limits() -> None:
    """Every hour: empty buckets go, and with them the last trace of a network."""
    actions.forget_idle(at=clock.now())
