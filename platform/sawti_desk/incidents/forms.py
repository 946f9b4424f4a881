"""What staff type about incidents; the fields of a text are one for each language."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sawti.catalogue.queries import catalogue
from sawti.entities.permissions import Rights
from sawti.entities.queries import entity_tree
from sawti.incidents.actions.deciding import LONGEST_REASON, MOST_DAYS
from sawti.incidents.actions.gathering import NewIncident
from sawti.incidents.queries import IncidentRow
from sawti.lib.errors import Invalid
from sawti.tenancy.context import current_tenant
from sawti_ui.forms import NumberField, SawtiForm
from sawti_ui.refusals import sentence

NEW = "new"


class TextsForm(SawtiForm):
    """A form with texts in several languages: `names_ar`, `names_en`."""

    def add_texts(
        self,
        field: str,
        label: Any,
        languages: Iterable[str],
        *,
        rows: int = 0,
        help_text: Any = "",
    ) -> None:
        """Add a field for each language; `rows`: of a longer text."""
        named = dict(settings.LANGUAGES)
        for language in languages:
            attributes: dict[str, Any] = {"lang": language}
            widget: forms.Widget = forms.TextInput(attrs=attributes)
            if rows:
                widget = forms.Textarea(attrs={**attributes, "rows": rows})
            self.fields[f"{field}_{language}"] = forms.CharField(
                label=_("%(what)s (%(language)s)")
                % {"what": label, "language": named.get(language, language)},
                required=False,
                help_text=help_text,
                widget=widget,
            )
        self.dress()

    def blame(self, fault: Invalid) -> None:
        """Show a refusal at its field; the domain calls that of a language `names.ar`."""
        self.add_error(fault.field.replace(".", "_"), sentence(fault))

    def texts(self, field: str) -> dict[str, str]:
        """Return what was typed by language."""
        begin = f"{field}_"
        return {
            name.removeprefix(begin): value.replace("\r\n", "\n")
            for name, value in self.cleaned_data.items()
            if name.startswith(begin)
        }


class GatherForm(TextsForm):
    """Into which incident cases go: an open one, or a new one with its names."""

    incident = forms.ChoiceField(label=_("Into which incident"))
    entity = forms.ChoiceField(label=_("Entity that deals with it"))
    category = forms.ChoiceField(label=_("Category"), required=False)

    def __init__(
        self,
        *args: Any,
        rights: Rights,
        incidents: tuple[IncidentRow, ...],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        choices = [(str(each.id), each.name) for each in incidents]
        self._offer("incident", [(NEW, _("A new one, named below")), *choices])
        self._offer("entity", entities_of(rights, language))
        groups = catalogue().category_groups()
        named = [
            (top.name(language), [(each.code, each.name(language)) for each in (top, *below)])
            for top, below in groups
        ]
        self._offer("category", [("", _("None")), *named])
        self.add_texts(
            "names",
            _("Name of the problem"),
            current_tenant().languages,
            help_text=_("A new incident needs its name in every language."),
        )

    def _offer(self, field: str, choices: list[Any]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> UUID | None:
        """The open incident that was chosen, or None for a new one."""
        typed = self.cleaned_data["incident"]
        return None if typed in ("", NEW) else UUID(typed)

    def new_incident(self) -> NewIncident:
        """Return the incident to open."""
        given = self.cleaned_data
        return NewIncident(self.texts("names"), given["entity"], given["category"])


class PublicTextForm(TextsForm):
    """What the applicants of the cases read."""

    def __init__(self, *args: Any, now: Mapping[str, str], **kwargs: Any) -> None:
        initial = {f"public_texts_{language}": text for language, text in now.items()}
        super().__init__(*args, initial=initial, **kwargs)
        self.add_texts(
            "public_texts", _("What applicants read"), current_tenant().languages, rows=3
        )


class AnswerAllForm(TextsForm):
    """One answer, in every language of the cases."""

    def __init__(self, *args: Any, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("answers", _("Your answer to the applicants"), languages, rows=8)


class DueDateForm(TextsForm):
    """One due date, and why."""

    days = NumberField(
        label=_("Working days from today"),
        help_text=_("Promises that are due later stay as they are; late ones stay late."),
        min_value=1,
        max_value=MOST_DAYS,
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Staff read it in the history of each case; the applicants do not."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a reason.")},
    )


def entities_of(rights: Rights, language: str) -> list[tuple[str, str]]:
    """Return the entities whose cases a person works on, by name."""
    tree = entity_tree()
    rows = [tree.by_id[each] for each in rights.on("handle_cases")]
    return sorted(
        ((row.code, row.name(language)) for row in rows if row.is_active), key=lambda pair: pair[1]
    )
