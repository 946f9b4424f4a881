"""The demo's mailbox: what this tenant sent, as its readers got it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sawti.lib.errors import Missing
from sawti.notifications.demo_gateway import texts_in_folder
from sawti.notifications.mailbox import letter_in_folder, letters_in_folder
from sawti_desk.access import in_language
from sawti_desk.frame import desk_page


@require_safe
@in_language
def mail(request: HttpRequest) -> HttpResponse:
    """List the newest letters and SMS of this tenant."""
    facts = {
        "page": desk_page(request, gettext("Demo mailbox")),
        "letters": letters_in_folder(),
        "texts": texts_in_folder(),
    }
    return render(request, "sawti_desk/mail.html", facts)


@require_safe
@in_language
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """Show one letter; the HTML is shown as source, never run."""
    found = letter_in_folder(key)
    if found is None:
        raise Missing
    facts = {"page": desk_page(request, found.subject), "letter": found}
    return render(request, "sawti_desk/letter.html", facts)
