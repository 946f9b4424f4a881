"""Changing the tenant's sentences and colours."""

from datetime import datetime
from typing import Any

from sawti.accounts.models import Staff
from sawti.catalogue.colours import (
    LEAST_CONTRAST,
    TOKENS,
    Figure,
    contrast_figures,
    readable_colour,
)
from sawti.catalogue.errors import EditedMeanwhile
from sawti.catalogue.models import Text, Theme
from sawti.catalogue.permissions import require_editor
from sawti.catalogue.steps.edits import (
    LANGUAGES,
    LONGEST_PROSE,
    Table,
    faults_of_words,
    record_edit,
    refuse,
)
from sawti.lib.contrast import is_colour
from sawti.lib.errors import N_, Invalid

Colours = dict[str, str]


def change_texts(
    wanted: dict[str, dict[str, Any]], *, seen: datetime | None, by: Staff, at: datetime
) -> list[str]:
    """Change the tenant's own sentences; return the keys that differ from before.

    `wanted`: key → language → a text, or as many texts as there were. `seen`: the latest edit that
    the editor saw. Raises InvalidInput with every fault (`<key>_<language>`), EditedMeanwhile.
    """
    require_editor(by)
    rows = {row.key: row for row in Text.objects.select_for_update().order_by("key")}
    if max((row.edited_at for row in rows.values() if row.edited_at), default=None) != seen:
        raise EditedMeanwhile
    known = {key: texts for key, texts in wanted.items() if key in rows}
    refuse([f for key, texts in known.items() for f in _text_faults(key, texts, rows[key].texts)])
    changed = [key for key, texts in known.items() if rows[key].texts != texts]
    for key in changed:
        row, before = rows[key], rows[key].texts
        row.texts, row.edited_at = known[key], at
        row.save()
        record_edit(
            Table.TEXT,
            key,
            row_id=row.id,
            before={"texts": before},
            after={"texts": row.texts},
            by=by,
            at=at,
        )
    return changed


def _text_faults(key: str, texts: dict[str, Any], old: dict[str, Any]) -> list[Invalid]:
    if not isinstance(next(iter(old.values())), list):
        return faults_of_words(key, texts, LONGEST_PROSE)
    faults = []
    for number in range(len(next(iter(old.values())))):
        parts = {language: _part(texts.get(language), number) for language in LANGUAGES}
        faults += faults_of_words(f"{key}_{number}", parts, LONGEST_PROSE)
    return faults


def _part(sentences: Any, number: int) -> str:
    return str(sentences[number]) if sentences and number < len(sentences) else ""


def change_theme(
    light: Colours, dark: Colours, *, seen: datetime | None, by: Staff, at: datetime
) -> None:
    """Change the tenant's colours. Refuses what can not be read, with figures and a remedy.

    Raises InvalidInput (`<mode>_<token>`), EditedMeanwhile.
    """
    require_editor(by)
    row = Theme.objects.select_for_update().first() or Theme(light={}, dark={})
    if row.edited_at != seen:
        raise EditedMeanwhile
    refuse([*theme_faults("light", light), *theme_faults("dark", dark)])
    before = {"light": row.light, "dark": row.dark} if row.light else None
    row.light, row.dark, row.edited_at = light, dark, at
    row.save()
    record_edit(
        Table.THEME,
        "theme",
        row_id=row.id,
        before=before,
        after={"light": light, "dark": dark},
        by=by,
        at=at,
    )


def theme_faults(mode: str, colours: Colours) -> list[Invalid]:
    """Return what is wrong with the colours of `mode`, one fault for each colour: its worst."""
    wrong = [token for token in TOKENS if not is_colour(colours.get(token, ""))]
    if wrong:
        text = N_("Enter a colour such as %(example)s.")
        return [Invalid(f"{mode}_{token}", text, example="#0b5d4e") for token in wrong]
    failing: dict[str, Figure] = {}
    for figure in contrast_figures(mode, colours):
        worst = failing.get(figure.front)
        if not figure.passes and (worst is None or figure.ratio < worst.ratio):
            failing[figure.front] = figure
    return [_fault_of_contrast(figure, colours) for figure in failing.values()]


def _fault_of_contrast(figure: Figure, colours: Colours) -> Invalid:
    remedy = readable_colour(figure.mode, figure.front, colours)
    return Invalid(
        f"{figure.mode}_{figure.front}",
        _REMEDY if remedy else _NO_REMEDY,
        ratio=figure.shown,
        least=str(LEAST_CONTRAST),
        ground=figure.ground_colour,
        colour=remedy,
    )


_REMEDY = N_(
    "On %(ground)s its contrast is %(ratio)s to 1 and people could not read it; at least "
    "%(least)s is needed. The nearest colour that can be read everywhere is %(colour)s."
)
_NO_REMEDY = N_(
    "On %(ground)s its contrast is %(ratio)s to 1 and people could not read it; at least "
    "%(least)s is needed. Change the colour it stands on."
)
