"""The settings reference, the image and the compose file say what the code reads."""

import re
import shlex
import tomllib
from importlib.metadata import distribution
from importlib.util import find_spec
from itertools import pairwise

import pytest
import yaml
from django.core.management import get_commands

from sawti.project.settings_reference import ROOT, SOURCES, reference, settings_in
from tests.architecture.sources import text

SETTINGS = {row.name for _, names in SOURCES for name in names for row in settings_in(ROOT / name)}
# Variables of PostgreSQL's and the object store's own images.
OF_OTHER_IMAGES = {"POSTGRES_PASSWORD", "MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD"}
COMPOSE = yaml.safe_load(text("compose.yaml"))
DOCKERFILE = re.sub(r"\\\n\s*", "", text("Dockerfile"))
PROJECT = tomllib.loads(text("pyproject.toml"))
OF_DEPLOYMENTS = [row for name in SOURCES[0][1] for row in settings_in(ROOT / name)]
# `sawti` answers these itself, before there is a database for Django.
OWN_COMMANDS = {"create_database"}


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


def test_every_setting_that_must_be_set_is_set_by_the_compose_file():
    required = {row.name for row in OF_DEPLOYMENTS if row.default.startswith("none")}
    given = {
        name for service in COMPOSE["services"].values() for name in service.get("environment", ())
    }

    assert "SAWTI_FIELD_KEYS" in required
    assert required - given == set()


def test_the_preparation_knows_every_account_that_gets_a_password():
    environment = COMPOSE["services"]["prepare"]["environment"]

    assert {name for name in SETTINGS if re.fullmatch(r"DATABASE_\w*URL", name)} <= set(environment)


def test_the_image_reads_only_settings_that_somebody_reads():
    named = set(re.findall(r"\b(?:SAWTI|DATABASE|SECRET)_\w+(?==)", DOCKERFILE))

    assert "SAWTI_STATIC_FOLDER" in named
    assert named - SETTINGS == set()


def test_the_options_of_the_web_server_are_options_that_it_knows():
    named = set(re.findall(r"\bGRANIAN_\w+", DOCKERFILE))
    known = (ROOT / find_spec("granian").submodule_search_locations[0] / "cli.py").read_text()

    assert "GRANIAN_WORKERS" in named
    assert [name for name in named if name.removeprefix("GRANIAN_").lower() not in known] == []


def test_what_the_image_copies_and_installs_exists():
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    extras = re.findall(r'"\.\[([\w,]+)\]"', DOCKERFILE)[0].split(",")
    constraints = re.findall(r" -[bc] (\S+)", DOCKERFILE)

    assert [
        source for line in copied for source in line.split() if not (ROOT / source).exists()
    ] == []
    assert set(extras) <= set(PROJECT["project"]["optional-dependencies"])
    assert [name for name in constraints if not (ROOT / name).is_file()] == []


def test_the_image_has_the_tools_and_libraries_that_a_developer_has():
    libraries = set(re.findall(r"so\.0:(lib[\w.-]+)", text("Makefile")))

    assert re.findall(r"uv==(\S+)", DOCKERFILE) == re.findall(
        r"UV_VERSION := (\S+)", text("Makefile")
    )
    assert libraries <= set(DOCKERFILE.split())


@pytest.mark.parametrize("name", [".env", ".git", "var", "tests", "plugins/*/tests"])
def test_secrets_tests_and_data_do_not_reach_the_build(name):
    assert name in text(".dockerignore").splitlines()


def test_the_image_starts_a_program_and_an_application_that_exist():
    program, application = re.findall(r"exec (\S+) (\S+):application", DOCKERFILE)[0]
    programs = {entry.name for entry in distribution("granian").entry_points}

    assert program in programs
    assert find_spec(application) is not None


@pytest.mark.parametrize("service", ["prepare", "worker"])
def test_a_service_starts_commands_that_exist(service):
    words = shlex.split(" ".join(COMPOSE["services"][service]["command"]))
    asked = [after for word, after in pairwise(words) if word == "sawti"]

    assert PROJECT["project"]["scripts"]["sawti"] == "sawti.project.console:main"
    assert asked
    assert set(asked) <= OWN_COMMANDS | set(get_commands())


@pytest.mark.parametrize("service", ["prepare", "web", "worker"])
def test_our_services_can_change_nothing_but_their_folders(service):
    found = COMPOSE["services"][service]

    assert found["read_only"] is True
    assert found["cap_drop"] == ["ALL"]
    assert found["security_opt"] == ["no-new-privileges:true"]


def test_only_the_worker_and_the_preparation_know_more_than_the_serving_account():
    services = COMPOSE["services"]
    knowing = {
        name
        for name, service in services.items()
        if {"DATABASE_OWNER_URL", "DATABASE_SYSTEM_URL"} & set(service.get("environment", {}))
    }

    assert knowing == {"prepare", "worker"}


def test_the_image_does_not_run_as_root():
    [number] = re.findall(r"^USER (\d+)$", text("Dockerfile"), re.MULTILINE)

    assert int(number) >= 1000
