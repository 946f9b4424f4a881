"""A tenant's first administrator is invited from the console; afterwards nobody is."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from sawti.accounts.models import Staff
from sawti.audit.models import Entry
from sawti.entities.models import Post
from sawti.signin.models import Link
from tests.cast import Cast

NEW = "other words in a row"


@pytest.fixture
def nobody_administers(cast: Cast) -> None:
    with cast.writing(cast.bahrain):
        holders = Staff.objects.filter(posts__role__code="administrator")
        Staff.objects.filter(pk__in=list(holders.values_list("pk", flat=True))).update(
            is_active=False
        )


def invite(tenant: str = "bahrain", email: str = "Mona@ministry.example") -> None:
    call_command("invite_administrator", tenant, email, "Mona Saleh")


def mailed_path(cast: Cast) -> str:
    for _ in range(3):
        cast.deliver()
    return re.search(r"localhost:8000(/desk/link/\S+/)", mail.outbox[-1].body).group(1)


def take(cast: Cast, path: str):
    return cast.client().post(path, {"name": "Mona Saleh", "new": NEW})


def test_the_first_administrator_takes_the_account_by_mail_and_invites_others(
    cast: Cast, nobody_administers
):
    invite()

    taken = take(cast, mailed_path(cast))

    client = cast.client()
    client.post("/desk/sign-in/", {"email": "mona@ministry.example", "password": NEW})
    assert (taken.status_code, client.get("/desk/staff/invite/").status_code) == (303, 200)
    with cast.inside(cast.bahrain):
        mona = Staff.objects.get(email="mona@ministry.example")
        events = Entry.objects.filter(object_id=mona.pk).order_by("id")
        assert list(events.values_list("event", flat=True))[:3] == [
            "post.given",
            "staff.invited",
            "staff.joined",
        ]


def test_a_link_that_was_lost_is_replaced_and_the_older_one_opens_nothing(
    cast: Cast, nobody_administers
):
    invite()
    lost = mailed_path(cast)

    invite()

    assert mailed_path(cast) != lost
    assert cast.client().get(lost).status_code == 404
    with cast.inside(cast.bahrain):
        assert Post.objects.filter(staff__email="mona@ministry.example").count() == 1


@pytest.mark.parametrize("tenant", ["bahrain", "jordan"])
def test_a_tenant_that_has_an_administrator_gets_none_from_the_console(cast: Cast, tenant: str):
    with pytest.raises(CommandError, match=f"{tenant} has an administrator already"):
        invite(tenant)

    with cast.inside(getattr(cast, tenant)):
        assert not Staff.objects.filter(email="mona@ministry.example").exists()
        assert not Link.objects.exists()
    assert mail.outbox == []


def test_a_tenant_or_an_address_that_is_none_is_refused(cast: Cast, nobody_administers):
    with pytest.raises(CommandError, match="There is no tenant nowhere"):
        invite("nowhere")
    with pytest.raises(CommandError, match="mona at ministry is no e-mail address"):
        invite(email="mona at ministry")

    with cast.inside(cast.bahrain):
        assert not Link.objects.exists()
