"""The serving backend for tests that run inside one transaction which is rolled back.

Inside such a test the first savepoint stands for the transaction that production would begin: it
names the tenant, and a read-only one keeps nothing.
"""

from sawti.tenancy.backend import base
from sawti.tenancy.context import tenant_or_none, transaction_is_read_only


class DatabaseWrapper(base.DatabaseWrapper):
    @property
    def in_tenant_transaction(self) -> bool:
        return not all(block._from_testcase for block in self.atomic_blocks)

    def _savepoint(self, sid: str) -> None:
        super()._savepoint(sid)
        if self.in_tenant_transaction:
            return
        tenant = tenant_or_none()
        self.transaction_tenant = tenant.id if tenant else None
        self._send(self.name_tenant())
        self._outer, self._outer_reads = sid, transaction_is_read_only()
        if self._outer_reads:
            self._send("SET LOCAL transaction_read_only = on")

    def _savepoint_commit(self, sid: str) -> None:
        is_outer = sid == getattr(self, "_outer", None)
        if is_outer and self._outer_reads:
            # Only a rollback takes a transaction back to writing; nothing was written.
            super()._savepoint_rollback(sid)
        super()._savepoint_commit(sid)
        if is_outer:
            self._leave()

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)
        if sid == getattr(self, "_outer", None):
            self._leave()

    def _leave(self) -> None:
        self._outer, self.transaction_tenant = None, None
        self._send(self.name_tenant())
