"""Everything that is said in English is said in Arabic."""

import gettext
import re
from itertools import chain

import pytest

from sawti.project.messages import (
    OURS,
    books,
    compiled,
    is_translated,
    messages_of_sources,
    read_catalogue,
)

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
ARABIC = re.compile(r"[\u0600-\u06ff]")


def keys(catalogue):
    """Return what identifies each message: its context and its English words."""
    return {(message.context, message.id) for message in catalogue if message.id}


def placeholders(words: str) -> set[str]:
    return set(PLACEHOLDER.findall(words))


def forms(message):
    """Return the English forms and the Arabic forms of a message."""
    ids = message.id if message.pluralizable else (message.id,)
    strings = message.string if message.pluralizable else (message.string,)
    return list(ids), list(strings)


@pytest.fixture(scope="module", params=books(), ids=lambda book: book.folders[-1].name)
def book(request):
    """Our catalogue, and that of each plugin."""
    return request.param


@pytest.fixture(scope="module")
def arabic(book):
    return read_catalogue(book.po)


@pytest.fixture(scope="module")
def sources(book):
    return messages_of_sources(book)


def test_the_sources_mark_strings_in_python_and_in_templates():
    said_in = {name for message in messages_of_sources(OURS) for name, _line in message.locations}

    assert "platform/sawti/lib/errors.py" in said_in
    assert "platform/sawti_ui/templates/sawti_ui/base.html" in said_in


def test_every_string_of_the_sources_is_in_the_catalogue_and_nothing_else(arabic, sources):
    """Otherwise run `python -m sawti.project.messages`."""
    assert keys(arabic) - keys(sources) == set()
    assert keys(sources) - keys(arabic) == set()


def test_every_string_is_translated(arabic):
    assert [message.id for message in arabic if message.id and not is_translated(message)] == []


def test_no_translation_is_only_a_guess(arabic):
    assert [message.id for message in arabic if message.id and message.fuzzy] == []


def test_a_translation_has_the_placeholders_of_its_original(arabic):
    different = [
        message.id
        for message in arabic
        if message.id and not message.pluralizable and is_translated(message)
        if placeholders(message.id) != placeholders(message.string)
    ]

    assert different == []


def test_a_plural_has_six_forms_and_no_unknown_placeholder(arabic):
    """One and two are words in Arabic, so their forms may leave the number out."""
    plurals = [
        forms(message)
        for message in arabic
        if message.id and message.pluralizable and is_translated(message)
    ]

    assert [ids for ids, strings in plurals if len(strings) != 6] == []
    assert [
        ids
        for ids, strings in plurals
        if not placeholders("".join(strings)) <= placeholders("".join(ids))
        or placeholders(strings[-1]) != placeholders(ids[-1])
    ] == []


def test_no_placeholder_is_left_without_its_name(arabic):
    """`%s` cannot change its place in a sentence."""
    unnamed = re.compile(r"(?<!%)%[sd]")

    assert [
        message.id
        for message in arabic
        if message.id and unnamed.search("".join(chain(*forms(message))))
    ] == []


def test_translations_are_arabic(arabic):
    """What has no English word in it, such as a format of dates, may stay as it is."""
    same = [
        message.id
        for message in arabic
        if message.id and is_translated(message) and not ARABIC.search("".join(forms(message)[1]))
        if re.search("[A-Za-z]{3}", PLACEHOLDER.sub("", "".join(forms(message)[0])))
    ]

    assert same == []


def test_a_translation_keeps_the_spaces_and_line_ends_around_it(arabic):
    def edges(words: str) -> tuple[bool, bool]:
        return words[:1].isspace(), words[-1:].isspace()

    assert [
        message.id
        for message in arabic
        if message.id and not message.pluralizable and is_translated(message)
        if edges(message.id) != edges(message.string)
    ] == []


def test_what_django_reads_is_what_translators_wrote(arabic, book):
    assert book.mo.read_bytes() == compiled(arabic)


def test_the_plural_rule_is_the_one_that_django_itself_has(arabic):
    numbers = [0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103, 111]

    rule = gettext.c2py(arabic.plural_expr)

    assert [rule(number) for number in numbers] == [0, 1, 2, 3, 3, 4, 4, 5, 5, 5, 3, 4]
