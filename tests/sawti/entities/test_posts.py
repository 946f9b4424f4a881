"""Posts are given, ended and delegated within bounds, and every step is on record."""

from datetime import timedelta

import pytest

from sawti.accounts.models import Staff
from sawti.audit.models import Entry
from sawti.cases.models import HistoryRow
from sawti.entities.actions import Period, appoint, delegate, end_post, give_post
from sawti.entities.errors import LastAdministrator, MoreThanOwn, NotDelegable, OwnPost, PostEnded
from sawti.entities.models import EntityUserPermission, Post, Role
from sawti.entities.permissions import rights_of
from sawti.entities.posts import focal_points_of
from sawti.entities.queries import entity_tree
from sawti.entities.steps import regrant
from sawti.lib import clock
from sawti.lib.errors import Invalid, Missing, NotPermitted
from sawti.tenancy.context import tenant_context
from tests import people

ELECTRICITY, ROADS = "ewa-electricity-distribution", "roads-projects-maintenance"
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)


def entity_id(cast, code):
    """Return the id of one of Bahrain's entities."""
    with cast.inside(cast.bahrain):
        return entity_tree().by_code[code].id


def post_of(cast, staff, tenant=None):
    """Return the newest post of somebody."""
    with cast.inside(tenant or cast.bahrain):
        return Post.objects.filter(staff=staff).latest("id")


def give(cast, role, to, at, *, by=None, entity=ROADS, until_at=None, since_at=None):
    """Have Salma (or somebody else) give a post."""
    where = entity_id(cast, entity) if entity else None
    with tenant_context(cast.bahrain):
        return give_post(
            staff_id=to.id,
            role_code=role,
            entity_id=where,
            period=Period(since_at or at, until_at),
            by=by or cast.salma,
            at=at,
        )


def deputise(cast, post, to, at, *, by, first=0, last=7, reason="leave"):
    """Have `by` let somebody represent the holder of a post from day `first` to day `last`."""
    with tenant_context(cast.bahrain):
        return delegate(
            post.id,
            to_id=to.id,
            period=Period(at + first * DAY, at + last * DAY),
            reason=reason,
            by=by,
            at=at,
        )


def handles(cast, staff, code, instant) -> bool:
    """Tell whether somebody handles an entity's cases at an instant."""
    where = entity_id(cast, code)
    with cast.inside(cast.bahrain):
        return rights_of(staff, at=instant).allow("handle_cases", where)


def test_an_administrator_gives_a_post_and_it_counts_at_once(cast, at):
    post = give(cast, "focal_point", cast.noor, at)

    assert handles(cast, cast.noor, ROADS, at)
    with cast.inside(cast.bahrain):
        entry = Entry.objects.latest("id")
        assert (entry.event, entry.actor_id, entry.object_id, entry.reason) == (
            "post.given",
            cast.salma.id,
            post.id,
            "focal_point",
        )


@pytest.mark.parametrize("who", ["fatima", "maryam", "khalid", "noor"])
def test_whoever_may_not_give_posts_gives_none(cast, at, who):
    with pytest.raises(NotPermitted):
        give(cast, "head", cast.yusuf, at, by=getattr(cast, who))

    with cast.inside(cast.bahrain):
        assert not Post.objects.filter(staff=cast.yusuf, role__code="head").exists()


def test_nobody_gives_themselves_a_post(cast, at):
    with pytest.raises(OwnPost):
        give(cast, "operation_room", cast.salma, at, entity=None)


def test_the_outsider_gets_no_post_and_gives_none(cast, at):
    with pytest.raises(Missing):
        give(cast, "head", cast.omar, at)
    with pytest.raises(NotPermitted):
        give(cast, "head", cast.noor, at, by=cast.omar)


def test_whoever_gives_posts_on_an_entity_gives_no_more_than_they_hold_there(cast, at):
    with cast.writing(cast.bahrain):
        head = Role.objects.get(code="head")
        Role.objects.filter(pk=head.pk).update(permissions=["view_cases", "give_posts"])
        regrant([head.pk])

    with pytest.raises(MoreThanOwn):
        give(cast, "focal_point", cast.noor, at, by=cast.khalid, entity=ELECTRICITY)
    with pytest.raises(NotPermitted):
        give(cast, "head", cast.noor, at, by=cast.khalid, entity=ROADS)

    assert give(cast, "head", cast.noor, at, by=cast.khalid, entity=ELECTRICITY)


@pytest.mark.parametrize(
    ("role", "entity"), [("auditor", ROADS), ("head", None), ("no-role", ROADS)]
)
def test_a_post_fits_the_level_of_its_role(cast, at, role, entity):
    with pytest.raises(Missing):
        give(cast, role, cast.noor, at, entity=entity)


def test_nobody_holds_the_same_post_twice_at_a_time(cast, at):
    give(cast, "head", cast.noor, at, until_at=at + 5 * DAY)

    with pytest.raises(Invalid):
        give(cast, "head", cast.noor, at, since_at=at + 4 * DAY)

    assert give(cast, "head", cast.noor, at, since_at=at + 5 * DAY)


def test_an_ended_post_gives_nothing_from_that_instant_on(cast, at):
    post = post_of(cast, cast.fatima)

    with tenant_context(cast.bahrain):
        end_post(post.id, by=cast.salma, at=at)

    assert handles(cast, cast.fatima, ELECTRICITY, at - TICK)
    assert not handles(cast, cast.fatima, ELECTRICITY, at)
    with tenant_context(cast.bahrain), pytest.raises(PostEnded):
        end_post(post.id, by=cast.salma, at=at)


def test_an_ended_post_bites_in_an_open_session_on_the_next_request(cast):
    filed, client = cast.file_case(), cast.client(people.FATIMA)
    url = f"/desk/cases/{filed.case_id}/"
    before = client.get(url).status_code
    with tenant_context(cast.bahrain):
        end_post(post_of(cast, cast.fatima).id, by=cast.salma, at=clock.now())

    assert (before, client.get(url).status_code) == (200, 404)


def test_the_last_administrator_stays_and_one_of_two_may_go(cast, at):
    post = post_of(cast, cast.salma)
    give(cast, "administrator", cast.noor, at, entity=None, until_at=at + DAY)

    with tenant_context(cast.bahrain), pytest.raises(LastAdministrator):
        end_post(post.id, by=cast.salma, at=at)

    give(cast, "administrator", cast.yusuf, at, entity=None)
    with tenant_context(cast.bahrain):
        end_post(post.id, by=cast.yusuf, at=at)
    with cast.inside(cast.bahrain):
        assert not rights_of(cast.salma, at=at).everywhere


def test_a_colleague_represents_the_holder_within_the_period_and_not_an_instant_longer(cast, at):
    post = post_of(cast, cast.fatima)

    deputise(cast, post, cast.noor, at, by=cast.fatima, first=1, last=3)

    instants = [at + DAY - TICK, at + DAY, at + 3 * DAY - TICK, at + 3 * DAY]
    assert [handles(cast, cast.noor, ELECTRICITY, each) for each in instants] == [
        False,
        True,
        True,
        False,
    ]
    assert handles(cast, cast.fatima, ELECTRICITY, at + 2 * DAY)
    with cast.inside(cast.bahrain):
        where = entity_tree().by_code[ELECTRICITY].id
        assert focal_points_of(where, at=at + 2 * DAY) == [cast.fatima, cast.noor]
        assert Entry.objects.latest("id").event == "post.delegated"


def test_the_timeline_says_for_whom_a_deputy_acted(cast):
    filed, now = cast.file_case(), clock.now()
    deputise(cast, post_of(cast, cast.fatima), cast.noor, now, by=cast.fatima)

    cast.take(filed.case_id, by=cast.noor)

    with cast.inside(cast.bahrain):
        row = HistoryRow.objects.get(case_id=filed.case_id, event="take")
        assert (row.by_id, row.acting_for_id) == (cast.noor.id, cast.fatima.id)


def test_who_holds_the_right_themselves_acts_for_nobody(cast, at):
    deputise(cast, post_of(cast, cast.fatima), cast.maryam, at, by=cast.fatima)
    where = entity_id(cast, ELECTRICITY)

    with cast.inside(cast.bahrain):
        assert rights_of(cast.maryam, at=at).lenders("handle_cases", where) == frozenset()


def test_a_deputy_loses_the_rights_when_the_post_ends_or_its_holder_is_disabled(cast, at):
    post = post_of(cast, cast.fatima)
    deputise(cast, post, cast.noor, at, by=cast.fatima)

    with cast.writing(cast.bahrain):
        Staff.objects.filter(pk=cast.fatima.pk).update(is_active=False)
    assert not handles(cast, cast.noor, ELECTRICITY, at)

    with cast.writing(cast.bahrain):
        Staff.objects.filter(pk=cast.fatima.pk).update(is_active=True)
    assert handles(cast, cast.noor, ELECTRICITY, at)

    with tenant_context(cast.bahrain):
        end_post(post.id, by=cast.salma, at=at + DAY)
    assert not handles(cast, cast.noor, ELECTRICITY, at + DAY)
    with cast.inside(cast.bahrain):
        assert Post.objects.get(acting_for=post).until_at == at + DAY


def test_the_holder_ends_the_delegation_and_a_stranger_does_not(cast, at):
    acting = deputise(cast, post_of(cast, cast.fatima), cast.noor, at, by=cast.fatima)

    with tenant_context(cast.bahrain), pytest.raises(NotPermitted):
        end_post(acting.id, by=cast.yusuf, at=at)
    with tenant_context(cast.bahrain):
        end_post(acting.id, by=cast.fatima, at=at)

    assert not handles(cast, cast.noor, ELECTRICITY, at)


def test_a_delegation_stays_within_its_post(cast, at):
    post = give(cast, "head", cast.noor, at, since_at=at + DAY, until_at=at + 5 * DAY)

    with pytest.raises(Invalid, match="begins later"):
        deputise(cast, post, cast.yusuf, at, by=cast.noor, first=0, last=2)
    with pytest.raises(Invalid, match="ends earlier"):
        deputise(cast, post, cast.yusuf, at, by=cast.noor, first=2, last=6)

    assert deputise(cast, post, cast.yusuf, at, by=cast.noor, first=1, last=5)


def test_a_delegation_has_an_end_and_a_reason(cast, at):
    post = post_of(cast, cast.fatima)

    with tenant_context(cast.bahrain), pytest.raises(Invalid, match="until when"):
        delegate(
            post.id, to_id=cast.noor.id, period=Period(at), reason="leave", by=cast.fatima, at=at
        )
    with pytest.raises(Invalid, match="reason"):
        deputise(cast, post, cast.noor, at, by=cast.fatima, reason=" ")


def test_a_deputy_does_not_pass_the_post_on(cast, at):
    acting = deputise(cast, post_of(cast, cast.fatima), cast.noor, at, by=cast.fatima)

    with pytest.raises(NotDelegable):
        deputise(cast, acting, cast.yusuf, at, by=cast.noor)


def test_a_post_held_in_person_is_not_delegated(cast, at):
    adel = cast.staff(people.ADEL)

    with pytest.raises(NotDelegable):
        deputise(cast, post_of(cast, adel), cast.noor, at, by=adel)


def test_whoever_gives_posts_on_an_entity_delegates_no_more_than_they_hold_there(cast, at):
    with cast.writing(cast.bahrain):
        head = Role.objects.get(code="head")
        Role.objects.filter(pk=head.pk).update(permissions=["view_cases", "give_posts"])
        regrant([head.pk])
    post = post_of(cast, cast.fatima)

    with pytest.raises(MoreThanOwn):
        deputise(cast, post, cast.noor, at, by=cast.khalid)
    with pytest.raises(NotPermitted):
        deputise(cast, post_of(cast, cast.yusuf), cast.noor, at, by=cast.khalid)

    with cast.inside(cast.bahrain):
        assert not Post.objects.filter(acting_for__isnull=False).exists()


def test_a_colleague_or_the_outsider_delegates_nobody_elses_post(cast, at):
    post = post_of(cast, cast.fatima)

    for who in (cast.yusuf, cast.omar):
        with pytest.raises(Missing):
            deputise(cast, post, cast.noor, at, by=who)
    with pytest.raises(Missing):
        deputise(cast, post, cast.omar, at, by=cast.fatima)
    with pytest.raises(OwnPost):
        deputise(cast, post, cast.salma, at, by=cast.salma)

    with cast.inside(cast.bahrain):
        assert not Post.objects.filter(acting_for=post).exists()


def test_appointing_at_set_up_grants_what_the_role_permits(cast, at):
    with tenant_context(cast.bahrain):
        appoint(staff=cast.noor, entity_id=entity_id(cast, ROADS), post="dispatcher", at=at)

    with cast.inside(cast.bahrain):
        granted = EntityUserPermission.objects.filter(user=cast.noor)
        held = set(granted.values_list("permission__codename", flat=True))
        assert held == set(Role.objects.get(code="dispatcher").permissions)
