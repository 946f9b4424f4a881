"""What `manage.py check` says about sign-in before a site starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


def register_checks() -> None:
    """Called once, when the app is ready."""
    register(second_factor_is_required)
    register(providers_are_not_ourselves)


def second_factor_is_required(**options: Any) -> list[CheckMessage]:
    """Refuse a site for real people that lets staff in with a password alone (ASVS 5.0, 6.3.3)."""
    if settings.SAWTI_SECOND_FACTOR == "required" or settings.SAWTI_MAIL_FOLDER:
        return []
    hint = "Take SAWTI_SECOND_FACTOR out of the environment; only a demo may set it to optional."
    return [Error("The second factor of staff is optional.", hint=hint, id="signin.E001")]


def providers_are_not_ourselves(**options: Any) -> list[CheckMessage]:
    """Refuse a site for real people that calls addresses of its own machine."""
    if not settings.SAWTI_OPENID_LOOPBACK or settings.SAWTI_MAIL_FOLDER:
        return []
    hint = "Take SAWTI_OPENID_LOOPBACK out of the environment; only a demo may set it."
    return [Error("Providers may be on this machine.", hint=hint, id="signin.E002")]
