"""What a file is by its first bytes: its name and the sender's word for it count for nothing."""

from enum import StrEnum

# Brands of ISO/IEC 23008-12 (HEIF) and of ISO/IEC 14496-15 in it, as phones write them.
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
LONGEST_HEAD = 32


class Format(StrEnum):
    """The formats we take, by the media type that each becomes."""

    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    HEIF = "heif"
    PDF = "pdf"


class Unacceptable(Exception):
    """Why a file is refused: a code of `sawti.attachments.errors.REFUSALS`, and its figures."""

    def __init__(self, code: str, **figures: int) -> None:
        self.code, self.figures = code, figures
        super().__init__(code)


def format_of(head: bytes) -> Format | None:
    """Return the format that a file's first bytes declare, or None if it is not one of ours.

    A signature must stand at the very beginning, also that of PDF (ISO 32000-1, 7.5.2).
    """
    if head.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return Format.GIF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Format.WEBP
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        return Format.HEIF
    return Format.PDF if head.startswith(b"%PDF-") else None
