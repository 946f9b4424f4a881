"""A marker planted all over tenant B appears in no response, mail, log or cache of tenant A."""

import logging
from importlib import import_module
from inspect import signature
from io import BytesIO
from typing import Any

import pytest
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import autodiscover_modules
from huey.contrib.djhuey import HUEY
from pypdf import PdfReader

from sawti.accounts.models import Staff
from sawti.cases.facts import Contact, Filed
from sawti.cases.models import Involvement
from sawti.catalogue.models import (
    CaseType,
    Category,
    Importance,
    Pillar,
    PublishedPage,
    ReplyTemplate,
    Text,
)
from sawti.enabling.actions import enable_plugin
from sawti.entities.models import Entity, Sector
from sawti.lib import clock
from sawti.lib.ids import new_id
from sawti.project.operations.metrics import exposition
from sawti.tenancy.actions import configuration_changed
from sawti.tenancy.context import tenant_context
from sawti.tenancy.models import Tenant
from sawti_cms.models import HomePage
from tests import people
from tests.cast import Cast
from tests.permissions.matrix import MATRIX, PLUGIN_MATRIX
from tests.permissions.planting import MARKER, plant_everywhere
from tests.permissions.roles import ROLES
from tests.permissions.test_cms_matrix import cms_texts
from tests.permissions.test_matrix import NOWHERE, call

WORDS = {"ar": MARKER, "en": MARKER}
# History is never rewritten, and a constraint knows the states.
KEPT = {f"cases.HistoryRow.{name}" for name in ("event", "reason", "from_state", "to_state")}
KEPT |= {"cases.Case.state", "cases.Clock.ended_by", "cases.Involvement.kind"}


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
    filed = cast.file_case(
        tenant=cast.jordan,
        story=MARKER,
        place=MARKER,
        category="",
        entity="greater-amman-municipality",
        contact=Contact(MARKER, f"{MARKER}@example.com", ""),
    )
    with cast.writing(cast.jordan):
        Involvement.objects.create(
            case_id=filed.case_id, kind="named", reason=MARKER, since_at=clock.now()
        )
    return filed


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


@pytest.fixture
def everywhere(cast: Cast, planted: Filed) -> tuple[set[str], set[str]]:
    """The marker in every text of every table of Jordan, plugins' too; the plugins are enabled."""
    for name in ("appreciation", "example"):
        for tenant in (cast.bahrain, cast.jordan):
            with tenant_context(tenant):
                enable_plugin(name, at=clock.now())
    with cast.writing(cast.jordan):
        return plant_everywhere()


def plugins_said(cast: Cast) -> str:
    """Call every route of the plugins as a focal point."""
    client, texts = cast.client(people.FATIMA), []
    for route in PLUGIN_MATRIX:
        try:
            address = reverse(route)
        except NoReverseMatch:
            address = reverse(route, args=[NOWHERE])
        texts.append(client.get(address).text)
    return "\n".join(texts)


def cms_said(cast: Cast) -> str:
    """Call every open route of the CMS as Bahrain's editor, with pages of both tenants."""
    pages = [HomePage.objects.get(slug=slug).pk for slug in ("bahrain", "jordan")]
    return "\n".join(cms_texts(cast.client(people.LAYLA), pages).values())


def printed(cast: Cast) -> str:
    """Have the file of a case of Bahrain printed, and return its words."""
    filed, fatima = cast.file_case(), cast.client(people.FATIMA)
    path = f"/desk/cases/{filed.case_id}/documents/"
    asked = fatima.post(path, {"kind": "case_file", "language": "en"})
    cast.deliver(cast.bahrain)
    pdf = fatima.get(f"{asked['Location'].partition('?')[0]}file/")
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)


def waiting_in_the_queue() -> str:
    """Return what tasks the queue holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(string_agg(encode(data, 'escape'), ' '), '') FROM huey_task"
        )
        return str(cursor.fetchone()[0])


def test_the_marker_is_planted_in_every_text_that_a_tenant_has(
    cast: Cast, everywhere: tuple[set[str], set[str]]
) -> None:
    planted, left = everywhere

    assert len(planted) > 80
    assert {name for name in left if name.partition(".")[0] == "cases"} <= KEPT
    assert len(left) <= len(planted) // 4


def test_nothing_of_jordan_is_said_in_bahrain(
    cast: Cast, planted: Filed, everywhere: Any, caplog: pytest.LogCaptureFixture, clock: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    in_bahrain = [role for role in ROLES if role.person is not people.OMAR]

    said = everything_said(cast, in_bahrain, planted) + plugins_said(cast) + cms_said(cast)
    letter = printed(cast)
    cast.deliver(cast.bahrain)

    assert len(said) > 1_000_000
    assert MARKER not in said
    assert len(letter) > 500 and MARKER not in letter
    assert len(mail.outbox) >= 2
    assert MARKER not in str([(m.to, m.from_email, m.subject, m.body) for m in mail.outbox])
    assert MARKER not in caplog.text
    assert MARKER not in repr(caches["default"]._cache)
    assert MARKER not in exposition().decode()
    assert MARKER not in waiting_in_the_queue()


def test_a_task_is_given_a_tenants_id_and_nothing_else() -> None:
    """Who reads the queue's table learns which tenant has work, and no word of it."""
    autodiscover_modules("tasks")  # as the worker does
    tasks = HUEY._registry._registry.values()
    given = {
        task.__name__.removeprefix("queuetask_"): list(signature(task_of(task)).parameters)
        for task in tasks
        if task.__module__.startswith("sawti")
    }

    assert given != {}
    assert {name: names for name, names in given.items() if names not in ([], ["tenant_id"])} == {}


def task_of(task: Any) -> Any:
    """Return the function that a task of the queue calls."""
    module = import_module(task.__module__)
    function = getattr(module, task.__name__.removeprefix("queuetask_"))
    return getattr(function, "func", function)


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
