"""Django's PostgreSQL backend, with the tenant named in the message that begins a transaction."""

import re
from types import TracebackType
from typing import Any, ClassVar
from uuid import UUID

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base as postgresql
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.utils import DatabaseErrorWrapper, OperationalError
from psycopg import errors

from sawti.lib.errors import NoTenant, OtherTenant
from sawti.tenancy.context import (
    statement_seconds,
    tenant_or_none,
    transaction_is_read_only,
)


class TenantErrorWrapper(DatabaseErrorWrapper):
    """Says "no tenant" where PostgreSQL says that a setting is unknown or no uuid."""

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if isinstance(exc, errors.UndefinedObject) and "app.tenant" in str(exc):
            raise NoTenant from exc
        if isinstance(exc, errors.InvalidTextRepresentation) and 'uuid: ""' in str(exc):
            raise NoTenant from exc
        if isinstance(exc, errors.InsufficientPrivilege) and "row-level security" in str(exc):
            raise OtherTenant from exc
        super().__exit__(exc_type, exc, traceback)


class SchemaEditor(DatabaseSchemaEditor):
    """Lets the owner add foreign keys to tables whose row-level security binds the owner too.

    PostgreSQL checks a new foreign key with a query of the owner's, which has no tenant. The
    serving role is never the owner, so lifting FORCE for this statement opens nothing to it.
    """

    def execute(self, sql: Any, params: Any = ()) -> None:
        tables = _tables_of_new_key(str(sql))
        forced = self._forced_among(tables) if tables and not self.collect_sql else []
        for table in forced:
            super().execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        super().execute(sql, params)
        for table in forced:
            super().execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')

    def _forced_among(self, tables: list[str]) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relforcerowsecurity",
                [tables],
            )
            return [row[0] for row in cursor.fetchall()]


def _tables_of_new_key(sql: str) -> list[str]:
    if "FOREIGN KEY" not in sql and " REFERENCES " not in sql:
        return []
    return re.findall(r'(?:ALTER TABLE|REFERENCES) "(\w+)"', sql)


class DatabaseWrapper(postgresql.DatabaseWrapper):
    """Begins every outermost transaction with `BEGIN; SET LOCAL app.tenant = …` in one message.

    psycopg stays in autocommit mode, so that nothing but Django's `atomic` begins a transaction
    and a statement outside of one has no tenant (and fails on a tenant's table).
    """

    SchemaEditorClass = SchemaEditor
    transaction_tenant: UUID | None = None
    _trusted_accounts: ClassVar[set[tuple[str, ...]]] = set()

    @property
    def wrap_database_errors(self) -> TenantErrorWrapper:
        return TenantErrorWrapper(self)

    @property
    def in_tenant_transaction(self) -> bool:
        """Whether a transaction is open whose tenant is settled."""
        return bool(self.in_atomic_block)

    def _start_transaction_under_autocommit(self) -> None:
        """Called by `atomic` for the outermost block (Django's hook for backends like ours)."""
        tenant = tenant_or_none()
        self.transaction_tenant = tenant.id if tenant else None
        begin = "BEGIN READ ONLY" if transaction_is_read_only() else "BEGIN"
        message = begin + (f"; {self.name_tenant()}" if tenant else "")
        if seconds := statement_seconds():
            message += f"; SET LOCAL statement_timeout = '{seconds}s'"
        try:
            self._send(message)
        except OperationalError:
            # The server was restarted under a kept connection: nothing has happened yet, so try
            # once more. This is what CONN_HEALTH_CHECKS would spend a statement per request on.
            if not (self.connection.closed or self.connection.broken):
                raise
            self.close()
            self.connect()
            self._send(message)

    def name_tenant(self) -> str:
        """Return the statement that names the tenant until the transaction ends."""
        return f"SET LOCAL app.tenant = '{self.transaction_tenant or ''}'"

    def _send(self, sql: str) -> None:
        with self.wrap_database_errors:
            self.connection.execute(sql)

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self._refuse_a_wrong_account()

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection[Any]:
        connection: psycopg.Connection[Any] = super().get_new_connection(conn_params)
        connection.autocommit = True
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """End a server-side cursor with its transaction: rows don't stream on without a tenant.

        Django makes it holdable because psycopg is in autocommit mode, where for us a transaction
        is open nevertheless; the server would also copy the unread rows aside at the commit.
        """
        cursor = super().create_cursor(name)
        if name and self.in_atomic_block:
            cursor._withhold = False
        return cursor

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        params.pop("bypasses_row_security", None)
        return params

    def _refuse_a_wrong_account(self) -> None:
        """Serve only behind closed walls (`tenancy/holes.py`); asked once per process and account.

        The account that migrates owns the tables and meets unfinished ones: it does not serve.
        """
        kept = self.settings_dict
        account = (kept["HOST"], str(kept["PORT"]), kept["NAME"], kept["USER"])
        if account in self._trusted_accounts or kept["OPTIONS"].get("bypasses_row_security"):
            return
        from sawti.tenancy.holes import findings_at_start  # noqa: PLC0415 - needs models

        found = findings_at_start(self.connection, account=self.connection.info.user)
        if settings.DATABASE_ROLE == "owner":
            found = [hole for hole in found if hole.code == "serving-account"]
        if found:
            self.close()  # otherwise the next request would go on with this connection
            raise ImproperlyConfigured(" ".join(hole.says for hole in found))
        self._trusted_accounts.add(account)
