"""The tenant, its hosts, and the base of every table that belongs to one tenant."""

from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models.expressions import Expression

from sawti.lib.ids import new_id
from sawti.lib.permissions import ON_TENANT
from sawti.tenancy.context import TenantFacts, current_tenant, tenant_or_none


class Tenant(models.Model):
    """A government that uses this deployment. A global table: it holds no case and no person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    names = models.JSONField()
    governments = models.JSONField()
    number_prefix = models.CharField(max_length=2)
    phone_prefix = models.CharField(max_length=5)
    country = models.CharField(max_length=2)
    languages = models.JSONField()
    default_language = models.CharField(max_length=8)
    time_zone = models.CharField(max_length=60)
    mail_from = models.EmailField()
    reopen_days = models.PositiveSmallIntegerField(default=14)
    smallest_count = models.PositiveSmallIntegerField(default=5)
    national_id = models.JSONField(default=dict)
    config_version = models.PositiveIntegerField(default=1)

    class Meta:
        permissions = ON_TENANT

    def __str__(self) -> str:
        return self.slug

    def facts(self) -> TenantFacts:
        """Return the frozen facts that the rest of the code works with."""
        return TenantFacts(
            id=self.id,
            slug=self.slug,
            names=self.names,
            governments=self.governments,
            number_prefix=self.number_prefix,
            phone_prefix=self.phone_prefix,
            country=self.country,
            languages=tuple(self.languages),
            default_language=self.default_language,
            time_zone=self.time_zone,
            mail_from=self.mail_from,
            reopen_days=self.reopen_days,
            smallest_count=self.smallest_count,
            national_id=self.national_id,
            config_version=self.config_version,
        )


class TenantHost(models.Model):
    """A host name, without port, that serves one tenant."""

    host = models.CharField(max_length=253, primary_key=True)
    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="hosts")

    def __str__(self) -> str:
        return self.host


def current_tenant_id() -> UUID | None:
    """Return the id of the tenant being served, or None: PostgreSQL then refuses the row.

    It may not raise, because Django's system checks make a `Staff()` outside of any tenant.
    """
    tenant = tenant_or_none()
    return tenant.id if tenant else None


class CurrentTenant(Expression):
    """The tenant at the moment the statement is compiled, so a queryset may be made earlier."""

    output_field = models.UUIDField()

    def __init__(self) -> None:
        super().__init__(output_field=models.UUIDField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [current_tenant().id]

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Self:
        return self


class TenantManager(models.Manager):  # type: ignore[type-arg]  # plain managers keep models short
    """Filters by the current tenant; row-level security would, this tells the planner too."""

    _filtered: models.QuerySet[Any] | None = None

    def get_queryset(self) -> models.QuerySet[Any]:
        # Built once: the tenant is filled in when a statement is compiled, not here.
        if self._filtered is None:
            self._filtered = super().get_queryset().filter(tenant_id=CurrentTenant())
        return self._filtered.all()

    def create(self, **values: Any) -> Any:
        """Insert a row; without the filter, which an INSERT can't use and a hot path pays for."""
        return super().get_queryset().create(**values)


class TenantForeignKey(models.ForeignKey):  # type: ignore[type-arg]
    """Points within the tenant: the migration adds `(tenant_id, x_id) → (tenant_id, id)`.

    Django's own constraint is left out: it would let a row point at another tenant's.
    """

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs


class TenantModel(models.Model):
    """A row of one tenant. The id orders by time; the tenant is filled in and never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant = models.ForeignKey(
        Tenant,
        models.PROTECT,
        default=current_tenant_id,
        editable=False,
        db_index=False,
        related_name="+",
    )

    objects: ClassVar[Any] = TenantManager()

    class Meta:
        abstract = True
