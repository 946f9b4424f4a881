"""The matrix is complete, and every cell of it is so."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from sawti.attachments.content import storage
from sawti.attachments.models import Attachment
from sawti.cases.facts import Filed
from sawti.cases.models import Case, CaseFile, Clock, HistoryRow, Pause
from sawti.enabling.addresses import EnabledPattern
from sawti.entities.queries import entity_tree
from sawti.escalation.models import Escalation, Notice
from sawti.lib import clock
from tests import people
from tests.answers import plain
from tests.cast import STORY, Cast
from tests.permissions.matrix import MATRIX, METHODS, OF_A_CASE, Access, Rule, expected_status
from tests.permissions.roles import ROLES, Role, Thing

START_ENTITY = {
    Thing.OWN: "ewa-electricity-distribution",
    Thing.OTHER_ENTITY: "roads-projects-maintenance",
    Thing.OTHER_TENANT: "greater-amman-municipality",
}
FILE = b"%PDF-1.7"
NOWHERE = UUID("01900000-0000-7000-8000-000000000000")
NO_DOCUMENT = UUID("01900000-0000-7000-8000-00000000d0c0")
RULES = [
    pytest.param(route, method, rule, id=f"{route} {method}")
    for route, rules in MATRIX.items()
    for method, rule in rules.items()
    if rule.access != Access.RECEIPT
]
CALLS_WITH_A_CASE = [param for param in RULES if param.values[2].access in OF_A_CASE]


def cells(rule: Rule, roles: tuple[Role, ...] = ROLES) -> list[tuple[Role, Thing]]:
    """Return who calls with which case; where no case is named, one is enough."""
    things = list(Thing) if rule.access in OF_A_CASE else [Thing.OWN]
    return [(role, thing) for role in roles for thing in things]


def all_routes() -> set[str]:
    """Return the name of every route outside the CMS (its guard has a list of its own)."""
    found: set[str] = set()

    def walk(resolver: URLResolver, names: str, prefix: str) -> None:
        for pattern in resolver.url_patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern.pattern, EnabledPattern):
                continue  # a plugin's: tests/plugins/test_permissions.py
            if isinstance(pattern, URLResolver):
                space = f"{pattern.namespace}:" if pattern.namespace else ""
                walk(pattern, names + space, route)
            elif isinstance(pattern, URLPattern) and not route.startswith("cms/"):
                found.add(f"{names}{pattern.name}")

    walk(get_resolver(), "", "")
    return found


def prepared(cast: Cast, filed: dict[Thing, Filed], route: str, thing: Thing) -> tuple[UUID, int]:
    """Bring the case to where the deed of `route` is possible; return its id and version."""
    if thing == Thing.MISSING:
        return NOWHERE, 1
    tenant = cast.jordan if thing == Thing.OTHER_TENANT else cast.bahrain
    state = "open" if re.search("(ask|answer|wait)$", route) else "received"
    with cast.writing(tenant):
        case = Case.objects.get(pk=filed[thing].case_id)
        home = START_ENTITY[thing]
        entity_id = entity_tree().by_code[home].id
        fresh = {"state": state, "paused_at": None, "entity_id": entity_id, "holder": None}
        Case.objects.filter(pk=case.pk).update(**fresh)
        Clock.objects.filter(case=case).update(paused_at=None)
        Pause.objects.filter(case=case).delete()
        Notice.objects.filter(escalation__case=case).delete()
        Escalation.objects.filter(case=case).delete()
        if re.search("file$", route):
            with_file(case)
    return case.pk, case.version


def with_file(case: Case) -> None:
    """Put a file into the case, whose id is that of the case."""
    at, size = clock.now(), len(FILE)
    key = f"{case.tenant_id}/00/{case.pk.hex}"
    facts = {"media_type": "application/pdf", "name": "a.pdf", "size": size, "sha256": b""}
    dates = {"created_at": at, "expires_at": at, "claimed_at": at}
    row, is_new = Attachment.objects.get_or_create(
        pk=case.pk, defaults={**facts, **dates, "key": key, "token_hash": case.pk.bytes}
    )
    if is_new:
        storage().save(key, ContentFile(FILE))
        CaseFile.objects.create(
            case=case, attachment=row, is_internal=True, position=0, added_at=at
        )


def address_of(route: str, case_id: UUID) -> str:
    code = {"code": "ministry-of-interior" if "insights" in route else "roads"}  # in both tenants
    table, number = {"table": "months"}, {"number": "BH-0000-0000-0"}
    names: tuple[dict[str, Any], ...] = (
        {},
        {"case_id": case_id},
        number,
        {"key": "none"},
        code,
        {"slug": "none"},
        table,
        {**code, **table},
        {"case_id": case_id, "file_id": case_id},
        {**number, "file_id": case_id},
        {"file_id": case_id},
        {"view_id": NOWHERE},
        {"client_id": NOWHERE},
        {"post_id": NOWHERE},
        {"limit_id": NOWHERE},
        {"grant_id": NOWHERE},
        {"token": "none"},
        {"staff_id": NOWHERE},
        {"factor_id": NOWHERE},
        {"member_id": NOWHERE},
        {"message_id": NOWHERE},
        {"policy_id": NOWHERE},
        {"run_id": NOWHERE},
        {"hold_id": NOWHERE},
        {"request_id": NOWHERE},
        {"representation_id": NOWHERE},
        {"representation_id": NOWHERE, "file_id": NOWHERE},
        {"business_id": NOWHERE},
        {"copy_id": NOWHERE},
        {"subscription_id": NOWHERE},
        {"incident_id": NOWHERE},
        {"incident_id": NOWHERE, "case_id": case_id},
        {"incident_id": NOWHERE, "decision_id": NOWHERE},
        {"business_id": NOWHERE, "file_id": NOWHERE},
        {"token": "none"},
        {"case_id": case_id, "involvement_id": NO_DOCUMENT},
        {"case_id": case_id, "opening_id": NO_DOCUMENT},
    )
    documents = ({**of_case, "document_id": NO_DOCUMENT} for of_case in names)
    for kwargs in (*names, *documents):
        try:
            return reverse(route, kwargs=kwargs)
        except NoReverseMatch:
            continue
    raise AssertionError(f"the matrix cannot address {route}")


def call(client: Client, route: str, method: str, case_id: UUID, body: Any) -> HttpResponse:
    address = address_of(route, case_id)
    if route == "api:unknown":
        address = "/api/v1/nothing-here"
    if method == "GET":
        return read_whole(client.get(address))
    kind = {"content_type": "application/json"} if route.startswith("api:") else {}
    return getattr(client, method.lower())(address, body, **kind)  # type: ignore[no-any-return]


def read_whole(response: Any) -> HttpResponse:
    """Return a response whose content, if it is the bytes of a file, is read and closed."""
    if not response.streaming:
        return response  # type: ignore[no-any-return]
    body = response.getvalue()
    return HttpResponse(body, status=response.status_code, headers=dict(response.headers))


def told_beside(response: HttpResponse) -> dict[str, str]:
    """Return the headers but for those that hold the request's own id, or count its letters."""
    of_the_request = ("X-Request-ID", "Location", "Content-Length")
    return {name: text for name, text in response.headers.items() if name not in of_the_request}


def test_every_route_is_declared_and_every_declared_route_exists() -> None:
    assert all_routes() == set(MATRIX)


@pytest.mark.parametrize(("route", "method", "rule"), RULES)
def test_every_call_is_answered_as_the_matrix_says(
    cast: Cast, filed: dict[Thing, Filed], route: str, method: str, rule: Rule
) -> None:
    clients = {role.name: cast.client(role.person) for role in ROLES}

    statuses = {}
    for role, thing in cells(rule):
        case_id, version = prepared(cast, filed, route, thing)
        response = call(clients[role.name], route, method, case_id, rule.body(version))
        statuses[role.name, thing.value] = response.status_code

    assert statuses == {
        (role.name, thing.value): expected_status(route, rule, role, thing)
        for role, thing in cells(rule)
    }


@pytest.mark.parametrize(("route", "method", "rule"), CALLS_WITH_A_CASE)
def test_a_refused_call_changes_nothing(
    cast: Cast, filed: dict[Thing, Filed], route: str, method: str, rule: Rule
) -> None:
    refused = [cell for cell in cells(rule) if expected_status(route, rule, *cell) != rule.done]
    before = {thing: prepared(cast, filed, route, thing)[1] for thing in filed}
    rows = cast.count(HistoryRow), cast.count(HistoryRow, cast.jordan)

    for role, thing in refused:
        case_id, version = prepared(cast, filed, route, thing)
        call(cast.client(role.person), route, method, case_id, rule.body(version))

    assert {thing: prepared(cast, filed, route, thing)[1] for thing in filed} == before
    assert (cast.count(HistoryRow), cast.count(HistoryRow, cast.jordan)) == rows


@pytest.mark.parametrize("route", sorted(MATRIX))
def test_a_method_that_is_not_declared_is_refused(cast: Cast, route: str) -> None:
    case_id = cast.file_case().case_id
    client = cast.client(people.YUSUF)
    undeclared = [method for method in METHODS if method not in MATRIX[route]]

    statuses = {
        method: call(client, route, method, case_id, {}).status_code for method in undeclared
    }

    assert statuses == dict.fromkeys(undeclared, 404 if route == "api:unknown" else 405)


@pytest.mark.parametrize("route", sorted(MATRIX))
def test_head_asks_as_get_does_and_no_other_method_tells_anything(cast: Cast, route: str) -> None:
    """OPTIONS names methods at most, TRACE (which would send a cookie back) does not exist."""
    case_id, client = cast.file_case().case_id, cast.client(people.YUSUF)
    address = "/api/v1/nothing-here" if route == "api:unknown" else address_of(route, case_id)

    get, head = read_whole(client.get(address)), read_whole(client.head(address))
    options, trace = client.options(address), client.trace(address)
    invented = client.generic("PROPFIND", address)

    assert head.status_code == get.status_code
    assert options.status_code in (200, 204, 303, 401, 404, 405)
    assert trace.status_code == invented.status_code == 405
    assert options.content + trace.content == b"" or STORY not in (options.text + trace.text)


@pytest.mark.parametrize(("route", "method", "rule"), CALLS_WITH_A_CASE)
def test_a_case_of_the_other_tenant_equals_a_missing_one(
    cast: Cast, filed: dict[Thing, Filed], route: str, method: str, rule: Rule
) -> None:
    answers = {}
    for role in ROLES:
        foreign = filed[Thing.OWN if role.name == "outsider" else Thing.OTHER_TENANT].case_id
        client = cast.client(role.person)
        answers[role.name] = tuple(
            (response.status_code, plain(response, case_id), told_beside(response))
            for case_id in (foreign, NOWHERE)
            for response in [call(client, route, method, case_id, rule.body(1))]
        )

    assert {name for name, (first, second) in answers.items() if first != second} == set()


class TestTheReceipt:
    """`RECEIPT` routes open to whoever has number and receipt, signed in or not."""

    @pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
    def test_the_receipt_opens_its_case_in_its_own_tenant_only(
        self, cast: Cast, filed: dict[Thing, Filed], role: Role
    ) -> None:
        client = cast.client(role.person)
        is_here = role.name != "outsider"
        own = filed[Thing.OWN]

        response = client.get(f"/api/v1/cases/{own.number}", headers={"Sawti-Receipt": own.receipt})

        assert response.status_code == (200 if is_here else 404)

    @pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
    def test_no_role_opens_a_case_without_its_receipt(
        self, cast: Cast, filed: dict[Thing, Filed], role: Role
    ) -> None:
        own, client = filed[Thing.OWN], cast.client(role.person)
        cast.take(own.case_id)
        cast.ask(own.case_id)
        rows = cast.count(HistoryRow)
        address, page = f"/api/v1/cases/{own.number}", f"/en/track/{own.number}/"
        wrong = {"Sawti-Receipt": filed[Thing.OTHER_ENTITY].receipt}
        reply = {"reply": "It is lamp 7."}

        by_api = client.get(address, headers=wrong)
        replied_by_api = client.post(
            f"{address}/reply", reply, content_type="application/json", headers=wrong
        )
        by_page, replied_by_page = client.get(page), client.post(page, reply)

        assert (by_api.status_code, replied_by_api.status_code) == (404, 404)
        assert (by_page.status_code, replied_by_page.status_code) == (200, 303)
        assert STORY not in by_page.content.decode()
        assert cast.count(HistoryRow) == rows
