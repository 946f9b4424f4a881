"""How a person wants to read our pages, and the words that a cookie or a profile keeps it in."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self, TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


class Theme(StrEnum):
    """The colours; `AUTO` follows the device."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class TextSize(StrEnum):
    """100, 125, 150 and 200 % of the usual size."""

    NORMAL = "normal"
    L = "l"
    XL = "xl"
    XXL = "xxl"


class Spacing(StrEnum):
    """The air between lines and words, and between letters that do not join."""

    NORMAL = "normal"
    WIDE = "wide"


class Font(StrEnum):
    """The letters; `EASY` is one that was drawn for easy reading."""

    NORMAL = "normal"
    EASY = "easy"


@dataclass(frozen=True)
class ReadingSettings:
    """What somebody chose; each setting has a usual value."""

    theme: Theme = Theme.AUTO
    text_size: TextSize = TextSize.NORMAL
    spacing: Spacing = Spacing.NORMAL
    font: Font = Font.NORMAL

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """Return what was kept by name; a word that we do not know counts as the usual value."""
        return cls(
            _known(Theme, kept.get("theme")),
            _known(TextSize, kept.get("text_size")),
            _known(Spacing, kept.get("spacing")),
            _known(Font, kept.get("font")),
        )

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read what `as_text` wrote; anything else is nobody's choice and gives the usual."""
        words = text.split(".")
        kept = cls.of(dict(zip(("theme", "text_size", "spacing", "font"), words, strict=False)))
        return kept if kept.as_text() == text else cls()

    def as_text(self) -> str:
        """Return the settings as a cookie keeps them: `dark.xl.wide.easy`."""
        return ".".join((self.theme, self.text_size, self.spacing, self.font))

    def as_mapping(self) -> dict[str, str]:
        """Return the settings as a profile keeps them."""
        return {name: str(value) for name, value in asdict(self).items()}


def _known(choices: type[Choice], word: object) -> Choice:
    return next((choice for choice in choices if choice == word), next(iter(choices)))
