"""Which tenant this flow of control serves, and transactions that PostgreSQL knows it by."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db import connection, transaction

from sawti.lib.errors import NoTenant

if TYPE_CHECKING:
    from sawti.tenancy.backend.base import DatabaseWrapper


@dataclass(frozen=True)
class TenantFacts:
    """A tenant as everything below the edges sees it.

    `names` and `governments` map a language code to a text; `time_zone` is an IANA name;
    an answered case may be reopened for `reopen_days` calendar days;
    public figures show no number of cases from 1 to below `smallest_count`;
    `national_id` is the rule of the country's identity numbers (sawti.lib.national_id), with `name`
    by language; empty where none is asked for;
    `config_version` grows with every change of the tenant's configuration.
    """

    id: UUID
    slug: str
    names: dict[str, str]
    governments: dict[str, str]
    number_prefix: str
    phone_prefix: str
    country: str
    languages: tuple[str, ...]
    default_language: str
    time_zone: str
    mail_from: str
    reopen_days: int
    smallest_count: int
    national_id: dict[str, Any]
    config_version: int


_tenant: ContextVar[TenantFacts | None] = ContextVar("sawti_tenant", default=None)
_statement_seconds: ContextVar[int] = ContextVar("sawti_statement_seconds", default=0)
_read_only: ContextVar[bool] = ContextVar("sawti_read_only", default=False)


class TenantSwitch(RuntimeError):
    """Another tenant was entered while a transaction of the first was open."""


def current_tenant() -> TenantFacts:
    """Return the tenant being served; raises NoTenant outside `tenant_context`."""
    tenant = _tenant.get()
    if tenant is None:
        raise NoTenant
    return tenant


def tenant_or_none() -> TenantFacts | None:
    """Return the tenant being served, or None where there is none (set-up, host look-up)."""
    return _tenant.get()


def transaction_is_read_only() -> bool:
    """Tell whether the next outermost transaction begins READ ONLY."""
    return _read_only.get()


def statement_seconds() -> int:
    """Return how long a statement of the next outermost transaction may take; 0 is for ever."""
    return _statement_seconds.get()


@contextmanager
def statements_within(seconds: int) -> Iterator[None]:
    """Let PostgreSQL break off each statement inside the block that takes longer."""
    token = _statement_seconds.set(seconds)
    try:
        yield
    finally:
        _statement_seconds.reset(token)


@contextmanager
def tenant_context(tenant: TenantFacts) -> Iterator[TenantFacts]:
    """Serve `tenant` inside the block: every outermost transaction names it to PostgreSQL.

    Raises TenantSwitch inside an open transaction of another tenant, or of none.
    """
    wrapper = cast("DatabaseWrapper", connection)
    if wrapper.in_tenant_transaction and wrapper.transaction_tenant != tenant.id:
        raise TenantSwitch("A transaction belongs to one tenant; close it before entering another.")
    token = _tenant.set(tenant)
    try:
        yield tenant
    finally:
        _tenant.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Read in one READ ONLY transaction; inside an open transaction this adds nothing."""
    if cast("DatabaseWrapper", connection).in_tenant_transaction:
        yield
        return
    token = _read_only.set(True)
    try:
        with transaction.atomic():
            yield
    finally:
        _read_only.reset(token)
