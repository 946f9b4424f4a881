"""What administrators say about a new API client."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sawti.cases.facts import Channel
from sawti.cases.labels import CHANNELS
from sawti.clients.actions import MOST_DAYS, NewClient
from sawti.clients.scopes import LABELS
from sawti.entities.models import Level
from sawti.entities.posts import active_roles
from sawti.entities.queries import entity_tree
from sawti_ui.forms import NumberField, SawtiForm


class ClientForm(SawtiForm):
    """A program, what it may do, and where."""

    name = forms.CharField(
        label=_("Name"), help_text=_("Such as Contact centre or Mobile app."), max_length=80
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple()
    )
    channel = forms.ChoiceField(label=_("Channel of the cases that it files"))
    role = forms.ChoiceField(label=_("Role"), required=False)
    entity = forms.ChoiceField(label=_("In which entity"), required=False)
    days = NumberField(
        label=_("For how many days"),
        help_text=_("At most two years. Then it is made anew."),
        initial=365,
        min_value=1,
        max_value=MOST_DAYS,
    )
    networks = forms.CharField(
        label=_("From which networks"),
        help_text=_("Such as 192.0.2.0/24, one a line; leave it empty for anywhere."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        roles = [role for role in active_roles() if role.level == Level.ENTITY]
        tree = sorted(entity_tree().by_id.values(), key=lambda each: each.name(language))
        choices: dict[str, list[tuple[str, Any]]] = {
            "scopes": [(str(scope), gettext(text)) for scope, text in LABELS.items()],
            "channel": [(each.value, CHANNELS[each]) for each in Channel],
            "role": [("", _("None yet")), *((role.code, role.name(language)) for role in roles)],
            "entity": [("", _("None yet")), *((each.code, each.name(language)) for each in tree)],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def wanted(self) -> NewClient:
        """Return what a valid form says."""
        typed = self.cleaned_data
        return NewClient(
            name=typed["name"].strip(),
            scopes=tuple(typed["scopes"]),
            channel=typed["channel"],
            days=typed["days"],
            networks=tuple(typed["networks"].split()),
            role=typed["role"],
            entity=typed["entity"],
        )
