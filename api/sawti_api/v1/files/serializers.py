"""What goes in and out where a file is uploaded."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from sawti.attachments.inspection.apart import EXTENSIONS

Shape = serializers.Serializer[Any]


class UploadIn(Shape):
    """A file, in one part of a multipart body."""

    file = serializers.FileField(
        help_text=_("JPEG, PNG, WebP, GIF, HEIC or PDF; what it is, its content says.")
    )


class UploadOut(Shape):
    """An upload that waits to be used."""

    id = serializers.UUIDField()
    token = serializers.CharField(
        help_text=_("The secret that makes the file part of one case. It is shown this once.")
    )
    name = serializers.CharField(help_text=_("The name as it is shown; its ending fits."))
    media_type = serializers.ChoiceField(choices=sorted(EXTENSIONS))
    size = serializers.IntegerField(help_text=_("In bytes, after it was drawn anew."))
    width = serializers.IntegerField(allow_null=True, help_text=_("In pixels; null for a PDF."))
    height = serializers.IntegerField(allow_null=True, help_text=_("In pixels; null for a PDF."))
    expires_at = serializers.DateTimeField(help_text=_("Until then it can be used."))
