"""A person's own profile: particulars, language, another address, a copy, the end of it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.accounts.models import Person, Purpose
from sawti.accounts.particulars import Hearing, Particulars
from sawti.cases.own_cases import everything_of
from sawti.consents.actions import save_profile
from sawti.lib import clock
from sawti.notifications.queries import sms_is_on
from sawti.retention.actions.people import forget_person
from sawti.retention.errors import PersonHeld
from sawti.signin.models import Audience
from sawti.signin.providers import provider_name
from sawti.tenancy.context import reading
from sawti_portal.codes import address_of_code
from sawti_portal.person_forms import ProfileForm
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_portal.signing_in import PersonView
from sawti_ui.forms import SawtiForm
from sawti_ui.refusals import sentence

NEWS: dict[str, Promise] = {
    "saved": _("Your profile is saved."),
    "changed": _("Your new e-mail address holds from now on. We told the old one."),
    "phone": _("Your new phone number holds from now on. We told where we reached you before."),
}


@dataclass(frozen=True)
class ProfileContent:
    """A page of the profile. `news`: what was done just now; `address`: where a code went.

    `has_sms`: a phone is changed by a code, on a page of its own.
    `provider_name`: of the tenant's provider for people, or "". `lost_email`: the person's address,
    where messages to it came back.
    """

    form: SawtiForm
    person: Person
    has_sms: bool
    news: str = ""
    address: str = ""
    provider_name: str = ""
    lost_email: str = ""

    @property
    def by_sms(self) -> bool:
        """Whether the code went to a phone."""
        return self.address.startswith("+")


class Profile(PersonView):
    """Who the person is, how to reach them, their language; most of it may be empty."""

    purpose: ClassVar[Purpose] = Purpose.CHANGE_EMAIL  # whose code a page waits for

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, "profile", self._form(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request)
        if not form.is_valid():
            return self.show(request, "profile", form)
        # What the form did not ask stays as it is.
        given = {name: getattr(self.person, name) for name in ProfileForm.base_fields}
        given |= form.cleaned_data
        hearing = Hearing(**{name: given.pop(name) for name in vars(Hearing())})
        save_profile(
            self.person.id,
            language=given.pop("language"),
            particulars=Particulars(**given),
            hearing=hearing,
            at=clock.now(),
        )
        return SeeOther(f"{reverse('portal:profile')}?news=saved")

    def _form(self, request: HttpRequest) -> ProfileForm:
        with reading():
            has_sms = sms_is_on()
        return ProfileForm(
            request.POST if request.method == "POST" else None,
            initial={name: getattr(self.person, name) for name in ProfileForm.base_fields},
            asks_phone=not has_sms,
            offers_sms=has_sms and self.person.phone_verified_at is not None,
        )

    def show(
        self,
        request: HttpRequest,
        template: str,
        form: SawtiForm,
        status: HTTPStatus | None = None,
    ) -> HttpResponse:
        """Render a page of the profile with what is wrong with it."""
        refused = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        with reading():
            has_sms, name = sms_is_on(), provider_name(Audience.PERSON)
        content = ProfileContent(
            form=form,
            person=self.person,
            has_sms=has_sms,
            news=str(NEWS.get(request.GET.get("news", ""), "")),
            address=address_of_code(request, self.purpose),
            provider_name=name,
            lost_email=self.lost_email,
        )
        title = gettext("Your profile")
        return page_response(request, template, title, content, status=status or refused)


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
        everything = everything_of(self.person, language=language(), at=clock.now())
        name = "attachment; filename=sawti-my-data.json"
        return JsonResponse(
            everything,
            json_dumps_params={"ensure_ascii": False, "indent": 2},
            headers={"Content-Disposition": name},
        )
