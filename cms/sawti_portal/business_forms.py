"""The forms of somebody who acts for a company."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sawti.businesses.labels import ROLES
from sawti.businesses.models import Role
from sawti.businesses.rules import LONGEST_NAME, LONGEST_NUMBER
from sawti_portal.forms import WrittenField
from sawti_portal.person_forms import email_field
from sawti_ui.files import FilesField
from sawti_ui.forms import SawtiForm, Tiles


class DocumentForm(SawtiForm):
    """Documents that prove a company, and that one may act for it."""

    files = FilesField(  # type: ignore[assignment]  # the name that the action takes
        label=_("Documents"),
        is_needed=True,
        help_text=_(
            "A picture or a PDF of the entry in the register, and of what says that you may act "
            "for the company. Only those who check them see them."
        ),
    )


class ClaimForm(DocumentForm):
    """A company that somebody owns, or runs."""

    name = WrittenField(
        label=_("Name of the company"),
        longest=LONGEST_NAME,
        help_text=_("As it stands in the register."),
        error_messages={"required": _("Write the name as it stands in the register.")},
    )
    other_name = WrittenField(
        label=_("Name in another language"), longest=LONGEST_NAME, required=False
    )
    register_number = forms.CharField(
        label=_("Number in the register"),
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput({"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Write the number as it stands in the register, such as 12345-1.")
        },
    )
    field_order = ("name", "other_name", "register_number", "files")


class InviteForm(SawtiForm):
    """Who is invited, and as what."""

    email = email_field(
        _("E-mail"), help_text=_("We send a link there. It counts once, for seven days.")
    )
    role = forms.ChoiceField(
        label=_("What may they do?"),
        widget=Tiles,
        choices=((Role.AGENT, _(ROLES[Role.AGENT])), (Role.OWNER, _(ROLES[Role.OWNER]))),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose one of the two.")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.widget.hints = {
            Role.AGENT: _("Files cases for the company and follows all of them."),
            Role.OWNER: _("Also says who acts for the company."),
        }
