"""What is typed to get in, and about one's own account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sawti.signin.passwords import LONGEST
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
