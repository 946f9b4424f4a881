"""Who calls in the matrix: everybody's roles, and the cases that they are called with."""

from dataclasses import dataclass
from enum import StrEnum

from tests import people
from tests.people import Applicant, Person


class Thing(StrEnum):
    """The case that a route is called with, seen from Bahrain's department of electricity."""

    OWN = "own"
    OTHER_ENTITY = "other entity"
    OTHER_TENANT = "other tenant"
    MISSING = "missing"


@dataclass(frozen=True)
class Role:
    """Somebody who calls: `reads` and `acts` are the cases that they may see and work on.

    `opens`: those whose applicant they may know; as a rule the cases they work on.
    """

    name: str
    person: Person | Applicant | None
    reads: frozenset[Thing] = frozenset()
    acts: frozenset[Thing] = frozenset()
    opens: frozenset[Thing] | None = None
    administers: bool = False
    oversees: bool = False
    limits: bool = False
    classifies: bool = False
    decides_limits: bool = False
    takes_back: bool = False

    @property
    def is_staff(self) -> bool:
        return isinstance(self.person, Person)

    @property
    def is_applicant(self) -> bool:
        return isinstance(self.person, Applicant)


BAHRAIN = frozenset({Thing.OWN, Thing.OTHER_ENTITY})
NONE: frozenset[Thing] = frozenset()
ROLES = (
    Role("anonymous", None),
    Role("applicant", people.SARA),
    Role("focal point", people.FATIMA, frozenset({Thing.OWN}), frozenset({Thing.OWN})),
    Role(
        "focal point elsewhere",
        people.YUSUF,
        frozenset({Thing.OTHER_ENTITY}),
        frozenset({Thing.OTHER_ENTITY}),
    ),
    Role(
        "dispatcher", people.MARYAM, BAHRAIN, BAHRAIN, limits=True, classifies=True, takes_back=True
    ),
    Role("head", people.KHALID, frozenset({Thing.OWN}), oversees=True, takes_back=True),
    Role("staff without a post", people.NOOR),
    Role("editor", people.LAYLA),
    Role("administrator", people.SALMA, administers=True, oversees=True, decides_limits=True),
    Role(
        "outsider",
        people.OMAR,
        frozenset({Thing.OTHER_TENANT}),
        frozenset({Thing.OTHER_TENANT}),
    ),
)


def _of_tenant(name: str, post: str) -> Person:
    return Person(name, f"{post}@bahrain.example", "bahrain", "en", {}, tenant_posts=(post,))


# Posts over the whole tenant: test_roles_of_the_tenant.py calls every route as each of them.
TENANT_ROLES = (
    Role("administrator", people.SALMA, administers=True, oversees=True, decides_limits=True),
    Role("auditor", people.ADEL),
    Role("data-protection officer", people.HUDA),
    Role(
        "operation room",
        _of_tenant("Amina Saleh", "operation_room"),
        BAHRAIN,
        BAHRAIN,
        NONE,
        oversees=True,
        limits=True,
        classifies=True,
        decides_limits=True,
        takes_back=True,
    ),
    Role("quality reviewer", _of_tenant("Jasim Ali", "quality_reviewer"), BAHRAIN),
    Role("contact-centre agent", _of_tenant("Reem Ahmed", "contact_centre")),
    Role("leadership", _of_tenant("Nada Isa", "leadership"), BAHRAIN, oversees=True),
)
