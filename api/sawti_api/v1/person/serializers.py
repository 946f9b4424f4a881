"""What goes in and out where somebody uses their own account from a program of theirs."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from sawti.accounts.contacts import LONGEST_ADDRESS, LONGEST_NAME
from sawti.businesses.models import Role as BusinessRole
from sawti.businesses.models import State as BusinessState
from sawti_api.openapi import Shape
from sawti_api.v1.cases.serializers import CaseIn


class CodeIn(Shape):
    """Where a one-time code shall go."""

    contact = serializers.CharField(
        max_length=254,
        help_text=_("An e-mail address, or a phone that was verified in the profile."),
    )
    language = serializers.CharField(
        required=False, max_length=8, help_text=_("Of the message, such as ar or en.")
    )


class CodeOut(Shape):
    """The same whether or not anybody has this contact."""

    attempt = serializers.CharField(help_text=_("Send it back with the code; keep it to yourself."))
    expires_in = serializers.IntegerField(help_text=_("Seconds."))


class SessionIn(Shape):
    """The code that came."""

    attempt = serializers.CharField(max_length=100)
    code = serializers.CharField(max_length=20, help_text=_("Six digits."))


class SessionOut(Shape):
    """A session, shown once."""

    session = serializers.CharField(help_text=_("Send it in the header Sawti-Session."))
    expires_in = serializers.IntegerField(help_text=_("Seconds."))


class ProfileOut(Shape):
    """What a person says about themselves."""

    email = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    phone_verified = serializers.BooleanField()
    name = serializers.CharField(allow_blank=True)
    national_id = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)
    language = serializers.CharField()
    told_by = serializers.CharField(help_text=_("email, or sms."))


class ProfileIn(Shape):
    """What changes; the rest stays. E-mail address and phone change by a code, on the pages."""

    name = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_NAME)
    national_id = serializers.CharField(required=False, allow_blank=True, max_length=40)
    address = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_ADDRESS)
    language = serializers.CharField(required=False, max_length=8)
    told_by = serializers.CharField(required=False, max_length=10)


class OwnCaseIn(CaseIn):
    """A case to file as oneself, for somebody else, or for a company."""

    business = serializers.UUIDField(
        required=False,
        help_text=_("The id of a verified company for which the person acts: it is its case."),
    )


class OwnCaseOut(Shape):
    """A line of the list of one's cases."""

    number = serializers.CharField()
    state = serializers.CharField()
    state_name = serializers.CharField()
    type = serializers.CharField()
    category = serializers.CharField(allow_blank=True)
    entity = serializers.CharField()
    received_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    is_overdue = serializers.BooleanField()
    company = serializers.CharField(
        allow_blank=True, help_text=_("The company whose case it is; empty: a person's.")
    )


class BusinessOut(Shape):
    """A company for which the person acts."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    other_name = serializers.CharField(
        allow_blank=True, help_text=_("Its name in another language.")
    )
    register_number = serializers.CharField(help_text=_("Its number in the register."))
    state = serializers.ChoiceField(choices=BusinessState.choices)
    role = serializers.ChoiceField(choices=BusinessRole.choices)
    since_at = serializers.DateTimeField(help_text=_("Since when the person acts for it."))


class BusinessesOut(Shape):
    """The companies for which a person acts now."""

    results = BusinessOut(many=True)


class OwnCasesOut(Shape):
    """A page of one's cases: those that wait for an answer of one's own first."""

    results = OwnCaseOut(many=True)
    next_cursor = serializers.CharField(allow_blank=True, help_text=_("Empty on the last page."))
