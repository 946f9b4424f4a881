"""Why a file is not accepted; each says what is allowed instead."""

from typing import ClassVar

from sawti.lib.errors import N_, DomainError, Invalid, Kind

FIELD = "files"
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"  # UAX #9


class FileRefused(Invalid):
    """A file that can't be accepted; `name` is its cleaned name, kept apart from the sentence."""

    code = "file_refused"
    text: ClassVar[str] = N_("The file %(name)s can't be accepted.")

    def __init__(self, name: str, **params: object) -> None:
        shown = f"{FIRST_STRONG_ISOLATE}{name}{POP_ISOLATE}"
        super().__init__(FIELD, self.text, name=shown, **params)


class FileEmpty(FileRefused):
    code = "file_empty"
    text = N_("The file %(name)s is empty. Choose it again.")


class FileTooLarge(FileRefused):
    code = "file_too_large"
    text = N_("The file %(name)s is too large. A file may have at most %(most)s MB.")


class FileNotAllowed(FileRefused):
    code = "file_not_allowed"
    text = N_(
        "The file %(name)s is neither a picture nor a PDF. Send JPEG, PNG, WebP, GIF, HEIC or PDF."
    )


class FileUnreadable(FileRefused):
    code = "file_unreadable"
    text = N_("The file %(name)s is damaged: we can't open it. Save it anew and send it again.")


class TooManyPixels(FileRefused):
    code = "file_too_many_pixels"
    text = N_("The picture %(name)s has more than %(most)s million pixels. Send it smaller.")


class PdfEncrypted(FileRefused):
    code = "file_encrypted"
    text = N_("The file %(name)s is protected by a password. Send it without protection.")


class PdfTooLong(FileRefused):
    code = "file_too_many_pages"
    text = N_("The file %(name)s has too many pages. A PDF may have at most %(most)s.")


REFUSALS: dict[str, type[FileRefused]] = {
    refusal.code: refusal
    for refusal in (
        FileEmpty,
        FileTooLarge,
        FileNotAllowed,
        FileUnreadable,
        TooManyPixels,
        PdfEncrypted,
        PdfTooLong,
    )
}


class TooManyFiles(Invalid):
    """More files than a message, or a case, may have."""

    code = "too_many_files"

    def __init__(self, *, most: int, of_case: bool = False) -> None:
        text = (
            N_("This case may have at most %(most)s files. Send fewer.")
            if of_case
            else N_("Send at most %(most)s files at a time.")
        )
        super().__init__(FIELD, text, most=most)


class FilesGone(Invalid):
    """An upload that expired, was used already, or never was: one answer for all of them."""

    code = "files_gone"

    def __init__(self) -> None:
        super().__init__(FIELD, N_("A file is no longer here. Remove it and add it again."))


class NoRoom(DomainError):
    """More uploads wait to be used than a tenant may have."""

    code = "too_many_uploads"
    kind = Kind.TOO_MANY
    text = N_("Too many files are being sent just now. Try again in some minutes.")


class StorageAway(DomainError):
    """The bucket can't be reached, or refuses us; nothing was kept and nothing was removed."""

    code = "storage_away"
    kind = Kind.UNAVAILABLE
    text = N_("Files can't be reached at the moment. Try again soon, or send it without files.")


class TooManyWaiting(DomainError):
    """One sender has more uploads that no case uses yet than a sender may have."""

    code = "too_many_waiting"
    kind = Kind.TOO_MANY
    text = N_(
        "%(most)s files were sent from here that no case uses yet. Send the case they are for, "
        "remove some, or try again tomorrow."
    )
