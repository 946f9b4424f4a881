"""What is promised, as a form and in words."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sawti.cases.labels import APPLICANT_CLASSES, CHANNELS
from sawti.entities.posts import RoleFacts, active_roles, all_roles
from sawti.lib.permissions import HANDLE_CASES
from sawti.sla.models import DurationUnit
from sawti.sla.steps import PolicyDraft
from sawti.sla.terms import FURTHER, Kind, Target, Terms, Waiting
from sawti_cms.editors import choices
from sawti_cms.editors.screens import EditorForm, both_languages

SHORT_NAMES = {
    Kind.ACKNOWLEDGE: _("Taken into work"),
    Kind.FIRST_RESPONSE: _("First response"),
    Kind.STAGE: _("Each entity"),
}
UNIT_NAMES = {DurationUnit.DAYS: _("working days"), DurationUnit.MINUTES: _("minutes of work")}


def traits_fields(any_of: str) -> dict[str, forms.ChoiceField]:
    """Return a field for each trait, in the order in which they weigh."""

    def field(label: Any, options: Any) -> forms.ChoiceField:
        return forms.ChoiceField(label=label, choices=options, required=False)

    return {
        "category": field(_("Category"), choices.categories(any_of)),
        "entity": field(_("Entity"), choices.entities(any_of)),
        "pillar": field(_("Pillar"), [("", any_of), *choices.pillars()[1:]]),
        "case_type": field(_("Type of case"), choices.types(any_of)),
        "importance": field(_("Importance"), [("", any_of), *choices.importance_levels()[1:]]),
        "applicant_class": field(_("Applicant"), [("", any_of), *APPLICANT_CLASSES.items()]),
        "channel": field(_("Channel"), [("", any_of), *CHANNELS.items()]),
    }


COUNTED_IN = _("Counted in")
DAYS_END = _("Days end at closing time, the day of receipt not counted.")
FURTHER_NAMES = {
    Kind.ACKNOWLEDGE: (
        _("Taken into work within"),
        _("Until somebody takes the case or is given it. Empty: nothing is promised."),
    ),
    Kind.FIRST_RESPONSE: (
        _("First response within"),
        _("Until an officer's first question or answer. Empty: nothing is promised."),
    ),
    Kind.STAGE: (
        _("Time of each entity"),
        _("From when an entity gets the case; it begins anew with a transfer. Empty: no limit."),
    ),
}


def _days(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, required=False, min_value=0, max_value=3650
    )


class PolicyForm(EditorForm):
    """What is promised, and to which cases."""

    amount = forms.IntegerField(
        label=_("Answer within"), help_text=_("A number of days or minutes."), min_value=1
    )
    unit = forms.ChoiceField(
        label=COUNTED_IN,
        help_text=DAYS_END,
        choices=list(UNIT_NAMES.items()),
    )
    applicant_days = _days(
        _("Wait for the applicant for at most"),
        _("Calendar days; then the clock runs on by itself. Empty: no limit."),
    )
    remind_days = _days(
        _("Remind the applicant every"), _("Calendar days while we wait. Empty: no reminders.")
    )
    reminders = forms.IntegerField(
        label=_("Number of reminders"),
        help_text=_("How many the applicant gets."),
        required=False,
        min_value=0,
        max_value=20,
    )
    closes = forms.BooleanField(
        label=_("Silence closes the case"),
        help_text=_("When the wait is over and no reminder was answered. It can be reopened."),
        required=False,
    )
    third_party_days = _days(
        _("Wait for a third party for at most"),
        _("Calendar days; then the clock runs on by itself. Empty: no limit."),
    )
    court_days = _days(
        _("Wait for a court for at most"),
        _("Calendar days; then the clock runs on by itself. Empty: no limit."),
    )
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = both_languages("name", _("Name"), _("Staff read it where a due date is explained."))
        further = {name: field for kind in FURTHER for name, field in _target_fields(kind)}
        posts = dict(_fields_of_posts())
        traits = traits_fields(gettext("Any"))
        self.fields = {**names, **self.fields, **further, **posts, **traits}
        self.order_fields(["name_ar", "name_en", "amount", "unit", *further, *posts])

    def draft(self) -> PolicyDraft:
        """Return what the step takes."""
        given = self.cleaned_data
        rest = {key: given[key] for key in ("is_active", *TRAITS)}
        return PolicyDraft(names=self.words("name"), terms=self._terms(), **rest)

    def _terms(self) -> Terms:
        given = self.cleaned_data
        targets = {Kind.RESOLUTION: Target(given["amount"], given["unit"])}
        for kind in FURTHER:
            if amount := given[f"{kind}_amount"]:
                targets[kind] = Target(amount, given[f"{kind}_unit"])
        waiting = {each.name: given[each.name] or 0 for each in fields(Waiting)}
        posts = {
            role.code: Target(amount, given[f"post_{role.code}_unit"])
            for role in roles_with_time()
            if (amount := given[f"post_{role.code}_amount"])
        }
        return Terms(targets, Waiting(**{**waiting, "closes": given["closes"]}), posts)


def roles_with_time() -> list[RoleFacts]:
    """Return the roles whose posts may have a time: those that act on cases."""
    return [role for role in active_roles() if HANDLE_CASES in role.permissions]


def _fields_of_posts() -> Iterator[tuple[str, forms.Field]]:
    for role in roles_with_time():
        label = gettext("Time of the post: %(post)s") % {"post": role.name(choices.language())}
        help_text = gettext(
            "From when its holder gets the case; it begins anew with the next one. Empty: no limit."
        )
        yield from _fields_of(f"post_{role.code}", label, help_text)


def _target_fields(kind: Kind) -> Iterator[tuple[str, forms.Field]]:
    yield from _fields_of(kind, *FURTHER_NAMES[kind])


def _fields_of(name: str, label: Any, help_text: Any) -> Iterator[tuple[str, forms.Field]]:
    """Yield a number and what it counts."""
    yield (
        f"{name}_amount",
        forms.IntegerField(label=label, help_text=help_text, required=False, min_value=1),
    )
    yield (
        f"{name}_unit",
        forms.ChoiceField(
            label=COUNTED_IN,
            help_text=DAYS_END,
            choices=list(UNIT_NAMES.items()),
            initial=DurationUnit.DAYS,
            required=False,
        ),
    )


TRAITS = (
    *("category", "entity", "pillar", "case_type", "importance", "applicant_class", "channel"),
)


def in_words(amount: int, unit: str) -> str:
    """Return how long a policy gives."""
    if unit == DurationUnit.MINUTES:
        text = ngettext("%(count)s minute of work", "%(count)s minutes of work", amount)
    else:
        text = ngettext("%(count)s working day", "%(count)s working days", amount)
    return text % {"count": amount}


def targets_in_words(terms: Terms) -> str:
    """Return all targets of a policy, the answer first."""
    own = terms.targets[Kind.RESOLUTION]
    further = [
        f"{SHORT_NAMES[kind]}: {in_words(target.amount, target.unit)}"
        for kind in FURTHER
        if (target := terms.targets.get(kind))
    ]
    names = (
        {role.code: role.name(choices.language()) for role in all_roles()} if terms.posts else {}
    )
    posts = [
        f"{names.get(role, role)}: {in_words(target.amount, target.unit)}"
        for role, target in terms.posts.items()
    ]
    return " · ".join([in_words(own.amount, own.unit), *further, *posts])
