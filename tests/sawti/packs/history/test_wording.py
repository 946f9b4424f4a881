"""The word lists: enough of them, whole, and never the same text twice nearby."""

import re
from itertools import chain

import pytest

from sawti.packs.history.wording import LANGUAGES, Phrasebook, Template, phrasebook, subjects

WINDOW = 500
KINDS = ("question", "reply", "answer", "comment", "note", "transfer", "withdrawal", "reopening")


def stories(language: str) -> list[Template]:
    return list(chain.from_iterable(phrasebook(language).stories.values()))


def of_kind(book: Phrasebook, kind: str) -> list[Template]:
    return [t for (name, _), texts in book.talk.items() if name == kind for t in texts]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_more_than_two_hundred_stories(language):
    patterns = [story.pattern for story in stories(language)]

    assert len(patterns) >= 300
    assert len(set(patterns)) == len(patterns)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_there_are_thirty_ways_to_say_everything_else(language, kind):
    assert len({text.pattern for text in of_kind(phrasebook(language), kind)}) >= 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_story_is_told_twice_in_any_five_hundred_cases(language):
    """Case n tells variant n of some template: so all variants of 500 numbers in a row differ."""
    same = [
        story.pattern
        for story in stories(language)
        if len({story.variant(number) for number in range(9_900_000, 9_900_000 + WINDOW)}) < WINDOW
    ]

    assert same == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slot_is_filled(language):
    """But for the category's name, which is known only with the case."""
    book = phrasebook(language)
    texts = [t.variant(3) for t in chain(stories(language), *book.talk.values())]

    assert [t for t in texts if re.search(r"[{}]", t.replace("{category}", ""))] == []
    assert [t for t in texts if "  " in t or t != t.strip()] == []


def test_both_languages_tell_of_the_same_things():
    arabic, english = (phrasebook(language).stories for language in LANGUAGES)

    assert {key: len(texts) for key, texts in arabic.items()} == {
        key: len(texts) for key, texts in english.items()
    }
    assert set(subjects()) | {"general", "thanks"} == {subject for subject, _ in arabic}


def test_a_sentence_that_begins_with_a_slot_has_a_capital_letter():
    flooding = phrasebook("en").stories["flooding", "complaint"][1]

    assert "lake. On Sunday" in "".join(flooding.variant(number) for number in range(100))


def test_a_language_without_words_speaks_english():
    assert phrasebook("fr").stories == phrasebook("en").stories
