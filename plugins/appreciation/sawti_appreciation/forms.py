"""What people type: thanks, a month, and number and receipt to take consent back."""

import secrets
from typing import Any

from django import forms
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sawti.accounts.models import Person
from sawti.enabling.queries import options_of
from sawti_appreciation.manifest import AppreciationOptions
from sawti_appreciation.models import Consent
from sawti_appreciation.queries import last_months
from sawti_portal.public import (
    CaseNumberField,
    ReceiptField,
    SawtiForm,
    Tiles,
    WrittenField,
    entity_choices,
)

LONGEST_NAME = 120
LONGEST_WORDS = 4000  # characters; leaves room for the servant's name in the story of a case


class ThanksForm(SawtiForm):
    """Thanks to an entity, or to one of its people."""

    entity = forms.ChoiceField(
        label=_("Which entity do you thank?"),
        error_messages={
            "required": _("Choose the entity that you thank."),
            "invalid_choice": _("Choose an entity from the list."),
        },
    )
    servant = WrittenField(
        label=_("Name of the person who served you"),
        longest=LONGEST_NAME,
        required=False,
        help_text=_("The entity passes your words on. The name is shown if that person agrees."),
    )
    words = WrittenField(
        label=_("Your words"),
        longest=LONGEST_WORDS,
        rows=6,
        error_messages={"required": _("Write what you are thankful for.")},
    )
    name = WrittenField(label=_("Your name"), longest=LONGEST_NAME, required=False)
    email = forms.EmailField(
        label=_("Your e-mail"),
        required=False,
        max_length=254,
        help_text=_("We write to you when there is news."),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": _("Enter an e-mail address such as name@example.com.")},
    )
    consent = forms.ChoiceField(
        label=_("May we show your words on the wall of appreciation?"),
        widget=Tiles,
        help_text=_("The entity reads them first. You can take your consent back at any time."),
        choices=(
            (Consent.WITH_NAME, _("Yes, with my name")),
            (Consent.WITHOUT_NAME, _("Yes, without my name")),
            (Consent.NONE, _("No, only the entity reads them")),
        ),
        error_messages={
            "required": _("Choose whether we may show your words."),
            "invalid_choice": _("Choose whether we may show your words."),
        },
    )
    # Makes a second click the same thanks; it is no secret.
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, data: Any = None, *, person: Person | None = None) -> None:
        known = {"name": person.name, "email": person.email} if person else {}
        super().__init__(data, initial={**known, "token": secrets.token_urlsafe(16)})
        entities: Any = self.fields["entity"]
        entities.choices = [("", gettext("Choose from the list")), *entity_choices()[1:]]
        self.options = options_of(AppreciationOptions)
        self.fields["words"].help_text = ngettext(
            "At most %(count)s word.", "At most %(count)s words.", self.options.most_words
        ) % {"count": self.options.most_words}
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        if not self.options.has_wall:
            del self.fields["consent"]

    def clean_words(self) -> str:
        """Count words as the tenant's option does."""
        words: str = self.cleaned_data["words"]
        if len(words.split()) > self.options.most_words:
            text = gettext("Shorten your words: they are %(count)s, and at most %(most)s fit.")
            raise forms.ValidationError(
                text, params={"count": len(words.split()), "most": self.options.most_words}
            )
        return words

    def clean(self) -> dict[str, Any] | None:
        """A name that shall be shown has to be there."""
        given = super().clean() or {}
        wants_name = given.get("consent") == Consent.WITH_NAME
        if wants_name and not given.get("name") and "name" not in self.errors:
            self.add_error("name", gettext("Write your name, or choose to show only your words."))
        return given


class MonthForm(SawtiForm):
    """The month that is counted."""

    month = forms.ChoiceField(label=_("Month"), required=False)

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months: Any = self.fields["month"]
        months.choices = [
            (f"{month:%Y-%m}", date_format(month, "F Y")) for month in last_months(today)
        ]
        months.required = True


class WithdrawForm(SawtiForm):
    """What opens the case that the thanks came in as."""

    number = CaseNumberField(label=_("Case number"))
    receipt = ReceiptField(
        label=_("Receipt code"),
        help_text=_("The 16 letters and digits you were shown when you sent your thanks."),
    )
