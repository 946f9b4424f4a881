"""`sawti create_database`: the roles and the database of a deployment, made once."""

from urllib.parse import unquote, urlsplit

import psycopg

from sawti.project import env
from sawti.project.env import SetUpError
from sawti.tenancy.roles import create_database, create_roles

VARIABLES = {
    "DATABASE_OWNER_URL": "owner",
    "DATABASE_URL": "app",
    "DATABASE_SYSTEM_URL": "system",
    "DATABASE_BACKUP_URL": "backup",
}
# Without a password for it the backup role exists, and nobody can sign in as it.
OPTIONAL = "DATABASE_BACKUP_URL"


def run_create_database() -> None:
    """Make roles and database as the other variables name them; set right what is there already.

    Needs DATABASE_ADMIN_URL (a superuser: two roles bypass row-level security) and the three
    addresses that web, worker and migration use; the one of backups is optional.
    Raises SetUpError with one line.
    """
    prefix = env.text("SAWTI_ROLE_PREFIX", "sawti", about="as in a deployment")
    variables = {name: role for name, role in VARIABLES.items() if _is_wanted(name)}
    urls = {role: urlsplit(env.secret(name)) for name, role in variables.items()}
    for name, role in variables.items():
        if urls[role].username != f"{prefix}_{role}":
            raise SetUpError(
                f"{name}: expected the account {prefix}_{role}, found {urls[role].username}."
            )
    names = {url.path.removeprefix("/") for url in urls.values()}
    if len(names) != 1:
        raise SetUpError(f"expected one database in all addresses, found {', '.join(names)}.")
    passwords = {role: unquote(url.password or "") for role, url in urls.items()}
    try:
        admin = env.secret(
            "DATABASE_ADMIN_URL", about="a superuser's address; only for `sawti create_database`"
        )
        create_roles(admin, prefix, {role: word for role, word in passwords.items() if word})
        create_database(admin, names.pop(), prefix)
    except psycopg.Error as error:
        raise SetUpError(f"DATABASE_ADMIN_URL: {str(error).splitlines()[0]}") from error


def _is_wanted(name: str) -> bool:
    return name != OPTIONAL or env.is_set(name) or env.is_set(f"{name}_FILE")
