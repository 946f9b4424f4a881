"""What a person agreed to: read, given and withdrawn in the profile."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.consents.actions import agree, withdraw
from sawti.consents.models import Channel
from sawti.consents.queries import ConsentFacts, consents_of
from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti.tenancy.context import reading
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_portal.signing_in import PersonView, wanted, with_next
from sawti_ui.own_paths import own_path

NEWS: dict[str, Promise] = {
    "given": _("Thank you. We have kept your agreement."),
    "withdrawn": _("Your agreement is withdrawn."),
}


@dataclass(frozen=True)
class ConsentCard:
    """A text in the reader's language, and how the person stands to it."""

    facts: ConsentFacts
    title: str
    text: str
    withdrawal: str


@dataclass(frozen=True)
class ConsentsContent:
    """All texts. `is_asked`: some changed since the person agreed; `next`: where to go on."""

    cards: tuple[ConsentCard, ...]
    is_asked: bool
    next: str
    news: str


class Consents(PersonView):
    """The list; after signing in only where a text has changed since."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = consents_of(self.person.id)
        content = ConsentsContent(
            cards=tuple(_card(each) for each in found),
            is_asked=any(each.is_outdated for each in found),
            next=own_path(request.GET.get("next", ""), ""),
            news=str(NEWS.get(request.GET.get("news", ""), "")),
        )
        return page_response(request, "consents", gettext("What you agreed to"), content)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Agree to one text, or withdraw it; then go on where nothing else is asked."""
        code, deed, at = request.POST.get("code", ""), request.POST.get("deed", ""), clock.now()
        if deed == "agree":
            agree(self.person.id, code, channel=Channel.PROFILE, at=at)
        elif deed == "withdraw":
            withdraw(self.person.id, code, at=at)
        else:
            raise Missing
        with reading():
            is_asked = any(each.is_outdated for each in consents_of(self.person.id))
        if request.POST.get("next") and not is_asked:
            return SeeOther(wanted(request))
        news = "given" if deed == "agree" else "withdrawn"
        address = with_next(reverse("portal:consents"), request)
        return SeeOther(f"{address}{'&' if '?' in address else '?'}news={news}")


def _card(facts: ConsentFacts) -> ConsentCard:
    current, here = facts.current, language()
    return ConsentCard(facts, current.title(here), current.text(here), current.withdrawal(here))
