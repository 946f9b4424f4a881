"""Another e-mail address or phone: a code proves the new one, the old one is told and can undo."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views import View

from sawti.accounts.actions.contacts import (
    ask_change_code,
    change_contact,
    open_change,
    undo_change,
)
from sawti.accounts.errors import AddressTaken, CodeRefused, TooManyCodes, UndoTooLate
from sawti.accounts.models import ContactChange, Purpose
from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti.notifications.queries import sms_is_on
from sawti.tenancy.context import reading
from sawti_portal.codes import address_of_code, keep_token, source_of, token_of
from sawti_portal.person_forms import CodeForm, NewAddressForm, NewPhoneForm, SmsCodeForm
from sawti_portal.profile import Profile
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_ui.forms import SawtiForm
from sawti_ui.refusals import sentence


class NewAddress(Profile):
    """Asks for another address, and has a code sent to it."""

    purpose: ClassVar[Purpose] = Purpose.CHANGE_EMAIL
    template: ClassVar[str] = "profile_email"
    form_class: ClassVar[type[SawtiForm]] = NewAddressForm
    field: ClassVar[str] = "email"
    next_page: ClassVar[str] = "portal:profile_code"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, self.template, self.form_class())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.show(request, self.template, form)
        try:
            token = ask_change_code(
                self.person.id,
                purpose=self.purpose,
                contact=form.cleaned_data[self.field],
                language=language(),
                source=source_of(request),
                at=clock.now(),
            )
        except TooManyCodes as refusal:
            form.add_error(None, sentence(refusal))
            return self.show(request, self.template, form, HTTPStatus.TOO_MANY_REQUESTS)
        response = SeeOther(reverse(self.next_page))
        keep_token(response, token)
        return response


class NewAddressCode(Profile):
    """Asks for the code that the new address got; the right one makes it the person's."""

    purpose: ClassVar[Purpose] = Purpose.CHANGE_EMAIL
    form_class: ClassVar[type[SawtiForm]] = CodeForm
    page_before: ClassVar[str] = "portal:profile_email"
    news: ClassVar[str] = "changed"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not address_of_code(request, self.purpose):
            return SeeOther(reverse(self.page_before))
        return self.show(request, "profile_code", self.form_class())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.show(request, "profile_code", form)
        try:
            change_contact(
                self.person.id,
                purpose=self.purpose,
                token=token_of(request),
                code=form.cleaned_data["code"],
                keep_session=request.session.session_key or "",
                at=clock.now(),
            )
        except (AddressTaken, CodeRefused) as refusal:
            form.add_error("code", sentence(refusal))
            return self.show(request, "profile_code", form)
        response = SeeOther(f"{reverse('portal:profile')}?news={self.news}")
        keep_token(response, "")
        return response


class _ByPhone(Profile):
    """Pages that are there only where the government can send SMS."""

    def get(self, request: HttpRequest) -> HttpResponse:
        _require_sms()
        return super().get(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        _require_sms()
        return super().post(request)


def _require_sms() -> None:
    with reading():
        if not sms_is_on():
            raise Missing


class NewPhone(_ByPhone, NewAddress):
    """Asks for a phone, and has a code sent to it."""

    purpose = Purpose.CHANGE_PHONE
    template = "profile_phone"
    form_class = NewPhoneForm
    field = "phone"
    next_page = "portal:profile_phone_code"


class NewPhoneCode(_ByPhone, NewAddressCode):
    """Asks for the code that came by SMS."""

    purpose = Purpose.CHANGE_PHONE
    form_class = SmsCodeForm
    page_before = "portal:profile_phone"
    news = "phone"


@dataclass(frozen=True)
class UndoContent:
    """`is_phone`: a phone was changed; `was_undone`: it was put back just now."""

    is_phone: bool
    was_undone: bool = False


class Undo(View):
    """What the notice at the old contact leads to; opening it changes nothing: programs look."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        return _show(request, _open(key))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        change = _open(key)
        undo_change(key, at=clock.now())
        return _show(request, change, was_undone=True)


def _open(key: str) -> ContactChange:
    with reading():
        found = open_change(key, at=clock.now())
    if found is None:
        raise UndoTooLate
    return found


def _show(request: HttpRequest, change: ContactChange, *, was_undone: bool = False) -> HttpResponse:
    content = UndoContent(change.purpose == Purpose.CHANGE_PHONE, was_undone)
    return page_response(request, "undo", gettext("This was not me"), content)
