"""Files on pages: what is sent along with a form, and what is listed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from sawti.attachments.actions import MEGABYTE, discard_upload, upload_file
from sawti.attachments.errors import FileRefused, FileTooLarge, NoRoom, TooManyFiles, TooManyWaiting
from sawti.attachments.facts import MOST_FILES, FileFacts
from sawti.attachments.inspection.names import clean_name
from sawti.attachments.queries import uploads_of
from sawti.lib.errors import DomainError
from sawti.tenancy.context import reading
from sawti_ui.forms import SawtiForm
from sawti_ui.parts import FileCard
from sawti_ui.refusals import sentence
from sawti_ui.senders import sender_of

FIELD = "files"
Address = Callable[[UUID], str]


class FilesInput(forms.FileInput):
    """An input for several files; telephones offer their camera."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"accept": "image/*,.heic,.heif,application/pdf"})


class FilesField(forms.Field):
    """Files to send along. What was uploaded, `receive_files` knows; this is what the page shows.

    `kept`: the uploads that the form holds already. `is_needed`: the action refuses none at all,
    so the label does not call it optional.
    """

    widget = FilesInput
    kept: tuple[FileCard, ...] = ()

    def __init__(self, *, is_needed: bool = False, **options: Any) -> None:
        self.is_needed = is_needed
        super().__init__(
            **{
                "required": False,
                "label": _("Photos and documents"),
                "help_text": _(
                    "Up to 5 pictures or PDFs, 10 MB each. We remove the place and the camera from "
                    "pictures."
                ),
                **options,
            }
        )


class TakesFiles:
    """A view whose body may hold files (see sawti.project.uploads)."""

    @classmethod
    def as_view(cls, **initial: Any) -> Any:
        view = super().as_view(**initial)  # type: ignore[misc]
        view.takes_files = True
        return view


def receive_files(
    request: HttpRequest, form: SawtiForm, kept: Sequence[str], *, at: datetime
) -> tuple[str, ...]:
    """Take the files of a request in and return the tokens of all that the form now holds.

    `kept`: tokens of earlier; those that the person removed are deleted, those that expired are
    forgotten. Each file that is refused becomes an error of the form, which was validated before.
    """
    removed = set(request.POST.getlist("remove_file"))
    for token in removed.intersection(kept):
        discard_upload(token)
    with reading():
        tokens = list(uploads_of([each for each in kept if each not in removed], at=at))
    sent: list[UploadedFile[Any]] = request.FILES.getlist(FIELD)
    refusals: list[DomainError] = [_too_large(name) for name in getattr(request, "large_files", ())]
    room, sender = MOST_FILES - len(tokens), sender_of(request, at=at)
    for file in sent[:room]:
        try:
            tokens.append(
                upload_file(file.chunks(), name=file.name or "", sender=sender, at=at).token
            )
        except (FileRefused, TooManyWaiting, NoRoom) as refusal:
            refusals.append(refusal)
    if len(sent) > room or getattr(request, "has_too_many_files", False):
        refusals.append(TooManyFiles(most=MOST_FILES))
    for each in refusals:
        form.add_error(FIELD, sentence(each))
    return tuple(tokens)


def kept_files(request: HttpRequest) -> list[str]:
    """Return the tokens that the form of an earlier answer held; for forms without a draft."""
    return request.POST.getlist("kept_file")[:MOST_FILES]


def show_kept(
    form: SawtiForm, tokens: Sequence[str], *, at: datetime, address: Address | None = None
) -> None:
    """Let the form show the uploads it holds; `address` opens one, where there is such a page."""
    with reading():
        found = uploads_of(tokens, at=at)
    field: Any = form.fields[FIELD]
    field.kept = tuple(_card(facts, address, token=token) for token, facts in found.items())


def keep_shown(form: SawtiForm, other: SawtiForm) -> None:
    """Let another form of the same kind show the uploads that `form` shows."""
    mine: Any = form.fields[FIELD]
    theirs: Any = other.fields[FIELD]
    theirs.kept = mine.kept


def file_cards(files: Iterable[FileFacts], address: Address) -> tuple[FileCard, ...]:
    """Return files as pages list them; `address` gives the page of one."""
    return tuple(_card(facts, address) for facts in files)


def _card(facts: FileFacts, address: Address | None, *, token: str = "") -> FileCard:
    url = address(facts.id) if address else ""
    small = f"{url}?size=small" if url and facts.is_picture else ""
    return FileCard(facts.name, filesizeformat(facts.size), url, small, token)


def _too_large(name: str) -> FileTooLarge:
    return FileTooLarge(clean_name(name), most=settings.SAWTI_FILES_MOST_BYTES // MEGABYTE)
