"""What a published page is made of: blocks as data, words in both languages, no whole HTML.

| type | keys; each text is `{"ar": …, "en": …}` |
|---|---|
| heading | text |
| text | html (clean) |
| action | label, kind and target of a link |
| questions | items: question, html |
| notice | tone, text |
| figures | items: value, label |
"""

from enum import StrEnum

from sawti.lib.html import clean_html


class BlockType(StrEnum):
    """What a block is."""

    HEADING = "heading"
    TEXT = "text"
    ACTION = "action"
    QUESTIONS = "questions"
    NOTICE = "notice"
    FIGURES = "figures"


def cleaned(html: dict[str, str]) -> dict[str, str]:
    """Return the HTML of each language with nothing in it but what an editor's text needs."""
    return {language: clean_html(text) for language, text in html.items()}
