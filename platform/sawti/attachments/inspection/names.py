"""A file's name as we show it: no path, nothing invisible, an ending that fits the content."""

import re
import unicodedata

LONGEST_STEM = 80
KNOWN_ENDINGS = re.compile(
    r"\.(?:jpe?g|jfif|png|gif|webp|heic|heif|pdf|svg|html?|docx?|xlsx?|zip|exe)$", re.IGNORECASE
)
# Cc and Cf: NUL, line ends, direction overrides, zero-width characters; Cs: half characters.
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
RESERVED = re.compile(r'[<>:"|?*\\/%]+')


def clean_name(raw: str, ending: str = "") -> str:
    """Return the last part of `raw` without what could mislead; `ending` such as ".jpg".

    With an ending, others that we know are taken off: `bill.pdf.html` that is a PDF becomes
    `bill.pdf`. A name of which nothing remains becomes `file`.
    """
    last = re.split(r"[\\/]", raw)[-1]
    visible = "".join(
        " " if each.isspace() else each
        for each in unicodedata.normalize("NFC", last.encode(errors="ignore").decode())
        if unicodedata.category(each) not in INVISIBLE
    )
    stem = " ".join(RESERVED.sub(" ", visible).split()).strip(". ")
    while ending and (shorter := KNOWN_ENDINGS.sub("", stem)) != stem:
        stem = shorter.strip(". ")
    stem = stem[:LONGEST_STEM].strip(". ")
    return f"{stem or 'file'}{ending}"
