"""The `sawti` command; manage.py is the same thing."""

import sys

from sawti.project import env
from sawti.project.env import SetUpError


def main() -> None:
    """Run the demo or a Django command; what is wrong with the set-up is told in one line."""
    try:
        _run(sys.argv)
    except SetUpError as error:
        sys.exit(f"sawti: {error}")


def _run(arguments: list[str]) -> None:
    match arguments[1:2]:
        case ["demo"]:
            # The demo starts the database that Django's settings need: no Django before that.
            from sawti.project.demo.run import run_demo

            sys.exit(run_demo(arguments[2:]))
        case ["create_database"]:
            # Before there are roles, Django could not connect.
            from sawti.project.provision import run_create_database

            run_create_database()
            return
        case ["migrate"]:
            # Only the owner may change tables; everything else runs as the role that serves.
            env.preset(SAWTI_DATABASE_ROLE="owner")
    from sawti.project.demo.borrow import demo_data

    with demo_data():
        env.preset(DJANGO_SETTINGS_MODULE="sawti.project.settings.base")
        from django.core.management import execute_from_command_line

        if arguments[1:2] == ["run_huey"]:
            _require_walls()

        execute_from_command_line(arguments)


def _require_walls() -> None:
    import django

    django.setup()
    from sawti.project.operations.walls import require_walls

    require_walls()


if __name__ == "__main__":
    main()
