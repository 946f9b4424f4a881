"""One implementation of each hook that exists. They run only where the example is enabled."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sawti.enabling.queries import options_of
from sawti.entities.queries import entity_tree
from sawti.lib.errors import N_, Invalid
from sawti.plugins.calling import hookimpl
from sawti.plugins.facts import CaseFacts, CaseNews, EntityRef, EntityReform, HomeSection
from sawti.plugins.messages import MessageProvider
from sawti.tenancy.context import TenantFacts
from sawti_example.manifest import MANIFEST, ExampleOptions
from sawti_example.providers import PIGEON
from sawti_example.steps import count_event

GREETING = "greeting"


@hookimpl
def tenant_loaded(tenant: TenantFacts) -> None:
    """Nothing has to be prepared: the table of counts fills as things happen."""


@hookimpl
def entity_reformed(reform: EntityReform) -> None:
    """Nothing has to follow: greetings go to the triage entity, whichever that is."""


@hookimpl
def choose_entity(case: CaseFacts, candidates: Sequence[EntityRef]) -> EntityRef | None:
    """Send greetings to the triage entity, and have no opinion on anything else."""
    if case.type != GREETING or options_of(ExampleOptions).goes_to != "triage":
        return None
    triage = entity_tree().triage.code
    return next((entity for entity in candidates if entity.code == triage), None)


@hookimpl
def check_filing(case: CaseFacts) -> Sequence[Invalid]:
    """Ask for more than a word where somebody sends a greeting."""
    least = options_of(ExampleOptions).least_words
    if case.type != GREETING or len(case.story.split()) >= least:
        return []
    return [Invalid("story", N_("Write a greeting of at least %(least)s words."), least=least)]


@hookimpl
def case_news(news: CaseNews) -> None:
    """Count what happens; in the transaction that marks the news done, so exactly once."""
    if options_of(ExampleOptions).is_counting:
        count_event(news.event, on=news.at.astimezone(UTC).date())


@hookimpl
def message_providers() -> Sequence[MessageProvider]:
    """Carry SMS for the tenants that choose the pigeon."""
    return (PIGEON,)


@hookimpl
def home_section(language: str, at: datetime) -> HomeSection:
    """Greet."""
    greeting = options_of(ExampleOptions).greeting
    return HomeSection(MANIFEST.titles[language], "sawti_example/home_section.html", greeting)
