"""Whom a person represents, who represents them, and what they can do about it."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.acting.actions import add_proof, end_representation
from sawti.acting.errors import RepresentationDecided
from sawti.acting.models import State
from sawti.acting.queries import (
    RepresentationFacts,
    made_for_page,
    representations_of,
    representations_page,
)
from sawti.cases.actions.representing import take_over
from sawti.lib import clock
from sawti.lib.errors import Invalid, Missing
from sawti.tenancy.context import reading
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_portal.signing_in import PersonView
from sawti_ui import parts
from sawti_ui.files import FilesField, TakesFiles, kept_files, receive_files, show_kept
from sawti_ui.forms import SawtiForm
from sawti_ui.refusals import sentence

CURSORS = ("cursor", "theirs")  # of whom one represents, and of who filed for one
NEWS: dict[str, Promise] = {
    "ended": _("It is ended. You no longer see these cases."),
    "added": _("We have your document and check it."),
    "taken": _("The cases are yours now; you find them in your list of cases."),
}


@dataclass(frozen=True)
class RepresentationCard:
    """Somebody who is represented, or represents. `tag`: how far it is."""

    facts: RepresentationFacts
    tag: parts.Tag
    may_add: bool
    may_end: bool


@dataclass(frozen=True)
class RepresentingContent:
    """Whom the person represents, and who filed cases for them. `news`: what was done just now."""

    others: tuple[RepresentationCard, ...]
    by_others: tuple[RepresentationCard, ...]
    news: str
    pager: parts.Pager
    pager_of_others: parts.Pager


@dataclass(frozen=True)
class AddProofContent:
    """The form that takes documents."""

    form: SawtiForm


class ProofForm(SawtiForm):
    """Documents that prove a representation."""

    files = FilesField(  # type: ignore[assignment]
        label=_("Document that proves it"), is_needed=True
    )


class Representing(PersonView):
    """The list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        at, after, after_theirs = clock.now(), *(request.GET.get(n, "") for n in CURSORS)
        others = representations_page(self.person.id, language=language(), at=at, cursor=after)
        by_others = made_for_page(
            self.person.email, language=language(), at=at, cursor=after_theirs
        )
        content = RepresentingContent(
            tuple(_card(each) for each in others.rows),
            tuple(_card(each) for each in by_others.rows),
            str(NEWS.get(request.GET.get("news", ""), "")),
            _pager(CURSORS[0], others.next_cursor),
            _pager(CURSORS[1], by_others.next_cursor),
        )
        title = gettext("People whom you represent")
        return page_response(request, "representing", title, content)


class Change(PersonView):
    """Ends a representation, or takes its cases over."""

    def post(self, request: HttpRequest, representation_id: UUID) -> HttpResponse:
        at, deed = clock.now(), request.POST.get("deed", "")
        if deed == "end":
            end_representation(representation_id, person_id=self.person.id, at=at)
            return _done("ended")
        if deed == "take_over":
            take_over(representation_id, person=self.person, at=at)
            return _done("taken")
        raise Missing


class AddProof(TakesFiles, PersonView):
    """Takes documents, the first time or after a refusal."""

    def get(self, request: HttpRequest, representation_id: UUID) -> HttpResponse:
        self._require(representation_id)
        return _show_add(request, ProofForm())

    def post(self, request: HttpRequest, representation_id: UUID) -> HttpResponse:
        with reading():
            self._require(representation_id)
        form, at = ProofForm(request.POST), clock.now()
        form.is_valid()
        files = receive_files(request, form, kept_files(request), at=at)
        show_kept(form, files, at=at)
        if form.errors:
            return _show_add(request, form)
        try:
            add_proof(representation_id, person_id=self.person.id, files=files, at=at)
        except (Invalid, RepresentationDecided) as refusal:
            form.add_error("files", sentence(refusal))
            return _show_add(request, form)
        return _done("added")

    def _require(self, representation_id: UUID) -> None:
        found = representations_of(self.person.id, language=language(), at=clock.now())
        if not any(each.id == representation_id and _card(each).may_add for each in found):
            raise Missing


def _pager(name: str, cursor: str) -> parts.Pager:
    here = reverse("portal:representing")
    return parts.Pager(older_url=f"{here}?{urlencode({name: cursor})}" if cursor else "")


def _done(news: str) -> HttpResponse:
    return SeeOther(f"{reverse('portal:representing')}?news={news}")


def _show_add(request: HttpRequest, form: SawtiForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    title = gettext("Add a document")
    return page_response(request, "add_proof", title, AddProofContent(form), status=status)


def _card(facts: RepresentationFacts) -> RepresentationCard:
    is_open = facts.state in (State.CLAIMED, State.REFUSED) and facts.needs_proof
    return RepresentationCard(
        facts=facts,
        tag=_tag(facts),
        may_add=is_open,
        may_end=facts.state != State.ENDED,
    )


def _tag(facts: RepresentationFacts) -> parts.Tag:
    if facts.state == State.REFUSED:
        return parts.Tag(gettext("Not accepted"), parts.Tone.WARN, "alert")
    if facts.is_over:
        return parts.Tag(gettext("Over"))
    if facts.state == State.PROVEN:
        return parts.Tag(gettext("Proof accepted"), parts.Tone.OK, "check")
    if facts.needs_proof:
        return parts.Tag(gettext("We check the document"), parts.Tone.INFO, "clock")
    return parts.Tag(gettext("No document needed"), parts.Tone.INFO, "info")
