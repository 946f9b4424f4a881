"""The matrix of plugins: who may call what where both plugins are enabled in both tenants."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from sawti.audit.models import Entry
from sawti.enabling.addresses import EnabledPattern
from sawti.tenancy.context import TenantFacts, tenant_context
from sawti_appreciation.actions import Thanks, thank
from sawti_appreciation.models import Appreciation, Consent, Decision
from tests.cast import Cast, utc
from tests.permissions.matrix import METHODS, PLUGIN_MATRIX, Access, Rule, expected_status
from tests.permissions.roles import ROLES, Role, Thing
from tests.plugins.conftest import Switch

NOWHERE = UUID("01900000-0000-7000-8000-000000000000")
ENTITIES = {
    Thing.OWN: "ewa-electricity-distribution",
    Thing.OTHER_ENTITY: "roads-projects-maintenance",
    Thing.OTHER_TENANT: "greater-amman-municipality",
}
RULES = [
    pytest.param(route, method, rule, id=f"{route} {method}")
    for route, rules in PLUGIN_MATRIX.items()
    for method, rule in rules.items()
]


def plugin_routes() -> set[str]:
    """Return the name of every route of every installed plugin."""
    found: set[str] = set()

    def walk(resolver: URLResolver, names: str, is_plugins: bool) -> None:
        for pattern in resolver.url_patterns:
            inside = is_plugins or isinstance(pattern.pattern, EnabledPattern)
            if isinstance(pattern, URLResolver):
                space = f"{pattern.namespace}:" if pattern.namespace else ""
                walk(pattern, names + space, inside)
            elif isinstance(pattern, URLPattern) and inside:
                found.add(f"{names}{pattern.name}")

    walk(get_resolver(), "", False)
    return found


@pytest.fixture
def things(cast: Cast, enable: Switch, clock: Any) -> dict[Thing, UUID]:
    """Thanks to each entity, whose authors agreed that they are shown."""
    for name in ("appreciation", "example"):
        enable(name)
        enable(name, cast.jordan)
    tenants = {Thing.OTHER_TENANT: cast.jordan}
    for thing, entity in ENTITIES.items():
        say_thanks(tenants.get(thing, cast.bahrain), entity)
    found = {Thing.MISSING: NOWHERE}
    for thing, entity in ENTITIES.items():
        with cast.inside(tenants.get(thing, cast.bahrain)):
            found[thing] = Appreciation.objects.get(entity__code=entity).id
    return found


def say_thanks(tenant: TenantFacts, entity: str) -> None:
    words = "شكرًا لكم"
    with tenant_context(tenant):
        thanks = Thanks(entity, words, words, "ar", consent=Consent.WITHOUT_NAME)
        thank(thanks, at=utc("2026-03-01T08:00Z"))


def call(client: Client, route: str, method: str, thing_id: UUID, rule: Rule | None) -> int:
    try:
        address = reverse(route)
    except NoReverseMatch:
        address = reverse(route, args=[thing_id])
    body = rule.body(1) if rule else {}
    return int(getattr(client, method.lower())(address, body).status_code)


def cells(rule: Rule) -> list[tuple[Role, Thing]]:
    things = list(Thing) if rule.access == Access.ACTS else [Thing.OWN]
    return [(role, thing) for role in ROLES for thing in things]


def test_every_route_of_a_plugin_is_declared_and_every_declared_route_exists() -> None:
    assert plugin_routes() == set(PLUGIN_MATRIX)


@pytest.mark.parametrize(("route", "method", "rule"), RULES)
def test_every_call_is_answered_as_the_matrix_says(
    cast: Cast, things: dict[Thing, UUID], route: str, method: str, rule: Rule
) -> None:
    statuses = {}
    for role, thing in cells(rule):
        for tenant in (cast.bahrain, cast.jordan):
            with cast.writing(tenant):
                Appreciation.objects.update(decision=Decision.WAITING)
        statuses[role.name, thing.value] = call(
            cast.client(role.person), route, method, things[thing], rule
        )

    assert statuses == {
        (role.name, thing.value): expected_status(route, rule, role, thing)
        for role, thing in cells(rule)
    }


def test_a_refused_decision_changes_nothing_and_only_the_refusal_is_on_record(
    cast: Cast, things: dict[Thing, UUID]
) -> None:
    rule = PLUGIN_MATRIX["desk:appreciation:decide"]["POST"]
    refused = [c for c in cells(rule) if expected_status("desk:x", rule, *c) != rule.done]

    for role, thing in refused:
        call(cast.client(role.person), "desk:appreciation:decide", "POST", things[thing], rule)

    for tenant in (cast.bahrain, cast.jordan):
        with cast.inside(tenant):
            assert not Entry.objects.filter(event__startswith="appreciation.").exists()
            assert Entry.objects.filter(event="access.denied").exists()
            assert set(Appreciation.objects.values_list("decision", flat=True)) == {"waiting"}


@pytest.mark.parametrize("route", sorted(PLUGIN_MATRIX))
def test_a_method_that_is_not_declared_is_refused(
    cast: Cast, things: dict[Thing, UUID], route: str
) -> None:
    client = cast.client(ROLES[3].person)
    undeclared = [method for method in METHODS if method not in PLUGIN_MATRIX[route]]

    statuses = {m: call(client, route, m, things[Thing.OWN], None) for m in undeclared}

    assert statuses == dict.fromkeys(undeclared, 405)
