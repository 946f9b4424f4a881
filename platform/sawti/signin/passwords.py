"""Which passwords are refused: short ones, stolen ones, and those made of what everybody knows.

No rule asks for capitals, digits or signs, and none for a change every few months
(OWASP ASVS 5.0, 6.2.5 and 6.2.10).
"""

import re
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from sawti.accounts.models import Staff
from sawti.lib.errors import N_, Invalid
from sawti.tenancy.context import current_tenant

SHORTEST, LONGEST = 12, 200
_LEAST_WORD = 5  # a shorter word may stand in any sentence
_FEWEST_CHARACTERS = 5


def check_new_password(password: str, *, staff: Staff, field: str = "password") -> None:
    """Raise Invalid for `field` unless `staff` may have this password.

    Sources: OWASP ASVS 5.0, 6.2.1, 6.2.4, 6.2.9, 6.2.11, 6.2.12; NIST SP 800-63B, 3.1.1.2.
    """
    if len(password) < SHORTEST:
        text = N_("Use at least %(least)s characters. Several words in a row are easy to remember.")
        raise Invalid(field, text, least=SHORTEST)
    if len(password) > LONGEST:
        raise Invalid(field, N_("Use at most %(most)s characters."), most=LONGEST)
    if _is_on_a_list(password):
        raise Invalid(field, N_("This password is on a list of stolen ones. Choose another."))
    if _is_made_of_known_words(password, staff):
        text = N_("Leave out your name, your e-mail address and the name of this site.")
        raise Invalid(field, text)


@cache
def _stolen() -> CommonPasswordValidator:
    return CommonPasswordValidator()  # 20,000 of the most frequent, kept in memory


def _is_on_a_list(password: str) -> bool:
    """Tell whether the list has the password, also with digits and signs put after it."""
    bare = re.sub(r"[\W\d_]+$", "", password)
    return len(set(password)) < _FEWEST_CHARACTERS or any(map(_is_stolen, {password, bare}))


def _is_stolen(password: str) -> bool:
    try:
        _stolen().validate(password)
    except ValidationError:
        return True
    return False


def _is_made_of_known_words(password: str, staff: Staff) -> bool:
    tenant, typed = current_tenant(), password.casefold()
    known = " ".join(
        (tenant.slug, *tenant.names.values(), *tenant.governments.values(), staff.name, staff.email)
    )
    words = re.findall(r"\w+", known.casefold())
    return any(len(word) >= _LEAST_WORD and word in typed for word in words)
