"""A marker planted all over tenant B appears in no response, mail, log or cache of tenant A."""

import logging
from typing import Any

import pytest
from django.core import mail
from django.core.cache import caches

from sawti.accounts.models import Staff
from sawti.cases.facts import Contact, Filed
from sawti.catalogue.models import (
    CaseType,
    Category,
    Importance,
    Pillar,
    PublishedPage,
    ReplyTemplate,
    Text,
)
from sawti.entities.models import Entity, Sector
from sawti.lib import clock
from sawti.lib.ids import new_id
from sawti.tenancy.actions import configuration_changed
from sawti.tenancy.models import Tenant
from sawti_cms.models import HomePage
from tests import people
from tests.cast import Cast
from tests.permissions.matrix import MATRIX, ROLES
from tests.permissions.test_matrix import call

MARKER = "marker4711"
WORDS = {"ar": MARKER, "en": MARKER}


@pytest.fixture
def planted(cast: Cast, settings: Any) -> Filed:
    """Write the marker into every text of Jordan that people can read; return a case of Jordan."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with cast.writing(cast.jordan):
        for model in (Entity, Sector, CaseType, Category, Importance, Pillar, ReplyTemplate):
            model.objects.update(names=WORDS)
        Text.objects.update(texts=WORDS)
        Staff.objects.update(name=MARKER)
        PublishedPage.objects.create(
            source_id=new_id(),
            slug="home",
            titles=WORDS,
            blocks=[{"type": "heading", "text": WORDS}],
            published_at=clock.now(),
        )
        Tenant.objects.filter(pk=cast.jordan.id).update(names=WORDS, governments=WORDS)
        configuration_changed()
    HomePage.objects.filter(slug="jordan").update(title=MARKER, title_ar=MARKER, title_en=MARKER)
    return cast.file_case(
        tenant=cast.jordan,
        story=MARKER,
        place=MARKER,
        category="",
        entity="greater-amman-municipality",
        contact=Contact(MARKER, f"{MARKER}@example.com", ""),
    )


def everything_said(cast: Cast, roles: list[Any], planted: Filed) -> str:
    """Call every route with every method as `roles`, about their own case and the planted one."""
    own = cast.file_case().case_id
    texts = []
    for role in roles:
        client = cast.client(role.person)
        for route, rules in MATRIX.items():
            for method, rule in rules.items():
                for case_id in (own, planted.case_id):
                    response = call(client, route, method, case_id, rule.body(1))
                    texts.append(response.content.decode() + str(response.headers))
    return "\n".join(texts)


def test_nothing_of_jordan_is_said_in_bahrain(
    cast: Cast, planted: Filed, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    in_bahrain = [role for role in ROLES if role.person is not people.OMAR]

    said = everything_said(cast, in_bahrain, planted)
    cast.deliver(cast.bahrain)

    assert len(said) > 1_000_000
    assert MARKER not in said
    assert len(mail.outbox) >= 2
    assert MARKER not in str([(m.to, m.from_email, m.subject, m.body) for m in mail.outbox])
    assert MARKER not in caplog.text
    assert MARKER not in repr(caches["default"]._cache)


def test_the_marker_can_be_seen_where_it_belongs(cast: Cast, planted: Filed) -> None:
    outsider = next(role for role in ROLES if role.person is people.OMAR)

    said = everything_said(cast, [outsider], planted)
    cast.deliver(cast.jordan)

    assert said.count(MARKER) > 100
    assert [m.to for m in mail.outbox if MARKER in m.to[0]] == [[f"{MARKER}@example.com"]]


def test_a_note_reaches_staff_and_never_the_applicant_a_mail_or_another_entity(
    cast: Cast, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    caplog.set_level(logging.DEBUG)
    filed = cast.file_case()
    cast.note(filed.case_id, MARKER)
    cast.take(filed.case_id)
    cast.ask(filed.case_id)
    cast.reply(filed.case_id)
    cast.answer(filed.case_id)
    cast.deliver()
    receipt = {"Sawti-Receipt": filed.receipt}
    visitor = cast.client()
    opened = {"number": filed.number, "receipt": filed.receipt}

    by_api = visitor.get(f"/api/v1/cases/{filed.number}", headers=receipt)
    by_page = visitor.post("/en/track/", opened, follow=True)
    elsewhere = cast.client(people.YUSUF).get(f"/desk/?queue=all&q={MARKER}")
    at_home = cast.client(people.FATIMA).get(f"/desk/cases/{filed.case_id}/")

    assert (by_api.status_code, by_page.status_code) == (200, 200)
    assert filed.number in by_page.text
    assert MARKER not in by_api.text + by_page.text
    assert "/desk/cases/" not in elsewhere.text
    assert MARKER in at_home.text
    assert len(mail.outbox) >= 3
    assert MARKER not in str([(m.to, m.subject, m.body, m.alternatives) for m in mail.outbox])
    assert MARKER not in caplog.text


def test_a_log_of_our_own_holds_no_words_of_people(
    cast: Cast, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9  # nothing listens: delivery complains, and the complaint is looked at
    caplog.set_level(logging.DEBUG)
    ours = logging.getLogger("sawti")

    filed = cast.file_case(story=MARKER, contact=Contact(MARKER, f"{MARKER}@example.com", ""))
    cast.take(filed.case_id)
    cast.answer(filed.case_id)
    cast.deliver()

    logged = [
        r.getMessage() + str(r.__dict__) for r in caplog.records if r.name.startswith(ours.name)
    ]
    assert logged != []
    assert [line for line in logged if MARKER in line or filed.receipt in line] == []
