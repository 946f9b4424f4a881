"""The steps of filing a case: their order, and which is the first that still lacks an answer."""

from collections.abc import Mapping
from enum import StrEnum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sawti.catalogue.queries import catalogue
from sawti_ui import parts


class Step(StrEnum):
    """A page of the form; its value is the name of its address."""

    TYPE = "file"
    STORY = "file_story"
    ABOUT = "file_about"
    CONTACT = "file_contact"
    BEHALF = "file_for"  # only where it is for somebody else
    CHECK = "file_check"

    @property
    def url(self) -> str:
        return reverse(f"portal:{self.value}")


ORDER = tuple(step for step in Step if step != Step.BEHALF)
LABELS: dict[Step, Promise] = {
    Step.TYPE: _("Type"),
    Step.STORY: _("Story"),
    Step.ABOUT: _("Subject"),
    Step.CONTACT: _("Contact"),
    Step.CHECK: _("Check"),
}


def first_open_step(values: Mapping[str, str]) -> Step:
    """Return the first step without an answer; the last one when all have one."""
    return next((step for step in Step if not _is_answered(step, values)), Step.CHECK)


def is_within_reach(step: Step, values: Mapping[str, str]) -> bool:
    """Tell whether all steps before `step` have an answer."""
    every = tuple(Step)
    return every.index(step) <= every.index(first_open_step(values))


def url_before(step: Step) -> str:
    """Return the address of the page before `step`."""
    if step == Step.BEHALF:
        return Step.CONTACT.url
    position = ORDER.index(step)
    return ORDER[position - 1].url if position else reverse("portal:home")


def progress_at(current: Step) -> tuple[parts.Step, ...]:
    """Return all steps as the page of `current` shows them; for whom it is belongs to contact."""
    current = Step.CONTACT if current == Step.BEHALF else current
    return tuple(parts.Step(str(LABELS[step]), _progress(step, current)) for step in ORDER)


def _progress(step: Step, current: Step) -> parts.Progress:
    if step == current:
        return parts.Progress.CURRENT
    is_before = ORDER.index(step) < ORDER.index(current)
    return parts.Progress.DONE if is_before else parts.Progress.TO_COME


def _is_answered(step: Step, values: Mapping[str, str]) -> bool:
    """An empty category or contact is an answer too: "I don't know", "I'd rather not say"."""
    match step:
        case Step.TYPE:
            found = catalogue().types.get(values.get("type", ""))
            return found is not None and found.is_active
        case Step.STORY:
            return bool(values.get("story"))
        case Step.ABOUT:
            return "category" in values
        case Step.CONTACT:
            return "email" in values
        case Step.BEHALF:
            return not values.get("is_for_other") or "for_name" in values
        case Step.CHECK:
            return False
