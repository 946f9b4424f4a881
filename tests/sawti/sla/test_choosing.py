"""Which policy counts: the most specific, trait by trait, the nearer entity and category first."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sawti.sla.choosing import TRAITS, PolicyFacts, Traits, fitting, specificity
from sawti.sla.terms import Kind, Target, Terms

(TYPE, OTHER_TYPE, IMPORTANCE, MINISTRY, DEPARTMENT, GROUP, SUBJECT, PILLAR) = (
    uuid4() for _ in range(8)
)
TERMS = Terms({Kind.RESOLUTION: Target(10, "days")})
CASE = Traits(TYPE, IMPORTANCE, (DEPARTMENT, MINISTRY), (SUBJECT, GROUP), PILLAR, "web")


def policy(code: str, **traits: UUID | str) -> PolicyFacts:
    return PolicyFacts(code, 1, TERMS, {}, **traits)  # type: ignore[arg-type]


REST = policy("rest")


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        (policy("category", category_id=SUBJECT), policy("entity", entity_id=DEPARTMENT)),
        (policy("subject", category_id=SUBJECT), policy("group", category_id=GROUP)),
        (policy("department", entity_id=DEPARTMENT), policy("ministry", entity_id=MINISTRY)),
        (policy("entity", entity_id=MINISTRY), policy("pillar", pillar_id=PILLAR)),
        (policy("pillar", pillar_id=PILLAR), policy("type", case_type_id=TYPE)),
        (policy("type", case_type_id=TYPE), policy("importance", importance_id=IMPORTANCE)),
        (
            policy("importance", importance_id=IMPORTANCE),
            policy("applicant", applicant_class="person"),
        ),
        (policy("applicant", applicant_class="person"), policy("channel", channel="web")),
        (policy("channel", channel="web"), REST),
        (
            policy("both", case_type_id=TYPE, importance_id=IMPORTANCE),
            policy("type", case_type_id=TYPE),
        ),
        (
            policy("category", category_id=GROUP),
            policy("all", entity_id=MINISTRY, case_type_id=TYPE, importance_id=IMPORTANCE),
        ),
    ],
    ids=lambda each: each.code,
)
def test_the_more_specific_policy_counts(winner: PolicyFacts, loser: PolicyFacts) -> None:
    assert fitting([loser, winner], CASE) == fitting([winner, loser], CASE) == [winner, loser]


@pytest.mark.parametrize(
    "other",
    [
        policy("type", case_type_id=OTHER_TYPE),
        policy("type-too", case_type_id=OTHER_TYPE, category_id=SUBJECT),
        policy("entity", entity_id=SUBJECT),
        policy("category", category_id=MINISTRY),
        policy("channel", channel="email"),
        policy("applicant", applicant_class="business"),
    ],
    ids=lambda each: each.code,
)
def test_a_policy_of_other_traits_does_not_fit(other: PolicyFacts) -> None:
    assert fitting([REST, other], CASE) == [REST]


def test_a_case_without_category_falls_under_no_policy_of_one() -> None:
    bare = Traits(TYPE, IMPORTANCE, (MINISTRY,))

    assert fitting([REST, policy("category", category_id=SUBJECT)], bare) == [REST]


values = {
    "category_id": (None, SUBJECT, GROUP),
    "entity_id": (None, DEPARTMENT, MINISTRY),
    "pillar_id": (None, PILLAR),
    "case_type_id": (None, TYPE),
    "importance_id": (None, IMPORTANCE),
    "applicant_class": ("", "person"),
    "channel": ("", "web"),
}
any_policy = st.fixed_dictionaries({name: st.sampled_from(values[name]) for name in TRAITS})


def in_order(traits: dict[str, UUID]) -> tuple[UUID, ...]:
    return tuple(traits[name] for name in TRAITS)


@given(st.lists(any_policy, unique_by=in_order, min_size=1, max_size=12))
def test_no_two_policies_with_different_traits_weigh_the_same(
    traits: list[dict[str, UUID]],
) -> None:
    ranks = [specificity(policy("any", **each), CASE) for each in traits]

    assert len(set(ranks)) == len(traits)
