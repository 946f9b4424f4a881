"""The forms of the portal: one for each step of filing, one to open a case, one to reply."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.accounts.contacts import LONGEST_ADDRESS, LONGEST_EMAIL, LONGEST_NAME
from sawti.cases.filing_rules import LONGEST_PLACE, LONGEST_STORY
from sawti.catalogue.queries import CategoryFacts, catalogue, suggest_categories
from sawti.catalogue.search import LONGEST_QUERY
from sawti.consents.queries import current_versions
from sawti.entities.labels import name_in_lists
from sawti.entities.queries import entity_tree
from sawti.tenancy.context import current_tenant
from sawti_portal.rendering import language
from sawti_ui.files import FIELD, FilesField
from sawti_ui.forms import CaseNumberField, PhoneField, ReceiptField, SawtiForm, Tiles
from sawti_ui.numbers import NationalIdField, name_national_id

TOO_LONG = _("Shorten the text to %(limit_value)s characters; it has %(show_value)s.")

LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE = "\u2066", "\u2069"  # UAX #9

# Values that no category can have as its code.
LISTED, UNKNOWN = "~listed", "~unknown"

Choices = list[Any]


class WrittenField(forms.CharField):
    """Free text. The limit is told, not enforced by the browser, which would cut without a word."""

    def __init__(self, *, longest: int, rows: int = 0, **options: Any) -> None:
        widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
        super().__init__(widget=widget, **options)
        self.validators.append(MaxLengthValidator(longest, TOO_LONG))

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class StepForm(SawtiForm):
    """A step of filing; its initial values are what the draft holds."""

    def __init__(self, values: Mapping[str, str], data: Any = None) -> None:
        super().__init__(data, initial=dict(values))

    def answers(self) -> dict[str, str]:
        """Return what to keep in the draft; files are kept apart (sawti_portal.files)."""
        given = ((n, v) for n, v in self.cleaned_data.items() if n != FIELD)
        return {name: str(value or "") for name, value in given}


class TypeForm(StepForm):
    type = forms.ChoiceField(
        label=_("Type of case"),
        widget=Tiles,
        error_messages={
            "required": _("Choose the type of your case."),
            "invalid_choice": _("Choose the type of your case."),
        },
    )
    follows = CaseNumberField(required=False, widget=forms.HiddenInput)

    def __init__(self, values: Mapping[str, str], data: Any = None) -> None:
        super().__init__(values, data)
        types = [row for row in catalogue().types.values() if row.is_active]
        field: Any = self.fields["type"]
        field.choices = [(row.code, row.name(language())) for row in types]
        field.widget.hints = {row.code: row.hint(language()) for row in types}


class StoryForm(StepForm):
    story = WrittenField(
        label=_("Your story"),
        longest=LONGEST_STORY,
        rows=8,
        help_text=_("In your own words. Say what happened, and when."),
        error_messages={"required": _("Tell us what happened.")},
    )
    place = WrittenField(
        label=_("Place"),
        longest=LONGEST_PLACE,
        required=False,
        help_text=_("For example the street, the block or the name of the office."),
    )
    files = FilesField()  # type: ignore[assignment]  # the name that the action takes

    def __init__(self, values: Mapping[str, str], data: Any = None) -> None:
        super().__init__(values, data)
        if (follows := values.get("follows")) and not values.get("story"):
            about = gettext("This follows case %(number)s.") % {"number": follows}
            self.initial["story"] = f"{about}\n"


class AboutForm(StepForm):
    """The subject and the entity; "I don't know" is an answer like any other."""

    subject = forms.ChoiceField(
        label=_("Subject"),
        widget=Tiles,
        help_text=_("We found these in your story."),
        error_messages={
            "required": _("Choose a subject, or “I don’t know”."),
            "invalid_choice": _("Choose a subject, or “I don’t know”."),
        },
    )
    category = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": _("Choose a subject from the list.")},
    )
    entity = forms.ChoiceField(
        label=_("Government entity"),
        required=False,
        help_text=_("Leave it as it is if you are not sure: we take your case to the right place."),
        error_messages={"invalid_choice": _("Choose an entity from the list.")},
    )

    def __init__(self, values: Mapping[str, str], data: Any = None) -> None:
        suggested = suggest_categories(values.get("story", ""))
        super().__init__(_initial(values, suggested), data)
        category: Any = self.fields["category"]
        category.choices = _category_choices(
            gettext("Choose from the list") if suggested else gettext("I don’t know")
        )
        category.label = gettext("Another subject") if suggested else gettext("Subject")
        entity: Any = self.fields["entity"]
        entity.choices = entity_choices()
        if suggested:
            self._offer(suggested)
        else:
            del self.fields["subject"]

    def _offer(self, suggested: list[CategoryFacts]) -> None:
        field: Any = self.fields["subject"]
        field.choices = [
            *((row.code, row.name(language())) for row in suggested),
            (LISTED, gettext("Another subject: I choose it from the list")),
            (UNKNOWN, gettext("I don’t know")),
        ]
        field.widget.hints = {
            row.code: catalogue().name(row.parent_id, language()) for row in suggested
        }
        # Whoever chose from the list has answered, whatever the tiles say.
        field.required = not self.data.get("category")

    def clean(self) -> dict[str, Any] | None:
        """Ask again where the tiles and the list say different things."""
        given = super().clean() or {}
        subject, listed = given.get("subject", ""), given.get("category", "")
        if subject == LISTED and not listed and "category" not in self.errors:
            self.add_error("category", gettext("Choose a subject from the list."))
        if subject not in ("", LISTED, UNKNOWN) and listed and self._list_changed():
            self.add_error("subject", gettext("You chose two subjects. Choose one of them."))
        return given

    def answers(self) -> dict[str, str]:
        """Return the codes of category and entity; empty for "I don't know"."""
        return {"category": self._category(), "entity": self.cleaned_data["entity"]}

    def _category(self) -> str:
        subject = self.cleaned_data.get("subject", "")
        listed: str = self.cleaned_data["category"]
        if subject in ("", LISTED):
            return listed
        if subject == UNKNOWN:  # a choice made in the list just now counts, an older one does not
            return listed if self._list_changed() else ""
        return str(subject)

    def _list_changed(self) -> bool:
        return "category" in self.changed_data


def _initial(values: Mapping[str, str], suggested: list[CategoryFacts]) -> dict[str, str]:
    chosen = values.get("category")
    entity = values.get("entity", "")
    if chosen is None:
        return {"entity": entity}
    if chosen in [row.code for row in suggested]:
        return {"subject": chosen, "entity": entity}
    return {"subject": LISTED if chosen else UNKNOWN, "category": chosen, "entity": entity}


def _category_choices(empty: str) -> Choices:
    groups = catalogue().category_groups()
    return [
        ("", empty),
        *(
            (top.name(language()), [(row.code, row.name(language())) for row in rows])
            for top, rows in groups
            if rows
        ),
    ]


def entity_choices() -> Choices:
    """Return active entities by sector, as a select shows them; first "I don't know"."""
    return [
        ("", gettext("I don’t know")),
        *(
            (sector.name(language()), [(row.code, name_in_lists(row, language())) for row in rows])
            for sector, rows in entity_tree().by_sector()
            if rows
        ),
    ]


class ContactForm(StepForm):
    name = WrittenField(label=_("Name"), longest=LONGEST_NAME, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=LONGEST_EMAIL,
        help_text=_("We write to you when there is news."),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": _("Enter an e-mail address such as name@example.com.")},
    )
    phone = PhoneField(label=_("Phone"), required=False)
    national_id = NationalIdField()
    address = WrittenField(label=_("Address"), longest=LONGEST_ADDRESS, rows=3, required=False)
    keep = forms.BooleanField(
        label=_("Keep this in my profile"),
        required=False,
        help_text=_("Else what you change here is for this case only."),
    )
    is_for_other = forms.BooleanField(
        label=_("I send this for somebody else"),
        required=False,
        help_text=_(
            "As a parent, as a guardian, with a power of attorney, as a helper, or for your "
            "company."
        ),
    )
    is_confidential = forms.BooleanField(
        label=_("Keep this confidential"),
        required=False,
        help_text=_("Then only the few people who are charged with such cases know of yours."),
    )
    about_employee = WrittenField(
        label=_("It is about an employee: name"),
        longest=LONGEST_NAME,
        required=False,
        help_text=_(
            "Before anybody works on your case, we see to it that this person does not learn of it."
        ),
    )

    def __init__(
        self, values: Mapping[str, str], data: Any = None, *, is_signed_in: bool = False
    ) -> None:
        super().__init__(values, data)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["address"].widget.attrs["autocomplete"] = "street-address"
        name_national_id(self)
        if not is_signed_in:  # nobody is asked for more than it takes to write to them
            for name in ("national_id", "address", "keep"):
                self.fields.pop(name, None)
        phone: Any = self.fields["phone"]
        phone.country_code = current_tenant().phone_prefix
        category = catalogue().categories.get(values.get("category", ""))
        if not any(kind.is_active for kind in catalogue().representations.values()):
            del self.fields["is_for_other"]
        if not (category and category.takes_a_wish):
            del self.fields["is_confidential"]
        if not (category and category.confidentiality_id):
            del self.fields["about_employee"]

    def answers(self) -> dict[str, str]:
        """Return what is about the case; whether to keep it in the profile is not."""
        answers = super().answers()
        answers.pop("keep", None)
        return answers


@dataclass(frozen=True)
class ShownConsent:
    """A version that is given with a case; those that are not required may be ticked."""

    id: str
    title: str
    text: str
    is_required: bool


class SendForm(SawtiForm):
    """No question of its own; it carries what the filing was refused for.

    `website` is a field that nobody sees, hears or reaches by keyboard: only programs fill it in.
    """

    website = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def consents(self) -> list[ShownConsent]:
        """What is told, or asked, beside the button."""
        return [
            ShownConsent(str(row.id), row.title(language()), row.text(language()), row.is_required)
            for row in current_versions().values()
        ]

    def clean(self) -> dict[str, Any]:
        if self.data.get("website"):
            raise forms.ValidationError(
                _("Something was written into a field that is to stay empty. Send the case again.")
            )
        return self.cleaned_data


class TrackForm(SawtiForm):
    number = CaseNumberField(label=_("Case number"))
    receipt = ReceiptField(
        label=_("Receipt code"),
        help_text=_("The 16 letters and digits you were shown when you sent the case."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        example = f"{current_tenant().number_prefix}-4K7M-Q2XA-S"
        self.fields["number"].help_text = gettext("For example %(example)s.") % {
            "example": f"{LEFT_TO_RIGHT_ISOLATE}{example}{POP_ISOLATE}"
        }


class SearchForm(SawtiForm):
    q = forms.CharField(
        label=_("Search the subjects"),
        max_length=LONGEST_QUERY,
        help_text=_("In your own words, for example “street light”."),
        widget=forms.TextInput({"autocomplete": "off", "enterkeyhint": "search"}),
    )


class ReplyForm(SawtiForm):
    reply = forms.CharField(
        label=_("Your reply"),
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Write your reply.")},
    )
    files = FilesField()  # type: ignore[assignment]  # the name that the action takes
