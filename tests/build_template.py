"""Fills the template database: both tenant packs and the cast's accounts. Run as the app role."""

from datetime import UTC, datetime

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from sawti.accounts.actions import add_staff  # noqa: E402
from sawti.entities.actions import appoint  # noqa: E402
from sawti.entities.queries import entity_tree  # noqa: E402
from sawti.lib import clock  # noqa: E402
from sawti.tenancy.context import tenant_context  # noqa: E402
from sawti.tenancy.queries import tenant_by_slug  # noqa: E402
from tests.people import EVERYONE, PASSWORD, Person  # noqa: E402

POSTS_SINCE = datetime(2020, 1, 1, tzinfo=UTC)  # before the instant at which any test's clock stops


def add(person: Person) -> None:
    tenant = tenant_by_slug(person.tenant)
    assert tenant is not None
    with tenant_context(tenant):
        staff = add_staff(
            email=person.email,
            name=person.name,
            language=person.language,
            password=PASSWORD,
            at=clock.now(),
        )
        for code, post in person.posts.items():
            entity_id = entity_tree().by_code[code].id
            appoint(staff=staff, entity_id=entity_id, post=post, at=POSTS_SINCE)
        for post in person.tenant_posts:
            appoint(staff=staff, entity_id=None, post=post, at=POSTS_SINCE)


if __name__ == "__main__":
    for slug in ("bahrain", "jordan"):
        call_command("load_tenant", slug)
    for person in EVERYONE:
        add(person)
