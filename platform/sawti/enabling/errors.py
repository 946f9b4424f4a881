from sawti.lib.errors import N_, DomainError, Kind


class PluginNotEnabled(DomainError):
    """Options can be set for an enabled plugin only."""

    code = "plugin_not_enabled"
    kind = Kind.CONFLICT
    text = N_("The plugin %(plugin)s is not enabled. Enable it first.")
