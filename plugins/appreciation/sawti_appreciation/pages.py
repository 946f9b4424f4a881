"""The public pages: the wall, saying thanks, taking consent back, and the counts."""

import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views import View
from django.views.decorators.http import require_safe

from sawti.accounts.sessions import person_of
from sawti.enabling.queries import options_of
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.lib.errors import DomainError, InvalidInput
from sawti.lib.ids import grouped_receipt
from sawti.tenancy.context import current_tenant
from sawti_appreciation.actions import Thanks, thank, withdraw
from sawti_appreciation.forms import MonthForm, ThanksForm, WithdrawForm
from sawti_appreciation.manifest import AppreciationOptions
from sawti_appreciation.models import Consent
from sawti_appreciation.months import month_in
from sawti_appreciation.queries import EntityCount, PublicThanks, counts_of_month, wall_page
from sawti_portal.public import language, portal_page, sentence
from sawti_ui.parts import Pager


@dataclass(frozen=True)
class WallContent:
    """The wall; `has_wall` is the tenant's option."""

    rows: tuple[PublicThanks, ...]
    pager: Pager
    has_wall: bool


@dataclass(frozen=True)
class ThankContent:
    """The form."""

    form: ThanksForm


@dataclass(frozen=True)
class ThankedContent:
    """The confirmation; the receipt is shown here and nowhere else."""

    number: str
    receipt: str
    entity_name: str
    may_be_shown: bool


@dataclass(frozen=True)
class WithdrawContent:
    """The form, or what was done."""

    form: WithdrawForm
    is_done: bool = False


@dataclass(frozen=True)
class CountsContent:
    """The counts of one month; `least` is the smallest number that is shown."""

    form: MonthForm
    rows: tuple[EntityCount, ...]
    least: int


@require_safe
def show_wall(request: HttpRequest) -> HttpResponse:
    """Show published thanks, newest first."""
    page = page_number(request)
    has_wall = options_of(AppreciationOptions).has_wall
    if not has_wall:
        return _wall(request, WallContent((), Pager(), has_wall))
    found = wall_page(language=language(), at=clock.now(), page=page)
    if page > 1 and not found.rows:
        raise Http404
    pager = pager_of(request, page, found.has_more)
    return _wall(request, WallContent(found.rows, pager, has_wall))


def _wall(request: HttpRequest, content: WallContent) -> HttpResponse:
    return portal_page(request, "sawti_appreciation/wall.html", gettext("Appreciation"), content)


class Thank(View):
    """The form in which somebody says thanks."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return show_form(request, ThanksForm(person=person_of(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """File the thanks and show number and receipt; sent twice it is one case."""
        form = ThanksForm(request.POST)
        if not form.is_valid():
            return show_form(request, form)
        person = person_of(request)
        thanks = thanks_of(form, person.id if person else None)
        try:
            filed = thank(thanks, at=clock.now(), key=filing_key(form))
        except InvalidInput as refusal:
            for fault in refusal.faults:
                form.add_error("words" if fault.field == "story" else None, sentence(fault))
            return show_form(request, form)
        content = ThankedContent(
            number=filed.number,
            receipt=grouped_receipt(filed.receipt),
            entity_name=entity_tree().by_code[thanks.entity].name(language()),
            may_be_shown=thanks.consent != Consent.NONE,
        )
        template, title = "sawti_appreciation/thanked.html", gettext("Your thanks are on their way")
        return portal_page(request, template, title, content, is_shown_once=True)


def show_form(request: HttpRequest, form: ThanksForm) -> HttpResponse:
    """Render the form, with what is wrong with it."""
    template, refused = "sawti_appreciation/thank.html", bool(form.errors)
    title = gettext("Say thanks")
    return portal_page(request, template, title, ThankContent(form), is_refused=refused)


def thanks_of(form: ThanksForm, person_id: UUID | None) -> Thanks:
    """Return what the form says; staff read the servant's name in the story of the case."""
    given = form.cleaned_data
    words, servant = given["words"].strip(), given["servant"].strip()
    served = gettext("For: %(name)s") % {"name": servant}
    return Thanks(
        entity=given["entity"],
        words=words,
        story=f"{words}\n\n{served}" if servant else words,
        language=language(),
        servant_name=servant,
        author_name=given["name"].strip(),
        email=given["email"],
        consent=given.get("consent", Consent.NONE),
        person_id=person_id,
    )


def filing_key(form: ThanksForm) -> str:
    """Return the key under which this form files once; changed words are other thanks."""
    if not form.cleaned_data["token"]:
        return ""
    answers = json.dumps({**form.cleaned_data, "language": language()}, sort_keys=True)
    return f"appreciation:{hashlib.sha256(answers.encode()).hexdigest()}"


class Withdraw(View):
    """Where the author takes consent back."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return show_withdraw(request, WithdrawContent(WithdrawForm()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take it back; what is wrong with number and receipt is said as it is for tracking."""
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return show_withdraw(request, WithdrawContent(form))
        try:
            withdraw(form.cleaned_data["number"], form.cleaned_data["receipt"], at=clock.now())
        except DomainError as refusal:
            form.add_error(None, sentence(refusal))
            return show_withdraw(request, WithdrawContent(form))
        return show_withdraw(request, WithdrawContent(WithdrawForm(), is_done=True))


def show_withdraw(request: HttpRequest, content: WithdrawContent) -> HttpResponse:
    """Render the form, or say that it is done."""
    title = gettext("Take your consent back")
    return portal_page(
        request,
        "sawti_appreciation/withdraw.html",
        title,
        content,
        is_refused=bool(content.form.errors),
    )


@require_safe
def show_counts(request: HttpRequest) -> HttpResponse:
    """Show how many thanks each entity got in a month."""
    today = timezone.localtime(clock.now()).date()
    typed = request.GET.get("month", f"{today:%Y-%m}")
    month = month_in(typed)
    if month is None:
        raise Http404
    form = MonthForm(initial={"month": typed}, today=today)
    rows = counts_of_month(month, language=language())
    content = CountsContent(form, rows, current_tenant().smallest_count)
    template = "sawti_appreciation/counts.html"
    return portal_page(request, template, gettext("Thanks by entity"), content)


def page_number(request: HttpRequest) -> int:
    """Return the page that is asked for; what is no number is the first."""
    typed = request.GET.get("page", "")
    return int(typed) if typed.isdecimal() and typed.isascii() and 0 < len(typed) < 5 else 1


def pager_of(request: HttpRequest, page: int, has_more: bool, query: str = "") -> Pager:
    """Return links to the neighbouring pages."""
    address = f"{request.path}?{query}page="
    newer = f"{address}{page - 1}" if page > 1 else ""
    return Pager(newer_url=newer, older_url=f"{address}{page + 1}" if has_more else "")
