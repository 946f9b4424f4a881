"""What `manage.py check` says about sign-in before a site starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


def register_checks() -> None:
    """Called once, when the app is ready."""
    register(second_factor_is_required)


def second_factor_is_required(**options: Any) -> list[CheckMessage]:
    """Refuse a site for real people that lets staff in with a password alone (ASVS 5.0, 6.3.3)."""
    if settings.SAWTI_SECOND_FACTOR == "required" or settings.SAWTI_MAIL_FOLDER:
        return []
    hint = "Take SAWTI_SECOND_FACTOR out of the environment; only a demo may set it to optional."
    return [Error("The second factor of staff is optional.", hint=hint, id="signin.E001")]
