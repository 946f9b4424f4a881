"""The host that only serves files: no cookie reaches it, so nothing in a file can use one."""

from django.conf import settings

PLACE = "{host}"


def file_host(host: str) -> str:
    """Return the files' host of the tenant's `host` (with or without port); "" if there is none."""
    pattern: str = settings.SAWTI_FILES_HOST
    return pattern.replace(PLACE, host) if pattern else ""


def host_served_by(host: str) -> str:
    """Return the tenant's host whose files `host` serves; "" if it is no host of files."""
    before, _, after = settings.SAWTI_FILES_HOST.partition(PLACE)
    served = host.removeprefix(before).removesuffix(after)
    return served if served and file_host(served) == host and served != host else ""


def is_beside() -> bool:
    """Tell whether the files' host belongs to the same site as the tenant's (`files.{host}`)."""
    return bool(settings.SAWTI_FILES_HOST.endswith(f".{PLACE}"))
