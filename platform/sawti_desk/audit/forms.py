"""What auditors narrow the record by."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sawti.accounts.queries import staff_id_at
from sawti.audit.queries import EntryFilter
from sawti.tenancy.context import current_tenant
from sawti_ui.forms import SawtiForm

CODE = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false", "maxlength": "254"}


class EntryForm(SawtiForm):
    """The filters; all may be left out and combined."""

    since = forms.DateField(
        label=_("From day"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    until = forms.DateField(
        label=_("Until day"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    event = forms.CharField(
        label=_("Event"),
        help_text=_("Its code, such as identity.opened."),
        widget=forms.TextInput(attrs=CODE),
        required=False,
    )
    actor = forms.CharField(
        label=_("Who"),
        help_text=_("The e-mail address of a colleague, or an id from the list."),
        widget=forms.TextInput(attrs=CODE),
        required=False,
    )
    object = forms.CharField(
        label=_("About"),
        help_text=_("An id from the list."),
        widget=forms.TextInput(attrs=CODE),
        required=False,
    )
    request = forms.CharField(
        label=_("Request"),
        help_text=_("Its id, as in the log."),
        widget=forms.TextInput(attrs=CODE),
        required=False,
    )

    def clean_actor(self) -> UUID | None:
        """Return the id of who is meant."""
        typed = self.cleaned_data["actor"].strip()
        if not typed:
            return None
        found = staff_id_at(typed) if "@" in typed else _id_in(typed)
        if found is None:
            raise ValidationError(_("Nobody is found by this. Check the address or the id."))
        return found

    def clean_object(self) -> UUID | None:
        """Return the id that was typed."""
        typed = self.cleaned_data["object"].strip()
        found = _id_in(typed)
        if typed and found is None:
            raise ValidationError(_("This is no id. Copy one from the list."))
        return found

    def chosen(self) -> EntryFilter:
        """Return the filter of a valid form; days are those of the tenant's zone."""
        typed = self.cleaned_data
        return EntryFilter(
            since=_start_of(typed["since"]),
            until=_start_of(typed["until"], timedelta(days=1)),
            event=typed["event"].strip(),
            actor_id=typed["actor"],
            object_id=typed["object"],
            request_id=typed["request"].strip(),
        )


def _id_in(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _start_of(day: date | None, later: timedelta = timedelta()) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day + later, time.min, ZoneInfo(current_tenant().time_zone))
