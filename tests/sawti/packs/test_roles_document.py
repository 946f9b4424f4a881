"""docs/roles.md says what the shipped roles may do."""

from sawti.lib.permissions import PERMISSIONS
from sawti.packs.roles import default_roles
from tests.architecture.sources import text


def holders(codename: str) -> str:
    roles = (role for role in default_roles() if codename in role.permissions)
    return ", ".join(f"`{role.code}`" for role in roles)


def test_the_table_of_permissions_is_true():
    rows = [
        f"| `{each.codename}` | {each.text} | "
        + ", ".join(
            f"`{role.code}`" for role in default_roles() if each.codename in role.permissions
        )
        + " |"
        for each in PERMISSIONS
    ]

    assert [row for row in rows if row not in text("docs/roles.md").splitlines()] == []


def test_the_table_of_roles_is_true():
    def yes(fact: bool) -> str:
        return "yes" if fact else ""

    rows = [
        f"| `{role.code}` | {role.level} | {yes(role.first_contact)} | {yes(role.leads)} | "
        f"{yes(role.delegable)} |"
        for role in default_roles()
    ]

    assert [row for row in rows if row not in text("docs/roles.md").splitlines()] == []
