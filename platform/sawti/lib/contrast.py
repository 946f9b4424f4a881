"""How well two colours can be told apart."""

import re

COLOUR = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)


def is_colour(text: str) -> bool:
    """Tell whether `text` is a colour as we write them: `#` and six hexadecimal digits."""
    return COLOUR.fullmatch(text) is not None


def contrast_ratio(one: str, other: str) -> float:
    """Return the contrast of two colours (`#rrggbb`), 1.0 to 21.0, in either order.

    Source: WCAG 2.2, definitions of "contrast ratio" and "relative luminance".
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """Return the colour that has `share` (0.0 to 1.0) of `other` in it and the rest of `one`."""
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16)) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
