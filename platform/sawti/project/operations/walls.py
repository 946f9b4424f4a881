"""A process that would serve behind an open wall does not start."""

import logging

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from sawti.project.env import SetUpError

log = logging.getLogger("sawti.start")


def require_walls() -> None:
    """Connect once, which asks the catalogue for holes; raises SetUpError with what they are.

    A database that is away is no hole: the first connection, whenever it comes, asks again.
    """
    try:
        connection.ensure_connection()
    except ImproperlyConfigured as refusal:
        raise SetUpError(f"{refusal} See `sawti check_isolation`.") from refusal
    except DatabaseError:
        log.warning("the database does not answer yet; its walls are looked at when it does")
    finally:
        connection.close()
