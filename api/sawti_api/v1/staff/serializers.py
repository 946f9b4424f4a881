"""What goes in and out where staff work on cases; inputs are read by these."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from sawti.cases.actions.handling import LONGEST_REASON
from sawti.cases.actions.notes import LONGEST_NOTE
from sawti.cases.facts import Channel
from sawti.cases.lifecycle import State
from sawti.cases.models import TAKING_PART
from sawti.cases.steps import LONGEST_MESSAGE
from sawti_api.v1.cases.serializers import EventOut, FileOut, MessageOut, RatingOut, files_in

Shape = serializers.Serializer[Any]


class ImportanceOut(Shape):
    """How much hangs on a case."""

    code = serializers.CharField()
    name = serializers.CharField()


class HandlingEntityOut(Shape):
    """The entity that has a case."""

    code = serializers.CharField()
    name = serializers.CharField()


class CaseRowOut(Shape):
    """One line of a list."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=[state.value for state in State])
    state_name = serializers.CharField()
    type = serializers.CharField()
    category = serializers.CharField(allow_blank=True)
    entity = HandlingEntityOut()
    importance = ImportanceOut()
    holder = serializers.CharField(
        allow_blank=True, help_text=_("Who took the case; empty where nobody did.")
    )
    received_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    is_overdue = serializers.BooleanField()
    reopenings = serializers.IntegerField(help_text=_("How often the case was reopened."))
    url = serializers.CharField(help_text=_("The address of the case here."))


class CasePageOut(Shape):
    """A page of a list. There is no count."""

    results = CaseRowOut(many=True)
    next = serializers.CharField(
        allow_null=True, help_text=_("The address of the next page; null on the last one.")
    )


class StaffMessageOut(MessageOut):
    """A message with its author."""

    author = serializers.CharField(
        allow_blank=True, help_text=_("Who of the staff wrote; empty for the applicant.")
    )


class NoteOut(Shape):
    """What one of the staff wrote for the others."""

    text = serializers.CharField()
    written_at = serializers.DateTimeField()
    author = serializers.CharField()


class StaffEventOut(EventOut):
    """An event with who caused it and why."""

    by = serializers.CharField(allow_blank=True)
    acting_for = serializers.CharField(
        allow_blank=True, help_text=_("The colleague whom they represented.")
    )
    reason = serializers.CharField(allow_blank=True)


class StaffCaseOut(CaseRowOut):
    """A case as staff see it. Who filed it is opened apart, with a reason."""

    version = serializers.IntegerField(help_text=_("Send it back with every change."))
    channel = serializers.ChoiceField(choices=[channel.value for channel in Channel])
    language = serializers.CharField()
    place = serializers.CharField(allow_blank=True)
    pillar = serializers.CharField(allow_blank=True)
    policy = serializers.CharField(help_text=_("The policy that made the due date."))
    policy_version = serializers.IntegerField()
    paused_at = serializers.DateTimeField(allow_null=True)
    breached_at = serializers.DateTimeField(allow_null=True)
    allowed = serializers.ListField(
        child=serializers.CharField(), help_text=_("The events that the caller may cause now.")
    )
    may_open_identity = serializers.BooleanField()
    ratings = RatingOut(many=True, help_text=_("How the applicant rated the answers."))
    messages = StaffMessageOut(many=True)
    internal_files = FileOut(many=True, help_text=_("What staff keep for each other."))
    notes = NoteOut(many=True, help_text=_("Internal notes; the applicant never sees them."))
    history = StaffEventOut(many=True)


class ChangedOut(Shape):
    """Where a case stands after a change."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=[state.value for state in State])
    state_name = serializers.CharField()
    version = serializers.IntegerField()
    entity = HandlingEntityOut()
    due_at = serializers.DateTimeField()
    url = serializers.CharField()


class IdentityOut(Shape):
    """Who filed the case; empty where nothing was given."""

    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    national_id = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)
    represents = serializers.CharField(
        allow_blank=True, help_text=_("For whom this person filed the case; empty: for themselves.")
    )
    representation = serializers.CharField(
        allow_blank=True, help_text=_("The code of how they act for them.")
    )
    representation_state = serializers.CharField(allow_blank=True)
    company = serializers.CharField(
        allow_blank=True, help_text=_("The company whose case it is; empty: a person's.")
    )
    company_number = serializers.CharField(
        allow_blank=True, help_text=_("Its number in the register.")
    )
    company_state = serializers.CharField(allow_blank=True)


class HolderOut(Shape):
    """Somebody who works on the cases of the entity."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    is_holder = serializers.BooleanField(help_text=_("Whether this person has the case now."))


class HoldersOut(Shape):
    """Whom a case may be assigned to, by name."""

    results = HolderOut(many=True)


class ClassOut(Shape):
    """A class of confidential cases."""

    code = serializers.CharField()
    name = serializers.CharField()


class InvolvedOut(Shape):
    """Somebody who takes part in a case, or has a conflict of interest with it."""

    id = serializers.UUIDField()
    name = serializers.CharField(
        allow_blank=True,
        help_text=_("A colleague or an entity; empty for one of the staff who filed the case."),
    )
    since_at = serializers.DateTimeField()
    until_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    may_end = serializers.BooleanField(help_text=_("Whether the caller may end it."))


class ParticipantOut(InvolvedOut):
    """Somebody who takes part."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in TAKING_PART])


class CircleOut(Shape):
    """Who may know of a case beside those with a post over its entity."""

    version = serializers.IntegerField(help_text=_("Send it back with a change that asks for it."))
    confidentiality = ClassOut(allow_null=True, help_text=_("The class; null for none."))
    may_classify = serializers.BooleanField()
    classes = ClassOut(many=True, help_text=_("The classes that the caller may give it."))
    participants = ParticipantOut(many=True)
    conflicts = InvolvedOut(many=True)
    named = serializers.ListField(
        child=serializers.CharField(),
        help_text=_("The names that the applicant wrote of employees whom the case is about."),
    )


class ColleagueOut(Shape):
    """Somebody of the staff."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class ColleaguesOut(Shape):
    """Whom a participant or a conflict may name, by name."""

    results = ColleagueOut(many=True)


VERSION = _("The version of the case that you read; a newer one gives a conflict.")


COLLEAGUE = _("An id from the list of colleagues.")


class TakeIn(Shape):
    """Taking a case into work."""

    version = serializers.IntegerField(help_text=VERSION)


class AssignIn(Shape):
    """Giving a case to a colleague."""

    version = serializers.IntegerField(help_text=VERSION)
    holder = serializers.UUIDField(help_text=_("An id from the list of holders."))


class NoteIn(Shape):
    """A note for colleagues."""

    note = serializers.CharField(max_length=LONGEST_NOTE)


class AskIn(Shape):
    """A question to the applicant."""

    version = serializers.IntegerField(help_text=VERSION)
    question = serializers.CharField(max_length=LONGEST_MESSAGE)
    files = files_in()


class AnswerIn(Shape):
    """The entity's answer."""

    version = serializers.IntegerField(help_text=VERSION)
    answer = serializers.CharField(max_length=LONGEST_MESSAGE)
    files = files_in()


class FilesIn(Shape):
    """Files for the staff of the case."""

    version = serializers.IntegerField(help_text=VERSION)
    files = files_in(is_required=True)


class EscalateIn(Shape):
    """Escalating a case."""

    version = serializers.IntegerField(help_text=VERSION)
    reason = serializers.CharField(max_length=LONGEST_REASON)
    level = serializers.CharField(
        required=False, default="", help_text=_("The code of a level; without it the next one.")
    )


class DeescalateIn(Shape):
    """Taking an escalation back."""

    version = serializers.IntegerField(help_text=VERSION)
    reason = serializers.CharField(max_length=LONGEST_REASON)


class TransferIn(Shape):
    """Handing a case to another entity."""

    version = serializers.IntegerField(help_text=VERSION)
    entity = serializers.CharField(help_text=_("A code from /api/v1/entities."))
    reason = serializers.CharField(max_length=LONGEST_REASON)


class WaitIn(Shape):
    """Letting a case wait for somebody outside."""

    version = serializers.IntegerField(help_text=VERSION)
    waits_for = serializers.ChoiceField(choices=["third_party", "court"])
    reason = serializers.CharField(max_length=LONGEST_REASON)


class GoOnIn(Shape):
    """Ending the wait of a case."""

    version = serializers.IntegerField(help_text=VERSION)


class ClassifyIn(Shape):
    """Giving a case a class, or taking it away."""

    version = serializers.IntegerField(help_text=VERSION)
    confidentiality = serializers.CharField(
        allow_blank=True, help_text=_("The code of a class; empty makes the case an ordinary one.")
    )
    reason = serializers.CharField(max_length=LONGEST_REASON)


class ParticipantIn(Shape):
    """Letting a colleague take part in a case."""

    colleague = serializers.UUIDField(help_text=COLLEAGUE)
    kind = serializers.ChoiceField(
        choices=[kind.value for kind in TAKING_PART],
        help_text=_("helper: reads and acts. reader and reviewer: only read."),
    )
    reason = serializers.CharField(max_length=LONGEST_REASON)


class ConflictIn(Shape):
    """Saying whom a case is about: exactly one of a colleague and an entity."""

    version = serializers.IntegerField(help_text=VERSION)
    colleague = serializers.UUIDField(required=False, help_text=COLLEAGUE)
    entity = serializers.CharField(required=False, help_text=_("A code from /api/v1/entities."))
    reason = serializers.CharField(max_length=LONGEST_REASON)


class EndIn(Shape):
    """Why somebody no longer takes part, or has no conflict."""

    reason = serializers.CharField(max_length=LONGEST_REASON)


class IdentityIn(Shape):
    """Why one needs to know who filed the case; kept in the audit record."""

    reason = serializers.CharField(max_length=LONGEST_REASON)
