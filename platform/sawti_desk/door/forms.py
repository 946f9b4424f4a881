"""What is typed to get in, and about one's own account."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sawti.signin.passwords import LONGEST
from sawti.tenancy.context import current_tenant
from sawti_ui.forms import SawtiForm


def _password(label: Any, required: Any, *, is_new: bool = False, hint: Any = "") -> Any:
    """Return a field that takes a password as it is typed or pasted."""
    purpose = "new-password" if is_new else "current-password"
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": purpose}),
        error_messages={"required": required},
    )


NEW_HINT = _("At least 12 characters. Several words in a row are easy to remember.")


class SignInForm(SawtiForm):
    """The door of the desk."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": _("Enter your e-mail address.")},
    )
    password = _password(_("Password"), _("Enter your password."))


class CodeForm(SawtiForm):
    """The code of an app, or one of the recovery codes."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"dir": "ltr", "autocomplete": "one-time-code", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter the code.")},
    )


class FirstCodeForm(SawtiForm):
    """The first code of an app, which proves that it has the secret."""

    code = forms.CharField(
        label=_("Code that the app shows"),
        help_text=_("Six digits."),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "dir": "ltr",
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "class": "sw-short",
            }
        ),
        error_messages={"required": _("Enter the code.")},
    )


class ConfirmForm(SawtiForm):
    """The password once more, before something delicate."""

    password = _password(_("Password"), _("Enter your password."))


class PasswordForm(SawtiForm):
    """One's own new password."""

    old = _password(_("Your present password"), _("Enter your present password."))
    new = _password(_("New password"), _("Choose a new password."), is_new=True, hint=NEW_HINT)


class ForgottenForm(SawtiForm):
    """Whose password is forgotten."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": _("Enter your e-mail address.")},
    )


class ResetForm(SawtiForm):
    """A new password in place of a forgotten one."""

    new = _password(_("New password"), _("Choose a new password."), is_new=True, hint=NEW_HINT)


class JoinForm(ResetForm):
    """What somebody who was invited says of themselves."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("Colleagues read it; applicants do not."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    field_order = ("name", "new")


class InviteForm(SawtiForm):
    """Whom an administrator invites."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Enter the e-mail address."),
            "invalid": _("Enter an e-mail address such as name@example.com."),
        },
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the name.")},
    )
    language = forms.ChoiceField(label=_("Language of the mail and the desk"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(settings.LANGUAGES)
        choices = [(code, names.get(code, code)) for code in current_tenant().languages]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


class KeyForm(SawtiForm):
    """What somebody calls a new key."""

    name = forms.CharField(
        label=_("Name of the key"),
        help_text=_("So that you know it later, such as: blue key."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write a name for the key.")},
    )
