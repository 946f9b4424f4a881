"""Who may call what: every route, every method, every role, every kind of object.

A route that is not declared here fails the suite. The expectations are computed from three facts
about a role: where it reads, where it acts, and in which tenant it is signed in.
"""

from tests import people
from tests.permissions.roles import Role, Thing
from tests.permissions.routes_of_api import API
from tests.permissions.routes_of_desk import DESK
from tests.permissions.routes_of_plugins import PLUGIN_MATRIX as PLUGIN_MATRIX
from tests.permissions.routes_of_portal import PORTAL
from tests.permissions.rules import AUDITORS, Access, Rule
from tests.permissions.rules import OF_A_CASE as OF_A_CASE

MATRIX: dict[str, dict[str, Rule]] = {**PORTAL, **DESK, **API}

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def expected_status(route: str, rule: Rule, role: Role, thing: Thing) -> int:
    """Return the status that a call must have."""
    is_api = route.startswith("api:")
    if rule.access in (Access.PUBLIC, Access.DEMO):
        return rule.done
    if rule.access == Access.GUEST:
        return 303 if role.is_staff else rule.done
    if rule.access == Access.NEWCOMER:
        return 303 if role.is_applicant else rule.done
    if rule.access == Access.PERSON:
        return rule.done if role.is_applicant else 303
    if not role.is_staff:
        return 401 if is_api else 303
    if rule.access == Access.STAFF:
        return rule.done
    if rule.access == Access.PROTECTS:
        return rule.done if role.person == people.HUDA else 403
    if rule.access == Access.CHECKS:
        return 403
    if rule.access == Access.FILES:
        return rule.done if "contact_centre" in role.person.tenant_posts else 403
    if rule.access == Access.MANAGES_STAFF:
        return rule.done if role.person == people.SALMA else 403
    if rule.access == Access.SETS_UP:
        return rule.done if role.oversees else 403
    if rule.access == Access.OVERSEES:
        return rule.done if role.oversees else 303
    if rule.access == Access.ADMINISTERS:
        return rule.done if role.administers else 403
    if rule.access == Access.AUDITS:
        return rule.done if AUDITORS & set(role.person.tenant_posts) else 403
    if rule.access == Access.DECIDES_LIMITS:
        return rule.done if role.decides_limits else 403
    if thing not in role.reads:
        return 404
    if rule.access == Access.ACTS and thing not in role.acts:
        return 403
    if rule.access == Access.LIMITS and not role.limits:
        return 403
    if rule.access == Access.TAKES_BACK and not role.takes_back:
        return 403
    if rule.access == Access.CLASSIFIES and not role.classifies:
        return 403
    if rule.access == Access.OPENS and thing not in (
        role.acts if role.opens is None else role.opens
    ):
        return 403
    return rule.done
