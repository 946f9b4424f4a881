"""What people type, made comparable: digits, letters and marks of Arabic and Latin script."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_BIDI_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")  # harakat, superscript alef, tatweel
_LETTERS = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_WORD = re.compile(r"[^\W_]+")
# "and", "so", "by", "as" and "for" before the article, where three letters of the word remain
_PARTICLES = re.compile("^[وف]?(?:[بك]?ال|لل)(?=...)")
SHORTEST_WITH_AND = 5  # و is joined to the word that follows
LONGEST_WORD = 40

# What is not typed by people but sent by machines: never text. JSON can carry lone surrogates,
# which no database stores.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def western_digits(text: str) -> str:
    """Return `text` with Arabic-Indic and Persian digits as 0-9."""
    return text.translate(_DIGITS)


def without_bidi_controls(text: str) -> str:
    """Return `text` without the invisible marks that steer its direction (UAX #9)."""
    return _BIDI_CONTROLS.sub("", text)


def has_controls(text: str) -> bool:
    """Tell whether `text` holds NUL, other controls that no one types, or half a character."""
    return bool(_CONTROLS.search(text))


def one_line(text: str) -> str:
    """Return `text` without controls of any kind and on one line, as a record keeps it."""
    return " ".join(_CONTROLS.sub("", without_bidi_controls(text)).split())


def search_key(text: str) -> str:
    """Return `text` as search compares it: NFKC, lower case, Arabic letters and digits unified."""
    folded = unicodedata.normalize("NFKC", western_digits(without_bidi_controls(text))).lower()
    return " ".join(_MARKS.sub("", folded).translate(_LETTERS).split())


def search_words(text: str) -> list[str]:
    """Return the words that `text` is found by, each once, in order of appearance.

    An Arabic word is found with and without its article and the particles before it (والإنارة is
    found as انارة), because people type either.
    """
    return list(dict.fromkeys(form for word in _words(text) for form in _forms(word)))


@lru_cache(100_000)
def _forms(word: str) -> tuple[str, ...]:
    with_and = word[0] == "و" and len(word) >= SHORTEST_WITH_AND
    return (word, _bare(word), word[1:]) if with_and else (word, _bare(word))


def search_terms(query: str) -> list[tuple[str, ...]]:
    """Return for each word of `query` the forms of which one must occur."""
    return [tuple(dict.fromkeys((word, _bare(word)))) for word in _words(query)]


def _words(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in _WORD.findall(search_key(text))]


def _bare(word: str) -> str:
    return _PARTICLES.sub("", word)


def canonical_phone(typed: str, country_prefix: str) -> str | None:
    """Return a phone number in E.164 form (ITU-T E.164), or None if it cannot be one.

    `country_prefix` such as `+973` is put before a number written without one.
    """
    compact = re.sub(r"[\s().\-/]", "", western_digits(without_bidi_controls(typed)))
    if compact.startswith("00"):
        compact = "+" + compact[2:]
    if not compact.startswith("+"):
        compact = country_prefix + compact.removeprefix("0")
    return compact if re.fullmatch(r"\+[1-9][0-9]{7,14}", compact) else None


def localised(names: Mapping[str, str], language: str) -> str:
    """Return the name in `language`, or in any language rather than nothing."""
    return names.get(language) or next(iter(names.values()), "")
