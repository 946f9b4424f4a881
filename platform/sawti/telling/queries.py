"""Who hears of what in the current tenant: what it changed, laid over what is shipped."""

from sawti.telling.facts import DEFAULTS, Audience, RuleFacts, Way, What
from sawti.telling.models import Rule
from sawti.tenancy.snapshot import kept_per_version


@kept_per_version
def rules() -> dict[What, RuleFacts]:
    """Return the rule of everything that happens, in the order of the list."""
    own = {row.what: rule_facts(row) for row in Rule.objects.all()}
    return {what: own.get(what, shipped) for what, shipped in DEFAULTS.items()}


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
