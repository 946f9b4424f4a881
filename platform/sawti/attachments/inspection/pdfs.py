"""PDFs are read and written anew without anything that acts: what remains is pages to look at."""

from pathlib import Path
from typing import Any

import pikepdf

from sawti.attachments.inspection.sniffing import Unacceptable

MOST_PAGES = 100
# Clauses of ISO 32000-1: actions 12.6, embedded files 7.11.4, forms 12.7, multimedia 13.
FORBIDDEN_KEYS = (
    "/AA", "/AF", "/AcroForm", "/Collection", "/EF", "/EmbeddedFiles", "/JS", "/JavaScript",
    "/Metadata", "/OpenAction", "/PieceInfo", "/RichMediaContent", "/XFA",
)  # fmt: skip
HARMLESS_ACTIONS = ("/GoTo", "/URI", "/Named")
FORBIDDEN_ANNOTATIONS = (
    "/3D", "/FileAttachment", "/Movie", "/RichMedia", "/Screen", "/Sound", "/TrapNet",
)  # fmt: skip
DEEPEST = 50


def clean_pdf(source: Path, target: Path) -> int:
    """Write `source` anew into `target`; return the number of pages.

    Raises Unacceptable for an encrypted, an endless and an empty document.
    """
    try:
        with pikepdf.open(source) as document:
            if document.is_encrypted:
                raise Unacceptable("file_encrypted")
            pages = len(document.pages)
            if pages == 0:
                raise Unacceptable("file_unreadable")
            if pages > MOST_PAGES:
                raise Unacceptable("file_too_many_pages", most=MOST_PAGES)
            _disarm(document)
            document.save(target)
    except pikepdf.PasswordError:
        raise Unacceptable("file_encrypted") from None
    return pages


def _disarm(document: pikepdf.Pdf) -> None:
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    for found in document.objects:
        _clean(found, DEEPEST)


def _clean(found: Any, levels: int) -> None:
    """Take what acts out of one object and of what stands directly in it."""
    if levels == 0:
        raise Unacceptable("file_unreadable")
    if isinstance(found, pikepdf.Array):
        _drop_annotations(found)
        for each in found:
            _clean_direct(each, levels)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        for key in list(found.keys()):
            if _acts(key, found):
                del found[key]
            else:
                _clean_direct(found[key], levels)


def _clean_direct(each: Any, levels: int) -> None:
    if isinstance(each, pikepdf.Object) and not each.is_indirect:
        _clean(each, levels - 1)


def _acts(key: str, found: Any) -> bool:
    if key == "/Next":  # of an action; an outline has one too
        return "/S" in found
    return key in FORBIDDEN_KEYS or (key == "/A" and not _is_harmless(found[key]))


def _is_harmless(action: Any) -> bool:
    if not isinstance(action, pikepdf.Dictionary):
        return True  # `/A` is a number or an array elsewhere, such as in attributes of structure
    return "/S" not in action or str(action["/S"]) in HARMLESS_ACTIONS


def _drop_annotations(found: pikepdf.Array) -> None:
    for position in reversed(range(len(found))):
        each = found[position]
        if isinstance(each, pikepdf.Dictionary) and _is_forbidden_annotation(each):
            del found[position]


def _is_forbidden_annotation(each: pikepdf.Dictionary) -> bool:
    return str(each.get("/Subtype", "")) in FORBIDDEN_ANNOTATIONS and "/Rect" in each
