"""Refusals carry a stable code, the figures, and a sentence."""

from typing import ClassVar

from sawti.lib.errors import DomainError, Invalid, InvalidInput, Kind, Missing, NotPermitted


class TooLate(DomainError):
    code: ClassVar[str] = "too_late"
    kind: ClassVar[Kind] = Kind.CONFLICT
    text: ClassVar[str] = "It is %(minutes)s minutes too late."


def test_a_refusal_says_its_sentence_with_the_figures() -> None:
    refusal = TooLate(minutes=15)

    assert str(refusal) == "It is 15 minutes too late."
    assert (refusal.code, refusal.kind, refusal.params) == (
        "too_late",
        Kind.CONFLICT,
        {"minutes": 15},
    )


def test_a_refusal_without_figures_may_hold_a_percent_sign() -> None:
    assert str(type("Half", (DomainError,), {"text": "50% is missing."})()) == "50% is missing."


def test_a_fault_of_input_names_its_field_and_keeps_its_sentence_untranslated() -> None:
    fault = Invalid("story", "Shorten it to %(longest)s.", longest=5000)

    assert (fault.field, fault.message, fault.params) == (
        "story",
        "Shorten it to %(longest)s.",
        {"longest": 5000},
    )
    assert str(fault) == "Shorten it to 5000."


def test_the_faults_of_one_input_come_together() -> None:
    faults = [Invalid("story", "Tell us."), Invalid("type", "Choose one.")]

    refusal = InvalidInput(faults)

    assert refusal.faults == tuple(faults)
    assert (refusal.code, refusal.kind) == ("invalid", Kind.INVALID)


def test_what_is_missing_and_what_is_forbidden_have_codes_of_their_own() -> None:
    assert (Missing().code, Missing().kind) == ("not_found", Kind.MISSING)
    assert (NotPermitted().code, NotPermitted().kind) == ("not_permitted", Kind.NOT_PERMITTED)
