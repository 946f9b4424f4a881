"""Lets `manage.py` work on the demo's data when no DATABASE_URL is set."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sawti.project import env
from sawti.project.demo import database
from sawti.project.demo.places import DemoFolder, demo_folder
from sawti.project.demo.run import demo_settings
from sawti.project.embedded.server import EmbeddedPostgres


@contextmanager
def demo_data() -> Iterator[None]:
    """Point the environment at the demo's database: the running one, or started for the while.

    Does nothing where DATABASE_URL is set or no demo was ever made here.
    """
    folder = demo_folder()
    if env.is_set("DATABASE_URL") or env.is_set("DATABASE_URL_FILE") or not _is_made(folder):
        yield
        return
    server = EmbeddedPostgres(folder.postgres)
    is_ours = not _is_running(folder)
    if is_ours:
        server.start()
    else:
        server.find_running()
    try:
        port = env.integer("SAWTI_PORT", 8000, least=1, most=65535)
        env.preset(**demo_settings(folder, port), **database.addresses(folder, server))
        yield
    finally:
        if is_ours:
            server.stop()


def _is_made(folder: DemoFolder) -> bool:
    return folder.secrets.exists() and folder.fingerprint.exists()


def _is_running(folder: DemoFolder) -> bool:
    try:
        os.kill(int(folder.running.read_text()), 0)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True
