"""What load balancers and Prometheus get, at any host, and what nobody gets."""

import json
import logging

import pytest
from django.db import connection
from django.test import Client

from sawti.project.operations import probes
from tests.cast import Cast


@pytest.fixture
def probe() -> Client:
    """A client at an address that is no tenant's host."""
    return Client(HTTP_HOST="10.0.0.7:8000")


def test_a_process_that_answers_is_alive_at_any_host(probe: Client) -> None:
    response = probe.get("/health/live")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.usefixtures("autocommit")
def test_a_migrated_database_makes_the_process_ready(probe: Client) -> None:
    response = probe.get("/health/ready")

    assert response.status_code == 200
    assert response.json()["checks"] == {"database": "ok", "migrations": "ok", "documents": "ok"}


@pytest.mark.usefixtures("autocommit")
def test_a_process_without_the_libraries_of_pdfs_serves_and_says_so(
    probe: Client, monkeypatch
) -> None:
    monkeypatch.setattr(probes, "missing_libraries", lambda: ("libpango-1.0.so.0",))

    response = probe.get("/health/ready")

    assert (response.status_code, response.json()["checks"]["documents"]) == (200, "missing")


@pytest.mark.usefixtures("autocommit")
def test_a_database_that_is_away_makes_it_not_ready_and_says_no_more_than_that(
    probe: Client, settings, monkeypatch
) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")

    response = probe.get("/health/ready")

    assert response.status_code == 503
    assert response.json() == {
        "status": "failed",
        "checks": {"database": "failed", "migrations": "failed", "documents": "ok"},
    }


@pytest.mark.usefixtures("autocommit")
def test_a_database_that_is_not_migrated_makes_it_not_ready(probe: Client, monkeypatch) -> None:
    monkeypatch.setattr(probes, "_migrated", False)
    monkeypatch.setattr(probes.MigrationExecutor, "migration_plan", lambda *_: ["one to do"])

    response = probe.get("/health/ready")

    assert response.status_code == 503
    assert response.json()["checks"]["migrations"] == "failed"


def test_without_a_token_there_are_no_metrics(probe: Client) -> None:
    assert probe.get("/metrics").status_code == 404


@pytest.mark.parametrize("header", ["", "Bearer wrong", "Bearer ", "Bearer tökèn"])
def test_a_wrong_token_gets_what_a_missing_page_gets(probe: Client, settings, header: str) -> None:
    settings.SAWTI_METRICS_TOKEN = "right"

    response = probe.get("/metrics", HTTP_AUTHORIZATION=header)

    assert (response.status_code, response.text) == (404, "Not found.")


def test_the_metrics_count_requests_by_route_and_what_waits_by_tenant(
    cast: Cast, probe: Client, settings
) -> None:
    settings.SAWTI_METRICS_TOKEN = "right"
    cast.client().get("/ar/help/")
    cast.file_case()

    text = probe.get("/metrics", HTTP_AUTHORIZATION="Bearer right").text

    assert 'sawti_requests_total{method="GET",route="portal:help",status="200"}' in text
    assert 'sawti_request_seconds_bucket{le="0.5",route="portal:help"}' in text
    assert 'sawti_outbox_due{tenant="bahrain"} 1.0' in text
    assert 'sawti_outbox_due{tenant="jordan"} 0.0' in text
    assert 'sawti_outbox_given_up{tenant="bahrain"} 0.0' in text


def test_an_answer_names_its_request_and_the_log_names_the_route_not_the_address(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    filed = cast.file_case()
    caplog.set_level(logging.INFO, "sawti.requests")

    response = cast.client().get(f"/ar/track/{filed.number}/")

    record = caplog.records[-1]
    assert len(response.headers["X-Request-ID"]) == 32
    assert (record.route, record.status, record.tenant) == ("portal:case", 200, "bahrain")
    assert filed.number not in json.dumps(record.__dict__, default=str)


def test_an_id_from_outside_counts_only_behind_our_own_proxy(cast: Cast, settings) -> None:
    given = {"HTTP_X_REQUEST_ID": "from-the-proxy-1"}
    without = cast.client().get("/ar/help/", **given).headers["X-Request-ID"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    behind = cast.client().get("/ar/help/", **given).headers["X-Request-ID"]
    hostile = cast.client().get("/ar/help/", HTTP_X_REQUEST_ID='x" injected=1')

    assert (without == "from-the-proxy-1", behind) == (False, "from-the-proxy-1")
    assert "injected" not in hostile.headers["X-Request-ID"]
