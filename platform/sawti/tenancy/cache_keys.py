"""How every key of the cache is named: the tenant comes first, so no tenant meets another's."""

from sawti.tenancy.context import tenant_or_none

NOBODY = "none"


def tenant_key(key: str, key_prefix: str, version: int) -> str:
    """Return `prefix:version:tenant:key` (Django's KEY_FUNCTION).

    Outside of any tenant the place of its id is taken by a word that is no id: what is kept there
    (such as a count of all requests) cannot be read from within a tenant.
    """
    tenant = tenant_or_none()
    return f"{key_prefix}:{version}:{tenant.id if tenant else NOBODY}:{key}"
