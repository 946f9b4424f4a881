"""The screens for what is promised by when, and for trying it out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from sawti.cases.facts import Channel
from sawti.cases.labels import CHANNELS
from sawti.catalogue.queries import catalogue
from sawti.catalogue.steps.edits import Table
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.lib.text import localised
from sawti.sla.choosing import PolicyFacts, Traits, fitting
from sawti.sla.editing import editable_policies, found_policy
from sawti.sla.models import DurationUnit, Policy
from sawti.sla.queries import policies, promise_for, traits_of
from sawti.sla.steps import PolicyDraft, add_policy, change_policy, values_of
from sawti_cms.editors import choices
from sawti_cms.editors.calendar import ManagersView
from sawti_cms.editors.choices import language
from sawti_cms.editors.notices import moment
from sawti_cms.editors.screens import (
    AddView,
    Button,
    ChangeView,
    EditorForm,
    FormContent,
    Line,
    ListContent,
    address,
    both_languages,
    seen_of,
    show,
    words_of,
)

ICON = "time"
UNIT_NAMES = {DurationUnit.DAYS: _("working days"), DurationUnit.MINUTES: _("minutes of work")}


def _traits_fields(any_of: str) -> dict[str, forms.ChoiceField]:
    """Return a field for each trait, in the order in which they weigh."""

    def field(label: Any, options: Any) -> forms.ChoiceField:
        return forms.ChoiceField(label=label, choices=options, required=False)

    return {
        "category": field(_("Category"), choices.categories(any_of)),
        "entity": field(_("Entity"), choices.entities(any_of)),
        "pillar": field(_("Pillar"), [("", any_of), *choices.pillars()[1:]]),
        "case_type": field(_("Type of case"), choices.types(any_of)),
        "importance": field(_("Importance"), [("", any_of), *choices.importance_levels()[1:]]),
        "channel": field(_("Channel"), [("", any_of), *CHANNELS.items()]),
    }


class PolicyForm(EditorForm):
    """What is promised, and to which cases."""

    amount = forms.IntegerField(
        label=_("Answer within"), help_text=_("A number of days or minutes."), min_value=1
    )
    unit = forms.ChoiceField(
        label=_("Counted in"),
        help_text=_("Days end at closing time, the day of receipt not counted."),
        choices=list(UNIT_NAMES.items()),
    )
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = both_languages("name", _("Name"), _("Staff read it where a due date is explained."))
        self.fields = {**names, **self.fields, **_traits_fields(gettext("Any"))}
        self.order_fields(["name_ar", "name_en", "amount", "unit"])

    def draft(self) -> PolicyDraft:
        """Return what the step takes."""
        given = self.cleaned_data
        rest = {key: given[key] for key in ("amount", "unit", "is_active", *TRAITS)}
        return PolicyDraft(names=self.words("name"), **rest)


TRAITS = ("category", "entity", "pillar", "case_type", "importance", "channel")


class PolicyList(ManagersView):
    """All policies, the most specific first: the first that fits a case counts."""

    def get(self, request: HttpRequest) -> HttpResponse:
        content = ListContent(
            intro=gettext(
                "What is promised to whom. Of all policies that fit a case the most specific one "
                "counts: a category weighs more than an entity, then pillar, type, importance and "
                "channel. A change holds for cases that come in from now on."
            ),
            headings=(gettext("Policy"), gettext("For"), gettext("Answer within")),
            lines=tuple(_line(row) for row in editable_policies()),
            empty=gettext("There are no policies."),
            add=Button(gettext("Add a policy"), address("add_policy")),
        )
        return show(request, "policies", gettext("Promises"), ICON, content)


def _line(row: Policy) -> Line:
    return Line(
        localised(row.names, language()) or row.code,
        address("policy", row.code),
        (_traits_in_words(row), in_words(row.amount, row.unit)),
        is_off=not row.is_active,
    )


def _traits_in_words(row: Policy | PolicyFacts) -> str:
    known = catalogue()
    ids = (row.category_id, row.pillar_id, row.case_type_id, row.importance_id)
    named = [known.by_id[each].name(language()) for each in ids if each]
    if row.entity_id:
        entity = entity_tree().by_id[row.entity_id]
        named.insert(1 if row.category_id else 0, entity.name(language()))
    if row.channel:
        named.append(str(CHANNELS[row.channel]))
    return " · ".join(named) or gettext("All other cases")


def in_words(amount: int, unit: str) -> str:
    """Return how long a policy gives."""
    if unit == DurationUnit.MINUTES:
        text = ngettext("%(count)s minute of work", "%(count)s minutes of work", amount)
    else:
        text = ngettext("%(count)s working day", "%(count)s working days", amount)
    return text % {"count": amount}


class AddPolicy(ManagersView, AddView):
    """A new policy."""

    list_name, icon = "policies", ICON
    title, back = _("Add a policy"), _("All promises")

    def form(self, data: Any = None) -> PolicyForm:
        return PolicyForm(data)

    def add(self, form: PolicyForm, by: Any) -> None:
        draft = form.draft()
        add_policy(slugify(draft.names["en"])[:60].strip("-"), draft, by=by, at=clock.now())


class ChangePolicy(ManagersView, ChangeView):
    """One policy; `?from=` an edit shows the values from before it."""

    list_name, icon = "policies", ICON

    def found(self, key: str) -> Policy:
        return found_policy(key)

    def initial(self, row: Policy) -> dict[str, Any]:
        values = self.values_at_first(Table.POLICY, row.code, values_of(row))
        words = words_of("name", values["names"])
        return {**values, **words, "seen": seen_of(row.edited_at)}

    def form(self, row: Policy, data: Any = None, initial: Any = None) -> PolicyForm:
        return PolicyForm(data, initial=initial)

    def change(self, row: Policy, form: PolicyForm, by: Any) -> None:
        change_policy(row.code, form.draft(), seen=form.seen_at, by=by, at=clock.now())

    def title(self, row: Policy) -> str:
        return localised(row.names, language()) or row.code

    def content(self, row: Policy, form: PolicyForm) -> FormContent:
        return FormContent(
            form,
            Button(gettext("All promises"), address("policies")),
            gettext("Save"),
            note=gettext(
                "Another target is a new version, for cases that come in from now on. Cases that "
                "are there keep the version that was promised to them."
            ),
            history_url=address("history", Table.POLICY, row.code),
        )


class TryForm(forms.Form):
    """A case that somebody might file."""

    filed_at = moment(_("Filed at"), _("In your government's time zone."), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = _traits_fields(gettext("Not chosen"))
        del fields["pillar"]  # a case has that of its category
        self.fields = {**fields, **self.fields}

    def traits(self) -> Traits:
        """Return the traits that such a case would have."""
        given, known = self.cleaned_data, catalogue()
        category = known.categories.get(given["category"])
        by_category = category.importance_id if category else None
        chosen = known.importance.get(given["importance"])
        importance_id = chosen.id if chosen else by_category or known.default_importance.id
        own = entity_tree().by_code.get(given["entity"])
        responsible = category.entity_id if category else None
        return traits_of(
            case_type_id=known.types[given["case_type"] or next(iter(known.types))].id,
            importance_id=importance_id,
            entity_id=own.id if own else responsible or entity_tree().triage.id,
            category_id=category.id if category else None,
            pillar_id=category.pillar_id if category else None,
            channel=given["channel"] or Channel.WEB,
        )


@dataclass(frozen=True)
class Candidate:
    """A policy that fits the case; the first one counts."""

    name: str
    url: str
    traits: str
    promised: str


@dataclass(frozen=True)
class TryContent:
    """The form; below it the due date and the policies that fit, once one has asked."""

    form: TryForm
    back: Button
    due: str = ""
    candidates: tuple[Candidate, ...] = ()


class TryPolicies(ManagersView):
    """When would a case be due that is filed at a moment, and by which policy?"""

    def get(self, request: HttpRequest) -> HttpResponse:
        back = Button(gettext("All promises"), address("policies"))
        if "filed_at" not in request.GET:
            content = TryContent(TryForm(initial={"filed_at": clock.now()}), back)
            return show(request, "try_policies", gettext("Try it out"), ICON, content)
        form = TryForm(request.GET)
        if not form.is_valid():
            content = TryContent(form, back)
            return show(request, "try_policies", gettext("Try it out"), ICON, content, 422)
        traits = form.traits()
        due = promise_for(traits, received_at=form.cleaned_data["filed_at"]).due_at
        content = TryContent(form, back, _moment(due), tuple(_candidates(traits)))
        return show(request, "try_policies", gettext("Try it out"), ICON, content)


def _candidates(traits: Traits) -> list[Candidate]:
    return [
        Candidate(
            localised(policy.names, language()) or policy.code,
            address("policy", policy.code),
            _traits_in_words(policy),
            in_words(policy.amount, policy.unit),
        )
        for policy in fitting(policies(), traits)
    ]


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), pgettext("date format", "l j F Y, H:i"))
