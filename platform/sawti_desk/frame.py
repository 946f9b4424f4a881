"""The frame of the desk's pages."""

from dataclasses import replace

from django.contrib.messages import ERROR, get_messages
from django.http import HttpRequest

from sawti_desk.access import LANGUAGE
from sawti_ui.frame import page_for
from sawti_ui.page import Page
from sawti_ui.parts import Note, Tone


def desk_page(request: HttpRequest, title: str, *, error: bool = False) -> Page:
    """Return the frame; changing the language keeps the query, such as the tab of the queue."""
    page = page_for(request, title, error=error)
    query = request.GET.copy()
    query.pop(LANGUAGE, None)
    if not query:
        return page
    links = tuple(replace(x, url=f"{x.url}&{query.urlencode()}") for x in page.other_languages)
    return replace(page, other_languages=links)


def notices_for(request: HttpRequest) -> tuple[Note, ...]:
    """Return what the last action has to say, once."""
    return tuple(
        Note(str(message), tone=Tone.ERROR if message.level == ERROR else Tone.OK)
        for message in get_messages(request)
    )
