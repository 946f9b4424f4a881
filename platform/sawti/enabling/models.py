"""Which plugins a tenant has switched on, with which options."""

from django.db import models

from sawti.tenancy.models import TenantModel


class TenantPlugin(TenantModel):
    """One plugin in one tenant; a row without `is_enabled` remembers the options.

    `brought` names the codes of the catalogue that enabling made or woke, by table: they are
    removed or put to rest when the plugin is disabled, and nothing else is.
    """

    name = models.SlugField(max_length=40)
    is_enabled = models.BooleanField(default=False)
    options = models.JSONField(default=dict)
    brought = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "name"], name="plugin_name"),)

    def __str__(self) -> str:
        return self.name
