"""How a multipart body is read: files go to disk, bounded, and only where a view takes files."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from sawti.attachments.facts import LARGEST_BODY, MOST_FILES


class BoundedUpload(TemporaryFileUploadHandler):
    """Drops what is too large (its names in `request.large_files`) and what is too many.

    A view that does not say `takes_files = True` gets no body larger than any other.
    """

    def handle_raw_input(  # type: ignore[override]
        self, input_data: Any, environ: Any, content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        """Refuse a body that is too large for this address before any of it is read."""
        if content_length > _largest_body(self.request):
            raise RequestDataTooBig("The body is too large for this address.")
        self.begun = 0
        self.request.large_files = []  # type: ignore[union-attr]
        self.request.has_too_many_files = False  # type: ignore[union-attr]

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.begun += 1
        self.received = 0
        if self.begun > MOST_FILES:
            self.request.has_too_many_files = True  # type: ignore[union-attr]
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > settings.SAWTI_FILES_MOST_BYTES:
            self.request.large_files.append(self.file_name)  # type: ignore[union-attr]
            raise SkipFile
        super().receive_data_chunk(raw_data, start)


def _largest_body(request: Any) -> int:
    if request.path_info.startswith("/cms/"):
        return LARGEST_BODY
    view = getattr(getattr(request, "resolver_match", None), "func", None)
    takes_files = getattr(view, "takes_files", False)
    return LARGEST_BODY if takes_files else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
