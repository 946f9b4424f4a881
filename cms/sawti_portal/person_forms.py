"""The forms of a person with an account: address, code, profile."""

import re
from datetime import time
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sawti.accounts.contacts import LONGEST_ADDRESS, LONGEST_EMAIL, LONGEST_NAME
from sawti.accounts.models import ToldBy
from sawti.consents.queries import sms_consent
from sawti.telling.facts import Audience
from sawti.telling.labels import OWN_NAMES
from sawti.telling.queries import rules
from sawti.tenancy.context import current_tenant
from sawti_portal.forms import WrittenField
from sawti_ui.forms import CaseNumberField, PhoneField, SawtiForm, Tiles, typed_characters
from sawti_ui.lists import listed
from sawti_ui.numbers import NationalIdField, name_national_id

EXAMPLE = _("Enter an e-mail address such as name@example.com.")


class SixDigitsField(forms.CharField):
    """The code of a mail: six digits of any of our scripts, spaces forgiven; may be pasted."""

    widget = forms.TextInput(
        {
            "dir": "ltr",
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "spellcheck": "false",
            "class": "sw-short",
        }
    )
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Enter the code."),
        "invalid": _("Enter the six digits that stand in our e-mail."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 40, **options})

    def to_python(self, value: Any) -> str:
        typed = typed_characters(super().to_python(value) or "")
        digits = re.sub(r"[ -]", "", typed)
        if typed and not re.fullmatch(r"[0-9]{6}", digits):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return digits


def email_field(label: Any, **options: Any) -> forms.EmailField:
    """Return a field for an e-mail address that browsers fill in."""
    return forms.EmailField(
        label=label,
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": EXAMPLE, "invalid": EXAMPLE},
        **options,
    )


class AddressForm(SawtiForm):
    """Where the code goes."""

    email = email_field(_("E-mail"), help_text=_("We send you a code of six digits."))


class CodeForm(SawtiForm):
    """The code that came."""

    code = SixDigitsField(
        label=_("Code"), help_text=_("Six digits. They are good for ten minutes.")
    )


class SmsCodeForm(SawtiForm):
    """The code that came by SMS."""

    code = SixDigitsField(
        label=_("Code"),
        help_text=_("Six digits. They are good for ten minutes."),
        error_messages={"invalid": _("Enter the six digits that stand in our message.")},
    )


class SignInCodeForm(CodeForm):
    """The code, and whether this device may be left signed in."""

    keep = forms.BooleanField(
        label=_("Keep me signed in on this device for 30 days"),
        required=False,
        help_text=_(
            "Leave this empty on a shared computer: you are then signed out "
            "when the browser is closed, after eight hours at the latest."
        ),
    )


class LostReceiptForm(SawtiForm):
    """What belongs together: a case and the address it was filed with."""

    number = CaseNumberField(label=_("Case number"))
    email = email_field(
        _("E-mail"), help_text=_("The address that you gave when you sent the case.")
    )


class NewAddressForm(SawtiForm):
    """The address that a person wants instead."""

    email = email_field(_("New e-mail address"), help_text=_("We send a code to it."))


class NewPhoneForm(SawtiForm):
    """The phone that a person wants instead, or wants to prove."""

    phone = PhoneField(label=_("Phone"), help_text=_("We send a code to it by SMS."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phone: Any = self.fields["phone"]
        phone.country_code = current_tenant().phone_prefix


def _what_is_still_sent() -> str:
    """Say what a person hears even so, because the law asks for it."""
    must = [
        str(OWN_NAMES[what]) for what, rule in rules().items() if Audience.APPLICANT in rule.must
    ]
    if not must:
        return gettext("Then we send you nothing. Your list of messages here stays.")
    return gettext(
        "Then we send you only what the law makes us send: %(what)s. Your list of messages stays."
    ) % {"what": listed(must)}


class ProfileForm(SawtiForm):
    """What is filled in for a person when they file a case."""

    name = WrittenField(label=_("Name"), longest=LONGEST_NAME, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    national_id = NationalIdField()
    address = WrittenField(label=_("Address"), longest=LONGEST_ADDRESS, rows=3, required=False)
    language = forms.ChoiceField(label=_("Language of our messages to you"), widget=Tiles)
    told_by = forms.ChoiceField(
        label=_("How we tell you that there is news"),
        widget=Tiles,
        choices=((ToldBy.EMAIL, _("By e-mail")), (ToldBy.SMS, _("By SMS"))),
    )

    no_news = forms.BooleanField(
        label=_("Don't contact me"),
        required=False,
        help_text=_("Then you hear only what the law makes us send."),
    )
    quiet_from = forms.TypedChoiceField(
        label=_("Don't disturb me from"),
        required=False,
        coerce=time.fromisoformat,
        empty_value=None,
        help_text=_("What happens in these hours, we tell you when they are over."),
    )
    quiet_until = forms.TypedChoiceField(
        label=_("until"), required=False, coerce=time.fromisoformat, empty_value=None
    )

    def __init__(self, *args: Any, asks_phone: bool, offers_sms: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours: Any = [self.fields[name] for name in ("quiet_from", "quiet_until")]
        for field in hours:
            field.choices = [
                ("", _("never")),
                *((f"{h:02}:00:00", f"{h:02}:00") for h in range(24)),
            ]
        self.fields["no_news"].help_text = _what_is_still_sent()
        if offers_sms and (text := sms_consent()):
            here = (get_language() or "en").split("-")[0]
            agreed = _("Whoever chooses SMS agrees to this: %(text)s")
            self.fields["told_by"].help_text = agreed % {"text": text.text(here)}
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        phone: Any = self.fields["phone"]
        phone.country_code = current_tenant().phone_prefix
        self.fields["address"].widget.attrs["autocomplete"] = "street-address"
        name_national_id(self)
        if not asks_phone:
            del self.fields["phone"]
        if not offers_sms:
            del self.fields["told_by"]
        language: Any = self.fields["language"]
        language.choices = [
            (code, name) for code, name in settings.LANGUAGES if code in current_tenant().languages
        ]
