"""What a person says about themselves, and how they want to hear of news: checked, not yet kept."""

from dataclasses import dataclass
from datetime import time

from sawti.accounts.contacts import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    checked_national_id,
    checked_phone,
    checked_words,
)
from sawti.accounts.models import ToldBy
from sawti.lib.errors import N_, Invalid
from sawti.tenancy.context import current_tenant


@dataclass(frozen=True)
class Hearing:
    """How a person wants to hear of news: see `models.Person`."""

    told_by: str = ToldBy.EMAIL
    no_news: bool = False
    quiet_from: time | None = None
    quiet_until: time | None = None

    def checked(self) -> "Hearing":
        """Return it as it is kept; raises Invalid for what can't be."""
        if self.told_by not in ToldBy.values:
            allowed = ", ".join(ToldBy.values)
            raise Invalid("told_by", N_("Choose one of: %(allowed)s."), allowed=allowed)
        if (self.quiet_from is None) != (self.quiet_until is None):
            missing = "quiet_from" if self.quiet_from is None else "quiet_until"
            raise Invalid(missing, N_("Give both times, or none."))
        return self


@dataclass(frozen=True)
class Particulars:
    """Who a person is and how to reach them, as typed; what is empty is not kept any more."""

    name: str = ""
    phone: str = ""
    national_id: str = ""
    address: str = ""

    def checked(self) -> "Particulars":
        """Return them as they are kept; raises Invalid for what can't be."""
        return Particulars(
            checked_words("name", self.name, LONGEST_NAME),
            checked_phone("phone", self.phone),
            checked_national_id("national_id", self.national_id),
            checked_words("address", self.address, LONGEST_ADDRESS),
        )


def checked_language(language: str) -> str:
    """Return a language of the tenant's; raises Invalid for any other."""
    languages = current_tenant().languages
    if language not in languages:
        allowed = ", ".join(languages)
        raise Invalid("language", N_("Choose one of: %(allowed)s."), allowed=allowed)
    return language
