"""What goes in and out where documents are asked for."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from sawti.documents.queries import Progress

Shape = serializers.Serializer[Any]
LANGUAGE = _("The language of the document, such as ar or en.")


class DocumentIn(Shape):
    """A document to make for the applicant."""

    kind = serializers.CharField(help_text=_("receipt or answer."))
    language = serializers.CharField(help_text=LANGUAGE)


class StaffDocumentIn(Shape):
    """A document to make for staff."""

    kind = serializers.CharField(help_text=_("case_file or answer."))
    language = serializers.CharField(help_text=LANGUAGE)


class DocumentOut(Shape):
    """A document that was asked for."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    language = serializers.CharField()
    progress = serializers.ChoiceField(choices=[each.value for each in Progress])
    expires_at = serializers.DateTimeField(help_text=_("Until when it can be fetched."))
    url = serializers.CharField(help_text=_("Where to ask how far it is."))
    file_url = serializers.CharField(
        allow_null=True, help_text=_("Where the PDF is; null until it is ready.")
    )
