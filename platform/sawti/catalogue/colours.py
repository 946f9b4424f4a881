"""Whether a tenant's colours can be read, and which nearby colour could."""

from collections.abc import Mapping
from dataclasses import dataclass

from sawti.lib.contrast import contrast_ratio, is_colour, mixed

LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3
TOKENS = ("brand", "brand_hover", "on_brand", "link")
# What a tenant's colours stand on (sawti_ui/static/sawti_ui/sawti.css: bg, surface, info-bg).
BACKGROUNDS = {
    "light": {"page": "#ffffff", "surface": "#f3f6f5", "notice": "#e7f0fa"},
    "dark": {"page": "#101716", "surface": "#1a2422", "notice": "#142a40"},
}
PAIRS = (
    ("on_brand", "brand"),
    ("on_brand", "brand_hover"),
    ("brand", "page"),
    ("brand_hover", "page"),
    ("link", "page"),
    ("link", "surface"),
    ("link", "notice"),
)
_STEPS = 100


@dataclass(frozen=True)
class Figure:
    """The contrast of one pair. `front` and `ground` are names, the rest their colours."""

    mode: str
    front: str
    ground: str
    front_colour: str
    ground_colour: str
    ratio: float

    @property
    def passes(self) -> bool:
        return self.ratio >= LEAST_CONTRAST

    @property
    def shown(self) -> str:
        """The ratio with two places, rounded down: 4.499 never reads as 4.50."""
        return f"{int(self.ratio * 100) / 100:.2f}"


def contrast_figures(mode: str, colours: Mapping[str, object]) -> list[Figure]:
    """Return the contrast of every pair of `mode` (light or dark) whose colours are there."""
    known = {**BACKGROUNDS[mode], **colours}
    found = []
    for front, ground in PAIRS:
        one, other = known.get(front), known.get(ground)
        if isinstance(one, str) and isinstance(other, str) and is_colour(one) and is_colour(other):
            found.append(Figure(mode, front, ground, one, other, contrast_ratio(one, other)))
    return found


def readable_colour(mode: str, token: str, colours: Mapping[str, str]) -> str:
    """Return the colour nearest to that of `token` that can be read on all it stands on, or "".

    It is mixed with black or white, so that its hue stays.
    """
    known = {**BACKGROUNDS[mode], **colours}
    grounds = [known[ground] for front, ground in PAIRS if front == token]
    for step in range(_STEPS + 1):
        for end in ("#000000", "#ffffff"):
            colour = mixed(colours[token], end, step / _STEPS)
            if all(contrast_ratio(colour, ground) >= LEAST_CONTRAST for ground in grounds):
                return colour
    return ""
