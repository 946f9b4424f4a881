"""The companies for which a person acts: claimed, proved, who else is a member, their cases."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.businesses.actions.members import (
    add_document,
    claim_business,
    close_business,
    invite,
    leave,
    remove_member,
    take_invitation_back,
)
from sawti.businesses.errors import BusinessDecided, InvitationOver, LastOwner
from sawti.businesses.models import Role, State
from sawti.businesses.queries import (
    BusinessFacts,
    InvitationFacts,
    MemberFacts,
    business_of,
    businesses_of,
    invitations_in,
    members_in,
    open_invitation,
)
from sawti.businesses.rules import Claim
from sawti.cases.actions.companies import join_business
from sawti.cases.own_cases import business_cases_page
from sawti.lib import clock
from sawti.lib.errors import Invalid, InvalidInput, Missing, NotPermitted
from sawti.tenancy.context import reading
from sawti_portal.business_forms import ClaimForm, DocumentForm, InviteForm
from sawti_portal.case_lines import CaseLine, case_lines
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_portal.signing_in import PersonView
from sawti_ui import parts
from sawti_ui.files import TakesFiles, kept_files, receive_files, show_kept
from sawti_ui.forms import SawtiForm
from sawti_ui.refusals import sentence

NEWS: dict[str, Promise] = {
    "claimed": _("We have your documents and check them. We write to you."),
    "invited": _("We sent the invitation."),
    "taken_back": _("The invitation no longer holds."),
    "removed": _("This person no longer acts for the company, and no longer sees its cases."),
    "left": _("You no longer act for the company, and no longer see its cases."),
    "closed": _("The account of the company is closed. Its cases go on."),
    "joined": _("You act for the company from now on."),
}
UNSURE = (BusinessDecided, LastOwner)


@dataclass(frozen=True)
class BusinessCard:
    """A company with how far it is. `is_owner`: the reader says who is a member."""

    facts: BusinessFacts
    tag: parts.Tag
    is_owner: bool


@dataclass(frozen=True)
class BusinessesContent:
    """The list. `news`: what was done just now."""

    cards: tuple[BusinessCard, ...]
    news: str


@dataclass(frozen=True)
class BusinessContent:
    """A company, its members, and for owners who is invited. `refusal`: why it did not work."""

    card: BusinessCard
    members: tuple[MemberFacts, ...]
    invitations: tuple[InvitationFacts, ...]
    may_add: bool
    news: str
    refusal: str = ""


@dataclass(frozen=True)
class BusinessFormContent:
    """A form about a company; `company` is its name, "" for a new one."""

    form: SawtiForm
    company: str = ""
    business_id: UUID | None = None


@dataclass(frozen=True)
class InvitationContent:
    """An invitation that the reader may accept."""

    company: str
    is_owner: bool


@dataclass(frozen=True)
class BusinessCasesContent:
    """The cases of a company. `first_url` is "" on the first page."""

    card: BusinessCard
    rows: tuple[CaseLine, ...]
    pager: parts.Pager
    first_url: str


class Businesses(PersonView):
    """The list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        cards = tuple(_card(each) for each in businesses_of(self.person.id))
        content = BusinessesContent(cards, _news(request))
        return page_response(request, "businesses", gettext("Your companies"), content)


class Register(TakesFiles, PersonView):
    """Takes a company with its documents."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, ClaimForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form, at = ClaimForm(request.POST), clock.now()
        form.is_valid()
        files = receive_files(request, form, kept_files(request), at=at)
        show_kept(form, files, at=at)
        if form.errors:
            return self._show(request, form)
        claim = Claim(
            name=form.cleaned_data["name"],
            other_name=form.cleaned_data["other_name"],
            register_number=form.cleaned_data["register_number"],
            files=tuple(files),
        )
        try:
            row = claim_business(claim, person=self.person, at=at)
        except (InvalidInput, Invalid) as refusal:
            for fault in refusal.faults if isinstance(refusal, InvalidInput) else (refusal,):
                form.add_error(fault.field, sentence(fault))
            return self._show(request, form)
        return _to(row.id, "claimed")

    def _show(self, request: HttpRequest, form: ClaimForm) -> HttpResponse:
        return _show_form(request, "business_form", gettext("Register a company"), form)


class Business(PersonView):
    """One company, and what its members do about it."""

    def get(self, request: HttpRequest, business_id: UUID) -> HttpResponse:
        return self._show(request, business_id)

    def post(self, request: HttpRequest, business_id: UUID) -> HttpResponse:
        try:
            return self._do(request, business_id)
        except UNSURE as refusal:
            with reading():
                return self._show(request, business_id, sentence(refusal), HTTPStatus.CONFLICT)

    def _do(self, request: HttpRequest, business_id: UUID) -> HttpResponse:
        deed, at, person_id = request.POST.get("deed", ""), clock.now(), self.person.id
        if deed == "leave":
            leave(business_id, person_id=person_id, at=at)
            return _to_list("left")
        if deed == "close":
            close_business(business_id, person_id=person_id, at=at)
            return _to_list("closed")
        whom = _id_in(request)
        if deed == "remove":
            remove_member(business_id, person_id=person_id, member_id=whom, at=at)
            return _to(business_id, "removed")
        if deed == "take_back":
            take_invitation_back(business_id, person_id=person_id, invitation_id=whom, at=at)
            return _to(business_id, "taken_back")
        raise Missing

    def _show(
        self,
        request: HttpRequest,
        business_id: UUID,
        refusal: str = "",
        status: HTTPStatus = HTTPStatus.OK,
    ) -> HttpResponse:
        card = _card(business_of(business_id, self.person.id))
        content = BusinessContent(
            card=card,
            members=members_in(business_id, self.person.id),
            invitations=invitations_in(business_id, at=clock.now()) if card.is_owner else (),
            may_add=card.is_owner and card.facts.state in (State.CLAIMED, State.REFUSED),
            news=_news(request),
            refusal=refusal,
        )
        return page_response(request, "business", gettext("Company"), content, status=status)


class AddDocument(TakesFiles, PersonView):
    """Takes more documents, also after a refusal."""

    def get(self, request: HttpRequest, business_id: UUID) -> HttpResponse:
        return self._show(request, business_id, DocumentForm())

    def post(self, request: HttpRequest, business_id: UUID) -> HttpResponse:
        with reading():
            _owned(business_id, self.person.id)
        form, at = DocumentForm(request.POST), clock.now()
        form.is_valid()
        files = receive_files(request, form, kept_files(request), at=at)
        show_kept(form, files, at=at)
        if not form.errors:
            try:
                add_document(business_id, person_id=self.person.id, files=files, at=at)
            except (Invalid, BusinessDecided) as refusal:
                form.add_error("files", sentence(refusal))
            else:
                return _to(business_id, "claimed")
        with reading():
            return self._show(request, business_id, form)

    def _show(self, request: HttpRequest, business_id: UUID, form: DocumentForm) -> HttpResponse:
        company = _owned(business_id, self.person.id).name
        title = gettext("Add a document")
        return _show_form(request, "business_form", title, form, company, business_id)


class Invite(PersonView):
    """Asks whom to invite, and as what."""

    def get(self, request: HttpRequest, business_id: UUID) -> HttpResponse:
        return self._show(request, business_id, InviteForm(initial={"role": Role.AGENT}))

    def post(self, request: HttpRequest, business_id: UUID) -> HttpResponse:
        form = InviteForm(request.POST)
        if form.is_valid():
            try:
                invite(
                    business_id,
                    person_id=self.person.id,
                    email=form.cleaned_data["email"],
                    role=form.cleaned_data["role"],
                    language=language(),
                    at=clock.now(),
                )
            except Invalid as fault:
                form.add_error(fault.field, sentence(fault))
            else:
                return _to(business_id, "invited")
        with reading():
            return self._show(request, business_id, form)

    def _show(self, request: HttpRequest, business_id: UUID, form: InviteForm) -> HttpResponse:
        company = _owned(business_id, self.person.id).name
        title = gettext("Invite somebody")
        return _show_form(request, "business_form", title, form, company, business_id)


class Join(PersonView):
    """What an invitation leads to; opening it changes nothing: programs look."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        found = open_invitation(key, self.person, at=clock.now())
        if found is None:
            raise InvitationOver
        content = InvitationContent(found.business.name, found.role == Role.OWNER)
        return page_response(request, "business_join", gettext("Act for a company"), content)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        member = join_business(key, person=self.person, at=clock.now())
        return _to(member.business_id, "joined")


class BusinessCases(PersonView):
    """The cases of a company: what waits for its members first, then the newest."""

    def get(self, request: HttpRequest, business_id: UUID) -> HttpResponse:
        card = _card(business_of(business_id, self.person.id))
        cursor, here = (
            request.GET.get("cursor", ""),
            reverse("portal:business_cases", args=[business_id]),
        )
        found = business_cases_page(
            business_id,
            person_id=self.person.id,
            language=language(),
            at=clock.now(),
            cursor=cursor,
        )
        older = f"{here}?{urlencode({'cursor': found.next_cursor})}" if found.next_cursor else ""
        content = BusinessCasesContent(
            card, case_lines(found.rows), parts.Pager(older_url=older), here if cursor else ""
        )
        return page_response(request, "business_cases", gettext("Cases of the company"), content)


def _owned(business_id: UUID, person_id: UUID) -> BusinessFacts:
    found = business_of(business_id, person_id)
    if found.role != Role.OWNER:
        raise NotPermitted
    return found


def _id_in(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        raise Missing from None


def _show_form(
    request: HttpRequest,
    template: str,
    title: str,
    form: SawtiForm,
    company: str = "",
    business_id: UUID | None = None,
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    content = BusinessFormContent(form, company, business_id)
    return page_response(request, template, title, content, status=status)


def _to(business_id: UUID, news: str) -> HttpResponse:
    return SeeOther(f"{reverse('portal:business', args=[business_id])}?news={news}")


def _to_list(news: str) -> HttpResponse:
    return SeeOther(f"{reverse('portal:businesses')}?news={news}")


def _news(request: HttpRequest) -> str:
    return str(NEWS.get(request.GET.get("news", ""), ""))


def _card(facts: BusinessFacts) -> BusinessCard:
    return BusinessCard(facts, _tag(facts), facts.role == Role.OWNER)


def _tag(facts: BusinessFacts) -> parts.Tag:
    if facts.state == State.REFUSED:
        return parts.Tag(gettext("Not accepted"), parts.Tone.WARN, "alert")
    if facts.state == State.VERIFIED:
        return parts.Tag(gettext("Verified"), parts.Tone.OK, "check")
    return parts.Tag(gettext("We check the documents"), parts.Tone.INFO, "clock")
