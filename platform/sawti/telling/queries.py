"""Who hears of what, and in which words: what the tenant changed, laid over what is shipped."""

from uuid import UUID

from sawti.telling.facts import (
    DEFAULTS,
    PEOPLE,
    Audience,
    RuleFacts,
    Way,
    What,
    audiences_of,
)
from sawti.telling.models import InboxEntry, Rule, Wording
from sawti.telling.words import WordingFacts, shipped_words
from sawti.tenancy.snapshot import kept_per_version


@kept_per_version
def rules() -> dict[What, RuleFacts]:
    """Return the rule of everything that happens, in the order of the list."""
    own = {row.what: rule_facts(row) for row in Rule.objects.all()}
    return {what: own.get(what, shipped) for what, shipped in DEFAULTS.items()}


def what_staff_may_mute() -> tuple[What, ...]:
    """Return of what staff choose whether they want an e-mail: not of what has to be sent."""
    return tuple(
        what
        for what, rule in rules().items()
        if set(audiences_of(what)) - set(PEOPLE) - set(rule.must)
    )


def rule_now(what: What) -> RuleFacts:
    """Return a rule as the table has it, for whoever changes it."""
    row = Rule.objects.filter(what=what).first()
    return rule_facts(row) if row else DEFAULTS[what]


def rule_facts(row: Rule) -> RuleFacts:
    """Return a rule as facts."""
    return RuleFacts(
        What(row.what),
        {Audience(each): frozenset(map(Way, ways)) for each, ways in row.ways.items()},
        frozenset(map(Audience, row.must)),
        row.edited_at,
    )


@kept_per_version
def wordings() -> dict[str, WordingFacts]:
    """Return the tenant's own words by template; the others say what is shipped."""
    own = Wording.objects.filter(edited_at__isnull=False)
    return {row.template: _wording(row) for row in own}


def wording_now(template: str) -> WordingFacts:
    """Return the words of a template as the table has them, for whoever changes them."""
    row = Wording.objects.filter(template=template, edited_at__isnull=False).first()
    return _wording(row) if row else shipped_words(template)


def _wording(row: Wording) -> WordingFacts:
    return WordingFacts(row.template, row.subjects, row.bodies, row.edited_at)


def messages_of(person_id: UUID) -> list[dict[str, str | None]]:
    """Return the list of messages of a person, the oldest first, ready for JSON."""
    rows = InboxEntry.objects.filter(person_id=person_id).order_by("at", "id")
    return [
        {
            "message": row.template,
            "at": row.at.isoformat(),
            "read_at": row.read_at.isoformat() if row.read_at else None,
        }
        for row in rows
    ]
