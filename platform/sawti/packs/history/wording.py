"""What people and staff write: sentences with slots, from the word lists in `words/`. Pure."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import gcd, prod
from pathlib import Path
from typing import Any

WORDS = Path(__file__).resolve().parent / "words"
LANGUAGES = ("ar", "en")
NUMBERS = range(11, 61)  # in Arabic the noun after eleven and more stays the same
DAYS = range(11, 22)
AMOUNTS = range(11, 96)
REFERENCES = range(10_000, 100_000)
_SLOT = re.compile(r"\{(\w+)\}")

Values = Sequence[str] | range


@dataclass(frozen=True)
class Template:
    """A text with gaps: `pattern` has one `%s` for each entry of `values`."""

    pattern: str
    values: tuple[Values, ...]
    total: int
    step: int

    def variant(self, number: int) -> str:
        """Return variant `number`: no two of `total` numbers in a row give the same text."""
        index = number * self.step % self.total
        chosen = []
        for values in self.values:
            index, place = divmod(index, len(values))
            chosen.append(values[place])
        return self.pattern % tuple(chosen)


@dataclass(frozen=True)
class Subject:
    """Which categories its stories fit, how often it comes up, and its season of the year."""

    categories: tuple[str, ...]
    weight: int
    season: str


@dataclass(frozen=True)
class Phrasebook:
    """Everything in one language."""

    stories: dict[tuple[str, str], tuple[Template, ...]]  # by subject and type of case
    talk: dict[tuple[str, str], tuple[Template, ...]]  # by kind of message and key
    names: tuple[str, ...]
    streets: tuple[str, ...]
    places: tuple[str, ...]

    def of(self, kind: str, key: str = "any") -> tuple[Template, ...]:
        """Return the templates of a kind of message; an unknown key means a complaint's."""
        return self.talk.get((kind, key)) or self.talk[kind, "complaint"]


@cache
def subjects() -> dict[str, Subject]:
    """Return the subjects by name."""
    return {
        name: Subject(tuple(row["categories"]), row["weight"], row.get("season", ""))
        for name, row in _read("subjects.toml").items()
    }


@cache
def phrasebook(language: str) -> Phrasebook:
    """Return the phrasebook of a language; one that has none speaks English."""
    known = language if language in LANGUAGES else "en"
    talk, stories = _read(f"talk.{known}.toml"), _read(f"stories.{known}.toml")
    slots = _slots(talk["slots"])
    around = {
        case_type: (
            [f"{text} " if text else "" for text in talk["opening"][case_type]],
            [f" {text}" if text else "" for text in talk["closing"][case_type]],
        )
        for case_type in talk["opening"]
    }
    return Phrasebook(
        stories={
            (subject, case_type): tuple(_template(t, slots, *around[case_type]) for t in texts)
            for subject, types in stories.items()
            for case_type, texts in types.items()
        },
        talk={
            (kind, key): tuple(_template(text, slots) for text in texts)
            for kind, keys in talk.items()
            if kind not in ("opening", "closing", "slots", "people")
            for key, texts in keys.items()
        },
        names=tuple(talk["people"]["names"]),
        streets=tuple(talk["slots"]["street"]),
        places=tuple(talk["slots"]["place"]),
    )


def _slots(lists: dict[str, list[str]]) -> dict[str, Values]:
    return {**lists, "n": NUMBERS, "days": DAYS, "amount": AMOUNTS, "ref": REFERENCES}


def _template(
    text: str, slots: dict[str, Values], before: Sequence[str] = (), after: Sequence[str] = ()
) -> Template:
    """Compile a text; a slot that begins a sentence gets capital letters."""
    values: list[Values] = [before] if before else []
    pattern = "%s" if before else ""
    end = 0
    for match in _SLOT.finditer(text):
        literal = text[end : match.start()]
        pattern += literal.replace("%", "%%")
        end = match.end()
        if match[1] in slots:
            begins = not text[: match.start()].strip() or bool(re.search(r"[.?!] $", literal))
            values.append(_capitals(slots[match[1]]) if begins else slots[match[1]])
            pattern += "%s"
        else:
            pattern += match[0]
    pattern += text[end:].replace("%", "%%")
    if after:
        values.append(after)
        pattern += "%s"
    total = prod(len(each) for each in values)
    return Template(pattern, tuple(values), total, _step(total))


def _capitals(values: Values) -> Values:
    return values if isinstance(values, range) else [text[:1].upper() + text[1:] for text in values]


def _step(total: int) -> int:
    """Return a step that visits all `total` variants and looks as if it jumped about."""
    step = max(1, round(total * 0.618034))
    while gcd(step, total) != 1:
        step += 1
    return step


def _read(file: str) -> dict[str, Any]:
    return tomllib.loads((WORDS / file).read_text(encoding="utf-8"))
