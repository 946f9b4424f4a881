"""Which policy a case falls under, and why. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sawti.sla.terms import ApplicantClass, Kind, Target, Terms


@dataclass(frozen=True)
class Traits:
    """What a policy is chosen by. First of `entity_ids` and `category_ids` is the case's own."""

    case_type_id: UUID
    importance_id: UUID
    entity_ids: tuple[UUID, ...]
    category_ids: tuple[UUID, ...] = ()
    pillar_id: UUID | None = None
    channel: str = ""
    applicant_class: str = ApplicantClass.PERSON


@dataclass(frozen=True)
class PolicyFacts:
    """A policy as it is now."""

    code: str
    version: int
    terms: Terms
    names: dict[str, str]
    category_id: UUID | None = None
    entity_id: UUID | None = None
    pillar_id: UUID | None = None
    case_type_id: UUID | None = None
    importance_id: UUID | None = None
    applicant_class: str = ""
    channel: str = ""

    @property
    def target(self) -> Target:
        """By when the answer is due."""
        return self.terms.targets[Kind.RESOLUTION]


# In this order traits weigh: the first in which two fitting policies differ decides.
TRAITS = (
    *("category_id", "entity_id", "pillar_id", "case_type_id", "importance_id"),
    *("applicant_class", "channel"),
)


def specificity(policy: PolicyFacts, traits: Traits) -> tuple[int, ...] | None:
    """Return how closely a policy fits, trait by trait; None if it does not.

    A policy of a category beats any of an entity, and so on in the order of `TRAITS`; of two
    entities, or of two categories, the nearer one counts more.
    """
    found = (
        _nearness(policy.category_id, traits.category_ids),
        _nearness(policy.entity_id, traits.entity_ids),
        _equality(policy.pillar_id, traits.pillar_id),
        _equality(policy.case_type_id, traits.case_type_id),
        _equality(policy.importance_id, traits.importance_id),
        _equality(policy.applicant_class or None, traits.applicant_class),
        _equality(policy.channel or None, traits.channel),
    )
    return None if None in found else tuple(each for each in found if each is not None)


def fitting(policies: Iterable[PolicyFacts], traits: Traits) -> list[PolicyFacts]:
    """Return the policies that fit, the one that counts first."""
    ranked = [(rank, each) for each in policies if (rank := specificity(each, traits)) is not None]
    return [each for _, each in sorted(ranked, key=lambda pair: pair[0], reverse=True)]


def _nearness(wanted: UUID | None, chain: tuple[UUID, ...]) -> int | None:
    if wanted is None:
        return 0
    return len(chain) - chain.index(wanted) if wanted in chain else None


def _equality(wanted: object, found: object) -> int | None:
    if wanted is None:
        return 0
    return 1 if wanted == found else None
