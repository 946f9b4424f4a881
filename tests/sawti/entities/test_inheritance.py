"""Rights against a naive model: whatever posts somebody holds, at whatever instant."""

from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sawti.entities.models import Post, Role
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.entities.steps import grant
from tests.cast import Cast, utc

START = utc("2026-03-01T08:00Z")
ROLES = ("focal_point", "head", "operation_room", "leadership")

# A role, where in the list of entities, the first hour and the hour after the last (none: open).
POSTS = st.lists(
    st.tuples(
        st.sampled_from(ROLES),
        st.integers(0, 94),
        st.integers(0, 10),
        st.none() | st.integers(1, 10),
    ),
    max_size=6,
)


def reaches(entity, object_entity) -> bool:
    """Walk up from an entity, as a person would on paper."""
    while entity is not None:
        if entity == object_entity:
            return True
        entity = entity_tree().by_id[entity.parent_id] if entity.parent_id else None
    return False


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(posts=POSTS, hour=st.integers(0, 12))
def test_a_right_is_held_exactly_where_a_post_that_counts_reaches(cast: Cast, posts, hour):
    instant = START + timedelta(hours=hour)
    with cast.writing(cast.bahrain), transaction.atomic():
        entities = sorted(entity_tree().by_id.values(), key=lambda each: each.code)
        roles = {role.code: role for role in Role.objects.all()}
        noor, counting = cast.noor, []
        for code, place, first, hours in posts:
            role, entity = roles[code], entities[place % len(entities)]
            since_at = START + timedelta(hours=first)
            until_at = since_at + timedelta(hours=hours) if hours else None
            where = entity if role.level == "entity" else None
            held = Post.objects.filter(staff=noor, role=role, entity_id=where and where.id)
            if until_at is None and held.filter(until_at=None).exists():
                continue
            post = Post.objects.create(
                staff=noor,
                role=role,
                entity_id=where and where.id,
                since_at=since_at,
                until_at=until_at,
            )
            grant([post])
            if since_at <= instant and (until_at is None or instant < until_at):
                counting.append((role, where))

        rights = rights_of(noor, at=instant)

        for permission in ("view_cases", "handle_cases", "open_identity", "oversee_entities"):
            assert rights.on(permission) == {
                entity.id
                for entity in entities
                for role, where in counting
                if permission in role.permissions and (where is None or reaches(entity, where))
            }
        transaction.set_rollback(True)
