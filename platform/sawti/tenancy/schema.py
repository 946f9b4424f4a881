"""Migration operations: row-level security, foreign keys within a tenant, append-only tables."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

POLICY = "tenant_id = current_setting('app.tenant')::uuid"


def role(name: str) -> str:
    """Return the full name of one of our PostgreSQL roles, such as `sawti_app`."""
    return f"{settings.SAWTI_ROLE_PREFIX}_{name}"


class _SqlOperation(Operation):
    """Runs SQL over models of the app; changes no state."""

    reversible = True

    def __init__(self, *models: str) -> None:
        self.models = models

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, list(self.models), {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Row-level security is no part of Django's state."""

    def database_backwards(self, *args: Any) -> None:
        """The tables themselves go with the operations before this one."""


class ProtectTenantTables(_SqlOperation):
    """ENABLE and FORCE row-level security and add composite foreign keys, for each model.

    The tenant policy is RESTRICTIVE and loud: without `app.tenant` PostgreSQL raises, on empty
    tables too. The permissive base is for the serving and the owning role only.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for name in self.models:
            model = to_state.apps.get_model(app_label, name)
            table = model._meta.db_table
            schema_editor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
            schema_editor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
            schema_editor.execute(
                f'CREATE POLICY tenant ON "{table}" AS RESTRICTIVE FOR ALL TO PUBLIC '
                f"USING ({POLICY}) WITH CHECK ({POLICY})"
            )
            schema_editor.execute(
                f'CREATE POLICY base ON "{table}" AS PERMISSIVE FOR ALL '
                f"TO {role('app')}, {role('owner')} USING (true) WITH CHECK (true)"
            )
        for name in self.models:
            _add_composite_keys(schema_editor, to_state.apps.get_model(app_label, name))

    def describe(self) -> str:
        return "Row-level security on " + ", ".join(self.models)


def _is_tenant_model(model: Any) -> bool:
    return any(field.name == "tenant" for field in model._meta.local_concrete_fields) and any(
        field.name == "id" for field in model._meta.local_concrete_fields
    )


def _add_composite_keys(editor: BaseDatabaseSchemaEditor, model: Any) -> None:
    """Add `(tenant_id, x_id) → (tenant_id, id)` for each key that points at a tenant model."""
    for field in model._meta.local_concrete_fields:
        if field.is_relation and _is_tenant_model(field.related_model):
            target = field.related_model._meta.db_table
            _add_composite_key(editor, model._meta.db_table, field.column, target)


def _add_composite_key(
    editor: BaseDatabaseSchemaEditor, table: str, column: str, target: str
) -> None:
    unique = f"{target}_tenant_id_id"
    editor.execute(
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint "
        f"WHERE conname = '{unique}') THEN "
        f'ALTER TABLE "{target}" ADD CONSTRAINT "{unique}" UNIQUE (tenant_id, id); '
        "END IF; END $$"
    )
    editor.execute(
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{column}_in_tenant" '
        f'FOREIGN KEY (tenant_id, "{column}") REFERENCES "{target}" (tenant_id, id) '
        "DEFERRABLE INITIALLY IMMEDIATE"
    )


class PointWithinTenant(Operation):
    """Add the composite foreign key of one field that came to a protected table later."""

    reversible = True

    def __init__(self, model: str, field: str) -> None:
        self.model, self.field = model, field

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model, self.field], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Row-level security is no part of Django's state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        field: Any = model._meta.get_field(self.field)
        target = field.related_model._meta.db_table
        _add_composite_key(schema_editor, model._meta.db_table, field.column, target)

    def database_backwards(self, *args: Any) -> None:
        """The key goes with its column."""

    def describe(self) -> str:
        return f"Keep {self.model}.{self.field} within its tenant"


class InEachTenant(Operation):
    """Call `change(apps)` once for each tenant, named to row-level security: moves its rows.

    `change` uses the models of `apps`, whose managers don't filter by tenant; the policy does.
    """

    reversible = True

    def __init__(self, change: Callable[[Any], None]) -> None:
        self.change = change

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.change], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Rows are no part of Django's state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        tenants = from_state.apps.get_model("tenancy", "Tenant")
        for tenant_id in list(tenants.objects.values_list("id", flat=True)):
            schema_editor.execute(f"SET LOCAL app.tenant = '{tenant_id}'", None)
            self.change(from_state.apps)

    def database_backwards(self, *args: Any) -> None:
        """What moved stays; whoever goes back restores a backup."""

    def describe(self) -> str:
        return f"In each tenant: {self.change.__name__}"


class SearchFunction(Operation):
    """Make a SECURITY DEFINER function of the role `search`, which the serving role may call.

    Row-level security keeps full-text indexes from being used, so such a search runs past it. The
    function reads `app.tenant` itself, may read only the columns in `reads` and returns ids; its
    rows are read again under row-level security. `body` is
    PL/pgSQL from DECLARE to END; `options` are settings that hold within it.
    """

    reversible = True

    def __init__(
        self,
        signature: str,
        returns: str,
        body: str,
        reads: dict[str, str],
        options: tuple[str, ...] = (),
    ) -> None:
        self.signature, self.returns, self.body, self.reads = signature, returns, body, reads
        self.options = options

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        given = [self.signature, self.returns, self.body, self.reads, self.options]
        return type(self).__name__, given, {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Functions are no part of Django's state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        search, name = role("search"), f"public.{self.signature}"
        options = " ".join(f"SET {option}" for option in self.options)
        for statement in (
            f"CREATE FUNCTION {name} RETURNS {self.returns} LANGUAGE plpgsql STABLE SECURITY "
            f"DEFINER SET search_path = pg_catalog, pg_temp {options} AS $body${self.body}$body$",
            f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {name} TO {role('app')}",
            *(f"GRANT SELECT ({c}) ON public.{t} TO {search}" for t, c in self.reads.items()),
            f"GRANT CREATE ON SCHEMA public TO {search}",  # to own a function one must be able to
            f"ALTER FUNCTION {name} OWNER TO {search}",
            f"REVOKE CREATE ON SCHEMA public FROM {search}",
        ):
            schema_editor.execute(statement, None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        schema_editor.execute(f"DROP FUNCTION public.{self.signature}")

    def describe(self) -> str:
        return f"Make the search function {self.signature}"


class StripFunction(Operation):
    """Make the function that takes words out of an append-only table, or its rows altogether.

    It belongs to the role `retention`, which can do nothing else, is bound by row-level security
    and can't sign in. The function touches rows of cases that have a tombstone only, and no role
    may take a tombstone away: what it removes leaves a trace. `changes` is the SET of an UPDATE,
    `where` which rows it is needed for, `reads` the columns that both name.
    """

    reversible = True

    def __init__(self, name: str, table: str, changes: str, where: str, reads: str) -> None:
        self.name, self.table, self.changes = name, table, changes
        self.where, self.reads = where, reads

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        given = [self.name, self.table, self.changes, self.where, self.reads]
        return type(self).__name__, given, {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Functions are no part of Django's state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        retention, signature = role("retention"), f"public.{self.name}(uuid[], boolean)"
        for statement in (
            *self._grants(retention),
            f"CREATE FUNCTION {signature} RETURNS bigint LANGUAGE plpgsql VOLATILE "
            "SECURITY DEFINER SET search_path = pg_catalog, pg_temp "
            f"AS $body${self._body()}$body$",
            f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {signature} TO {role('app')}",
            f"GRANT CREATE ON SCHEMA public TO {retention}",  # to own a function one must be able
            f"ALTER FUNCTION {signature} OWNER TO {retention}",
            f"REVOKE CREATE ON SCHEMA public FROM {retention}",
        ):
            schema_editor.execute(statement, None)

    def _grants(self, retention: str) -> tuple[str, ...]:
        column = self.changes.split("=")[0].strip()
        return (
            f"GRANT SELECT (tenant_id, case_id, {self.reads}), UPDATE ({column}), DELETE "
            f"ON public.{self.table} TO {retention}",
            f"CREATE POLICY retention ON public.{self.table} AS PERMISSIVE FOR ALL "
            f"TO {retention} USING (true)",
            f"GRANT SELECT (tenant_id, subject_id) ON public.retention_tombstone TO {retention}",
            "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_policies WHERE policyname = 'retention' "
            "AND tablename = 'retention_tombstone') THEN "
            "CREATE POLICY retention ON public.retention_tombstone AS PERMISSIVE FOR SELECT "
            f"TO {retention} USING (true); END IF; END $$",
        )

    def _body(self) -> str:
        removed = (
            "r.tenant_id = current_setting('app.tenant')::uuid AND r.case_id = ANY($1) "
            "AND EXISTS (SELECT FROM public.retention_tombstone t "
            "WHERE t.tenant_id = r.tenant_id AND t.subject_id = r.case_id)"
        )
        return f"""
DECLARE found bigint;
BEGIN
  IF $2 THEN
    DELETE FROM public.{self.table} r WHERE {removed};
  ELSE
    UPDATE public.{self.table} r SET {self.changes} WHERE {removed} AND {self.where};
  END IF;
  GET DIAGNOSTICS found = ROW_COUNT;
  RETURN found;
END
"""  # noqa: S608 - names of migrations

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        schema_editor.execute(f"DROP FUNCTION public.{self.name}(uuid[], boolean)")
        schema_editor.execute(f"DROP POLICY retention ON public.{self.table}")

    def describe(self) -> str:
        return f"Make the function {self.name}"


class AppendOnly(_SqlOperation):
    """Take UPDATE and DELETE on the models' tables from the serving role."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for name in self.models:
            table = to_state.apps.get_model(app_label, name)._meta.db_table
            schema_editor.execute(f'REVOKE UPDATE, DELETE ON "{table}" FROM {role("app")}')


class OwnTenantOnly(_SqlOperation):
    """Let everyone read the tenant table, and a tenant's transaction change its own row only."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for table, column in (("tenancy_tenant", "id"), ("tenancy_tenanthost", "tenant_id")):
            own = f"{column} = current_setting('app.tenant')::uuid"
            roles = f"{role('app')}, {role('owner')}"
            schema_editor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
            schema_editor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
            schema_editor.execute(
                f'CREATE POLICY read_all ON "{table}" FOR SELECT TO {roles} USING (true)'
            )
            for command, clause in (
                ("INSERT", f"WITH CHECK ({own})"),
                ("UPDATE", f"USING ({own}) WITH CHECK ({own})"),
                ("DELETE", f"USING ({own})"),
            ):
                schema_editor.execute(
                    f'CREATE POLICY own_{command.lower()} ON "{table}" FOR {command} '
                    f"TO {roles} {clause}"
                )
