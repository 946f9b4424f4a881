"""What is checked of how somebody is reached and who they are, wherever it is typed."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sawti.lib.errors import N_, Invalid
from sawti.lib.national_id import canonical_national_id, has_right_check_digit, is_national_id
from sawti.lib.text import canonical_phone, has_controls
from sawti.tenancy.context import current_tenant

LONGEST_NAME = 120
LONGEST_ADDRESS = 300
LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets


def is_email(text: str) -> bool:
    """Tell whether a text can be an e-mail address."""
    if len(text) > LONGEST_EMAIL or has_controls(text):
        return False
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def checked_words(field: str, text: str, longest: int) -> str:
    """Return a text without space around it; raises Invalid for control characters and length."""
    words = text.strip()
    if has_controls(words):
        raise Invalid(field, N_("Remove the invisible control characters from the text."))
    if len(words) > longest:
        raise Invalid(
            field,
            N_("Shorten the text to %(longest)s characters; it has %(length)s."),
            longest=longest,
            length=len(words),
        )
    return words


def checked_phone(field: str, typed: str) -> str:
    """Return a number in E.164 form, "" for none; raises Invalid for what can't be one."""
    prefix = current_tenant().phone_prefix
    number = canonical_phone(typed, prefix) if typed.strip() else ""
    if number is None:
        example = f"{prefix} 3612 3456"
        raise Invalid(field, N_("Write a phone number such as %(example)s."), example=example)
    return number


def checked_national_id(field: str, typed: str) -> str:
    """Return the number as the tenant's country writes it, "" for none; raises Invalid."""
    if not typed.strip():
        return ""
    rule = current_tenant().national_id
    if not rule:
        raise Invalid(field, N_("Leave this empty: no national number is asked for here."))
    number = canonical_national_id(typed)
    if not is_national_id(number, rule):
        raise Invalid(
            field,
            N_("Write the number as it stands on your identity card, such as %(example)s."),
            example=rule["example"],
        )
    if not has_right_check_digit(number, rule):
        raise Invalid(
            field, N_("These digits do not fit together. Compare each with your identity card.")
        )
    return number
