from sawti.lib.errors import N_, DomainError, Kind


class PluginFailed(DomainError):
    """A plugin raised something that is no refusal, or broke its contract."""

    code = "plugin_failed"
    kind = Kind.FAULT
    text = N_(
        "The plugin %(plugin)s failed, and nothing was kept. "
        "Tell the administrator: it can be disabled until it is mended."
    )


class UnknownPlugin(DomainError):
    """No such plugin is installed on this deployment."""

    code = "unknown_plugin"
    kind = Kind.MISSING
    text = N_("No plugin %(plugin)s is installed. Installed are: %(installed)s.")
