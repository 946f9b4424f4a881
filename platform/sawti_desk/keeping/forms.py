"""What the data-protection officer types."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sawti.catalogue.queries import catalogue
from sawti.entities.queries import entity_tree
from sawti.retention.actions.holds import HoldWish
from sawti.retention.actions.policies import PolicyWish
from sawti.retention.models import Kind, Unit
from sawti.tenancy.context import current_tenant
from sawti_desk.keeping.words import HOWS, KINDS, REFUSALS, UNITS
from sawti_ui.forms import CaseNumberField, NumberField, SawtiForm

NONE = ""


def _choice(label: Any, choices: Any, *, required: bool = True, initial: Any = None) -> Any:
    errors = dict.fromkeys(("required", "invalid_choice"), _("Choose one of the list."))
    return forms.ChoiceField(
        label=label, choices=choices, required=required, initial=initial, error_messages=errors
    )


def _day(label: Any, hint: Any = "") -> Any:
    return forms.DateField(
        label=label,
        required=False,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Write a day such as 2026-03-20.")},
    )


class PolicyForm(SawtiForm):
    """A new version of a policy."""

    kind = _choice(_("What"), [(kind.value, words) for kind, words in KINDS.items()])
    case_type = _choice(_("Only cases of this type"), [], required=False)
    category = _choice(_("Only cases of this category"), [], required=False)
    number = NumberField(
        label=_("Keep for"),
        required=False,
        help_text=_("A number, counted from the day of closing or sending; empty: for good."),
    )
    unit = _choice(
        _("Unit"), [(unit.value, words) for unit, words in UNITS.items()], initial=Unit.MONTHS
    )
    how = _choice(
        _("Then, with cases"), [(how.value, words) for how, words in HOWS.items()], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known, language = catalogue(), get_language() or "en"
        for name, rows in (("case_type", known.types), ("category", known.categories)):
            named = [(str(row.id), known.name(row.id, language)) for row in rows.values()]
            field: Any = self.fields[name]
            field.choices = [(NONE, _("all")), *named]

    def wish(self) -> PolicyWish:
        """Return what the form asks for."""
        given = self.cleaned_data
        return PolicyWish(
            kind=given["kind"],
            number=given["number"],
            unit=given["unit"],
            how=given["how"] if given["kind"] == Kind.CASES else "",
            case_type_id=given["case_type"] or None,
            category_id=given["category"] or None,
        )


class HoldForm(SawtiForm):
    """A new legal hold: one of case, person and entity."""

    number = CaseNumberField(label=_("Case number"), required=False)
    email = forms.EmailField(
        label=_("Or a person: the e-mail address of the account"),
        required=False,
        error_messages={"invalid": _("Write an address such as name@example.com.")},
    )
    entity = _choice(_("Or the cases of an entity"), [], required=False)
    first_on = _day(_("received from"))
    last_on = _day(_("until"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Such as the number of the court order. Do not name the applicant."),
        error_messages={"required": _("Write the reason.")},
    )
    until_on = _day(_("Ends on"), _("Empty: until somebody lifts it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        named = [(e.code, e.name(language)) for e in entity_tree().by_code.values()]
        field: Any = self.fields["entity"]
        field.choices = [(NONE, "–"), *named]

    def wish(self) -> HoldWish:
        """Return what the form asks for; a day ends at midnight of the tenant's time zone."""
        given = dict(self.cleaned_data)
        day = given.pop("until_on")
        zone = ZoneInfo(current_tenant().time_zone)
        until_at = datetime.combine(day, time(), zone) if day else None
        return HoldWish(**given, until_at=until_at)


class RefusalForm(SawtiForm):
    """Why a request is refused."""

    refusal = _choice(_("Reason"), [(each.value, words) for each, words in REFUSALS.items()])


class ApprovalForm(SawtiForm):
    """How the data is removed."""

    how = _choice(_("How"), [(how.value, words) for how, words in HOWS.items()])
