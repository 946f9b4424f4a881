"""One page for the public and one for staff."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sawti.enabling.queries import options_of
from sawti_desk.public import StaffRequest, desk_response, staff_required
from sawti_example.manifest import ExampleOptions
from sawti_example.queries import CountFacts, event_counts
from sawti_portal.public import portal_page


@dataclass(frozen=True)
class GreetingContent:
    """The public page."""

    greeting: str


@dataclass(frozen=True)
class CountsScreen:
    """The page for staff."""

    rows: tuple[CountFacts, ...]


@require_safe
def show_greeting(request: HttpRequest) -> HttpResponse:
    """Show the tenant's greeting."""
    content = GreetingContent(options_of(ExampleOptions).greeting)
    return portal_page(request, "sawti_example/greeting.html", gettext("Greeting"), content)


@staff_required("GET", "HEAD")
def show_counts(request: StaffRequest) -> HttpResponse:
    """Show what happened to cases in the last year, for everybody who works here."""
    screen = CountsScreen(event_counts())
    return desk_response(request, "sawti_example/counts.html", gettext("Event counts"), screen)
