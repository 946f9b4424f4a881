"""What goes in and out where an applicant files, follows and answers; inputs are read by these."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from sawti.accounts.contacts import LONGEST_ADDRESS, LONGEST_NAME
from sawti.acting.models import State as RepresentationState
from sawti.attachments.facts import MOST_FILES
from sawti.attachments.inspection.apart import EXTENSIONS
from sawti.cases.actions.applicant import LONGEST_REPLY
from sawti.cases.facts import Channel
from sawti.cases.filing_rules import LONGEST_PLACE, LONGEST_STORY
from sawti.cases.lifecycle import Event, State
from sawti.cases.models import MessageKind
from sawti.quality.actions import LONGEST_WORDS
from sawti.quality.models import Reason

Shape = serializers.Serializer[Any]


def files_in(*, is_required: bool = False) -> Any:
    """Return the field in which uploads are named."""
    return serializers.ListField(
        child=serializers.CharField(),
        required=is_required,
        max_length=MOST_FILES,
        help_text=_("Tokens from POST /api/v1/files; each can be used once."),
    )


class ContactIn(Shape):
    """How to reach the applicant; every part is optional."""

    name = serializers.CharField(required=False, max_length=LONGEST_NAME)
    email = serializers.EmailField(required=False)
    phone = serializers.CharField(
        required=False, help_text=_("With country code, or as one dials inside the country.")
    )
    national_id = serializers.CharField(
        required=False, help_text=_("As the tenant's country writes it; digits, no spaces.")
    )
    address = serializers.CharField(required=False, max_length=LONGEST_ADDRESS)


class OnBehalfIn(Shape):
    """For whom the case is, where the contact is another person's."""

    kind = serializers.CharField(help_text=_("A code from /api/v1/representations."))
    name = serializers.CharField(max_length=LONGEST_NAME, help_text=_("Whose case it is."))
    email = serializers.EmailField(
        required=False,
        help_text=_("That person's own address: whoever proves it may take the case over."),
    )
    valid_until = serializers.DateField(
        required=False, help_text=_("The last day on which the document is valid.")
    )
    proofs = files_in()


class CaseIn(Shape):
    """A case to file."""

    type = serializers.CharField(help_text=_("A code from /api/v1/types."))
    story = serializers.CharField(
        max_length=LONGEST_STORY, help_text=_("What happened, in the person's own words.")
    )
    language = serializers.CharField(
        help_text=_("The language we write to the applicant in, such as ar or en.")
    )
    category = serializers.CharField(
        required=False,
        help_text=_("A code from /api/v1/categories, one that has a parent."),
    )
    entity = serializers.CharField(
        required=False,
        help_text=_("A code from /api/v1/entities; without one the category decides."),
    )
    place = serializers.CharField(
        required=False, max_length=LONGEST_PLACE, help_text=_("Where it is, in words.")
    )
    contact = ContactIn(
        required=False, help_text=_("How to reach the applicant; every part is optional.")
    )
    answers = serializers.DictField(
        required=False,
        help_text=_("Answers to the questions of the category. None asks any yet: leave it out."),
    )
    files = files_in()
    is_confidential = serializers.BooleanField(
        required=False,
        help_text=_(
            "The applicant wishes that only those charged with such cases know of it. Only for "
            "categories with may_be_confidential."
        ),
    )
    about_employee = serializers.CharField(
        required=False,
        max_length=LONGEST_NAME,
        help_text=_(
            "Whom of the staff the case is about, in the applicant's words. Who shares cases out "
            "matches it."
        ),
    )
    consents = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text=_("Ids from /api/v1/consents: the versions that the applicant was given."),
    )
    on_behalf_of = OnBehalfIn(
        required=False, help_text=_("Leave it out where the applicant files for themselves.")
    )
    channel = serializers.ChoiceField(
        choices=[channel.value for channel in Channel],
        required=False,
        default=Channel.API.value,
        help_text=_("How the case came in."),
    )


class ReplyIn(Shape):
    """The applicant's reply to a question."""

    reply = serializers.CharField(max_length=LONGEST_REPLY)
    files = files_in()


class WithdrawIn(Shape):
    """Taking a case back."""

    reason = serializers.CharField(required=False, max_length=LONGEST_REPLY)


class RatingIn(Shape):
    """A rating of the present answer."""

    score = serializers.IntegerField(help_text=_("From 1, very poor, to 5, very good."))
    reasons = serializers.ListField(
        child=serializers.ChoiceField(choices=Reason.values), required=False
    )
    words = serializers.CharField(required=False, max_length=LONGEST_WORDS)


class ReopenIn(Shape):
    """Why the answer is not enough."""

    reason = serializers.CharField(max_length=LONGEST_REPLY)


class RatingOut(Shape):
    """The rating of an answer."""

    score = serializers.IntegerField(min_value=1, max_value=5)
    reasons = serializers.ListField(child=serializers.ChoiceField(choices=Reason.values))
    words = serializers.CharField(allow_blank=True)
    answered_at = serializers.DateTimeField(help_text=_("Of the answer that was rated."))
    rated_at = serializers.DateTimeField()


class FiledOut(Shape):
    """A filed case."""

    number = serializers.CharField(help_text=_("The public number of the case."))
    receipt = serializers.CharField(
        help_text=_("The secret that opens the case. It is shown this once: keep it.")
    )
    state = serializers.ChoiceField(choices=[state.value for state in State])
    due_at = serializers.DateTimeField(help_text=_("By when the answer is promised."))
    track_url = serializers.URLField(help_text=_("The page to follow the case on."))


class FileOut(Shape):
    """A file of a case."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    media_type = serializers.ChoiceField(choices=sorted(EXTENSIONS))
    size = serializers.IntegerField(help_text=_("In bytes."))
    width = serializers.IntegerField(allow_null=True, help_text=_("In pixels; null for a PDF."))
    height = serializers.IntegerField(allow_null=True, help_text=_("In pixels; null for a PDF."))
    url = serializers.CharField(
        help_text=_("The address of the bytes, for whoever may read the case.")
    )


class MessageOut(Shape):
    """A message between the applicant and an entity, oldest first."""

    kind = serializers.ChoiceField(choices=MessageKind.values)
    body = serializers.CharField()
    sent_at = serializers.DateTimeField()
    entity = serializers.CharField(
        allow_blank=True, help_text=_("The entity that wrote; empty where the applicant did.")
    )
    files = FileOut(many=True, help_text=_("What was sent along, oldest first."))


class EventOut(Shape):
    """Something that happened to the case, oldest first."""

    event = serializers.ChoiceField(choices=[event.value for event in Event])
    at = serializers.DateTimeField()
    from_entity = serializers.CharField(allow_blank=True)
    to_entity = serializers.CharField(allow_blank=True)


class ActsOut(Shape):
    """That somebody acts for the applicant; it names nobody."""

    kind = serializers.CharField(help_text=_("A code from /api/v1/representations."))
    kind_name = serializers.CharField()
    state = serializers.ChoiceField(
        choices=RepresentationState.values,
        help_text=_("How far the proof is: claimed, proven, refused, ended."),
    )


class CaseOut(Shape):
    """A case as its applicant sees it."""

    number = serializers.CharField()
    state = serializers.ChoiceField(choices=[state.value for state in State])
    state_name = serializers.CharField(help_text=_("The state in words."))
    type = serializers.CharField()
    category = serializers.CharField(allow_blank=True)
    entity = serializers.CharField(help_text=_("The entity that has the case now."))
    place = serializers.CharField(allow_blank=True)
    received_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    is_overdue = serializers.BooleanField()
    may_reply = serializers.BooleanField(help_text=_("Whether a question waits for a reply."))
    may_withdraw = serializers.BooleanField(help_text=_("Whether the case can be taken back."))
    may_rate = serializers.BooleanField(help_text=_("Whether the answer has no rating yet."))
    may_reopen = serializers.BooleanField(help_text=_("Whether the case can be reopened now."))
    reopen_until = serializers.DateTimeField(
        allow_null=True,
        help_text=_("Until when the answered case can be reopened; null without an answer."),
    )
    reopenings = serializers.IntegerField(help_text=_("How often the case was reopened."))
    rating = RatingOut(allow_null=True, help_text=_("The rating of the present answer."))
    on_behalf_of = ActsOut(
        allow_null=True, help_text=_("Null where the applicant filed for themselves.")
    )
    messages = MessageOut(many=True)
    history = EventOut(many=True)
