"""How long the sessions of a tenant's staff last, as its administrators say."""

from datetime import datetime

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.entities.models import Role
from sawti.lib.errors import N_, Invalid, Missing
from sawti.signin.models import SessionRule
from sawti.signin.permissions import require_manager
from sawti.tenancy.locks import wait_for_turn

IDLE_MINUTES, MOST_HOURS = (5, 480), (1, 24)


def set_session_rule(
    role: str, *, idle_minutes: int, most_hours: int, by: Staff, at: datetime
) -> None:
    """Set the limits of a role's sessions from the next sign-in on; "" is every other role.

    Raises NotPermitted, and Invalid for an unknown role or a number out of bounds.
    """
    with transaction.atomic(durable=True):
        require_manager(by)
        if role and not Role.objects.filter(code=role).exists():
            raise Invalid("role", N_("There is no such role. Choose one from the list."))
        _require("idle_minutes", idle_minutes, IDLE_MINUTES)
        _require("most_hours", most_hours, MOST_HOURS)
        wait_for_turn(f"session rule {role}")
        SessionRule.objects.update_or_create(
            role=role, defaults={"idle_minutes": idle_minutes, "most_hours": most_hours}
        )
        words = f"{role or 'all'}: {idle_minutes} min, {most_hours} h"
        write_entry("session.rule_set", at=at, actor_id=by.id, object_type="tenant", reason=words)


def drop_session_rule(role: str, *, by: Staff, at: datetime) -> None:
    """Let the general limits count again; raises NotPermitted, and Missing for no such rule."""
    with transaction.atomic(durable=True):
        require_manager(by)
        gone, _ = SessionRule.objects.filter(role=role).delete()
        if not gone:
            raise Missing
        words = role or "all"
        write_entry(
            "session.rule_dropped", at=at, actor_id=by.id, object_type="tenant", reason=words
        )


def _require(field: str, number: int, bounds: tuple[int, int]) -> None:
    least, most = bounds
    if not least <= number <= most:
        text = N_("Write a whole number from %(least)s to %(most)s.")
        raise Invalid(field, text, least=least, most=most)
