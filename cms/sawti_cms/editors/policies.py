"""The screens for what is promised by when, and for trying it out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.cases.facts import Channel
from sawti.cases.labels import APPLICANT_CLASSES, CHANNELS
from sawti.catalogue.queries import catalogue
from sawti.catalogue.steps.edits import Table
from sawti.entities.posts import all_roles
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.lib.text import localised
from sawti.sla.choosing import PolicyFacts, Traits, fitting
from sawti.sla.editing import editable_policies, found_policy
from sawti.sla.models import Policy
from sawti.sla.queries import due_date, policies, policy_for, promise_for, traits_of
from sawti.sla.steps import add_policy, change_policy, values_of
from sawti.sla.terms import FURTHER, ApplicantClass, Terms
from sawti_cms.editors.calendar import ManagersView
from sawti_cms.editors.choices import language
from sawti_cms.editors.notices import moment
from sawti_cms.editors.policy_form import SHORT_NAMES, PolicyForm, targets_in_words, traits_fields
from sawti_cms.editors.screens import (
    AddView,
    Button,
    ChangeView,
    FormContent,
    Line,
    ListContent,
    address,
    moment_in_words,
    seen_of,
    show,
    words_of,
)

ICON = "time"


class PolicyList(ManagersView):
    """All policies, the most specific first: the first that fits a case counts."""

    def get(self, request: HttpRequest) -> HttpResponse:
        content = ListContent(
            intro=gettext(
                "What is promised to whom. Of all policies that fit a case the most specific one "
                "counts: a category weighs more than an entity, then pillar, type, importance, "
                "applicant and channel. A change holds for cases that come in from now on."
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
        (traits_in_words(row), targets_in_words(Terms.of(row))),
        is_off=not row.is_active,
    )


def traits_in_words(row: Policy | PolicyFacts) -> str:
    """Return which cases a policy is for."""
    known = catalogue()
    ids = (row.category_id, row.pillar_id, row.case_type_id, row.importance_id)
    named = [known.by_id[each].name(language()) for each in ids if each]
    if row.entity_id:
        entity = entity_tree().by_id[row.entity_id]
        named.insert(1 if row.category_id else 0, entity.name(language()))
    if row.applicant_class:
        named.append(str(APPLICANT_CLASSES[row.applicant_class]))
    if row.channel:
        named.append(str(CHANNELS[row.channel]))
    return " · ".join(named) or gettext("All other cases")


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
            links=(
                Button(gettext("Apply to open cases"), address("rebaseline", row.code)),
                Button(
                    gettext("Try it on past months"),
                    f"{address('ask_replay')}?{urlencode({'policy': row.code})}",
                ),
            ),
        )


class TryForm(forms.Form):
    """A case that somebody might file."""

    filed_at = moment(_("Filed at"), _("In your government's time zone."), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = traits_fields(gettext("Not chosen"))
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
            applicant_class=given["applicant_class"] or ApplicantClass.PERSON,
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
    """The form; below it the due date and the policies that fit, once one has asked.

    `further`: the other targets of the policy that counts, each with its due date.
    """

    form: TryForm
    back: Button
    due: str = ""
    further: tuple[tuple[str, str], ...] = ()
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
        filed_at = form.cleaned_data["filed_at"]
        due = promise_for(traits, received_at=filed_at).due_at
        content = TryContent(
            form,
            back,
            moment_in_words(due),
            tuple(_further(traits, filed_at)),
            tuple(_candidates(traits)),
        )
        return show(request, "try_policies", gettext("Try it out"), ICON, content)


def _further(traits: Traits, filed_at: datetime) -> Iterator[tuple[str, str]]:
    targets = policy_for(traits).terms.targets
    for kind in FURTHER:
        if target := targets.get(kind):
            due = due_date(target, start=filed_at, entity_id=traits.entity_ids[0])
            yield str(SHORT_NAMES[kind]), moment_in_words(due)
    posts = policy_for(traits).terms.posts
    names = {role.code: role.name(language()) for role in all_roles()} if posts else {}
    for role, target in posts.items():
        due = due_date(target, start=filed_at, entity_id=traits.entity_ids[0])
        yield names.get(role, role), moment_in_words(due)


def _candidates(traits: Traits) -> list[Candidate]:
    return [
        Candidate(
            localised(policy.names, language()) or policy.code,
            address("policy", policy.code),
            traits_in_words(policy),
            targets_in_words(policy.terms),
        )
        for policy in fitting(policies(), traits)
    ]
