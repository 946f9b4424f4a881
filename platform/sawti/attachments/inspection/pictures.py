"""Pictures are decoded and drawn anew: only their pixels go on.

What hid beside the pixels (place, camera, comments, colour profile, another file behind the end)
does not. Of a moving picture the first frame is kept.
"""

import warnings
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image, ImageOps

from sawti.attachments.inspection.sniffing import Format, Unacceptable

MOST_PIXELS = 64_000_000
LARGEST_EDGE = 2560
SMALL_EDGE = 320

WRITTEN_AS = {
    Format.JPEG: Format.JPEG,
    Format.HEIF: Format.JPEG,
    Format.PNG: Format.PNG,
    Format.GIF: Format.PNG,
    Format.WEBP: Format.WEBP,
}
OPTIONS: dict[Format, dict[str, Any]] = {
    Format.JPEG: {"quality": 85, "optimize": True},
    Format.PNG: {"optimize": False},
    Format.WEBP: {"quality": 82, "method": 4},
}


def clean_picture(found: Format, source: Path, target: Path, small: Path) -> tuple[int, int]:
    """Draw `source` anew into `target` and `small`; return the width and height of `target`.

    Raises Unacceptable before decoding where the header promises too many pixels.
    """
    written_as = WRITTEN_AS[found]
    with _opened(found, source) as picture:
        picture.draft("RGB", (LARGEST_EDGE, LARGEST_EDGE))  # JPEG: decode at a fraction of the size
        clean = _drawn_anew(picture, keeps_alpha=written_as != Format.JPEG)
    clean.save(target, written_as.name, **OPTIONS[written_as])
    _thumbnail(clean).save(small, "JPEG", quality=75, optimize=True)
    return clean.size


def _opened(found: Format, source: Path) -> Image.Image:
    if found == Format.HEIF:
        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(source, formats=[found.name])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Unacceptable("file_too_many_pixels", most=MOST_PIXELS // 1_000_000) from None
    if picture.width * picture.height > MOST_PIXELS:
        raise Unacceptable("file_too_many_pixels", most=MOST_PIXELS // 1_000_000)
    return picture


def _drawn_anew(picture: Image.Image, *, keeps_alpha: bool) -> Image.Image:
    picture.load()
    mode = "RGBA" if keeps_alpha and picture.has_transparency_data else "RGB"
    pixels = picture if picture.mode == mode else picture.convert(mode)
    pixels.thumbnail((LARGEST_EDGE, LARGEST_EDGE))
    turned = ImageOps.exif_transpose(pixels)
    clean = Image.new(mode, turned.size)  # a new picture: nothing of `info` comes along
    clean.paste(turned)
    return clean


def _thumbnail(clean: Image.Image) -> Image.Image:
    small = clean.copy()
    small.thumbnail((SMALL_EDGE, SMALL_EDGE))
    if small.mode == "RGB":
        return small
    on_white = Image.new("RGB", small.size, "white")
    on_white.paste(small, mask=small.getchannel("A"))
    return on_white
