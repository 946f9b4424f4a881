"""What stands above the list: the form of filters, and what is chosen as links that undo it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sawti.cases.filters import PARAMETERS, YES, CaseFilter, Due, Holder, Sort, case_filter
from sawti.cases.labels import CHANNELS, STATES
from sawti.catalogue.queries import catalogue
from sawti.entities.labels import name_in_lists
from sawti.entities.permissions import Colleague, Rights
from sawti.entities.queries import entity_tree
from sawti.lib.errors import Invalid
from sawti.tenancy.context import current_tenant
from sawti_ui.forms import SawtiForm

Choices = list[tuple[str, Any]]

DUE: dict[str, Promise] = {
    Due.OVERDUE: _("Overdue"),
    Due.TODAY: _("Due today"),
    Due.SOON: _("Due within two working days"),
    Due.DAY: _("Due within 24 hours"),
    Due.TWO_DAYS: _("Due within 48 hours"),
}
HOLDERS: dict[str, Promise] = {Holder.ME: _("I hold it"), Holder.NOBODY: _("Nobody yet")}
SORTS: dict[str, Promise] = {
    Sort.DUE: _("Earliest due date first"),
    Sort.NEWEST: _("Newest first"),
    Sort.OLDEST: _("Oldest first"),
}
ANY = pgettext_lazy("filter", "Any")
IN_BOX = ("queue", "q")  # always in sight; the others are folded


@dataclass(frozen=True)
class Chip:
    """A chosen filter in words, and the address of the list without it."""

    label: str
    url: str


class FilterForm(SawtiForm):
    """Everything a list can be narrowed by; checked by `case_filter`, so this only shows it."""

    queue = forms.CharField(widget=forms.HiddenInput(), required=False)
    q = forms.CharField(
        label=_("Search"),
        help_text=_("Words of the case, its place, its number, messages or notes."),
        widget=forms.TextInput(attrs={"type": "search", "maxlength": "200", "autocomplete": "off"}),
        required=False,
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    due = forms.ChoiceField(label=_("Due"), required=False)
    holder = forms.ChoiceField(label=_("Holder"), required=False)
    entity = forms.ChoiceField(label=_("Entity"), required=False)
    type = forms.ChoiceField(label=_("Case type"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    importance = forms.ChoiceField(label=_("Importance"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    applicant_language = forms.ChoiceField(label=_("Applicant's language"), required=False)
    received_from = forms.CharField(
        label=_("Received from"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    received_to = forms.CharField(
        label=_("Received until"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    replied = forms.ChoiceField(label=_("Applicant's reply"), required=False)
    reopened = forms.ChoiceField(label=_("Reopened"), required=False)
    sort = forms.ChoiceField(label=_("Order"), required=False)

    def __init__(
        self, typed: dict[str, str], *, rights: Rights, people: list[Colleague], queue: str
    ) -> None:
        super().__init__(typed, auto_id="filter_%s")
        for name, choices in _choices(rights, people, queue).items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def box(self) -> Any:
        return self["q"]

    def folded(self) -> list[Any]:
        """Return the fields that are folded away until somebody needs them."""
        return [field for field in self if field.name not in IN_BOX]


def _choices(rights: Rights, people: list[Colleague], queue: str) -> dict[str, Choices]:
    language, known = get_language() or "en", catalogue()
    languages = dict(settings.LANGUAGES)
    sorts = SORTS if queue == "queue" else {k: v for k, v in SORTS.items() if k != Sort.DUE}
    named = {
        "type": known.types.values(),
        "importance": known.importance.values(),
        "category": [],
    }
    found: dict[str, Choices] = {
        "state": list(STATES.items()),
        "due": list(DUE.items()),
        "holder": [*HOLDERS.items(), *((str(each.id), each.name) for each in people)],
        "entity": _entities(rights, language),
        "channel": list(CHANNELS.items()),
        "applicant_language": [
            (code, languages.get(code, code)) for code in current_tenant().languages
        ],
        "replied": [(YES, _("Waits for us"))],
        "reopened": [(YES, _("Only reopened cases"))],
        "sort": list(sorts.items()),
        **{name: [(row.code, row.name(language)) for row in rows] for name, rows in named.items()},
    }
    found["category"] = [
        (top.name(language), [(each.code, each.name(language)) for each in (top, *below)])
        for top, below in known.category_groups()
    ]
    return {name: [("", ANY), *choices] for name, choices in found.items()}


def _entities(rights: Rights, language: str) -> Choices:
    """Return the person's entities, each after the one above it and set in."""
    tree, seen = entity_tree(), rights.on("view_cases")
    rows = [tree.by_id[each] for each in seen]
    above = {row.id: [e.name(language) for e in reversed(tree.ancestors(row.id))] for row in rows}
    rows.sort(key=lambda row: [*above[row.id], row.name(language)])
    return [(row.code, name_in_lists(row, language)) for row in rows]


def list_address(chosen: CaseFilter, **changes: str) -> str:
    """Return the address of the list with this filter; a change to "" takes a parameter out."""
    query = {"queue": chosen.queue, **chosen.parameters(), **changes}
    kept = {name: value for name, value in query.items() if value}
    return f"{reverse('desk:queue')}?{urlencode(kept)}"


def list_of(request: HttpRequest) -> CaseFilter | None:
    """Return the list that one comes from, as the address of a case keeps it; None without."""
    if not any(name in request.GET for name in PARAMETERS):
        return None
    try:
        return case_filter(request.GET.dict())
    except Invalid:
        return None


def tail_of(request: HttpRequest) -> str:
    """Return what an address needs to keep that list, or "": its known parameters only."""
    chosen = list_of(request)
    return f"?{urlencode(chosen.parameters())}" if chosen else ""


def chips(form: FilterForm, chosen: CaseFilter) -> tuple[Chip, ...]:
    """Return what is chosen, in the order of the form, each with the way to undo it."""
    label = gettext("%(filter)s: %(value)s")
    return tuple(
        Chip(
            label % {"filter": form[name].label, "value": _words(form, name, value)},
            list_address(chosen, **{name: ""}),
        )
        for name, value in chosen.parameters().items()
        if name not in ("queue", "sort")
    )


def _words(form: FilterForm, name: str, value: str) -> str:
    """Return a value as the form's list shows it."""
    for key, words in _flat(getattr(form.fields[name], "choices", [])):
        if key == value:
            return str(words)
    return value


def _flat(choices: Any) -> list[tuple[str, Any]]:
    return [
        pair
        for key, words in choices
        for pair in (words if isinstance(words, list | tuple) else [(key, words)])
    ]
