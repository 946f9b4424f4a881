"""What staff type for a caller, and about a proof."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sawti.accounts.contacts import LONGEST_EMAIL, LONGEST_NAME
from sawti.businesses.rules import LONGEST_NUMBER
from sawti.cases.facts import Channel, Contact, Filing
from sawti.cases.filing_rules import LONGEST_PLACE, LONGEST_STORY
from sawti.cases.labels import CHANNELS
from sawti.catalogue.queries import catalogue
from sawti.entities.queries import entity_tree
from sawti.tenancy.context import current_tenant
from sawti_ui.forms import PhoneField, SawtiForm, Tiles

OF_CALLERS = (Channel.CONTACT_CENTRE, Channel.EMAIL, Channel.SMS)
CHOOSE = {name: _("Choose one of the list.") for name in ("required", "invalid_choice")}


class ReasonForm(SawtiForm):
    """Why documents are opened, or a proof is refused."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        error_messages={"required": _("Write the reason.")},
    )


class RegisterNumberForm(SawtiForm):
    """Which company is looked for."""

    number = forms.CharField(
        label=_("Number in the register"), max_length=LONGEST_NUMBER, required=False
    )


class CallerForm(SawtiForm):
    """A case as somebody tells it on the phone or at a counter."""

    channel = forms.ChoiceField(label=_("Channel"), widget=Tiles, error_messages=CHOOSE)
    language = forms.ChoiceField(
        label=_("Language of our messages to the caller"), widget=Tiles, error_messages=CHOOSE
    )
    type = forms.ChoiceField(label=_("Type of case"), widget=Tiles, error_messages=CHOOSE)
    story = forms.CharField(
        label=_("What happened, in the caller’s words"),
        max_length=LONGEST_STORY,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Write what happened.")},
    )
    place = forms.CharField(label=_("Place"), max_length=LONGEST_PLACE, required=False)
    category = forms.ChoiceField(label=_("Subject"), required=False, error_messages=CHOOSE)
    entity = forms.ChoiceField(label=_("Government entity"), required=False, error_messages=CHOOSE)
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=LONGEST_EMAIL,
        required=False,
        help_text=_("Read it back to the caller: the way to the case leads there."),
        error_messages={"invalid": _("Write an address such as name@example.com.")},
    )
    phone = PhoneField(label=_("Phone"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = dict(settings.LANGUAGES)
        known, tree, language = catalogue(), entity_tree(), get_language() or "en"
        unknown = ("", gettext("I don’t know"))
        self._offer("channel", [(each.value, CHANNELS[each]) for each in OF_CALLERS])
        self._offer("language", [(code, languages[code]) for code in current_tenant().languages])
        self._offer(
            "type", [(t.code, t.name(language)) for t in known.types.values() if t.is_active]
        )
        groups = [
            (top.name(language), [(row.code, row.name(language)) for row in rows])
            for top, rows in known.category_groups()
            if rows
        ]
        self._offer("category", [unknown, *groups])
        entities = [
            (sector.name(language), [(row.code, row.name(language)) for row in rows])
            for sector, rows in tree.by_sector()
            if rows
        ]
        self._offer("entity", [unknown, *entities])
        phone: Any = self.fields["phone"]
        phone.country_code = current_tenant().phone_prefix

    def _offer(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def filing(self) -> Filing:
        """Return what the form files."""
        given = dict(self.cleaned_data)
        contact = Contact(given.pop("name"), given.pop("email"), given.pop("phone"))
        return Filing(contact=contact, **given)
