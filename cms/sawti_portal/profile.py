"""A person's own profile: particulars, language, another address, a copy, the end of it."""

from dataclasses import dataclass
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.accounts.actions import profile
from sawti.accounts.actions.profile import Particulars
from sawti.accounts.errors import AddressTaken, CodeRefused, TooManyCodes
from sawti.accounts.models import Person, Purpose
from sawti.cases.own_cases import everything_of
from sawti.lib import clock
from sawti.retention.actions.people import forget_person
from sawti.retention.errors import PersonHeld
from sawti_portal.codes import address_of_code, keep_token, source_of, token_of
from sawti_portal.person_forms import CodeForm, NewAddressForm, ProfileForm
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_portal.signing_in import PersonView
from sawti_ui.forms import SawtiForm
from sawti_ui.refusals import sentence

NEWS: dict[str, Promise] = {
    "saved": _("Your profile is saved."),
    "changed": _("Your new e-mail address holds from now on. We told the old one."),
}


@dataclass(frozen=True)
class ProfileContent:
    """A page of the profile. `news`: what was done just now; `address`: where a code went."""

    form: SawtiForm
    person: Person
    news: str = ""
    address: str = ""


class Profile(PersonView):
    """Who the person is, how to reach them, their language; most of it may be empty."""

    def get(self, request: HttpRequest) -> HttpResponse:
        person = self.person
        form = ProfileForm(
            initial={name: getattr(person, name) for name in ProfileForm.base_fields}
        )
        return self.show(request, "profile", form)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ProfileForm(request.POST)
        if not form.is_valid():
            return self.show(request, "profile", form)
        given = form.cleaned_data
        spoken = given.pop("language")
        profile.save_profile(self.person.id, Particulars(**given), language=spoken, at=clock.now())
        return SeeOther(f"{reverse('portal:profile')}?news=saved")

    def show(
        self,
        request: HttpRequest,
        template: str,
        form: SawtiForm,
        status: HTTPStatus | None = None,
    ) -> HttpResponse:
        """Render a page of the profile with what is wrong with it."""
        refused = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        content = ProfileContent(
            form=form,
            person=self.person,
            news=str(NEWS.get(request.GET.get("news", ""), "")),
            address=address_of_code(request, Purpose.CHANGE_EMAIL),
        )
        title = gettext("Your profile")
        return page_response(request, template, title, content, status=status or refused)


class NewAddress(Profile):
    """Asks for another address, and has a code sent to it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, "profile_email", NewAddressForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = NewAddressForm(request.POST)
        if not form.is_valid():
            return self.show(request, "profile_email", form)
        try:
            token = profile.ask_change_code(
                self.person.id,
                address=form.cleaned_data["email"],
                language=language(),
                source=source_of(request),
                at=clock.now(),
            )
        except TooManyCodes as refusal:
            form.add_error(None, sentence(refusal))
            return self.show(request, "profile_email", form, HTTPStatus.TOO_MANY_REQUESTS)
        response = SeeOther(reverse("portal:profile_code"))
        keep_token(response, token)
        return response


class NewAddressCode(Profile):
    """Asks for the code that the new address got; the right one makes it the person's."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not address_of_code(request, Purpose.CHANGE_EMAIL):
            return SeeOther(reverse("portal:profile_email"))
        return self.show(request, "profile_code", CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.show(request, "profile_code", form)
        try:
            profile.change_email(
                self.person.id,
                token=token_of(request),
                code=form.cleaned_data["code"],
                keep_session=request.session.session_key or "",
                at=clock.now(),
            )
        except (AddressTaken, CodeRefused) as refusal:
            form.add_error("code", sentence(refusal))
            return self.show(request, "profile_code", form)
        response = SeeOther(f"{reverse('portal:profile')}?news=changed")
        keep_token(response, "")
        return response


class DeleteProfile(Profile):
    """Says what goes and what stays, and deletes the account for whoever agrees."""

    class Agreement(SawtiForm):
        """No account is lost by a slip."""

        agreed = forms.BooleanField(
            label=_("Yes, delete my account"),
            error_messages={"required": _("Tick the box if you want to delete your account.")},
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, "profile_delete", self.Agreement())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.Agreement(request.POST)
        if not form.is_valid():
            return self.show(request, "profile_delete", form)
        try:
            forget_person(self.person.id, at=clock.now())
        except PersonHeld as refusal:
            form.add_error("agreed", sentence(refusal))
            return self.show(request, "profile_delete", form)
        request.session.flush()
        return SeeOther(reverse("portal:home"))


class OwnData(PersonView):
    """A copy of all that the account holds, as a file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        everything = everything_of(self.person, language=language())
        name = "attachment; filename=sawti-my-data.json"
        return JsonResponse(
            everything,
            json_dumps_params={"ensure_ascii": False, "indent": 2},
            headers={"Content-Disposition": name},
        )
