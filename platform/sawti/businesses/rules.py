"""What somebody must say who claims a company."""

import re
from dataclasses import dataclass

from sawti.accounts.contacts import checked_words
from sawti.lib.errors import N_, Invalid, InvalidInput
from sawti.lib.text import western_digits

LONGEST_NAME = 160
LONGEST_NUMBER = 30
MOST_DOCUMENTS = 5
NUMBER = re.compile(r"[0-9A-Z][0-9A-Z/-]{2,29}")


@dataclass(frozen=True)
class Claim:
    """A company as somebody claims it; `files` are the tokens of uploads."""

    name: str
    register_number: str
    other_name: str = ""
    files: tuple[str, ...] = ()


def checked(claim: Claim) -> Claim:
    """Return the claim as it is kept; raises InvalidInput with every fault at once."""
    faults: list[Invalid] = []
    names = {"name": claim.name, "other_name": claim.other_name}
    for field, text in names.items():
        try:
            names[field] = checked_words(field, text, LONGEST_NAME)
        except Invalid as fault:
            faults.append(fault)
    if not claim.name.strip():
        faults.append(Invalid("name", N_("Write the name as it stands in the register.")))
    number = canonical_number(claim.register_number)
    if not NUMBER.fullmatch(number):
        text = N_("Write the number as it stands in the register, such as 12345-1.")
        faults.append(Invalid("register_number", text))
    if not claim.files or len(claim.files) > MOST_DOCUMENTS:
        faults.append(Invalid("files", N_("Add between one and five documents.")))
    if faults:
        raise InvalidInput(faults)
    return Claim(names["name"], number, names["other_name"], claim.files)


def canonical_number(typed: str) -> str:
    """Return a register number in western digits and capital letters, without space."""
    return "".join(western_digits(typed).upper().split())
