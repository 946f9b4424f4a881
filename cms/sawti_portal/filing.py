"""Filing a case: five pages, each read with a GET and answered with a POST."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.accounts.models import Person
from sawti.accounts.sessions import person_of
from sawti.cases.actions.drafts import OpenDraft, save_draft
from sawti.cases.actions.filing import file_case
from sawti.cases.facts import Channel, Filing
from sawti.cases.hearing import HearsFacts, will_hear
from sawti.catalogue.queries import CategoryFacts, catalogue
from sawti.conduct.errors import ContactLimited
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.lib.errors import Invalid, InvalidInput
from sawti.lib.ids import made_at
from sawti.tenancy.context import current_tenant, reading
from sawti_portal.behalf import behalf_of, behalf_to_check, business_in
from sawti_portal.confidence import confidence_to_check, in_confidence
from sawti_portal.contact import contact_of, contact_to_check, keep_in_profile, known_of
from sawti_portal.drafts import draft_of, forget_draft, has_stale_cookie, keep_draft
from sawti_portal.filed import filed_content
from sawti_portal.files import draft_cards, draft_file, tokens_in
from sawti_portal.forms import (
    AboutForm,
    ContactForm,
    SendForm,
    StepForm,
    StoryForm,
    TypeForm,
)
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_portal.steps import (
    Step,
    first_open_step,
    is_within_reach,
    progress_at,
    url_before,
)
from sawti_ui import parts
from sawti_ui.files import TakesFiles, kept_files, receive_files, show_kept
from sawti_ui.forms import SawtiForm
from sawti_ui.refusals import sentence

MOST_CONSENTS = 50


@dataclass(frozen=True)
class StepContent:
    """A step of the form. `notice`: the tenant's words on privacy. `answers`: for the last step.

    `was_lost`: the draft that the browser named is no longer there. `about`: the subject that the
    person came with. `hears`: on the last step, how they will be told of news.
    """

    title: str
    form: SawtiForm
    steps: tuple[parts.Step, ...]
    back_url: str
    notice: str
    answers: tuple[parts.Fact, ...] = ()
    was_lost: bool = False
    about: str = ""
    files: tuple[parts.FileCard, ...] = ()
    hears: HearsFacts | None = None


class StepView(View):
    """One page of the form: shows what was typed so far, keeps what is typed now."""

    step: ClassVar[Step]
    title: ClassVar[Promise]
    form_class: ClassVar[type[StepForm]]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page, or send the person to the first one that lacks an answer."""
        draft = draft_of(request)
        values = {**self.known(request), **(draft.values if draft else {})}
        if not is_within_reach(self.step, values):
            return send_to_open_step(request, draft)
        return show_step(request, self.step, self.title, self.form(request, values))

    def known(self, request: HttpRequest) -> dict[str, str]:
        """Return what need not be asked again (WCAG 2.2, 3.3.7)."""
        return {}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the answers, even of a person whose draft expired: nothing typed is lost."""
        draft = draft_of(request)
        form = self.form(request, draft.values if draft else {}, request.POST)
        if not form.is_valid():
            return show_step(request, self.step, self.title, form)
        saved = save_draft(draft, self.answers(request, form), at=clock.now())
        response = SeeOther(first_open_step(saved.values).url)
        keep_draft(response, saved)
        return response

    def form(self, request: HttpRequest, values: dict[str, str], data: Any = None) -> StepForm:
        """Return the form with what is known and what was typed."""
        return self.form_class(values, data)

    def answers(self, request: HttpRequest, form: StepForm) -> dict[str, str]:
        """Return what to keep of this step."""
        return form.answers()


class TypeStep(StepView):
    step = Step.TYPE
    title = _("What would you like to send us?")
    form_class = TypeForm

    def answers(self, request: HttpRequest, form: StepForm) -> dict[str, str]:
        """Return the type, and the subject of a person who comes from its page."""
        about = category_asked(request)
        return form.answers() | ({"category": about.code, "entity": ""} if about else {})


class StoryStep(TakesFiles, StepView):
    step = Step.STORY
    title = _("What happened?")
    form_class = StoryForm

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page with the files that the draft holds."""
        draft = draft_of(request)
        values = draft.values if draft else {}
        if not is_within_reach(self.step, values):
            return send_to_open_step(request, draft)
        form = StoryForm(values)
        show_kept(form, tokens_in(values), at=clock.now(), address=draft_file)
        return show_step(request, self.step, self.title, form)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep answers and files; a refused file loses neither the words nor the other files."""
        draft, at = draft_of(request), clock.now()
        values = draft.values if draft else {}
        form = StoryForm(values, request.POST)
        form.is_valid()
        files = receive_files(request, form, tokens_in(values) or kept_files(request), at=at)
        kept = {"files": " ".join(files)}
        if not form.errors:
            saved = save_draft(draft, form.answers() | kept, at=at)
            response: HttpResponse = SeeOther(first_open_step(saved.values).url)
        elif files or tokens_in(values):
            saved = save_draft(draft, kept, at=at)
            show_kept(form, files, at=at, address=draft_file)
            response = show_step(request, self.step, self.title, form)
        else:
            return show_step(request, self.step, self.title, form)
        keep_draft(response, saved)
        return response


class AboutStep(StepView):
    step = Step.ABOUT
    title = _("What is it about?")
    form_class = AboutForm


class ContactStep(StepView):
    step = Step.CONTACT
    title = _("How can we reach you?")
    form_class = ContactForm

    def known(self, request: HttpRequest) -> dict[str, str]:
        """Fill in what the profile says; it may be changed for this case."""
        return known_of(person_of(request))

    def form(self, request: HttpRequest, values: dict[str, str], data: Any = None) -> StepForm:
        return ContactForm(values, data, is_signed_in=person_of(request) is not None)

    def answers(self, request: HttpRequest, form: StepForm) -> dict[str, str]:
        """Return what was given; keep it in the profile too if that was ticked."""
        answers, person = form.answers(), person_of(request)
        if person and form.cleaned_data.get("keep"):
            keep_in_profile(person, answers)
        return answers


class CheckStep(View):
    """The last page: all answers, and the button that sends them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show all answers once every step has one."""
        draft = draft_of(request)
        if draft is None or not is_within_reach(Step.CHECK, draft.values):
            return send_to_open_step(request, draft)
        return show_check(request, draft, SendForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """File the case and show its number; sent twice, the same case and receipt come back."""
        draft = draft_of(request)
        if draft is None or not is_within_reach(Step.CHECK, draft.values):
            return send_to_open_step(request, draft)
        form = SendForm(request.POST)
        if is_too_quick(draft):
            form.add_error(None, gettext("Look at your answers for a moment, then send the case."))
        if not form.is_valid():
            return show_check(request, draft, form)
        filing, person = filing_of(draft, language()), person_of(request)
        filing = replace(filing, consents=tuple(request.POST.getlist("consents")[:MOST_CONSENTS]))
        try:
            # The draft stays until it expires: a second click must find it to get the same answer.
            filed = file_case(
                replace(filing, language=language_of_news(person)),
                at=clock.now(),
                key=filing_key(draft, filing),
                person_id=person.id if person else None,
            )
        except ContactLimited as refusal:
            form.add_error(None, sentence(refusal))
            response = show_check(request, draft, form)
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response.headers["Retry-After"] = str(refusal.retry_after)
            return response
        except (InvalidInput, Invalid) as refusal:
            form = SendForm({})
            for fault in refusal.faults if isinstance(refusal, InvalidInput) else (refusal,):
                form.add_error(None, sentence(fault))
            return show_check(request, draft, form)
        with reading():
            content = filed_content(filed, filing, person)
        title = gettext("We have your case")
        response = page_response(request, "filed", title, content, is_shown_once=True)
        forget_draft(response)
        return response


def is_too_quick(draft: OpenDraft) -> bool:
    """Tell whether nobody can have read the questions in the time since the draft was begun."""
    least = timedelta(seconds=settings.SAWTI_LEAST_FILING_SECONDS)
    return clock.now() - made_at(draft.id) < least


def language_of_news(person: Person | None) -> str:
    """Return the language that a case's messages come in: as the profile says, else the page's."""
    is_spoken = person is not None and person.language in current_tenant().languages
    return person.language if person and is_spoken else language()


def category_asked(request: HttpRequest) -> CategoryFacts | None:
    """Return the category that the address asks for, if cases can be filed under it."""
    found = catalogue().categories.get(request.GET.get("about", ""))
    return found if found and found.is_active and found.parent_id else None


def send_to_open_step(request: HttpRequest, draft: OpenDraft | None) -> HttpResponse:
    """Send a person to the first step without an answer; say so if a draft was lost."""
    if draft is not None:
        return SeeOther(first_open_step(draft.values).url)
    was_lost = has_stale_cookie(request) or request.method == "POST"
    response = SeeOther(f"{Step.TYPE.url}?lost=1" if was_lost else Step.TYPE.url)
    if was_lost:
        forget_draft(response)
    return response


def show_step(
    request: HttpRequest,
    step: Step,
    title: Promise,
    form: SawtiForm,
    answers: tuple[parts.Fact, ...] = (),
    files: tuple[parts.FileCard, ...] = (),
    hears: HearsFacts | None = None,
) -> HttpResponse:
    """Render a step with what was typed and what is wrong with it."""
    about = category_asked(request) if step == Step.TYPE else None
    content = StepContent(
        title=str(title),
        form=form,
        steps=progress_at(step),
        back_url=url_before(step),
        notice=str(catalogue().text("privacy_notice", language())),
        answers=answers,
        was_lost=step == Step.TYPE and "lost" in request.GET,
        about=about.name(language()) if about else "",
        files=files,
        hears=hears,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return page_response(request, step.value, content.title, content, status=status)


def show_check(request: HttpRequest, draft: OpenDraft, form: SendForm) -> HttpResponse:
    """Render the answers for a last look."""
    answers = answers_to_check(draft.values, language())
    filing = filing_of(draft, language())
    for_another = filing.on_behalf_of is not None
    with reading():
        files = draft_cards(draft.values)
        hears = will_hear(filing.contact.email, person_of(request), acts_for_another=for_another)
    return show_step(request, Step.CHECK, _("Check and send"), form, answers, files, hears)


def answers_to_check(values: dict[str, str], language: str) -> tuple[parts.Fact, ...]:
    """Return all answers as facts with a link to change each."""
    known, tree = catalogue(), entity_tree()
    category = known.categories.get(values["category"])
    entity = tree.standing(values["entity"])
    unknown = gettext("I don’t know: find the right place for me")
    none = gettext("Not given")
    return (
        parts.Fact(
            gettext("Type of case"),
            known.types[values["type"]].name(language),
            change_url=Step.TYPE.url,
        ),
        parts.Fact(gettext("Your story"), values["story"], change_url=Step.STORY.url),
        parts.Fact(gettext("Place"), values.get("place") or none, change_url=Step.STORY.url),
        parts.Fact(
            gettext("Subject"),
            category.name(language) if category else unknown,
            change_url=Step.ABOUT.url,
        ),
        parts.Fact(
            gettext("Government entity"),
            entity.name(language) if entity else unknown,
            change_url=Step.ABOUT.url,
        ),
        *contact_to_check(values, none),
        *behalf_to_check(values),
        *confidence_to_check(values, none),
    )


def filing_of(draft: OpenDraft, language: str) -> Filing:
    """Return what the draft files."""
    values = draft.values
    is_confidential, about_employee = in_confidence(values)
    return Filing(
        type=values["type"],
        story=values["story"],
        language=language,
        channel=Channel.WEB,
        category=values["category"],
        entity=values["entity"],
        place=values.get("place", ""),
        contact=contact_of(values),
        files=tokens_in(values),
        is_confidential=is_confidential,
        about_employee=about_employee,
        on_behalf_of=behalf_of(values),
        business_id=business_in(values),
    )


def filing_key(draft: OpenDraft, filing: Filing) -> str:
    """Return the key under which this draft files once; changed answers are another case.

    Otherwise a person whose connection broke after sending could not correct and send again.
    """
    answers = json.dumps([draft.values, filing.language, filing.consents], sort_keys=True)
    return f"{draft.token}:{hashlib.sha256(answers.encode()).hexdigest()}"
