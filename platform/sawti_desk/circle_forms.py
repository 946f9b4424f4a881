"""What staff type about who may know of a case."""

from collections.abc import Iterable
from typing import Any, Self
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sawti.accounts.queries import StaffName
from sawti.cases.labels import TAKING_PART_AS
from sawti.catalogue.queries import catalogue
from sawti_desk.forms import CaseForm, entity_choices


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Why"),
        help_text=_("It stays on record with your name."),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write a reason.")},
    )


class _ColleagueForm(CaseForm):
    """A form with a choice among all staff of the tenant."""

    words = "reason"

    def offer(self, people: Iterable[StaffName]) -> Self:
        """Show these people; whether one of them may be chosen is for the action to say."""
        named = ((str(each.id), each.name) for each in people)
        field: Any = self.fields["colleague"]
        field.widget.choices = [("", _("Choose a colleague")), *named]
        return self

    def _chosen(self) -> UUID | None:
        try:
            return UUID(self.cleaned_data.get("colleague", ""))
        except ValueError:
            return None


class ClassifyForm(CaseForm):
    name = "classify"
    words = "reason"

    confidentiality = forms.CharField(
        label=_("Confidentiality"), required=False, widget=forms.Select()
    )
    reason = _reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        known = (row for row in catalogue().confidentiality.values() if row.is_active)
        field: Any = self.fields["confidentiality"]
        field.widget.choices = [
            ("", _("Not confidential")),
            *((row.code, row.name(language)) for row in known),
        ]

    def arguments(self) -> dict[str, Any]:
        return {
            "to": self.cleaned_data["confidentiality"],
            "reason": self.cleaned_data["reason"],
        }


class ConflictForm(_ColleagueForm):
    name = "conflict"

    colleague = forms.CharField(
        label=_("The colleague whom the case is about"), required=False, widget=forms.Select()
    )
    entity = forms.CharField(
        label=_("Or the entity whose own staff the case is about"),
        required=False,
        widget=forms.Select(),
    )
    reason = _reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["entity"]
        field.widget.choices = entity_choices("")

    def arguments(self) -> dict[str, Any]:
        return {
            "staff_id": self._chosen(),
            "entity_code": self.cleaned_data["entity"],
            "reason": self.cleaned_data["reason"],
        }


class ParticipantForm(_ColleagueForm):
    name = "participant"

    colleague = forms.CharField(
        label=_("Who takes part"),
        widget=forms.Select(),
        error_messages={"required": _("Choose a colleague.")},
    )
    kind = forms.ChoiceField(label=_("As"), choices=tuple(TAKING_PART_AS.items()))
    reason = _reason()

    def arguments(self) -> dict[str, Any]:
        return {
            "staff_id": self._chosen(),
            "kind": self.cleaned_data["kind"],
            "reason": self.cleaned_data["reason"],
        }


class EndForm(CaseForm):
    """The end of one involvement; its `prefix` is that involvement."""

    name = "end"
    words = "reason"

    reason = _reason()
