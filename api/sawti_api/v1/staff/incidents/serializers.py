"""What goes in and out where staff work on incidents; inputs are read by these."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from sawti.incidents.actions.deciding import LONGEST_REASON, MOST_DAYS
from sawti.incidents.models import DecisionKind, Why
from sawti_api.parsing import TextByLanguage
from sawti_api.v1.staff.serializers import HandlingEntityOut

Shape = serializers.Serializer[Any]
MOST_CASES = 1000
CASES = _("Ids of cases, at most 1000 in one call.")


class IncidentRowOut(Shape):
    """One line of the list."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    entity_name = serializers.CharField()
    category_name = serializers.CharField(allow_blank=True)
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    count = serializers.IntegerField(help_text=_("How many of its cases the caller sees."))
    url = serializers.CharField()


class IncidentPageOut(Shape):
    """A page of incidents, the newest first."""

    results = IncidentRowOut(many=True)
    next = serializers.CharField(
        allow_null=True, help_text=_("The address of the next page; null on the last one.")
    )


class DecisionOut(Shape):
    """What was decided for all cases, and how far it is."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=DecisionKind.values)
    answers = TextByLanguage(help_text=_("What was answered, by language; empty for a due date."))
    days = serializers.IntegerField(
        allow_null=True, help_text=_("Working days from the decision to the new due date.")
    )
    reason = serializers.CharField(allow_blank=True)
    decided_at = serializers.DateTimeField()
    decided_by = serializers.CharField()
    ended_at = serializers.DateTimeField(
        allow_null=True, help_text=_("Null while it is being carried out.")
    )
    total = serializers.IntegerField()
    done = serializers.IntegerField()
    skipped = serializers.IntegerField()
    url = serializers.CharField()


class IncidentOut(Shape):
    """An incident; its figures are of the cases that the caller sees."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    names = TextByLanguage()
    public_texts = TextByLanguage(help_text=_("What the applicants of its cases read; or nothing."))
    entity = HandlingEntityOut()
    category_name = serializers.CharField(allow_blank=True)
    opened_at = serializers.DateTimeField()
    opened_by = serializers.CharField()
    closed_at = serializers.DateTimeField(allow_null=True)
    closed_by = serializers.CharField(allow_blank=True)
    may_act = serializers.BooleanField(help_text=_("Whether the caller may change it."))
    count = serializers.IntegerField()
    by_state = serializers.DictField(
        child=serializers.IntegerField(), help_text=_("Its cases by state.")
    )
    due_soon = serializers.IntegerField(help_text=_("Due within two working days, or late."))
    overdue = serializers.IntegerField()
    languages = serializers.DictField(
        child=serializers.IntegerField(),
        help_text=_("The languages in which an answer is needed, with the number of open cases."),
    )
    decisions = DecisionOut(many=True, help_text=_("The newest first."))
    url = serializers.CharField()


class SkippedOut(Shape):
    """A case that was left as it was."""

    case_id = serializers.UUIDField()
    number = serializers.CharField(
        allow_blank=True, help_text=_("Empty where the caller does not see the case.")
    )
    why = serializers.ChoiceField(choices=Why.values)
    state = serializers.CharField(
        allow_blank=True, help_text=_("Its state, where that is why it was left.")
    )


class DecisionProgressOut(DecisionOut):
    """A decision with the cases that were left as they were."""

    skipped_cases = SkippedOut(many=True, help_text=_("A page of them."))
    next = serializers.CharField(
        allow_null=True, help_text=_("The address of the next page; null on the last one.")
    )


class GatheredOut(Shape):
    """How many cases were put in."""

    id = serializers.UUIDField()
    added = serializers.IntegerField()
    skipped = serializers.IntegerField(
        help_text=_(
            "Those that the caller may not act on, that have their answer, or that belong to an "
            "open incident already."
        )
    )
    url = serializers.CharField()


def cases_in(*, is_required: bool) -> Any:
    """Return the field that names cases."""
    return serializers.ListField(
        child=serializers.UUIDField(), required=is_required, max_length=MOST_CASES, help_text=CASES
    )


class OpenIn(Shape):
    """Opening an incident."""

    names = TextByLanguage(help_text=_("The name of the problem, in every language."))
    entity = serializers.CharField(help_text=_("A code from /api/v1/entities."))
    category = serializers.CharField(required=False, help_text=_("A code from /api/v1/categories."))
    public_texts = TextByLanguage(
        required=False,
        help_text=_("What the applicants of its cases read, in every language or in none."),
    )
    cases = cases_in(is_required=False)


class GatherIn(Shape):
    """Putting cases in."""

    cases = cases_in(is_required=True)


class PublicTextsIn(Shape):
    """What the applicants read."""

    public_texts = TextByLanguage(
        help_text=_("In every language; an empty object takes the text away.")
    )


class AnswerAllIn(Shape):
    """One answer for all open cases."""

    answers = TextByLanguage(help_text=_("In every language of its open cases."))


class DueDateIn(Shape):
    """One due date for all open cases."""

    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS)
    reason = serializers.CharField(
        max_length=LONGEST_REASON, help_text=_("Staff read it in the history of each case.")
    )


class CloseIn(Shape):
    """Closing takes nothing; send an empty object."""
