"""The settings reference, the image and the compose file say what the code reads."""

import re

import pytest
import yaml

from sawti.project.settings_reference import ROOT, SOURCES, reference, settings_in
from tests.architecture.sources import text

SETTINGS = {row.name for _, names in SOURCES for name in names for row in settings_in(ROOT / name)}
# Variables of PostgreSQL's and the object store's own images.
OF_OTHER_IMAGES = {"POSTGRES_PASSWORD", "MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD"}
COMPOSE = yaml.safe_load(text("compose.yaml"))


def test_the_settings_reference_is_what_the_source_says():
    assert text("docs/settings.md") == reference()


def test_every_setting_says_what_it_is_for():
    rows = [row for _, names in SOURCES for name in names for row in settings_in(ROOT / name)]

    assert [row.name for row in rows if not row.about] == []


@pytest.mark.parametrize("service", COMPOSE["services"])
def test_the_compose_file_sets_only_variables_that_somebody_reads(service):
    named = set(COMPOSE["services"][service].get("environment", {}))

    assert named - SETTINGS - OF_OTHER_IMAGES == set()


def test_the_example_of_an_environment_has_every_value_that_must_be_set():
    required = set(re.findall(r"\$\{(\w+):\?\}", text("compose.yaml")))
    offered = set(re.findall(r"^(\w+)=", text("deployment.env.example"), re.MULTILINE))

    assert required - offered == set()


def test_only_the_worker_and_the_preparation_know_more_than_the_serving_account():
    services = COMPOSE["services"]
    knowing = {
        name
        for name, service in services.items()
        if {"DATABASE_OWNER_URL", "DATABASE_SYSTEM_URL"} & set(service.get("environment", {}))
    }

    assert knowing == {"prepare", "worker"}


def test_the_image_does_not_run_as_root():
    assert re.findall(r"^USER (\w+)$", text("Dockerfile"), re.MULTILINE) == ["sawti"]
