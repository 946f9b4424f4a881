"""What may be done how often: the table of limits, and a deployment's changes to it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Axis(StrEnum):
    """Whose attempts are counted together."""

    SYSTEM = "system"
    TENANT = "tenant"
    SUBJECT = "subject"  # the account or the case that the attempt is about
    SOURCE = "source"  # the network that asks
    BOTH = "both"  # one subject from one network: strict, for it locks nobody else out


@dataclass(frozen=True)
class Limit:
    """At most `most` at once, and over time `most` in `period`, evenly."""

    most: int
    period: timedelta


class LimitsRefused(ValueError):
    """A change to the limits can't be read; the message says which part."""


def _table(**limits: str) -> dict[Axis, Limit]:
    return {Axis(axis): limit_of(text) for axis, text in limits.items()}


def limit_of(text: str) -> Limit:
    """Read `30/10m`: a count, and a period in s, m, h or d."""
    found = re.fullmatch(r"(\d{1,7})/(\d{0,4})([smhd])", text)
    if found is None or int(found[1]) == 0:
        raise LimitsRefused(f"expected a limit such as 30/10m, found {text!r}")
    names = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    return Limit(int(found[1]), timedelta(**{names[found[3]]: int(found[2] or 1)}))


Rules = Mapping[str, Mapping[Axis, Limit]]

# An office or a whole telephone network may share one source; one subject is one account or case.
# A subject alone is generous: whoever knows an address must not be able to lock its owner out.
RULES: Rules = {
    "sign_in": _table(
        both="10/10m", subject="100/h", source="60/10m", tenant="1000/10m", system="5000/10m"
    ),
    "code": _table(both="5/10m", subject="20/d", source="30/h", tenant="1000/h", system="5000/h"),
    "enter_code": _table(source="100/10m", tenant="2000/10m", system="10000/10m"),
    "receipt": _table(
        both="20/10m", subject="200/h", source="100/10m", tenant="3000/10m", system="15000/10m"
    ),
    "file": _table(source="60/h", subject="30/h", tenant="2000/h", system="10000/h"),
    "upload": _table(source="100/h", subject="60/h", tenant="5000/h", system="20000/h"),
    # A gateway reports about each message, from one source.
    "delivery_report": _table(source="6000/m", subject="6000/m", tenant="6000/m", system="60000/m"),
    "push": _table(source="120/h", subject="30/h", tenant="3000/h", system="10000/h"),
    "search": _table(source="300/m", subject="120/m", tenant="3000/m", system="10000/m"),
    "export": _table(source="60/10m", subject="30/10m", tenant="600/10m", system="3000/10m"),
    "change": _table(source="600/m", subject="240/m", tenant="10000/m", system="40000/m"),
    "api": _table(source="1200/m", tenant="30000/m", system="100000/m"),
    "report": _table(source="20/m", tenant="200/m", system="1000/m"),
}


def changed_rules(text: str) -> Mapping[str, Rules]:
    """Return the rules by tenant, "" for every other one, with a deployment's changes.

    `text`: parts such as `file.source=200/h` or `bahrain:file.tenant=9000/h`, by space or comma.
    Raises LimitsRefused.
    """
    parts = [_part(part) for part in re.split(r"[\s,]+", text.strip()) if part]
    changed: dict[str, dict[str, dict[Axis, Limit]]] = {
        tenant: {rule: dict(limits) for rule, limits in RULES.items()}
        for tenant in {"", *(tenant for tenant, *_rest in parts)}
    }
    for wanted, rule, axis, limit in parts:
        for tenant in changed if not wanted else (wanted,):
            changed[tenant][rule][axis] = limit
    return changed


def _part(part: str) -> tuple[str, str, Axis, Limit]:
    found = re.fullmatch(r"(?:([a-z0-9-]+):)?(\w+)\.(\w+)=(\S+)", part)
    if found is None or found[2] not in RULES or found[3] not in set(Axis):
        raise LimitsRefused(f"expected a part such as file.source=60/h, found {part!r}")
    if found[1] and found[3] == Axis.SYSTEM:
        raise LimitsRefused(f"the whole system has one limit, not one for a tenant: {part!r}")
    return found[1] or "", found[2], Axis(found[3]), limit_of(found[4])
