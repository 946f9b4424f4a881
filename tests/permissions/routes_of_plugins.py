"""Routes of plugins."""

from tests.permissions.rules import PUBLIC, Access, Rule, reason

# What plugins add, where they are enabled; elsewhere all of it is missing (tests/plugins).
# The thing is the case that somebody's thanks came in as.
PLUGIN_MATRIX: dict[str, dict[str, Rule]] = {
    "portal:appreciation:wall": PUBLIC,
    "portal:appreciation:thank": {"GET": Rule(Access.PUBLIC), "POST": Rule(Access.PUBLIC, 422)},
    "portal:appreciation:withdraw": {"GET": Rule(Access.PUBLIC), "POST": Rule(Access.PUBLIC, 422)},
    "portal:appreciation:counts": PUBLIC,
    "desk:appreciation:review": {"GET": Rule(Access.STAFF)},
    "desk:appreciation:decide": {
        "GET": Rule(Access.STAFF, 303),
        "POST": Rule(Access.ACTS, 303, reason(decision="approve")),
    },
    "api:appreciation:counts": PUBLIC,
    "portal:example:greeting": PUBLIC,
    "desk:example:counts": {"GET": Rule(Access.STAFF)},
    "api:example:counts": PUBLIC,
}
