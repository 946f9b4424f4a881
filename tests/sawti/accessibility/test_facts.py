"""What a cookie may say about how somebody reads, and what it may not."""

import pytest

from sawti.accessibility.facts import Font, ReadingSettings, Spacing, TextSize, Theme

USUAL = ReadingSettings()
CHOSEN = ReadingSettings(Theme.DARK, TextSize.XL, Spacing.WIDE, Font.EASY)


def test_settings_come_back_as_they_were_kept():
    assert CHOSEN.as_text() == "dark.xl.wide.easy"
    assert ReadingSettings.from_text("dark.xl.wide.easy") == CHOSEN
    assert ReadingSettings.of(CHOSEN.as_mapping()) == CHOSEN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dark",
        "dark.xl.wide",
        "dark.xl.wide.easy.",
        "dark.xl.wide.easy.more",
        'dark.xl.wide.easy" onload="x',
        "DARK.xl.wide.easy",
        "dark.999.wide.easy",
        "....",
    ],
)
def test_what_we_did_not_write_is_nobodys_choice(text: str):
    assert ReadingSettings.from_text(text) == USUAL


def test_a_word_of_an_older_profile_counts_as_the_usual_value():
    kept = {"theme": "sepia", "text_size": "xl", "colour": "red"}

    assert ReadingSettings.of(kept) == ReadingSettings(text_size=TextSize.XL)
