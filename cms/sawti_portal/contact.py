"""The step that asks how to reach a person: what their profile fills in, and what goes back."""

from collections.abc import Mapping
from dataclasses import fields

from django.utils.translation import gettext

from sawti.accounts.actions.profile import add_to_profile
from sawti.accounts.models import Person
from sawti.accounts.particulars import Particulars
from sawti.cases.facts import Contact
from sawti.lib import clock
from sawti_portal.rendering import language
from sawti_portal.steps import Step
from sawti_ui import parts
from sawti_ui.numbers import national_id_name

NAMES = tuple(field.name for field in fields(Contact))


def contact_of(values: Mapping[str, str]) -> Contact:
    """Return what a draft says about the applicant."""
    return Contact(**{name: values.get(name, "") for name in NAMES})


def known_of(person: Person | None) -> dict[str, str]:
    """Return what the profile fills in."""
    return {name: getattr(person, name) for name in NAMES} if person else {}


def keep_in_profile(person: Person, answers: Mapping[str, str]) -> None:
    """Keep what was typed for a case in the profile; the e-mail address only ever by a code."""
    typed = Particulars(**{f.name: answers.get(f.name, "") for f in fields(Particulars)})
    add_to_profile(person.id, typed, at=clock.now())


def contact_to_check(values: Mapping[str, str], none: str) -> tuple[parts.Fact, ...]:
    """Return what was given, for the last look; what only the signed-in are asked if given."""
    given, url = contact_of(values), Step.CONTACT.url
    asked = (
        (gettext("Name"), given.name, ""),
        (gettext("E-mail"), "", given.email),
        (gettext("Phone"), "", given.phone),
    )
    asked_of_persons = (
        (national_id_name(language()), "", given.national_id),
        (gettext("Address"), given.address, ""),
    )
    return tuple(
        parts.Fact(label, text if text or code else none, code=code, change_url=url)
        for label, text, code in (*asked, *(each for each in asked_of_persons if any(each[1:])))
    )
