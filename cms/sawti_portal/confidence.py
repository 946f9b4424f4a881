"""What a person tells in confidence when filing, where the subject takes it."""

from django.utils.translation import gettext

from sawti.catalogue.queries import catalogue
from sawti_portal.steps import Step
from sawti_ui import parts


def confidence_to_check(values: dict[str, str], none: str) -> tuple[parts.Fact, ...]:
    """Return what is told in confidence, where the subject takes it."""
    url, (is_confidential, about_employee) = Step.CONTACT.url, in_confidence(values)
    category = catalogue().categories.get(values["category"])
    facts = []
    if category and category.takes_a_wish:
        answer = gettext("Yes") if is_confidential else gettext("No")
        facts.append(parts.Fact(gettext("Keep this confidential"), answer, change_url=url))
    if category and category.confidentiality_id:
        label = gettext("About an employee")
        facts.append(parts.Fact(label, about_employee or none, change_url=url))
    return tuple(facts)


def in_confidence(values: dict[str, str]) -> tuple[bool, str]:
    """Return the wish for confidence and the employee's name, as far as the subject takes them.

    Both may stand in a draft from before another subject was chosen.
    """
    category = catalogue().categories.get(values["category"])
    if category is None or category.confidentiality_id is None:
        return False, ""
    is_wished = category.takes_a_wish and bool(values.get("is_confidential"))
    return is_wished, values.get("about_employee", "")
