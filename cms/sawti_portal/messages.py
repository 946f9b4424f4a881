"""A person's own messages: what happened to the cases that they follow."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from sawti.cases.inbox import InboxLine, inbox_of_person
from sawti.lib import clock
from sawti.telling.actions import mark_all_read, mark_read
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_portal.signing_in import PersonView
from sawti_ui import parts
from sawti_ui.typed import typed_id, typed_instant


@dataclass(frozen=True)
class MessagesContent:
    """A page of messages. `until`: up to when all are marked as read; `has_unread`: there are.

    `lost_email`: the person's address, where messages to it came back.
    """

    rows: tuple[InboxLine, ...]
    until: datetime
    has_unread: bool
    pager: parts.Pager
    first_url: str
    lost_email: str


class Messages(PersonView):
    """The list, and marking one or all as read."""

    def get(self, request: HttpRequest) -> HttpResponse:
        cursor, here, at = request.GET.get("cursor", ""), reverse("portal:messages"), clock.now()
        found = inbox_of_person(self.person.id, language=language(), at=at, cursor=cursor)
        older = f"{here}?{urlencode({'cursor': found.next_cursor})}" if found.next_cursor else ""
        content = MessagesContent(
            rows=found.rows,
            until=at,
            has_unread=self.person.unread > 0,
            pager=parts.Pager(older_url=older),
            first_url=here if cursor else "",
            lost_email=self.lost_email,
        )
        return page_response(request, "messages", gettext("Your messages"), content)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark one, or all that were shown."""
        entry, at = request.POST.get("message", ""), clock.now()
        if entry:
            mark_read(self.person, typed_id(entry), at=at)
        else:
            mark_all_read(
                self.person, until=typed_instant(request.POST.get("until", "")) or at, at=at
            )
        return SeeOther(reverse("portal:messages"))
